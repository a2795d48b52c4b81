import type { Id } from "#kernel/id.ts";
import { Refusal, refuseIf } from "#kernel/problem.ts";
import { roleNames } from "#kernel/role.ts";
import { may, type SiteContext } from "#platform/context.ts";
import { storeFile, type StoredFile } from "#platform/files/index.ts";
import { documentCompleted, documentSigned, documentsRights, finishDocument } from "../../contract.ts";
import { documentsProblems, gradeOf, isOutside, type Means, signing, whyNotSign } from "../../rules.ts";
import { lockedDocument, signersOf, type SignerView } from "../queries.ts";
import { endLinks } from "./ask.ts";
import { refuseUnprintable } from "./finish.ts";

/** Somebody puts their name to what they saw: `documentHash` is of the file they were shown. */
export interface Ink {
  readonly documentId: Id<"document">;
  readonly signerId: Id<"signer">;
  /** A PNG of the signature, base64. */
  readonly image: string;
  readonly documentHash: string;
}

/** Signs with one's own account: who is named signs; for the operator, whoever may sign for it. Manual 2.1.1-3. Refusals: notFound, signerNotFound, notYours, alreadySigned, closed, changedMeanwhile, imageWrong. */
export async function signHere(ctx: SiteContext, ink: Ink): Promise<void> {
  const signer = await signerToSign(ctx, ink);
  const isMine = signer.personId ? signer.personId === ctx.actor.personId : !isOutside(signer) && may(ctx, documentsRights.sign);
  if (!isMine || !ctx.actor.personId) throw new Refusal(documentsProblems.notYours());
  const authority = ctx.grants.map(({ role }) => roleNames[role].zh).join("、");
  await putSignature(ctx, signer, ink, { means: "account", authority, sentTo: null });
}

/** A contact of the tenant's, signed in and with the authority 签署, signs for their company. Refusals as `signHere`. */
export async function signAsContact(ctx: SiteContext, ink: Ink): Promise<void> {
  const signer = await signerToSign(ctx, ink);
  const isMine = signer.contactId !== null && ctx.grants.some(({ contactId }) => contactId === signer.contactId);
  if (!isMine) throw new Refusal(documentsProblems.notYours());
  await putSignature(ctx, signer, ink, { means: "account", authority: "签署", sentTo: null });
}

/** An outside signer signs on our screen in the presence of the actor, who says how they made sure who it is. Refusals as `signHere`. */
export async function signWitnessed(ctx: SiteContext, { identity, ...ink }: Ink & { readonly identity: string }): Promise<void> {
  const signer = await signerToSign(ctx, ink);
  if (!isOutside(signer)) throw new Refusal(documentsProblems.notYours());
  await putSignature(ctx, signer, ink, { means: "witnessed", authority: identity, sentTo: null });
}

/** The signer of an unlocked document. Refusals: notFound, signerNotFound. */
async function signerToSign(ctx: SiteContext, { documentId, signerId }: Pick<Ink, "documentId" | "signerId">): Promise<SignerView> {
  await lockedDocument(ctx, documentId);
  const signer = (await signersOf(ctx, [documentId])).get(documentId)?.find(({ id }) => id === signerId);
  if (!signer) throw new Refusal(documentsProblems.signerNotFound());
  return signer;
}

/** Writes one signature made on a screen; the document is locked. */
export async function putSignature(
  ctx: SiteContext,
  signer: SignerView,
  { documentId, image, documentHash }: Ink,
  how: { readonly means: Exclude<Means, "paper">; readonly authority: string; readonly sentTo: string | null },
): Promise<void> {
  const document = await lockedDocument(ctx, documentId);
  refuseIf(whyNotSign(document, { name: signer.name, isSigned: signer.signature !== null }));
  if (documentHash !== document.hash) throw new Refusal(documentsProblems.changedMeanwhile());
  const bytes = pngOf(image);
  const file = await storeFile(ctx, { name: `${signer.name}.png`, bytes });
  if (file.type !== "image/png") throw new Refusal(documentsProblems.imageWrong());
  await refuseUnprintable(bytes);
  await writeSignature(ctx, documentId, signer, { ...how, image: file, scan: null, signedOn: null });
}

interface Mark {
  readonly means: Means;
  readonly authority: string;
  readonly sentTo: string | null;
  readonly image: StoredFile | null;
  readonly scan: { readonly id: Id<"file">; readonly hash: string } | null;
  readonly signedOn: Temporal.PlainDate | null;
}

/** Records a signature as evidence and keeps it; the last one completes the document. */
export async function writeSignature(ctx: SiteContext, documentId: Id<"document">, signer: SignerView, { means, authority, sentTo, image, scan, signedOn }: Mark): Promise<void> {
  const document = await lockedDocument(ctx, documentId);
  const { kind, version, subject, tenantId } = document;
  const about = { documentId, kind, version, of: { kind: subject.kind, id: subject.id } };
  const evidenceId = await ctx.record(documentSigned, {
    ...about,
    signerId: signer.id,
    party: signer.party,
    partyName: signer.partyName,
    name: signer.name,
    contactId: signer.contactId,
    personId: signer.personId,
    authority,
    means,
    byName: ctx.actor.name,
    sentTo,
    documentHash: document.hash,
    imageHash: image?.hash ?? null,
    scanHash: scan?.hash ?? null,
    signedAt: ctx.now,
    signedOn,
  });
  await ctx.tx
    .insertInto("documents.signature")
    .values({
      site_id: ctx.siteId,
      signer_id: signer.id,
      document_id: documentId,
      tenant_id: tenantId,
      means,
      signed_at: ctx.now,
      authority,
      document_hash: document.hash,
      image_file_id: image?.id ?? null,
      image_hash: image?.hash ?? null,
      scan_file_id: scan?.id ?? null,
      scan_hash: scan?.hash ?? null,
      by_person_id: ctx.actor.personId,
      by_name: ctx.actor.name,
      evidence_id: evidenceId,
    })
    .execute();
  await endLinks(ctx, signer.id, "used");

  const signers = (await signersOf(ctx, [documentId])).get(documentId) ?? [];
  const signatures = signers.flatMap(({ signature }) => signature ?? []);
  const isComplete = signatures.length === signers.length;
  const next = isComplete ? { state: "completed" as const, completed_at: ctx.now, grade: gradeOf(signatures) } : { state: "signing" as const };
  await ctx.tx.updateTable("documents.document").set(next).where("site_id", "=", ctx.siteId).where("id", "=", documentId).execute();
  if (isComplete) {
    await ctx.enqueue(finishDocument, { siteId: ctx.siteId, documentId }, { key: `documents.finish:${documentId}` });
    await ctx.record(documentCompleted, { ...about, hash: document.hash, grade: gradeOf(signatures), tenantId });
  }
  await ctx.tell(ctx.siteId, "documents.document", documentId);
}

function pngOf(image: string): Buffer {
  const bytes = Buffer.from(image, "base64");
  if (bytes.byteLength === 0 || bytes.byteLength > signing.mostImageBytes) throw new Refusal(documentsProblems.imageWrong());
  return bytes;
}
