import { z } from "zod";
import { dateField, decimalField, fenField, fenSumField, idField, instantField, longTextField, textField } from "#kernel/fields.ts";
import { languages } from "#kernel/words.ts";
import { caseStandingField } from "#features/manual/contract.ts";
import {
  acceptanceKinds,
  acceptanceOutcomes,
  caseStates,
  causes,
  feeItems,
  fileKinds,
  patrolChecks,
  patrolResults,
  permitStates,
  refundStates,
  reviewKinds,
  reviewOutcomes,
} from "../rules/names.ts";

const keysOf = <K extends string>(table: Readonly<Record<K, unknown>>) => Object.keys(table) as [K, ...K[]];

export const atSite = { siteId: idField("site") };
export const atCase = z.object({ ...atSite, caseId: idField("fitOut") });
export const language = { language: z.enum(languages).optional() };
export const xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

export const causeField = () => z.enum(keysOf(causes));
export const caseStateField = () => z.enum(keysOf(caseStates));
export const fileKindField = () => z.enum(keysOf(fileKinds));
export const reviewKindField = () => z.enum(keysOf(reviewKinds));
export const patrolResultField = () => z.enum(keysOf(patrolResults));
export const checkField = () => z.enum(keysOf(patrolChecks));
export const acceptanceKindField = () => z.enum(keysOf(acceptanceKinds));
export const permitStateField = () => z.enum(keysOf(permitStates));

export const mostWorkers = 200;
export const workerField = z.object({ name: textField(60), trade: longTextField(40).default(""), certificateNo: longTextField(60).default("") });

/** F04 as people fill it in. */
export const detailsField = z.object({
  contractor: z.object({
    name: textField(100),
    licenceNo: textField(60),
    licenceUntil: dateField().nullable().default(null),
    manager: textField(60),
    phone: textField(40),
    email: z.union([z.literal(""), z.email().max(200)]).default(""),
  }),
  scope: textField(1000),
  from: dateField(),
  to: dateField(),
  hours: textField(200),
  loadKw: decimalField({ digits: 5, places: 2 }),
  budget: fenField({ min: 0 }).nullable().default(null),
  isStructural: z.boolean(),
  changesFireSystem: z.boolean(),
  changesAirConditioning: z.boolean(),
  changesWater: z.boolean(),
  hasHiddenWorks: z.boolean(),
  insurance: z.object({ insurer: textField(100), policyNo: textField(100), from: dateField(), to: dateField() }),
  workers: z.array(workerField).max(mostWorkers).readonly(),
});

export const fileField = z.object({
  id: idField("file"),
  kind: fileKindField(),
  name: z.string(),
  type: z.string(),
  size: z.number().int(),
  addedAt: instantField(),
  addedBy: z.string(),
});
export const applicationField = z.object({
  id: idField("fitOutApplication"),
  version: z.number().int(),
  details: detailsField,
  submittedAt: instantField(),
  submittedByName: z.string(),
  isFromPortal: z.boolean(),
});
export const reviewField = z.object({
  id: idField("fitOutReview"),
  version: z.number().int(),
  kind: reviewKindField(),
  outcome: z.enum(keysOf(reviewOutcomes)),
  opinion: z.string(),
  conditions: z.string(),
  isFireReviewDue: z.boolean(),
  reviewedAt: instantField(),
  byName: z.string(),
  withdrawn: z.object({ at: instantField(), why: z.string(), byName: z.string() }).nullable(),
});
export const feesField = z.object({ fitoutDeposit: fenField({ min: 0 }), passDeposit: fenField({ min: 0 }), fitoutFee: fenField({ min: 0 }), wasteFee: fenField({ min: 0 }) });
export const permitField = z.object({
  id: idField("worksPermit"),
  permitNo: z.string(),
  from: dateField(),
  to: dateField(),
  hours: z.string(),
  conditions: z.string(),
  issuedAt: instantField(),
  issuedByName: z.string(),
  /** Of the page behind the code on the door. */
  path: z.string(),
  state: permitStateField(),
});
export const passField = z.object({ id: idField("worksPass"), passNo: z.string(), name: z.string(), trade: z.string(), returnedAt: instantField().nullable() });
export const patrolField = z.object({
  id: idField("fitOutPatrol"),
  result: patrolResultField(),
  failed: z.array(checkField()),
  findings: z.string(),
  photoIds: z.array(idField("file")),
  happenedAt: instantField(),
  byName: z.string(),
});
export const stopOrderField = z.object({
  id: idField("stopOrder"),
  orderNo: z.string(),
  violation: z.string(),
  demand: z.string(),
  orderedAt: instantField(),
  orderedByName: z.string(),
  rectified: z.object({ at: instantField(), text: z.string(), byName: z.string() }).nullable(),
  lifted: z.object({ at: instantField(), note: z.string(), byName: z.string() }).nullable(),
});
export const defectField = z.object({
  id: idField("fitOutDefect"),
  description: z.string(),
  mendBy: dateField(),
  mended: z.object({ at: instantField(), byName: z.string() }).nullable(),
});
export const acceptanceField = z.object({
  id: idField("fitOutAcceptance"),
  kind: acceptanceKindField(),
  outcome: z.enum(keysOf(acceptanceOutcomes)),
  note: z.string(),
  acceptedAt: instantField(),
  byName: z.string(),
  defects: z.array(defectField),
});
export const deductionField = z.object({ description: textField(200), basis: textField(200), amount: fenField({ min: 1 }) });
export const deductionListField = z.object({
  id: idField("deductionList"),
  version: z.number().int(),
  lines: z.array(deductionField),
  total: fenSumField(),
  madeAt: instantField(),
  madeByName: z.string(),
  told: z.object({ at: instantField(), to: z.string() }).nullable(),
});
export const payeeField = z.object({ name: textField(100), bank: textField(100), account: textField(60) });
export const refundField = z.object({
  id: idField("fitOutRefund"),
  payee: payeeField,
  refunded: fenSumField(),
  kept: fenSumField(),
  claimed: fenSumField(),
  state: z.enum(keysOf(refundStates)),
  askedAt: instantField(),
  askedById: idField("person"),
  askedByName: z.string(),
  decidedAt: instantField().nullable(),
  decidedByName: z.string().nullable(),
  decision: z.string(),
});

export const caseRowField = z.object({
  id: idField("fitOut"),
  caseNo: z.string(),
  cause: causeField(),
  state: caseStateField(),
  tenantId: idField("tenant"),
  tenant: z.string(),
  place: z.string(),
  openedAt: instantField(),
  endedAt: instantField().nullable(),
  /** Steps that can be done or cleared now. */
  next: z.array(z.object({ step: z.string(), state: z.enum(["ready", "shut"]) })),
  isStopped: z.boolean(),
});
/** All of a case: what was recorded, and where it stands. */
export const caseField = caseRowField.extend({
  leaseId: idField("lease"),
  leaseNo: z.string(),
  leaseEnd: dateField(),
  unitIds: z.array(idField("unit")).readonly(),
  openedByName: z.string(),
  guide: z.object({ at: instantField(), to: z.string(), byName: z.string() }).nullable(),
  application: applicationField.nullable(),
  reviews: z.array(reviewField),
  fireApproval: z.object({ no: z.string(), on: dateField(), at: instantField() }).nullable(),
  money: z.object({
    proposed: feesField,
    /** Of the fit-out deposit that is held for the lease already, or billed with it. */
    depositCovered: fenSumField(),
    setAt: instantField().nullable(),
    open: z.array(z.object({ feeItem: z.enum(keysOf(feeItems)), amount: fenSumField() })).readonly(),
    /** The bill of the case, for who may read bills. */
    billIds: z.array(idField("bill")),
  }),
  inspections: z.array(z.object({ id: idField("inspection"), inspectionNo: z.string(), signedAt: instantField().nullable() })),
  permit: permitField.nullable(),
  passes: z.array(passField),
  patrols: z.array(patrolField),
  stopOrders: z.array(stopOrderField),
  completion: z.object({ askedAt: instantField(), on: dateField(), byName: z.string() }).nullable(),
  acceptances: z.array(acceptanceField),
  recheckOn: dateField().nullable(),
  deductions: deductionListField.nullable(),
  held: z.object({ contractor: fenSumField(), tenant: fenSumField() }),
  refund: refundField.nullable(),
  files: z.array(fileField),
  withdrawn: z.object({ at: instantField(), why: z.string(), byName: z.string() }).nullable(),
  standing: caseStandingField,
});
