import { z } from "zod";
import { endpoint, event, fileReply, fileUpload, job } from "#kernel/contract.ts";
import { dateField, idField, instantField, pageOf, pageQuery, textField, wordsField } from "#kernel/fields.ts";
import { languages, words } from "#kernel/words.ts";
import { documentsRights } from "./contract/rights.ts";
import { documentStates, grades, means, parties } from "./rules.ts";

export { documentsRights };

const site = { siteId: idField("site") };
const document = { ...site, documentId: idField("document") };
const keysOf = <T extends object>(table: T) => Object.keys(table) as [keyof T & string, ...(keyof T & string)[]];
const docx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
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

const documentFilter = {
  subjectKind: textField(40).optional(),
  subjectId: textField(60).optional(),
  tenantId: idField("tenant").optional(),
  state: stateField().optional(),
};

export const listDocuments = endpoint({
  method: "GET",
  path: "/sites/{siteId}/documents/documents",
  summary: "Documents, newest first; of a subject, of a tenant, or in one state",
  permission: documentsRights.read,
  params: z.object(site),
  query: z.object({ ...pageQuery, ...documentFilter }),
  reply: pageOf(documentViewField),
});
export const exportDocuments = endpoint({
  method: "GET",
  path: "/sites/{siteId}/documents/documents.xlsx",
  summary: "The same list as an Excel file, up to 20 000 rows",
  permission: documentsRights.read,
  params: z.object(site),
  query: z.object({ ...documentFilter, language: z.enum(languages).default("zh") }),
  reply: fileReply("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
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
  reply: fileReply("application/pdf", docx),
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

/** A PNG of a hand-written signature, base64, and the hash of the file that was shown. */
const inkFields = { image: z.base64().min(1).max(420_000), documentHash: hashField() };

export const signHere = endpoint({
  method: "POST",
  path: "/sites/{siteId}/documents/documents/{documentId}/signatures",
  summary: "Sign for the operator on screen: whoever is named, or who may sign for the party",
  permission: documentsRights.signNamed,
  clause: "2.1.1-3",
  params: z.object(document),
  body: z.object({ signerId: idField("signer"), ...inkFields }),
  reply: documentViewField,
});
export const signWitnessed = endpoint({
  method: "POST",
  path: "/sites/{siteId}/documents/documents/{documentId}/witnessed-signatures",
  summary: "Have somebody from outside sign on our screen, in our presence",
  permission: documentsRights.handle,
  clause: "2.1.1-3",
  params: z.object(document),
  body: z.object({ signerId: idField("signer"), identity: textField(200), ...inkFields }),
  reply: documentViewField,
});
export const uploadScan = endpoint({
  method: "POST",
  path: "/sites/{siteId}/documents/documents/{documentId}/scans",
  summary: "Attach the scan of a copy signed on paper, for one signer or for all who have not signed",
  permission: documentsRights.handle,
  clause: "2.1.1-3",
  params: z.object(document),
  query: z.object({ signerId: idField("signer").optional(), signedOn: dateField().optional() }),
  body: fileUpload(20 << 20),
  reply: documentViewField,
});
export const correctSigner = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/documents/documents/{documentId}/signers/{signerId}",
  summary: "Correct the mailbox or telephone of somebody who has not signed; their link stops working",
  permission: documentsRights.handle,
  params: z.object({ ...document, signerId: idField("signer") }),
  body: z.object({ email: z.email().max(254).nullable(), phone: textField(40).nullable() }),
  reply: documentViewField,
});
export const withdrawDocument = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/documents/documents/{documentId}/withdrawal",
  summary: "Withdraw a document that is not yet signed by all; its links stop working",
  permission: documentsRights.handle,
  params: z.object(document),
  body: z.object({ reason: textField(500) }),
  reply: documentViewField,
});
export const documentPages = endpoint({
  method: "GET",
  path: "/sites/{siteId}/documents/documents/{documentId}/pages",
  summary: "The pages of a document to be signed, as SVG pictures",
  permission: documentsRights.read,
  params: z.object(document),
  reply: z.object({ pages: z.array(z.string()) }),
});
export const signedFile = endpoint({
  method: "GET",
  path: "/sites/{siteId}/documents/documents/{documentId}/signers/{signerId}/file",
  summary: "What somebody signed with: the picture of their signature, or the scan",
  permission: documentsRights.read,
  params: z.object({ ...document, signerId: idField("signer") }),
  reply: fileReply("image/*", "application/pdf"),
});

// The company's own Word templates

const kindField = () => z.string().regex(/^[a-z]{1,30}\.[a-zA-Z0-9_]{1,40}$/);
export const wordKindField = z.object({
  kind: z.string(),
  title: wordsField(),
  /** What a template of this kind may ask for, with what stood there in the newest document. */
  fields: z.array(z.object({ name: z.string(), sample: z.string() })),
});
export const wordTemplateField = z.object({
  id: idField("wordTemplate"),
  kind: z.string(),
  name: z.string(),
  fields: z.array(z.string()),
  uploadedByName: z.string(),
  uploadedAt: instantField(),
});
export const listWordTemplates = endpoint({
  method: "GET",
  path: "/sites/{siteId}/documents/word-templates",
  summary: "The Word templates in use, and the kinds of document that one can be made for with their fields",
  permission: documentsRights.read,
  params: z.object(site),
  reply: z.object({ kinds: z.array(wordKindField), items: z.array(wordTemplateField) }),
});
export const uploadWordTemplate = endpoint({
  method: "POST",
  path: "/sites/{siteId}/documents/word-templates",
  summary: "Add a Word template for a kind of document; what is wrong with it is named",
  permission: documentsRights.settings,
  params: z.object(site),
  query: z.object({ kind: kindField(), name: textField(80) }),
  body: fileUpload(10 << 20),
  reply: wordTemplateField,
});
const wordTemplate = { ...site, templateId: idField("wordTemplate") };
export const retireWordTemplate = endpoint({
  method: "DELETE",
  path: "/sites/{siteId}/documents/word-templates/{templateId}",
  summary: "Take a Word template out of use",
  permission: documentsRights.settings,
  params: z.object(wordTemplate),
});
export const downloadWordTemplate = endpoint({
  method: "GET",
  path: "/sites/{siteId}/documents/word-templates/{templateId}/file",
  summary: "A Word template as it was uploaded",
  permission: documentsRights.read,
  params: z.object(wordTemplate),
  reply: fileReply(docx),
});
export const fillWordTemplate = endpoint({
  method: "GET",
  path: "/sites/{siteId}/documents/documents/{documentId}/word/{templateId}",
  summary: "A Word template of the document's kind, filled with what the document was made from",
  permission: documentsRights.read,
  params: z.object({ ...document, templateId: idField("wordTemplate") }),
  reply: fileReply(docx),
});

// The site's certificate, and what it has signed

export const certificateField = z.object({
  id: idField("certificate"),
  origin: z.enum(["selfMade", "uploaded"]),
  name: z.string(),
  organisation: z.string(),
  issuer: z.string(),
  serial: z.string(),
  fingerprint: hashField(),
  validFrom: instantField(),
  validTo: instantField(),
  madeByName: z.string(),
  madeAt: instantField(),
  endedAt: instantField().nullable(),
});
export const listCertificates = endpoint({
  method: "GET",
  path: "/sites/{siteId}/documents/certificates",
  summary: "The certificate this site signs its documents with, and those it signed with before; empty until the first is needed",
  permission: documentsRights.read,
  params: z.object(site),
  reply: z.object({ items: z.array(certificateField) }),
});
export const makeCertificate = endpoint({
  method: "POST",
  path: "/sites/{siteId}/documents/certificates",
  summary: "Make the site a new certificate of its own; what was signed before stays signed",
  permission: documentsRights.settings,
  params: z.object(site),
  ratePerMinute: 6,
  reply: certificateField,
});
export const uploadCertificate = endpoint({
  method: "POST",
  path: "/sites/{siteId}/documents/certificates/uploaded",
  summary: "Sign with a certificate of an authority: a PKCS#12 file and its password",
  permission: documentsRights.settings,
  params: z.object(site),
  ratePerMinute: 6,
  body: z.object({ pkcs12: z.base64().min(1).max(200_000), password: z.string().max(200) }),
  reply: certificateField,
});
export const downloadCertificate = endpoint({
  method: "GET",
  path: "/sites/{siteId}/documents/certificates/{certificateId}/file",
  summary: "The public part of a certificate, for PDF readers that are to trust it",
  permission: documentsRights.read,
  params: z.object({ ...site, certificateId: idField("certificate") }),
  reply: fileReply("application/pkix-cert"),
});
export const checkFile = endpoint({
  method: "POST",
  path: "/sites/{siteId}/documents/checks",
  summary: "Whether a PDF is as it was signed, and whether it is one of ours",
  permission: documentsRights.read,
  params: z.object(site),
  body: fileUpload(20 << 20),
  reply: z.object({
    isAsSigned: z.boolean(),
    signatures: z.array(
      z.object({
        isIntact: z.boolean(),
        coversAll: z.boolean(),
        name: z.string().nullable(),
        fingerprint: hashField().nullable(),
        /** One of this site's own certificates. */
        isOurs: z.boolean(),
        saidAt: z.string().nullable(),
      }),
    ),
    document: documentField.nullable(),
  }),
});

// The tenant's side

export const portalDocuments = endpoint({
  method: "GET",
  path: "/sites/{siteId}/documents/portal/documents",
  summary: "What my company was issued, newest first",
  permission: documentsRights.portal,
  params: z.object(site),
  query: z.object({ ...pageQuery }),
  reply: pageOf(documentViewField),
});
export const portalDocument = endpoint({
  method: "GET",
  path: "/sites/{siteId}/documents/portal/documents/{documentId}",
  summary: "One of my company's documents, with its pages as pictures",
  permission: documentsRights.portal,
  params: z.object(document),
  reply: documentViewField.extend({
    pages: z.array(z.string()),
    /** Whom I sign for here, if I am one of them and have not signed. */
    mySignerId: idField("signer").nullable(),
  }),
});
export const portalFile = endpoint({
  method: "GET",
  path: "/sites/{siteId}/documents/portal/documents/{documentId}/file",
  summary: "The file of one of my company's documents",
  permission: documentsRights.portal,
  params: z.object(document),
  reply: fileReply("application/pdf", docx),
});
export const signAsContact = endpoint({
  method: "POST",
  path: "/sites/{siteId}/documents/portal/documents/{documentId}/signatures",
  summary: "Sign for my company, with the authority to sign",
  permission: documentsRights.portalSign,
  clause: "2.1.1-3",
  params: z.object(document),
  body: z.object({ signerId: idField("signer"), ...inkFields }),
  reply: documentViewField,
});

// Whoever holds a link. Secrets travel in bodies, never in addresses.

const secretField = () => z.string().regex(/^[\w-]{43}$/);
const partyFacts = { party: partyField(), partyName: z.string(), name: z.string() };

export const lookAtSigningLink = endpoint({
  method: "POST",
  path: "/documents/signing",
  summary: "What a signing link is for",
  permission: "public",
  ratePerMinute: 30,
  body: z.object({ secret: secretField() }),
  reply: z.object({
    site: z.string(),
    title: wordsField(),
    label: z.string(),
    language: languageField(),
    version: z.number().int(),
    issuedAt: instantField(),
    issuedByName: z.string(),
    signer: z.object(partyFacts),
    sentTo: z.string(),
    expiresAt: instantField(),
  }),
});
export const sendSigningCode = endpoint({
  method: "POST",
  path: "/documents/signing/codes",
  summary: "Send a code of six digits to the mailbox the link was made for",
  permission: "public",
  ratePerMinute: 6,
  body: z.object({ secret: secretField() }),
  reply: z.object({ sentTo: z.string(), minutes: z.number().int() }),
});
export const enterSigningCode = endpoint({
  method: "POST",
  path: "/documents/signing/passes",
  summary: "Exchange the code for a pass that opens the document and the pen for half an hour",
  permission: "public",
  ratePerMinute: 12,
  body: z.object({ secret: secretField(), code: z.string().regex(/^\d{6}$/) }),
  reply: z.object({ pass: z.string(), expiresAt: instantField() }),
});
const admission = { secret: secretField(), pass: secretField() };
export const readByLink = endpoint({
  method: "POST",
  path: "/documents/signing/document",
  summary: "The pages to be signed, as SVG pictures, and who else signs",
  permission: "public",
  ratePerMinute: 30,
  body: z.object(admission),
  reply: z.object({
    pages: z.array(z.string()),
    hash: hashField(),
    proofCode: z.string().nullable(),
    signers: z.array(z.object({ ...partyFacts, signedAt: instantField().nullable() })),
  }),
});
export const fileByLink = endpoint({
  method: "POST",
  path: "/documents/signing/file",
  summary: "The file to be signed",
  permission: "public",
  ratePerMinute: 12,
  body: z.object(admission),
  reply: fileReply("application/pdf"),
});
export const signByLink = endpoint({
  method: "POST",
  path: "/documents/signing/signature",
  summary: "Sign; the link is then used up",
  permission: "public",
  ratePerMinute: 12,
  clause: "2.1.1-3",
  body: z.object({ ...admission, ...inkFields }),
  reply: z.object({ signedAt: instantField(), proofCode: z.string().nullable(), hash: hashField() }),
});

/** Puts the signatures on the pages of a document that all have signed, and the site's digital signature around them. */
export const finishDocument = job({ name: "documents.finish", payload: z.object(document) });

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

export const signerCorrected = event({
  name: "documents.signer_corrected",
  words: words("更正签署人联系方式", "How to reach a signer corrected"),
  clauses: [],
  subject: "document",
  facts: z.object({ ...about, signerId: idField("signer"), name: z.string(), sentTo: z.string().nullable() }),
});
export const certificateChanged = event({
  name: "documents.certificate_changed",
  words: words("更换签章证书", "Certificate changed"),
  clauses: [],
  subject: "certificate",
  facts: z.object({ certificateId: idField("certificate"), origin: z.enum(["selfMade", "uploaded"]), name: z.string(), fingerprint: hashField() }),
});
/** The signed file: the pages with their signatures, digitally signed. */
export const documentSealed = event({
  name: "documents.sealed",
  words: words("文书加盖数字签名", "Document digitally signed"),
  clauses: [],
  subject: "document",
  facts: z.object({ ...about, hash: hashField(), sealedHash: hashField(), fingerprint: hashField() }),
});
export const wordTemplateChanged = event({
  name: "documents.word_template_changed",
  words: words("更换 Word 模板", "Word template changed"),
  clauses: [],
  subject: "wordTemplate",
  facts: z.object({ wordTemplateId: idField("wordTemplate"), kind: z.string(), name: z.string(), how: z.enum(["added", "retired"]), fileHash: hashField().nullable() }),
});
export const documentClosed = event({
  name: "documents.closed",
  words: words("文书被取代或作废", "Document superseded or withdrawn"),
  clauses: [],
  subject: "document",
  facts: z.object({ ...about, how: z.enum(["superseded", "withdrawn"]), reason: z.string() }),
});
