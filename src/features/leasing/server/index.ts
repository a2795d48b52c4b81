import type { Feature } from "#platform/feature.ts";
import { leasingRoutes } from "./routes.ts";

export { createLease } from "./commands.ts";
export { leaseById, leasesOfTenant, leasesOfUnit, occupancyOn } from "./queries.ts";

export const leasingFeature: Feature = { name: "leasing", routes: leasingRoutes };
