import { z } from "zod";
import { dateField, fenField, fenSumField, idField, instantField, versionField } from "#kernel/fields.ts";
import { feeItemCodes } from "#features/leasing/rules.ts";
import {
  type AllocationOrder,
  allocationOrders,
  depositPostingNames,
  type DepositPostingKind,
  depositRequestNames,
  type DepositRequestKind,
  type Means,
  meansNames,
  requestStatuses,
  type RequestStatus,
  reversalNames,
  type ReversalKind,
  type StatementColumn,
  statementColumnNames,
  type StatementStatus,
  statementStatuses,
  type WrongEntityRule,
  wrongEntityRules,
} from "../rules.ts";

const keys = <K extends string>(table: Readonly<Record<K, unknown>>) => Object.keys(table) as [K, ...K[]];

export const meansField = () => z.enum(keys<Means>(meansNames));
export const reversalField = () => z.enum(keys<ReversalKind>(reversalNames));
export const confirmationField = z.object({
  id: idField("confirmation"),
  lines: z.number().int(),
  amount: fenSumField(),
  byId: idField("person").nullable(),
  byName: z.string(),
  madeAt: instantField(),
  undone: z.object({ at: instantField(), byName: z.string() }).nullable(),
});
export const feeItemField = () => z.enum(feeItemCodes);
export const requestKindField = () => z.enum(keys<DepositRequestKind>(depositRequestNames));
export const amountField = () => fenField({ min: 1 });
const reasonField = z.object({ code: z.string(), facts: z.record(z.string(), z.unknown()) });

export const settingsField = z.object({
  allocationOrder: z.enum(keys<AllocationOrder>(allocationOrders)),
  wrongEntity: z.enum(keys<WrongEntityRule>(wrongEntityRules)),
  version: z.number().int().min(0).max(2_000_000_000),
});
export const settingsBody = settingsField.extend({ version: z.union([z.literal(0), versionField()]) });

export const mappingField = z.object({
  sheet: z.number().int().min(0).max(1000),
  headerRow: z.number().int().min(1).max(200_000),
  columns: z.partialRecord(z.enum(statementColumnNames), z.number().int().min(0).max(499)),
  dateOrder: z.enum(["mdy", "dmy"]),
});
const sumField = z.object({ lines: z.number().int(), amount: fenField() });
export const countsField = z.object({
  rows: z.number().int(),
  idle: z.number().int(),
  good: z.number().int(),
  refused: z.number().int(),
  duplicates: z.number().int(),
  received: sumField,
  paid: sumField,
  from: z.string().nullable(),
  to: z.string().nullable(),
});
export const statementField = z.object({
  id: idField("statement"),
  entityId: idField("entity"),
  fileName: z.string(),
  fileHash: z.string(),
  sheets: z.array(z.string()).readonly(),
  status: z.enum(keys<StatementStatus>(statementStatuses)),
  mapping: mappingField.nullable(),
  choice: z.enum(["allOrNothing", "goodRows"]).nullable(),
  counts: countsField.nullable(),
  problems: z.array(reasonField).nullable(),
  progress: z.object({ done: z.number().int(), all: z.number().int() }),
  createdByName: z.string(),
  createdAt: instantField(),
  finishedAt: instantField().nullable(),
});
export const sheetField = z.object({
  sheet: z.number().int(),
  headerRow: z.number().int().nullable(),
  columns: z.array(z.object({ title: z.string(), letters: z.string(), samples: z.array(z.string()) })),
  top: z.array(z.object({ row: z.number().int(), cells: z.array(z.string()) })),
  mapping: mappingField,
  confidence: z.partialRecord(z.enum(statementColumnNames as [StatementColumn, ...StatementColumn[]]), z.number()),
  /** Taken over from the last statement of this account with the same columns. */
  isRemembered: z.boolean(),
});
export const refusedRowField = z.object({ row: z.number().int(), reasons: z.array(reasonField), cells: z.array(z.string()) });

export const statementLineField = z.object({
  id: idField("statementLine"),
  statementId: idField("statement"),
  entityId: idField("entity"),
  row: z.number().int(),
  direction: z.enum(["in", "out"]),
  day: dateField(),
  amount: fenField(),
  payerName: z.string(),
  payerAccount: z.string(),
  remark: z.string(),
  serialNo: z.string(),
  status: z.enum(["open", "unclaimed", "setAside"]),
  note: z.string(),
  allocated: fenSumField(),
  claim: z.object({ tenantId: idField("tenant"), tenant: z.string(), byName: z.string(), at: instantField() }).nullable(),
});
/** A line in a list, with who is most likely to have paid it. */
export const lineWithGuessField = statementLineField.extend({
  best: z.object({ tenantId: idField("tenant"), name: z.string(), score: z.number().int(), isCertain: z.boolean() }).nullable(),
});

/** What a tenant owes, as far as paying it goes. */
export const debtField = z.object({
  lineId: idField("billLine"),
  billId: idField("bill"),
  billNo: z.string(),
  feeItem: feeItemField(),
  entityId: idField("entity"),
  from: dateField(),
  to: dateField(),
  dueOn: dateField(),
  open: fenField(),
});
export const candidateField = z.object({
  tenantId: idField("tenant"),
  name: z.string(),
  score: z.number().int(),
  reasons: z.array(z.object({ kind: z.string(), points: z.number().int(), facts: z.record(z.string(), z.union([z.string(), z.number()])) })).readonly(),
  parts: z.array(debtField.extend({ amount: fenField() })).readonly(),
  advance: fenSumField(),
});

export const paymentField = z.object({
  id: idField("payment"),
  tenantId: idField("tenant"),
  tenant: z.string(),
  entityId: idField("entity"),
  entity: z.string(),
  means: meansField(),
  receivedOn: dateField(),
  bookedOn: dateField(),
  amount: fenField(),
  allocated: fenSumField(),
  refunded: fenSumField(),
  advance: fenSumField(),
  statementLineId: idField("statementLine").nullable(),
  payerName: z.string(),
  voucherNo: z.string(),
  remark: z.string(),
  receiptNo: z.string().nullable(),
  createdByName: z.string(),
  createdAt: instantField(),
  reversal: z.object({ on: dateField(), why: reversalField(), reason: z.string(), byName: z.string() }).nullable(),
});
export const allocationField = z.object({
  id: idField("allocation"),
  lineId: idField("billLine"),
  billId: idField("bill"),
  billNo: z.string(),
  feeItem: feeItemField(),
  from: dateField(),
  to: dateField(),
  entityId: idField("entity"),
  isOnBehalf: z.boolean(),
  amount: fenField(),
  valueOn: dateField(),
  bookedOn: dateField(),
  released: z.object({ on: dateField(), why: z.enum(["reversed", "credited", "moved"]) }).nullable(),
});
export const receiptField = z.object({
  id: idField("receipt"),
  receiptNo: z.string(),
  paymentId: idField("payment"),
  documentId: idField("document"),
  amount: fenField(),
  issuedAt: instantField(),
  issuedByName: z.string(),
});
export const partBody = z.object({ lineId: idField("billLine"), amount: amountField() });

export const depositField = z.object({
  id: idField("deposit"),
  tenantId: idField("tenant"),
  tenant: z.string(),
  leaseId: idField("lease").nullable(),
  leaseNo: z.string().nullable(),
  entityId: idField("entity"),
  entity: z.string(),
  feeItem: feeItemField(),
  held: fenSumField(),
  receivable: fenSumField(),
});
export const postingField = z.object({
  id: idField("depositPosting"),
  kind: z.enum(keys<DepositPostingKind>(depositPostingNames)),
  on: dateField(),
  amount: fenField(),
  paymentId: idField("payment").nullable(),
  reason: z.string(),
  byName: z.string(),
  entries: z.array(z.object({ account: z.string(), amount: fenField() })).readonly(),
});
export const payeeField = z.object({ name: z.string().trim().min(1).max(200), bank: z.string().trim().max(200), account: z.string().trim().min(1).max(60) });
export const requestField = z.object({
  id: idField("depositRequest"),
  depositId: idField("deposit"),
  tenantId: idField("tenant"),
  tenant: z.string(),
  feeItem: feeItemField(),
  kind: requestKindField(),
  amount: fenField(),
  lines: z.array(z.object({ lineId: idField("billLine"), amount: fenField() })).readonly(),
  payee: payeeField.nullable(),
  reason: z.string(),
  status: z.enum(keys<RequestStatus>(requestStatuses)),
  askedBy: idField("person"),
  askedByName: z.string(),
  askedAt: instantField(),
  decidedByName: z.string().nullable(),
  decision: z.string(),
});
