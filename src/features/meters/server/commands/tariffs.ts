import type { Id } from "#kernel/id.ts";
import { Refusal, refuseIf } from "#kernel/problem.ts";
import type { SiteContext } from "#platform/context.ts";
import { json } from "#platform/db/json.ts";
import { refusing } from "#platform/db/violations.ts";
import { policySet, pricesSet, tariffChanged } from "../../contract.ts";
import { type Basis, type MeterKind, metersProblems, type Tariff, type TariffForm, whyNotTariff } from "../../rules.ts";
import { policiesHere, tariffById } from "../queries/tariffs.ts";

export interface NewTariff {
  readonly id: Id<"tariff">;
  readonly name: string;
  readonly kind: MeterKind;
  readonly isDefault: boolean;
  readonly fromDay: Temporal.PlainDate;
  readonly form: TariffForm;
}

/** Adds a tariff with its first prices. Refusals: tariffNameTaken, bandsMissing, stepsOutOfOrder, idTaken. */
export async function addTariff(ctx: SiteContext, { id, name, kind, isDefault, fromDay, form }: NewTariff): Promise<Tariff> {
  refuseIf(whyNotTariff(form));
  if (isDefault) await clearDefault(ctx, kind);
  await refusing(ctx.tx.insertInto("meters.tariff").values({ site_id: ctx.siteId, id, name, kind, is_default: isDefault }).execute(), violations(name));
  await writePrices(ctx, { id, name }, fromDay, form);
  return tariffById(ctx, id);
}

/** Renames a tariff, or makes it the one that holds for its kind. Refusals: tariffNotFound, stale, tariffNameTaken. */
export async function changeTariff(
  ctx: SiteContext,
  { tariffId, name, isDefault, version }: { readonly tariffId: Id<"tariff">; readonly name: string; readonly isDefault: boolean; readonly version: number },
): Promise<Tariff> {
  const tariff = await currentTariff(ctx, tariffId, version);
  if (isDefault && !tariff.isDefault) await clearDefault(ctx, tariff.kind);
  const update = ctx.tx
    .updateTable("meters.tariff")
    .set({ name, is_default: isDefault, version: version + 1 })
    .where("site_id", "=", ctx.siteId)
    .where("id", "=", tariffId);
  await refusing(update.execute(), violations(name));
  await ctx.record(tariffChanged, { tariffId, name, isDefault });
  await ctx.tell(ctx.siteId, "meters.tariff", tariffId);
  return tariffById(ctx, tariffId);
}

/** Prices from a day on. What has been published keeps the arithmetic it was published with; a month already settled is not priced anew. Refusals: tariffNotFound, stale, settledFrom, bandsMissing, stepsOutOfOrder. */
export async function setPrices(
  ctx: SiteContext,
  { tariffId, fromDay, form, version }: { readonly tariffId: Id<"tariff">; readonly fromDay: Temporal.PlainDate; readonly form: TariffForm; readonly version: number },
): Promise<Tariff> {
  const tariff = await currentTariff(ctx, tariffId, version);
  refuseIf(whyNotTariff(form));
  await refuseSettled(ctx, tariff.kind, fromDay);
  await ctx.tx
    .updateTable("meters.tariff")
    .set({ version: version + 1 })
    .where("site_id", "=", ctx.siteId)
    .where("id", "=", tariffId)
    .execute();
  await writePrices(ctx, tariff, fromDay, form);
  return tariffById(ctx, tariffId);
}

export interface NewPolicy {
  readonly kind: MeterKind;
  readonly fromDay: Temporal.PlainDate;
  readonly common: Basis;
  readonly loss: Basis;
  readonly tariffId: Id<"tariff"> | null;
}

/** How a kind is shared out from a day on. Refusals: tariffNotFound, tariffOfOtherKind, sharePriceMissing, settledFrom. */
export async function setPolicy(ctx: SiteContext, { kind, fromDay, common, loss, tariffId }: NewPolicy) {
  const tariff = tariffId ? await tariffById(ctx, tariffId) : null;
  if (tariff && tariff.kind !== kind) throw new Refusal(metersProblems.tariffOfOtherKind());
  const isShared = common !== "none" || loss !== "none";
  if (isShared && !tariff?.versions.every(({ form }) => form.form === "flat")) throw new Refusal(metersProblems.sharePriceMissing());
  await refuseSettled(ctx, kind, fromDay);
  await ctx.tx
    .insertInto("meters.policy")
    .values({ site_id: ctx.siteId, kind, from_day: fromDay, common, loss, tariff_id: tariffId, recorded_at: ctx.now })
    .onConflict((conflict) => conflict.columns(["site_id", "kind", "from_day"]).doUpdateSet({ common, loss, tariff_id: tariffId, recorded_at: ctx.now }))
    .execute();
  await ctx.record(policySet, { siteId: ctx.siteId, kind, fromDay, common, loss, tariffId });
  await ctx.tell(ctx.siteId, "meters.policy");
  return (await policiesHere(ctx)).find((policy) => policy.kind === kind && policy.fromDay.equals(fromDay))!;
}

async function currentTariff(ctx: SiteContext, tariffId: Id<"tariff">, version: number): Promise<Tariff> {
  await ctx.tx.selectFrom("meters.tariff").select("id").where("site_id", "=", ctx.siteId).where("id", "=", tariffId).forUpdate().execute();
  const tariff = await tariffById(ctx, tariffId);
  if (tariff.version !== version) throw new Refusal(metersProblems.stale());
  return tariff;
}

async function refuseSettled(ctx: SiteContext, kind: MeterKind, fromDay: Temporal.PlainDate): Promise<void> {
  const settled = await ctx.tx
    .selectFrom("meters.settlement as settlement")
    .innerJoin("meters.settlement_line as line", (join) => join.onRef("line.site_id", "=", "settlement.site_id").onRef("line.settlement_id", "=", "settlement.id"))
    .select("settlement.month")
    .where("settlement.site_id", "=", ctx.siteId)
    .where("settlement.kind", "=", kind)
    .where("settlement.state", "<>", "withdrawn")
    .where("line.to_day", ">=", fromDay)
    .limit(1)
    .executeTakeFirst();
  if (settled) throw new Refusal(metersProblems.settledFrom({ month: settled.month.toPlainYearMonth().toString() }));
}

async function clearDefault(ctx: SiteContext, kind: MeterKind): Promise<void> {
  await ctx.tx.updateTable("meters.tariff").set({ is_default: false }).where("site_id", "=", ctx.siteId).where("kind", "=", kind).where("is_default", "=", true).execute();
}

async function writePrices(ctx: SiteContext, { id, name }: Pick<Tariff, "id" | "name">, fromDay: Temporal.PlainDate, form: TariffForm): Promise<void> {
  await ctx.tx
    .insertInto("meters.tariff_version")
    .values({ site_id: ctx.siteId, tariff_id: id, from_day: fromDay, form: json(form), recorded_at: ctx.now })
    .onConflict((conflict) => conflict.columns(["site_id", "tariff_id", "from_day"]).doUpdateSet({ form: json(form), recorded_at: ctx.now }))
    .execute();
  await ctx.record(pricesSet, { tariffId: id, name, fromDay, form });
  await ctx.tell(ctx.siteId, "meters.tariff", id);
}

const violations = (name: string) => ({
  tariff_name_once_per_site: () => metersProblems.tariffNameTaken({ name }),
  tariff_pkey: () => metersProblems.idTaken(),
  one_default_tariff_per_kind: () => metersProblems.stale(),
});
