import { type Selectable, sql } from "kysely";
import { plainText } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import { fen } from "#kernel/money.ts";
import { Refusal } from "#kernel/problem.ts";
import type { SiteContext } from "#platform/context.ts";
import type { Database } from "#platform/db/tables.ts";
import type { PayeeKind } from "#features/leasing/rules.ts";
import { settlementProblems } from "../../rules/settlementGates.ts";
import type { Answer, ItemKind, SettlementItem, Verdict } from "../../rules/settlementItems.ts";

export type StoredItem = SettlementItem & { readonly moveOutId: Id<"moveOut">; readonly tenantId: Id<"tenant">; readonly priceItemId: Id<"priceItem"> | null };

/** The lines that staff put on settlements, by move-out, in the order they came; a tenant's contact sees their company's. One query for many. */
export async function itemsOf(ctx: SiteContext, moveOutIds: readonly Id<"moveOut">[]): Promise<Map<Id<"moveOut">, StoredItem[]>> {
  if (moveOutIds.length === 0) return new Map();
  let query = ctx.tx
    .selectFrom("moveout.settlement_item")
    .selectAll()
    .where("site_id", "=", ctx.siteId)
    .where("move_out_id", "=", sql<string>`any (${moveOutIds}::uuid[])`)
    .where("removed_at", "is", null)
    .orderBy("created_at")
    .orderBy("id");
  if (ctx.tenantId) query = query.where("tenant_id", "=", ctx.tenantId);
  return Map.groupBy((await query.execute()).map(toItem), ({ moveOutId }) => moveOutId);
}

/** An item held for a deed; its move-out is held already. Refusal: itemNotFound. */
export async function lockedItem(ctx: SiteContext, moveOutId: Id<"moveOut">, id: Id<"settlementItem">): Promise<StoredItem> {
  const item = (await itemsOf(ctx, [moveOutId])).get(moveOutId)?.find((each) => each.id === id);
  if (!item) throw new Refusal(settlementProblems.itemNotFound());
  return item;
}

const toItem = (row: Selectable<Database["moveout.settlement_item"]>): StoredItem => ({
  id: row.id as Id<"settlementItem">,
  moveOutId: row.move_out_id as Id<"moveOut">,
  tenantId: row.tenant_id as Id<"tenant">,
  kind: row.kind as ItemKind,
  title: row.title,
  place: row.place,
  difference: row.inspection_id && row.line_key ? { inspectionId: row.inspection_id as Id<"inspection">, lineKey: row.line_key } : null,
  priceItemId: row.price_item_id as Id<"priceItem"> | null,
  quantity: row.quantity === null ? null : plainText(row.quantity, 4),
  unit: row.unit,
  unitPrice: row.unit_price === null ? null : fen(row.unit_price),
  payee: row.payee as PayeeKind,
  depositId: row.deposit_id as Id<"deposit"> | null,
  note: row.note,
  pricedByName: row.priced_by_name,
  answer: row.answered_at && { said: row.answer as Answer, text: row.answer_text, byName: row.answered_by_name ?? "", at: row.answered_at },
  verdict: row.decided_at && { said: row.verdict as Verdict, reason: row.verdict_reason, byName: row.decided_by_name ?? "", at: row.decided_at },
  version: row.version,
});
