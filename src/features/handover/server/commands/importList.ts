import { type Cell, isCellError } from "#kernel/cell.ts";
import type { UploadedFile } from "#kernel/contract.ts";
import { edgeProblems } from "#kernel/edgeProblems.ts";
import { Refusal } from "#kernel/problem.ts";
import type { SiteContext } from "#platform/context.ts";
import { readSheets } from "#platform/spreadsheet/index.ts";
import { listAreaField, listPartField } from "../../contract/fields.ts";
import { handoverProblems } from "../../rules.ts";
import { type ListColumn, listColumns, listFromRows, type ListRow } from "../../rules/listSheet.ts";
import { type KeptList, listOf } from "../queries/lists.ts";
import { saveItemList } from "./lists.ts";

const mostParts = 200;

/** Keeps the list of a sheet as a new version. Refusals: sheetColumns, listTooLong, invalid, those of the spreadsheet and of `saveItemList`. */
export async function importItemList(ctx: SiteContext, file: UploadedFile): Promise<KeptList> {
  const known = await listOf(ctx);
  const { areas, parts } = listFromRows(await rowsOf(file), known);
  if (parts.length > mostParts || areas.length > 40) throw new Refusal(handoverProblems.listTooLong());
  const wrong = [...parts.map((part) => listPartField.safeParse(part)), ...areas.map((area) => listAreaField.safeParse(area))].find(({ success }) => !success);
  if (wrong) throw new Refusal(edgeProblems.invalid({ field: wrong.error?.issues[0]?.path.join(".") ?? "" }));
  return saveItemList(ctx, { version: known.version, areas, parts });
}

const columns = Object.keys(listColumns) as ListColumn[];
const needed: readonly ListColumn[] = ["part", "standard", "areas"];

async function rowsOf(file: UploadedFile): Promise<ListRow[]> {
  const sheets = await readSheets(file.bytes, file.name);
  const rows: ListRow[] = [];
  let places: Map<ListColumn, number> | undefined;
  for await (const { cells } of sheets.rows(0)) {
    if (places) {
      const row = Object.fromEntries(columns.map((column) => [column, textOf(cells[places!.get(column) ?? -1])])) as ListRow;
      if (row.part !== "") rows.push(row);
      continue;
    }
    const titles = cells.map((cell) => (typeof cell === "string" ? cell.trim() : ""));
    const found = new Map(columns.flatMap((column) => [[column, titles.findIndex((title) => isTitle(title, column))] as const]).filter(([, at]) => at >= 0));
    if (needed.every((column) => found.has(column))) places = found;
  }
  if (!places) throw new Refusal(handoverProblems.sheetColumns({ missing: needed.map((column) => listColumns[column].zh).join("、") }));
  return rows;
}

const isTitle = (title: string, column: ListColumn): boolean => title === listColumns[column].zh || title.toLowerCase() === listColumns[column].en.toLowerCase();

const textOf = (cell: Cell | undefined): string => (cell === undefined || cell === null || isCellError(cell) ? "" : String(cell).trim());
