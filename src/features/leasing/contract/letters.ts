import { z } from "zod";
import { endpoint, event, fileReply } from "#kernel/contract.ts";
import { dateField, decimalField, fenField, idField, instantField, longTextField, pageOf, pageQuery, searchField, textField, versionField } from "#kernel/fields.ts";
import { words } from "#kernel/words.ts";
import { letterPriceUnits, type LetterState, letterStates } from "../rules/letters.ts";
import { leasingRights } from "./rights.ts";

const site = { siteId: idField("site") };
const atLetter = z.object({ ...site, letterId: idField("letter") });
const stateField = () => z.enum(Object.keys(letterStates) as [LetterState, ...LetterState[]]);
const priceUnitField = () => z.enum(letterPriceUnits);
const areaField = () => z.number().int().positive().max(100_000_000);

export const letterField = z.object({
  id: idField("letter"),
  letterNo: z.string(),
  leadId: idField("lead").nullable(),
  tenantId: idField("tenant").nullable(),
  partyName: z.string(),
  units: z.array(z.object({ unitId: idField("unit"), place: z.string(), areaCenti: z.number().int() })).readonly(),
  heldFrom: dateField(),
  heldUntil: dateField(),
  leaseStart: dateField(),
  leaseEnd: dateField(),
  price: z.string(),
  priceUnit: priceUnitField(),
  contractPrice: fenField(),
  earnestMoney: fenField(),
  notes: z.string(),
  /** As of today: one whose day has passed reads as expired. */
  state: stateField(),
  endedAt: instantField().nullable(),
  endReason: z.string(),
  leaseId: idField("lease").nullable(),
  documentId: idField("document").nullable(),
  createdByName: z.string(),
  createdAt: instantField(),
  version: versionField(),
});

const filters = {
  state: stateField().optional(),
  search: searchField().optional(),
  leadId: idField("lead").optional(),
  tenantId: idField("tenant").optional(),
  unitId: idField("unit").optional(),
};

export const listLetters = endpoint({
  method: "GET",
  path: "/sites/{siteId}/leasing/letters",
  summary: "Letters of intent, newest first; of a lead, a tenant or a unit",
  permission: leasingRights.readLetters,
  clause: "2.1.1-2",
  params: z.object(site),
  query: z.object({ ...pageQuery, ...filters }),
  reply: pageOf(letterField),
});
export const exportLetters = endpoint({
  method: "GET",
  path: "/sites/{siteId}/leasing/letters/sheet",
  summary: "The list of letters of intent as an Excel file",
  permission: leasingRights.readLetters,
  params: z.object(site),
  query: z.object(filters),
  reply: fileReply("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
});
export const getLetter = endpoint({
  method: "GET",
  path: "/sites/{siteId}/leasing/letters/{letterId}",
  summary: "A letter of intent",
  permission: leasingRights.readLetters,
  params: atLetter,
  reply: letterField,
});
const intent = {
  units: z
    .array(z.object({ unitId: idField("unit"), areaCenti: areaField().nullable().default(null) }))
    .min(1)
    .max(50),
  leaseStart: dateField(),
  leaseEnd: dateField(),
  price: decimalField({ digits: 8, places: 6 }),
  priceUnit: priceUnitField(),
  earnestMoney: fenField({ min: 0, max: 100_000_000_000 }),
};
export const makeLetter = endpoint({
  method: "POST",
  path: "/sites/{siteId}/leasing/letters",
  summary: "Write a letter of intent to a lead or a tenant; it holds its units until a day. An area left out is the unit's own",
  permission: leasingRights.edit,
  clause: "2.1.1-2",
  params: z.object(site),
  body: z.object({
    id: idField("letter"),
    leadId: idField("lead").nullable().default(null),
    tenantId: idField("tenant").nullable().default(null),
    heldUntil: dateField(),
    notes: longTextField(2000).default(""),
    ...intent,
  }),
  reply: letterField,
});
export const extendLetter = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/leasing/letters/{letterId}/hold",
  summary: "Hold the units of a letter of intent until a later day",
  permission: leasingRights.edit,
  params: atLetter,
  body: z.object({ until: dateField(), reason: textField(500), version: versionField() }),
  reply: letterField,
});
export const withdrawLetter = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/leasing/letters/{letterId}/withdrawal",
  summary: "Withdraw a letter of intent; its units are free again",
  permission: leasingRights.edit,
  params: atLetter,
  body: z.object({ reason: textField(500), version: versionField() }),
  reply: letterField,
});
export const issueLetter = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/leasing/letters/{letterId}/document",
  summary: "Issue the letter of intent as a document with its proof code; again after a change, as a new version",
  permission: leasingRights.edit,
  clause: "2.1.1-2",
  params: atLetter,
  body: z.object({ language: z.enum(["zh", "en", "both"]).default("zh"), version: versionField() }),
  reply: letterField,
});
export const listHolds = endpoint({
  method: "GET",
  path: "/sites/{siteId}/leasing/holds",
  summary: "Units that are held today and for whom: a layer of the stacking plan",
  permission: leasingRights.readLetters,
  params: z.object(site),
  reply: z.object({
    holds: z.array(z.object({ unitId: idField("unit"), letterId: idField("letter"), letterNo: z.string(), partyName: z.string(), heldUntil: dateField() })),
  }),
});

const facts = { letterId: idField("letter"), letterNo: z.string(), party: z.string(), heldUntil: dateField() };
export const letterMade = event({
  name: "leasing.letter_made",
  words: words("出具意向书", "Letter of intent written"),
  clauses: ["2.1.1-2"],
  subject: "letter",
  facts: z.object({
    ...facts,
    leadId: idField("lead").nullable(),
    tenantId: idField("tenant").nullable(),
    unitIds: z.array(z.string()),
    leaseStart: dateField(),
    leaseEnd: dateField(),
    price: z.string(),
    priceUnit: z.string(),
    contractPrice: z.number(),
    earnestMoney: z.number(),
  }),
});
export const letterExtended = event({
  name: "leasing.letter_extended",
  words: words("意向书延期", "Hold extended"),
  clauses: ["2.1.1-2"],
  subject: "letter",
  facts: z.object({ ...facts, before: dateField(), reason: z.string() }),
});
export const letterEnded = event({
  name: "leasing.letter_ended",
  words: words("意向书终止", "Letter of intent ended"),
  clauses: ["2.1.1-2"],
  subject: "letter",
  facts: z.object({ ...facts, how: z.enum(["expired", "leased", "withdrawn"]), reason: z.string(), leaseId: idField("lease").nullable() }),
});
