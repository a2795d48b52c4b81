import { type BusinessCalendar, dueAt } from "#kernel/calendar.ts";
import type { Context, SiteContext } from "#platform/context.ts";
import { json } from "#platform/db/json.ts";
import { dutyEscalated, dutyRecounted, recountDuties } from "../contract.ts";
import { defaultLadder, type Duty, ladderFor, type Rung } from "../rules.ts";
import { calendarOf } from "./calendars.ts";
import { countDuty, factsOf, missDuty, under, update } from "./commands.ts";
import { type DutyRow, toDuty } from "./queries.ts";

const rowsAtOnce = 200;

/**
 * Looks at every duty whose time has come: an overdue one climbs its ladder, one whose window has ended is missed. Each turn sets when to
 * look again, so a second run finds nothing; a duty that somebody else has locked is left to the next. Domain 1.4, step 4.
 */
export async function lookAtDuties(ctx: SiteContext): Promise<number> {
  const calendar = await calendarOf(ctx);
  const ladders = await laddersOf(ctx);
  let looked = 0;
  for (;;) {
    const rows = await ctx.tx
      .selectFrom("duties.duty")
      .selectAll()
      .where("site_id", "=", ctx.siteId)
      .where("next_look_at", "<", ctx.now)
      .orderBy("next_look_at")
      .limit(rowsAtOnce)
      .forUpdate()
      .skipLocked()
      .execute();
    for (const row of rows) {
      const duty = toDuty(row);
      if (row.misses_at && Temporal.Instant.compare(ctx.now, row.misses_at) >= 0) await missDuty(ctx, duty, "windowEnded");
      else await climb(ctx, duty, row, ladderFor(ladders(duty), duty.ownerRole), calendar);
    }
    looked += rows.length;
    if (rows.length < rowsAtOnce) return looked;
  }
}

/** Climbs every rung whose time has come, and sets when to look for the next. */
async function climb(ctx: SiteContext, duty: Duty, row: DutyRow, ladder: ReturnType<typeof ladderFor>, calendar: BusinessCalendar): Promise<void> {
  let step = duty.escalationStep;
  for (; step < ladder.length; step++) {
    const { to, role, afterMinutes } = ladder[step]!;
    if (Temporal.Instant.compare(timeOf(afterMinutes, duty.dueAt, calendar), ctx.now) >= 0) break;
    await ctx.tx
      .insertInto("duties.escalation")
      .values({ site_id: ctx.siteId, duty_id: duty.id, step: step + 1, target: to, role, due_at: duty.dueAt, escalated_at: ctx.now })
      .execute();
    await ctx.record(under(duty, dutyEscalated), { ...factsOf(duty), step: step + 1, target: to, role, dueAt: duty.dueAt });
  }
  const next = ladder[step];
  const nextLook = [next && timeOf(next.afterMinutes, duty.dueAt, calendar), row.misses_at].filter((at) => at instanceof Temporal.Instant).toSorted(Temporal.Instant.compare)[0];
  await update(ctx, duty, { escalation_step: step, next_look_at: nextLook ?? null });
}

const timeOf = (afterMinutes: number, due: Temporal.Instant, calendar: BusinessCalendar): Temporal.Instant =>
  afterMinutes === 0 ? due : dueAt(due, { kind: "workingTime", minutes: afterMinutes }, calendar).dueAt;

async function laddersOf(ctx: SiteContext): Promise<(duty: Duty) => readonly Rung[]> {
  const rows = await ctx.tx.selectFrom("duties.ladder").select(["standard", "rungs"]).where("site_id", "=", ctx.siteId).execute();
  const own = new Map(rows.map(({ standard, rungs }) => [standard, rungs as readonly Rung[]]));
  return ({ standard }) => own.get(standard) ?? own.get("*") ?? defaultLadder;
}

/** Counts the open duties again whose due time hung on the calendar, logs each change and tells it. Domain 5.3. Returns how many moved. */
export async function recount(ctx: SiteContext, { onlyProvisional = false }: { readonly onlyProvisional?: boolean } = {}): Promise<number> {
  const calendar = await calendarOf(ctx);
  let moved = 0;
  let after = "00000000-0000-0000-0000-000000000000";
  for (;;) {
    let query = ctx.tx
      .selectFrom("duties.duty")
      .selectAll()
      .where("site_id", "=", ctx.siteId)
      .where("closed_at", "is", null)
      .where("time_limit", "is not", null)
      .where("id", ">", after);
    if (onlyProvisional) query = query.where("provisional", "=", true);
    const rows = await query.orderBy("id").limit(rowsAtOnce).forUpdate().execute();
    for (const row of rows) moved += await recountOne(ctx, row, calendar);
    if (rows.length < rowsAtOnce) return moved;
    after = rows.at(-1)!.id;
  }
}

async function recountOne(ctx: SiteContext, row: DutyRow, calendar: BusinessCalendar): Promise<0 | 1> {
  const duty = toDuty(row);
  const due = countDuty(duty, row, calendar);
  const hasMoved = !due.dueAt.equals(duty.dueAt);
  if (!hasMoved && due.provisional === duty.provisional) return 0;
  if (hasMoved) await ctx.record(under(duty, dutyRecounted), { ...factsOf(duty), dueBefore: duty.dueAt, dueAt: due.dueAt, isProvisional: due.provisional });
  const isWatchedFromDue = duty.escalationStep === 0 && !row.paused_since;
  await update(ctx, duty, {
    due_at: due.dueAt,
    provisional: due.provisional,
    explanation: json(due.explanation),
    ...(hasMoved && isWatchedFromDue ? { next_look_at: due.dueAt } : {}),
  });
  return hasMoved ? 1 : 0;
}

export async function queueRecounts(ctx: Context): Promise<void> {
  for (const siteId of ctx.siteIds) {
    await ctx.enqueue(recountDuties, { siteId }, { key: `duties.recount:${siteId}` });
    await ctx.tell(siteId, "duties.calendar");
  }
}
