import { sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import { type Fen, sumFen } from "#kernel/money.ts";
import { Refusal } from "#kernel/problem.ts";
import type { SiteContext } from "#platform/context.ts";
import { keysOf, pageFrom } from "#platform/db/keyset.ts";
import { type Basis, type LineKind, type MeterKind, metersProblems, type Pool, type SettlementState, type UsageWorking } from "../../rules.ts";
import { plain } from "./meters.ts";

const settlementsHere = (ctx: SiteContext) =>
  ctx.tx
    .selectFrom("meters.settlement as settlement")
    .where("settlement.site_id", "=", ctx.siteId)
    .selectAll("settlement")
    .select([
      sql<number>`(select count(*)::int from meters.settlement_line line where line.site_id = settlement.site_id and line.settlement_id = settlement.id)`.as("lines"),
      sql<number>`(select coalesce(sum(line.amount), 0)::bigint from meters.settlement_line line where line.site_id = settlement.site_id and line.settlement_id = settlement.id and line.tenant_id is not null)`.as(
        "owed",
      ),
      sql<number>`(select coalesce(sum(line.amount), 0)::bigint from meters.settlement_line line where line.site_id = settlement.site_id and line.settlement_id = settlement.id and line.tenant_id is null)`.as(
        "borne",
      ),
      sql<number>`(select count(*)::int from meters.objection where objection.site_id = settlement.site_id and objection.settlement_id = settlement.id and objection.answer is null)`.as(
        "open_objections",
      ),
    ]);

type Row = Awaited<ReturnType<ReturnType<typeof settlementsHere>["execute"]>>[number];
const toSettlement = (row: Row) => ({
  id: row.id as Id<"settlement">,
  kind: row.kind as MeterKind,
  month: row.month.toPlainYearMonth(),
  state: row.state as SettlementState,
  common: row.common as Basis,
  loss: row.loss as Basis,
  dueOn: row.due_on,
  objectionsUntil: row.objections_until,
  publishedByName: row.published_by_name,
  publishedAt: row.published_at,
  billedByName: row.billed_by_name,
  withdrawnReason: row.withdrawn_reason,
  lines: row.lines,
  owed: row.owed as Fen,
  borne: row.borne as Fen,
  openObjections: row.open_objections,
});
export type Settlement = ReturnType<typeof toSettlement>;

/** Refusal: settlementNotFound. */
export async function settlementById(ctx: SiteContext, id: Id<"settlement">): Promise<Settlement> {
  const row = await settlementsHere(ctx).where("settlement.id", "=", id).executeTakeFirst();
  if (!row) throw new Refusal(metersProblems.settlementNotFound());
  return toSettlement(row);
}

/** Settlements, newest month first. */
export async function settlementPage(
  ctx: SiteContext,
  { kind, cursor, limit }: { readonly kind?: MeterKind | undefined; readonly cursor?: string | undefined; readonly limit: number },
) {
  let query = settlementsHere(ctx)
    .orderBy("settlement.month", "desc")
    .orderBy("settlement.id", "desc")
    .limit(limit + 1);
  if (kind) query = query.where("settlement.kind", "=", kind);
  if (cursor) {
    const [month, id] = keysOf(cursor, ["text", "id"]);
    query = query.where(sql<boolean>`(settlement.month::text, settlement.id) < (${month}, ${id}::uuid)`);
  }
  const page = pageFrom(await query.execute(), limit, (row) => [row.month, row.id]);
  return { items: page.items.map(toSettlement), next: page.next };
}

export type SettlementLine = Awaited<ReturnType<typeof linesOf>>[number];

/** The lines of settlements, in their order; a tenant's contact sees those of their company. */
export async function linesOf(ctx: SiteContext, settlementIds: readonly Id<"settlement">[]) {
  if (settlementIds.length === 0) return [];
  let query = ctx.tx
    .selectFrom("meters.settlement_line as line")
    .leftJoin("tenants.tenant as tenant", (join) => join.onRef("tenant.site_id", "=", "line.site_id").onRef("tenant.id", "=", "line.tenant_id"))
    .where("line.site_id", "=", ctx.siteId)
    .where("line.settlement_id", "in", settlementIds)
    .selectAll("line")
    .select("tenant.name as tenant")
    .orderBy("line.settlement_id")
    .orderBy("line.position");
  if (ctx.tenantId) query = query.where("line.tenant_id", "=", ctx.tenantId);
  const rows = await query.execute();
  return rows.map((row) => ({
    id: row.id as Id<"settlementLine">,
    settlementId: row.settlement_id as Id<"settlement">,
    kind: row.kind as LineKind,
    meterId: row.meter_id as Id<"meter">,
    meterNo: row.meter_no,
    tenantId: row.tenant_id as Id<"tenant"> | null,
    tenant: row.tenant,
    leaseId: row.lease_id as Id<"lease"> | null,
    unitIds: row.unit_ids as Id<"unit">[],
    label: row.label,
    from: row.from_day,
    to: row.to_day,
    quantity: plain(row.quantity),
    amount: row.amount as Fen,
    working: row.working as UsageWorking,
  }));
}

/** Objections to settlements, oldest first; a tenant's contact sees those of their company. */
export async function objectionsTo(ctx: SiteContext, { settlementIds, id }: { readonly settlementIds?: readonly Id<"settlement">[]; readonly id?: Id<"objection"> }) {
  if (settlementIds?.length === 0) return [];
  let query = ctx.tx
    .selectFrom("meters.objection as objection")
    .innerJoin("tenants.tenant as tenant", (join) => join.onRef("tenant.site_id", "=", "objection.site_id").onRef("tenant.id", "=", "objection.tenant_id"))
    .where("objection.site_id", "=", ctx.siteId)
    .selectAll("objection")
    .select("tenant.name as tenant")
    .orderBy("objection.raised_at")
    .orderBy("objection.id");
  if (settlementIds) query = query.where("objection.settlement_id", "in", settlementIds);
  if (id) query = query.where("objection.id", "=", id);
  if (ctx.tenantId) query = query.where("objection.tenant_id", "=", ctx.tenantId);
  const rows = await query.execute();
  return rows.map((row) => ({
    id: row.id as Id<"objection">,
    settlementId: row.settlement_id as Id<"settlement">,
    tenantId: row.tenant_id as Id<"tenant">,
    tenant: row.tenant,
    said: row.said,
    raisedByName: row.raised_by_name,
    raisedAt: row.raised_at,
    answer: row.answer,
    answeredByName: row.answered_by_name,
    answeredAt: row.answered_at,
  }));
}

/** A settlement with its lines, pools and objections. Refusal: settlementNotFound. */
export async function settlementWithLines(ctx: SiteContext, id: Id<"settlement">) {
  const settlement = await settlementById(ctx, id);
  const { pools } = await ctx.tx.selectFrom("meters.settlement").select("pools").where("site_id", "=", ctx.siteId).where("id", "=", id).executeTakeFirstOrThrow();
  return { ...settlement, pools: pools as Pool[], items: await linesOf(ctx, [id]), objections: await objectionsTo(ctx, { settlementIds: [id] }) };
}

/** What was published for the company of the contact at hand, newest month first. */
export async function ownShares(ctx: SiteContext, { cursor, limit }: { readonly cursor?: string | undefined; readonly limit: number }) {
  let query = settlementsHere(ctx)
    .where("settlement.state", "<>", "withdrawn")
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom("meters.settlement_line as own")
          .select("own.id")
          .whereRef("own.site_id", "=", "settlement.site_id")
          .whereRef("own.settlement_id", "=", "settlement.id")
          .where("own.tenant_id", "=", ctx.tenantId),
      ),
    )
    .orderBy("settlement.month", "desc")
    .orderBy("settlement.id", "desc")
    .limit(limit + 1);
  if (cursor) {
    const [month, id] = keysOf(cursor, ["text", "id"]);
    query = query.where(sql<boolean>`(settlement.month::text, settlement.id) < (${month}, ${id}::uuid)`);
  }
  const page = pageFrom(await query.execute(), limit, (row) => [row.month, row.id]);
  const ids = page.items.map(({ id }) => id as Id<"settlement">);
  const [lines, objections] = [
    Map.groupBy(await linesOf(ctx, ids), (line) => line.settlementId),
    Map.groupBy(await objectionsTo(ctx, { settlementIds: ids }), (one) => one.settlementId),
  ];
  const items = page.items.map(toSettlement).map(({ id, kind, month, state, common, loss, dueOn, objectionsUntil }) => {
    const own = lines.get(id) ?? [];
    return { id, kind, month, state, common, loss, dueOn, objectionsUntil, items: own, objections: objections.get(id) ?? [], owed: sumFen(own.map(({ amount }) => amount)) };
  });
  return { items, next: page.next };
}
