import type { ValueOf } from "#kernel/contract.ts";
import type { Id } from "#kernel/id.ts";
import { Refusal } from "#kernel/problem.ts";
import { asHouse } from "#platform/asHouse.ts";
import { dayAt, type SiteContext } from "#platform/context.ts";
import { leaseById, leasesOfTenant } from "#features/leasing/server/index.ts";
import { placeOf } from "#features/sites/server/index.ts";
import type { ownCaseField } from "../../contract/portal.ts";
import { fitOutProblems } from "../../rules.ts";
import { caseById, visibleCases } from "../queries/cases.ts";
import { caseList } from "../queries/lists.ts";
import { type CaseView, caseView } from "../queries/view.ts";
import { openFitOut } from "./open.ts";

type OwnCase = ValueOf<typeof ownCaseField>;

/** Does something in a case of one's own company for the house, and answers what a tenant may see of it. Refusal: notFound, also of another company's. */
export async function inOwnCase(ctx: SiteContext, caseId: Id<"fitOut">, act: (house: SiteContext) => Promise<CaseView>): Promise<OwnCase> {
  await caseById(ctx, caseId);
  return forTenant(await act(await asHouse(ctx)));
}

/** Refusal: notFound. */
export const ownCase = (ctx: SiteContext, caseId: Id<"fitOut">): Promise<OwnCase> => inOwnCase(ctx, caseId, (house) => caseView(house, caseId));

/** Asks for a fit-out of all that a lease holds. Refusals: leasing.notFound, and those of `openFitOut`. */
export async function openOwnCase(ctx: SiteContext, { id, leaseId }: { readonly id: Id<"fitOut">; readonly leaseId: Id<"lease"> }): Promise<OwnCase> {
  const lease = await leaseById(ctx, leaseId);
  const today = dayAt(ctx, ctx.now);
  const unitIds = lease.units.filter(({ to }) => Temporal.PlainDate.compare(to, today) >= 0).map(({ unitId }) => unitId);
  if (unitIds.length === 0) throw new Refusal(fitOutProblems.leaseNotLive());
  return forTenant(await openFitOut(await asHouse(ctx), { id, leaseId, cause: "refit", unitIds }));
}

/** The fit-outs of one's own company, and the leases for which one may be asked for. */
export async function ownCases(ctx: SiteContext) {
  const { tenantId } = ctx;
  if (!tenantId) throw new Refusal(fitOutProblems.notFound());
  const today = dayAt(ctx, ctx.now);
  const running = await visibleCases(ctx).select("case.lease_id").where("case.ended_at", "is", null).execute();
  const leases = (await leasesOfTenant(ctx, tenantId)).filter(
    ({ id, status, leaseEnd, units }) =>
      status === "signed" && units.length > 0 && Temporal.PlainDate.compare(leaseEnd, today) >= 0 && !running.some(({ lease_id }) => lease_id === id),
  );
  const house = await asHouse(ctx);
  return {
    items: await caseList(house, { tenantId }, 100),
    leases: await Promise.all(
      leases.map(async ({ id, leaseNo, units }) => ({ id, leaseNo, place: (await Promise.all(units.map(({ unitId }) => placeOf(house, unitId)))).join("、") })),
    ),
  };
}

/** What a tenant sees: where each step stands and what holds it up, their application with its reviews, permit and stop orders; nothing of the house's own. */
function forTenant(view: CaseView): OwnCase {
  const { standing, application, reviews, permit, stopOrders, files } = view;
  const { id, caseNo, cause, state, tenantId, tenant, place, openedAt, endedAt, next, isStopped } = view;
  return {
    ...{ id, caseNo, cause, state, tenantId, tenant, place, openedAt, endedAt, next, isStopped },
    steps: standing.steps.map((step) => ({
      id: step.id,
      state: step.state,
      doneAt: step.doneAt,
      reasons: step.obstacles.map(({ reason }) => ({ ...reason, facts: { ...reason.facts } })),
    })),
    application,
    reviews: reviews.filter((review) => !review.withdrawn && review.version === application?.version).map(({ withdrawn: _, ...review }) => review),
    permit,
    stopOrders,
    files: files.filter(({ kind }) => kind !== "photo"),
  };
}
