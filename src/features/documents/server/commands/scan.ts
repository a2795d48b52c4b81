import type { Id } from "#kernel/id.ts";
import { Refusal, refuseIf } from "#kernel/problem.ts";
import type { SiteContext } from "#platform/context.ts";
import { storeFile } from "#platform/files/index.ts";
import { documentsProblems, whyNotSign } from "../../rules.ts";
import { lockedDocument, signersOf } from "../queries.ts";
import { writeSignature } from "./sign.ts";

/**
 * Attaches the scan of a copy signed on paper: for one signer, or for all who have not signed. Evidence of a lower grade than a signature
 * on screen. Refusals: notFound, signerNotFound, alreadySigned, closed, nobodyToSign, scanWrong.
 */
export async function attachScan(
  ctx: SiteContext,
  documentId: Id<"document">,
  fileId: Id<"file">,
  { signerId, signedOn = null }: { readonly signerId?: Id<"signer"> | undefined; readonly signedOn?: Temporal.PlainDate | null } = {},
): Promise<void> {
  const document = await lockedDocument(ctx, documentId);
  const signers = (await signersOf(ctx, [documentId])).get(documentId) ?? [];
  const wanted = signers.filter((signer) => (signerId ? signer.id === signerId : !signer.signature));
  if (wanted.length === 0) throw new Refusal(signerId ? documentsProblems.signerNotFound() : documentsProblems.nobodyToSign());
  refuseIf(wanted.flatMap((signer) => whyNotSign(document, { name: signer.name, isSigned: signer.signature !== null })));

  const file = await ctx.tx.selectFrom("platform.file").select(["hash", "type"]).where("site_id", "=", ctx.siteId).where("id", "=", fileId).executeTakeFirst();
  if (!file || !(file.type === "application/pdf" || file.type.startsWith("image/"))) throw new Refusal(documentsProblems.scanWrong());
  for (const signer of wanted) {
    await writeSignature(ctx, documentId, signer, { means: "paper", authority: "", sentTo: null, image: null, scan: { id: fileId, hash: file.hash }, signedOn });
  }
}

/** As `attachScan`, with the file itself. */
export async function uploadScan(
  ctx: SiteContext,
  documentId: Id<"document">,
  file: { readonly name: string; readonly bytes: Uint8Array },
  options: { readonly signerId?: Id<"signer"> | undefined; readonly signedOn?: Temporal.PlainDate | undefined },
): Promise<void> {
  await lockedDocument(ctx, documentId);
  const { id } = await storeFile(ctx, file);
  await attachScan(ctx, documentId, id, { signerId: options.signerId, signedOn: options.signedOn ?? null });
}
