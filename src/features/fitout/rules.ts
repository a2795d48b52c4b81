export { type ApplicationDetails, type GivenReview, whyNotReview, whyNotSubmit, type Worker } from "./rules/application.ts";
export { type Fees, ownSetting, proposedFees, type Setting } from "./rules/fees.ts";
export {
  type AcceptanceKind,
  acceptanceKinds,
  type AcceptanceOutcome,
  acceptanceOutcomes,
  type CaseState,
  caseStates,
  type Cause,
  causes,
  feeItems,
  type FileKind,
  fileKinds,
  type FitOutFee,
  type PatrolCheck,
  patrolChecks,
  type PatrolResult,
  patrolResults,
  type PermitState,
  permitStates,
  type RefundState,
  refundStates,
  type ReviewKind,
  reviewKinds,
  type ReviewOutcome,
  reviewOutcomes,
} from "./rules/names.ts";
export { completionAhead, permitStateOn, type PermitStanding, whyNotTerm, whyNotWish } from "./rules/permit.ts";
export { fitOutProblems } from "./rules/problems.ts";
export { type FitOutFacts, fitOutProcedure, returnsOf } from "./rules/procedure.ts";
export { type Deduction, type Held, type Split, splitDeductions, totalOf } from "./rules/refund.ts";
