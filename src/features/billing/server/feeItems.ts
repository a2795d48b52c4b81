import type { Id } from "#kernel/id.ts";
import type { Fen } from "#kernel/money.ts";
import { Refusal } from "#kernel/problem.ts";
import type { SiteContext } from "#platform/context.ts";
import { refusing } from "#platform/db/violations.ts";
import { type FeeItemCode, feeItemCodes, feeItems, type TaxMode } from "#features/leasing/rules.ts";
import { entitiesOf } from "#features/sites/server/index.ts";
import { entityKinds, type LegalEntity, sitesProblems } from "#features/sites/rules.ts";
import { feeItemChanged, taxRateChanged } from "../contract.ts";
import { billingProblems, type FeeItem, rateOn, type TaxCategory, taxCategoryOf, taxed, type Taxed, type TaxRate } from "../rules.ts";

/** The fee items of the site, by code: its own where it has decided, else the house's. */
export async function feeItemsOf(ctx: SiteContext): Promise<FeeItem[]> {
  const rows = await ctx.tx.selectFrom("billing.fee_item").selectAll().where("site_id", "=", ctx.siteId).execute();
  const own = new Map(rows.map((row) => [row.code, row]));
  return feeItemCodes.map((code) => {
    const row = own.get(code);
    if (!row) return { code, name: feeItems[code].name, payee: feeItems[code].payee, taxCategory: taxCategoryOf[code], goodsCode: "", version: 0 };
    return {
      code,
      name: { zh: row.name_zh, en: row.name_en },
      payee: row.payee as FeeItem["payee"],
      taxCategory: row.tax_category as TaxCategory,
      goodsCode: row.goods_code,
      version: row.version,
    };
  });
}

/** The fee items of which a legal entity of the site is paid, as the site has it now. */
export async function feeItemsPaidTo(ctx: SiteContext, entityId: Id<"entity">): Promise<FeeItemCode[]> {
  const kind = (await entitiesOf(ctx)).find(({ id }) => id === entityId)?.kind;
  return (await feeItemsOf(ctx)).filter(({ payee }) => payee === kind).map(({ code }) => code);
}

/** Decides how a fee item is called, who is paid and how it is taxed, for bills from now on. Refusal: stale. */
export async function putFeeItem(ctx: SiteContext, { code, name, payee, taxCategory, goodsCode, version }: FeeItem): Promise<FeeItem> {
  const columns = { name_zh: name.zh, name_en: name.en, payee, tax_category: taxCategory, goods_code: goodsCode, version: version + 1 };
  const written = await ctx.tx
    .insertInto("billing.fee_item")
    .values({ site_id: ctx.siteId, code, ...columns })
    .onConflict((conflict) => conflict.columns(["site_id", "code"]).doUpdateSet(columns).where("billing.fee_item.version", "=", version))
    .returning("version")
    .executeTakeFirst();
  if (!written || version > 0 !== written.version > 1) throw new Refusal(billingProblems.stale());
  await ctx.record(feeItemChanged, { feeItemId: code, name, payee, taxCategory, goodsCode });
  await ctx.tell(ctx.siteId, "billing.fee_item", code);
  return { code, name, payee, taxCategory, goodsCode, version: version + 1 };
}

export type OwnTaxRate = TaxRate & { readonly id: Id<"taxRate"> };

/** The site's own tax rates, newest first. */
export async function ownTaxRates(ctx: SiteContext): Promise<OwnTaxRate[]> {
  const rows = await ctx.tx.selectFrom("billing.tax_rate").selectAll().where("site_id", "=", ctx.siteId).orderBy("from_day", "desc").orderBy("id").execute();
  return rows.map((row) => ({
    id: row.id as Id<"taxRate">,
    category: row.category as TaxCategory,
    taxpayer: row.taxpayer as TaxRate["taxpayer"],
    rate: row.rate,
    from: row.from_day,
  }));
}

/** Adds a rate of the site's own from a day on. Refusal: rateTaken. */
export async function addTaxRate(ctx: SiteContext, rate: OwnTaxRate): Promise<OwnTaxRate> {
  const { id, category, taxpayer, rate: value, from } = rate;
  const insert = ctx.tx.insertInto("billing.tax_rate").values({ site_id: ctx.siteId, id, category, taxpayer, rate: value, from_day: from }).execute();
  await refusing(insert, { one_rate_from_a_day: () => billingProblems.rateTaken(), tax_rate_pkey: () => billingProblems.rateTaken() });
  await ctx.record(taxRateChanged, { taxRateId: id, category, taxpayer, rate: value, from, isRemoved: false });
  await ctx.tell(ctx.siteId, "billing.tax_rate", id);
  return rate;
}

/** Removes a rate of the site's own: the one before it, or the law's, holds again for bills from now on. */
export async function removeTaxRate(ctx: SiteContext, id: Id<"taxRate">): Promise<void> {
  const rate = (await ownTaxRates(ctx)).find((one) => one.id === id);
  if (!rate) return;
  await ctx.tx.deleteFrom("billing.tax_rate").where("site_id", "=", ctx.siteId).where("id", "=", id).execute();
  await ctx.record(taxRateChanged, { taxRateId: id, category: rate.category, taxpayer: rate.taxpayer, rate: rate.rate, from: rate.from, isRemoved: true });
  await ctx.tell(ctx.siteId, "billing.tax_rate", id);
}

/** What turns an amount into a line of a bill at this site: who is paid, at which rate. Read once for many lines. */
export interface Pricing {
  readonly feeItem: (code: FeeItemCode) => FeeItem;
  /** Refusal: entityMissing. */
  readonly payee: (code: FeeItemCode) => LegalEntity;
  readonly entity: (id: Id<"entity">) => LegalEntity;
  /** As the payee of the fee item is taxed, or `entity` in its place. */
  readonly tax: (
    code: FeeItemCode,
    amount: Fen,
    mode: TaxMode,
    day: Temporal.PlainDate,
    entity?: LegalEntity,
  ) => Taxed & { readonly taxRate: string; readonly taxCategory: TaxCategory };
}

export async function pricingOf(ctx: SiteContext): Promise<Pricing> {
  const items = new Map((await feeItemsOf(ctx)).map((item) => [item.code, item]));
  const entities = new Map((await entitiesOf(ctx)).map((entity) => [entity.kind, entity]));
  const rates = await ownTaxRates(ctx);
  const known = new Map<string, string>();
  const feeItem = (code: FeeItemCode): FeeItem => items.get(code)!;
  const payee = (code: FeeItemCode): LegalEntity => {
    const { payee: kind } = feeItem(code);
    const entity = entities.get(kind);
    if (!entity) throw new Refusal(sitesProblems.entityMissing({ kind: entityKinds[kind].zh }));
    return entity;
  };
  return {
    feeItem,
    payee,
    entity: (id) => [...entities.values()].find((entity) => entity.id === id)!,
    tax(code, amount, mode, day, entity = payee(code)) {
      const { taxCategory } = feeItem(code);
      const { taxpayer } = entity;
      const key = `${taxCategory} ${taxpayer} ${day.toString()}`;
      const taxRate = known.get(key) ?? rateOn(rates, taxCategory, taxpayer, day);
      known.set(key, taxRate);
      return { ...taxed(amount, taxRate, mode), taxRate, taxCategory };
    },
  };
}
