import fc from "fast-check";
import { expect, test } from "vitest";
import { problems } from "#kernel/problem.ts";
import { words } from "#kernel/words.ts";
import { boardOf, nextStepsOf } from "./board.ts";
import { type CaseMarks, type Opening, type Procedure, standingOf, whyNotOpen, whyNotStep } from "./procedure.ts";

const at = Temporal.Instant.from("2026-06-01T02:00:00Z");
const obstacle = problems("procedureTest", {
  unpaid: { status: 409, words: words("首期款未到账", "First payment not received") },
  unsigned: { status: 409, words: words("附件未签", "Annex not signed") },
  works: { status: 409, words: words("施工未批准", "Works not approved") },
});

interface Facts {
  readonly isPaid: boolean;
  readonly isSigned: boolean;
  readonly fitsOut: boolean;
  readonly registered: boolean;
  readonly keys: boolean;
  readonly worksEnded: boolean;
  readonly inspected: boolean;
}
const none: Facts = { isPaid: false, isSigned: false, fitsOut: false, registered: false, keys: false, worksEnded: false, inspected: false };
const when = (isDone: boolean) => (isDone ? at : null);
const step = { clause: "2.1.1-5", role: "serviceOfficer", name: words("步骤", "Step") } as const;

const procedure: Procedure<Facts> = {
  id: "moveIn",
  clause: "2.1.1",
  name: words("入驻", "Move-in"),
  steps: [
    { ...step, id: "registration", needs: [], done: (facts) => when(facts.registered) },
    {
      ...step,
      id: "keys",
      needs: ["registration"],
      gate: ({ isPaid, isSigned }) => [
        ...(isPaid ? [] : [{ reason: obstacle.unpaid(), clearedBy: null }]),
        ...(isSigned ? [] : [{ reason: obstacle.unsigned(), clearedBy: "registration" }]),
      ],
      done: (facts) => when(facts.keys),
    },
    { ...step, id: "works", needs: ["keys"], applies: ({ fitsOut }) => fitsOut, done: (facts) => when(facts.worksEnded) },
    { ...step, id: "inspection", needs: ["works"], done: (facts) => when(facts.inspected) },
  ],
};
const unopened: CaseMarks = { openings: [] };
const opening = (...codes: string[]): Opening => ({ step: "keys", codes, reason: "总部已担保", byName: "王经理", at });
const states = (facts: Partial<Facts>, marks = unopened) => standingOf(procedure, { ...none, ...facts }, marks).steps.map(({ state }) => state);
const codes = (list: readonly { readonly code: string }[]) => list.map(({ code }) => code);

test("a step waits for what comes first, then for its gate, and is done by its record alone (2.1.1)", () => {
  expect(states({})).toEqual(["ready", "waiting", "notApplicable", "waiting"]);
  expect(states({ registered: true })).toEqual(["done", "shut", "notApplicable", "waiting"]);
  expect(states({ registered: true, isPaid: true, isSigned: true })).toEqual(["done", "ready", "notApplicable", "waiting"]);
  expect(states({ registered: true, keys: true, inspected: true })).toEqual(["done", "done", "notApplicable", "done"]);
});

test("in place of a step that the case does not have stands what comes before it", () => {
  expect(states({ registered: true, keys: true })).toEqual(["done", "done", "notApplicable", "ready"]);
  expect(states({ registered: true, keys: true, fitsOut: true })).toEqual(["done", "done", "ready", "waiting"]);
});

test("a refusal lists what comes first and every reason that shuts the gate", () => {
  expect(codes(whyNotStep(procedure, "keys", none, unopened))).toEqual(["manual.stepFirst", "procedureTest.unpaid", "procedureTest.unsigned"]);
});

test("an opening covers the reasons that stood then; another one shuts the step again", () => {
  const marks = { openings: [opening("procedureTest.unpaid")] };
  expect(codes(whyNotStep(procedure, "keys", { ...none, registered: true, isSigned: true }, marks))).toEqual([]);
  expect(codes(whyNotStep(procedure, "keys", { ...none, registered: true }, marks))).toEqual(["procedureTest.unsigned"]);
});

test("only a gate that stands shut is opened, and only with a reason", () => {
  expect(codes(whyNotOpen(procedure, "keys", { ...none, isPaid: true, isSigned: true }, unopened, { reason: "x" }))).toEqual(["manual.gateNotShut"]);
  expect(codes(whyNotOpen(procedure, "keys", none, unopened, { reason: " " }))).toEqual(["manual.openingWithoutReason"]);
  expect(whyNotOpen(procedure, "keys", none, unopened, { reason: "总部已担保" })).toEqual([]);
});

test("a withdrawn case goes no further, and what was done stays done", () => {
  expect(states({ registered: true }, { openings: [], isWithdrawn: true })).toEqual(["done", "stopped", "notApplicable", "stopped"]);
  expect(codes(whyNotStep(procedure, "keys", { ...none, registered: true, isPaid: true, isSigned: true }, { openings: [], isWithdrawn: true }))).toEqual(["manual.caseWithdrawn"]);
});

const anyFacts: fc.Arbitrary<Facts> = fc.record({
  isPaid: fc.boolean(),
  isSigned: fc.boolean(),
  fitsOut: fc.boolean(),
  registered: fc.boolean(),
  keys: fc.boolean(),
  worksEnded: fc.boolean(),
  inspected: fc.boolean(),
});

test("property: what may be done next is exactly what nothing stands against", () => {
  fc.assert(
    fc.property(anyFacts, fc.subarray(["procedureTest.unpaid", "procedureTest.unsigned"]), (facts, opened) => {
      const marks = { openings: opened.length > 0 ? [opening(...opened)] : [] };
      for (const { id, state } of standingOf(procedure, facts, marks).steps) expect(state === "ready").toBe(whyNotStep(procedure, id, facts, marks).length === 0);
    }),
  );
});

const days = (count: number) => at.add({ hours: 24 * count });
const aCase = (caseId: string, facts: Partial<Facts>, openedAt = at) => ({ caseId, label: caseId, openedAt, standing: standingOf(procedure, { ...none, ...facts }, unopened) });

test("a board counts a case at every step it can do or clear now, and names the one that has stood there longest (2.1.1)", () => {
  const cases = [aCase("new", {}, days(1)), aCase("old", {}, days(-2)), aCase("unpaid", { registered: true }), aCase("over", { registered: true, keys: true, inspected: true })];
  const board = boardOf(procedure, cases);
  expect(board.running).toBe(3);
  expect(board.counts.map(({ step: id, ready, shut, oldest }) => [id, ready, shut, oldest?.caseId])).toEqual([
    ["registration", 2, 0, "old"],
    ["keys", 0, 1, "unpaid"],
    ["works", 0, 0, undefined],
    ["inspection", 0, 0, undefined],
  ]);
});

test("what is next is for the role of the step, since the last step before it was done, also where a branch is left out", () => {
  const registeredAt = days(3);
  const later: Procedure<Facts> = { ...procedure, steps: procedure.steps.map((each) => (each.id === "registration" ? { ...each, done: () => registeredAt } : each)) };
  const standing = standingOf(later, { ...none, keys: true }, unopened);
  const cases = [{ caseId: "one", label: "one", openedAt: at, standing }];
  expect(nextStepsOf(later, cases, ["serviceOfficer"])).toEqual([{ caseId: "one", label: "one", step: "inspection", state: "ready", since: at }]);
  expect(nextStepsOf(later, cases, ["finance"])).toEqual([]);
  expect(nextStepsOf(later, [{ ...cases[0]!, standing: standingOf(later, none, unopened) }])).toMatchObject([{ step: "keys", state: "shut", since: registeredAt }]);
});
