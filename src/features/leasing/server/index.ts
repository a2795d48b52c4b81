import type { Feature } from "#platform/feature.ts";
import { leasingJobs, leasingRoutes, leasingSubscribers } from "./routes.ts";

export { draftLease } from "./commands/drafts.ts";
export { createLease } from "./commands/leases.ts";
export { recordSignedLease, signIfReady } from "./commands/signing.ts";
export { leaseById, leasesOfTenant, leasesOfUnit, occupancyOn } from "./queries/leases.ts";
export { schedulesAt, termsOf } from "./queries/terms.ts";

export const leasingFeature: Feature = { name: "leasing", routes: leasingRoutes, jobs: leasingJobs, subscribers: leasingSubscribers };
