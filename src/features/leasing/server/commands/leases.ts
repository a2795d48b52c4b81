import type { Id } from "#kernel/id.ts";
import { Refusal, refuseIf } from "#kernel/problem.ts";
import type { SiteContext } from "#platform/context.ts";
import { refusing } from "#platform/db/violations.ts";
import { unitById } from "#features/sites/server/index.ts";
import { tenantById } from "#features/tenants/server/index.ts";
import { leaseChanged, leaseEnded, leaseRecorded } from "../../contract.ts";
import { isLive, type Lease, leasingProblems, type LeaseUnit, type Term, whyNotLet } from "../../rules.ts";
import { signingProblems } from "../../rules/signing.ts";
import { leaseById, leasesOfUnit } from "../queries/leases.ts";
import { termsOf } from "../queries/terms.ts";
import { whyNotHeld } from "../queries/letters.ts";
import { turnLettersInto } from "./letterEnds.ts";

type LeaseInput = Term & Pick<Lease, "leaseNo">;
type NewLease = LeaseInput & Pick<Lease, "id" | "tenantId"> & { readonly units: readonly Pick<LeaseUnit, "unitId" | "areaCenti">[] };

/** Records a lease that was signed outside of the system. Manual 2.1.1-3. Refusals: unitTwice, endsBeforeItStarts, tooLong, overlapping, held, leaseNoTaken. */
export async function createLease(ctx: SiteContext, { id, tenantId, units, ...input }: NewLease): Promise<Lease> {
  const unitIds = units.map(({ unitId }) => unitId);
  if (new Set(unitIds).size < unitIds.length) throw new Refusal(leasingProblems.unitTwice());
  await lockUnits(ctx, unitIds);
  await tenantById(ctx, tenantId);
  await refuseUnlessFree(ctx, unitIds, input, id);
  refuseIf(await whyNotHeld(ctx, { unitIds, tenantId }));

  const leaseUnits = units.map(({ unitId, areaCenti }) => ({ unitId, areaCenti, from: input.leaseStart, to: input.leaseEnd }));
  const lease: Lease = { id, tenantId, units: leaseUnits, ...input, rentStart: null, handoverOn: null, moveInOn: null, status: "signed", version: 1 };
  const insert = ctx.tx.insertInto("leasing.lease").values({ site_id: ctx.siteId, id, tenant_id: tenantId, status: lease.status, ...termColumns(input), created_at: ctx.now });
  await refusing(insert.execute(), { lease_pkey: () => leasingProblems.leaseNoTaken({ leaseNo: input.leaseNo }) });
  await putUnits(ctx, lease);
  await turnLettersInto(ctx, { leaseId: id, tenantId, unitIds });
  await ctx.record(leaseRecorded, factsOf(lease));
  await ctx.tell(ctx.siteId, "leasing.lease", id);
  return lease;
}

/** Corrects the number or term of a live lease; its units follow the term. Refusals: notFound, notLive, writtenTerms, endsBeforeItStarts, tooLong, overlapping, held where it takes in more days, leaseNoTaken, stale. */
export async function changeLease(ctx: SiteContext, { id, version, ...input }: LeaseInput & Pick<Lease, "id" | "version">): Promise<Lease> {
  const lease = await lockedLease(ctx, id, version);
  await refuseUnlessFree(ctx, unitIdsOf(lease), input, id);
  const isLonger = Temporal.PlainDate.compare(input.leaseStart, lease.leaseStart) < 0 || Temporal.PlainDate.compare(input.leaseEnd, lease.leaseEnd) > 0;
  if (isLonger) refuseIf(await whyNotHeld(ctx, { unitIds: unitIdsOf(lease), tenantId: lease.tenantId }));

  const units = lease.units.map((unit) => ({
    ...unit,
    from: unit.from.equals(lease.leaseStart) ? input.leaseStart : unit.from,
    to: unit.to.equals(lease.leaseEnd) ? input.leaseEnd : unit.to,
  }));
  const changed: Lease = { ...lease, ...input, units, version: version + 1 };
  await ctx.tx
    .updateTable("leasing.lease")
    .set({ ...termColumns(input), version: changed.version })
    .where("site_id", "=", ctx.siteId)
    .where("id", "=", id)
    .execute();
  await putUnits(ctx, changed);
  await ctx.record(leaseChanged, factsOf(changed));
  await ctx.tell(ctx.siteId, "leasing.lease", id);
  return changed;
}

/** Shortens a live lease to end on a day, or cancels one recorded by mistake. A lease whose term has passed is over by that alone. Refusals: notFound, notLive, writtenTerms, endsBeforeItStarts, notShorter, stale. */
export async function endLease(
  ctx: SiteContext,
  { id, version, how, on, reason }: Pick<Lease, "id" | "version"> & { how: "ended" | "cancelled"; on: Temporal.PlainDate; reason: string },
): Promise<Lease> {
  const lease = await lockedLease(ctx, id, version);
  const leaseEnd = how === "ended" ? on : lease.leaseEnd;
  if (Temporal.PlainDate.compare(leaseEnd, lease.leaseStart) < 0)
    throw new Refusal(leasingProblems.endsBeforeItStarts({ leaseStart: lease.leaseStart.toString(), leaseEnd: leaseEnd.toString() }));
  if (Temporal.PlainDate.compare(leaseEnd, lease.leaseEnd) > 0) throw new Refusal(leasingProblems.notShorter({ leaseEnd: lease.leaseEnd.toString() }));

  const units = lease.units
    .filter(({ from }) => Temporal.PlainDate.compare(from, leaseEnd) <= 0)
    .map((unit) => ({ ...unit, to: Temporal.PlainDate.compare(unit.to, leaseEnd) > 0 ? leaseEnd : unit.to }));
  const ended: Lease = { ...lease, units, status: how === "cancelled" ? "cancelled" : lease.status, leaseEnd, version: version + 1 };
  await ctx.tx
    .updateTable("leasing.lease")
    .set({ status: ended.status, lease_end: leaseEnd, version: ended.version })
    .where("site_id", "=", ctx.siteId)
    .where("id", "=", id)
    .execute();
  await putUnits(ctx, ended);
  await ctx.record(leaseEnded, { ...factsOf(ended), how, reason });
  await ctx.tell(ctx.siteId, "leasing.lease", id);
  return ended;
}

/** Two leases of one unit are judged one after the other; always in the order of the units' ids. */
export async function lockUnits(ctx: SiteContext, unitIds: readonly Id<"unit">[]): Promise<void> {
  const ids = [...new Set(unitIds)].sort();
  for (const unitId of ids) await unitById(ctx, unitId);
  await ctx.tx.selectFrom("sites.unit").select("id").where("site_id", "=", ctx.siteId).where("id", "in", ids).orderBy("id").forUpdate().execute();
}

/** Writes the units of a lease as it says, in place of what stood there. Refusal: overlappingNow, when somebody let one of them in the meantime. */
export const putUnits = (ctx: SiteContext, lease: Lease): Promise<void> =>
  putHeldUnits(
    ctx,
    lease,
    lease.units.map((unit) => ({ ...unit, tenantId: lease.tenantId })),
  );

/** As `putUnits`, where days of a unit are different tenants'. */
export async function putHeldUnits(ctx: SiteContext, lease: Pick<Lease, "id" | "status">, held: readonly (LeaseUnit & { readonly tenantId: Id<"tenant"> })[]): Promise<void> {
  await ctx.tx.deleteFrom("leasing.lease_unit").where("site_id", "=", ctx.siteId).where("lease_id", "=", lease.id).execute();
  const rows = held.map(({ unitId, tenantId, from, to, areaCenti }) => ({
    site_id: ctx.siteId,
    lease_id: lease.id,
    unit_id: unitId,
    tenant_id: tenantId,
    from_day: from,
    to_day: to,
    area_centi: areaCenti,
    is_live: isLive(lease),
  }));
  if (rows.length > 0) await refusing(ctx.tx.insertInto("leasing.lease_unit").values(rows).execute(), { one_tenant_at_a_time: () => leasingProblems.overlappingNow() });
}

async function lockedLease(ctx: SiteContext, id: Id<"lease">, version: number): Promise<Lease> {
  await lockUnits(ctx, unitIdsOf(await leaseById(ctx, id)));
  const lease = await leaseById(ctx, id);
  if (lease.version !== version) throw new Refusal(leasingProblems.stale());
  if (!isLive(lease)) throw new Refusal(leasingProblems.notLive());
  if ((await termsOf(ctx, id)).length > 0) throw new Refusal(signingProblems.writtenTerms());
  return lease;
}

/** Call with the units locked. */
async function refuseUnlessFree(ctx: SiteContext, unitIds: readonly Id<"unit">[], input: LeaseInput, leaseId: Id<"lease">): Promise<void> {
  for (const unitId of unitIds) {
    const others = (await leasesOfUnit(ctx, unitId)).filter(({ id }) => id !== leaseId);
    refuseIf(whyNotLet(input, others, unitId));
    if (others.some(({ leaseNo }) => leaseNo === input.leaseNo)) throw new Refusal(leasingProblems.leaseNoTaken({ leaseNo: input.leaseNo }));
  }
}

const unitIdsOf = ({ units }: Lease): Id<"unit">[] => units.map(({ unitId }) => unitId);

const termColumns = ({ leaseNo, leaseStart, leaseEnd }: LeaseInput) => ({ lease_no: leaseNo, lease_start: leaseStart, lease_end: leaseEnd });

const factsOf = (lease: Lease) => {
  const { id, leaseNo, tenantId, leaseStart, leaseEnd } = lease;
  return { leaseId: id, leaseNo, tenantId, unitIds: unitIdsOf(lease), leaseStart, leaseEnd };
};
