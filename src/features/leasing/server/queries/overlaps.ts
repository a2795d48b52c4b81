import type { Id } from "#kernel/id.ts";
import type { Problem } from "#kernel/problem.ts";
import type { SiteContext } from "#platform/context.ts";
import { leasingProblems } from "../../rules.ts";
import type { HeldUnit } from "../../rules/history.ts";
import { whyNotHeld } from "./letters.ts";

/** Signed leases of others that hold one of these units on one of these days. Call it with the units locked. */
export async function whyOverlapping(ctx: SiteContext, leaseId: Id<"lease">, held: readonly Pick<HeldUnit, "unitId" | "from" | "to">[]): Promise<Problem[]> {
  if (held.length === 0) return [];
  const others = await ctx.tx
    .selectFrom("leasing.lease_unit as other")
    .innerJoin("leasing.lease as lease", (join) => join.onRef("lease.site_id", "=", "other.site_id").onRef("lease.id", "=", "other.lease_id"))
    .select(["other.unit_id", "other.from_day", "other.to_day", "lease.lease_no"])
    .where("other.site_id", "=", ctx.siteId)
    .where(
      "other.unit_id",
      "in",
      held.map(({ unitId }) => unitId),
    )
    .where("other.is_live", "=", true)
    .where("other.lease_id", "<>", leaseId)
    .orderBy("other.from_day")
    .execute();
  return others
    .filter((other) =>
      held.some(({ unitId, from, to }) => unitId === other.unit_id && Temporal.PlainDate.compare(from, other.to_day) <= 0 && Temporal.PlainDate.compare(other.from_day, to) <= 0),
    )
    .map((other) => leasingProblems.overlapping({ leaseNo: other.lease_no, from: other.from_day.toString(), to: other.to_day.toString(), unitId: other.unit_id }));
}

/** Letters of intent of others that hold a unit today which this lease would take, or keep for more days than it has. Call it with the units locked. Manual 2.1.1-2. */
export async function whyHeldForOthers(
  ctx: SiteContext,
  { leaseId, tenantId }: { readonly leaseId: Id<"lease">; readonly tenantId: Id<"tenant"> },
  wanted: readonly Pick<HeldUnit, "unitId" | "from" | "to">[],
): Promise<Problem[]> {
  const unitIds = wanted.map(({ unitId }) => unitId);
  const against = await whyNotHeld(ctx, { unitIds, tenantId });
  if (against.length === 0) return [];
  const own = await ctx.tx
    .selectFrom("leasing.lease_unit")
    .select(["unit_id", "from_day", "to_day"])
    .where("site_id", "=", ctx.siteId)
    .where("lease_id", "=", leaseId)
    .where("is_live", "=", true)
    .execute();
  const has = ({ unitId, from, to }: Pick<HeldUnit, "unitId" | "from" | "to">) =>
    own.some((row) => row.unit_id === unitId && Temporal.PlainDate.compare(row.from_day, from) <= 0 && Temporal.PlainDate.compare(row.to_day, to) >= 0);
  return own.length === 0 ? against : whyNotHeld(ctx, { unitIds: wanted.filter((unit) => !has(unit)).map(({ unitId }) => unitId), tenantId });
}
