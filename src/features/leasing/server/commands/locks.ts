import type { Id } from "#kernel/id.ts";
import { Refusal } from "#kernel/problem.ts";
import type { SiteContext } from "#platform/context.ts";
import { type Lease, leasingProblems, type LeaseVersion } from "../../rules.ts";
import { leaseById } from "../queries/leases.ts";
import { versionByNumber, versionsOf } from "../queries/terms.ts";
import { lockUnits } from "./leases.ts";

export interface LockedVersion {
  readonly lease: Lease;
  readonly versions: readonly LeaseVersion[];
  readonly version: LeaseVersion;
}

export const lockLease = (ctx: SiteContext, leaseId: Id<"lease">): Promise<unknown> =>
  ctx.tx.selectFrom("leasing.lease").select("id").where("site_id", "=", ctx.siteId).where("id", "=", leaseId).forUpdate().execute();

/** A version of a lease's terms that nobody else changes meanwhile: its units first, then the lease. Refusals: notFound, versionNotFound, stale. */
export async function lockedVersion(
  ctx: SiteContext,
  { leaseId, number, version: read }: { readonly leaseId: Id<"lease">; readonly number: number; readonly version?: number },
): Promise<LockedVersion> {
  await leaseById(ctx, leaseId);
  const { terms } = await versionByNumber(ctx, leaseId, number);
  await lockUnits(
    ctx,
    terms.units.map(({ unitId }) => unitId),
  );
  await lockLease(ctx, leaseId);
  const versions = await versionsOf(ctx, leaseId);
  const version = versions.find((each) => each.number === number)!;
  if (read !== undefined && version.version !== read) throw new Refusal(leasingProblems.stale());
  return { lease: await leaseById(ctx, leaseId), versions, version };
}
