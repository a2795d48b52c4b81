import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Problem, Refusal } from "#kernel/problem.ts";
import { words } from "#kernel/words.ts";
import {
  type Book,
  difference,
  differenceOfText,
  firstEdition,
  type LimitRule,
  parameterIds,
  parametersOf,
  type ParameterValues,
  pathOf,
  resolveStandard,
  sayLimit,
  searchBook,
  standardIds,
  whyNotChangeStandard,
  whyNotHold,
  whyNotPublish,
  whyNotSet,
  withClause,
  withNews,
  withoutClause,
} from "./rules.ts";

const proposals: ParameterValues = Object.fromEntries(firstEdition.parameters.map(({ id, proposed }) => [id, proposed]));

describe("the first edition", () => {
  test("holds every clause of the source manual, in its order (preface to 3.1.2-3)", () => {
    expect(firstEdition.clauses.map(({ id }) => id)).toEqual([
      "preface-1",
      ...["1.1", "1.2", "1.3.1", "1.3.2", "1.3.3", "1.3.4"],
      ...numbered("2.1.1", 7),
      ...numbered("2.1.2", 4),
      ...numbered("2.1.3", 6),
      ...numbered("2.1.4", 3),
      ...numbered("2.2.1", 4),
      ...numbered("2.2.2", 3),
      ...numbered("2.2.3", 3),
      ...numbered("3.1.1", 3),
      ...numbered("3.1.2", 3),
    ]);
  });

  test("hangs together: every clause under a heading, every standard on a clause, every open figure defined once and used", () => {
    const clauses = new Set(firstEdition.clauses.map(({ id }) => id));
    for (const clause of firstEdition.clauses) expect(pathOf(firstEdition, clause.chapter), clause.id).not.toHaveLength(0);
    for (const { clause } of [...firstEdition.standards, ...firstEdition.parameters]) expect(clauses).toContain(clause);
    expect(firstEdition.standards.map(({ id }) => id)).toEqual([...standardIds]);
    expect(firstEdition.parameters.map(({ id }) => id)).toEqual([...parameterIds]);
  });

  test("says everything in Chinese and in English, and neither in the other's script", () => {
    const texts = [
      ...firstEdition.chapters.map(({ title }) => title),
      ...firstEdition.clauses.flatMap(({ title, text, record, gate }) => [title, text, record, gate]),
      ...firstEdition.standards.flatMap(({ name, measure }) => [name, measure]),
      ...firstEdition.parameters.flatMap(({ name, meaning }) => [name, meaning]),
    ].filter((text) => text !== undefined);
    for (const { zh, en } of texts) {
      expect(zh).toMatch(/\p{Script=Han}/u);
      expect(en).toMatch(/^[^\p{Script=Han}]+$/u);
    }
  });

  test("proposes for every open figure a value its own bounds allow", () => {
    for (const parameter of firstEdition.parameters) expect(whyNotSet(parameter, parameter.proposed), parameter.id).toEqual([]);
  });

  test("every standard from enquiry to the refunded deposit and of the desk runs, and of its figures only refunds hang on money (2.1, 2.2.1, 2.2.2)", () => {
    const running = firstEdition.standards.filter(({ measuredBy }) => measuredBy === "duties");
    expect(running).toEqual(firstEdition.standards.filter(({ clause }) => /^2\.(1|2\.[12])/.test(clause)));
    const atStake = running.flatMap(parametersOf).filter((id) => firstEdition.parameters.find((each) => each.id === id)!.stake !== "none");
    expect(atStake).toEqual(["fitoutRefundDays", "refundDays"]);
  });
});

describe("a standard at a site", () => {
  test("needs no parameter where the manual gives the figure: one working day (2.2.2-3)", () => {
    expect(resolveStandard(firstEdition, "firstFeedback", {}, 1)).toMatchObject({
      clause: "2.2.2-3",
      limit: { kind: "workingDays", days: 1 },
      clock: "workingTime",
      target: 100,
      version: 1,
    });
  });

  test("is refused while the site has left an open figure unset, naming the figure and the proposal (2.2.1-3)", () => {
    const refusal = refusalOf(() => resolveStandard(firstEdition, "callback", {}, 1));
    expect(refusal.reasons).toEqual([
      expect.objectContaining({
        code: "manual.parameterMissing",
        facts: expect.objectContaining({ parameter: "callbackDays", proposed: 3, unit: "workingDays", confidence: "inferred" }),
      }),
    ]);
  });

  test("takes the site's figure once it is set (2.2.1-3)", () => {
    expect(resolveStandard(firstEdition, "callback", { callbackDays: 2, analysisDay: 9 }, 4)).toMatchObject({
      limit: { kind: "workingDays", days: 2 },
      version: 4,
      parameters: { callbackDays: 2 },
    });
  });

  test("by the day of the next month has a cadence, not a limit (2.2.1-4)", () => {
    const standard = resolveStandard(firstEdition, "monthlyAnalysis", { analysisDay: 5 }, 1);
    expect(standard).toMatchObject({ cadence: { kind: "dayOfNextMonth", day: 5 } });
    expect(standard.limit).toBeUndefined();
  });

  test("the telephone has its rings, and the site says how long one takes (2.2.2-1)", () => {
    const standard = resolveStandard(firstEdition, "telephone", { ringOnSeconds: 1, ringOffSeconds: 4 }, 1);
    expect(standard).toMatchObject({ rings: 3, parameters: { ringOnSeconds: 1, ringOffSeconds: 4 } });
  });

  test("property: with every parameter set, every standard resolves and leaves no parameter name behind", () => {
    fc.assert(
      fc.property(fc.constantFrom(...standardIds), anyValues(), (id, values) => {
        const { limit, cadence } = resolveStandard(firstEdition, id, values, 1);
        return !JSON.stringify({ limit, cadence }).includes("parameter");
      }),
    );
  });

  test("property: a refusal names exactly the figures that are open", () => {
    fc.assert(
      fc.property(fc.constantFrom(...standardIds), fc.subarray([...parameterIds]), (id, set) => {
        const values = Object.fromEntries(set.map((parameter) => [parameter, proposals[parameter]]));
        const open = parametersOf(firstEdition.standards.find((each) => each.id === id)!).filter((parameter) => !set.includes(parameter));
        if (open.length === 0) return resolveStandard(firstEdition, id, values, 1).id === id;
        const { reasons } = refusalOf(() => resolveStandard(firstEdition, id, values, 1));
        return JSON.stringify(reasons.map(({ facts }) => facts["parameter"])) === JSON.stringify(open);
      }),
    );
  });
});

describe("a parameter", () => {
  const surveyMonths = firstEdition.parameters.find(({ id }) => id === "surveyMonths")!;
  const drillMonths = firstEdition.parameters.find(({ id }) => id === "drillMonths")!;

  test("takes only what the manual offers: each quarter or each half-year (2.2.3-1)", () => {
    expect([3, 6].flatMap((months) => whyNotSet(surveyMonths, months))).toEqual([]);
    expect(whyNotSet(surveyMonths, 4)).toEqual([expect.objectContaining({ code: "manual.notAChoice" })]);
  });

  test("cannot be looser than the law: a drill at least every half-year (3.1.2-3)", () => {
    expect(whyNotSet(drillMonths, 12)).toEqual([expect.objectContaining({ code: "manual.outOfBounds" })]);
    expect(whyNotSet(drillMonths, 2.5)).toEqual([expect.objectContaining({ code: "manual.outOfBounds" })]);
  });
});

describe("the difference between two editions", () => {
  test("is nothing between an edition and itself", () => {
    expect(difference(firstEdition, firstEdition)).toEqual([]);
  });

  test("shows a tightened limit as before and after (2.2.2-3)", () => {
    const tightened = changeStandard("firstFeedback", { limit: { kind: "workingHours", hours: 4 }, target: 98 });
    expect(difference(firstEdition, tightened)).toEqual([
      expect.objectContaining({
        part: "standard",
        clause: "2.2.2-3",
        kind: "changed",
        texts: [],
        values: [
          { field: "limit", before: words("1 个工作日内", "within 1 working day"), after: words("4 个工作小时内", "within 4 working hours") },
          { field: "target", before: words("100 %", "100 %"), after: words("98 %", "98 %") },
        ],
      }),
    ]);
  });

  test("marks the changed words of a sentence, by word in English and by character in Chinese (2.2.2-1)", () => {
    expect(differenceOfText("picked up within three rings", "picked up within two rings")).toEqual([
      { kind: "same", text: "picked up within " },
      { kind: "removed", text: "three" },
      { kind: "added", text: "two" },
      { kind: "same", text: " rings" },
    ]);
    expect(differenceOfText("三声内接听", "两声内接听")).toEqual([
      { kind: "removed", text: "三" },
      { kind: "added", text: "两" },
      { kind: "same", text: "声内接听" },
    ]);
  });

  test("tells a clause that came, one that went and one that only stands elsewhere apart (2.1.1)", () => {
    const [first, second, ...rest] = firstEdition.clauses;
    const added = { ...first!, id: "1.4" };
    expect(difference(firstEdition, { ...firstEdition, clauses: [second!, first!, ...rest] }).map(({ kind }) => kind)).toEqual(["moved"]);
    const changes = difference(firstEdition, { ...firstEdition, clauses: [second!, ...rest, added] });
    expect(changes.map(({ id, kind }) => [id, kind])).toEqual([
      ["1.4", "added"],
      ["preface-1", "removed"],
    ]);
  });

  test("two long texts that share nothing are told apart at once, and still give back both", () => {
    const [before, after] = ["甲".repeat(4000), "乙".repeat(4000)];
    expect(differenceOfText(before, after)).toEqual([
      { kind: "removed", text: before },
      { kind: "added", text: after },
    ]);
  });

  test("property: the pieces give back both sentences", () => {
    fc.assert(
      fc.property(anySentence(), anySentence(), (before, after) => {
        const pieces = differenceOfText(before, after);
        const without = (kind: string) =>
          pieces
            .filter((piece) => piece.kind !== kind)
            .map(({ text }) => text)
            .join("");
        return without("added") === before && without("removed") === after;
      }),
    );
  });

  test("property: read backwards, what came went and what went came", () => {
    fc.assert(
      fc.property(anyBook(), anyBook(), (a, b) => {
        const kinds = (changes: ReturnType<typeof difference>, kind: string) =>
          changes
            .filter((each) => each.kind === kind)
            .map(({ part, id }) => `${part} ${id}`)
            .toSorted();
        const there = difference(a, b);
        const back = difference(b, a);
        expect(kinds(there, "added")).toEqual(kinds(back, "removed"));
        expect(kinds(there, "changed")).toEqual(kinds(back, "changed"));
      }),
      { numRuns: 30 },
    );
  });
});

describe("a draft edition", () => {
  const tomorrow = Temporal.PlainDate.from("2026-11-24");
  const last = { book: firstEdition, effectiveFrom: Temporal.PlainDate.from("2026-01-01") };
  const publication = { effectiveFrom: tomorrow, today: tomorrow.subtract({ days: 1 }), last };
  const [preface] = firstEdition.clauses;
  const changed = withClause(firstEdition, { ...preface!, title: words("手册有什么用", "What the manual does") });

  test("is published when it changes something and holds together (1.3.4)", () => {
    expect(whyNotPublish(changed, publication)).toEqual([]);
    expect(codes(whyNotPublish(firstEdition, publication))).toEqual(["manual.nothingChanged"]);
  });

  test("never takes effect before today, nor before the edition it follows", () => {
    expect(codes(whyNotPublish(changed, { ...publication, today: tomorrow.add({ days: 1 }) }))).toEqual(["manual.backdated"]);
    expect(codes(whyNotPublish(changed, { ...publication, last: { ...last, effectiveFrom: tomorrow } }))).toEqual(["manual.notAfterLast"]);
  });

  test("names every fault at once: a text in one language, a standard without its clause", () => {
    const faulty = withoutClause(withClause(changed, { ...preface!, text: words("只有中文", " ") }), "2.2.2-3");
    expect(codes(whyNotPublish(faulty, publication))).toEqual(["manual.wordsMissing", "manual.standardWithoutClause", "manual.standardWithoutClause"]);
  });

  test("takes a new clause behind the others of its chapter, or where it is told (2.2.2)", () => {
    const courtesy = { ...firstEdition.clauses.find(({ id }) => id === "2.2.2-2")!, id: "2.2.2-4" };
    const ids = (book: Book) => book.clauses.map(({ id }) => id).filter((id) => id.startsWith("2.2.2"));
    expect(ids(withClause(firstEdition, courtesy))).toEqual(["2.2.2-1", "2.2.2-2", "2.2.2-3", "2.2.2-4"]);
    expect(ids(withClause(firstEdition, courtesy, "2.2.2-1"))).toEqual(["2.2.2-1", "2.2.2-4", "2.2.2-2", "2.2.2-3"]);
  });

  test("may turn one working day into four working hours, not into a promise, a year or nothing (2.2.2-3)", () => {
    const standard = firstEdition.standards.find(({ id }) => id === "firstFeedback")!;
    const against = (limit: LimitRule) => codes(whyNotChangeStandard(standard, { ...standard, limit }));
    expect(against({ kind: "workingHours", hours: 4 })).toEqual([]);
    expect(against({ kind: "promised" })).toEqual(["manual.badLimit"]);
    expect(against({ kind: "workingDays", days: 0 })).toEqual(["manual.badLimit"]);
    expect(against({ kind: "workingDays", days: 300 })).toEqual(["manual.badLimit"]);
    expect(codes(whyNotChangeStandard(standard, { ...standard, target: 0 }))).toEqual(["manual.badTarget"]);
  });
});

describe("a newer release of the product", () => {
  test("adds what it measures to a company's older book, with its clause and heading, and leaves the rest as it was written", () => {
    const isNew = ({ clause }: { readonly clause: string }) => clause.startsWith("3.1");
    const own = { ...firstEdition.clauses[0]!, title: words("本公司的手册", "Our manual") };
    const older: Book = {
      chapters: firstEdition.chapters.filter(({ id }) => !id.startsWith("3")),
      clauses: [own, ...firstEdition.clauses.slice(1).filter(({ id }) => !id.startsWith("3.1") && id !== "1.2")],
      standards: firstEdition.standards.filter((each) => !isNew(each)),
      parameters: firstEdition.parameters.filter((each) => !isNew(each)),
    };
    const joined = withNews(older, firstEdition);
    expect(joined.standards.map(({ id }) => id)).toEqual([...standardIds]);
    expect(joined.clauses.map(({ id }) => id)).toEqual(firstEdition.clauses.map(({ id }) => id).filter((id) => id !== "1.2"));
    expect(joined.chapters).toEqual(firstEdition.chapters);
    expect(joined.clauses[0]).toBe(own);
    expect(whyNotHold(joined)).toEqual([]);
    expect(difference(older, joined).every(({ kind }) => kind === "added")).toBe(true);
  });

  test("changes nothing where there is no news", () => {
    expect(withNews(firstEdition, firstEdition)).toBe(firstEdition);
  });
});

describe("a limit in people's words", () => {
  test("is said in both languages, an open figure as such", () => {
    expect(sayLimit({ kind: "workingDays", days: 1 }, {})).toEqual(words("1 个工作日内", "within 1 working day"));
    expect(sayLimit({ kind: "workingDays", days: { parameter: "callbackDays" } }, { callbackDays: 3 }).en).toBe("within 3 working days");
    expect(sayLimit({ kind: "workingDays", days: { parameter: "callbackDays" } }, {}).en).toBe("not yet set by the site");
  });
});

describe("searching the book", () => {
  test("finds by part of a word in either language, titles first (2.2.1-3)", () => {
    expect(searchBook(firstEdition, "回访").map(({ clause }) => clause)[0]).toBe("2.2.1-3");
    expect(searchBook(firstEdition, "CALL-BACK").map(({ clause }) => clause)[0]).toBe("2.2.1-3");
  });

  test("finds by number, a heading's number finding all beneath it (2.2.2)", () => {
    expect(searchBook(firstEdition, "2.2.2").map(({ clause }) => clause)).toEqual(["2.2.2-1", "2.2.2-2", "2.2.2-3"]);
  });

  test("finds by what a standard measures, and marks the place (2.2.2-3)", () => {
    const hit = searchBook(firstEdition, "ordinary complaint")[0]!;
    expect(hit.text.slice(hit.from, hit.to).toLowerCase()).toBe("ordinary complaint");
  });

  test("property: whatever is marked is what was sought", () => {
    fc.assert(
      fc.property(anySlice(), (sought) => {
        const hits = searchBook(firstEdition, sought);
        expect(hits.length).toBeGreaterThan(0);
        // Case and width aside: a comma finds a Chinese one.
        const folded = (words: string) => words.normalize("NFKC").toLowerCase();
        for (const { text, from, to } of hits) if (to > from) expect(folded(text.slice(from, to))).toBe(folded(sought));
      }),
    );
  });
});

const codes = (list: readonly Problem[]) => list.map(({ code }) => code);

const numbered = (section: string, count: number) => Array.from({ length: count }, (_, index) => `${section}-${index + 1}`);

function refusalOf(act: () => unknown): Refusal {
  try {
    act();
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  throw new Error("It was not refused");
}

function changeStandard(id: string, change: Partial<Book["standards"][number]>): Book {
  return { ...firstEdition, standards: firstEdition.standards.map((each) => (each.id === id ? { ...each, ...change } : each)) };
}

const anyValues = () =>
  fc.record(Object.fromEntries(firstEdition.parameters.map(({ id, least, most }) => [id, fc.integer({ min: least, max: most })]))) as fc.Arbitrary<ParameterValues>;

const anySentence = () => fc.array(fc.constantFrom("within", "three", "rings", " ", ",", "三", "声", "内", "接听", "𠮷", "é"), { maxLength: 20 }).map((parts) => parts.join(""));

const anyBook = () =>
  fc
    .subarray([...firstEdition.clauses])
    .chain((clauses) =>
      fc
        .shuffledSubarray(clauses, { minLength: clauses.length })
        .map((shuffled): Book => ({ ...firstEdition, clauses: shuffled.map((each, index) => (index % 7 === 3 ? { ...each, kind: "standard" } : each)) })),
    );

/** A piece of some clause's text that is neither blank at its ends nor a clause's number. */
const anySlice = () =>
  fc
    .tuple(fc.constantFrom(...firstEdition.clauses.flatMap(({ title, text }) => [title.zh, title.en, text.zh, text.en])), fc.nat(), fc.integer({ min: 2, max: 12 }))
    .map(([text, start, length]) => text.slice(start % text.length, (start % text.length) + length).trim())
    .filter((text) => text.length > 0);
