import { sql } from "kysely";
import type { ValueOf } from "#kernel/contract.ts";
import type { Id } from "#kernel/id.ts";
import { fen, sumFen } from "#kernel/money.ts";
import { Refusal } from "#kernel/problem.ts";
import type { SiteContext } from "#platform/context.ts";
import { keysOf, pageFrom } from "#platform/db/keyset.ts";
import { type TaxCategory, taxCategories } from "#features/billing/rules.ts";
import type * as contract from "../../contract.ts";
import { booksProblems, type InvoiceState } from "../../rules.ts";

export type Invoice = ValueOf<typeof contract.invoiceField>;

const named = (ctx: SiteContext) =>
  ctx.tx
    .selectFrom("books.invoice as invoice")
    .innerJoin("tenants.tenant as tenant", (join) => join.onRef("tenant.site_id", "=", "invoice.site_id").onRef("tenant.id", "=", "invoice.tenant_id"))
    .innerJoin("sites.legal_entity as entity", (join) => join.onRef("entity.site_id", "=", "invoice.site_id").onRef("entity.id", "=", "invoice.entity_id"))
    .innerJoin("billing.bill as bill", (join) => join.onRef("bill.site_id", "=", "invoice.site_id").onRef("bill.id", "=", "invoice.bill_id"))
    .selectAll("invoice")
    .select(["tenant.name as tenant", "entity.name as entity", "bill.bill_no", sql<boolean>`bill.settled + bill.credited >= bill.total`.as("is_paid")])
    .where("invoice.site_id", "=", ctx.siteId);

export interface InvoiceFilter {
  readonly state?: InvoiceState | undefined;
  readonly entityId?: Id<"entity"> | undefined;
  readonly tenantId?: Id<"tenant"> | undefined;
}

/** Invoices, newest first. */
export async function invoicePage(
  ctx: SiteContext,
  { state, entityId, tenantId, cursor, limit }: InvoiceFilter & { readonly cursor?: string | undefined; readonly limit: number },
) {
  let query = named(ctx)
    .orderBy("invoice.created_at", "desc")
    .orderBy("invoice.id", "desc")
    .limit(limit + 1);
  if (state) query = query.where("invoice.state", "=", state);
  if (entityId) query = query.where("invoice.entity_id", "=", entityId);
  if (tenantId) query = query.where("invoice.tenant_id", "=", tenantId);
  if (cursor) {
    const [at, id] = keysOf(cursor, ["moment", "id"]);
    query = query.where(sql<boolean>`(invoice.created_at, invoice.id) < (${at}::timestamptz, ${id}::uuid)`);
  }
  const page = pageFrom(await query.execute(), limit, (row) => [row.created_at, row.id]);
  return { items: page.items.map(toInvoice), next: page.next };
}

/** Refusal: invoiceNotFound. */
export async function invoiceById(ctx: SiteContext, id: Id<"invoice">): Promise<Invoice> {
  const row = await named(ctx).where("invoice.id", "=", id).executeTakeFirst();
  if (!row) throw new Refusal(booksProblems.invoiceNotFound());
  return toInvoice(row);
}

export async function invoicesWhere(
  ctx: SiteContext,
  where: { readonly ids?: readonly Id<"invoice">[]; readonly batchId?: Id<"invoiceBatch">; readonly toIssueOf?: Id<"entity"> },
): Promise<Invoice[]> {
  let query = named(ctx).orderBy("invoice.created_at").orderBy("invoice.id").limit(2000);
  if (where.ids) query = query.where("invoice.id", "=", sql<string>`any (${where.ids}::uuid[])`);
  if (where.batchId) query = query.where("invoice.batch_id", "=", where.batchId);
  if (where.toIssueOf) query = query.where("invoice.entity_id", "=", where.toIssueOf).where("invoice.state", "=", "toIssue");
  return (await query.execute()).map(toInvoice);
}

function toInvoice(row: Awaited<ReturnType<ReturnType<typeof named>["execute"]>>[number]): Invoice {
  return {
    id: row.id as Id<"invoice">,
    kind: row.kind as Invoice["kind"],
    entityId: row.entity_id as Id<"entity">,
    entity: row.entity,
    tenantId: row.tenant_id as Id<"tenant">,
    tenant: row.tenant,
    billId: row.bill_id as Id<"bill">,
    billNo: row.bill_no,
    redOfId: row.red_of_id as Id<"invoice"> | null,
    isLeasing: row.is_leasing,
    taxRate: row.tax_rate,
    amount: fen(row.amount),
    net: fen(row.net),
    tax: fen(row.tax),
    state: row.state as InvoiceState,
    batchId: row.batch_id as Id<"invoiceBatch"> | null,
    invoiceNo: row.invoice_no,
    issuedOn: row.issued_on,
    confirmationNo: row.confirmation_no,
    reason: row.reason,
    isPaid: row.is_paid,
    createdAt: row.created_at,
    version: row.version,
  };
}

export interface InvoiceLine {
  readonly invoiceId: Id<"invoice">;
  readonly feeItem: string;
  readonly net: number;
  readonly from: Temporal.PlainDate;
  readonly to: Temporal.PlainDate;
  readonly areaCenti: number | null;
  readonly place: string;
}

/** The bill lines on invoices, with the units they are for. */
export async function linesOnInvoices(ctx: SiteContext, ids: readonly Id<"invoice">[]): Promise<Map<Id<"invoice">, InvoiceLine[]>> {
  const { rows } = await sql<{
    invoice_id: Id<"invoice">;
    fee_item: string;
    net: number;
    from_day: Temporal.PlainDate;
    to_day: Temporal.PlainDate;
    area: number | null;
    place: string | null;
  }>`
    select part.invoice_id, line.fee_item, part.net, line.from_day, line.to_day, units.area, units.place
    from books.invoice_line part
    join billing.bill_line line on line.site_id = part.site_id and line.id = part.bill_line_id
    left join lateral (
      select sum(coalesce(unit.chargeable_centi, unit.gross_centi))::bigint as area, string_agg(building.name || floor.name || unit.unit_no, '、' order by unit.unit_no) as place
      from sites.unit unit
      join sites.floor floor on floor.site_id = unit.site_id and floor.id = unit.floor_id
      join sites.building building on building.site_id = unit.site_id and building.id = unit.building_id
      where unit.site_id = line.site_id and unit.id = any (line.unit_ids)) units on true
    where part.site_id = ${ctx.siteId} and part.invoice_id = any (${ids}::uuid[]) and part.amount > 0
    order by part.invoice_id, line.position`.execute(ctx.tx);
  return Map.groupBy(
    rows.map((row) => ({ invoiceId: row.invoice_id, feeItem: row.fee_item, net: row.net, from: row.from_day, to: row.to_day, areaCenti: row.area, place: row.place ?? "" })),
    ({ invoiceId }) => invoiceId,
  );
}

/** Tax of a month by seller, kind and rate: what was billed (credits taken off) and what invoices issued in it come to. Domain §3.5. */
export async function taxOfMonth(ctx: SiteContext, { month }: { readonly month: Temporal.PlainYearMonth }): Promise<ValueOf<NonNullable<typeof contract.getTax.reply>>> {
  const [from, to] = [month.toPlainDate({ day: 1 }), month.add({ months: 1 }).toPlainDate({ day: 1 })];
  const { rows } = await sql<{
    entity_id: Id<"entity">;
    entity: string;
    tax_category: string;
    tax_rate: string;
    amount: number;
    net: number;
    tax: number;
    invoiced_net: number;
    invoiced_tax: number;
  }>`
    with part as (
      select line.entity_id, line.tax_category, line.tax_rate, line.amount, line.net, line.tax, 0::bigint as invoiced_net, 0::bigint as invoiced_tax
      from billing.bill_line line join billing.bill on bill.site_id = line.site_id and bill.id = line.bill_id
      where line.site_id = ${ctx.siteId} and bill.issued_on >= ${from} and bill.issued_on < ${to} and line.tax_category <> 'none'
      union all
      select line.entity_id, line.tax_category, line.tax_rate, 0, 0, 0, on_invoice.net, on_invoice.tax
      from books.invoice join books.invoice_line on_invoice on on_invoice.site_id = invoice.site_id and on_invoice.invoice_id = invoice.id
      join billing.bill_line line on line.site_id = on_invoice.site_id and line.id = on_invoice.bill_line_id
      where invoice.site_id = ${ctx.siteId} and invoice.issued_on >= ${from} and invoice.issued_on < ${to}
    )
    select part.entity_id, entity.name as entity, tax_category, tax_rate, sum(amount)::bigint as amount, sum(net)::bigint as net, sum(tax)::bigint as tax,
      sum(invoiced_net)::bigint as invoiced_net, sum(invoiced_tax)::bigint as invoiced_tax
    from part join sites.legal_entity entity on entity.site_id = ${ctx.siteId} and entity.id = part.entity_id
    group by part.entity_id, entity.name, entity.kind, tax_category, tax_rate order by entity.kind, tax_category, tax_rate`.execute(ctx.tx);
  return {
    rows: rows.map((row) => ({
      entityId: row.entity_id,
      entity: row.entity,
      taxCategory: row.tax_category,
      category: taxCategories[row.tax_category as TaxCategory],
      taxRate: row.tax_rate,
      amount: fen(row.amount),
      net: fen(row.net),
      tax: fen(row.tax),
      invoicedNet: fen(row.invoiced_net),
      invoicedTax: fen(row.invoiced_tax),
    })),
    net: sumFen(rows.map(({ net }) => fen(net))),
    tax: sumFen(rows.map(({ tax }) => fen(tax))),
  };
}
