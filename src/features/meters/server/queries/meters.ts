import { sql } from "kysely";
import { plainText } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import { Refusal } from "#kernel/problem.ts";
import { dayAt, type SiteContext } from "#platform/context.ts";
import { keysOf, pageFrom } from "#platform/db/keyset.ts";
import {
  type Direction,
  type Meter,
  type MeterKind,
  type MeterRole,
  metersProblems,
  type MeterState,
  type ReadingStanding,
  type ReadingState,
  type RegisterSet,
  type Values,
} from "../../rules.ts";
import { replacementsOf } from "./replacements.ts";

/** A numeric of the database without the noughts it is padded with. */
export const plain = (numeric: string): string => plainText(numeric, 8);
/** A text to be found anywhere, its own wildcards taken as they are. */
export const containing = (search: string): string => `%${search.replaceAll(/[\\%_]/g, "\\$&")}%`;

const metersHere = (ctx: SiteContext) =>
  ctx.tx
    .selectFrom("meters.meter as meter")
    .where("meter.site_id", "=", ctx.siteId)
    .select(["meter.id", "meter.meter_no", "meter.kind", "meter.role", "meter.registers", "meter.digits", "meter.multiplier", "meter.direction"])
    .select(["meter.calibrated_on", "meter.calibration_due", "meter.place", "meter.parent_id", "meter.route_id", "meter.position", "meter.tariff_id"])
    .select(["meter.state", "meter.installed_on", "meter.version"])
    .select(
      sql<string[]>`array(select unit_id::text from meters.meter_unit served where served.site_id = meter.site_id and served.meter_id = meter.id order by unit_id)`.as("unit_ids"),
    );

/** Refusal: notFound. */
export async function meterById(ctx: SiteContext, id: Id<"meter">): Promise<Meter> {
  const row = await metersHere(ctx).where("meter.id", "=", id).executeTakeFirst();
  if (!row) throw new Refusal(metersProblems.notFound());
  return toMeter(row);
}

/** The meter, held until the transaction ends: readings and replacements of one meter come one after the other. Refusal: notFound. */
export async function lockedMeter(ctx: SiteContext, id: Id<"meter">): Promise<Meter> {
  await ctx.tx.selectFrom("meters.meter").select("id").where("site_id", "=", ctx.siteId).where("id", "=", id).forUpdate().execute();
  return meterById(ctx, id);
}

/** The meters in service with these numbers. */
export async function metersByNo(ctx: SiteContext, meterNos: readonly string[]): Promise<Meter[]> {
  if (meterNos.length === 0) return [];
  const rows = await metersHere(ctx)
    .where("meter.state", "=", "inService")
    .where("meter.meter_no", "in", [...new Set(meterNos)])
    .execute();
  return rows.map(toMeter);
}

/** From `id` up to the root of its tree, itself first. */
export async function aboveOf(ctx: SiteContext, id: Id<"meter">): Promise<Id<"meter">[]> {
  const { rows } = await sql<{ id: string }>`
    with recursive above (id, parent_id, depth) as (
      select id, parent_id, 0 from meters.meter where site_id = ${ctx.siteId} and id = ${id}
      union all
      select meter.id, meter.parent_id, depth + 1 from meters.meter join above on meter.id = above.parent_id where meter.site_id = ${ctx.siteId} and depth < 20)
    select id from above order by depth`.execute(ctx.tx);
  return rows.map((row) => row.id as Id<"meter">);
}

export interface MeterFilter {
  readonly search?: string | undefined;
  readonly kind?: MeterKind | undefined;
  readonly role?: MeterRole | undefined;
  readonly state?: MeterState | undefined;
  readonly routeId?: Id<"route"> | undefined;
  readonly unitId?: Id<"unit"> | undefined;
  readonly parentId?: Id<"meter"> | undefined;
  readonly calibrationBefore?: Temporal.PlainDate | undefined;
}

/** A meter with the names of what it hangs on, who stands behind it today, and its latest reading. */
export type ListedMeter = Awaited<ReturnType<typeof listed>>[number];

/** The ledger, by meter number. */
export async function meterPage(ctx: SiteContext, { cursor, limit, ...filter }: MeterFilter & { readonly cursor?: string | undefined; readonly limit: number }) {
  const page = pageFrom(await listed(ctx, filter, { limit: limit + 1, ...(cursor ? { cursor } : {}) }), limit, (row) => [row.meterNo, row.id]);
  return { items: page.items, next: page.next };
}

/** Refusal: notFound. */
export async function listedMeter(ctx: SiteContext, id: Id<"meter">): Promise<ListedMeter> {
  const [meter] = await listed(ctx, { id }, { limit: 1 });
  if (!meter) throw new Refusal(metersProblems.notFound());
  return meter;
}

async function listed(
  ctx: SiteContext,
  { id, search, kind, role, state, routeId, unitId, parentId, calibrationBefore }: MeterFilter & { readonly id?: Id<"meter"> },
  { limit, cursor }: { readonly limit: number; readonly cursor?: string },
) {
  let query = metersHere(ctx)
    .leftJoin("meters.meter as parent", (join) => join.onRef("parent.site_id", "=", "meter.site_id").onRef("parent.id", "=", "meter.parent_id"))
    .leftJoin("meters.route as route", (join) => join.onRef("route.site_id", "=", "meter.site_id").onRef("route.id", "=", "meter.route_id"))
    .leftJoinLateral(
      (eb) =>
        eb
          .selectFrom("meters.reading as last")
          .select(["last.read_on", "last.values", "last.usage", "last.purpose"])
          .whereRef("last.site_id", "=", "meter.site_id")
          .whereRef("last.meter_id", "=", "meter.id")
          .where("last.standing", "in", ["accepted", "waiting", "confirmed"])
          .orderBy("last.read_at", "desc")
          .limit(1)
          .as("latest"),
      (join) => join.onTrue(),
    )
    .select(["parent.meter_no as parent_no", "route.name as route", "latest.read_on", "latest.values", "latest.usage", "latest.purpose"])
    .select(unitsOfMeter.as("units"))
    .select(tenantsOfMeter(dayAt(ctx, ctx.now)).as("tenants"))
    .orderBy("meter.meter_no")
    .orderBy("meter.id")
    .limit(limit);
  if (id) query = query.where("meter.id", "=", id);
  if (search) query = query.where((eb) => eb.or([eb("meter.meter_no", "ilike", containing(search)), eb("meter.place", "ilike", containing(search))]));
  if (kind) query = query.where("meter.kind", "=", kind);
  if (role) query = query.where("meter.role", "=", role);
  if (state) query = query.where("meter.state", "=", state);
  if (routeId) query = query.where("meter.route_id", "=", routeId);
  if (parentId) query = query.where("meter.parent_id", "=", parentId);
  if (calibrationBefore) query = query.where("meter.state", "=", "inService").where("meter.calibration_due", "<", calibrationBefore);
  if (unitId) query = query.where("meter.id", "in", ctx.tx.selectFrom("meters.meter_unit").select("meter_id").where("site_id", "=", ctx.siteId).where("unit_id", "=", unitId));
  if (cursor) {
    const [meterNo, meterId] = keysOf(cursor, ["text", "id"]);
    query = query.where(sql<boolean>`(meter.meter_no, meter.id) > (${meterNo}, ${meterId}::uuid)`);
  }
  const rows = await query.execute();
  return rows.map((row) => ({
    ...toMeter(row),
    parentNo: row.parent_no,
    route: row.route,
    units: row.units,
    tenants: row.tenants,
    lastReadOn: row.read_on,
    lastValues: row.values as Values | null,
    lastUsage: row.usage === null || row.purpose === "opening" ? null : plain(row.usage),
  }));
}

/** Places of the units that `meter` serves, in order. */
export const unitsOfMeter = sql<string[]>`array(
  select building.name || ' ' || floor.name || ' ' || unit.unit_no
  from meters.meter_unit served
  join sites.unit unit on unit.site_id = served.site_id and unit.id = served.unit_id
  join sites.floor floor on floor.site_id = unit.site_id and floor.id = unit.floor_id
  join sites.building building on building.site_id = unit.site_id and building.id = unit.building_id
  where served.site_id = meter.site_id and served.meter_id = meter.id
  order by building.position, floor.level, unit.unit_no)`;

/** Names of the companies that lease what `meter` serves on `day`. */
export const tenantsOfMeter = (day: Temporal.PlainDate) => sql<string[]>`array(
  select distinct tenant.name
  from meters.meter_unit served
  join leasing.lease_unit held on held.site_id = served.site_id and held.unit_id = served.unit_id and held.is_live and held.from_day <= ${day} and held.to_day >= ${day}
  join tenants.tenant tenant on tenant.site_id = held.site_id and tenant.id = held.tenant_id
  where served.site_id = meter.site_id and served.meter_id = meter.id
  order by tenant.name)`;

/** A meter with its replacements and its use of the latest thirteen readings. Refusal: notFound. */
export async function meterPageById(ctx: SiteContext, id: Id<"meter">) {
  const meter = await listedMeter(ctx, id);
  const history = await ctx.tx
    .selectFrom("meters.reading")
    .select(["read_on", "usage", "state", "standing"])
    .where("site_id", "=", ctx.siteId)
    .where("meter_id", "=", id)
    .where("standing", "in", ["accepted", "waiting", "confirmed"])
    .where("purpose", "<>", "opening")
    .orderBy("read_at", "desc")
    .limit(13)
    .execute();
  const { children } = await ctx.tx
    .selectFrom("meters.meter")
    .select(sql<number>`count(*)::int`.as("children"))
    .where("site_id", "=", ctx.siteId)
    .where("parent_id", "=", id)
    .where("state", "=", "inService")
    .executeTakeFirstOrThrow();
  const tariff = meter.tariffId
    ? await ctx.tx.selectFrom("meters.tariff").select("name").where("site_id", "=", ctx.siteId).where("id", "=", meter.tariffId).executeTakeFirst()
    : undefined;
  return {
    ...meter,
    replacements: await replacementsOf(ctx, { meterId: id }),
    children,
    tariff: tariff?.name ?? null,
    history: history.toReversed().map((row) => ({ readOn: row.read_on, usage: plain(row.usage), state: row.state as ReadingState, standing: row.standing as ReadingStanding })),
  };
}

/** Main and common meters of a kind, with the number of tenants' meters directly below each. */
export async function treeOf(ctx: SiteContext, kind: MeterKind) {
  const rows = await ctx.tx
    .selectFrom("meters.meter as meter")
    .where("meter.site_id", "=", ctx.siteId)
    .where("meter.kind", "=", kind)
    .where("meter.state", "=", "inService")
    .where("meter.role", "<>", "tenant")
    .select(["meter.id", "meter.meter_no", "meter.role", "meter.place", "meter.parent_id"])
    .select([
      sql<number>`(select count(*)::int from meters.meter below where below.site_id = meter.site_id and below.parent_id = meter.id and below.role = 'tenant' and below.state = 'inService')`.as(
        "tenant_meters",
      ),
      sql<string | null>`(select last.usage::text from meters.reading last where last.site_id = meter.site_id and last.meter_id = meter.id and last.purpose <> 'opening'
        and last.standing in ('accepted', 'waiting', 'confirmed') order by last.read_at desc limit 1)`.as("last_usage"),
    ])
    .orderBy("meter.meter_no")
    .limit(5000)
    .execute();
  const { loose } = await ctx.tx
    .selectFrom("meters.meter")
    .select(sql<number>`count(*)::int`.as("loose"))
    .where("site_id", "=", ctx.siteId)
    .where("kind", "=", kind)
    .where("state", "=", "inService")
    .where("role", "=", "tenant")
    .where("parent_id", "is", null)
    .executeTakeFirstOrThrow();
  const items = rows.map((row) => ({
    id: row.id as Id<"meter">,
    meterNo: row.meter_no,
    role: row.role as MeterRole,
    place: row.place,
    parentId: row.parent_id as Id<"meter"> | null,
    tenantMeters: row.tenant_meters,
    lastUsage: row.last_usage === null ? null : plain(row.last_usage),
  }));
  return { items, loose };
}

/** The routes by name, with the number of meters in service on each. */
export async function routesHere(ctx: SiteContext) {
  const rows = await ctx.tx
    .selectFrom("meters.route as route")
    .where("route.site_id", "=", ctx.siteId)
    .select(["route.id", "route.name", "route.version"])
    .select(sql<number>`(select count(*)::int from meters.meter where meter.site_id = route.site_id and meter.route_id = route.id and meter.state = 'inService')`.as("meters"))
    .orderBy("route.name")
    .execute();
  return rows.map((row) => ({ ...row, id: row.id as Id<"route"> }));
}

interface MeterRow {
  readonly id: string;
  readonly meter_no: string;
  readonly kind: string;
  readonly role: string;
  readonly registers: string;
  readonly digits: number;
  readonly multiplier: string;
  readonly direction: string;
  readonly calibrated_on: Temporal.PlainDate | null;
  readonly calibration_due: Temporal.PlainDate | null;
  readonly place: string;
  readonly parent_id: string | null;
  readonly route_id: string | null;
  readonly position: number;
  readonly tariff_id: string | null;
  readonly state: string;
  readonly installed_on: Temporal.PlainDate;
  readonly version: number;
  readonly unit_ids: string[];
}
const toMeter = (row: MeterRow): Meter => ({
  id: row.id as Id<"meter">,
  meterNo: row.meter_no,
  kind: row.kind as MeterKind,
  role: row.role as MeterRole,
  registers: row.registers as RegisterSet,
  digits: row.digits,
  multiplier: plain(row.multiplier),
  direction: row.direction as Direction,
  calibratedOn: row.calibrated_on,
  calibrationDue: row.calibration_due,
  place: row.place,
  parentId: row.parent_id as Id<"meter"> | null,
  unitIds: row.unit_ids as Id<"unit">[],
  routeId: row.route_id as Id<"route"> | null,
  position: row.position,
  tariffId: row.tariff_id as Id<"tariff"> | null,
  state: row.state as MeterState,
  installedOn: row.installed_on,
  version: row.version,
});
