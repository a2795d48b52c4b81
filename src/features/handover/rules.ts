export {
  conditions,
  defectStates,
  inspectionParties,
  inspectionStages,
  inspectionTypes,
  responsibles,
  signatureMeans,
  type Condition,
  type DefectState,
  type InspectionParty,
  type InspectionStage,
  type InspectionType,
  type Responsible,
  type SignatureMeans,
} from "./rules/names.ts";
export { handoverProblems } from "./rules/problems.ts";
export { houseList, linesOf, whyNotList, type ItemList, type Line, type ListArea, type ListPart } from "./rules/itemList.ts";
export {
  inOrder,
  inspectionOf,
  photosOf,
  photosOfFact,
  type Fact,
  type FactHead,
  type FactKind,
  type InspectionState,
  type ItemChecked,
  type ItemState,
  type MeterRead,
  type Question,
  type Signature,
  type Signed,
} from "./rules/inspection.ts";
export { signedContent, whyNotRecord, whyNotSign, type Arrival, type InspectionSubject } from "./rules/gates.ts";
export { differencesBetween, twinsOf, type Difference, type Twin } from "./rules/differences.ts";
export {
  type AccessItem,
  cardProblems,
  itemKinds,
  type ItemKind,
  itemStates,
  type ItemState as CardState,
  mostItems,
  type NewItem,
  outstanding,
  whyNotIssue,
} from "./rules/cards.ts";
