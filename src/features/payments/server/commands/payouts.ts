import { sql } from "kysely";
import { type Id, newId } from "#kernel/id.ts";
import { type Fen, fen, sumFen } from "#kernel/money.ts";
import { Refusal, refuseIf } from "#kernel/problem.ts";
import { dayAt, type SiteContext } from "#platform/context.ts";
import { json } from "#platform/db/json.ts";
import { refuseClosed } from "#features/billing/server/index.ts";
import { tenantById } from "#features/tenants/server/index.ts";
import { payoutAsked, payoutDecided, payoutPaid, payoutReturned } from "../../contract.ts";
import { advanceOf, type Payout, paymentsProblems, whyNotDecidePayout, whyNotPayOut } from "../../rules.ts";
import { lockedDeposit, post, reversePosting } from "../ledger.ts";
import { lockedPayment } from "../queries/payments.ts";
import { payoutById, type PayoutView, promisedOf } from "../queries/payouts.ts";

/** Out of what a refund is paid: the rest of a payment, or a deposit. */
export type PayoutPart = { readonly amount: Fen } & ({ readonly paymentId: Id<"payment"> } | { readonly depositId: Id<"deposit"> });

interface NewPayout {
  readonly id: Id<"payout">;
  readonly paymentId: Id<"payment">;
  readonly amount: Fen;
  readonly payee: Payout["payee"];
  readonly reason: string;
}

/** Asks for what is left of a payment to be paid back; another person decides. The same id again does nothing. Refusals: paymentNotFound, noAdvance. */
export async function askPayout(ctx: SiteContext, { id, paymentId, amount, payee, reason }: NewPayout): Promise<PayoutView> {
  const payment = await lockedPayment(ctx, paymentId);
  if (await ctx.tx.selectFrom("payments.payout").select("id").where("site_id", "=", ctx.siteId).where("id", "=", id).executeTakeFirst()) return payoutById(ctx, id);
  refuseIf(whyNotPayOut(fen(Math.max(0, advanceOf(payment) - (await promisedOf(ctx, paymentId)))), amount));
  const { tenantId, entityId } = payment;
  await insertPayout(ctx, {
    id,
    tenantId,
    entityId,
    payee,
    reason,
    parts: [{ paymentId, amount }],
    source: { kind: "hand", id: "" },
    askedBy: ctx.actor.personId!,
    askedByName: ctx.actor.name,
  });
  await ctx.record(payoutAsked, { payoutId: id, tenantId, entityId, amount, payee: payee.name, reason });
  await ctx.tell(ctx.siteId, "payments.payout", id);
  return payoutById(ctx, id);
}

/** Approves or declines what somebody else asked for. Refusals: payoutNotFound, requestDecided, ownRequest. */
export async function decidePayout(
  ctx: SiteContext,
  { payoutId, isApproved, decision }: { readonly payoutId: Id<"payout">; readonly isApproved: boolean; readonly decision: string },
): Promise<PayoutView> {
  const payout = await lockedPayout(ctx, payoutId);
  refuseIf(whyNotDecidePayout(payout, ctx.actor.personId));
  await ctx.tx
    .updateTable("payments.payout")
    .set({ status: isApproved ? "approved" : "declined", decided_by: ctx.actor.personId, decided_by_name: ctx.actor.name, decided_at: ctx.now, decision })
    .where("site_id", "=", ctx.siteId)
    .where("id", "=", payoutId)
    .execute();
  await ctx.record(payoutDecided, { payoutId, tenantId: payout.tenantId, amount: payout.amount, isApproved, decision });
  await ctx.tell(ctx.siteId, "payments.payout", payoutId);
  return payoutById(ctx, payoutId);
}

/** Records that an approved refund went out. Refusals: payoutNotFound, payoutNotApproved, notInFuture, monthClosed, noAdvance, moreThanHeld. */
export async function payPayout(
  ctx: SiteContext,
  { payoutId, on, reference }: { readonly payoutId: Id<"payout">; readonly on: Temporal.PlainDate; readonly reference: string },
): Promise<PayoutView> {
  const payout = await lockedPayout(ctx, payoutId);
  if (payout.status !== "approved") throw new Refusal(paymentsProblems.payoutNotApproved());
  await carryOut(ctx, payout, { on, reference });
  return payoutById(ctx, payoutId);
}

interface DecidedPayout {
  readonly tenantId: Id<"tenant">;
  readonly entityId: Id<"entity">;
  readonly parts: readonly PayoutPart[];
  readonly payee: Payout["payee"];
  readonly reason: string;
  readonly source: Payout["source"];
  readonly on: Temporal.PlainDate;
  readonly reference: string;
  /** The two who approved it elsewhere. */
  readonly approvers: readonly [Approver, Approver];
}
export interface Approver {
  readonly id: Id<"person">;
  readonly name: string;
}

/** Pays out what two people approved already, as the final account of a lease. Refusals: twoForARefund, notInFuture, monthClosed, noAdvance, moreThanHeld. */
export async function payDecided(ctx: SiteContext, { on, reference, approvers: [first, second], ...decided }: DecidedPayout): Promise<PayoutView> {
  if (first.id === second.id) throw new Refusal(paymentsProblems.twoForARefund());
  const id = newId<"payout">();
  await insertPayout(ctx, { ...decided, id, askedBy: first.id, askedByName: first.name, decided: second });
  await carryOut(ctx, await lockedPayout(ctx, id), { on, reference });
  return payoutById(ctx, id);
}

/** The bank sent a refund back: everything stands as before it was paid. Refusals: payoutNotFound, payoutNotPaid, notInFuture, monthClosed. */
export async function returnPayout(
  ctx: SiteContext,
  { payoutId, on, reason }: { readonly payoutId: Id<"payout">; readonly on: Temporal.PlainDate; readonly reason: string },
): Promise<PayoutView> {
  const payout = await lockedPayout(ctx, payoutId);
  if (payout.status !== "paid") throw new Refusal(paymentsProblems.payoutNotPaid());
  refuseFuture(ctx, on);
  await refuseClosed(ctx, payout.entityId, on);
  for (const part of await partsOf(ctx, payoutId)) {
    if (part.postingId) await reversePosting(ctx, part.postingId, on);
    if (part.paymentId) await moveRefunded(ctx, part.paymentId, -part.amount);
  }
  await ctx.tx
    .updateTable("payments.payout")
    .set({ status: "returned", returned_on: on, returned_at: ctx.now, returned_by_name: ctx.actor.name, returned_reason: reason })
    .where("site_id", "=", ctx.siteId)
    .where("id", "=", payoutId)
    .execute();
  await ctx.record(payoutReturned, { payoutId, tenantId: payout.tenantId, amount: payout.amount, on, reason, source: payout.source });
  await ctx.tell(ctx.siteId, "payments.payout", payoutId);
  return payoutById(ctx, payoutId);
}

async function insertPayout(
  ctx: SiteContext,
  payout: Pick<DecidedPayout, "tenantId" | "entityId" | "parts" | "payee" | "reason" | "source"> & {
    readonly id: Id<"payout">;
    readonly askedBy: Id<"person">;
    readonly askedByName: string;
    readonly decided?: Approver;
  },
): Promise<void> {
  const { id, tenantId, entityId, parts, payee, reason, source, askedBy, askedByName, decided } = payout;
  await tenantById(ctx, tenantId);
  await ctx.tx
    .insertInto("payments.payout")
    .values({
      site_id: ctx.siteId,
      id,
      tenant_id: tenantId,
      entity_id: entityId,
      amount: sumFen(parts.map(({ amount }) => amount)),
      payee: json(payee),
      reason,
      source_kind: source.kind,
      source_id: source.id,
      asked_by: askedBy,
      asked_by_name: askedByName,
      asked_at: ctx.now,
      ...(decided ? { status: "approved", decided_by: decided.id, decided_by_name: decided.name, decided_at: ctx.now } : {}),
    })
    .execute();
  await ctx.tx
    .insertInto("payments.payout_part")
    .values(
      parts.map((part, index) => ({
        site_id: ctx.siteId,
        payout_id: id,
        position: index + 1,
        tenant_id: tenantId,
        payment_id: "paymentId" in part ? part.paymentId : null,
        deposit_id: "depositId" in part ? part.depositId : null,
        amount: part.amount,
      })),
    )
    .execute();
}

async function carryOut(ctx: SiteContext, payout: Payout, { on, reference }: { readonly on: Temporal.PlainDate; readonly reference: string }): Promise<void> {
  refuseFuture(ctx, on);
  await refuseClosed(ctx, payout.entityId, on);
  for (const { position, paymentId, depositId, amount } of await partsOf(ctx, payout.id)) {
    if (paymentId) {
      refuseIf(whyNotPayOut(advanceOf(await lockedPayment(ctx, paymentId)), amount));
      await moveRefunded(ctx, paymentId, amount);
    }
    if (depositId) {
      const id = newId<"depositPosting">();
      await post(ctx, await lockedDeposit(ctx, depositId), { id, kind: "refunded", amount, on, reason: payout.reason });
      await ctx.tx
        .updateTable("payments.payout_part")
        .set({ posting_id: id })
        .where("site_id", "=", ctx.siteId)
        .where("payout_id", "=", payout.id)
        .where("position", "=", position)
        .execute();
    }
  }
  await ctx.tx
    .updateTable("payments.payout")
    .set({ status: "paid", paid_on: on, paid_at: ctx.now, paid_by_name: ctx.actor.name, reference })
    .where("site_id", "=", ctx.siteId)
    .where("id", "=", payout.id)
    .execute();
  await ctx.record(payoutPaid, { payoutId: payout.id, tenantId: payout.tenantId, entityId: payout.entityId, amount: payout.amount, on, reference, source: payout.source });
  await ctx.tell(ctx.siteId, "payments.payout", payout.id);
}

async function moveRefunded(ctx: SiteContext, paymentId: Id<"payment">, amount: number): Promise<void> {
  await ctx.tx
    .updateTable("payments.payment")
    .set({ refunded: sql`refunded + ${amount}` })
    .where("site_id", "=", ctx.siteId)
    .where("id", "=", paymentId)
    .execute();
  await ctx.tell(ctx.siteId, "payments.payment", paymentId);
}

async function partsOf(ctx: SiteContext, payoutId: Id<"payout">) {
  const rows = await ctx.tx
    .selectFrom("payments.payout_part")
    .selectAll()
    .where("site_id", "=", ctx.siteId)
    .where("payout_id", "=", payoutId)
    .orderBy("deposit_id")
    .orderBy("payment_id")
    .execute();
  return rows.map((row) => ({
    position: row.position,
    paymentId: row.payment_id as Id<"payment"> | null,
    depositId: row.deposit_id as Id<"deposit"> | null,
    postingId: row.posting_id as Id<"depositPosting"> | null,
    amount: fen(row.amount),
  }));
}

async function lockedPayout(ctx: SiteContext, id: Id<"payout">): Promise<Payout> {
  await ctx.tx.selectFrom("payments.payout").select("id").where("site_id", "=", ctx.siteId).where("id", "=", id).forUpdate().execute();
  return payoutById(ctx, id);
}

function refuseFuture(ctx: SiteContext, on: Temporal.PlainDate): void {
  if (Temporal.PlainDate.compare(on, dayAt(ctx, ctx.now)) > 0) throw new Refusal(paymentsProblems.notInFuture());
}
