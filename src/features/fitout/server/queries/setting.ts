import { fen } from "#kernel/money.ts";
import { Refusal } from "#kernel/problem.ts";
import type { SiteContext } from "#platform/context.ts";
import { settingChanged } from "../../contract/events.ts";
import { fitOutProblems, ownSetting, type Setting } from "../../rules.ts";

/** What the site takes and asks for; the house's own until it decides. */
export async function settingOf(ctx: SiteContext): Promise<Setting> {
  const row = await ctx.tx.selectFrom("fitout.setting").selectAll().where("site_id", "=", ctx.siteId).executeTakeFirst();
  if (!row) return ownSetting;
  return {
    needsHandover: row.needs_handover,
    depositPerSqm: fen(row.deposit_per_sqm),
    feePerSqm: fen(row.fee_per_sqm),
    wastePerSqm: fen(row.waste_per_sqm),
    passDeposit: fen(row.pass_deposit),
    hours: row.hours,
    version: row.version,
  };
}

/** Refusal: stale. */
export async function putSetting(ctx: SiteContext, setting: Setting): Promise<Setting> {
  const { needsHandover, depositPerSqm, feePerSqm, wastePerSqm, passDeposit, hours, version } = setting;
  const columns = {
    needs_handover: needsHandover,
    deposit_per_sqm: depositPerSqm,
    fee_per_sqm: feePerSqm,
    waste_per_sqm: wastePerSqm,
    pass_deposit: passDeposit,
    hours,
    version: version + 1,
  };
  const written =
    version === 0
      ? await ctx.tx
          .insertInto("fitout.setting")
          .values({ site_id: ctx.siteId, ...columns })
          .onConflict((conflict) => conflict.doNothing())
          .returning("version")
          .executeTakeFirst()
      : await ctx.tx.updateTable("fitout.setting").set(columns).where("site_id", "=", ctx.siteId).where("version", "=", version).returning("version").executeTakeFirst();
  if (!written) throw new Refusal(fitOutProblems.stale());
  await ctx.record(settingChanged, { siteId: ctx.siteId, needsHandover, depositPerSqm, feePerSqm, wastePerSqm, passDeposit, hours });
  await ctx.tell(ctx.siteId, "fitout.setting");
  return { ...setting, version: version + 1 };
}
