import type { Id } from "#kernel/id.ts";
import { Refusal } from "#kernel/problem.ts";
import type { SiteContext } from "#platform/context.ts";
import { type Basis, type MeterKind, metersProblems, type Tariff, type TariffForm } from "../../rules.ts";

/** Every tariff by name, each with its prices, oldest first. */
export async function tariffsHere(ctx: SiteContext): Promise<Tariff[]> {
  const tariffs = await ctx.tx.selectFrom("meters.tariff").select(["id", "name", "kind", "is_default", "version"]).where("site_id", "=", ctx.siteId).orderBy("name").execute();
  const versions = await ctx.tx.selectFrom("meters.tariff_version").select(["tariff_id", "from_day", "form"]).where("site_id", "=", ctx.siteId).orderBy("from_day").execute();
  const byTariff = Map.groupBy(versions, (row) => row.tariff_id);
  return tariffs.map((row) => ({
    id: row.id as Id<"tariff">,
    name: row.name,
    kind: row.kind as MeterKind,
    isDefault: row.is_default,
    versions: (byTariff.get(row.id) ?? []).map(({ from_day, form }) => ({ fromDay: from_day, form: form as TariffForm })),
    version: row.version,
  }));
}

/** Refusal: tariffNotFound. */
export async function tariffById(ctx: SiteContext, id: Id<"tariff">): Promise<Tariff> {
  const tariff = (await tariffsHere(ctx)).find((one) => one.id === id);
  if (!tariff) throw new Refusal(metersProblems.tariffNotFound());
  return tariff;
}

/** Every policy of sharing, by kind, the newest first. */
export async function policiesHere(ctx: SiteContext) {
  const rows = await ctx.tx
    .selectFrom("meters.policy as policy")
    .leftJoin("meters.tariff as tariff", (join) => join.onRef("tariff.site_id", "=", "policy.site_id").onRef("tariff.id", "=", "policy.tariff_id"))
    .where("policy.site_id", "=", ctx.siteId)
    .select(["policy.kind", "policy.from_day", "policy.common", "policy.loss", "policy.tariff_id", "tariff.name as tariff"])
    .orderBy("policy.kind")
    .orderBy("policy.from_day", "desc")
    .execute();
  return rows.map((row) => ({
    kind: row.kind as MeterKind,
    fromDay: row.from_day,
    common: row.common as Basis,
    loss: row.loss as Basis,
    tariffId: row.tariff_id as Id<"tariff"> | null,
    tariff: row.tariff,
  }));
}

/** How a kind is shared out on a day; not at all until a policy says so. */
export async function policyOn(ctx: SiteContext, kind: MeterKind, day: Temporal.PlainDate): Promise<{ common: Basis; loss: Basis; tariffId: Id<"tariff"> | null }> {
  const found = (await policiesHere(ctx)).find((policy) => policy.kind === kind && Temporal.PlainDate.compare(policy.fromDay, day) <= 0);
  return found ?? { common: "none", loss: "none", tariffId: null };
}
