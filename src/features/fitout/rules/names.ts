import { words, type Words } from "#kernel/words.ts";

export const causes = { moveIn: words("入驻装修", "Move-in"), refit: words("二次装修", "Refit") } as const satisfies Record<string, Words>;
export type Cause = keyof typeof causes;

/** What a case has on file. */
export const fileKinds = {
  drawing: words("施工图纸", "Drawings"),
  licence: words("施工单位营业执照与资质", "Contractor's licence"),
  insurance: words("公众责任险保单", "Liability policy"),
  authorisation: words("授权委托书", "Authorisation"),
  fireApproval: words("消防设计审查意见", "Fire design approval"),
  photo: words("照片", "Photo"),
} as const satisfies Record<string, Words>;
export type FileKind = keyof typeof fileKinds;

export const reviewKinds = { engineering: words("工程审核", "Engineering review"), fireSafety: words("消防审核", "Fire safety review") } as const satisfies Record<string, Words>;
export type ReviewKind = keyof typeof reviewKinds;

export const reviewOutcomes = { approved: words("同意", "Approved"), returned: words("退回补正", "Sent back") } as const satisfies Record<string, Words>;
export type ReviewOutcome = keyof typeof reviewOutcomes;

/** What a patrol looks at. Domain §1.14, step 8. */
export const patrolChecks = {
  permitPosted: words("许可证张贴在门口", "Permit on the door"),
  passesWorn: words("施工人员佩戴证件", "Workers wear their passes"),
  asApproved: words("按审批图纸施工", "Works as approved"),
  noiseInHours: words("噪声作业在规定时段", "Noisy work in its hours only"),
  fireFacilities: words("消防设施未遮挡停用", "Fire facilities neither covered nor disabled"),
  extinguishers: words("灭火器配置到位", "Extinguishers in place"),
  exitsClear: words("通道畅通，垃圾清运", "Ways clear, waste removed"),
  powerSafe: words("临时用电规范", "Temporary power safe"),
} as const satisfies Record<string, Words>;
export type PatrolCheck = keyof typeof patrolChecks;

export const patrolResults = {
  inOrder: words("正常", "In order"),
  advised: words("当场整改", "Put right on the spot"),
  violation: words("违规", "Violation"),
} as const satisfies Record<string, Words>;
export type PatrolResult = keyof typeof patrolResults;

export const acceptanceKinds = {
  hidden: words("隐蔽工程验收", "Hidden works acceptance"),
  first: words("竣工验收", "Completion acceptance"),
  second: words("复验", "Second acceptance"),
} as const satisfies Record<string, Words>;
export type AcceptanceKind = keyof typeof acceptanceKinds;

export const acceptanceOutcomes = { passed: words("合格", "Passed"), defects: words("有缺陷", "Defects") } as const satisfies Record<string, Words>;
export type AcceptanceOutcome = keyof typeof acceptanceOutcomes;

/** What a fit-out puts up for billing, in the order people read it. */
export const feeItems = {
  fitoutDeposit: words("装修保证金", "Fit-out deposit"),
  passDeposit: words("施工证押金", "Works pass deposit"),
  fitoutFee: words("装修管理费", "Fit-out fee"),
  wasteFee: words("垃圾清运费", "Waste removal fee"),
} as const satisfies Record<string, Words>;
export type FitOutFee = keyof typeof feeItems;

export const refundStates = { asked: words("待审批", "To be decided"), approved: words("已批准", "Approved"), declined: words("已驳回", "Declined") } as const satisfies Record<
  string,
  Words
>;
export type RefundState = keyof typeof refundStates;

/** What the page behind the code on the door says. */
export const permitStates = {
  valid: words("有效，可以施工", "Valid: works may go on"),
  notYet: words("未到施工日期", "Not valid yet"),
  stopped: words("已停工，禁止施工", "Stopped: no works"),
  expired: words("已过期，禁止施工", "Expired: no works"),
  ended: words("施工已结束", "Works have ended"),
} as const satisfies Record<string, Words>;
export type PermitState = keyof typeof permitStates;

/** Whether a case runs; where it stands within it follows from its records. */
export const caseStates = { running: words("进行中", "Running"), done: words("已完成", "Done"), withdrawn: words("已撤回", "Withdrawn") } as const satisfies Record<string, Words>;
export type CaseState = keyof typeof caseStates;
