import { sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import { Refusal } from "#kernel/problem.ts";
import { dayAt, type SiteContext } from "#platform/context.ts";
import { keysOf, pageFrom } from "#platform/db/keyset.ts";
import { placeName } from "#features/sites/rules.ts";
import { type Lease, leasingProblems, type LeaseStatus } from "../rules.ts";

/** The leases of the site at hand that this actor may see; a tenant's contact sees those of their company. */
function visibleLeases(ctx: SiteContext) {
  const leases = ctx.tx
    .selectFrom("leasing.lease as lease")
    .where("lease.site_id", "=", ctx.siteId)
    .select(["lease.id", "lease.lease_no", "lease.tenant_id", "lease.unit_id", "lease.status", "lease.lease_start", "lease.lease_end", "lease.version"]);
  return ctx.tenantId ? leases.where("lease.tenant_id", "=", ctx.tenantId) : leases;
}

/** Refusal: notFound. */
export async function leaseById(ctx: SiteContext, id: Id<"lease">): Promise<Lease> {
  const row = await visibleLeases(ctx).where("lease.id", "=", id).executeTakeFirst();
  if (!row) throw new Refusal(leasingProblems.notFound());
  return toLease(row);
}

/** The leases of a unit, newest first. */
export async function leasesOfUnit(ctx: SiteContext, unitId: Id<"unit">): Promise<Lease[]> {
  return (await visibleLeases(ctx).where("lease.unit_id", "=", unitId).orderBy("lease.lease_start", "desc").execute()).map(toLease);
}

/** The leases of a tenant, newest first. */
export async function leasesOfTenant(ctx: SiteContext, tenantId: Id<"tenant">): Promise<Lease[]> {
  return (await visibleLeases(ctx).where("lease.tenant_id", "=", tenantId).orderBy("lease.lease_start", "desc").execute()).map(toLease);
}

export interface LeaseFilter {
  readonly unitId?: Id<"unit"> | undefined;
  readonly tenantId?: Id<"tenant"> | undefined;
  readonly search?: string | undefined;
  readonly status?: LeaseStatus | undefined;
  readonly endingBefore?: Temporal.PlainDate | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

/** Leases with the names of their tenant and place, the one that ends first on top. */
export async function leasePage(ctx: SiteContext, { unitId, tenantId, search, status, endingBefore, cursor, limit }: LeaseFilter) {
  let query = visibleLeases(ctx)
    .innerJoin("tenants.tenant as tenant", (join) => join.onRef("tenant.site_id", "=", "lease.site_id").onRef("tenant.id", "=", "lease.tenant_id"))
    .innerJoin("sites.unit as unit", (join) => join.onRef("unit.site_id", "=", "lease.site_id").onRef("unit.id", "=", "lease.unit_id"))
    .innerJoin("sites.floor as floor", (join) => join.onRef("floor.site_id", "=", "unit.site_id").onRef("floor.id", "=", "unit.floor_id"))
    .innerJoin("sites.building as building", (join) => join.onRef("building.site_id", "=", "unit.site_id").onRef("building.id", "=", "unit.building_id"))
    .select(["tenant.name as tenant", "building.name as building", "floor.name as floor", "unit.unit_no as unitNo"])
    .orderBy("lease.lease_end")
    .orderBy("lease.id")
    .limit(limit + 1);
  if (unitId) query = query.where("lease.unit_id", "=", unitId);
  if (tenantId) query = query.where("lease.tenant_id", "=", tenantId);
  if (search) query = query.where("lease.lease_no", "ilike", `%${search.replaceAll(/[\\%_]/g, "\\$&")}%`);
  if (status) query = query.where("lease.status", "=", status);
  if (endingBefore) query = query.where("lease.lease_end", "<", endingBefore);
  if (cursor) {
    const [end, id] = keysOf(cursor, ["day", "id"]);
    query = query.where(sql<boolean>`(lease.lease_end, lease.id) > (${end}::date, ${id}::uuid)`);
  }
  const page = pageFrom(await query.execute(), limit, (row) => [row.lease_end, row.id]);
  return { items: page.items.map((row) => ({ ...toLease(row), tenant: row.tenant, place: placeName(row) })), next: page.next };
}

/** The live leases whose term covers `on` (today at the site unless told). */
export async function occupancyOn(ctx: SiteContext, on: Temporal.PlainDate = dayAt(ctx, ctx.now)) {
  const rows = await visibleLeases(ctx)
    .innerJoin("tenants.tenant as tenant", (join) => join.onRef("tenant.site_id", "=", "lease.site_id").onRef("tenant.id", "=", "lease.tenant_id"))
    .select("tenant.name as tenant")
    .where("lease.status", "in", ["signed", "active"])
    .where("lease.lease_start", "<=", on)
    .where("lease.lease_end", ">=", on)
    .execute();
  const leases = rows.map((row) => {
    const { id, leaseNo, unitId, tenantId, leaseStart, leaseEnd } = toLease(row);
    return { unitId, leaseId: id, leaseNo, tenantId, tenant: row.tenant, leaseStart, leaseEnd };
  });
  return { on, leases };
}

const toLease = (row: {
  id: string;
  lease_no: string;
  tenant_id: string;
  unit_id: string;
  status: string;
  lease_start: Temporal.PlainDate;
  lease_end: Temporal.PlainDate;
  version: number;
}): Lease => ({
  id: row.id as Id<"lease">,
  leaseNo: row.lease_no,
  tenantId: row.tenant_id as Id<"tenant">,
  unitId: row.unit_id as Id<"unit">,
  status: row.status as LeaseStatus,
  leaseStart: row.lease_start,
  leaseEnd: row.lease_end,
  version: row.version,
});
