import { z } from "zod";
import { endpoint, event, fileReply, fileUpload, job } from "#kernel/contract.ts";
import { dateField, idField, instantField, longTextField, pageOf, pageQuery, textField, wordsField } from "#kernel/fields.ts";
import { type Role, roles, staffRoles } from "#kernel/role.ts";
import { languages, words, type Words } from "#kernel/words.ts";
import { escalationTargets, type EscalationTarget, outcomes, pauseReasons, type PauseReason } from "./rules.ts";
import { dutiesRights } from "./contract/rights.ts";

export { dutiesRights };

const site = { siteId: idField("site") };
const atDuty = { ...site, dutyId: idField("duty") };
const roleField = () => z.enum(roles as [Role, ...Role[]]);
const subjectField = () => z.object({ kind: z.string(), id: z.string(), label: z.string() });
const language = { language: z.enum(languages).optional() };

/** A duty in a list: what, for whom, by when, and the arithmetic of its due time in both languages. */
export const dutyField = z.object({
  id: idField("duty"),
  siteId: idField("site"),
  standard: z.string(),
  manualVersion: z.number().int(),
  clause: z.string(),
  name: wordsField(),
  reason: wordsField(),
  subject: subjectField(),
  owedTo: z.object({ tenantId: idField("tenant"), label: z.string() }).nullable(),
  ownerRole: roleField(),
  ownerId: idField("person").nullable(),
  ownerName: z.string().nullable(),
  openedAt: instantField(),
  dueAt: instantField(),
  isProvisional: z.boolean(),
  promisedAt: instantField().nullable(),
  isPaused: z.boolean(),
  escalationStep: z.number().int(),
  closedAt: instantField().nullable(),
  outcome: z.enum(outcomes).nullable(),
  isOverridden: z.boolean(),
  evidenceId: idField("evidence").nullable(),
  explanation: wordsField(),
});
export const myDutyField = dutyField.extend({ siteName: z.string(), zone: z.string() });

/** What became of one duty, for its drawer. */
export const dutyDetailField = dutyField.extend({
  pauses: z.array(
    z.object({
      from: instantField(),
      to: instantField().nullable(),
      reason: z.enum(Object.keys(pauseReasons) as [PauseReason, ...PauseReason[]]),
      note: z.string(),
      by: z.string(),
    }),
  ),
  excuse: z.object({ reason: z.string(), reasonFacts: reasonFactsField(), by: z.string() }).nullable(),
  escalations: z.array(z.object({ step: z.number().int(), target: targetField(), role: roleField().nullable(), escalatedAt: instantField() })),
  /** What stands against pausing it, or its excuse by whoever asks; rights aside. */
  whyNotPause: z.array(problemField()),
  whyNotExcuse: z.array(problemField()),
});

/** The facts of a reason that is a code; null where the reason is a person's own words. */
export function reasonFactsField() {
  return z.record(z.string(), z.union([z.string(), z.number()])).nullable();
}

function problemField() {
  return z.object({ code: z.string(), facts: z.record(z.string(), z.unknown()) });
}

function targetField() {
  return z.enum(Object.keys(escalationTargets) as [EscalationTarget, ...EscalationTarget[]]);
}

export const dutyStates = ["open", "overdue", "paused", "closed"] as const;

const dutyFilter = {
  state: z.enum(dutyStates).default("open"),
  standard: textField(60).optional(),
  clause: textField(30).optional(),
  ownerId: idField("person").optional(),
  ownerRole: roleField().optional(),
  outcome: z.enum(outcomes).optional(),
  subjectKind: textField(60).optional(),
  subjectId: textField(100).optional(),
  /** Closed duties: the days on which they were closed, both included. */
  from: dateField().optional(),
  to: dateField().optional(),
};

export const myDay = endpoint({
  method: "GET",
  path: "/duties/mine",
  summary: "What I owe, by its due time, over all my sites or at one",
  permission: "signedIn",
  query: z.object({ ...pageQuery, siteId: idField("site").optional() }),
  reply: pageOf(myDutyField).extend({ overdue: z.number().int(), dueToday: z.number().int() }),
});
export const exportMyDay = endpoint({
  method: "GET",
  path: "/duties/mine/sheet",
  summary: "What I owe, as an Excel file",
  permission: "signedIn",
  query: z.object({ ...language, siteId: idField("site").optional() }),
  reply: fileReply("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
});
export const listDuties = endpoint({
  method: "GET",
  path: "/sites/{siteId}/duties",
  summary: "Duties of a site: open ones by due time, closed ones newest first",
  permission: dutiesRights.read,
  params: z.object(site),
  query: z.object({ ...pageQuery, ...dutyFilter }),
  reply: pageOf(dutyField),
});
export const exportDuties = endpoint({
  method: "GET",
  path: "/sites/{siteId}/duties/sheet",
  summary: "Duties of a site, as an Excel file; at most 10 000 rows",
  permission: dutiesRights.read,
  params: z.object(site),
  query: z.object({ ...dutyFilter, ...language }),
  reply: fileReply("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
});
export const getDuty = endpoint({
  method: "GET",
  path: "/sites/{siteId}/duties/{dutyId}",
  summary: "One duty with its arithmetic, pauses and escalations",
  permission: dutiesRights.read,
  params: z.object(atDuty),
  reply: dutyDetailField,
});
export const excuseDuty = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/duties/{dutyId}/excuse",
  summary: "Excuse a duty, with the reason; it leaves the score and stands among the exceptions",
  permission: dutiesRights.excuse,
  clause: "1.3.4",
  params: z.object(atDuty),
  body: z.object({ reason: textField(500) }),
  reply: dutyDetailField,
});
export const pauseDuty = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/duties/{dutyId}/pause",
  summary: "Stop the clock of a duty for a listed reason",
  permission: dutiesRights.pause,
  params: z.object(atDuty),
  body: z.object({ reason: z.enum(Object.keys(pauseReasons) as [PauseReason, ...PauseReason[]]), note: longTextField(500).default("") }),
  reply: dutyDetailField,
});
export const resumeDuty = endpoint({
  method: "DELETE",
  path: "/sites/{siteId}/duties/{dutyId}/pause",
  summary: "Start the clock again; the due time moves by the service time the pause took",
  permission: dutiesRights.pause,
  params: z.object(atDuty),
  reply: dutyDetailField,
});
export const handOnDuty = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/duties/{dutyId}/owner",
  summary: "Hand a duty on to another role or person; the due time stays",
  permission: dutiesRights.handOn,
  clause: "2.2.2-3",
  params: z.object(atDuty),
  body: z.object({ ownerRole: z.enum(staffRoles as [Role, ...Role[]]), ownerId: idField("person").nullable() }),
  reply: dutyDetailField,
});

export const escalationField = z.object({ duty: dutyField, step: z.number().int(), target: targetField(), role: roleField().nullable(), escalatedAt: instantField() });
export const listEscalations = endpoint({
  method: "GET",
  path: "/sites/{siteId}/duties/escalations",
  summary: "Escalations newest first: all, those still open, or those that came to me",
  permission: dutiesRights.read,
  clause: "2.2.1-2",
  params: z.object(site),
  query: z.object({ ...pageQuery, scope: z.enum(["all", "open", "mine"]).default("open") }),
  reply: pageOf(escalationField),
});

export const exportEscalations = endpoint({
  method: "GET",
  path: "/sites/{siteId}/duties/escalations/sheet",
  summary: "Escalations as an Excel file; at most 10 000 rows",
  permission: dutiesRights.read,
  params: z.object(site),
  query: z.object({ scope: z.enum(["all", "open", "mine"]).default("open"), ...language }),
  reply: fileReply("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
});

const rungField = () => z.object({ to: targetField(), afterMinutes: z.number().int().min(0).max(100_000) });
const ladderField = z.object({ standard: z.string(), rungs: z.array(rungField()), version: z.number().int(), isDefault: z.boolean() });
export const getLadders = endpoint({
  method: "GET",
  path: "/sites/{siteId}/duties/ladders",
  summary: "Who is told of an overdue duty, and when: the site's ladder (“*”) and those of single standards",
  permission: dutiesRights.read,
  params: z.object(site),
  reply: z.object({ items: z.array(ladderField) }),
});
export const setLadder = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/duties/ladders/{standard}",
  summary: "Set the ladder of a standard, or of all under “*”; version 0 for the first",
  permission: dutiesRights.arrange,
  params: z.object({ ...site, standard: textField(60) }),
  body: z.object({ rungs: z.array(rungField()).min(1).max(6), version: z.number().int().min(0) }),
  reply: ladderField,
});

const spansField = () => z.array(z.object({ opens: z.number().int().min(0).max(1440), closes: z.number().int().min(0).max(1440) })).max(6);
const weekField = () => ({
  workWeek: z.array(z.literal([1, 2, 3, 4, 5, 6, 7])).max(7),
  /** Minutes after midnight, by weekday: Monday is 1. */
  spans: z.object({ 1: spansField(), 2: spansField(), 3: spansField(), 4: spansField(), 5: spansField(), 6: spansField(), 7: spansField() }),
});
export const serviceHoursField = z.object({ since: dateField().nullable(), ...weekField() });
const namedDayField = z.object({ date: z.string(), name: z.string(), isOffDay: z.boolean(), isSiteDay: z.boolean(), spans: spansField().nullable() });

export const getCalendar = endpoint({
  method: "GET",
  path: "/sites/{siteId}/duties/calendar",
  summary: "The site's calendar for one year: service hours, days off, make-up workdays, its own days",
  permission: dutiesRights.read,
  params: z.object(site),
  query: z.object({ year: z.coerce.number().int().min(1950).max(2150).optional() }),
  reply: z.object({
    year: z.number().int(),
    zone: z.string(),
    isAnnounced: z.boolean(),
    notice: z.string(),
    serviceHours: z.array(serviceHoursField),
    days: z.array(namedDayField),
    workingDays: z.number().int(),
  }),
});
export const setServiceHours = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/duties/calendar/service-hours/{since}",
  summary: "Set the service hours from a day on; open duties are counted again",
  permission: dutiesRights.arrange,
  params: z.object({ ...site, since: dateField() }),
  body: z.object(weekField()),
});
export const setSiteDay = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/duties/calendar/days/{date}",
  summary: "Make one day off, or worked, at this site alone; open duties are counted again",
  permission: dutiesRights.arrange,
  params: z.object({ ...site, date: dateField() }),
  body: z.object({ name: textField(60), isOffDay: z.boolean(), spans: spansField().nullable().default(null) }),
});
export const clearSiteDay = endpoint({
  method: "DELETE",
  path: "/sites/{siteId}/duties/calendar/days/{date}",
  summary: "Let a day be again what the notice says; open duties are counted again",
  permission: dutiesRights.arrange,
  params: z.object({ ...site, date: dateField() }),
});

const holidayDayField = z.object({ name: z.string(), date: z.string(), isOffDay: z.boolean() });
const yearFacts = { year: z.number().int(), notice: z.string(), papers: z.array(z.string()), source: z.enum(["bundled", "imported"]), importedAt: instantField().nullable() };
export const listYears = endpoint({
  method: "GET",
  path: "/duties/calendar/years",
  summary: "The years whose holidays are known, newest first",
  permission: "signedIn",
  reply: z.object({ items: z.array(z.object({ ...yearFacts, offDays: z.number().int(), makeupDays: z.number().int() })) }),
});
export const getYear = endpoint({
  method: "GET",
  path: "/duties/calendar/years/{year}",
  summary: "The days off and make-up workdays of a year, in the holiday-cn shape",
  permission: "signedIn",
  params: z.object({ year: z.coerce.number().int().min(1950).max(2150) }),
  reply: z.object({ ...yearFacts, days: z.array(holidayDayField) }),
});
export const readYear = endpoint({
  method: "POST",
  path: "/duties/calendar/year-readings",
  summary: "Read a year from a file (holiday-cn JSON, CSV or Excel) without keeping it: its days, its mistakes by row, what would change",
  permission: "administrator",
  body: fileUpload(1 << 20),
  reply: z.object({
    year: z.number().int().nullable(),
    papers: z.array(z.string()),
    days: z.array(holidayDayField),
    problems: z.array(z.object({ row: z.number().int(), words: wordsField() })),
    added: z.array(holidayDayField),
    removed: z.array(holidayDayField),
    isKnown: z.boolean(),
  }),
});
export const importYear = endpoint({
  method: "PUT",
  path: "/duties/calendar/years/{year}",
  summary: "Announce a year, in the holiday-cn shape; every open duty it touches is counted again",
  permission: "administrator",
  params: z.object({ year: z.coerce.number().int().min(1950).max(2150) }),
  body: z.object({
    notice: textField(100),
    papers: z.array(textField(300)).max(20).default([]),
    days: z
      .array(z.object({ name: textField(100), date: z.string().max(20), isOffDay: z.boolean() }))
      .min(1)
      .max(200),
  }),
  reply: z.object({ ...yearFacts, days: z.array(holidayDayField) }),
});

const dutyFacts = { dutyId: idField("duty"), standard: z.string(), clause: z.string(), subjectKind: z.string(), subjectId: z.string() };
const dutyEvent = <const S extends z.ZodRawShape>(name: string, said: Words, facts: S) =>
  event({ name: `duties.${name}`, words: said, clauses: [], subject: "duty", facts: z.object({ ...dutyFacts, ...facts }) });
const owner = { ownerRole: roleField(), ownerId: idField("person").nullable() };

export const dutyOpened = dutyEvent("duty_opened", words("产生应办", "Duty opened"), {
  ...owner,
  manualVersion: z.number().int(),
  dueAt: instantField(),
  isProvisional: z.boolean(),
});
export const dutyClosed = dutyEvent("duty_closed", words("应办完成", "Duty done"), {
  outcome: z.enum(["kept", "late"]),
  closedAt: instantField(),
  dueAt: instantField(),
  evidenceId: idField("evidence"),
});
export const dutyJudged = dutyEvent("duty_judged", words("检查判定", "Check judged"), {
  ...owner,
  manualVersion: z.number().int(),
  outcome: z.enum(["kept", "missed"]),
  evidenceId: idField("evidence"),
});
export const dutyMissed = dutyEvent("duty_missed", words("应办漏办", "Duty missed"), { dueAt: instantField(), reason: z.string() });
export const dutyExcused = dutyEvent("duty_excused", words("应办豁免", "Duty excused"), { reason: z.string(), reasonFacts: reasonFactsField().optional() });
export const dutyOverridden = dutyEvent("duty_overridden", words("放行例外", "Duty overridden"), { reason: z.string() });
/** Kept by the time that was told; by the time of its entry it would have been late. */
export const dutyToldLater = dutyEvent("duty_told_later", words("补记后按时", "Kept by a time told later"), {
  toldAt: instantField(),
  enteredAt: instantField(),
  dueAt: instantField(),
  reason: z.string(),
  reasonFacts: reasonFactsField(),
});
export const dutyPaused = dutyEvent("duty_paused", words("应办暂停", "Duty paused"), { reason: z.string(), note: z.string() });
export const dutyResumed = dutyEvent("duty_resumed", words("应办恢复", "Duty resumed"), { dueBefore: instantField(), dueAt: instantField() });
export const dutyHandedOn = dutyEvent("duty_handed_on", words("应办转交", "Duty handed on"), { from: z.object(owner), to: z.object(owner) });
export const dutyPromisedAgain = dutyEvent("duty_promised_again", words("重新承诺时间", "Time promised again"), {
  dueBefore: instantField(),
  dueAt: instantField(),
  reason: z.string(),
});
export const dutyRecounted = dutyEvent("duty_recounted", words("时限重算", "Due time recounted"), { dueBefore: instantField(), dueAt: instantField(), isProvisional: z.boolean() });
export const dutyEscalated = dutyEvent("duty_escalated", words("逾期升级", "Escalated"), {
  step: z.number().int(),
  target: targetField(),
  role: roleField().nullable(),
  dueAt: instantField(),
});

const siteEvent = <const S extends z.ZodRawShape>(name: string, said: Words, facts: S) =>
  event({ name: `duties.${name}`, words: said, clauses: [], subject: "site", facts: z.object({ siteId: idField("site"), ...facts }) });
export const serviceHoursSet = siteEvent("service_hours_set", words("设定服务时间", "Service hours set"), { since: dateField(), ...weekField() });
export const siteDaySet = siteEvent("site_day_set", words("设定项目特殊日", "Site day set"), { date: dateField(), name: z.string(), isOffDay: z.boolean() });
export const siteDayCleared = siteEvent("site_day_cleared", words("取消项目特殊日", "Site day cleared"), { date: dateField() });
export const ladderSet = siteEvent("ladder_set", words("设定升级阶梯", "Ladder set"), { standard: z.string(), rungs: z.array(rungField()) });

/** Counts the open duties of a site again, after its calendar changed. */
export const recountDuties = job({ name: "duties.recount", payload: z.object({ siteId: idField("site") }) });
/** Queues the above for every site, after a year was announced. */
export const recountEverywhere = job({ name: "duties.recount_everywhere", payload: z.object({ year: z.number().int() }) });
