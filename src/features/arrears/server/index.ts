import type { Feature } from "#platform/feature.ts";
import { arrearsClocks, arrearsRoutes } from "./routes.ts";

export { lookAtArrears } from "./commands/look.ts";
export { judgePromisesOf } from "./commands/promises.ts";
export { ageing, debtorById, debtorPage } from "./queries/debtors.ts";
export { lateFeesOf, linesOfDebtor } from "./queries/lines.ts";
export { settingOf as collectionSettingOf } from "./queries/setting.ts";

export const arrearsFeature: Feature = { name: "arrears", routes: arrearsRoutes, clocks: arrearsClocks };
