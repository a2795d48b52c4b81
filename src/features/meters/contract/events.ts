import { z } from "zod";
import { event } from "#kernel/contract.ts";
import { dateField, fenSumField, idField, instantField, monthField } from "#kernel/fields.ts";
import { words, type Words } from "#kernel/words.ts";
import { basisField, countedField, doubtField, meterKindField, readingStateField, tariffFormField } from "./fields.ts";

const meterEvent = <const S extends z.ZodRawShape>(name: string, said: Words, facts: S, clauses: readonly string[] = []) =>
  event({ name: `meters.${name}`, words: said, clauses, subject: "meter", facts: z.object({ meterId: idField("meter"), meterNo: z.string(), ...facts }) });
const roundEvent = <const S extends z.ZodRawShape>(name: string, said: Words, facts: S) =>
  event({ name: `meters.${name}`, words: said, clauses: [], subject: "round", facts: z.object({ roundId: idField("round"), ...facts }) });
const settlementEvent = <const S extends z.ZodRawShape>(name: string, said: Words, facts: S) =>
  event({ name: `meters.${name}`, words: said, clauses: [], subject: "settlement", facts: z.object({ settlementId: idField("settlement"), ...facts }) });

const device = { digits: z.number().int(), multiplier: z.string() };
export const meterInstalled = meterEvent(
  "meter_installed",
  words("装表", "Meter installed"),
  { kind: meterKindField(), ...device, installedOn: dateField(), opening: countedField(), unitIds: z.array(idField("unit")).readonly() },
  ["2.1.1-5"],
);
export const meterChanged = meterEvent("meter_changed", words("修改表计", "Meter changed"), { unitIds: z.array(idField("unit")).readonly(), place: z.string() });
export const meterRemoved = meterEvent("meter_removed", words("拆表", "Meter removed"), { reason: z.string() });
export const replacementRecorded = meterEvent("replacement_recorded", words("登记换表", "Replacement recorded"), {
  replacementId: idField("replacement"),
  replacedAt: instantField(),
  oldFinal: countedField(),
  newMeterNo: z.string(),
  newDigits: z.number().int(),
  newMultiplier: z.string(),
  newOpening: countedField(),
  reason: z.string(),
});
export const replacementReviewed = meterEvent("replacement_reviewed", words("复核换表", "Replacement reviewed"), {
  replacementId: idField("replacement"),
  decision: z.enum(["confirmed", "rejected"]),
});
export const readingTaken = meterEvent("reading_taken", words("抄表", "Meter read"), {
  readingId: idField("reading"),
  roundId: idField("round").nullable(),
  readAt: instantField(),
  values: countedField(),
  state: readingStateField(),
  usage: z.string(),
  doubts: z.array(doubtField()).readonly(),
  remark: z.string(),
});
export const readingReviewed = meterEvent("reading_reviewed", words("复核读数", "Reading reviewed"), {
  readingId: idField("reading"),
  decision: z.enum(["confirmed", "sentBack"]),
  note: z.string(),
});
export const photoAttached = meterEvent("photo_attached", words("抄表照片", "Photo of a reading"), { readingId: idField("reading"), fileHash: z.string() });
export const ledgerImported = event({
  name: "meters.ledger_imported",
  words: words("导入表计台账", "Meter ledger imported"),
  clauses: [],
  subject: "ledgerImport",
  facts: z.object({ ledgerImportId: idField("ledgerImport"), fileName: z.string(), added: z.number().int() }),
});

export const roundOpened = roundEvent("round_opened", words("开始抄表", "Round opened"), { routeId: idField("route"), month: monthField(), meters: z.number().int() });
export const roundClosed = roundEvent("round_closed", words("抄表完成", "Round done"), {
  month: monthField(),
  inWindow: z.number().int(),
  photos: z.number().int(),
  meters: z.number().int(),
});
export const roundReopened = roundEvent("round_reopened", words("重开抄表", "Round opened again"), { reason: z.string() });

export const pricesSet = event({
  name: "meters.prices_set",
  words: words("设定价格", "Prices set"),
  clauses: [],
  subject: "tariff",
  facts: z.object({ tariffId: idField("tariff"), name: z.string(), fromDay: dateField(), form: tariffFormField }),
});
export const tariffChanged = event({
  name: "meters.tariff_changed",
  words: words("修改价格方案", "Tariff changed"),
  clauses: [],
  subject: "tariff",
  facts: z.object({ tariffId: idField("tariff"), name: z.string(), isDefault: z.boolean() }),
});
export const policySet = event({
  name: "meters.policy_set",
  words: words("设定分摊办法", "Policy of sharing set"),
  clauses: [],
  subject: "site",
  facts: z.object({ siteId: idField("site"), kind: meterKindField(), fromDay: dateField(), common: basisField(), loss: basisField(), tariffId: idField("tariff").nullable() }),
});

export const settlementPublished = settlementEvent("settlement_published", words("公示分摊", "Apportionment published"), {
  kind: meterKindField(),
  month: monthField(),
  owed: fenSumField(),
  borne: fenSumField(),
  lines: z.number().int(),
  objectionsUntil: dateField(),
});
export const settlementWithdrawn = settlementEvent("settlement_withdrawn", words("撤回公示", "Apportionment withdrawn"), { reason: z.string() });
export const settlementBilled = settlementEvent("settlement_billed", words("水电出账", "Use billed"), {
  kind: meterKindField(),
  month: monthField(),
  owed: fenSumField(),
  charges: z.number().int(),
});
export const objectionRaised = settlementEvent("objection_raised", words("提出异议", "Objection raised"), {
  objectionId: idField("objection"),
  tenantId: idField("tenant"),
  said: z.string(),
});
export const objectionAnswered = settlementEvent("objection_answered", words("答复异议", "Objection answered"), { objectionId: idField("objection"), answer: z.string() });

export const finalUsageCharged = event({
  name: "meters.final_usage_charged",
  words: words("退租水电结算", "Last use charged as the tenant left"),
  clauses: ["2.1.3-3"],
  subject: "charge",
  facts: z.object({
    chargeId: idField("charge"),
    leaseId: idField("lease"),
    tenantId: idField("tenant"),
    meterNo: z.string(),
    from: dateField(),
    to: dateField(),
    quantity: z.string(),
    amount: fenSumField(),
  }),
});
