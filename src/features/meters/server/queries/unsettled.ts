import { sql } from "kysely";
import { compareExact } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import type { Problem } from "#kernel/problem.ts";
import type { SiteContext } from "#platform/context.ts";
import {
  consumersOf,
  type Doubt,
  type Holding,
  type MeterKind,
  type MeterRole,
  metersProblems,
  type MeterToSettle,
  type Period,
  type ReadingState,
  type ServedUnit,
  sumOf,
  type TariffVersion,
  type UsagePart,
  type Values,
  versionOn,
} from "../../rules.ts";
import { plain } from "./meters.ts";
import { tariffsHere } from "./tariffs.ts";

/** What stands on a reading that is to be settled. */
export interface ReadingNote {
  readonly state: ReadingState;
  readonly doubts: readonly Doubt[];
}

export interface Unsettled {
  readonly meters: readonly MeterToSettle[];
  readonly notes: ReadonlyMap<string, readonly ReadingNote[]>;
  readonly readingIds: readonly Id<"reading">[];
  readonly problems: readonly Problem[];
}

/** The meters of a kind with all use not settled yet up to their reading of `month`, and every meter that lacks it. */
export async function unsettledOf(ctx: SiteContext, kind: MeterKind, month: Temporal.PlainYearMonth): Promise<Unsettled> {
  const meters = await metersWithMonth(ctx, kind, month);
  const problems = meters.flatMap((meter): Problem[] => {
    if (meter.round_state === "open") return [metersProblems.roundOpen({ route: meter.route ?? "", month: month.toString() })];
    return meter.read_at === null && meter.is_wanted ? [metersProblems.monthUnread({ meterNo: meter.meter_no, month: month.toString() })] : [];
  });
  const ids = meters.map(({ id }) => id);
  const waiting = await waitingReadings(ctx, ids, month);
  if (waiting > 0) problems.push(metersProblems.waiting({ count: waiting }));
  const readings = ids.length === 0 ? [] : await readingsToSettle(ctx, ids, month);
  const [units, tariffs, used] = [await servedUnits(ctx, ids), await tariffsHere(ctx), await usedThisYear(ctx, ids, month)];
  const ofKind = tariffs.filter((tariff) => tariff.kind === kind);
  const byMeter = Map.groupBy(readings, (reading) => reading.meter_id);
  const settled = meters.map((meter): MeterToSettle => {
    const tariff = ofKind.find(({ id }) => id === meter.tariff_id) ?? ofKind.find(({ isDefault }) => isDefault);
    return {
      id: meter.id as Id<"meter">,
      meterNo: meter.meter_no,
      role: meter.role as MeterRole,
      parentId: meter.parent_id as Id<"meter"> | null,
      tariff: tariff?.versions ?? [],
      periods: periodsOf(byMeter.get(meter.id) ?? [], units.get(meter.id) ?? [], tariff?.versions ?? [], used.get(meter.id) ?? new Map()),
    };
  });
  const notes = new Map([...byMeter].map(([meterId, list]) => [meterId, list.map(({ state, doubts }) => ({ state: state as ReadingState, doubts: doubts as Doubt[] }))]));
  return { meters: settled, notes, readingIds: readings.map(({ id }) => id as Id<"reading">), problems: distinct(problems) };
}

/** The tenants' meters of units, by kind, with all use that no settlement holds, whatever its month: up to the last reading of each. */
export async function unsettledOfUnits(ctx: SiteContext, unitIds: readonly Id<"unit">[]): Promise<{ readonly kind: MeterKind; readonly unsettled: Unsettled }[]> {
  const { rows: meters } = await sql<{ id: string; meter_no: string; kind: MeterKind; parent_id: string | null; tariff_id: string | null; waiting: number }>`
    select distinct meter.id, meter.meter_no, meter.kind, meter.parent_id, meter.tariff_id,
      (select count(*)::int from meters.reading where reading.site_id = meter.site_id and reading.meter_id = meter.id and reading.standing = 'waiting') as waiting
    from meters.meter join meters.meter_unit served on served.site_id = meter.site_id and served.meter_id = meter.id
    where meter.site_id = ${ctx.siteId} and meter.role = 'tenant' and served.unit_id = any (${unitIds}::uuid[])
    order by meter.meter_no, meter.id`.execute(ctx.tx);
  const ids = meters.map(({ id }) => id);
  const readings = await readingsUnsettled(ctx, ids);
  const month = (readings.at(-1)?.read_on ?? Temporal.PlainDate.from("1970-01-01")).toPlainYearMonth();
  const [units, tariffs, used] = [await servedUnits(ctx, ids), await tariffsHere(ctx), await usedThisYear(ctx, ids, month)];
  const byMeter = Map.groupBy(readings, (reading) => reading.meter_id);
  return [...Map.groupBy(meters, ({ kind }) => kind)].map(([kind, ofKind]) => {
    const priced = tariffs.filter((tariff) => tariff.kind === kind);
    const settled = ofKind.map((meter): MeterToSettle => {
      const tariff = priced.find(({ id }) => id === meter.tariff_id) ?? priced.find(({ isDefault }) => isDefault);
      const own = byMeter.get(meter.id) ?? [];
      const periods = periodsOf(own, units.get(meter.id) ?? [], tariff?.versions ?? [], used.get(meter.id) ?? new Map());
      return { id: meter.id as Id<"meter">, meterNo: meter.meter_no, role: "tenant", parentId: meter.parent_id as Id<"meter"> | null, tariff: tariff?.versions ?? [], periods };
    });
    const waiting = ofKind.reduce((sum, meter) => sum + meter.waiting, 0);
    const readingIds = ofKind.flatMap((meter) => (byMeter.get(meter.id) ?? []).map(({ id }) => id as Id<"reading">));
    return { kind, unsettled: { meters: settled, notes: new Map(), readingIds, problems: waiting > 0 ? [metersProblems.waiting({ count: waiting })] : [] } };
  });
}

/** What was charged as its tenant left, by reading and lease. */
export async function finallyCharged(ctx: SiteContext, readingIds: readonly Id<"reading">[]): Promise<Set<string>> {
  const rows = await ctx.tx
    .selectFrom("meters.final_charge")
    .select(["reading_id", "lease_id"])
    .where("site_id", "=", ctx.siteId)
    .where("reading_id", "=", sql<string>`any (${readingIds}::uuid[])`)
    .execute();
  return new Set(rows.map((row) => `${row.reading_id} ${row.lease_id}`));
}

/** The reading that a line of use comes from. */
export const readingOfKey = (key: string): Id<"reading"> => key.split(":")[1] as Id<"reading">;

async function metersWithMonth(ctx: SiteContext, kind: MeterKind, month: Temporal.PlainYearMonth) {
  const first = month.toPlainDate({ day: 1 });
  const { rows } = await sql<{
    id: string;
    meter_no: string;
    role: string;
    parent_id: string | null;
    tariff_id: string | null;
    is_wanted: boolean;
    round_state: string | null;
    route: string | null;
    read_at: Temporal.Instant | null;
  }>`
    select meter.id, meter.meter_no, meter.role, meter.parent_id, meter.tariff_id,
      meter.state = 'inService' and (round.id is not null or meter.installed_on < ${first}) as is_wanted,
      round.state as round_state, route.name as route, reading.read_at
    from meters.meter
    left join (meters.round_meter listed join meters.round on round.site_id = listed.site_id and round.id = listed.round_id and round.month = ${first})
      on listed.site_id = meter.site_id and listed.meter_id = meter.id
    left join meters.route on route.site_id = round.site_id and route.id = round.route_id
    left join meters.reading on reading.site_id = listed.site_id and reading.round_id = listed.round_id and reading.meter_id = listed.meter_id
      and reading.standing in ('accepted', 'confirmed')
    where meter.site_id = ${ctx.siteId} and meter.kind = ${kind}
      and (meter.state = 'inService' or exists (select 1 from meters.reading left_over where left_over.site_id = meter.site_id and left_over.meter_id = meter.id
        and left_over.settlement_id is null and left_over.purpose <> 'opening' and left_over.standing in ('accepted', 'waiting', 'confirmed')))
    order by meter.meter_no, meter.id`.execute(ctx.tx);
  return rows;
}

async function readingsUnsettled(ctx: SiteContext, meterIds: readonly string[]): Promise<ReadingRow[]> {
  const { rows } = await sql<ReadingRow>`
    select reading.id, reading.meter_id, reading.purpose, reading.state, reading.doubts, reading.read_on, reading.by_band, reading.parts,
      before.read_on as before_on, before.purpose as before_purpose
    from meters.reading left join meters.reading before on before.site_id = reading.site_id and before.id = reading.previous_id
    where reading.site_id = ${ctx.siteId} and reading.meter_id = any (${meterIds}::uuid[]) and reading.settlement_id is null and reading.purpose <> 'opening'
      and reading.standing in ('accepted', 'confirmed')
    order by reading.read_at, reading.id`.execute(ctx.tx);
  return rows;
}

/** In service: up to the month's own reading. Removed: whatever was left of it by the end of the month. */
async function readingsToSettle(ctx: SiteContext, meterIds: readonly string[], month: Temporal.PlainYearMonth) {
  const first = month.toPlainDate({ day: 1 });
  const { rows } = await sql<{
    id: string;
    meter_id: string;
    purpose: string;
    state: string;
    doubts: string[];
    read_on: Temporal.PlainDate;
    by_band: Values;
    parts: UsagePart[];
    before_on: Temporal.PlainDate | null;
    before_purpose: string | null;
  }>`
    select reading.id, reading.meter_id, reading.purpose, reading.state, reading.doubts, reading.read_on, reading.by_band, reading.parts,
      before.read_on as before_on, before.purpose as before_purpose
    from meters.reading
    join meters.meter on meter.site_id = reading.site_id and meter.id = reading.meter_id
    left join meters.reading before on before.site_id = reading.site_id and before.id = reading.previous_id
    where reading.site_id = ${ctx.siteId} and reading.meter_id = any (${meterIds}::uuid[]) and reading.settlement_id is null and reading.purpose <> 'opening'
      and reading.standing in ('accepted', 'confirmed')
      and (reading.read_at <= (select own.read_at from meters.reading own join meters.round on round.site_id = own.site_id and round.id = own.round_id
            where own.site_id = reading.site_id and own.meter_id = reading.meter_id and round.month = ${first} and own.standing in ('accepted', 'confirmed'))
        or (meter.state = 'removed' and reading.read_on <= ${first.add({ months: 1 }).subtract({ days: 1 })}))
    order by reading.meter_id, reading.read_at`.execute(ctx.tx);
  return rows;
}

/** Later use counts from a waiting reading, so nothing is settled past it. */
async function waitingReadings(ctx: SiteContext, meterIds: readonly string[], month: Temporal.PlainYearMonth): Promise<number> {
  if (meterIds.length === 0) return 0;
  const { count } = await ctx.tx
    .selectFrom("meters.reading")
    .select(sql<number>`count(*)::int`.as("count"))
    .where("site_id", "=", ctx.siteId)
    .where("meter_id", "in", meterIds)
    .where("standing", "=", "waiting")
    .where("read_on", "<", month.toPlainDate({ day: 1 }).add({ months: 1 }))
    .executeTakeFirstOrThrow();
  return count;
}

type ReadingRow = Awaited<ReturnType<typeof readingsToSettle>>[number];

function periodsOf(readings: readonly ReadingRow[], units: readonly ServedUnit[], tariff: readonly TariffVersion[], usedByYear: ReadonlyMap<number, string>): Period[] {
  let inMonth = "0";
  const inYears = new Map(usedByYear);
  return readings.map((row): Period => {
    const start = row.before_on === null ? row.read_on : row.before_purpose === "opening" ? row.before_on : row.before_on.add({ days: 1 });
    const from = Temporal.PlainDate.compare(start, row.read_on) > 0 ? row.read_on : start;
    const { year } = row.read_on;
    const form = versionOn(tariff, from)?.form;
    const inYear = inYears.get(year) ?? "0";
    const usedBefore = form?.form === "tiered" && form.period === "year" ? inYear : inMonth;
    const use = sumOf(Object.values(row.by_band));
    inMonth = sumOf([inMonth, use]);
    inYears.set(year, sumOf([inYear, use]));
    const isAtHandover = row.purpose === "handover" || row.before_purpose === "handover";
    return {
      readingId: row.id as Id<"reading">,
      from,
      to: row.read_on,
      byBand: row.by_band,
      parts: row.parts,
      usedBefore,
      consumers: consumersOf(units, { from, to: row.read_on, isAtHandover }),
    };
  });
}

async function servedUnits(ctx: SiteContext, meterIds: readonly string[]): Promise<Map<string, ServedUnit[]>> {
  if (meterIds.length === 0) return new Map();
  const { rows } = await sql<{
    meter_id: string;
    unit_id: string;
    label: string;
    area: number | null;
    holdings: readonly { tenantId: string; leaseId: string; from: string; to: string; area: number | null }[];
  }>`
    select served.meter_id, served.unit_id, building.name || ' ' || floor.name || ' ' || unit.unit_no as label,
      coalesce(unit.chargeable_centi, unit.gross_centi) as area,
      coalesce((select json_agg(json_build_object('tenantId', held.tenant_id, 'leaseId', held.lease_id, 'from', held.from_day, 'to', held.to_day, 'area', held.area_centi) order by held.from_day)
        from leasing.lease_unit held where held.site_id = served.site_id and held.unit_id = served.unit_id and held.is_live), '[]') as holdings
    from meters.meter_unit served
    join sites.unit on unit.site_id = served.site_id and unit.id = served.unit_id
    join sites.floor on floor.site_id = unit.site_id and floor.id = unit.floor_id
    join sites.building on building.site_id = unit.site_id and building.id = unit.building_id
    where served.site_id = ${ctx.siteId} and served.meter_id = any (${meterIds}::uuid[])`.execute(ctx.tx);
  const units = rows.map((row) => ({
    meterId: row.meter_id,
    unitId: row.unit_id as Id<"unit">,
    label: row.label,
    areaCenti: row.area ?? 0,
    holdings: row.holdings.map((held): Holding => ({
      tenantId: held.tenantId as Id<"tenant">,
      leaseId: held.leaseId as Id<"lease">,
      from: Temporal.PlainDate.from(held.from),
      to: Temporal.PlainDate.from(held.to),
      areaCenti: held.area,
    })),
  }));
  return Map.groupBy(units, ({ meterId }) => meterId);
}

/** Use already settled in the year of `month` and the one before, by meter: where yearly steps go on from. */
async function usedThisYear(ctx: SiteContext, meterIds: readonly string[], month: Temporal.PlainYearMonth): Promise<Map<string, Map<number, string>>> {
  if (meterIds.length === 0) return new Map();
  const since = Temporal.PlainDate.from({ year: month.year - 1, month: 1, day: 1 });
  const rows = await ctx.tx
    .selectFrom("meters.reading")
    .select(["meter_id", sql<number>`extract(year from read_on)::int`.as("year"), sql<string>`sum(usage)::text`.as("used")])
    .where("site_id", "=", ctx.siteId)
    .where("meter_id", "in", meterIds)
    .where("settlement_id", "is not", null)
    .where("read_on", ">=", since)
    .groupBy(["meter_id", sql`extract(year from read_on)::int`])
    .execute();
  const byMeter = Map.groupBy(
    rows.filter(({ used }) => compareExact(used, 0) > 0),
    (row) => row.meter_id,
  );
  return new Map([...byMeter].map(([meterId, list]) => [meterId, new Map(list.map(({ year, used }) => [year, plain(used)]))]));
}

const distinct = (problems: readonly Problem[]): Problem[] => [...new Map(problems.map((problem) => [`${problem.code} ${JSON.stringify(problem.facts)}`, problem])).values()];
