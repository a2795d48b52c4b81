import { leadEnded } from "#features/tenants/contract.ts";
import { daily, type Feature, on } from "#platform/feature.ts";
import { expireLetters, followLead } from "./commands/letterEnds.ts";
import { leasingJobs, leasingRoutes, leasingSubscribers } from "./routes.ts";

export { draftLease, putDays } from "./commands/drafts.ts";
export { createLease } from "./commands/leases.ts";
export { reviveLease, terminateLease } from "./commands/moveOut.ts";
export { recordSignedLease, signIfReady } from "./commands/signing.ts";
export { compulsoryAnnexesOf } from "./queries/annexes.ts";
export { leaseById, leasesOfTenant, leasesOfUnit, type NamedLease, namedLeaseById, occupancyOn } from "./queries/leases.ts";
export { placesOfUnits } from "./queries/leaseView.ts";
export { whyNotHeld } from "./queries/letters.ts";
export { vacantByUse } from "./queries/vacancies.ts";
export { schedulesAt, termsOf } from "./queries/terms.ts";

export const leasingFeature: Feature = {
  name: "leasing",
  routes: leasingRoutes,
  jobs: leasingJobs,
  clocks: [daily("00:07", "leasing.expire_letters", expireLetters)],
  subscribers: [...leasingSubscribers, on(leadEnded, followLead)],
};
