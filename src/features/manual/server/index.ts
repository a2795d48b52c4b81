import type { Feature } from "#platform/feature.ts";
import { ensureManual } from "./commands.ts";
import { manualJobs, manualRoutes } from "./routes.ts";

export { adoptProposedParameters, ensureManual } from "./commands.ts";
export { openGate, openingsOf } from "./gates.ts";
export { clauseById, editionAt, manualAt, parameterOf, parameterOrProposed, standardOf } from "./queries.ts";
export type { ManualAtSite } from "./queries.ts";

export const manualFeature: Feature = { name: "manual", routes: manualRoutes, jobs: manualJobs, start: ensureManual };
