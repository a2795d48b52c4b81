import { sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import { Refusal } from "#kernel/problem.ts";
import type { SiteContext } from "#platform/context.ts";
import { refusing } from "#platform/db/violations.ts";
import { billingProblems } from "../rules.ts";

export interface ClosedPeriod {
  readonly entityId: Id<"entity">;
  readonly month: Temporal.PlainYearMonth;
  readonly closedAt: Temporal.Instant;
  readonly closedByName: string;
}

/**
 * Refuses when the month of `day` is closed for the entity (null: for any of the site's). Until this transaction ends nobody closes a
 * month: whoever closes waits, and whoever comes after them is told. Refusal: monthClosed.
 */
export async function refuseClosed(ctx: SiteContext, entityId: Id<"entity"> | null, day: Temporal.PlainDate): Promise<void> {
  await sql`select pg_advisory_xact_lock_shared(hashtextextended(${lockOf(ctx)}, 0))`.execute(ctx.tx);
  let closed = ctx.tx.selectFrom("billing.period").select("month").where("site_id", "=", ctx.siteId).where("month", "=", firstDay(day.toPlainYearMonth()));
  if (entityId) closed = closed.where("entity_id", "=", entityId);
  if (await closed.executeTakeFirst()) throw new Refusal(billingProblems.monthClosed({ month: day.toPlainYearMonth().toString() }));
}

/** Closes a month for one legal entity: waits for those who bill or settle now. Refusal: monthClosedAlready. */
export async function closePeriod(ctx: SiteContext, { entityId, month }: Pick<ClosedPeriod, "entityId" | "month">): Promise<ClosedPeriod> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${lockOf(ctx)}, 0))`.execute(ctx.tx);
  const row = { site_id: ctx.siteId, entity_id: entityId, month: firstDay(month), closed_at: ctx.now, closed_by: ctx.actor.personId, closed_by_name: ctx.actor.name };
  const insert = ctx.tx.insertInto("billing.period").values(row).execute();
  await refusing(insert, { period_pkey: () => billingProblems.monthClosedAlready({ month: month.toString() }) });
  await ctx.tell(ctx.siteId, "billing.period", entityId);
  return { entityId, month, closedAt: ctx.now, closedByName: ctx.actor.name };
}

/** Opens a closed month again; who may, and why, is the caller's to judge and record. */
export async function reopenPeriod(ctx: SiteContext, { entityId, month }: Pick<ClosedPeriod, "entityId" | "month">): Promise<void> {
  await ctx.tx.deleteFrom("billing.period").where("site_id", "=", ctx.siteId).where("entity_id", "=", entityId).where("month", "=", firstDay(month)).execute();
  await ctx.tell(ctx.siteId, "billing.period", entityId);
}

/** The closed months of the site, newest first. */
export async function closedPeriods(ctx: SiteContext): Promise<ClosedPeriod[]> {
  const rows = await ctx.tx.selectFrom("billing.period").selectAll().where("site_id", "=", ctx.siteId).orderBy("month", "desc").orderBy("entity_id").execute();
  return rows.map((row) => ({ entityId: row.entity_id as Id<"entity">, month: row.month.toPlainYearMonth(), closedAt: row.closed_at, closedByName: row.closed_by_name }));
}

export const firstDay = (month: Temporal.PlainYearMonth): Temporal.PlainDate => month.toPlainDate({ day: 1 });

const lockOf = ({ siteId }: SiteContext): string => `billing.period:${siteId}`;
