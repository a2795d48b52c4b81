import { sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import { Refusal } from "#kernel/problem.ts";
import type { SiteContext } from "#platform/context.ts";
import { json } from "#platform/db/json.ts";
import type { Working } from "#features/leasing/rules.ts";
import { leaseById } from "#features/leasing/server/index.ts";
import { entitiesOf } from "#features/sites/server/index.ts";
import { tenantById } from "#features/tenants/server/index.ts";
import { chargeAdded, chargeCancelled } from "../../contract.ts";
import { billingProblems, type Charge } from "../../rules.ts";
import { toCharge } from "../queries/rows.ts";

export type NewCharge = Omit<Charge, "status" | "remark" | "taxMode" | "entityId"> & Partial<Pick<Charge, "remark" | "taxMode" | "entityId">>;

/**
 * Puts an amount up for the next bill. The same id again does nothing; the same source while the first stands is refused.
 * Refusals: tenants.notFound, leasing.notFound, otherTenant, alreadyBilled, entityNotFound.
 */
export async function addCharge(ctx: SiteContext, { remark = "", taxMode = "inclusive", entityId = null, ...charge }: NewCharge): Promise<Charge> {
  await tenantById(ctx, charge.tenantId);
  if (entityId && !(await entitiesOf(ctx)).some((entity) => entity.id === entityId)) throw new Refusal(billingProblems.entityNotFound());
  if (charge.leaseId && (await leaseById(ctx, charge.leaseId)).tenantId !== charge.tenantId) throw new Refusal(billingProblems.otherTenant());
  const { id, tenantId, leaseId, feeItem, unitIds, from, to, dueOn, amount, working, source } = charge;
  const known = await ctx.tx.selectFrom("billing.charge").selectAll().where("site_id", "=", ctx.siteId).where("id", "=", id).executeTakeFirst();
  if (known) return toCharge(known);
  const row = await ctx.tx
    .insertInto("billing.charge")
    .values({
      site_id: ctx.siteId,
      id,
      tenant_id: tenantId,
      lease_id: leaseId,
      fee_item: feeItem,
      unit_ids: [...unitIds],
      from_day: from,
      to_day: to,
      due_on: dueOn,
      amount,
      tax_mode: taxMode,
      working: json(working),
      remark,
      source_kind: source.kind,
      source_id: source.id,
      entity_id: entityId,
      created_at: ctx.now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .executeTakeFirst();
  if (!row) throw new Refusal(billingProblems.alreadyBilled());
  await ctx.record(chargeAdded, { chargeId: id, tenantId, leaseId, feeItem, from, to, amount, source });
  await ctx.tell(ctx.siteId, "billing.charge", id);
  return toCharge(row);
}

/** Takes back a charge that no bill has taken up. Refusals: chargeNotFound, chargeNotWaiting. */
export async function cancelCharge(ctx: SiteContext, { id, reason }: { readonly id: Id<"charge">; readonly reason: string }): Promise<Charge> {
  const [charge] = await lockedCharges(ctx, [id]);
  if (charge!.status !== "waiting") throw new Refusal(billingProblems.chargeNotWaiting());
  await setCharges(ctx, [id], "cancelled");
  await ctx.record(chargeCancelled, { chargeId: id, reason });
  await ctx.tell(ctx.siteId, "billing.charge", id);
  return { ...charge!, status: "cancelled" };
}

/** Charges held for this transaction, in the order of their ids. Refusal: chargeNotFound. */
export async function lockedCharges(ctx: SiteContext, ids: readonly Id<"charge">[]): Promise<Charge[]> {
  const rows = await ctx.tx
    .selectFrom("billing.charge")
    .selectAll()
    .where("site_id", "=", ctx.siteId)
    .where("id", "=", sql<string>`any (${ids}::uuid[])`)
    .orderBy("id")
    .forUpdate()
    .execute();
  if (rows.length < new Set(ids).size) throw new Refusal(billingProblems.chargeNotFound());
  return rows.map(toCharge);
}

/** What waits for a bill under a lease, or of a tenant under none. Oldest due first. */
export async function waitingCharges(ctx: SiteContext, { tenantId, leaseId }: { readonly tenantId: Id<"tenant">; readonly leaseId: Id<"lease"> }): Promise<Charge[]> {
  const rows = await ctx.tx
    .selectFrom("billing.charge")
    .selectAll()
    .where("site_id", "=", ctx.siteId)
    .where("tenant_id", "=", tenantId)
    .where("status", "=", "waiting")
    .where(({ or, eb }) => or([eb("lease_id", "=", leaseId), eb("lease_id", "is", null)]))
    .orderBy("due_on")
    .orderBy("id")
    .execute();
  return rows.map(toCharge);
}

export async function setCharges(ctx: SiteContext, ids: readonly Id<"charge">[], status: Charge["status"]): Promise<void> {
  if (ids.length === 0) return;
  await sql`update billing.charge set status = ${status} where site_id = ${ctx.siteId} and id = any (${ids}::uuid[])`.execute(ctx.tx);
}

type HandCharge = Omit<NewCharge, "working" | "source">;

/** Enters a charge by hand; its working is what was typed. Refusals: as `addCharge`, and days that end before they begin. */
export async function enterCharge(ctx: SiteContext, charge: HandCharge): Promise<Charge> {
  if (Temporal.PlainDate.compare(charge.to, charge.from) < 0) throw new Refusal(billingProblems.endsBeforeItBegins());
  const working: Working = { rule: "byHand", inputs: {}, steps: [{ kind: "byHand", amount: charge.amount, by: ctx.actor.name }], rounding: "none" };
  return addCharge(ctx, { ...charge, working, source: { kind: "hand", id: charge.id } });
}
