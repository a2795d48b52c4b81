import fc from "fast-check";
import { expect, test } from "vitest";
import { businessCalendar } from "#kernel/calendar.ts";
import { newId } from "#kernel/id.ts";
import { sumFen } from "#kernel/money.ts";
import { charge, type Tariff } from "./charge.ts";
import { chargeAgain, creditAfter } from "./credit.ts";
import { exact } from "#kernel/decimal.ts";
import { dayNumber, dayOfNumber, monthOf, textOfNumber } from "./days.ts";
import { aDeposit, aFee, someTerms } from "../samples.ts";
import { scheduleAfter } from "./amend.ts";
import { scheduleOf } from "./schedule.ts";
import type { FeeTerm, LeaseTerms, ScheduleLine } from "./terms.ts";

const start = Temporal.PlainDate.from("2024-01-31");
const unitId = newId<"unit">();
const calendar = businessCalendar({ zone: "Asia/Shanghai", years: [], statutory: [] });

const anyFee = fc
  .record({
    from: fc.nat(400),
    length: fc.nat(900),
    price: fc.integer({ min: 1, max: 99_999 }).map((digits) => `${digits}.5`),
    priceUnit: fc.constantFrom("sqmDay", "sqmMonth", "month", "day", "year"),
    calcMode: fc.constantFrom("monthly", "perDiem"),
    dayPriceRule: fc.constantFrom("year", "month", "thirty"),
    yearDays: fc.constantFrom(...([365, 360, 366] as const)),
    splitRule: fc.constantFrom("fromStart", "firstMonthJoined", "firstMonthCounted"),
    payCycleMonths: fc.constantFrom(...([1, 3, 6, "once"] as const)),
    free: fc.array(fc.tuple(fc.nat(900), fc.nat(90)), { maxLength: 3 }),
    raisedAfter: fc.option(fc.integer({ min: 1, max: 900 })),
  })
  .map(({ from, length, free, raisedAfter, ...rest }): FeeTerm => {
    const [first, last] = [start.add({ days: from }), start.add({ days: from + length })];
    const within = (days: number) => first.add({ days: Math.min(days, length) });
    const escalations = raisedAfter === null || raisedAfter > length ? [] : [{ from: within(raisedAfter), everyMonths: 6, by: "percent", value: "3", compound: true } as const];
    return aFee({ ...rest, from: first, to: last, escalations, freePeriods: free.map(([after, days]) => ({ from: within(after), to: within(after + days) })) });
  });

const termsOf = (fee: FeeTerm): LeaseTerms =>
  someTerms({
    leaseStart: fee.from,
    leaseEnd: fee.to,
    units: [{ unitId, areaCenti: 123_45 }],
    fees: [fee],
    deposits: [aDeposit({ basis: { kind: "months", months: "3", feeIds: ["rent"] } })],
    firstPaymentOn: undefined,
  });
const recurring = (lines: readonly ScheduleLine[]) => lines.filter(({ kind }) => kind === "recurring").toSorted((one, other) => Temporal.PlainDate.compare(one.from, other.from));
const total = (lines: readonly ScheduleLine[]) => sumFen(lines.map(({ amount }) => amount));

test("property: days are neither lost nor charged twice, no amount is negative, and every key is used once", () => {
  fc.assert(
    fc.property(anyFee, (fee) => {
      const lines = recurring(scheduleOf(termsOf(fee)));
      expect([lines[0]?.from, lines.at(-1)?.to].map(String)).toEqual([fee.from, fee.to].map(String));
      lines.slice(1).forEach(({ from }, place) => expect(from.equals(lines[place]!.to.add({ days: 1 }))).toBe(true));
      expect(lines.every(({ amount }) => amount >= 0)).toBe(true);
      expect(new Set(lines.map(({ key }) => key)).size).toBe(lines.length);
    }),
  );
});

test("property: the amounts of a working add up to its line, and charging it again from nothing but the working is the same", () => {
  fc.assert(
    fc.property(anyFee, (fee) => {
      for (const line of scheduleOf(termsOf(fee))) {
        expect(sumFen(line.working.steps.map(({ amount }) => (typeof amount === "number" ? amount : 0)))).toBe(line.amount);
        if (line.kind === "recurring") expect(chargeAgain(line, { from: dayNumber(line.from), to: dayNumber(line.to) })).toBe(line.amount);
      }
    }),
  );
});

test("property: paying by other periods comes to the same: by months to the 分, by days but for one rounding a line", () => {
  fc.assert(
    fc.property(anyFee, fc.constantFrom(...([1, 3, 6, 12, "once"] as const)), (fee, payCycleMonths) => {
      const [one, other] = [recurring(scheduleOf(termsOf(fee))), recurring(scheduleOf(termsOf({ ...fee, payCycleMonths })))];
      const difference = Math.abs(total(one) - total(other));
      expect(difference).toBeLessThanOrEqual(fee.calcMode === "monthly" ? 0 : one.length + other.length);
    }),
  );
});

test("property: a month cut in two, by the month's own days or by thirty, is the whole but for the rounding of both parts", () => {
  const anyTariff = fc.record({
    calcMode: fc.constantFrom("monthly", "perDiem"),
    dayPriceRule: fc.constantFrom("month", "thirty"),
    month: fc.integer({ min: 0, max: 100_000_000 }),
  });
  const anyMonth = fc.record({ months: fc.record({ anchor: fc.integer({ min: 19_000, max: 22_000 }), isCalendar: fc.constant(false) }), cut: fc.nat(29) });
  fc.assert(
    fc.property(anyTariff, anyMonth, ({ month, ...rules }, { months, cut }) => {
      const tariff: Tariff = { ...rules, yearDays: 365, isQuotedByDay: false, month, exact: exact(month) };
      const last = dayNumber(dayOfNumber(months.anchor).add({ months: 1 })) - 1;
      const middle = Math.min(months.anchor + cut, last - 1);
      const [whole, first, second] = [
        { from: months.anchor, to: last },
        { from: months.anchor, to: middle },
        { from: middle + 1, to: last },
      ].map((range) => charge(tariff, months, range, []).amount);
      expect(whole).toBe(month);
      expect(Math.abs(first! + second! - whole!)).toBeLessThanOrEqual(1);
    }),
  );
});

test("property: leaving on a day gives back exactly what the schedule that ends on it no longer asks for", () => {
  fc.assert(
    fc.property(anyFee, fc.nat(900), (fee, days) => {
      const leavingDay = fee.from.add({ days: Math.min(days, dayNumber(fee.to) - dayNumber(fee.from)) });
      if (leavingDay.equals(fee.to)) return;
      const before = recurring(scheduleOf(termsOf(fee)));
      const after = recurring(scheduleAfter(termsOf(fee), [{ kind: "termination", on: leavingDay.add({ days: 1 }), leavingDay, cause: "agreed" }]));
      const charged = before.map((line) => line.amount - (after.find(({ key }) => key === line.key)?.amount ?? 0)).filter((amount) => amount > 0);
      expect(sumFen(creditAfter(before, leavingDay).map(({ amount }) => amount))).toBe(sumFen(charged));
    }),
  );
});

test("property: a due day that is moved is worked, never earlier, and the amounts do not mind", () => {
  const anyTiming = fc.oneof(
    fc.record({ kind: fc.constant("workingDaysBefore" as const), days: fc.nat(15) }),
    fc.record({ kind: fc.constant("fixedDay" as const), day: fc.integer({ min: 1, max: 31 }), monthsLater: fc.integer({ min: -2, max: 2 }) }),
  );
  fc.assert(
    fc.property(anyFee, anyTiming, (fee, payTiming) => {
      const terms = termsOf({ ...fee, payTiming });
      const [none, next] = [recurring(scheduleOf(terms, { calendar })), recurring(scheduleOf({ ...terms, holidayRoll: "next" }, { calendar }))];
      next.forEach(({ dueOn, amount }, place) => {
        expect(dueOn.dayOfWeek).toBeLessThan(6);
        expect(Temporal.PlainDate.compare(dueOn, none[place]!.dueOn)).toBeGreaterThanOrEqual(0);
        expect(amount).toBe(none[place]!.amount);
      });
    }),
  );
});

test("property: a day and its number are the same day, back to 1900 and on to 2200", () => {
  fc.assert(
    fc.property(fc.integer({ min: -25_567, max: 84_370 }), (number) => {
      const day = Temporal.PlainDate.from("1970-01-01").add({ days: number });
      expect([dayNumber(day), dayOfNumber(number).toString(), textOfNumber(number)]).toEqual([number, day.toString(), day.toString()]);
      expect(monthOf(number)).toBe(day.year * 12 + day.month - 1);
    }),
  );
});
