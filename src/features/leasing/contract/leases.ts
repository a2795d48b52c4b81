import { z } from "zod";
import { endpoint, event, fileReply, job } from "#kernel/contract.ts";
import { dateField, fenField, idField, instantField, longTextField, textField, versionField, wordsField } from "#kernel/fields.ts";
import { words } from "#kernel/words.ts";
import { type AnnexLetter, annexLetters } from "../rules/annexes.ts";
import { pointCodes } from "../rules/explanation.ts";
import { leaseStatuses, type LeaseStatus } from "../rules/statuses.ts";
import { type TerminationCause, terminationCauses, type VersionKind, versionKinds, type VersionStatus, versionStatuses } from "../rules/versions.ts";
import { amendmentField } from "./amendments.ts";
import { leasingRights } from "./rights.ts";
import { leaseTermsField, scheduleLineField } from "./terms.ts";

// The lease written as terms, from draft to signature, and what amends it.

const site = { siteId: idField("site") };
const leasePath = z.object({ ...site, leaseId: idField("lease") });
const versionPath = z.object({ ...site, leaseId: idField("lease"), number: z.coerce.number().int().min(1).max(10_000) });
const sheetReply = () => fileReply("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
const keysOf = <K extends string>(table: Readonly<Record<K, unknown>>) => Object.keys(table) as [K, ...K[]];
export const statusField = () => z.enum(keysOf<LeaseStatus>(leaseStatuses));
const causeField = () => z.enum(keysOf<TerminationCause>(terminationCauses));
const problemField = z.object({ code: z.string(), facts: z.record(z.string(), z.unknown()) });
const areaField = () => z.number().int().positive().max(100_000_000).nullable();

export const leaseUnitField = z.object({ unitId: idField("unit"), from: dateField(), to: dateField(), areaCenti: areaField() });
export const leaseField = z.object({
  id: idField("lease"),
  leaseNo: z.string(),
  tenantId: idField("tenant"),
  units: z.array(leaseUnitField).readonly(),
  status: statusField(),
  leaseStart: dateField(),
  leaseEnd: dateField(),
  rentStart: dateField().nullable(),
  handoverOn: dateField().nullable(),
  moveInOn: dateField().nullable(),
  version: versionField(),
});
/** A lease with the names of its tenant and place, for lists. */
export const namedLeaseField = leaseField.extend({ tenant: z.string(), place: z.string() });

export const leaseVersionField = z.object({
  number: z.number().int(),
  tenantId: idField("tenant"),
  kind: z.enum(keysOf<VersionKind>(versionKinds)),
  cause: causeField().nullable(),
  status: z.enum(keysOf<VersionStatus>(versionStatuses)),
  effectiveFrom: dateField(),
  /** The whole terms as they are from the day on. */
  terms: leaseTermsField,
  amendment: amendmentField.nullable(),
  reason: z.string(),
  draftedById: idField("person").nullable(),
  draftedByName: z.string(),
  draftedAt: instantField(),
  submittedById: idField("person").nullable(),
  submittedByName: z.string().nullable(),
  submittedAt: instantField().nullable(),
  approvedByName: z.string().nullable(),
  approvedAt: instantField().nullable(),
  refusedByName: z.string().nullable(),
  refusedAt: instantField().nullable(),
  refusedReason: z.string().nullable(),
  documentId: idField("document").nullable(),
  signedOn: dateField().nullable(),
  grade: z.enum(["electronic", "paper"]).nullable(),
  version: versionField(),
});

const pointField = z.object({
  code: z.enum(pointCodes),
  title: wordsField(),
  sentences: z.array(wordsField()).readonly(),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  confirmed: z.object({ name: z.string(), means: z.enum(["portal", "screen"]), at: instantField() }).nullable(),
});

export const leaseViewField = z.object({
  lease: namedLeaseField,
  places: z.array(leaseUnitField.extend({ place: z.string() })),
  /** Every version of the terms as it was made; none where the lease was recorded without them. */
  versions: z.array(leaseVersionField),
  /** The version that is not signed yet, and all that stands against its signature. */
  open: z.object({ number: z.number().int(), whyNotSign: z.array(problemField) }).nullable(),
  annexes: z.array(
    z.object({ code: z.string(), name: wordsField(), isCompulsory: z.boolean(), state: z.enum(["missing", "unsigned", "signed"]), documentId: idField("document").nullable() }),
  ),
  points: z.array(pointField),
});

export const getLease = endpoint({
  method: "GET",
  path: "/sites/{siteId}/leasing/leases/{leaseId}",
  summary: "A lease with its terms and amendments, annexes, what was explained, and what stands against signing",
  permission: leasingRights.read,
  params: leasePath,
  reply: leaseViewField,
});
export const leaseSheet = endpoint({
  method: "GET",
  path: "/sites/{siteId}/leasing/leases/sheet",
  summary: "The list of leases as an Excel file",
  permission: leasingRights.read,
  params: z.object(site),
  query: z.object({ status: statusField().optional(), search: textField(200).optional() }),
  reply: sheetReply(),
});

const draftBody = {
  leaseNo: textField(60),
  tenantId: idField("tenant"),
  terms: leaseTermsField,
  handoverOn: dateField().nullable().default(null),
  moveInOn: dateField().nullable().default(null),
};
export const draftLease = endpoint({
  method: "POST",
  path: "/sites/{siteId}/leasing/drafts",
  summary: "Write a lease as terms, as a draft",
  permission: leasingRights.edit,
  clause: "2.1.1-3",
  params: z.object(site),
  body: z.object({ id: idField("lease"), ...draftBody }),
  reply: leaseViewField,
});
export const changeDraft = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/leasing/drafts/{leaseId}",
  summary: "Change the draft of a lease",
  permission: leasingRights.edit,
  clause: "2.1.1-3",
  params: leasePath,
  body: z.object({ ...draftBody, version: versionField() }),
  reply: leaseViewField,
});
export const recordSigned = endpoint({
  method: "POST",
  path: "/sites/{siteId}/leasing/signed-leases",
  summary: "Record, with its terms, a lease that was signed on paper elsewhere: evidence of the weaker grade",
  permission: leasingRights.edit,
  clause: "2.1.1-3",
  params: z.object(site),
  body: z.object({ id: idField("lease"), ...draftBody, signedOn: dateField(), scanFileId: idField("file").nullable().default(null) }),
  reply: leaseViewField,
});
export const putDays = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/leasing/leases/{leaseId}/days",
  summary: "The days of handover and of move-in, which are neither the first of the lease nor that of the rent",
  permission: leasingRights.edit,
  params: leasePath,
  body: z.object({ handoverOn: dateField().nullable(), moveInOn: dateField().nullable(), version: versionField() }),
  reply: leaseViewField,
});

const amendmentBody = { amendment: amendmentField, reason: textField(1000) };
export const draftAmendment = endpoint({
  method: "POST",
  path: "/sites/{siteId}/leasing/leases/{leaseId}/amendments",
  summary: "Draw up an amendment: it changes what is charged from its day on and nothing before",
  permission: leasingRights.edit,
  clause: "2.1.1-3",
  params: leasePath,
  body: z.object(amendmentBody),
  reply: leaseViewField,
});
export const changeAmendment = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/leasing/leases/{leaseId}/amendments/{number}",
  summary: "Change the draft of an amendment",
  permission: leasingRights.edit,
  params: versionPath,
  body: z.object({ ...amendmentBody, version: versionField() }),
  reply: leaseViewField,
});

const step = { params: versionPath, reply: leaseViewField } as const;
export const submitTerms = endpoint({
  ...step,
  method: "PUT",
  path: "/sites/{siteId}/leasing/leases/{leaseId}/terms/{number}/submission",
  summary: "Submit drafted terms for approval",
  permission: leasingRights.edit,
  clause: "2.1.1-3",
  body: z.object({ version: versionField() }),
});
export const approveTerms = endpoint({
  ...step,
  method: "PUT",
  path: "/sites/{siteId}/leasing/leases/{leaseId}/terms/{number}/approval",
  summary: "Approve terms that somebody else submitted",
  permission: leasingRights.approve,
  clause: "2.1.1-3",
  body: z.object({ version: versionField() }),
});
export const refuseTerms = endpoint({
  ...step,
  method: "PUT",
  path: "/sites/{siteId}/leasing/leases/{leaseId}/terms/{number}/refusal",
  summary: "Send submitted terms back with the reason",
  permission: leasingRights.approve,
  body: z.object({ version: versionField(), reason: textField(500) }),
});
export const withdrawTerms = endpoint({
  ...step,
  method: "PUT",
  path: "/sites/{siteId}/leasing/leases/{leaseId}/terms/{number}/withdrawal",
  summary: "Take terms back to a draft, before they are signed; a letter issued for signing is withdrawn",
  permission: leasingRights.edit,
  body: z.object({ version: versionField(), reason: textField(500) }),
});
export const cancelTerms = endpoint({
  ...step,
  method: "PUT",
  path: "/sites/{siteId}/leasing/leases/{leaseId}/terms/{number}/cancellation",
  summary: "Cancel terms that are not signed; with number 1 the whole lease",
  permission: leasingRights.edit,
  body: z.object({ version: versionField(), reason: textField(500) }),
});
export const issueLetters = endpoint({
  ...step,
  method: "POST",
  path: "/sites/{siteId}/leasing/leases/{leaseId}/terms/{number}/letters",
  summary: "Issue the lease and its annexes, or the amendment, for both sides to sign; again: a new version",
  permission: leasingRights.sign,
  clause: "2.1.1-3",
  body: z.object({
    contactId: idField("contact"),
    language: z.enum(["zh", "en", "both"]).default("zh"),
    /** Which to issue: the lease, annexes by code; all that is compulsory unless told. */
    letters: z.array(textField(60)).min(1).max(30).optional(),
    /** Whether the contact is sent links to sign by. */
    ask: z.boolean().default(true),
  }),
});
export const signTerms = endpoint({
  ...step,
  method: "PUT",
  path: "/sites/{siteId}/leasing/leases/{leaseId}/terms/{number}/signature",
  summary: "Count terms as signed: refused with everything that is missing",
  permission: leasingRights.sign,
  clause: "2.1.1-3",
  body: z.object({ signedOn: dateField() }),
});
export const overrideSignature = endpoint({
  ...step,
  method: "PUT",
  path: "/sites/{siteId}/leasing/leases/{leaseId}/terms/{number}/override",
  summary: "Count terms as signed on paper although something is missing: who, why and what was passed over stay among the exceptions",
  permission: leasingRights.override,
  clause: "2.1.1-3",
  body: z.object({ signedOn: dateField(), reason: textField(500) }),
});

// Schedules

const scheduleReply = z.object({
  lines: z.array(scheduleLineField),
  total: fenField({ min: 0 }),
  byYear: z.array(z.object({ year: z.number().int(), total: fenField({ min: 0 }) })),
});
const previewBody = z.object({ terms: leaseTermsField, amendments: z.array(amendmentField).max(50).default([]) });
export const previewSchedule = endpoint({
  method: "POST",
  path: "/sites/{siteId}/leasing/schedule-previews",
  summary: "What terms come to in their whole life, line by line with the working; nothing is written",
  permission: leasingRights.read,
  clause: "2.1.2-2",
  params: z.object(site),
  body: previewBody,
  reply: scheduleReply,
});
export const previewSheet = endpoint({
  method: "POST",
  path: "/sites/{siteId}/leasing/schedule-previews/sheet",
  summary: "The same as an Excel file",
  permission: leasingRights.read,
  params: z.object(site),
  body: previewBody,
  reply: sheetReply(),
});
export const getSchedule = endpoint({
  method: "GET",
  path: "/sites/{siteId}/leasing/leases/{leaseId}/schedule",
  summary: "The schedule of a lease by its signed terms, or as it was first written while it is not signed",
  permission: leasingRights.read,
  params: leasePath,
  reply: scheduleReply,
});
export const scheduleSheet = endpoint({
  method: "GET",
  path: "/sites/{siteId}/leasing/leases/{leaseId}/schedule/sheet",
  summary: "The schedule of a lease as an Excel file",
  permission: leasingRights.read,
  params: leasePath,
  reply: sheetReply(),
});
export const getDifference = endpoint({
  method: "GET",
  path: "/sites/{siteId}/leasing/leases/{leaseId}/amendments/{number}/difference",
  summary: "What an amendment changes in the schedule: lines before and after",
  permission: leasingRights.read,
  params: versionPath,
  reply: z.object({
    lines: z.array(z.object({ key: z.string(), before: scheduleLineField.nullable(), after: scheduleLineField.nullable() })),
    before: fenField({ min: 0 }),
    after: fenField({ min: 0 }),
  }),
});

// Annexes

const annexField = z.object({
  code: z.string().regex(/^[a-zA-Z][a-zA-Z0-9]{0,39}$/),
  name: z.object({ zh: textField(60), en: textField(120) }),
  letter: z.enum(keysOf<AnnexLetter>(annexLetters)),
  body: z.object({ zh: longTextField(20_000), en: longTextField(20_000) }),
  isCompulsory: z.boolean(),
});
const annexListReply = z.object({ annexes: z.array(annexField).readonly(), version: versionField().nullable() });
export const getAnnexes = endpoint({
  method: "GET",
  path: "/sites/{siteId}/leasing/annexes",
  summary: "The annexes of every lease of the site",
  permission: leasingRights.read,
  params: z.object(site),
  reply: annexListReply,
});
export const putAnnexes = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/leasing/annexes",
  summary: "Decide which annexes every lease has, and which of them it is not signed without",
  permission: leasingRights.arrange,
  clause: "2.1.1-3",
  params: z.object(site),
  body: z.object({
    annexes: z
      .array(annexField)
      .max(30)
      .refine((list) => new Set(list.map(({ code }) => code)).size === list.length, "twice")
      .readonly(),
    version: versionField().nullable(),
  }),
  reply: annexListReply,
});

// What was explained

const pointPath = z.object({ ...site, leaseId: idField("lease"), point: z.enum(pointCodes) });
const hashField = () => z.string().regex(/^[0-9a-f]{64}$/);
export const confirmPoint = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/leasing/leases/{leaseId}/points/{point}",
  summary: "The tenant's contact confirms, on our screen handed over, that a clause was explained",
  permission: leasingRights.edit,
  clause: "2.1.2-2",
  params: pointPath,
  body: z.object({ hash: hashField(), contactId: idField("contact") }),
  reply: leaseViewField,
});
export const portalLeaseField = z.object({ lease: namedLeaseField, points: z.array(pointField), mayConfirm: z.boolean() });
export const portalLeases = endpoint({
  method: "GET",
  path: "/sites/{siteId}/leasing/portal/leases",
  summary: "The leases of one's own company, with what is to be confirmed of those to be signed",
  permission: leasingRights.portal,
  clause: "2.1.2-2",
  params: z.object(site),
  reply: z.object({ leases: z.array(portalLeaseField) }),
});
export const portalConfirmPoint = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/leasing/portal/leases/{leaseId}/points/{point}",
  summary: "Confirm, for one's own company, that a clause was explained",
  permission: leasingRights.portalSign,
  clause: "2.1.2-2",
  params: pointPath,
  body: z.object({ hash: hashField() }),
  reply: portalLeaseField,
});

/** Something that was missing has come: the house looks whether the terms are signed with it. */
export const signWhenReady = job({
  name: "leasing.sign_when_ready",
  payload: z.object({ siteId: idField("site"), leaseId: idField("lease"), number: z.number().int() }),
});

// What happened

const deed = { leaseId: idField("lease"), leaseNo: z.string(), number: z.number().int() };
const stepEvent = <T extends z.ZodRawShape>(name: string, zh: string, en: string, more: T) =>
  event({ name: `leasing.${name}`, words: words(zh, en), clauses: ["2.1.1-3"], subject: "lease", facts: z.object({ ...deed, ...more }) });
const contentHash = { kind: z.enum(keysOf<VersionKind>(versionKinds)), effectiveFrom: dateField(), tenantId: idField("tenant"), content: hashField() };
export const termsDrafted = stepEvent("terms_drafted", "起草条款", "Terms drawn up", contentHash);
export const termsChanged = stepEvent("terms_changed", "修改条款草稿", "Draft of terms changed", contentHash);
export const termsSubmitted = stepEvent("terms_submitted", "条款提交审批", "Terms submitted", {});
export const termsApproved = stepEvent("terms_approved", "条款批准", "Terms approved", {});
export const termsRefused = stepEvent("terms_refused", "条款退回", "Terms sent back", { reason: z.string() });
export const termsWithdrawn = stepEvent("terms_withdrawn", "条款撤回", "Terms withdrawn", { reason: z.string() });
export const termsCancelled = stepEvent("terms_cancelled", "条款作废", "Terms cancelled", { reason: z.string() });
/** A gate opened by authority: what was missing stands here by its code. */
export const signatureOverridden = stepEvent("signature_overridden", "放行签约", "Signed past what was missing", { reason: z.string(), missing: z.array(problemField) });
export const daysChanged = event({
  name: "leasing.days_changed",
  words: words("更正交付日与入驻日", "Days of handover and move-in changed"),
  clauses: [],
  subject: "lease",
  facts: z.object({ leaseId: idField("lease"), leaseNo: z.string(), handoverOn: dateField().nullable(), moveInOn: dateField().nullable() }),
});
export const pointExplained = event({
  name: "leasing.point_explained",
  words: words("客户确认条款讲解", "Explanation confirmed"),
  clauses: ["2.1.2-2"],
  subject: "lease",
  facts: z.object({
    leaseId: idField("lease"),
    leaseNo: z.string(),
    point: z.enum(pointCodes),
    said: z.array(wordsField()).readonly(),
    hash: hashField(),
    contactId: idField("contact").nullable(),
    name: z.string(),
    means: z.enum(["portal", "screen"]),
  }),
});
export const annexesChanged = event({
  name: "leasing.annexes_changed",
  words: words("调整必备附件清单", "List of annexes changed"),
  clauses: ["2.1.1-3"],
  subject: "site",
  facts: z.object({ siteId: idField("site"), annexes: z.array(z.object({ code: z.string(), name: wordsField(), isCompulsory: z.boolean() })).readonly() }),
});
