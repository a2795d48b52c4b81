import { type Cell, sayCell } from "#kernel/cell.ts";
import type { UploadedFile, ValueOf } from "#kernel/contract.ts";
import { type HolidayDay, readHolidayYear } from "#kernel/holidayYear.ts";
import { Refusal } from "#kernel/problem.ts";
import type { Context } from "#platform/context.ts";
import { readSheets } from "#platform/spreadsheet/index.ts";
import type { readYear as readYearContract } from "../contract.ts";
import { dutiesProblems } from "../rules.ts";
import { knownYear } from "./calendars.ts";

/** Reads a year from a file without keeping it: holiday-cn JSON, or a table with date, name and off/worked. Refusals: unreadable and those of spreadsheets. */
export async function readYearFile(ctx: Context, file: UploadedFile): Promise<ValueOf<NonNullable<typeof readYearContract.reply>>> {
  const content = looksLikeJson(file.bytes) ? parseJson(file.bytes) : await parseTable(file);
  const { year, problems } = readHolidayYear(content);
  const known = year ? await knownYear(ctx, year.year) : undefined;
  const days = year?.days ?? [];
  return {
    year: year?.year ?? yearOf(content),
    papers: [...(year?.papers ?? [])],
    days: [...days],
    problems: problems.map(({ row, words }) => ({ row, words: { ...words } })),
    added: known ? days.filter((day) => !known.days.some(isSameAs(day))) : [...days],
    removed: known ? known.days.filter((day) => !days.some(isSameAs(day))) : [],
    isKnown: known !== undefined,
  };
}

const isSameAs = (day: HolidayDay) => (other: HolidayDay) => other.date === day.date && other.isOffDay === day.isOffDay && other.name === day.name;

const yearOf = (content: unknown): number | null => {
  const year = (content as { year?: unknown } | null)?.year;
  return Number.isSafeInteger(year) ? (year as number) : null;
};

/** The first thing in the file that is not white space or a byte order mark is a brace. */
function looksLikeJson(bytes: Uint8Array): boolean {
  const head = new TextDecoder().decode(bytes.subarray(0, 200));
  return head.trimStart().startsWith("{") || head.trimStart().startsWith("[");
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw new Refusal(dutiesProblems.unreadable());
  }
}

const columns = {
  date: /^(date|日期)$/i,
  name: /^(name|名称|节日|节假日)$/i,
  isOffDay: /^(isOffDay|off|类型|是否放假|放假)$/i,
} as const;

/** A table whose header names its columns, in the shape of the JSON; the year is that of most of its dates. */
async function parseTable(file: UploadedFile): Promise<unknown> {
  const sheets = await readSheets(file.bytes, file.name);
  let places: { date: number; name: number; isOffDay: number } | undefined;
  const days: { name: unknown; date: unknown; isOffDay: unknown }[] = [];
  for await (const { cells } of sheets.rows(0)) {
    if (days.length > 400) break;
    if (!places) places = headerOf(cells);
    else if (cells.some((cell) => cell !== null && cell !== ""))
      days.push({ name: textOf(cells[places.name]), date: textOf(cells[places.date]), isOffDay: truthOf(cells[places.isOffDay]) });
  }
  if (!places) throw new Refusal(dutiesProblems.unreadable());
  const years = Object.entries(Object.groupBy(days, ({ date }) => String(date).slice(0, 4))).toSorted(([, a], [, b]) => b!.length - a!.length);
  return { year: Number(years[0]?.[0]), papers: [], days };
}

function headerOf(cells: readonly Cell[]): { date: number; name: number; isOffDay: number } | undefined {
  const find = (pattern: RegExp) => cells.findIndex((cell) => typeof cell === "string" && pattern.test(cell.trim()));
  const places = { date: find(columns.date), name: find(columns.name), isOffDay: find(columns.isOffDay) };
  return Object.values(places).every((place) => place >= 0) ? places : undefined;
}

/** A day as ISO text, whatever the sheet made of it. */
function textOf(cell: Cell | undefined): unknown {
  if (cell instanceof Temporal.PlainDate) return cell.toString();
  if (cell instanceof Temporal.PlainDateTime) return cell.toPlainDate().toString();
  if (typeof cell !== "string") return cell;
  const parts = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(cell.trim());
  return parts ? `${parts[1]}-${parts[2]!.padStart(2, "0")}-${parts[3]!.padStart(2, "0")}` : cell.trim();
}

function truthOf(cell: Cell | undefined): unknown {
  if (typeof cell === "boolean" || cell === null || cell === undefined) return cell;
  const text = sayCell(cell).trim().toLowerCase();
  if (["true", "1", "是", "放假", "休", "off", "yes"].includes(text)) return true;
  if (["false", "0", "否", "补班", "上班", "班", "work", "no"].includes(text)) return false;
  return cell;
}
