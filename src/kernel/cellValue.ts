import { type Cell, isCellError, sayCell } from "./cell.ts";

/** The value of a cell, or why it has none that can be used. */
export type Parsed<T, W extends string = CellWrong> = { readonly value: T } | { readonly wrong: W };
export type CellWrong = "formulaError" | "digitsLost" | "becameDate" | "tooLong" | "notADate" | "unprintable";

/** Which number comes first in `3/1/2026`; a date that begins with its year is read as such in any case. */
export type DateOrder = "mdy" | "dmy";

const value = <T>(parsed: T): Parsed<T> => ({ value: parsed });
const wrong = (reason: CellWrong): Parsed<never> => ({ wrong: reason });

const emptyWords = new Set(["", "na", "n/a", "-", "--", "---", "—", "——", "/", "\\", "无", "空", "暂无", "没有", "null", "none", "nil"]);

/** Full-width letters and digits as ordinary ones, spaces of every kind taken off both ends and made single inside. */
export const plain = (text: string): string =>
  /^[!-~]*$/.test(text)
    ? text
    : text
        .normalize("NFKC")
        .replace(/[\s\u200b\ufeff]+/g, " ")
        .trim();

/** Whether a cell says nothing: blank, or one of the ways people write so. */
export function isEmptyCell(cell: Cell): boolean {
  return cell === null || (typeof cell === "string" && emptyWords.has(plain(cell).toLowerCase()));
}

const largestExactDigits = 1e15;

/** A name as written, without surrounding spaces; full-width brackets belong to a name and stay. */
export function parseName(cell: Cell, longest = 200): Parsed<string | null> {
  return parseText(cell, longest, (text) => text.replace(/[\s\u3000\u00a0\u200b\ufeff]+/g, " ").trim());
}

/** A code such as a unit number, in ordinary letters and digits; leading zeros stay. */
export function parseCode(cell: Cell, longest = 50): Parsed<string | null> {
  return parseText(cell, longest, plain);
}

function parseText(cell: Cell, longest: number, clean: (text: string) => string): Parsed<string | null> {
  if (cell === null) return value(null);
  if (isCellError(cell)) return wrong("formulaError");
  if (typeof cell === "number" && (!Number.isFinite(cell) || Math.abs(cell) >= largestExactDigits)) return wrong("digitsLost");
  if (typeof cell === "object") return wrong("becameDate");
  if (isEmptyCell(cell)) return value(null);
  const text = clean(sayCell(cell));
  if (text === "") return value(null);
  if (!isPrintable(text)) return wrong("unprintable");
  return text.length > longest ? wrong("tooLong") : value(text);
}

// oxlint-disable-next-line no-control-regex -- control characters are what is refused
const isPrintable = (text: string) => text.isWellFormed() && !/[\u0000-\u001f\u007f]/.test(text);

const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/** A day, from Excel's own dates, their serial numbers, or any usual way to write one. `order` decides on `3/1/2026`. */
export function parseDay(cell: Cell, order: DateOrder = "mdy"): Parsed<Temporal.PlainDate | null> {
  if (isEmptyCell(cell)) return value(null);
  if (cell instanceof Temporal.PlainDateTime) return inRange(cell.toPlainDate());
  if (cell instanceof Temporal.PlainDate) return inRange(cell);
  if (typeof cell === "number") return Number.isInteger(cell) && cell > 10_000_000 ? dayInText(String(cell), order) : daySerial(cell);
  if (cell !== null && isCellError(cell)) return wrong("formulaError");
  return typeof cell === "string" ? dayInText(plain(cell), order) : wrong("notADate");
}

const excelDayZero = Temporal.PlainDate.from("1899-12-30");

function daySerial(serial: number): Parsed<Temporal.PlainDate> {
  return serial >= 61 && serial < 110_000 ? inRange(excelDayZero.add({ days: Math.floor(serial) })) : wrong("notADate");
}

function dayInText(text: string, order: DateOrder): Parsed<Temporal.PlainDate> {
  const bare = text.replace(/[T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?Z?$/, "").trim();
  const yearFirst = /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?$/.exec(bare) ?? /^(\d{4})(\d{2})(\d{2})$/.exec(bare);
  if (yearFirst) return dayOf(yearFirst[1], yearFirst[2], yearFirst[3]);
  const yearLast = /^(\d{1,2})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{4})$/.exec(bare);
  if (yearLast) return order === "mdy" ? dayOf(yearLast[3], yearLast[1], yearLast[2]) : dayOf(yearLast[3], yearLast[2], yearLast[1]);
  const monthNamed = /^(\d{1,2})[- ]([a-z]{3})[a-z]*[- ,]+(\d{4})$/i.exec(bare);
  if (monthNamed) return dayOf(monthNamed[3], monthNumber(monthNamed[2]), monthNamed[1]);
  const monthFirst = /^([a-z]{3})[a-z]*\.? (\d{1,2}),? (\d{4})$/i.exec(bare);
  if (monthFirst) return dayOf(monthFirst[3], monthNumber(monthFirst[1]), monthFirst[2]);
  return /^\d{5}(\.\d+)?$/.test(bare) ? daySerial(Number(bare)) : wrong("notADate");
}

const monthNumber = (name = "") => String(months.indexOf(name.toLowerCase()) + 1);

function dayOf(year = "", month = "", day = ""): Parsed<Temporal.PlainDate> {
  try {
    return inRange(Temporal.PlainDate.from({ year: Number(year), month: Number(month), day: Number(day) }, { overflow: "reject" }));
  } catch (error) {
    if (error instanceof RangeError) return wrong("notADate");
    throw error;
  }
}

const inRange = (day: Temporal.PlainDate): Parsed<Temporal.PlainDate> => (day.year >= 1900 && day.year <= 2200 ? value(day) : wrong("notADate"));

/** How Excel names the column at `index`, from 0: A, B, … Z, AA. */
export function columnLetters(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26));
  return index < 26 ? letter : columnLetters(Math.floor(index / 26) - 1) + letter;
}
