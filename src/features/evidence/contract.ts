import { z } from "zod";
import { endpoint, event, fileReply, job } from "#kernel/contract.ts";
import { dateField, idField, instantField, pageOf, pageQuery, textField, wordsField } from "#kernel/fields.ts";
import { languages, words } from "#kernel/words.ts";
import type { Finding, ProofState } from "./rules.ts";
import { evidenceRights } from "./contract/rights.ts";

export { evidenceRights };

const site = { siteId: idField("site") };
const hashField = () => z.string();

export const factField = z.object({
  id: idField("evidence"),
  happenedAt: instantField(),
  receivedAt: instantField(),
  actor: z.object({ kind: z.string(), personId: idField("person").nullable(), name: z.string() }),
  name: z.string(),
  /** The event as people say it. */
  title: wordsField(),
  clauses: z.array(z.string()).readonly(),
  subject: z.object({ kind: z.string(), id: z.string() }),
  facts: z.record(z.string(), z.unknown()).readonly(),
  hash: hashField(),
});

export const sealField = z.object({
  number: z.number().int(),
  count: z.number().int(),
  root: hashField(),
  previous: hashField().nullable(),
  sealedAt: instantField(),
  hash: hashField(),
});

const factFilter = {
  clause: z
    .string()
    .regex(/^[\w.-]{1,40}$/)
    .optional(),
  subjectKind: z
    .string()
    .regex(/^\w{1,40}$/)
    .optional(),
  subjectId: textField(80).optional(),
  personId: idField("person").optional(),
  from: dateField().optional(),
  to: dateField().optional(),
};

export const listFacts = endpoint({
  method: "GET",
  path: "/sites/{siteId}/evidence/facts",
  summary: "What happened, newest first; of the last 31 days unless a subject or days are given, both days included",
  permission: evidenceRights.read,
  params: z.object(site),
  query: z.object({ ...pageQuery, ...factFilter }),
  reply: pageOf(factField),
});

export const exportFacts = endpoint({
  method: "GET",
  path: "/sites/{siteId}/evidence/facts.xlsx",
  summary: "The same list as an Excel file, up to 50 000 rows",
  permission: evidenceRights.read,
  params: z.object(site),
  query: z.object({ ...factFilter, language: z.enum(languages).default("zh") }),
  reply: fileReply("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
});

export const getFact = endpoint({
  method: "GET",
  path: "/sites/{siteId}/evidence/facts/{factId}",
  summary: "One fact with the text that was hashed, its seal and the proof that it is in it, recomputed now",
  permission: evidenceRights.read,
  params: z.object({ ...site, factId: idField("evidence") }),
  reply: z.object({
    fact: factField,
    /** The RFC 8785 JSON whose SHA-256, after a zero byte, is the hash. */
    canonical: z.string(),
    isHashTrue: z.boolean(),
    seal: sealField.nullable(),
    proof: z.array(z.object({ side: z.enum(["left", "right"]), hash: hashField() })),
    isIncluded: z.boolean(),
    /** Whether the newest seal leads back to this one. */
    isChained: z.boolean(),
    newestSeal: z.number().int().nullable(),
  }),
});

const findingField = z.custom<Finding>((value) => typeof value === "object" && value !== null && "kind" in value);

export const verificationField = z.object({
  verifiedAt: instantField(),
  facts: z.number().int(),
  unsealed: z.number().int(),
  seals: z.number().int(),
  head: z.object({ number: z.number().int(), hash: hashField() }).nullable(),
  findings: z.array(findingField).readonly(),
  isCutShort: z.boolean(),
});

export const listVerifications = endpoint({
  method: "GET",
  path: "/sites/{siteId}/evidence/verifications",
  summary: "The last 30 verifications of this site's evidence, newest first",
  permission: evidenceRights.read,
  params: z.object(site),
  reply: z.object({ items: z.array(verificationField) }),
});

export const startVerification = endpoint({
  method: "POST",
  path: "/sites/{siteId}/evidence/verifications",
  summary: "Verify all evidence of this site now, in the background",
  permission: evidenceRights.verify,
  params: z.object(site),
  ratePerMinute: 6,
});

export const shownFactField = z.object({ label: wordsField(), value: z.union([z.string(), wordsField()]) });

export const proofReply = z.object({
  code: z.string(),
  state: z.enum(["intact", "awaiting", "broken"] satisfies ProofState[]),
  document: wordsField(),
  version: z.number().int(),
  issuedAt: instantField(),
  shown: z.array(shownFactField),
  /** SHA-256 of the files that were printed under this code. */
  fileHashes: z.array(hashField()),
});

export const checkProof = endpoint({
  method: "GET",
  path: "/evidence/proofs/{code}",
  summary: "Whether a printed record is genuine, by the code on its paper",
  permission: "public",
  params: z.object({ code: z.string().max(60) }),
  reply: proofReply,
  ratePerMinute: 60,
});

/** A document was made for printing: what it says, by hash, and the records it rests on. */
export const documentIssued = event({
  name: "evidence.document_issued",
  words: words("出具文件", "Document issued"),
  clauses: [],
  subject: "document",
  facts: z.object({
    documentId: idField("document"),
    document: z.string(),
    title: wordsField(),
    version: z.number().int(),
    of: z.object({ kind: z.string(), id: z.string() }),
    shown: z.array(shownFactField),
    contentHash: hashField(),
    records: z.array(idField("evidence")),
  }),
});

/** The document was printed to a file with this SHA-256. */
export const documentPrinted = event({
  name: "evidence.document_printed",
  words: words("打印文件", "Document printed"),
  clauses: [],
  subject: "document",
  facts: z.object({ documentId: idField("document"), fileHash: hashField() }),
});

export const sealSoon = job({ name: "evidence.seal_now", payload: z.object(site) });
export const verifyNow = job({ name: "evidence.verify_now", payload: z.object(site) });
