import fc from "fast-check";
import { expect, test } from "vitest";
import { judgeCall, judgeTestCall, ringsHeard, whyCallFailed } from "./telephone.ts";

const china = { on: 1, off: 4 };
const call = (seconds: number, isAnswered: boolean, cadence = china) => judgeCall({ rings: ringsHeard(seconds * 1000, cadence), isAnswered }, 3);

test("with one second of tone and four of silence the fourth ring begins after fifteen seconds (2.2.2-1)", () => {
  expect([0, 4.999, 5, 9.999, 10, 14.999, 15].map((waited) => ringsHeard(waited * 1000, china))).toEqual([1, 1, 2, 2, 3, 3, 4]);
});

test("a call answered during the third ring is kept, in the fourth it is not (2.2.2-1)", () => {
  expect([call(14, true), call(15, true)]).toEqual(["kept", "failed"]);
});

test("a caller who hung up within three rings gave no occasion; one who rang on in vain did (2.2.2-1)", () => {
  expect([call(8, false), call(30, false)]).toEqual(["noOccasion", "failed"]);
});

test("a site with another cadence counts its own rings (2.2.2-1)", () => {
  expect([call(17, true, { on: 2, off: 4 }), call(14, true, { on: 1, off: 2 })]).toEqual(["kept", "failed"]);
});

test("a sampled test call counts rings by ear and hears for the greeting; one nobody answered failed (2.2.2-1)", () => {
  const sample = { rings: 3, isAnswered: true, hadGreeting: true };
  expect(judgeTestCall(sample, 3)).toBe("kept");
  expect(judgeTestCall({ ...sample, hadGreeting: null }, 3)).toBe("kept");
  expect(judgeTestCall({ ...sample, hadGreeting: false }, 3)).toBe("failed");
  expect(judgeTestCall({ ...sample, rings: 4 }, 3)).toBe("failed");
  expect(judgeTestCall({ ...sample, rings: 2, isAnswered: false }, 3)).toBe("failed");
});

test("a failed call says what it failed by: rings, greeting or nobody there (2.2.2-1)", () => {
  const failed = { rings: 4, isAnswered: true, hadGreeting: null, verdict: "failed" } as const;
  expect(whyCallFailed(failed, 3)).toEqual(["tooManyRings"]);
  expect(whyCallFailed({ ...failed, rings: 2, hadGreeting: false }, 3)).toEqual(["noGreeting"]);
  expect(whyCallFailed({ ...failed, hadGreeting: false }, 3)).toEqual(["tooManyRings", "noGreeting"]);
  expect(whyCallFailed({ ...failed, isAnswered: false }, 3)).toEqual(["notAnswered"]);
  expect(whyCallFailed({ ...failed, verdict: "kept" }, 3)).toEqual([]);
});

test("property: an answered call is kept exactly while it has waited less than three whole cadences (2.2.2-1)", () => {
  fc.assert(
    fc.property(fc.nat(120), fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 8 }), (seconds, on, off) => {
      expect(call(seconds, true, { on, off }) === "kept").toBe(seconds < 3 * (on + off));
    }),
  );
});
