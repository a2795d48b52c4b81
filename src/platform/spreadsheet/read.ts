import { detectDelimiter, streamCsvRows } from "hucre/csv";
import { streamXlsxRows } from "hucre/xlsx";
import type { Cell } from "#kernel/cell.ts";
import { Refusal } from "#kernel/problem.ts";
import { decodeText } from "./decodeText.ts";
import { spreadsheetProblems } from "./problems.ts";
import { inspectXlsx, type Merge } from "./xlsx.ts";

/** A row with the number it has in the sheet, from 1. Rows that hold nothing at all may be left out. */
export interface SheetRow {
  readonly number: number;
  readonly cells: readonly Cell[];
}

export interface SheetFile {
  readonly kind: "xlsx" | "csv";
  /** The names of the sheets, in their order; a CSV has one, named like the file. */
  readonly sheets: readonly string[];
  /** The rows of the sheet at `index`, one at a time. A merged range shows its value in each of its cells. */
  rows(index: number): AsyncGenerator<SheetRow>;
}

export const mostRows = 200_000;
export const mostColumns = 500;

const zipMagic = [0x50, 0x4b, 0x03, 0x04];
const oleMagic = [0xd0, 0xcf, 0x11, 0xe0];

/** Opens an .xlsx, or a CSV in UTF-8, GB 18030 or UTF-16 with any usual delimiter. Refuses what is broken, encrypted, an old .xls, or no spreadsheet, and sheets too large to hold. */
export async function readSheets(bytes: Uint8Array, fileName: string): Promise<SheetFile> {
  if (bytes.length === 0) throw new Refusal(spreadsheetProblems.empty());
  if (startsWith(bytes, oleMagic)) throw new Refusal(isEncrypted(bytes) ? spreadsheetProblems.encrypted() : spreadsheetProblems.oldFormat());
  return startsWith(bytes, zipMagic) ? openXlsx(bytes) : openCsv(bytes, fileName);
}

const startsWith = (bytes: Uint8Array, magic: readonly number[]) => magic.every((byte, index) => bytes[index] === byte);

/** Office keeps an encrypted workbook in the old container, under this name. */
const isEncrypted = (bytes: Uint8Array) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes(Buffer.from("EncryptedPackage", "utf16le"));

async function openXlsx(bytes: Uint8Array): Promise<SheetFile> {
  const workbook = inspectXlsx(bytes);
  return {
    kind: "xlsx",
    sheets: workbook.sheets.map(({ name }) => name),
    async *rows(index) {
      const sheet = workbook.sheets[index];
      if (!sheet) return;
      const fill = mergeFiller(await sheet.merges());
      let count = 0;
      try {
        for await (const { index: row, values } of streamXlsxRows(bytes, { sheet: index })) {
          if (++count > mostRows || values.length > mostColumns) throw tooLarge();
          yield { number: row + 1, cells: fill(row, values.map(toCell)) };
        }
      } catch (error) {
        throw error instanceof Refusal ? error : new Refusal(spreadsheetProblems.broken());
      }
    },
  };
}

const tooLarge = () => new Refusal(spreadsheetProblems.tooLarge({ rows: mostRows, columns: mostColumns }));

const errorText = /^#(N\/A|REF!|VALUE!|DIV\/0!|NAME\?|NULL!|NUM!|SPILL!|CALC!|GETTING_DATA)$/;

function toCell(value: unknown): Cell {
  if (value instanceof Date) return fromDate(value);
  if (typeof value === "string") return errorText.test(value) ? { error: value } : value === "" ? null : value;
  return typeof value === "number" || typeof value === "boolean" ? value : null;
}

/** The reader gives dates as UTC; midnight means that the cell holds a day. A serial outside the calendar stays text. */
function fromDate(date: Date): Cell {
  const time = date.getTime();
  if (Number.isNaN(time)) return { error: "#NUM!" };
  const at = new Date(Math.round(time / 1000) * 1000);
  const [year, month, day] = [at.getUTCFullYear(), at.getUTCMonth() + 1, at.getUTCDate()] as const;
  const [hour, minute, second] = [at.getUTCHours(), at.getUTCMinutes(), at.getUTCSeconds()] as const;
  return hour === 0 && minute === 0 && second === 0 ? new Temporal.PlainDate(year, month, day) : new Temporal.PlainDateTime(year, month, day, hour, minute, second);
}

/** Returns what puts the value of each merged range into all its cells; to be called for the rows from the top down. */
function mergeFiller(merges: readonly Merge[]): (row: number, cells: Cell[]) => Cell[] {
  const waiting = merges.toSorted((one, other) => one.firstRow - other.firstRow);
  let open: { readonly merge: Merge; readonly value: Cell }[] = [];
  let next = 0;
  return (row, cells) => {
    if (open.length > 0) open = open.filter(({ merge }) => merge.lastRow >= row);
    for (let merge = waiting[next]; merge && merge.firstRow <= row; merge = waiting[++next]) {
      if (merge.firstRow === row) open.push({ merge, value: cells[merge.firstColumn] ?? null });
    }
    for (const { merge, value } of open) {
      const last = Math.min(merge.lastColumn, mostColumns - 1);
      while (cells.length < merge.firstColumn) cells.push(null);
      for (let column = merge.firstColumn; column <= last; column++) cells[column] = value;
    }
    return cells;
  };
}

function openCsv(bytes: Uint8Array, fileName: string): SheetFile {
  const text = decodeText(bytes);
  const declared = /^sep=(.)\r?\n/i.exec(text);
  const body = declared ? text.slice(declared[0].length) : text;
  const delimiter = declared?.[1] ?? detectDelimiter(body);
  return {
    kind: "csv",
    sheets: [fileName.replace(/\.[^.]*$/, "") || "CSV"],
    async *rows(index) {
      if (index !== 0) return;
      let number = declared ? 1 : 0;
      for (const values of streamCsvRows(body, { delimiter })) {
        number++;
        if (number > mostRows || values.length > mostColumns) throw tooLarge();
        yield { number, cells: values.map(toCell) };
      }
    },
  };
}
