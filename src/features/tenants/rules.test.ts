import fc from "fast-check";
import { expect, test } from "vitest";
import { isCreditCode } from "./rules.ts";

test("a unified social credit code is accepted when its last character checks the rest", () => {
  expect(isCreditCode("91350100M000100Y43")).toBe(true);
});

test("property: changing any one character of a credit code breaks it", () => {
  const valid = "91350100M000100Y43";
  fc.assert(
    fc.property(fc.nat(17), fc.constantFrom(..."0123456789ABCDEFGHJKLMNPQRTUWXY"), (position, character) => {
      fc.pre(valid[position] !== character);
      expect(isCreditCode(valid.slice(0, position) + character + valid.slice(position + 1))).toBe(false);
    }),
  );
});

test("codes of another length or with letters that are never used are refused", () => {
  expect(isCreditCode("91350100M000100Y4")).toBe(false);
  expect(isCreditCode("91350100I000100Y43")).toBe(false);
});
