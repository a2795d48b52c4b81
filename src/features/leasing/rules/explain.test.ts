import { expect, test } from "vitest";
import { aFee, someTerms } from "../samples.ts";
import { sayWorking } from "./explain.ts";
import { scheduleOf } from "./schedule.ts";
import type { FeeTerm } from "./terms.ts";

const day = (text: string) => Temporal.PlainDate.from(text);
const workingOf = (from: string, part: Partial<FeeTerm>) =>
  scheduleOf(someTerms({ fees: [aFee(part)], deposits: [], firstPaymentOn: undefined })).find((line) => line.from.equals(day(from)))!.working;

test("a line says its arithmetic in both languages: V5 in November to January", () => {
  const working = workingOf("2026-11-01", {
    price: "18000",
    priceUnit: "month",
    dayPriceRule: "month",
    splitRule: "firstMonthCounted",
    from: day("2026-05-30"),
    freePeriods: [{ from: day("2026-11-30"), to: day("2027-01-08") }],
  });
  expect(sayWorking(working, "zh")).toEqual([
    "月金额 = 18000 元/月 = 18,000.00 元。",
    "2026-11-01 至 2026-11-30：18,000.00 × 29 天 ÷ 当月 30 天（免收 1 天） = 17,400.00 元。",
    "2026-12-01 至 2026-12-31：免收，0.00 元。",
    "2027-01-01 至 2027-01-31：18,000.00 × 23 天 ÷ 当月 31 天（免收 8 天） = 13,354.84 元。",
    "每月金额四舍五入到分，合计不再取整。",
  ]);
  expect(sayWorking(working, "en")[1]).toBe("2026-11-01 to 2026-11-30: 18,000.00 × 29 days ÷ 30 days of the month (1 days free) = 17,400.00 yuan.");
});

test("a raised price names what was agreed", () => {
  const working = workingOf("2028-06-01", { payCycleMonths: 1, escalations: [{ from: day("2028-06-01"), everyMonths: null, by: "percent", value: "5", compound: true }] });
  expect(sayWorking(working, "zh").slice(0, 2)).toEqual(["单价由约定的 5 递增 1 次，现为 5.25。", "月金额 = 5.25 元/㎡·天 × 500 ㎡ × 365 ÷ 12 = 79,843.75 元。"]);
});

test("every step of every rule of the engine has its sentence in both languages", () => {
  const free = [{ from: day("2026-08-10"), to: day("2026-09-20") }];
  const rules = (["year", "month", "thirty"] as const).flatMap((dayPriceRule) =>
    (["monthly", "perDiem"] as const).flatMap((calcMode) =>
      (["sqmDay", "sqmMonth", "month", "day", "year", "seatMonth", "seatDay"] as const).map((priceUnit) =>
        aFee({ from: day("2026-06-17"), seats: 3, dayPriceRule, calcMode, priceUnit, freePeriods: free, payCycleMonths: 1, splitRule: "monthFromNext" }),
      ),
    ),
  );
  const lines = rules.flatMap((fee) => scheduleOf(someTerms({ fees: [fee] })));
  for (const language of ["zh", "en"] as const) {
    const said = lines.flatMap(({ working }) => sayWorking(working, language));
    expect(said.filter((sentence) => /kind |undefined|[{}[\]|]/.test(sentence))).toEqual([]);
    expect(said.filter((sentence) => language === "en" && /[一-鿿]/.test(sentence.replaceAll("分", "")))).toEqual([]);
  }
});

test("a working is small enough to be kept with every line", () => {
  const sizes = scheduleOf(someTerms()).map(({ working }) => JSON.stringify(working).length);
  expect(Math.max(...sizes)).toBeLessThan(400);
});
