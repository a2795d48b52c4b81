import { expect, test } from "vitest";
import { sumFen } from "#kernel/money.ts";
import { bundledYears, statutoryDates } from "#kernel/calendarYears.ts";
import { businessCalendar } from "#kernel/calendar.ts";
import { aFee, someTerms } from "../samples.ts";
import { scheduleOf } from "./schedule.ts";
import type { FeeTerm, LeaseTerms, ScheduleLine } from "./terms.ts";

const day = (text: string) => Temporal.PlainDate.from(text);
const total = (lines: readonly ScheduleLine[]) => sumFen(lines.map(({ amount }) => amount));
const of = (lines: readonly ScheduleLine[], feeItem: string) => lines.filter((line) => line.feeItem === feeItem);
const said = ({ from, to, amount }: ScheduleLine) => [from.toString(), to.toString(), amount];

/** The rent of a lease that has nothing else. */
function rentOf(part: Partial<FeeTerm>, areaCenti = 500_00): ScheduleLine[] {
  const fee = aFee(part);
  return scheduleOf(someTerms({ leaseStart: fee.from, leaseEnd: fee.to, units: [{ ...someTerms().units[0]!, areaCenti }], fees: [fee], deposits: [], firstPaymentOn: undefined }));
}

test("V1 a daily quote and a quarter: by days 110 684.28, by months 109 781.97, each month rounded once (§3.3-1)", () => {
  const quarter = { from: day("2026-03-01"), to: day("2026-05-31"), price: "4.20" };
  expect(rentOf({ ...quarter, calcMode: "perDiem" }, 286_45).map(said)).toEqual([["2026-03-01", "2026-05-31", 110_684_28]]);
  expect(rentOf(quarter, 286_45).map(said)).toEqual([["2026-03-01", "2026-05-31", 109_781_97]]);
});

test("V2 a broken first month: 22 724.38 by the year's days, 22 296.77 by the month's, 21 600.00 by thirty, 23 040.00 by 360", () => {
  const first = (part: Partial<FeeTerm>) =>
    rentOf({ from: day("2026-01-16"), to: day("2026-12-31"), price: "135", priceUnit: "sqmMonth", splitRule: "monthFromNext", payCycleMonths: 1, ...part }, 320_00)[0];
  expect(said(first({ dayPriceRule: "year" })!)).toEqual(["2026-01-16", "2026-01-31", 22_724_38]);
  expect(first({ dayPriceRule: "month" })?.amount).toBe(22_296_77);
  expect(first({ dayPriceRule: "thirty" })?.amount).toBe(21_600_00);
  expect(first({ dayPriceRule: "year", yearDays: 360 })?.amount).toBe(23_040_00);
});

test("V3 two free months and +5 % in the third year: 760 416.70, 912 500.04 and 958 125.00, together 2 631 041.74", () => {
  const rent = of(scheduleOf(someTerms()), "rent");
  expect(rent.slice(0, 2).map(said)).toEqual([
    ["2026-06-01", "2026-07-31", 0],
    ["2026-08-01", "2026-10-31", 228_125_01],
  ]);
  const monthly = rentOf({ ...someTerms().fees[0], payCycleMonths: 1 });
  const months = (from: string, to: string) => total(monthly.filter((line) => line.from.toString() >= from && line.to.toString() <= to));
  expect([months("2026-06-01", "2027-05-31"), months("2027-06-01", "2028-05-31"), months("2028-06-01", "2029-05-31")]).toEqual([760_416_70, 912_500_04, 958_125_00]);
  expect([total(rent), total(monthly)]).toEqual([2_631_041_74, 2_631_041_74]);
});

test("V4 押三付三: the first payment is 565 250.02, all of it due on one day before the keys", () => {
  const first = scheduleOf(someTerms()).filter(({ dueOn }) => dueOn.equals(day("2026-05-25")));
  expect(Object.fromEntries(first.filter(({ amount }) => amount > 0).map(({ feeItem, amount }) => [feeItem, amount]))).toEqual({
    leaseDeposit: 270_125_01,
    rent: 228_125_01,
    propertyFee: 42_000_00,
    fitoutDeposit: 25_000_00,
  });
  expect(total(first)).toBe(565_250_02);
});

test("V4 the deposit is raised when the rent is", () => {
  const [, raise, ...more] = of(scheduleOf(someTerms()), "leaseDeposit");
  expect(said(raise!)).toEqual(["2028-06-01", "2028-06-01", 3 * (79_843_75 - 76_041_67)]);
  expect(more).toEqual([]);
});

test("V5 free days in the middle: whole months are waived, broken ones pay for their other days (§3.3-3)", () => {
  const lease = {
    from: day("2026-05-30"),
    to: day("2027-05-29"),
    price: "18000",
    priceUnit: "month",
    splitRule: "firstMonthCounted",
    freePeriods: [{ from: day("2026-11-30"), to: day("2027-01-08") }],
  } as const;
  const quarter = (part: Partial<FeeTerm>) => rentOf({ ...lease, ...part }).find(({ from }) => from.equals(day("2026-11-01")));
  const parts = (line: ScheduleLine | undefined) => line?.working.steps.map(({ amount }) => amount ?? 0);
  const byMonth = quarter({ dayPriceRule: "month" });
  expect([byMonth?.to.toString(), byMonth?.amount, parts(byMonth)]).toEqual(["2027-01-31", 30_754_84, [17_400_00, 0, 13_354_84]]);
  const byYear = quarter({ dayPriceRule: "year" });
  expect([byYear?.amount, parts(byYear)]).toEqual([30_673_97, [17_408_22, 0, 13_265_75]]);
});

test("V11 a price that changes inside a quarter splits its line: 235 729.17 by months, 237 625.00 by days (§3.3-7)", () => {
  const terms = someTerms();
  const quarter = (calcMode: FeeTerm["calcMode"]) =>
    of(scheduleOf({ ...terms, fees: [{ ...terms.fees[0]!, calcMode }] }), "rent").filter(({ from }) => from.toString() >= "2028-05-01" && from.toString() <= "2028-07-31");
  expect(quarter("monthly").map(said)).toEqual([
    ["2028-05-01", "2028-05-31", 76_041_67],
    ["2028-06-01", "2028-07-31", 2 * 79_843_75],
  ]);
  expect(total(quarter("monthly"))).toBe(235_729_17);
  expect(quarter("perDiem").map(said)).toEqual([
    ["2028-05-01", "2028-05-31", 31 * 2500_00],
    ["2028-06-01", "2028-07-31", 61 * 2625_00],
  ]);
  expect(total(quarter("perDiem"))).toBe(237_625_00);
});

test("the four ways to cut periods (§3.2 splitRule)", () => {
  const bounds = (splitRule: FeeTerm["splitRule"], payCycleMonths: FeeTerm["payCycleMonths"]) =>
    rentOf({ from: day("2026-01-16"), to: day("2026-08-15"), splitRule, payCycleMonths }).map(({ from, to }) => `${from.toString()}..${to.toString()}`);
  expect(bounds("fromStart", 3)).toEqual(["2026-01-16..2026-04-15", "2026-04-16..2026-07-15", "2026-07-16..2026-08-15"]);
  expect(bounds("monthFromNext", 1).slice(0, 2)).toEqual(["2026-01-16..2026-01-31", "2026-02-01..2026-02-28"]);
  expect(bounds("firstMonthJoined", 3)).toEqual(["2026-01-16..2026-04-30", "2026-05-01..2026-07-31", "2026-08-01..2026-08-15"]);
  expect(bounds("firstMonthCounted", 3)).toEqual(["2026-01-16..2026-03-31", "2026-04-01..2026-06-30", "2026-07-01..2026-08-15"]);
  expect(bounds("fromStart", "once")).toEqual(["2026-01-16..2026-08-15"]);
});

test("months counted from the 31st end where a shorter month does", () => {
  const lines = rentOf({ from: day("2027-01-31"), to: day("2027-04-29"), splitRule: "fromStart", payCycleMonths: 1 });
  expect(lines.map(said)).toEqual([
    ["2027-01-31", "2027-02-27", 76_041_67],
    ["2027-02-28", "2027-03-30", 76_041_67],
    ["2027-03-31", "2027-04-29", 76_041_67],
  ]);
});

test("the seven units of a price (§3.2 priceUnit)", () => {
  const month = (part: Partial<FeeTerm>) => rentOf({ to: day("2026-06-30"), payCycleMonths: 1, ...part })[0]?.amount;
  expect(month({ priceUnit: "sqmDay", price: "5" })).toBe(76_041_67);
  expect(month({ priceUnit: "sqmMonth", price: "28" })).toBe(14_000_00);
  expect(month({ priceUnit: "month", price: "18000" })).toBe(18_000_00);
  expect(month({ priceUnit: "day", price: "100" })).toBe(3_041_67);
  expect(month({ priceUnit: "year", price: "100000" })).toBe(8_333_33);
  expect(month({ priceUnit: "seatMonth", price: "1500", seats: 12 })).toBe(18_000_00);
  expect(month({ priceUnit: "seatDay", price: "60", seats: 12, calcMode: "perDiem" })).toBe(21_600_00);
});

test("the area that is charged is the one the fee names (§3.2 areaBasis)", () => {
  const unit = { ...someTerms().units[0]!, areaCenti: 500_00, grossCenti: 512_40, netCenti: 380_10 };
  const month = (areaBasis: FeeTerm["areaBasis"]) =>
    scheduleOf(someTerms({ units: [unit], fees: [aFee({ to: day("2026-06-30"), price: "100", priceUnit: "sqmMonth", areaBasis })], deposits: [] }))[0]?.amount;
  expect([month("agreed"), month("gross"), month("net")]).toEqual([50_000_00, 51_240_00, 38_010_00]);
});

test("raises: by a percentage that compounds or not, by an amount, again every so many months (§3.2 escalations)", () => {
  const prices = (part: Partial<FeeTerm["escalations"][number]>) =>
    rentOf({ to: day("2030-05-31"), payCycleMonths: 12, escalations: [{ from: day("2027-06-01"), everyMonths: 12, by: "percent", value: "5", compound: true, ...part }] }).map(
      ({ working }) => working.inputs["price"],
    );
  expect(prices({})).toEqual(["5.00", "5.25", "5.5125", "5.788125"]);
  expect(prices({ compound: false })).toEqual(["5.00", "5.25", "5.5", "5.75"]);
  expect(prices({ by: "amount", value: "0.3" })).toEqual(["5.00", "5.3", "5.6", "5.9"]);
  expect(prices({ everyMonths: 24 })).toEqual(["5.00", "5.25", "5.25", "5.5125"]);
  expect(prices({ everyMonths: null })).toEqual(["5.00", "5.25", "5.25", "5.25"]);
});

test("due days: natural and working days before, a fixed day, moved when it is not worked (§3.2 payTiming, §5)", () => {
  const calendar = businessCalendar({ zone: "Asia/Shanghai", years: bundledYears, statutory: statutoryDates });
  const due = (payTiming: FeeTerm["payTiming"], holidayRoll: LeaseTerms["holidayRoll"] = "none") =>
    scheduleOf(someTerms({ fees: [aFee({ from: day("2026-10-01"), payTiming })], deposits: [], holidayRoll }), { calendar })[0]?.dueOn.toString();
  expect(due({ kind: "naturalDaysBefore", days: 10 })).toBe("2026-09-21");
  expect(due({ kind: "workingDaysBefore", days: 5 })).toBe("2026-09-23");
  expect(due({ kind: "fixedDay", day: 5, monthsLater: 0 })).toBe("2026-10-05");
  expect(due({ kind: "fixedDay", day: 5, monthsLater: 0 }, "next")).toBe("2026-10-08");
  expect(due({ kind: "fixedDay", day: 31, monthsLater: -1 })).toBe("2026-09-30");
  expect(() => scheduleOf(someTerms({ holidayRoll: "next" }))).toThrow(TypeError);
});

test("a schedule asked for some due days is the part of the whole that is due then", () => {
  const terms = someTerms();
  const whole = scheduleOf(terms);
  const asked = scheduleOf(terms, { due: { after: day("2026-12-31"), by: day("2028-07-31") } });
  const isAsked = ({ dueOn, kind }: ScheduleLine) => kind !== "recurring" || (dueOn.toString() > "2026-12-31" && dueOn.toString() <= "2028-07-31");
  expect(asked).toEqual(whole.filter(isAsked));
  expect(asked.length).toBeLessThan(whole.length);
});
