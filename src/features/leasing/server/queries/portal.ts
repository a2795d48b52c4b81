import type { ValueOf } from "#kernel/contract.ts";
import type { Id } from "#kernel/id.ts";
import { Refusal } from "#kernel/problem.ts";
import { may, type SiteContext } from "#platform/context.ts";
import { leasingRights, type portalLeaseField } from "../../contract.ts";
import { leasingProblems } from "../../rules.ts";
import { explainedPoints } from "./explained.ts";
import { type NamedLease, namedLeaseById, namedLeasesOfTenant } from "./leases.ts";
import { versionsOf } from "./terms.ts";

export type PortalLease = ValueOf<typeof portalLeaseField>;

/** The leases of the contact's own company that are to be signed or are: what is still being drawn up is the house's own business. */
export async function portalLeaseList(ctx: SiteContext): Promise<{ leases: PortalLease[] }> {
  if (!ctx.tenantId) return { leases: [] };
  const leases = (await namedLeasesOfTenant(ctx, ctx.tenantId)).filter(isShown);
  const shown: PortalLease[] = [];
  for (const lease of leases) shown.push(await viewOf(ctx, lease));
  return { leases: shown };
}

/** Refusal: notFound. */
export async function portalLease(ctx: SiteContext, leaseId: Id<"lease">): Promise<PortalLease> {
  const lease = await namedLeaseById(ctx, leaseId);
  if (!isShown(lease)) throw new Refusal(leasingProblems.notFound());
  return viewOf(ctx, lease);
}

const isShown = ({ status }: NamedLease): boolean => status === "approved" || status === "signed" || status === "ended";

async function viewOf(ctx: SiteContext, lease: NamedLease): Promise<PortalLease> {
  const [first] = await versionsOf(ctx, lease.id);
  return { lease, points: first ? await explainedPoints(ctx, lease.id, first.terms) : [], mayConfirm: lease.status === "approved" && may(ctx, leasingRights.portalSign) };
}
