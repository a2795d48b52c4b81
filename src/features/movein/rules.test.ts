import fc from "fast-check";
import { expect, test } from "vitest";
import { fen } from "#kernel/money.ts";
import { problems } from "#kernel/problem.ts";
import { words } from "#kernel/words.ts";
import { type CaseMarks, standingOf, whyNotStep } from "#features/manual/rules.ts";
import { formalitiesEndedAt, type MoveInFacts, moveInProcedure, opensByItself, whyNotPaid } from "./rules.ts";

const at = Temporal.Instant.from("2026-05-28T02:00:00Z");
const later = at.add({ hours: 3 });
const paper = problems("moveInTest", { missing: { status: 409, words: words("缺开票资料", "Invoice data is missing") } });
const unopened: CaseMarks = { openings: [] };

/** V4's tenant on the day the lease was signed, with everything still to be done. */
const begun: MoveInFacts = {
  papers: { against: [paper.missing()], completeAt: null },
  annexes: { lacking: [{ zh: "消防安全责任书", en: "Fire-safety letter", state: "unsigned" }], signedAt: null },
  firstPayment: { due: fen(565_250_02), billed: fen(565_250_02), settled: fen(0), settledAt: null },
  handbookAt: at,
  registrationAt: at,
  keys: { issuedAt: null, receiptAt: null },
  meters: { count: 2, unread: 2, confirmedAt: null },
  fitout: { isWanted: null, decidedAt: null },
  inspection: null,
  movedInAt: null,
};
const paid = { papers: { against: [], completeAt: at }, annexes: { lacking: [], signedAt: at }, firstPayment: { ...begun.firstPayment, settled: fen(565_250_02), settledAt: at } };
const codes = (list: readonly { readonly code: string }[]) => list.map(({ code }) => code);
const stateOf = (facts: MoveInFacts, step: string, marks = unopened) => standingOf(moveInProcedure, facts, marks).steps.find(({ id }) => id === step)!.state;

test("no keys before papers, annexes and the first payment of 565 250.02: all three are named (2.1.1-2, 2.1.1-3, 2.1.1-4, vector V4)", () => {
  const against = whyNotStep(moveInProcedure, "keys", begun, unopened);
  expect(codes(against)).toEqual(["moveInTest.missing", "movein.annexUnsigned", "movein.firstPaymentOpen"]);
  expect(against[2]!.facts).toEqual({ due: "565,250.02", open: "565,250.02" });
  expect(whyNotStep(moveInProcedure, "keys", { ...begun, ...paid }, unopened)).toEqual([]);
});

test("what is due before the keys must be billed, and come in to the last 分 (2.1.1-4)", () => {
  const payment = begun.firstPayment;
  expect(codes(whyNotPaid({ ...payment, due: null }))).toEqual(["movein.dueUnknown"]);
  expect(codes(whyNotPaid({ ...payment, billed: fen(0) }))).toEqual(["movein.firstPaymentNotBilled"]);
  expect(codes(whyNotPaid({ ...payment, settled: fen(565_250_01) }))).toEqual(["movein.firstPaymentOpen"]);
  expect(whyNotPaid({ ...payment, settled: fen(565_250_02) })).toEqual([]);
});

test("handbook and registration come before the keys, and no authority opens that (2.1.1-5)", () => {
  const facts = { ...begun, ...paid, handbookAt: null, registrationAt: null };
  expect(codes(whyNotStep(moveInProcedure, "keys", facts, unopened))).toEqual(["manual.stepFirst", "manual.stepFirst"]);
});

test("the manager opens one reason; the other two still shut the gate (preface)", () => {
  const opening = { step: "keys", codes: ["movein.annexUnsigned"], reason: "总部盖章在途", byName: "周明", at };
  expect(codes(whyNotStep(moveInProcedure, "keys", begun, { openings: [opening] }))).toEqual(["moveInTest.missing", "movein.firstPaymentOpen"]);
});

test("the meters are confirmed on their own sheet, or on the handover sheet once all are read (2.1.1-5, 2.1.1-7)", () => {
  const inspection = { inspectionId: "019c0000-0000-7000-8000-000000000001" as never, signedAt: later, questionsOpen: 0 };
  expect(stateOf(begun, "meters")).toBe("shut");
  expect(stateOf({ ...begun, inspection }, "meters")).toBe("shut");
  expect(stateOf({ ...begun, inspection, meters: { count: 2, unread: 0, confirmedAt: null } }, "meters")).toBe("done");
  expect(stateOf({ ...begun, meters: { count: 0, unread: 0, confirmedAt: null } }, "meters")).toBe("notApplicable");
});

test("nobody has moved in before both sign the handover sheet (2.1.1-7)", () => {
  const facts: MoveInFacts = {
    ...begun,
    ...paid,
    keys: { issuedAt: at, receiptAt: at },
    meters: { count: 0, unread: 0, confirmedAt: null },
    fitout: { isWanted: false, decidedAt: at },
  };
  expect(codes(whyNotStep(moveInProcedure, "opened", facts, unopened))).toEqual(["movein.inspectionUnsigned"]);
});

test("the formalities end with the last of handbook, registration, keys and meters (2.1.2-3)", () => {
  const facts: MoveInFacts = { ...begun, keys: { issuedAt: at, receiptAt: at }, meters: { count: 1, unread: 0, confirmedAt: later } };
  expect(formalitiesEndedAt(facts)).toEqual(later);
  expect(formalitiesEndedAt({ ...facts, meters: { count: 1, unread: 0, confirmedAt: null } })).toBeNull();
  expect(formalitiesEndedAt({ ...facts, meters: { count: 0, unread: 0, confirmedAt: null } })).toEqual(at);
});

test("a lease that has long run brings no move-in with it (2.1.1)", () => {
  const today = Temporal.PlainDate.from("2026-05-28");
  const term = (leaseStart: string, leaseEnd = "2029-05-31") => ({ leaseStart: Temporal.PlainDate.from(leaseStart), leaseEnd: Temporal.PlainDate.from(leaseEnd) });
  expect(opensByItself(term("2026-06-01"), today)).toBe(true);
  expect(opensByItself(term("2026-03-29"), today)).toBe(true);
  expect(opensByItself(term("2026-03-28"), today)).toBe(false);
  expect(opensByItself(term("2026-04-01", "2026-05-27"), today)).toBe(false);
});

const anyWhen = fc.option(fc.constantFrom(at, later));
const anyFacts: fc.Arbitrary<MoveInFacts> = fc
  .record({
    papers: fc.boolean(),
    annexes: fc.boolean(),
    settled: fc.integer({ min: 0, max: 3 }),
    handbookAt: anyWhen,
    registrationAt: anyWhen,
    unread: fc.integer({ min: 0, max: 2 }),
    confirmedAt: anyWhen,
    decidedAt: anyWhen,
    signedAt: anyWhen,
  })
  .map(({ papers, annexes, settled, handbookAt, registrationAt, unread, confirmedAt, decidedAt, signedAt }) => ({
    ...begun,
    papers: papers ? paid.papers : begun.papers,
    annexes: annexes ? paid.annexes : begun.annexes,
    firstPayment: { due: fen(3), billed: fen(3), settled: fen(settled), settledAt: settled === 3 ? at : null },
    handbookAt,
    registrationAt,
    meters: { count: 2, unread, confirmedAt },
    fitout: { isWanted: decidedAt && false, decidedAt },
    inspection: { inspectionId: "019c0000-0000-7000-8000-000000000001" as never, signedAt, questionsOpen: 0 },
  }));

test("property: the keys are ready exactly when papers, annexes and money are there and the formalities before them are signed (2.1.1-4)", () => {
  fc.assert(
    fc.property(anyFacts, (facts) => {
      const isClear = facts.papers.completeAt && facts.annexes.signedAt && facts.firstPayment.settledAt && facts.handbookAt && facts.registrationAt;
      expect(stateOf(facts, "keys") === "ready").toBe(Boolean(isClear));
    }),
  );
});
