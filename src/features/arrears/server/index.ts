import { type Feature, on } from "#platform/feature.ts";
import { paymentReceived } from "#features/payments/contract.ts";
import { judgePromisesOf } from "./commands/promises.ts";
import { arrearsClocks, arrearsRoutes } from "./routes.ts";

export { chargeLateFees } from "./commands/lateFees.ts";
export { lookAtArrears } from "./commands/look.ts";
export { ageing, debtorById, debtorPage } from "./queries/debtors.ts";
export { lateFeesOf, linesOfDebtor, type OwedLine } from "./queries/lines.ts";
export { settingOf as collectionSettingOf } from "./queries/setting.ts";

export const arrearsFeature: Feature = {
  name: "arrears",
  routes: arrearsRoutes,
  clocks: arrearsClocks,
  subscribers: [on(paymentReceived, (ctx, { tenantId }) => judgePromisesOf(ctx, tenantId))],
};
