import { z } from "zod";
import { dateField, fenField, fenSumField, idField, instantField, monthField, wordsField } from "#kernel/fields.ts";
import { feeItemCodes, type Working } from "#features/leasing/rules.ts";
import {
  billStates,
  type BillState,
  chargeStatuses,
  type ChargeStatus,
  runStatuses,
  type RunStatus,
  taxCategoryCodes,
  waiverKinds,
  type WaiverKind,
  waiverStatuses,
  type WaiverStatus,
} from "../rules.ts";

const keys = <K extends string>(table: Readonly<Record<K, unknown>>) => Object.keys(table) as [K, ...K[]];

export const feeItemCodeField = () => z.enum(feeItemCodes);
export const taxCategoryField = () => z.enum(taxCategoryCodes);
export const taxModeField = () => z.enum(["inclusive", "exclusive"]);
export const billStateField = () => z.enum(keys<BillState>(billStates));
export const chargeStatusField = () => z.enum(keys<ChargeStatus>(chargeStatuses));
export const runStatusField = () => z.enum(keys<RunStatus>(runStatuses));
export const waiverKindField = () => z.enum(keys<WaiverKind>(waiverKinds));
export const waiverStatusField = () => z.enum(keys<WaiverStatus>(waiverStatuses));

const factField = z.union([z.string().max(500), z.number()]);
/** The arithmetic of an amount, as leasing's engine writes it and `sayWorking` says it. */
export const workingField = z.object({
  rule: z.string().max(60),
  inputs: z.record(z.string(), factField),
  steps: z.array(z.object({ kind: z.string() }).catchall(factField)).max(400),
  rounding: z.enum(["none", "month", "line"]),
}) as unknown as z.ZodType<Working, Working>;

export const feeItemField = z.object({
  code: feeItemCodeField(),
  name: wordsField(),
  payee: z.enum(["owner", "property"]),
  taxCategory: taxCategoryField(),
  goodsCode: z.string(),
  version: z.number().int(),
});

export const billField = z.object({
  id: idField("bill"),
  billNo: z.string(),
  kind: z.enum(["bill", "credit"]),
  tenantId: idField("tenant"),
  leaseId: idField("lease").nullable(),
  month: monthField(),
  issuedOn: dateField(),
  dueOn: dateField(),
  creditsBillId: idField("bill").nullable(),
  reason: z.string(),
  runId: idField("run").nullable(),
  total: fenSumField(),
  settled: fenSumField(),
  credited: fenSumField(),
  documentId: idField("document").nullable(),
  issuedByName: z.string(),
  createdAt: instantField(),
});

/** A bill in a list: with the names of its tenant and lease, how it stands today, and what is owed of it. */
export const namedBillField = billField.extend({ tenant: z.string(), leaseNo: z.string().nullable(), state: billStateField(), owed: fenSumField() });

export const billLineField = z.object({
  id: idField("billLine"),
  billId: idField("bill"),
  position: z.number().int(),
  feeItem: feeItemCodeField(),
  entityId: idField("entity"),
  unitIds: z.array(idField("unit")).readonly(),
  from: dateField(),
  to: dateField(),
  dueOn: dateField(),
  amount: fenField(),
  net: fenSumField(),
  tax: fenSumField(),
  taxRate: z.string(),
  taxCategory: taxCategoryField(),
  taxMode: taxModeField(),
  working: workingField,
  source: z.object({ kind: z.enum(["schedule", "charge", "credit"]), id: z.string() }),
  creditsLineId: idField("billLine").nullable(),
  isLive: z.boolean(),
  settled: fenSumField(),
  credited: fenSumField(),
});
/** A line with the words a reader needs: what it is for, where, and how it was reckoned, sentence by sentence. */
export const saidLineField = billLineField.extend({
  name: wordsField(),
  place: z.string(),
  payee: z.string(),
  said: z.object({ zh: z.array(z.string()), en: z.array(z.string()) }),
});

export const chargeField = z.object({
  id: idField("charge"),
  tenantId: idField("tenant"),
  leaseId: idField("lease").nullable(),
  feeItem: feeItemCodeField(),
  unitIds: z.array(idField("unit")).readonly(),
  from: dateField(),
  to: dateField(),
  dueOn: dateField(),
  amount: fenField(),
  taxMode: taxModeField(),
  working: workingField,
  remark: z.string(),
  source: z.object({ kind: z.string(), id: z.string() }),
  entityId: idField("entity").nullable(),
  status: chargeStatusField(),
});
export const namedChargeField = chargeField.extend({ tenant: z.string(), name: wordsField() });

export const reasonField = z.object({ code: z.string(), facts: z.record(z.string(), z.unknown()) });

export const runField = z.object({
  id: idField("run"),
  siteId: idField("site"),
  site: z.string(),
  groupId: idField("runGroup"),
  month: monthField(),
  isDryRun: z.boolean(),
  sendsMail: z.boolean(),
  status: runStatusField(),
  progress: z.object({ done: z.number().int(), all: z.number().int() }),
  bills: z.number().int(),
  lines: z.number().int(),
  credits: z.number().int(),
  total: fenSumField(),
  credited: fenSumField(),
  lastMonth: fenSumField(),
  errors: z.number().int(),
  skipped: z.number().int(),
  failure: reasonField.nullable(),
  createdByName: z.string(),
  createdAt: instantField(),
  finishedAt: instantField().nullable(),
});

export const runNoteField = z.object({
  id: idField("runNote"),
  kind: z.enum(["error", "skipped", "new", "gone", "changed", "corrected"]),
  leaseId: idField("lease").nullable(),
  tenantId: idField("tenant").nullable(),
  label: z.string(),
  feeItem: feeItemCodeField().nullable(),
  was: fenField().nullable(),
  will: fenField().nullable(),
  reasons: z.array(reasonField),
});

export const waiverField = z.object({
  id: idField("waiver"),
  billId: idField("bill"),
  billNo: z.string(),
  tenantId: idField("tenant"),
  tenant: z.string(),
  kind: waiverKindField(),
  lines: z.array(z.object({ lineId: idField("billLine"), amount: fenField(), working: workingField.nullable() })).readonly(),
  amount: fenField(),
  reason: z.string(),
  status: waiverStatusField(),
  askedBy: idField("person"),
  askedByName: z.string(),
  askedAt: instantField(),
  decidedByName: z.string().nullable(),
  decidedAt: instantField().nullable(),
  decision: z.string(),
  creditBillId: idField("bill").nullable(),
});
