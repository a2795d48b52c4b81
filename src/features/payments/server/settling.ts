import { sql } from "kysely";
import { type Id, newId } from "#kernel/id.ts";
import { type Fen, fen, yuanText } from "#kernel/money.ts";
import { Refusal, refuseIf, reasons } from "#kernel/problem.ts";
import type { SiteContext } from "#platform/context.ts";
import { insertRows } from "#platform/db/bulk.ts";
import { openLines, type OpenLine, settleLines, unsettleLines } from "#features/billing/server/index.ts";
import { feeItems } from "#features/leasing/rules.ts";
import { entitiesOf } from "#features/sites/server/index.ts";
import { type Allocation, type Debt, inOrder, type Part, payInOrder, type Payment, paymentsProblems, totalOf } from "../rules.ts";
import { postReceived, reverseReceived } from "./ledger.ts";
import { settingsOf } from "./settings.ts";

/** What a tenant owes, in the order in which money pays it at this site. */
export async function debtsOf(ctx: SiteContext, tenantId: Id<"tenant">): Promise<(OpenLine & Debt)[]> {
  const { allocationOrder } = await settingsOf(ctx);
  return inOrder((await openLines(ctx, { tenantId })).map(asDebt), allocationOrder);
}

export const natureOf = (feeItem: keyof typeof feeItems): Debt["nature"] => (feeItem === "lateFee" ? "lateFee" : feeItems[feeItem].nature === "deposit" ? "deposit" : "principal");

const asDebt = (line: OpenLine): OpenLine & Debt => ({ ...line, lineId: line.id, nature: natureOf(line.feeItem) });

/** What `amount` in the hands of `entityId` would pay of a tenant's debts, nobody having named any: only what is owed to that entity. */
export async function partsInOrder(ctx: SiteContext, { tenantId, entityId, amount }: Pick<Payment, "tenantId" | "entityId" | "amount">): Promise<readonly Part[]> {
  const debts = await debtsOf(ctx, tenantId);
  return payInOrder(
    amount,
    debts.filter((debt) => debt.entityId === entityId),
  ).parts;
}

/**
 * Lets a payment settle `parts`. The payment is held by the caller. Refusals: lineTwice, partsBeyondPayment, otherTenantsLine, beyondOpen,
 * wrongEntity, monthClosed.
 */
export async function allocate(
  ctx: SiteContext,
  payment: Pick<Payment, "id" | "tenantId" | "entityId" | "amount" | "allocated" | "refunded" | "means" | "payerName">,
  parts: readonly Part[],
  {
    valueOn,
    bookedOn,
    isAgreed = false,
  }: {
    readonly valueOn: Temporal.PlainDate;
    readonly bookedOn: Temporal.PlainDate;
    /** Both sides agreed that it pays what is owed to another entity. */ readonly isAgreed?: boolean;
  },
): Promise<SettledPart[]> {
  if (parts.length === 0) return [];
  const sum = totalOf(parts);
  const open = new Map((await openLines(ctx, { tenantId: payment.tenantId })).map((line) => [line.id, line]));
  refuseIf(
    reasons(
      new Set(parts.map(({ lineId }) => lineId)).size < parts.length && paymentsProblems.lineTwice(),
      payment.allocated + payment.refunded + sum > payment.amount && paymentsProblems.partsBeyondPayment(),
    ),
  );
  await refuseParts(ctx, payment, parts, open, isAgreed);
  const settled = parts.map(({ lineId, amount }) => ({ line: open.get(lineId)!, amount, id: newId<"allocation">() }));
  await settleLines(ctx, parts, { paymentId: payment.id, on: bookedOn });
  await insertRows(ctx.tx, "payments.allocation", allocationColumns, settled, ({ id, line, amount }) => [
    ctx.siteId,
    id,
    payment.id,
    line.id,
    line.billId,
    payment.tenantId,
    line.entityId,
    line.entityId !== payment.entityId,
    line.feeItem,
    amount,
    valueOn.toString(),
    bookedOn.toString(),
    ctx.now.toString(),
  ]);
  await ctx.tx
    .updateTable("payments.payment")
    .set({ allocated: sql`allocated + ${sum}` })
    .where("site_id", "=", ctx.siteId)
    .where("id", "=", payment.id)
    .execute();
  if (payment.means !== "deposit")
    for (const { id, line, amount } of settled.filter(({ line }) => natureOf(line.feeItem) === "deposit"))
      await postReceived(ctx, payment, { allocationId: id, line, amount, on: bookedOn });
  return settled.map(({ line, amount }) => ({ lineId: line.id, billId: line.billId, amount }));
}

export interface SettledPart {
  readonly lineId: Id<"billLine">;
  readonly billId: Id<"bill">;
  readonly amount: Fen;
}

const allocationColumns = {
  site_id: "uuid",
  id: "uuid",
  payment_id: "uuid",
  line_id: "uuid",
  bill_id: "uuid",
  tenant_id: "uuid",
  entity_id: "uuid",
  is_on_behalf: "boolean",
  fee_item: "text",
  amount: "bigint",
  value_on: "date",
  booked_on: "date",
  created_at: "timestamptz",
};

async function refuseParts(
  ctx: SiteContext,
  { entityId }: Pick<Payment, "entityId">,
  parts: readonly Part[],
  open: ReadonlyMap<string, OpenLine>,
  isAgreed: boolean,
): Promise<void> {
  const missing = parts.filter(({ lineId }) => !open.has(lineId));
  if (missing.length > 0) throw new Refusal(...(await whyMissing(ctx, missing)));
  const lines = parts.map(({ lineId, amount }) => ({ line: open.get(lineId)!, amount }));
  refuseIf(lines.filter(({ line, amount }) => amount > line.open).map(({ line }) => paymentsProblems.beyondOpen({ bill: line.billNo, open: yuanText(line.open) })));
  const elsewhere = lines.filter(({ line }) => line.entityId !== entityId);
  if (isAgreed || elsewhere.length === 0 || (await settingsOf(ctx)).wrongEntity === "onBehalf") return;
  const names = new Map((await entitiesOf(ctx)).map(({ id, name }) => [id, name]));
  throw new Refusal(...elsewhere.map(({ line }) => paymentsProblems.wrongEntity({ received: names.get(entityId), bill: line.billNo, owed: names.get(line.entityId) })));
}

/** A line that is not among what the tenant owes belongs to somebody else, or is paid by now. */
async function whyMissing(ctx: SiteContext, parts: readonly Part[]) {
  const rows = await ctx.tx
    .selectFrom("billing.bill_line as line")
    .innerJoin("billing.bill as bill", (join) => join.onRef("bill.site_id", "=", "line.site_id").onRef("bill.id", "=", "line.bill_id"))
    .select(["line.id", "bill.bill_no", sql<number>`line.amount - line.settled - line.credited`.as("open")])
    .where("line.site_id", "=", ctx.siteId)
    .where("line.id", "=", sql<string>`any (${parts.map(({ lineId }) => lineId)}::uuid[])`)
    .execute();
  const known = new Map(rows.map((row) => [row.id, row]));
  return parts.map(({ lineId }) => {
    const row = known.get(lineId);
    if (row && row.open <= 0) return paymentsProblems.beyondOpen({ bill: row.bill_no, open: yuanText(fen(0)) });
    return paymentsProblems.otherTenantsLine({ bill: row?.bill_no ?? "—" });
  });
}

/** Takes back what allocations settled; they belong to payments the caller holds. Refusals: monthClosed, depositUsed. */
export async function release(
  ctx: SiteContext,
  allocations: readonly Pick<Allocation, "id" | "paymentId" | "lineId" | "amount">[],
  { on, why }: { readonly on: Temporal.PlainDate; readonly why: "reversed" | "credited" | "moved" },
): Promise<void> {
  if (allocations.length === 0) return;
  const byPayment = Map.groupBy(allocations, ({ paymentId }) => paymentId);
  for (const [paymentId, parts] of byPayment) {
    await unsettleLines(ctx, parts, { paymentId, on });
    await ctx.tx
      .updateTable("payments.payment")
      .set({ allocated: sql`allocated - ${totalOf(parts)}` })
      .where("site_id", "=", ctx.siteId)
      .where("id", "=", paymentId)
      .execute();
  }
  await ctx.tx
    .updateTable("payments.allocation")
    .set({ released_at: ctx.now, released_on: on, released_why: why })
    .where("site_id", "=", ctx.siteId)
    .where("id", "=", sql<string>`any (${allocations.map(({ id }) => id)}::uuid[])`)
    .execute();
  await reverseReceived(
    ctx,
    allocations.map(({ id }) => id),
    on,
  );
}
