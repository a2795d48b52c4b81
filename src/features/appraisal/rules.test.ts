import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { firstEdition } from "#features/manual/rules.ts";
import { addTallies, meets, noOccasions, owed, scoredChapterOf, scoredChapters, scoreOf, type Tally, verdicts, whyNoScore, whyUnmeasured, writeCount } from "./rules.ts";

const tally = (part: Partial<Tally>): Tally => ({ ...noOccasions, ...part });
const anyTally = () => fc.record(Object.fromEntries(verdicts.map((verdict) => [verdict, fc.nat(1000)]))) as fc.Arbitrary<Tally>;

describe("a score", () => {
  test("is kept over owed, and an override counts against it (preface)", () => {
    expect(scoreOf(tally({ kept: 7, late: 1, missed: 1, overridden: 1 }))).toBe(0.7);
  });

  test("without occasions is unmeasured, never full marks (preface)", () => {
    expect(scoreOf(noOccasions)).toBeNull();
    expect(meets(noOccasions, 1)).toBeNull();
    expect(writeCount(noOccasions)).toBe("—");
  });

  test("leaves excused duties out: all excused is unmeasured as well", () => {
    expect(scoreOf(tally({ excused: 4 }))).toBeNull();
    expect(scoreOf(tally({ kept: 1, excused: 4 }))).toBe(1);
  });

  test("cannot be kept up by leaving what is overdue open", () => {
    expect(scoreOf(tally({ kept: 1, overdue: 1 }))).toBe(0.5);
  });

  test("meets its target in whole duties: 95 of 100 meet 95 %, 94 of 99 do not", () => {
    expect(meets(tally({ kept: 95, late: 5 }), 95)).toBe(true);
    expect(meets(tally({ kept: 94, late: 5 }), 95)).toBe(false);
  });

  test("property: lies between nothing and full marks, and full marks means nothing went wrong", () => {
    fc.assert(
      fc.property(anyTally(), (each) => {
        const score = scoreOf(each);
        if (score === null) return owed(each) === 0;
        return score >= 0 && score <= 1 && (score === 1) === (each.late + each.missed + each.overridden + each.overdue === 0);
      }),
    );
  });

  test("property: tallies add up whatever their order", () => {
    fc.assert(
      fc.property(fc.array(anyTally()), (list) => {
        expect(addTallies(list)).toEqual(addTallies(list.toReversed()));
        expect(owed(addTallies(list))).toBe(list.reduce((sum, each) => sum + owed(each), 0));
      }),
    );
  });

  test("property: a joint score lies between the scores it joins", () => {
    fc.assert(
      fc.property(anyTally(), anyTally(), (a, b) => {
        const [first, second, both] = [scoreOf(a), scoreOf(b), scoreOf(addTallies([a, b]))];
        if (first === null || second === null || both === null) return true;
        return both >= Math.min(first, second) - 1e-12 && both <= Math.max(first, second) + 1e-12;
      }),
    );
  });
});

describe("chapters", () => {
  test("a group is compared by the chapters right below the parts", () => {
    expect(scoredChapters(firstEdition).map(({ id }) => id)).toEqual(["preface", "1.3", "2.1", "2.2", "3.1"]);
    expect(scoredChapterOf(firstEdition, "2.2.2-3")).toBe("2.2");
    expect(scoredChapterOf(firstEdition, "preface-1")).toBe("preface");
  });

  test("say why they have no score: nothing measurable, not running yet, a figure the site has not set, or no occasion (2.1, 3.1)", () => {
    const standardsOf = (clause: string) => firstEdition.standards.filter((each) => each.clause === clause);
    const of = (clause: string, values = {}) => whyUnmeasured(standardsOf(clause), values);
    expect([of("1.3.1"), of("3.1.1-1"), of("2.2.1-3"), of("2.2.1-3", { callbackDays: 3 }), of("2.2.2-3")]).toEqual(["noStandard", "notRunning", "parameterOpen", null, null]);
    expect(whyUnmeasured(standardsOf("2.2.1-3"))).toBeNull(); // over many sites no figure is looked at
    expect(whyNoScore(noOccasions, standardsOf("2.2.2-3"), {})).toBe("noOccasions");
    expect(whyNoScore(tally({ late: 1 }), standardsOf("2.2.1-3"), {})).toBeNull();
  });
});
