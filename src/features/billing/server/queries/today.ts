import { sql } from "kysely";
import { fen } from "#kernel/money.ts";
import { dayAt, type SiteContext } from "#platform/context.ts";
import { firstDay } from "../periods.ts";

/** What billing waits for today. */
export async function todayOf(ctx: SiteContext) {
  const today = dayAt(ctx, ctx.now);
  const month = today.toPlainYearMonth();
  const { rows } = await sql<{ is_run: boolean; waivers: number; charges: number; overdue_bills: number; overdue: number; owed: number }>`
    select
      exists (select from billing.run where site_id = ${ctx.siteId} and month = ${firstDay(month)} and not is_dry_run and status = 'done') as is_run,
      (select count(*)::int from billing.waiver where site_id = ${ctx.siteId} and status = 'asked') as waivers,
      (select count(*)::int from billing.charge where site_id = ${ctx.siteId} and status = 'waiting') as charges,
      open.* from (
        select count(*) filter (where due_on < ${today})::int as overdue_bills,
               coalesce(sum(total - settled - credited) filter (where due_on < ${today}), 0)::bigint as overdue,
               coalesce(sum(total - settled - credited), 0)::bigint as owed
        from billing.bill where site_id = ${ctx.siteId} and kind = 'bill' and settled + credited < total) open`.execute(ctx.tx);
  const found = rows[0]!;
  return {
    month,
    isMonthRun: found.is_run,
    waiversAsked: found.waivers,
    chargesWaiting: found.charges,
    overdueBills: found.overdue_bills,
    overdue: fen(found.overdue),
    owed: fen(found.owed),
  };
}
