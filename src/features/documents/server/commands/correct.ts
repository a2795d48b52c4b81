import type { Id } from "#kernel/id.ts";
import { Refusal, refuseIf } from "#kernel/problem.ts";
import type { SiteContext } from "#platform/context.ts";
import { signerCorrected } from "../../contract.ts";
import { documentsProblems, whyNotSign } from "../../rules.ts";
import { lockedDocument, signersOf } from "../queries.ts";
import { endLinks, maskedAddress } from "./ask.ts";

/** Corrects how somebody who has not signed is reached; the link they hold stops working. Refusals: notFound, signerNotFound, alreadySigned, closed. */
export async function correctSigner(
  ctx: SiteContext,
  { documentId, signerId, email, phone }: { readonly documentId: Id<"document">; readonly signerId: Id<"signer">; readonly email: string | null; readonly phone: string | null },
): Promise<void> {
  const document = await lockedDocument(ctx, documentId);
  const signer = (await signersOf(ctx, [documentId])).get(documentId)?.find(({ id }) => id === signerId);
  if (!signer) throw new Refusal(documentsProblems.signerNotFound());
  refuseIf(whyNotSign(document, { name: signer.name, isSigned: signer.signature !== null }));

  await ctx.tx.updateTable("documents.signer").set({ email, phone }).where("site_id", "=", ctx.siteId).where("id", "=", signerId).execute();
  if (email !== signer.email) await endLinks(ctx, signerId, "replaced");
  const { kind, version, subject } = document;
  await ctx.record(signerCorrected, {
    documentId,
    kind,
    version,
    of: { kind: subject.kind, id: subject.id },
    signerId,
    name: signer.name,
    sentTo: email === null ? null : maskedAddress(email),
  });
  await ctx.tell(ctx.siteId, "documents.document", documentId);
}

/** Ends the links of a contact who no longer speaks for their company; what they have signed stays. */
export async function endLinksOfContact(ctx: SiteContext, contactId: Id<"contact">): Promise<void> {
  const signers = await ctx.tx.selectFrom("documents.signer").select("id").where("site_id", "=", ctx.siteId).where("contact_id", "=", contactId).execute();
  for (const { id } of signers) await endLinks(ctx, id as Id<"signer">, "closed");
}
