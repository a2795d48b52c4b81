import { randomInt } from "node:crypto";
import { sql } from "kysely";
import type { FileContent } from "#kernel/contract.ts";
import type { Id } from "#kernel/id.ts";
import { KeptRefusal, Refusal } from "#kernel/problem.ts";
import { hashOfSecret, newSecret } from "#platform/auth/secret.ts";
import type { Actor, Context, SiteContext } from "#platform/context.ts";
import { sendMail } from "#platform/mail/index.ts";
import { siteById } from "#features/sites/server/index.ts";
import { type DocumentRecord, documentsProblems, signing } from "../../rules.ts";
import { codeLetter } from "../letters.ts";
import { pagesOf } from "../pages.ts";
import { documentFile, lockedDocument, signersOf, type SignerView } from "../queries.ts";
import { maskedAddress } from "./ask.ts";
import { putSignature } from "./sign.ts";

// What somebody without an account does who holds a link: look, ask for a code, exchange it for a pass, read, sign. One link, one signature.

interface Held {
  readonly ctx: SiteContext;
  readonly link: {
    readonly id: string;
    readonly sent_to: string | null;
    readonly expires_at: Temporal.Instant;
    readonly code_hash: string | null;
    readonly code_expires_at: Temporal.Instant | null;
    readonly codes_sent: number;
    readonly code_sent_at: Temporal.Instant | null;
    readonly code_failures: number;
    readonly pass_hash: string | null;
    readonly pass_expires_at: Temporal.Instant | null;
    readonly opened_at: Temporal.Instant | null;
  };
  readonly document: DocumentRecord;
  readonly signer: SignerView;
}

/** What a link is for, so that its page can say what is asked of whom. Refusal: linkDead. */
export async function lookAtSigningLink(outside: Context, secret: string) {
  const { ctx, link, document, signer } = await held(outside, secret);
  if (!link.opened_at) await change(ctx, link.id, { opened_at: ctx.now });
  return {
    site: (await siteById(ctx)).name,
    title: document.title,
    label: document.subject.label,
    language: document.language,
    version: document.version,
    issuedAt: document.issuedAt,
    issuedByName: document.issuedByName,
    signer: { party: signer.party, partyName: signer.partyName, name: signer.name },
    sentTo: maskedAddress(link.sent_to ?? ""),
    expiresAt: link.expires_at,
  };
}

/** Mails a code of six digits to the address the link was made for. Refusals: linkDead, codeSoon, codesUsedUp. */
export async function sendSigningCode(outside: Context, secret: string): Promise<{ sentTo: string; minutes: number }> {
  const { ctx, link, document, signer } = await held(outside, secret);
  if (link.codes_sent >= signing.mostCodes) throw new Refusal(documentsProblems.codesUsedUp());
  const wait = link.code_sent_at ? Math.ceil(signing.secondsBetweenCodes - ctx.now.since(link.code_sent_at).total("seconds")) : 0;
  if (wait > 0) throw new Refusal(documentsProblems.codeSoon({ seconds: wait }));

  const code = String(randomInt(1_000_000)).padStart(6, "0");
  await change(ctx, link.id, {
    code_hash: hashOfCode(secret, code),
    code_expires_at: ctx.now.add({ minutes: signing.codeMinutes }),
    code_sent_at: ctx.now,
    codes_sent: link.codes_sent + 1,
  });
  const to = link.sent_to ?? "";
  const language = document.language === "en" ? "en" : "zh";
  await ctx.enqueue(sendMail, { siteId: ctx.siteId, to, ...codeLetter(language, { name: signer.name, title: document.title, code }) });
  return { sentTo: maskedAddress(to), minutes: signing.codeMinutes };
}

/** Exchanges a code for a pass, which opens the document and the pen for half an hour. Wrong codes are counted, and too many end the link. Refusals: linkDead, codeOld, codeWrong. */
export async function enterSigningCode(outside: Context, secret: string, code: string): Promise<{ pass: string; expiresAt: Temporal.Instant }> {
  const { ctx, link } = await held(outside, secret);
  if (!link.code_hash || !link.code_expires_at || Temporal.Instant.compare(link.code_expires_at, ctx.now) <= 0) throw new Refusal(documentsProblems.codeOld());
  if (link.code_hash !== hashOfCode(secret, code)) {
    const failures = link.code_failures + 1;
    const left = signing.mostWrongCodes - failures;
    await change(ctx, link.id, left > 0 ? { code_failures: failures } : { code_failures: failures, ended_at: ctx.now, ended_why: "guessed" });
    throw new KeptRefusal(left > 0 ? documentsProblems.codeWrong({ left }) : documentsProblems.linkDead());
  }
  const pass = newSecret();
  const expiresAt = ctx.now.add({ minutes: signing.passMinutes });
  await change(ctx, link.id, { code_hash: null, code_expires_at: null, pass_hash: hashOfSecret(pass), pass_expires_at: expiresAt });
  return { pass, expiresAt };
}

/** The pages as pictures, and what will be signed. Refusals: linkDead, passOld. */
export async function readByLink(outside: Context, secret: string, pass: string) {
  const { ctx, document } = await admitted(outside, secret, pass);
  const signers = (await signersOf(ctx, [document.id])).get(document.id) ?? [];
  return {
    pages: await pagesOf(ctx, document.id),
    hash: document.hash,
    proofCode: document.proofCode,
    signers: signers.map(({ party, partyName, name, signature }) => ({ party, partyName, name, signedAt: signature?.signedAt ?? null })),
  };
}

/** The file as it was issued. Refusals: linkDead, passOld. */
export async function fileByLink(outside: Context, secret: string, pass: string): Promise<FileContent> {
  const { ctx, document } = await admitted(outside, secret, pass);
  return documentFile(ctx, document.id, { as: "issued" });
}

/** Signs by link; of two at once the second finds the link used. Manual 2.1.1-3. Refusals: linkDead, passOld, closed, changedMeanwhile, imageWrong. */
export async function signByLink(outside: Context, { secret, pass, image, documentHash }: { secret: string; pass: string; image: string; documentHash: string }) {
  const { ctx, document, signer, link } = await admitted(outside, secret, pass);
  const sentTo = maskedAddress(link.sent_to ?? "");
  await putSignature(ctx, signer, { documentId: document.id, signerId: signer.id, image, documentHash }, { means: "link", authority: "签署链接", sentTo });
  return { signedAt: ctx.now, proofCode: document.proofCode, hash: document.hash };
}

/** What a secret opens, its row locked, at its own site, where the holder acts under the name of the signer. */
async function held(outside: Context, secret: string): Promise<Held> {
  const hash = hashOfSecret(secret);
  const found = await sql<{ site_id: Id<"site"> | null }>`select documents.site_of_link(${hash}) as site_id`.execute(outside.tx);
  const siteId = found.rows[0]?.site_id;
  if (!siteId) throw new Refusal(documentsProblems.linkDead());
  const ctx = await outside.atSite(siteId);
  const known = ctx.tx.selectFrom("documents.signing_link").selectAll().where("site_id", "=", siteId).where("secret_hash", "=", hash);
  // The document before its links, in whatever way somebody comes to it.
  const document = await lockedDocument(ctx, (await known.executeTakeFirstOrThrow()).document_id as Id<"document">);
  const link = await known.forUpdate().executeTakeFirstOrThrow();
  if (link.ended_at || Temporal.Instant.compare(link.expires_at, ctx.now) <= 0) throw new Refusal(documentsProblems.linkDead());
  const signer = (await signersOf(ctx, [document.id])).get(document.id)?.find(({ id }) => id === link.signer_id);
  if (!signer) throw new Refusal(documentsProblems.linkDead());
  const holder: Actor = { kind: "link", personId: null, name: signer.name, grants: [], isAdministrator: false };
  return { ctx: await outside.atSite(siteId, holder), link, document, signer };
}

async function admitted(outside: Context, secret: string, pass: string): Promise<Held> {
  const here = await held(outside, secret);
  const { pass_hash, pass_expires_at } = here.link;
  if (pass_hash !== hashOfSecret(pass) || !pass_expires_at || Temporal.Instant.compare(pass_expires_at, here.ctx.now) <= 0) throw new Refusal(documentsProblems.passOld());
  return here;
}

/** A code is short: what is stored of it leans on the link's own secret, which is stored nowhere. */
const hashOfCode = (secret: string, code: string): string => hashOfSecret(`${secret} ${code}`);

type Change = Partial<{
  opened_at: Temporal.Instant;
  code_hash: string | null;
  code_expires_at: Temporal.Instant | null;
  code_sent_at: Temporal.Instant;
  codes_sent: number;
  code_failures: number;
  pass_hash: string;
  pass_expires_at: Temporal.Instant;
  ended_at: Temporal.Instant;
  ended_why: "guessed";
}>;

async function change(ctx: SiteContext, linkId: string, values: Change): Promise<void> {
  await ctx.tx.updateTable("documents.signing_link").set(values).where("site_id", "=", ctx.siteId).where("id", "=", linkId).execute();
}
