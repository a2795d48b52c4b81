import fc from "fast-check";
import { expect, test } from "vitest";
import { compareExact, decimalText, exact, exactText, minus, over, plainText, plus, roundHalfAway, roundProduct, times } from "./decimal.ts";
import { allocate, fen, fenOfYuan, readYuan, roundFen, share, sumFen, yuanText } from "./money.ts";

const anyAmount = fc.integer({ min: -1_000_000_000_000, max: 1_000_000_000_000 });
const anyDecimal = fc
  .tuple(fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }), fc.integer({ min: 0, max: 6 }))
  .map(([units, places]) => decimalText(over(units, 10n ** BigInt(places)), places));

test("100.00 over three equal units is 33.34, 33.33 and 33.33; 1 000.00 over 100, 200 and 300 ㎡ is 166.67, 333.33 and 500.00 (vector V8)", () => {
  expect(allocate(100_00, [1, 1, 1])).toEqual([33_34, 33_33, 33_33]);
  expect(allocate(1_000_00, ["100", "200", "300"])).toEqual([166_67, 333_33, 500_00]);
});

test("a daily quote makes a month's rent, rounded once (vector V1)", () => {
  expect(fenOfYuan(over(times("286.45", "4.20", 365), 12))).toBe(36_593_99);
  expect(fenOfYuan(times("286.45", "4.20", 92))).toBe(110_684_28);
});

test("a broken month by the year's or the month's days (vector V2)", () => {
  expect(roundFen(times(over(times(43_200_00, 12), 365), 16))).toBe(22_724_38);
  expect(share(43_200_00, 16, 31)).toBe(22_296_77);
});

test("a half is rounded away from zero", () => {
  expect([roundHalfAway("0.5"), roundHalfAway("-0.5"), roundHalfAway("1.4999"), roundHalfAway("-2.5")]).toEqual([1n, -1n, 1n, -3n]);
});

test("money is whole 分 and stays within the safe integers", () => {
  expect(() => fen(0.5)).toThrow(RangeError);
  expect(() => sumFen([Number.MAX_SAFE_INTEGER, 1])).toThrow(RangeError);
  expect(() => exact(0.1)).toThrow(TypeError);
  expect(() => exact("1e3")).toThrow(TypeError);
  expect(() => over(1, 0)).toThrow(RangeError);
});

test("yuan are read as people write them and refused when they are not whole 分", () => {
  expect(["565,250.02", "￥１２．５", "1 200", "-0.01", "（500.00）", "12."].map(readYuan)).toEqual([565_250_02, 12_50, 1_200_00, -1, -500_00, 12_00]);
  expect(["", "1.005", "12e3", "abc", "1.2.3", "99999999999999"].map(readYuan)).toEqual([null, null, null, null, null, null]);
  expect([yuanText(565_250_02), yuanText(-5), yuanText(0)]).toEqual(["565,250.02", "-0.05", "0.00"]);
});

test("property: the parts of a sum add up to it, and differ from their share by less than one 分", () => {
  const weights = fc.array(fc.integer({ min: 0, max: 100_000 }), { minLength: 1, maxLength: 30 }).filter((list) => list.some((weight) => weight > 0));
  fc.assert(
    fc.property(anyAmount, weights, (amount, list) => {
      const parts = allocate(amount, list);
      expect(sumFen(parts)).toBe(amount);
      const total = list.reduce((sum, weight) => sum + weight, 0);
      parts.forEach((part, place) => expect(compareExact(times(minus(part, over(times(amount, list[place]!), total)), amount < 0 ? -1 : 1), 1)).toBe(-1));
    }),
  );
});

test("property: arithmetic is exact", () => {
  fc.assert(
    fc.property(anyDecimal, anyDecimal, (a, b) => {
      expect(compareExact(minus(plus(a, b), b), a)).toBe(0);
      if (compareExact(b, 0) !== 0) expect(compareExact(times(over(a, b), b), a)).toBe(0);
      expect(compareExact(plainText(a), a)).toBe(0);
    }),
  );
});

test("property: an amount survives being written and read", () => {
  fc.assert(
    fc.property(anyAmount, (amount) => {
      expect(readYuan(yuanText(amount))).toBe(amount);
    }),
  );
});

test("property: whole numbers are rounded alike, in plain numbers and in big ones", () => {
  const anyWhole = fc.oneof(fc.maxSafeInteger(), fc.integer({ min: -10_000, max: 10_000 }), fc.integer({ min: -10_000_000_000, max: 10_000_000_000 }));
  const anyDivisor = fc.oneof(fc.integer({ min: 1, max: 1000 }), fc.integer({ min: 1, max: 2 ** 51 }), fc.constantFrom(365, 360, 366, 377_580));
  fc.assert(
    fc.property(anyWhole, anyWhole, anyDivisor, (part, other, divisor) => {
      const expected = roundHalfAway(over(BigInt(part) * BigInt(other), divisor));
      if (expected > BigInt(Number.MAX_SAFE_INTEGER) || expected < BigInt(Number.MIN_SAFE_INTEGER)) expect(() => roundProduct(part, other, divisor)).toThrow(RangeError);
      else expect(BigInt(roundProduct(part, other, divisor))).toBe(expected);
    }),
    { numRuns: 2000 },
  );
  expect(Object.is(roundProduct(-1, 1, 4), 0)).toBe(true);
  expect(() => roundProduct(0.5, 2, 1)).toThrow(TypeError);
  expect(() => share(1, 1, 0)).toThrow(RangeError);
});

test("all digits of a price after its raises, and none invented for a third", () => {
  expect(exactText(times("5.00", "1.05", "1.05", "1.05"))).toBe("5.788125");
  expect([exactText(0), exactText("12.50"), exactText("-0.05")]).toEqual(["0", "12.5", "-0.05"]);
  expect(() => exactText(over(1, 3))).toThrow(RangeError);
});
