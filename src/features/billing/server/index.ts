import type { Feature } from "#platform/feature.ts";
import { billingClocks, billingJobs, billingRoutes } from "./routes.ts";

export { addCharge, cancelCharge, lockedCharges, type NewCharge, waitingCharges } from "./commands/charges.ts";
export { creditBill } from "./commands/credit.ts";
export { finalLines, issueFinalBill } from "./commands/final.ts";
export { dueBeforeKeys, type DueBeforeKeys, issueFirstBill } from "./commands/first.ts";
export { issueBill } from "./commands/issue.ts";
export { settleLines, type Settlement, unsettleLines } from "./commands/settle.ts";
export { feeItemsOf, feeItemsPaidTo, pricingOf } from "./feeItems.ts";
export { nextNumber, type NumberSeries } from "./numbers.ts";
export { type ClosedPeriod, closedPeriods, closePeriod, refuseClosed, reopenPeriod } from "./periods.ts";
export { billById, type BillWithLines, linesByIds, scheduledLines, type OpenLine, type OpenLineFilter, openLines } from "./queries/bills.ts";
export { billPage } from "./queries/lists.ts";
export { runById } from "./run/rows.ts";
export { lockBilling } from "./store.ts";
export { startRuns } from "./run/start.ts";
export { goOn } from "./run/work.ts";
export { noticeOf } from "./print.ts";

export const billingFeature: Feature = { name: "billing", routes: billingRoutes, jobs: billingJobs, clocks: billingClocks };
