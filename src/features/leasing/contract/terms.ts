import { z } from "zod";
import { dateField, decimalField, fenField, idField } from "#kernel/fields.ts";
import { feeItemCodes } from "../rules/feeItems.ts";
import { areaBases, calcModes, dayPriceRules, payCycles, priceUnits, splitRules, yearDaysChoices } from "../rules/terms.ts";

// The terms and the schedule of a lease on the wire and in the database; their meaning is in rules/terms.ts.

const keysOf = <K extends string>(table: Readonly<Record<K, unknown>>) => Object.keys(table) as [K, ...K[]];
const count = (max: number) => z.number().int().min(0).max(max);
const amountField = () => fenField({ min: 0 });
const areaField = () => z.number().int().positive().max(100_000_000);
const percentField = () => decimalField({ digits: 3, places: 4 });
/** Names a term within its lease. */
const termIdField = () => z.string().regex(/^[A-Za-z0-9_-]{1,40}$/);
const feeItemField = () => z.enum(feeItemCodes);
const taxModeField = () => z.enum(["inclusive", "exclusive"]);

const payTimingField = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("naturalDaysBefore"), days: count(366) }),
  z.object({ kind: z.literal("workingDaysBefore"), days: count(60) }),
  z.object({ kind: z.literal("fixedDay"), day: z.number().int().min(1).max(31), monthsLater: z.number().int().min(-12).max(12) }),
]);

export const escalationField = z.object({
  from: dateField(),
  everyMonths: z.number().int().min(1).max(240).nullable(),
  by: z.enum(["percent", "amount"]),
  value: decimalField({ digits: 7, places: 6 }),
  compound: z.boolean(),
});
export const freePeriodField = z.object({ from: dateField(), to: dateField() });

export const lateFeeTermField = z.object({
  percentPerDay: percentField(),
  graceDays: count(366),
  countsFrom: z.enum(["dueDay", "afterGrace"]),
  base: z.enum(["unpaid", "whole"]),
  capPercentPerYear: percentField().optional(),
  capPercent: percentField().optional(),
  capAmount: amountField().optional(),
});

export const feeTermField = z.object({
  id: termIdField(),
  feeItem: feeItemField(),
  from: dateField(),
  to: dateField(),
  price: decimalField(),
  priceUnit: z.enum(keysOf(priceUnits)),
  areaBasis: z.enum(keysOf(areaBases)),
  seats: count(100_000).optional(),
  unitIds: z.array(idField("unit")).min(1).max(200).readonly().optional(),
  calcMode: z.enum(keysOf(calcModes)),
  dayPriceRule: z.enum(keysOf(dayPriceRules)),
  yearDays: z.literal([...yearDaysChoices]),
  splitRule: z.enum(keysOf(splitRules)),
  payCycleMonths: z.literal([...payCycles]),
  payTiming: payTimingField,
  escalations: z.array(escalationField).max(50).readonly(),
  freePeriods: z.array(freePeriodField).max(50).readonly(),
  lateFee: lateFeeTermField.optional(),
  taxMode: taxModeField(),
  periodsFrom: dateField().optional(),
  priceSince: dateField().optional(),
});

const basisField = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("amount"), amount: amountField() }),
  z.object({ kind: z.literal("perSqm"), price: decimalField(), areaBasis: z.enum(keysOf(areaBases)) }),
  z.object({ kind: z.literal("perPiece"), price: decimalField(), count: count(100_000) }),
  z.object({ kind: z.literal("months"), months: decimalField({ digits: 3, places: 4 }), feeIds: z.array(termIdField()).min(1).max(20).readonly() }),
]);

export const depositTermField = z.object({ id: termIdField(), feeItem: feeItemField(), basis: basisField, followsEscalation: z.boolean(), dueOn: dateField().optional() });
export const onceTermField = z.object({ id: termIdField(), feeItem: feeItemField(), basis: basisField, dueOn: dateField().optional(), taxMode: taxModeField() });
export const termUnitField = z.object({ unitId: idField("unit"), areaCenti: areaField(), grossCenti: areaField().optional(), netCenti: areaField().optional() });

/** The terms of a lease. What may not be agreed is `whyNotTerms`; here is only what can be read. */
export const leaseTermsField = z.object({
  leaseStart: dateField(),
  leaseEnd: dateField(),
  units: z.array(termUnitField).min(1).max(200).readonly(),
  fees: z.array(feeTermField).max(30).readonly(),
  deposits: z.array(depositTermField).max(20).readonly(),
  onceFees: z.array(onceTermField).max(30).readonly(),
  holidayRoll: z.enum(["none", "next"]),
  noticeDays: count(1000),
  firstPaymentOn: dateField().optional(),
  earnestMoney: amountField().optional(),
});

const factField = z.union([z.string().max(2000), z.number().int()]);
const factsField = z.record(z.string().max(40), factField);

export const workingField = z.object({
  rule: z.string().max(60),
  inputs: factsField,
  steps: z.array(z.object({ kind: z.string().max(60) }).catchall(factField)).readonly(),
  rounding: z.enum(["none", "month", "line"]),
});

/** A line of a schedule with its working. */
export const scheduleLineField = z.object({
  key: z.string().max(80),
  feeItem: feeItemField(),
  kind: z.enum(["recurring", "deposit", "once"]),
  from: dateField(),
  to: dateField(),
  dueOn: dateField(),
  amount: amountField(),
  taxMode: taxModeField(),
  unitIds: z.array(idField("unit")).readonly(),
  working: workingField,
});
