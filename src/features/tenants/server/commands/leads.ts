import type { ValueOf } from "#kernel/contract.ts";
import { type Id, newId } from "#kernel/id.ts";
import { Refusal, refuseIf } from "#kernel/problem.ts";
import { dayAt, type SiteContext } from "#platform/context.ts";
import { json } from "#platform/db/json.ts";
import { refusing } from "#platform/db/violations.ts";
import { searchKey } from "#platform/text/searchKey.ts";
import { unitById } from "#features/sites/server/index.ts";
import type { changeLead as changeContract, recordStep as stepContract, takeLead as takeContract } from "../../contract/leads.ts";
import { leadAnswered, leadChanged, leadEnded, leadStepRecorded, leadTaken } from "../../contract/leads.ts";
import { tenantsProblems, whyNotCreditCode } from "../../rules.ts";
import {
  isContact,
  type Lead,
  leadLabel,
  leadProblems,
  type LeadStage,
  type LostReason,
  type NextStep,
  type OpenStage,
  type RecordKind,
  stageAfter,
  type StepKind,
  wasNoProspect,
  whyNotEnd,
  whyNotLead,
  whyNotMove,
  whyNotNextStep,
  whyNotStep,
} from "../../rules/leads.ts";
import { excuseAll, handOnAll, keepAnswer, keepNextStep, oweAnswer, oweNextStep, putOffNextStep } from "../owedToLeads.ts";
import { leadById, lockedLead, type NamedLead, namedLead, roleOfOwner } from "../queries/leads.ts";

type Taking = ValueOf<NonNullable<(typeof takeContract)["body"]>>;
type About = Omit<ValueOf<NonNullable<(typeof changeContract)["body"]>>, "version">;
type Step = Omit<ValueOf<NonNullable<(typeof stepContract)["body"]>>, "version">;
interface AtLead {
  readonly leadId: Id<"lead">;
  readonly version: number;
}

/**
 * Registers somebody who wishes to lease: an answer is owed from then on, and given at once where it comes along. Manual 2.1.1-1, 2.1.2-1.
 * The same id again, such as a form sent twice, is the same lead. Refusals: unreachable, areaOrder, creditCodeWrong, ownerNotHere, stepInFuture, nextStepPast.
 */
export async function takeLead(ctx: SiteContext, { id, receivedAt, ownerId, answer, ...about }: Taking): Promise<NamedLead> {
  const received = receivedAt ?? ctx.now;
  refuseIf([...whyNotLead(about), ...whyNotCreditCode(about.creditCode), ...(Temporal.Instant.compare(received, ctx.now) > 0 ? [leadProblems.stepInFuture()] : [])]);
  const owner = ownerId ?? (await ownerByRole(ctx));
  if (ownerId && !(await roleOfOwner(ctx, ownerId))) throw new Refusal(leadProblems.ownerNotHere());

  const written = await ctx.tx
    .insertInto("tenants.lead")
    .values({ site_id: ctx.siteId, id, ...columnsOf(about), stage: "new", owner_id: owner, received_at: received, created_at: ctx.now })
    .onConflict((conflict) => conflict.doNothing())
    .returning("id")
    .executeTakeFirst();
  const lead = await leadById(ctx, id);
  if (!written) return namedLead(ctx, id);
  await addRecord(ctx, lead, "received", { note: about.notes, at: received });
  await ctx.record(leadTaken, { leadId: id, lead: leadLabel(lead), source: about.source, receivedAt: received, ownerId: owner });
  await oweAnswer(ctx, lead);
  if (answer) await takeStep(ctx, lead, { id: newId<"leadStep">(), kind: answer.kind, note: answer.note, at: null, shown: [], next: answer.next });
  return told(ctx, id);
}

/** Whoever takes the lead follows it up, if that is their work. */
async function ownerByRole(ctx: SiteContext): Promise<Id<"person"> | null> {
  return ctx.grants.some(({ role }) => role === "leasingOfficer") ? ctx.actor.personId : null;
}

/** Changes what is known of a lead. Refusals: leadNotFound, stale, unreachable, areaOrder, creditCodeWrong. */
export async function changeLead(ctx: SiteContext, { leadId, version, ...about }: AtLead & About): Promise<NamedLead> {
  const lead = await readLead(ctx, { leadId, version });
  refuseIf([...whyNotLead(about), ...whyNotCreditCode(about.creditCode)]);
  await update(ctx, lead, columnsOf(about));
  await addRecord(ctx, lead, "changed");
  await ctx.record(leadChanged, { ...factsOf(lead), deed: "changed" });
  return told(ctx, leadId);
}

/** Records what was done with a lead and what comes next; the first contact is the answer owed. Manual 2.1.1-1, 2.1.2-1. Refusals: leadNotFound, stale, and those of `whyNotStep`, sites.unitNotFound. */
export async function recordStep(ctx: SiteContext, { leadId, version, ...step }: AtLead & Step): Promise<NamedLead> {
  await takeStep(ctx, await readLead(ctx, { leadId, version }), step);
  return told(ctx, leadId);
}

async function takeStep(ctx: SiteContext, lead: Lead, { id, kind, note, shown, next, ...step }: Step): Promise<void> {
  const at = step.at ?? ctx.now;
  refuseIf(whyNotStep(lead, { kind, at, units: shown.length, next }, clockOf(ctx)));
  for (const { unitId } of shown) await unitById(ctx, unitId);

  const isAnswer = lead.answeredAt === null && isContact(kind);
  const stage = stageAfter(lead.stage, kind);
  const after: Lead = { ...lead, stage, answeredAt: isAnswer ? at : lead.answeredAt, nextStep: next?.what ?? lead.nextStep, nextOn: next?.on ?? lead.nextOn };
  await update(ctx, lead, { stage, answered_at: after.answeredAt, next_step: after.nextStep, next_on: after.nextOn });
  await addRecord(ctx, lead, kind, {
    id,
    at,
    note,
    facts: { ...(next ? { next: { what: next.what, on: next.on.toString() } } : {}), isAnswer, ...(stage === lead.stage ? {} : { stage }) },
  });
  if (shown.length > 0) {
    const rows = shown.map(({ unitId, remark }) => ({ site_id: ctx.siteId, step_id: id, lead_id: lead.id, unit_id: unitId, remark }));
    await ctx.tx.insertInto("tenants.lead_shown").values(rows).execute();
  }

  const units = shown.map(({ unitId }) => unitId);
  const evidenceId = await ctx.record(leadStepRecorded, { leadId: lead.id, lead: leadLabel(lead), stepId: id, kind, at, units, next: after.nextStep, nextOn: after.nextOn });
  if (isAnswer) {
    const answerId = await ctx.record(leadAnswered, { leadId: lead.id, lead: leadLabel(lead), means: kind, answeredAt: at });
    await keepAnswer(ctx, lead, at, answerId);
  }
  if (isContact(kind)) await keepNextStep(ctx, lead, at, evidenceId);
  if (!next) return;
  if (isContact(kind)) await oweNextStep(ctx, lead, next);
  else await putOffNextStep(ctx, after, next, note || next.what);
}

/** Puts off or changes the next step. Manual 2.1.1-1. Refusals: leadNotFound, stale, leadEnded, notAnswered, nextStepPast. */
export async function setNextStep(ctx: SiteContext, { leadId, version, next, reason }: AtLead & { readonly next: NextStep; readonly reason: string }): Promise<NamedLead> {
  const lead = await readLead(ctx, { leadId, version });
  refuseIf([...whyNotMove(lead, "contacted"), ...whyNotNextStep(next, clockOf(ctx).today)]);
  const isSameDay = lead.nextOn !== null && next.on.equals(lead.nextOn);
  await update(ctx, lead, { next_step: next.what, next_on: next.on });
  await addRecord(ctx, lead, "nextStep", { note: reason, facts: { next: { what: next.what, on: next.on.toString() } } });
  await ctx.record(leadChanged, { ...factsOf(lead), deed: "nextStep", reason });
  if (!isSameDay) await putOffNextStep(ctx, lead, next, reason);
  return told(ctx, leadId);
}

/** Moves a lead on the board. Refusals: leadNotFound, stale, leadEnded, notAnswered. */
export async function moveLead(ctx: SiteContext, { leadId, version, stage }: AtLead & { readonly stage: OpenStage }): Promise<NamedLead> {
  const lead = await readLead(ctx, { leadId, version });
  refuseIf(whyNotMove(lead, stage));
  if (lead.stage === stage) return namedLead(ctx, leadId);
  await moveTo(ctx, lead, stage);
  return told(ctx, leadId);
}

async function moveTo(ctx: SiteContext, lead: Lead, stage: LeadStage): Promise<void> {
  await update(ctx, lead, { stage });
  await addRecord(ctx, lead, "moved", { facts: { stage } });
  await ctx.record(leadChanged, { ...factsOf({ ...lead, stage }), deed: "moved" });
}

/** A letter of intent was made for an open lead: its column says so. For later features. Refusals: leadNotFound, leadEnded, notAnswered. */
export async function leadReachedIntent(ctx: SiteContext, leadId: Id<"lead">): Promise<Lead> {
  const lead = await lockedLead(ctx, leadId);
  refuseIf(whyNotMove(lead, "intent"));
  if (lead.stage !== "intent") {
    await moveTo(ctx, lead, "intent");
    await told(ctx, leadId);
  }
  return { ...lead, stage: "intent" };
}

/** Hands a lead to another officer with what it owes. Refusals: leadNotFound, stale, leadEnded, ownerNotHere. */
export async function handOnLead(ctx: SiteContext, { leadId, version, ownerId }: AtLead & { readonly ownerId: Id<"person"> }): Promise<NamedLead> {
  const lead = await readLead(ctx, { leadId, version });
  refuseIf(whyNotMove({ ...lead, answeredAt: ctx.now }, "new"));
  if (!(await roleOfOwner(ctx, ownerId))) throw new Refusal(leadProblems.ownerNotHere());
  const after = { ...lead, ownerId };
  await update(ctx, lead, { owner_id: ownerId });
  const { ownerName } = await namedLead(ctx, leadId);
  await addRecord(ctx, lead, "handedOn", { note: ownerName });
  await ctx.record(leadChanged, { ...factsOf(after), deed: "handedOn" });
  await handOnAll(ctx, after);
  return told(ctx, leadId);
}

/** Ends a lead that came to nothing. Manual 2.1.1-1. Refusals: leadNotFound, stale, leadEnded, notAnswered. */
export async function endLead(ctx: SiteContext, { leadId, version, reason, note }: AtLead & { readonly reason: LostReason; readonly note: string }): Promise<NamedLead> {
  const lead = await readLead(ctx, { leadId, version });
  refuseIf(whyNotEnd(lead, reason));
  await update(ctx, lead, { stage: "lost", ended_at: ctx.now, end_reason: reason });
  await addRecord(ctx, lead, "lost", { note, facts: { stage: "lost" } });
  const evidenceId = await ctx.record(leadEnded, { leadId, lead: leadLabel(lead), how: "lost", reason, tenantId: null });
  if (wasNoProspect(reason)) await excuseAll(ctx, lead, reason);
  else await keepNextStep(ctx, lead, ctx.now, evidenceId);
  return told(ctx, leadId);
}

/** Takes up again a lead that was lost. Refusals: leadNotFound, stale, leadOpen, leadWon, nextStepPast. */
export async function reopenLead(ctx: SiteContext, { leadId, version, next }: AtLead & { readonly next: NextStep }): Promise<NamedLead> {
  const lead = await readLead(ctx, { leadId, version });
  if (lead.stage === "won") throw new Refusal(leadProblems.leadWon());
  if (lead.stage !== "lost") throw new Refusal(leadProblems.leadOpen());
  refuseIf(whyNotNextStep(next, clockOf(ctx).today));
  const stage: LeadStage = lead.answeredAt ? "contacted" : "new";
  await update(ctx, lead, { stage, ended_at: null, end_reason: null, next_step: next.what, next_on: next.on });
  await addRecord(ctx, lead, "reopened", { facts: { stage, next: { what: next.what, on: next.on.toString() } } });
  await ctx.record(leadChanged, { ...factsOf({ ...lead, stage }), deed: "reopened" });
  await oweNextStep(ctx, lead, next);
  return told(ctx, leadId);
}

/** A lead as it was read by whoever changes it, locked. Refusals: leadNotFound, stale. */
export async function readLead(ctx: SiteContext, { leadId, version }: AtLead): Promise<Lead> {
  const lead = await lockedLead(ctx, leadId);
  if (lead.version !== version) throw new Refusal(tenantsProblems.stale());
  return lead;
}

export async function update(ctx: SiteContext, lead: Lead, set: Record<string, unknown>): Promise<void> {
  await ctx.tx
    .updateTable("tenants.lead")
    .set({ ...set, version: lead.version + 1 })
    .where("site_id", "=", ctx.siteId)
    .where("id", "=", lead.id)
    .execute();
}

/** Writes a line of the lead's history. */
export async function addRecord(
  ctx: SiteContext,
  lead: Lead,
  kind: StepKind | RecordKind,
  {
    id = newId<"leadStep">(),
    at = ctx.now,
    note = "",
    facts = {},
  }: { readonly id?: Id<"leadStep">; readonly at?: Temporal.Instant; readonly note?: string; readonly facts?: object } = {},
): Promise<void> {
  const insert = ctx.tx.insertInto("tenants.lead_step").values({
    site_id: ctx.siteId,
    id,
    lead_id: lead.id,
    kind,
    happened_at: at,
    recorded_at: ctx.now,
    person_id: ctx.actor.personId,
    person_name: ctx.actor.name,
    note,
    facts: json(facts),
  });
  await refusing(insert.execute(), { lead_step_pkey: () => tenantsProblems.stale() });
}

/** The lead as it is now, and its screens told. */
export async function told(ctx: SiteContext, leadId: Id<"lead">): Promise<NamedLead> {
  await ctx.tell(ctx.siteId, "tenants.lead", leadId);
  return namedLead(ctx, leadId);
}

const clockOf = (ctx: SiteContext) => ({ now: ctx.now, today: dayAt(ctx, ctx.now) });

const factsOf = (lead: Lead) => ({ leadId: lead.id, lead: leadLabel(lead), stage: lead.stage, ownerId: lead.ownerId, reason: "" });

const columnsOf = (about: About) => ({
  company: about.company,
  tenant_kind: about.tenantKind,
  credit_code: about.creditCode,
  industry: about.industry,
  contact_name: about.contactName,
  phone: about.phone,
  email: about.email,
  source: about.source,
  area_min_centi: about.areaMinCenti,
  area_max_centi: about.areaMaxCenti,
  budget: about.budget,
  budget_unit: about.budgetUnit,
  wanted_on: about.wantedOn,
  headcount: about.headcount,
  notes: about.notes,
  search_key: searchKey(about.company, about.contactName, about.phone, about.email),
});
