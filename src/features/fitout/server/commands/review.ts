import type { Id } from "#kernel/id.ts";
import { Refusal, refuseIf } from "#kernel/problem.ts";
import type { SiteContext } from "#platform/context.ts";
import { refusing } from "#platform/db/violations.ts";
import { reviewGiven, reviewWithdrawn } from "../../contract/events.ts";
import { fitOutProblems, type ReviewKind, reviewKinds, type ReviewOutcome, whyNotReview } from "../../rules.ts";
import { answered, owedAnswer } from "../duties.ts";
import { issueApplication } from "../letters/application.ts";
import { applicationOf, reviewsOf } from "../queries/records.ts";
import type { CaseView } from "../queries/view.ts";
import { about, finish, hold, refuseStep, rowOf } from "./hold.ts";

interface Review {
  readonly caseId: Id<"fitOut">;
  readonly id: Id<"fitOutReview">;
  readonly applicationId: Id<"fitOutApplication">;
  readonly kind: ReviewKind;
  readonly outcome: ReviewOutcome;
  readonly opinion: string;
  readonly conditions: string;
  readonly isFireReviewDue: boolean;
}

/**
 * Gives the engineering or the fire safety review of the newest application. It is answered when both have approved or one has sent it back;
 * F04 is issued with both approvals. Manual 2.1.1-6. Refusals: notFound, ended, stale, stepFirst, stepDone, alreadyReviewed, sameReviewer.
 */
export async function giveReview(ctx: SiteContext, review: Review): Promise<CaseView> {
  const { caseId, id, applicationId, kind, outcome, opinion, conditions, isFireReviewDue } = review;
  const at = await hold(ctx, caseId);
  refuseStep(at, kind);
  const application = await applicationOf(ctx, caseId);
  if (application?.id !== applicationId) throw new Refusal(fitOutProblems.stale());
  const given = (await reviewsOf(ctx, caseId)).filter((each) => each.applicationId === applicationId && !each.withdrawn);
  refuseIf(whyNotReview(given, { kind, byId: ctx.actor.personId ?? "" }));

  const insert = ctx.tx.insertInto("fitout.review").values({
    ...rowOf(ctx, at.case),
    id,
    application_id: applicationId,
    kind,
    outcome,
    opinion,
    conditions,
    is_fire_review_due: kind === "fireSafety" && isFireReviewDue,
    reviewed_at: ctx.now,
    by_id: ctx.actor.personId!,
    by_name: ctx.actor.name,
  });
  await refusing(insert.execute(), { review_pkey: () => fitOutProblems.idTaken() });
  const evidenceId = await ctx.record(reviewGiven, { ...about(at.case), reviewId: id, applicationId, kind, outcome, opinion, conditions, isFireReviewDue });
  const isApproved = outcome === "approved" && given.filter((each) => each.outcome === "approved").length + 1 === Object.keys(reviewKinds).length;
  if (outcome === "returned" || isApproved) await answered(ctx, at.case, evidenceId);
  if (isApproved) await issueApplication(ctx, at.case);
  return finish(ctx, at.case);
}

/** Takes a review back before the permit is issued: it is owed anew. Refusals: notFound, ended, reviewNotFound, permitIssued, notYourReview. */
export async function withdrawReview(
  ctx: SiteContext,
  { caseId, reviewId, reason }: { readonly caseId: Id<"fitOut">; readonly reviewId: Id<"fitOutReview">; readonly reason: string },
): Promise<CaseView> {
  const at = await hold(ctx, caseId);
  const application = await applicationOf(ctx, caseId);
  const review = (await reviewsOf(ctx, caseId)).find(({ id, applicationId, withdrawn }) => id === reviewId && applicationId === application?.id && !withdrawn);
  if (!review) throw new Refusal(fitOutProblems.reviewNotFound());
  if (at.facts.permitAt) throw new Refusal(fitOutProblems.permitIssued());
  const isManager = ctx.grants.some(({ role }) => role === "projectManager");
  if (review.byId !== ctx.actor.personId && !isManager) throw new Refusal(fitOutProblems.notYourReview());

  await ctx.tx
    .updateTable("fitout.review")
    .set({ withdrawn_at: ctx.now, withdrawn_why: reason, withdrawn_by_name: ctx.actor.name })
    .where("site_id", "=", ctx.siteId)
    .where("id", "=", reviewId)
    .execute();
  await ctx.record(reviewWithdrawn, { ...about(at.case), reviewId, applicationId: review.applicationId, kind: review.kind, reason });
  const { engineering, fireSafety } = at.facts.reviews;
  if (engineering?.outcome === "returned" || fireSafety?.outcome === "returned" || (engineering && fireSafety)) await owedAnswer(ctx, at.case);
  return finish(ctx, at.case);
}
