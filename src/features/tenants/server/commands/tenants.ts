import type { Id } from "#kernel/id.ts";
import { Refusal, refuseIf } from "#kernel/problem.ts";
import type { SiteContext } from "#platform/context.ts";
import { refusing } from "#platform/db/violations.ts";
import { searchKey } from "#platform/text/searchKey.ts";
import { endLinksOfContact } from "#features/documents/server/index.ts";
import { revokeOfTenant, tellGranted } from "#features/people/server/index.ts";
import { contactChanged, tenantChanged } from "../../contract.ts";
import { type Contact, type Tenant, type TenantKind, tenantsProblems, whyNotCreditCode } from "../../rules.ts";
import { contactById, tenantById } from "../queries/tenants.ts";

type TenantInput = Pick<Tenant, "name" | "shortName" | "creditCode" | "industry"> & { readonly kind?: TenantKind } & Partial<
    Pick<Tenant, "address" | "phone" | "bankName" | "bankAccount">
  >;

/** Adds a tenant. Refusals: nameTaken, creditCodeWrong. */
export async function createTenant(ctx: SiteContext, { id, ...input }: TenantInput & { id: Id<"tenant"> }): Promise<Tenant> {
  refuseIf(whyNotCreditCode(input.creditCode));
  const insert = ctx.tx.insertInto("tenants.tenant").values({ site_id: ctx.siteId, id, ...tenantColumns(input), created_at: ctx.now });
  await refusing(insert.execute(), nameTaken(input));
  await ctx.record(tenantChanged, { tenantId: id, name: input.name, deed: "added", state: "active" });
  return toldTenant(ctx, id);
}

/** Changes a tenant; with one that has left, nobody signs in for it any more. Refusals: notFound, nameTaken, creditCodeWrong, stale. */
export async function changeTenant(ctx: SiteContext, { id, version, state, ...input }: TenantInput & Pick<Tenant, "id" | "state" | "version">): Promise<Tenant> {
  await tenantById(ctx, id);
  refuseIf(whyNotCreditCode(input.creditCode));
  const change = ctx.tx
    .updateTable("tenants.tenant")
    .set({ ...tenantColumns(input), state, version: version + 1 })
    .where("site_id", "=", ctx.siteId)
    .where("id", "=", id)
    .where("version", "=", version);
  const row = await refusing(change.returning("id").executeTakeFirst(), nameTaken(input));
  if (!row) throw new Refusal(tenantsProblems.stale());
  if (state === "left") await revokeOfTenant(ctx, { tenantId: id });
  await ctx.record(tenantChanged, { tenantId: id, name: input.name, deed: "changed", state });
  return toldTenant(ctx, id);
}

const tenantColumns = ({ name, shortName, kind = "company", creditCode, industry, address = "", phone = "", bankName = "", bankAccount = "" }: TenantInput) => ({
  kind,
  name,
  short_name: shortName,
  credit_code: creditCode,
  industry,
  address,
  phone,
  bank_name: bankName,
  bank_account: bankAccount,
  search_key: searchKey(name, shortName),
});

const nameTaken = ({ name }: TenantInput) => ({ tenant_name_once_per_site: () => tenantsProblems.nameTaken({ name }), tenant_pkey: () => tenantsProblems.nameTaken({ name }) });

async function toldTenant(ctx: SiteContext, id: Id<"tenant">): Promise<Tenant> {
  await ctx.tell(ctx.siteId, "tenants.tenant", id);
  return tenantById(ctx, id);
}

type ContactInput = Pick<Contact, "name" | "post" | "phone" | "email" | "authorities">;

/** Adds a contact of a tenant. Refusal: notFound. */
export async function createContact(ctx: SiteContext, { id, tenantId, ...input }: ContactInput & Pick<Contact, "id" | "tenantId">): Promise<Contact> {
  await tenantById(ctx, tenantId);
  const insert = ctx.tx.insertInto("tenants.contact").values({ site_id: ctx.siteId, id, tenant_id: tenantId, ...contactColumns(input), created_at: ctx.now });
  await refusing(insert.execute(), { contact_pkey: () => tenantsProblems.stale() });
  return recordContact(ctx, { id, tenantId, ...input, state: "active", version: 1 }, "added");
}

/** Changes a contact, and with them what they may do in the portal; or says that they have left, and then may no longer sign in for the company; whoever may no longer sign for it loses the links to sign by. Refusals: contactNotFound, stale. */
export async function changeContact(
  ctx: SiteContext,
  { id, tenantId, version, state, ...input }: ContactInput & Pick<Contact, "id" | "tenantId" | "state" | "version">,
): Promise<Contact> {
  const contact = await contactById(ctx, id);
  if (contact.tenantId !== tenantId) throw new Refusal(tenantsProblems.contactNotFound());
  const change = ctx.tx
    .updateTable("tenants.contact")
    .set({ ...contactColumns(input), state, version: version + 1 })
    .where("site_id", "=", ctx.siteId)
    .where("id", "=", id)
    .where("version", "=", version);
  const row = await change.returning("version").executeTakeFirst();
  if (!row) throw new Refusal(tenantsProblems.stale());
  if (state === "left") await revokeOfTenant(ctx, { contactId: id });
  else await tellGranted(ctx, id);
  const maySign = state !== "left" && (input.authorities.includes("signing") || !contact.authorities.includes("signing"));
  if (!maySign) await endLinksOfContact(ctx, id);
  return recordContact(ctx, { id, tenantId, ...input, state, version: row.version }, "changed");
}

const contactColumns = ({ name, post, phone, email, authorities }: ContactInput) => ({
  name,
  post,
  phone,
  email,
  authorities: [...authorities],
  search_key: searchKey(name, phone, email),
});

async function recordContact(ctx: SiteContext, contact: Contact, deed: "added" | "changed"): Promise<Contact> {
  await ctx.record(contactChanged, { contactId: contact.id, tenantId: contact.tenantId, name: contact.name, authorities: contact.authorities, deed, state: contact.state });
  await ctx.tell(ctx.siteId, "tenants.contact", contact.id);
  return contact;
}
