import type { Feature } from "#platform/feature.ts";
import { moveOutRoutes, moveOutSubscribers } from "./routes.ts";
import { settlementJobs, settlementRoutes, settlementSubscribers } from "./settlement/routes.ts";

export { caseById, moveOutsOf } from "./queries/cases.ts";

export const moveOutFeature: Feature = {
  name: "moveout",
  routes: [...moveOutRoutes, ...settlementRoutes],
  jobs: settlementJobs,
  subscribers: [...moveOutSubscribers, ...settlementSubscribers],
};
