import { type Selectable, sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import { type Fen, fen } from "#kernel/money.ts";
import { Refusal } from "#kernel/problem.ts";
import type { SiteContext } from "#platform/context.ts";
import { keysOf, pageFrom } from "#platform/db/keyset.ts";
import type { Database } from "#platform/db/tables.ts";
import { type Payout, type PayoutStatus, paymentsProblems } from "../../rules.ts";

export type PayoutView = Payout & { readonly tenant: string; readonly entity: string };

function visiblePayouts(ctx: SiteContext) {
  const payouts = ctx.tx
    .selectFrom("payments.payout as payout")
    .innerJoin("tenants.tenant as tenant", (join) => join.onRef("tenant.site_id", "=", "payout.site_id").onRef("tenant.id", "=", "payout.tenant_id"))
    .innerJoin("sites.legal_entity as entity", (join) => join.onRef("entity.site_id", "=", "payout.site_id").onRef("entity.id", "=", "payout.entity_id"))
    .selectAll("payout")
    .select(["tenant.name as tenant", "entity.name as entity"])
    .where("payout.site_id", "=", ctx.siteId);
  return ctx.tenantId ? payouts.where("payout.tenant_id", "=", ctx.tenantId) : payouts;
}

const toView = (row: Selectable<Database["payments.payout"]> & { readonly tenant: string; readonly entity: string }): PayoutView => ({
  id: row.id as Id<"payout">,
  tenantId: row.tenant_id as Id<"tenant">,
  tenant: row.tenant,
  entityId: row.entity_id as Id<"entity">,
  entity: row.entity,
  amount: fen(row.amount),
  payee: row.payee as unknown as Payout["payee"],
  reason: row.reason,
  source: { kind: row.source_kind, id: row.source_id },
  status: row.status as PayoutStatus,
  askedBy: row.asked_by as Id<"person">,
  askedByName: row.asked_by_name,
  askedAt: row.asked_at,
  decidedByName: row.decided_by_name,
  decision: row.decision,
  paid: row.paid_on && { on: row.paid_on, byName: row.paid_by_name ?? "", reference: row.reference },
  returned: row.returned_on && { on: row.returned_on, byName: row.returned_by_name ?? "", reason: row.returned_reason },
});

/** Refusal: payoutNotFound. */
export async function payoutById(ctx: SiteContext, id: Id<"payout">): Promise<PayoutView> {
  const row = await visiblePayouts(ctx).where("payout.id", "=", id).executeTakeFirst();
  if (!row) throw new Refusal(paymentsProblems.payoutNotFound());
  return toView(row);
}

export interface PayoutFilter {
  readonly status?: PayoutStatus | undefined;
  readonly tenantId?: Id<"tenant"> | undefined;
}

/** Newest first. */
export async function payoutPage(ctx: SiteContext, { cursor, limit, status, tenantId }: PayoutFilter & { readonly cursor?: string | undefined; readonly limit: number }) {
  let query = visiblePayouts(ctx)
    .orderBy("payout.asked_at", "desc")
    .orderBy("payout.id", "desc")
    .limit(limit + 1);
  if (status) query = query.where("payout.status", "=", status);
  if (tenantId) query = query.where("payout.tenant_id", "=", tenantId);
  if (cursor) {
    const [at, id] = keysOf(cursor, ["moment", "id"]);
    query = query.where(sql<boolean>`(payout.asked_at, payout.id) < (${at}::timestamptz, ${id}::uuid)`);
  }
  const page = pageFrom(await query.execute(), limit, (row) => [row.asked_at, row.id]);
  return { items: page.items.map(toView), next: page.next };
}

export async function payoutList(ctx: SiteContext, { status, tenantId }: PayoutFilter, most: number): Promise<PayoutView[]> {
  let query = visiblePayouts(ctx).orderBy("payout.asked_at", "desc").orderBy("payout.id", "desc").limit(most);
  if (status) query = query.where("payout.status", "=", status);
  if (tenantId) query = query.where("payout.tenant_id", "=", tenantId);
  return (await query.execute()).map(toView);
}

/** The refunds that follow from a record, oldest first. */
export async function payoutsOf(ctx: SiteContext, source: Payout["source"]): Promise<PayoutView[]> {
  const rows = await visiblePayouts(ctx)
    .where("payout.source_kind", "=", source.kind)
    .where("payout.source_id", "=", source.id)
    .orderBy("payout.asked_at")
    .orderBy("payout.id")
    .execute();
  return rows.map(toView);
}

/** What of a payment is asked or approved to be paid back and not paid yet. */
export async function promisedOf(ctx: SiteContext, paymentId: Id<"payment">): Promise<Fen> {
  const { rows } = await sql<{ amount: number }>`
    select coalesce(sum(part.amount), 0)::bigint as amount from payments.payout_part part
    join payments.payout on payout.site_id = part.site_id and payout.id = part.payout_id
    where part.site_id = ${ctx.siteId} and part.payment_id = ${paymentId} and payout.status in ('asked', 'approved')`.execute(ctx.tx);
  return fen(rows[0]?.amount ?? 0);
}
