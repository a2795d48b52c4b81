import { type BusinessCalendar, dueAt, type DueTime } from "#kernel/calendar.ts";
import type { Limit, Start } from "#kernel/dueWords.ts";
import type { EventContract } from "#kernel/contract.ts";
import { type Id, newId } from "#kernel/id.ts";
import { Refusal, refuseIf } from "#kernel/problem.ts";
import type { Role } from "#kernel/role.ts";
import type { Standard, StandardId } from "#features/manual/rules.ts";
import { standardOf } from "#features/manual/server/index.ts";
import { dayAt, type SiteContext } from "#platform/context.ts";
import { json } from "#platform/db/json.ts";
import {
  dutyClosed,
  dutyExcused,
  dutyHandedOn,
  dutyJudged,
  dutyMissed,
  dutyOpened,
  dutyOverridden,
  dutyPaused,
  dutyPromisedAgain,
  dutyResumed,
  dutyToldLater,
} from "../contract.ts";
import {
  dutiesProblems,
  type Duty,
  type DutyPause,
  type HouseRule,
  judge,
  keptReason,
  lagMinutes,
  limitOf,
  type OwedTo,
  type PauseReason,
  type Reason,
  type Subject,
  whyNotExcuse,
  whyNotPause,
  windowEnd,
  isPaused,
} from "../rules.ts";
import { calendarOf } from "./calendars.ts";
import { type DutyRow, toDuty, visibleDuties } from "./queries.ts";

/** Names one open duty: by what it is about, or by its id. */
export type DutyKey = { readonly standard: StandardId | HouseRule; readonly subject: Pick<Subject, "kind" | "id"> } | { readonly dutyId: Id<"duty"> };

export interface DutyInput {
  /** A standard of the manual, or a rule of the house's own where the manual has no clause: that one stands in no score. */
  readonly standard: StandardId | HouseRule;
  readonly subject: Subject;
  readonly ownerRole: Role;
  readonly ownerId?: Id<"person"> | null;
  readonly owedTo?: OwedTo | null;
  /** When its clock started; now unless told. For a calendar window: any moment of the day it begins. */
  readonly from?: Temporal.Instant;
  readonly promisedAt?: Temporal.Instant | null;
  /** What a contract says in place of the standard's own limit. */
  readonly limit?: Limit;
}

/**
 * Opens what the manual makes somebody owe, due by the site's calendar. One that is open already stays as it is and is returned.
 * Refusals: manual.parameterMissing, promiseMissing, noClock.
 */
export async function openDuty(ctx: SiteContext, input: DutyInput): Promise<Duty> {
  const standard = await ruleOf(ctx, input.standard);
  const from = input.from ?? ctx.now;
  const limit = input.limit ?? ("rule" in standard ? standard.rule.limit : limitOf(standard, input.promisedAt ?? null, dayAt(ctx, from)));
  if (!limit)
    throw new Refusal("limit" in standard && standard.limit ? dutiesProblems.promiseMissing({ standard: standard.id }) : dutiesProblems.noClock({ standard: standard.id }));

  const startedBy: Start = startedByRequest.has(standard.id) ? "received" : "counted";
  const due = dueAt(from, limit, await calendarOf(ctx), [], startedBy);
  const missesAt = !("rule" in standard) && standard.cadence ? endOfDay(ctx, windowEnd(standard.cadence, dayAt(ctx, from)).last) : null;
  const row = await ctx.tx
    .insertInto("duties.duty")
    .values({
      ...columnsOf(ctx, standard, input),
      opened_at: ctx.now,
      counted_from: from,
      counted_by: startedBy,
      time_limit: json(storedLimit(limit)),
      ...dueColumns(due),
      promised_at: limit.kind === "promised" ? limit.at : null,
      misses_at: missesAt,
      next_look_at: due.dueAt,
    })
    .onConflict((conflict) => conflict.columns(["site_id", "standard", "subject_kind", "subject_id"]).where("closed_at", "is", null).doNothing())
    .returningAll()
    .executeTakeFirst();
  // Somebody else's stands open; if it was closed in this very moment, ours may be opened after all.
  if (!row) return (await lockOpen(ctx, input)) ?? openDuty(ctx, input);

  const duty = toDuty(row);
  await ctx.record(under(duty, dutyOpened), { ...factsOf(duty), ...ownerOf(duty), manualVersion: duty.manualVersion, dueAt: duty.dueAt, isProvisional: duty.provisional });
  await tellOf(ctx, duty);
  return duty;
}

interface OfTheHouse {
  readonly id: string;
  readonly name: HouseRule["name"];
  readonly measure: HouseRule["measure"];
  readonly clause: "";
  readonly version: 0;
  readonly rule: HouseRule;
}

/** What is owed by: a standard as it holds now, or the house's own rule, which has no clause and no edition. */
async function ruleOf(ctx: SiteContext, standard: StandardId | HouseRule): Promise<Standard | OfTheHouse> {
  if (typeof standard === "string") return standardOf(ctx, standard);
  return { id: standard.id, name: standard.name, measure: standard.measure, clause: "", version: 0, rule: standard };
}

const idOf = (standard: StandardId | HouseRule): string => (typeof standard === "string" ? standard : standard.id);

/** The clocks that a customer's request starts; others start by an act of ours. */
const startedByRequest: ReadonlySet<string> = new Set<StandardId>(["firstFeedback", "complexFeedback", "promiseKept", "enquiryAnswered"]);

/**
 * Closes a duty as kept or late by `at` (never before its clock started nor later than now), on the evidence of the deed that did it.
 * Kept by a time told later, though late by the time of its entry, it stands among the exceptions. None open: null.
 */
export async function keepDuty(
  ctx: SiteContext,
  key: DutyKey,
  { evidenceId, at = ctx.now }: { readonly evidenceId: Id<"evidence">; readonly at?: Temporal.Instant },
): Promise<Duty | null> {
  const duty = await lockOpen(ctx, key);
  if (!duty) return null;
  const closedAt = within(at, await countedFrom(ctx, duty), ctx.now);
  const counted = await countedWhenClosed(ctx, duty, closedAt);
  const outcome = judge(closedAt, counted?.due.dueAt ?? duty.dueAt);
  const dueByEntry = (await countedWhenClosed(ctx, duty, ctx.now))?.due.dueAt ?? duty.dueAt;

  const closed = await update(ctx, duty, { ...counted?.columns, ...closing(ctx, closedAt, outcome), evidence_id: evidenceId });
  await ctx.record(under(closed, dutyClosed), { ...factsOf(closed), outcome, closedAt, dueAt: closed.dueAt, evidenceId });
  if (outcome === "kept" && judge(ctx.now, dueByEntry) === "late") {
    const reason = keptReason({ code: "toldLater", facts: { minutes: lagMinutes(closedAt, ctx.now) } });
    await ctx.record(under(closed, dutyToldLater), { ...factsOf(closed), toldAt: closedAt, enteredAt: ctx.now, dueAt: dueByEntry, ...reason });
  }
  return closed;
}

/** The due time of a duty that closes at `at`, where a pause ends by that. */
const countedWhenClosed = async (ctx: SiteContext, duty: Duty, at: Temporal.Instant) => (isPaused(duty) ? countedAgain(ctx, duty, endPause(duty.pauses, at)) : undefined);

const within = (at: Temporal.Instant, from: Temporal.Instant, to: Temporal.Instant): Temporal.Instant => {
  if (Temporal.Instant.compare(at, to) > 0) return to;
  return Temporal.Instant.compare(at, from) < 0 ? from : at;
};

async function countedFrom(ctx: SiteContext, { id }: Duty): Promise<Temporal.Instant> {
  const row = await ctx.tx.selectFrom("duties.duty").select("counted_from").where("site_id", "=", ctx.siteId).where("id", "=", id).executeTakeFirstOrThrow();
  return row.counted_from;
}

/** A check: opened and judged in one act, kept or missed. `at` is when it was made, now unless told, and never later. Refusal: manual.parameterMissing. */
export async function judgeDuty(
  ctx: SiteContext,
  input: Omit<DutyInput, "from" | "promisedAt" | "limit"> & { readonly kept: boolean; readonly evidenceId: Id<"evidence">; readonly at?: Temporal.Instant },
): Promise<Duty> {
  const standard = await ruleOf(ctx, input.standard);
  const at = !input.at || Temporal.Instant.compare(input.at, ctx.now) > 0 ? ctx.now : input.at;
  const outcome = input.kept ? "kept" : "missed";
  const row = await ctx.tx
    .insertInto("duties.duty")
    .values({
      ...columnsOf(ctx, standard, input),
      opened_at: at,
      counted_from: at,
      counted_by: "counted",
      time_limit: null,
      due_at: at,
      explanation: json([]),
      ...closing(ctx, at, outcome),
      evidence_id: input.evidenceId,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  const duty = toDuty(row);
  await ctx.record(under(duty, dutyJudged), { ...factsOf(duty), ...ownerOf(duty), manualVersion: duty.manualVersion, outcome, evidenceId: input.evidenceId });
  await tellOf(ctx, duty);
  return duty;
}

/** Closes a duty as excused: it leaves the score and stands among the exceptions. By its subject, none open: null. Refusals: notFound, closed. */
export async function excuseDuty(ctx: SiteContext, key: DutyKey, { reason }: { readonly reason: Reason }): Promise<Duty | null> {
  const duty = await lockOpen(ctx, key);
  if (!duty) return null;
  const evidenceId = await ctx.record(under(duty, dutyExcused), { ...factsOf(duty), ...keptReason(reason) });
  return update(ctx, duty, { ...closing(ctx, ctx.now, "excused"), ...excuseColumns(ctx, reason), evidence_id: evidenceId });
}

/** As `excuseDuty`, by a person who may not excuse what they owe themselves. Refusals: notFound, closed, ownDuty. */
export async function excuseOthersDuty(ctx: SiteContext, dutyId: Id<"duty">, reason: string): Promise<Duty> {
  const duty = await lockedById(ctx, dutyId);
  refuseIf(whyNotExcuse(duty, ctx.actor.personId));
  return (await excuseDuty(ctx, { dutyId }, { reason }))!;
}

/** Closes a duty that a gate was opened past by authority: it counts as not done and stands among the exceptions. None open: null. Product, rule 2. */
export async function overrideDuty(ctx: SiteContext, key: DutyKey, { reason }: { readonly reason: string }): Promise<Duty | null> {
  const duty = await lockOpen(ctx, key);
  if (!duty) return null;
  const evidenceId = await ctx.record(under(duty, dutyOverridden), { ...factsOf(duty), reason });
  return update(ctx, duty, { ...closing(ctx, ctx.now, "missed"), ...excuseColumns(ctx, reason), overridden: true, evidence_id: evidenceId });
}

/** Stops the clock for a listed reason. None open by its subject: null. Domain 1.3. Refusals: notFound, closed, paused, notPausable, overdue. */
export async function pauseDuty(ctx: SiteContext, key: DutyKey, { reason, note = "" }: { readonly reason: PauseReason; readonly note?: string }): Promise<Duty | null> {
  const duty = await lockOpen(ctx, key);
  if (!duty) return null;
  refuseIf(whyNotPause(duty, ctx.now));
  const pause: DutyPause = { from: ctx.now, to: null, reason, note, by: ctx.actor.name };
  await ctx.record(under(duty, dutyPaused), { ...factsOf(duty), reason, note });
  return update(ctx, duty, { pauses: json([...duty.pauses, pause]), paused_since: ctx.now, next_look_at: null });
}

/** Starts the clock again; the due time moves by the service time the pause took. None open by its subject: null. Refusals: notFound, closed, notPaused. */
export async function resumeDuty(ctx: SiteContext, key: DutyKey): Promise<Duty | null> {
  const duty = await lockOpen(ctx, key);
  if (!duty) return null;
  if (!isPaused(duty)) throw new Refusal(dutiesProblems.notPaused());
  const { due, columns } = await countedAgain(ctx, duty, endPause(duty.pauses, ctx.now));
  await ctx.record(under(duty, dutyResumed), { ...factsOf(duty), dueBefore: duty.dueAt, dueAt: due.dueAt });
  return update(ctx, duty, { ...columns, paused_since: null, next_look_at: due.dueAt });
}

/** Gives a duty to another role or person; its due time stays. None open by its subject: null. Manual 2.2.2-3. Refusals: notFound, closed, notHere, notActive. */
export async function handOnDuty(ctx: SiteContext, key: DutyKey, to: { readonly ownerRole: Role; readonly ownerId: Id<"person"> | null }): Promise<Duty | null> {
  const duty = await lockOpen(ctx, key);
  if (!duty) return null;
  if (duty.ownerRole === to.ownerRole && duty.ownerId === to.ownerId) return duty;
  if (to.ownerId) await refuseStranger(ctx, to.ownerId, to.ownerRole);
  await ctx.record(under(duty, dutyHandedOn), { ...factsOf(duty), from: ownerOf(duty), to });
  return update(ctx, duty, { owner_role: to.ownerRole, owner_id: to.ownerId });
}

/**
 * Moves a promise that has not run out yet. One that has is broken: its duty ends as missed, and the new promise is a duty of its own.
 * None open by its subject: null. Manual 2.2.1-2. Refusals: notFound, closed, promisePast, noPromise.
 */
export async function promiseAgain(
  ctx: SiteContext,
  key: DutyKey,
  { promisedAt, reason }: { readonly promisedAt: Temporal.Instant; readonly reason: string },
): Promise<Duty | null> {
  const duty = await lockOpen(ctx, key);
  if (!duty) return null;
  if (duty.limit?.kind !== "promised") throw new Refusal(dutiesProblems.noPromise());
  if (Temporal.Instant.compare(promisedAt, ctx.now) <= 0) throw new Refusal(dutiesProblems.promisePast());
  if (Temporal.Instant.compare(ctx.now, duty.dueAt) > 0) {
    await missDuty(ctx, duty, reason);
    const { standard, subject, ownerRole, ownerId, owedTo } = duty;
    return openDuty(ctx, { standard, subject, ownerRole, ownerId, owedTo, promisedAt });
  }

  const { due, columns } = await countedAgain(ctx, { ...duty, limit: { kind: "promised", at: promisedAt } }, duty.pauses);
  await ctx.record(under(duty, dutyPromisedAgain), { ...factsOf(duty), dueBefore: duty.dueAt, dueAt: due.dueAt, reason });
  return update(ctx, duty, { ...columns, promised_at: promisedAt, next_look_at: due.dueAt });
}

/** Closes a duty that was not done while it could be. */
export async function missDuty(ctx: SiteContext, duty: Duty, reason: string): Promise<Duty> {
  const evidenceId = await ctx.record(under(duty, dutyMissed), { ...factsOf(duty), dueAt: duty.dueAt, reason });
  return update(ctx, duty, { ...closing(ctx, ctx.now, "missed"), evidence_id: evidenceId });
}

/** The due time of an open duty counted again from where it started, with other pauses or on a calendar that has changed. */
export async function countedAgain(
  ctx: SiteContext,
  duty: Duty,
  pauses: readonly DutyPause[],
): Promise<{ readonly due: DueTime; readonly columns: ReturnType<typeof dueColumns> & { pauses: ReturnType<typeof json> } }> {
  const row = await ctx.tx.selectFrom("duties.duty").select(["counted_from", "counted_by"]).where("site_id", "=", ctx.siteId).where("id", "=", duty.id).executeTakeFirstOrThrow();
  const due = countDuty({ ...duty, pauses }, row, await calendarOf(ctx));
  return { due, columns: { ...dueColumns(due), pauses: json(pauses) } };
}

export function countDuty(
  duty: Pick<Duty, "limit" | "pauses">,
  { counted_from: from, counted_by: startedBy }: Pick<DutyRow, "counted_from" | "counted_by">,
  calendar: BusinessCalendar,
): DueTime {
  if (!duty.limit) throw new TypeError("A check has no due time to count");
  const ended = duty.pauses.flatMap(({ from: begun, to }) => (to ? [{ from: begun, to }] : []));
  return dueAt(from, duty.limit, calendar, ended, startedBy);
}

/** Writes `set` into an open duty, which the caller has locked. */
export async function update(ctx: SiteContext, duty: Duty, set: Record<string, unknown>): Promise<Duty> {
  const row = await ctx.tx
    .updateTable("duties.duty")
    .set(set)
    .where("site_id", "=", ctx.siteId)
    .where("id", "=", duty.id)
    .where("closed_at", "is", null)
    .returningAll()
    .executeTakeFirstOrThrow();
  await tellOf(ctx, duty);
  return toDuty(row);
}

/** Locks the open duty of `key`. By its id, none: notFound, or closed. */
async function lockOpen(ctx: SiteContext, key: DutyKey): Promise<Duty | undefined> {
  if ("dutyId" in key) {
    const duty = await lockedById(ctx, key.dutyId);
    if (duty.closedAt) throw new Refusal(dutiesProblems.closed());
    return duty;
  }
  const row = await visibleDuties(ctx)
    .selectAll("duty")
    .where("duty.standard", "=", idOf(key.standard))
    .where("duty.subject_kind", "=", key.subject.kind)
    .where("duty.subject_id", "=", key.subject.id)
    .where("duty.closed_at", "is", null)
    .forUpdate("duty")
    .executeTakeFirst();
  return row && toDuty(row);
}

async function lockedById(ctx: SiteContext, id: Id<"duty">): Promise<Duty> {
  const row = await visibleDuties(ctx).selectAll("duty").where("duty.id", "=", id).forUpdate("duty").executeTakeFirst();
  if (!row) throw new Refusal(dutiesProblems.notFound());
  return toDuty(row);
}

/** Who takes a duty over serves at this site in that role and can sign in. */
async function refuseStranger(ctx: SiteContext, personId: Id<"person">, role: Role): Promise<void> {
  const grant = await ctx.tx
    .selectFrom("people.role_grant as held")
    .innerJoin("people.person as person", "person.id", "held.person_id")
    .select("person.state")
    .where("held.site_id", "=", ctx.siteId)
    .where("held.person_id", "=", personId)
    .where("held.role", "=", role)
    .executeTakeFirst();
  if (!grant) throw new Refusal(dutiesProblems.notHere({ role }));
  if (grant.state !== "active") throw new Refusal(dutiesProblems.notActive());
}

function columnsOf(ctx: SiteContext, standard: Standard | OfTheHouse, { subject, ownerRole, ownerId, owedTo }: DutyInput) {
  return {
    site_id: ctx.siteId,
    id: newId<"duty">(),
    standard: standard.id,
    manual_version: standard.version,
    clause: standard.clause,
    wording: json({ name: standard.name, measure: standard.measure }),
    subject_kind: subject.kind,
    subject_id: subject.id,
    subject_label: subject.label,
    tenant_id: owedTo?.tenantId ?? ctx.tenantId,
    owed_to: owedTo?.label ?? null,
    owner_role: ownerRole,
    owner_id: ownerId ?? null,
  };
}

const dueColumns = ({ dueAt: due, provisional, explanation }: DueTime) => ({ due_at: due, provisional, explanation: json(explanation) });

const closing = <O extends "kept" | "late" | "missed" | "excused">(ctx: SiteContext, at: Temporal.Instant, outcome: O) => ({
  closed_at: at,
  recorded_at: ctx.now,
  outcome,
  paused_since: null,
  next_look_at: null,
});

function excuseColumns(ctx: SiteContext, why: Reason) {
  const { reason, reasonFacts } = keptReason(why);
  return { excuse: reason, excuse_facts: reasonFacts && json(reasonFacts), excused_by: ctx.actor.personId, excused_by_name: ctx.actor.name };
}

/** Ends the pause that lasts; a deed told for a time before it leaves no pause. */
const endPause = (pauses: readonly DutyPause[], at: Temporal.Instant): readonly DutyPause[] =>
  pauses.map((pause) => (pause.to === null ? { ...pause, to: Temporal.Instant.compare(at, pause.from) < 0 ? pause.from : at } : pause));

/** The promised moment has a column of its own. */
const storedLimit = (limit: Limit) => (limit.kind === "promised" ? { kind: limit.kind } : limit);

/** The event under the clause of its duty, which no contract can know. */
export const under = <E extends EventContract>({ clause }: Pick<Duty, "clause">, contract: E): E => ({ ...contract, clauses: clause === "" ? [] : [clause] });

export const factsOf = ({ id, standard, clause, subject }: Duty) => ({ dutyId: id, standard, clause, subjectKind: subject.kind, subjectId: subject.id });
const ownerOf = ({ ownerRole, ownerId }: Duty) => ({ ownerRole, ownerId });

const endOfDay = (ctx: SiteContext, day: Temporal.PlainDate): Temporal.Instant => day.add({ days: 1 }).toZonedDateTime(ctx.zone).toInstant();

const tellOf = (ctx: SiteContext, duty: Pick<Duty, "id">): Promise<void> => ctx.tell(ctx.siteId, "duties.duty", duty.id);
