import { sql } from "kysely";
import type { ValueOf } from "#kernel/contract.ts";
import { sayExplanation } from "#kernel/calendar.ts";
import { asId, type Id } from "#kernel/id.ts";
import { type Problem, Refusal } from "#kernel/problem.ts";
import type { Permission } from "#kernel/contract.ts";
import { may, type SiteContext } from "#platform/context.ts";
import { dutiesOf } from "#features/duties/server/index.ts";
import type { caseActs, casePageField } from "../../contract/cases.ts";
import type { caseField, entryField, fileField } from "../../contract/fields.ts";
import { serviceRights } from "../../contract/rights.ts";
import {
  type CaseFacts,
  serviceProblems,
  whyEnded,
  whyNotAccept,
  whyNotAdd,
  whyNotCallback,
  whyNotClassify,
  whyNotClose,
  whyNotDispatch,
  whyNotFeedback,
  whyNotHandOver,
  whyNotOpenGate,
  whyNotPromise,
  whyNotReopen,
  whyNotResolve,
  whyNotTransfer,
  whyNotVerify,
  whyNotVoid,
} from "../../rules.ts";
import { entryFactsCodec } from "../entryFacts.ts";
import { type StoredCase, toCase, visibleCases } from "../store.ts";
import { workerHere } from "../who.ts";
import { unitsLeasedBy } from "./customer.ts";
import { namedCases, repeatDaysHere, toRow } from "./rows.ts";

type CaseView = ValueOf<typeof caseField>;
type Entry = ValueOf<typeof entryField>;
type CaseFile = ValueOf<typeof fileField>;
type Act = (typeof caseActs)[number];

/** A case with the names of its people, as every command answers. Refusal: notFound. */
export const caseView = async (ctx: SiteContext, id: Id<"case">): Promise<CaseView> => (await viewed(ctx, id)).view;

async function viewed(ctx: SiteContext, id: Id<"case">): Promise<{ readonly view: CaseView; readonly stored: StoredCase }> {
  const row = await namedCases(ctx)
    .innerJoin("people.person as first_owner", "first_owner.id", "case.first_owner_id")
    .select("first_owner.name as first_owner_name")
    .where("case.id", "=", id)
    .executeTakeFirst();
  if (!row) throw new Refusal(serviceProblems.notFound());
  const stored = toCase(row);
  return { stored, view: { ...stored, ...toRow(row, ctx.now), firstOwnerName: row.first_owner_name, handlerIds: [...stored.handlerIds], overridden: [...stored.overridden] } };
}

/** A case with everything around it, and what this reader may do to it. */
export async function pageOfCase(ctx: SiteContext, id: Id<"case">): Promise<ValueOf<typeof casePageField>> {
  const { view, stored } = await viewed(ctx, id);
  return {
    case: view,
    tenant: view.tenantId ? await tenantSummary(ctx, view.tenantId, view.customerName) : null,
    timeline: await timelineOf(ctx, id),
    duties: await dutiesOfCase(ctx, id),
    files: await filesOf(ctx, id),
    links: await linksOf(ctx, stored),
    repeats: await earlierLike(ctx, stored),
    acts: actsFor(ctx, stored),
  };
}

async function tenantSummary(ctx: SiteContext, tenantId: Id<"tenant">, name: string) {
  const { open } = await visibleCases(ctx)
    .where("case.tenant_id", "=", tenantId)
    .where(sql<boolean>`"case".archived_at is null and "case".voided_at is null and "case".merged_into_id is null`)
    .select(sql<number>`count(*)`.as("open"))
    .executeTakeFirstOrThrow();
  return { id: tenantId, name, openCases: open, units: await unitsLeasedBy(ctx, tenantId) };
}

/** What was said and done, oldest first; a tenant's contact reads what is meant for them. */
export async function timelineOf(ctx: SiteContext, id: Id<"case">, { forTenant = ctx.tenantId !== null } = {}): Promise<Entry[]> {
  let query = ctx.tx.selectFrom("service.entry").where("site_id", "=", ctx.siteId).where("case_id", "=", id).selectAll().orderBy("at").orderBy("id").limit(2000);
  if (forTenant) query = query.where("audience", "=", "tenant");
  const rows = await query.execute();
  return rows.map((row) => ({
    id: asId<"entry">(row.id),
    at: row.at,
    kind: row.kind as Entry["kind"],
    audience: row.audience as Entry["audience"],
    round: row.round,
    actorId: row.actor_id as Id<"person"> | null,
    actorName: row.actor_name,
    text: row.text,
    facts: entryFactsCodec.decode(row.facts),
  }));
}

export async function filesOf(ctx: SiteContext, id: Id<"case">, { forTenant = ctx.tenantId !== null } = {}): Promise<CaseFile[]> {
  let query = ctx.tx
    .selectFrom("service.attachment as attachment")
    .innerJoin("platform.file as file", (join) => join.onRef("file.site_id", "=", "attachment.site_id").onRef("file.id", "=", "attachment.file_id"))
    .where("attachment.site_id", "=", ctx.siteId)
    .where("attachment.case_id", "=", id)
    .select(["file.id", "file.name", "file.type", "file.size", "attachment.audience", "attachment.added_at", "attachment.added_by"])
    .orderBy("attachment.added_at");
  if (forTenant) query = query.where("attachment.audience", "=", "tenant");
  const rows = await query.execute();
  return rows.map(({ id: fileId, name, type, size, audience, added_at, added_by }) => ({
    id: asId<"file">(fileId),
    name,
    type,
    size,
    audience: audience as CaseFile["audience"],
    addedAt: added_at,
    addedBy: added_by,
  }));
}

async function dutiesOfCase(ctx: SiteContext, id: Id<"case">): Promise<ValueOf<typeof casePageField>["duties"]> {
  const duties = await dutiesOf(ctx, { kind: "case", id });
  return duties.map((duty) => ({
    id: duty.id,
    standard: duty.standard,
    clause: duty.clause,
    title: duty.name,
    ownerId: duty.ownerId,
    ownerName: duty.ownerName,
    openedAt: duty.openedAt,
    dueAt: duty.dueAt,
    isProvisional: duty.provisional,
    closedAt: duty.closedAt,
    outcome: duty.outcome ?? "open",
    explanation: { zh: sayExplanation(duty.explanation, "zh"), en: sayExplanation(duty.explanation, "en") },
  }));
}

async function linksOf(ctx: SiteContext, stored: StoredCase): Promise<ValueOf<typeof casePageField>["links"]> {
  const { rows } = await sql<{ id: string; case_no: string; title: string; status: string; relation: string }>`
    select other.id, other.case_no, other.title, other.status, found.relation
    from (
      select link.other_id as id, 'linked' as relation from service.case_link link where link.site_id = ${ctx.siteId} and link.case_id = ${stored.id}
      union all select link.case_id, 'linked' from service.case_link link where link.site_id = ${ctx.siteId} and link.other_id = ${stored.id}
      union all select merged.id, 'mergedHere' from service."case" merged where merged.site_id = ${ctx.siteId} and merged.merged_into_id = ${stored.id}
      union all select ${stored.mergedIntoId}::uuid, 'mergedInto'
    ) found
    join service."case" other on other.site_id = ${ctx.siteId} and other.id = found.id
    order by other.received_at desc`.execute(ctx.tx);
  return rows.map(({ id, case_no, title, status, relation }) => ({
    id: asId<"case">(id),
    caseNo: case_no,
    title,
    status,
    relation: relation as "linked" | "mergedHere" | "mergedInto",
  }));
}

/** Earlier cases this one repeats: same tenant, place and cause within the site's days. */
export async function earlierLike(ctx: SiteContext, stored: StoredCase) {
  if (!stored.tenantId) return [];
  const rows = await visibleCases(ctx)
    .where("case.tenant_id", "=", stored.tenantId)
    .where("case.id", "<>", stored.id)
    .where("case.received_at", "<=", stored.receivedAt)
    .where("case.received_at", ">=", stored.receivedAt.subtract({ hours: 24 * (await repeatDaysHere(ctx)) }))
    .where(sql<boolean>`"case".unit_id is not distinct from ${stored.unitId}`)
    .where(sql<boolean>`case when "case".cause is not null and ${stored.cause}::text is not null then "case".cause = ${stored.cause} else "case".category = ${stored.category} end`)
    .where("case.voided_at", "is", null)
    .where("case.merged_into_id", "is", null)
    .select(["case.id", "case.case_no", "case.title", "case.received_at"])
    .orderBy("case.received_at", "desc")
    .limit(20)
    .execute();
  return rows.map(({ id, case_no, title, received_at }) => ({ id: asId<"case">(id), caseNo: case_no, title, receivedAt: received_at }));
}

const said = "…";

/** Cause and attribution are asked for by the act of closing itself. */
const saidAtClosing = ({ cause, attributable }: CaseFacts) => ({ cause: cause ?? "other", attributable: attributable === "undecided" ? "no" : attributable }) as const;

/** What this reader may do now. Words the act itself brings are taken as given, so that only what stands in the case is listed. */
function actsFor(ctx: SiteContext, facts: CaseFacts): { act: Act; against: Problem[] }[] {
  const worker = workerHere(ctx);
  const anywhere = { department: facts.department === "engineering" ? ("security" as const) : ("engineering" as const), handlerId: null, departmentsOfHandler: [] };
  const telling = { at: ctx.now, toWhom: said, words: said };
  const table: [Act, Permission, Problem[]][] = [
    ["promise", serviceRights.serve, whyNotPromise(facts, { promisedAt: ctx.now.add({ hours: 1 }), reason: said }, ctx.now)],
    ["dispatch", serviceRights.serve, whyNotDispatch(facts, anywhere)],
    ["transfer", serviceRights.transfer, whyNotTransfer(facts, anywhere, said)],
    ["accept", serviceRights.handle, whyNotAccept(facts, worker)],
    ["verify", serviceRights.handle, whyNotVerify(facts, { findings: said, isValid: null }, worker)],
    ["resolve", serviceRights.handle, whyNotResolve(facts, said, worker)],
    ["progress", serviceRights.serve, whyNotFeedback(facts, { ...telling, isResult: false }, ctx.now)],
    ["feedback", serviceRights.serve, whyNotFeedback(facts, { ...telling, isResult: true }, ctx.now)],
    ["callBack", serviceRights.callBack, whyNotCallback(facts, { callerId: worker.id, at: ctx.now }, ctx.now)],
    ["close", serviceRights.serve, whyNotClose({ ...facts, ...saidAtClosing(facts) })],
    ["classify", serviceRights.serve, whyNotClassify(facts, { kind: facts.kind, severity: facts.severity, promisedAt: null, reason: said }, ctx.now)],
    ["reopen", serviceRights.serve, whyNotReopen(facts, said)],
    ["merge", serviceRights.serve, facts.feedbackAt ? [...whyEnded(facts), serviceProblems.alreadyAnswered()] : whyEnded(facts)],
    ["link", serviceRights.serve, []],
    ["void", serviceRights.supervise, whyNotVoid(facts, said)],
    ["openClosure", serviceRights.override, whyNotOpenGate(facts, "closure", said)],
    ["openCallback", serviceRights.override, whyNotOpenGate(facts, "callback", said)],
    ["handOver", serviceRights.supervise, whyNotHandOver(facts, asId<"person">(""), said)],
    ["note", serviceRights.handle, whyNotAdd(facts)],
    ["sendRatingLink", serviceRights.serve, facts.feedbackAt ? whyNotAdd(facts) : [serviceProblems.noFeedback()]],
  ];
  return table.flatMap(([act, permission, against]) => (may(ctx, permission) ? [{ act, against }] : []));
}
