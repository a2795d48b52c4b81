import type { Id } from "#kernel/id.ts";
import { Refusal } from "#kernel/problem.ts";
import { words } from "#kernel/words.ts";
import type { SiteContext } from "#platform/context.ts";
import { DocumentError, renderPdf } from "#platform/documents/index.ts";
import { fileContent, keepFile } from "#platform/files/index.ts";
import { certificateFacts, readPdf, sealPdf } from "#platform/pdf/index.ts";
import { recordPrint } from "#features/evidence/server/index.ts";
import { entitiesOf, siteById } from "#features/sites/server/index.ts";
import { documentSealed } from "../../contract.ts";
import { documentsProblems, type Means } from "../../rules.ts";
import { identityOf } from "../certificates.ts";
import { areasOf, lockedDocument, signersOf, type SignerView } from "../queries.ts";

const template = new URL("../../letters/ink.typ", import.meta.url);
const a4 = { width: 595.2756, height: 841.8898 };

/** Where on a page something is put; `image` are the bytes of a PNG. */
interface Ink {
  readonly page: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly image: readonly number[] | null;
  readonly format?: "png" | "jpg";
  readonly what?: "seal";
  readonly text: string;
}

/** Puts the signatures on the pages of a document that all have signed and signs it digitally. Does nothing when that was done, or there is nothing to do. */
export async function finishDocument(ctx: SiteContext, { documentId }: { readonly documentId: Id<"document"> }): Promise<void> {
  const document = await lockedDocument(ctx, documentId);
  if (!document.completedAt || document.sealedFileId || document.format !== "pdf") return;
  const issued = await fileContent(ctx, document.fileId);
  const signers = (await signersOf(ctx, [documentId])).get(documentId) ?? [];
  const pages = readPdf(issued.bytes).pages.length;
  const foot = words(
    `签署完成 ${moment(ctx, document.completedAt)} · 出具原件 SHA-256 ${document.hash}`,
    `Signed by all ${moment(ctx, document.completedAt)} · SHA-256 as issued ${document.hash}`,
  );
  const overlay = await renderPdf(template, {
    ...a4,
    pages,
    inks: await inksOf(ctx, documentId, signers, document.language === "en" ? "en" : "zh"),
    foot: foot[document.language === "en" ? "en" : "zh"],
  });
  const identity = await identityOf(ctx);
  const site = await siteById(ctx);
  const bytes = sealPdf(issued.bytes, { identity, at: ctx.now, reason: `${document.title.zh} ${document.subject.label} 签署完成`, place: site.name, overlay });
  const file = await keepFile(ctx, { name: issued.name, type: "application/pdf", bytes });

  await ctx.tx.updateTable("documents.document").set({ sealed_file_id: file.id, sealed_hash: file.hash }).where("site_id", "=", ctx.siteId).where("id", "=", documentId).execute();
  const { kind, version, subject, hash } = document;
  const fingerprint = certificateFacts(identity.certificates[0] ?? new Uint8Array()).fingerprint;
  await ctx.record(documentSealed, { documentId, kind, version, of: { kind: subject.kind, id: subject.id }, hash, sealedHash: file.hash, fingerprint });
  await rememberPrint(ctx, document.proofCode, bytes);
  await ctx.tell(ctx.siteId, "documents.document", documentId);
}

async function inksOf(ctx: SiteContext, documentId: Id<"document">, signers: readonly SignerView[], language: "zh" | "en"): Promise<Ink[]> {
  const inks: Ink[] = [];
  for (const { what, position, ...place } of await areasOf(ctx, documentId)) {
    const { signature, party } = signers[position] ?? {};
    if (!signature) continue;
    if (what === "seal") {
      const seal = signature.means === "paper" ? null : await sealPicture(ctx, party);
      if (seal) inks.push({ ...place, ...seal, text: "", what });
      continue;
    }
    const image = what === "signature" && signature.imageFileId ? [...(await fileContent(ctx, signature.imageFileId)).bytes] : null;
    const text = what === "date" ? `${moment(ctx, signature.signedAt)} ${howNames[signature.means][language]}` : onPaper[language];
    inks.push({ ...place, image, text });
  }
  return inks;
}

/** The picture of the seal of the company that signed, where the site has one; the tenant's seal is on paper alone. */
async function sealPicture(ctx: SiteContext, party: SignerView["party"] | undefined): Promise<{ readonly image: readonly number[]; readonly format: "png" | "jpg" } | null> {
  const company = (await entitiesOf(ctx)).find(({ kind }) => kind === party);
  if (!company?.sealFileId) return null;
  const { bytes, type } = await fileContent(ctx, company.sealFileId);
  return { image: [...bytes], format: type === "image/jpeg" ? "jpg" : "png" };
}

/** Whether a picture of a signature can be set on a page. Refusal: imageWrong. */
export async function refuseUnprintable(png: Uint8Array): Promise<void> {
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  const isSmall = png.byteLength > 24 && view.getUint32(16) <= mostPixels && view.getUint32(20) <= mostPixels;
  if (!isSmall) throw new Refusal(documentsProblems.imageWrong());
  try {
    await renderPdf(template, { ...a4, pages: 1, foot: "", inks: [{ page: 1, x: 0, y: 0, width: 100, height: 30, image: [...png], text: "" }] });
  } catch (error) {
    if (error instanceof DocumentError) throw new Refusal(documentsProblems.imageWrong());
    throw error;
  }
}

const mostPixels = 4000;

/** Whoever holds the signed file finds it named on the public page of its code. */
async function rememberPrint(ctx: SiteContext, code: string | null, bytes: Uint8Array): Promise<void> {
  const proof = code ? await ctx.tx.selectFrom("evidence.proof").select("id").where("site_id", "=", ctx.siteId).where("code", "=", code).executeTakeFirst() : undefined;
  if (proof) await recordPrint(ctx, { documentId: proof.id as Id<"document">, bytes });
}

const howNames: Readonly<Record<Means, { readonly zh: string; readonly en: string }>> = {
  account: words("账号签署", "by account"),
  link: words("邮件验证码签署", "by mailed code"),
  witnessed: words("当面签署", "in presence"),
  paper: words("扫描件登记", "scan attached"),
};
const onPaper = words("纸质签署，见扫描件", "Signed on paper; see the scan");

const moment = ({ zone }: SiteContext, instant: Temporal.Instant): string =>
  instant.toZonedDateTimeISO(zone).toPlainDateTime().toString({ smallestUnit: "second" }).replace("T", " ");
