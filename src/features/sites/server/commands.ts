import type { Id } from "#kernel/id.ts";
import { Refusal, refuseIf } from "#kernel/problem.ts";
import type { Context, SiteContext } from "#platform/context.ts";
import { isStillReferenced, refusing } from "#platform/db/violations.ts";
import { buildingChanged, floorChanged, siteChanged, siteOpened, unitChanged } from "../contract.ts";
import { type Building, type Floor, type Site, sitesProblems, type Unit, whyNotAreas, whyNotLevel, whyNotZone } from "../rules.ts";
import { buildingById, floorById, unitById } from "./queries.ts";

type Deed = "added" | "changed" | "removed";
type SiteInput = Pick<Site, "code" | "name" | "zone" | "address">;

/** Opens a site. Those who subscribe give whoever opens it their role there. Refusals: siteCodeTaken, noSuchZone. */
export async function createSite(ctx: Context, { id, ...input }: SiteInput & { id: Id<"site"> }): Promise<Site> {
  refuseIf(whyNotZone(input.zone));
  const here = await ctx.atSite(id);
  const site: Site = { id, ...input, state: "active", version: 1 };
  const taken = () => sitesProblems.siteCodeTaken({ code: input.code });
  await refusing(
    here.tx
      .insertInto("sites.site")
      .values({ ...site, created_at: ctx.now })
      .execute(),
    { site_code_key: taken, site_pkey: taken },
  );
  await here.record(siteOpened, { siteId: id, code: input.code, name: input.name });
  await here.tell(id, "sites.site", id);
  return site;
}

/** Changes the site at hand. Refusals: siteCodeTaken, noSuchZone, stale. */
export async function changeSite(ctx: SiteContext, { version, ...input }: SiteInput & { version: number }): Promise<Site> {
  refuseIf(whyNotZone(input.zone));
  const change = ctx.tx
    .updateTable("sites.site")
    .set({ ...input, version: version + 1 })
    .where("id", "=", ctx.siteId)
    .where("version", "=", version);
  const row = await refusing(change.returning(["state", "version"]).executeTakeFirst(), { site_code_key: () => sitesProblems.siteCodeTaken({ code: input.code }) });
  if (!row) throw new Refusal(sitesProblems.stale());
  await ctx.record(siteChanged, { siteId: ctx.siteId, code: input.code, name: input.name, zone: input.zone });
  await ctx.tell(ctx.siteId, "sites.site", ctx.siteId);
  return { id: ctx.siteId, ...input, state: row.state as Site["state"], version: row.version };
}

type BuildingInput = Pick<Building, "code" | "name" | "position">;

/** Adds a building. Refusal: buildingCodeTaken. */
export async function createBuilding(ctx: SiteContext, { id, ...input }: BuildingInput & { id: Id<"building"> }): Promise<Building> {
  const taken = () => sitesProblems.buildingCodeTaken({ code: input.code });
  await refusing(
    ctx.tx
      .insertInto("sites.building")
      .values({ site_id: ctx.siteId, id, ...input })
      .execute(),
    { building_code_once_per_site: taken, building_pkey: taken },
  );
  return recordBuilding(ctx, { id, ...input, version: 1 }, "added");
}

/** Changes a building. Refusals: buildingNotFound, buildingCodeTaken, stale. */
export async function changeBuilding(ctx: SiteContext, { id, version, ...input }: BuildingInput & { id: Id<"building">; version: number }): Promise<Building> {
  await buildingById(ctx, id);
  const change = ctx.tx
    .updateTable("sites.building")
    .set({ ...input, version: version + 1 })
    .where("site_id", "=", ctx.siteId)
    .where("id", "=", id)
    .where("version", "=", version);
  const row = await refusing(change.returning("version").executeTakeFirst(), { building_code_once_per_site: () => sitesProblems.buildingCodeTaken({ code: input.code }) });
  if (!row) throw new Refusal(sitesProblems.stale());
  return recordBuilding(ctx, { id, ...input, version: row.version }, "changed");
}

/** Removes a building. Refusals: buildingNotFound, notEmpty while it has floors. */
export async function removeBuilding(ctx: SiteContext, id: Id<"building">): Promise<void> {
  const building = await buildingById(ctx, id);
  const floors = ctx.tx.selectFrom("sites.floor").where("site_id", "=", ctx.siteId).where("building_id", "=", id);
  const { count } = await floors.select((eb) => eb.fn.countAll<number>().as("count")).executeTakeFirstOrThrow();
  if (count > 0) throw new Refusal(sitesProblems.notEmpty({ name: building.name, count }));
  // A floor added since the count still holds the building: the database says so.
  await refusing(ctx.tx.deleteFrom("sites.building").where("site_id", "=", ctx.siteId).where("id", "=", id).execute(), {
    floor_site_id_building_id_fkey: () => sitesProblems.notEmpty({ name: building.name, count: 1 }),
  });
  await recordBuilding(ctx, building, "removed");
}

async function recordBuilding(ctx: SiteContext, building: Building, deed: Deed): Promise<Building> {
  await ctx.record(buildingChanged, { buildingId: building.id, code: building.code, name: building.name, deed });
  await ctx.tell(ctx.siteId, "sites.building", building.id);
  return building;
}

type FloorInput = Pick<Floor, "name" | "level">;

/** Adds a floor to a building. Refusals: buildingNotFound, floorNameTaken, levelZero. */
export async function createFloor(ctx: SiteContext, { id, buildingId, ...input }: FloorInput & { id: Id<"floor">; buildingId: Id<"building"> }): Promise<Floor> {
  refuseIf(whyNotLevel(input.level));
  await buildingById(ctx, buildingId);
  const taken = () => sitesProblems.floorNameTaken({ name: input.name });
  const insert = ctx.tx.insertInto("sites.floor").values({ site_id: ctx.siteId, id, building_id: buildingId, ...input });
  await refusing(insert.execute(), { floor_name_once_per_building: taken, floor_pkey: taken });
  return recordFloor(ctx, { id, buildingId, ...input, version: 1 }, "added");
}

/** Changes a floor. Refusals: floorNotFound, floorNameTaken, levelZero, stale. */
export async function changeFloor(ctx: SiteContext, { id, version, ...input }: FloorInput & { id: Id<"floor">; version: number }): Promise<Floor> {
  refuseIf(whyNotLevel(input.level));
  const floor = await floorById(ctx, id);
  const change = ctx.tx
    .updateTable("sites.floor")
    .set({ ...input, version: version + 1 })
    .where("site_id", "=", ctx.siteId)
    .where("id", "=", id)
    .where("version", "=", version);
  const row = await refusing(change.returning("version").executeTakeFirst(), { floor_name_once_per_building: () => sitesProblems.floorNameTaken({ name: input.name }) });
  if (!row) throw new Refusal(sitesProblems.stale());
  return recordFloor(ctx, { ...floor, ...input, version: row.version }, "changed");
}

/** Removes a floor. Refusals: floorNotFound, notEmpty while it has units. */
export async function removeFloor(ctx: SiteContext, id: Id<"floor">): Promise<void> {
  const floor = await floorById(ctx, id);
  const units = ctx.tx.selectFrom("sites.unit").where("site_id", "=", ctx.siteId).where("floor_id", "=", id);
  const { count } = await units.select((eb) => eb.fn.countAll<number>().as("count")).executeTakeFirstOrThrow();
  if (count > 0) throw new Refusal(sitesProblems.notEmpty({ name: floor.name, count }));
  // A unit added since the count still holds the floor: the database says so.
  await refusing(ctx.tx.deleteFrom("sites.floor").where("site_id", "=", ctx.siteId).where("id", "=", id).execute(), {
    unit_site_id_floor_id_fkey: () => sitesProblems.notEmpty({ name: floor.name, count: 1 }),
  });
  await recordFloor(ctx, floor, "removed");
}

async function recordFloor(ctx: SiteContext, floor: Floor, deed: Deed): Promise<Floor> {
  await ctx.record(floorChanged, { floorId: floor.id, name: floor.name, level: floor.level, deed });
  await ctx.tell(ctx.siteId, "sites.floor", floor.id);
  return floor;
}

type UnitInput = Pick<Unit, "unitNo" | "floorId" | "grossCenti" | "netCenti" | "chargeableCenti" | "use" | "state">;

/** Adds a unit to a floor. Refusals: floorNotFound, unitNoTaken, netAboveGross. */
export async function createUnit(ctx: SiteContext, { id, ...input }: UnitInput & { id: Id<"unit"> }): Promise<Unit> {
  refuseIf(whyNotAreas(input));
  const floor = await floorById(ctx, input.floorId);
  const unit: Unit = { id, ...input, buildingId: floor.buildingId, version: 1 };
  await refusing(
    ctx.tx
      .insertInto("sites.unit")
      .values({ site_id: ctx.siteId, id, ...columnsOf(unit) })
      .execute(),
    unitViolations(input),
  );
  return recordUnit(ctx, unit, "added");
}

/** Changes a unit. Refusals: unitNotFound, floorNotFound, unitNoTaken, netAboveGross, stale. */
export async function changeUnit(ctx: SiteContext, { id, version, ...input }: UnitInput & { id: Id<"unit">; version: number }): Promise<Unit> {
  refuseIf(whyNotAreas(input));
  await unitById(ctx, id);
  const floor = await floorById(ctx, input.floorId);
  const unit: Unit = { id, ...input, buildingId: floor.buildingId, version: version + 1 };
  const change = ctx.tx
    .updateTable("sites.unit")
    .set({ ...columnsOf(unit), version: unit.version })
    .where("site_id", "=", ctx.siteId)
    .where("id", "=", id)
    .where("version", "=", version);
  const row = await refusing(change.returning("id").executeTakeFirst(), unitViolations(input));
  if (!row) throw new Refusal(sitesProblems.stale());
  return recordUnit(ctx, unit, "changed");
}

/** Removes a unit. Refusals: unitNotFound, inUse while leases, cases or anything else point to it. */
export async function removeUnit(ctx: SiteContext, id: Id<"unit">): Promise<void> {
  const unit = await unitById(ctx, id);
  const removal = ctx.tx.deleteFrom("sites.unit").where("site_id", "=", ctx.siteId).where("id", "=", id).execute();
  await removal.catch((error: unknown) => {
    throw isStillReferenced(error) ? new Refusal(sitesProblems.inUse({ unitNo: unit.unitNo })) : error;
  });
  await recordUnit(ctx, unit, "removed");
}

const columnsOf = (unit: Unit) => ({
  building_id: unit.buildingId,
  floor_id: unit.floorId,
  unit_no: unit.unitNo,
  gross_centi: unit.grossCenti,
  net_centi: unit.netCenti,
  chargeable_centi: unit.chargeableCenti,
  use: unit.use,
  state: unit.state,
});

const unitViolations = ({ unitNo }: UnitInput) => ({
  unit_no_once_per_building: () => sitesProblems.unitNoTaken({ unitNo }),
  unit_pkey: () => sitesProblems.unitNoTaken({ unitNo }),
});

async function recordUnit(ctx: SiteContext, unit: Unit, deed: Deed): Promise<Unit> {
  await ctx.record(unitChanged, { unitId: unit.id, unitNo: unit.unitNo, deed, grossCenti: unit.grossCenti, state: unit.state });
  await ctx.tell(ctx.siteId, "sites.unit", unit.id);
  return unit;
}
