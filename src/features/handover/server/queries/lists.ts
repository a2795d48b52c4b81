import { Refusal } from "#kernel/problem.ts";
import type { SiteContext } from "#platform/context.ts";
import { handoverProblems, houseList, type ItemList } from "../../rules.ts";

export interface KeptList extends ItemList {
  readonly version: number;
  readonly madeAt: Temporal.Instant | null;
  readonly madeBy: string | null;
}

/** The list in force, or the one of a version; version 0 is the house's own. Refusal: listNotFound. */
export async function listOf(ctx: SiteContext, { version }: { readonly version?: number | undefined } = {}): Promise<KeptList> {
  if (version === 0) return { ...houseList, version: 0, madeAt: null, madeBy: null };
  let query = ctx.tx.selectFrom("handover.item_list").selectAll().where("site_id", "=", ctx.siteId).orderBy("version", "desc").limit(1);
  if (version !== undefined) query = query.where("version", "=", version);
  const row = await query.executeTakeFirst();
  if (!row && version !== undefined) throw new Refusal(handoverProblems.listNotFound());
  if (!row) return { ...houseList, version: 0, madeAt: null, madeBy: null };
  return { areas: row.areas as unknown as ItemList["areas"], parts: row.parts as unknown as ItemList["parts"], version: row.version, madeAt: row.made_at, madeBy: row.made_by };
}

/** The list with the versions there were, newest first. */
export async function listWithVersions(ctx: SiteContext, asked: { readonly version?: number | undefined }) {
  const versions = await ctx.tx
    .selectFrom("handover.item_list")
    .select(["version", "made_at", "made_by"])
    .where("site_id", "=", ctx.siteId)
    .orderBy("version", "desc")
    .limit(100)
    .execute();
  return { ...(await listOf(ctx, asked)), versions: versions.map((row) => ({ version: row.version, madeAt: row.made_at, madeBy: row.made_by })) };
}
