import { sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import type { SiteContext } from "#platform/context.ts";
import type { MoveInFacts } from "../../rules.ts";

type Inspection = NonNullable<MoveInFacts["inspection"]>;

/** The joint inspection of each case that was not withdrawn; the newest, if there are several. */
export async function inspectionsOfCases(ctx: SiteContext, caseIds: readonly Id<"moveIn">[]): Promise<Map<Id<"moveIn">, Inspection>> {
  const { rows } = await sql<{ case_id: Id<"moveIn">; id: string; signed_at: Temporal.Instant | null; unanswered: number }>`
    select distinct on (case_id) case_id, id, signed_at, coalesce((counts ->> 'unanswered')::int, 0) as unanswered
    from handover.inspection
    where site_id = ${ctx.siteId} and case_id = any (${[...caseIds]}::uuid[]) and type = 'moveIn' and stage <> 'withdrawn'
    order by case_id, opened_at desc`.execute(ctx.tx);
  return new Map(rows.map((row) => [row.case_id, { inspectionId: row.id as Id<"inspection">, signedAt: row.signed_at, questionsOpen: row.unanswered }]));
}
