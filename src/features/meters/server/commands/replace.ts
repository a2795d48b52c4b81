import type { Id } from "#kernel/id.ts";
import { Refusal, refuseIf } from "#kernel/problem.ts";
import { compareExact } from "#kernel/decimal.ts";
import type { SiteContext } from "#platform/context.ts";
import { json } from "#platform/db/json.ts";
import { refusing } from "#platform/db/violations.ts";
import { replacementRecorded, replacementReviewed } from "../../contract.ts";
import { bandNames, metersProblems, registerSets, startOf, type Values, whyNotValues } from "../../rules.ts";
import { lockedMeter } from "../queries/meters.ts";
import { linesBefore } from "../queries/readings.ts";
import { type Replacement, replacementById } from "../queries/replacements.ts";

export interface NewReplacement {
  readonly id: Id<"replacement">;
  readonly meterId: Id<"meter">;
  readonly replacedAt: Temporal.Instant;
  readonly oldFinal: Values;
  readonly newMeterNo: string;
  readonly newDigits: number;
  readonly newMultiplier: string;
  readonly newOpening: Values;
  readonly calibratedOn: Temporal.PlainDate | null;
  readonly calibrationDue: Temporal.PlainDate | null;
  readonly reason: string;
}

/** Records another device in a meter's place; it counts once a second person confirms it. Refusals: notFound, removedMeter, replacementOpen, belowPrevious, beforePrevious, multiplierZero, calibrationBackwards, those of `whyNotValues`. */
export async function recordReplacement(ctx: SiteContext, input: NewReplacement): Promise<Replacement> {
  const meter = await lockedMeter(ctx, input.meterId);
  if (meter.state === "removed") throw new Refusal(metersProblems.removedMeter({ meterNo: meter.meterNo }));
  const { registers } = meter;
  const [before, after] = [meter, { digits: input.newDigits, multiplier: input.newMultiplier }];
  refuseIf([...whyNotValues({ registers, device: before }, input.oldFinal), ...whyNotValues({ registers, device: after }, input.newOpening)]);
  if (compareExact(input.newMultiplier, 0) <= 0) throw new Refusal(metersProblems.multiplierZero());
  if (input.calibratedOn && input.calibrationDue && Temporal.PlainDate.compare(input.calibrationDue, input.calibratedOn) < 0)
    throw new Refusal(metersProblems.calibrationBackwards());
  if (Temporal.Instant.compare(input.replacedAt, ctx.now) > 0) throw new Refusal(metersProblems.readInFuture());
  const line = (await linesBefore(ctx, [meter], { at: input.replacedAt })).get(meter.id)!;
  if (line.hasWaitingReplacement) throw new Refusal(metersProblems.replacementOpen());
  if (line.previousAt && Temporal.Instant.compare(input.replacedAt, line.previousAt) <= 0) throw new Refusal(metersProblems.beforePrevious({ at: line.previousAt.toString() }));
  const start = startOf(line);
  const below = registerSets[registers].filter((band) => compareExact(input.oldFinal[band]!, start[band] ?? "0") < 0);
  refuseIf(below.map((band) => metersProblems.belowPrevious({ band: bandNames[band], value: input.oldFinal[band], previous: start[band] ?? "0" })));

  const insert = ctx.tx.insertInto("meters.replacement").values({
    site_id: ctx.siteId,
    id: input.id,
    meter_id: meter.id,
    replaced_at: input.replacedAt,
    old_meter_no: meter.meterNo,
    old_digits: meter.digits,
    old_multiplier: meter.multiplier,
    old_final: json(input.oldFinal),
    new_meter_no: input.newMeterNo,
    new_digits: input.newDigits,
    new_multiplier: input.newMultiplier,
    new_opening: json(input.newOpening),
    calibrated_on: input.calibratedOn,
    calibration_due: input.calibrationDue,
    reason: input.reason,
    recorded_by: ctx.actor.personId!,
    recorded_by_name: ctx.actor.name,
    recorded_at: ctx.now,
  });
  await refusing(insert.execute(), { one_replacement_waits_at_a_time: () => metersProblems.replacementOpen(), replacement_pkey: () => metersProblems.idTaken() });
  const { replacedAt, oldFinal, newMeterNo, newDigits, newMultiplier, newOpening, reason } = input;
  await ctx.record(replacementRecorded, {
    meterId: meter.id,
    meterNo: meter.meterNo,
    replacementId: input.id,
    replacedAt,
    oldFinal,
    newMeterNo,
    newDigits,
    newMultiplier,
    newOpening,
    reason,
  });
  await ctx.tell(ctx.siteId, "meters.replacement", input.id);
  return replacementById(ctx, input.id);
}

/** Confirms a replacement that somebody else recorded – the meter then counts with the new device – or rejects it. Refusals: replacementNotFound, notWaiting, ownReplacement, meterNoTaken. */
export async function reviewReplacement(
  ctx: SiteContext,
  { replacementId, decision }: { readonly replacementId: Id<"replacement">; readonly decision: "confirmed" | "rejected" },
): Promise<Replacement> {
  const { meterId } = await replacementById(ctx, replacementId);
  const meter = await lockedMeter(ctx, meterId);
  const replacement = await replacementById(ctx, replacementId);
  if (replacement.state !== "waiting") throw new Refusal(metersProblems.notWaiting({ reviewer: replacement.reviewedByName ?? "—" }));
  if (decision === "confirmed" && replacement.recordedBy === ctx.actor.personId) throw new Refusal(metersProblems.ownReplacement());

  await ctx.tx
    .updateTable("meters.replacement")
    .set({ state: decision, reviewed_by: ctx.actor.personId, reviewed_by_name: ctx.actor.name, reviewed_at: ctx.now })
    .where("site_id", "=", ctx.siteId)
    .where("id", "=", replacementId)
    .execute();
  if (decision === "confirmed") {
    const { newMeterNo, newDigits, newMultiplier, calibratedOn, calibrationDue } = replacement;
    const update = ctx.tx
      .updateTable("meters.meter")
      .set({ meter_no: newMeterNo, digits: newDigits, multiplier: newMultiplier, calibrated_on: calibratedOn, calibration_due: calibrationDue, version: meter.version + 1 })
      .where("site_id", "=", ctx.siteId)
      .where("id", "=", meterId);
    await refusing(update.execute(), { meter_no_once_in_service: () => metersProblems.meterNoTaken({ meterNo: newMeterNo }) });
  }
  await ctx.record(replacementReviewed, { meterId, meterNo: meter.meterNo, replacementId, decision });
  await ctx.tell(ctx.siteId, "meters.replacement", replacementId);
  return replacementById(ctx, replacementId);
}
