import type { Id } from "#kernel/id.ts";
import type { SiteContext } from "#platform/context.ts";
import { judgeDuty, keepDuty, openDuty } from "#features/duties/server/index.ts";
import { formalitiesEnded, lookAgain } from "../../contract.ts";
import { formalitiesEndedAt } from "../../rules.ts";
import { type CaseFacts, factsOfCases } from "../queries/facts.ts";
import { deedOf, lockedCase, runningCases, subjectOf } from "../queries/cases.ts";

/**
 * Looks what the records of a case have come to, and opens and keeps what hangs on it: the day's clock begins when the papers are complete
 * and ends with the formalities, which are judged once. Manual 2.1.1-5, 2.1.2-3.
 */
export async function look(ctx: SiteContext, caseId: Id<"moveIn">): Promise<void> {
  const one = await lockedCase(ctx, caseId);
  if (one.withdrawnAt) return;
  const found = (await factsOfCases(ctx, [one])).get(caseId)!;
  const { papers } = found.facts;
  const endedAt = formalitiesEndedAt(found.facts);
  if (endedAt) await endFormalities(ctx, found, endedAt);
  else if (papers.completeAt)
    await openDuty(ctx, { standard: "sameDayFormalities", subject: subjectOf(one), ownerRole: "serviceOfficer", from: laterOf(papers.completeAt, one.openedAt) });
  await ctx.tell(ctx.siteId, "movein.case", caseId);
}

async function endFormalities(ctx: SiteContext, { case: one, facts }: CaseFacts, at: Temporal.Instant): Promise<void> {
  const row = await ctx.tx
    .updateTable("movein.move_in")
    .set({ formalities_judged_at: ctx.now })
    .where("site_id", "=", ctx.siteId)
    .where("id", "=", one.id)
    .where("formalities_judged_at", "is", null)
    .returning("id")
    .executeTakeFirst();
  if (!row) return;
  const evidenceId = await ctx.record(formalitiesEnded, { ...deedOf(one), at });
  const subject = subjectOf(one);
  await keepDuty(ctx, { standard: "sameDayFormalities", subject }, { evidenceId, at });
  await judgeDuty(ctx, { standard: "formalitiesRecorded", subject, ownerRole: "serviceOfficer", kept: facts.meters.unread === 0, evidenceId });
}

/** Hears of something that a case may have waited for. Who signs from outside cannot see what belongs to the house alone, so the house looks. */
export async function lookSoon(ctx: SiteContext, caseId: Id<"moveIn">): Promise<void> {
  if (ctx.tenantId === null && ctx.actor.kind === "person") await look(ctx, caseId);
  else await ctx.enqueue(lookAgain, { siteId: ctx.siteId, caseId }, { key: `movein.look:${caseId}` });
}

/** Hears that a paper was checked: the tenant's running move-ins may have all of theirs now. */
export async function hearPaperReviewed(ctx: SiteContext, { tenantId }: { readonly tenantId: Id<"tenant"> | null }): Promise<void> {
  if (!tenantId) return;
  for (const one of await runningCases(ctx, tenantId)) await lookSoon(ctx, one.id);
}

/** Hears that all have signed a sheet. */
export async function hearSigned(ctx: SiteContext, { kind, of }: { readonly kind: string; readonly of: { readonly kind: string; readonly id: string } }): Promise<void> {
  if (of.kind === "moveIn") await lookSoon(ctx, of.id as Id<"moveIn">);
  if (kind === "handover.cardReceipt") for (const caseId of await casesOfBatch(ctx, of.id)) await lookSoon(ctx, caseId);
}

/** Hears that the photo of a reading has come, perhaps the last that the opening readings of a case waited for. */
export async function hearPhoto(ctx: SiteContext, { readingId }: { readonly readingId: Id<"reading"> }): Promise<void> {
  const rows = await ctx.tx
    .selectFrom("handover.passed_reading as passed")
    .innerJoin("handover.inspection as inspection", (join) => join.onRef("inspection.site_id", "=", "passed.site_id").onRef("inspection.id", "=", "passed.inspection_id"))
    .innerJoin("movein.move_in as move_in", (join) => join.onRef("move_in.site_id", "=", "inspection.site_id").onRef("move_in.id", "=", "inspection.case_id"))
    .select("move_in.id")
    .where("passed.site_id", "=", ctx.siteId)
    .where("passed.reading_id", "=", readingId)
    .execute();
  for (const { id } of rows) await lookSoon(ctx, id as Id<"moveIn">);
}

async function casesOfBatch(ctx: SiteContext, batchId: string): Promise<Id<"moveIn">[]> {
  const rows = await ctx.tx
    .selectFrom("handover.access_batch as batch")
    .innerJoin("handover.access_grant as held", (join) => join.onRef("held.site_id", "=", "batch.site_id").onRef("held.id", "=", "batch.grant_id"))
    .innerJoin("movein.move_in as move_in", (join) => join.onRef("move_in.site_id", "=", "held.site_id").onRef("move_in.id", "=", "held.case_id"))
    .select("move_in.id")
    .where("batch.site_id", "=", ctx.siteId)
    .where("batch.id", "=", batchId)
    .execute();
  return rows.map(({ id }) => id as Id<"moveIn">);
}

const laterOf = (one: Temporal.Instant, other: Temporal.Instant): Temporal.Instant => (Temporal.Instant.compare(one, other) > 0 ? one : other);
