import type { Id } from "#kernel/id.ts";
import { Refusal, refuseIf } from "#kernel/problem.ts";
import type { SiteContext } from "#platform/context.ts";
import { closeDocument, documentsOf } from "#features/documents/server/index.ts";
import { askForPapers } from "#features/tenants/server/index.ts";
import { termsApproved, termsCancelled, termsRefused, termsSubmitted, termsWithdrawn } from "../../contract.ts";
import { type Lease, type LeaseVersion, signingProblems, type VersionStatus } from "../../rules.ts";
import { whyNotApprove } from "../../rules/signing.ts";
import { openStatuses } from "../../rules/versions.ts";
import { subjectOf } from "../queries/annexes.ts";
import { leaseView, type LeaseView, whyNotThese } from "../queries/leaseView.ts";
import { lockedVersion } from "./locks.ts";

export interface Step {
  readonly leaseId: Id<"lease">;
  readonly number: number;
  readonly version: number;
}

/** Submits drafted terms; from now on the tenant's papers are wanted as far as a lease. Manual 2.1.1-3. Refusals: notFound, stale, notDraft, and all that the terms have against them. */
export async function submitTerms(ctx: SiteContext, step: Step): Promise<LeaseView> {
  const { lease, versions, version } = await lockedVersion(ctx, step);
  if (version.status !== "draft") throw new Refusal(signingProblems.notDraft());
  refuseIf(await whyNotThese(ctx, versions, version));
  await moveTo(ctx, lease, version, "submitted", {
    submitted_by: ctx.actor.personId,
    submitted_by_name: ctx.actor.name,
    submitted_at: ctx.now,
    refused_by_name: null,
    refused_at: null,
    refused_reason: null,
  });
  await askForPapers(ctx, { tenantId: version.tenantId, stage: "lease" });
  await ctx.record(termsSubmitted, factsOf(lease, version));
  return leaseView(ctx, lease.id);
}

/** Approves terms that another person drew up and submitted. Refusals: notFound, stale, notSubmitted, ownApproval, and all that the terms have against them. */
export async function approveTerms(ctx: SiteContext, step: Step): Promise<LeaseView> {
  const { lease, versions, version } = await lockedVersion(ctx, step);
  refuseIf(whyNotApprove(version, ctx.actor.personId));
  refuseIf(await whyNotThese(ctx, versions, version));
  await moveTo(ctx, lease, version, "approved", { approved_by: ctx.actor.personId, approved_by_name: ctx.actor.name, approved_at: ctx.now });
  await ctx.record(termsApproved, factsOf(lease, version));
  return leaseView(ctx, lease.id);
}

/** Sends submitted terms back to their draft. Refusals: notFound, stale, notSubmitted. */
export async function refuseTerms(ctx: SiteContext, { reason, ...step }: Step & { readonly reason: string }): Promise<LeaseView> {
  const { lease, version } = await lockedVersion(ctx, step);
  if (version.status !== "submitted") throw new Refusal(signingProblems.notSubmitted());
  await moveTo(ctx, lease, version, "draft", { ...unsubmitted, refused_by_name: ctx.actor.name, refused_at: ctx.now, refused_reason: reason });
  await ctx.record(termsRefused, { ...factsOf(lease, version), reason });
  return leaseView(ctx, lease.id);
}

/** Takes terms back to their draft before they are signed. Refusals: notFound, stale, notOpen. */
export async function withdrawTerms(ctx: SiteContext, { reason, ...step }: Step & { readonly reason: string }): Promise<LeaseView> {
  const { lease, version } = await lockedVersion(ctx, step);
  if (version.status !== "submitted" && version.status !== "approved") throw new Refusal(signingProblems.notOpen());
  await withdrawLetters(ctx, lease, version, reason);
  await moveTo(ctx, lease, version, "draft", { ...unsubmitted, document_id: null });
  await ctx.record(termsWithdrawn, { ...factsOf(lease, version), reason });
  return leaseView(ctx, lease.id);
}

/** Cancels terms that are not signed; of number 1, the lease. Refusals: notFound, stale, notOpen. */
export async function cancelTerms(ctx: SiteContext, { reason, ...step }: Step & { readonly reason: string }): Promise<LeaseView> {
  const { lease, version } = await lockedVersion(ctx, step);
  if (!openStatuses.includes(version.status)) throw new Refusal(signingProblems.notOpen());
  await withdrawLetters(ctx, lease, version, reason);
  await moveTo(ctx, lease, version, "cancelled", {});
  await ctx.record(termsCancelled, { ...factsOf(lease, version), reason });
  return leaseView(ctx, lease.id);
}

const unsubmitted = { submitted_by: null, submitted_by_name: null, submitted_at: null, approved_by: null, approved_by_name: null, approved_at: null };

type Columns = Readonly<Record<string, string | null | Temporal.Instant>>;

/** The lease's own status follows its first version. */
async function moveTo(ctx: SiteContext, lease: Lease, version: LeaseVersion, status: Exclude<VersionStatus, "signed">, columns: Columns): Promise<void> {
  await ctx.tx
    .updateTable("leasing.lease_terms")
    .set({ ...columns, status, version: version.version + 1 })
    .where("site_id", "=", ctx.siteId)
    .where("lease_id", "=", lease.id)
    .where("number", "=", version.number)
    .execute();
  if (version.number === 1)
    await ctx.tx
      .updateTable("leasing.lease")
      .set({ status, version: lease.version + 1 })
      .where("site_id", "=", ctx.siteId)
      .where("id", "=", lease.id)
      .execute();
  await ctx.tell(ctx.siteId, "leasing.lease", lease.id);
}

/** Letters that wait for signatures no longer do. What all have signed stays as it is. */
async function withdrawLetters(ctx: SiteContext, lease: Lease, { number }: LeaseVersion, reason: string): Promise<void> {
  for (const { id, state } of await documentsOf(ctx, subjectOf(lease, number))) if (state === "issued" || state === "signing") await closeDocument(ctx, id, "withdrawn", reason);
}

const factsOf = ({ id, leaseNo }: Lease, { number }: LeaseVersion) => ({ leaseId: id, leaseNo, number });
