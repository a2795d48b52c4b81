import { z } from "zod";
import { endpoint, fileReply, fileUpload } from "#kernel/contract.ts";
import { idField, instantField, longTextField, pageOf, pageQuery } from "#kernel/fields.ts";
import { ratingStates } from "../rules/callback.ts";
import { atCase, atSite, categoryField, entryField, fileField, kindField, scoresShape, statusField, wantedText } from "./fields.ts";
import { serviceRights } from "./rights.ts";

/** A case as its tenant sees it. */
export const portalCaseField = z.object({
  id: idField("case"),
  caseNo: z.string(),
  kind: kindField(),
  category: categoryField(),
  status: statusField(),
  title: z.string(),
  matter: z.string(),
  contactName: z.string(),
  place: z.string(),
  receivedAt: instantField(),
  /** Who answers for it (首问责任人). */
  ownerName: z.string(),
  promisedAt: instantField().nullable(),
  feedbackAt: instantField().nullable(),
  archivedAt: instantField().nullable(),
  /** Whether a rating is awaited now, can still be changed, or was not asked for. */
  rating: z.object({ state: z.enum([...ratingStates, "none"]), result: z.number().nullable() }),
});

export const reportCase = endpoint({
  method: "POST",
  path: "/sites/{siteId}/service/portal/cases",
  summary: "Report a matter or ask something, as a tenant's contact",
  permission: serviceRights.portal,
  clause: "2.2.1-1",
  params: atSite,
  body: z.object({
    id: idField("case"),
    kind: kindField().default("complaint"),
    category: categoryField().default("other"),
    matter: longTextField(5000).default(""),
    unitId: idField("unit").nullable().default(null),
    place: longTextField(200).default(""),
  }),
  reply: portalCaseField,
});

export const listOwnCases = endpoint({
  method: "GET",
  path: "/sites/{siteId}/service/portal/cases",
  summary: "My company's cases, newest first",
  permission: serviceRights.portal,
  params: atSite,
  query: z.object({ isOpen: z.enum(["true", "false"]).optional(), ...pageQuery }),
  reply: pageOf(portalCaseField),
});

/** Units of my company, to report a matter at. */
export const listOwnUnits = endpoint({
  method: "GET",
  path: "/sites/{siteId}/service/portal/units",
  summary: "My company's units",
  permission: serviceRights.portal,
  params: atSite,
  reply: z.object({ items: z.array(z.object({ id: idField("unit"), place: z.string() })) }),
});

export const getOwnCase = endpoint({
  method: "GET",
  path: "/sites/{siteId}/service/portal/cases/{caseId}",
  summary: "A case of my company: what was promised, done and said",
  permission: serviceRights.portal,
  clause: "2.2.1-3",
  params: atCase,
  reply: z.object({ case: portalCaseField, timeline: z.array(entryField), files: z.array(fileField) }),
});

export const answerCase = endpoint({
  method: "POST",
  path: "/sites/{siteId}/service/portal/cases/{caseId}/notes",
  summary: "Answer, or add something to a case of my company",
  permission: serviceRights.portal,
  params: atCase,
  body: z.object({ text: wantedText(5000) }),
  reply: portalCaseField,
});

export const attachOwn = endpoint({
  method: "POST",
  path: "/sites/{siteId}/service/portal/cases/{caseId}/files",
  summary: "Attach a photo or file to a case of my company, up to 15 MB",
  permission: serviceRights.portal,
  params: atCase,
  body: fileUpload(15 * 1024 * 1024),
  reply: fileField,
});

export const getOwnFile = endpoint({
  method: "GET",
  path: "/sites/{siteId}/service/portal/cases/{caseId}/files/{fileId}",
  summary: "An attachment of a case of my company",
  permission: serviceRights.portal,
  params: z.object({ siteId: idField("site"), caseId: idField("case"), fileId: idField("file") }),
  reply: fileReply("image/jpeg", "image/png", "image/webp", "application/pdf", "application/octet-stream"),
});

const rating = { ...scoresShape, isUnresolved: z.boolean().default(false), opinion: wantedText(2000) };

export const rateOwnCase = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/service/portal/cases/{caseId}/rating",
  summary: "Rate the answer; it may be changed for 12 hours. A poor result opens the case again",
  permission: serviceRights.portal,
  clause: "2.2.1-3",
  params: atCase,
  body: z.object(rating),
  reply: portalCaseField,
});

const byLink = z.object({ siteId: idField("site"), token: z.string().regex(/^[\w-]{20,100}$/) });

/** What the holder of a link may see: the matter they brought, and their rating. */
export const linkedRatingField = z.object({
  state: z.enum(ratingStates),
  site: z.string(),
  caseNo: z.string(),
  title: z.string(),
  feedbackAt: instantField(),
  expiresAt: instantField(),
  frozenAt: instantField().nullable(),
  rating: z.object({ speed: z.number(), attitude: z.number(), quality: z.number(), result: z.number(), isUnresolved: z.boolean(), opinion: z.string() }).nullable(),
});

export const getLinkedRating = endpoint({
  method: "GET",
  path: "/sites/{siteId}/service/ratings/{token}",
  summary: "What a rating link asks about; needs no sign-in",
  permission: "public",
  clause: "2.2.1-3",
  params: byLink,
  reply: linkedRatingField,
  ratePerMinute: 60,
});

export const rateByLink = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/service/ratings/{token}",
  summary: "Rate by link, once: the rating may be corrected for 12 hours, then it is frozen",
  permission: "public",
  clause: "2.2.1-3",
  params: byLink,
  body: z.object(rating),
  reply: linkedRatingField,
  ratePerMinute: 30,
});
