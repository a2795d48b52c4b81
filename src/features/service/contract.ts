export {
  caseActs, casePageField, countCases, exportCases, findDuplicates, findingField, getCase, getComplaintForm, getCustomer, listCases, listHandlers, search, takeCase,
} from "./contract/cases.ts";
export {
  accept, attach, callBack, classify, closeCase, dispatch, getFile, giveFeedback, handOver, linkCases, mergeCase, note, openGate, promise, reopenCase, resolve, sendRatingLink, transfer, verify,
  voidCase,
} from "./contract/acts.ts";
export {
  callField, conductChecks, conductSampleField, deliverCalls, deliveredCallField, exportCalls, getExchange, importCalls, listCalls, listConductSamples, recordConductSample, recordTestCall,
  renewExchangeKey,
} from "./contract/calls.ts";
export { actionField, analyse, analysisField, exportAnalysis, finishAction, getAnalysis, listAnalyses, monthlyAnalysisField, recordAnalysis } from "./contract/analysis.ts";
export {
  answerCase, attachOwn, getLinkedRating, getOwnCase, getOwnFile, linkedRatingField, listOwnCases, listOwnUnits, portalCaseField, rateByLink, rateOwnCase, reportCase,
} from "./contract/portal.ts";
export {
  callsRecorded, caseAccepted, caseClassified, caseClosed, caseDispatched, caseMerged, caseReopened, caseResolved, casesLinked, caseTaken, caseVerified, caseVoided, calledBack, conductSampled,
  exchangeKeyRenewed, feedbackGiven, fileAttached, gateOpened, improvementDone, monthAnalysed, noteAdded, ownerHandedOver, ratingChanged, tellContact, timePromised,
} from "./contract/events.ts";
export { caseDutyField, caseField, caseFilterField, caseRowField, caseViews, entryField, entryFactsField, entryKinds, fileField } from "./contract/fields.ts";
export { serviceRights } from "./contract/rights.ts";
