import type { Feature } from "#platform/feature.ts";
import { leasingRoutes } from "./routes.ts";

export { createLease } from "./commands/leases.ts";
export { leaseById, leasesOfTenant, leasesOfUnit, occupancyOn } from "./queries/leases.ts";
export { schedulesAt, termsOf } from "./queries/terms.ts";

export const leasingFeature: Feature = { name: "leasing", routes: leasingRoutes };
