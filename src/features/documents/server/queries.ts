import { sql } from "kysely";
import type { FileContent, ValueOf } from "#kernel/contract.ts";
import type { Id } from "#kernel/id.ts";
import { Refusal } from "#kernel/problem.ts";
import type { Words } from "#kernel/words.ts";
import type { SiteContext } from "#platform/context.ts";
import { keysOf, pageFrom } from "#platform/db/keyset.ts";
import { fileContent } from "#platform/files/index.ts";
import type { documentViewField, signerField } from "../contract.ts";
import { type DocumentLanguage, type DocumentRecord, type DocumentState, documentsProblems, type Grade, type Means, type Party, type Subject } from "../rules.ts";
import { pagesOf } from "./pages.ts";

export type DocumentView = ValueOf<typeof documentViewField>;
export type SignerView = ValueOf<typeof signerField>;

/** The documents of the site at hand that this actor may see; a tenant's contact sees those issued to their company. */
function visibleDocuments(ctx: SiteContext) {
  const documents = ctx.tx.selectFrom("documents.document as document").where("document.site_id", "=", ctx.siteId).selectAll("document");
  return ctx.tenantId ? documents.where("document.tenant_id", "=", ctx.tenantId) : documents;
}

/** Refusal: notFound. */
export async function documentById(ctx: SiteContext, id: Id<"document">): Promise<DocumentRecord> {
  const row = await visibleDocuments(ctx).where("document.id", "=", id).executeTakeFirst();
  if (!row) throw new Refusal(documentsProblems.notFound());
  return toDocument(row);
}

/** A document that nobody else signs, completes or closes until this transaction ends. Refusal: notFound. */
export async function lockedDocument(ctx: SiteContext, id: Id<"document">): Promise<DocumentRecord> {
  const row = await visibleDocuments(ctx).where("document.id", "=", id).forUpdate().executeTakeFirst();
  if (!row) throw new Refusal(documentsProblems.notFound());
  return toDocument(row);
}

/** A document with its signers. Refusal: notFound. */
export async function documentView(ctx: SiteContext, id: Id<"document">): Promise<DocumentView> {
  const [view] = await withSigners(ctx, [await documentById(ctx, id)]);
  if (!view) throw new Refusal(documentsProblems.notFound());
  return view;
}

/** A document as a tenant's contact sees it: with its pages, and the place where they themselves sign. Refusal: notFound. */
export async function documentForContact(ctx: SiteContext, id: Id<"document">) {
  const view = await documentView(ctx, id);
  const mine = view.signers.find(({ contactId, signature }) => contactId !== null && !signature && ctx.grants.some((grant) => grant.contactId === contactId));
  return { ...view, pages: await pagesOf(ctx, id), mySignerId: mine?.id ?? null };
}

/** All documents about a subject, newest first, superseded ones included. */
export async function documentsOf(ctx: SiteContext, { kind, id }: Pick<Subject, "kind" | "id">): Promise<DocumentView[]> {
  const rows = await visibleDocuments(ctx)
    .where("document.subject_kind", "=", kind)
    .where("document.subject_id", "=", id)
    .orderBy("document.issued_at", "desc")
    .orderBy("document.id", "desc")
    .execute();
  return withSigners(ctx, rows.map(toDocument));
}

/** Who signs a document, in their order, with what each has signed. Refusal: notFound. */
export const signaturesOf = async (ctx: SiteContext, documentId: Id<"document">): Promise<SignerView[]> => (await documentView(ctx, documentId)).signers;

export interface DocumentFilter {
  readonly subjectKind?: string | undefined;
  readonly subjectId?: string | undefined;
  readonly tenantId?: Id<"tenant"> | undefined;
  readonly state?: DocumentState | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

/** Documents, newest first. */
export async function documentPage(ctx: SiteContext, { subjectKind, subjectId, tenantId, state, cursor, limit }: DocumentFilter) {
  let query = visibleDocuments(ctx)
    .orderBy("document.issued_at", "desc")
    .orderBy("document.id", "desc")
    .limit(limit + 1);
  if (subjectKind) query = query.where("document.subject_kind", "=", subjectKind);
  if (subjectId) query = query.where("document.subject_id", "=", subjectId);
  if (tenantId) query = query.where("document.tenant_id", "=", tenantId);
  if (state) query = query.where("document.state", "=", state);
  if (cursor) {
    const [at, id] = keysOf(cursor, ["moment", "id"]);
    query = query.where(sql<boolean>`(document.issued_at, document.id) < (${at}::timestamptz, ${id}::uuid)`);
  }
  const page = pageFrom(await query.execute(), limit, (row) => [row.issued_at, row.id]);
  return { items: await withSigners(ctx, page.items.map(toDocument)), next: page.next };
}

/** The file of a document: signed by all if it is, or as it was issued. Refusal: notFound. */
export async function documentFile(ctx: SiteContext, id: Id<"document">, { as = "newest" }: { readonly as?: "newest" | "issued" } = {}): Promise<FileContent> {
  const document = await documentById(ctx, id);
  return fileContent(ctx, (as === "newest" && document.sealedFileId) || document.fileId);
}

/** The document whose file, signed or as issued, has this SHA-256. */
export async function documentByHash(ctx: SiteContext, hash: string): Promise<DocumentRecord | null> {
  const row = await visibleDocuments(ctx)
    .where((eb) => eb.or([eb("document.hash", "=", hash), eb("document.sealed_hash", "=", hash)]))
    .executeTakeFirst();
  return row ? toDocument(row) : null;
}

/** A place that the template of a letter marked, in points from the upper left corner of its page. */
export interface Area {
  readonly what: "signature" | "date" | "seal";
  /** Of the signer, from 0. */
  readonly position: number;
  readonly page: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The places to sign on the pages of a document. */
export async function areasOf(ctx: SiteContext, documentId: Id<"document">): Promise<Area[]> {
  const row = await ctx.tx.selectFrom("documents.document").select("areas").where("site_id", "=", ctx.siteId).where("id", "=", documentId).executeTakeFirst();
  return (row?.areas ?? []) as Area[];
}

/** The picture of a signature, or the scan of a paper. Refusals: notFound, signerNotFound. */
export async function signedWith(ctx: SiteContext, { documentId, signerId }: { readonly documentId: Id<"document">; readonly signerId: Id<"signer"> }): Promise<FileContent> {
  const signature = (await documentView(ctx, documentId)).signers.find(({ id }) => id === signerId)?.signature;
  const fileId = signature?.imageFileId ?? signature?.scanFileId;
  if (!fileId) throw new Refusal(documentsProblems.signerNotFound());
  return fileContent(ctx, fileId);
}

async function withSigners(ctx: SiteContext, documents: readonly DocumentRecord[]): Promise<DocumentView[]> {
  const signers = await signersOf(
    ctx,
    documents.map(({ id }) => id),
  );
  return documents.map((document) => ({ ...document, signers: signers.get(document.id) ?? [] }));
}

/** The signers of several documents, each in their order. */
export async function signersOf(ctx: SiteContext, documentIds: readonly Id<"document">[]): Promise<Map<Id<"document">, SignerView[]>> {
  if (documentIds.length === 0) return new Map();
  const rows = await ctx.tx
    .selectFrom("documents.signer as signer")
    .leftJoin("documents.signature as signature", (join) => join.onRef("signature.site_id", "=", "signer.site_id").onRef("signature.signer_id", "=", "signer.id"))
    .leftJoin("documents.signing_link as link", (join) =>
      join.onRef("link.site_id", "=", "signer.site_id").onRef("link.signer_id", "=", "signer.id").on("link.ended_at", "is", null).on("link.expires_at", ">", ctx.now),
    )
    .where("signer.site_id", "=", ctx.siteId)
    .where("signer.document_id", "in", [...documentIds])
    .selectAll("signer")
    .select([
      "signature.means",
      "signature.signed_at",
      "signature.authority",
      "signature.by_name",
      "signature.image_file_id",
      "signature.scan_file_id",
      "signature.document_hash",
      "signature.evidence_id",
      "link.sent_to",
      "link.created_at as link_created_at",
      "link.expires_at as link_expires_at",
      "link.opened_at as link_opened_at",
    ])
    .orderBy("signer.document_id")
    .orderBy("signer.position")
    .execute();
  return Map.groupBy(
    rows.map((row) => ({ documentId: row.document_id as Id<"document">, ...toSigner(row) })),
    ({ documentId }) => documentId,
  );
}

interface SignerRow {
  readonly id: string;
  readonly position: number;
  readonly party: string;
  readonly party_name: string;
  readonly name: string;
  readonly contact_id: string | null;
  readonly person_id: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly means: string | null;
  readonly signed_at: Temporal.Instant | null;
  readonly authority: string | null;
  readonly by_name: string | null;
  readonly image_file_id: string | null;
  readonly scan_file_id: string | null;
  readonly document_hash: string | null;
  readonly evidence_id: string | null;
  readonly sent_to: string | null;
  readonly link_created_at: Temporal.Instant | null;
  readonly link_expires_at: Temporal.Instant | null;
  readonly link_opened_at: Temporal.Instant | null;
}

const toSigner = (row: SignerRow): SignerView => ({
  id: row.id as Id<"signer">,
  position: row.position,
  party: row.party as Party,
  partyName: row.party_name,
  name: row.name,
  contactId: row.contact_id as Id<"contact"> | null,
  personId: row.person_id as Id<"person"> | null,
  email: row.email,
  phone: row.phone,
  link: row.link_created_at && row.link_expires_at ? { sentTo: row.sent_to, createdAt: row.link_created_at, expiresAt: row.link_expires_at, openedAt: row.link_opened_at } : null,
  signature: row.signed_at
    ? {
        means: row.means as Means,
        signedAt: row.signed_at,
        authority: row.authority ?? "",
        byName: row.by_name ?? "",
        imageFileId: row.image_file_id as Id<"file"> | null,
        scanFileId: row.scan_file_id as Id<"file"> | null,
        documentHash: row.document_hash ?? "",
        evidenceId: row.evidence_id as Id<"evidence">,
      }
    : null,
});

interface DocumentRow {
  readonly id: string;
  readonly kind: string;
  readonly subject_kind: string;
  readonly subject_id: string;
  readonly subject_label: string;
  readonly version: number;
  readonly supersedes_id: string | null;
  readonly title: unknown;
  readonly language: string;
  readonly format: string;
  readonly tenant_id: string | null;
  readonly file_id: string;
  readonly hash: string;
  readonly proof_code: string | null;
  readonly issued_by_name: string;
  readonly issued_at: Temporal.Instant;
  readonly state: string;
  readonly completed_at: Temporal.Instant | null;
  readonly grade: string | null;
  readonly sealed_file_id: string | null;
  readonly sealed_hash: string | null;
  readonly closed_at: Temporal.Instant | null;
  readonly closed_reason: string | null;
}

const toDocument = (row: DocumentRow): DocumentRecord => ({
  id: row.id as Id<"document">,
  kind: row.kind,
  subject: { kind: row.subject_kind, id: row.subject_id, label: row.subject_label },
  version: row.version,
  supersedesId: row.supersedes_id as Id<"document"> | null,
  title: row.title as Words,
  language: row.language as DocumentLanguage,
  format: row.format as "pdf" | "docx",
  tenantId: row.tenant_id as Id<"tenant"> | null,
  fileId: row.file_id as Id<"file">,
  hash: row.hash,
  proofCode: row.proof_code,
  issuedByName: row.issued_by_name,
  issuedAt: row.issued_at,
  state: row.state as DocumentState,
  completedAt: row.completed_at,
  grade: row.grade as Grade | null,
  sealedFileId: row.sealed_file_id as Id<"file"> | null,
  sealedHash: row.sealed_hash,
  closedAt: row.closed_at,
  closedReason: row.closed_reason,
});
