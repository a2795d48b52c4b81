import type { Feature } from "#platform/feature.ts";
import { metersRoutes } from "./routes.ts";

export { billSettlement } from "./commands/chargeUsage.ts";
export { chargeFinalUsage, type FinalLine as FinalUsageLine, type FinalUsage, finalUsageOf } from "./commands/finalUsage.ts";
export { installMeter } from "./commands/ledger.ts";
export { attachPhoto, takeHandoverReading, takeReading } from "./commands/read.ts";
export { recordReplacement, reviewReplacement } from "./commands/replace.ts";
export { reviewReading } from "./commands/review.ts";
export { closeRound, openRound } from "./commands/rounds.ts";
export { addRoute } from "./commands/routes.ts";
export { publishSettlement } from "./commands/settle.ts";
export { addTariff, setPolicy } from "./commands/tariffs.ts";
export { meterPage } from "./queries/meters.ts";
export { previewOf } from "./queries/preview.ts";

export const metersFeature: Feature = { name: "meters", routes: metersRoutes };
