import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { differencesBetween, type Fact, houseList, inspectionOf, linesOf, signedContent, twinsOf, whyNotList, whyNotRecord, whyNotSign } from "./rules.ts";
import { listFromRows } from "./rules/listSheet.ts";
import { aHash, aPhone, someLines } from "./samples.ts";

const [floor, wall, lamps] = someLines("floor", "wall", "lamps");
const lines = [floor!, wall!, lamps!];
const subject = { id: "inspection", type: "moveIn", tenantId: "tenant", unitIds: ["unit"] } as const;
const hashOf = (facts: readonly Fact[]) => aHash(signedContent(subject, inspectionOf(lines, facts)));
const codesOf = (problems: readonly { readonly code: string }[]) => problems.map(({ code }) => code);

/** Every item looked at, one of them defective. */
function inspected() {
  const phone = aPhone({ inspectionId: subject.id });
  const facts = [
    phone.check(floor!.key),
    phone.check(wall!.key, { condition: "defect", text: "墙面有裂缝", photos: [aHash("crack")], responsible: "operator", mendBy: "2026-03-20" }),
    phone.check(lamps!.key),
    phone.fact("questionAsked", { text: "空调几点开？" }),
  ];
  return { phone, facts };
}

/** The same, signed by both. */
function signed() {
  const { phone, facts } = inspected();
  const contentHash = hashOf(facts);
  const all = [...facts, phone.sign("property", contentHash), phone.sign("tenant", contentHash, { disagreement: "对墙面保留意见" })];
  return { phone, facts: all, contentHash };
}

describe("what facts come to", () => {
  test("an inspection waits, is under way, is signed by one and by both (2.1.1-7)", () => {
    const { facts } = signed();
    const stages = facts.map((_, index) => inspectionOf(lines, facts.slice(0, index)).stage);
    expect([...stages, inspectionOf(lines, facts).stage]).toEqual(["waiting", "underWay", "underWay", "underWay", "underWay", "oneSigned", "signed"]);
  });

  test("a later check of an item replaces the earlier one and what the tenant said to it", () => {
    const { phone, facts } = inspected();
    const disputed = [...facts, phone.fact("lineDisputed", { line: wall!.key, text: "入场前就有" })];
    expect(inspectionOf(lines, disputed)).toMatchObject({ hasDispute: true });
    const again = inspectionOf(lines, [...disputed, phone.check(wall!.key, { condition: "defect", text: "裂缝约 30 cm" })]);
    expect([again.hasDispute, again.items[1]?.text, again.items[1]?.tenantSays]).toEqual([false, "裂缝约 30 cm", null]);
  });

  test("whatever is recorded after a signature, that signature no longer holds; the party signs anew", () => {
    const { phone, facts } = inspected();
    const first = phone.sign("property", hashOf(facts));
    const changed = [...facts, first, phone.check(floor!.key, { condition: "defect", text: "地砖空鼓" })];
    expect(inspectionOf(lines, changed).signatures.map(({ holds }) => holds)).toEqual([false]);
    const contentHash = hashOf(changed);
    const both = [...changed, phone.sign("tenant", contentHash), phone.sign("property", contentHash)];
    expect(inspectionOf(lines, both)).toMatchObject({ stage: "signed", signedAt: both.at(-1)!.happenedAt });
  });

  test("two signatures under different contents are no agreement", () => {
    const { phone, facts } = inspected();
    expect(inspectionOf(lines, [...facts, phone.sign("property", hashOf(facts)), phone.sign("tenant", aHash("else"))]).stage).toBe("oneSigned");
  });

  test("a disagreement in a signature is recorded as a dispute, and stops nobody (2.1.1-7)", () => {
    const { facts } = signed();
    expect(inspectionOf(lines, facts)).toMatchObject({ stage: "signed", hasDispute: true });
  });

  test("every question waits for its answer; one given after both signed is taken and marked, what was signed stays (2.1.2-4)", () => {
    const { phone, facts, contentHash } = signed();
    expect(inspectionOf(lines, facts).hasUnansweredQuestions).toBe(true);
    const answered = [...facts, phone.fact("questionAnswered", { questionId: facts[3]!.id, text: "08:00" })];
    const state = inspectionOf(lines, answered);
    expect(state).toMatchObject({ hasUnansweredQuestions: false, questions: [{ isLater: false, answer: { text: "08:00", isLater: true } }] });
    expect(aHash(signedContent(subject, state))).toBe(contentHash);
    const changed = inspectionOf(lines, [...answered, phone.check(floor!.key, { condition: "missing", text: "没了" })]);
    expect(changed.items).toEqual(state.items);
  });

  test("the last count of a place's keys and the last reading of a meter hold", () => {
    const { phone, facts } = inspected();
    const state = inspectionOf(lines, [
      ...facts,
      phone.fact("keysCounted", { place: "大门", count: 3 }),
      phone.fact("keysCounted", { place: "大门", count: 4 }),
      phone.fact("meterRead", { meterId: "m", values: { total: "10" }, photo: null, remark: "" }),
      phone.fact("meterRead", { meterId: "m", values: { total: "12" }, photo: null, remark: "" }),
    ]);
    expect([state.keys.map(({ count }) => count), state.meters.map(({ values }) => values)]).toEqual([[4], [{ total: "12" }]]);
  });

  test("property: the same facts in any order, some of them twice, come to the same", () => {
    const kinds = fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 2 }), fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 3 })), {
      maxLength: 40,
    });
    fc.assert(
      fc.property(kinds, fc.infiniteStream(fc.nat()), (picks, dice) => {
        const phones = [aPhone({ inspectionId: "i" }), aPhone({ inspectionId: "i" })];
        const asked: string[] = [];
        const facts = picks.map(([kind, which, minute, content]): Fact => {
          const phone = phones[minute % 2]!;
          const at = `2026-03-09T02:${String(minute).padStart(2, "0")}:00.000Z`;
          const line = lines[which]!.key;
          const made = [
            () => phone.check(line, { condition: content > 1 ? "defect" : "ok", text: String(content) }, at),
            () => phone.fact("photoTaken", { hash: aHash(String(content)), line: content > 2 ? null : line, text: "" }, at),
            () => phone.fact("meterRead", { meterId: String(which), values: { total: String(content) }, photo: null, remark: "" }, at),
            () => phone.fact("keysCounted", { place: String(which), count: content }, at),
            () => phone.fact("questionAsked", { text: String(content) }, at),
            () => phone.fact("questionAnswered", { questionId: asked[which] ?? "none", text: String(content) }, at),
            () => phone.fact("lineAgreed", { line }, at),
            () => phone.fact("lineDisputed", { line, text: String(content) }, at),
            () => phone.fact("finished", { note: "" }, at),
            () => phone.sign(which > 0 ? "tenant" : "property", aHash(String(content % 2)), { at }),
          ][kind]!();
          if (made.kind === "questionAsked") asked.push(made.id);
          return made;
        });
        const shuffled = [...facts, ...facts.slice(0, 3)]
          .map((fact) => [dice.next().value, fact] as const)
          .toSorted(([one], [other]) => one - other)
          .map(([, fact]) => fact);
        expect(inspectionOf(lines, shuffled)).toEqual(inspectionOf(lines, facts));
      }),
      { numRuns: 200 },
    );
  });
});

describe("gates", () => {
  test("nobody signs before every item was looked at and each defect has its words (2.1.1-7)", () => {
    const phone = aPhone({ inspectionId: subject.id });
    const state = inspectionOf(lines, [phone.check(floor!.key), phone.check(wall!.key, { condition: "defect" })]);
    expect(codesOf(whyNotSign(state, "tenant"))).toEqual(["handover.unchecked", "handover.defectWithoutWords"]);
    expect(whyNotSign(inspectionOf(lines, inspected().facts), "tenant")).toEqual([]);
    const { phone: again, facts } = inspected();
    expect(codesOf(whyNotSign(inspectionOf(lines, [...facts, again.sign("tenant", hashOf(facts))]), "tenant"))).toEqual(["handover.partyHasSigned"]);
  });

  const arrival = {
    isWithdrawn: false,
    isAssigned: true,
    assignee: "",
    hasLine: () => true,
    hasMeter: () => true,
    before: () => inspectionOf(lines, []),
    contentHash: () => "",
    isSigned: false,
  };

  test("after both have signed, questions and answers are taken and nothing else", () => {
    const { phone } = inspected();
    const isSigned = { ...arrival, isSigned: true };
    expect(codesOf(whyNotRecord(phone.check(floor!.key), isSigned))).toEqual(["handover.isSigned"]);
    expect(whyNotRecord(phone.fact("questionAsked", { text: "车位？" }), isSigned)).toEqual([]);
  });

  test("a signature that names another content than was recorded is refused", () => {
    const { phone, facts } = inspected();
    const here = { ...arrival, before: () => inspectionOf(lines, facts), contentHash: () => hashOf(facts) };
    expect(codesOf(whyNotRecord(phone.sign("tenant", aHash("else")), here))).toEqual(["handover.otherContent"]);
    expect(whyNotRecord(phone.sign("tenant", hashOf(facts)), here)).toEqual([]);
  });

  test("every reason against a fact is named", () => {
    const { phone } = inspected();
    const against = whyNotRecord(phone.check("nowhere"), { ...arrival, isWithdrawn: true, isAssigned: false, assignee: "李工", hasLine: () => false });
    expect(codesOf(against)).toEqual(["handover.isWithdrawn", "handover.notYours", "handover.lineNotFound"]);
  });
});

describe("twins", () => {
  const state = (said: Record<string, { condition: "ok" | "defect" | "missing"; text?: string }>) => {
    const phone = aPhone({ inspectionId: "i" });
    return inspectionOf(
      lines,
      Object.entries(said).map(([key, { condition, text = "" }]) => phone.check(key, { condition, text })),
    );
  };

  test("what is worse than at the move-in is a difference; what was so before is not (2.1.3-3)", () => {
    const before = state({ [floor!.key]: { condition: "ok" }, [wall!.key]: { condition: "defect", text: "裂缝" }, [lamps!.key]: { condition: "defect", text: "一盏不亮" } });
    const now = state({ [floor!.key]: { condition: "missing", text: "缺两块地砖" }, [wall!.key]: { condition: "defect", text: "裂缝" }, [lamps!.key]: { condition: "ok" } });
    expect(differencesBetween(before, now)).toMatchObject([{ lineKey: floor!.key, baseline: "ok", now: "missing", text: "缺两块地砖" }]);
    expect(twinsOf(before, now).map(({ isDifferent }) => isDifferent)).toEqual([true, false, false]);
  });

  test("without a baseline every defect is a difference", () => {
    expect(differencesBetween(null, state({ [wall!.key]: { condition: "defect", text: "裂缝" } }))).toMatchObject([{ baseline: null, now: "defect" }]);
  });
});

describe("item lists", () => {
  test("the house's own list holds every part F03 names, and passes its own rule", () => {
    const parts = new Set(houseList.parts.map(({ key }) => key));
    for (const key of ["floor", "ceiling", "wall", "doors", "windows", "glass", "lamps", "sockets", "airOutlets", "sprinkler", "detector", "speaker", "signs", "sanitary"])
      expect(parts).toContain(key);
    expect(whyNotList(houseList)).toEqual([]);
    const made = linesOf(houseList, [{ id: "u", label: "1803" }]);
    expect(new Set(made.map(({ key }) => key)).size).toBe(made.length);
  });

  test("a list with a part in an unknown area, nowhere or twice is refused with every reason", () => {
    const part = { key: "x", name: { zh: "门", en: "Door" }, standard: { zh: "好", en: "Good" }, areas: [] };
    expect(codesOf(whyNotList({ areas: [{ key: "a", name: { zh: "区", en: "Area" } }], parts: [part, { ...part, areas: ["b"] }] }))).toEqual([
      "handover.listTwice",
      "handover.partNowhere",
      "handover.listUnknownArea",
    ]);
  });

  test("property: a list that went out to a sheet comes back the same", () => {
    const rows = houseList.parts.map((part) => ({
      part: part.name.zh,
      partEn: part.name.en,
      standard: part.standard.zh,
      standardEn: part.standard.en,
      areas: part.areas.map((key) => houseList.areas.find((area) => area.key === key)!.name.zh).join("；"),
      areasEn: part.areas.map((key) => houseList.areas.find((area) => area.key === key)!.name.en).join("; "),
    }));
    const back = listFromRows(rows, houseList);
    expect(back.parts).toEqual(houseList.parts);
    expect(back.areas.map(({ key }) => key).toSorted()).toEqual(houseList.areas.map(({ key }) => key).toSorted());
  });
});
