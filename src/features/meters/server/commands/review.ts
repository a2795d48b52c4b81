import type { Id } from "#kernel/id.ts";
import { Refusal } from "#kernel/problem.ts";
import type { SiteContext } from "#platform/context.ts";
import { readingReviewed } from "../../contract.ts";
import { metersProblems } from "../../rules.ts";
import { lockedMeter } from "../queries/meters.ts";
import { type Reading, readingById } from "../queries/readings.ts";

/**
 * Confirms a doubtful reading of somebody else, or sends one back to be read again while nothing stands on it yet.
 * Refusals: readingNotFound, notWaiting, ownReading, locked, roundClosed, notLatest.
 */
export async function reviewReading(
  ctx: SiteContext,
  { readingId, decision, note }: { readonly readingId: Id<"reading">; readonly decision: "confirmed" | "sentBack"; readonly note: string },
): Promise<Reading> {
  const { meterId } = await readingById(ctx, readingId);
  await lockedMeter(ctx, meterId);
  const reading = await readingById(ctx, readingId);
  if (reading.isSettled) throw new Refusal(metersProblems.locked());
  if (decision === "confirmed") {
    if (reading.standing !== "waiting") throw new Refusal(metersProblems.notWaiting({ reviewer: reading.reviewerName ?? "—" }));
    if (reading.readerId === null || reading.readerId === ctx.actor.personId) throw new Refusal(metersProblems.ownReading());
  } else await refuseSendingBack(ctx, reading);

  await ctx.tx
    .updateTable("meters.reading")
    .set({ standing: decision, reviewer_id: ctx.actor.personId, reviewer_name: ctx.actor.name, reviewed_at: ctx.now, review_note: note })
    .where("site_id", "=", ctx.siteId)
    .where("id", "=", readingId)
    .execute();
  await ctx.record(readingReviewed, { meterId, meterNo: reading.meterNo, readingId, decision, note });
  await ctx.tell(ctx.siteId, "meters.reading", readingId);
  return readingById(ctx, readingId);
}

/** Only the latest reading of a meter may go, and only while its round is open. */
async function refuseSendingBack(ctx: SiteContext, { id, meterId, roundId, standing, purpose, readAt, reviewerName }: Reading): Promise<void> {
  if (standing === "sentBack" || standing === "superseded" || purpose === "opening") throw new Refusal(metersProblems.notWaiting({ reviewer: reviewerName ?? "—" }));
  if (roundId) {
    const round = await ctx.tx.selectFrom("meters.round").select("state").where("site_id", "=", ctx.siteId).where("id", "=", roundId).forShare().executeTakeFirstOrThrow();
    if (round.state !== "open") throw new Refusal(metersProblems.roundClosed());
  }
  const later = await ctx.tx
    .selectFrom("meters.reading")
    .select("id")
    .where("site_id", "=", ctx.siteId)
    .where("meter_id", "=", meterId)
    .where("id", "<>", id)
    .where("read_at", ">", readAt)
    .where("standing", "in", ["accepted", "waiting", "confirmed"])
    .executeTakeFirst();
  if (later) throw new Refusal(metersProblems.notLatest());
}
