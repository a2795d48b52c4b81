import { sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import { Refusal, refuseIf } from "#kernel/problem.ts";
import type { SiteContext } from "#platform/context.ts";
import { refusing } from "#platform/db/violations.ts";
import { roundClosed, roundOpened, roundReopened } from "../../contract.ts";
import { metersProblems, whyNotClose } from "../../rules.ts";
import { type Round, roundById } from "../queries/rounds.ts";

export interface NewRound {
  readonly id: Id<"round">;
  readonly routeId: Id<"route">;
  readonly month: Temporal.PlainYearMonth;
  readonly fromDay: Temporal.PlainDate;
  readonly toDay: Temporal.PlainDate;
}

/** Opens the round of a month on a route, with the meters in service on it now. Refusals: routeNotFound, roundTaken, routeEmpty, windowBackwards, idTaken. */
export async function openRound(ctx: SiteContext, { id, routeId, month, fromDay, toDay }: NewRound): Promise<Round> {
  if (Temporal.PlainDate.compare(toDay, fromDay) < 0) throw new Refusal(metersProblems.windowBackwards());
  const route = await ctx.tx.selectFrom("meters.route").select("name").where("site_id", "=", ctx.siteId).where("id", "=", routeId).executeTakeFirst();
  if (!route) throw new Refusal(metersProblems.routeNotFound());
  const taken = () => metersProblems.roundTaken({ route: route.name, month: month.toString() });
  const insert = ctx.tx.insertInto("meters.round").values({
    site_id: ctx.siteId,
    id,
    route_id: routeId,
    month: month.toPlainDate({ day: 1 }),
    from_day: fromDay,
    to_day: toDay,
    opened_by_name: ctx.actor.name,
    opened_at: ctx.now,
  });
  await refusing(insert.execute(), { one_round_a_month: taken, round_pkey: () => metersProblems.idTaken() });
  const listed = await sql`insert into meters.round_meter (site_id, round_id, meter_id, position)
    select site_id, ${id}::uuid, id, position from meters.meter where site_id = ${ctx.siteId} and route_id = ${routeId} and state = 'inService'`.execute(ctx.tx);
  const meters = Number(listed.numAffectedRows ?? 0);
  if (meters === 0) throw new Refusal(metersProblems.routeEmpty());
  await ctx.record(roundOpened, { roundId: id, routeId, month, meters });
  await ctx.tell(ctx.siteId, "meters.round", id);
  return roundById(ctx, id);
}

/** Calls a round done. Refusals: roundNotFound, roundClosed, unread, waiting. */
export async function closeRound(ctx: SiteContext, roundId: Id<"round">): Promise<Round> {
  await ctx.tx.selectFrom("meters.round").select("id").where("site_id", "=", ctx.siteId).where("id", "=", roundId).forUpdate().execute();
  const round = await roundById(ctx, roundId);
  refuseIf(whyNotClose(round));
  await ctx.tx
    .updateTable("meters.round")
    .set({ state: "closed", closed_by_name: ctx.actor.name, closed_at: ctx.now })
    .where("site_id", "=", ctx.siteId)
    .where("id", "=", roundId)
    .execute();
  const { month, inWindow, photos, meters } = round;
  await ctx.record(roundClosed, { roundId, month, inWindow, photos, meters });
  await ctx.tell(ctx.siteId, "meters.round", roundId);
  return { ...round, state: "closed", closedByName: ctx.actor.name };
}

/** Opens a round again, for a reading found wrong before it is settled. Refusals: roundNotFound, notClosed, settledRound. */
export async function reopenRound(ctx: SiteContext, { roundId, reason }: { readonly roundId: Id<"round">; readonly reason: string }): Promise<Round> {
  await ctx.tx.selectFrom("meters.round").select("id").where("site_id", "=", ctx.siteId).where("id", "=", roundId).forUpdate().execute();
  const round = await roundById(ctx, roundId);
  if (round.state !== "closed") throw new Refusal(metersProblems.notClosed());
  const settled = await ctx.tx
    .selectFrom("meters.reading")
    .select("id")
    .where("site_id", "=", ctx.siteId)
    .where("round_id", "=", roundId)
    .where("settlement_id", "is not", null)
    .limit(1)
    .executeTakeFirst();
  if (settled) throw new Refusal(metersProblems.settledRound());
  await ctx.tx.updateTable("meters.round").set({ state: "open", closed_by_name: null, closed_at: null }).where("site_id", "=", ctx.siteId).where("id", "=", roundId).execute();
  await ctx.record(roundReopened, { roundId, reason });
  await ctx.tell(ctx.siteId, "meters.round", roundId);
  return roundById(ctx, roundId);
}
