import { z } from "zod";
import { endpoint, fileReply } from "#kernel/contract.ts";
import { dateField, idField, instantField, monthField, pageOf, pageQuery, textField, wordsField } from "#kernel/fields.ts";
import { type Department, departments, type Role, roles } from "#kernel/role.ts";
import { languages } from "#kernel/words.ts";
import { reasonFactsField } from "#features/duties/contract.ts";
import { type ExceptionKind, exceptionKinds, type UnmeasuredReason, unmeasuredReasons, verdicts } from "./rules.ts";
import { appraisalRights } from "./contract/rights.ts";

export { appraisalRights };

const site = { siteId: idField("site") };
const departmentField = () => z.enum(Object.keys(departments) as [Department, ...Department[]]);
const roleField = () => z.enum(roles as [Role, ...Role[]]);
const clauseIdField = () => z.string().regex(/^[a-z0-9][a-z0-9.-]{0,30}$/);
const count = z.number().int().min(0);

const tallyField = z.object({ kept: count, late: count, missed: count, overridden: count, overdue: count, excused: count });

/** The months up to `to`, this month unless told. */
const span = { to: monthField().optional(), months: z.coerce.number().int().min(1).max(24).default(6) };
const owner = { personId: idField("person").optional(), department: departmentField().optional() };
const sheet = fileReply("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
const language = { language: z.enum(languages).optional() };

const unmeasuredField = z.enum(Object.keys(unmeasuredReasons) as [UnmeasuredReason, ...UnmeasuredReason[]]).nullable();

const rowField = z.object({
  clause: z.string(),
  title: wordsField(),
  chapter: z.string(),
  unmeasured: unmeasuredField,
  cells: z.array(tallyField).readonly(),
  total: tallyField,
  standards: z
    .array(
      z.object({
        id: z.string(),
        name: wordsField(),
        target: z.number(),
        isRunning: z.boolean(),
        unmeasured: unmeasuredField,
        cells: z.array(tallyField).readonly(),
        total: tallyField,
      }),
    )
    .readonly(),
});

const matrixField = z.object({
  months: z.array(monthField()).readonly(),
  edition: z.number().int(),
  chapters: z.array(z.object({ id: z.string(), title: wordsField() })).readonly(),
  rows: z.array(rowField).readonly(),
  cells: z.array(tallyField).readonly(),
  total: tallyField,
});

export const getMatrix = endpoint({
  method: "GET",
  path: "/sites/{siteId}/appraisal/matrix",
  summary: "Scores of a site: clauses by months, each with its denominator; of one person or department where told",
  permission: appraisalRights.read,
  clause: "preface-1",
  params: z.object(site),
  query: z.object({ ...span, ...owner }),
  reply: matrixField,
});
export const exportMatrix = endpoint({
  method: "GET",
  path: "/sites/{siteId}/appraisal/matrix/sheet",
  summary: "Scores of a site, as an Excel file",
  permission: appraisalRights.read,
  params: z.object(site),
  query: z.object({ ...span, ...owner, ...language }),
  reply: sheet,
});
export const getClauseScore = endpoint({
  method: "GET",
  path: "/sites/{siteId}/appraisal/clauses/{clauseId}",
  summary: "The score of one clause by months, with that of each standard on it",
  permission: appraisalRights.read,
  params: z.object({ ...site, clauseId: clauseIdField() }),
  query: z.object(span),
  reply: z.object({ months: z.array(monthField()).readonly(), row: rowField }),
});

const ownerRowField = z.object({ department: departmentField().nullable(), cells: z.array(tallyField).readonly(), total: tallyField });
export const getPeople = endpoint({
  method: "GET",
  path: "/sites/{siteId}/appraisal/people",
  summary: "Scores by department and by person; duties that lay with a role and no one in it stand under the role",
  permission: appraisalRights.readPeople,
  clause: "preface-1",
  params: z.object(site),
  query: z.object(span),
  reply: z.object({
    months: z.array(monthField()).readonly(),
    departments: z.array(ownerRowField).readonly(),
    people: z.array(ownerRowField.extend({ personId: idField("person").nullable(), name: z.string().nullable(), role: roleField() })).readonly(),
  }),
});
export const exportPeople = endpoint({
  method: "GET",
  path: "/sites/{siteId}/appraisal/people/sheet",
  summary: "Scores by department and person, as an Excel file",
  permission: appraisalRights.readPeople,
  params: z.object(site),
  query: z.object({ ...span, ...language }),
  reply: sheet,
});

export const getGroup = endpoint({
  method: "GET",
  path: "/appraisal/group",
  summary: "Scores of all my sites: sites by chapters, over the months up to `to`",
  permission: appraisalRights.read,
  clause: "preface-1",
  query: z.object({ to: monthField().optional(), months: z.coerce.number().int().min(1).max(24).default(1) }),
  reply: z.object({
    from: monthField(),
    to: monthField(),
    chapters: z.array(z.object({ id: z.string(), title: wordsField(), unmeasured: unmeasuredField })).readonly(),
    sites: z.array(z.object({ siteId: idField("site"), name: z.string(), cells: z.array(tallyField).readonly(), total: tallyField })).readonly(),
    cells: z.array(tallyField).readonly(),
  }),
});
export const exportGroup = endpoint({
  method: "GET",
  path: "/appraisal/group/sheet",
  summary: "Scores of all my sites, as an Excel file",
  permission: appraisalRights.read,
  query: z.object({ to: monthField().optional(), months: z.coerce.number().int().min(1).max(24).default(1), ...language }),
  reply: sheet,
});

const cellQuery = {
  from: monthField(),
  to: monthField().optional(),
  clause: clauseIdField().optional(),
  /** All clauses under a heading. */
  chapter: clauseIdField().optional(),
  standard: textField(60).optional(),
  verdict: z.enum(verdicts).optional(),
  ...owner,
  role: roleField().optional(),
};

const countedDutyField = z.object({
  id: idField("duty"),
  clause: z.string(),
  standard: z.string(),
  name: wordsField(),
  subject: z.object({ kind: z.string(), id: z.string(), label: z.string() }),
  owedTo: z.string().nullable(),
  ownerRole: roleField(),
  ownerName: z.string().nullable(),
  openedAt: instantField(),
  dueAt: instantField(),
  closedAt: instantField().nullable(),
  verdict: z.enum(verdicts),
  reason: z.string().nullable(),
  reasonFacts: reasonFactsField(),
  /** When the server heard of the closing; later than `closedAt` where the deed was told afterwards. */
  enteredAt: instantField().nullable(),
  /** Kept by the time told, late by the time of entry. */
  isToldLater: z.boolean(),
  evidenceId: idField("evidence").nullable(),
});
export const listCounted = endpoint({
  method: "GET",
  path: "/sites/{siteId}/appraisal/duties",
  summary: "The duties behind a cell of the score, newest verdict first, each with its record and evidence",
  permission: appraisalRights.read,
  clause: "preface-1",
  params: z.object(site),
  query: z.object({ ...pageQuery, ...cellQuery }),
  reply: pageOf(countedDutyField),
});
export const exportCounted = endpoint({
  method: "GET",
  path: "/sites/{siteId}/appraisal/duties/sheet",
  summary: "The duties behind a cell of the score, as an Excel file; at most 10 000 rows",
  permission: appraisalRights.read,
  params: z.object(site),
  query: z.object({ ...cellQuery, ...language }),
  reply: sheet,
});

const exceptionKindField = () => z.enum(Object.keys(exceptionKinds) as [ExceptionKind, ...ExceptionKind[]]);
const exceptionField = z.object({
  evidenceId: idField("evidence"),
  kind: exceptionKindField(),
  happenedAt: instantField(),
  clause: z.string(),
  subject: z.object({ kind: z.string(), id: z.string(), label: z.string() }),
  reason: z.string(),
  reasonFacts: reasonFactsField(),
  byName: z.string(),
  dutyId: idField("duty").nullable(),
});
const exceptionQuery = { month: monthField(), kind: exceptionKindField().optional() };
export const listExceptions = endpoint({
  method: "GET",
  path: "/sites/{siteId}/appraisal/exceptions",
  summary: "What was let pass by authority in a month: excused and overridden duties, opened gates, voided cases, with who and why",
  permission: appraisalRights.readPeople,
  clause: "preface-1",
  params: z.object(site),
  query: z.object({ ...pageQuery, ...exceptionQuery }),
  reply: pageOf(exceptionField),
});
export const exportExceptions = endpoint({
  method: "GET",
  path: "/sites/{siteId}/appraisal/exceptions/sheet",
  summary: "The exceptions of a month, as an Excel file",
  permission: appraisalRights.readPeople,
  params: z.object(site),
  query: z.object({ ...exceptionQuery, ...language }),
  reply: sheet,
});

const sheetLineField = z.object({
  clause: z.string(),
  title: wordsField(),
  chapter: z.string(),
  unmeasured: unmeasuredField,
  standards: z
    .array(
      z.object({ id: z.string(), name: wordsField(), target: z.number(), isRunning: z.boolean(), unmeasured: unmeasuredField, tally: tallyField, isMet: z.boolean().nullable() }),
    )
    .readonly(),
});
export const getMonthly = endpoint({
  method: "GET",
  path: "/sites/{siteId}/appraisal/monthly/{month}",
  summary: "The appraisal sheet of a month: every standard with its target, count and result, and how many exceptions there were",
  permission: appraisalRights.read,
  clause: "preface-1",
  params: z.object({ ...site, month: monthField() }),
  reply: z.object({
    month: monthField(),
    siteName: z.string(),
    edition: z.number().int(),
    /** The month is still running: figures may change. */
    isRunning: z.boolean(),
    asOf: dateField(),
    total: tallyField,
    lines: z.array(sheetLineField).readonly(),
    exceptions: z.array(z.object({ kind: exceptionKindField(), count })).readonly(),
  }),
});
export const exportMonthly = endpoint({
  method: "GET",
  path: "/sites/{siteId}/appraisal/monthly/{month}/sheet",
  summary: "The appraisal sheet of a month, as an Excel file",
  permission: appraisalRights.read,
  params: z.object({ ...site, month: monthField() }),
  query: z.object(language),
  reply: sheet,
});
