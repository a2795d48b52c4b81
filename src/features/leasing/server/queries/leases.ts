import { sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import { Refusal } from "#kernel/problem.ts";
import { dayAt, type SiteContext } from "#platform/context.ts";
import { keysOf, pageFrom } from "#platform/db/keyset.ts";
import { type Lease, leasingProblems, type LeaseStatus } from "../../rules.ts";

/** The leases of the site at hand that this actor may see; a tenant's contact sees those of their company. */
function visibleLeases(ctx: SiteContext) {
  const leases = ctx.tx
    .selectFrom("leasing.lease as lease")
    .where("lease.site_id", "=", ctx.siteId)
    .select([
      "lease.id",
      "lease.lease_no",
      "lease.tenant_id",
      "lease.status",
      "lease.lease_start",
      "lease.lease_end",
      "lease.rent_start",
      "lease.handover_on",
      "lease.move_in_on",
      "lease.version",
    ])
    .select(
      sql<WrittenUnit[]>`coalesce((
        select json_agg(json_build_object('unitId', held.unit_id, 'from', held.from_day, 'to', held.to_day, 'areaCenti', held.area_centi) order by held.from_day, held.unit_id)
        from leasing.lease_unit held where held.site_id = lease.site_id and held.lease_id = lease.id), '[]')`.as("units"),
    );
  return ctx.tenantId ? leases.where("lease.tenant_id", "=", ctx.tenantId) : leases;
}

interface WrittenUnit {
  readonly unitId: string;
  readonly from: string;
  readonly to: string;
  readonly areaCenti: number | null;
}

/** Refusal: notFound. */
export async function leaseById(ctx: SiteContext, id: Id<"lease">): Promise<Lease> {
  const row = await visibleLeases(ctx).where("lease.id", "=", id).executeTakeFirst();
  if (!row) throw new Refusal(leasingProblems.notFound());
  return toLease(row);
}

/** The leases that hold a unit for some days, newest first. */
export async function leasesOfUnit(ctx: SiteContext, unitId: Id<"unit">): Promise<Lease[]> {
  return (await visibleLeases(ctx).where("lease.id", "in", leasesHolding(ctx, unitId)).orderBy("lease.lease_start", "desc").execute()).map(toLease);
}

const leasesHolding = (ctx: SiteContext, unitId: Id<"unit">) =>
  ctx.tx.selectFrom("leasing.lease_unit as holding").select("holding.lease_id").where("holding.site_id", "=", ctx.siteId).where("holding.unit_id", "=", unitId);

/** The leases of a tenant, newest first. */
export async function leasesOfTenant(ctx: SiteContext, tenantId: Id<"tenant">): Promise<Lease[]> {
  return (await visibleLeases(ctx).where("lease.tenant_id", "=", tenantId).orderBy("lease.lease_start", "desc").execute()).map(toLease);
}

/** Refusal: notFound. */
export async function namedLeaseById(ctx: SiteContext, id: Id<"lease">): Promise<NamedLease> {
  const row = await named(ctx).where("lease.id", "=", id).executeTakeFirst();
  if (!row) throw new Refusal(leasingProblems.notFound());
  return toNamed(row);
}

/** The leases of a tenant with their names, newest first. */
export const namedLeasesOfTenant = async (ctx: SiteContext, tenantId: Id<"tenant">): Promise<NamedLease[]> =>
  (await named(ctx).where("lease.tenant_id", "=", tenantId).orderBy("lease.lease_start", "desc").execute()).map(toNamed);

export interface NamedLease extends Lease {
  readonly tenant: string;
  /** Where its units lie, as people say it. */
  readonly place: string;
}

const named = (ctx: SiteContext) =>
  visibleLeases(ctx)
    .innerJoin("tenants.tenant as tenant", (join) => join.onRef("tenant.site_id", "=", "lease.site_id").onRef("tenant.id", "=", "lease.tenant_id"))
    .select(["tenant.name as tenant", placesOf().as("places")]);

const toNamed = (row: Parameters<typeof toLease>[0] & { readonly tenant: string; readonly places: string }): NamedLease => ({
  ...toLease(row),
  tenant: row.tenant,
  place: row.places,
});

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
  let query = named(ctx)
    .orderBy("lease.lease_end")
    .orderBy("lease.id")
    .limit(limit + 1);
  if (unitId) query = query.where("lease.id", "in", leasesHolding(ctx, unitId));
  if (tenantId) query = query.where("lease.tenant_id", "=", tenantId);
  if (search) query = query.where("lease.lease_no", "ilike", `%${search.replaceAll(/[\\%_]/g, "\\$&")}%`);
  if (status) query = query.where("lease.status", "=", status);
  if (endingBefore) query = query.where("lease.lease_end", "<", endingBefore);
  if (cursor) {
    const [end, id] = keysOf(cursor, ["day", "id"]);
    query = query.where(sql<boolean>`(lease.lease_end, lease.id) > (${end}::date, ${id}::uuid)`);
  }
  const page = pageFrom(await query.execute(), limit, (row) => [row.lease_end, row.id]);
  return { items: page.items.map(toNamed), next: page.next };
}

/** Where the units of a lease lie, as people say it: `1座 18F 1803、1座 18F 1804`. */
const placesOf = () => sql<string>`coalesce((
  select string_agg(distinct building.name || ' ' || floor.name || ' ' || unit.unit_no, '、')
  from leasing.lease_unit held
  join sites.unit unit on unit.site_id = held.site_id and unit.id = held.unit_id
  join sites.floor floor on floor.site_id = unit.site_id and floor.id = unit.floor_id
  join sites.building building on building.site_id = unit.site_id and building.id = unit.building_id
  where held.site_id = lease.site_id and held.lease_id = lease.id), '')`;

/** Who holds each unit on `on` (today at the site unless told), by a live lease. */
export async function occupancyOn(ctx: SiteContext, on: Temporal.PlainDate = dayAt(ctx, ctx.now)) {
  const rows = await ctx.tx
    .selectFrom("leasing.lease_unit as held")
    .innerJoin("leasing.lease as lease", (join) => join.onRef("lease.site_id", "=", "held.site_id").onRef("lease.id", "=", "held.lease_id"))
    .innerJoin("tenants.tenant as tenant", (join) => join.onRef("tenant.site_id", "=", "held.site_id").onRef("tenant.id", "=", "held.tenant_id"))
    .select(["held.unit_id", "held.lease_id", "held.tenant_id", "lease.lease_no", "tenant.name as tenant", "lease.lease_start", "lease.lease_end"])
    .where("held.site_id", "=", ctx.siteId)
    .where("held.is_live", "=", true)
    .where("held.from_day", "<=", on)
    .where("held.to_day", ">=", on)
    .$if(ctx.tenantId !== null, (query) => query.where("held.tenant_id", "=", ctx.tenantId!))
    .execute();
  const leases = rows.map((row) => ({
    unitId: row.unit_id as Id<"unit">,
    leaseId: row.lease_id as Id<"lease">,
    leaseNo: row.lease_no,
    tenantId: row.tenant_id as Id<"tenant">,
    tenant: row.tenant,
    leaseStart: row.lease_start,
    leaseEnd: row.lease_end,
  }));
  return { on, leases };
}

const toLease = (row: {
  id: string;
  lease_no: string;
  tenant_id: string;
  units: readonly WrittenUnit[];
  status: string;
  lease_start: Temporal.PlainDate;
  lease_end: Temporal.PlainDate;
  rent_start: Temporal.PlainDate | null;
  handover_on: Temporal.PlainDate | null;
  move_in_on: Temporal.PlainDate | null;
  version: number;
}): Lease => ({
  id: row.id as Id<"lease">,
  leaseNo: row.lease_no,
  tenantId: row.tenant_id as Id<"tenant">,
  units: row.units.map(({ unitId, from, to, areaCenti }) => ({
    unitId: unitId as Id<"unit">,
    from: Temporal.PlainDate.from(from),
    to: Temporal.PlainDate.from(to),
    areaCenti,
  })),
  status: row.status as LeaseStatus,
  leaseStart: row.lease_start,
  leaseEnd: row.lease_end,
  rentStart: row.rent_start,
  handoverOn: row.handover_on,
  moveInOn: row.move_in_on,
  version: row.version,
});
