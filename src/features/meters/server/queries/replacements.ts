import type { Id } from "#kernel/id.ts";
import { Refusal } from "#kernel/problem.ts";
import type { SiteContext } from "#platform/context.ts";
import { plainText } from "#kernel/decimal.ts";
import { metersProblems, type ReplacementState, type Values } from "../../rules.ts";

export type Replacement = Awaited<ReturnType<typeof replacementsOf>>[number];

/** Replacements of a meter, or those that stand so, newest first. */
export async function replacementsOf(
  ctx: SiteContext,
  { id, meterId, state }: { readonly id?: Id<"replacement">; readonly meterId?: Id<"meter">; readonly state?: ReplacementState },
) {
  let query = ctx.tx
    .selectFrom("meters.replacement as replacement")
    .innerJoin("meters.meter as meter", (join) => join.onRef("meter.site_id", "=", "replacement.site_id").onRef("meter.id", "=", "replacement.meter_id"))
    .where("replacement.site_id", "=", ctx.siteId)
    .selectAll("replacement")
    .select(["meter.meter_no", "meter.place"])
    .orderBy("replacement.replaced_at", "desc")
    .limit(200);
  if (id) query = query.where("replacement.id", "=", id);
  if (meterId) query = query.where("replacement.meter_id", "=", meterId);
  if (state) query = query.where("replacement.state", "=", state);
  const rows = await query.execute();
  return rows.map((row) => ({
    id: row.id as Id<"replacement">,
    meterId: row.meter_id as Id<"meter">,
    meterNo: row.meter_no,
    place: row.place,
    replacedAt: row.replaced_at,
    oldMeterNo: row.old_meter_no,
    oldDigits: row.old_digits,
    oldMultiplier: plainText(row.old_multiplier, 4),
    oldFinal: row.old_final as Values,
    newMeterNo: row.new_meter_no,
    newDigits: row.new_digits,
    newMultiplier: plainText(row.new_multiplier, 4),
    newOpening: row.new_opening as Values,
    calibratedOn: row.calibrated_on,
    calibrationDue: row.calibration_due,
    reason: row.reason,
    state: row.state as ReplacementState,
    recordedBy: row.recorded_by as Id<"person">,
    recordedByName: row.recorded_by_name,
    reviewedByName: row.reviewed_by_name,
  }));
}

/** Refusal: replacementNotFound. */
export async function replacementById(ctx: SiteContext, id: Id<"replacement">): Promise<Replacement> {
  const [found] = await replacementsOf(ctx, { id });
  if (!found) throw new Refusal(metersProblems.replacementNotFound());
  return found;
}
