import { expect, test } from "vitest";
import { businessCalendar, dueAt } from "#kernel/calendar.ts";
import { bundledYears, statutoryDates } from "#kernel/calendarYears.ts";
import { sumFen } from "#kernel/money.ts";
import { aFee, someTerms } from "../samples.ts";
import { creditAfter } from "./credit.ts";
import { scheduleOf } from "./schedule.ts";

const day = (text: string) => Temporal.PlainDate.from(text);

test("V12 the tenant of V4 leaves on 2026-09-30: October's rent and two months' fee come back; refund 367 638.73, for breach 97 513.72", () => {
  const billed = scheduleOf(someTerms()).filter(({ from }) => from.toString() <= "2026-09-30");
  const credits = creditAfter(billed, day("2026-09-30"));
  expect(credits.map(({ feeItem, from, to, amount }) => [feeItem, from.toString(), to.toString(), amount])).toEqual([
    ["rent", "2026-10-01", "2026-10-31", 76_041_67],
    ["propertyFee", "2026-10-01", "2026-11-30", 28_000_00],
  ]);
  const deposit = sumFen(billed.filter(({ feeItem }) => feeItem === "leaseDeposit").map(({ amount }) => amount));
  const owed = 2_127_95 + 3_600_00 + 800_00;
  const prepaid = sumFen(credits.map(({ amount }) => amount));
  expect([deposit + prepaid - owed, prepaid - owed]).toEqual([367_638_73, 97_513_72]);
});

test("V12 a refund within ten working days of Wednesday 2026-09-30 is due on 2026-10-20", () => {
  const calendar = businessCalendar({ zone: "Asia/Shanghai", years: bundledYears, statutory: statutoryDates });
  const confirmed = Temporal.Instant.from("2026-09-30T10:00:00+08:00");
  const dayOfDue = (limit: Parameters<typeof dueAt>[1]) =>
    dueAt(confirmed, limit, calendar).dueAt.subtract({ seconds: 1 }).toZonedDateTimeISO("Asia/Shanghai").toPlainDate().toString();
  expect(dayOfDue({ kind: "workingDays", days: 10 })).toBe("2026-10-20");
  expect(dayOfDue({ kind: "naturalDays", days: 15, holidayShift: "none" })).toBe("2026-10-15");
});

test("who leaves inside a month pays its days at the day price and gets the rest back", () => {
  const [line] = scheduleOf(someTerms({ fees: [aFee({ price: "18000", priceUnit: "month", dayPriceRule: "month" })], deposits: [] }));
  expect(creditAfter([line!], day("2026-07-10")).map(({ from, amount }) => [from.toString(), amount])).toEqual([["2026-07-11", 54_000_00 - 18_000_00 - 5_806_45]]);
});
