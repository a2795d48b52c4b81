import { sql } from "kysely";
import type { ValueOf } from "#kernel/contract.ts";
import type { SiteContext } from "#platform/context.ts";
import type { handoverToday } from "../../contract.ts";
import { defectCounts } from "./defects.ts";
import { inspectionsHere, toInspection } from "./inspections.ts";

/** What is to be done about inspections: the reader's own, those nobody has, and defects. */
export async function today(ctx: SiteContext): Promise<ValueOf<typeof handoverToday.reply>> {
  const mine = await inspectionsHere(ctx)
    .where("inspection.assignee_id", "=", ctx.actor.personId)
    .where("inspection.stage", "in", ["waiting", "underWay", "oneSigned"])
    .orderBy("inspection.appointment_at")
    .orderBy("inspection.opened_at")
    .limit(20)
    .execute();
  const { rows } = await sql<{ unassigned: number }>`
    select count(*)::int as unassigned from handover.inspection
    where site_id = ${ctx.siteId} and assignee_id is null and stage in ('waiting', 'underWay', 'oneSigned')`.execute(ctx.tx);
  const { open, overdue, toConfirm } = await defectCounts(ctx);
  return { mine: mine.map(toInspection), unassigned: rows[0]?.unassigned ?? 0, openDefects: open, overdueDefects: overdue, toConfirm };
}
