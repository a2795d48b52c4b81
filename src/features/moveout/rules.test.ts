import fc from "fast-check";
import { expect, test } from "vitest";
import { businessCalendar, sayExplanation } from "#kernel/calendar.ts";
import { newId } from "#kernel/id.ts";
import { fen, sumFen, yuanText } from "#kernel/money.ts";
import { scheduleOf } from "#features/leasing/rules.ts";
import { someTerms } from "#features/leasing/samples.ts";
import { standingOf, whyNotStep } from "#features/manual/rules.ts";
import { bearsShortNotice, checkNotice, costOfShort, lastDayOf, type MoveOutFacts, moveOutProcedure, refundDue, refundLimitOf, sayNotice } from "./rules.ts";
import { whyNotApproveRefund, whyNotDecide, whyNotDecideSlip, whyNotGiveNotice, whyNotPass } from "./rules.ts";

const day = (text: string) => Temporal.PlainDate.from(text);
const at = (text: string) => Temporal.Instant.from(text);
const codes = (list: readonly { readonly code: string }[]) => list.map(({ code }) => code);
const zone = "Asia/Shanghai";
const days2026 = [
  ...["2026-10-01", "2026-10-02", "2026-10-03", "2026-10-04", "2026-10-05", "2026-10-06", "2026-10-07"].map((date) => ({ date, name: "国庆节", isOffDay: true })),
  { date: "2026-10-10", name: "国庆节", isOffDay: false },
];
const calendar = businessCalendar({ zone, years: [{ year: 2026, days: days2026 } as never], statutory: [] });
const notice = { cause: "agreed", noticedOn: day("2026-08-01"), leavingOn: day("2026-09-30"), leaseEnd: day("2029-05-31"), noticeDays: 90 } as const;

test("a notice sixty days ahead of a lease that asks for ninety is thirty days short, and says from which day it would be in time (2.1.3-1)", () => {
  expect(checkNotice(notice)).toMatchObject({ givenDays: 60, shortDays: 30, enoughOn: day("2026-10-30") });
  expect(checkNotice({ ...notice, noticedOn: day("2026-07-02") })).toMatchObject({ givenDays: 90, shortDays: 0 });
});

test("a term that is over needs no notice; nor does a cause the tenant does not answer for (2.1.3-1)", () => {
  expect(checkNotice({ ...notice, cause: "expiry", leavingOn: day("2029-05-31"), noticedOn: day("2029-05-30") }).shortDays).toBe(0);
  expect(checkNotice({ ...notice, cause: "ownerBreach" }).shortDays).toBe(0);
  expect(bearsShortNotice("tenantBreach")).toBe(true);
});

test("days short are never counted beyond the end of the lease", () => {
  expect(checkNotice({ ...notice, leaseEnd: day("2026-10-10") })).toMatchObject({ shortDays: 10, enoughOn: day("2026-10-10") });
});

test("what the days that are short cost follows the lease's own prices, and is said with its arithmetic (2.1.3-1)", () => {
  const check = checkNotice(notice);
  const costs = costOfShort(scheduleOf(someTerms(), { calendar }), check);
  // 30 days of October at 76 041.67 × 12 ÷ 365 a day, and of 14 000.00.
  expect(costs.map(({ feeItem, amount }) => [feeItem, amount])).toEqual([
    ["rent", 75_000_00],
    ["propertyFee", 13_808_22],
  ]);
  expect(sumFen(costs.map(({ amount }) => amount))).toBe(88_808_22);
  expect(sayNotice(check, costs).zh).toContain("少 30 天");
  expect(sayNotice(check, costs).zh).toContain(yuanText(fen(88_808_22)));
});

test("a refund account in another name than the payer's needs a reason; the leaving day lies within the lease (F24)", () => {
  const who = { today: day("2026-08-01"), isLive: true, payer: "启明科技有限公司", accountName: "启明科技有限公司", accountNote: "" };
  expect(whyNotGiveNotice(notice, who)).toEqual([]);
  expect(codes(whyNotGiveNotice(notice, { ...who, accountName: "王敏" }))).toEqual(["moveout.otherAccount"]);
  expect(whyNotGiveNotice(notice, { ...who, accountName: "王敏", accountNote: "公司注销，股东代收" })).toEqual([]);
  expect(codes(whyNotGiveNotice({ ...notice, leavingOn: day("2029-06-01") }, who))).toEqual(["moveout.leavesAfterEnd"]);
  expect(codes(whyNotGiveNotice({ ...notice, cause: "expiry" }, who))).toEqual(["moveout.notAtTheEnd"]);
  expect(codes(whyNotGiveNotice({ ...notice, leavingOn: day("2029-05-31") }, who))).toEqual(["moveout.causeIsExpiry"]);
});

test("a short notice is charged or waived with a reason, by another person than who reviewed it (2.1.3-1)", () => {
  const [me, other] = [newId<"person">(), newId<"person">()];
  const reviewed = { reviewedAt: at("2026-08-02T02:00:00Z"), reviewedById: other, decidedAt: null, shortDays: 30 };
  const approve = { isApproved: true, shortOutcome: "charged", waiverReason: "" } as const;
  expect(whyNotDecide(reviewed, approve, me)).toEqual([]);
  expect(codes(whyNotDecide(reviewed, approve, other))).toEqual(["moveout.ownReview"]);
  expect(codes(whyNotDecide(reviewed, { ...approve, shortOutcome: null }, me))).toEqual(["moveout.shortUnanswered"]);
  expect(codes(whyNotDecide(reviewed, { ...approve, shortOutcome: "waived" }, me))).toEqual(["moveout.waiverWithoutReason"]);
  expect(codes(whyNotDecide({ ...reviewed, reviewedAt: null }, approve, me))).toEqual(["moveout.notReviewed"]);
});

test("confirmed on Wednesday 30 September 2026: 10 working days end on 20 October, 15 calendar days on 15 October (2.1.4-2, vector V12)", () => {
  const confirmed = at("2026-09-30T07:00:00Z");
  const working = refundDue(confirmed, refundLimitOf(null, 10), calendar);
  expect(lastDayOf(working, zone)).toEqual(day("2026-10-20"));
  expect(sayExplanation(working.explanation, "zh")).toContain("国庆节");
  const natural = refundDue(confirmed, refundLimitOf({ days: 15, unit: "naturalDays", shift: "none" }, 10), calendar);
  expect(lastDayOf(natural, zone)).toEqual(day("2026-10-15"));
});

test("property: a later confirmation is never due earlier, whatever the clock (2.1.4-2)", () => {
  const limit = fc.oneof(
    fc.record({ kind: fc.constant("workingDays" as const), days: fc.integer({ min: 1, max: 60 }) }),
    fc.record({ kind: fc.constant("naturalDays" as const), days: fc.integer({ min: 1, max: 90 }), holidayShift: fc.constantFrom("none" as const, "next" as const) }),
  );
  fc.assert(
    fc.property(limit, fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 30 }), (of, first, more) => {
      const start = at("2026-09-01T04:00:00Z");
      const due = (hours: number) => refundDue(start.add({ hours }), of, calendar).dueAt;
      expect(Temporal.Instant.compare(due(24 * first), due(24 * (first + more)))).toBeLessThanOrEqual(0);
    }),
  );
});

test("nothing leaves without a slip that is approved for the day, counted item by item, once (2.1.3-5)", () => {
  const slip = { decision: "approved", outcome: null, cancelledAt: null, passesOn: day("2026-09-29"), items: [{ position: 1, name: "办公桌", quantity: 12 }] } as const;
  const today = day("2026-09-29");
  expect(whyNotPass(slip, today, new Map([[1, 12]]))).toEqual([]);
  expect(whyNotPass(slip, today, new Map([[1, 11]]))).toEqual([]);
  expect(codes(whyNotPass(slip, today, new Map([[1, 13]])))).toEqual(["moveout.itemsDiffer"]);
  expect(codes(whyNotPass(slip, today, new Map()))).toEqual(["moveout.everyItemCounted"]);
  expect(codes(whyNotPass({ ...slip, decision: null }, today, new Map([[1, 12]])))).toEqual(["moveout.slipNotApproved"]);
  expect(codes(whyNotPass({ ...slip, outcome: "passed" }, today, new Map([[1, 12]])))).toEqual(["moveout.slipUsed"]);
  expect(codes(whyNotPass(slip, day("2026-09-30"), new Map([[1, 12]])))).toEqual(["moveout.slipOtherDay"]);
});

test("with something overdue the manager alone releases goods (2.1.3-5)", () => {
  const slip = { decision: null, outcome: null, cancelledAt: null } as const;
  expect(codes(whyNotDecideSlip(slip, { isApproved: true, overdue: fen(1), isManager: false }))).toEqual(["moveout.slipOverdue"]);
  expect(whyNotDecideSlip(slip, { isApproved: true, overdue: fen(1), isManager: true })).toEqual([]);
  expect(whyNotDecideSlip(slip, { isApproved: false, overdue: fen(1), isManager: false })).toEqual([]);
});

test("a refund is approved by two different people, for what the settlement says (2.1.4-2)", () => {
  const [one, two] = [newId<"person">(), newId<"person">()];
  const refund = { net: fen(367_638_73), approvals: [{ byId: one }] };
  expect(whyNotApproveRefund(refund, fen(367_638_73), two)).toEqual([]);
  expect(codes(whyNotApproveRefund(refund, fen(367_638_73), one))).toEqual(["moveout.approvedAlready"]);
  expect(codes(whyNotApproveRefund(refund, fen(1), two))).toEqual(["moveout.otherAmount"]);
  expect(codes(whyNotApproveRefund({ ...refund, net: fen(-1) }, fen(1), two))).toEqual(["moveout.nothingToRefund"]);
});

const when = at("2026-09-30T02:00:00Z");
const whole: MoveOutFacts = {
  cause: "agreed",
  today: day("2026-10-20"),
  leavingOn: day("2026-09-30"),
  noticedAt: when,
  reviewedAt: when,
  approvedAt: when,
  appointment: { meetsAt: when, agreedAt: when },
  inspection: { signedAt: when, openQuestions: 0 },
  meters: { all: 1, unread: [], readAt: when },
  settlement: { no: "JS2026-000001", net: fen(367_638_73), agreedAt: when, against: [], owed: fen(0), clearedAt: null },
  goods: { open: [], passed: 1 },
  clearedAt: when,
  addressRemains: false,
  keys: { out: [], isGrantLive: false, backAt: when },
  confirmation: { issuedAt: when, signedAt: when },
  refund: { approvals: 2, paidAt: when },
  invoices: { open: 0, doneAt: when },
  vacantAt: when,
};
const none = { openings: [] };
const states = (facts: Partial<MoveOutFacts>) => Object.fromEntries(standingOf(moveOutProcedure, { ...whole, ...facts }, none).steps.map(({ id, state }) => [id, state]));

test("with every record there the move-out is complete; a demand takes the refund's place where the tenant owes (2.1.3)", () => {
  expect(standingOf(moveOutProcedure, whole, none).isComplete).toBe(true);
  const owing = states({ settlement: { ...whole.settlement!, net: fen(-5_000_00), owed: fen(5_000_00) } });
  expect(owing).toMatchObject({ refund: "notApplicable", demand: "shut", invoices: "done" });
});

test("no confirmation before settlement, clearance and keys (2.1.3-6)", () => {
  const unsettled = { confirmation: null, refund: { approvals: 0, paidAt: null }, invoices: { open: 0, doneAt: null }, vacantAt: null };
  for (const part of [{ settlement: { ...whole.settlement!, agreedAt: null } }, { clearedAt: null }, { keys: { out: ["门禁卡 001"], isGrantLive: true, backAt: null } }])
    expect(whyNotStep(moveOutProcedure, "confirmation", { ...whole, ...unsettled, ...part }, none).length).toBeGreaterThan(0);
  expect(whyNotStep(moveOutProcedure, "confirmation", { ...whole, ...unsettled }, none)).toEqual([]);
});

test("property: no records reach a paid refund without two approvals and a signed confirmation, unless a gate was opened (2.1.4-2)", () => {
  const maybe = fc.constantFrom(null, when);
  const anyFacts = fc.record({ confirmed: maybe, approvals: fc.integer({ min: 0, max: 2 }), cleared: maybe, agreed: maybe });
  fc.assert(
    fc.property(anyFacts, ({ confirmed, approvals, cleared, agreed }) => {
      const facts: MoveOutFacts = {
        ...whole,
        clearedAt: cleared,
        settlement: { ...whole.settlement!, agreedAt: agreed },
        confirmation: confirmed && { issuedAt: confirmed, signedAt: confirmed },
        refund: { approvals, paidAt: null },
      };
      const isAllowed = whyNotStep(moveOutProcedure, "refund", facts, none).length === 0;
      expect(isAllowed).toBe(confirmed !== null && approvals === 2);
    }),
  );
});
