// Writes src/kernel/calendarYears.json: the announced years 2004–2026 in the holiday-cn shape, and the statutory dates of the
// years not announced yet. Run once whenever chinese-days knows a new year: `node scripts/calendarYears.ts`.
import { readFileSync, writeFileSync } from "node:fs";
import chineseDays from "chinese-days";
import type { HolidayDay } from "#kernel/holidayYear.ts";

const firstYear = 2004;
const lastYear = 2026;
const lastProvisionalYear = 2035;

/** The words of chinese-days as the notices of the State Council write them. */
const names: Record<string, string> = { 清明: "清明节", 端午: "端午节", 中秋: "中秋节" };

interface PackageYear {
  readonly holidays: Record<string, string>;
  readonly workdays: Record<string, string>;
}

const nameOf = (entry: string) => {
  const name = entry.split(",")[1] ?? "";
  return names[name] ?? name;
};

const packageYear = (year: number): PackageYear => JSON.parse(readFileSync(new URL(`../node_modules/chinese-days/dist/years/${year}.json`, import.meta.url), "utf8"));

function announced(year: number) {
  const { holidays, workdays } = packageYear(year);
  const days = [
    ...Object.entries(holidays).map(([date, entry]) => ({ name: nameOf(entry), date, isOffDay: true })),
    ...Object.entries(workdays).map(([date, entry]) => ({ name: nameOf(entry), date, isOffDay: false })),
  ].sort((a, b) => a.date.localeCompare(b.date));
  return { year, papers: papers[year] ?? [], days: midAutumnJoined(days) };
}

/** Where Mid-Autumn falls into the National Day week, the notice names both over the whole week and its make-up days. */
function midAutumnJoined(days: readonly HolidayDay[]): readonly HolidayDay[] {
  const inWeek = days.some(({ name, date }) => name === "中秋节" && date.slice(5) >= "10-01" && date.slice(5) <= "10-08");
  return inWeek ? days.map((day) => (day.name === "国庆节" || day.name === "中秋节" ? { ...day, name: "国庆节、中秋节" } : day)) : days;
}

/** The notices themselves, where their address is known. */
const papers: Record<number, string[]> = {
  2025: ["https://www.gov.cn/zhengce/zhengceku/202411/content_6986383.htm"],
  2026: ["https://www.gov.cn/zhengce/zhengceku/202511/content_7047091.htm"],
};

/** The thirteen days off of State Council Order 795, by the sun and the moon. */
function statutory(year: number) {
  const lunar = (monthAndDay: string) => chineseDays.getSolarDateFromLunar(`${year}-${monthAndDay}`).date;
  const newYear = Temporal.PlainDate.from(lunar("01-01"));
  const springFestival = [-1, 0, 1, 2].map((days) => ({ name: "春节", date: newYear.add({ days }).toString() }));
  return [
    { name: "元旦", date: `${year}-01-01` },
    ...springFestival,
    { name: "清明节", date: chineseDays.getSolarTermDate(year, 4, "pure_brightness") },
    { name: "劳动节", date: `${year}-05-01` },
    { name: "劳动节", date: `${year}-05-02` },
    { name: "端午节", date: lunar("05-05") },
    { name: "中秋节", date: lunar("08-15") },
    ...["01", "02", "03"].map((day) => ({ name: "国庆节", date: `${year}-10-${day}` })),
  ].sort((a, b) => a.date.localeCompare(b.date));
}

const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);
const line = (value: unknown) => JSON.stringify(value);
const years = range(firstYear, lastYear).map((year) => {
  const { days, ...head } = announced(year);
  return `    { "year": ${head.year}, "papers": ${line(head.papers)}, "days": [\n${days.map((day) => `      ${line(day)}`).join(",\n")}\n    ] }`;
});
const provisional = range(lastYear + 1, lastProvisionalYear)
  .flatMap(statutory)
  .map((day) => `    ${line(day)}`);

writeFileSync(new URL("../src/kernel/calendarYears.json", import.meta.url), `{\n  "years": [\n${years.join(",\n")}\n  ],\n  "statutory": [\n${provisional.join(",\n")}\n  ]\n}\n`);
