import { yuanText } from "#kernel/money.ts";
import { words } from "#kernel/words.ts";
import type { SiteContext } from "#platform/context.ts";
import { fileKinds, reviewKinds, reviewOutcomes } from "../../rules.ts";
import type { FitOut } from "../queries/cases.ts";
import { applicationOf, filesOf, reviewsOf } from "../queries/records.ts";
import { issue, momentText } from "./letter.ts";

/** F04 装修申请审批表 with both reviews. Manual 2.1.1-6. */
export async function issueApplication(ctx: SiteContext, found: FitOut): Promise<void> {
  const application = await applicationOf(ctx, found.id);
  if (!application) return;
  const { details, version, submittedAt, submittedByName } = application;
  const reviews = (await reviewsOf(ctx, found.id)).filter((review) => review.version === version && !review.withdrawn);
  const files = (await filesOf(ctx, found.id)).filter(({ kind }) => kind !== "photo");
  await issue(ctx, found, {
    kind: "application",
    title: words("装修申请审批表", "Fit-out application"),
    replaces: true,
    data: {
      contractor: { ...details.contractor, licenceUntil: details.contractor.licenceUntil?.toString() ?? "" },
      scope: details.scope,
      from: details.from.toString(),
      to: details.to.toString(),
      hours: details.hours,
      loadKw: details.loadKw,
      budget: details.budget === null ? "" : yuanText(details.budget),
      isStructural: details.isStructural,
      changesFireSystem: details.changesFireSystem,
      changesAirConditioning: details.changesAirConditioning,
      changesWater: details.changesWater,
      hasHiddenWorks: details.hasHiddenWorks,
      insurance: { ...details.insurance, from: details.insurance.from.toString(), to: details.insurance.to.toString() },
      workers: details.workers,
      files: files.map(({ kind, name }) => ({ kind: fileKinds[kind], name })),
      submitted: { at: momentText(ctx, submittedAt), by: submittedByName },
      reviews: reviews.map((review) => ({
        kind: reviewKinds[review.kind],
        outcome: reviewOutcomes[review.outcome],
        opinion: review.opinion,
        conditions: review.conditions,
        isFireReviewDue: review.isFireReviewDue,
        by: review.byName,
        at: momentText(ctx, review.reviewedAt),
      })),
    },
  });
}
