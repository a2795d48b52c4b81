import { sql } from "kysely";
import { type Id, newId } from "#kernel/id.ts";
import { Refusal } from "#kernel/problem.ts";
import type { SiteContext } from "#platform/context.ts";
import { json } from "#platform/db/json.ts";
import { fileContent } from "#platform/files/index.ts";
import type { Values } from "#features/meters/rules.ts";
import { attachPhoto, takeHandoverReading } from "#features/meters/server/index.ts";
import { inspectionSigned, issueSignedRecord } from "../../contract.ts";
import { handoverProblems, inspectionOf, type InspectionState } from "../../rules.ts";
import { factsOfInspection } from "../queries/facts.ts";
import { type LockedInspection, lockedInspection } from "../queries/inspections.ts";
import { type InspectionPage, inspectionPageById } from "../queries/pages.ts";
import { namedIn } from "./arrange.ts";

/** What follows once both have signed: defects to be mended, readings given to the meters, the record F03. Manual 2.1.1-7, 2.1.3-3. */
export async function settleSigned(ctx: SiteContext, inspection: LockedInspection, state: InspectionState): Promise<void> {
  const defects = await keepDefects(ctx, inspection, state);
  const { tenantId, leaseId, caseId } = inspection;
  await giveReadings(ctx, inspection, state);
  await ctx.record(inspectionSigned, {
    ...namedIn(inspection),
    tenantId,
    leaseId,
    caseId,
    contentHash: state.signatures.find(({ holds }) => holds)!.contentHash,
    signedAt: Temporal.Instant.from(state.signedAt!),
    defects,
    hasUnansweredQuestions: state.hasUnansweredQuestions,
    hasDispute: state.hasDispute,
  });
  await ctx.enqueue(issueSignedRecord, { siteId: ctx.siteId, inspectionId: inspection.id }, { key: `handover-record:${inspection.id}` });
}

/** Gives the readings of a signed inspection to the meters once more. Refusals: notFound, notSigned. */
export async function passReadings(ctx: SiteContext, { inspectionId }: { readonly inspectionId: Id<"inspection"> }): Promise<InspectionPage> {
  const inspection = await lockedInspection(ctx, inspectionId);
  if (inspection.stage !== "signed") throw new Refusal(handoverProblems.notSigned());
  await giveReadings(ctx, inspection, inspectionOf(inspection.lines, await factsOfInspection(ctx, inspectionId)));
  await ctx.tell(ctx.siteId, "handover.inspection", inspectionId);
  return inspectionPageById(ctx, inspectionId);
}

async function keepDefects(ctx: SiteContext, { id, tenantId }: LockedInspection, state: InspectionState): Promise<number> {
  const found = state.items.filter(({ condition }) => condition !== null && condition !== "ok");
  if (found.length === 0) return 0;
  await ctx.tx
    .insertInto("handover.defect")
    .values(
      found.map(({ line, condition, text, photos, responsible, mendBy }) => ({
        site_id: ctx.siteId,
        id: newId<"defect">(),
        inspection_id: id,
        tenant_id: tenantId,
        line_key: line.key,
        place: json({ zh: `${line.unit} ${line.area.zh}`, en: `${line.unit} ${line.area.en}` }),
        part: json(line.part),
        condition: condition as "defect" | "missing",
        text,
        photos: [...photos],
        responsible,
        mend_by: mendBy === null ? null : Temporal.PlainDate.from(mendBy),
      })),
    )
    .execute();
  return found.length;
}

/**
 * Each reading goes to its meter under the id of its fact, so that it counts once; both parties have confirmed it, so a doubtful value stands.
 * What the meters refuse is kept with the reasons: it stops nobody from signing, and is given again once it is sorted out.
 */
async function giveReadings(ctx: SiteContext, { id, tenantId, inspectionNo }: LockedInspection, state: InspectionState): Promise<void> {
  const given = await ctx.tx
    .selectFrom("handover.passed_reading")
    .select("meter_id")
    .where("site_id", "=", ctx.siteId)
    .where("inspection_id", "=", id)
    .where("reading_id", "is not", null)
    .execute();
  const done = new Set<string>(given.map((row) => row.meter_id));
  for (const { meterId, factId, values, remark, at } of state.meters.filter((one) => !done.has(one.meterId))) {
    const happenedAt = Temporal.Instant.from(at);
    const tried = await attempt(() =>
      takeHandoverReading(ctx, {
        id: factId as Id<"reading">,
        meterId: meterId as Id<"meter">,
        readAt: Temporal.Instant.compare(happenedAt, ctx.now) > 0 ? ctx.now : happenedAt,
        values: values as Values,
        state: "normal",
        remark: remark.trim() || `验房双方确认 ${inspectionNo}`,
        isCertain: true,
      }),
    );
    const reading_id = "value" in tried ? tried.value.id : null;
    const refused = json("refused" in tried ? tried.refused : []);
    await ctx.tx
      .insertInto("handover.passed_reading")
      .values({ site_id: ctx.siteId, inspection_id: id, meter_id: meterId, tenant_id: tenantId, fact_id: factId, reading_id, refused, tried_at: ctx.now })
      .onConflict((conflict) => conflict.columns(["site_id", "inspection_id", "meter_id"]).doUpdateSet({ fact_id: factId, reading_id, refused, tried_at: ctx.now }))
      .execute();
  }
  await givePhotos(ctx, id);
}

/** Puts to the readings that were given those photos that are here; a phone sends its pictures last. Manual EN-02. */
export async function givePhotos(ctx: SiteContext, inspectionId: Id<"inspection">): Promise<void> {
  const { rows } = await sql<{ reading_id: Id<"reading">; file_id: Id<"file"> }>`
    select passed.reading_id, photo.file_id
    from handover.passed_reading passed
    join handover.inspection_fact fact on fact.site_id = passed.site_id and fact.id = passed.fact_id
    join handover.photo on photo.site_id = fact.site_id and photo.hash = fact.data ->> 'photo'
    join meters.reading on reading.site_id = passed.site_id and reading.id = passed.reading_id and reading.photo_id is null
    where passed.site_id = ${ctx.siteId} and passed.inspection_id = ${inspectionId}`.execute(ctx.tx);
  for (const { reading_id: readingId, file_id: fileId } of rows) {
    const { name, bytes } = await fileContent(ctx, fileId);
    // A reading that is settled stays as it was charged.
    await attempt(() => attachPhoto(ctx, { readingId, file: { name, bytes } }));
  }
}

/** A refusal is an answer here; the meters judge before they write, so nothing of a refused reading is left behind. */
async function attempt<T>(work: () => Promise<T>): Promise<{ readonly value: T } | { readonly refused: Refusal["reasons"] }> {
  try {
    return { value: await work() };
  } catch (error) {
    if (error instanceof Refusal) return { refused: error.reasons };
    throw error;
  }
}
