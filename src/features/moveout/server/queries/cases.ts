import { sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import { Refusal } from "#kernel/problem.ts";
import type { SiteContext } from "#platform/context.ts";
import { type MoveOut, moveOutProblems } from "../../rules.ts";
import { toMoveOut } from "./rows.ts";

/** The move-outs this actor may see; a tenant's contact sees those of their company. */
export function visibleCases(ctx: SiteContext) {
  const cases = ctx.tx.selectFrom("moveout.move_out as case").where("case.site_id", "=", ctx.siteId);
  return ctx.tenantId ? cases.where("case.tenant_id", "=", ctx.tenantId) : cases;
}

/** Refusal: notFound. */
export async function caseById(ctx: SiteContext, id: Id<"moveOut">): Promise<MoveOut> {
  const row = await visibleCases(ctx).selectAll("case").where("case.id", "=", id).executeTakeFirst();
  if (!row) throw new Refusal(moveOutProblems.notFound());
  return toMoveOut(row);
}

/** As `caseById`, and nobody else changes it, nor what stands on it, until this transaction ends. Refusal: notFound. */
export async function lockedCase(ctx: SiteContext, id: Id<"moveOut">): Promise<MoveOut> {
  const row = await visibleCases(ctx).selectAll("case").where("case.id", "=", id).forUpdate().executeTakeFirst();
  if (!row) throw new Refusal(moveOutProblems.notFound());
  return toMoveOut(row);
}

/** The running or finished move-outs of these leases, by lease. */
export async function moveOutsOf(ctx: SiteContext, leaseIds: readonly Id<"lease">[]): Promise<ReadonlyMap<Id<"lease">, MoveOut>> {
  if (leaseIds.length === 0) return new Map();
  const rows = await visibleCases(ctx)
    .selectAll("case")
    .where("case.lease_id", "in", [...leaseIds])
    .where("case.withdrawn_at", "is", null)
    .where(sql<boolean>`"case".decision is distinct from 'refused'`)
    .execute();
  return new Map(rows.map((row) => [row.lease_id as Id<"lease">, toMoveOut(row)]));
}
