import { sql } from "kysely";
import { asId, type Id } from "#kernel/id.ts";
import type { SiteContext } from "#platform/context.ts";
import { entryFactsCodec } from "../entryFacts.ts";

/** How many cases are open at each unit, and how many of them owe something that is overdue: a layer of the stacking plan. */
export async function openCasesByUnit(ctx: SiteContext) {
  const { rows } = await sql<{ unit_id: string; open: number; overdue: number }>`
    select held.unit_id, count(*) as open, count(*) filter (where held.due_at < ${ctx.now}) as overdue from service."case" held
    where held.site_id = ${ctx.siteId} and held.archived_at is null and held.voided_at is null and held.merged_into_id is null and held.unit_id is not null
    group by held.unit_id`.execute(ctx.tx);
  return { units: rows.map(({ unit_id, open, overdue }) => ({ unitId: asId<"unit">(unit_id), open, overdue })) };
}

/** Gates opened by authority and promises handed over between two moments, the end excluded: the desk's part of the month's exceptions. */
export async function exceptionsBetween(ctx: SiteContext, from: Temporal.Instant, to: Temporal.Instant) {
  const rows = await ctx.tx
    .selectFrom("service.entry as entry")
    .innerJoin("service.case as case", (join) => join.onRef("case.site_id", "=", "entry.site_id").onRef("case.id", "=", "entry.case_id"))
    .where("entry.site_id", "=", ctx.siteId)
    .where(sql<boolean>`entry.kind in ('gateOpened', 'ownerHandedOver')`)
    .where("entry.at", ">=", from)
    .where("entry.at", "<", to)
    .select([
      "entry.id",
      "entry.at",
      "entry.kind",
      "entry.actor_id",
      "entry.actor_name",
      "entry.text",
      "entry.facts",
      "entry.evidence_id",
      "case.id as case_id",
      "case.case_no",
      "case.title",
    ])
    .orderBy("entry.at", "desc")
    .execute();
  return rows.map((row) => ({
    id: asId<"entry">(row.id),
    at: row.at,
    kind: row.kind as "gateOpened" | "ownerHandedOver",
    actorId: row.actor_id as Id<"person"> | null,
    actorName: row.actor_name,
    reason: row.text,
    facts: entryFactsCodec.decode(row.facts),
    evidenceId: row.evidence_id as Id<"evidence"> | null,
    caseId: asId<"case">(row.case_id),
    caseNo: row.case_no,
    title: row.title,
  }));
}
