import { z } from "zod";
import { endpoint, fileReply } from "#kernel/contract.ts";
import { dateField, fenField, fenSumField, idField, instantField, longTextField, pageOf, pageQuery, textField, versionField, wordsField } from "#kernel/fields.ts";
import { roles, type Role } from "#kernel/role.ts";
import { languages } from "#kernel/words.ts";
import { workingField } from "#features/billing/contract.ts";
import { lateFeeTermField } from "#features/leasing/contract.ts";
import { feeItemCodes } from "#features/leasing/rules.ts";
import { arrearsRights } from "./contract/rights.ts";
import { acts, type Act, promiseStates, type PromiseState, stages, type Stage, stepStates, type StepState, waiverStates, type WaiverState } from "./rules.ts";

export {
  collectionClosed,
  collectionOpened,
  lateFeeCharged,
  lateFeeWaiverAsked,
  lateFeeWaiverDecided,
  promiseJudged,
  promiseMade,
  reminderSent,
  settingChanged,
  stepDone,
} from "./contract/events.ts";
export { arrearsRights } from "./contract/rights.ts";

const keysOf = <K extends string>(table: Readonly<Record<K, unknown>>) => Object.keys(table) as [K, ...K[]];
const site = { siteId: idField("site") };
const ofTenant = { ...site, tenantId: idField("tenant") };
const language = { language: z.enum(languages).optional() };
const xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const amountField = () => fenField({ min: 1 });
const stageField = () => z.enum(keysOf<Stage>(stages));
const actField = () => z.enum(keysOf<Act>(acts));
const roleField = () => z.enum(roles as [Role, ...Role[]]);

export const agedField = z.object({ notDue: fenSumField(), to30: fenSumField(), to60: fenSumField(), to90: fenSumField(), over90: fenSumField() });

export const triggerField = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("daysBefore"), days: z.number().int().min(0).max(60) }),
  z.object({ kind: z.literal("daysLate"), days: z.number().int().min(1).max(3650) }),
  z.object({ kind: z.literal("dayOfMonth"), day: z.number().int().min(1).max(31), fromDaysLate: z.number().int().min(1).max(3650) }),
  z.object({ kind: z.literal("every"), days: z.number().int().min(1).max(366), fromDaysLate: z.number().int().min(1).max(3650) }),
]);
export const ladderStepField = z.object({
  id: z.string().regex(/^[A-Za-z0-9_-]{1,40}$/),
  stage: stageField(),
  act: actField(),
  trigger: triggerField,
  withinWorkingDays: z.number().int().min(0).max(60),
  ownerRole: roleField(),
  how: z.object({ zh: textField(200), en: textField(300) }),
});

export const stepField = z.object({
  id: idField("collectionStep"),
  tenantId: idField("tenant"),
  stage: stageField(),
  act: actField(),
  how: wordsField(),
  ownerRole: roleField(),
  openedAt: instantField(),
  dueAt: instantField(),
  state: z.enum(keysOf<StepState>(stepStates)),
  doneAt: instantField().nullable(),
  note: z.string(),
  spokeWith: z.string(),
  documentId: idField("document").nullable(),
  byName: z.string(),
});
export const promiseField = z.object({
  id: idField("promise"),
  planId: idField("plan"),
  tenantId: idField("tenant"),
  amount: fenField(),
  promisedOn: dateField(),
  promisedBy: z.string(),
  note: z.string(),
  madeOn: dateField(),
  byName: z.string(),
  state: z.enum(keysOf<PromiseState>(promiseStates)),
  paid: fenSumField(),
});
export const lateLineField = z.object({
  lineId: idField("billLine"),
  billId: idField("bill"),
  billNo: z.string(),
  feeItem: z.enum(feeItemCodes),
  from: dateField(),
  to: dateField(),
  dueOn: dateField(),
  daysLate: z.number().int(),
  amount: fenField(),
  open: fenField(),
  /** The last day on which it can be sued for. Civil Code art. 188. */
  limitationOn: dateField(),
  /** Damages for delay up to today: reckoned, charged, waived, and what is left to charge, with the working. Null where none are agreed. */
  lateFee: z.object({ accrued: fenField(), charged: fenSumField(), waived: fenField(), left: fenField(), working: workingField }).nullable(),
});
export const waiverField = z.object({
  id: idField("lateFeeWaiver"),
  lineId: idField("billLine"),
  tenantId: idField("tenant"),
  amount: fenField(),
  reason: z.string(),
  state: z.enum(keysOf<WaiverState>(waiverStates)),
  askedById: idField("person"),
  askedByName: z.string(),
  askedAt: instantField(),
  decidedByName: z.string().nullable(),
  decidedAt: instantField().nullable(),
  decision: z.string(),
});
export const debtorField = z.object({
  tenantId: idField("tenant"),
  tenant: z.string(),
  overdue: fenSumField(),
  oldestDueOn: dateField(),
  daysLate: z.number().int(),
  stage: stageField(),
  aged: agedField,
  /** The open step that is due first. */
  next: stepField.nullable(),
  promise: z.object({ amount: fenField(), promisedOn: dateField() }).nullable(),
  limitationOn: dateField(),
  isNearLimitation: z.boolean(),
});

export const getAgeing = endpoint({
  method: "GET",
  path: "/sites/{siteId}/arrears/ageing",
  summary: "What is owed today by its age: by tenant, by fee item or by lease, with its total",
  permission: arrearsRights.read,
  params: z.object(site),
  query: z.object({ by: z.enum(["tenant", "feeItem", "lease"]).default("tenant") }),
  reply: z.object({ rows: z.array(z.object({ key: z.string(), label: wordsField(), total: fenSumField(), aged: agedField })), total: fenSumField(), aged: agedField }),
});
export const exportAgeing = endpoint({
  ...getAgeing,
  path: "/sites/{siteId}/arrears/ageing/sheet",
  summary: "The ageing as an Excel file",
  query: z.object({ by: z.enum(["tenant", "feeItem", "lease"]).default("tenant"), ...language }),
  reply: fileReply(xlsx),
});

export const listDebtors = endpoint({
  method: "GET",
  path: "/sites/{siteId}/arrears/debtors",
  summary: "Tenants with something overdue, the largest sum first, each with its stage and next step",
  permission: arrearsRights.read,
  params: z.object(site),
  query: z.object({ ...pageQuery, stage: stageField().optional() }),
  reply: pageOf(debtorField),
});
export const exportDebtors = endpoint({
  method: "GET",
  path: "/sites/{siteId}/arrears/debtors/sheet",
  summary: "The debtors as an Excel file",
  permission: arrearsRights.read,
  params: z.object(site),
  query: z.object(language),
  reply: fileReply(xlsx),
});
export const getDebtor = endpoint({
  method: "GET",
  path: "/sites/{siteId}/arrears/tenants/{tenantId}",
  summary: "What a tenant owes line by line, with the damages for delay, the steps taken and the promises made",
  permission: arrearsRights.read,
  params: z.object(ofTenant),
  reply: z.object({
    tenantId: idField("tenant"),
    tenant: z.string(),
    aged: agedField,
    overdue: fenSumField(),
    lateFeeLeft: fenSumField(),
    lines: z.array(lateLineField),
    steps: z.array(stepField),
    promises: z.array(promiseField),
    waivers: z.array(waiverField),
  }),
});
export const exportEvidence = endpoint({
  method: "GET",
  path: "/sites/{siteId}/arrears/tenants/{tenantId}/evidence",
  summary: "The list of what a suit needs: the debt line by line, the steps taken and the letters, as an Excel file",
  permission: arrearsRights.read,
  params: z.object(ofTenant),
  query: z.object(language),
  reply: fileReply(xlsx),
});

export const getStep = endpoint({
  method: "GET",
  path: "/sites/{siteId}/arrears/steps/{stepId}",
  summary: "A step of collection: whom it is about, and how it stands",
  permission: arrearsRights.read,
  params: z.object({ ...site, stepId: idField("collectionStep") }),
  reply: stepField,
});
export const recordStep = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/arrears/steps/{stepId}/record",
  summary: "Record that a step was done: with whom one spoke and what was said; a demand note or formal notice is issued as a letter",
  permission: arrearsRights.collect,
  params: z.object({ ...site, stepId: idField("collectionStep") }),
  body: z.object({ doneAt: instantField(), spokeWith: longTextField(100).default(""), note: textField(2000) }),
  reply: stepField,
});

export const chargeLateFees = endpoint({
  method: "POST",
  path: "/sites/{siteId}/arrears/tenants/{tenantId}/late-fees",
  summary: "Put a tenant's damages for delay up to a day up for billing",
  permission: arrearsRights.charge,
  params: z.object(ofTenant),
  body: z.object({ until: dateField() }),
  reply: z.object({ charges: z.array(z.object({ chargeId: idField("charge"), lineId: idField("billLine"), amount: fenField(), working: workingField })), total: fenSumField() }),
});
export const askWaiver = endpoint({
  method: "POST",
  path: "/sites/{siteId}/arrears/late-fee-waivers",
  summary: "Ask for damages for delay that are not charged yet to be waived",
  permission: arrearsRights.charge,
  params: z.object(site),
  body: z.object({ id: idField("lateFeeWaiver"), lineId: idField("billLine"), amount: amountField(), reason: textField(500) }),
  reply: waiverField,
});
export const decideWaiver = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/arrears/late-fee-waivers/{waiverId}/decision",
  summary: "Approve or refuse a waiver that somebody else asked for",
  permission: arrearsRights.approve,
  params: z.object({ ...site, waiverId: idField("lateFeeWaiver") }),
  body: z.object({ isApproved: z.boolean(), decision: textField(500) }),
  reply: waiverField,
});

export const makePromise = endpoint({
  method: "POST",
  path: "/sites/{siteId}/arrears/tenants/{tenantId}/promises",
  summary: "Record a promise to pay, or a repayment plan of several parts",
  permission: arrearsRights.collect,
  params: z.object(ofTenant),
  body: z.object({
    planId: idField("plan"),
    promisedBy: textField(100),
    note: longTextField(500).default(""),
    parts: z
      .array(z.object({ amount: amountField(), promisedOn: dateField() }))
      .min(1)
      .max(36),
  }),
  reply: z.array(promiseField),
});
export const withdrawPromise = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/arrears/plans/{planId}/withdrawal",
  summary: "Withdraw the parts of a promise that are still open",
  permission: arrearsRights.collect,
  params: z.object({ ...site, planId: idField("plan") }),
  body: z.object({ reason: textField(500) }),
  reply: z.array(promiseField),
});

export const settingField = z.object({
  ladder: z.array(ladderStepField),
  isOwnLadder: z.boolean(),
  lateFee: lateFeeTermField.nullable(),
  chargesMonthly: z.boolean(),
  version: z.number().int(),
});
export const getSetting = endpoint({
  method: "GET",
  path: "/sites/{siteId}/arrears/setting",
  summary: "The ladder of collection and the damages for delay where a lease agrees none",
  permission: arrearsRights.read,
  params: z.object(site),
  reply: settingField,
});
export const putSetting = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/arrears/setting",
  summary: "Change the ladder of collection and the damages for delay; a step that cuts a supply is refused",
  permission: arrearsRights.settings,
  params: z.object(site),
  body: z.object({
    ladder: z.array(ladderStepField).max(40).nullable(),
    lateFee: lateFeeTermField.nullable(),
    chargesMonthly: z.boolean(),
    version: versionField().or(z.literal(0)),
  }),
  reply: settingField,
});
