import { type Id, newId } from "#kernel/id.ts";
import { Refusal, refuseIf } from "#kernel/problem.ts";
import { dayAt, type SiteContext } from "#platform/context.ts";
import { json } from "#platform/db/json.ts";
import { refusing } from "#platform/db/violations.ts";
import { settlementPublished, settlementWithdrawn } from "../../contract.ts";
import { daysOfObjection, type MeterKind, metersProblems, whyNotPublish } from "../../rules.ts";
import { previewOf } from "../queries/preview.ts";
import { type Settlement, settlementById } from "../queries/settlements.ts";

export interface NewSettlement {
  readonly id: Id<"settlement">;
  readonly kind: MeterKind;
  readonly month: Temporal.PlainYearMonth;
  readonly dueOn: Temporal.PlainDate;
  readonly fingerprint: string;
}

/** Publishes a month as it was previewed and locks its readings; tenants may object for seven days. Refusals: previewChanged, alreadySettled, and all that the preview named. */
export async function publishSettlement(ctx: SiteContext, { id, kind, month, dueOn, fingerprint }: NewSettlement): Promise<Settlement> {
  const taken = await ctx.tx
    .selectFrom("meters.settlement")
    .select("id")
    .where("site_id", "=", ctx.siteId)
    .where("kind", "=", kind)
    .where("month", "=", month.toPlainDate({ day: 1 }))
    .where("state", "<>", "withdrawn")
    .executeTakeFirst();
  const preview = await previewOf(ctx, { kind, month });
  refuseIf(whyNotPublish({ problems: preview.problems, lines: preview.lines.length, isTaken: taken !== undefined, month: month.toString() }));
  if (preview.fingerprint !== fingerprint) throw new Refusal(metersProblems.previewChanged());

  const objectionsUntil = dayAt(ctx, ctx.now).add({ days: daysOfObjection });
  const insert = ctx.tx.insertInto("meters.settlement").values({
    site_id: ctx.siteId,
    id,
    kind,
    month: month.toPlainDate({ day: 1 }),
    common: preview.common,
    loss: preview.loss,
    pools: json(preview.pools),
    due_on: dueOn,
    objections_until: objectionsUntil,
    published_by_name: ctx.actor.name,
    published_at: ctx.now,
  });
  await refusing(insert.execute(), { one_settlement_a_month: () => metersProblems.alreadySettled({ month: month.toString() }), settlement_pkey: () => metersProblems.idTaken() });
  await lockReadings(ctx, id, preview.readingIds);
  const rows = preview.lines.map((line, position) => ({
    site_id: ctx.siteId,
    id: newId(),
    settlement_id: id,
    position,
    kind: line.kind,
    meter_id: line.meterId,
    meter_no: line.meterNo,
    tenant_id: line.tenantId,
    lease_id: line.leaseId,
    unit_ids: [...line.unitIds],
    label: line.label,
    from_day: line.from,
    to_day: line.to,
    quantity: line.quantity,
    amount: line.amount,
    working: json(line.working),
  }));
  for (let start = 0; start < rows.length; start += 500)
    await ctx.tx
      .insertInto("meters.settlement_line")
      .values(rows.slice(start, start + 500))
      .execute();
  const { owed, borne } = preview;
  await ctx.record(settlementPublished, { settlementId: id, kind, month, owed, borne, lines: rows.length, objectionsUntil });
  await ctx.tell(ctx.siteId, "meters.settlement", id);
  return settlementById(ctx, id);
}

/** From now on nobody changes them. Refusal: previewChanged, when one was sent back meanwhile. */
async function lockReadings(ctx: SiteContext, settlementId: Id<"settlement">, readingIds: readonly Id<"reading">[]): Promise<void> {
  const locked = await ctx.tx
    .updateTable("meters.reading")
    .set({ settlement_id: settlementId })
    .where("site_id", "=", ctx.siteId)
    .where("id", "in", readingIds)
    .where("settlement_id", "is", null)
    .where("standing", "in", ["accepted", "confirmed"])
    .returning("id")
    .execute();
  if (locked.length !== readingIds.length) throw new Refusal(metersProblems.previewChanged());
}

/** Takes back what was published and is not billed yet; its readings are free again. Refusals: settlementNotFound, notPublished. */
export async function withdrawSettlement(ctx: SiteContext, { settlementId, reason }: { readonly settlementId: Id<"settlement">; readonly reason: string }): Promise<Settlement> {
  const settlement = await lockedSettlement(ctx, settlementId);
  if (settlement.state !== "published") throw new Refusal(metersProblems.notPublished());
  await ctx.tx.updateTable("meters.settlement").set({ state: "withdrawn", withdrawn_reason: reason }).where("site_id", "=", ctx.siteId).where("id", "=", settlementId).execute();
  await ctx.tx.updateTable("meters.reading").set({ settlement_id: null }).where("site_id", "=", ctx.siteId).where("settlement_id", "=", settlementId).execute();
  await ctx.record(settlementWithdrawn, { settlementId, reason });
  await ctx.tell(ctx.siteId, "meters.settlement", settlementId);
  return settlementById(ctx, settlementId);
}

/** Refusal: settlementNotFound. */
export async function lockedSettlement(ctx: SiteContext, id: Id<"settlement">): Promise<Settlement> {
  await ctx.tx.selectFrom("meters.settlement").select("id").where("site_id", "=", ctx.siteId).where("id", "=", id).forUpdate().execute();
  return settlementById(ctx, id);
}
