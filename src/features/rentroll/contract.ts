import { z } from "zod";
import { type Access, endpoint, event, fileReply, fileUpload, job } from "#kernel/contract.ts";
import { idField, instantField, pageOf, pageQuery } from "#kernel/fields.ts";
import { type ImportStatus, importTransitions, type RollField, rollFieldNames } from "./rules.ts";
import { words } from "#kernel/words.ts";
import { rentrollRights } from "./contract/rights.ts";

export { rentrollRights };

const spreadsheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
export const mostUploadBytes = 30 * 1024 * 1024;
export const mostColumnsShown = 500;

const statusField = z.enum(Object.keys(importTransitions) as [ImportStatus, ...ImportStatus[]]);
const fieldName = z.enum(rollFieldNames as [RollField, ...RollField[]]);

const sourceField = z.union([
  z.object({
    column: z
      .number()
      .int()
      .min(0)
      .max(mostColumnsShown - 1),
  }),
  z.object({
    fixed: z
      .string()
      .trim()
      .min(1)
      .max(200)
      .refine((text) => !text.includes("\0") && text.isWellFormed(), "unstorable"),
  }),
]);
export const mappingField = z.object({
  sheet: z.number().int().min(0).max(1000),
  headerRow: z.number().int().min(1).max(200_000),
  fields: z.partialRecord(fieldName, sourceField),
  dateOrder: z.enum(["mdy", "dmy"]),
  areaUnit: z.enum(["sqm", "sqft"]),
});

const reasonField = z.object({ code: z.string(), facts: z.record(z.string(), z.unknown()) });

const writtenField = z.object({ new: z.number().int(), changed: z.number().int(), same: z.number().int() });
/** Rows by what becomes of them, then what that means for each kind of thing. `refusedBy`: rows kept out, by reason. */
export const countsField = z.object({
  rows: z.number().int(),
  idle: z.number().int(),
  created: z.number().int(),
  updated: z.number().int(),
  unchanged: z.number().int(),
  refused: z.number().int(),
  refusedBy: z.record(z.string(), z.number().int()),
  written: z.object({ site: writtenField, building: writtenField, floor: writtenField, unit: writtenField, tenant: writtenField, contact: writtenField, lease: writtenField }),
});
export type Counts = z.output<typeof countsField>;

export const importField = z.object({
  id: idField("import"),
  siteId: idField("site").nullable(),
  fileName: z.string(),
  sheets: z.array(z.string()),
  status: statusField,
  mapping: mappingField.nullable(),
  choice: z.enum(["allOrNothing", "goodRows"]).nullable(),
  isDryRun: z.boolean(),
  counts: countsField.nullable(),
  problems: z.array(reasonField).nullable(),
  progress: z.object({ done: z.number().int(), all: z.number().int() }),
  createdBy: z.string(),
  createdAt: instantField(),
  finishedAt: instantField().nullable(),
});

/** The top of a sheet as people see it, with what we take each column for. */
const sheetField = z.object({
  sheet: z.number().int(),
  headerRow: z.number().int().nullable(),
  columns: z.array(z.object({ title: z.string(), letters: z.string(), samples: z.array(z.string()) })),
  /** The first rows, for choosing the header among them. */
  top: z.array(z.object({ row: z.number().int(), cells: z.array(z.string()) })),
  mapping: mappingField,
  confidence: z.partialRecord(fieldName, z.number()),
  /** The mapping was taken over from an earlier import with the same columns. */
  isRemembered: z.boolean(),
});

const refusedRowField = z.object({ row: z.number().int(), reasons: z.array(reasonField), cells: z.array(z.string()) });

/** The operations of imports below `base`: at one site, or of the company, whose files tell the sites themselves. */
function importEndpoints<const Base extends string, S extends z.ZodRawShape>(base: Base, permission: Access, place: S) {
  const here = z.object(place);
  const one = z.object({ ...place, importId: idField("import") });
  return {
    upload: endpoint({
      method: "POST",
      path: `${base}/imports`,
      summary: "Upload a rent roll (.xlsx or CSV)",
      permission,
      params: here,
      body: fileUpload(mostUploadBytes),
      reply: importField,
      ratePerMinute: 30,
    }),
    list: endpoint({
      method: "GET",
      path: `${base}/imports`,
      summary: "Imports, newest first",
      permission,
      params: here,
      query: z.object(pageQuery),
      reply: pageOf(importField),
    }),
    get: endpoint({ method: "GET", path: `${base}/imports/{importId}`, summary: "An import", permission, params: one, reply: importField }),
    sheet: endpoint({
      method: "GET",
      path: `${base}/imports/{importId}/sheet`,
      summary: "The top of a sheet, its header row found or chosen, and what each column is taken for",
      permission,
      params: one,
      query: z.object({ sheet: z.coerce.number().int().min(0).max(1000).default(0), headerRow: z.coerce.number().int().min(1).max(200_000).optional() }),
      reply: sheetField,
    }),
    map: endpoint({
      method: "PUT",
      path: `${base}/imports/{importId}/mapping`,
      summary: "Say which column means what; the preview is made at once",
      permission,
      params: one,
      body: mappingField,
      reply: importField,
    }),
    refused: endpoint({
      method: "GET",
      path: `${base}/imports/{importId}/refused-rows`,
      summary: "Rows that are kept out, each with every reason",
      permission,
      params: one,
      query: z.object({
        ...pageQuery,
        code: z
          .string()
          .max(60)
          .regex(/^[\w.]+$/)
          .optional(),
      }),
      reply: pageOf(refusedRowField).extend({ titles: z.array(z.string()) }),
    }),
    refusedFile: endpoint({
      method: "GET",
      path: `${base}/imports/{importId}/refused-rows.xlsx`,
      summary: "The rows kept out as Excel, as they were, with a column of reasons: to be mended and imported again",
      permission,
      params: one,
      reply: fileReply(spreadsheet),
    }),
    run: endpoint({
      method: "POST",
      path: `${base}/imports/{importId}/run`,
      summary: "Import: all rows or nothing, or the good rows alone; a dry run writes everything and takes it back",
      permission,
      params: one,
      body: z.object({ choice: z.enum(["allOrNothing", "goodRows"]), dryRun: z.boolean().default(false) }),
      reply: importField,
    }),
    undo: endpoint({
      method: "POST",
      path: `${base}/imports/{importId}/undoing`,
      summary: "Take a whole import back: what was new goes, what was changed is as before",
      permission,
      params: one,
      reply: importField,
    }),
    template: endpoint({
      method: "GET",
      path: `${base}/template.xlsx`,
      summary: "An empty rent roll with the titles that are understood",
      permission,
      params: here,
      reply: fileReply(spreadsheet),
    }),
  };
}

export const siteImports = importEndpoints("/sites/{siteId}/rentroll", rentrollRights.import, { siteId: idField("site") });
export const companyImports = importEndpoints("/rentroll", "administrator", {});

/** What is done to an import in the background, on behalf of `personId`. */
export const workOnImport = job({
  name: "rentroll.work_on_import",
  payload: z.object({
    importId: idField("import"),
    place: idField("site").nullable(),
    personId: idField("person"),
    personName: z.string(),
    deed: z.enum(["preview", "run", "undo"]),
  }),
});

const importFacts = z.object({ importId: idField("import"), fileName: z.string(), fileHash: z.string(), rows: z.number().int(), refused: z.number().int() });
export const rentRollImported = event({
  name: "rentroll.rent_roll_imported",
  words: words("导入租约台账", "Rent roll imported"),
  clauses: [],
  subject: "import",
  facts: importFacts.extend({ units: z.number().int(), leases: z.number().int() }),
});
export const importUndone = event({ name: "rentroll.import_undone", words: words("撤销导入", "Import undone"), clauses: [], subject: "import", facts: importFacts });
