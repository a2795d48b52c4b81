import { sql } from "kysely";
import { Refusal } from "#kernel/problem.ts";
import type { SiteContext } from "#platform/context.ts";
import { serviceProblems } from "../rules.ts";

/**
 * Goes on for the house in this transaction, on behalf of a tenant's contact whose right to do it has been established:
 * counting the owner's other cases, opening duties and writing evidence touch rows that are not the tenant's.
 */
export async function asHouse(ctx: SiteContext): Promise<SiteContext> {
  if (!ctx.tenantId) return ctx;
  if (ctx.siteIds.length !== 1 || ctx.siteIds[0] !== ctx.siteId) throw new Refusal(serviceProblems.notFound());
  await sql`select set_config('towerkeep.tenant_id', '', true)`.execute(ctx.tx);
  return { ...ctx, tenantId: null };
}
