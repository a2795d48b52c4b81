import { Refusal } from "#kernel/problem.ts";
import type { SiteContext } from "#platform/context.ts";
import { billingProblems, lawfulRates } from "../rules.ts";
import { feeItemsOf, ownTaxRates } from "./feeItems.ts";

/** Everything by which the site bills. */
export const settingsOf = async (ctx: SiteContext) => ({ feeItems: await feeItemsOf(ctx), lawfulRates, ownRates: await ownTaxRates(ctx), ...(await startOf(ctx)) });

interface Start {
  /** Runs leave alone what fell due before; null: nothing is left alone. */
  readonly startsOn: Temporal.PlainDate | null;
  readonly version: number;
}

export async function startOf(ctx: SiteContext): Promise<Start> {
  const row = await ctx.tx.selectFrom("billing.setting").select(["starts_on", "version"]).where("site_id", "=", ctx.siteId).executeTakeFirst();
  return { startsOn: row?.starts_on ?? null, version: row?.version ?? 0 };
}

/** Says from which due day on runs bill; the next one looks at every lease whole. Refusal: stale. */
export async function setStart(ctx: SiteContext, { startsOn, version }: Start): Promise<Start> {
  const columns = { starts_on: startsOn, version: version + 1 };
  const written = await ctx.tx
    .insertInto("billing.setting")
    .values({ site_id: ctx.siteId, ...columns })
    .onConflict((conflict) => conflict.column("site_id").doUpdateSet(columns).where("billing.setting.version", "=", version))
    .returning("version")
    .executeTakeFirst();
  if (!written) throw new Refusal(billingProblems.stale());
  await ctx.tx.deleteFrom("billing.lease_progress").where("site_id", "=", ctx.siteId).execute();
  await ctx.tell(ctx.siteId, "billing.setting");
  return { startsOn, version: version + 1 };
}
