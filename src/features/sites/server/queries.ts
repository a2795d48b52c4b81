import { sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import { Refusal } from "#kernel/problem.ts";
import type { Context, SiteContext } from "#platform/context.ts";
import { keysOf, pageFrom } from "#platform/db/keyset.ts";
import { type Building, type Floor, placeName, type Site, sitesProblems, type Unit, type UnitState, type UnitUse } from "../rules.ts";

const siteColumns = ["id", "code", "name", "zone", "address", "state", "version"] as const;

/** The site at hand. Refusal: siteNotFound. */
export async function siteById(ctx: SiteContext): Promise<Site> {
  const row = await ctx.tx.selectFrom("sites.site").select(siteColumns).where("id", "=", ctx.siteId).executeTakeFirst();
  if (!row) throw new Refusal(sitesProblems.siteNotFound());
  return row as Site;
}

export interface SizedSite extends Site {
  readonly buildings: number;
  readonly units: number;
  readonly grossCenti: number;
}

/** The sites in sight, by code, each with the number of its buildings and units and their gross area. */
export async function sizedSites(ctx: Context): Promise<SizedSite[]> {
  if (ctx.siteIds.length === 0) return [];
  const rows = await ctx.tx
    .selectFrom("sites.site as site")
    .where("site.id", "in", [...ctx.siteIds])
    .select(["site.id", "site.code", "site.name", "site.zone", "site.address", "site.state", "site.version"])
    .select([
      sql<number>`(select count(*) from sites.building building where building.site_id = site.id)`.as("buildings"),
      sql<number>`(select count(*) from sites.unit unit where unit.site_id = site.id)`.as("units"),
      sql<number>`(select coalesce(sum(unit.gross_centi), 0)::bigint from sites.unit unit where unit.site_id = site.id)`.as("grossCenti"),
    ])
    .orderBy("site.code")
    .execute();
  return rows as SizedSite[];
}

const buildingsHere = (ctx: SiteContext) => ctx.tx.selectFrom("sites.building").where("site_id", "=", ctx.siteId).select(["id", "code", "name", "position", "version"]);

const floorsHere = (ctx: SiteContext) => ctx.tx.selectFrom("sites.floor").where("site_id", "=", ctx.siteId).select(["id", "building_id", "name", "level", "version"]);

const unitsHere = (ctx: SiteContext) =>
  ctx.tx
    .selectFrom("sites.unit")
    .where("site_id", "=", ctx.siteId)
    .select(["id", "building_id", "floor_id", "unit_no", "gross_centi", "net_centi", "chargeable_centi", "use", "state", "version"]);

/** Buildings by position, floors from the top down, units by number. */
export async function planOf(ctx: SiteContext): Promise<{ buildings: Building[]; floors: Floor[]; units: Unit[] }> {
  const buildings = await buildingsHere(ctx).orderBy("position").orderBy("code").execute();
  const floors = await floorsHere(ctx).orderBy("level", "desc").execute();
  const units = await unitsHere(ctx).orderBy("unit_no").execute();
  return { buildings: buildings as Building[], floors: floors.map(toFloor), units: units.map(toUnit) };
}

export async function buildingById(ctx: SiteContext, id: Id<"building">): Promise<Building> {
  const row = await buildingsHere(ctx).where("id", "=", id).executeTakeFirst();
  if (!row) throw new Refusal(sitesProblems.buildingNotFound());
  return row as Building;
}

export async function floorById(ctx: SiteContext, id: Id<"floor">): Promise<Floor> {
  const row = await floorsHere(ctx).where("id", "=", id).executeTakeFirst();
  if (!row) throw new Refusal(sitesProblems.floorNotFound());
  return toFloor(row);
}

export async function unitById(ctx: SiteContext, id: Id<"unit">): Promise<Unit> {
  const row = await unitsHere(ctx).where("id", "=", id).executeTakeFirst();
  if (!row) throw new Refusal(sitesProblems.unitNotFound());
  return toUnit(row);
}

export interface PlacedUnit extends Unit {
  readonly building: string;
  readonly floor: string;
  readonly level: number;
  /** `1座 18F 1803` */
  readonly place: string;
}

const placedUnits = (ctx: SiteContext) =>
  ctx.tx
    .selectFrom("sites.unit as unit")
    .innerJoin("sites.floor as floor", (join) => join.onRef("floor.site_id", "=", "unit.site_id").onRef("floor.id", "=", "unit.floor_id"))
    .innerJoin("sites.building as building", (join) => join.onRef("building.site_id", "=", "unit.site_id").onRef("building.id", "=", "unit.building_id"))
    .where("unit.site_id", "=", ctx.siteId)
    .select([
      "unit.id",
      "unit.building_id",
      "unit.floor_id",
      "unit.unit_no",
      "unit.gross_centi",
      "unit.net_centi",
      "unit.chargeable_centi",
      "unit.use",
      "unit.state",
      "unit.version",
    ])
    .select(["building.name as building", "building.code as building_code", "floor.name as floor", "floor.level"]);

/** A unit with the names of where it lies. Refusal: unitNotFound. */
export async function placedUnitById(ctx: SiteContext, id: Id<"unit">): Promise<PlacedUnit> {
  const row = await placedUnits(ctx).where("unit.id", "=", id).executeTakeFirst();
  if (!row) throw new Refusal(sitesProblems.unitNotFound());
  return toPlacedUnit(row);
}

/** How people name the place of a unit: `1座 18F 1803`. */
export const placeOf = async (ctx: SiteContext, id: Id<"unit">): Promise<string> => (await placedUnitById(ctx, id)).place;

export interface UnitFilter {
  readonly search?: string | undefined;
  readonly buildingId?: Id<"building"> | undefined;
  readonly use?: UnitUse | undefined;
  readonly state?: UnitState | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

/** Units by building, floor from the ground up, and number. Reads the floors from the cursor on, some at a time, until the page is full. */
export async function unitPage(ctx: SiteContext, { cursor, limit, ...filter }: UnitFilter) {
  const after = cursor ? (keysOf(cursor, ["text", "whole", "text"]) as [string, string, string]) : undefined;
  const levels = await levelsUpwards(ctx, filter.buildingId, after);
  const rows: Awaited<ReturnType<typeof unitsOn>> = [];
  for (let from = 0; from < levels.length && rows.length <= limit; from += levelsAtOnce) {
    rows.push(...(await unitsOn(ctx, levels.slice(from, from + levelsAtOnce).flat(), filter, after, limit + 1 - rows.length)));
  }
  const page = pageFrom(rows, limit, (row) => [row.building_code, row.level, row.unit_no]);
  return { items: page.items.map(toPlacedUnit), next: page.next };
}

const levelsAtOnce = 25;

/** The floors from that of the cursor on, building by building from the ground up, those of one level together: a few hundred at the largest site. */
async function levelsUpwards(ctx: SiteContext, buildingId: Id<"building"> | undefined, after: readonly [string, string, string] | undefined): Promise<string[][]> {
  let query = ctx.tx
    .selectFrom("sites.floor as floor")
    .innerJoin("sites.building as building", (join) => join.onRef("building.site_id", "=", "floor.site_id").onRef("building.id", "=", "floor.building_id"))
    .where("floor.site_id", "=", ctx.siteId)
    .groupBy(["building.code", "floor.level"])
    .select(sql<string[]>`array_agg(floor.id)`.as("floorIds"))
    .orderBy("building.code")
    .orderBy("floor.level");
  if (buildingId) query = query.where("floor.building_id", "=", buildingId);
  if (after) query = query.where(sql<boolean>`(building.code, floor.level) >= (${after[0]}, ${after[1]}::integer)`);
  return (await query.execute()).map(({ floorIds }) => floorIds);
}

/** Units of these floors, in the order of the list; the floors are found by their key, so no page reads the units of the whole site. */
function unitsOn(
  ctx: SiteContext,
  floorIds: readonly string[],
  { search, use, state }: Omit<UnitFilter, "cursor" | "limit">,
  after: readonly [string, string, string] | undefined,
  most: number,
) {
  let query = placedUnits(ctx)
    .where("unit.floor_id", "in", [...floorIds])
    .orderBy("building.code")
    .orderBy("floor.level")
    .orderBy("unit.unit_no")
    .limit(most);
  if (search) query = query.where("unit.unit_no", "ilike", `%${search.replaceAll(/[\\%_]/g, "\\$&")}%`);
  if (use) query = query.where("unit.use", "=", use);
  if (state) query = query.where("unit.state", "=", state);
  if (after) query = query.where(sql<boolean>`(building.code, floor.level, unit.unit_no) > (${after[0]}, ${after[1]}::integer, ${after[2]})`);
  return query.execute();
}

interface FloorRow {
  readonly id: string;
  readonly building_id: string;
  readonly name: string;
  readonly level: number;
  readonly version: number;
}
const toFloor = ({ id, building_id, name, level, version }: FloorRow): Floor => ({ id: id as Id<"floor">, buildingId: building_id as Id<"building">, name, level, version });

interface UnitRow {
  readonly id: string;
  readonly building_id: string;
  readonly floor_id: string;
  readonly unit_no: string;
  readonly gross_centi: number | null;
  readonly net_centi: number | null;
  readonly chargeable_centi: number | null;
  readonly use: string;
  readonly state: string;
  readonly version: number;
}
const toUnit = (row: UnitRow): Unit => ({
  id: row.id as Id<"unit">,
  buildingId: row.building_id as Id<"building">,
  floorId: row.floor_id as Id<"floor">,
  unitNo: row.unit_no,
  grossCenti: row.gross_centi,
  netCenti: row.net_centi,
  chargeableCenti: row.chargeable_centi,
  use: row.use as UnitUse,
  state: row.state as UnitState,
  version: row.version,
});

const toPlacedUnit = (row: UnitRow & { readonly building: string; readonly floor: string; readonly level: number }): PlacedUnit => ({
  ...toUnit(row),
  building: row.building,
  floor: row.floor,
  level: row.level,
  place: placeName({ building: row.building, floor: row.floor, unitNo: row.unit_no }),
});
