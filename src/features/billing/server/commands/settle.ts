import { sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import { type Fen, fen } from "#kernel/money.ts";
import { Refusal } from "#kernel/problem.ts";
import { dayAt, type SiteContext } from "#platform/context.ts";
import { type BillLine, billingProblems } from "../../rules.ts";
import { linesByIds } from "../queries/bills.ts";
import { refuseClosed } from "../periods.ts";
import { lockBills } from "../store.ts";

export interface Settlement {
  readonly lineId: Id<"billLine">;
  /** Above nought. */
  readonly amount: Fen;
}

interface Payment {
  readonly paymentId: Id<"payment">;
  /** The day the money counts for the books; today unless told. */
  readonly on?: Temporal.PlainDate;
}

/** Counts money towards lines; payments alone call this. Holds the bills in the order of their ids. Refusals: lineNotFound, settledBeyond, isCredit, monthClosed. */
export async function settleLines(ctx: SiteContext, settlements: readonly Settlement[], { on }: Payment): Promise<void> {
  await move(ctx, settlements, 1, on);
}

/** Takes back what was counted towards lines: a payment reversed, or released before a credit. Refusals: lineNotFound, settledBeyond, monthClosed. */
export async function unsettleLines(ctx: SiteContext, settlements: readonly Settlement[], { on }: Payment): Promise<void> {
  await move(ctx, settlements, -1, on);
}

async function move(ctx: SiteContext, settlements: readonly Settlement[], sign: 1 | -1, on = dayAt(ctx, ctx.now)): Promise<void> {
  const amounts = new Map<Id<"billLine">, number>();
  for (const { lineId, amount } of settlements) {
    if (amount <= 0) throw new RangeError("What is settled is above nought");
    amounts.set(lineId, (amounts.get(lineId) ?? 0) + amount);
  }
  if (amounts.size === 0) return;
  await lockBills(
    ctx,
    (await linesByIds(ctx, [...amounts.keys()])).map(({ billId }) => billId),
  );
  const lines = await linesByIds(ctx, [...amounts.keys()]);
  for (const entityId of new Set(lines.map((line) => line.entityId))) await refuseClosed(ctx, entityId, on);
  for (const line of lines) refuseBeyond(line, sign * amounts.get(line.id)!);

  const ids = lines.map(({ id }) => id);
  const moved = ids.map((id) => sign * amounts.get(id)!);
  await sql`
    with given as (select * from unnest(${ids}::uuid[], ${moved}::bigint[]) as given (line_id, amount)),
      counted as (
        update billing.bill_line line set settled = line.settled + given.amount from given
        where line.site_id = ${ctx.siteId} and line.id = given.line_id returning line.bill_id, given.amount),
      by_bill as (select bill_id, sum(amount)::bigint as amount from counted group by bill_id)
    update billing.bill set settled = bill.settled + by_bill.amount from by_bill where bill.site_id = ${ctx.siteId} and bill.id = by_bill.bill_id`.execute(ctx.tx);
  await ctx.tell(ctx.siteId, "billing.bill");
}

function refuseBeyond({ source, amount, settled, credited }: BillLine, moved: number): void {
  if (source.kind === "credit") throw new Refusal(billingProblems.isCredit());
  const after = fen(settled + moved);
  if (after < 0 || after + credited > amount) throw new Refusal(billingProblems.settledBeyond());
}
