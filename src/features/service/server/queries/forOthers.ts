import { sql } from "kysely";
import { asId } from "#kernel/id.ts";
import type { SiteContext } from "#platform/context.ts";

/** How many cases are open at each unit, and how many of them owe something that is overdue: a layer of the stacking plan. */
export async function openCasesByUnit(ctx: SiteContext) {
  const { rows } = await sql<{ unit_id: string; open: number; overdue: number }>`
    select held.unit_id, count(*) as open, count(*) filter (where held.due_at < ${ctx.now}) as overdue from service."case" held
    where held.site_id = ${ctx.siteId} and held.archived_at is null and held.voided_at is null and held.merged_into_id is null and held.unit_id is not null
    group by held.unit_id`.execute(ctx.tx);
  return { units: rows.map(({ unit_id, open, overdue }) => ({ unitId: asId<"unit">(unit_id), open, overdue })) };
}
