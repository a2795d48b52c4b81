import type { ValueOf } from "#kernel/contract.ts";
import type { Id } from "#kernel/id.ts";
import { Refusal } from "#kernel/problem.ts";
import type { SiteContext } from "#platform/context.ts";
import type { LegalEntity } from "#features/sites/rules.ts";
import { entitiesOf } from "#features/sites/server/index.ts";
import { type accountsField, settingChanged, type settingField } from "../contract.ts";
import { type AccountRole, accountRoles, type Accounts, booksProblems, defaultAccounts } from "../rules.ts";

type Setting = ValueOf<typeof settingField>;

/** What every invoice of the site says about the building. */
export async function settingOf(ctx: SiteContext): Promise<Setting> {
  const row = await ctx.tx.selectFrom("books.setting").selectAll().where("site_id", "=", ctx.siteId).executeTakeFirst();
  return { region: row?.region ?? "", address: row?.address ?? "", isCrossCity: row?.is_cross_city ?? false, areaUnit: row?.area_unit ?? "平方米", version: row?.version ?? 0 };
}

/** Refusal: stale. */
export async function putSetting(ctx: SiteContext, { region, address, isCrossCity, areaUnit, version }: Setting): Promise<Setting> {
  const columns = { region, address, is_cross_city: isCrossCity, area_unit: areaUnit, version: version + 1 };
  const written = await ctx.tx
    .insertInto("books.setting")
    .values({ site_id: ctx.siteId, ...columns })
    .onConflict((conflict) => conflict.column("site_id").doUpdateSet(columns).where("books.setting.version", "=", version))
    .returning("version")
    .executeTakeFirst();
  if (!written || version > 0 !== written.version > 1) throw new Refusal(booksProblems.stale());
  await ctx.record(settingChanged, { siteId: ctx.siteId, what: `${region} ${address}` });
  await ctx.tell(ctx.siteId, "books.setting");
  return settingOf(ctx);
}

/** Refusal: entityNotFound. */
export async function entityById(ctx: SiteContext, id: Id<"entity">): Promise<LegalEntity> {
  const entity = (await entitiesOf(ctx)).find((one) => one.id === id);
  if (!entity) throw new Refusal(booksProblems.entityNotFound());
  return entity;
}

/** A company's accounts: its own where it has decided, else the usual chart. */
export async function accountsOf(ctx: SiteContext, entityId: Id<"entity">): Promise<Accounts> {
  const rows = await ctx.tx.selectFrom("books.account").selectAll().where("site_id", "=", ctx.siteId).where("entity_id", "=", entityId).execute();
  return { ...defaultAccounts, ...(Object.fromEntries(rows.map(({ role, code, name }) => [role, { code, name }])) as Partial<Accounts>) };
}

type AccountList = ValueOf<typeof accountsField>;

/** Refusal: entityNotFound. */
export async function accountList(ctx: SiteContext, { entityId }: { readonly entityId: Id<"entity"> }): Promise<AccountList> {
  await entityById(ctx, entityId);
  const accounts = await accountsOf(ctx, entityId);
  return (Object.keys(accountRoles) as AccountRole[]).map((role) => ({ role, ...accounts[role] }));
}

/** Refusal: entityNotFound. */
export async function putAccounts(ctx: SiteContext, { entityId, accounts }: { readonly entityId: Id<"entity">; readonly accounts: AccountList }): Promise<AccountList> {
  const { name: company } = await entityById(ctx, entityId);
  for (const { role, code, name } of accounts) {
    await ctx.tx
      .insertInto("books.account")
      .values({ site_id: ctx.siteId, entity_id: entityId, role, code, name })
      .onConflict((conflict) => conflict.columns(["site_id", "entity_id", "role"]).doUpdateSet({ code, name }))
      .execute();
  }
  await ctx.record(settingChanged, { siteId: ctx.siteId, what: `${company}: ${accounts.map(({ role, code }) => `${role} ${code}`).join(", ")}` });
  await ctx.tell(ctx.siteId, "books.account", entityId);
  return accountList(ctx, { entityId });
}
