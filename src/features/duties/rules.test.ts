import { expect, test } from "vitest";
import { officeHours } from "#kernel/calendar.ts";
import { areSound, defaultLadder, judge, keptReason, ladderFor, limitOf, sayReason, whyNotLadder, whyNotServiceHours, windowEnd } from "./rules.ts";

const day = (text: string) => Temporal.PlainDate.from(text);

test("a standard's limit is counted as it stands, a promise from its moment, a window to its last day (2.2.1-2, 2.2.1-4)", () => {
  const promisedAt = Temporal.Instant.from("2026-03-09T08:00:00Z");
  const today = day("2026-03-09");
  expect(limitOf({ limit: { kind: "workingDays", days: 1 } }, null, today)).toEqual({ kind: "workingDays", days: 1 });
  expect(limitOf({ limit: { kind: "promised" } }, promisedAt, today)).toEqual({ kind: "promised", at: promisedAt });
  expect(limitOf({ limit: { kind: "promised" } }, null, today)).toBeNull();
  expect(limitOf({}, null, today)).toBeNull();
  expect(limitOf({ cadence: { kind: "dayOfNextMonth", day: 5 } }, null, day("2026-12-31"))).toEqual({ kind: "byDate", date: "2027-01-05" });
});

test("a window ends with its last day; the month's analysis may be late until its own month is over (2.2.1-4, 3.1.1-1)", () => {
  expect(windowEnd({ kind: "everyDays", days: 1 }, day("2026-03-09"))).toEqual({ due: day("2026-03-09"), last: day("2026-03-09") });
  expect(windowEnd({ kind: "everyMonths", months: 6 }, day("2026-01-01"))).toEqual({ due: day("2026-06-30"), last: day("2026-06-30") });
  expect(windowEnd({ kind: "dayOfNextMonth", day: 5 }, day("2026-01-31"))).toEqual({ due: day("2026-02-05"), last: day("2026-02-28") });
});

test("the due time itself is still in time", () => {
  const due = Temporal.Instant.from("2026-03-10T10:00:00Z");
  expect([judge(due, due), judge(due.add({ milliseconds: 1 }), due)]).toEqual(["kept", "late"]);
});

test("the ladder begins above whoever owes it (domain 1.4)", () => {
  const told = (role: Parameters<typeof ladderFor>[1]) => ladderFor(defaultLadder, role).map((rung) => rung.role);
  expect(told("technician")).toEqual(["engSupervisor", "projectManager", null]);
  expect(told("engSupervisor")).toEqual(["projectManager", null]);
  expect(told("projectManager")).toEqual([null]);
  expect(told("qualityOfficer")).toEqual(["projectManager", "projectManager", null]);
});

test("each rung waits longer than the one before", () => {
  expect(whyNotLadder(defaultLadder)).toEqual([]);
  expect(whyNotLadder(defaultLadder.toReversed()).map(({ code }) => code)).toEqual(["duties.ladderOrder"]);
});

test("hours lie within a day, in order, and every working day has some", () => {
  expect(whyNotServiceHours(officeHours)).toEqual([]);
  expect(whyNotServiceHours({ workWeek: [1, 6], spans: { ...officeHours.spans, 1: [{ opens: 600, closes: 600 }], 6: [] } }).map(({ code, facts }) => [code, facts.en])).toEqual([
    ["duties.hoursWrong", "Monday"],
    ["duties.hoursMissing", "Saturday"],
  ]);
  expect(areSound([{ opens: 1380, closes: 1441 }])).toBe(false);
});

test("a reason the product gives is said in each language, a person's words as they are", () => {
  expect(sayReason(keptReason("租户搬离"))).toEqual({ zh: "租户搬离", en: "租户搬离" });
  expect(sayReason(keptReason({ code: "mergedInto", facts: { label: "2026-00007" } }))).toEqual({ zh: "并入 2026-00007", en: "Merged into 2026-00007" });
  expect(sayReason(keptReason({ code: "toldLater", facts: { minutes: 180 } }))).toEqual({
    zh: "补记：晚 3 小时录入，按录入时间已逾期",
    en: "Entered 3 h after it happened; late by the time of entry",
  });
});
