import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { asId } from "#kernel/id.ts";
import { isRepeat, type Occurrence, pareto, whyNotAnalyse } from "./analysis.ts";
import { isDissatisfied, ratingState } from "./callback.ts";
import { pieces, wantedPieces } from "./search.ts";

const at = (text: string) => Temporal.Instant.from(`${text}+08:00`);
const anOccurrence = (change: Partial<Occurrence>): Occurrence => ({
  id: asId<"case">("a"),
  tenantId: asId<"tenant">("t"),
  unitId: asId<"unit">("u"),
  category: "lift",
  cause: "equipmentFault",
  receivedAt: at("2026-03-01T10:00"),
  ...change,
});

describe("repeats", () => {
  const first = anOccurrence({});
  const again = (change: Partial<Occurrence>) => anOccurrence({ id: asId<"case">("b"), receivedAt: at("2026-03-31T10:00"), ...change });

  test("the same tenant, place and cause within thirty days is a repeat, a day more is not (CS-11)", () => {
    expect(isRepeat(again({}), first, 30)).toBe(true);
    expect(isRepeat(again({ receivedAt: at("2026-03-31T10:01") }), first, 30)).toBe(false);
    expect(isRepeat(first, again({}), 30)).toBe(false);
  });

  test("the days are the site's own (2.2.1-4)", () => {
    expect([9, 10].map((days) => isRepeat(again({ receivedAt: at("2026-03-11T10:00") }), first, days))).toEqual([false, true]);
  });

  test("another tenant, place or cause is none; while a cause is undecided the category speaks (CS-11)", () => {
    expect(isRepeat(again({ tenantId: asId<"tenant">("x") }), first, 30)).toBe(false);
    expect(isRepeat(again({ unitId: null }), first, 30)).toBe(false);
    expect(isRepeat(again({ cause: "tenantUse" }), first, 30)).toBe(false);
    expect(isRepeat(again({ cause: null }), first, 30)).toBe(true);
    expect(isRepeat(again({ cause: null, category: "water" }), first, 30)).toBe(false);
  });
});

test("causes are ranked with their running share (2.2.1-4)", () => {
  expect(
    pareto([
      { key: "b", count: 1 },
      { key: "a", count: 1 },
      { key: "c", count: 2 },
      { key: "d", count: 0 },
    ]),
  ).toEqual([
    { key: "c", count: 2, cumulative: 0.5 },
    { key: "a", count: 1, cumulative: 0.75 },
    { key: "b", count: 1, cumulative: 1 },
  ]);
});

test("a month is analysed once it is over, with findings and, where we were at fault, an action (2.2.1-4)", () => {
  const analysis = {
    month: Temporal.PlainYearMonth.from("2026-03"),
    findings: " ",
    actions: 0,
    attributable: 2,
    isRecorded: false,
  };
  const names = (day: string) => whyNotAnalyse(analysis, Temporal.PlainDate.from(day)).map(({ code }) => code);
  expect(names("2026-03-31")).toEqual(["service.monthNotOver", "service.findingsTooShort", "service.actionsMissing"]);
  expect(whyNotAnalyse({ ...analysis, findings: "x", actions: 1 }, Temporal.PlainDate.from("2026-04-01"))).toEqual([]);
});

describe("what the tenant thinks", () => {
  const scores = { speed: 5, attitude: 5, quality: 5, result: 3 };

  test("a poor result or something left undone begins the case anew (2.2.1-3, F08)", () => {
    expect(isDissatisfied({ scores, isUnresolved: false })).toBe(false);
    expect(isDissatisfied({ scores: { ...scores, result: 2 }, isUnresolved: false })).toBe(true);
    expect(isDissatisfied({ scores, isUnresolved: true })).toBe(true);
  });

  test("a rating link works once, expires, and its rating freezes twelve hours later", () => {
    const link = { expiresAt: at("2026-03-15T00:00"), revokedAt: null, ratedAt: null };
    const rated = { ...link, ratedAt: at("2026-03-10T08:00") };
    expect(ratingState(link, at("2026-03-14T23:59"))).toBe("open");
    expect(ratingState(link, at("2026-03-15T00:00"))).toBe("expired");
    expect(ratingState({ ...link, revokedAt: at("2026-03-02T00:00") }, at("2026-03-03T00:00"))).toBe("spent");
    expect(ratingState(rated, at("2026-03-10T19:59"))).toBe("changeable");
    expect(ratingState(rated, at("2026-03-10T20:00"))).toBe("frozen");
  });
});

describe("search pieces", () => {
  test("a two-character Chinese word is one piece, and every text holding it has that piece", () => {
    expect(wantedPieces("空调")).toEqual(["空调"]);
    expect(pieces("18层空调不制冷")).toContain("空调");
    expect(pieces("ＡＣ－１８ ")).toEqual(["ac", "18"]);
  });

  test("property: a text has every piece of any part of one of its words", () => {
    const letters = fc.string({
      unit: fc.constantFrom(..."空调电梯漏水abc123"),
      minLength: 2,
      maxLength: 20,
    });
    fc.assert(
      fc.property(letters, fc.nat(18), fc.integer({ min: 2, max: 6 }), (text, start, length) => {
        const part = text.slice(start, start + length);
        if (part.length < 2) return;
        expect(pieces(text)).toEqual(expect.arrayContaining(wantedPieces(part)));
      }),
    );
  });
});
