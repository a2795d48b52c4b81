import fc from "fast-check";
import { expect, test } from "vitest";
import { judgeCall, judgeTestCall, longestWait, ringsAfter, usualCadence } from "./telephone.ts";

test("with one second of tone and four of silence the fourth ring begins after fifteen seconds (2.2.2-1)", () => {
  expect([0, 4_999, 5_000, 9_999, 10_000, 14_999, 15_000].map((waited) => ringsAfter(waited, usualCadence))).toEqual([1, 1, 2, 2, 3, 3, 4]);
  expect(longestWait(3, usualCadence)).toBe(15_000);
});

test("a call answered during the third ring is kept, in the fourth it is not (2.2.2-1)", () => {
  expect(judgeCall({ waitedMs: 14_000, isAnswered: true }, usualCadence)).toBe("kept");
  expect(judgeCall({ waitedMs: 15_000, isAnswered: true }, usualCadence)).toBe("failed");
});

test("a caller who hung up within three rings gave no occasion; one who rang on in vain did (2.2.2-1)", () => {
  expect(judgeCall({ waitedMs: 8_000, isAnswered: false }, usualCadence)).toBe("noOccasion");
  expect(judgeCall({ waitedMs: 30_000, isAnswered: false }, usualCadence)).toBe("failed");
});

test("a site with another cadence counts its own rings (2.2.2-1)", () => {
  expect(judgeCall({ waitedMs: 14_000, isAnswered: true }, { on: 2, off: 4 })).toBe("kept");
  expect(judgeCall({ waitedMs: 17_000, isAnswered: true }, { on: 2, off: 4 })).toBe("kept");
  expect(judgeCall({ waitedMs: 14_000, isAnswered: true }, { on: 1, off: 2 })).toBe("failed");
});

test("a sampled test call counts rings by ear (2.2.2-1)", () => {
  expect(judgeTestCall({ rings: 3, isAnswered: true })).toBe(true);
  expect(judgeTestCall({ rings: 4, isAnswered: true })).toBe(false);
  expect(judgeTestCall({ rings: 2, isAnswered: false })).toBe(false);
});

test("property: a longer wait is never judged better, and the limit is exactly the longest wait", () => {
  fc.assert(
    fc.property(fc.nat(120_000), fc.nat(120_000), fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 8 }), (a, b, on, off) => {
      const cadence = { on, off };
      expect(ringsAfter(Math.min(a, b), cadence)).toBeLessThanOrEqual(ringsAfter(Math.max(a, b), cadence));
      expect(judgeCall({ waitedMs: a, isAnswered: true }, cadence) === "kept").toBe(a < longestWait(3, cadence));
    }),
  );
});
