import canonicalize from "canonicalize";
import { sql } from "kysely";
import type { Problem } from "#kernel/problem.ts";
import type { SiteContext } from "#platform/context.ts";
import { json } from "#platform/db/json.ts";
import { refusing } from "#platform/db/violations.ts";
import { factsReceived, signatureGiven } from "../../contract.ts";
import { type Fact, handoverProblems, inOrder, inspectionOf, type InspectionState, photosOfFact, signedContent, whyNotRecord } from "../../rules.ts";
import { sha256 } from "../hash.ts";
import { factsOf } from "../queries/facts.ts";
import { countsOf, type LockedInspection, lockedInspections } from "../queries/inspections.ts";
import { type InspectedMeter, metersAmong, metersOfUnits } from "../queries/meters.ts";
import { storedMeter } from "../queries/pages.ts";
import { namedIn } from "./arrange.ts";
import { settleSigned } from "./settle.ts";

export interface Answer {
  readonly id: string;
  readonly outcome: "accepted" | "known" | "refused";
  readonly reasons: readonly Problem[];
}

/**
 * Takes what a phone recorded, of any inspections. Each fact is answered by itself; one sent before is known and counts once. Manual 2.1.1-7.
 * Reasons of a refused fact: notFound, and those of `whyNotRecord`. Refusal of all: idTaken, if another request took an id meanwhile.
 */
export async function recordFacts(ctx: SiteContext, { facts }: { readonly facts: readonly Fact[] }): Promise<{ answers: Answer[] }> {
  const inspections = await lockedInspections(
    ctx,
    facts.map(({ inspectionId }) => inspectionId),
  );
  const known = await factsOf(ctx, [...inspections.keys()]);
  const elsewhere = await takenElsewhere(ctx, facts, new Set([...known.values()].flat().map(({ id }) => id)));
  const reading = [...inspections.values()].filter(({ id }) => facts.some((fact) => fact.inspectionId === id && (fact.kind === "meterRead" || fact.kind === "signed")));
  const meters = await metersOfUnits(
    ctx,
    reading.flatMap(({ unitIds }) => unitIds),
  );

  const answers = new Map<string, Answer>();
  const judged: Judged[] = [];
  for (const [inspectionId, mine] of Map.groupBy(facts, (fact) => fact.inspectionId)) {
    const inspection = inspections.get(inspectionId);
    if (!inspection) for (const { id } of mine) answers.set(id, { id, outcome: "refused", reasons: [handoverProblems.notFound()] });
    else judged.push(judge(ctx, { inspection, known: known.get(inspectionId) ?? [], arriving: mine, elsewhere, meters: metersAmong(meters, inspection.unitIds) }, answers));
  }
  const touched = judged.filter(({ accepted }) => accepted.length > 0);
  await insertFacts(ctx, touched);
  for (const one of touched) await keep(ctx, one);
  return { answers: facts.map(({ id }) => answers.get(id)!) };
}

interface Arriving {
  readonly inspection: LockedInspection;
  readonly known: readonly Fact[];
  readonly arriving: readonly Fact[];
  readonly elsewhere: ReadonlySet<string>;
  readonly meters: readonly InspectedMeter[];
}

interface Judged {
  readonly inspection: LockedInspection;
  readonly accepted: readonly Fact[];
  readonly all: readonly Fact[];
  readonly meters: readonly InspectedMeter[];
}

/** Answers every fact of one inspection, in the order in which facts count: a signature is judged by what came before it. */
function judge(ctx: SiteContext, { inspection, known, arriving, elsewhere, meters }: Arriving, answers: Map<string, Answer>): Judged {
  const all = [...known];
  const accepted: Fact[] = [];
  const byId = new Map(known.map((fact) => [fact.id, fact]));
  const lineKeys = new Set(inspection.lines.map(({ key }) => key));
  const meterIds = new Set<string>(meters.map(({ id }) => id));
  const isAssigned = ctx.actor.kind === "system" || inspection.inspectorIds.length === 0 || inspection.inspectorIds.includes(ctx.actor.personId ?? "");
  let isSigned = inspection.stage === "signed";
  const answer = (id: string, outcome: Answer["outcome"], reasons: readonly Problem[] = []) => void answers.set(id, { id, outcome, reasons });

  for (const fact of arriving.toSorted(inOrder)) {
    const before = byId.get(fact.id);
    if (before) {
      if (isSame(before, fact)) answer(fact.id, answers.has(fact.id) ? "accepted" : "known");
      else answer(fact.id, "refused", [handoverProblems.idTaken()]);
      continue;
    }
    if (elsewhere.has(fact.id)) {
      answer(fact.id, "refused", [handoverProblems.idTaken()]);
      continue;
    }
    const state = once(() =>
      inspectionOf(
        inspection.lines,
        all.filter((one) => inOrder(one, fact) < 0),
      ),
    );
    const against = whyNotRecord(fact, {
      isWithdrawn: inspection.stage === "withdrawn",
      isAssigned,
      assignee: inspection.assigneeName,
      hasLine: (key) => lineKeys.has(key),
      hasMeter: (id) => meterIds.has(id),
      before: state,
      contentHash: () => sha256(signedContent(subjectOf(inspection), state())),
      isSigned,
    });
    if (against.length > 0) {
      answer(fact.id, "refused", against);
      continue;
    }
    answer(fact.id, "accepted");
    byId.set(fact.id, fact);
    all.push(fact);
    accepted.push(fact);
    if (fact.kind === "signed") isSigned = inspectionOf(inspection.lines, all).signedAt !== null;
  }
  return { inspection, accepted, all, meters };
}

export const subjectOf = ({ id, type, tenantId, unitIds }: LockedInspection) => ({ id, type, tenantId, unitIds });

const isSame = (one: Fact, other: Fact): boolean =>
  one.kind === other.kind && one.inspectionId === other.inspectionId && one.happenedAt === other.happenedAt && canonicalize(one.data) === canonicalize(other.data);

/** Ids among `facts` that belong to facts of other inspections of this site. */
async function takenElsewhere(ctx: SiteContext, facts: readonly Fact[], here: ReadonlySet<string>): Promise<Set<string>> {
  const fresh = facts.map(({ id }) => id).filter((id) => !here.has(id));
  if (fresh.length === 0) return new Set();
  const rows = await ctx.tx
    .selectFrom("handover.inspection_fact")
    .select("id")
    .where("site_id", "=", ctx.siteId)
    .where(sql<boolean>`id = any (${fresh}::uuid[])`)
    .execute();
  return new Set(rows.map(({ id }) => id));
}

/** One statement for all of a batch. */
async function insertFacts(ctx: SiteContext, judged: readonly Judged[]): Promise<void> {
  const rows = judged.flatMap(({ inspection, accepted }) =>
    accepted.map(({ id, inspectionId, deviceId, number, kind, happenedAt, data }) => ({
      id,
      inspection_id: inspectionId,
      tenant_id: inspection.tenantId,
      device_id: deviceId,
      number,
      kind,
      happened_at: happenedAt,
      data,
    })),
  );
  if (rows.length === 0) return;
  await refusing(
    sql`insert into handover.inspection_fact (site_id, id, inspection_id, tenant_id, device_id, number, kind, happened_at, received_at, by_person, by_name, data)
      select ${ctx.siteId}, id, inspection_id, tenant_id, device_id, number, kind, happened_at, ${ctx.now}, ${ctx.actor.personId}::uuid, ${ctx.actor.name}, data
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as fact (id uuid, inspection_id uuid, tenant_id uuid, device_id uuid, number integer, kind text, happened_at timestamptz, data jsonb)`.execute(ctx.tx),
    { inspection_fact_pkey: () => handoverProblems.idTaken() },
  );
  const photos = judged.flatMap(({ inspection, accepted }) =>
    [...new Set(accepted.flatMap(photosOfFact))].map((hash) => ({ inspection_id: inspection.id, tenant_id: inspection.tenantId, hash })),
  );
  if (photos.length === 0) return;
  await sql`insert into handover.inspection_photo (site_id, inspection_id, tenant_id, hash)
    select ${ctx.siteId}, inspection_id, tenant_id, hash from jsonb_to_recordset(${JSON.stringify(photos)}::jsonb) as photo (inspection_id uuid, tenant_id uuid, hash text)
    on conflict do nothing`.execute(ctx.tx);
}

/** Writes what the facts come to now, records what came in, and what follows from two signatures. */
async function keep(ctx: SiteContext, { inspection, accepted, all, meters }: Judged): Promise<void> {
  const state = inspectionOf(inspection.lines, all);
  const photos = new Set(all.flatMap(photosOfFact)).size;
  const becameSigned = state.stage === "signed" && inspection.stage !== "signed";
  await ctx.tx
    .updateTable("handover.inspection")
    .set({ counts: json(countsOf(state, photos)), stage: state.stage, ...(meters.length > 0 ? { meters: json(meters.map(storedMeter)) } : {}) })
    .$if(becameSigned, (query) => query.set({ signed_at: Temporal.Instant.from(state.signedAt!), content_hash: contentHashOf(state) }))
    .where("site_id", "=", ctx.siteId)
    .where("id", "=", inspection.id)
    .execute();
  await ctx.record(factsReceived, {
    ...namedIn(inspection),
    facts: accepted.map(({ id, kind, happenedAt }) => ({ id, kind, happenedAt })),
    digest: sha256(canonicalize(accepted)!),
  });
  for (const fact of accepted) if (fact.kind === "signed") await recordSignature(ctx, inspection, fact);
  if (becameSigned) await settleSigned(ctx, inspection, state);
  await ctx.tell(ctx.siteId, "handover.inspection", inspection.id);
}

const recordSignature = (ctx: SiteContext, inspection: LockedInspection, { id, happenedAt, data }: Fact & { readonly kind: "signed" }) =>
  ctx.record(
    signatureGiven,
    {
      ...namedIn(inspection),
      factId: id,
      party: data.party,
      name: data.name,
      contactId: data.contactId,
      means: data.means,
      imageHash: data.image,
      contentHash: data.contentHash,
      disagreement: data.disagreement,
      signedAt: Temporal.Instant.from(happenedAt),
    },
    { happenedAt: Temporal.Instant.from(happenedAt) },
  );

const contentHashOf = (state: InspectionState): string => state.signatures.find(({ holds }) => holds)!.contentHash;

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
