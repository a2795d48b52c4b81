import { z } from "zod";
import { dateField, decimalField, idField, instantField, isStorable, longTextField, textField, wordsField } from "#kernel/fields.ts";
import { bandNames, meterKinds, registerSetNames } from "#features/meters/rules.ts";
import { conditions, defectStates, type Fact, inspectionParties, inspectionStages, inspectionTypes, responsibles, signatureMeans } from "../rules.ts";

const keysOf = <K extends string>(names: Readonly<Record<K, unknown>>) => Object.keys(names) as [K, ...K[]];

export const atSite = z.object({ siteId: idField("site") });
export const atInspection = z.object({ siteId: idField("site"), inspectionId: idField("inspection") });
export const sheetType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
export const pictureTypes = ["image/jpeg", "image/png", "image/webp"] as const;

export const inspectionTypeField = () => z.enum(keysOf(inspectionTypes));
export const inspectionStageField = () => z.enum(keysOf(inspectionStages));
export const defectStateField = () => z.enum(keysOf(defectStates));
export const conditionField = () => z.enum(keysOf(conditions));
export const responsibleField = () => z.enum(keysOf(responsibles));
export const problemField = () => z.object({ code: z.string(), status: z.number(), title: z.string(), facts: z.record(z.string(), z.unknown()) });

/** SHA-256 of a file, in lower-case hexadecimal. */
export const hashField = () => z.string().regex(/^[0-9a-f]{64}$/);
/** A moment of the phone's clock, always with milliseconds and in UTC, so that texts compare as moments do. */
export const deviceMomentField = () =>
  z
    .string()
    .regex(/^(19[7-9]\d|20\d\d|21\d\d)-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/)
    .refine(isMoment, "noSuchMoment");
const dayText = () => z.iso.date().refine((text) => text >= "1970-01-01" && text <= "2200-12-31", "outOfRange");
/** What a phone sends is kept as it was written: whoever signs it signs exactly that. */
const writtenField = (max: number) => longTextField(max);
const lineKeyField = () => z.string().min(1).max(160).refine(isStorable, "unstorable");
const uuidText = () => z.codec(z.uuid(), z.string(), { decode: (text) => text.toLowerCase(), encode: (text) => text });

const factHead = { id: uuidText(), inspectionId: uuidText(), deviceId: uuidText(), number: z.number().int().min(0).max(2_000_000_000), happenedAt: deviceMomentField() };
const factOf = <const K extends Fact["kind"], const D extends z.ZodRawShape>(kind: K, data: D) => z.object({ ...factHead, kind: z.literal(kind), data: z.object(data) });

/** A fact as a phone makes it; the same on the wire and inside. */
export const factField = z.discriminatedUnion("kind", [
  factOf("itemChecked", {
    line: lineKeyField(),
    condition: conditionField(),
    text: writtenField(500),
    photos: z.array(hashField()).max(20).readonly(),
    responsible: responsibleField().nullable(),
    mendBy: dayText().nullable(),
  }),
  factOf("photoTaken", { hash: hashField(), line: lineKeyField().nullable(), text: writtenField(200) }),
  factOf("meterRead", {
    meterId: uuidText(),
    values: z.partialRecord(z.enum(keysOf(bandNames)), decimalField({ digits: 9, places: 4 })).refine((values) => Object.keys(values).length > 0, "noValue"),
    photo: hashField().nullable(),
    remark: writtenField(300),
  }),
  factOf("keysCounted", { place: writtenField(80).min(1), count: z.number().int().min(0).max(100_000) }),
  factOf("questionAsked", { text: writtenField(500).min(1) }),
  factOf("questionAnswered", { questionId: uuidText(), text: writtenField(1000).min(1) }),
  factOf("lineAgreed", { line: lineKeyField() }),
  factOf("lineDisputed", { line: lineKeyField(), text: writtenField(500).min(1) }),
  factOf("finished", { note: writtenField(500) }),
  factOf("signed", {
    party: z.enum(keysOf(inspectionParties)),
    name: writtenField(60).min(1),
    contactId: uuidText().nullable(),
    means: z.enum(keysOf(signatureMeans)),
    image: hashField(),
    contentHash: hashField(),
    disagreement: writtenField(1000),
  }),
]);

/** A fact with when it reached the server and whose phone it was. */
export const keptFactField = z.intersection(factField, z.object({ receivedAt: instantField(), byName: z.string() }));

export const lineField = z.object({ key: z.string(), unitId: z.string(), unit: z.string(), area: wordsField(), part: wordsField(), standard: wordsField() });

/** A meter of the units, with what it last showed. */
export const inspectedMeterField = z.object({
  id: idField("meter"),
  meterNo: z.string(),
  kind: z.enum(keysOf(meterKinds)),
  registers: z.enum(keysOf(registerSetNames)),
  digits: z.number().int(),
  multiplier: z.string(),
  place: z.string(),
  lastValues: z.partialRecord(z.enum(keysOf(bandNames)), z.string()).nullable(),
  lastReadOn: dateField().nullable(),
});

/** An inspection as lists show it; what its facts come to stands in `counts`. */
export const inspectionField = z.object({
  id: idField("inspection"),
  inspectionNo: z.string(),
  type: inspectionTypeField(),
  stage: inspectionStageField(),
  tenantId: idField("tenant"),
  tenant: z.string(),
  leaseId: idField("lease").nullable(),
  /** The case of a procedure that asked for it. */
  caseId: z.uuid().nullable(),
  unitIds: z.array(idField("unit")).readonly(),
  place: z.string(),
  baselineId: idField("inspection").nullable(),
  assigneeId: idField("person").nullable(),
  assignee: z.string().nullable(),
  appointmentAt: instantField().nullable(),
  appointmentNote: z.string(),
  openedAt: instantField(),
  openedBy: z.string(),
  signedAt: instantField().nullable(),
  withdrawn: z.object({ at: instantField(), by: z.string(), reason: z.string() }).nullable(),
  listVersion: z.number().int(),
  counts: z.object({
    items: z.number().int(),
    checked: z.number().int(),
    defects: z.number().int(),
    disputes: z.number().int(),
    questions: z.number().int(),
    unanswered: z.number().int(),
    photos: z.number().int(),
    /** Named by facts, not here yet. */
    photosMissing: z.number().int(),
    meters: z.number().int(),
    keys: z.number().int(),
  }),
});

/** How a reading of the inspection went to the meters. */
const passedField = z.object({ meterId: idField("meter"), readingId: idField("reading").nullable(), refused: z.array(problemField()).readonly() });

/** All of an inspection: its state is `inspectionOf(lines, facts)`. */
export const inspectionPageField = inspectionField.extend({
  lines: z.array(lineField).readonly(),
  facts: z.array(keptFactField).readonly(),
  meters: z.array(inspectedMeterField).readonly(),
  passed: z.array(passedField).readonly(),
});

export const listAreaField = z.object({ key: z.string().regex(/^[A-Za-z0-9_-]{1,30}$/), name: z.object({ zh: textField(40), en: textField(60) }) });
export const listPartField = z.object({
  key: z.string().regex(/^[A-Za-z0-9_-]{1,30}$/),
  name: z.object({ zh: textField(40), en: textField(60) }),
  standard: z.object({ zh: textField(200), en: textField(300) }),
  areas: z.array(z.string().max(30)).max(40).readonly(),
});

export const defectField = z.object({
  id: idField("defect"),
  inspectionId: idField("inspection"),
  inspectionNo: z.string(),
  type: inspectionTypeField(),
  tenant: z.string(),
  lineKey: z.string(),
  place: wordsField(),
  part: wordsField(),
  condition: conditionField(),
  text: z.string(),
  photos: z.array(z.string()).readonly(),
  responsible: responsibleField().nullable(),
  mendBy: dateField().nullable(),
  isOverdue: z.boolean(),
  state: defectStateField(),
  mended: z.object({ at: instantField(), by: z.string(), note: z.string() }).nullable(),
  confirmed: z.object({ at: instantField(), by: z.string(), note: z.string() }).nullable(),
});

function isMoment(text: string): boolean {
  try {
    return Temporal.Instant.from(text).epochMilliseconds > 0;
  } catch {
    return false;
  }
}
