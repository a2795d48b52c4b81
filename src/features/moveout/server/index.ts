import type { Feature } from "#platform/feature.ts";

export { caseById, moveOutsOf } from "./queries/cases.ts";

export const moveOutFeature: Feature = { name: "moveout", routes: [] };
