import { type Id, newId } from "#kernel/id.ts";
import type { Fen } from "#kernel/money.ts";
import { Refusal, refuseIf } from "#kernel/problem.ts";
import { dayAt, type SiteContext } from "#platform/context.ts";
import { refusing } from "#platform/db/violations.ts";
import { addCharge } from "#features/billing/server/index.ts";
import type { DocumentLanguage } from "#features/documents/rules.ts";
import { leaseById } from "#features/leasing/server/index.ts";
import { accessEnded, accessGranted, itemChanged, itemLost, itemsIssued, itemsReturned } from "../../contract/cards.ts";
import { cardProblems, itemKinds, type NewItem, whyNotIssue } from "../../rules/cards.ts";
import { type AccessGrant, itemById, itemsOfBatch, itemsOutstanding, lockedGrant, lockedGrantOfCase, lockedGrantOfLease, lockedItems, type NamedItem } from "./queries.ts";
import { issueReceipt } from "./receipt.ts";

interface NewGrant {
  readonly id: Id<"accessGrant">;
  readonly leaseId: Id<"lease">;
  /** The move-in that gives it, or why there is none. */
  readonly of: { readonly caseId: string } | { readonly takenOverWhy: string };
}

/**
 * Gives the tenant of a lease the right to hold cards and keys; one that lives is returned. For the gated step of a move-in, and for tenants
 * who were in the house before the system. Manual 2.1.1-5. Refusals: leasing.notFound, leaseNotSigned.
 */
export async function grantAccess(ctx: SiteContext, { id, leaseId, of }: NewGrant): Promise<AccessGrant> {
  const lease = await leaseById(ctx, leaseId);
  if (lease.status !== "signed") throw new Refusal(cardProblems.leaseNotSigned());
  const known = await lockedGrantOfLease(ctx, leaseId);
  if (known) return known;
  const caseId = "caseId" in of ? of.caseId : null;
  const takenOverWhy = "caseId" in of ? "" : of.takenOverWhy;
  const insert = ctx.tx.insertInto("handover.access_grant").values({
    site_id: ctx.siteId,
    id,
    tenant_id: lease.tenantId,
    lease_id: leaseId,
    case_id: caseId,
    taken_over_why: takenOverWhy,
    granted_at: ctx.now,
    granted_by_name: ctx.actor.name,
  });
  await refusing(insert.execute(), { one_live_grant_of_a_lease: () => cardProblems.alreadyGranted(), access_grant_pkey: () => cardProblems.alreadyGranted() });
  await ctx.record(accessGranted, { accessGrantId: id, tenantId: lease.tenantId, leaseId, caseId, takenOverWhy });
  return { id, tenantId: lease.tenantId, leaseId, caseId, takenOverWhy, grantedAt: ctx.now, grantedByName: ctx.actor.name, endedAt: null };
}

interface Issue {
  readonly grantId: Id<"accessGrant">;
  readonly batchId: Id<"accessBatch">;
  readonly items: readonly NewItem[];
  readonly contactId: Id<"contact">;
  readonly language: DocumentLanguage;
  readonly replacesId?: Id<"accessItem"> | null;
}
export interface IssuedBatch {
  readonly batchId: Id<"accessBatch">;
  readonly documentId: Id<"document">;
  readonly items: NamedItem[];
}

/**
 * Hands out cards and keys by number under a right that lives, against a receipt F02 that both sides sign. Manual 2.1.1-5.
 * Refusals: grantNotFound, grantEnded, nothingToIssue, numberTwice, validityPast, numberInUse, signerMissing, itemNotFound, otherTenant.
 */
export async function issueItems(ctx: SiteContext, { grantId, batchId, items, contactId, language, replacesId = null }: Issue): Promise<IssuedBatch> {
  const grant = await lockedGrant(ctx, grantId);
  const known = await batchById(ctx, batchId);
  if (known && known.grantId === grantId && known.documentId) return { batchId, documentId: known.documentId, items: await itemsOfBatch(ctx, batchId) };
  if (grant.endedAt) throw new Refusal(cardProblems.grantEnded());
  refuseIf(whyNotIssue(items, dayAt(ctx, ctx.now)));
  if (replacesId && (await itemById(ctx, replacesId)).tenantId !== grant.tenantId) throw new Refusal(cardProblems.otherTenant());
  await putBatch(ctx, grant, batchId, items, replacesId);
  const documentId = await issueReceipt(ctx, { grant, batchId, items, contactId, language });
  await ctx.tx.updateTable("handover.access_batch").set({ document_id: documentId }).where("site_id", "=", ctx.siteId).where("id", "=", batchId).execute();
  return { batchId, documentId, items: await recordIssue(ctx, grant, batchId, documentId) };
}

/**
 * Takes over a tenant who was in the house before the system, with what they hold; there is no receipt of ours for it.
 * Refusals: leasing.notFound, leaseNotSigned, alreadyGranted, numberTwice, numberInUse.
 */
export async function takeOver(
  ctx: SiteContext,
  { leaseId, grantId, reason, items }: { readonly leaseId: Id<"lease">; readonly grantId: Id<"accessGrant">; readonly reason: string; readonly items: readonly NewItem[] },
): Promise<AccessGrant> {
  const grant = await grantAccess(ctx, { id: grantId, leaseId, of: { takenOverWhy: reason } });
  if (grant.id !== grantId) throw new Refusal(cardProblems.alreadyGranted());
  if (items.length === 0) return grant;
  refuseIf(
    whyNotIssue(
      items.map((item) => ({ ...item, validTo: null })),
      dayAt(ctx, ctx.now),
    ),
  );
  const batchId = newId<"accessBatch">();
  await putBatch(ctx, grant, batchId, items, null);
  await recordIssue(ctx, grant, batchId, null);
  return grant;
}

async function putBatch(ctx: SiteContext, grant: AccessGrant, batchId: Id<"accessBatch">, items: readonly NewItem[], replacesId: Id<"accessItem"> | null): Promise<void> {
  const same = { site_id: ctx.siteId, grant_id: grant.id, tenant_id: grant.tenantId, issued_at: ctx.now, issued_by_name: ctx.actor.name };
  await ctx.tx
    .insertInto("handover.access_batch")
    .values({ ...same, id: batchId })
    .execute();
  const rows = items.map(({ kind, number, holder, post, phone, zones, validTo, fee }, index) => ({
    ...same,
    id: newId<"accessItem">(),
    batch_id: batchId,
    lease_id: grant.leaseId,
    kind,
    number,
    holder,
    post,
    phone,
    zones,
    valid_to: validTo,
    fee,
    replaces_id: index === 0 ? replacesId : null,
  }));
  await refuseHeld(ctx, items);
  await refusing(ctx.tx.insertInto("handover.access_item").values(rows).execute(), { number_once_in_use: () => cardProblems.numberInUseNow() });
}

/** Numbers that somebody holds, each named. */
async function refuseHeld(ctx: SiteContext, items: readonly NewItem[]): Promise<void> {
  const held = await ctx.tx
    .selectFrom("handover.access_item")
    .select(["kind", "number"])
    .where("site_id", "=", ctx.siteId)
    .where("state", "=", "inUse")
    .where(
      "number",
      "in",
      items.map(({ number }) => number),
    )
    .execute();
  refuseIf(
    items.flatMap(({ kind, number }) =>
      held.some((one) => one.kind === kind && one.number === number) ? [cardProblems.numberInUse({ number, kindZh: itemKinds[kind].zh, kindEn: itemKinds[kind].en })] : [],
    ),
  );
}

async function recordIssue(ctx: SiteContext, { id, tenantId, leaseId }: AccessGrant, batchId: Id<"accessBatch">, documentId: Id<"document"> | null): Promise<NamedItem[]> {
  const items = await itemsOfBatch(ctx, batchId);
  await ctx.record(itemsIssued, { accessGrantId: id, tenantId, leaseId, batchId, documentId, items: items.map(nameOf) });
  await ctx.tell(ctx.siteId, "handover.item", batchId);
  return items;
}

async function batchById(ctx: SiteContext, id: Id<"accessBatch">) {
  const row = await ctx.tx.selectFrom("handover.access_batch").select(["grant_id", "document_id"]).where("site_id", "=", ctx.siteId).where("id", "=", id).executeTakeFirst();
  return row ? { grantId: row.grant_id as Id<"accessGrant">, documentId: row.document_id as Id<"document"> | null } : null;
}

const nameOf = ({ id, kind, number, holder }: NamedItem) => ({ itemId: id, kind, number, holder });

/** Takes cards and keys back; they open nothing any more. Manual 2.1.3-5. Refusals: itemNotFound, notInUse. */
export async function returnItems(
  ctx: SiteContext,
  { itemIds, reason }: { readonly itemIds: readonly Id<"accessItem">[]; readonly reason: string },
): Promise<{ readonly items: NamedItem[] }> {
  const items = await lockedItems(ctx, itemIds);
  // What was lost and is found again may be brought back too.
  refuseIf(items.flatMap(({ state, number }) => (state === "inUse" || state === "lost" ? [] : [cardProblems.notInUse({ number })])));
  await end(ctx, items, "returned", reason);
  for (const [leaseId, own] of Map.groupBy(items, (item) => item.leaseId)) {
    await ctx.record(itemsReturned, { leaseId, tenantId: own[0]!.tenantId, items: own.map(nameOf), reason });
  }
  await ctx.tell(ctx.siteId, "handover.item");
  return { items: await lockedItems(ctx, itemIds) };
}

/** Says that a card or key is lost: it opens nothing any more, and what it costs is put up for the next bill. Refusals: itemNotFound, notInUse. */
export async function loseItem(ctx: SiteContext, { itemId, reason, fee }: { readonly itemId: Id<"accessItem">; readonly reason: string; readonly fee: Fen }): Promise<NamedItem> {
  const [item] = await lockedItems(ctx, [itemId]);
  if (item!.state !== "inUse") throw new Refusal(cardProblems.notInUse({ number: item!.number }));
  const chargeId = fee > 0 ? await chargeLoss(ctx, item!, fee) : null;
  await end(ctx, [item!], "lost", reason);
  if (chargeId) await ctx.tx.updateTable("handover.access_item").set({ charge_id: chargeId }).where("site_id", "=", ctx.siteId).where("id", "=", itemId).execute();
  const { tenantId, leaseId, kind, number, holder } = item!;
  await ctx.record(itemLost, { accessItemId: itemId, tenantId, leaseId, kind, number, holder, reason, fee, chargeId });
  await ctx.tell(ctx.siteId, "handover.item", itemId);
  return itemById(ctx, itemId);
}

async function chargeLoss(ctx: SiteContext, { id, tenantId, leaseId, kind, number }: NamedItem, fee: Fen): Promise<Id<"charge">> {
  const today = dayAt(ctx, ctx.now);
  const chargeId = newId<"charge">();
  const { units } = await leaseById(ctx, leaseId);
  await addCharge(ctx, {
    id: chargeId,
    tenantId,
    leaseId,
    feeItem: "cardFee",
    unitIds: [...new Set(units.map(({ unitId }) => unitId))],
    from: today,
    to: today,
    dueOn: today,
    amount: fee,
    working: { rule: "cardLost", inputs: { number }, steps: [{ kind: "cardLost", zh: itemKinds[kind].zh, en: itemKinds[kind].en, number, amount: fee }], rounding: "none" },
    remark: number,
    source: { kind: "handover.item_lost", id },
  });
  return chargeId;
}

/** Says who else holds it now, and where it opens. Refusals: itemNotFound, notInUse. */
export async function changeItem(
  ctx: SiteContext,
  { itemId, holder, post, phone, zones, validTo }: { readonly itemId: Id<"accessItem"> } & Pick<NewItem, "holder" | "post" | "phone" | "zones" | "validTo">,
): Promise<NamedItem> {
  const [item] = await lockedItems(ctx, [itemId]);
  if (item!.state !== "inUse") throw new Refusal(cardProblems.notInUse({ number: item!.number }));
  await ctx.tx.updateTable("handover.access_item").set({ holder, post, phone, zones, valid_to: validTo }).where("site_id", "=", ctx.siteId).where("id", "=", itemId).execute();
  const { tenantId, leaseId, kind, number } = item!;
  await ctx.record(itemChanged, { accessItemId: itemId, tenantId, leaseId, kind, number, from: item!.holder, to: holder, zones });
  await ctx.tell(ctx.siteId, "handover.item", itemId);
  return itemById(ctx, itemId);
}

/** Ends a tenant's right to hold cards and keys; not while they hold any. Manual 2.1.3-5. Refusals: grantNotFound, stillHeld. */
export async function endGrant(ctx: SiteContext, { grantId, reason }: { readonly grantId: Id<"accessGrant">; readonly reason: string }): Promise<void> {
  const grant = await lockedGrant(ctx, grantId);
  if (grant.endedAt) return;
  const held = ((await itemsOutstanding(ctx, { leaseIds: [grant.leaseId] })).get(grant.leaseId) ?? []).filter((item) => item.grantId === grantId);
  if (held.length > 0) throw new Refusal(cardProblems.stillHeld({ count: held.length, numbers: held.map(({ number }) => number).join("、") }));
  await ctx.tx
    .updateTable("handover.access_grant")
    .set({ ended_at: ctx.now, ended_by_name: ctx.actor.name, ended_why: reason })
    .where("site_id", "=", ctx.siteId)
    .where("id", "=", grantId)
    .execute();
  await ctx.record(accessEnded, { accessGrantId: grantId, tenantId: grant.tenantId, leaseId: grant.leaseId, reason });
}

/** Ends the right that a withdrawn move-in gave, if it gave one. Refusal: stillHeld. */
export async function endGrantOfCase(ctx: SiteContext, { caseId, reason }: { readonly caseId: string; readonly reason: string }): Promise<void> {
  const grant = await lockedGrantOfCase(ctx, caseId);
  if (grant) await endGrant(ctx, { grantId: grant.id, reason });
}

async function end(ctx: SiteContext, items: readonly NamedItem[], state: "returned" | "lost", why: string): Promise<void> {
  await ctx.tx
    .updateTable("handover.access_item")
    .set({ state, ended_at: ctx.now, ended_by_name: ctx.actor.name, ended_why: why })
    .where("site_id", "=", ctx.siteId)
    .where(
      "id",
      "in",
      items.map(({ id }) => id),
    )
    .execute();
}
