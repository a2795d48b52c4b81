import { type Id, newId } from "#kernel/id.ts";
import { Refusal, refuseIf } from "#kernel/problem.ts";
import type { SiteContext } from "#platform/context.ts";
import { calledBack, ratingChanged } from "../../contract/events.ts";
import { callBack, isDissatisfied, type Means, ratingState, type Scores, serviceProblems, whyNotCallback } from "../../rules.ts";
import { keepByCallback, refreshDue } from "../owed.ts";
import { caseView } from "../queries/page.ts";
import { done, lockCase, type StoredCase } from "../store.ts";
import { personHere } from "../who.ts";
import { expiryOf, linkById, revokeLinks, type StoredLink } from "./ratingLink.ts";
import { reopenNow } from "./end.ts";
import { tellByMail } from "./mail.ts";

export interface Opinion extends Scores {
  readonly isUnresolved: boolean;
  readonly opinion: string;
}

interface Call extends Opinion {
  readonly callerId: Id<"person"> | null;
  readonly visited: string;
  readonly means: Means;
  readonly saidAt: Temporal.Instant;
}

/** Records the call-back. A dissatisfied tenant reopens the case. Manual 2.2.1-3, F08. Refusals: stale, closed …, noFeedback, beforeFeedback, alreadyCalledBack, callerIsHandler, inFuture, personMissing. */
export async function recordCallback(
  ctx: SiteContext,
  input: Omit<Call, "callerId" | "saidAt"> & { readonly caseId: Id<"case">; readonly saidAt?: Temporal.Instant | undefined; readonly version?: number | undefined },
) {
  const stored = await lockCase(ctx, input.caseId, input.version);
  const call = { ...input, callerId: personHere(ctx), saidAt: input.saidAt ?? ctx.now };
  refuseIf([...whyNotCallback(stored, { callerId: call.callerId, at: call.saidAt }, ctx.now), ...(call.visited.trim() === "" ? [serviceProblems.personMissing()] : [])]);
  await revokeLinks(ctx, stored.id);
  await writeCall(ctx, stored, call, "calledBack");
  await refreshDue(ctx, stored.id);
  return caseView(ctx, stored.id);
}

/** Writes the call-back of this round; one that shows a dissatisfied tenant begins the case anew. */
async function writeCall(ctx: SiteContext, stored: StoredCase, call: Call, kind: "calledBack" | "rated"): Promise<Id<"callback">> {
  const id = newId<"callback">();
  const { callerId, visited, means, speed, attitude, quality, result, isUnresolved, opinion, saidAt } = call;
  await ctx.tx
    .insertInto("service.callback")
    .values({
      site_id: ctx.siteId,
      id,
      case_id: stored.id,
      tenant_id: stored.tenantId,
      round: stored.round,
      caller_id: callerId,
      visited,
      means,
      speed,
      attitude,
      quality,
      result,
      is_unresolved: isUnresolved,
      opinion,
      said_at: saidAt,
      recorded_at: ctx.now,
    })
    .execute();
  const facts = { callbackId: id, callerId, visited, means, speed, attitude, quality, result, isUnresolved, opinion };
  const { stored: called, evidenceId } = await done(ctx, stored, { change: callBack(saidAt), event: calledBack, facts, entry: entryOf(kind, call), happenedAt: saidAt });
  await keepByCallback(ctx, called, saidAt, evidenceId);
  if (isDissatisfied({ scores: call, isUnresolved })) await reopenNow(ctx, called, kind === "rated" ? "rating" : "callback", opinion);
  return id;
}

const entryOf = (kind: "calledBack" | "rated", { speed, attitude, quality, result, isUnresolved, opinion, visited, means, saidAt, ...scores }: Omit<Call, "callerId">) => ({
  kind,
  audience: kind === "rated" ? ("tenant" as const) : ("internal" as const),
  text: opinion,
  facts: {
    speed,
    attitude,
    quality,
    result,
    isUnresolved,
    isSatisfied: !isDissatisfied({ scores: { ...scores, speed, attitude, quality, result }, isUnresolved }),
    toWhom: visited,
    means,
    happenedAt: saidAt,
  },
});

/**
 * The tenant rates the answer themselves, by link or in their portal: that is this round's call-back, which nobody of ours made.
 * For 12 hours they may correct it. Manual 2.2.1-3. Refusals: linkExpired, linkSpent, ratingFrozen, and those of a call-back.
 */
export async function rate(ctx: SiteContext, found: StoredLink, opinion: Opinion, means: "link" | "portal"): Promise<void> {
  const stored = await lockCase(ctx, found.caseId);
  const link = await linkById(ctx, found.id);
  const state = ratingState(link, ctx.now);
  if (state === "expired") throw new Refusal(serviceProblems.linkExpired());
  if (state === "spent") throw new Refusal(serviceProblems.linkSpent());
  if (state === "frozen") throw new Refusal(serviceProblems.ratingFrozen());
  if (state === "changeable" && link.callbackId) await changeRating(ctx, stored, link, link.callbackId, opinion, means);
  else await rateFirst(ctx, stored, link, opinion, means);
  await refreshDue(ctx, stored.id);
}

async function rateFirst(ctx: SiteContext, stored: StoredCase, link: StoredLink, opinion: Opinion, means: "link" | "portal"): Promise<void> {
  if (link.round !== stored.round) throw new Refusal(serviceProblems.linkSpent());
  refuseIf(whyNotCallback(stored, { callerId: null, at: ctx.now }, ctx.now));
  const callbackId = await writeCall(ctx, stored, { ...opinion, callerId: null, visited: stored.contactName, means, saidAt: ctx.now }, "rated");
  await ctx.tx.updateTable("service.rating_link").set({ rated_at: ctx.now, callback_id: callbackId }).where("site_id", "=", ctx.siteId).where("id", "=", link.id).execute();
}

async function changeRating(ctx: SiteContext, stored: StoredCase, link: StoredLink, callbackId: Id<"callback">, opinion: Opinion, means: "link" | "portal"): Promise<void> {
  const { speed, attitude, quality, result, isUnresolved, opinion: words } = opinion;
  await ctx.tx
    .updateTable("service.callback")
    .set({ speed, attitude, quality, result, is_unresolved: isUnresolved, opinion: words })
    .where("site_id", "=", ctx.siteId)
    .where("id", "=", callbackId)
    .execute();
  await done(ctx, stored, {
    event: ratingChanged,
    facts: { callbackId, speed, attitude, quality, result, isUnresolved, opinion: words },
    entry: entryOf("rated", { ...opinion, visited: stored.contactName, means, saidAt: ctx.now }),
  });
  const isOfThisRound = link.round === stored.round && stored.revisitedAt !== null;
  if (isOfThisRound && isDissatisfied({ scores: opinion, isUnresolved })) await reopenNow(ctx, stored, "rating", words);
}

/** Mails the contact a new rating link. Manual 2.2.1-3. Refusals: notFound, noFeedback, alreadyCalledBack, nobodyToTell. */
export async function sendRatingLink(ctx: SiteContext, caseId: Id<"case">): Promise<{ expiresAt: Temporal.Instant }> {
  const stored = await lockCase(ctx, caseId);
  if (!stored.feedbackAt) throw new Refusal(serviceProblems.noFeedback());
  if (stored.revisitedAt) throw new Refusal(serviceProblems.alreadyCalledBack());
  if (!stored.contactEmail) throw new Refusal(serviceProblems.nobodyToTell());
  await tellByMail(ctx, stored, "rating");
  return { expiresAt: expiryOf(ctx) };
}
