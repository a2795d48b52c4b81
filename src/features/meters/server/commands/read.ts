import type { UploadedFile } from "#kernel/contract.ts";
import type { Id } from "#kernel/id.ts";
import { Refusal, refuseIf } from "#kernel/problem.ts";
import { dayAt, type SiteContext } from "#platform/context.ts";
import { json } from "#platform/db/json.ts";
import { refusing } from "#platform/db/violations.ts";
import { fileContent, storeFile } from "#platform/files/index.ts";
import { photoAttached, readingTaken } from "../../contract.ts";
import { countedStandings, doubtsAbout, type Meter, metersProblems, type ReadingState, type TakenReading, usageBetween, type Values, whyNotRead } from "../../rules.ts";
import { lockedMeter } from "../queries/meters.ts";
import { knownReading, linesBefore, type Reading, readingById } from "../queries/readings.ts";
import { meterOnRound } from "../queries/rounds.ts";

export interface NewReading extends TakenReading {
  readonly id: Id<"reading">;
  readonly meterId: Id<"meter">;
  readonly readAt: Temporal.Instant;
}

/**
 * Reads a meter of an open round. The phone made the id: the same reading sent again is answered as the first time.
 * Refusals: roundNotFound, roundClosed, notOnRound, alreadyRead, idTaken, readInFuture, beforePrevious, and those of `whyNotRead`.
 */
export async function takeReading(ctx: SiteContext, { roundId, ...reading }: NewReading & { readonly roundId: Id<"round"> }): Promise<Reading> {
  const known = await sentBefore(ctx, reading, roundId);
  if (known) return known;
  await lockedOpenRound(ctx, roundId);
  await meterOnRound(ctx, roundId, reading.meterId);
  const meter = await lockedMeter(ctx, reading.meterId);
  const again = await sentBefore(ctx, reading, roundId);
  if (again) return again;
  await refuseSecond(ctx, roundId, meter);
  return write(ctx, meter, { ...reading, roundId, isByHand: true });
}

/** The same from a row of a sheet: not by hand, so no photo is asked for. */
export async function takeImportedReading(ctx: SiteContext, { roundId, ...reading }: NewReading & { readonly roundId: Id<"round"> }): Promise<Reading> {
  const meter = await meterOnRound(ctx, roundId, reading.meterId);
  await refuseSecond(ctx, roundId, meter);
  return write(ctx, meter, { ...reading, roundId, isByHand: false });
}

/** Reads a meter outside a round, when its unit changes hands. Manual 2.1.1-5, 2.1.3-3. Refusals: notFound, removedMeter, and those of `takeReading`. */
export async function takeHandoverReading(ctx: SiteContext, reading: NewReading): Promise<Reading> {
  const known = await sentBefore(ctx, reading, null);
  if (known) return known;
  const meter = await lockedMeter(ctx, reading.meterId);
  return write(ctx, meter, { ...reading, roundId: null, isByHand: true });
}

/** Puts the photo to a reading. Manual EN-02. Refusals: readingNotFound, locked, those of files. */
export async function attachPhoto(ctx: SiteContext, { readingId, file }: { readonly readingId: Id<"reading">; readonly file: UploadedFile }): Promise<Reading> {
  const reading = await readingById(ctx, readingId);
  if (reading.isSettled) throw new Refusal(metersProblems.locked());
  const photo = await storeFile(ctx, file, { mostBytes: 15 << 20 });
  await ctx.tx.updateTable("meters.reading").set({ photo_id: photo.id }).where("site_id", "=", ctx.siteId).where("id", "=", readingId).execute();
  await ctx.record(photoAttached, { meterId: reading.meterId, meterNo: reading.meterNo, readingId, fileHash: photo.hash });
  await ctx.tell(ctx.siteId, "meters.reading", readingId);
  return { ...reading, photoId: photo.id };
}

/** Refusal: readingNotFound, also for a reading without a photo. */
export async function photoOf(ctx: SiteContext, readingId: Id<"reading">) {
  const { photoId } = await readingById(ctx, readingId);
  if (!photoId) throw new Refusal(metersProblems.readingNotFound());
  return fileContent(ctx, photoId);
}

/** The round, held so that it is not closed meanwhile. Refusals: roundNotFound, roundClosed. */
export async function lockedOpenRound(ctx: SiteContext, roundId: Id<"round">): Promise<void> {
  const round = await ctx.tx.selectFrom("meters.round").select("state").where("site_id", "=", ctx.siteId).where("id", "=", roundId).forShare().executeTakeFirst();
  if (!round) throw new Refusal(metersProblems.roundNotFound());
  if (round.state !== "open") throw new Refusal(metersProblems.roundClosed());
}

async function sentBefore(ctx: SiteContext, { id, meterId, values }: NewReading, roundId: Id<"round"> | null): Promise<Reading | undefined> {
  const known = await knownReading(ctx, id);
  if (!known) return undefined;
  const isSame = known.meterId === meterId && known.roundId === roundId && known.readerId === ctx.actor.personId && sayValues(known.values) === sayValues(values);
  if (!isSame) throw new Refusal(metersProblems.idTaken());
  return known;
}

async function refuseSecond(ctx: SiteContext, roundId: Id<"round">, { id, meterNo }: Meter): Promise<void> {
  const first = await ctx.tx
    .selectFrom("meters.reading")
    .select(["reader_name", "values"])
    .where("site_id", "=", ctx.siteId)
    .where("round_id", "=", roundId)
    .where("meter_id", "=", id)
    .where("standing", "in", countedStandings)
    .executeTakeFirst();
  if (first) throw new Refusal(metersProblems.alreadyRead({ meterNo, reader: first.reader_name, value: sayValues(first.values as Values) }));
}

async function write(ctx: SiteContext, meter: Meter, reading: NewReading & { readonly roundId: Id<"round"> | null; readonly isByHand: boolean }): Promise<Reading> {
  if (meter.state === "removed") throw new Refusal(metersProblems.removedMeter({ meterNo: meter.meterNo }));
  if (Temporal.Instant.compare(reading.readAt, ctx.now.add({ minutes: 5 })) > 0) throw new Refusal(metersProblems.readInFuture());
  const line = (await linesBefore(ctx, [meter], { at: reading.readAt })).get(meter.id)!;
  if (line.previousAt && Temporal.Instant.compare(reading.readAt, line.previousAt) <= 0)
    throw new Refusal(metersProblems.beforePrevious({ at: line.previousAt.toZonedDateTimeISO(ctx.zone).toPlainDateTime().toString({ smallestUnit: "minute" }).replace("T", " ") }));
  refuseIf(whyNotRead(line, reading));

  const usage = usageBetween(line, reading.values, reading.state);
  const doubts = doubtsAbout(line, usage.total, reading.state);
  const purpose = reading.roundId ? "periodic" : "handover";
  const insert = ctx.tx.insertInto("meters.reading").values({
    site_id: ctx.siteId,
    id: reading.id,
    meter_id: meter.id,
    round_id: reading.roundId,
    purpose,
    read_at: reading.readAt,
    received_at: ctx.now,
    read_on: dayAt(ctx, reading.readAt),
    values: json(reading.values),
    state: reading.state,
    standing: doubts.length > 0 ? "waiting" : "accepted",
    doubts,
    remark: reading.remark.trim(),
    is_certain: reading.isCertain,
    previous_id: line.previousId,
    previous: json(line.previous),
    usage: usage.total,
    by_band: json(usage.byBand),
    parts: json(usage.parts),
    mean: line.mean,
    multiplier: meter.multiplier,
    is_by_hand: reading.isByHand,
    reader_id: ctx.actor.personId,
    reader_name: ctx.actor.name,
  });
  await refusing(insert.execute(), { one_reading_a_round: () => metersProblems.alreadyReadNow(), reading_pkey: () => metersProblems.idTaken() });
  await supersedeSentBack(ctx, reading.roundId, meter.id);
  const { id: readingId, roundId, readAt, values, state, remark } = reading;
  await ctx.record(
    readingTaken,
    { meterId: meter.id, meterNo: meter.meterNo, readingId, roundId, readAt, values, state: state as ReadingState, usage: usage.total, doubts, remark },
    { happenedAt: readAt },
  );
  await ctx.tell(ctx.siteId, "meters.reading", readingId);
  return readingById(ctx, readingId);
}

/** A reading sent back gives way to the one taken instead. */
async function supersedeSentBack(ctx: SiteContext, roundId: Id<"round"> | null, meterId: Id<"meter">): Promise<void> {
  if (!roundId) return;
  await ctx.tx
    .updateTable("meters.reading")
    .set({ standing: "superseded" })
    .where("site_id", "=", ctx.siteId)
    .where("round_id", "=", roundId)
    .where("meter_id", "=", meterId)
    .where("standing", "=", "sentBack")
    .execute();
}

const sayValues = (values: Values): string =>
  Object.entries(values)
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([band, value]) => (band === "total" ? value : `${band} ${value}`))
    .join(", ");
