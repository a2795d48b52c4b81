import { errand, everySeconds, type Feature, on } from "#platform/feature.ts";
import { linesReleased } from "#features/billing/contract.ts";
import { workOnStatement } from "../contract.ts";
import { releaseForCredit } from "./commands/reverse.ts";
import { paymentsRoutes } from "./routes.ts";
import { takeUpStalledStatements } from "./statements.ts";
import { doWork } from "./work.ts";

export { askDeposit, decideDeposit, raiseDeposit } from "./commands/deposits.ts";
export { matchLine, placeLine } from "./commands/match.ts";
export { type Approver, payDecided, type PayoutPart, returnPayout } from "./commands/payouts.ts";
export { issueReceipt } from "./commands/receipts.ts";
export { reversePayment } from "./commands/reverse.ts";
export { freeAdvances, setOffAgreed } from "./commands/setOff.ts";
export { applyAdvance, takePayment } from "./commands/take.ts";
export { candidatesOf } from "./queries/candidates.ts";
export { depositsOf } from "./queries/deposits.ts";
export { lineDetail, linePage } from "./queries/lines.ts";
export { advancesOf, allocationsOf, paymentsOf } from "./queries/payments.ts";
export { payoutsOf, type PayoutView } from "./queries/payouts.ts";
export { debtsOf } from "./settling.ts";
export { mapStatement, runStatement, sheetView, statementById, uploadStatement } from "./statements.ts";
export { doWork } from "./work.ts";

export const paymentsFeature: Feature = {
  name: "payments",
  routes: paymentsRoutes,
  jobs: [errand(workOnStatement, doWork)],
  clocks: [everySeconds(10, "payments.take_up_stalled_statements", takeUpStalledStatements)],
  subscribers: [on(linesReleased, releaseForCredit)],
};
