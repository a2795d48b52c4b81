import { sql } from "kysely";
import { type Id, newId } from "#kernel/id.ts";
import { type Fen, fen, yuanText } from "#kernel/money.ts";
import { refuseIf, Refusal } from "#kernel/problem.ts";
import type { SiteContext } from "#platform/context.ts";
import { refusing } from "#platform/db/violations.ts";
import type { OpenLine } from "#features/billing/server/index.ts";
import type { FeeItemCode } from "#features/leasing/rules.ts";
import { depositPosted } from "../contract.ts";
import { type Deposit, entriesOf, type Entry, type Payment, paymentsProblems, reversedEntries, whyNotTake, type DepositPostingKind } from "../rules.ts";
import { toDeposit } from "./rows.ts";

interface Holder {
  readonly tenantId: Id<"tenant">;
  readonly leaseId: Id<"lease"> | null;
  readonly entityId: Id<"entity">;
  readonly feeItem: FeeItemCode;
}

/** The deposit of a holder, opened when there is none, held until the transaction ends. */
export async function openDeposit(ctx: SiteContext, { tenantId, leaseId, entityId, feeItem }: Holder): Promise<Deposit> {
  await ctx.tx
    .insertInto("payments.deposit")
    .values({ site_id: ctx.siteId, id: newId(), tenant_id: tenantId, lease_id: leaseId, entity_id: entityId, fee_item: feeItem, opened_at: ctx.now })
    .onConflict((conflict) => conflict.constraint("one_deposit_of_a_kind").doNothing())
    .execute();
  const row = await ctx.tx
    .selectFrom("payments.deposit")
    .selectAll()
    .where("site_id", "=", ctx.siteId)
    .where("tenant_id", "=", tenantId)
    .where("lease_id", "is not distinct from", leaseId)
    .where("entity_id", "=", entityId)
    .where("fee_item", "=", feeItem)
    .forUpdate()
    .executeTakeFirstOrThrow();
  return toDeposit(row);
}

/** Held until the transaction ends. Refusal: depositNotFound. */
export async function lockedDeposit(ctx: SiteContext, id: Id<"deposit">): Promise<Deposit> {
  const row = await ctx.tx.selectFrom("payments.deposit").selectAll().where("site_id", "=", ctx.siteId).where("id", "=", id).forUpdate().executeTakeFirst();
  if (!row) throw new Refusal(paymentsProblems.depositNotFound());
  return toDeposit(row);
}

interface Posting {
  readonly id?: Id<"depositPosting">;
  readonly kind: Exclude<DepositPostingKind, "reversed">;
  readonly amount: Fen;
  readonly on: Temporal.PlainDate;
  readonly reason?: string;
  readonly paymentId?: Id<"payment"> | null;
  readonly allocationId?: Id<"allocation">;
  readonly requestId?: Id<"depositRequest">;
}

/** Posts to the ledger of a deposit the caller holds. Refusal: moreThanHeld. */
export async function post(ctx: SiteContext, deposit: Deposit, posting: Posting): Promise<Deposit> {
  const { id = newId<"depositPosting">(), kind, amount, on, reason = "", paymentId = null } = posting;
  if (kind === "deducted" || kind === "forfeited" || kind === "refunded") refuseIf(whyNotTake(deposit, amount));
  await insertPosting(ctx, deposit, {
    id,
    kind,
    amount,
    on,
    reason,
    paymentId,
    allocationId: posting.allocationId ?? null,
    requestId: posting.requestId ?? null,
    reversesId: null,
  });
  await insertEntries(ctx, deposit, id, entriesOf(kind, amount, deposit.receivable));
  const { tenantId, leaseId, feeItem } = deposit;
  await ctx.record(depositPosted, { depositId: deposit.id, tenantId, leaseId, feeItem, amount, kind, on, paymentId, reason });
  await ctx.tell(ctx.siteId, "payments.deposit", deposit.id);
  return lockedDeposit(ctx, deposit.id);
}

/** A deposit line of a bill is paid: the money is held for the tenant. */
export async function postReceived(
  ctx: SiteContext,
  payment: Pick<Payment, "id" | "tenantId">,
  { allocationId, line, amount, on }: { readonly allocationId: Id<"allocation">; readonly line: OpenLine; readonly amount: Fen; readonly on: Temporal.PlainDate },
): Promise<void> {
  const deposit = await openDeposit(ctx, { tenantId: payment.tenantId, leaseId: line.leaseId, entityId: line.entityId, feeItem: line.feeItem });
  await post(ctx, deposit, { kind: "received", amount, on, paymentId: payment.id, allocationId });
}

/** Takes back what allocations brought to deposits. Refusal: depositUsed. */
export async function reverseReceived(ctx: SiteContext, allocationIds: readonly Id<"allocation">[], on: Temporal.PlainDate): Promise<void> {
  const postings = await ctx.tx
    .selectFrom("payments.deposit_posting as posting")
    .selectAll()
    .where("site_id", "=", ctx.siteId)
    .where("allocation_id", "=", sql<string>`any (${allocationIds}::uuid[])`)
    .where("kind", "=", "received")
    .execute();
  for (const posting of postings) await reverse(ctx, posting, on);
}

/** Takes a posting back, such as a refund that the bank sent back. */
export async function reversePosting(ctx: SiteContext, postingId: Id<"depositPosting">, on: Temporal.PlainDate): Promise<void> {
  const row = await ctx.tx
    .selectFrom("payments.deposit_posting")
    .select(["id", "deposit_id", "amount", "payment_id"])
    .where("site_id", "=", ctx.siteId)
    .where("id", "=", postingId)
    .executeTakeFirstOrThrow();
  await reverse(ctx, row, on);
}

/** Puts back into the deposit what a deduction took for a payment. */
export async function reverseDeducted(ctx: SiteContext, paymentId: Id<"payment">, on: Temporal.PlainDate): Promise<void> {
  const postings = await ctx.tx
    .selectFrom("payments.deposit_posting")
    .selectAll()
    .where("site_id", "=", ctx.siteId)
    .where("payment_id", "=", paymentId)
    .where("kind", "=", "deducted")
    .execute();
  for (const posting of postings) await reverse(ctx, posting, on);
}

async function reverse(
  ctx: SiteContext,
  row: { readonly id: string; readonly deposit_id: string; readonly amount: number; readonly payment_id: string | null },
  on: Temporal.PlainDate,
): Promise<void> {
  const deposit = await lockedDeposit(ctx, row.deposit_id as Id<"deposit">);
  const entries = await ctx.tx
    .selectFrom("payments.deposit_entry")
    .select(["account", "amount"])
    .where("site_id", "=", ctx.siteId)
    .where("posting_id", "=", row.id)
    .orderBy("position")
    .execute();
  const taken = reversedEntries(entries.map(({ account, amount }) => ({ account: account as Entry["account"], amount: fen(amount) })));
  const fewer = taken.find(({ account, amount }) => account === "held" && amount > 0)?.amount ?? 0;
  if (fewer > deposit.held) throw new Refusal(paymentsProblems.depositUsed({ held: yuanText(deposit.held) }));
  const id = newId<"depositPosting">();
  const paymentId = row.payment_id as Id<"payment"> | null;
  await insertPosting(ctx, deposit, {
    id,
    kind: "reversed",
    amount: fen(row.amount),
    on,
    reason: "",
    paymentId,
    allocationId: null,
    requestId: null,
    reversesId: row.id as Id<"depositPosting">,
  });
  await insertEntries(ctx, deposit, id, taken);
  const { tenantId, leaseId, feeItem } = deposit;
  await ctx.record(depositPosted, { depositId: deposit.id, tenantId, leaseId, feeItem, amount: fen(row.amount), kind: "reversed", on, paymentId, reason: "" });
  await ctx.tell(ctx.siteId, "payments.deposit", deposit.id);
}

interface PostingRow {
  readonly id: Id<"depositPosting">;
  readonly kind: DepositPostingKind;
  readonly amount: Fen;
  readonly on: Temporal.PlainDate;
  readonly reason: string;
  readonly paymentId: Id<"payment"> | null;
  readonly allocationId: Id<"allocation"> | null;
  readonly requestId: Id<"depositRequest"> | null;
  readonly reversesId: Id<"depositPosting"> | null;
}

async function insertPosting(ctx: SiteContext, { id: depositId, tenantId }: Deposit, posting: PostingRow): Promise<void> {
  await ctx.tx
    .insertInto("payments.deposit_posting")
    .values({
      site_id: ctx.siteId,
      id: posting.id,
      deposit_id: depositId,
      tenant_id: tenantId,
      kind: posting.kind,
      on_day: posting.on,
      amount: posting.amount,
      payment_id: posting.paymentId,
      allocation_id: posting.allocationId,
      request_id: posting.requestId,
      reverses_id: posting.reversesId,
      reason: posting.reason,
      by_name: ctx.actor.name,
      created_at: ctx.now,
    })
    .execute();
}

async function insertEntries(ctx: SiteContext, { id: depositId, tenantId }: Deposit, postingId: Id<"depositPosting">, entries: readonly Entry[]): Promise<void> {
  const rows = entries.map(({ account, amount }, position) => ({
    site_id: ctx.siteId,
    posting_id: postingId,
    position,
    deposit_id: depositId,
    tenant_id: tenantId,
    account,
    amount,
  }));
  await refusing(ctx.tx.insertInto("payments.deposit_entry").values(rows).execute(), { never_less_than_nothing_held: () => paymentsProblems.moreThanHeld({ held: "0.00" }) });
}
