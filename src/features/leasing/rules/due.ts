import { type BusinessCalendar, isWorkingDay } from "#kernel/calendar.ts";
import { dayOfNumber, firstOfMonth, monthOf } from "./days.ts";
import type { HolidayRoll, PayTiming } from "./terms.ts";

/** The day on which what begins on `start` is due. Domain §3.2 `payTiming`, §5.2. Throws when it takes working days and no calendar is given. */
export function dueDay(start: number, timing: PayTiming, roll: HolidayRoll, calendar: BusinessCalendar | undefined): number {
  const day = timed(start, timing, calendar);
  return roll === "next" ? workedFrom(day, calendar) : day;
}

function timed(start: number, timing: PayTiming, calendar: BusinessCalendar | undefined): number {
  switch (timing.kind) {
    case "naturalDaysBefore":
      return start - timing.days;
    case "workingDaysBefore": {
      let day = start;
      for (let left = timing.days; left > 0;) if (isWorked(--day, calendar, start)) left--;
      return day;
    }
    case "fixedDay": {
      const month = monthOf(start) + timing.monthsLater;
      return Math.min(firstOfMonth(month) + timing.day, firstOfMonth(month + 1)) - 1;
    }
  }
}

function workedFrom(start: number, calendar: BusinessCalendar | undefined): number {
  let day = start;
  while (!isWorked(day, calendar, start)) day++;
  return day;
}

/** No row of days off is longer; a calendar without a working day must not run for ever. */
const mostDays = 400;
const workedDays = new WeakMap<BusinessCalendar, Map<number, boolean>>();

function isWorked(day: number, calendar: BusinessCalendar | undefined, start: number): boolean {
  if (!calendar) throw new TypeError("These terms count working days: the schedule needs the calendar of the site");
  if (Math.abs(day - start) > mostDays) throw new RangeError("The calendar has no working days");
  let known = workedDays.get(calendar);
  if (!known) workedDays.set(calendar, (known = new Map()));
  const answer = known.get(day) ?? isWorkingDay(calendar, dayOfNumber(day));
  known.set(day, answer);
  return answer;
}
