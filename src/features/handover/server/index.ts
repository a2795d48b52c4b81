import type { Feature } from "#platform/feature.ts";
import { cardRoutes } from "./cards/routes.ts";
import { handoverJobs, handoverRoutes } from "./routes.ts";

export { changeItem, endGrant, endGrantOfCase, grantAccess, issueItems, type IssuedBatch, loseItem, returnItems, takeOver } from "./cards/commands.ts";
export { type AccessGrant, grantsOfLease, itemPage, itemsOutstanding, type NamedItem } from "./cards/queries.ts";
export { appointInspection, assignInspection, openInspection, withdrawInspection, type NewInspection } from "./commands/arrange.ts";
export { keepPhoto } from "./commands/photos.ts";
export { recordFacts, type Answer } from "./commands/record.ts";
export { inspectionById, inspectionsOf, type Inspection } from "./queries/inspections.ts";
export { differencesOf, inspectionPageById, type InspectionPage } from "./queries/pages.ts";

export const handoverFeature: Feature = { name: "handover", routes: [...handoverRoutes, ...cardRoutes], jobs: handoverJobs };
