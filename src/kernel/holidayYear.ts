import { isStorable } from "./fields.ts";
import { fill } from "./problem.ts";
import { words, type Words } from "./words.ts";

/** One day that a year's notice speaks of: a day off, or a weekend day worked instead (调休). `date` is ISO. */
export interface HolidayDay {
  readonly name: string;
  readonly date: string;
  readonly isOffDay: boolean;
}

/** A year as announced, in the holiday-cn shape: `year` is the year in the notice's title, `papers` where the notice stands. */
export interface HolidayYear {
  readonly year: number;
  readonly papers: readonly string[];
  readonly days: readonly HolidayDay[];
}

/** What is wrong with a year, and where: `row` counts the days from 1; 0 is the file itself. */
export interface HolidayYearProblem {
  readonly row: number;
  readonly words: Words;
}

export type HolidayYearReading = { readonly year: HolidayYear; readonly problems: readonly [] } | { readonly year: null; readonly problems: readonly HolidayYearProblem[] };

/** Reads a year in the holiday-cn shape and names every row that is wrong. December of the year before belongs to it where its notice says so. */
export function readHolidayYear(json: unknown): HolidayYearReading {
  if (!isRecord(json)) return failed({ row: 0, words: sentences.notAnObject });
  const { year, papers, days } = json;
  if (!Number.isInteger(year) || (year as number) < 1950 || (year as number) > 2150) return failed({ row: 0, words: sentences.noYear });
  if (!Array.isArray(days) || days.length === 0) return failed({ row: 0, words: sentences.noDays });
  if (days.length > 200) return failed({ row: 0, words: sentences.tooManyDays });

  const seen = new Map<string, number>();
  const problems = days.flatMap((day, index) => problemsOf(day, index + 1, year as number, seen));
  if (papers !== undefined && !(Array.isArray(papers) && papers.length <= 20 && papers.every(isShortText))) problems.unshift({ row: 0, words: sentences.badPapers });
  if (problems.length > 0) return failed(...problems);

  const sorted = (days as HolidayDay[]).map(({ name, date, isOffDay }) => ({ name: name.trim(), date, isOffDay })).sort((a, b) => a.date.localeCompare(b.date));
  return { year: { year: year as number, papers: (papers as string[] | undefined) ?? [], days: sorted }, problems: [] };
}

function problemsOf(day: unknown, row: number, year: number, seen: Map<string, number>): HolidayYearProblem[] {
  const say = (sentence: Words, facts: Readonly<Record<string, unknown>> = {}): HolidayYearProblem => ({
    row,
    words: words(fill(sentence.zh, { row, ...facts }), fill(sentence.en, { row, ...facts })),
  });
  if (!isRecord(day)) return [say(sentences.notADay)];
  const found: HolidayYearProblem[] = [];
  if (!isShortText(day.name) || day.name.trim() === "") found.push(say(sentences.noName));
  if (typeof day.isOffDay !== "boolean") found.push(say(sentences.noIsOffDay));
  const date = dateOf(day.date);
  if (!date) return [...found, say(sentences.badDate, { date: shown(day.date) })];
  if (date.year !== year && !(date.year === year - 1 && date.month === 12)) found.push(say(sentences.otherYear, { date, year }));
  if (day.isOffDay === false && date.dayOfWeek <= 5) found.push(say(sentences.makeupOnWeekday, { date }));
  const first = seen.get(date.toString());
  if (first !== undefined) found.push(say(sentences.twice, { date, first }));
  else seen.set(date.toString(), row);
  return found;
}

function dateOf(value: unknown): Temporal.PlainDate | undefined {
  if (typeof value !== "string" || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return undefined;
  const [year = 0, month = 0, day = 0] = value.split("-").map(Number);
  const isDay = month >= 1 && month <= 12 && day >= 1 && day <= Temporal.PlainYearMonth.from({ year, month }).daysInMonth;
  return isDay ? Temporal.PlainDate.from({ year, month, day }) : undefined;
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);
const isShortText = (value: unknown): value is string => typeof value === "string" && value.length <= 200 && isStorable(value);
const shown = (value: unknown) => (isShortText(value) ? value.slice(0, 30) : "?");
const failed = (...problems: readonly HolidayYearProblem[]): HolidayYearReading => ({ year: null, problems });

const sentences = {
  notAnObject: words("文件不是 holiday-cn 格式的年份对象", "The file is not a year in the holiday-cn shape"),
  noYear: words("缺少年份 year，或不是 1950 到 2150 之间的整数", "The year is missing, or not a whole number between 1950 and 2150"),
  noDays: words("缺少日期列表 days，或列表为空", "The list of days is missing or empty"),
  tooManyDays: words("日期超过 200 行", "There are more than 200 days"),
  badPapers: words("papers 应为通知网址或文号的列表", "'papers' must be a list of addresses or numbers of notices"),
  notADay: words("第 {row} 行不是一个日期对象", "Row {row} is not a day"),
  noName: words("第 {row} 行缺少节日名称 name", "Row {row} has no name of the holiday"),
  noIsOffDay: words("第 {row} 行的 isOffDay 应为 true（放假）或 false（补班）", "Row {row}: 'isOffDay' must be true (day off) or false (make-up workday)"),
  badDate: words("第 {row} 行的日期「{date}」不存在，应写作 2026-02-14", "Row {row}: there is no day '{date}'; write it as 2026-02-14"),
  otherYear: words("第 {row} 行的 {date} 不属于 {year} 年（只有上一年 12 月可以列入）", "Row {row}: {date} is not in {year}; only December of the year before may be listed too"),
  makeupOnWeekday: words("第 {row} 行的 {date} 是周一至周五，不会是补班日", "Row {row}: {date} is a Monday to Friday and cannot be a make-up workday"),
  twice: words("第 {row} 行的 {date} 与第 {first} 行重复", "Row {row}: {date} stands in row {first} already"),
} as const satisfies Record<string, Words>;
