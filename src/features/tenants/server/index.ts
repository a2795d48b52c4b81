import type { Feature } from "#platform/feature.ts";
import { tenantsRoutes } from "./routes.ts";

export { changeTenant, createContact, createTenant } from "./commands.ts";
export { contactById, contactsOf, tenantById } from "./queries.ts";

export const tenantsFeature: Feature = { name: "tenants", routes: tenantsRoutes };
