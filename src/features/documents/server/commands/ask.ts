import { type Id, newId } from "#kernel/id.ts";
import { type Problem, refuseIf } from "#kernel/problem.ts";
import { hashOfSecret, newSecret } from "#platform/auth/secret.ts";
import type { SiteContext } from "#platform/context.ts";
import { sendMail } from "#platform/mail/index.ts";
import { siteById } from "#features/sites/server/index.ts";
import { signaturesAsked } from "../../contract.ts";
import { documentsProblems, isOutside, signing, whyNotAsk } from "../../rules.ts";
import { requestLetter } from "../letters.ts";
import { lockedDocument, signersOf, type SignerView } from "../queries.ts";

export interface SentLink {
  readonly signerId: Id<"signer">;
  readonly name: string;
  readonly sentTo: string;
  /** Below the public address; the secret behind its hash stays out of every log. */
  readonly path: string;
  readonly expiresAt: Temporal.Instant;
}

/**
 * Sends every outside signer who has not signed a link that works once; earlier links stop working. Who works here signs on screen.
 * Manual 2.1.1-3. Refusals: notFound, closed, wordOnPaperOnly, nobodyToSign, noAddress (for each without a mailbox).
 */
export async function requestSignatures(
  ctx: SiteContext,
  documentId: Id<"document">,
  { signerIds }: { readonly signerIds?: readonly Id<"signer">[] | undefined } = {},
): Promise<SentLink[]> {
  const document = await lockedDocument(ctx, documentId);
  const signers = (await signersOf(ctx, [documentId])).get(documentId) ?? [];
  const asked = signers.filter((signer) => isOutside(signer) && !signer.signature && (!signerIds || signerIds.includes(signer.id)));
  refuseIf([
    ...whyNotAsk(
      document,
      signers.map(({ signature }) => ({ isSigned: signature !== null })),
    ),
    ...asked.flatMap(whyNoLink),
  ]);

  const site = await siteById(ctx);
  const sent: SentLink[] = [];
  for (const signer of asked) {
    const secret = newSecret();
    const link = { signerId: signer.id, name: signer.name, sentTo: signer.email ?? "", path: `/portal/sign#${secret}`, expiresAt: ctx.now.add({ hours: 24 * signing.linkDays }) };
    await endLinks(ctx, signer.id, "replaced");
    await ctx.tx
      .insertInto("documents.signing_link")
      .values({
        site_id: ctx.siteId,
        id: newId(),
        signer_id: signer.id,
        document_id: documentId,
        tenant_id: document.tenantId,
        secret_hash: hashOfSecret(secret),
        sent_to: link.sentTo,
        created_by: ctx.actor.personId,
        created_at: ctx.now,
        expires_at: link.expiresAt,
      })
      .execute();
    const language = document.language === "en" ? "en" : "zh";
    const letter = requestLetter(language, { name: signer.name, site: site.name, title: document.title, label: document.subject.label, by: ctx.actor.name, path: link.path });
    await ctx.enqueue(sendMail, { siteId: ctx.siteId, to: link.sentTo, ...letter });
    sent.push(link);
  }
  if (document.state === "issued") {
    await ctx.tx.updateTable("documents.document").set({ state: "signing" }).where("site_id", "=", ctx.siteId).where("id", "=", documentId).execute();
  }
  if (sent.length > 0) {
    const { kind, version, subject } = document;
    await ctx.record(signaturesAsked, {
      documentId,
      kind,
      version,
      of: { kind: subject.kind, id: subject.id },
      signers: sent.map(({ signerId, name, sentTo, expiresAt }) => ({ signerId, name, sentTo: maskedAddress(sentTo), expiresAt })),
    });
  }
  await ctx.tell(ctx.siteId, "documents.document", documentId);
  return sent;
}

const whyNoLink = ({ name, email }: SignerView): Problem[] => (email ? [] : [documentsProblems.noAddress({ name })]);

/** Ends the link a signer still holds. */
export async function endLinks(ctx: SiteContext, signerId: Id<"signer">, why: "used" | "replaced" | "closed"): Promise<void> {
  await ctx.tx
    .updateTable("documents.signing_link")
    .set({ ended_at: ctx.now, ended_why: why })
    .where("site_id", "=", ctx.siteId)
    .where("signer_id", "=", signerId)
    .where("ended_at", "is", null)
    .execute();
}

/** An address by which its owner knows it, and nobody else: `w***@example.com`. */
export const maskedAddress = (address: string): string => address.replace(/^(.)[^@]*(@.*)$/, "$1***$2");
