import { type Id, newId } from "#kernel/id.ts";
import { Refusal, refuseIf } from "#kernel/problem.ts";
import type { SiteContext } from "#platform/context.ts";
import { json } from "#platform/db/json.ts";
import { refusing } from "#platform/db/violations.ts";
import { unitById } from "#features/sites/server/index.ts";
import { meterChanged, meterInstalled, meterRemoved } from "../../contract.ts";
import { type Meter, metersProblems, type MeterTerms, registerSets, type Values, whyNotHang, whyNotMeter, whyNotValues } from "../../rules.ts";
import { type NewReading, takeHandoverReading } from "./read.ts";
import { aboveOf, type ListedMeter, listedMeter, lockedMeter, meterById } from "../queries/meters.ts";

export interface NewMeter extends MeterTerms {
  readonly id: Id<"meter">;
  readonly installedOn: Temporal.PlainDate;
  readonly opening: Values;
}

/** Enters a meter with its opening reading and multiplier. Manual 2.1.1-5, EN-04. Refusals: meterNoTaken, those of `whyNotMeter`, `whyNotHang` and `whyNotValues`, tariffOfOtherKind, routeNotFound, readInFuture. */
export async function installMeter(ctx: SiteContext, meter: NewMeter): Promise<ListedMeter> {
  await writeMeter(ctx, meter);
  await ctx.tell(ctx.siteId, "meters.meter", meter.id);
  return listedMeter(ctx, meter.id);
}

/** The same, without telling screens: for many at once. */
export async function writeMeter(ctx: SiteContext, { id, installedOn, opening, ...meter }: NewMeter): Promise<void> {
  refuseIf([...whyNotMeter(meter), ...whyNotValues({ registers: meter.registers, device: meter }, opening)]);
  const readAt = installedOn.toZonedDateTime({ timeZone: ctx.zone, plainTime: "00:00" }).toInstant();
  if (Temporal.Instant.compare(readAt, ctx.now) > 0) throw new Refusal(metersProblems.readInFuture());
  await refuseHanging(ctx, { id, ...meter });
  const row = { site_id: ctx.siteId, id, kind: meter.kind, registers: meter.registers, digits: meter.digits, multiplier: meter.multiplier, installed_on: installedOn };
  await refusing(
    ctx.tx
      .insertInto("meters.meter")
      .values({ ...row, ...changeableColumns(meter), created_at: ctx.now })
      .execute(),
    violations(meter),
  );
  await serveUnits(ctx, id, meter.unitIds);
  const nothing = Object.fromEntries(registerSets[meter.registers].map((band) => [band, "0"]));
  await ctx.tx
    .insertInto("meters.reading")
    .values({
      site_id: ctx.siteId,
      id: newId(),
      meter_id: id,
      purpose: "opening",
      read_at: readAt,
      received_at: ctx.now,
      read_on: installedOn,
      values: json(opening),
      state: "normal",
      standing: "accepted",
      previous: json({}),
      usage: "0",
      by_band: json(nothing),
      parts: json([]),
      multiplier: meter.multiplier,
      reader_id: ctx.actor.personId,
      reader_name: ctx.actor.name,
    })
    .execute();
  const { kind, digits, multiplier, unitIds, meterNo } = meter;
  await ctx.record(meterInstalled, { meterId: id, meterNo, kind, digits, multiplier, installedOn, opening, unitIds });
}

export type MeterChange = Omit<MeterTerms, "kind" | "registers" | "digits" | "multiplier">;

/** Changes where a meter stands, whom it serves and what it costs. Refusals: notFound, stale, removedMeter, and those of installing. */
export async function changeMeter(
  ctx: SiteContext,
  { meterId, version, ...change }: MeterChange & { readonly meterId: Id<"meter">; readonly version: number },
): Promise<ListedMeter> {
  const meter = await currentMeter(ctx, meterId, version);
  const changed = { ...meter, ...change };
  refuseIf(whyNotMeter(changed));
  if (meter.role === "main" && changed.role !== "main") await refuseChildren(ctx, meter);
  await refuseHanging(ctx, changed);
  await refusing(
    ctx.tx
      .updateTable("meters.meter")
      .set({ ...changeableColumns(changed), version: version + 1 })
      .where("site_id", "=", ctx.siteId)
      .where("id", "=", meterId)
      .execute(),
    violations(changed),
  );
  await ctx.tx.deleteFrom("meters.meter_unit").where("site_id", "=", ctx.siteId).where("meter_id", "=", meterId).execute();
  await serveUnits(ctx, meterId, changed.unitIds);
  await ctx.record(meterChanged, { meterId, meterNo: changed.meterNo, unitIds: changed.unitIds, place: changed.place });
  await ctx.tell(ctx.siteId, "meters.meter", meterId);
  return listedMeter(ctx, meterId);
}

/** Takes a meter out of service; its closing reading is taken with it, so that what it counted last is settled. Refusals: notFound, stale, removedMeter, hasChildren, onOpenRound, and those of a reading. */
export async function removeMeter(
  ctx: SiteContext,
  { meterId, version, reason, closing }: { readonly meterId: Id<"meter">; readonly version: number; readonly reason: string; readonly closing: Omit<NewReading, "meterId"> | null },
): Promise<ListedMeter> {
  const meter = await currentMeter(ctx, meterId, version);
  await refuseChildren(ctx, meter);
  const onRound = await ctx.tx
    .selectFrom("meters.round_meter as listed")
    .innerJoin("meters.round as round", (join) => join.onRef("round.site_id", "=", "listed.site_id").onRef("round.id", "=", "listed.round_id"))
    .select("round.id")
    .where("listed.site_id", "=", ctx.siteId)
    .where("listed.meter_id", "=", meterId)
    .where("round.state", "=", "open")
    .executeTakeFirst();
  if (onRound) throw new Refusal(metersProblems.onOpenRound({ meterNo: meter.meterNo }));
  if (closing) await takeHandoverReading(ctx, { ...closing, meterId });
  await ctx.tx
    .updateTable("meters.meter")
    .set({ state: "removed", version: version + 1 })
    .where("site_id", "=", ctx.siteId)
    .where("id", "=", meterId)
    .execute();
  await ctx.record(meterRemoved, { meterId, meterNo: meter.meterNo, reason });
  await ctx.tell(ctx.siteId, "meters.meter", meterId);
  return listedMeter(ctx, meterId);
}

async function currentMeter(ctx: SiteContext, meterId: Id<"meter">, version: number): Promise<Meter> {
  const meter = await lockedMeter(ctx, meterId);
  if (meter.version !== version) throw new Refusal(metersProblems.stale());
  if (meter.state === "removed") throw new Refusal(metersProblems.removedMeter({ meterNo: meter.meterNo }));
  return meter;
}

async function refuseChildren(ctx: SiteContext, { id, meterNo }: Meter): Promise<void> {
  const children = await ctx.tx.selectFrom("meters.meter").select("id").where("site_id", "=", ctx.siteId).where("parent_id", "=", id).where("state", "=", "inService").execute();
  if (children.length > 0) throw new Refusal(metersProblems.hasChildren({ meterNo, count: children.length }));
}

/** What a meter hangs on exists here and fits. */
async function refuseHanging(ctx: SiteContext, meter: MeterTerms & { readonly id: Id<"meter"> }): Promise<void> {
  if (meter.parentId) refuseIf(whyNotHang(meter, await meterById(ctx, meter.parentId), await aboveOf(ctx, meter.parentId)));
  for (const unitId of meter.unitIds) await unitById(ctx, unitId);
  if (meter.routeId) {
    const route = await ctx.tx.selectFrom("meters.route").select("id").where("site_id", "=", ctx.siteId).where("id", "=", meter.routeId).executeTakeFirst();
    if (!route) throw new Refusal(metersProblems.routeNotFound());
  }
  if (meter.tariffId) {
    const tariff = await ctx.tx.selectFrom("meters.tariff").select("kind").where("site_id", "=", ctx.siteId).where("id", "=", meter.tariffId).executeTakeFirst();
    if (!tariff) throw new Refusal(metersProblems.tariffNotFound());
    if (tariff.kind !== meter.kind) throw new Refusal(metersProblems.tariffOfOtherKind());
  }
}

async function serveUnits(ctx: SiteContext, meterId: Id<"meter">, unitIds: readonly Id<"unit">[]): Promise<void> {
  const rows = [...new Set(unitIds)].map((unitId) => ({ site_id: ctx.siteId, meter_id: meterId, unit_id: unitId }));
  if (rows.length > 0) await ctx.tx.insertInto("meters.meter_unit").values(rows).execute();
}

const changeableColumns = (meter: MeterTerms) => ({
  meter_no: meter.meterNo,
  role: meter.role,
  direction: meter.direction,
  calibrated_on: meter.calibratedOn,
  calibration_due: meter.calibrationDue,
  place: meter.place,
  parent_id: meter.parentId,
  route_id: meter.routeId,
  position: meter.position,
  tariff_id: meter.tariffId,
});

const violations = ({ meterNo }: MeterTerms) => ({
  meter_no_once_in_service: () => metersProblems.meterNoTaken({ meterNo }),
  meter_pkey: () => metersProblems.idTaken(),
});
