import { z } from "zod";
import { endpoint, event } from "#kernel/contract.ts";
import { idField, pageOf, pageQuery, searchField, textField, versionField } from "#kernel/fields.ts";
import { authorities, type Authority } from "#kernel/role.ts";
import { words } from "#kernel/words.ts";
import { tenantKindField } from "./contract/leads.ts";
import { tenantsRights } from "./contract/rights.ts";
import { type PaperStage, paperStages } from "./rules/papers.ts";

export { leadEnded, leadField, listLeads } from "./contract/leads.ts";
export { paperReviewed } from "./contract/papers.ts";
export { tenantsRights };

const site = { siteId: idField("site") };
const authorityField = () => z.enum(Object.keys(authorities) as [Authority, ...Authority[]]);
const optionalText = (max: number) => z.union([z.literal(""), textField(max)]).default("");

export const tenantField = z.object({
  id: idField("tenant"),
  name: z.string(),
  shortName: z.string(),
  creditCode: z.string().nullable(),
  industry: z.string(),
  address: z.string(),
  phone: z.string(),
  bankName: z.string(),
  bankAccount: z.string(),
  kind: tenantKindField(),
  paperStage: z.enum(Object.keys(paperStages) as [PaperStage, ...PaperStage[]]).nullable(),
  state: z.enum(["active", "left"]),
  version: versionField(),
});
const tenantBody = {
  name: textField(200),
  kind: tenantKindField().default("company"),
  shortName: optionalText(60),
  creditCode: textField(18).nullable().default(null),
  industry: optionalText(60),
  address: optionalText(200),
  phone: optionalText(40),
  bankName: optionalText(100),
  bankAccount: optionalText(60),
};

export const contactField = z.object({
  id: idField("contact"),
  tenantId: idField("tenant"),
  name: z.string(),
  post: z.string(),
  phone: z.string(),
  email: z.string(),
  authorities: z.array(authorityField()).readonly(),
  state: z.enum(["active", "left"]),
  version: versionField(),
});
const contactBody = {
  name: textField(60),
  post: optionalText(60),
  phone: optionalText(40),
  email: z.union([z.literal(""), z.email().max(200)]).default(""),
  authorities: z.array(authorityField()).max(5).default(["repair"]),
};

export const listTenants = endpoint({
  method: "GET",
  path: "/sites/{siteId}/tenants",
  summary: "The tenants of a site by name; found by part of a name, its pinyin or its initials",
  permission: tenantsRights.read,
  params: z.object(site),
  query: z.object({ ...pageQuery, search: searchField().optional(), state: z.enum(["active", "left"]).optional() }),
  reply: pageOf(tenantField),
});
const tenantPath = z.object({ ...site, tenantId: idField("tenant") });
export const getTenant = endpoint({
  method: "GET",
  path: "/sites/{siteId}/tenants/{tenantId}",
  summary: "A tenant and its contacts",
  permission: tenantsRights.read,
  params: tenantPath,
  reply: z.object({ tenant: tenantField, contacts: z.array(contactField) }),
});
export const createTenant = endpoint({
  method: "POST",
  path: "/sites/{siteId}/tenants",
  summary: "Add a tenant",
  permission: tenantsRights.edit,
  params: z.object(site),
  body: z.object({ id: idField("tenant"), ...tenantBody }),
  reply: tenantField,
});
export const changeTenant = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/tenants/{tenantId}",
  summary: "Change a tenant",
  permission: tenantsRights.edit,
  params: tenantPath,
  body: z.object({ ...tenantBody, state: z.enum(["active", "left"]), version: versionField() }),
  reply: tenantField,
});
export const createContact = endpoint({
  method: "POST",
  path: "/sites/{siteId}/tenants/{tenantId}/contacts",
  summary: "Add a contact of a tenant",
  permission: tenantsRights.edit,
  params: tenantPath,
  body: z.object({ id: idField("contact"), ...contactBody }),
  reply: contactField,
});
export const changeContact = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/tenants/{tenantId}/contacts/{contactId}",
  summary: "Change a contact, or say that they have left",
  permission: tenantsRights.edit,
  params: z.object({ ...site, tenantId: idField("tenant"), contactId: idField("contact") }),
  body: z.object({ ...contactBody, state: z.enum(["active", "left"]), version: versionField() }),
  reply: contactField,
});

export const tenantChanged = event({
  name: "tenants.tenant_changed",
  words: words("修改租户资料", "Tenant changed"),
  clauses: [],
  subject: "tenant",
  facts: z.object({ tenantId: idField("tenant"), name: z.string(), deed: z.enum(["added", "changed"]), state: z.enum(["active", "left"]) }),
});
export const contactChanged = event({
  name: "tenants.contact_changed",
  words: words("修改联系人", "Contact changed"),
  clauses: [],
  subject: "contact",
  facts: z.object({
    contactId: idField("contact"),
    tenantId: idField("tenant"),
    name: z.string(),
    authorities: z.array(z.string()).readonly(),
    deed: z.enum(["added", "changed"]),
    state: z.enum(["active", "left"]),
  }),
});
