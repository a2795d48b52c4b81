import fc from "fast-check";
import { expect, test } from "vitest";
import { newId } from "#kernel/id.ts";
import { fen, sumFen } from "#kernel/money.ts";
import { amend, type LeaseTerms, scheduleOf, type ScheduleLine } from "#features/leasing/rules.ts";
import { aFee, someTerms } from "#features/leasing/samples.ts";
import { type BilledLine, planBilling, unbilledUntil, unusedOf } from "../rules.ts";

const day = (text: string) => Temporal.PlainDate.from(text);
const billedOf = (line: ScheduleLine) => ({
  ...line,
  id: newId<"billLine">(),
  billId: newId<"bill">(),
  net: line.amount,
  tax: fen(0),
  taxRate: "0",
  credited: fen(0),
});
const left = (terms: LeaseTerms, leavingDay: Temporal.PlainDate) => amend(terms, { kind: "termination", on: leavingDay.add({ days: 1 }), leavingDay, cause: "agreed" });

test("V12 of V4's bills, October's rent and two months' fee are not used (3.7-3)", () => {
  const billed = scheduleOf(someTerms())
    .filter(({ from, kind }) => kind === "recurring" && from.toString() <= "2026-09-30")
    .map(billedOf);
  expect(unusedOf(billed, day("2026-09-30")).map(({ line, from, to, amount }) => [line.feeItem, from.toString(), to.toString(), amount])).toEqual([
    ["rent", "2026-10-01", "2026-10-31", 76_041_67],
    ["propertyFee", "2026-10-01", "2026-11-30", 28_000_00],
  ]);
});

test("an exclusive price gives back its tax as well, and never more than what stands of the line", () => {
  const [line] = scheduleOf(someTerms({ fees: [aFee({ price: "18000", priceUnit: "month", payCycleMonths: 1, taxMode: "exclusive" })], deposits: [] }));
  const billed = { ...billedOf(line!), amount: fen(19_620_00), net: fen(18_000_00), tax: fen(1_620_00), taxRate: "0.09" };
  expect(unusedOf([billed], day("2026-05-31")).map(({ amount }) => amount)).toEqual([19_620_00]);
  expect(unusedOf([{ ...billed, credited: fen(9_620_00) }], day("2026-05-31")).map(({ amount }) => amount)).toEqual([10_000_00]);
});

const leases = fc.record({
  cycle: fc.constantFrom(1 as const, 3 as const, 6 as const),
  mode: fc.constantFrom("monthly" as const, "perDiem" as const),
  rule: fc.constantFrom("year" as const, "month" as const),
  stays: fc.integer({ min: 20, max: 900 }),
  billedLines: fc.integer({ min: 0, max: 12 }),
});

test("property: whatever was billed before, what is billed less what is not used plus what is left to bill is what the days cost (3.7-3)", () => {
  fc.assert(
    fc.property(leases, ({ cycle, mode, rule, stays, billedLines }) => {
      const terms = someTerms({ fees: [aFee({ payCycleMonths: cycle, calcMode: mode, dayPriceRule: rule })], deposits: [] });
      const leavingDay = terms.leaseStart.add({ days: stays });
      const whole = scheduleOf(terms);
      const billed = whole.slice(0, billedLines).map(billedOf);
      const rest = unbilledUntil(whole, billed, { leavingDay });
      const unused = unusedOf(billed, leavingDay);
      const charged = sumFen(billed.map(({ amount }) => amount)) - sumFen(unused.map(({ amount }) => amount)) + sumFen(rest.map(({ amount }) => amount));
      expect(charged).toBe(sumFen(scheduleOf(left(terms, leavingDay)).map(({ amount }) => amount)));
      const days = [...billed.filter(({ from }) => Temporal.PlainDate.compare(from, leavingDay) <= 0), ...rest].flatMap(({ from, to }) => {
        const end = Temporal.PlainDate.compare(to, leavingDay) > 0 ? leavingDay : to;
        return Array.from({ length: from.until(end).days + 1 }, (_, index) => from.add({ days: index }).toString());
      });
      expect(new Set(days).size).toBe(days.length);
      expect(days.length).toBe(stays + 1);
    }),
    { numRuns: 60 },
  );
});

test("property: after the final account a monthly run finds nothing to correct and nothing to bill (3.3-8)", () => {
  fc.assert(
    fc.property(leases, ({ cycle, mode, rule, stays, billedLines }) => {
      const terms = someTerms({ fees: [aFee({ payCycleMonths: cycle, calcMode: mode, dayPriceRule: rule })], deposits: [] });
      const leavingDay = terms.leaseStart.add({ days: stays });
      const billed = scheduleOf(terms).slice(0, billedLines).map(billedOf);
      const unused = new Map(unusedOf(billed, leavingDay).map(({ line, amount }) => [line.id, amount]));
      const settled: BilledLine[] = [
        ...billed.map((line) => ({ ...line, credited: fen(unused.get(line.id) ?? 0) })).filter(({ amount, credited }) => credited < amount),
        ...unbilledUntil(scheduleOf(terms), billed, { leavingDay }).map(billedOf),
      ];
      const plan = planBilling(scheduleOf(left(terms, leavingDay)), settled, { until: terms.leaseEnd });
      expect([plan.bill.map(({ key }) => key), plan.credit.map(({ key }) => key)]).toEqual([[], []]);
    }),
    { numRuns: 60 },
  );
});
