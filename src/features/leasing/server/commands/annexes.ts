import { Refusal } from "#kernel/problem.ts";
import type { SiteContext } from "#platform/context.ts";
import { json } from "#platform/db/json.ts";
import { annexesChanged } from "../../contract.ts";
import { type Annex, leasingProblems } from "../../rules.ts";
import { annexesOf } from "../queries/annexes.ts";

/** Decides which annexes every lease of the site has. Manual 2.1.1-3. Refusal: stale. */
export async function putAnnexes(
  ctx: SiteContext,
  { annexes, version }: { readonly annexes: readonly Annex[]; readonly version: number | null },
): Promise<{ readonly annexes: readonly Annex[]; readonly version: number | null }> {
  const next = (version ?? 0) + 1;
  const row = { annexes: json(annexes), changed_at: ctx.now, version: next };
  const written = await ctx.tx
    .insertInto("leasing.annex_list")
    .values({ site_id: ctx.siteId, ...row })
    .onConflict((conflict) =>
      conflict
        .column("site_id")
        .doUpdateSet(row)
        .where("leasing.annex_list.version", "=", version ?? 0),
    )
    .returning("version")
    .executeTakeFirst();
  if (written?.version !== next) throw new Refusal(leasingProblems.stale());
  await ctx.record(annexesChanged, { siteId: ctx.siteId, annexes: annexes.map(({ code, name, isCompulsory }) => ({ code, name, isCompulsory })) });
  await ctx.tell(ctx.siteId, "leasing.annexes");
  return annexesOf(ctx);
}
