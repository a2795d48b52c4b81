import type { FileContent, UploadedFile, ValueOf } from "#kernel/contract.ts";
import type { Id } from "#kernel/id.ts";
import { Refusal, refuseIf } from "#kernel/problem.ts";
import type { SiteContext } from "#platform/context.ts";
import { fileContent, storeFile } from "#platform/files/index.ts";
import { feedbackGiven, fileAttached, noteAdded } from "../../contract/events.ts";
import type { fileField } from "../../contract/fields.ts";
import { feedback, type Means, serviceProblems, whyNotAdd, whyNotFeedback } from "../../rules.ts";
import { keepByFeedback, refreshDue } from "../owed.ts";
import { caseView } from "../queries/page.ts";
import { addEntry, caseById, done, lockCase, type StoredCase } from "../store.ts";
import { personHere } from "../who.ts";
import { tellByMail } from "./mail.ts";

interface Telling {
  readonly isResult: boolean;
  readonly words: string;
  readonly toWhom: string;
  readonly means: Means;
  readonly saidAt: Temporal.Instant;
}

/** Records that the tenant was told progress or the result: when, whom, in which words. Manual 2.2.1-3, 2.2.2-3. Refusals: stale, closed …, alreadyAnswered, workOpen, personMissing, wordsMissing, inFuture, beforeReceipt, beforeReopening. */
export async function giveFeedback(
  ctx: SiteContext,
  input: Omit<Telling, "saidAt"> & { readonly caseId: Id<"case">; readonly saidAt?: Temporal.Instant | undefined; readonly version?: number | undefined },
) {
  const stored = await lockCase(ctx, input.caseId, input.version);
  await giveResult(ctx, stored, { ...input, saidAt: input.saidAt ?? ctx.now });
  await refreshDue(ctx, stored.id);
  return caseView(ctx, stored.id);
}

/** The feedback itself, on a case already locked. */
export async function giveResult(ctx: SiteContext, stored: StoredCase, telling: Telling): Promise<StoredCase> {
  const { isResult, words, toWhom, means, saidAt } = telling;
  refuseIf(whyNotFeedback(stored, { isResult, at: saidAt, toWhom, words }, ctx.now));

  const { stored: told, evidenceId } = await done(ctx, stored, {
    change: feedback(stored, { isResult, at: saidAt }, personHere(ctx)),
    event: feedbackGiven,
    facts: { isResult, toWhom, means, words, saidAt },
    entry: { kind: "feedback", audience: "tenant", text: words, facts: { isResult, toWhom, means, happenedAt: saidAt } },
    happenedAt: saidAt,
  });
  await keepByFeedback(ctx, told, { isResult, at: saidAt }, evidenceId);
  await tellByMail(ctx, told, "feedback", words);
  return told;
}

/** Adds a note; an internal one is never shown to the tenant. Refusals: merged, voided, wordsMissing. */
export async function addNote(
  ctx: SiteContext,
  { caseId, text, audience }: { readonly caseId: Id<"case">; readonly text: string; readonly audience: "internal" | "tenant" },
): Promise<void> {
  const stored = await lockCase(ctx, caseId);
  refuseIf([...whyNotAdd(stored), ...(text.trim() === "" ? [serviceProblems.wordsMissing()] : [])]);
  await done(ctx, stored, { event: noteAdded, facts: { audience, text }, entry: { kind: "noted", audience, text } });
}

/** Attaches a photo or file. Refusals: notFound, merged, voided, and those of the file store. */
export async function attachFile(
  ctx: SiteContext,
  { caseId, file, audience }: { readonly caseId: Id<"case">; readonly file: UploadedFile; readonly audience: "internal" | "tenant" },
): Promise<ValueOf<typeof fileField>> {
  const stored = await lockCase(ctx, caseId);
  refuseIf(whyNotAdd(stored));
  const { id, name, type, size, hash } = await storeFile(ctx, file);
  const attachment = { site_id: ctx.siteId, file_id: id, case_id: caseId, tenant_id: stored.tenantId, audience, added_at: ctx.now, added_by: ctx.actor.name };
  await ctx.tx.insertInto("service.attachment").values(attachment).execute();
  const evidenceId = await ctx.record(fileAttached, { caseId, caseNo: stored.caseNo, fileId: id, name, hash, audience });
  await addEntry(ctx, stored, { kind: "attached", audience, facts: { fileId: id, fileName: name, fileType: type, fileSize: size } }, evidenceId);
  await ctx.tell(ctx.siteId, "service.case", caseId);
  return { id, name, type, size, audience, addedAt: ctx.now, addedBy: ctx.actor.name };
}

/** An attachment that this reader may see. Refusals: notFound, fileNotFound. */
export async function fileOfCase(ctx: SiteContext, { caseId, fileId }: { readonly caseId: Id<"case">; readonly fileId: Id<"file"> }): Promise<FileContent> {
  await caseById(ctx, caseId);
  let query = ctx.tx.selectFrom("service.attachment").select("file_id").where("site_id", "=", ctx.siteId).where("case_id", "=", caseId).where("file_id", "=", fileId);
  if (ctx.tenantId) query = query.where("audience", "=", "tenant");
  if (!(await query.executeTakeFirst())) throw new Refusal(serviceProblems.fileNotFound());
  return fileContent(ctx, fileId);
}
