import { sql } from "kysely";
import { businessCalendar, type BusinessCalendar, isWorkingDay, type ServiceHours, type ServiceSpan } from "#kernel/calendar.ts";
import { bundledYears, statutoryDates } from "#kernel/calendarYears.ts";
import type { ValueOf } from "#kernel/contract.ts";
import type { HolidayDay, HolidayYear } from "#kernel/holidayYear.ts";
import { Refusal } from "#kernel/problem.ts";
import { type Context, dayAt, type SiteContext } from "#platform/context.ts";
import type { getCalendar, getYear, listYears } from "../contract.ts";
import { dutiesProblems } from "../rules.ts";

/** The working calendar of the site at hand, as it stands now: its hours, its own days, and every year announced. Read once in a transaction. */
export function calendarOf(ctx: SiteContext): Promise<BusinessCalendar> {
  const known = calendars.get(ctx) ?? readCalendar(ctx);
  calendars.set(ctx, known);
  return known;
}

const calendars = new WeakMap<SiteContext, Promise<BusinessCalendar>>();

/** The calendar reads anew after this transaction has changed it. */
export const forgetCalendar = (ctx: SiteContext): void => void calendars.delete(ctx);

async function readCalendar(ctx: SiteContext): Promise<BusinessCalendar> {
  const { rows } = await sql<{ parts: string }>`select json_build_object(
      'years', (select coalesce(json_agg(latest order by latest.year), '[]') from (
        select distinct on (year) year, papers, days from duties.calendar_year order by year, version desc) latest),
      'hours', (select coalesce(json_agg(hours order by hours.since), '[]') from (
        select since, week from duties.service_hours where site_id = ${ctx.siteId}) hours),
      'siteDays', (select coalesce(json_agg(day order by day.date), '[]') from (
        select date, name, is_off_day, spans from duties.site_day where site_id = ${ctx.siteId}) day)
    )::text as parts`.execute(ctx.tx);
  return calendarFrom(ctx.zone, rows[0]!.parts);
}

/** Calendars made before, by all they are made of: building one takes longer than reading its parts. */
const made = new Map<string, BusinessCalendar>();
const mostMade = 200;

function calendarFrom(zone: string, text: string): BusinessCalendar {
  const key = `${zone} ${text}`;
  const known = made.get(key);
  if (known) return known;
  const parts = JSON.parse(text) as {
    years: readonly HolidayYear[];
    hours: readonly { since: string; week: Pick<ServiceHours, "workWeek" | "spans"> }[];
    siteDays: readonly { date: string; name: string; is_off_day: boolean; spans: readonly ServiceSpan[] | null }[];
  };
  const calendar = businessCalendar({
    zone,
    years: withImported(parts.years),
    statutory: statutoryDates,
    serviceHours: parts.hours.map(({ since, week }) => ({ since: Temporal.PlainDate.from(since), ...week })),
    siteDays: parts.siteDays.map(({ date, name, is_off_day: isOffDay, spans }) => ({ date, name, isOffDay, ...(spans ? { spans } : {}) })),
  });
  if (made.size >= mostMade) made.clear();
  made.set(key, calendar);
  return calendar;
}

/** An imported year stands in the place of the bundled one. */
function withImported(imported: readonly HolidayYear[]): readonly HolidayYear[] {
  return [...bundledYears.filter(({ year }) => !imported.some((other) => other.year === year)), ...imported];
}

/** One year of the site's calendar, the current one unless told, for the calendar's screen. */
export async function calendarOfYear(ctx: SiteContext, asked?: number): Promise<ValueOf<NonNullable<typeof getCalendar.reply>>> {
  const calendar = await calendarOf(ctx);
  const year = asked ?? dayAt(ctx, ctx.now).year;
  const isAnnounced = calendar.announcedYears.has(year);
  const first = Temporal.PlainDate.from({ year, month: 1, day: 1 });
  const dates = Array.from({ length: first.daysInYear }, (_, index) => first.add({ days: index }));
  const days = dates.flatMap((date) => {
    const named = calendar.days.get(date.toString());
    const statutory = isAnnounced ? undefined : calendar.statutory.get(date.toString());
    if (!named && !statutory) return [];
    return {
      date: date.toString(),
      name: named?.name ?? statutory!,
      isOffDay: named?.isOffDay ?? true,
      isSiteDay: named?.isSiteDay ?? false,
      spans: named?.spans ? [...named.spans] : null,
    };
  });
  return {
    year,
    zone: ctx.zone,
    isAnnounced,
    notice: isAnnounced ? ((await yearRow(ctx, year))?.notice ?? "") : "",
    serviceHours: calendar.serviceHours.map(({ since, workWeek, spans }) => ({ since, workWeek: [...workWeek], spans: mutable(spans) })),
    days,
    workingDays: dates.filter((date) => isWorkingDay(calendar, date)).length,
  };
}

const mutable = (spans: ServiceHours["spans"]) => ({
  1: [...spans[1]],
  2: [...spans[2]],
  3: [...spans[3]],
  4: [...spans[4]],
  5: [...spans[5]],
  6: [...spans[6]],
  7: [...spans[7]],
});

/** Every year whose holidays are known, newest first. */
export async function knownYears(ctx: Context): Promise<ValueOf<NonNullable<typeof listYears.reply>>> {
  const imported = await yearRows(ctx).execute();
  const years = [...imported.map(toImported), ...bundledYears.filter(({ year }) => !imported.some((row) => row.year === year)).map(toBundled)];
  const count = (days: readonly HolidayDay[], isOffDay: boolean) => days.filter((day) => day.isOffDay === isOffDay).length;
  return {
    items: years.toSorted((a, b) => b.year - a.year).map(({ days, ...year }) => ({ ...year, offDays: count(days, true), makeupDays: count(days, false) })),
  };
}

/** A year as it holds. Refusal: yearNotFound. */
export async function holidayYear(ctx: Context, year: number): Promise<ValueOf<NonNullable<typeof getYear.reply>>> {
  const known = await knownYear(ctx, year);
  if (!known) throw new Refusal(dutiesProblems.yearNotFound({ year }));
  return known;
}

export async function knownYear(ctx: Context, year: number): Promise<ValueOf<NonNullable<typeof getYear.reply>> | undefined> {
  const row = await yearRow(ctx, year);
  if (row) return toImported(row);
  const bundled = bundledYears.find((other) => other.year === year);
  return bundled && toBundled(bundled);
}

const yearRows = (ctx: Context) =>
  ctx.tx.selectFrom("duties.calendar_year").select(["year", "notice", "papers", "days", "imported_at"]).distinctOn("year").orderBy("year").orderBy("version", "desc");

const yearRow = (ctx: Context, year: number) => yearRows(ctx).where("year", "=", year).executeTakeFirst();

const toImported = (row: { year: number; notice: string; papers: unknown; days: unknown; imported_at: Temporal.Instant }) => ({
  year: row.year,
  notice: row.notice,
  papers: row.papers as string[],
  source: "imported" as const,
  importedAt: row.imported_at,
  days: row.days as HolidayDay[],
});
const toBundled = ({ year, papers, days }: HolidayYear) => ({ year, notice: "", papers: [...papers], source: "bundled" as const, importedAt: null, days: [...days] });
