export {
  askWaiver,
  billPageField,
  cancelCharge,
  creditBill,
  decideWaiver,
  enterCharge,
  getBill,
  issueBill,
  issueFirstBill,
  listBills,
  listCharges,
  listWaivers,
  previewFirstBill,
} from "./contract/bills.ts";
export {
  billCredited,
  billIssued,
  billMailed,
  billsIssued,
  chargeAdded,
  chargeCancelled,
  feeItemChanged,
  linesReleased,
  runFinished,
  runStarted,
  taxRateChanged,
  waiverAsked,
  waiverDecided,
} from "./contract/events.ts";
export {
  billField,
  billLineField,
  billStateField,
  chargeField,
  feeItemCodeField,
  feeItemField,
  namedBillField,
  runField,
  runNoteField,
  saidLineField,
  taxCategoryField,
  waiverField,
  workingField,
} from "./contract/fields.ts";
export { billingRights } from "./contract/rights.ts";
export { addTaxRate, changeFeeItem, getSettings, removeTaxRate, setStart } from "./contract/settings.ts";
export { exportRunNotes, getRun, goOnWithRun, listRuns, mailBills, restartRun, runNotes, startRuns } from "./contract/runs.ts";
