import type { ValueOf } from "#kernel/contract.ts";
import { refuseIf, Refusal } from "#kernel/problem.ts";
import type { SiteContext } from "#platform/context.ts";
import { json } from "#platform/db/json.ts";
import type { LateFeeTerm } from "#features/leasing/rules.ts";
import { settingChanged, type settingField } from "../../contract.ts";
import { arrearsProblems, defaultLadder, type LadderStep, whyNotLadder } from "../../rules.ts";

type Setting = ValueOf<typeof settingField> & { readonly ladder: readonly LadderStep[] };

/** How the site collects: its own ladder or the house's. */
export async function settingOf(ctx: SiteContext): Promise<Setting> {
  const row = await ctx.tx.selectFrom("arrears.setting").selectAll().where("site_id", "=", ctx.siteId).executeTakeFirst();
  const own = row?.ladder as LadderStep[] | null | undefined;
  return {
    ladder: own ?? [...defaultLadder],
    isOwnLadder: own !== null && own !== undefined,
    lateFee: (row?.late_fee as LateFeeTerm | null | undefined) ?? null,
    chargesMonthly: row?.charges_monthly ?? false,
    version: row?.version ?? 0,
  };
}

interface SettingInput {
  readonly ladder: readonly LadderStep[] | null;
  readonly lateFee: LateFeeTerm | null;
  readonly chargesMonthly: boolean;
  readonly version: number;
}

/** Changes how the site collects. Refusals: ladderEmpty, ladderTwice, cutsUtilities, stale. */
export async function putSetting(ctx: SiteContext, { ladder, lateFee, chargesMonthly, version }: SettingInput): Promise<Setting> {
  if (ladder) refuseIf(whyNotLadder(ladder));
  const columns = { ladder: ladder && json(ladder), late_fee: lateFee && json(lateFee), charges_monthly: chargesMonthly, version: version + 1 };
  const written = await ctx.tx
    .insertInto("arrears.setting")
    .values({ site_id: ctx.siteId, ...columns })
    .onConflict((conflict) => conflict.column("site_id").doUpdateSet(columns).where("arrears.setting.version", "=", version))
    .returning("version")
    .executeTakeFirst();
  if (!written || version > 0 !== written.version > 1) throw new Refusal(arrearsProblems.stale());
  await ctx.record(settingChanged, { siteId: ctx.siteId, steps: (ladder ?? defaultLadder).map(({ id }) => id), hasLateFee: lateFee !== null, chargesMonthly });
  await ctx.tell(ctx.siteId, "arrears.setting");
  return settingOf(ctx);
}
