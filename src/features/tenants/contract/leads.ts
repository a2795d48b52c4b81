import { z } from "zod";
import { endpoint, event, fileReply } from "#kernel/contract.ts";
import { dateField, decimalField, idField, instantField, longTextField, pageOf, pageQuery, searchField, textField, versionField } from "#kernel/fields.ts";
import { words } from "#kernel/words.ts";
import { type TenantKind, tenantKinds } from "../rules/kinds.ts";
import {
  type BudgetUnit,
  budgetUnits,
  type LeadSource,
  leadSources,
  type LeadStage,
  leadStages,
  type LostReason,
  lostReasons,
  openStages,
  recordKinds,
  type RecordKind,
  type StepKind,
  stepKinds,
} from "../rules/leads.ts";
import { tenantsRights } from "./rights.ts";

const keys = <K extends string>(table: Readonly<Record<K, unknown>>) => Object.keys(table) as [K, ...K[]];
const site = { siteId: idField("site") };
const atLead = z.object({ ...site, leadId: idField("lead") });
const optionalText = (max: number) => z.union([z.literal(""), textField(max)]).default("");
const areaField = () => z.number().int().positive().max(100_000_000).nullable().default(null);

export const tenantKindField = () => z.enum(keys<TenantKind>(tenantKinds));
const stageField = () => z.enum(keys<LeadStage>(leadStages));
const openStageField = () => z.enum(openStages);
const sourceField = () => z.enum(keys<LeadSource>(leadSources));
const stepKindField = () => z.enum(keys<StepKind>(stepKinds));
const nextField = z.object({ what: textField(200), on: dateField() });

export const leadField = z.object({
  id: idField("lead"),
  company: z.string(),
  tenantKind: tenantKindField(),
  creditCode: z.string().nullable(),
  industry: z.string(),
  contactName: z.string(),
  phone: z.string(),
  email: z.string(),
  source: sourceField(),
  areaMinCenti: z.number().int().nullable(),
  areaMaxCenti: z.number().int().nullable(),
  budget: z.string().nullable(),
  budgetUnit: z.enum(keys<BudgetUnit>(budgetUnits)),
  wantedOn: dateField().nullable(),
  headcount: z.number().int().nullable(),
  notes: z.string(),
  stage: stageField(),
  ownerId: idField("person").nullable(),
  ownerName: z.string(),
  receivedAt: instantField(),
  answeredAt: instantField().nullable(),
  nextStep: z.string(),
  nextOn: dateField().nullable(),
  endedAt: instantField().nullable(),
  endReason: z.enum(keys<LostReason>(lostReasons)).nullable(),
  tenantId: idField("tenant").nullable(),
  version: versionField(),
});

export const leadStepField = z.object({
  id: idField("leadStep"),
  kind: z.enum([...keys<StepKind>(stepKinds), ...keys<RecordKind>(recordKinds)]),
  at: instantField(),
  personName: z.string(),
  note: z.string(),
  next: z.object({ what: z.string(), on: dateField() }).nullable(),
  /** Whether this was the first answer they had. Manual 2.1.2-1. */
  isAnswer: z.boolean(),
  stage: stageField().nullable(),
  shown: z.array(z.object({ unitId: idField("unit"), place: z.string(), areaCenti: z.number().int().nullable(), remark: z.string() })),
});

const need = {
  areaMinCenti: areaField(),
  areaMaxCenti: areaField(),
  budget: decimalField({ digits: 8, places: 2 })
    .refine((text) => /[1-9]/.test(text), "outOfRange")
    .nullable()
    .default(null),
  budgetUnit: z.enum(keys<BudgetUnit>(budgetUnits)).default("day"),
  wantedOn: dateField().nullable().default(null),
  headcount: z.number().int().min(1).max(100_000).nullable().default(null),
  notes: longTextField(5000).default(""),
};
const about = {
  company: optionalText(200),
  tenantKind: tenantKindField().default("company"),
  creditCode: textField(18).nullable().default(null),
  industry: optionalText(60),
  contactName: textField(60),
  phone: optionalText(40),
  email: z.union([z.literal(""), z.email().max(200)]).default(""),
  source: sourceField(),
  ...need,
};

const filters = {
  search: searchField().optional(),
  stage: stageField().optional(),
  state: z.enum(["open", "ended"]).default("open"),
  source: sourceField().optional(),
  ownerId: idField("person").optional(),
  /** By the day of the next step; `unanswered` have had no answer yet. */
  due: z.enum(["overdue", "today", "week", "unanswered"]).optional(),
};

export const listLeads = endpoint({
  method: "GET",
  path: "/sites/{siteId}/tenants/leads",
  summary: "Leads, the next step due first; ended ones newest first",
  permission: tenantsRights.readLeads,
  clause: "2.1.1-1",
  params: z.object(site),
  query: z.object({ ...pageQuery, ...filters }),
  reply: pageOf(leadField),
});
export const leadBoard = endpoint({
  method: "GET",
  path: "/sites/{siteId}/tenants/leads/board",
  summary: "The columns of the board, each with its count and first leads, and how many next steps are due",
  permission: tenantsRights.readLeads,
  clause: "2.1.1-1",
  params: z.object(site),
  query: z.object({ search: filters.search, source: filters.source, ownerId: filters.ownerId, due: filters.due }),
  reply: z.object({
    columns: z.array(z.object({ stage: openStageField(), count: z.number().int(), leads: z.array(leadField) })),
    due: z.object({ unanswered: z.number().int(), overdue: z.number().int(), today: z.number().int() }),
  }),
});
export const exportLeads = endpoint({
  method: "GET",
  path: "/sites/{siteId}/tenants/leads/sheet",
  summary: "The list of leads as an Excel file",
  permission: tenantsRights.readLeads,
  params: z.object(site),
  query: z.object(filters),
  reply: fileReply("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
});
export const leadOwners = endpoint({
  method: "GET",
  path: "/sites/{siteId}/tenants/leads/owners",
  summary: "Who may follow up leads at this site",
  permission: tenantsRights.readLeads,
  params: z.object(site),
  reply: z.object({ people: z.array(z.object({ id: idField("person"), name: z.string() })) }),
});
export const takeLead = endpoint({
  method: "POST",
  path: "/sites/{siteId}/tenants/leads",
  summary: "Register somebody who wishes to lease; an answer given on the spot is recorded with it",
  permission: tenantsRights.workLeads,
  clause: "2.1.1-1",
  params: z.object(site),
  body: z.object({
    id: idField("lead"),
    ...about,
    receivedAt: instantField().nullable().default(null),
    ownerId: idField("person").nullable().default(null),
    answer: z
      .object({ kind: z.enum(["call", "message", "meeting"]), note: longTextField(2000).default(""), next: nextField })
      .nullable()
      .default(null),
  }),
  reply: leadField,
});
export const getLead = endpoint({
  method: "GET",
  path: "/sites/{siteId}/tenants/leads/{leadId}",
  summary: "A lead with its history",
  permission: tenantsRights.readLeads,
  params: atLead,
  reply: z.object({ lead: leadField, history: z.array(leadStepField) }),
});
export const changeLead = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/tenants/leads/{leadId}",
  summary: "Change what is known of a lead",
  permission: tenantsRights.workLeads,
  params: atLead,
  body: z.object({ ...about, version: versionField() }),
  reply: leadField,
});
export const recordStep = endpoint({
  method: "POST",
  path: "/sites/{siteId}/tenants/leads/{leadId}/steps",
  summary: "Record a call, a viewing with the units shown, an offer; says what comes next",
  permission: tenantsRights.workLeads,
  clause: "2.1.1-1",
  params: atLead,
  body: z.object({
    id: idField("leadStep"),
    kind: stepKindField(),
    at: instantField().nullable().default(null),
    note: longTextField(5000).default(""),
    shown: z
      .array(z.object({ unitId: idField("unit"), remark: optionalText(300) }))
      .max(50)
      .refine((shown) => new Set(shown.map(({ unitId }) => unitId)).size === shown.length, "twice")
      .default([]),
    next: nextField.nullable().default(null),
    version: versionField(),
  }),
  reply: leadField,
});
export const setNextStep = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/tenants/leads/{leadId}/next-step",
  summary: "Put off or change the next step, with the reason",
  permission: tenantsRights.workLeads,
  clause: "2.1.1-1",
  params: atLead,
  body: z.object({ next: nextField, reason: textField(500), version: versionField() }),
  reply: leadField,
});
export const moveLead = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/tenants/leads/{leadId}/stage",
  summary: "Move an open lead to another column of the board",
  permission: tenantsRights.workLeads,
  params: atLead,
  body: z.object({ stage: openStageField(), version: versionField() }),
  reply: leadField,
});
export const handOnLead = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/tenants/leads/{leadId}/owner",
  summary: "Hand a lead to another officer, with all it owes",
  permission: tenantsRights.workLeads,
  params: atLead,
  body: z.object({ ownerId: idField("person"), version: versionField() }),
  reply: leadField,
});
export const endLead = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/tenants/leads/{leadId}/ending",
  summary: "End a lead that came to nothing, with the reason",
  permission: tenantsRights.workLeads,
  clause: "2.1.1-1",
  params: atLead,
  body: z.object({ reason: z.enum(keys<LostReason>(lostReasons)), note: longTextField(2000).default(""), version: versionField() }),
  reply: leadField,
});
export const reopenLead = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/tenants/leads/{leadId}/reopening",
  summary: "Take up again a lead that was lost",
  permission: tenantsRights.workLeads,
  params: atLead,
  body: z.object({ next: nextField, version: versionField() }),
  reply: leadField,
});
export const makeTenant = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/tenants/leads/{leadId}/tenant",
  summary: "The lead becomes a tenant with its contact and its papers, or joins a tenant that is here; nothing is typed again",
  permission: tenantsRights.workLeads,
  clause: "2.1.1-2",
  params: atLead,
  body: z.object({ tenantId: idField("tenant"), isNew: z.boolean(), contactId: idField("contact"), version: versionField() }),
  reply: leadField,
});

const facts = { leadId: idField("lead"), lead: z.string() };
export const leadTaken = event({
  name: "tenants.lead_taken",
  words: words("接洽登记", "Lead received"),
  clauses: ["2.1.1-1"],
  subject: "lead",
  facts: z.object({ ...facts, source: z.string(), receivedAt: instantField(), ownerId: idField("person").nullable() }),
});
export const leadAnswered = event({
  name: "tenants.lead_answered",
  words: words("首次答复客户", "Enquiry answered"),
  clauses: ["2.1.2-1"],
  subject: "lead",
  facts: z.object({ ...facts, means: z.string(), answeredAt: instantField() }),
});
export const leadStepRecorded = event({
  name: "tenants.lead_step_recorded",
  words: words("接洽跟进", "Lead followed up"),
  clauses: ["2.1.1-1"],
  subject: "lead",
  facts: z.object({ ...facts, stepId: idField("leadStep"), kind: z.string(), at: instantField(), units: z.array(z.string()), next: z.string(), nextOn: dateField().nullable() }),
});
export const leadChanged = event({
  name: "tenants.lead_changed",
  words: words("修改接洽", "Lead changed"),
  clauses: [],
  subject: "lead",
  facts: z.object({ ...facts, deed: z.string(), stage: z.string(), ownerId: idField("person").nullable(), reason: z.string() }),
});
export const leadEnded = event({
  name: "tenants.lead_ended",
  words: words("结束接洽", "Lead ended"),
  clauses: ["2.1.1-1"],
  subject: "lead",
  facts: z.object({ ...facts, how: z.enum(["won", "lost"]), reason: z.string(), tenantId: idField("tenant").nullable() }),
});
