import fc from "fast-check";
import { expect, test } from "vitest";
import { fen } from "#kernel/money.ts";
import { words } from "#kernel/words.ts";
import { ageOf, bearsLateFee, bucketOf, buckets, defaultLadder, dueSteps, judgePromises, lateFeeLeft, limitationOf, reminderDue, stageOf, whyNotLadder } from "./rules.ts";

const day = (text: string) => Temporal.PlainDate.from(text);
const anyDay = fc.integer({ min: 0, max: 2000 }).map((days) => day("2024-01-01").add({ days }));

test("what is due today is not late; the buckets begin the day after, and after 30, 60 and 90 days (3.6)", () => {
  const at = (days: number) => bucketOf(day("2026-03-10").subtract({ days }), day("2026-03-10"));
  expect([-5, 0, 1, 30, 31, 60, 61, 90, 91].map(at)).toEqual(["notDue", "notDue", "to30", "to30", "to60", "to60", "to90", "to90", "over90"]);
});

test("property: an ageing adds up to what is owed", () => {
  fc.assert(
    fc.property(fc.array(fc.record({ dueOn: anyDay, open: fc.integer({ min: 1, max: 10_000_000 }).map(fen) })), anyDay, (lines, today) => {
      const aged = ageOf(lines, today);
      expect(Object.keys(aged)).toEqual(Object.keys(buckets));
      expect(Object.values(aged).reduce((sum, part) => sum + part, 0)).toBe(lines.reduce((sum, { open }) => sum + open, 0));
    }),
  );
});

test("the ladder reminds, calls, hands over a note, sends a demand note on the 25th, then a formal notice, a lawyer's letter and sues (3.6)", () => {
  const at = (today: string) => dueSteps(defaultLadder, day("2026-03-05"), day(today)).map(({ step, round }) => `${step.id} ${round}`);
  expect(at("2026-03-05")).toEqual([]);
  expect(at("2026-03-06")).toEqual(["reminder 1"]);
  expect(at("2026-03-12")).toEqual(["call 1", "note 1"]);
  expect(at("2026-03-25")).toEqual(["call 1", "note 1", "demandNote 2026-03"]);
  expect(at("2026-04-05")).toEqual(["formalNotice 1"]);
  expect(at("2026-04-25")).toEqual(["demandNote 2026-04", "formalNotice 1", "visit 1", "followUp 2"]);
  expect(at("2026-05-12")).toEqual(["lawyerLetter 1", "review 1"]);
  expect(at("2026-06-03")).toEqual(["suit 1"]);
  expect([0, 1, 3, 31, 61, 90].map(stageOf)).toEqual([null, "reminding", "calling", "demanding", "lawyer", "suing"]);
});

test("a reminder goes out three days before the due day and on it, the nearest of those missed once, and none once it is late (3.6)", () => {
  const at = (today: string) => reminderDue(defaultLadder, day("2026-03-05"), day(today))?.id ?? null;
  expect(["2026-03-01", "2026-03-02", "2026-03-04", "2026-03-05", "2026-03-06"].map(at)).toEqual([null, "dueSoon", "dueSoon", "dueToday", null]);
  const [soon] = defaultLadder;
  expect(whyNotLadder([{ ...soon!, act: "call" }]).map(({ code }) => code)).toEqual(["arrears.onlyRemindersBefore"]);
  expect(whyNotLadder([{ ...soon!, stage: "calling" }]).map(({ code }) => code)).toEqual(["arrears.onlyRemindersBefore"]);
});

test("no step of a ladder may cut water, power, heat or gas, whatever it is called (Civil Code art. 944)", () => {
  expect(whyNotLadder(defaultLadder)).toEqual([]);
  const first = defaultLadder.find(({ id }) => id === "reminder");
  const refused = (zh: string, en: string) => whyNotLadder([{ ...first!, how: words(zh, en) }]).map(({ code }) => code);
  for (const [zh, en] of [
    ["通知后停水停电。", "Act."],
    ["逾期断电处理", "Act."],
    ["停止供电", "Act."],
    ["限电", "Act."],
    ["关闭空调", "Act."],
    ["拉闸", "Act."],
    ["催一下", "Cut the power on Friday."],
    ["催一下", "Disconnect them."],
  ] as const)
    expect([zh, en, refused(zh, en)]).toEqual([zh, en, ["arrears.cutsUtilities"]]);
  expect(whyNotLadder([{ ...first!, act: "cutPower" as never }]).map(({ code }) => code)).toEqual(["arrears.cutsUtilities"]);
  expect(refused("核对水费、电费账单后致电。", "Call about their water and power bills.")).toEqual([]);
  expect(whyNotLadder([first!, first!]).map(({ code }) => code)).toEqual(["arrears.ladderTwice"]);
  expect(whyNotLadder([]).map(({ code }) => code)).toEqual(["arrears.ladderEmpty"]);
});

test("a part of a plan is kept when by its day enough came in for it and all before it, and broken once its day is over (3.6)", () => {
  const parts = [
    { amount: fen(100_00), promisedOn: day("2026-04-10") },
    { amount: fen(50_00), promisedOn: day("2026-04-20") },
  ];
  const judged = (payments: readonly (readonly [string, number])[], today: string) =>
    judgePromises(
      day("2026-04-01"),
      parts,
      payments.map(([on, amount]) => ({ on: day(on), amount: fen(amount) })),
      day(today),
    ).map(({ state, paid }) => [state, paid]);
  expect(judged([], "2026-04-10")).toEqual([
    ["open", 0],
    ["open", 0],
  ]);
  expect(judged([["2026-04-10", 120_00]], "2026-04-11")).toEqual([
    ["kept", 100_00],
    ["open", 20_00],
  ]);
  expect(judged([["2026-04-11", 100_00]], "2026-04-11")[0]).toEqual(["broken", 0]);
  expect(judged([["2026-03-31", 500_00]], "2026-04-11")[0]).toEqual(["broken", 0]);
});

test("a claim runs out three years after its due day, anew from every demand (Civil Code arts. 188, 195)", () => {
  expect(limitationOf(day("2026-03-05"), []).toString()).toBe("2029-03-05");
  expect(limitationOf(day("2026-03-05"), [day("2026-05-01"), day("2026-04-01")]).toString()).toBe("2029-05-01");
});

test("deposits and damages themselves bear no damages; what was charged or waived is not charged again (3.6)", () => {
  expect([bearsLateFee("rent"), bearsLateFee("leaseDeposit"), bearsLateFee("lateFee")]).toEqual([true, false, false]);
  expect(lateFeeLeft({ accrued: fen(100), charged: fen(30), waived: fen(20) })).toBe(50);
  expect(lateFeeLeft({ accrued: fen(10), charged: fen(30), waived: fen(0) })).toBe(0);
});
