import { type RawBuilder, sql } from "kysely";
import type { ValueOf } from "#kernel/contract.ts";
import { asId, type Id } from "#kernel/id.ts";
import type { Department } from "#kernel/role.ts";
import type { SiteContext } from "#platform/context.ts";
import type { analyse as analyseContract, analysisField } from "../../contract/analysis.ts";
import { type Category, type Cause, pareto } from "../../rules.ts";
import { startOf } from "./paging.ts";
import { repeatDaysHere } from "./rows.ts";

export type AnalysisFilter = ValueOf<NonNullable<(typeof analyseContract)["query"]>>;
type Analysis = ValueOf<typeof analysisField>;
type Rows = Record<string, string>;

/** The cases an analysis is about: received between two days, neither void nor merged. */
function casesOf(ctx: SiteContext, { from, to, kind, attributable, tenantId }: AnalysisFilter): RawBuilder<unknown> {
  const conditions = [
    sql`held.site_id = ${ctx.siteId}`,
    sql`held.received_at >= ${startOf(ctx, from)}`,
    sql`held.received_at < ${startOf(ctx, to.add({ days: 1 }))}`,
    sql`held.voided_at is null and held.merged_into_id is null`,
    ...(kind ? [sql`held.kind = ${kind}`] : []),
    ...(attributable ? [sql`held.attributable = ${attributable}`] : []),
    ...(tenantId ? [sql`held.tenant_id = ${tenantId}`] : []),
  ];
  return sql`service."case" held where ${sql.join(conditions, sql` and `)}`;
}

/** The list's filter that opens the same cases. */
const rowsOf = ({ from, to, kind, attributable, tenantId }: AnalysisFilter): Rows => ({
  view: "all",
  from: from.toString(),
  to: to.toString(),
  ...(kind ? { kind } : {}),
  ...(attributable ? { attributable } : {}),
  ...(tenantId ? { tenantId } : {}),
});

/** Causes, trend, places, repeats and times of the cases received between two days. Manual 2.2.1-4. */
export async function analysisOf(ctx: SiteContext, filter: AnalysisFilter): Promise<Analysis> {
  const cases = casesOf(ctx, filter);
  const rows = rowsOf(filter);
  const causes = await countBy<Cause>(ctx, sql`held.cause`, cases);
  const categories = await countBy<Category>(ctx, sql`held.category`, cases);
  const departments = await countBy<Department>(ctx, sql`held.department`, cases);
  return {
    total: { count: [...categories.values()].reduce((sum, count) => sum + count, 0), rows },
    pareto: pareto(pairs(causes)).map(({ key, count, cumulative }) => ({
      cause: key === none ? null : (key as Cause),
      count,
      cumulative,
      rows: { ...rows, ...(key === none ? { lacks: "cause" } : { cause: key }) },
    })),
    categories: pareto(pairs(categories)).map(({ key, count, cumulative }) => ({ category: key as Category, count, cumulative, rows: { ...rows, category: key } })),
    trend: await trendOf(ctx, filter, cases),
    departments: pairs(departments)
      .toSorted((a, b) => b.count - a.count)
      .map(({ key, count }) => ({
        department: key === none ? null : (key as Department),
        count,
        rows: { ...rows, ...(key === none ? { lacks: "department" } : { department: key }) },
      })),
    floors: await floorsOf(ctx, cases, rows),
    repeats: await repeatsOf(ctx, cases, rows),
    times: await timesOf(ctx, cases, rows),
    satisfaction: await satisfactionOf(ctx, cases),
  };
}

const none = "";

async function countBy<K extends string>(ctx: SiteContext, column: RawBuilder<unknown>, cases: RawBuilder<unknown>): Promise<Map<K | typeof none, number>> {
  const result = await sql<{ key: K | null; count: number }>`select ${column} as key, count(*) as count from ${cases} group by 1`.execute(ctx.tx);
  return new Map(result.rows.map(({ key, count }) => [key ?? none, count]));
}

const pairs = (counts: ReadonlyMap<string, number>) => [...counts].map(([key, count]) => ({ key, count }));

/** By month of receipt, months without a case included. */
async function trendOf(ctx: SiteContext, filter: AnalysisFilter, cases: RawBuilder<unknown>): Promise<Analysis["trend"]> {
  const { rows } = await sql<{ month: string; enquiries: number; complaints: number; attributable: number }>`
    select to_char(held.received_at at time zone ${ctx.zone}, 'YYYY-MM') as month, count(*) filter (where held.kind = 'enquiry') as enquiries,
      count(*) filter (where held.kind = 'complaint') as complaints, count(*) filter (where held.kind = 'complaint' and held.attributable = 'yes') as attributable
    from ${cases} group by 1`.execute(ctx.tx);
  const known = new Map(rows.map((row) => [row.month, row]));
  const trend: Analysis["trend"] = [];
  const last = filter.to.toPlainYearMonth();
  for (let month = filter.from.toPlainYearMonth(); Temporal.PlainYearMonth.compare(month, last) <= 0 && trend.length < 240; month = month.add({ months: 1 })) {
    const { enquiries = 0, complaints = 0, attributable = 0 } = known.get(month.toString()) ?? {};
    const [first, end] = [month.toPlainDate({ day: 1 }), month.toPlainDate({ day: month.daysInMonth })];
    const within = { from: later(first, filter.from), to: earlier(end, filter.to) };
    trend.push({ month, enquiries, complaints, attributable, count: enquiries + complaints, rows: rowsOf({ ...filter, ...within }) });
  }
  return trend;
}

const later = (a: Temporal.PlainDate, b: Temporal.PlainDate) => (Temporal.PlainDate.compare(a, b) > 0 ? a : b);
const earlier = (a: Temporal.PlainDate, b: Temporal.PlainDate) => (Temporal.PlainDate.compare(a, b) < 0 ? a : b);

/** From the top of each building down; what happened at no unit last. */
async function floorsOf(ctx: SiteContext, cases: RawBuilder<unknown>, rows: Rows): Promise<Analysis["floors"]> {
  const result = await sql<{ floor_id: string | null; floor: string | null; building: string | null; count: number }>`
    select counted.floor_id, floor.name as floor, building.name as building, counted.count
    from (select held.floor_id, count(*) as count from ${cases} group by 1) counted
    left join sites.floor floor on floor.site_id = ${ctx.siteId} and floor.id = counted.floor_id
    left join sites.building building on building.site_id = floor.site_id and building.id = floor.building_id
    order by building.position nulls last, building.code, floor.level desc`.execute(ctx.tx);
  return result.rows.map(({ floor_id, floor, building, count }) => ({
    floorId: floor_id as Id<"floor"> | null,
    label: [building, floor].filter(Boolean).join(" "),
    count,
    rows: { ...rows, ...(floor_id ? { floorId: floor_id } : { lacks: "unit" }) },
  }));
}

const mostRepeatsTold = 100;

async function repeatsOf(ctx: SiteContext, cases: RawBuilder<unknown>, rows: Rows): Promise<Analysis["repeats"]> {
  const result = await sql<{ id: string; case_no: string; title: string; earlier_id: string; earlier_no: string; days: number; total: number }>`
    with later as (select held.* from ${cases})
    select later.id, later.case_no, later.title, earlier.id as earlier_id, earlier.case_no as earlier_no,
      (extract(epoch from later.received_at - earlier.received_at) / 86400)::float8 as days, count(*) over () as total
    from later
    cross join lateral (
      select held.id, held.case_no, held.received_at from service."case" held
      where held.site_id = later.site_id and held.tenant_id = later.tenant_id and held.unit_id is not distinct from later.unit_id
        and case when held.cause is not null and later.cause is not null then held.cause = later.cause else held.category = later.category end
        and held.voided_at is null and held.merged_into_id is null
        and held.received_at >= later.received_at - make_interval(days => ${await repeatDaysHere(ctx)}::integer)
        and (held.received_at, held.id) < (later.received_at, later.id)
      order by held.received_at desc limit 1
    ) earlier
    order by later.received_at desc limit ${sql.lit(mostRepeatsTold)}`.execute(ctx.tx);
  return {
    count: result.rows[0]?.total ?? 0,
    rows: { ...rows, view: "repeats" },
    cases: result.rows.map(({ id, case_no, title, earlier_id, earlier_no, days }) => ({
      id: asId<"case">(id),
      caseNo: case_no,
      title,
      earlierId: asId<"case">(earlier_id),
      earlierNo: earlier_no,
      daysBetween: Math.round(days * 10) / 10,
    })),
  };
}

const steps = { firstFeedback: "first_feedback_at", result: "feedback_at", closing: "archived_at" } as const;

/** Median and 90th percentile, in minutes by the clock from receipt. */
async function timesOf(ctx: SiteContext, cases: RawBuilder<unknown>, rows: Rows): Promise<Analysis["times"]> {
  const measures = Object.values(steps).map((column) => {
    const minutes = sql`extract(epoch from held.${sql.ref(column)} - held.received_at) / 60`;
    return sql`json_build_object('count', count(held.${sql.ref(column)}),
      'median', percentile_cont(0.5) within group (order by ${minutes}), 'ninetieth', percentile_cont(0.9) within group (order by ${minutes}))`;
  });
  const result = await sql<{
    times: { count: number; median: number | null; ninetieth: number | null }[];
  }>`select json_build_array(${sql.join(measures)}) as times from ${cases}`.execute(ctx.tx);
  const times = result.rows[0]?.times ?? [];
  return (Object.keys(steps) as (keyof typeof steps)[]).map((step, index) => {
    const { count = 0, median = null, ninetieth = null } = times[index] ?? {};
    return { step, count, median: rounded(median), ninetieth: rounded(ninetieth), rows };
  });
}

const rounded = (minutes: number | null): number | null => (minutes === null ? null : Math.round(minutes * 10) / 10);

async function satisfactionOf(ctx: SiteContext, cases: RawBuilder<unknown>): Promise<Analysis["satisfaction"]> {
  const { rows } = await sql<{ callbacks: number; dissatisfied: number; speed: number | null; attitude: number | null; quality: number | null; result: number | null }>`
    select count(*) as callbacks, count(*) filter (where not callback.is_satisfied) as dissatisfied,
      avg(callback.speed)::float8 as speed, avg(callback.attitude)::float8 as attitude, avg(callback.quality)::float8 as quality, avg(callback.result)::float8 as result
    from service.callback callback
    where callback.site_id = ${ctx.siteId} and callback.case_id in (select held.id from ${cases})`.execute(ctx.tx);
  return rows[0] ?? { callbacks: 0, dissatisfied: 0, speed: null, attitude: null, quality: null, result: null };
}

/** What a month came to, in the few figures that its analysis keeps. */
export async function figuresOf(ctx: SiteContext, month: Temporal.PlainYearMonth) {
  const filter: AnalysisFilter = { from: month.toPlainDate({ day: 1 }), to: month.toPlainDate({ day: month.daysInMonth }) };
  const analysis = await analysisOf(ctx, filter);
  const [trend] = analysis.trend;
  return {
    total: analysis.total.count,
    complaints: trend?.complaints ?? 0,
    attributable: trend?.attributable ?? 0,
    repeats: analysis.repeats.count,
    dissatisfied: analysis.satisfaction.dissatisfied,
    topCauses: analysis.pareto.slice(0, 5).map(({ cause, count }) => ({ cause, count })),
  };
}
