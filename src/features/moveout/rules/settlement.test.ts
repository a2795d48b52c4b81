import fc from "fast-check";
import { expect, test } from "vitest";
import { newId } from "#kernel/id.ts";
import { fen, sumFen } from "#kernel/money.ts";
import { sayWorking } from "#features/leasing/rules.ts";
import { changesBetween, sections, settlementOf, type SettlementInputs } from "./settlement.ts";
import { whyNotIssue } from "./settlementGates.ts";
import { type ItemKind, itemState, type SettlementItem } from "./settlementItems.ts";

const day = (text: string) => Temporal.PlainDate.from(text);
const [owner, property] = [newId<"entity">(), newId<"entity">()];
const deposit = newId<"deposit">();
const working = { rule: "byHand", inputs: {}, steps: [], rounding: "none" } as const;
const october = { from: day("2026-10-01"), to: day("2026-10-31"), working };

function item(kind: ItemKind, price: number | null, more: Partial<SettlementItem> = {}): SettlementInputs["items"][number] {
  const priced = { quantity: price === null ? null : "1", unit: "项", unitPrice: price === null ? null : fen(price) };
  const base = { id: newId<"settlementItem">(), kind, title: kind, place: "", difference: null, payee: "property", depositId: null, note: "", pricedByName: null } as const;
  return { ...base, ...priced, answer: null, verdict: null, version: 1, entityId: kind === "damage" ? owner : property, ...more };
}

const v12 = (more: Partial<SettlementInputs> = {}): SettlementInputs => ({
  leavingOn: day("2026-09-30"),
  settledOn: day("2026-09-30"),
  deposits: [{ id: deposit, feeItem: "leaseDeposit", entityId: owner, held: fen(270_125_01) }],
  unused: [
    { lineId: newId(), billNo: "ZD-1", entityId: owner, feeItem: "rent", amount: fen(76_041_67), ...october },
    { lineId: newId(), billNo: "ZD-2", entityId: property, feeItem: "propertyFee", amount: fen(28_000_00), ...october, to: day("2026-11-30") },
  ],
  advances: [],
  unbilled: [],
  waiting: [],
  open: [],
  usage: [{ key: "usage:1", meterNo: "E-1803", quantity: "2665.6", entityId: property, feeItem: "electricity", amount: fen(2_127_95), ...october }],
  items: [item("damage", 3_600_00), item("cleaning", 800_00)],
  lateFees: [],
  notice: null,
  ...more,
});

test("V12 the tenant of V4 leaves on 2026-09-30 by agreement: 367 638.73 go back (3.7)", () => {
  const { lines, net } = settlementOf(v12());
  expect(net).toBe(367_638_73);
  expect(lines.map(({ section, amount }) => [section, amount])).toEqual([
    ["deposit", 270_125_01],
    ["prepaid", 76_041_67],
    ["prepaid", 28_000_00],
    ["usage", -2_127_95],
    ["works", -3_600_00],
    ["works", -800_00],
  ]);
});

test("V12 the same with the deposit forfeited for breach: 97 513.72 (3.7-7)", () => {
  const forfeiture = item("forfeiture", 270_125_01, { depositId: deposit });
  expect(settlementOf(v12({ items: [...v12().items, forfeiture] })).net).toBe(97_513_72);
});

test("a deposit is forfeited once and for no more than is held of it (3.7-7)", () => {
  const twice = [item("forfeiture", 200_000_00, { depositId: deposit }), item("forfeiture", 200_000_00, { depositId: deposit })];
  expect(
    settlementOf(v12({ items: twice, usage: [] }))
      .lines.filter(({ section }) => section === "penalty")
      .map(({ amount }) => amount),
  ).toEqual([-200_000_00, -70_125_01]);
});

test("every line says how it was reckoned, in both languages", () => {
  const inputs = v12({
    advances: [{ paymentId: newId(), entityId: owner, receivedOn: day("2026-09-02"), amount: fen(10_00) }],
    open: [
      {
        lineId: newId(),
        billNo: "ZD-9",
        billed: fen(100_00),
        dueOn: day("2026-09-05"),
        entityId: property,
        feeItem: "water",
        from: day("2026-09-01"),
        to: day("2026-09-30"),
        amount: fen(40_00),
      },
    ],
    items: [item("damage", 0), item("cleaning", 80_00, { verdict: { said: "waived", reason: "老租户", byName: "王经理", at: Temporal.Instant.from("2026-09-30T02:00:00Z") } })],
    notice: { entityId: owner, from: day("2026-10-01"), to: day("2026-10-10"), amount: fen(5_00), said: { zh: "少 10 天。", en: "10 days short." } },
  });
  const { lines } = settlementOf(inputs);
  const ours = lines.filter(({ working: { rule } }) => rule.startsWith("settlement."));
  expect(ours.map(({ working: one }) => sayWorking(one, "zh").join(""))).toEqual([
    "账上持有保证金 270,125.01 元，不计息。",
    "2026-09-02 收款中未抵账单的余额 10.00 元。",
    "账单 ZD-9，2026-09-05 到期：应付 100.00 元 − 已付 60.00 元 = 未付 40.00 元。",
    "不收费。",
    "王经理 减免：老租户。",
    "少 10 天。 计收 5.00 元。",
  ]);
  for (const { working: one } of ours) expect(sayWorking(one, "en").join(" ")).toMatch(/^[A-Z0-9].*\.$|^0\.|^Nothing|^Waived/);
});

const at = Temporal.Instant.from("2026-09-30T02:00:00Z");
const disputed = { said: "disputed", text: "原来就有", byName: "王敏", at } as const;

test("what is disputed and not decided shuts the agreement, unless the tenant agrees with reservation (2.1.3-4)", () => {
  const [open, contested] = [item("damage", null, { title: "地毯" }), item("damage", 100_00, { title: "门锁", answer: disputed })];
  const against = (items: readonly SettlementItem[], reservation = "") => whyNotIssue({ items, reservation, usage: [] }).map(({ code, facts }) => [code, facts["item"]]);
  expect(against([open, contested])).toEqual([
    ["moveout.itemUnpriced", "地毯"],
    ["moveout.itemDisputed", "门锁"],
  ]);
  expect(against([contested], "门锁一项保留异议")).toEqual([]);
  expect(against([{ ...contested, verdict: { said: "upheld", reason: "照片可见", byName: "经理", at } }])).toEqual([]);
  expect(itemState({ ...contested, verdict: { said: "waived", reason: "旧损", byName: "经理", at } })).toBe("waived");
});

const money = fc.integer({ min: 1, max: 1_000_000_00 }).map((amount) => fen(amount));
const anyInputs = fc.record({
  held: fc.array(money, { maxLength: 3 }),
  unused: fc.array(money, { maxLength: 3 }),
  open: fc.array(money, { maxLength: 3 }),
  works: fc.array(money, { maxLength: 3 }),
});

test("property: the net is the sum of the lines, sections stand in their order, and no record is counted twice (3.7)", () => {
  fc.assert(
    fc.property(anyInputs, ({ held, unused, open, works }) => {
      const inputs = v12({
        deposits: held.map((amount) => ({ id: newId<"deposit">(), feeItem: "leaseDeposit", entityId: owner, held: amount })),
        unused: unused.map((amount) => ({ lineId: newId<"billLine">(), billNo: "ZD", entityId: owner, feeItem: "rent", amount, ...october })),
        open: open.map((amount) => ({ lineId: newId<"billLine">(), billNo: "ZD", billed: amount, dueOn: day("2026-09-05"), entityId: owner, feeItem: "rent", ...october, amount })),
        items: works.map((amount) => item("damage", amount)),
        usage: [],
      });
      const { lines, net } = settlementOf(inputs);
      expect(net).toBe(sumFen(lines.map(({ amount }) => amount)));
      expect(net).toBe(sumFen(held) + sumFen(unused) - sumFen(open) - sumFen(works));
      const places = lines.map(({ section }) => Object.keys(sections).indexOf(section));
      expect(places).toEqual(places.toSorted((one, other) => one - other));
      expect(new Set(lines.map(({ key }) => key)).size).toBe(lines.length);
      expect(changesBetween(lines, settlementOf(inputs).lines)).toEqual([]);
    }),
  );
});

test("what changed since the tenant agreed is named line by line (3.7-9)", () => {
  const inputs = v12();
  const after = settlementOf({ ...inputs, usage: [] }).lines;
  expect(changesBetween(settlementOf(inputs).lines, after).map(({ name, was, is }) => [name.zh, was, is])).toEqual([["电费", -2_127_95, 0]]);
});
