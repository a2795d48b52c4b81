import type { Feature } from "#platform/feature.ts";
import { tenantsRoutes } from "./routes.ts";

export { leadReachedIntent } from "./commands/leads.ts";
export { askForPapers, judgePapers } from "./commands/papers.ts";
export { changeContact, changeTenant, createContact, createTenant } from "./commands/tenants.ts";
export { leadById } from "./queries/leads.ts";
export { type Qualification, qualificationsOf, whyNotQualified } from "./queries/papers.ts";
export { contactById, contactsOf, tenantById } from "./queries/tenants.ts";

export const tenantsFeature: Feature = { name: "tenants", routes: tenantsRoutes };
