import { sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import { Refusal } from "#kernel/problem.ts";
import { dayAt, type SiteContext } from "#platform/context.ts";
import { keysOf, pageFrom } from "#platform/db/keyset.ts";
import {
  deviationOf,
  type Doubt,
  type Meter,
  type MeterKind,
  meanOf,
  metersProblems,
  type ReadingLine,
  type ReadingPurpose,
  type ReadingStanding,
  type ReadingState,
  type UsagePart,
  type Values,
} from "../../rules.ts";
import { plain } from "./meters.ts";
import { replacementsOf } from "./replacements.ts";

export const readingsHere = (ctx: SiteContext) =>
  ctx.tx
    .selectFrom("meters.reading as reading")
    .innerJoin("meters.meter as meter", (join) => join.onRef("meter.site_id", "=", "reading.site_id").onRef("meter.id", "=", "reading.meter_id"))
    .where("reading.site_id", "=", ctx.siteId)
    .selectAll("reading")
    .select(["meter.meter_no", "meter.kind", "meter.place"]);

type ReadingRow = Awaited<ReturnType<ReturnType<typeof readingsHere>["execute"]>>[number];
export type Reading = ReturnType<typeof toReading>;

export const toReading = (row: ReadingRow) => {
  const [usage, mean] = [plain(row.usage), row.mean === null ? null : plain(row.mean)];
  return {
    id: row.id as Id<"reading">,
    meterId: row.meter_id as Id<"meter">,
    meterNo: row.meter_no,
    kind: row.kind as MeterKind,
    place: row.place,
    roundId: row.round_id as Id<"round"> | null,
    purpose: row.purpose as ReadingPurpose,
    readAt: row.read_at,
    values: row.values as Values,
    previous: row.previous as Values,
    state: row.state as ReadingState,
    standing: row.standing as ReadingStanding,
    doubts: row.doubts as Doubt[],
    remark: row.remark,
    usage,
    byBand: row.by_band as Values,
    parts: row.parts as UsagePart[],
    mean,
    deviation: deviationOf(usage, mean),
    multiplier: plain(row.multiplier),
    photoId: row.photo_id as Id<"file"> | null,
    readerId: row.reader_id as Id<"person"> | null,
    readerName: row.reader_name,
    reviewerName: row.reviewer_name,
    reviewedAt: row.reviewed_at,
    reviewNote: row.review_note,
    isSettled: row.settlement_id !== null,
  };
};

/** Refusal: readingNotFound. */
export async function readingById(ctx: SiteContext, id: Id<"reading">): Promise<Reading> {
  const row = await readingsHere(ctx).where("reading.id", "=", id).executeTakeFirst();
  if (!row) throw new Refusal(metersProblems.readingNotFound());
  return toReading(row);
}

/** The reading that already has this id, if any: a phone sends until it is answered. */
export async function knownReading(ctx: SiteContext, id: Id<"reading">): Promise<Reading | undefined> {
  const row = await readingsHere(ctx).where("reading.id", "=", id).executeTakeFirst();
  return row && toReading(row);
}

/** Every reading of a meter, newest first. Refusal: notFound is the caller's. */
export async function readingPage(ctx: SiteContext, { meterId, cursor, limit }: { readonly meterId: Id<"meter">; readonly cursor?: string | undefined; readonly limit: number }) {
  let query = readingsHere(ctx)
    .where("reading.meter_id", "=", meterId)
    .orderBy("reading.read_at", "desc")
    .orderBy("reading.id", "desc")
    .limit(limit + 1);
  if (cursor) {
    const [at, id] = keysOf(cursor, ["moment", "id"]);
    query = query.where(sql<boolean>`(reading.read_at, reading.id) < (${at}::timestamptz, ${id}::uuid)`);
  }
  const page = pageFrom(await query.execute(), limit, (row) => [row.read_at, row.id]);
  return { items: page.items.map(toReading), next: page.next };
}

/** What waits for a second person, oldest first; replacements on the first page. */
export async function reviewPage(
  ctx: SiteContext,
  { roundId, cursor, limit }: { readonly roundId?: Id<"round"> | undefined; readonly cursor?: string | undefined; readonly limit: number },
) {
  let query = readingsHere(ctx)
    .where("reading.standing", "=", "waiting")
    .orderBy("reading.read_at")
    .orderBy("reading.id")
    .limit(limit + 1);
  if (roundId) query = query.where("reading.round_id", "=", roundId);
  if (cursor) {
    const [at, id] = keysOf(cursor, ["moment", "id"]);
    query = query.where(sql<boolean>`(reading.read_at, reading.id) > (${at}::timestamptz, ${id}::uuid)`);
  }
  const page = pageFrom(await query.execute(), limit, (row) => [row.read_at, row.id]);
  return { items: page.items.map(toReading), next: page.next, replacements: cursor ? [] : await replacementsOf(ctx, { state: "waiting" }) };
}

export interface LineBefore extends ReadingLine {
  readonly previousId: Id<"reading"> | null;
  readonly previousAt: Temporal.Instant | null;
}

/**
 * What was known of each meter before a reading: the reading before it, replacements since, its mean use, and whether
 * somebody leases what it serves on the day. The reading of `exceptRound` is left out, for it is the one in question.
 */
export async function linesBefore(
  ctx: SiteContext,
  meters: readonly Meter[],
  { at, exceptRound }: { readonly at: Temporal.Instant; readonly exceptRound?: Id<"round"> },
): Promise<Map<Id<"meter">, LineBefore>> {
  if (meters.length === 0) return new Map();
  const ids = meters.map(({ id }) => id);
  const day = dayAt(ctx, at);
  const { rows } = await sql<{
    meter_id: string;
    id: string | null;
    read_at: Temporal.Instant | null;
    values: Values | null;
    usages: string[];
    is_occupied: boolean;
    waits: boolean;
  }>`
    select meter.id as meter_id, last.id, last.read_at, last.values,
      array(select past.usage::text from meters.reading past
        where past.site_id = meter.site_id and past.meter_id = meter.id and past.purpose = 'periodic' and past.standing in ('accepted', 'waiting', 'confirmed')
          and past.round_id is distinct from ${exceptRound ?? null}::uuid order by past.read_at desc limit 3) as usages,
      exists (select 1 from meters.meter_unit served
        join leasing.lease_unit held on held.site_id = served.site_id and held.unit_id = served.unit_id and held.is_live and held.from_day <= ${day} and held.to_day >= ${day}
        where served.site_id = meter.site_id and served.meter_id = meter.id) as is_occupied,
      exists (select 1 from meters.replacement waiting
        where waiting.site_id = meter.site_id and waiting.meter_id = meter.id and waiting.state = 'waiting') as waits
    from meters.meter
    left join lateral (select past.id, past.read_at, past.values from meters.reading past
      where past.site_id = meter.site_id and past.meter_id = meter.id and past.standing in ('accepted', 'waiting', 'confirmed')
        and (past.round_id is null or past.round_id is distinct from ${exceptRound ?? null}::uuid)
      order by past.read_at desc limit 1) last on true
    where meter.site_id = ${ctx.siteId} and meter.id = any (${ids}::uuid[])`.execute(ctx.tx);
  const replaced = await ctx.tx
    .selectFrom("meters.replacement")
    .select(["meter_id", "replaced_at", "old_digits", "old_multiplier", "old_final", "new_opening"])
    .where("site_id", "=", ctx.siteId)
    .where("meter_id", "in", ids)
    .where("state", "=", "confirmed")
    .orderBy("replaced_at")
    .execute();
  const exchanges = Map.groupBy(replaced, (row) => row.meter_id);
  const known = new Map(rows.map((row) => [row.meter_id, row]));
  return new Map(
    meters.map((meter) => {
      const row = known.get(meter.id);
      const since = (exchanges.get(meter.id) ?? []).filter(({ replaced_at }) => !row?.read_at || Temporal.Instant.compare(replaced_at, row.read_at) > 0);
      const line: LineBefore = {
        registers: meter.registers,
        device: { digits: meter.digits, multiplier: meter.multiplier },
        previous: row?.values ?? {},
        previousId: (row?.id ?? null) as Id<"reading"> | null,
        previousAt: row?.read_at ?? null,
        exchanges: since.map((one) => ({
          oldFinal: one.old_final as Values,
          newOpening: one.new_opening as Values,
          before: { digits: one.old_digits, multiplier: plain(one.old_multiplier) },
        })),
        mean: meanOf((row?.usages ?? []).map(plain)),
        isOccupied: row?.is_occupied ?? false,
        hasWaitingReplacement: row?.waits ?? false,
      };
      return [meter.id, line] as const;
    }),
  );
}
