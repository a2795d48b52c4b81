import { localMoment, type DayNote, type Explanation, type Limit, type Start, type Step } from "./dueWords.ts";
import type { HolidayDay, HolidayYear } from "./holidayYear.ts";

export { sayDeadline, sayExplanation, sayLimit, sayMoment, type Explanation, type Limit } from "./dueWords.ts";

/** Hours of service in a day, in minutes after midnight; `closes` may be 1440. */
export interface ServiceSpan {
  readonly opens: number;
  readonly closes: number;
}

/** Monday is 1, Sunday 7. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;
export const weekdays: readonly Weekday[] = [1, 2, 3, 4, 5, 6, 7];

/** The service hours of a site from `since` on (null: from ever). A weekday outside `workWeek` keeps its hours for when it is a make-up workday. */
export interface ServiceHours {
  readonly since: Temporal.PlainDate | null;
  readonly workWeek: readonly Weekday[];
  readonly spans: Readonly<Record<Weekday, readonly ServiceSpan[]>>;
}

/** A day that differs from its weekday: by the notice of its year, or, `isSiteDay`, by the site's own decision. */
export interface NamedDay {
  readonly name: string;
  readonly isOffDay: boolean;
  readonly isSiteDay?: true;
  /** Hours of that day alone. */
  readonly spans?: readonly ServiceSpan[];
}

/** When a site works: its service hours, and which days are working days by the notices of the announced years. */
export interface BusinessCalendar {
  readonly zone: string;
  /** Oldest first. */
  readonly serviceHours: readonly [ServiceHours, ...ServiceHours[]];
  readonly days: ReadonlyMap<string, NamedDay>;
  readonly announcedYears: ReadonlySet<number>;
  /** Days off by law alone, for years not announced. */
  readonly statutory: ReadonlyMap<string, string>;
}

/** A time that does not count; the due time moves back by what it took from service hours (or, around the clock, by all of it). */
export interface Pause {
  readonly from: Temporal.Instant;
  readonly to: Temporal.Instant;
}

export interface DueTime {
  readonly dueAt: Temporal.Instant;
  /** A day that counted lies in a year whose holidays are not announced: to be computed again when they are. */
  readonly provisional: boolean;
  readonly explanation: Explanation;
}

const officeDay: readonly ServiceSpan[] = [{ opens: 9 * 60, closes: 18 * 60 }];

/** Monday to Friday 09:00–18:00, make-up workdays the same. */
export const officeHours: ServiceHours = {
  since: null,
  workWeek: [1, 2, 3, 4, 5],
  spans: { 1: officeDay, 2: officeDay, 3: officeDay, 4: officeDay, 5: officeDay, 6: officeDay, 7: officeDay },
};

/** Joins years, the site's own days and its hours to a calendar. A later year decides where two speak of one December day; the site decides over all. */
export function businessCalendar(parts: {
  readonly zone: string;
  readonly serviceHours?: readonly ServiceHours[];
  readonly years: readonly HolidayYear[];
  readonly siteDays?: readonly (HolidayDay & { readonly spans?: readonly ServiceSpan[] })[];
  readonly statutory: readonly Pick<HolidayDay, "name" | "date">[];
}): BusinessCalendar {
  const years = parts.years.toSorted((a, b) => a.year - b.year);
  const days = new Map<string, NamedDay>();
  for (const { date, name, isOffDay } of years.flatMap((year) => year.days)) days.set(date, { name, isOffDay });
  for (const { date, ...day } of parts.siteDays ?? []) days.set(date, { ...day, isSiteDay: true });
  const [first = officeHours, ...others] = (parts.serviceHours ?? []).toSorted((a, b) => compareDays(a.since, b.since));
  return {
    zone: parts.zone,
    serviceHours: [first, ...others],
    days,
    announcedYears: new Set(years.map(({ year }) => year)),
    statutory: new Map(parts.statutory.map(({ date, name }) => [date, name])),
  };
}

/** When `limit`, counted from `from`, runs out, and the arithmetic that says so. Manual 2.2.2-3 and every other clause with a time; domain §1.3, §5.2. */
export function dueAt(from: Temporal.Instant, limit: Limit, calendar: BusinessCalendar, pauses: readonly Pause[] = [], startedBy: Start = "received"): DueTime {
  const counted = count(from, limit, calendar, merged(pauses));
  const years = [...new Set(counted.days.flatMap((date) => missingYear(calendar, date) ?? []))];
  const shownLimit = limit.kind === "promised" ? { kind: limit.kind } : limit;
  const explanation: Step[] = [
    { kind: "started", by: startedBy, at: localMomentOfStart(from, calendar.zone), note: noteOf(calendar, dayOf(from, calendar)) },
    { kind: "limit", limit: shownLimit },
    ...counted.steps,
    ...(years.length > 0 ? [{ kind: "unannounced", years } as const] : []),
    { kind: "due", at: localMoment(counted.dueAt, calendar.zone), note: noteOf(calendar, lastDayOf(counted.dueAt, calendar)) },
  ];
  return { dueAt: counted.dueAt, provisional: years.length > 0, explanation };
}

/** Whether `limit` stops while its duty is paused. A promise and a calendar day do not: they are changed by a new promise. */
export const isPausable = (limit: Pick<Limit, "kind">): boolean => limit.kind === "workingDays" || limit.kind === "workingTime" || limit.kind === "allHours";

/** Whether `date` is worked: a make-up workday, or a day of the working week that is not off. */
export const isWorkingDay = (calendar: BusinessCalendar, date: Temporal.PlainDate): boolean => isWorked(kindOfDay(calendar, date));

/** Whether the site serves at `instant`. */
export function isOpen(calendar: BusinessCalendar, instant: Temporal.Instant): boolean {
  return spansOf(calendar, dayOf(instant, calendar)).some(({ from, to }) => from <= instant.epochMilliseconds && instant.epochMilliseconds < to);
}

/** Service time in minutes between two moments, pauses left out. */
export function workingMinutesBetween(from: Temporal.Instant, to: Temporal.Instant, calendar: BusinessCalendar, pauses: readonly Pause[] = []): number {
  const pieces = [...servicePieces(from, calendar, merged(pauses), to)];
  return pieces.reduce((sum, piece) => sum + (piece.to - piece.from), 0) / minute;
}

interface Counted {
  readonly dueAt: Temporal.Instant;
  /** The days whose being worked or not decided the result. */
  readonly days: readonly Temporal.PlainDate[];
  readonly steps: readonly Step[];
}

function count(from: Temporal.Instant, limit: Limit, calendar: BusinessCalendar, pauses: readonly Stretch[]): Counted {
  switch (limit.kind) {
    case "workingDays":
      return countWorkingDays(from, limit.days, calendar, pauses);
    case "workingTime":
      return countWorkingTime(from, limit.minutes, calendar, pauses);
    case "allHours":
      return countAllHours(from, limit.minutes, calendar, pauses);
    case "naturalDays":
      return countNaturalDays(from, limit.days, limit.holidayShift, calendar);
    case "sameDay":
      return countSameDay(from, limit.until, calendar);
    case "byDate":
      return { dueAt: startOfDay(calendar, Temporal.PlainDate.from(limit.date).add({ days: 1 })), days: [], steps: [] };
    case "promised":
      return { dueAt: limit.at, days: [], steps: [] };
  }
}

function countWorkingDays(from: Temporal.Instant, days: number, calendar: BusinessCalendar, pauses: readonly Stretch[]): Counted {
  atLeast(1, days);
  const start = dayOf(from, calendar);
  const last = workingDayAfter(calendar, start, days);
  const closing = at(endOfService(calendar, last));
  // The starting day is not counted, so what was paused on it does not count either.
  const counting = start.add({ days: 1 }).toZonedDateTime(calendar.zone).toInstant();
  const paused = pausedService(counting, closing, calendar, pauses);
  const due = paused > 0 ? afterService(closing, paused, calendar, pauses) : closing;
  const range = daysBetween(start.add({ days: 1 }), lastDayOf(due, calendar));
  return { dueAt: due, days: range, steps: [...notableDays(calendar, range), ...pauseSteps(counting, due, calendar, pauses)] };
}

function countWorkingTime(from: Temporal.Instant, minutes: number, calendar: BusinessCalendar, pauses: readonly Stretch[]): Counted {
  atLeast(0, minutes);
  const due = afterService(from, minutes * minute, calendar, pauses);
  const range = daysBetween(dayOf(from, calendar), lastDayOf(due, calendar));
  const served = servedSteps([...servicePieces(from, calendar, pauses, due)], calendar);
  return { dueAt: due, days: range, steps: [...notableDays(calendar, range), ...served, ...pauseSteps(from, due, calendar, pauses)] };
}

function countAllHours(from: Temporal.Instant, minutes: number, calendar: BusinessCalendar, pauses: readonly Stretch[]): Counted {
  atLeast(0, minutes);
  const start = from.epochMilliseconds;
  let due = start + minutes * minute;
  const steps: Step[] = [];
  for (const pause of pauses) {
    const began = Math.max(pause.from, start);
    if (pause.to <= began || began >= due) continue;
    due += pause.to - began;
    steps.push(pauseStep({ from: began, to: pause.to }, pause.to - began, calendar));
  }
  return { dueAt: at(due), days: [], steps };
}

function countNaturalDays(from: Temporal.Instant, days: number, shift: "none" | "next" | "previous", calendar: BusinessCalendar): Counted {
  atLeast(0, days);
  const start = dayOf(from, calendar);
  const unshifted = start.add({ days });
  const last = shift === "none" ? unshifted : shifted(calendar, unshifted, shift, start);
  const [earlier, later] = Temporal.PlainDate.compare(last, unshifted) < 0 ? [last, unshifted] : [unshifted, last];
  return {
    dueAt: startOfDay(calendar, last.add({ days: 1 })),
    days: shift === "none" ? [] : daysBetween(earlier, later),
    steps: last.equals(unshifted) ? [] : [{ kind: "shifted", from: unshifted.toString(), to: last.toString() }],
  };
}

function countSameDay(from: Temporal.Instant, until: "midnight" | "closing", calendar: BusinessCalendar): Counted {
  const start = dayOf(from, calendar);
  if (until === "midnight") return { dueAt: startOfDay(calendar, start.add({ days: 1 })), days: [], steps: [] };
  const isInTime = isWorkingDay(calendar, start) && from.epochMilliseconds < endOfService(calendar, start);
  const last = isInTime ? start : workingDayAfter(calendar, start, 1);
  const range = daysBetween(start, last);
  return { dueAt: at(endOfService(calendar, last)), days: range, steps: notableDays(calendar, range) };
}

type KindOfDay = { readonly kind: "workday" | "weekend" } | { readonly kind: "makeup" | "off"; readonly name: string };

function kindOfDay(calendar: BusinessCalendar, date: Temporal.PlainDate): KindOfDay {
  const isInWeek = hoursOn(calendar, date).workWeek.includes(date.dayOfWeek as Weekday);
  const named = calendar.days.get(date.toString());
  if (named?.isOffDay) return { kind: "off", name: named.name };
  if (named && !isInWeek) return { kind: "makeup", name: named.name };
  const statutory = named || calendar.announcedYears.has(date.year) ? undefined : calendar.statutory.get(date.toString());
  if (statutory) return { kind: "off", name: statutory };
  return { kind: isInWeek ? "workday" : "weekend" };
}

const isWorked = ({ kind }: KindOfDay): boolean => kind === "workday" || kind === "makeup";

/** The year whose notice is still needed to know `date`. The last week of December may be changed by the notice of the year after. */
function missingYear(calendar: BusinessCalendar, date: Temporal.PlainDate): number | undefined {
  if (calendar.days.get(date.toString())?.isSiteDay) return undefined;
  if (!calendar.announcedYears.has(date.year)) return date.year;
  const isLastWeek = date.month === 12 && date.day >= 25;
  return isLastWeek && !calendar.announcedYears.has(date.year + 1) ? date.year + 1 : undefined;
}

function hoursOn(calendar: BusinessCalendar, date: Temporal.PlainDate): ServiceHours {
  return calendar.serviceHours.findLast(({ since }) => !since || Temporal.PlainDate.compare(since, date) <= 0) ?? calendar.serviceHours[0];
}

interface Stretch {
  /** Milliseconds of the epoch. */
  readonly from: number;
  readonly to: number;
}

const minute = 60_000;

/** The service hours of `date`; none on a day that is not worked. A weekday without hours of its own, worked as a make-up day, keeps those of the working week. */
function spansOf(calendar: BusinessCalendar, date: Temporal.PlainDate): readonly Stretch[] {
  if (!isWorkingDay(calendar, date)) return [];
  const hours = hoursOn(calendar, date);
  const own = calendar.days.get(date.toString())?.spans ?? hours.spans[date.dayOfWeek as Weekday];
  const spans = own.length > 0 ? own : hours.workWeek.map((day) => hours.spans[day]).find((ofDay) => ofDay.length > 0);
  if (!spans) throw new RangeError("A working week needs service hours");
  return spans.map(({ opens, closes }) => ({ from: momentOf(calendar, date, opens), to: momentOf(calendar, date, closes) }));
}

function momentOf(calendar: BusinessCalendar, date: Temporal.PlainDate, minutes: number): number {
  const [day, time] = minutes >= 1440 ? [date.add({ days: 1 }), minutes - 1440] : [date, minutes];
  const plainTime = new Temporal.PlainTime(Math.floor(time / 60), time % 60);
  return day.toZonedDateTime({ timeZone: calendar.zone, plainTime }).epochMilliseconds;
}

const endOfService = (calendar: BusinessCalendar, workingDay: Temporal.PlainDate): number => spansOf(calendar, workingDay).at(-1)!.to;

/** No limit of a manual reaches further; a calendar without a working day must not run for ever. */
const mostDays = 4000;

/** Service time from `from` on, piece by piece, pauses left out, until `until` or for ever. */
function* servicePieces(from: Temporal.Instant, calendar: BusinessCalendar, pauses: readonly Stretch[], until?: Temporal.Instant): Generator<Stretch> {
  const start = from.epochMilliseconds;
  const end = until?.epochMilliseconds ?? Infinity;
  let date = dayOf(from, calendar);
  for (let days = 0; days < mostDays; days++, date = date.add({ days: 1 })) {
    for (const span of spansOf(calendar, date)) {
      if (span.from >= end) return;
      const piece = { from: Math.max(span.from, start), to: Math.min(span.to, end) };
      if (piece.from < piece.to) yield* without(piece, pauses);
    }
    if (until && startOfDay(calendar, date.add({ days: 1 })).epochMilliseconds >= end) return;
  }
  throw new RangeError("The limit reaches beyond what this calendar can count");
}

function* without(piece: Stretch, pauses: readonly Stretch[]): Generator<Stretch> {
  let from = piece.from;
  for (const pause of pauses) {
    if (pause.to <= from || pause.from >= piece.to) continue;
    if (pause.from > from) yield { from, to: pause.from };
    from = pause.to;
  }
  if (from < piece.to) yield { from, to: piece.to };
}

function afterService(from: Temporal.Instant, milliseconds: number, calendar: BusinessCalendar, pauses: readonly Stretch[]): Temporal.Instant {
  let left = milliseconds;
  for (const piece of servicePieces(from, calendar, pauses)) {
    const length = piece.to - piece.from;
    if (left <= length) return at(piece.from + left);
    left -= length;
  }
  throw new RangeError("The limit reaches beyond what this calendar can count");
}

function pausedService(from: Temporal.Instant, to: Temporal.Instant, calendar: BusinessCalendar, pauses: readonly Stretch[]): number {
  if (pauses.length === 0) return 0;
  const length = (pieces: Iterable<Stretch>) => [...pieces].reduce((sum, piece) => sum + (piece.to - piece.from), 0);
  return length(servicePieces(from, calendar, [], to)) - length(servicePieces(from, calendar, pauses, to));
}

/** Pauses in order, the touching ones joined, the empty ones gone. */
function merged(pauses: readonly Pause[]): readonly Stretch[] {
  const sorted = pauses
    .map(({ from, to }) => ({ from: from.epochMilliseconds, to: to.epochMilliseconds }))
    .filter(({ from, to }) => from < to)
    .toSorted((a, b) => a.from - b.from);
  return sorted.reduce<Stretch[]>((joined, pause) => {
    const last = joined.at(-1);
    if (!last || pause.from > last.to) return [...joined, pause];
    return [...joined.slice(0, -1), { from: last.from, to: Math.max(last.to, pause.to) }];
  }, []);
}

function workingDayAfter(calendar: BusinessCalendar, start: Temporal.PlainDate, count: number): Temporal.PlainDate {
  let date = start;
  let left = count;
  for (let days = 0; days < mostDays; days++) {
    date = date.add({ days: 1 });
    if (isWorkingDay(calendar, date) && --left === 0) return date;
  }
  throw new RangeError("The limit reaches beyond what this calendar can count");
}

/** The working day to which a period that ends on a day off is moved; never before the day it began. */
function shifted(calendar: BusinessCalendar, date: Temporal.PlainDate, shift: "next" | "previous", start: Temporal.PlainDate): Temporal.PlainDate {
  let day = date;
  for (let days = 0; days < mostDays && !isWorkingDay(calendar, day); days++) {
    day = day.add({ days: shift === "next" ? 1 : -1 });
    if (Temporal.PlainDate.compare(day, start) < 0) return start;
  }
  return day;
}

/** What a reader must know of the days counted over: make-up workdays, runs of days off, how many weekend days. */
function notableDays(calendar: BusinessCalendar, days: readonly Temporal.PlainDate[]): Step[] {
  const steps: Step[] = [];
  let weekendDays = 0;
  for (const date of days) {
    const day = kindOfDay(calendar, date);
    const last = steps.at(-1);
    if (day.kind === "weekend") weekendDays += 1;
    else if (day.kind === "makeup") steps.push({ kind: "makeup", date: date.toString(), name: day.name });
    else if (day.kind === "off" && last?.kind === "daysOff" && last.name === day.name && last.to === date.subtract({ days: 1 }).toString())
      steps[steps.length - 1] = { ...last, to: date.toString() };
    else if (day.kind === "off") steps.push({ kind: "daysOff", from: date.toString(), to: date.toString(), name: day.name });
  }
  return weekendDays > 0 ? [...steps, { kind: "weekends", days: weekendDays }] : steps;
}

/** Service time as it was used up, day by day; more than two days between the first and the last become one line. */
function servedSteps(pieces: readonly Stretch[], calendar: BusinessCalendar): Step[] {
  const byDay = Object.values(Object.groupBy(pieces, ({ from }) => dayOf(at(from), calendar).toString())).map((ofDay) => joined(ofDay!));
  const lines = byDay.length > 4 ? [byDay[0]!, joined(byDay.slice(1, -1)), byDay.at(-1)!] : byDay;
  return lines.map(({ from, to, length }) => ({
    kind: "served",
    from: localMomentOfStart(at(from), calendar.zone),
    to: localMoment(at(to), calendar.zone),
    minutes: length / minute,
  }));
}

function joined(pieces: readonly (Stretch & { readonly length?: number })[]): Stretch & { readonly length: number } {
  const length = pieces.reduce((sum, piece) => sum + (piece.length ?? piece.to - piece.from), 0);
  return { from: pieces[0]!.from, to: pieces.at(-1)!.to, length };
}

function pauseSteps(from: Temporal.Instant, to: Temporal.Instant, calendar: BusinessCalendar, pauses: readonly Stretch[]): Step[] {
  return pauses.flatMap((pause) => {
    const lost = pausedService(from, to, calendar, [pause]);
    return lost > 0 ? [pauseStep(pause, lost, calendar)] : [];
  });
}

const pauseStep = (pause: Stretch, lost: number, calendar: BusinessCalendar): Step => ({
  kind: "paused",
  from: localMomentOfStart(at(pause.from), calendar.zone),
  to: localMoment(at(pause.to), calendar.zone),
  minutes: lost / minute,
});

function noteOf(calendar: BusinessCalendar, date: Temporal.PlainDate): DayNote {
  const day = kindOfDay(calendar, date);
  if (day.kind === "makeup") return { makeup: true };
  return day.kind === "off" ? { offAs: day.name } : {};
}

const at = (milliseconds: number): Temporal.Instant => Temporal.Instant.fromEpochMilliseconds(Math.round(milliseconds));
const dayOf = (instant: Temporal.Instant, { zone }: BusinessCalendar): Temporal.PlainDate => instant.toZonedDateTimeISO(zone).toPlainDate();
/** The day on which a period ends: at midnight it is the day before. */
const lastDayOf = (due: Temporal.Instant, calendar: BusinessCalendar): Temporal.PlainDate => dayOf(due.subtract({ nanoseconds: 1 }), calendar);
const startOfDay = ({ zone }: BusinessCalendar, date: Temporal.PlainDate): Temporal.Instant => date.toZonedDateTime(zone).toInstant();
/** As `localMoment`, but midnight begins a day: for starts. */
const localMomentOfStart = (instant: Temporal.Instant, zone: string): string => instant.toZonedDateTimeISO(zone).toPlainDateTime().toString({ smallestUnit: "minute" });

function daysBetween(first: Temporal.PlainDate, last: Temporal.PlainDate): Temporal.PlainDate[] {
  return Array.from({ length: Math.max(0, first.until(last).days + 1) }, (_, days) => first.add({ days }));
}

function compareDays(a: Temporal.PlainDate | null, b: Temporal.PlainDate | null): number {
  if (!a || !b) return Number(!!a) - Number(!!b);
  return Temporal.PlainDate.compare(a, b);
}

function atLeast(least: number, value: number): void {
  if (!Number.isFinite(value) || value < least) throw new RangeError(`A limit of ${value} cannot be counted`);
}
