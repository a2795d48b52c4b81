export {
  askWaiver,
  billingToday,
  billPageField,
  cancelCharge,
  creditBill,
  decideWaiver,
  enterCharge,
  exportBills,
  exportCharges,
  getBill,
  issueBill,
  issueFirstBill,
  listBills,
  listCharges,
  listWaivers,
  mailBill,
  previewFirstBill,
  printNotice,
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
export { exportRunGroup, exportRunNotes, getRun, getRunGroup, goOnWithRun, listRuns, mailBills, restartRun, runNotes, startRuns } from "./contract/runs.ts";
export { getOwnBill, listOwnBills, ownNotice, whatWeOwe } from "./contract/portal.ts";
