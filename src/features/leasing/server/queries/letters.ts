import { sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import { type Fen, fen } from "#kernel/money.ts";
import { type Problem, Refusal } from "#kernel/problem.ts";
import { dayAt, type SiteContext } from "#platform/context.ts";
import { keysOf, pageFrom } from "#platform/db/keyset.ts";
import { type Hold, letterProblems, type LetterOfIntent, type LetterPriceUnit, type LetterState, stateOn, whyNotHeldBy } from "../../rules/letters.ts";

type WrittenUnits = readonly { readonly unitId: Id<"unit">; readonly place: string; readonly areaCenti: number }[];

/** The letters of the site at hand with their units; a tenant's contact sees none, by row-level security. */
const lettersHere = (ctx: SiteContext) =>
  ctx.tx
    .selectFrom("leasing.letter_of_intent as letter")
    .where("letter.site_id", "=", ctx.siteId)
    .selectAll("letter")
    .select(
      sql<WrittenUnits>`coalesce((
        select json_agg(json_build_object('unitId', held.unit_id, 'place', building.name || ' ' || floor.name || ' ' || unit.unit_no, 'areaCenti', held.area_centi) order by unit.unit_no)
        from leasing.letter_unit held
        join sites.unit unit on unit.site_id = held.site_id and unit.id = held.unit_id
        join sites.floor floor on floor.site_id = unit.site_id and floor.id = unit.floor_id
        join sites.building building on building.site_id = unit.site_id and building.id = unit.building_id
        where held.site_id = letter.site_id and held.letter_id = letter.id), '[]')`.as("units"),
    );

export type PlacedLetter = Omit<LetterOfIntent, "units"> & { readonly units: WrittenUnits };

/** Refusal: letterNotFound. */
export async function letterById(ctx: SiteContext, id: Id<"letter">): Promise<PlacedLetter> {
  const row = await lettersHere(ctx).where("letter.id", "=", id).executeTakeFirst();
  if (!row) throw new Refusal(letterProblems.letterNotFound());
  return toLetter(ctx, row);
}

export interface LetterFilter {
  readonly state?: LetterState | undefined;
  readonly search?: string | undefined;
  readonly leadId?: Id<"lead"> | undefined;
  readonly tenantId?: Id<"tenant"> | undefined;
  readonly unitId?: Id<"unit"> | undefined;
}

/** Letters, newest first. */
export async function letterPage(
  ctx: SiteContext,
  { state, search, leadId, tenantId, unitId, cursor, limit }: LetterFilter & { readonly cursor?: string | undefined; readonly limit: number },
) {
  const today = dayAt(ctx, ctx.now);
  let query = lettersHere(ctx).orderBy("letter.created_at", "desc").orderBy("letter.id", "desc");
  if (state === "open") query = query.where("letter.state", "=", "open").where("letter.held_until", ">=", today);
  else if (state === "expired") query = query.where(sql<boolean>`(letter.state = 'expired' or (letter.state = 'open' and letter.held_until < ${today}))`);
  else if (state) query = query.where("letter.state", "=", state);
  if (leadId) query = query.where("letter.lead_id", "=", leadId);
  if (tenantId) query = query.where("letter.tenant_id", "=", tenantId);
  if (unitId) query = query.where("letter.id", "in", ctx.tx.selectFrom("leasing.letter_unit").select("letter_id").where("site_id", "=", ctx.siteId).where("unit_id", "=", unitId));
  if (search) {
    const typed = `%${search.replaceAll(/[\\%_]/g, "\\$&")}%`;
    query = query.where(sql<boolean>`(letter.letter_no ilike ${typed} or letter.party_name ilike ${typed})`);
  }
  if (cursor) {
    const [at, id] = keysOf(cursor, ["moment", "id"]);
    query = query.where(sql<boolean>`(letter.created_at, letter.id) < (${at}::timestamptz, ${id}::uuid)`);
  }
  const page = pageFrom(await query.limit(limit + 1).execute(), limit, (row) => [row.created_at, row.id]);
  return { items: page.items.map((row) => toLetter(ctx, row)), next: page.next };
}

/** The holds that run today on these units, or on all. */
export async function holdsToday(ctx: SiteContext, unitIds?: readonly Id<"unit">[]): Promise<(Hold & { readonly place: string })[]> {
  const today = dayAt(ctx, ctx.now);
  let query = ctx.tx
    .selectFrom("leasing.letter_unit as held")
    .innerJoin("leasing.letter_of_intent as letter", (join) => join.onRef("letter.site_id", "=", "held.site_id").onRef("letter.id", "=", "held.letter_id"))
    .innerJoin("sites.unit as unit", (join) => join.onRef("unit.site_id", "=", "held.site_id").onRef("unit.id", "=", "held.unit_id"))
    .leftJoin("tenants.lead as lead", (join) => join.onRef("lead.site_id", "=", "letter.site_id").onRef("lead.id", "=", "letter.lead_id"))
    .where("held.site_id", "=", ctx.siteId)
    .where("held.is_live", "=", true)
    .where("held.held_from", "<=", today)
    .where("held.held_until", ">=", today)
    .select(["held.unit_id", "held.letter_id", "held.held_from", "held.held_until", "letter.letter_no", "letter.party_name", "unit.unit_no"])
    .select(sql<string | null>`coalesce(letter.tenant_id, lead.tenant_id)`.as("tenant_id"));
  if (unitIds) query = query.where("held.unit_id", "in", [...unitIds]);
  const rows = unitIds?.length === 0 ? [] : await query.execute();
  return rows.map((row) => ({
    unitId: row.unit_id as Id<"unit">,
    letterId: row.letter_id as Id<"letter">,
    letterNo: row.letter_no,
    partyName: row.party_name,
    tenantId: row.tenant_id as Id<"tenant"> | null,
    heldFrom: row.held_from,
    heldUntil: row.held_until,
    place: row.unit_no,
  }));
}

/**
 * All that stands against letting these units to a tenant because they are held for somebody else today. For whoever makes a lease live: ask with the units locked.
 */
export async function whyNotHeld(ctx: SiteContext, { unitIds, tenantId }: { readonly unitIds: readonly Id<"unit">[]; readonly tenantId: Id<"tenant"> | null }): Promise<Problem[]> {
  return whyNotHeldBy(await holdsToday(ctx, unitIds), tenantId, dayAt(ctx, ctx.now));
}

type Row = Awaited<ReturnType<ReturnType<typeof lettersHere>["executeTakeFirstOrThrow"]>>;

const amount = (value: number): Fen => fen(value);

function toLetter(ctx: SiteContext, row: Row): PlacedLetter {
  const written = { state: row.state as LetterState, heldUntil: row.held_until };
  return {
    id: row.id as Id<"letter">,
    letterNo: row.letter_no,
    leadId: row.lead_id as Id<"lead"> | null,
    tenantId: row.tenant_id as Id<"tenant"> | null,
    partyName: row.party_name,
    units: row.units,
    heldFrom: row.held_from,
    heldUntil: row.held_until,
    leaseStart: row.lease_start,
    leaseEnd: row.lease_end,
    price: row.price.includes(".") ? row.price.replace(/\.?0+$/, "") : row.price,
    priceUnit: row.price_unit as LetterPriceUnit,
    contractPrice: amount(row.contract_price),
    earnestMoney: amount(row.earnest_money),
    notes: row.notes,
    state: stateOn(written, dayAt(ctx, ctx.now)),
    endedAt: row.ended_at,
    endReason: row.end_reason,
    leaseId: row.lease_id as Id<"lease"> | null,
    documentId: row.document_id as Id<"document"> | null,
    createdByName: row.created_by_name,
    createdAt: row.created_at,
    version: row.version,
  };
}
