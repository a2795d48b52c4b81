import { Refusal } from "#kernel/problem.ts";
import type { SiteContext } from "#platform/context.ts";
import { settingsChanged } from "../contract.ts";
import { ownSettings, paymentsProblems, type PaymentSettings } from "../rules.ts";

/** How the site takes money: as it decided, else as the house does. */
export async function settingsOf(ctx: SiteContext): Promise<PaymentSettings> {
  const row = await ctx.tx.selectFrom("payments.setting").selectAll().where("site_id", "=", ctx.siteId).executeTakeFirst();
  if (!row) return ownSettings;
  return { allocationOrder: row.allocation_order as PaymentSettings["allocationOrder"], wrongEntity: row.wrong_entity as PaymentSettings["wrongEntity"], version: row.version };
}

/** Refusal: stale. */
export async function putSettings(ctx: SiteContext, { allocationOrder, wrongEntity, version }: PaymentSettings): Promise<PaymentSettings> {
  const columns = { allocation_order: allocationOrder, wrong_entity: wrongEntity, version: version + 1 };
  const written = await ctx.tx
    .insertInto("payments.setting")
    .values({ site_id: ctx.siteId, ...columns })
    .onConflict((conflict) => conflict.column("site_id").doUpdateSet(columns).where("payments.setting.version", "=", version))
    .returning("version")
    .executeTakeFirst();
  if (!written || (version > 0 && written.version !== version + 1)) throw new Refusal(paymentsProblems.stale());
  const settings = { allocationOrder, wrongEntity, version: version + 1 };
  await ctx.record(settingsChanged, { siteId: ctx.siteId, ...settings });
  await ctx.tell(ctx.siteId, "payments.setting");
  return settings;
}
