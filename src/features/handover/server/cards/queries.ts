import { sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import { fen } from "#kernel/money.ts";
import { Refusal } from "#kernel/problem.ts";
import type { SiteContext } from "#platform/context.ts";
import { keysOf, pageFrom } from "#platform/db/keyset.ts";
import { type AccessItem, cardProblems, type ItemKind, type ItemState } from "../../rules/cards.ts";

/** The cards and keys that this actor may see; a tenant's contact sees their company's. */
function visibleItems(ctx: SiteContext) {
  const items = ctx.tx
    .selectFrom("handover.access_item as item")
    .innerJoin("tenants.tenant as tenant", (join) => join.onRef("tenant.site_id", "=", "item.site_id").onRef("tenant.id", "=", "item.tenant_id"))
    .innerJoin("leasing.lease as lease", (join) => join.onRef("lease.site_id", "=", "item.site_id").onRef("lease.id", "=", "item.lease_id"))
    .where("item.site_id", "=", ctx.siteId)
    .selectAll("item")
    .select(["tenant.name as tenant", "lease.lease_no"]);
  return ctx.tenantId ? items.where("item.tenant_id", "=", ctx.tenantId) : items;
}

export type NamedItem = AccessItem & { readonly tenant: string; readonly leaseNo: string };

const toItem = (row: Awaited<ReturnType<ReturnType<typeof visibleItems>["execute"]>>[number]): NamedItem => ({
  id: row.id as Id<"accessItem">,
  grantId: row.grant_id as Id<"accessGrant">,
  batchId: row.batch_id as Id<"accessBatch">,
  tenantId: row.tenant_id as Id<"tenant">,
  tenant: row.tenant,
  leaseId: row.lease_id as Id<"lease">,
  leaseNo: row.lease_no,
  kind: row.kind as ItemKind,
  number: row.number,
  holder: row.holder,
  post: row.post,
  phone: row.phone,
  zones: row.zones,
  validTo: row.valid_to,
  fee: fen(row.fee),
  issuedAt: row.issued_at,
  issuedByName: row.issued_by_name,
  state: row.state as ItemState,
  endedAt: row.ended_at,
  endedByName: row.ended_by_name,
  endedWhy: row.ended_why,
  replacesId: row.replaces_id as Id<"accessItem"> | null,
  chargeId: row.charge_id as Id<"charge"> | null,
});

/** Refusal: itemNotFound. */
export async function itemById(ctx: SiteContext, id: Id<"accessItem">): Promise<NamedItem> {
  const row = await visibleItems(ctx).where("item.id", "=", id).executeTakeFirst();
  if (!row) throw new Refusal(cardProblems.itemNotFound());
  return toItem(row);
}

/** Items held for this transaction, in the order of their ids. Refusal: itemNotFound. */
export async function lockedItems(ctx: SiteContext, ids: readonly Id<"accessItem">[]): Promise<NamedItem[]> {
  const wanted = [...new Set(ids)];
  const any = sql<string>`any (${wanted}::uuid[])`;
  await ctx.tx.selectFrom("handover.access_item").select("id").where("site_id", "=", ctx.siteId).where("id", "=", any).orderBy("id").forUpdate().execute();
  const rows = await visibleItems(ctx).where("item.id", "=", any).orderBy("item.id").execute();
  if (rows.length < wanted.length) throw new Refusal(cardProblems.itemNotFound());
  return rows.map(toItem);
}

export interface ItemFilter {
  readonly search?: string | undefined;
  readonly state?: ItemState | undefined;
  readonly kind?: ItemKind | undefined;
  readonly tenantId?: Id<"tenant"> | undefined;
  readonly leaseId?: Id<"lease"> | undefined;
}

/** Cards and keys, the newest handed out first. */
export async function itemPage(
  ctx: SiteContext,
  { search, state, kind, tenantId, leaseId, cursor, limit }: ItemFilter & { readonly cursor?: string | undefined; readonly limit: number },
) {
  let query = visibleItems(ctx)
    .orderBy("item.issued_at", "desc")
    .orderBy("item.id", "desc")
    .limit(limit + 1);
  if (state) query = query.where("item.state", "=", state);
  if (kind) query = query.where("item.kind", "=", kind);
  if (tenantId) query = query.where("item.tenant_id", "=", tenantId);
  if (leaseId) query = query.where("item.lease_id", "=", leaseId);
  if (search) {
    const like = `%${search.replaceAll(/[\\%_]/g, "\\$&")}%`;
    query = query.where((where) => where.or([where("item.number", "ilike", like), where("item.holder", "ilike", like), where("tenant.name", "ilike", like)]));
  }
  if (cursor) {
    const [at, id] = keysOf(cursor, ["moment", "id"]);
    query = query.where(sql<boolean>`(item.issued_at, item.id) < (${at}::timestamptz, ${id}::uuid)`);
  }
  const page = pageFrom(await query.execute(), limit, (row) => [row.issued_at, row.id]);
  return { items: page.items.map(toItem), next: page.next };
}

/** What a batch handed out. */
export const itemsOfBatch = async (ctx: SiteContext, batchId: Id<"accessBatch">): Promise<NamedItem[]> =>
  (await visibleItems(ctx).where("item.batch_id", "=", batchId).orderBy("item.kind").orderBy("item.number").execute()).map(toItem);

/** What the tenants of leases still hold, by lease. Manual 2.1.3-5. */
export async function itemsOutstanding(ctx: SiteContext, { leaseIds }: { readonly leaseIds: readonly Id<"lease">[] }): Promise<Map<Id<"lease">, NamedItem[]>> {
  const rows = await visibleItems(ctx)
    .where("item.state", "=", "inUse")
    .where("item.lease_id", "=", sql<string>`any (${[...leaseIds]}::uuid[])`)
    .orderBy("item.kind")
    .orderBy("item.number")
    .execute();
  return Map.groupBy(rows.map(toItem), ({ leaseId }) => leaseId);
}

/** 领用资格: a tenant's right to hold cards and keys. */
export interface AccessGrant {
  readonly id: Id<"accessGrant">;
  readonly tenantId: Id<"tenant">;
  readonly leaseId: Id<"lease">;
  readonly caseId: string | null;
  readonly takenOverWhy: string;
  readonly grantedAt: Temporal.Instant;
  readonly grantedByName: string;
  readonly endedAt: Temporal.Instant | null;
}

function visibleGrants(ctx: SiteContext) {
  const grants = ctx.tx.selectFrom("handover.access_grant").selectAll().where("site_id", "=", ctx.siteId);
  return ctx.tenantId ? grants.where("tenant_id", "=", ctx.tenantId) : grants;
}

const toGrant = (row: Awaited<ReturnType<ReturnType<typeof visibleGrants>["execute"]>>[number]): AccessGrant => ({
  id: row.id as Id<"accessGrant">,
  tenantId: row.tenant_id as Id<"tenant">,
  leaseId: row.lease_id as Id<"lease">,
  caseId: row.case_id,
  takenOverWhy: row.taken_over_why,
  grantedAt: row.granted_at,
  grantedByName: row.granted_by_name,
  endedAt: row.ended_at,
});

/** The rights of a lease, the newest first. */
export const grantsOfLease = async (ctx: SiteContext, leaseId: Id<"lease">): Promise<AccessGrant[]> =>
  (await visibleGrants(ctx).where("lease_id", "=", leaseId).orderBy("granted_at", "desc").execute()).map(toGrant);

/** The right that lives, if the lease has one; nobody ends it until this transaction does. */
export async function lockedGrantOfLease(ctx: SiteContext, leaseId: Id<"lease">): Promise<AccessGrant | null> {
  const row = await visibleGrants(ctx).where("lease_id", "=", leaseId).where("ended_at", "is", null).forUpdate().executeTakeFirst();
  return row ? toGrant(row) : null;
}

/** Refusal: grantNotFound. */
export async function lockedGrant(ctx: SiteContext, id: Id<"accessGrant">): Promise<AccessGrant> {
  const row = await visibleGrants(ctx).where("id", "=", id).forUpdate().executeTakeFirst();
  if (!row) throw new Refusal(cardProblems.grantNotFound());
  return toGrant(row);
}

/** The right that a case gave and that lives. */
export async function lockedGrantOfCase(ctx: SiteContext, caseId: string): Promise<AccessGrant | null> {
  const row = await visibleGrants(ctx).where("case_id", "=", caseId).where("ended_at", "is", null).forUpdate().executeTakeFirst();
  return row ? toGrant(row) : null;
}
