import type { Id } from "#kernel/id.ts";
import { Refusal, refuseIf } from "#kernel/problem.ts";
import type { SiteContext } from "#platform/context.ts";
import { refusing } from "#platform/db/violations.ts";
import { unitById } from "#features/sites/server/index.ts";
import { tenantById } from "#features/tenants/server/index.ts";
import { leaseChanged, leaseEnded, leaseRecorded } from "../contract.ts";
import { isLive, type Lease, leasingProblems, type Term, whyNotLet } from "../rules.ts";
import { leaseById, leasesOfUnit } from "./queries.ts";

type LeaseInput = Term & Pick<Lease, "leaseNo">;

/** Records a lease of a unit. Manual 2.1.1-3. Refusals: endsBeforeItStarts, tooLong, overlapping, leaseNoTaken. */
export async function createLease(ctx: SiteContext, { id, tenantId, unitId, ...input }: LeaseInput & Pick<Lease, "id" | "tenantId" | "unitId">): Promise<Lease> {
  await lockUnit(ctx, unitId);
  await tenantById(ctx, tenantId);
  refuseIf(whyNotLet(input, await leasesOfUnit(ctx, unitId)));

  const lease: Lease = { id, tenantId, unitId, ...input, status: "active", version: 1 };
  const insert = ctx.tx
    .insertInto("leasing.lease")
    .values({ site_id: ctx.siteId, id, tenant_id: tenantId, unit_id: unitId, status: lease.status, ...termColumns(input), created_at: ctx.now });
  await refusing(insert.execute(), leaseViolations(input));
  await ctx.record(leaseRecorded, factsOf(lease));
  await ctx.tell(ctx.siteId, "leasing.lease", id);
  return lease;
}

/** Corrects the number or term of a live lease. Refusals: notFound, notLive, endsBeforeItStarts, tooLong, overlapping, leaseNoTaken, stale. */
export async function changeLease(ctx: SiteContext, { id, version, ...input }: LeaseInput & Pick<Lease, "id" | "version">): Promise<Lease> {
  const lease = await lockedLease(ctx, id, version);
  const others = (await leasesOfUnit(ctx, lease.unitId)).filter((other) => other.id !== id);
  refuseIf(whyNotLet(input, others));

  const changed: Lease = { ...lease, ...input, version: version + 1 };
  await refusing(
    ctx.tx
      .updateTable("leasing.lease")
      .set({ ...termColumns(input), version: changed.version })
      .where("site_id", "=", ctx.siteId)
      .where("id", "=", id)
      .execute(),
    leaseViolations(input),
  );
  await ctx.record(leaseChanged, factsOf(changed));
  await ctx.tell(ctx.siteId, "leasing.lease", id);
  return changed;
}

/** Shortens a live lease to end on a day, or cancels one recorded by mistake. A lease whose term has passed is over by that alone. Refusals: notFound, notLive, endsBeforeItStarts, notShorter, stale. */
export async function endLease(
  ctx: SiteContext,
  { id, version, how, on, reason }: Pick<Lease, "id" | "version"> & { how: "ended" | "cancelled"; on: Temporal.PlainDate; reason: string },
): Promise<Lease> {
  const lease = await lockedLease(ctx, id, version);
  const leaseEnd = how === "ended" ? on : lease.leaseEnd;
  if (Temporal.PlainDate.compare(leaseEnd, lease.leaseStart) < 0)
    throw new Refusal(leasingProblems.endsBeforeItStarts({ leaseStart: lease.leaseStart.toString(), leaseEnd: leaseEnd.toString() }));
  if (Temporal.PlainDate.compare(leaseEnd, lease.leaseEnd) > 0) throw new Refusal(leasingProblems.notShorter({ leaseEnd: lease.leaseEnd.toString() }));

  const ended: Lease = { ...lease, status: how === "cancelled" ? "cancelled" : lease.status, leaseEnd, version: version + 1 };
  await ctx.tx
    .updateTable("leasing.lease")
    .set({ status: ended.status, lease_end: leaseEnd, version: ended.version })
    .where("site_id", "=", ctx.siteId)
    .where("id", "=", id)
    .execute();
  await ctx.record(leaseEnded, { ...factsOf(ended), how, reason });
  await ctx.tell(ctx.siteId, "leasing.lease", id);
  return ended;
}

async function lockedLease(ctx: SiteContext, id: Id<"lease">, version: number): Promise<Lease> {
  const { unitId } = await leaseById(ctx, id);
  await lockUnit(ctx, unitId);
  const lease = await leaseById(ctx, id);
  if (lease.version !== version) throw new Refusal(leasingProblems.stale());
  if (!isLive(lease)) throw new Refusal(leasingProblems.notLive());
  return lease;
}

/** Two leases of one unit are judged one after the other. */
async function lockUnit(ctx: SiteContext, unitId: Id<"unit">): Promise<void> {
  await unitById(ctx, unitId);
  await ctx.tx.selectFrom("sites.unit").select("id").where("site_id", "=", ctx.siteId).where("id", "=", unitId).forUpdate().execute();
}

const termColumns = ({ leaseNo, leaseStart, leaseEnd }: LeaseInput) => ({ lease_no: leaseNo, lease_start: leaseStart, lease_end: leaseEnd });

const leaseViolations = ({ leaseNo }: LeaseInput) => ({
  one_tenant_at_a_time: () => leasingProblems.overlappingNow(),
  lease_no_once_per_unit: () => leasingProblems.leaseNoTaken({ leaseNo }),
  lease_pkey: () => leasingProblems.leaseNoTaken({ leaseNo }),
});

const factsOf = ({ id, leaseNo, tenantId, unitId, leaseStart, leaseEnd }: Lease) => ({ leaseId: id, leaseNo, tenantId, unitId, leaseStart, leaseEnd });
