import type { Feature } from "#platform/feature.ts";
import { settlementJobs, settlementRoutes, settlementSubscribers } from "./settlement/routes.ts";

export { caseById, moveOutsOf } from "./queries/cases.ts";

export const moveOutFeature: Feature = { name: "moveout", routes: settlementRoutes, jobs: settlementJobs, subscribers: settlementSubscribers };
