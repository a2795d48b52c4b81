import { expect, test } from "vitest";
import { bundledYears, statutoryDates } from "./calendarYears.ts";
import { readHolidayYear } from "./holidayYear.ts";

test("every bundled year reads as a year in the holiday-cn shape", () => {
  expect(bundledYears.map(({ year }) => year)).toEqual(Array.from({ length: 23 }, (_, index) => 2004 + index));
  for (const year of bundledYears) expect(readHolidayYear(year)).toEqual({ year, problems: [] });
});

test("2026 carries the days and names of its notice", () => {
  const days = bundledYears.find(({ year }) => year === 2026)!.days;
  expect(days.filter(({ isOffDay }) => !isOffDay)).toEqual([
    { name: "元旦", date: "2026-01-04", isOffDay: false },
    { name: "春节", date: "2026-02-14", isOffDay: false },
    { name: "春节", date: "2026-02-28", isOffDay: false },
    { name: "劳动节", date: "2026-05-09", isOffDay: false },
    { name: "国庆节", date: "2026-09-20", isOffDay: false },
    { name: "国庆节", date: "2026-10-10", isOffDay: false },
  ]);
  expect(days.filter(({ isOffDay }) => isOffDay)).toHaveLength(33);
});

test("every year not announced yet has its thirteen statutory days", () => {
  const years = Object.groupBy(statutoryDates, ({ date }) => date.slice(0, 4));
  expect(Object.keys(years)).toEqual(Array.from({ length: 9 }, (_, index) => String(2027 + index)));
  for (const days of Object.values(years)) expect(days).toHaveLength(13); // in 2031 Mid-Autumn and National Day are one day
  expect(years["2027"]!.map(({ date }) => date)).toEqual(
    expect.arrayContaining(["2027-02-05", "2027-02-06", "2027-02-07", "2027-02-08", "2027-04-05", "2027-06-09", "2027-09-15"]),
  );
});

test("December of the year before may sit in the file of the year whose notice names it", () => {
  const reading = readHolidayYear({ year: 2027, days: [{ name: "元旦", date: "2026-12-31", isOffDay: true }] });
  expect(reading.problems).toEqual([]);
});

test("every wrong row is named with what is wrong with it", () => {
  const reading = readHolidayYear({
    year: 2027,
    papers: [],
    days: [
      { name: "元旦", date: "2027-01-01", isOffDay: true },
      { name: "", date: "2027-02-30", isOffDay: "yes" },
      { name: "春节", date: "2026-06-01", isOffDay: true },
      { name: "春节", date: "2027-02-03", isOffDay: false },
      { name: "元旦", date: "2027-01-01", isOffDay: true },
      "2027-05-01",
      { name: "劳动节\0", date: "1 May", isOffDay: true },
    ],
  });
  expect(reading.year).toBeNull();
  expect(reading.problems.map(({ row, words }) => [row, words.zh])).toEqual([
    [2, "第 2 行缺少节日名称 name"],
    [2, "第 2 行的 isOffDay 应为 true（放假）或 false（补班）"],
    [2, "第 2 行的日期「2027-02-30」不存在，应写作 2026-02-14"],
    [3, "第 3 行的 2026-06-01 不属于 2027 年（只有上一年 12 月可以列入）"],
    [4, "第 4 行的 2027-02-03 是周一至周五，不会是补班日"],
    [5, "第 5 行的 2027-01-01 与第 1 行重复"],
    [6, "第 6 行不是一个日期对象"],
    [7, "第 7 行缺少节日名称 name"],
    [7, "第 7 行的日期「1 May」不存在，应写作 2026-02-14"],
  ]);
});

test("what is no year at all is refused in one sentence", () => {
  for (const json of [null, [], "2027", {}, { year: 2027 }, { year: 2027, days: [] }, { year: "2027", days: [{}] }]) {
    expect(readHolidayYear(json).problems).toHaveLength(1);
  }
});
