import type { Feature } from "#platform/feature.ts";
import { cardRoutes } from "./cards/routes.ts";

export { changeItem, endGrant, endGrantOfCase, grantAccess, issueItems, type IssuedBatch, loseItem, returnItems, takeOver } from "./cards/commands.ts";
export { type AccessGrant, grantsOfLease, itemPage, itemsOutstanding, type NamedItem } from "./cards/queries.ts";

export const handoverFeature: Feature = { name: "handover", routes: cardRoutes };
