import { setImmediate } from "node:timers/promises";
import type { Cell } from "#kernel/cell.ts";
import { type Problem, Refusal } from "#kernel/problem.ts";
import { readSheets } from "#platform/spreadsheet/index.ts";
import { crossCheck, isIdleRow, type Mapping, readRow, rentrollProblems, type RollRow, type SampleRow, whyNotMap } from "../rules.ts";

export interface RefusedRow {
  readonly row: number;
  readonly reasons: readonly Problem[];
  readonly cells: readonly Cell[];
}

/** A whole roll as read: its good rows, and the others with what is wrong with them. */
export interface ReadRoll {
  readonly titles: readonly Cell[];
  readonly good: readonly RollRow[];
  readonly refused: readonly RefusedRow[];
  /** Blank rows and lines of sums. */
  readonly idle: number;
  /** These rows as refused, with their cells: the file is read again for them, so that the cells of all good rows need not be held. */
  refuse(against: ReadonlyMap<number, readonly Problem[]>): Promise<RefusedRow[]>;
}

const rowsBetweenBreaths = 2_000;

/** Reads all rows by `mapping`, against the words of each row and against each other. Refusals: noSuchSheet, noHeader, fieldNeeded, noSuchColumn, and those of reading a spreadsheet. */
export async function readRoll(bytes: Uint8Array, fileName: string, mapping: Mapping, scope: "site" | "company"): Promise<ReadRoll> {
  const file = await readSheets(bytes, fileName);
  if (!file.sheets[mapping.sheet]) throw new Refusal(rentrollProblems.noSuchSheet({ sheet: mapping.sheet + 1 }));
  let titles: readonly Cell[] | undefined;
  let idle = 0;
  const read: RollRow[] = [];
  const refused: RefusedRow[] = [];
  for await (const row of file.rows(mapping.sheet)) {
    if (row.number < mapping.headerRow) continue;
    if (row.number === mapping.headerRow) {
      titles = row.cells;
      const against = whyNotMap(mapping, scope, titles.length);
      if (against.length > 0) throw new Refusal(...against);
      continue;
    }
    if (!titles) break;
    if (isIdleRow(row.cells)) {
      idle++;
      continue;
    }
    const result = readRow(row.number, row.cells, mapping, titles, scope);
    if (isWrong(result)) refused.push({ row: row.number, reasons: result, cells: row.cells });
    else read.push(result);
    if ((read.length + refused.length) % rowsBetweenBreaths === 0) await setImmediate();
  }
  if (!titles) throw new Refusal(rentrollProblems.noHeader({ row: mapping.headerRow }));

  const refuse = async (against: ReadonlyMap<number, readonly Problem[]>) => {
    const found: RefusedRow[] = [];
    if (against.size === 0) return found;
    for await (const { number, cells } of file.rows(mapping.sheet)) {
      const reasons = against.get(number);
      if (reasons) found.push({ row: number, reasons, cells });
    }
    return found;
  };
  const against = crossCheck(read);
  refused.push(...(await refuse(against)));
  return { titles, good: read.filter(({ row }) => !against.has(row)), refused, idle, refuse };
}

const isWrong = (result: RollRow | Problem[]): result is Problem[] => Array.isArray(result);

/** The first rows of a sheet. Refusal: noSuchSheet. */
export async function topOf(bytes: Uint8Array, fileName: string, sheet: number, count: number): Promise<SampleRow[]> {
  const file = await readSheets(bytes, fileName);
  if (!file.sheets[sheet]) throw new Refusal(rentrollProblems.noSuchSheet({ sheet: sheet + 1 }));
  const rows: SampleRow[] = [];
  for await (const row of file.rows(sheet)) {
    rows.push(row);
    if (rows.length >= count) break;
  }
  return rows;
}
