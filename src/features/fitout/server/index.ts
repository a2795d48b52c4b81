import { type Feature, on } from "#platform/feature.ts";
import { depositDecided } from "#features/payments/contract.ts";
import { fitoutWanted } from "#features/movein/contract.ts";
import { permitPages } from "../page/permitPage.ts";
import { openByMoveIn } from "./commands/open.ts";
import { followDeposit } from "./commands/refund.ts";
import { fitoutRoutes } from "./routes.ts";

export { addFile } from "./commands/files.ts";
export { openFitOut } from "./commands/open.ts";
export { caseById, type FitOut } from "./queries/cases.ts";
export { factsOf } from "./queries/facts.ts";
export { type CaseView, caseView } from "./queries/view.ts";

export const fitoutFeature: Feature = {
  name: "fitout",
  routes: fitoutRoutes,
  subscribers: [on(fitoutWanted, openByMoveIn), on(depositDecided, followDeposit)],
  pages: permitPages,
};
