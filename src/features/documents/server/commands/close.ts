import type { Id } from "#kernel/id.ts";
import { Refusal } from "#kernel/problem.ts";
import type { SiteContext } from "#platform/context.ts";
import { documentClosed } from "../../contract.ts";
import { type DocumentRecord, documentsProblems, isOpen } from "../../rules.ts";
import { lockedDocument } from "../queries.ts";

/** Ends a document that a newer version replaces (also a signed one), or withdraws one that is not yet signed by all. Its links stop working. Refusals: notFound, closed. */
export async function closeDocument(ctx: SiteContext, documentId: Id<"document">, how: "superseded" | "withdrawn", reason: string): Promise<DocumentRecord> {
  const document = await lockedDocument(ctx, documentId);
  if (!isOpen(document) && !(how === "superseded" && document.state === "completed")) throw new Refusal(documentsProblems.closed({ state: document.state }));

  await ctx.tx
    .updateTable("documents.document")
    .set({ state: how, closed_at: ctx.now, closed_reason: reason })
    .where("site_id", "=", ctx.siteId)
    .where("id", "=", documentId)
    .execute();
  await ctx.tx
    .updateTable("documents.signing_link")
    .set({ ended_at: ctx.now, ended_why: "closed" })
    .where("site_id", "=", ctx.siteId)
    .where("document_id", "=", documentId)
    .where("ended_at", "is", null)
    .execute();
  const { kind, version, subject } = document;
  await ctx.record(documentClosed, { documentId, kind, version, of: { kind: subject.kind, id: subject.id }, how, reason });
  await ctx.tell(ctx.siteId, "documents.document", documentId);
  return { ...document, state: how, closedAt: ctx.now, closedReason: reason };
}
