import { route, workAcross } from "#platform/feature.ts";
import * as contract from "../contract.ts";
import { adoptProposedParameters, announce, changeDraftClause, changeDraftStandard, discardDraft, dropDraftClause, publishDraft, setParameter, startDraft } from "./commands.ts";
import { printedManual } from "./print.ts";
import { allEditions, clausePage, differenceOfEditions, draftEdition, editionAt, editionById, parameterHistory, searchClauses, siteParameters } from "./queries.ts";

export const manualRoutes = [
  route(contract.getBook, (ctx, { query }) => editionAt(ctx, query.on)),
  route(contract.searchManual, (ctx, { query }) => searchClauses(ctx, query)),
  route(contract.printManual, (ctx, { query }) => printedManual(ctx, query)),
  route(contract.listEditions, async (ctx) => ({ items: await allEditions(ctx) })),
  route(contract.getEdition, (ctx, { params }) => editionById(ctx, params.editionId)),
  route(contract.getDifference, (ctx, { params, query }) => differenceOfEditions(ctx, { ...params, ...query })),
  route(contract.startDraft, (ctx) => startDraft(ctx)),
  route(contract.getDraft, (ctx) => draftEdition(ctx)),
  route(contract.discardDraft, (ctx, { query }) => discardDraft(ctx, query)),
  route(contract.putDraftClause, (ctx, { params, body }) => changeDraftClause(ctx, params.clauseId, body)),
  route(contract.dropDraftClause, (ctx, { params, query }) => dropDraftClause(ctx, params.clauseId, query)),
  route(contract.putDraftStandard, (ctx, { params, body }) => changeDraftStandard(ctx, params.standardId, body)),
  route(contract.publishDraft, (ctx, { body }) => publishDraft(ctx, body)),
  route(contract.getClause, (ctx, { params, query }) => clausePage(ctx, { ...params, ...query })),
  route(contract.getParameters, (ctx, { query }) => siteParameters(ctx, query.on)),
  route(contract.getParameterHistory, async (ctx, { params }) => ({ items: await parameterHistory(ctx, params.parameterId) })),
  route(contract.setParameter, (ctx, { params, body }) => setParameter(ctx, { ...params, ...body })),
  route(contract.adoptProposals, (ctx) => adoptProposedParameters(ctx)),
];

export const manualJobs = [workAcross(contract.announceEdition, announce)];
