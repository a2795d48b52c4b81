import fc from "fast-check";
import { expect, test } from "vitest";
import {
  businessCalendar,
  dueAt,
  isOpen,
  isWorkingDay,
  officeHours,
  sayDeadline,
  sayExplanation,
  sayMoment,
  workingMinutesBetween,
  type BusinessCalendar,
  type Limit,
  type Pause,
} from "./calendar.ts";
import { bundledYears, statutoryDates } from "./calendarYears.ts";

const zone = "Asia/Shanghai";
const calendar = businessCalendar({ zone, years: bundledYears, statutory: statutoryDates });
const local = (text: string) => Temporal.PlainDateTime.from(text).toZonedDateTime(zone).toInstant();
const shown = (instant: Temporal.Instant) => instant.toZonedDateTimeISO(zone).toPlainDateTime().toString({ smallestUnit: "minute" });
const due = (from: string, limit: Limit, of: BusinessCalendar = calendar, pauses: readonly Pause[] = []) => shown(dueAt(local(from), limit, of, pauses).dueAt);

const oneWorkingDay: Limit = { kind: "workingDays", days: 1 };
const tenWorkingDays: Limit = { kind: "workingDays", days: 10 };
const workingTime = (minutes: number): Limit => ({ kind: "workingTime", minutes });

test("a complaint on the Friday before a make-up Saturday is due that Saturday (2.2.2-3, domain 1.3)", () => {
  expect(due("2026-02-13T16:30", oneWorkingDay)).toBe("2026-02-14T18:00");
});

test("a complaint on the make-up Saturday before Spring Festival is due on the first day of work after it (2.2.2-3, domain 1.3)", () => {
  expect(due("2026-02-14T15:00", oneWorkingDay)).toBe("2026-02-24T18:00");
});

test("four working hours begun late on Friday end on Monday (domain 1.3)", () => {
  expect(due("2026-03-06T17:30", workingTime(240))).toBe("2026-03-09T12:30");
});

test("an ordinary request after hours begins to count when service opens (domain 1.3)", () => {
  expect(due("2026-03-09T18:20", workingTime(30))).toBe("2026-03-10T09:30");
});

test("a burst pipe at night counts on the 24-hour clock (domain 1.3)", () => {
  expect(due("2026-03-07T02:10", { kind: "allHours", minutes: 15 })).toBe("2026-03-07T02:25");
});

test("a refund in ten working days passes over Mid-Autumn, National Day and a worked Sunday (domain 1.3)", () => {
  expect(due("2026-09-18T11:00", tenWorkingDays)).toBe("2026-10-09T18:00");
});

test("confirmed on 30 September, ten working days end on 20 October, fifteen natural days on 15 October (domain V12)", () => {
  expect(due("2026-09-30T10:00", tenWorkingDays)).toBe("2026-10-20T18:00");
  expect(due("2026-09-30T10:00", { kind: "naturalDays", days: 15, holidayShift: "none" })).toBe("2026-10-16T00:00");
  expect(sayMoment(local("2026-10-16T00:00"), local("2026-09-30T10:00"), calendar, "zh")).toBe("10 月 15 日（周四）24:00");
});

test("2026 has 248 working days and its six make-up days (domain 5.1)", () => {
  const days = Array.from({ length: 365 }, (_, index) => Temporal.PlainDate.from("2026-01-01").add({ days: index }));
  const worked = days.filter((day) => isWorkingDay(calendar, day));
  expect(worked).toHaveLength(248);
  expect(worked.filter((day) => day.dayOfWeek > 5).map(String)).toEqual(["2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"]);
});

test("a period that ends on a day off moves as the contract says, never before its own start (domain 5.2)", () => {
  const naturalDays = (days: number, holidayShift: "none" | "next" | "previous"): Limit => ({ kind: "naturalDays", days, holidayShift });
  expect(due("2026-09-28T10:00", naturalDays(5, "none"))).toBe("2026-10-04T00:00");
  expect(due("2026-09-28T10:00", naturalDays(5, "next"))).toBe("2026-10-09T00:00");
  expect(due("2026-09-28T10:00", naturalDays(5, "previous"))).toBe("2026-10-01T00:00");
  expect(due("2026-10-02T10:00", naturalDays(1, "previous"))).toBe("2026-10-03T00:00");
});

test("the same day ends at 24:00, or at closing time where the act needs an open office (domain 5.2)", () => {
  expect(due("2026-03-06T19:00", { kind: "sameDay", until: "midnight" })).toBe("2026-03-07T00:00");
  expect(due("2026-03-06T10:00", { kind: "sameDay", until: "closing" })).toBe("2026-03-06T18:00");
  expect(due("2026-03-06T19:00", { kind: "sameDay", until: "closing" })).toBe("2026-03-09T18:00");
});

test("a lunch break and a changed closing time are counted from the day they begin", () => {
  const lunch = [
    { opens: 540, closes: 720 },
    { opens: 810, closes: 1080 },
  ];
  const summer = { ...officeHours, spans: { ...officeHours.spans, 1: lunch, 2: lunch, 3: lunch, 4: lunch, 5: lunch }, since: Temporal.PlainDate.from("2026-06-01") };
  const changed = businessCalendar({ zone, years: bundledYears, statutory: statutoryDates, serviceHours: [summer, officeHours] });
  expect(due("2026-05-29T17:00", workingTime(270), changed)).toBe("2026-06-01T14:00");
  expect(due("2026-05-27T17:00", workingTime(270), changed)).toBe("2026-05-28T12:30");
  expect(isOpen(changed, local("2026-06-01T12:30"))).toBe(false);
});

test("a make-up day without hours of its own keeps those of the working week; a site's own day off decides over all", () => {
  const own = businessCalendar({
    zone,
    years: bundledYears,
    statutory: statutoryDates,
    serviceHours: [{ ...officeHours, spans: { ...officeHours.spans, 6: [], 7: [] } }],
    siteDays: [{ date: "2026-03-09", name: "停电检修", isOffDay: true }],
  });
  expect(due("2026-02-13T16:30", oneWorkingDay, own)).toBe("2026-02-14T18:00");
  expect(due("2026-03-06T16:30", oneWorkingDay, own)).toBe("2026-03-10T18:00");
});

test("a year not announced counts by weekends and statutory days, and says that it is provisional (domain 5.3)", () => {
  const reply = dueAt(local("2027-02-04T10:00"), oneWorkingDay, calendar);
  expect(shown(reply.dueAt)).toBe("2027-02-09T18:00");
  expect(reply.provisional).toBe(true);
  expect(sayExplanation(reply.explanation, "zh")).toContain("2027 年放假安排尚未公布");
  expect(dueAt(local("2026-11-23T10:00"), oneWorkingDay, calendar).provisional).toBe(false);
});

test("the last week of December waits for the notice of the next year, which may change it (domain 5.3)", () => {
  expect(dueAt(local("2026-12-28T10:00"), oneWorkingDay, calendar).provisional).toBe(true);
  expect(dueAt(local("2025-12-29T10:00"), oneWorkingDay, calendar).provisional).toBe(false);
});

test("the year's notice, once it arrives, makes the result final", () => {
  const notice = { year: 2027, papers: ["国办发明电〔2026〕7号"], days: [{ name: "春节", date: "2027-02-09", isOffDay: true }] };
  const known = businessCalendar({ zone, years: [...bundledYears, notice], statutory: statutoryDates });
  const reply = dueAt(local("2027-02-08T10:00"), oneWorkingDay, known);
  expect([shown(reply.dueAt), reply.provisional]).toEqual(["2027-02-10T18:00", false]);
});

test("paused time moves the due time by the service time it took", () => {
  const pause = (from: string, to: string): Pause => ({ from: local(from), to: local(to) });
  expect(due("2026-03-09T10:00", workingTime(120), calendar, [pause("2026-03-09T11:00", "2026-03-10T10:00")])).toBe("2026-03-10T11:00");
  expect(due("2026-03-09T10:00", oneWorkingDay, calendar, [pause("2026-03-10T10:00", "2026-03-10T12:00")])).toBe("2026-03-11T11:00");
  expect(due("2026-03-09T10:00", oneWorkingDay, calendar, [pause("2026-03-09T11:00", "2026-03-09T17:00")])).toBe("2026-03-10T18:00");
  expect(due("2026-03-07T02:00", { kind: "allHours", minutes: 60 }, calendar, [pause("2026-03-07T02:10", "2026-03-07T02:40")])).toBe("2026-03-07T03:30");
});

test("the arithmetic prints in Chinese and in English", () => {
  const say = (from: string, limit: Limit, language: "zh" | "en") => sayExplanation(dueAt(local(from), limit, calendar).explanation, language);
  expect(say("2026-02-13T16:30", oneWorkingDay, "zh")).toBe("周五 16:30 受理；1 个工作日；周六 2 月 14 日为补班；应于 2 月 14 日（周六，补班）18:00 前");
  expect(say("2026-02-13T16:30", oneWorkingDay, "en")).toBe("Received Fri 16:30; 1 working day; Sat 14 Feb is a make-up workday; due by 14 Feb (Sat, make-up workday) 18:00");
  expect(say("2026-02-14T15:00", oneWorkingDay, "zh")).toBe("2 月 14 日（周六，补班）15:00 受理；1 个工作日；2 月 15 日至 23 日春节放假；应于 2 月 24 日（周二）18:00 前");
  expect(say("2026-03-06T17:30", workingTime(240), "zh")).toBe(
    "周五 17:30 受理；服务时间内 4 小时；周末 2 天不计；周五 17:30–18:00 计 30 分钟；周一 09:00–12:30 计 3 小时 30 分钟；应于 3 月 9 日（周一）12:30 前",
  );
  expect(say("2026-03-06T17:30", workingTime(240), "en")).toBe(
    "Received Fri 17:30; 4 h of service time; 2 weekend days not counted; Fri 17:30–18:00 counts 30 min; Mon 09:00–12:30 counts 3 h 30 min; due by 9 Mar (Mon) 12:30",
  );
});

test("times are said in people's words", () => {
  const now = local("2026-02-13T16:30");
  expect(sayDeadline(local("2026-02-14T10:20"), now, calendar, "zh")).toBe("明天（周六，补班）10:20 前");
  expect(sayDeadline(local("2026-02-14T10:20"), now, calendar, "en")).toBe("by tomorrow (Sat, make-up workday) 10:20");
  expect(sayMoment(local("2026-02-13T09:05"), now, calendar, "zh")).toBe("今天（周五）09:05");
  expect(sayMoment(local("2026-02-17T09:00"), now, calendar, "en")).toBe("17 Feb (Tue, Spring Festival) 09:00");
  expect(sayMoment(local("2027-03-01T09:00"), now, calendar, "zh")).toBe("2027 年 3 月 1 日（周一）09:00");
});

const moments = fc
  .integer({ min: local("2025-01-01T00:00").epochMilliseconds, max: local("2026-11-30T00:00").epochMilliseconds })
  .map((ms) => Temporal.Instant.fromEpochMilliseconds(ms));
const workingLimits: fc.Arbitrary<Limit> = fc.oneof(
  fc.integer({ min: 1, max: 30 }).map((days): Limit => ({ kind: "workingDays", days })),
  fc.integer({ min: 1, max: 6000 }).map(workingTime),
);
const limits: fc.Arbitrary<Limit> = fc.oneof(
  workingLimits,
  fc.integer({ min: 0, max: 6000 }).map((minutes): Limit => ({ kind: "allHours", minutes })),
  fc.record({
    kind: fc.constant("naturalDays" as const),
    days: fc.integer({ min: 0, max: 40 }),
    holidayShift: fc.constantFrom("none" as const, "next" as const, "previous" as const),
  }),
  fc.record({ kind: fc.constant("sameDay" as const), until: fc.constantFrom("midnight" as const, "closing" as const) }),
);
const spans = fc
  .uniqueArray(fc.integer({ min: 0, max: 96 }), { minLength: 2, maxLength: 6 })
  .map((quarters) => quarters.toSorted((a, b) => a - b))
  .map((quarters) => Array.from({ length: Math.floor(quarters.length / 2) }, (_, index) => ({ opens: quarters[index * 2]! * 15, closes: quarters[index * 2 + 1]! * 15 })));
const calendars = fc.tuple(spans, spans).map(([week, weekend]) =>
  businessCalendar({
    zone,
    years: bundledYears,
    statutory: statutoryDates,
    serviceHours: [{ ...officeHours, spans: { 1: week, 2: week, 3: week, 4: week, 5: week, 6: weekend, 7: weekend } }],
  }),
);
const pausesAfter = (from: Temporal.Instant) =>
  fc.array(
    fc
      .tuple(fc.integer({ min: 0, max: 20_000 }), fc.integer({ min: 0, max: 5_000 }))
      .map(([start, length]): Pause => ({ from: from.add({ minutes: start }), to: from.add({ minutes: start + length }) })),
    { maxLength: 4 },
  );
const before = (a: Temporal.Instant, b: Temporal.Instant) => Temporal.Instant.compare(a, b) <= 0;

test("property: who begins later is never due earlier", () => {
  fc.assert(
    fc.property(moments, moments, limits, calendars, (one, other, limit, of) => {
      const [first, second] = before(one, other) ? [one, other] : [other, one];
      expect(before(dueAt(first, limit, of).dueAt, dueAt(second, limit, of).dueAt)).toBe(true);
    }),
  );
});

test("property: who has longer is never due earlier", () => {
  fc.assert(
    fc.property(moments, workingLimits, fc.integer({ min: 0, max: 20 }), calendars, (from, limit, more, of) => {
      const longer: Limit =
        limit.kind === "workingDays" ? { ...limit, days: limit.days + more } : limit.kind === "workingTime" ? { ...limit, minutes: limit.minutes + more } : limit;
      expect(before(dueAt(from, limit, of).dueAt, dueAt(from, longer, of).dueAt)).toBe(true);
    }),
  );
});

test("property: a working limit falls due inside service hours, after it began", () => {
  fc.assert(
    fc.property(moments, workingLimits, calendars, (from, limit, of) => {
      const end = dueAt(from, limit, of).dueAt;
      expect(before(from, end)).toBe(true);
      expect(isOpen(of, end.subtract({ milliseconds: 1 }))).toBe(true);
    }),
  );
});

test("property: pausing never makes it earlier, and one pause more never either", () => {
  fc.assert(
    fc.property(
      moments.chain((from) => fc.tuple(fc.constant(from), pausesAfter(from))),
      limits,
      calendars,
      ([from, pauses], limit, of) => {
        const fewer = dueAt(from, limit, of, pauses.slice(1)).dueAt;
        expect(before(dueAt(from, limit, of).dueAt, fewer)).toBe(true);
        expect(before(fewer, dueAt(from, limit, of, pauses).dueAt)).toBe(true);
      },
    ),
  );
});

test("property: the working time between start and due, pauses left out, is the limit", () => {
  fc.assert(
    fc.property(
      moments.chain((from) => fc.tuple(fc.constant(from), pausesAfter(from))),
      fc.integer({ min: 1, max: 6000 }),
      calendars,
      ([from, pauses], minutes, of) => {
        const end = dueAt(from, workingTime(minutes), of, pauses).dueAt;
        expect(workingMinutesBetween(from, end, of, pauses)).toBeCloseTo(minutes, 6);
      },
    ),
  );
});

test("property: every explanation can be said in both languages", () => {
  fc.assert(
    fc.property(
      moments.chain((from) => fc.tuple(fc.constant(from), pausesAfter(from))),
      limits,
      ([from, pauses], limit) => {
        const { explanation } = dueAt(from, limit, calendar, pauses, "counted");
        expect(sayExplanation(explanation, "zh")).toMatch(/起算；.*应于 .* 前$/);
        expect(sayExplanation(explanation, "en")).toMatch(/^Counted from .*due by /);
        expect(JSON.parse(JSON.stringify(explanation))).toEqual(explanation);
      },
    ),
  );
});
