import { z } from "zod";
import { endpoint, fileReply } from "#kernel/contract.ts";
import { idField, instantField, longTextField, pageOf, pageQuery, searchField, textField, wordsField } from "#kernel/fields.ts";
import {
  atInspection,
  atSite,
  conditionField,
  inspectionField,
  inspectionPageField,
  inspectionStageField,
  inspectionTypeField,
  keptFactField,
  lineField,
  responsibleField,
  sheetType,
} from "./fields.ts";
import { handoverRights } from "./rights.ts";

const languageField = () => z.enum(["zh", "en"]).optional();
const inspectionFilter = {
  type: inspectionTypeField().optional(),
  stage: inspectionStageField().optional(),
  assigneeId: idField("person").optional(),
  tenantId: idField("tenant").optional(),
  leaseId: idField("lease").optional(),
  unitId: idField("unit").optional(),
  search: searchField().optional(),
};

export const listInspections = endpoint({
  method: "GET",
  path: "/sites/{siteId}/handover/inspections",
  summary: "Inspections, newest first",
  permission: handoverRights.read,
  clause: "2.1.1-7",
  params: atSite,
  query: z.object({ ...inspectionFilter, ...pageQuery }),
  reply: pageOf(inspectionField),
});

export const exportInspections = endpoint({
  method: "GET",
  path: "/sites/{siteId}/handover/inspections.xlsx",
  summary: "The same list as an Excel file",
  permission: handoverRights.read,
  params: atSite,
  query: z.object({ ...inspectionFilter, language: languageField() }),
  reply: fileReply(sheetType),
});

export const openInspection = endpoint({
  method: "POST",
  path: "/sites/{siteId}/handover/inspections",
  summary: "Open a joint inspection of units with the list in force; with a baseline, with the very items of that inspection. Sent twice it counts once",
  permission: handoverRights.arrange,
  clause: "2.1.1-7",
  params: atSite,
  body: z.object({
    id: idField("inspection"),
    type: inspectionTypeField(),
    tenantId: idField("tenant"),
    leaseId: idField("lease").nullable().default(null),
    unitIds: z.array(idField("unit")).min(1).max(30),
    assigneeId: idField("person").nullable().default(null),
    appointmentAt: instantField().nullable().default(null),
    appointmentNote: longTextField(300).default(""),
    /** Left out for a move-out: the latest signed inspection of the tenant's move-in to these units. */
    baselineId: idField("inspection").nullable().default(null),
  }),
  reply: inspectionField,
});

export const getInspection = endpoint({
  method: "GET",
  path: "/sites/{siteId}/handover/inspections/{inspectionId}",
  summary: "An inspection with its list and every fact; its state follows from these",
  permission: handoverRights.read,
  clause: "2.1.1-7",
  params: atInspection,
  reply: inspectionPageField,
});

export const assignInspection = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/handover/inspections/{inspectionId}/assignee",
  summary: "Who inspects. What the one before recorded offline is still taken",
  permission: handoverRights.arrange,
  params: atInspection,
  body: z.object({ assigneeId: idField("person") }),
  reply: inspectionField,
});

export const appointInspection = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/handover/inspections/{inspectionId}/appointment",
  summary: "When both meet for the inspection",
  permission: handoverRights.arrange,
  clause: "2.1.3-2",
  params: atInspection,
  body: z.object({ appointmentAt: instantField(), note: longTextField(300).default("") }),
  reply: inspectionField,
});

export const withdrawInspection = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/handover/inspections/{inspectionId}/withdrawal",
  summary: "Withdraw an inspection that nobody has signed, with the reason",
  permission: handoverRights.arrange,
  params: atInspection,
  body: z.object({ reason: textField(300) }),
  reply: inspectionField,
});

export const differenceField = z.object({
  lineKey: z.string(),
  unit: z.string(),
  area: wordsField(),
  part: wordsField(),
  place: wordsField(),
  baseline: conditionField().nullable(),
  now: conditionField(),
  textThen: z.string(),
  text: z.string(),
  photosThen: z.array(z.string()).readonly(),
  photosNow: z.array(z.string()).readonly(),
  responsible: responsibleField().nullable(),
  tenantSays: z.object({ agrees: z.boolean(), text: z.string(), at: z.string() }).nullable(),
});

export const getTwins = endpoint({
  method: "GET",
  path: "/sites/{siteId}/handover/inspections/{inspectionId}/differences",
  summary: "What is worse than at the move-in, and the inspection of then with all its facts to stand beside this one",
  permission: handoverRights.read,
  clause: "2.1.3-3",
  params: atInspection,
  reply: z.object({
    baseline: inspectionField.extend({ lines: z.array(lineField).readonly(), facts: z.array(keptFactField).readonly() }).nullable(),
    differences: z.array(differenceField),
  }),
});

export const issueRecord = endpoint({
  method: "POST",
  path: "/sites/{siteId}/handover/inspections/{inspectionId}/records",
  summary: "Issue form F03 验房交接单 with its photos, signatures and proof code; answered with the one there is, unless another language is asked for",
  permission: handoverRights.inspect,
  clause: "2.1.1-7",
  params: atInspection,
  body: z.object({ language: z.enum(["zh", "both"]).default("zh") }),
  reply: z.object({ documentId: idField("document") }),
});

export const passReadings = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/handover/inspections/{inspectionId}/readings",
  summary: "Give the readings of a signed inspection to the meters once more, where the meters refused them",
  permission: handoverRights.inspect,
  clause: "2.1.1-5",
  params: atInspection,
  reply: inspectionPageField,
});

export const listInspectors = endpoint({
  method: "GET",
  path: "/sites/{siteId}/handover/inspectors",
  summary: "Who may be assigned an inspection",
  permission: handoverRights.arrange,
  params: atSite,
  reply: z.object({ items: z.array(z.object({ id: idField("person"), name: z.string(), roles: z.array(z.string()).readonly() })) }),
});

export const handoverToday = endpoint({
  method: "GET",
  path: "/sites/{siteId}/handover/today",
  summary: "What is to be done about inspections: mine, those nobody has, and defects past their day",
  permission: handoverRights.read,
  params: atSite,
  reply: z.object({ mine: z.array(inspectionField), unassigned: z.number().int(), openDefects: z.number().int(), overdueDefects: z.number().int(), toConfirm: z.number().int() }),
});

export const listOwnInspections = endpoint({
  method: "GET",
  path: "/sites/{siteId}/handover/portal/inspections",
  summary: "Inspections of my company's units, newest first",
  permission: handoverRights.portal,
  params: atSite,
  query: z.object(pageQuery),
  reply: pageOf(inspectionField),
});

export const getOwnInspection = endpoint({
  method: "GET",
  path: "/sites/{siteId}/handover/portal/inspections/{inspectionId}",
  summary: "An inspection of my company's units with its list and every fact",
  permission: handoverRights.portal,
  params: atInspection,
  reply: inspectionPageField,
});
