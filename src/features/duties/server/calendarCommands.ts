import type { ServiceHours, ServiceSpan } from "#kernel/calendar.ts";
import type { ValueOf } from "#kernel/contract.ts";
import { type HolidayDay, readHolidayYear } from "#kernel/holidayYear.ts";
import { reasons, Refusal, refuseIf } from "#kernel/problem.ts";
import { manualProblems, standardIds } from "#features/manual/rules.ts";
import { type Context, dayAt, type SiteContext } from "#platform/context.ts";
import { json } from "#platform/db/json.ts";
import { refusing } from "#platform/db/violations.ts";
import { edgeProblems } from "#kernel/edgeProblems.ts";
import {
  type importYear as importYearContract,
  ladderSet,
  recountDuties,
  recountEverywhere,
  serviceHoursSet,
  type setLadder as setLadderContract,
  siteDayCleared,
  siteDaySet,
} from "../contract.ts";
import { areSound, dutiesProblems, type Rung, whyNotLadder, whyNotServiceHours } from "../rules.ts";
import { forgetCalendar, holidayYear } from "./calendars.ts";

/** Announces a year for the whole company and counts again every open duty it may touch. Domain 5.3. Refusal: yearInvalid. */
export async function importYear(
  ctx: Context,
  { year, notice, papers, days }: { readonly year: number; readonly notice: string; readonly papers: readonly string[]; readonly days: readonly HolidayDay[] },
): Promise<ValueOf<NonNullable<typeof importYearContract.reply>>> {
  const { year: read, problems } = readHolidayYear({ year, papers, days });
  if (!read) throw new Refusal(dutiesProblems.yearInvalid({ count: problems.length, rows: problems.map(({ row, words }) => ({ row, ...words })) }));

  const last = await ctx.tx.selectFrom("duties.calendar_year").select("version").where("year", "=", year).orderBy("version", "desc").limit(1).executeTakeFirst();
  const insert = ctx.tx
    .insertInto("duties.calendar_year")
    .values({ year, version: (last?.version ?? 0) + 1, notice, papers: json(read.papers), days: json(read.days), imported_at: ctx.now, imported_by: ctx.actor.personId });
  await refusing(insert.execute(), { calendar_year_pkey: () => edgeProblems.stale() });
  await ctx.enqueue(recountEverywhere, { year }, { key: "duties.recount_everywhere" });
  return holidayYear(ctx, year);
}

/** Sets the service hours from a day on. Refusals: hoursBackdated, noWorkWeek, hoursMissing, hoursWrong. */
export async function setServiceHours(ctx: SiteContext, { since, workWeek, spans }: Omit<ServiceHours, "since"> & { readonly since: Temporal.PlainDate }): Promise<void> {
  const today = dayAt(ctx, ctx.now);
  if (Temporal.PlainDate.compare(since, today) < 0) throw new Refusal(dutiesProblems.hoursBackdated({ today: today.toString() }));
  refuseIf(whyNotServiceHours({ workWeek, spans }));

  const row = { week: json({ workWeek: [...new Set(workWeek)].toSorted((a, b) => a - b), spans }), set_at: ctx.now, set_by: ctx.actor.personId };
  await ctx.tx
    .insertInto("duties.service_hours")
    .values({ site_id: ctx.siteId, since, ...row })
    .onConflict((conflict) => conflict.columns(["site_id", "since"]).doUpdateSet(row))
    .execute();
  await ctx.record(serviceHoursSet, { siteId: ctx.siteId, since, workWeek: [...workWeek], spans: spans as never });
  await calendarChanged(ctx);
}

/** Makes one day off or worked at this site alone. Refusals: dayPast, dayHoursWrong. */
export async function setSiteDay(
  ctx: SiteContext,
  day: { readonly date: Temporal.PlainDate; readonly name: string; readonly isOffDay: boolean; readonly spans: readonly ServiceSpan[] | null },
): Promise<void> {
  refusePast(ctx, day.date);
  const hours = day.spans?.length && !day.isOffDay ? day.spans : null;
  if (hours && !areSound(hours)) throw new Refusal(dutiesProblems.dayHoursWrong());

  const row = { name: day.name, is_off_day: day.isOffDay, spans: hours ? json(hours) : null, set_at: ctx.now, set_by: ctx.actor.personId };
  await ctx.tx
    .insertInto("duties.site_day")
    .values({ site_id: ctx.siteId, date: day.date, ...row })
    .onConflict((conflict) => conflict.columns(["site_id", "date"]).doUpdateSet(row))
    .execute();
  await ctx.record(siteDaySet, { siteId: ctx.siteId, date: day.date, name: day.name, isOffDay: day.isOffDay });
  await calendarChanged(ctx);
}

/** Lets a day be again what the notice says. Refusal: dayPast. */
export async function clearSiteDay(ctx: SiteContext, date: Temporal.PlainDate): Promise<void> {
  refusePast(ctx, date);
  const { numDeletedRows } = await ctx.tx.deleteFrom("duties.site_day").where("site_id", "=", ctx.siteId).where("date", "=", date).executeTakeFirstOrThrow();
  if (numDeletedRows === 0n) return;
  await ctx.record(siteDayCleared, { siteId: ctx.siteId, date });
  await calendarChanged(ctx);
}

/** Sets who is told of overdue duties. The ladder holds for whatever falls overdue, or climbs, from now on. Refusals: manual.noSuchStandard, ladderOrder, stale. */
export async function setLadder(
  ctx: SiteContext,
  { standard, rungs, version }: { readonly standard: string; readonly rungs: readonly Rung[]; readonly version: number },
): Promise<ValueOf<NonNullable<typeof setLadderContract.reply>>> {
  const isKnown = standard === "*" || standardIds.some((id) => id === standard);
  refuseIf(reasons(!isKnown && manualProblems.noSuchStandard({ standard }), whyNotLadder(rungs)));
  const current = await ctx.tx.selectFrom("duties.ladder").select("version").where("site_id", "=", ctx.siteId).where("standard", "=", standard).forUpdate().executeTakeFirst();
  if ((current?.version ?? 0) !== version) throw new Refusal(edgeProblems.stale());
  const row = { rungs: json(rungs), version: version + 1 };
  if (current) await ctx.tx.updateTable("duties.ladder").set(row).where("site_id", "=", ctx.siteId).where("standard", "=", standard).execute();
  else
    await refusing(
      ctx.tx
        .insertInto("duties.ladder")
        .values({ site_id: ctx.siteId, standard, ...row })
        .execute(),
      { ladder_pkey: () => edgeProblems.stale() },
    );
  await ctx.record(ladderSet, { siteId: ctx.siteId, standard, rungs: [...rungs] });
  await ctx.tell(ctx.siteId, "duties.ladder", standard);
  return { standard, rungs: [...rungs], version: version + 1, isDefault: false };
}

async function calendarChanged(ctx: SiteContext): Promise<void> {
  forgetCalendar(ctx);
  await ctx.enqueue(recountDuties, { siteId: ctx.siteId }, { key: `duties.recount:${ctx.siteId}` });
  await ctx.tell(ctx.siteId, "duties.calendar");
}

function refusePast(ctx: SiteContext, date: Temporal.PlainDate): void {
  const today = dayAt(ctx, ctx.now);
  if (Temporal.PlainDate.compare(date, today) < 0) throw new Refusal(dutiesProblems.dayPast({ today: today.toString() }));
}
