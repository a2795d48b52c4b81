export { handoverRights } from "./contract/rights.ts";
export { defectField, factField, inspectionField, inspectionPageField, keptFactField, lineField } from "./contract/fields.ts";
export { getAssignments, getOwnPhoto, getPhoto, mostFactsAtOnce, mostPhotoBytes, photoChunkBytes, photoProgress, sendFacts, uploadPhoto } from "./contract/facts.ts";
export {
  appointInspection,
  assignInspection,
  differenceField,
  exportInspections,
  getInspection,
  getOwnInspection,
  getTwins,
  handoverToday,
  issueRecord,
  listInspections,
  listInspectors,
  listOwnInspections,
  openInspection,
  passReadings,
  withdrawInspection,
} from "./contract/inspections.ts";
export { confirmDefect, exportDefects, exportItemList, getItemList, importItemList, itemListField, listDefects, mendDefect, saveItemList } from "./contract/lists.ts";
export {
  defectJudged,
  defectMended,
  factsReceived,
  inspectionAppointed,
  inspectionAssigned,
  inspectionOpened,
  inspectionSigned,
  inspectionWithdrawn,
  itemListChanged,
  signatureGiven,
} from "./contract/events.ts";
