import type { Id } from "#kernel/id.ts";
import { type Fen, fen, yuanText } from "#kernel/money.ts";
import { Refusal } from "#kernel/problem.ts";
import { asHouse } from "#platform/asHouse.ts";
import type { SiteContext } from "#platform/context.ts";
import type { PayeeKind } from "#features/leasing/rules.ts";
import { depositsOf } from "#features/payments/server/index.ts";
import { itemAnswered, itemDecided, itemPriced, itemRemoved } from "../../contract/settlementEvents.ts";
import { settlementProblems } from "../../rules/settlementGates.ts";
import { type Answer, answers, itemAmount, type ItemKind, itemState, payeeOfItem, type Verdict } from "../../rules/settlementItems.ts";
import type { MoveOut } from "../../rules.ts";
import { about, changingCase, heldCase, tell } from "./act.ts";
import { lockedItem, type StoredItem } from "./items.ts";
import { priceById } from "./prices.ts";

interface AtItem {
  readonly caseId: Id<"moveOut">;
  readonly itemId: Id<"settlementItem">;
  readonly version: number;
}

export interface Price {
  readonly priceItemId: Id<"priceItem"> | null;
  readonly quantity: string | null;
  readonly unit: string;
  readonly unitPrice: Fen | null;
  readonly payee: PayeeKind | null;
  readonly depositId: Id<"deposit"> | null;
  readonly note: string;
}

interface NewItem extends Price {
  readonly caseId: Id<"moveOut">;
  readonly id: Id<"settlementItem">;
  readonly kind: ItemKind;
  readonly title: string;
  readonly place: string;
}

/** Puts a line on the settlement beside what the books say. The same id again does nothing. Domain §3.7-5, -7. Refusals: sheetAgreed, sheetPosted, and those of a price. */
export async function addItem(ctx: SiteContext, { caseId, id, kind, title, place, ...price }: NewItem): Promise<void> {
  const moveOut = await changingCase(ctx, caseId, title);
  const priced = await checkedPrice(ctx, moveOut, { kind, title }, price);
  const written = await ctx.tx
    .insertInto("moveout.settlement_item")
    .values({ site_id: ctx.siteId, id, move_out_id: caseId, tenant_id: moveOut.tenantId, kind, title, place, created_at: ctx.now, ...priced })
    .onConflict((conflict) => conflict.columns(["site_id", "id"]).doNothing())
    .returning("id")
    .executeTakeFirst();
  if (!written) return;
  await recordPrice(ctx, moveOut, await lockedItem(ctx, caseId, id));
}

/** Prices a line, or prices it anew: what the tenant and the manager said of the old price falls. Refusals: itemNotFound, itemChanged, sheetAgreed, sheetPosted, and those of a price. */
export async function priceItem(ctx: SiteContext, { caseId, itemId, version, ...price }: AtItem & Price): Promise<void> {
  const moveOut = await changingCase(ctx, caseId, "");
  const item = await unchanged(ctx, { caseId, itemId, version });
  const priced = await checkedPrice(ctx, moveOut, item, price);
  await write(ctx, item, { ...priced, answer: null, answer_text: "", answered_by_name: null, answered_at: null, ...noVerdict });
  await recordPrice(ctx, moveOut, await lockedItem(ctx, caseId, itemId));
}

const noVerdict = { verdict: null, verdict_reason: "", decided_by: null, decided_by_name: null, decided_at: null } as const;

async function recordPrice(ctx: SiteContext, moveOut: MoveOut, { id, title, kind, quantity, unitPrice, note, verdict }: StoredItem): Promise<void> {
  await ctx.record(itemPriced, { ...about(moveOut), itemId: id, title, kind, quantity, unitPrice, amount: itemAmount({ quantity, unitPrice, verdict }), note });
  await tell(ctx, moveOut);
}

async function checkedPrice(ctx: SiteContext, moveOut: MoveOut, { kind, title }: { readonly kind: ItemKind; readonly title: string }, price: Price) {
  const listed = price.priceItemId ? await priceById(ctx, price.priceItemId) : null;
  const unitPrice = price.unitPrice ?? listed?.unitPrice ?? null;
  const quantity = kind === "forfeiture" ? "1" : price.quantity;
  if ((unitPrice === null) !== (quantity === null)) throw new Refusal(settlementProblems.priceNeedsQuantity());
  if (unitPrice === 0 && price.note.trim() === "") throw new Refusal(settlementProblems.nothingChargedSaysWhy({ item: title }));
  if (kind === "forfeiture") {
    const deposit = (await depositsOf(ctx, moveOut.leaseId)).find(({ id, tenantId }) => id === price.depositId && tenantId === moveOut.tenantId);
    if (!deposit || unitPrice === null || unitPrice > deposit.held) throw new Refusal(settlementProblems.forfeitNeedsDeposit({ held: yuanText(deposit?.held ?? fen(0)) }));
  }
  return {
    price_item_id: price.priceItemId,
    quantity,
    unit: price.unit || (listed?.unit ?? ""),
    unit_price: unitPrice,
    payee: price.payee ?? payeeOfItem[kind],
    deposit_id: kind === "forfeiture" ? price.depositId : null,
    note: price.note,
    priced_by_name: unitPrice === null ? null : ctx.actor.name,
    priced_at: unitPrice === null ? null : ctx.now,
  };
}

/** Takes a line off that staff put on; what the inspection found stays. Refusals: itemNotFound, itemChanged, differenceStays, sheetAgreed, sheetPosted. */
export async function removeItem(ctx: SiteContext, { reason, ...at }: AtItem & { readonly reason: string }): Promise<void> {
  const moveOut = await changingCase(ctx, at.caseId, reason);
  const item = await unchanged(ctx, at);
  if (item.difference) throw new Refusal(settlementProblems.differenceStays({ item: item.title }));
  await write(ctx, item, { removed_at: ctx.now });
  await ctx.record(itemRemoved, { ...about(moveOut), itemId: item.id, title: item.title, reason });
  await tell(ctx, moveOut);
}

/** The tenant accepts or disputes a line, in the portal or at the desk. A dispute supersedes the sheet that waits. Refusals: itemNotFound, itemChanged, itemUnpriced, disputeSaysWhy, sheetAgreed, sheetPosted. */
export async function answerItem(
  outside: SiteContext,
  { said, text, byName, ...at }: AtItem & { readonly said: Answer; readonly text: string; readonly byName: string },
): Promise<void> {
  // Whose company it is was asked by the first read; what follows, such as withdrawing the sheet, is the house's.
  await heldCase(outside, at.caseId);
  const ctx = await asHouse(outside);
  const { moveOut, sheet } = await heldCase(ctx, at.caseId);
  if (sheet?.posted) throw new Refusal(settlementProblems.sheetPosted());
  if (sheet?.state === "agreed") throw new Refusal(settlementProblems.sheetAgreed({ version: sheet.version }));
  const item = await unchanged(ctx, at);
  if (item.unitPrice === null) throw new Refusal(settlementProblems.itemUnpriced({ item: item.title }));
  if (said === "disputed" && text.trim() === "") throw new Refusal(settlementProblems.disputeSaysWhy());
  if (said === "disputed") await changingCase(ctx, at.caseId, `${answers.disputed.zh}：${item.title}`);
  await write(ctx, item, { answer: said, answer_text: text.trim(), answered_by_name: byName, answered_at: ctx.now, ...(item.verdict?.said === "upheld" ? noVerdict : {}) });
  await ctx.record(itemAnswered, { ...about(moveOut), itemId: item.id, title: item.title, answer: said, text, byName });
  await tell(ctx, moveOut);
}

/** The manager waives a line, which is an exception with its reason, or upholds one that is disputed. Refusals: itemNotFound, itemChanged, itemUnpriced, notDisputed, waiverSaysWhy, sheetAgreed, sheetPosted. */
export async function decideItem(ctx: SiteContext, { said, reason, ...at }: AtItem & { readonly said: Verdict; readonly reason: string }): Promise<void> {
  if (reason.trim() === "") throw new Refusal(settlementProblems.waiverSaysWhy());
  const moveOut = await changingCase(ctx, at.caseId, reason);
  const item = await unchanged(ctx, at);
  if (item.unitPrice === null) throw new Refusal(settlementProblems.itemUnpriced({ item: item.title }));
  const wasDisputed = itemState(item) === "disputed";
  if (said === "upheld" && !wasDisputed) throw new Refusal(settlementProblems.notDisputed({ item: item.title }));
  await write(ctx, item, { verdict: said, verdict_reason: reason.trim(), decided_by: ctx.actor.personId, decided_by_name: ctx.actor.name, decided_at: ctx.now });
  const amount = itemAmount({ ...item, verdict: null });
  await ctx.record(itemDecided, { ...about(moveOut), itemId: item.id, title: item.title, verdict: said, reason, amount, wasDisputed, byName: ctx.actor.name });
  await tell(ctx, moveOut);
}

async function unchanged(ctx: SiteContext, { caseId, itemId, version }: AtItem): Promise<StoredItem> {
  const item = await lockedItem(ctx, caseId, itemId);
  if (item.version !== version) throw new Refusal(settlementProblems.itemChanged({ item: item.title }));
  return item;
}

async function write(ctx: SiteContext, { id, version }: StoredItem, columns: Readonly<Record<string, unknown>>): Promise<void> {
  await ctx.tx
    .updateTable("moveout.settlement_item")
    .set({ ...columns, version: version + 1 })
    .where("site_id", "=", ctx.siteId)
    .where("id", "=", id)
    .execute();
}

export interface FoundDifference {
  readonly id: Id<"settlementItem">;
  readonly inspectionId: Id<"inspection">;
  readonly lineKey: string;
  readonly title: string;
  readonly place: string;
  readonly note: string;
}

/** Puts what an inspection found on the settlement, a line each, to be priced; what is there already stays. Manual 2.1.3-3. */
export async function putDifferences(ctx: SiteContext, caseId: Id<"moveOut">, differences: readonly FoundDifference[]): Promise<void> {
  if (differences.length === 0) return;
  const { moveOut } = await heldCase(ctx, caseId);
  const rows = differences.map(({ id, inspectionId, lineKey, title, place, note }) => ({
    site_id: ctx.siteId,
    id,
    move_out_id: caseId,
    tenant_id: moveOut.tenantId,
    kind: "damage" as const,
    title,
    place,
    inspection_id: inspectionId,
    line_key: lineKey,
    payee: payeeOfItem.damage,
    note,
    created_at: ctx.now,
  }));
  await ctx.tx
    .insertInto("moveout.settlement_item")
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await tell(ctx, moveOut);
}
