import { sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import { fen } from "#kernel/money.ts";
import { Refusal } from "#kernel/problem.ts";
import type { SiteContext } from "#platform/context.ts";
import { keysOf, pageFrom } from "#platform/db/keyset.ts";
import { billById } from "#features/billing/server/index.ts";
import { advanceOf, type Allocation, type Means, type Payment, paymentsProblems, type Receipt } from "../../rules.ts";
import { toAllocation, toPayment, toReceipt } from "../rows.ts";

/** The payments of the site that this actor may see; a tenant's contact sees their company's. */
function visiblePayments(ctx: SiteContext) {
  const payments = ctx.tx.selectFrom("payments.payment as payment").where("payment.site_id", "=", ctx.siteId);
  return ctx.tenantId ? payments.where("payment.tenant_id", "=", ctx.tenantId) : payments;
}

/** Refusal: paymentNotFound. */
export async function paymentById(ctx: SiteContext, id: Id<"payment">): Promise<Payment> {
  const row = await visiblePayments(ctx).where("payment.id", "=", id).selectAll("payment").executeTakeFirst();
  if (!row) throw new Refusal(paymentsProblems.paymentNotFound());
  return toPayment(row);
}

/** As `paymentById`, held until the transaction ends. */
export async function lockedPayment(ctx: SiteContext, id: Id<"payment">): Promise<Payment> {
  const row = await visiblePayments(ctx).where("payment.id", "=", id).selectAll("payment").forUpdate().executeTakeFirst();
  if (!row) throw new Refusal(paymentsProblems.paymentNotFound());
  return toPayment(row);
}

export type NamedPayment = Payment & { readonly tenant: string; readonly entity: string; readonly advance: number; readonly receiptNo: string | null };

export interface PaymentFilter {
  readonly tenantId?: Id<"tenant"> | undefined;
  readonly means?: Means | undefined;
  readonly from?: Temporal.PlainDate | undefined;
  readonly to?: Temporal.PlainDate | undefined;
  readonly search?: string | undefined;
  readonly advance?: "true" | undefined;
}

function namedPayments(ctx: SiteContext, { tenantId, means, from, to, search, advance }: PaymentFilter) {
  let query = visiblePayments(ctx)
    .innerJoin("tenants.tenant as tenant", (join) => join.onRef("tenant.site_id", "=", "payment.site_id").onRef("tenant.id", "=", "payment.tenant_id"))
    .innerJoin("sites.legal_entity as entity", (join) => join.onRef("entity.site_id", "=", "payment.site_id").onRef("entity.id", "=", "payment.entity_id"))
    .leftJoin("payments.receipt as receipt", (join) => join.onRef("receipt.site_id", "=", "payment.site_id").onRef("receipt.payment_id", "=", "payment.id"))
    .selectAll("payment")
    .select(["tenant.name as tenant", "entity.name as entity", "receipt.receipt_no"]);
  if (tenantId) query = query.where("payment.tenant_id", "=", tenantId);
  if (means) query = query.where("payment.means", "=", means);
  if (from) query = query.where("payment.booked_on", ">=", from);
  if (to) query = query.where("payment.booked_on", "<=", to);
  if (advance) query = query.where("payment.reversed_at", "is", null).where(sql<boolean>`payment.allocated + payment.refunded < payment.amount`);
  if (search) {
    const pattern = `%${search.replaceAll(/[\\%_]/g, "\\$&")}%`;
    query = query.where(
      sql<boolean>`(tenant.name ilike ${pattern} or payment.payer_name ilike ${pattern} or payment.voucher_no ilike ${pattern} or receipt.receipt_no ilike ${pattern})`,
    );
  }
  return query.orderBy("payment.booked_on", "desc").orderBy("payment.id", "desc");
}

const toNamed = (row: Parameters<typeof toPayment>[0] & { readonly tenant: string; readonly entity: string; readonly receipt_no: string | null }): NamedPayment => {
  const payment = toPayment(row);
  return { ...payment, tenant: row.tenant, entity: row.entity, advance: advanceOf(payment), receiptNo: row.receipt_no };
};

/** Newest first. */
export async function paymentPage(ctx: SiteContext, { cursor, limit, ...filter }: PaymentFilter & { readonly cursor?: string | undefined; readonly limit: number }) {
  let query = namedPayments(ctx, filter).limit(limit + 1);
  if (cursor) {
    const [day, id] = keysOf(cursor, ["text", "id"]);
    query = query.where(sql<boolean>`(payment.booked_on, payment.id) < (${dayIn(day!)}::date, ${id}::uuid)`);
  }
  const page = pageFrom(await query.execute(), limit, (row) => [row.booked_on, row.id]);
  return { items: page.items.map(toNamed), next: page.next };
}

/** A day out of a cursor; what is none stands before all. */
export const dayIn = (text: string): string => (/^\d{4}-\d\d-\d\d$/.test(text) ? text : "1900-01-01");

export async function paymentList(ctx: SiteContext, filter: PaymentFilter, most: number): Promise<NamedPayment[]> {
  return (await namedPayments(ctx, filter).limit(most).execute()).map(toNamed);
}

export async function namedPaymentsById(ctx: SiteContext, ids: readonly Id<"payment">[]): Promise<NamedPayment[]> {
  if (ids.length === 0) return [];
  return (
    await namedPayments(ctx, {})
      .where("payment.id", "=", sql<string>`any (${ids}::uuid[])`)
      .execute()
  ).map(toNamed);
}

/** The payments made of a line of a statement. */
export async function paymentsOfLine(ctx: SiteContext, statementLineId: Id<"statementLine">): Promise<NamedPayment[]> {
  return (await namedPayments(ctx, {}).where("payment.statement_line_id", "=", statementLineId).execute()).map(toNamed);
}

/** What a tenant has paid, newest first. */
export async function paymentsOf(ctx: SiteContext, tenantId: Id<"tenant">): Promise<Payment[]> {
  const rows = await visiblePayments(ctx)
    .where("payment.tenant_id", "=", tenantId)
    .selectAll("payment")
    .orderBy("payment.booked_on", "desc")
    .orderBy("payment.id", "desc")
    .execute();
  return rows.map(toPayment);
}

/** What holds of lines of bills: which part was paid from which day on. What was released is left out. Oldest first. */
export async function allocationsOf(ctx: SiteContext, lineIds: readonly Id<"billLine">[]): Promise<Allocation[]> {
  if (lineIds.length === 0) return [];
  const rows = await ctx.tx
    .selectFrom("payments.allocation")
    .selectAll()
    .where("site_id", "=", ctx.siteId)
    .where("line_id", "=", sql<string>`any (${lineIds}::uuid[])`)
    .where("released_at", "is", null)
    .orderBy("value_on")
    .orderBy("id")
    .execute();
  return rows.map(toAllocation);
}

/** What a payment settles and has settled, in the order it was done. */
export async function allocationsOfPayment(ctx: SiteContext, paymentId: Id<"payment">) {
  const rows = await ctx.tx
    .selectFrom("payments.allocation as allocation")
    .innerJoin("billing.bill as bill", (join) => join.onRef("bill.site_id", "=", "allocation.site_id").onRef("bill.id", "=", "allocation.bill_id"))
    .innerJoin("billing.bill_line as line", (join) => join.onRef("line.site_id", "=", "allocation.site_id").onRef("line.id", "=", "allocation.line_id"))
    .selectAll("allocation")
    .select(["bill.bill_no", "line.from_day", "line.to_day"])
    .where("allocation.site_id", "=", ctx.siteId)
    .where("allocation.payment_id", "=", paymentId)
    .orderBy("allocation.created_at")
    .orderBy("bill.bill_no")
    .orderBy("line.position")
    .execute();
  return rows.map((row) => ({ ...toAllocation(row), billNo: row.bill_no, from: row.from_day, to: row.to_day }));
}

/** Which payments settle the lines of a bill now, line by line, the oldest first. Refusal: billing.billNotFound. */
export async function settlementsOfBill(ctx: SiteContext, billId: Id<"bill">) {
  await billById(ctx, billId);
  const rows = await ctx.tx
    .selectFrom("payments.allocation as allocation")
    .innerJoin("payments.payment as payment", (join) => join.onRef("payment.site_id", "=", "allocation.site_id").onRef("payment.id", "=", "allocation.payment_id"))
    .innerJoin("sites.legal_entity as entity", (join) => join.onRef("entity.site_id", "=", "payment.site_id").onRef("entity.id", "=", "payment.entity_id"))
    .innerJoin("billing.bill_line as line", (join) => join.onRef("line.site_id", "=", "allocation.site_id").onRef("line.id", "=", "allocation.line_id"))
    .leftJoin("payments.receipt as receipt", (join) => join.onRef("receipt.site_id", "=", "payment.site_id").onRef("receipt.payment_id", "=", "payment.id"))
    .selectAll("allocation")
    .select(["payment.means", "entity.name as entity", "receipt.receipt_no", "line.from_day", "line.to_day"])
    .where("allocation.site_id", "=", ctx.siteId)
    .where("allocation.bill_id", "=", billId)
    .where("allocation.released_at", "is", null)
    .orderBy("line.position")
    .orderBy("allocation.value_on")
    .orderBy("allocation.id")
    .execute();
  const settlements = rows.map((row) => ({
    ...toAllocation(row),
    from: row.from_day,
    to: row.to_day,
    means: row.means as Means,
    entity: row.entity,
    receiptNo: row.receipt_no,
  }));
  return { settlements };
}

export async function receiptOf(ctx: SiteContext, paymentId: Id<"payment">): Promise<Receipt | null> {
  const row = await ctx.tx.selectFrom("payments.receipt").selectAll().where("site_id", "=", ctx.siteId).where("payment_id", "=", paymentId).executeTakeFirst();
  return row ? toReceipt(row) : null;
}

/** A payment with what it settles and its receipt. Refusal: paymentNotFound. */
export async function paymentDetail(ctx: SiteContext, id: Id<"payment">) {
  const [payment] = await namedPaymentsById(ctx, [id]);
  if (!payment) throw new Refusal(paymentsProblems.paymentNotFound());
  return { payment, allocations: await allocationsOfPayment(ctx, id), receipt: await receiptOf(ctx, id) };
}

/** What is left of payments as advances of a tenant, the oldest first. */
export async function advancesOf(ctx: SiteContext, tenantId: Id<"tenant">): Promise<Payment[]> {
  const rows = await visiblePayments(ctx)
    .where("payment.tenant_id", "=", tenantId)
    .where("payment.reversed_at", "is", null)
    .where(sql<boolean>`payment.allocated + payment.refunded < payment.amount`)
    .selectAll("payment")
    .orderBy("payment.received_on")
    .orderBy("payment.id")
    .execute();
  return rows.map(toPayment);
}

/** What cashier and finance have to do. */
export async function todayOf(ctx: SiteContext) {
  const { rows } = await sql<{ lines: number; amount: number; unclaimed: number; unclaimed_amount: number; claimed: number; to_decide: number; advances: number; advance: number }>`
    with waiting as (
      select status, amount - allocated as left_over, claimed_tenant_id is not null as is_claimed from payments.statement_line
      where site_id = ${ctx.siteId} and direction = 'in' and allocated < amount and status <> 'setAside'),
    advance as (
      select amount - allocated - refunded as left_over from payments.payment where site_id = ${ctx.siteId} and reversed_at is null and allocated + refunded < amount)
    select count(*) filter (where status = 'open')::int as lines, coalesce(sum(left_over) filter (where status = 'open'), 0)::bigint as amount,
      count(*) filter (where status = 'unclaimed')::int as unclaimed, coalesce(sum(left_over) filter (where status = 'unclaimed'), 0)::bigint as unclaimed_amount,
      count(*) filter (where is_claimed)::int as claimed,
      (select count(*)::int from payments.deposit_request where site_id = ${ctx.siteId} and status = 'asked') as to_decide,
      (select count(*)::int from advance) as advances, (select coalesce(sum(left_over), 0)::bigint from advance) as advance
    from waiting`.execute(ctx.tx);
  const row = rows[0]!;
  return {
    toMatch: { lines: row.lines, amount: fen(row.amount) },
    unclaimed: { lines: row.unclaimed, amount: fen(row.unclaimed_amount) },
    claimed: row.claimed,
    toDecide: row.to_decide,
    advances: { payments: row.advances, amount: fen(row.advance) },
  };
}
