import { createHash } from "node:crypto";
import type { Id } from "#kernel/id.ts";
import type { SiteContext } from "#platform/context.ts";
import { pointsToExplain } from "../../rules.ts";
import type { Point } from "../../rules/explanation.ts";
import type { LeaseTerms } from "../../rules.ts";

export interface ExplainedPoint extends Point {
  /** Of what it says: a confirmation holds for these words only. */
  readonly hash: string;
  readonly confirmed: { readonly name: string; readonly means: "portal" | "screen"; readonly at: Temporal.Instant } | null;
}

/** What is to be explained of these terms, and what of it was confirmed as it stands. Manual 2.1.2-2. */
export async function explainedPoints(ctx: SiteContext, leaseId: Id<"lease">, terms: LeaseTerms): Promise<ExplainedPoint[]> {
  const rows = await ctx.tx
    .selectFrom("leasing.explained_point")
    .select(["point", "hash", "name", "means", "confirmed_at"])
    .where("site_id", "=", ctx.siteId)
    .where("lease_id", "=", leaseId)
    .execute();
  return pointsToExplain(terms).map((point) => {
    const hash = hashOfPoint(point);
    const row = rows.find((each) => each.point === point.code && each.hash === hash);
    return { ...point, hash, confirmed: row ? { name: row.name, means: row.means as "portal" | "screen", at: row.confirmed_at } : null };
  });
}

const hashOfPoint = ({ code, sentences }: Point): string =>
  createHash("sha256")
    .update(JSON.stringify([code, sentences]))
    .digest("hex");
