import { sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import { type Fen, fen } from "#kernel/money.ts";
import { dayAt, type SiteContext } from "#platform/context.ts";

/** What a tenant has overdue today, deposits among it. */
export async function overdueOf(ctx: SiteContext, tenantId: Id<"tenant">): Promise<Fen> {
  const { rows } = await sql<{ overdue: number }>`
    select coalesce(sum(amount - credited - settled), 0)::bigint as overdue from billing.bill_line line
    where site_id = ${ctx.siteId} and tenant_id = ${tenantId} and source_kind <> 'credit' and settled + credited < amount and due_on < ${dayAt(ctx, ctx.now)}`.execute(ctx.tx);
  return fen(rows[0]!.overdue);
}
