import { sql } from "kysely";
import { hashOfSecret } from "#platform/auth/secret.ts";
import { type Id } from "#kernel/id.ts";
import { Refusal } from "#kernel/problem.ts";
import { dayAt, type SiteContext } from "#platform/context.ts";
import { keysOf, pageFrom } from "#platform/db/keyset.ts";
import { personNames } from "#features/people/server/index.ts";
import { placeName, type UnitUse } from "#features/sites/rules.ts";
import type { LetterPriceUnit } from "../../rules/letters.ts";
import { type Asking, usesToLet, type Vacancy, vacancyProblems } from "../../rules/vacancies.ts";

export interface VacancyFilter {
  readonly by?: Temporal.PlainDate | undefined;
  readonly use?: UnitUse | undefined;
  readonly areaMinCenti?: number | undefined;
  readonly areaMaxCenti?: number | undefined;
  readonly unitIds?: readonly Id<"unit">[] | undefined;
}

interface Row {
  readonly unit_id: string;
  readonly unitNo: string;
  readonly floor: string;
  readonly building: string;
  readonly code: string;
  readonly level: number;
  readonly use: UnitUse;
  readonly area: number | null;
  readonly free_from: Temporal.PlainDate;
  readonly price: string | null;
  readonly price_unit: LetterPriceUnit | null;
  readonly held_until: Temporal.PlainDate | null;
}

/**
 * Units to let that nobody leases on `by` (today unless told), by building, floor and number. A unit is free from the day after the last live
 * lease that touches the days until `by`.
 */
export async function vacancyPage(
  ctx: SiteContext,
  { by, use, areaMinCenti, areaMaxCenti, unitIds, cursor, limit }: VacancyFilter & { readonly cursor?: string | undefined; readonly limit: number },
) {
  const today = dayAt(ctx, ctx.now);
  const on = by && Temporal.PlainDate.compare(by, today) > 0 ? by : today;
  const [code = "", level = "", unitNo = ""] = cursor ? keysOf(cursor, 3) : [];
  const { rows } = await sql<Row>`
    select unit.id as unit_id, unit.unit_no as "unitNo", floor.name as floor, floor.level, building.name as building, building.code, unit.use,
      coalesce(unit.chargeable_centi, unit.gross_centi) as area, greatest(coalesce(busy.until + 1, ${today}::date), ${today}::date) as free_from,
      asking.price::text as price, asking.price_unit, held.until as held_until
    from sites.unit unit
    join sites.floor floor on floor.site_id = unit.site_id and floor.id = unit.floor_id
    join sites.building building on building.site_id = unit.site_id and building.id = unit.building_id
    left join leasing.asking asking on asking.site_id = unit.site_id and asking.unit_id = unit.id
    ${busyUntil(today, on)}
    cross join lateral (
      select max(hold.held_until) as until from leasing.letter_unit hold
      where hold.site_id = unit.site_id and hold.unit_id = unit.id and hold.is_live and hold.held_until >= ${today}::date
    ) held
    where ${isVacant(ctx, today, on)}
      and (${use ?? null}::text is null or unit.use = ${use ?? null})
      and (${areaMinCenti ?? null}::bigint is null or coalesce(unit.chargeable_centi, unit.gross_centi) >= ${areaMinCenti ?? null})
      and (${areaMaxCenti ?? null}::bigint is null or coalesce(unit.chargeable_centi, unit.gross_centi) <= ${areaMaxCenti ?? null})
      and (${unitIds ? [...unitIds] : null}::uuid[] is null or unit.id = any (${unitIds ? [...unitIds] : null}::uuid[]))
      ${cursor ? sql`and (building.code, floor.level, unit.unit_no) > (${code}, ${/^-?\d{1,4}$/.test(level) ? level : "0"}::integer, ${unitNo})` : sql``}
    order by building.code, floor.level, unit.unit_no limit ${limit + 1}`.execute(ctx.tx);
  const page = pageFrom(rows, limit, (row) => [row.code, row.level, row.unitNo]);
  return { items: page.items.map(toVacancy), next: page.next };
}

/** How many units stand vacant today, and their area, by use: the same rule as the list. */
export async function vacantByUse(ctx: SiteContext): Promise<{ use: UnitUse; units: number; areaCenti: number }[]> {
  const today = dayAt(ctx, ctx.now);
  const { rows } = await sql<{ use: UnitUse; units: number; area: number }>`
    select unit.use, count(*)::int as units, coalesce(sum(coalesce(unit.chargeable_centi, unit.gross_centi)), 0)::bigint as area
    from sites.unit unit ${busyUntil(today, today)} where ${isVacant(ctx, today, today)} group by unit.use`.execute(ctx.tx);
  return rows.map(({ use, units, area }) => ({ use, units, areaCenti: area }));
}

/** The last day of the live leases of `unit` that touch the days from `today` to `on`. */
const busyUntil = (today: Temporal.PlainDate, on: Temporal.PlainDate) => sql`
    cross join lateral (
      select max(lease.to_day) as until from leasing.lease_unit lease
      where lease.site_id = unit.site_id and lease.unit_id = unit.id and lease.is_live and lease.to_day >= ${today}::date and lease.from_day <= ${on}::date
    ) busy`;

/** The rule of vacancy: a unit to let that no live lease holds on `on`. */
const isVacant = (ctx: SiteContext, today: Temporal.PlainDate, on: Temporal.PlainDate) => sql`
    unit.site_id = ${ctx.siteId} and unit.state = 'lettable' and unit.use = any (${usesToLet}::text[]) and coalesce(busy.until, ${today}::date - 1) < ${on}::date`;

const toVacancy = (row: Row): Vacancy => ({
  unitId: row.unit_id as Id<"unit">,
  place: placeName(row),
  areaCenti: row.area,
  use: row.use,
  freeFrom: row.free_from,
  asking: askingOf(row),
  heldUntil: row.held_until,
});

const askingOf = ({ price, price_unit: priceUnit }: { readonly price: string | null; readonly price_unit: string | null }): Asking | null =>
  price === null || priceUnit === null ? null : { price: price.includes(".") ? price.replace(/\.?0+$/, "") : price, priceUnit: priceUnit as LetterPriceUnit };

const listsHere = (ctx: SiteContext) =>
  ctx.tx
    .selectFrom("leasing.vacancy_list as list")
    .where("list.site_id", "=", ctx.siteId)
    .selectAll("list")
    .select(sql<number>`(select count(*)::int from leasing.vacancy_list_unit unit where unit.site_id = list.site_id and unit.list_id = list.id)`.as("units"));

type ListRow = Awaited<ReturnType<ReturnType<typeof listsHere>["executeTakeFirstOrThrow"]>>;

/** Refusal: listNotFound. */
export async function vacancyListById(ctx: SiteContext, id: Id<"vacancyList">) {
  const row = await listsHere(ctx).where("list.id", "=", id).executeTakeFirst();
  if (!row) throw new Refusal(vacancyProblems.listNotFound());
  return (await named(ctx, [row]))[0]!;
}

/** The lists that were sent, newest first. */
export async function vacancyListPage(ctx: SiteContext, { cursor, limit }: { readonly cursor?: string | undefined; readonly limit: number }) {
  let query = listsHere(ctx).orderBy("list.created_at", "desc").orderBy("list.id", "desc");
  if (cursor) {
    const [at, id] = keysOf(cursor, ["moment", "id"]);
    query = query.where(sql<boolean>`(list.created_at, list.id) < (${at}::timestamptz, ${id}::uuid)`);
  }
  const page = pageFrom(await query.limit(limit + 1).execute(), limit, (row) => [row.created_at, row.id]);
  return { items: await named(ctx, page.items), next: page.next };
}

async function named(ctx: SiteContext, rows: readonly ListRow[]) {
  const names = await personNames(
    ctx,
    rows.map((row) => row.created_by as Id<"person"> | null),
  );
  return rows.map((row) => ({
    id: row.id as Id<"vacancyList">,
    title: row.title,
    note: row.note,
    by: row.by_day,
    withPrices: row.with_prices,
    units: row.units,
    contactName: row.contact_name,
    contactPhone: row.contact_phone,
    createdByName: names.get(row.created_by as Id<"person">) ?? row.contact_name,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    revokedAt: row.revoked_at,
    views: row.views,
    lastViewedAt: row.last_viewed_at,
  }));
}

/** The list a link opens; null for a link that is unknown, over or revoked. */
export async function listByToken(ctx: SiteContext, token: string) {
  const row = await listsHere(ctx)
    .where("list.token_hash", "=", hashOfSecret(token))
    .where("list.revoked_at", "is", null)
    .where("list.expires_at", ">", ctx.now)
    .executeTakeFirst();
  return row ? (await named(ctx, [row]))[0]! : null;
}

/** The units of a list as they were offered, and from when each is free now; null once it is let beyond the day of the list. */
export async function unitsOfList(ctx: SiteContext, { id, by, withPrices }: { readonly id: Id<"vacancyList">; readonly by: Temporal.PlainDate; readonly withPrices: boolean }) {
  const offered = await ctx.tx
    .selectFrom("leasing.vacancy_list_unit as offered")
    .innerJoin("sites.unit as unit", (join) => join.onRef("unit.site_id", "=", "offered.site_id").onRef("unit.id", "=", "offered.unit_id"))
    .innerJoin("sites.floor as floor", (join) => join.onRef("floor.site_id", "=", "unit.site_id").onRef("floor.id", "=", "unit.floor_id"))
    .innerJoin("sites.building as building", (join) => join.onRef("building.site_id", "=", "unit.site_id").onRef("building.id", "=", "unit.building_id"))
    .where("offered.site_id", "=", ctx.siteId)
    .where("offered.list_id", "=", id)
    .orderBy("offered.position")
    .select(["offered.unit_id", "offered.price", "offered.price_unit", "unit.use", "unit.unit_no as unitNo", "floor.name as floor", "building.name as building"])
    .select(sql<number | null>`coalesce(unit.chargeable_centi, unit.gross_centi)`.as("area"))
    .execute();
  const unitIds = offered.map((row) => row.unit_id as Id<"unit">);
  const free = new Map((await vacancyPage(ctx, { by, unitIds, limit: unitIds.length })).items.map((vacancy) => [vacancy.unitId, vacancy.freeFrom]));
  return offered.map((row) => ({
    place: placeName(row),
    areaCenti: row.area,
    use: row.use as UnitUse,
    freeFrom: free.get(row.unit_id as Id<"unit">) ?? null,
    asking: withPrices ? askingOf(row) : null,
  }));
}
