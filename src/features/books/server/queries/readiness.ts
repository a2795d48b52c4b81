import { sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import type { SiteContext } from "#platform/context.ts";
import { feeItemsOf } from "#features/billing/server/index.ts";
import { entitiesOf } from "#features/sites/server/index.ts";
import { booksProblems, whyNotExport } from "../../rules.ts";
import { settingOf } from "../settings.ts";

/** Buyers named at once: whoever has mended these sees the next. */
const mostNamed = 5;

/** For each seller how many invoices wait, and all that `makeBatch` would refuse them for, so that it is mended before. */
export async function readiness(ctx: SiteContext) {
  const building = await settingOf(ctx);
  const items = new Map<string, { name: string; goodsCode: string }>((await feeItemsOf(ctx)).map(({ code, name, goodsCode }) => [code, { name: name.zh, goodsCode }]));
  const { rows: waiting } = await sql<{ entity_id: string; count: number; is_leasing: boolean; items: string[] }>`
    select invoice.entity_id, count(distinct invoice.id)::int as count, bool_or(invoice.is_leasing) as is_leasing, array_agg(distinct line.fee_item) as items
    from books.invoice join books.invoice_line part on part.site_id = invoice.site_id and part.invoice_id = invoice.id
    join billing.bill_line line on line.site_id = part.site_id and line.id = part.bill_line_id
    where invoice.site_id = ${ctx.siteId} and invoice.state = 'toIssue' group by invoice.entity_id`.execute(ctx.tx);
  const { rows: buyers } = await sql<{ entity_id: string; id: Id<"tenant">; name: string }>`
    select distinct invoice.entity_id, tenant.id, tenant.name from books.invoice
    join tenants.tenant on tenant.site_id = invoice.site_id and tenant.id = invoice.tenant_id
    where invoice.site_id = ${ctx.siteId} and invoice.state = 'toIssue' and tenant.credit_code is null order by tenant.name`.execute(ctx.tx);
  const sellers = (await entitiesOf(ctx)).map((seller) => {
    const found = waiting.find((row) => row.entity_id === seller.id);
    if (!found) return { entityId: seller.id, entity: seller.name, toIssue: 0, missing: [] };
    const feeItems = found.items.flatMap((code) => items.get(code) ?? []);
    const invoice = { state: "toIssue" as const, isLeasing: found.is_leasing, tenantId: "" as Id<"tenant">, tenant: "", creditCode: "known", feeItems };
    const unnamed = buyers.filter((row) => row.entity_id === seller.id).slice(0, mostNamed);
    const missing = [...whyNotExport(invoice, seller, building), ...unnamed.map(({ id, name }) => booksProblems.buyerCodeMissing({ tenant: name, tenantId: id }))];
    return { entityId: seller.id, entity: seller.name, toIssue: found.count, missing: missing.map(({ code, facts }) => ({ code, facts: { ...facts } })) };
  });
  return { sellers };
}
