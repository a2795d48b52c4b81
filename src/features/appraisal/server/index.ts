import type { Feature } from "#platform/feature.ts";
import { appraisalClocks, appraisalRoutes, appraisalSubscribers } from "./routes.ts";

export const appraisalFeature: Feature = { name: "appraisal", routes: appraisalRoutes, clocks: appraisalClocks, subscribers: appraisalSubscribers };
