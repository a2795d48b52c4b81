import { type Id, newId } from "#kernel/id.ts";
import { Refusal } from "#kernel/problem.ts";
import { type Words, words } from "#kernel/words.ts";
import { sql } from "kysely";
import { json } from "#platform/db/json.ts";
import type { SiteContext } from "#platform/context.ts";
import { qrCode, renderMarked } from "#platform/documents/index.ts";
import { storeFile } from "#platform/files/index.ts";
import { sealPdf } from "#platform/pdf/index.ts";
import { type ShownFact, sayCode } from "#features/evidence/rules.ts";
import { proofFor, recordPrint } from "#features/evidence/server/index.ts";
import { siteById } from "#features/sites/server/index.ts";
import { documentIssued } from "../../contract.ts";
import { type DocumentLanguage, documentsProblems, parties, type Signer, type Subject } from "../../rules.ts";
import { identityOf } from "../certificates.ts";
import { lockedDocument } from "../queries.ts";
import { keepPages } from "../pages.ts";
import { filledWord } from "../wordTemplates.ts";
import { closeDocument } from "./close.ts";

export interface Letter {
  /** Which letter, as `feature.name`. */
  readonly kind: string;
  readonly subject: Subject;
  readonly title: Words;
  readonly language?: DocumentLanguage;
  /** Whose contacts may see it. */
  readonly tenantId?: Id<"tenant">;
  /**
   * A `.typ` beside the feature that owns it, beginning with `#show: letter` of `/platform/documents/letter.typ`; `data` is beside
   * `data.letter` there; pictures it shows are `files`, named below `/attached/`. Or one of the site's Word templates: the result is a .docx, signed on paper only.
   */
  readonly template:
    | { readonly typst: URL | string; readonly data: object; readonly files?: Readonly<Record<string, Uint8Array>> }
    | { readonly word: Id<"wordTemplate">; readonly data: object };
  /** A number people quote, for the head of each page. */
  readonly no?: string;
  readonly signers?: readonly Signer[];
  /** The document of the same kind and subject that this one replaces. */
  readonly supersedes?: Id<"document">;
  /** Sign it digitally as it is issued: for bills, receipts and notices that nobody else signs. */
  readonly seal?: boolean;
  /** What the public page of the proof code shows beside title and subject: nothing that is not on the paper. */
  readonly shown?: readonly ShownFact[];
}

export interface Issued {
  readonly documentId: Id<"document">;
  readonly version: number;
  /** SHA-256 of the file. */
  readonly hash: string;
  readonly fileId: Id<"file">;
}

/**
 * Issues a letter: sets it, keeps the file by its hash and records it. Version 1, or one more than the newest about this subject; one
 * that it supersedes can no longer be signed. Manual 2.1.1-3. Refusals: notFound, otherSubject, superseded, templateNotFound, wordOtherKind.
 */
export async function issueDocument(ctx: SiteContext, letter: Letter): Promise<Issued> {
  const { kind, subject, title, language = "zh", tenantId, template, no, signers = [], supersedes, seal = false, shown = [] } = letter;
  const version = await nextVersion(ctx, letter);
  if (supersedes) await closeDocument(ctx, supersedes, "superseded", "");

  const site = await siteById(ctx);
  const proof = await proofFor(ctx, {
    document: kind,
    title,
    version,
    subject,
    shown: [{ label: words("项目", "Site"), value: site.name }, { label: words("对象", "Subject"), value: subject.label }, ...shown],
    content: { kind, version, language, data: template.data, signers: signers.map(({ party, partyName = "", name }) => ({ party, partyName, name })) },
  });
  const url = `${ctx.publicUrl}${proof.path}`;
  const data = {
    ...template.data,
    language,
    letter: {
      site: site.name,
      title: inLanguage(title, language),
      no: no ?? null,
      version,
      state: null,
      issued: `${inLanguage(words("出具", "Issued"), language)} ${moment(ctx, ctx.now)} ${ctx.actor.name}`,
      proof: { code: sayCode(proof.code), url },
      signers: signers.map(({ party, partyName = "", name }) => ({ party, partyLabel: inLanguage(parties[party], language), partyName, name })),
    },
  };
  const name = `${title.zh}-${subject.label}-${version}`;
  const made =
    "word" in template
      ? await wordOf(ctx, template.word, kind, name, data)
      : await pdfOf(ctx, template.typst, data, { isSigned: signers.length > 0, seal, name, files: template.files ?? {} });
  const { bytes } = made;
  const file = await storeFile(ctx, { name: made.name, bytes });
  await recordPrint(ctx, { documentId: proof.documentId, bytes });

  const documentId = newId<"document">();
  await ctx.tx
    .insertInto("documents.document")
    .values({
      site_id: ctx.siteId,
      id: documentId,
      kind,
      subject_kind: subject.kind,
      subject_id: subject.id,
      subject_label: subject.label,
      version,
      supersedes_id: supersedes ?? null,
      title: json(title),
      language,
      format: made.format,
      tenant_id: tenantId ?? null,
      file_id: file.id,
      hash: file.hash,
      proof_code: proof.code,
      areas: json(made.marks),
      pages_file_id: made.pictures.length > 0 ? await keepPages(ctx, made.pictures) : null,
      data: json(data),
      issued_by: ctx.actor.personId,
      issued_by_name: ctx.actor.name,
      issued_at: ctx.now,
      state: "issued",
    })
    .execute();
  const rows = signers.map((signer, position) => ({
    site_id: ctx.siteId,
    id: newId<"signer">(),
    document_id: documentId,
    tenant_id: tenantId ?? null,
    position,
    party: signer.party,
    party_name: signer.partyName ?? "",
    name: signer.name,
    contact_id: signer.contactId ?? null,
    person_id: signer.personId ?? null,
    email: signer.email || null,
    phone: signer.phone || null,
  }));
  if (rows.length > 0) await ctx.tx.insertInto("documents.signer").values(rows).execute();
  await ctx.record(documentIssued, {
    documentId,
    kind,
    version,
    of: { kind: subject.kind, id: subject.id },
    title,
    label: subject.label,
    hash: file.hash,
    proofCode: proof.code,
    supersedesId: supersedes ?? null,
    signers: rows.map(({ id, party, party_name, name }) => ({ signerId: id, party, partyName: party_name, name })),
  });
  await ctx.tell(ctx.siteId, "documents.document", documentId);
  return { documentId, version, hash: file.hash, fileId: file.id };
}

interface Made {
  readonly format: "pdf" | "docx";
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly marks: readonly unknown[];
  readonly pictures: readonly string[];
}

interface LetterData {
  readonly letter: { readonly site: string; readonly title: string; readonly proof: { readonly url: string } };
}

interface PdfOptions {
  readonly isSigned: boolean;
  readonly seal: boolean;
  readonly name: string;
  readonly files: Readonly<Record<string, Uint8Array>>;
}

async function pdfOf(ctx: SiteContext, template: URL | string, data: LetterData, { isSigned, seal, name, files }: PdfOptions): Promise<Made> {
  const { letter } = data;
  const printed = { ...data, letter: { ...letter, proof: { ...letter.proof, qr: await qrCode(letter.proof.url) } } };
  const { bytes, marks, pictures } = await renderMarked(new URL(template), printed, { pictures: isSigned, files });
  const sealed = seal ? sealPdf(bytes, { identity: await identityOf(ctx), at: ctx.now, reason: name, place: letter.site }) : bytes;
  return { format: "pdf", name: `${name}.pdf`, bytes: sealed, marks, pictures };
}

async function wordOf(ctx: SiteContext, template: Id<"wordTemplate">, kind: string, name: string, data: LetterData): Promise<Made> {
  const file = await filledWord(ctx, template, { kind, data, name });
  return { format: "docx", name: file.name, bytes: file.bytes, marks: [], pictures: [] };
}

/** Two who issue the same letter about the same subject come one after the other. */
async function nextVersion(ctx: SiteContext, { kind, subject, supersedes }: Letter): Promise<number> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`documents:${ctx.siteId}:${kind}:${subject.kind}:${subject.id}`}, 0))`.execute(ctx.tx);
  const newest = await ctx.tx
    .selectFrom("documents.document")
    .select(["id", "version"])
    .where("site_id", "=", ctx.siteId)
    .where("kind", "=", kind)
    .where("subject_kind", "=", subject.kind)
    .where("subject_id", "=", subject.id)
    .orderBy("version", "desc")
    .limit(1)
    .executeTakeFirst();
  if (supersedes) {
    const old = await lockedDocument(ctx, supersedes);
    if (old.kind !== kind || old.subject.kind !== subject.kind || old.subject.id !== subject.id) throw new Refusal(documentsProblems.otherSubject());
    if (newest?.id !== supersedes) throw new Refusal(documentsProblems.superseded());
  }
  return (newest?.version ?? 0) + 1;
}

const inLanguage = (text: Words, language: DocumentLanguage): string => (language === "both" ? `${text.zh} ${text.en}` : text[language]);

const moment = ({ zone }: SiteContext, instant: Temporal.Instant): string =>
  instant.toZonedDateTimeISO(zone).toPlainDateTime().toString({ smallestUnit: "minute" }).replace("T", " ");
