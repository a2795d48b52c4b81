import { holdLayer, leaseEndLayer, occupancyLayer } from "#features/leasing/web/planLayers.ts";
import { openCasesLayer } from "#features/service/web/planLayers.ts";
import type { PlanLayer } from "#features/sites/web/planLayers.ts";

/** The ways to colour the stacking plan; the first is the default. */
export const planLayers: readonly PlanLayer[] = [occupancyLayer, leaseEndLayer, holdLayer, openCasesLayer];
