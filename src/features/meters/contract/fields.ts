import { z } from "zod";
import { dateField, decimalField, fenField, fenSumField, idField, instantField, longTextField, monthField, textField } from "#kernel/fields.ts";
import {
  type Band,
  bandNames,
  bases,
  directionNames,
  doubtNames,
  lineKinds,
  meterKinds,
  meterRoles,
  meterStates,
  readingPurposes,
  readingStandings,
  readingStates,
  registerSetNames,
  replacementStates,
  roundStates,
  settlementStates,
} from "../rules/names.ts";

const keysOf = <K extends string>(names: Readonly<Record<K, unknown>>) => Object.keys(names) as [K, ...K[]];

export const meterKindField = () => z.enum(keysOf(meterKinds));
export const meterRoleField = () => z.enum(keysOf(meterRoles));
export const meterStateField = () => z.enum(keysOf(meterStates));
export const registerSetField = () => z.enum(keysOf(registerSetNames));
export const directionField = () => z.enum(keysOf(directionNames));
export const readingStateField = () => z.enum(keysOf(readingStates));
export const standingField = () => z.enum(keysOf(readingStandings));
export const doubtField = () => z.enum(keysOf(doubtNames));
export const basisField = () => z.enum(keysOf(bases));
export const lineKindField = () => z.enum(keysOf(lineKinds));
export const settlementStateField = () => z.enum(keysOf(settlementStates));
export const roundStateField = () => z.enum(keysOf(roundStates));
export const replacementStateField = () => z.enum(keysOf(replacementStates));
export const remarkField = () => longTextField(500).default("");
export const problemField = () => z.object({ code: z.string(), status: z.number(), title: z.string(), facts: z.record(z.string(), z.unknown()) });

export const atSite = z.object({ siteId: idField("site") });
export const atMeter = z.object({ siteId: idField("site"), meterId: idField("meter") });
export const atRound = z.object({ siteId: idField("site"), roundId: idField("round") });
export const atReading = z.object({ siteId: idField("site"), readingId: idField("reading") });
export const atSettlement = z.object({ siteId: idField("site"), settlementId: idField("settlement") });
export const sheetType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

const bandField = () => z.enum(keysOf(bandNames)) satisfies z.ZodType<Band>;
const digitsField = () => decimalField({ digits: 9, places: 4 });
/** A value for each register, plain digits with at most four places. */
export const valuesField = () => z.partialRecord(bandField(), digitsField());
const quantityField = () => z.string();
export const countedField = () => z.partialRecord(bandField(), quantityField());

const deviceShape = { digits: z.number().int().min(3).max(9), multiplier: decimalField({ digits: 9, places: 4 }) };
const idsOf = <K extends string>(kind: K, most: number) => z.array(idField(kind)).max(most).readonly();

/** What a person enters of a meter; what it counts with is changed by a replacement only. */
export const changeableMeterShape = {
  meterNo: textField(60),
  role: meterRoleField(),
  direction: directionField().default("import"),
  calibratedOn: dateField().nullable().default(null),
  calibrationDue: dateField().nullable().default(null),
  place: longTextField(120).default(""),
  parentId: idField("meter").nullable().default(null),
  unitIds: idsOf("unit", 50).default([]),
  routeId: idField("route").nullable().default(null),
  position: z.number().int().min(0).max(9999).default(0),
  tariffId: idField("tariff").nullable().default(null),
};
export const newMeterShape = { ...changeableMeterShape, kind: meterKindField(), registers: registerSetField().default("single"), ...deviceShape };

/** A meter as its list shows it. */
export const meterField = z.object({
  id: idField("meter"),
  meterNo: z.string(),
  kind: meterKindField(),
  role: meterRoleField(),
  registers: registerSetField(),
  digits: z.number().int(),
  multiplier: z.string(),
  direction: directionField(),
  calibratedOn: dateField().nullable(),
  calibrationDue: dateField().nullable(),
  place: z.string(),
  parentId: idField("meter").nullable(),
  unitIds: z.array(idField("unit")).readonly(),
  routeId: idField("route").nullable(),
  position: z.number().int(),
  tariffId: idField("tariff").nullable(),
  state: meterStateField(),
  installedOn: dateField(),
  version: z.number().int(),
  parentNo: z.string().nullable(),
  route: z.string().nullable(),
  /** Units it serves: `1座 18F 1803`. */
  units: z.array(z.string()).readonly(),
  tenants: z.array(z.string()).readonly(),
  lastReadOn: dateField().nullable(),
  lastValues: countedField().nullable(),
  lastUsage: z.string().nullable(),
});

export const usagePartField = z.object({
  band: bandField(),
  from: z.string(),
  to: z.string(),
  digits: z.number().int(),
  multiplier: z.string(),
  hasRolledOver: z.boolean(),
  quantity: z.string(),
});

export const readingField = z.object({
  id: idField("reading"),
  meterId: idField("meter"),
  meterNo: z.string(),
  kind: meterKindField(),
  place: z.string(),
  roundId: idField("round").nullable(),
  purpose: z.enum(keysOf(readingPurposes)),
  readAt: instantField(),
  values: countedField(),
  previous: countedField(),
  state: readingStateField(),
  standing: standingField(),
  doubts: z.array(doubtField()).readonly(),
  remark: z.string(),
  usage: z.string(),
  byBand: countedField(),
  parts: z.array(usagePartField).readonly(),
  mean: z.string().nullable(),
  deviation: z.string().nullable(),
  multiplier: z.string(),
  photoId: idField("file").nullable(),
  readerId: idField("person").nullable(),
  readerName: z.string(),
  reviewerName: z.string().nullable(),
  reviewedAt: instantField().nullable(),
  reviewNote: z.string(),
  isSettled: z.boolean(),
});

export const newReadingShape = {
  /** Made by the phone: the same reading sent twice counts once. */
  id: idField("reading"),
  readAt: instantField(),
  values: valuesField(),
  state: readingStateField().default("normal"),
  remark: remarkField(),
  isCertain: z.boolean().default(false),
};

export const newReplacementShape = {
  id: idField("replacement"),
  replacedAt: instantField(),
  oldFinal: valuesField(),
  newMeterNo: textField(60),
  newDigits: z.number().int().min(3).max(9),
  newMultiplier: decimalField({ digits: 9, places: 4 }),
  newOpening: valuesField(),
  calibratedOn: dateField().nullable().default(null),
  calibrationDue: dateField().nullable().default(null),
  reason: textField(300),
};
export const replacementField = z.object({
  id: idField("replacement"),
  meterId: idField("meter"),
  meterNo: z.string(),
  place: z.string(),
  replacedAt: instantField(),
  oldMeterNo: z.string(),
  oldDigits: z.number().int(),
  oldMultiplier: z.string(),
  oldFinal: countedField(),
  newMeterNo: z.string(),
  newDigits: z.number().int(),
  newMultiplier: z.string(),
  newOpening: countedField(),
  reason: z.string(),
  state: replacementStateField(),
  recordedBy: idField("person"),
  recordedByName: z.string(),
  reviewedByName: z.string().nullable(),
});

export const routeField = z.object({ id: idField("route"), name: z.string(), meters: z.number().int(), version: z.number().int() });

export const roundField = z.object({
  id: idField("round"),
  routeId: idField("route"),
  route: z.string(),
  month: monthField(),
  fromDay: dateField(),
  toDay: dateField(),
  state: roundStateField(),
  openedByName: z.string(),
  closedByName: z.string().nullable(),
  meters: z.number().int(),
  read: z.number().int(),
  waiting: z.number().int(),
  /** EN-01: read within the window. EN-02: read by hand with a photo. */
  inWindow: z.number().int(),
  byHand: z.number().int(),
  photos: z.number().int(),
});

/** A meter of a round, with all that its reader needs without asking again. */
export const roundLineField = z.object({
  meterId: idField("meter"),
  meterNo: z.string(),
  kind: meterKindField(),
  role: meterRoleField(),
  registers: registerSetField(),
  digits: z.number().int(),
  multiplier: z.string(),
  place: z.string(),
  units: z.array(z.string()).readonly(),
  tenants: z.array(z.string()).readonly(),
  position: z.number().int(),
  previous: countedField(),
  previousAt: instantField().nullable(),
  exchanges: z.array(z.object({ oldFinal: countedField(), newOpening: countedField(), before: z.object({ digits: z.number().int(), multiplier: z.string() }) })).readonly(),
  mean: z.string().nullable(),
  isOccupied: z.boolean(),
  hasWaitingReplacement: z.boolean(),
  reading: readingField.nullable(),
});

const priceField = () => decimalField({ digits: 6, places: 6 });
export const tariffFormField = z.discriminatedUnion("form", [
  z.object({ form: z.literal("flat"), price: priceField() }),
  z.object({ form: z.literal("byBand"), prices: z.partialRecord(bandField(), priceField()) }),
  z.object({
    form: z.literal("tiered"),
    period: z.enum(["month", "year"]),
    steps: z
      .array(z.object({ upTo: decimalField({ digits: 9, places: 4 }).nullable(), price: priceField() }))
      .min(1)
      .max(10)
      .readonly(),
  }),
]);
export const tariffField = z.object({
  id: idField("tariff"),
  name: z.string(),
  kind: meterKindField(),
  isDefault: z.boolean(),
  versions: z.array(z.object({ fromDay: dateField(), form: tariffFormField })).readonly(),
  version: z.number().int(),
});
export const policyField = z.object({
  kind: meterKindField(),
  fromDay: dateField(),
  common: basisField(),
  loss: basisField(),
  tariffId: idField("tariff").nullable(),
  tariff: z.string().nullable(),
});

const poolShape = { main: z.string(), tenants: z.string(), common: z.string(), loss: z.string(), lossPercent: z.string() };
export const poolField = z.object({ meterId: idField("meter"), meterNo: z.string(), ...poolShape });
const shareField = z.object({ weight: z.string(), weights: z.string(), whole: fenSumField() });
export const usageWorkingField = z.discriminatedUnion("of", [
  z.object({
    of: z.literal("usage"),
    meterNo: z.string(),
    readings: z.array(usagePartField).readonly(),
    prices: z.array(z.object({ band: z.string().nullable(), quantity: z.string(), price: z.string(), amount: z.string(), from: z.string(), to: z.string() })).readonly(),
    shared: shareField.nullable(),
  }),
  z.object({ of: z.enum(["common", "loss"]), meterNo: z.string(), pool: z.object(poolShape), basis: basisField(), price: z.string(), shared: shareField }),
]);
const lineShape = {
  kind: lineKindField(),
  meterId: idField("meter"),
  meterNo: z.string(),
  tenantId: idField("tenant").nullable(),
  tenant: z.string().nullable(),
  leaseId: idField("lease").nullable(),
  unitIds: z.array(idField("unit")).readonly(),
  label: z.string(),
  from: dateField(),
  to: dateField(),
  quantity: z.string(),
  amount: fenField(),
  working: usageWorkingField,
};
/** A line as it would be published, beside the same line of the month before. */
export const previewLineField = z.object({
  ...lineShape,
  key: z.string(),
  before: z.object({ quantity: z.string(), amount: fenField() }).nullable(),
  /** Why it differs, as far as the readings tell. */
  notes: z.array(z.enum(["estimated", "rollover", "replaced", "deviates", "zeroOccupied", "newLine", "priceChanged"])).readonly(),
});
export const settlementLineField = z.object({ id: idField("settlementLine"), ...lineShape });
export const settlementField = z.object({
  id: idField("settlement"),
  kind: meterKindField(),
  month: monthField(),
  state: settlementStateField(),
  common: basisField(),
  loss: basisField(),
  dueOn: dateField(),
  objectionsUntil: dateField(),
  publishedByName: z.string(),
  publishedAt: instantField(),
  billedByName: z.string().nullable(),
  withdrawnReason: z.string().nullable(),
  lines: z.number().int(),
  /** What tenants owe, and what the operator bears itself, in 分. */
  owed: fenSumField(),
  borne: fenSumField(),
  openObjections: z.number().int(),
});
export const objectionField = z.object({
  id: idField("objection"),
  settlementId: idField("settlement"),
  tenantId: idField("tenant"),
  tenant: z.string(),
  said: z.string(),
  raisedByName: z.string(),
  raisedAt: instantField(),
  answer: z.string().nullable(),
  answeredByName: z.string().nullable(),
  answeredAt: instantField().nullable(),
});
export const importedField = z.object({
  read: z.number().int(),
  added: z.number().int(),
  known: z.number().int(),
  refused: z.number().int(),
  problems: z.array(problemField()),
});
