import { sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import { fen } from "#kernel/money.ts";
import { Refusal } from "#kernel/problem.ts";
import type { SiteContext } from "#platform/context.ts";
import { keysOf, pageFrom } from "#platform/db/keyset.ts";
import { type Deposit, type DepositPosting, paymentsProblems } from "../../rules.ts";
import type { FeeItemCode } from "#features/leasing/rules.ts";
import { toDeposit, toRequest } from "../rows.ts";

export interface DepositFilter {
  readonly tenantId?: Id<"tenant"> | undefined;
  readonly leaseId?: Id<"lease"> | undefined;
  readonly search?: string | undefined;
}

function namedDeposits(ctx: SiteContext, { tenantId = ctx.tenantId ?? undefined, leaseId, search }: DepositFilter) {
  let query = ctx.tx
    .selectFrom("payments.deposit as deposit")
    .innerJoin("tenants.tenant as tenant", (join) => join.onRef("tenant.site_id", "=", "deposit.site_id").onRef("tenant.id", "=", "deposit.tenant_id"))
    .innerJoin("sites.legal_entity as entity", (join) => join.onRef("entity.site_id", "=", "deposit.site_id").onRef("entity.id", "=", "deposit.entity_id"))
    .leftJoin("leasing.lease as lease", (join) => join.onRef("lease.site_id", "=", "deposit.site_id").onRef("lease.id", "=", "deposit.lease_id"))
    .selectAll("deposit")
    .select(["tenant.name as tenant", "entity.name as entity", "lease.lease_no"])
    .where("deposit.site_id", "=", ctx.siteId);
  if (tenantId) query = query.where("deposit.tenant_id", "=", tenantId);
  if (leaseId) query = query.where("deposit.lease_id", "=", leaseId);
  if (search) {
    const pattern = `%${search.replaceAll(/[\\%_]/g, "\\$&")}%`;
    query = query.where(sql<boolean>`(tenant.name ilike ${pattern} or lease.lease_no ilike ${pattern})`);
  }
  return query.orderBy("deposit.opened_at", "desc").orderBy("deposit.id", "desc");
}

export type NamedDeposit = Deposit & { readonly tenant: string; readonly entity: string; readonly leaseNo: string | null };

const toNamed = (row: Parameters<typeof toDeposit>[0] & { readonly tenant: string; readonly entity: string; readonly lease_no: string | null }): NamedDeposit => ({
  ...toDeposit(row),
  tenant: row.tenant,
  entity: row.entity,
  leaseNo: row.lease_no,
});

/** Newest first. */
export async function depositPage(ctx: SiteContext, { cursor, limit, ...filter }: DepositFilter & { readonly cursor?: string | undefined; readonly limit: number }) {
  let query = namedDeposits(ctx, filter).limit(limit + 1);
  if (cursor) {
    const [at, id] = keysOf(cursor, ["moment", "id"]);
    query = query.where(sql<boolean>`(deposit.opened_at, deposit.id) < (${at}::timestamptz, ${id}::uuid)`);
  }
  const page = pageFrom(await query.execute(), limit, (row) => [row.opened_at, row.id]);
  return { items: page.items.map(toNamed), next: page.next };
}

export async function depositList(ctx: SiteContext, filter: DepositFilter, most: number): Promise<NamedDeposit[]> {
  return (await namedDeposits(ctx, filter).limit(most).execute()).map(toNamed);
}

/** What is held under a lease, by kind. */
export async function depositsOf(ctx: SiteContext, leaseId: Id<"lease">): Promise<Deposit[]> {
  return (await namedDeposits(ctx, { leaseId }).execute()).map(toDeposit);
}

/** A deposit with its ledger and what was asked of it. Refusal: depositNotFound. */
export async function depositDetail(ctx: SiteContext, id: Id<"deposit">) {
  const row = await namedDeposits(ctx, {}).where("deposit.id", "=", id).executeTakeFirst();
  if (!row) throw new Refusal(paymentsProblems.depositNotFound());
  return { deposit: toNamed(row), postings: await postingsOf(ctx, id), requests: await requestsOf(ctx, id) };
}

async function postingsOf(ctx: SiteContext, depositId: Id<"deposit">): Promise<DepositPosting[]> {
  const postings = await ctx.tx
    .selectFrom("payments.deposit_posting")
    .selectAll()
    .where("site_id", "=", ctx.siteId)
    .where("deposit_id", "=", depositId)
    .orderBy("created_at")
    .orderBy("id")
    .execute();
  const entries = Map.groupBy(
    await ctx.tx
      .selectFrom("payments.deposit_entry")
      .selectAll()
      .where("site_id", "=", ctx.siteId)
      .where("deposit_id", "=", depositId)
      .orderBy("posting_id")
      .orderBy("position")
      .execute(),
    ({ posting_id }) => posting_id,
  );
  return postings.map((row) => ({
    id: row.id as Id<"depositPosting">,
    kind: row.kind as DepositPosting["kind"],
    on: row.on_day,
    amount: fen(row.amount),
    paymentId: row.payment_id as Id<"payment"> | null,
    reason: row.reason,
    byName: row.by_name,
    entries: (entries.get(row.id) ?? []).map(({ account, amount }) => ({ account, amount: fen(amount) })),
  }));
}

function namedRequests(ctx: SiteContext) {
  return ctx.tx
    .selectFrom("payments.deposit_request as request")
    .innerJoin("payments.deposit as deposit", (join) => join.onRef("deposit.site_id", "=", "request.site_id").onRef("deposit.id", "=", "request.deposit_id"))
    .innerJoin("tenants.tenant as tenant", (join) => join.onRef("tenant.site_id", "=", "request.site_id").onRef("tenant.id", "=", "request.tenant_id"))
    .selectAll("request")
    .select(["tenant.name as tenant", "deposit.fee_item"])
    .where("request.site_id", "=", ctx.siteId);
}

const toNamedRequest = (row: Parameters<typeof toRequest>[0] & { readonly tenant: string; readonly fee_item: string }) => ({
  ...toRequest(row),
  tenant: row.tenant,
  feeItem: row.fee_item as FeeItemCode,
});

async function requestsOf(ctx: SiteContext, depositId: Id<"deposit">) {
  return (await namedRequests(ctx).where("request.deposit_id", "=", depositId).orderBy("request.asked_at", "desc").orderBy("request.id", "desc").execute()).map(toNamedRequest);
}

/** What waits to be decided, oldest first. */
export async function requestPage(ctx: SiteContext, { cursor, limit }: { readonly cursor?: string | undefined; readonly limit: number }) {
  let query = namedRequests(ctx)
    .where("request.status", "=", "asked")
    .orderBy("request.asked_at")
    .orderBy("request.id")
    .limit(limit + 1);
  if (cursor) {
    const [at, id] = keysOf(cursor, ["moment", "id"]);
    query = query.where(sql<boolean>`(request.asked_at, request.id) > (${at}::timestamptz, ${id}::uuid)`);
  }
  const page = pageFrom(await query.execute(), limit, (row) => [row.asked_at, row.id]);
  return { items: page.items.map(toNamedRequest), next: page.next };
}
