import fc from "fast-check";
import { expect, test } from "vitest";
import { netToGross, taxOf } from "./tax.ts";

test("V10 the VAT inside an amount, by the rates of 2026 (§3.5)", () => {
  expect(taxOf(228_125_01, "0.09")).toEqual({ net: 209_289_00, tax: 18_836_01 });
  expect(taxOf(42_000_00, "0.06")).toEqual({ net: 39_622_64, tax: 2_377_36 });
  expect(taxOf(2_127_95, "0.13")).toEqual({ net: 1_883_14, tax: 244_81 });
  expect(taxOf(109_781_97, "0.09")).toEqual({ net: 100_717_40, tax: 9_064_57 });
  expect(taxOf(109_781_97, "0.05")).toEqual({ net: 104_554_26, tax: 5_227_71 });
  expect(taxOf(109_781_97, "0.03")).toEqual({ net: 106_584_44, tax: 3_197_53 });
});

test("property: net and tax add up, a credit mirrors its bill, and a net price comes back from its gross", () => {
  const anyRate = fc.constantFrom("0", "0.01", "0.03", "0.05", "0.06", "0.09", "0.13");
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1_000_000_000_000 }), anyRate, (amount, rate) => {
      const { net, tax } = taxOf(amount, rate);
      expect(net + tax).toBe(amount);
      expect(tax).toBeGreaterThanOrEqual(0);
      const credit = taxOf(0 - amount, rate);
      expect([credit.net + net, credit.tax + tax]).toEqual([0, 0]);
      expect(taxOf(netToGross(amount, rate), rate).net).toBe(amount);
    }),
  );
});
