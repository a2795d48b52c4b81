import { sql } from "kysely";
import type { SiteContext } from "./context.ts";

/**
 * Goes on for the house in this transaction, on behalf of a tenant's contact whose right to do it has been established: opening duties,
 * taking numbers and writing evidence touch rows that are not the tenant's. Only in a transaction that sees the one site.
 */
export async function asHouse(ctx: SiteContext): Promise<SiteContext> {
  if (!ctx.tenantId) return ctx;
  if (ctx.siteIds.length !== 1 || ctx.siteIds[0] !== ctx.siteId) throw new Error("For the house one goes on at one site only");
  await sql`select set_config('towerkeep.tenant_id', '', true)`.execute(ctx.tx);
  return { ...ctx, tenantId: null };
}
