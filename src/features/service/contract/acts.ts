import { z } from "zod";
import { endpoint, fileReply, fileUpload } from "#kernel/contract.ts";
import { idField, instantField } from "#kernel/fields.ts";
import {
  atCase,
  attributionField,
  caseField,
  categoryField,
  causeField,
  departmentField,
  fileField,
  kindField,
  meansField,
  scoresShape,
  severityField,
  wantedText,
} from "./fields.ts";
import { serviceRights } from "./rights.ts";

/** The version the screen showed; an act on another one is refused, never merged in silence. Left out: the act takes the case as it is. */
const version = z.number().int().min(1).optional();

export const promise = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/service/cases/{caseId}/promise",
  summary: "Promise a time, or another one with its reason; the tenant is told",
  permission: serviceRights.serve,
  clause: "2.2.1-2",
  params: atCase,
  body: z.object({ promisedAt: instantField(), reason: wantedText(), version }),
  reply: caseField,
});

const target = { department: departmentField().nullable().default(null), handlerId: idField("person").nullable().default(null) };

export const dispatch = endpoint({
  method: "POST",
  path: "/sites/{siteId}/service/cases/{caseId}/dispatch",
  summary: "Send the work to a department, or a person in it; the owner stays",
  permission: serviceRights.serve,
  clause: "2.2.1-2",
  params: atCase,
  body: z.object({ ...target, instructions: wantedText(), version }),
  reply: caseField,
});

export const transfer = endpoint({
  method: "POST",
  path: "/sites/{siteId}/service/cases/{caseId}/transfers",
  summary: "Send the work on to another department or person, with the reason; the owner stays",
  permission: serviceRights.transfer,
  clause: "2.2.2-3",
  params: atCase,
  body: z.object({ ...target, reason: wantedText(), version }),
  reply: caseField,
});

export const accept = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/service/cases/{caseId}/acceptance",
  summary: "Accept the work",
  permission: serviceRights.handle,
  clause: "2.2.1-2",
  params: atCase,
  body: z.object({ version }),
  reply: caseField,
});

export const verify = endpoint({
  method: "POST",
  path: "/sites/{siteId}/service/cases/{caseId}/verifications",
  summary: "Record what was found on the spot; whether the complaint is founded is a supervisor's decision",
  permission: serviceRights.handle,
  clause: "2.2.1-2",
  params: atCase,
  body: z.object({ findings: wantedText(5000), isValid: z.boolean().nullable().default(null), version }),
  reply: caseField,
});

export const note = endpoint({
  method: "POST",
  path: "/sites/{siteId}/service/cases/{caseId}/notes",
  summary: "Add a note, for staff alone unless said otherwise",
  permission: serviceRights.handle,
  params: atCase,
  body: z.object({ text: wantedText(5000), audience: z.enum(["internal", "tenant"]).default("internal") }),
  reply: caseField,
});

export const attach = endpoint({
  method: "POST",
  path: "/sites/{siteId}/service/cases/{caseId}/files",
  summary: "Attach a photo or file, up to 15 MB",
  permission: serviceRights.handle,
  params: atCase,
  query: z.object({ audience: z.enum(["internal", "tenant"]).default("internal") }),
  body: fileUpload(15 * 1024 * 1024),
  reply: fileField,
});

export const getFile = endpoint({
  method: "GET",
  path: "/sites/{siteId}/service/cases/{caseId}/files/{fileId}",
  summary: "An attachment",
  permission: serviceRights.read,
  params: z.object({ siteId: idField("site"), caseId: idField("case"), fileId: idField("file") }),
  reply: fileReply("image/jpeg", "image/png", "image/webp", "application/pdf", "application/octet-stream"),
});

export const resolve = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/service/cases/{caseId}/resolution",
  summary: "Report the work done, with the measures taken",
  permission: serviceRights.handle,
  clause: "2.2.1-2",
  params: atCase,
  body: z.object({ measures: wantedText(5000), version }),
  reply: caseField,
});

export const giveFeedback = endpoint({
  method: "POST",
  path: "/sites/{siteId}/service/cases/{caseId}/feedbacks",
  summary: "Record what the tenant was told, when, to whom and in which words: progress, or the result",
  permission: serviceRights.serve,
  clause: "2.2.1-3",
  params: atCase,
  body: z.object({
    isResult: z.boolean(),
    words: wantedText(5000),
    toWhom: wantedText(100),
    means: meansField(),
    /** Now, if left out. */
    saidAt: instantField().optional(),
    version,
  }),
  reply: caseField,
});

export const callBack = endpoint({
  method: "POST",
  path: "/sites/{siteId}/service/cases/{caseId}/callbacks",
  summary: "Record the call-back (F08). A dissatisfied tenant reopens the case",
  permission: serviceRights.callBack,
  clause: "2.2.1-3",
  params: atCase,
  body: z.object({
    ...scoresShape,
    isUnresolved: z.boolean().default(false),
    opinion: wantedText(2000),
    visited: wantedText(100),
    means: meansField(),
    saidAt: instantField().optional(),
    version,
  }),
  reply: caseField,
});

export const classify = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/service/cases/{caseId}/classification",
  summary: "Classify anew, with the reason: kind, severity, attributable, category, cause",
  permission: serviceRights.serve,
  clause: "2.2.1-4",
  params: atCase,
  body: z.object({
    kind: kindField().optional(),
    severity: severityField().optional(),
    attributable: attributionField().optional(),
    category: categoryField().optional(),
    cause: causeField().nullable().optional(),
    /** Needed where a case becomes complex or grave and has no promised time yet. */
    promisedAt: instantField().nullable().optional(),
    reason: wantedText(),
    version,
  }),
  reply: caseField,
});

export const closeCase = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/service/cases/{caseId}/closure",
  summary: "File the case, with its cause. Refused with all that is missing",
  permission: serviceRights.serve,
  clause: "2.2.1-4",
  params: atCase,
  body: z.object({ cause: causeField().nullable().default(null), attributable: attributionField().optional(), remark: wantedText(), version }),
  reply: caseField,
});

export const reopenCase = endpoint({
  method: "POST",
  path: "/sites/{siteId}/service/cases/{caseId}/reopenings",
  summary: "Begin anew a case that was answered, with the reason",
  permission: serviceRights.serve,
  clause: "2.2.1-3",
  params: atCase,
  body: z.object({ reason: wantedText(), promisedAt: instantField().nullable().default(null), version }),
  reply: caseField,
});

export const mergeCase = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/service/cases/{caseId}/merger",
  summary: "Fold this case into another of the same tenant; its history goes on there",
  permission: serviceRights.serve,
  params: atCase,
  body: z.object({ intoId: idField("case"), reason: wantedText() }),
  reply: caseField,
});

export const linkCases = endpoint({
  method: "POST",
  path: "/sites/{siteId}/service/cases/{caseId}/links",
  summary: "Link this case with another",
  permission: serviceRights.serve,
  params: atCase,
  body: z.object({ otherId: idField("case") }),
  reply: caseField,
});

export const voidCase = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/service/cases/{caseId}/voiding",
  summary: "Declare a mistaken record void, with the reason; it stays readable",
  permission: serviceRights.supervise,
  params: atCase,
  body: z.object({ reason: wantedText(), version }),
  reply: caseField,
});

export const openGate = endpoint({
  method: "POST",
  path: "/sites/{siteId}/service/cases/{caseId}/exceptions",
  summary: "Open a gate by authority: what stood against it, who and why stand in the case and in the month's exceptions",
  permission: serviceRights.override,
  clause: "2.2.1-3",
  params: atCase,
  body: z.object({ gate: z.enum(["closure", "callback"]), reason: wantedText() }),
  reply: caseField,
});

export const handOver = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/service/cases/{caseId}/owner",
  summary: "Hand the promise itself to another person, with the reason: an exception to first-contact ownership",
  permission: serviceRights.supervise,
  clause: "2.2.2-3",
  params: atCase,
  body: z.object({ ownerId: idField("person"), reason: wantedText() }),
  reply: caseField,
});

export const sendRatingLink = endpoint({
  method: "POST",
  path: "/sites/{siteId}/service/cases/{caseId}/rating-links",
  summary: "Mail the contact a new rating link; earlier ones stop working",
  permission: serviceRights.serve,
  clause: "2.2.1-3",
  params: atCase,
  body: z.object({}),
  reply: z.object({ expiresAt: instantField() }),
});
