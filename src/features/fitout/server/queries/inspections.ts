import type { Id } from "#kernel/id.ts";
import type { SiteContext } from "#platform/context.ts";
import type { FitOut } from "./cases.ts";

export interface Inspection {
  readonly id: Id<"inspection">;
  readonly inspectionNo: string;
  readonly signedAt: Temporal.Instant | null;
}

/**
 * The inspections that stand before the works, by case: those opened for it and, for a tenant who moves in, the handover of the lease; a refit
 * is inspected anew. Manual 2.1.1-7, configurable per site.
 */
export async function inspectionsOf(ctx: SiteContext, cases: readonly FitOut[]): Promise<ReadonlyMap<Id<"fitOut">, readonly Inspection[]>> {
  const leaseIds = cases.map(({ leaseId }) => leaseId);
  if (leaseIds.length === 0) return new Map();
  const rows = await ctx.tx
    .selectFrom("handover.inspection")
    .where("site_id", "=", ctx.siteId)
    .where("lease_id", "in", leaseIds)
    .where("type", "in", ["moveIn", "fitOut"])
    .where("stage", "<>", "withdrawn")
    .select(["id", "inspection_no", "type", "lease_id", "case_id", "signed_at"])
    .orderBy("opened_at")
    .orderBy("id")
    .execute();
  const byLease = Map.groupBy(rows, ({ lease_id }) => lease_id);
  return new Map(
    cases.map(({ id, leaseId, cause }) => {
      const own = (byLease.get(leaseId) ?? []).filter(({ type, case_id }) => case_id === id || (type === "moveIn" && cause === "moveIn"));
      return [id, own.map((row) => ({ id: row.id as Id<"inspection">, inspectionNo: row.inspection_no, signedAt: row.signed_at }))];
    }),
  );
}

/** When the first of them was signed by both. */
export const signedAt = (inspections: readonly Inspection[]): Temporal.Instant | null =>
  inspections.flatMap(({ signedAt: at }) => at ?? []).reduce<Temporal.Instant | null>((first, at) => (!first || Temporal.Instant.compare(at, first) < 0 ? at : first), null);
