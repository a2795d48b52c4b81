import { z } from "zod";
import { endpoint, event, fileReply, fileUpload } from "#kernel/contract.ts";
import { dateField, idField, instantField, pageOf, pageQuery, textField, versionField } from "#kernel/fields.ts";
import { words } from "#kernel/words.ts";
import { type PaperKind, paperKinds, type PaperStage, paperStages, type ReviewState, reviewStates, type Standing, standings } from "../rules/papers.ts";
import { tenantKindField } from "./leads.ts";
import { tenantsRights } from "./rights.ts";

const keys = <K extends string>(table: Readonly<Record<K, unknown>>) => Object.keys(table) as [K, ...K[]];
const site = { siteId: idField("site") };
const atTenant = z.object({ ...site, tenantId: idField("tenant") });
const atLead = z.object({ ...site, leadId: idField("lead") });
const atPaper = z.object({ ...site, paperId: idField("paper") });
const kindField = () => z.enum(keys<PaperKind>(paperKinds));
const stageField = () => z.enum(keys<PaperStage>(paperStages));
const standingField = () => z.enum(keys<Standing>(standings));
const fileTypes = fileReply("image/jpeg", "image/png", "image/webp", "application/pdf", "application/octet-stream");
const mostBytes = 15 * 1024 * 1024;

export const paperField = z.object({
  id: idField("paper"),
  tenantId: idField("tenant").nullable(),
  leadId: idField("lead").nullable(),
  kind: kindField(),
  documentNo: z.string(),
  validFrom: dateField().nullable(),
  validTo: dateField().nullable(),
  state: z.enum(keys<ReviewState>(reviewStates)),
  handedInAt: instantField(),
  handedInBy: z.string(),
  fromPortal: z.boolean(),
  reviewerName: z.string(),
  reviewedAt: instantField().nullable(),
  refusal: z.string(),
  fileName: z.string(),
  fileType: z.string(),
  fileSize: z.number().int(),
  version: versionField(),
});

const problemField = z.object({ code: z.string(), facts: z.record(z.string(), z.unknown()) });
export const papersField = z.object({
  kind: tenantKindField(),
  /** How far they have come; null while no papers are asked for. */
  stage: stageField().nullable(),
  wanted: z.array(z.object({ kind: kindField(), standing: standingField(), validTo: dateField().nullable() })),
  papers: z.array(paperField),
  /** All that stands against the next step for want of papers. */
  whyNotQualified: z.array(problemField),
});

/** Beside the file, in the address: a file is sent alone. */
const handingIn = z.object({
  id: idField("paper"),
  kind: kindField(),
  documentNo: textField(100).optional(),
  validFrom: dateField().optional(),
  validTo: dateField().optional(),
});

export const getTenantPapers = endpoint({
  method: "GET",
  path: "/sites/{siteId}/tenants/{tenantId}/papers",
  summary: "The papers of a tenant: which are wanted at its stage, how each stands, and all that were handed in",
  permission: tenantsRights.readPapers,
  clause: "2.1.1-2",
  params: atTenant,
  reply: papersField,
});
export const getLeadPapers = endpoint({
  method: "GET",
  path: "/sites/{siteId}/tenants/leads/{leadId}/papers",
  summary: "The papers of a lead",
  permission: tenantsRights.readPapers,
  clause: "2.1.1-2",
  params: atLead,
  reply: papersField,
});
export const handInForTenant = endpoint({
  method: "POST",
  path: "/sites/{siteId}/tenants/{tenantId}/papers",
  summary: "Hand in a paper of a tenant, up to 15 MB",
  permission: tenantsRights.handInPapers,
  clause: "2.1.1-2",
  params: atTenant,
  query: handingIn,
  body: fileUpload(mostBytes),
  reply: paperField,
});
export const handInForLead = endpoint({
  method: "POST",
  path: "/sites/{siteId}/tenants/leads/{leadId}/papers",
  summary: "Hand in a paper of a lead, up to 15 MB",
  permission: tenantsRights.handInPapers,
  clause: "2.1.1-2",
  params: atLead,
  query: handingIn,
  body: fileUpload(mostBytes),
  reply: paperField,
});
export const setPaperStage = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/tenants/{tenantId}/paper-stage",
  summary: "Say how far a tenant has come, and with it which papers are wanted; null asks for none",
  permission: tenantsRights.reviewPapers,
  clause: "2.1.1-2",
  params: atTenant,
  body: z.object({ stage: stageField().nullable() }),
  reply: papersField,
});
export const reviewPaper = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/tenants/papers/{paperId}/review",
  summary: "Accept a paper with its validity, or refuse it with the reason",
  permission: tenantsRights.reviewPapers,
  clause: "2.1.1-2",
  params: atPaper,
  body: z.object({
    result: z.enum(["accepted", "refused"]),
    refusal: z.union([z.literal(""), textField(500)]).default(""),
    documentNo: z.union([z.literal(""), textField(100)]).default(""),
    validFrom: dateField().nullable().default(null),
    validTo: dateField().nullable().default(null),
    version: versionField(),
  }),
  reply: paperField,
});
export const getPaperFile = endpoint({
  method: "GET",
  path: "/sites/{siteId}/tenants/papers/{paperId}/file",
  summary: "The file of a paper",
  permission: tenantsRights.readPapers,
  params: atPaper,
  reply: fileTypes,
});

export const owedPaperField = z.object({
  tenantId: idField("tenant").nullable(),
  leadId: idField("lead").nullable(),
  name: z.string(),
  tenantKind: tenantKindField(),
  stage: stageField(),
  kind: kindField(),
  standing: standingField(),
  validTo: dateField().nullable(),
});
const listStandings = ["missing", "refused", "expired", "expiring", "handedIn"] as const;
const owedFilter = { standing: z.enum(listStandings).optional(), stage: stageField().optional() };
export const listOwedPapers = endpoint({
  method: "GET",
  path: "/sites/{siteId}/tenants/papers",
  summary: "Papers wanted at this site that are missing, refused, expired, expire within 30 days or wait to be checked",
  permission: tenantsRights.readPapers,
  clause: "2.1.1-2",
  params: z.object(site),
  query: z.object({ ...pageQuery, ...owedFilter }),
  reply: pageOf(owedPaperField),
});
export const exportOwedPapers = endpoint({
  method: "GET",
  path: "/sites/{siteId}/tenants/papers/sheet",
  summary: "The same list as an Excel file",
  permission: tenantsRights.readPapers,
  params: z.object(site),
  query: z.object(owedFilter),
  reply: fileReply("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
});
export const listPapersToReview = endpoint({
  method: "GET",
  path: "/sites/{siteId}/tenants/papers/to-review",
  summary: "Papers that wait to be checked, the longest wait first",
  permission: tenantsRights.readPapers,
  clause: "2.1.1-2",
  params: z.object(site),
  query: z.object(pageQuery),
  reply: pageOf(paperField.extend({ name: z.string() })),
});

/** What the tenant's contact sees: no names of the house. */
const ownPaperField = paperField.omit({ tenantId: true, leadId: true, reviewerName: true, version: true });
export const getOwnPapers = endpoint({
  method: "GET",
  path: "/sites/{siteId}/tenants/portal/papers",
  summary: "Papers my company owes, and those it handed in",
  permission: tenantsRights.ownPapers,
  clause: "2.1.1-2",
  params: z.object(site),
  reply: z.object({ stage: stageField().nullable(), wanted: papersField.shape.wanted, papers: z.array(ownPaperField) }),
});
export const handInOwn = endpoint({
  method: "POST",
  path: "/sites/{siteId}/tenants/portal/papers",
  summary: "Hand in a paper of my company, up to 15 MB",
  permission: tenantsRights.ownPapers,
  clause: "2.1.1-2",
  params: z.object(site),
  query: handingIn,
  body: fileUpload(mostBytes),
  reply: ownPaperField,
});
export const getOwnPaperFile = endpoint({
  method: "GET",
  path: "/sites/{siteId}/tenants/portal/papers/{paperId}/file",
  summary: "The file of a paper of my company",
  permission: tenantsRights.ownPapers,
  params: atPaper,
  reply: fileTypes,
});

const facts = {
  paperId: idField("paper"),
  tenantId: idField("tenant").nullable(),
  leadId: idField("lead").nullable(),
  kind: z.string(),
  validTo: dateField().nullable(),
};
export const paperHandedIn = event({
  name: "tenants.paper_handed_in",
  words: words("提交资格资料", "Paper handed in"),
  clauses: ["2.1.1-2"],
  subject: "paper",
  facts: z.object({ ...facts, fileHash: z.string(), fromPortal: z.boolean() }),
});
export const paperReviewed = event({
  name: "tenants.paper_reviewed",
  words: words("审核资格资料", "Paper checked"),
  clauses: ["2.1.1-2"],
  subject: "paper",
  facts: z.object({ ...facts, result: z.string(), refusal: z.string() }),
});
export const paperStageChanged = event({
  name: "tenants.paper_stage_changed",
  words: words("资料要求变更", "Papers asked for"),
  clauses: ["2.1.1-2"],
  subject: "tenant",
  facts: z.object({ tenantId: idField("tenant"), stage: z.string() }),
});
