import { z } from "zod";
import { endpoint, event, fileReply, permissions } from "#kernel/contract.ts";
import { dateField, idField, instantField, pageOf, pageQuery, textField, wordsField } from "#kernel/fields.ts";
import { staffRoles } from "#kernel/role.ts";
import { words } from "#kernel/words.ts";
import { documentStates, grades, means, parties } from "./rules.ts";

export const documentsRights = permissions("documents", {
  read: staffRoles,
  /** Asks for signatures, takes them in one's presence, attaches scans, withdraws. */
  handle: ["projectManager", "leasingOfficer", "serviceSupervisor", "finance", "cashier", "legal"],
  /** Signs for the operator: the property company and, by its mandate, the owner. */
  sign: ["projectManager", "leasingOfficer", "finance", "legal", "fireResponsiblePerson", "fireSafetyManager"],
  settings: ["projectManager", "legal"],
  /** A contact of the tenant's reads what their company was issued, and signs for it. */
  portal: { roles: ["tenantContact"] },
  portalSign: { roles: ["tenantContact"], authority: "signing" },
});

const site = { siteId: idField("site") };
const document = { ...site, documentId: idField("document") };
const keysOf = <T extends object>(table: T) => Object.keys(table) as [keyof T & string, ...(keyof T & string)[]];
const hashField = () => z.string().regex(/^[0-9a-f]{64}$/);

export const stateField = () => z.enum(keysOf(documentStates));
export const partyField = () => z.enum(keysOf(parties));
export const meansField = () => z.enum(keysOf(means));
export const gradeField = () => z.enum(keysOf(grades));
export const languageField = () => z.enum(["zh", "en", "both"]);
export const subjectField = () => z.object({ kind: z.string(), id: z.string(), label: z.string() });

export const signatureField = z.object({
  means: meansField(),
  signedAt: instantField(),
  authority: z.string(),
  byName: z.string(),
  imageFileId: idField("file").nullable(),
  scanFileId: idField("file").nullable(),
  documentHash: hashField(),
  evidenceId: idField("evidence"),
});
export const signerField = z.object({
  id: idField("signer"),
  position: z.number().int(),
  party: partyField(),
  partyName: z.string(),
  name: z.string(),
  contactId: idField("contact").nullable(),
  personId: idField("person").nullable(),
  email: z.string().nullable(),
  phone: z.string().nullable(),
  /** The link this signer holds now, if any still works. */
  link: z.object({ sentTo: z.string().nullable(), createdAt: instantField(), expiresAt: instantField(), openedAt: instantField().nullable() }).nullable(),
  signature: signatureField.nullable(),
});

export const documentField = z.object({
  id: idField("document"),
  kind: z.string(),
  subject: subjectField(),
  version: z.number().int(),
  supersedesId: idField("document").nullable(),
  title: wordsField(),
  language: languageField(),
  format: z.enum(["pdf", "docx"]),
  tenantId: idField("tenant").nullable(),
  fileId: idField("file"),
  hash: hashField(),
  proofCode: z.string().nullable(),
  issuedByName: z.string(),
  issuedAt: instantField(),
  state: stateField(),
  completedAt: instantField().nullable(),
  grade: gradeField().nullable(),
  sealedFileId: idField("file").nullable(),
  sealedHash: hashField().nullable(),
  closedAt: instantField().nullable(),
  closedReason: z.string().nullable(),
});
export const documentViewField = documentField.extend({ signers: z.array(signerField) });

export const listDocuments = endpoint({
  method: "GET",
  path: "/sites/{siteId}/documents/documents",
  summary: "Documents, newest first; of a subject, of a tenant, or in one state",
  permission: documentsRights.read,
  params: z.object(site),
  query: z.object({
    ...pageQuery,
    subjectKind: textField(40).optional(),
    subjectId: textField(60).optional(),
    tenantId: idField("tenant").optional(),
    state: stateField().optional(),
  }),
  reply: pageOf(documentViewField),
});
export const getDocument = endpoint({
  method: "GET",
  path: "/sites/{siteId}/documents/documents/{documentId}",
  summary: "A document with who signs it and who has",
  permission: documentsRights.read,
  params: z.object(document),
  reply: documentViewField,
});
export const downloadDocument = endpoint({
  method: "GET",
  path: "/sites/{siteId}/documents/documents/{documentId}/file",
  summary: "The file of a document: with its signatures once all have signed, or as it was issued",
  permission: documentsRights.read,
  params: z.object(document),
  query: z.object({ as: z.enum(["newest", "issued"]).default("newest") }),
  reply: fileReply("application/pdf", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
});

export const askForSignatures = endpoint({
  method: "POST",
  path: "/sites/{siteId}/documents/documents/{documentId}/requests",
  summary: "Send everybody who has not signed a one-time link; earlier links stop working",
  permission: documentsRights.handle,
  clause: "2.1.1-3",
  params: z.object(document),
  body: z.object({ signerIds: z.array(idField("signer")).max(20).optional() }),
  /** `path` is below the public address; whoever opens it still needs the code sent to the signer's mailbox. */
  reply: z.object({ links: z.array(z.object({ signerId: idField("signer"), name: z.string(), sentTo: z.string(), path: z.string(), expiresAt: instantField() })) }),
});

// What later features may hear

const about = { documentId: idField("document"), kind: z.string(), version: z.number().int(), of: z.object({ kind: z.string(), id: z.string() }) };

export const documentIssued = event({
  name: "documents.issued",
  words: words("出具文书", "Document issued"),
  clauses: ["2.1.1-3"],
  subject: "document",
  facts: z.object({
    ...about,
    title: wordsField(),
    label: z.string(),
    hash: hashField(),
    proofCode: z.string().nullable(),
    supersedesId: idField("document").nullable(),
    signers: z.array(z.object({ signerId: idField("signer"), party: partyField(), partyName: z.string(), name: z.string() })),
  }),
});
export const signaturesAsked = event({
  name: "documents.signatures_asked",
  words: words("发出签署邀请", "Asked to sign"),
  clauses: ["2.1.1-3"],
  subject: "document",
  facts: z.object({ ...about, signers: z.array(z.object({ signerId: idField("signer"), name: z.string(), sentTo: z.string(), expiresAt: instantField() })) }),
});
/** One party has signed: who, by what authority and means, what was seen and when. */
export const documentSigned = event({
  name: "documents.signed",
  words: words("签署文书", "Document signed"),
  clauses: ["2.1.1-3"],
  subject: "document",
  facts: z.object({
    ...about,
    signerId: idField("signer"),
    party: partyField(),
    partyName: z.string(),
    name: z.string(),
    contactId: idField("contact").nullable(),
    personId: idField("person").nullable(),
    authority: z.string(),
    means: meansField(),
    /** Whose account or whose witness it was; the signer's own name for a link. */
    byName: z.string(),
    sentTo: z.string().nullable(),
    documentHash: hashField(),
    imageHash: hashField().nullable(),
    scanHash: hashField().nullable(),
    signedAt: instantField(),
    /** The day on the paper, where it was signed on paper. */
    signedOn: dateField().nullable(),
  }),
});
/** All have signed. The signed file with the digital signature follows within moments. */
export const documentCompleted = event({
  name: "documents.completed",
  words: words("文书签署完成", "Document signed by all"),
  clauses: ["2.1.1-3"],
  subject: "document",
  facts: z.object({ ...about, hash: hashField(), grade: gradeField(), tenantId: idField("tenant").nullable() }),
});

export const documentClosed = event({
  name: "documents.closed",
  words: words("文书被取代或作废", "Document superseded or withdrawn"),
  clauses: [],
  subject: "document",
  facts: z.object({ ...about, how: z.enum(["superseded", "withdrawn"]), reason: z.string() }),
});
