import { route } from "#platform/feature.ts";
import * as contract from "../contract.ts";
import { changeBuilding, changeFloor, changeSite, changeUnit, createBuilding, createFloor, createSite, createUnit, removeBuilding, removeFloor, removeUnit } from "./commands.ts";
import { entitiesOf, putEntity, putSeal, sealOf } from "./entities.ts";
import { placedUnitById, planOf, siteById, sizedSites, unitPage } from "./queries.ts";

export const sitesRoutes = [
  route(contract.listSites, async (ctx) => ({ sites: await sizedSites(ctx) })),
  route(contract.createSite, (ctx, { body }) => createSite(ctx, body)),
  route(contract.getSite, (ctx) => siteById(ctx)),
  route(contract.changeSite, (ctx, { body }) => changeSite(ctx, body)),
  route(contract.listEntities, async (ctx) => ({ entities: await entitiesOf(ctx) })),
  route(contract.putEntity, (ctx, { params, body }) => putEntity(ctx, { kind: params.kind, ...body })),
  route(contract.putSeal, (ctx, { params, body }) => putSeal(ctx, params.kind, body)),
  route(contract.getSeal, (ctx, { params }) => sealOf(ctx, params.kind)),
  route(contract.getPlan, (ctx) => planOf(ctx)),
  route(contract.createBuilding, (ctx, { body }) => createBuilding(ctx, body)),
  route(contract.changeBuilding, (ctx, { params, body }) => changeBuilding(ctx, { id: params.buildingId, ...body })),
  route(contract.removeBuilding, (ctx, { params }) => removeBuilding(ctx, params.buildingId)),
  route(contract.createFloor, (ctx, { params, body }) => createFloor(ctx, { buildingId: params.buildingId, ...body })),
  route(contract.changeFloor, (ctx, { params, body }) => changeFloor(ctx, { id: params.floorId, ...body })),
  route(contract.removeFloor, (ctx, { params }) => removeFloor(ctx, params.floorId)),
  route(contract.listUnits, (ctx, { query }) => unitPage(ctx, query)),
  route(contract.getUnit, (ctx, { params }) => placedUnitById(ctx, params.unitId)),
  route(contract.createUnit, (ctx, { body }) => createUnit(ctx, body)),
  route(contract.changeUnit, (ctx, { params, body }) => changeUnit(ctx, { id: params.unitId, ...body })),
  route(contract.removeUnit, (ctx, { params }) => removeUnit(ctx, params.unitId)),
];
