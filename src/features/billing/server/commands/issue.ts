import type { Id } from "#kernel/id.ts";
import { Refusal } from "#kernel/problem.ts";
import { dayAt, type SiteContext } from "#platform/context.ts";
import { leaseById } from "#features/leasing/server/index.ts";
import { tenantById } from "#features/tenants/server/index.ts";
import { billIssued } from "../../contract.ts";
import { billingProblems, type Charge } from "../../rules.ts";
import { pricingOf } from "../feeItems.ts";
import { type BillWithLines, billById } from "../queries/bills.ts";
import { type BillDraft, type LineDraft, lineOfCharge, lockBilling, writeBills } from "../store.ts";
import { lockedCharges, setCharges } from "./charges.ts";

interface NewBill {
  readonly id: Id<"bill">;
  readonly tenantId: Id<"tenant">;
  readonly leaseId?: Id<"lease"> | null | undefined;
  readonly chargeIds: readonly Id<"charge">[];
}

/**
 * Bills charges that wait, by hand. The same id again returns the bill it made.
 * Refusals: tenants.notFound, leasing.notFound, chargeNotFound, chargeNotWaiting, otherTenant, nothingToBill, entityMissing, monthClosed.
 */
export async function issueBill(ctx: SiteContext, { id, tenantId, leaseId = null, chargeIds }: NewBill): Promise<BillWithLines> {
  const known = await knownBill(ctx, id);
  if (known) return known;
  await lockBilling(ctx);
  await tenantById(ctx, tenantId);
  if (leaseId && (await leaseById(ctx, leaseId)).tenantId !== tenantId) throw new Refusal(billingProblems.otherTenant());
  const charges = await lockedCharges(ctx, chargeIds);
  if (charges.some(({ status }) => status !== "waiting")) throw new Refusal(billingProblems.chargeNotWaiting());
  if (charges.some((charge) => charge.tenantId !== tenantId || (leaseId !== null && charge.leaseId !== null && charge.leaseId !== leaseId)))
    throw new Refusal(billingProblems.otherTenant());
  const pricing = await pricingOf(ctx);
  return issueLines(
    ctx,
    { id, tenantId, leaseId },
    charges.map((charge) => lineOfCharge(pricing, charge)),
    charges,
  );
}

/** Writes and records one bill of `lines`; `charges` among them are billed with it. Refusals: nothingToBill, alreadyBilled, monthClosed. */
export async function issueLines(
  ctx: SiteContext,
  { id, tenantId, leaseId, month }: Pick<BillDraft, "id" | "tenantId" | "leaseId"> & { readonly month?: Temporal.PlainYearMonth },
  lines: readonly LineDraft[],
  charges: readonly Charge[],
): Promise<BillWithLines> {
  if (lines.length === 0) throw new Refusal(billingProblems.nothingToBill());
  const draft: BillDraft = {
    id,
    kind: "bill",
    tenantId,
    leaseId,
    month: month ?? dayAt(ctx, ctx.now).toPlainYearMonth(),
    dueOn: earliestDue(lines),
    creditsBillId: null,
    reason: "",
    runId: null,
    lines,
  };
  await writeBills(ctx, [draft]);
  await setCharges(
    ctx,
    charges.map((charge) => charge.id),
    "billed",
  );
  const bill = await billById(ctx, id);
  await ctx.record(billIssued, { billId: id, billNo: bill.billNo, tenantId, leaseId, total: bill.total, dueOn: bill.dueOn, lines: bill.lines.length });
  await ctx.tell(ctx.siteId, "billing.bill", id);
  return bill;
}

export async function knownBill(ctx: SiteContext, id: Id<"bill">): Promise<BillWithLines | undefined> {
  const row = await ctx.tx.selectFrom("billing.bill").select("id").where("site_id", "=", ctx.siteId).where("id", "=", id).executeTakeFirst();
  return row && billById(ctx, id);
}

export const earliestDue = (lines: readonly LineDraft[]): Temporal.PlainDate =>
  lines.reduce((first, { dueOn }) => (Temporal.PlainDate.compare(dueOn, first) < 0 ? dueOn : first), lines[0]!.dueOn);
