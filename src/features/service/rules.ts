export { answerStandard, type CaseFacts, type CaseStatus, caseTransitions, isOpen, openStatuses, statusNames, statusOf, unansweredStatuses } from "./rules/case.ts";
export {
  type Attribution,
  attributionNames,
  type CaseKind,
  type Category,
  categoryNames,
  type Cause,
  causeNames,
  type Channel,
  channelNames,
  type ConductCheck,
  conductCheckNames,
  keysOf,
  kindNames,
  type Means,
  meansNames,
  type Severity,
  severityNames,
} from "./rules/lists.ts";
export {
  type Classification,
  type Gate,
  overridable,
  standingAt,
  type Taking,
  type Target,
  type Telling,
  whyEnded,
  whyNotAccept,
  whyNotAdd,
  whyNotCallback,
  whyNotClassify,
  whyNotClose,
  whyNotDispatch,
  whyNotFeedback,
  whyNotHandOver,
  whyNotLink,
  whyNotMerge,
  whyNotOpenGate,
  whyNotPromise,
  whyNotReopen,
  whyNotResolve,
  whyNotTake,
  whyNotTransfer,
  whyNotVerify,
  whyNotVoid,
  type Worker,
} from "./rules/gates.ts";
export { accept, callBack, type Change, close, declareVoid, dispatch, feedback, handOver, merge, openGate, reopen, resolve, verify } from "./rules/deeds.ts";
export {
  type CallFailure,
  callFailureNames,
  type CallVerdict,
  callVerdictNames,
  judgeCall,
  judgeTestCall,
  type RingCadence,
  ringsHeard,
  type RungCall,
  whyCallFailed,
} from "./rules/telephone.ts";
export { type CallColumns, columnsOfCalls, type FiledCall, readCallRow } from "./rules/callFile.ts";
export {
  isDissatisfied,
  ratingFreezeHours,
  type RatingLink,
  ratingLinkDays,
  type RatingState,
  ratingState,
  ratingStates,
  type ScoreName,
  scoreNames,
  type Scores,
} from "./rules/callback.ts";
export { isRepeat, type Occurrence, pareto, type ParetoBar, whyNotAnalyse } from "./rules/analysis.ts";
export { type ComplaintFormData } from "./rules/complaintForm.ts";
export { pieces, plain, wantedPieces } from "./rules/search.ts";
export { inFuture, serviceProblems } from "./rules/problems.ts";
