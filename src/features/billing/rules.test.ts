import fc from "fast-check";
import { expect, test } from "vitest";
import { newId } from "#kernel/id.ts";
import { fen } from "#kernel/money.ts";
import type { ScheduleLine } from "#features/leasing/rules.ts";
import { abatementOf, type BilledLine, billState, differencesOf, type Piece, planBilling, rateOn, taxed, taxOfPart } from "./rules.ts";

const day = (text: string) => Temporal.PlainDate.from(text);

test("V10: net and tax out of an inclusive price, and on top of an exclusive one (3.5)", () => {
  const cases = [
    [228_125_01, "0.09", 209_289_00, 18_836_01],
    [42_000_00, "0.06", 39_622_64, 2_377_36],
    [2_127_95, "0.13", 1_883_14, 244_81],
    [109_781_97, "0.09", 100_717_40, 9_064_57],
    [109_781_97, "0.05", 104_554_26, 5_227_71],
    [109_781_97, "0.03", 106_584_44, 3_197_53],
  ] as const;
  for (const [amount, rate, net, tax] of cases) expect(taxed(fen(amount), rate, "inclusive")).toEqual({ amount, net, tax });
  expect(taxed(fen(1_000_00), "0.06", "exclusive")).toEqual({ amount: 1_060_00, net: 1_000_00, tax: 60_00 });
});

test("property: net and tax make the amount, of a line and of any part of it, whatever the rate", () => {
  const amounts = fc.integer({ min: 1, max: 1_000_000_000 });
  fc.assert(
    fc.property(
      amounts,
      amounts,
      fc.constantFrom("0", "0.01", "0.03", "0.06", "0.09", "0.13"),
      fc.constantFrom("inclusive" as const, "exclusive" as const),
      (amount, other, rate, mode) => {
        const line = taxed(fen(amount), rate, mode);
        const part = taxOfPart(fen(Math.min(other, line.amount)), line);
        expect(line.net + line.tax).toBe(line.amount);
        expect(part.net + part.tax).toBe(part.amount);
      },
    ),
  );
});

test("a rate is the site's own from its day, else the law's; small-scale services pay 1 % until the end of 2027 (3.5)", () => {
  const own = [{ category: "leasing", taxpayer: "general", rate: "0.05", from: day("2026-07-01") }] as const;
  expect(rateOn(own, "leasing", "general", day("2026-06-30"))).toBe("0.09");
  expect(rateOn(own, "leasing", "general", day("2026-07-01"))).toBe("0.05");
  expect([day("2027-12-31"), day("2028-01-01")].map((on) => rateOn([], "service", "smallScale", on))).toEqual(["0.01", "0.03"]);
  expect(rateOn([], "none", "general", day("2026-07-01"))).toBe("0");
});

test("rent is abated by the days and the part of the premises lost, rounded once (CC 713)", () => {
  const line = { from: day("2026-08-01"), to: day("2026-10-31"), amount: fen(228_125_01) };
  expect(abatementOf(line, { from: day("2026-08-01"), to: day("2026-08-10"), percent: "40" }).amount).toBe(9_918_48);
  expect(abatementOf(line, { from: day("2026-07-20"), to: day("2026-12-31"), percent: "100" }).amount).toBe(228_125_01);
});

const scheduled = (key: string, from: string, to: string, amount: number, dueOn = from): ScheduleLine => ({
  key,
  feeItem: "rent",
  kind: "recurring",
  from: day(from),
  to: day(to),
  dueOn: day(dueOn),
  amount: fen(amount),
  taxMode: "inclusive",
  unitIds: [],
  working: { rule: "monthly", inputs: {}, steps: [], rounding: "month" },
});
const billed = ({ key, feeItem, from, to, dueOn, amount, taxMode }: ScheduleLine): BilledLine => ({
  id: newId(),
  billId: newId(),
  key,
  feeItem,
  from,
  to,
  dueOn,
  amount,
  net: amount,
  taxMode,
  credited: fen(0),
});

const quarter = scheduled("rent:2026-08-01", "2026-08-01", "2026-10-31", 300_00);
const next = scheduled("rent:2026-11-01", "2026-11-01", "2027-01-31", 300_00);

test("what is billed and unchanged stays; what is due and not billed is billed; free days make no line", () => {
  const free = scheduled("rent:2026-06-01", "2026-06-01", "2026-07-31", 0);
  const plan = planBilling([free, quarter, next], [], { until: day("2026-08-31") });
  expect([plan.bill, plan.credit]).toEqual([[quarter], []]);
  expect(planBilling([free, quarter, next], [billed(quarter)], { until: day("2026-08-31") })).toEqual({ bill: [], credit: [], isAhead: false });
  expect(planBilling([free, quarter, next], [billed(quarter), billed(next)], { until: day("2026-08-31") }).isAhead).toBe(true);
});

test("a billed line that an amendment changes is credited whole and billed anew; one cut otherwise to the same sum stands (3.3-8)", () => {
  const line = billed(quarter);
  const cut = [scheduled("rent:2026-08-01", "2026-08-01", "2026-08-31", 100_00), scheduled("rent:2026-09-01", "2026-09-01", "2026-10-31", 200_00)];
  expect(planBilling(cut, [line], { until: day("2026-10-31") })).toEqual({ bill: [], credit: [], isAhead: false });
  const raised = [cut[0]!, scheduled("rent:2026-09-01", "2026-09-01", "2026-10-31", 220_00)];
  expect(planBilling(raised, [line], { until: day("2026-10-31") })).toEqual({ bill: raised, credit: [line], isAhead: false });
  expect(planBilling([], [line], { until: day("2026-10-31") }).credit).toEqual([line]);
});

test("what fell due before a site began to bill here is left alone, but for what is corrected", () => {
  const rules = { until: day("2026-11-30"), since: day("2026-11-01") };
  expect(planBilling([quarter, next], [], rules).bill).toEqual([next]);
  const changed = scheduled("rent:2026-08-01", "2026-08-01", "2026-10-31", 310_00);
  expect(planBilling([changed, next], [billed(quarter)], rules).bill).toEqual([changed, next]);
});

test("property: whatever an amendment does, what stands billed after the plan is what the schedule says was due", () => {
  const line = fc.record({ start: fc.integer({ min: 0, max: 11 }), amount: fc.integer({ min: 1, max: 1_000 }) });
  const schedules = fc.uniqueArray(line, { selector: ({ start }) => start, maxLength: 8 }).map((found) =>
    found.map(({ start, amount }) => {
      const month = Temporal.PlainYearMonth.from("2026-01").add({ months: start });
      return scheduled(`rent:${month.toString()}-01`, `${month.toString()}-01`, month.toPlainDate({ day: month.daysInMonth }).toString(), amount);
    }),
  );
  fc.assert(
    fc.property(schedules, schedules, (before, after) => {
      const standing = planBilling(before, [], { until: day("2026-12-31") }).bill.map(billed);
      const { bill, credit } = planBilling(after, standing, { until: day("2026-12-31") });
      const kept = standing.filter((one) => !credit.includes(one));
      const total = (lines: readonly { amount: number }[]) => lines.reduce((sum, { amount }) => sum + amount, 0);
      expect(total(kept) + total(bill)).toBe(total(after));
    }),
  );
});

const piece = (from: string, to: string, amount: number, more: Partial<Piece> = {}): Piece => ({
  feeItem: "rent",
  kind: "schedule",
  from: day(from),
  to: day(to),
  amount: fen(amount),
  price: "5",
  areaCenti: 500_00,
  isFree: false,
  ...more,
});

test("the differences of a month name what is new, gone or changed, each with its reason", () => {
  const spans = [{ feeItem: "rent", from: day("2026-06-01"), to: day("2029-05-31") }] as const;
  const july = piece("2026-07-01", "2026-07-31", 100_00);
  const said = (was: readonly Piece[], will: readonly Piece[]) => differencesOf(was, will, spans).map(({ kind, reasons }) => [kind, reasons[0]?.code]);
  expect(said([july], [piece("2026-08-01", "2026-08-31", 100_00)])).toEqual([]);
  expect(said([july], [piece("2026-08-01", "2026-08-31", 105_00, { price: "5.25" })])).toEqual([["changed", "price"]]);
  expect(said([july], [piece("2026-08-01", "2026-08-15", 48_00)])).toEqual([["changed", "period"]]);
  expect(said([july], [piece("2026-08-01", "2026-08-31", 60_00, { isFree: true })])).toEqual([["changed", "free"]]);
  expect(said([], [piece("2026-06-01", "2026-06-30", 100_00)])).toEqual([["new", "firstDue"]]);
  expect(said([], [july])).toEqual([["new", "cycle"]]);
  expect(said([july], [])).toEqual([["gone", "notInCycle"]]);
  expect(said([piece("2029-05-01", "2029-05-31", 100_00)], [])).toEqual([["gone", "ended"]]);
  expect(said([], [piece("2026-08-01", "2026-08-31", 9_00, { kind: "charge" })])).toEqual([["new", "charge"]]);
});

test("a bill is overdue the day after it is due, settled or credited when nothing is open", () => {
  const bill = { kind: "bill", total: fen(100), settled: fen(0), credited: fen(0), dueOn: day("2026-08-10") } as const;
  expect(billState(bill, day("2026-08-10"))).toBe("open");
  expect(billState(bill, day("2026-08-11"))).toBe("overdue");
  expect(billState({ ...bill, settled: fen(40) }, day("2026-08-10"))).toBe("partly");
  expect(billState({ ...bill, settled: fen(40), credited: fen(60) }, day("2026-08-11"))).toBe("settled");
  expect(billState({ ...bill, credited: fen(100) }, day("2026-08-11"))).toBe("credited");
});
