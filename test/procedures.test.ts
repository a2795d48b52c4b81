import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { asId } from "#kernel/id.ts";
import { problems, sayProblem } from "#kernel/problem.ts";
import { words } from "#kernel/words.ts";
import { type FitOutFacts, fitOutProcedure } from "#features/fitout/rules.ts";
import { type CaseMarks, firstEdition, type Opening, type Procedure, standingOf, stepById, whyNotOpen, whyNotStep } from "#features/manual/rules.ts";
import { type MoveInFacts, moveInProcedure } from "#features/movein/rules.ts";
import { type MoveOutFacts, moveOutCauseCodes, moveOutProcedure } from "#features/moveout/rules.ts";

// What holds of every procedure, whatever its records say. Manual, preface; 2.1.1, 2.1.3.

const day = Temporal.PlainDate.from("2026-06-01");
const anyDay = fc.integer({ min: -60, max: 60 }).map((days) => day.add({ days }));
const anyInstant = fc.integer({ min: 0, max: 10_000 }).map((minutes) => Temporal.Instant.from("2026-06-01T01:00:00Z").add({ minutes }));
const perhaps = <T>(some: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(some, { nil: null });
const few = fc.nat(2);
const names = (...list: string[]) => fc.subarray(list);

const { paperMissing } = problems("procedureTest", { paperMissing: { status: 409, words: words("授权委托书未交", "Letter of authorisation missing") } });
const moveInFacts: fc.Arbitrary<MoveInFacts> = fc.record({
  papers: fc.record({ against: fc.subarray([paperMissing()]), completeAt: perhaps(anyInstant) }),
  annexes: fc.record({
    lacking: fc.subarray([
      { zh: "消防安全责任书", en: "Fire-safety letter", state: "missing" } as const,
      { zh: "物业服务协议", en: "Service agreement", state: "unsigned" } as const,
    ]),
    signedAt: perhaps(anyInstant),
  }),
  firstPayment: fc.record({ due: perhaps(fc.nat(565_250_02)), billed: fc.nat(565_250_02), settled: fc.nat(565_250_02), settledAt: perhaps(anyInstant) }),
  handbookAt: perhaps(anyInstant),
  registrationAt: perhaps(anyInstant),
  keys: fc.record({ issuedAt: perhaps(anyInstant), receiptAt: perhaps(anyInstant) }),
  meters: fc.record({ count: few, unread: few, confirmedAt: perhaps(anyInstant) }),
  fitout: fc.record({ isWanted: perhaps(fc.boolean()), decidedAt: perhaps(anyInstant) }),
  inspection: perhaps(fc.record({ inspectionId: fc.constant(asId<"inspection">("0190a3a0-0000-7000-8000-000000000001")), signedAt: perhaps(anyInstant), questionsOpen: few })),
  movedInAt: perhaps(anyInstant),
});

const anyReview = perhaps(fc.record({ outcome: fc.constantFrom("approved" as const, "returned" as const), opinion: fc.constant("回路负荷待核"), at: anyInstant }));
const anyLetter = perhaps(fc.record({ issuedAt: anyInstant, signedAt: perhaps(anyInstant) }));
const fitOutFacts: fc.Arbitrary<FitOutFacts> = fc.record({
  today: anyDay,
  guideAt: perhaps(anyInstant),
  application: perhaps(fc.record({ submittedAt: anyInstant, hasHiddenWorks: fc.boolean() })),
  reviews: fc.record({ engineering: anyReview, fireSafety: anyReview }),
  fireReview: fc.record({ isDue: fc.boolean(), approvedAt: perhaps(anyInstant) }),
  agreement: anyLetter,
  fireLetter: anyLetter,
  money: fc.record({
    setAt: perhaps(anyInstant),
    deposit: fc.nat(1_000_000),
    open: fc.subarray([{ feeItem: "fitoutDeposit", amount: 25_000_00 } as const, { feeItem: "wasteFee", amount: 80_000 } as const]),
    clearedAt: perhaps(anyInstant),
  }),
  handover: fc.record({ isNeeded: fc.boolean(), signedAt: perhaps(anyInstant) }),
  permitAt: perhaps(anyInstant),
  stop: perhaps(fc.constant({ orderNo: "TG-2026-001", violation: "无证动火" })),
  hiddenAt: perhaps(anyInstant),
  completionAskedAt: perhaps(anyInstant),
  passesOut: few,
  openDefects: few,
  firstAt: perhaps(anyInstant),
  recheckOn: perhaps(anyDay),
  secondAt: perhaps(anyInstant),
  deductionsToldAt: perhaps(anyInstant),
  refundedAt: perhaps(anyInstant),
});

const moveOutFacts: fc.Arbitrary<MoveOutFacts> = fc.record({
  cause: fc.constantFrom(...moveOutCauseCodes),
  today: anyDay,
  leavingOn: anyDay,
  noticedAt: anyInstant,
  reviewedAt: perhaps(anyInstant),
  approvedAt: perhaps(anyInstant),
  appointment: perhaps(fc.record({ meetsAt: anyInstant, agreedAt: anyInstant })),
  inspection: perhaps(fc.record({ signedAt: perhaps(anyInstant), openQuestions: few })),
  meters: fc.record({ all: few, unread: names("D-1", "W-2"), readAt: perhaps(anyInstant) }),
  settlement: perhaps(
    fc.record({
      no: fc.constant("JS-2026-001"),
      net: fc.integer({ min: -100_00, max: 100_00 }),
      agreedAt: perhaps(anyInstant),
      against: fc.constant([]),
      owed: fc.nat(100_00),
      clearedAt: perhaps(anyInstant),
    }),
  ),
  goods: fc.record({ open: names("FX-1", "FX-2"), passed: few }),
  clearedAt: perhaps(anyInstant),
  addressRemains: fc.boolean(),
  keys: fc.record({ out: names("K-1", "C-88"), isGrantLive: fc.boolean(), backAt: perhaps(anyInstant) }),
  confirmation: perhaps(fc.record({ issuedAt: anyInstant, signedAt: perhaps(anyInstant) })),
  refund: fc.record({ approvals: few, paidAt: perhaps(anyInstant) }),
  invoices: fc.record({ open: few, doneAt: perhaps(anyInstant) }),
  vacantAt: perhaps(anyInstant),
});

describe("move-in (2.1.1)", () => {
  lawsOf(moveInProcedure, moveInFacts);

  test("property: no keys before papers, annexes and cleared funds, unless a manager let each of them pass (2.1.1-2, 2.1.1-3, 2.1.1-4)", () => {
    const anyOpening = fc
      .subarray(["procedureTest.paperMissing", "movein.dueUnknown", "movein.annexMissing", "movein.annexUnsigned", "movein.firstPaymentNotBilled", "movein.firstPaymentOpen"])
      .map((codes): Opening[] => (codes.length > 0 ? [{ step: "keys", codes, reason: "总部已担保", byName: "王经理", at: Temporal.Instant.from("2026-06-01T02:00:00Z") }] : []));
    fc.assert(
      fc.property(moveInFacts, anyOpening, (facts, openings) => {
        if (whyNotStep(moveInProcedure, "keys", facts, { openings }).length > 0) return;
        const passed = new Set(openings.flatMap(({ codes }) => codes));
        const { papers, annexes, firstPayment } = facts;
        expect(papers.against.length === 0 || passed.has("procedureTest.paperMissing")).toBe(true);
        for (const { state } of annexes.lacking) expect(passed).toContain(state === "missing" ? "movein.annexMissing" : "movein.annexUnsigned");
        const isPaid = firstPayment.due !== null && firstPayment.settled >= firstPayment.due;
        expect(isPaid || ["movein.dueUnknown", "movein.firstPaymentNotBilled", "movein.firstPaymentOpen"].some((code) => passed.has(code))).toBe(true);
        expect([facts.handbookAt, facts.registrationAt]).not.toContain(null);
      }),
      { numRuns: 2_000 },
    );
  });
});
describe("fit-out (2.1.1-6)", () => lawsOf(fitOutProcedure, fitOutFacts));
describe("move-out (2.1.3)", () => lawsOf(moveOutProcedure, moveOutFacts));

function lawsOf<F>(procedure: Procedure<F>, anyFacts: fc.Arbitrary<F>): void {
  const ids = procedure.steps.map(({ id }) => id);
  const anyMarks: fc.Arbitrary<CaseMarks> = fc.record({ openings: fc.constant([]), isWithdrawn: fc.boolean() });

  test("every step has its clause and its standard in the manual, and comes after steps that are listed before it", () => {
    expect(new Set(ids).size).toBe(ids.length);
    for (const { id, clause, standard, needs, gatedBy = [], name } of procedure.steps) {
      expect(firstEdition.clauses.map((each) => each.id)).toContain(clause);
      if (standard) expect(firstEdition.standards.map((each) => each.id)).toContain(standard);
      expect(name.zh && name.en).not.toBe("");
      for (const before of [...needs, ...gatedBy]) expect(ids.indexOf(before), `${id} after ${before}`).toBeGreaterThanOrEqual(0);
      for (const before of needs) expect(ids.indexOf(before), `${id} after ${before}`).toBeLessThan(ids.indexOf(id));
    }
  });

  test("property: a step is ready exactly when nothing stands against it, and a case goes on until it is complete", () => {
    fc.assert(
      fc.property(anyFacts, anyMarks, (facts, marks) => {
        const standing = standingOf(procedure, facts, marks);
        for (const { id, state } of standing.steps) expect(state === "ready").toBe(whyNotStep(procedure, id, facts, marks).length === 0);
        if (!marks.isWithdrawn) expect(standing.isComplete || standing.next.length > 0).toBe(true);
      }),
    );
  });

  test("property: what shuts a gate is said whole in both languages, and the step that clears it leads there", () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        for (const { id, obstacles } of standingOf(procedure, facts, { openings: [] }).steps) {
          const leadHere = new Set([id, ...(stepById(procedure, id).gatedBy ?? []), ...ancestorsOf(procedure, id)]);
          for (const { reason, clearedBy } of obstacles) {
            for (const language of ["zh", "en"] as const) expect(sayProblem(reason, language)).not.toMatch(/[{}]|^\w+\.\w+$/);
            if (clearedBy !== null) expect(leadHere, `${id}: ${reason.code} is cleared by ${clearedBy}`).toContain(clearedBy);
          }
        }
      }),
    );
  });

  test("property: no step with a shut gate is done by its command unless a manager opened it, and an opening covers its own reasons alone", () => {
    fc.assert(
      fc.property(anyFacts, fc.constantFrom(...ids), anyFacts, (facts, step, later) => {
        const shut = standingOf(procedure, facts, { openings: [] }).steps.find(({ id }) => id === step)!;
        if (shut.obstacles.length === 0) return;
        expect(whyNotStep(procedure, step, facts, { openings: [] })).not.toEqual([]);
        expect(whyNotOpen(procedure, step, facts, { openings: [] }, { reason: "总部已担保" })).toEqual([]);
        const opening: Opening = {
          step,
          codes: shut.obstacles.map(({ reason }) => reason.code),
          reason: "总部已担保",
          byName: "王经理",
          at: Temporal.Instant.from("2026-06-01T02:00:00Z"),
        };
        const opened = standingOf(procedure, facts, { openings: [opening] }).steps.find(({ id }) => id === step)!;
        expect([opened.obstacles, opened.overridden]).toEqual([[], shut.obstacles]);
        const after = standingOf(procedure, later, { openings: [opening] }).steps.find(({ id }) => id === step)!;
        const without = standingOf(procedure, later, { openings: [] }).steps.find(({ id }) => id === step)!;
        expect(after.obstacles).toEqual(without.obstacles.filter(({ reason }) => !opening.codes.includes(reason.code)));
      }),
    );
  });
}

/** All steps that come before one, however far. */
function ancestorsOf<F>(procedure: Procedure<F>, id: string): string[] {
  return stepById(procedure, id).needs.flatMap((before) => [before, ...ancestorsOf(procedure, before)]);
}
