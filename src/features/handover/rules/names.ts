import { words, type Words } from "#kernel/words.ts";

export const inspectionTypes = {
  moveIn: words("入驻验房", "Move-in inspection"),
  fitOut: words("装修前查验", "Inspection before works"),
  moveOut: words("退租验房", "Move-out inspection"),
} as const satisfies Record<string, Words>;
export type InspectionType = keyof typeof inspectionTypes;

/** Where an inspection stands; derived from its facts. */
export const inspectionStages = {
  waiting: words("待验房", "Not begun"),
  underWay: words("验房中", "Under way"),
  oneSigned: words("待另一方签字", "One side has signed"),
  signed: words("双方已签字", "Signed by both"),
  withdrawn: words("已撤销", "Withdrawn"),
} as const satisfies Record<string, Words>;
export type InspectionStage = keyof typeof inspectionStages;

export const conditions = {
  ok: words("完好", "In order"),
  defect: words("有缺损", "Defective"),
  missing: words("缺失", "Missing"),
} as const satisfies Record<string, Words>;
export type Condition = keyof typeof conditions;

/** Who mends what was found. */
export const responsibles = {
  operator: words("物业", "Property company"),
  owner: words("业主", "Owner"),
  contractor: words("施工单位", "Contractor"),
  tenant: words("租户", "Tenant"),
} as const satisfies Record<string, Words>;
export type Responsible = keyof typeof responsibles;

export const inspectionParties = {
  tenant: words("租户", "Tenant"),
  property: words("物业", "Property company"),
} as const satisfies Record<string, Words>;
export type InspectionParty = keyof typeof inspectionParties;

/** How a signature was given. */
export const signatureMeans = {
  onScreen: words("在手机上手写", "By hand on the phone"),
  onPaper: words("纸质签署后拍照", "On paper, photographed"),
} as const satisfies Record<string, Words>;
export type SignatureMeans = keyof typeof signatureMeans;

export const defectStates = {
  open: words("待整改", "To be mended"),
  mended: words("已整改，待确认", "Mended, to be confirmed"),
  confirmed: words("已确认", "Confirmed"),
} as const satisfies Record<string, Words>;
export type DefectState = keyof typeof defectStates;
