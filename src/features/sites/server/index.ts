import type { Feature } from "#platform/feature.ts";
import { sitesRoutes } from "./routes.ts";

export { createBuilding, createFloor, createSite, createUnit, changeUnit } from "./commands.ts";
export { entitiesOf, entityOfKind, putEntity, sealOf } from "./entities.ts";
export { buildingById, floorById, placedUnitById, placeOf, planOf, siteById, sizedSites, unitById, type PlacedUnit } from "./queries.ts";

export const sitesFeature: Feature = { name: "sites", routes: sitesRoutes };
