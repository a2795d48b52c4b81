import { sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import { type Fen, fen, sumFen } from "#kernel/money.ts";
import { Refusal, refuseIf } from "#kernel/problem.ts";
import { dayAt, type SiteContext } from "#platform/context.ts";
import type { Working } from "#features/leasing/rules.ts";
import { billCredited, linesReleased } from "../../contract.ts";
import { type BillLine, billingProblems, taxOfPart, whyNotCredit } from "../../rules.ts";
import { type BillWithLines, billById } from "../queries/bills.ts";
import { type BillDraft, forgetProgress, type LineDraft, lockBills, lockBilling, writeBills } from "../store.ts";
import { knownBill } from "./issue.ts";

export interface CreditPart {
  readonly lineId: Id<"billLine">;
  readonly amount: Fen;
  /** How the amount was found, where it is not the whole line. */
  readonly working?: Working | undefined;
}

export interface Credit {
  readonly id: Id<"bill">;
  readonly billId: Id<"bill">;
  /** What is taken off which lines; all that stands of the bill unless told. */
  readonly parts?: readonly CreditPart[] | undefined;
  readonly reason: string;
  /** Whether lines credited whole may be billed again: their source is free, their charge waits. */
  readonly again: boolean;
  readonly runId?: Id<"run"> | undefined;
}

/**
 * Takes amounts off an issued bill by a credit note; the bill itself stays as it was issued (domain §3.3-8). What was paid of them is
 * released first: payments hears of it in this transaction and counts it as paid in advance.
 * Refusals: billNotFound, lineNotFound, isCredit, nothingToBill, creditedBeyond, stillPaid, monthClosed.
 */
export async function creditBill(ctx: SiteContext, { id, billId, parts, reason, again, runId }: Credit): Promise<BillWithLines> {
  const known = await knownBill(ctx, id);
  if (known) return known;
  await lockBilling(ctx);
  await lockBills(ctx, [billId]);
  await releasePaid(ctx, billId, parts);
  const bill = await billById(ctx, billId);
  const wanted = partsOf(bill, parts);
  refuseIf(whyNotCredit(bill, wanted));

  const draft: BillDraft = {
    id,
    kind: "credit",
    tenantId: bill.tenantId,
    leaseId: bill.leaseId,
    month: dayAt(ctx, ctx.now).toPlainYearMonth(),
    dueOn: bill.dueOn,
    creditsBillId: billId,
    reason,
    runId: runId ?? null,
    lines: wanted.map(creditLine),
  };
  await writeBills(ctx, [draft]);
  await markCredited(ctx, bill, wanted, again);
  const written = await billById(ctx, id);
  await ctx.record(billCredited, {
    billId,
    billNo: bill.billNo,
    creditId: id,
    creditNo: written.billNo,
    tenantId: bill.tenantId,
    amount: fen(-written.total),
    reason,
    again,
    lines: wanted.map(({ line, amount }) => ({ lineId: line.id, amount })),
  });
  await ctx.tell(ctx.siteId, "billing.bill", billId);
  return written;
}

interface Part {
  readonly line: BillLine;
  readonly amount: Fen;
  readonly working?: Working | undefined;
}

function partsOf(bill: BillWithLines, parts: readonly CreditPart[] | undefined): Part[] {
  if (!parts) return bill.lines.map((line) => ({ line, amount: fen(line.amount - line.credited) })).filter(({ amount }) => amount > 0);
  return parts
    .filter(({ amount }) => amount > 0)
    .map(({ lineId, amount, working }) => {
      const line = bill.lines.find((one) => one.id === lineId);
      if (!line) throw new Refusal(billingProblems.lineNotFound());
      return { line, amount, working };
    });
}

/** Says which paid amounts the credit needs, so that payments lets them go; whatever stays paid refuses the credit. */
async function releasePaid(ctx: SiteContext, billId: Id<"bill">, parts: readonly CreditPart[] | undefined): Promise<void> {
  const bill = await billById(ctx, billId);
  const releases = partsOf(bill, parts)
    .map(({ line, amount }) => ({ lineId: line.id, amount: fen(Math.min(line.settled, amount - (line.amount - line.credited - line.settled))) }))
    .filter(({ amount }) => amount > 0);
  if (releases.length === 0) return;
  await ctx.record(linesReleased, { billId, tenantId: bill.tenantId, total: sumFen(releases.map(({ amount }) => amount)), releases });
}

function creditLine({ line, amount, working }: Part): LineDraft {
  const taxed = taxOfPart(amount, line);
  return {
    feeItem: line.feeItem,
    entityId: line.entityId,
    unitIds: line.unitIds,
    from: line.from,
    to: line.to,
    dueOn: line.dueOn,
    amount: fen(-taxed.amount),
    net: fen(-taxed.net),
    tax: fen(taxed.tax === 0 ? 0 : -taxed.tax),
    taxRate: line.taxRate,
    taxCategory: line.taxCategory,
    taxMode: line.taxMode,
    working: working ?? { rule: "credit", inputs: {}, steps: [{ kind: "credit", lineAmount: line.amount, amount }], rounding: "none" },
    source: { kind: "credit", id: line.id },
    creditsLineId: line.id,
  };
}

async function markCredited(ctx: SiteContext, { id: billId, leaseId }: BillWithLines, parts: readonly Part[], again: boolean): Promise<void> {
  const ids = parts.map(({ line }) => line.id);
  const amounts = parts.map(({ amount }) => amount);
  await sql`
    update billing.bill_line line set credited = line.credited + given.amount, is_live = not (${again} and line.credited + given.amount = line.amount)
    from unnest(${ids}::uuid[], ${amounts}::bigint[]) as given (line_id, amount)
    where line.site_id = ${ctx.siteId} and line.id = given.line_id`.execute(ctx.tx);
  await sql`
    update billing.bill set credited = credited + ${sumFen(amounts)} where site_id = ${ctx.siteId} and id = ${billId}`.execute(ctx.tx);
  if (!again) return;
  await forgetProgress(ctx, leaseId);
  await sql`
    update billing.charge set status = 'waiting' where site_id = ${ctx.siteId} and status = 'billed' and id::text in (
      select source_id from billing.bill_line where site_id = ${ctx.siteId} and id = any (${ids}::uuid[]) and source_kind = 'charge' and not is_live)`.execute(ctx.tx);
}
