import { z } from "zod";
import { endpoint, event, fileReply, job } from "#kernel/contract.ts";
import { dateField, idField, instantField, searchField, textField, longTextField, wordsField } from "#kernel/fields.ts";
import { roles } from "#kernel/role.ts";
import { languages, words } from "#kernel/words.ts";
import { clocks, confidences, parameterIds, standardIds, units } from "./rules/book.ts";
import { manualRights } from "./contract/rights.ts";

export { manualRights };
export {
  caseStandingField,
  gateOpened,
  nextStepField,
  obstacleField,
  openingBody,
  openingField,
  procedureBoardField,
  stepCountField,
  stepIdField,
  stepStandingField,
} from "./contract/procedure.ts";

const clauseIdField = () => z.string().regex(/^[a-z0-9][a-z0-9.-]{0,30}$/);
const parameterIdField = z.enum(parameterIds);
const standardIdField = z.enum(standardIds);
const sentence = (max: number) => z.object({ zh: textField(max), en: textField(max) });

const chapterField = z.object({ id: z.string(), parent: z.string().nullable(), title: wordsField() });

const clauseField = z.object({
  id: z.string(),
  chapter: z.string(),
  kind: z.enum(["principle", "procedure", "standard"]),
  title: wordsField(),
  text: wordsField(),
  who: z.array(z.enum(roles)).readonly(),
  record: wordsField().exactOptional(),
  gate: wordsField().exactOptional(),
});

const figureField = z.union([z.number().int().min(0).max(100_000), z.object({ parameter: parameterIdField })]);

const limitField = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("workingDays"), days: figureField }),
  z.object({ kind: z.literal("naturalDays"), days: figureField }),
  z.object({ kind: z.literal("workingHours"), hours: figureField }),
  z.object({ kind: z.literal("workingMinutes"), minutes: figureField }),
  z.object({ kind: z.literal("sameDay") }),
  z.object({ kind: z.literal("promised") }),
  z.object({ kind: z.literal("everyDays"), days: figureField }),
  z.object({ kind: z.literal("everyMonths"), months: figureField }),
  z.object({ kind: z.literal("dayOfNextMonth"), day: figureField }),
  z.object({ kind: z.literal("rings"), rings: figureField }),
]);

const standardField = z.object({
  id: standardIdField,
  clause: z.string(),
  name: wordsField(),
  measure: wordsField(),
  limit: limitField.exactOptional(),
  clock: z.enum(clocks),
  target: z.number(),
  parameters: z.array(parameterIdField).readonly(),
  source: z.string(),
  confidence: z.enum(confidences),
  measuredBy: z.literal("duties").nullable(),
});

const parameterField = z.object({
  id: parameterIdField,
  clause: z.string(),
  name: wordsField(),
  meaning: wordsField(),
  unit: z.enum(units),
  proposed: z.number().int(),
  least: z.number().int(),
  most: z.number().int(),
  choices: z.array(z.number().int()).readonly().exactOptional(),
  stake: z.enum(["none", "money", "law"]),
  source: z.string(),
  confidence: z.enum(confidences),
});

const bookField = z.object({
  chapters: z.array(chapterField).readonly(),
  clauses: z.array(clauseField).readonly(),
  standards: z.array(standardField).readonly(),
  parameters: z.array(parameterField).readonly(),
});

const editionField = z.object({
  id: idField("edition"),
  number: z.number().int(),
  state: z.enum(["draft", "published"]),
  effectiveFrom: dateField().nullable(),
  /** The day before the next edition takes effect. */
  effectiveTo: dateField().nullable(),
  note: z.string(),
  bookHash: z.string().nullable(),
  version: z.number().int(),
  createdBy: z.string().nullable(),
  createdAt: instantField(),
  publishedBy: z.string().nullable(),
  publishedAt: instantField().nullable(),
});

const editionWithBookField = z.object({ edition: editionField, book: bookField });

const pieceField = z.object({ kind: z.enum(["same", "added", "removed"]), text: z.string() });
const entryChangeField = z.object({
  part: z.enum(["chapter", "clause", "standard", "parameter"]),
  id: z.string(),
  clause: z.string(),
  name: wordsField(),
  kind: z.enum(["added", "removed", "changed", "moved"]),
  texts: z
    .array(
      z.object({
        field: z.string(),
        before: wordsField().nullable(),
        after: wordsField().nullable(),
        pieces: z.object({ zh: z.array(pieceField).readonly(), en: z.array(pieceField).readonly() }),
      }),
    )
    .readonly(),
  values: z.array(z.object({ field: z.string(), before: wordsField().nullable(), after: wordsField().nullable() })).readonly(),
});

const problemField = z.object({ code: z.string(), title: z.string(), facts: z.record(z.string(), z.unknown()).readonly() });

const on = { on: dateField().optional() };

// Reading

export const getBook = endpoint({
  method: "GET",
  path: "/manual/book",
  summary: "The edition of the manual in force on a day, today unless told",
  permission: "signedIn",
  clause: "preface-1",
  query: z.object(on),
  reply: editionWithBookField,
});

export const searchManual = endpoint({
  method: "GET",
  path: "/manual/search",
  summary: "Clauses whose number or words, Chinese or English, answer a search",
  permission: "signedIn",
  query: z.object({ text: searchField(), ...on }),
  reply: z.object({
    hits: z.array(
      z.object({
        clause: z.string(),
        title: wordsField(),
        field: z.enum(["title", "text", "record", "gate", "standard"]),
        language: z.enum(languages),
        text: z.string(),
        from: z.number().int(),
        to: z.number().int(),
      }),
    ),
  }),
});

export const printManual = endpoint({
  method: "GET",
  path: "/manual/print",
  summary: "The edition in force on a day as a PDF",
  permission: "signedIn",
  query: z.object({ language: z.enum(languages).default("zh"), ...on }),
  reply: fileReply("application/pdf"),
  ratePerMinute: 20,
});

export const listEditions = endpoint({
  method: "GET",
  path: "/manual/editions",
  summary: "All editions, the newest first",
  permission: "signedIn",
  clause: "1.3.4",
  reply: z.object({ items: z.array(editionField).readonly() }),
});

export const getEdition = endpoint({
  method: "GET",
  path: "/manual/editions/{editionId}",
  summary: "One edition with its whole text",
  permission: "signedIn",
  params: z.object({ editionId: idField("edition") }),
  reply: editionWithBookField,
});

export const getDifference = endpoint({
  method: "GET",
  path: "/manual/editions/{editionId}/difference",
  summary: "What differs in this edition from another, by default the one before it",
  permission: "signedIn",
  clause: "1.3.4",
  params: z.object({ editionId: idField("edition") }),
  query: z.object({ from: idField("edition").optional() }),
  reply: z.object({ from: editionField, to: editionField, changes: z.array(entryChangeField).readonly() }),
});

// The draft of the next edition

export const startDraft = endpoint({
  method: "POST",
  path: "/manual/draft",
  summary: "Start the draft of the next edition from the latest one",
  permission: "administrator",
  clause: "1.3.4",
  reply: editionWithBookField,
});

export const getDraft = endpoint({
  method: "GET",
  path: "/manual/draft",
  summary: "The draft, what it changes, and what stands against publishing it; null where there is none",
  permission: "administrator",
  reply: z.object({
    draft: z
      .object({
        edition: editionField,
        book: bookField,
        from: editionField,
        changes: z.array(entryChangeField).readonly(),
        against: z.array(problemField).readonly(),
        earliest: dateField(),
      })
      .nullable(),
  }),
});

export const discardDraft = endpoint({
  method: "DELETE",
  path: "/manual/draft",
  summary: "Discard the draft",
  permission: "administrator",
  query: z.object({ version: z.coerce.number().int() }),
});

const clauseParams = z.object({ clauseId: clauseIdField() });

export const putDraftClause = endpoint({
  method: "PUT",
  path: "/manual/draft/clauses/{clauseId}",
  summary: "Add a clause to the draft or change one",
  permission: "administrator",
  clause: "1.3.4",
  params: clauseParams,
  body: z.object({
    version: z.number().int(),
    chapter: z.string().max(30),
    kind: z.enum(["principle", "procedure", "standard"]),
    title: sentence(200),
    text: sentence(4000),
    who: z.array(z.enum(roles)).max(30).readonly(),
    record: sentence(500).nullable(),
    gate: sentence(500).nullable(),
    /** For a new clause: the one it stands behind; else it is the last of its chapter. */
    after: clauseIdField().nullable(),
  }),
  reply: z.object({ version: z.number().int() }),
});

export const dropDraftClause = endpoint({
  method: "DELETE",
  path: "/manual/draft/clauses/{clauseId}",
  summary: "Remove a clause from the draft",
  permission: "administrator",
  clause: "1.3.4",
  params: clauseParams,
  query: z.object({ version: z.coerce.number().int() }),
  reply: z.object({ version: z.number().int() }),
});

export const putDraftStandard = endpoint({
  method: "PUT",
  path: "/manual/draft/standards/{standardId}",
  summary: "Change a standard of the draft: its words, limit or target",
  permission: "administrator",
  clause: "1.3.4",
  params: z.object({ standardId: standardIdField }),
  body: z.object({ version: z.number().int(), name: sentence(200), measure: sentence(1000), limit: limitField.nullable(), target: z.number().min(0).max(1000) }),
  reply: z.object({ version: z.number().int() }),
});

export const publishDraft = endpoint({
  method: "PUT",
  path: "/manual/draft/publication",
  summary: "Publish the draft with the day it takes effect; from then on nobody can change it",
  permission: "administrator",
  clause: "1.3.4",
  body: z.object({ version: z.number().int(), effectiveFrom: dateField(), note: longTextField(2000) }),
  reply: editionField,
});

// At a site

const siteParams = z.object({ siteId: idField("site") });

const settingField = z.object({
  value: z.number().int(),
  effectiveFrom: dateField(),
  isAdopted: z.boolean(),
  reason: z.string(),
  setBy: z.string(),
  setAt: instantField(),
});

const parameterStateField = z.object({
  definition: parameterField,
  /** What holds on the day; null while the site has left it open. */
  setting: settingField.nullable(),
  /** Set already, to hold from a later day. */
  coming: z.array(settingField).readonly(),
});

export const getClause = endpoint({
  method: "GET",
  path: "/sites/{siteId}/manual/clauses/{clauseId}",
  summary: "A clause with its standards, the site's figures, and the steps of its procedure",
  permission: manualRights.read,
  clause: "preface-1",
  params: siteParams.extend({ clauseId: clauseIdField() }),
  query: z.object(on),
  reply: z.object({
    edition: editionField,
    clause: clauseField,
    path: z.array(chapterField).readonly(),
    standards: z.array(standardField).readonly(),
    parameters: z.array(parameterStateField).readonly(),
    procedure: z.array(clauseField).readonly(),
    previous: z.string().nullable(),
    next: z.string().nullable(),
  }),
});

export const getParameters = endpoint({
  method: "GET",
  path: "/sites/{siteId}/manual/parameters",
  summary: "The figures the manual leaves open: what the site has set, what is proposed, and why",
  permission: manualRights.read,
  params: siteParams,
  query: z.object(on),
  reply: z.object({ edition: editionField, items: z.array(parameterStateField).readonly(), maySet: z.boolean() }),
});

export const getParameterHistory = endpoint({
  method: "GET",
  path: "/sites/{siteId}/manual/parameters/{parameterId}/history",
  summary: "Every value a parameter was set to, the newest first",
  permission: manualRights.read,
  params: siteParams.extend({ parameterId: parameterIdField }),
  reply: z.object({ items: z.array(settingField).readonly() }),
});

export const setParameter = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/manual/parameters/{parameterId}",
  summary: "Set a figure the manual leaves open, from a day on",
  permission: manualRights.setParameters,
  params: siteParams.extend({ parameterId: parameterIdField }),
  body: z.object({ value: z.number().int().min(-100_000).max(100_000), effectiveFrom: dateField().optional(), reason: longTextField(1000).default("") }),
  reply: parameterStateField,
});

export const adoptProposals = endpoint({
  method: "POST",
  path: "/sites/{siteId}/manual/parameters/adoption",
  summary: "Adopt every proposed figure still open on which neither money nor law hangs",
  permission: manualRights.setParameters,
  params: siteParams,
  reply: z.object({ adopted: z.array(parameterIdField).readonly(), stillOpen: z.array(parameterIdField).readonly() }),
});

// What others hear of

export const editionPublished = event({
  name: "manual.edition_published",
  words: words("发布手册版本", "Edition published"),
  clauses: ["1.3.4"],
  subject: "edition",
  facts: z.object({ editionId: idField("edition"), number: z.number().int(), effectiveFrom: dateField(), bookHash: z.string(), note: z.string(), publishedBy: z.string() }),
});

export const parameterSet = event({
  name: "manual.parameter_set",
  words: words("设定手册数值", "Figure of the manual set"),
  clauses: ["preface-1"],
  subject: "setting",
  facts: z.object({
    settingId: idField("setting"),
    parameter: parameterIdField,
    clause: z.string(),
    value: z.number().int(),
    before: z.number().int().nullable(),
    effectiveFrom: dateField(),
    isAdopted: z.boolean(),
    reason: z.string(),
    source: z.string(),
    confidence: z.enum(confidences),
  }),
});

/** Writes a published edition into the evidence of every site. */
export const announceEdition = job({ name: "manual.announce_edition", payload: z.object({ editionId: idField("edition") }) });
