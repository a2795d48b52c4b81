import { z } from "zod";
import { dateField, idField, instantField, longTextField, pageQuery, searchField, wordsField } from "#kernel/fields.ts";
import { type Department, departments } from "#kernel/role.ts";
import { statusNames } from "../rules/case.ts";
import { attributionNames, categoryNames, causeNames, channelNames, keysOf, kindNames, meansNames, severityNames } from "../rules/lists.ts";

export const channelField = () => z.enum(keysOf(channelNames));
export const kindField = () => z.enum(keysOf(kindNames));
export const severityField = () => z.enum(keysOf(severityNames));
export const attributionField = () => z.enum(keysOf(attributionNames));
export const categoryField = () => z.enum(keysOf(categoryNames));
export const causeField = () => z.enum(keysOf(causeNames));
export const meansField = () => z.enum(keysOf(meansNames));
export const statusField = () => z.enum(keysOf(statusNames));
export const departmentField = () => z.enum(Object.keys(departments) as [Department, ...Department[]]);
/** A reason or other words that a rule, not the schema, asks for, so that everything missing is named together. */
export const wantedText = (max = 2000) => longTextField(max).default("");
const flag = () => z.enum(["true", "false"]).transform((text) => text === "true");

export const atSite = z.object({ siteId: idField("site") });
export const atCase = z.object({ siteId: idField("site"), caseId: idField("case") });

export const problemField = () => z.object({ code: z.string(), status: z.number(), title: z.string(), facts: z.record(z.string(), z.unknown()) });

/** A line of a list of cases. */
export const caseRowField = z.object({
  id: idField("case"),
  caseNo: z.string(),
  kind: kindField(),
  channel: channelField(),
  severity: severityField(),
  attributable: attributionField(),
  category: categoryField(),
  cause: causeField().nullable(),
  status: statusField(),
  title: z.string(),
  tenantId: idField("tenant").nullable(),
  customerName: z.string(),
  contactName: z.string(),
  unitId: idField("unit").nullable(),
  place: z.string(),
  ownerId: idField("person"),
  ownerName: z.string(),
  department: departmentField().nullable(),
  handlerId: idField("person").nullable(),
  handlerName: z.string().nullable(),
  receivedAt: instantField(),
  promisedAt: instantField().nullable(),
  /** When the most urgent open duty of the case falls due; null when nothing is owed. */
  dueAt: instantField().nullable(),
  isOverdue: z.boolean(),
  isEscalated: z.boolean(),
  round: z.number().int(),
  firstFeedbackAt: instantField().nullable(),
  feedbackAt: instantField().nullable(),
});

/** A case with all that staff know of it. */
export const caseField = caseRowField.extend({
  matter: z.string(),
  contactId: idField("contact").nullable(),
  contactPhone: z.string().nullable(),
  contactEmail: z.string().nullable(),
  registeredAt: instantField(),
  firstOwnerId: idField("person"),
  firstOwnerName: z.string(),
  handlerIds: z.array(idField("person")),
  isValid: z.boolean().nullable(),
  verifiedAt: instantField().nullable(),
  dispatchedAt: instantField().nullable(),
  acceptedAt: instantField().nullable(),
  resolvedAt: instantField().nullable(),
  revisitedAt: instantField().nullable(),
  archivedAt: instantField().nullable(),
  voidedAt: instantField().nullable(),
  mergedIntoId: idField("case").nullable(),
  overridden: z.array(z.string()),
  version: z.number().int(),
});

/** Which cases a list shows. `mine`: mine to answer or in my hands; `unanswered`: no contact without an echo. */
export const caseViews = ["all", "open", "mine", "unanswered", "overdue", "toAccept", "toTell", "toCallBack", "toClose", "escalated", "repeats"] as const;

export const caseFilter = {
  view: z.enum(caseViews).default("open"),
  /** `newest` by receipt; `due`: what falls due first, cases that owe nothing left out. */
  order: z.enum(["newest", "due"]).default("newest"),
  text: searchField().optional(),
  kind: kindField().optional(),
  severity: severityField().optional(),
  attributable: attributionField().optional(),
  status: statusField().optional(),
  channel: channelField().optional(),
  category: categoryField().optional(),
  cause: causeField().optional(),
  ownerId: idField("person").optional(),
  handlerId: idField("person").optional(),
  department: departmentField().optional(),
  tenantId: idField("tenant").optional(),
  unitId: idField("unit").optional(),
  floorId: idField("floor").optional(),
  buildingId: idField("building").optional(),
  /** Received on this day or later, and on this day or earlier, in the site's zone. */
  from: dateField().optional(),
  to: dateField().optional(),
  isReopened: flag().optional(),
  /** Cases that lack it: no cause decided, no department, no unit. */
  lacks: z.enum(["cause", "department", "unit"]).optional(),
};
export const caseFilterField = z.object(caseFilter);
export const caseListQuery = z.object({ ...caseFilter, ...pageQuery });

/** Every query parameter of a list that opens the rows behind a figure: ready for the address of the case list. */
export const rowsFilterField = z.record(z.string(), z.string());

export const entryKinds = [
  "taken",
  "promised",
  "dispatched",
  "transferred",
  "accepted",
  "verified",
  "noted",
  "attached",
  "resolved",
  "feedback",
  "calledBack",
  "rated",
  "classified",
  "closed",
  "reopened",
  "merged",
  "linked",
  "voided",
  "gateOpened",
  "ownerHandedOver",
  "mailed",
  "escalated",
] as const;

/** What an entry of the history tells beyond its text; which of these are there depends on its kind. */
export const entryFactsField = z.object({
  channel: channelField().optional(),
  isAnswered: z.boolean().optional(),
  promisedAt: instantField().optional(),
  earlierPromisedAt: instantField().optional(),
  department: departmentField().optional(),
  fromDepartment: departmentField().optional(),
  personId: idField("person").optional(),
  personName: z.string().optional(),
  fromPersonName: z.string().optional(),
  isValid: z.boolean().optional(),
  fileId: idField("file").optional(),
  fileName: z.string().optional(),
  fileType: z.string().optional(),
  fileSize: z.number().optional(),
  isResult: z.boolean().optional(),
  toWhom: z.string().optional(),
  means: meansField().optional(),
  /** When it happened, where that is not when it was written down. */
  happenedAt: instantField().optional(),
  speed: z.number().optional(),
  attitude: z.number().optional(),
  quality: z.number().optional(),
  result: z.number().optional(),
  isUnresolved: z.boolean().optional(),
  isSatisfied: z.boolean().optional(),
  changes: z.array(z.object({ field: z.string(), from: z.string().nullable(), to: z.string().nullable() })).optional(),
  cause: causeField().optional(),
  because: z.enum(["staff", "callback", "rating", "tenant"]).optional(),
  gate: z.enum(["closure", "callback"]).optional(),
  overrode: z.array(z.string()).optional(),
  otherId: idField("case").optional(),
  otherNo: z.string().optional(),
  isInto: z.boolean().optional(),
  mail: z.enum(["receipt", "promise", "feedback", "rating"]).optional(),
  level: z.number().optional(),
});

export const entryField = z.object({
  id: idField("entry"),
  at: instantField(),
  kind: z.enum(entryKinds),
  /** `tenant`: the tenant's contacts read it in their portal; `internal`: staff alone. */
  audience: z.enum(["internal", "tenant"]),
  round: z.number().int(),
  actorId: idField("person").nullable(),
  actorName: z.string(),
  text: z.string(),
  facts: entryFactsField,
});

/** A duty of the case with the arithmetic of its due time said in both languages. */
export const caseDutyField = z.object({
  id: idField("duty"),
  standard: z.string(),
  clause: z.string(),
  title: wordsField(),
  ownerId: idField("person").nullable(),
  ownerName: z.string().nullable(),
  openedAt: instantField(),
  dueAt: instantField(),
  isProvisional: z.boolean(),
  closedAt: instantField().nullable(),
  outcome: z.enum(["open", "kept", "late", "missed", "excused"]),
  explanation: wordsField(),
});

export const scoresShape = {
  speed: z.number().int().min(1).max(5),
  attitude: z.number().int().min(1).max(5),
  quality: z.number().int().min(1).max(5),
  result: z.number().int().min(1).max(5),
};

export const fileField = z.object({
  id: idField("file"),
  name: z.string(),
  type: z.string(),
  size: z.number(),
  audience: z.enum(["internal", "tenant"]),
  addedAt: instantField(),
  addedBy: z.string(),
});
