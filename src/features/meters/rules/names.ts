import { words, type Words } from "#kernel/words.ts";

export const meterKinds = {
  electricity: words("电", "Electricity"),
  water: words("水", "Water"),
  chilledWater: words("冷冻水", "Chilled water"),
  gas: words("燃气", "Gas"),
  heat: words("热", "Heat"),
} as const satisfies Record<string, Words>;
export type MeterKind = keyof typeof meterKinds;

/** What a meter of a kind counts in. */
export const kindUnits = { electricity: "kWh", water: "m³", chilledWater: "kWh", gas: "m³", heat: "kWh" } as const satisfies Record<MeterKind, string>;

/** What one register counts: all of it, or the hours of one band. */
export const bandNames = {
  total: words("总", "Total"),
  sharp: words("尖", "Sharp peak"),
  peak: words("峰", "Peak"),
  flat: words("平", "Shoulder"),
  valley: words("谷", "Valley"),
} as const satisfies Record<string, Words>;
export type Band = keyof typeof bandNames;

export const registerSets = { single: ["total"], threeBand: ["peak", "flat", "valley"], fourBand: ["sharp", "peak", "flat", "valley"] } as const satisfies Record<
  string,
  readonly Band[]
>;
export type RegisterSet = keyof typeof registerSets;
export const registerSetNames = {
  single: words("单费率", "One register"),
  threeBand: words("峰平谷", "Peak, shoulder, valley"),
  fourBand: words("尖峰平谷", "Sharp, peak, shoulder, valley"),
} as const satisfies Record<RegisterSet, Words>;

/** Whom a meter serves: all that hangs below it, tenants' units, or the common parts. */
export const meterRoles = {
  main: words("总表", "Main meter"),
  tenant: words("户表", "Tenant's meter"),
  common: words("公共表", "Common meter"),
} as const satisfies Record<string, Words>;
export type MeterRole = keyof typeof meterRoles;

export const directionNames = { import: words("正向", "Import"), export: words("反向", "Export") } as const satisfies Record<string, Words>;
export type Direction = keyof typeof directionNames;

export const meterStates = { inService: words("在用", "In service"), removed: words("已拆", "Removed") } as const satisfies Record<string, Words>;
export type MeterState = keyof typeof meterStates;

/** How a value came about (F20). */
export const readingStates = {
  normal: words("正常", "Normal"),
  replaced: words("换表", "Meter replaced"),
  rollover: words("回零", "Rolled over"),
  estimated: words("估抄", "Estimated"),
} as const satisfies Record<string, Words>;
export type ReadingState = keyof typeof readingStates;

export const readingPurposes = {
  opening: words("初始底数", "Opening"),
  periodic: words("月度抄表", "Monthly"),
  handover: words("交接抄表", "At a handover"),
} as const satisfies Record<string, Words>;
export type ReadingPurpose = keyof typeof readingPurposes;

/** How a reading stands. One without doubts is accepted by itself; a doubtful one waits for a second person. */
export const readingStandings = {
  accepted: words("已接受", "Accepted"),
  waiting: words("待复核", "Waiting for review"),
  confirmed: words("已复核", "Confirmed"),
  sentBack: words("退回重抄", "To be read again"),
  superseded: words("已被重抄取代", "Replaced by a later reading"),
} as const satisfies Record<string, Words>;
export type ReadingStanding = keyof typeof readingStandings;

/** The readings that count: the others were sent back or read again. */
export const countedStandings = ["accepted", "waiting", "confirmed"] as const satisfies readonly ReadingStanding[];

export const doubtNames = {
  deviates: words("偏离近三月均值超过 30%", "More than 30 % off the mean of three months"),
  zeroOccupied: words("有租户而用量为零", "No use in an occupied unit"),
  rollover: words("回零", "Rolled over"),
  estimated: words("估抄", "Estimated"),
} as const satisfies Record<string, Words>;
export type Doubt = keyof typeof doubtNames;

export const roundStates = { open: words("抄表中", "Being read"), closed: words("已完成", "Done") } as const satisfies Record<string, Words>;
export type RoundState = keyof typeof roundStates;

export const replacementStates = {
  waiting: words("待复核", "Waiting for review"),
  confirmed: words("已复核", "Confirmed"),
  rejected: words("已退回", "Rejected"),
} as const satisfies Record<string, Words>;
export type ReplacementState = keyof typeof replacementStates;

/** How common use and loss are shared out. */
export const bases = {
  none: words("不分摊（含在物业费内）", "Not shared (within the property fee)"),
  byUsage: words("按用量分摊", "By use"),
  byArea: words("按面积分摊", "By area"),
} as const satisfies Record<string, Words>;
export type Basis = keyof typeof bases;

export const settlementStates = {
  published: words("公示中", "Published"),
  billed: words("已出账", "Billed"),
  withdrawn: words("已撤回", "Withdrawn"),
} as const satisfies Record<string, Words>;
export type SettlementState = keyof typeof settlementStates;

export const lineKinds = {
  usage: words("表计用量", "Metered use"),
  common: words("公共分摊", "Share of common use"),
  loss: words("损耗分摊", "Share of loss"),
} as const satisfies Record<string, Words>;
export type LineKind = keyof typeof lineKinds;
