import { createHash } from "node:crypto";
import { type Cell, sayCell } from "#kernel/cell.ts";
import type { FileContent, UploadedFile } from "#kernel/contract.ts";
import { type Id, newId } from "#kernel/id.ts";
import { Refusal, refuseIf } from "#kernel/problem.ts";
import type { Context } from "#platform/context.ts";
import { keysOf, pageFrom } from "#platform/db/keyset.ts";
import { readSheets, writeSheet } from "#platform/spreadsheet/index.ts";
import { workOnImport } from "../contract.ts";
import {
  columnLetters,
  factsOf,
  findHeaderRow,
  fingerprintOf,
  guessMapping,
  type Mapping,
  mayBecome,
  rentrollProblems,
  type RollField,
  rollFieldNames,
  type SampleRow,
  sayReason,
  type Source,
  whyNotMap,
} from "../rules.ts";
import { become, type Import, importById, placeOf, rememberedMapping, sourceOf } from "./imports.ts";
import { topOf } from "./readRoll.ts";

type Place = Id<"site"> | null;
const scopeOf = (place: Place) => (place ? "site" : "company");

/** Takes a file in. Refusals: those of reading a spreadsheet. */
export async function uploadRoll(ctx: Context, { name, bytes }: UploadedFile): Promise<Import> {
  const place = placeOf(ctx);
  const { sheets } = await readSheets(bytes, name);
  const id = newId<"import">();
  const fileName = name.replaceAll("\0", "").toWellFormed().slice(-200) || "rent roll";
  const person = personOf(ctx);
  await ctx.tx
    .insertInto("rentroll.import")
    .values({
      id,
      site_id: place,
      file_name: fileName,
      file_hash: createHash("sha256").update(bytes).digest("hex"),
      sheets: sheets.map((sheet) => sheet.replaceAll("\0", "").toWellFormed()),
      created_by: person.personId,
      created_by_name: person.personName,
      created_at: ctx.now,
    })
    .execute();
  await ctx.tx
    .insertInto("rentroll.source")
    .values({ import_id: id, site_id: place, bytes: Buffer.from(bytes) })
    .execute();
  await tellOf(ctx, id);
  return importById(ctx, place, id);
}

const rowsLookedAt = 60;
const samplesShown = 3;

/** The top of a sheet, its header found unless chosen, and what each column is taken for: as last time, if this place knows these columns. Refusals: notFound, noSuchSheet. */
export async function sheetView(ctx: Context, importId: Id<"import">, { sheet, headerRow }: { readonly sheet: number; readonly headerRow?: number | undefined }) {
  const place = placeOf(ctx);
  const item = await importById(ctx, place, importId);
  const rows = await topOf(await sourceOf(ctx, importId), item.fileName, sheet, Math.min(headerRow ?? 0, 1000) + rowsLookedAt);
  const found = headerRow ?? findHeaderRow(rows.slice(0, 30)) ?? null;
  const header = rows.find(({ number }) => number === found) ?? { number: found ?? 1, cells: [] };
  const samples = rows.filter(({ number }) => number > header.number);
  const guess = guessMapping(sheet, header, samples, scopeOf(place));
  const remembered = await rememberedMapping(ctx, place, fingerprintOf(header.cells));
  const mapping = remembered ? carriedOver(remembered.mapping, remembered.titles, guess.mapping, header) : guess.mapping;
  return {
    sheet,
    headerRow: found,
    columns: columnsOf(header, samples),
    top: rows.slice(0, 12).map(({ number, cells }) => ({ row: number, cells: cells.slice(0, 20).map(shown) })),
    mapping: item.mapping && item.mapping.sheet === sheet && item.mapping.headerRow === found ? item.mapping : mapping,
    confidence: guess.confidence,
    isRemembered: remembered !== undefined,
  };
}

const shown = (cell: Cell) => sayCell(cell).replaceAll("\0", "").toWellFormed().slice(0, 60);

function columnsOf(header: SampleRow, samples: readonly SampleRow[]) {
  const width = Math.max(header.cells.length, ...samples.map(({ cells }) => cells.length));
  return Array.from({ length: Math.min(width, 500) }, (_, column) => ({
    title: shown(header.cells[column] ?? null),
    letters: columnLetters(column),
    samples: [...new Set(samples.map(({ cells }) => shown(cells[column] ?? null)).filter((text) => text !== ""))].slice(0, samplesShown),
  }));
}

/** A remembered mapping for these columns, which may have moved: each is found again by its title. */
function carriedOver(old: Mapping, oldTitles: readonly Cell[], guessed: Mapping, header: SampleRow): Mapping {
  const titles = header.cells.map(shown);
  const fields: Partial<Record<RollField, Source>> = {};
  for (const field of rollFieldNames) {
    const source = old.fields[field];
    const column = source && "column" in source ? titles.indexOf(shown(oldTitles[source.column] ?? null)) : -1;
    if (source && "fixed" in source) fields[field] = source;
    else if (column >= 0) fields[field] = { column };
  }
  return { ...guessed, fields, dateOrder: old.dateOrder, areaUnit: old.areaUnit };
}

/** Says which column means what, and has the preview made. Refusals: notFound, wrongStatus, noSuchSheet, noHeader, fieldNeeded, noSuchColumn. */
export async function mapImport(ctx: Context, importId: Id<"import">, mapping: Mapping): Promise<Import> {
  const place = placeOf(ctx);
  const item = await importById(ctx, place, importId);
  if (!mayBecome(item.status, "previewing")) throw new Refusal(rentrollProblems.wrongStatus({ status: item.status }));
  const rows = await topOf(await sourceOf(ctx, importId), item.fileName, mapping.sheet, mapping.headerRow);
  const header = rows.find(({ number }) => number === mapping.headerRow);
  if (!header) throw new Refusal(rentrollProblems.noHeader({ row: mapping.headerRow }));
  refuseIf(whyNotMap(mapping, scopeOf(place), header.cells.length));

  await become(ctx, item, "previewing", { mapping, titles: header.cells.map(shown), fingerprint: fingerprintOf(header.cells), counts: null, problems: null });
  return queueWork(ctx, importId, "preview");
}

/** Has the import run, or tried in a dry run. Refusals: notFound, wrongStatus, someRefused, nothingToImport. */
export async function runImport(
  ctx: Context,
  importId: Id<"import">,
  { choice, dryRun }: { readonly choice: "allOrNothing" | "goodRows"; readonly dryRun: boolean },
): Promise<Import> {
  const item = await importById(ctx, placeOf(ctx), importId);
  if (item.status !== "previewed") throw new Refusal(rentrollProblems.wrongStatus({ status: item.status }));
  const refused = item.counts?.refused ?? 0;
  if (choice === "allOrNothing" && refused > 0) throw new Refusal(rentrollProblems.someRefused({ refused }));
  if (refused === (item.counts?.rows ?? 0)) throw new Refusal(rentrollProblems.nothingToImport());
  await become(ctx, item, "running", { choice, isDryRun: dryRun, problems: null });
  await ctx.tx.updateTable("rentroll.import").set({ progress_done: 0, progress_all: 0 }).where("id", "=", importId).execute();
  return queueWork(ctx, importId, "run");
}

/** Has a whole import taken back. Refusals: notFound, wrongStatus; stillNeeded shows in the import when it is worked on. */
export async function undoImport(ctx: Context, importId: Id<"import">): Promise<Import> {
  const item = await importById(ctx, placeOf(ctx), importId);
  await become(ctx, item, "undoing", { problems: null });
  return queueWork(ctx, importId, "undo");
}

async function queueWork(ctx: Context, importId: Id<"import">, deed: "preview" | "run" | "undo"): Promise<Import> {
  await ctx.enqueue(workOnImport, { importId, place: placeOf(ctx), ...personOf(ctx), deed });
  await tellOf(ctx, importId);
  return importById(ctx, placeOf(ctx), importId);
}

async function tellOf(ctx: Context, importId: Id<"import">): Promise<void> {
  const place = placeOf(ctx);
  if (place) await ctx.tell(place, "rentroll.import", importId);
}

function personOf({ actor }: Context): { readonly personId: Id<"person">; readonly personName: string } {
  if (!actor.personId) throw new TypeError("An import belongs to a person");
  return { personId: actor.personId, personName: actor.name };
}

interface RefusedQuery {
  readonly cursor?: string | undefined;
  readonly limit: number;
  readonly code?: string | undefined;
}

/** The rows kept out, in the order of the file. Refusal: notFound. */
export async function refusedPage(ctx: Context, importId: Id<"import">, { cursor, limit, code }: RefusedQuery) {
  await importById(ctx, placeOf(ctx), importId);
  let query = refusedRows(ctx, importId).limit(limit + 1);
  if (code) query = query.where("reasons", "@>", JSON.stringify([{ code }]) as never);
  if (cursor) query = query.where("row_no", ">", rowNoOf(cursor));
  const page = pageFrom(await query.execute(), limit, ({ row_no }) => [row_no]);
  const items = page.items.map(({ row_no, reasons, cells }) => ({ row: row_no, reasons: reasons as unknown as Reason[], cells: (cells as unknown as Cell[]).map(sayStored) }));
  return { items, next: page.next, titles: await titlesOf(ctx, importId) };
}

const largestInteger = 2 ** 31 - 1;

const rowNoOf = (cursor: string) => Math.max(0, Math.min(largestInteger, Math.trunc(Number(keysOf(cursor, 1)[0])) || 0));

interface Reason {
  readonly code: string;
  readonly facts: Record<string, unknown>;
}

const refusedRows = (ctx: Context, importId: Id<"import">) =>
  ctx.tx.selectFrom("rentroll.refused_row").select(["row_no", "reasons", "cells"]).where("import_id", "=", importId).orderBy("row_no");

async function titlesOf(ctx: Context, importId: Id<"import">): Promise<string[]> {
  const row = await ctx.tx.selectFrom("rentroll.import").select("titles").where("id", "=", importId).executeTakeFirst();
  return (row?.titles ?? []) as unknown as string[];
}

/** A cell as it was kept: days have become ISO text, errors objects. */
const sayStored = (cell: unknown): string => sayCell(cell as Cell);

/** The rows kept out as Excel: as they were, led by their number and followed by the reasons. Refusal: notFound. */
export async function refusedFile(ctx: Context, importId: Id<"import">): Promise<FileContent> {
  const item = await importById(ctx, placeOf(ctx), importId);
  const [titles, rows] = [await titlesOf(ctx, importId), await refusedRows(ctx, importId).execute()];
  const isChinese = ctx.language === "zh";
  const bytes = await writeSheet({
    sheet: isChinese ? "未导入" : "Not imported",
    columns: [{ title: isChinese ? "行号" : "Row", format: "integer" }, ...titles.map((title) => ({ title })), { title: isChinese ? "原因" : "Reason", width: 80 }],
    rows: rows.map(({ row_no, reasons, cells }) => {
      const texts = (cells as unknown as unknown[]).map(sayStored);
      return [row_no, ...titles.map((_, index) => texts[index] ?? ""), (reasons as unknown as Reason[]).map((reason) => sayReason(reason, ctx.language)).join("\n")];
    }),
  });
  return { name: `${item.fileName.replace(/\.[^.]*$/, "")}-${isChinese ? "未导入" : "not-imported"}.xlsx`, type: spreadsheetType, bytes };
}

const spreadsheetType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/** An empty roll with the titles that are understood, in the reader's language. */
export async function rollTemplate(ctx: Context): Promise<FileContent> {
  const fields = rollFieldNames.filter((field) => placeOf(ctx) === null || factsOf(field).group !== "site");
  const bytes = await writeSheet({
    sheet: ctx.language === "zh" ? "租赁台账" : "Rent roll",
    columns: fields.map((field) => ({ title: factsOf(field).name[ctx.language] })),
    rows: [],
  });
  return { name: ctx.language === "zh" ? "租赁台账模板.xlsx" : "rent-roll-template.xlsx", type: spreadsheetType, bytes };
}
