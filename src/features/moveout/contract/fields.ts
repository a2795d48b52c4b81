import { z } from "zod";
import { dateField, fenField, fenSumField, idField, instantField, wordsField } from "#kernel/fields.ts";
import { parties, type Party } from "#features/documents/rules.ts";
import { feeItemCodes } from "#features/leasing/rules.ts";
import { caseStandingField } from "#features/manual/contract.ts";
import { type AppointmentOutcome, appointmentOutcomes, type Channel, channels, moveOutCauseCodes, type SlipReason, slipReasons, type SlipState, slipStates } from "../rules.ts";

export const keysOf = <K extends string>(table: Readonly<Record<K, unknown>>) => Object.keys(table) as [K, ...K[]];
export const causeField = () => z.enum(moveOutCauseCodes);
const channelField = () => z.enum(keysOf<Channel>(channels));

export const shortCostField = z.object({ feeItem: z.enum(feeItemCodes), from: dateField(), to: dateField(), amount: fenField({ min: 0 }) });

export const noticeCheckField = z.object({
  leaseEnd: dateField(),
  noticeDays: z.number().int(),
  givenDays: z.number().int(),
  shortDays: z.number().int(),
  enoughOn: dateField(),
  costs: z.array(shortCostField).readonly(),
  total: fenSumField(),
  /** The arithmetic, as people read it. */
  said: wordsField(),
});

export const accountField = z.object({ name: z.string(), bank: z.string(), no: z.string(), note: z.string() });
export const contractLimitField = z.object({
  days: z.number().int().min(1).max(365),
  unit: z.enum(["workingDays", "naturalDays"]),
  shift: z.enum(["none", "next", "previous"]).nullable(),
});

const done = { at: instantField(), byName: z.string(), note: z.string() };

export const moveOutField = z.object({
  id: idField("moveOut"),
  no: z.string(),
  tenantId: idField("tenant"),
  leaseId: idField("lease"),
  cause: causeField(),
  causeText: z.string(),
  leavingOn: dateField(),
  noticedOn: dateField(),
  noticedAt: instantField(),
  channel: channelField(),
  noticedByName: z.string(),
  contactId: idField("contact").nullable(),
  contactName: z.string(),
  contactPhone: z.string(),
  account: accountField,
  usesAddress: z.boolean(),
  addressMovesOn: dateField().nullable(),
  restoration: z.string(),
  leaseEnd: dateField(),
  noticeDays: z.number().int(),
  shortDays: z.number().int(),
  shortCost: z.array(shortCostField).readonly(),
  review: z
    .object({ at: instantField(), byId: idField("person").nullable(), byName: z.string(), note: z.string(), contractText: z.string(), shortAmount: fenField().nullable() })
    .nullable(),
  refundLimit: contractLimitField.nullable(),
  decision: z
    .object({
      isApproved: z.boolean(),
      at: instantField(),
      byName: z.string(),
      note: z.string(),
      shortOutcome: z.enum(["charged", "waived"]).nullable(),
      waiverReason: z.string(),
    })
    .nullable(),
  termsNumber: z.number().int().nullable(),
  clearance: z.object({ ...done, isRestored: z.boolean(), hasAddressMoved: z.boolean() }).nullable(),
  keysBack: z.object(done).nullable(),
  confirmationId: idField("document").nullable(),
  confirmedAt: instantField().nullable(),
  payment: z.object({ at: instantField(), on: dateField(), byName: z.string(), reference: z.string(), amount: fenSumField() }).nullable(),
  invoices: z.object(done).nullable(),
  vacancy: z.object(done).nullable(),
  rating: z.object({ score: z.number().int(), note: z.string(), at: instantField() }).nullable(),
  withdrawal: z.object({ at: instantField(), byName: z.string(), reason: z.string() }).nullable(),
  version: z.number().int(),
});

export const appointmentField = z.object({
  id: idField("appointment"),
  meetsAt: instantField(),
  note: z.string(),
  side: z.enum(["tenant", "property"]),
  proposedByName: z.string(),
  proposedAt: instantField(),
  agreedByName: z.string().nullable(),
  agreedAt: instantField().nullable(),
  replacedAt: instantField().nullable(),
  outcome: z.enum(keysOf<AppointmentOutcome>(appointmentOutcomes)).nullable(),
  outcomeNote: z.string(),
  outcomeAt: instantField().nullable(),
});

/** One clock for the refund with its arithmetic: the one that holds, and for comparison the other kind. */
export const clockField = z.object({
  holds: z.boolean(),
  source: wordsField(),
  limit: wordsField(),
  dueAt: instantField(),
  dueOn: dateField(),
  provisional: z.boolean(),
  explanation: wordsField(),
});

export const slipField = z.object({
  id: idField("goodsSlip"),
  no: z.string(),
  code: z.string(),
  tenantId: idField("tenant"),
  tenant: z.string(),
  caseId: idField("moveOut").nullable(),
  reason: z.enum(keysOf<SlipReason>(slipReasons)),
  place: z.string(),
  passesOn: dateField(),
  carrierName: z.string(),
  carrierPhone: z.string(),
  idLast4: z.string(),
  plate: z.string(),
  remark: z.string(),
  channel: channelField(),
  appliedByName: z.string(),
  authorityText: z.string(),
  appliedAt: instantField(),
  overdue: fenSumField(),
  state: z.enum(keysOf<SlipState>(slipStates)),
  decision: z.object({ isApproved: z.boolean(), at: instantField(), byName: z.string(), note: z.string() }).nullable(),
  gate: z
    .object({ outcome: z.enum(["passed", "turnedBack"]), isMatched: z.boolean(), note: z.string(), guardName: z.string(), at: instantField(), photoId: idField("file").nullable() })
    .nullable(),
  items: z.array(z.object({ position: z.number().int(), name: z.string(), quantity: z.number().int(), note: z.string(), seen: z.number().int().nullable() })).readonly(),
  version: z.number().int(),
});

export const caseRowField = z.object({
  id: idField("moveOut"),
  no: z.string(),
  tenantId: idField("tenant"),
  tenant: z.string(),
  leaseId: idField("lease"),
  leaseNo: z.string(),
  place: z.string(),
  cause: causeField(),
  leavingOn: dateField(),
  noticedAt: instantField(),
  confirmedAt: instantField().nullable(),
  refundDueAt: instantField().nullable(),
  isStopped: z.boolean(),
  standing: caseStandingField,
});

export const caseViewField = z.object({
  case: moveOutField,
  tenant: z.string(),
  leaseNo: z.string(),
  place: z.string(),
  unitIds: z.array(idField("unit")).readonly(),
  standing: caseStandingField,
  /** The notice held against the lease, in words. */
  notice: wordsField(),
  appointments: z.array(appointmentField).readonly(),
  inspection: z.object({ id: idField("inspection"), signedAt: instantField().nullable(), openQuestions: z.number().int() }).nullable(),
  settlement: z.object({ no: z.string(), net: fenSumField().nullable(), agreedAt: instantField().nullable(), owed: fenSumField() }).nullable(),
  slips: z.array(slipField).readonly(),
  itemsOut: z.array(z.object({ id: idField("accessItem"), label: wordsField() })).readonly(),
  confirmation: z
    .object({
      documentId: idField("document"),
      issuedAt: instantField(),
      signedAt: instantField().nullable(),
      signers: z.array(z.object({ party: z.enum(keysOf<Party>(parties)), name: z.string(), signedAt: instantField().nullable() })).readonly(),
    })
    .nullable(),
  clocks: z.array(clockField).readonly(),
  approvals: z.array(z.object({ place: z.number().int(), amount: fenField(), byName: z.string(), note: z.string(), at: instantField() })).readonly(),
  openInvoices: z.number().int(),
});
