import type { Feature } from "#platform/feature.ts";

export { caseById, type FitOut } from "./queries/cases.ts";
export { factsOf } from "./queries/facts.ts";

export const fitoutFeature: Feature = { name: "fitout", routes: [] };
