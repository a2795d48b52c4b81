import { route } from "#platform/feature.ts";
import * as contract from "../contract.ts";
import * as imports from "../contract/leadImports.ts";
import * as leads from "../contract/leads.ts";
import * as papers from "../contract/papers.ts";
import { leadFaultSheet, leadImportById, leadImportPage, leadTemplate, runLeadImport, undoLeadImport, uploadLeads } from "./commands/leadImports.ts";
import { changeLead, endLead, handOnLead, moveLead, recordStep, reopenLead, setNextStep, takeLead } from "./commands/leads.ts";
import { makeTenant } from "./commands/makeTenant.ts";
import { fileOfPaper, handInOwnPaper, handInPaper, ownPapers, reviewPaper, setPaperStage } from "./commands/papers.ts";
import { changeContact, changeTenant, createContact, createTenant } from "./commands/tenants.ts";
import { boardOf, historyOf, leadOwners, leadPage, namedLead } from "./queries/leads.ts";
import { owedPapers, papersOfLead, papersOfTenant, papersToReview } from "./queries/papers.ts";
import { contactsOf, tenantById, tenantPage } from "./queries/tenants.ts";
import { leadSheet, owedPaperSheet } from "./sheets.ts";

export const tenantsRoutes = [
  route(contract.listTenants, (ctx, { query }) => tenantPage(ctx, query)),
  route(contract.getTenant, async (ctx, { params }) => ({ tenant: await tenantById(ctx, params.tenantId), contacts: await contactsOf(ctx, params.tenantId) })),
  route(contract.createTenant, (ctx, { body }) => createTenant(ctx, body)),
  route(contract.changeTenant, (ctx, { params, body }) => changeTenant(ctx, { id: params.tenantId, ...body })),
  route(contract.createContact, (ctx, { params, body }) => createContact(ctx, { tenantId: params.tenantId, ...body })),
  route(contract.changeContact, (ctx, { params, body }) => changeContact(ctx, { id: params.contactId, tenantId: params.tenantId, ...body })),

  route(leads.listLeads, (ctx, { query }) => leadPage(ctx, query)),
  route(leads.leadBoard, (ctx, { query }) => boardOf(ctx, query)),
  route(leads.exportLeads, (ctx, { query }) => leadSheet(ctx, query)),
  route(leads.leadOwners, (ctx) => leadOwners(ctx)),
  route(imports.uploadLeads, (ctx, { body }) => uploadLeads(ctx, body)),
  route(imports.listLeadImports, (ctx, { query }) => leadImportPage(ctx, query)),
  route(imports.getLeadImport, (ctx, { params }) => leadImportById(ctx, params.importId)),
  route(imports.exportLeadFaults, (ctx, { params }) => leadFaultSheet(ctx, params.importId)),
  route(imports.runLeadImport, (ctx, { params }) => runLeadImport(ctx, params.importId)),
  route(imports.undoLeadImport, (ctx, { params }) => undoLeadImport(ctx, params.importId)),
  route(imports.leadTemplate, (ctx, { query }) => leadTemplate(ctx, query)),
  route(leads.takeLead, (ctx, { body }) => takeLead(ctx, body)),
  route(leads.getLead, async (ctx, { params }) => ({ lead: await namedLead(ctx, params.leadId), history: await historyOf(ctx, params.leadId) })),
  route(leads.changeLead, (ctx, { params, body }) => changeLead(ctx, { ...params, ...body })),
  route(leads.recordStep, (ctx, { params, body }) => recordStep(ctx, { ...params, ...body })),
  route(leads.setNextStep, (ctx, { params, body }) => setNextStep(ctx, { ...params, ...body })),
  route(leads.moveLead, (ctx, { params, body }) => moveLead(ctx, { ...params, ...body })),
  route(leads.handOnLead, (ctx, { params, body }) => handOnLead(ctx, { ...params, ...body })),
  route(leads.endLead, (ctx, { params, body }) => endLead(ctx, { ...params, ...body })),
  route(leads.reopenLead, (ctx, { params, body }) => reopenLead(ctx, { ...params, ...body })),
  route(leads.makeTenant, (ctx, { params, body }) => makeTenant(ctx, { ...params, ...body })),

  route(papers.getTenantPapers, (ctx, { params }) => papersOfTenant(ctx, params.tenantId)),
  route(papers.getLeadPapers, (ctx, { params }) => papersOfLead(ctx, params.leadId)),
  route(papers.handInForTenant, (ctx, { params, query, body }) => handInPaper(ctx, { ...query, tenantId: params.tenantId, file: body })),
  route(papers.handInForLead, (ctx, { params, query, body }) => handInPaper(ctx, { ...query, leadId: params.leadId, file: body })),
  route(papers.setPaperStage, (ctx, { params, body }) => setPaperStage(ctx, { ...params, ...body })),
  route(papers.reviewPaper, (ctx, { params, body }) => reviewPaper(ctx, { ...params, ...body })),
  route(papers.getPaperFile, (ctx, { params }) => fileOfPaper(ctx, params.paperId)),
  route(papers.listOwedPapers, (ctx, { query }) => owedPapers(ctx, query)),
  route(papers.exportOwedPapers, (ctx, { query }) => owedPaperSheet(ctx, query)),
  route(papers.listPapersToReview, (ctx, { query }) => papersToReview(ctx, query)),
  route(papers.getOwnPapers, (ctx) => ownPapers(ctx)),
  route(papers.handInOwn, (ctx, { query, body }) => handInOwnPaper(ctx, { ...query, file: body })),
  route(papers.getOwnPaperFile, (ctx, { params }) => fileOfPaper(ctx, params.paperId)),
];
