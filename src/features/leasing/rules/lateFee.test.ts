import fc from "fast-check";
import { expect, test } from "vitest";
import { type Late, lateFeeOf } from "./lateFee.ts";
import type { LateFeeTerm } from "./terms.ts";

const day = (text: string) => Temporal.PlainDate.from(text);
const term = (part: Partial<LateFeeTerm> = {}): LateFeeTerm => ({ percentPerDay: "0.05", graceDays: 0, countsFrom: "dueDay", base: "unpaid", ...part });
const v9 = (part: Partial<LateFeeTerm> = {}): Late => ({
  term: term(part),
  amount: 109_781_97,
  dueOn: day("2026-03-05"),
  payments: [
    { on: day("2026-03-20"), amount: 60_000_00 },
    { on: day("2026-04-10"), amount: 49_781_97 },
  ],
  until: day("2026-04-30"),
});

test("V9 part payment: 15 days on 109 781.97 and 21 on 49 781.97 at 0.05 % are 1 346.08, rounded once (§3.6)", () => {
  const { amount, working } = lateFeeOf(v9());
  expect(amount).toBe(1_346_08);
  expect(working.steps.slice(0, 2)).toEqual([
    { kind: "unpaid", from: "2026-03-06", to: "2026-03-20", days: 15, balance: 109_781_97 },
    { kind: "unpaid", from: "2026-03-21", to: "2026-04-10", days: 21, balance: 49_781_97 },
  ]);
});

test("V9 with a cap of 12 % a year of 365 days: 885.09; the lowest cap counts (§3.1, §3.6)", () => {
  expect(lateFeeOf(v9({ capPercentPerYear: "12" })).amount).toBe(885_09);
  expect(lateFeeOf(v9({ capPercentPerYear: "12", capAmount: 500_00 })).amount).toBe(500_00);
  expect(lateFeeOf(v9({ capPercent: "1" })).amount).toBe(1_097_82);
  expect(lateFeeOf(v9({ capPercent: "20", capAmount: 5_000_00, capPercentPerYear: "24" })).amount).toBe(1_346_08);
});

test("days of grace stay without damages; once over, they count from the due day or from their end as agreed", () => {
  const paidOn = (on: string, part: Partial<LateFeeTerm>) => lateFeeOf({ ...v9(part), amount: 10_000_00, payments: [{ on: day(on), amount: 10_000_00 }] }).amount;
  expect(paidOn("2026-03-10", { graceDays: 5 })).toBe(0);
  expect(paidOn("2026-03-11", { graceDays: 5 })).toBe(30_00);
  expect(paidOn("2026-03-11", { graceDays: 5, countsFrom: "afterGrace" })).toBe(5_00);
  expect(lateFeeOf({ ...v9(), payments: [{ on: day("2026-03-05"), amount: 109_781_97 }] }).working.steps).toEqual([{ kind: "notLate" }]);
});

test("damages on the whole amount run until it is paid in full", () => {
  expect(
    lateFeeOf(v9({ base: "whole" }))
      .working.steps.filter(({ kind }) => kind === "unpaid")
      .map(({ balance, days }) => [balance, days]),
  ).toEqual([
    [109_781_97, 15],
    [109_781_97, 21],
  ]);
});

test("a payment taken back was none", () => {
  const late = v9();
  const bounced = [...late.payments, { on: day("2026-03-20"), amount: -60_000_00 }];
  expect(lateFeeOf({ ...late, payments: bounced, until: day("2026-04-10") }).amount).toBe(lateFeeOf({ ...late, payments: [], until: day("2026-04-10") }).amount);
});

test("property: later is never less, and more paid is never more", () => {
  const anyPayment = fc.record({ after: fc.nat(60), amount: fc.integer({ min: 1, max: 100_000_00 }) });
  const anyTerm = fc.record({
    graceDays: fc.nat(10),
    countsFrom: fc.constantFrom("dueDay", "afterGrace"),
    base: fc.constantFrom("unpaid", "whole"),
    capPercentPerYear: fc.constantFrom("12", undefined),
  });
  fc.assert(
    fc.property(anyTerm, fc.array(anyPayment, { maxLength: 5 }), fc.nat(90), (part, paid, days) => {
      const dueOn = day("2026-03-05");
      const payments = paid.map(({ after, amount }) => ({ on: dueOn.add({ days: after }), amount }));
      const late: Late = { term: term(part), amount: 100_000_00, dueOn, payments, until: dueOn.add({ days }) };
      const { amount } = lateFeeOf(late);
      expect(lateFeeOf({ ...late, until: dueOn.add({ days: days + 1 }) }).amount).toBeGreaterThanOrEqual(amount);
      expect(lateFeeOf({ ...late, payments: payments.slice(1) }).amount).toBeGreaterThanOrEqual(amount);
    }),
  );
});
