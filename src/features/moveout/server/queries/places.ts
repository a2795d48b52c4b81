import { sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import type { SiteContext } from "#platform/context.ts";

/** Where the units of leases lie, as people say it, by lease. */
export async function placesOfLeases(ctx: SiteContext, leaseIds: readonly Id<"lease">[]): Promise<ReadonlyMap<string, string>> {
  if (leaseIds.length === 0) return new Map();
  const { rows } = await sql<{ lease_id: string; place: string }>`
    select held.lease_id, string_agg(distinct building.name || ' ' || floor.name || ' ' || unit.unit_no, '、') as place
    from leasing.lease_unit held
    join sites.unit unit on unit.site_id = held.site_id and unit.id = held.unit_id
    join sites.floor floor on floor.site_id = unit.site_id and floor.id = unit.floor_id
    join sites.building building on building.site_id = unit.site_id and building.id = unit.building_id
    where held.site_id = ${ctx.siteId} and held.lease_id = any (${[...leaseIds]}::uuid[])
    group by held.lease_id`.execute(ctx.tx);
  return new Map(rows.map(({ lease_id, place }) => [lease_id, place]));
}
