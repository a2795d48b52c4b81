import { sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import { Refusal } from "#kernel/problem.ts";
import { dayAt, type SiteContext } from "#platform/context.ts";
import { keysOf, pageFrom } from "#platform/db/keyset.ts";
import { type Meter, type MeterKind, metersProblems, type RoundState } from "../../rules.ts";
import { meterById, tenantsOfMeter, unitsOfMeter } from "./meters.ts";
import { linesBefore, readingsHere, toReading } from "./readings.ts";

const counted = sql`reading.standing in ('accepted', 'waiting', 'confirmed')`;

const roundsHere = (ctx: SiteContext) =>
  ctx.tx
    .selectFrom("meters.round as round")
    .innerJoin("meters.route as route", (join) => join.onRef("route.site_id", "=", "round.site_id").onRef("route.id", "=", "round.route_id"))
    .leftJoinLateral(
      (eb) =>
        eb
          .selectFrom("meters.reading as reading")
          .whereRef("reading.site_id", "=", "round.site_id")
          .whereRef("reading.round_id", "=", "round.id")
          .select([
            sql<number>`(count(*) filter (where ${counted}))::int`.as("read"),
            sql<number>`(count(*) filter (where reading.standing = 'waiting'))::int`.as("waiting"),
            sql<number>`(count(*) filter (where ${counted} and reading.read_on between round.from_day and round.to_day))::int`.as("in_window"),
            sql<number>`(count(*) filter (where ${counted} and reading.is_by_hand))::int`.as("by_hand"),
            sql<number>`(count(*) filter (where ${counted} and reading.is_by_hand and reading.photo_id is not null))::int`.as("photos"),
          ])
          .as("done"),
      (join) => join.onTrue(),
    )
    .where("round.site_id", "=", ctx.siteId)
    .select(["round.id", "round.route_id", "route.name as route", "round.month", "round.from_day", "round.to_day", "round.state", "round.opened_by_name", "round.closed_by_name"])
    .select(["done.read", "done.waiting", "done.in_window", "done.by_hand", "done.photos"])
    .select(sql<number>`(select count(*)::int from meters.round_meter listed where listed.site_id = round.site_id and listed.round_id = round.id)`.as("meters"));

type RoundRow = Awaited<ReturnType<ReturnType<typeof roundsHere>["execute"]>>[number];
const toRound = (row: RoundRow) => ({
  id: row.id as Id<"round">,
  routeId: row.route_id as Id<"route">,
  route: row.route,
  month: row.month.toPlainYearMonth(),
  fromDay: row.from_day,
  toDay: row.to_day,
  state: row.state as RoundState,
  openedByName: row.opened_by_name,
  closedByName: row.closed_by_name,
  meters: row.meters,
  read: row.read ?? 0,
  waiting: row.waiting ?? 0,
  inWindow: row.in_window ?? 0,
  byHand: row.by_hand ?? 0,
  photos: row.photos ?? 0,
});
export type Round = ReturnType<typeof toRound>;

/** Refusal: roundNotFound. */
export async function roundById(ctx: SiteContext, id: Id<"round">): Promise<Round> {
  const row = await roundsHere(ctx).where("round.id", "=", id).executeTakeFirst();
  if (!row) throw new Refusal(metersProblems.roundNotFound());
  return toRound(row);
}

export interface RoundFilter {
  readonly state?: RoundState | undefined;
  readonly month?: Temporal.PlainYearMonth | undefined;
}

/** Rounds, newest month first. */
export async function roundPage(ctx: SiteContext, { state, month, cursor, limit }: RoundFilter & { readonly cursor?: string | undefined; readonly limit: number }) {
  let query = roundsHere(ctx)
    .orderBy("round.month", "desc")
    .orderBy("round.id", "desc")
    .limit(limit + 1);
  if (state) query = query.where("round.state", "=", state);
  if (month) query = query.where("round.month", "=", month.toPlainDate({ day: 1 }));
  if (cursor) {
    const [day, id] = keysOf(cursor, ["text", "id"]);
    query = query.where(sql<boolean>`(round.month::text, round.id) < (${day}, ${id}::uuid)`);
  }
  const page = pageFrom(await query.execute(), limit, (row) => [row.month, row.id]);
  return { items: page.items.map(toRound), next: page.next };
}

/** A round with all its meters in their order. Refusal: roundNotFound. */
export async function roundWithLines(ctx: SiteContext, id: Id<"round">) {
  const round = await roundById(ctx, id);
  const day = round.state === "open" ? dayAt(ctx, ctx.now) : round.toDay;
  const rows = await ctx.tx
    .selectFrom("meters.round_meter as listed")
    .innerJoin("meters.meter as meter", (join) => join.onRef("meter.site_id", "=", "listed.site_id").onRef("meter.id", "=", "listed.meter_id"))
    .where("listed.site_id", "=", ctx.siteId)
    .where("listed.round_id", "=", id)
    .select(["meter.id", "meter.meter_no", "meter.kind", "meter.role", "meter.registers", "meter.digits", "meter.multiplier", "meter.place", "listed.position"])
    .select([unitsOfMeter.as("units"), tenantsOfMeter(day).as("tenants")])
    .orderBy("listed.position")
    .orderBy("meter.meter_no")
    .execute();
  const meters = rows.map((row) => ({
    id: row.id as Id<"meter">,
    meterNo: row.meter_no,
    kind: row.kind as MeterKind,
    role: row.role as Meter["role"],
    registers: row.registers as Meter["registers"],
    digits: row.digits,
    multiplier: plainNumeric(row.multiplier),
    place: row.place,
    units: row.units,
    tenants: row.tenants,
    position: row.position,
  }));
  const before = await linesBefore(ctx, meters as unknown as Meter[], { at: ctx.now, exceptRound: id });
  const taken = await readingsHere(ctx)
    .where("reading.round_id", "=", id)
    .where("reading.standing", "in", ["accepted", "waiting", "confirmed", "sentBack"])
    .orderBy("reading.read_at")
    .orderBy("reading.id")
    .execute();
  const readings = new Map(taken.map((row) => [row.meter_id, toReading(row)]));
  const lines = meters.map(({ id: meterId, ...meter }) => {
    const line = before.get(meterId)!;
    const reading = readings.get(meterId) ?? null;
    const { previousId: _, previousAt, registers: __, device: ___, ...known } = line;
    return { meterId, ...meter, ...known, previousAt, reading };
  });
  return { ...round, lines };
}

const plainNumeric = (numeric: string): string => (numeric.includes(".") ? numeric.replace(/\.?0+$/, "") : numeric);

/** The meter of a round. Refusals: notFound, notOnRound. */
export async function meterOnRound(ctx: SiteContext, roundId: Id<"round">, meterId: Id<"meter">): Promise<Meter> {
  const meter = await meterById(ctx, meterId);
  const listed = await ctx.tx
    .selectFrom("meters.round_meter")
    .select("meter_id")
    .where("site_id", "=", ctx.siteId)
    .where("round_id", "=", roundId)
    .where("meter_id", "=", meterId)
    .executeTakeFirst();
  if (!listed) throw new Refusal(metersProblems.notOnRound({ meterNo: meter.meterNo }));
  return meter;
}

/** What is to be done about meters today. */
export async function today(ctx: SiteContext) {
  const { items: rounds } = await roundPage(ctx, { state: "open", limit: 20 });
  const { rows } = await sql<{ waiting: number; calibrations: number }>`
    select (select count(*)::int from meters.reading where site_id = ${ctx.siteId} and standing = 'waiting')
         + (select count(*)::int from meters.replacement where site_id = ${ctx.siteId} and state = 'waiting') as waiting,
      (select count(*)::int from meters.meter where site_id = ${ctx.siteId} and state = 'inService' and calibration_due < ${dayAt(ctx, ctx.now).add({ days: 30 })}) as calibrations`.execute(
    ctx.tx,
  );
  const settlements = await ctx.tx
    .selectFrom("meters.settlement as settlement")
    .where("settlement.site_id", "=", ctx.siteId)
    .where("settlement.state", "=", "published")
    .select(["settlement.id", "settlement.month", "settlement.kind", "settlement.objections_until"])
    .select(
      sql<number>`(select count(*)::int from meters.objection where objection.site_id = settlement.site_id and objection.settlement_id = settlement.id and objection.answer is null)`.as(
        "open_objections",
      ),
    )
    .orderBy("settlement.month")
    .limit(20)
    .execute();
  return {
    rounds,
    waiting: rows[0]?.waiting ?? 0,
    calibrationsDue: rows[0]?.calibrations ?? 0,
    settlements: settlements.map((row) => ({
      id: row.id as Id<"settlement">,
      month: row.month.toPlainYearMonth(),
      kind: row.kind,
      objectionsUntil: row.objections_until,
      openObjections: row.open_objections,
    })),
  };
}
