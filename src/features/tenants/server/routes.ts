import { route } from "#platform/feature.ts";
import * as contract from "../contract.ts";
import { changeContact, changeTenant, createContact, createTenant } from "./commands.ts";
import { contactsOf, tenantById, tenantPage } from "./queries.ts";

export const tenantsRoutes = [
  route(contract.listTenants, (ctx, { query }) => tenantPage(ctx, query)),
  route(contract.getTenant, async (ctx, { params }) => ({ tenant: await tenantById(ctx, params.tenantId), contacts: await contactsOf(ctx, params.tenantId) })),
  route(contract.createTenant, (ctx, { body }) => createTenant(ctx, body)),
  route(contract.changeTenant, (ctx, { params, body }) => changeTenant(ctx, { id: params.tenantId, ...body })),
  route(contract.createContact, (ctx, { params, body }) => createContact(ctx, { tenantId: params.tenantId, ...body })),
  route(contract.changeContact, (ctx, { params, body }) => changeContact(ctx, { id: params.contactId, tenantId: params.tenantId, ...body })),
];
