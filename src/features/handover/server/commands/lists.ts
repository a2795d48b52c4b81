import { sql } from "kysely";
import { Refusal, refuseIf } from "#kernel/problem.ts";
import type { SiteContext } from "#platform/context.ts";
import { json } from "#platform/db/json.ts";
import { itemListChanged } from "../../contract.ts";
import { handoverProblems, type ItemList, whyNotList } from "../../rules.ts";
import { type KeptList, listOf } from "../queries/lists.ts";

/** Keeps a new version of the list, made from `version`. Inspections keep the one they were opened with. Refusals: listChanged, those of `whyNotList`. */
export async function saveItemList(ctx: SiteContext, { version, areas, parts }: ItemList & { readonly version: number }): Promise<KeptList> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`handover.list:${ctx.siteId}`}, 0))`.execute(ctx.tx);
  const current = await listOf(ctx);
  if (current.version !== version) throw new Refusal(handoverProblems.listChanged());
  refuseIf(whyNotList({ areas, parts }));
  const next = version + 1;
  await ctx.tx
    .insertInto("handover.item_list")
    .values({ site_id: ctx.siteId, version: next, areas: json(areas), parts: json(parts), made_at: ctx.now, made_by: ctx.actor.name })
    .execute();
  await ctx.record(itemListChanged, { siteId: ctx.siteId, version: next, areas: areas.length, parts: parts.length });
  await ctx.tell(ctx.siteId, "handover.itemList");
  return { areas, parts, version: next, madeAt: ctx.now, madeBy: ctx.actor.name };
}
