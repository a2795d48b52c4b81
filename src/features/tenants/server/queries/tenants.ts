import { sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import { Refusal } from "#kernel/problem.ts";
import type { Authority } from "#kernel/role.ts";
import type { SiteContext } from "#platform/context.ts";
import { keysOf, pageFrom } from "#platform/db/keyset.ts";
import { containing } from "#platform/text/searchKey.ts";
import { type Contact, type Tenant, type TenantKind, tenantsProblems } from "../../rules.ts";

/** The tenants of the site at hand that this actor may see; a tenant's contact sees their own company. */
function visibleTenants(ctx: SiteContext) {
  const tenants = ctx.tx
    .selectFrom("tenants.tenant")
    .where("site_id", "=", ctx.siteId)
    .select(["id", "name", "short_name", "credit_code", "industry", "address", "phone", "bank_name", "bank_account", "kind", "paper_stage", "state", "version"]);
  return ctx.tenantId ? tenants.where("id", "=", ctx.tenantId) : tenants;
}

function visibleContacts(ctx: SiteContext) {
  const contacts = ctx.tx
    .selectFrom("tenants.contact")
    .where("site_id", "=", ctx.siteId)
    .select(["id", "tenant_id", "name", "post", "phone", "email", "authorities", "state", "version"]);
  return ctx.tenantId ? contacts.where("tenant_id", "=", ctx.tenantId) : contacts;
}

/** Refusal: notFound. */
export async function tenantById(ctx: SiteContext, id: Id<"tenant">): Promise<Tenant> {
  const row = await visibleTenants(ctx).where("id", "=", id).executeTakeFirst();
  if (!row) throw new Refusal(tenantsProblems.notFound());
  return toTenant(row);
}

/** Refusal: contactNotFound. */
export async function contactById(ctx: SiteContext, id: Id<"contact">): Promise<Contact> {
  const row = await visibleContacts(ctx).where("id", "=", id).executeTakeFirst();
  if (!row) throw new Refusal(tenantsProblems.contactNotFound());
  return toContact(row);
}

/** The contacts of a tenant, those who have left last. */
export async function contactsOf(ctx: SiteContext, tenantId: Id<"tenant">): Promise<Contact[]> {
  const rows = await visibleContacts(ctx).where("tenant_id", "=", tenantId).orderBy("state").orderBy("created_at").execute();
  return rows.map(toContact);
}

export interface TenantFilter {
  readonly search?: string | undefined;
  readonly state?: Tenant["state"] | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

/** Tenants by name. */
export async function tenantPage(ctx: SiteContext, { search, state, cursor, limit }: TenantFilter) {
  let query = visibleTenants(ctx)
    .orderBy("name")
    .limit(limit + 1);
  if (search) query = query.where("search_key", "like", containing(search));
  if (state) query = query.where("state", "=", state);
  if (cursor) query = query.where(sql<boolean>`name > ${keysOf(cursor, 1)[0]}`);
  const page = pageFrom(await query.execute(), limit, ({ name }) => [name]);
  return { items: page.items.map(toTenant), next: page.next };
}

const toTenant = (row: {
  id: string;
  name: string;
  short_name: string;
  credit_code: string | null;
  industry: string;
  address: string;
  phone: string;
  bank_name: string;
  bank_account: string;
  kind: string;
  paper_stage: string | null;
  state: string;
  version: number;
}): Tenant => ({
  id: row.id as Id<"tenant">,
  name: row.name,
  shortName: row.short_name,
  creditCode: row.credit_code,
  industry: row.industry,
  address: row.address,
  phone: row.phone,
  bankName: row.bank_name,
  bankAccount: row.bank_account,
  kind: row.kind as TenantKind,
  paperStage: row.paper_stage as Tenant["paperStage"],
  state: row.state as Tenant["state"],
  version: row.version,
});

const toContact = (row: {
  id: string;
  tenant_id: string;
  name: string;
  post: string;
  phone: string;
  email: string;
  authorities: string[];
  state: string;
  version: number;
}): Contact => ({
  id: row.id as Id<"contact">,
  tenantId: row.tenant_id as Id<"tenant">,
  name: row.name,
  post: row.post,
  phone: row.phone,
  email: row.email,
  authorities: row.authorities as Authority[],
  state: row.state as Contact["state"],
  version: row.version,
});
