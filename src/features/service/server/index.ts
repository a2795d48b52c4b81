import type { Feature } from "#platform/feature.ts";
import { serviceRoutes } from "./routes.ts";

export const serviceFeature: Feature = { name: "service", routes: serviceRoutes };
