import fc from "fast-check";
import { expect, test } from "vitest";
import { type Id, newId } from "#kernel/id.ts";
import { fen, sumFen } from "#kernel/money.ts";
import { setOff, type Source } from "./setOff.ts";

const [owner, property] = [newId<"entity">(), newId<"entity">()];
const source = (kind: Source["kind"], entityId: Id<"entity">, amount: number): Source => ({ kind, id: newId<"deposit">(), entityId, amount: fen(amount) });
const debt = (entityId: Id<"entity">, open: number) => ({ lineId: newId<"billLine">(), entityId, open: fen(open) });

test("a debt is paid out of what its own creditor holds before anybody else's is touched: V12's property debts out of the prepaid fee (3.7-8)", () => {
  const sources = [source("deposit", owner, 270_125_01), source("advance", owner, 76_041_67), source("advance", property, 28_000_00)];
  const { uses, left, owed } = setOff([debt(property, 2_127_95), debt(property, 3_600_00), debt(property, 800_00)], sources);
  expect(uses.map(({ source: used, parts }) => [used, sumFen(parts.map(({ amount }) => amount))])).toEqual([[sources[2], 6_527_95]]);
  expect([left.map(({ amount }) => amount), owed]).toEqual([[270_125_01, 76_041_67, 21_472_05], 0]);
  expect(sumFen(left.map(({ amount }) => amount))).toBe(367_638_73);
});

test("property: nothing is lost or made, and somebody owes only when nothing is left (CC 569)", () => {
  const amounts = fc.array(fc.tuple(fc.boolean(), fc.boolean(), fc.integer({ min: 1, max: 1_000_000_00 })), { maxLength: 6 });
  fc.assert(
    fc.property(amounts, amounts, (debts, sources) => {
      const there = sources.map(([isDeposit, isOwner, amount]) => source(isDeposit ? "deposit" : "advance", isOwner ? owner : property, amount));
      const owedTo = debts.map(([, isOwner, amount]) => debt(isOwner ? owner : property, amount));
      const { uses, left, owed } = setOff(owedTo, there);
      const used = sumFen(uses.flatMap(({ parts }) => parts.map(({ amount }) => amount)));
      const rest = sumFen(left.map(({ amount }) => amount));
      expect(used + rest).toBe(sumFen(there.map(({ amount }) => amount)));
      expect(used + owed).toBe(sumFen(owedTo.map(({ open }) => open)));
      expect(rest > 0 && owed > 0).toBe(false);
    }),
  );
});
