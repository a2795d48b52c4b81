import { decimalText, over } from "#kernel/decimal.ts";
import { writeXlsx } from "hucre/xlsx";

export type SheetValue = string | number | boolean | null | undefined | Temporal.PlainDate | Temporal.PlainDateTime | Temporal.ZonedDateTime;

export interface SheetColumn {
  readonly title: string;
  /** In characters; from the title if left out. */
  readonly width?: number;
  /** How the column reads: `area` takes hundredths of a square metre, `money` 分, `percent` a share of 1, `moment` a wall-clock or zoned time. Told by the values if left out. */
  readonly format?: "text" | "integer" | "decimal" | "percent" | "area" | "money" | "date" | "moment";
}

export interface SheetContent {
  readonly sheet: string;
  readonly columns: readonly SheetColumn[];
  readonly rows: readonly (readonly SheetValue[])[];
}

type Format = NonNullable<SheetColumn["format"]> | "general";

const numberFormats: Readonly<Record<Format, string>> = {
  general: "General",
  text: "@",
  integer: "#,##0",
  decimal: "#,##0.00",
  percent: "0.0%",
  area: "#,##0.00",
  money: "#,##0.00",
  date: "yyyy-mm-dd",
  moment: "yyyy-mm-dd hh:mm",
};

/** An .xlsx of one sheet: header row frozen and filtered, text kept as text (leading zeros, long numbers), days and moments as Excel's own. */
export const writeSheet = (content: SheetContent): Promise<Uint8Array> => writeSheets([content]);

/** As `writeSheet`, an .xlsx of several sheets. */
export const writeSheets = (contents: readonly SheetContent[]): Promise<Uint8Array> => writeXlsx({ sheets: contents.map(sheetOf) });

function sheetOf({ sheet, columns: declared, rows }: SheetContent) {
  const columns = declared.map((column, index) => ({ ...column, format: column.format ?? formatOf(rows, index) }));
  const header = new Map(columns.map((_, index) => [`0,${index}`, { style: { font: { bold: true }, fill: headerFill } }] as const));
  return {
    name: sheetName(sheet),
    columns: columns.map(({ title, width, format }) => ({ width: width ?? widthOf(title), numFmt: numberFormats[format] })),
    rows: [columns.map(({ title }) => title), ...rows.map((row) => columns.map(({ format = "text" }, index) => toExcel(row[index], format)))],
    cells: header,
    freezePane: { rows: 1 },
    autoFilter: { range: `A1:${columnName(columns.length - 1)}${rows.length + 1}` },
  };
}

/** The form of a column by its first value: a number stays one, a day or moment gets the look of its kind, all else is text. */
function formatOf(rows: SheetContent["rows"], index: number): Format {
  const first = rows.find((row) => row[index] !== null && row[index] !== undefined)?.[index];
  if (first instanceof Temporal.PlainDate) return "date";
  if (first instanceof Temporal.PlainDateTime || first instanceof Temporal.ZonedDateTime) return "moment";
  return typeof first === "number" ? "general" : "text";
}

const headerFill = { type: "pattern", pattern: "solid", fgColor: { rgb: "F0F0F0" } } as const;

/** Excel refuses these characters, an empty name and more than 31 characters. */
const sheetName = (name: string) =>
  name
    .replace(/[\\/?*[\]:]/g, " ")
    .trim()
    .slice(0, 31) || "Sheet1";

const widthOf = (title: string) =>
  Math.min(
    60,
    Math.max(
      10,
      Array.from(title).reduce((sum, char) => sum + (char > "\u2e7f" ? 2 : 1), 4),
    ),
  );

/** Whole hundredths, written exactly. */
const inHundredths = (format: Format | undefined): boolean => format === "area" || format === "money";

function toExcel(value: SheetValue, format: Format): string | number | boolean | null {
  if (value === null || value === undefined) return null;
  if (value instanceof Temporal.PlainDate) return serialOf(value);
  if (value instanceof Temporal.ZonedDateTime) return toExcel(value.toPlainDateTime(), format);
  if (value instanceof Temporal.PlainDateTime) return serialOf(value.toPlainDate()) + secondsOf(value) / 86_400;
  if (typeof value === "number") return inHundredths(format) ? Number(decimalText(over(value, 100), 2)) : format === "text" ? String(value) : value;
  return typeof value === "string" ? printable(value) : value;
}

const excelDayZero = Temporal.PlainDate.from("1899-12-30");
const serialOf = (day: Temporal.PlainDate) => excelDayZero.until(day).days;
const secondsOf = (moment: Temporal.PlainDateTime) => moment.hour * 3600 + moment.minute * 60 + moment.second;

/** Longest text a cell may hold, and no control characters: either makes Excel call the file damaged. */
// oxlint-disable-next-line no-control-regex -- control characters are what is taken out
const printable = (value: string) =>
  value
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "")
    .toWellFormed()
    .slice(0, 32_767);

function columnName(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26));
  return index < 26 ? letter : columnName(Math.floor(index / 26) - 1) + letter;
}

/** The same content as CSV in UTF-8 with a mark that Excel recognises it by. A text that Excel would take for a formula is led by an apostrophe. */
export function writeCsv({ columns, rows }: Omit<SheetContent, "sheet">): Uint8Array {
  const lines = [columns.map(({ title }) => title), ...rows.map((row) => columns.map(({ format = "text" }, index) => toText(row[index], format)))];
  return new TextEncoder().encode(`\ufeff${lines.map((line) => line.map(quoted).join(",")).join("\r\n")}\r\n`);
}

function toText(value: SheetValue, format: Format): string {
  if (value === null || value === undefined) return "";
  if (value instanceof Temporal.ZonedDateTime) return toText(value.toPlainDateTime(), format);
  if (value instanceof Temporal.PlainDateTime) return value.toString({ smallestUnit: "minute" }).replace("T", " ");
  if (typeof value === "number") return inHundredths(format) ? decimalText(over(value, 100), 2) : String(value);
  return typeof value === "string" ? value.replace(/^(?=[=+\-@\t\r|])/, "'") : String(value);
}

const quoted = (value: string) => (/[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);
