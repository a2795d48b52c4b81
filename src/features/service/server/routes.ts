import { route } from "#platform/feature.ts";
import * as contract from "../contract.ts";
import { finishAction, recordAnalysis } from "./commands/analyse.ts";
import { classifyCase, handOverCase, linkCases, mergeCase } from "./commands/arrange.ts";
import { recordCallback, sendRatingLink } from "./commands/callback.ts";
import { deliverCalls, exchangeHere, importCalls, recordTestCall, renewExchangeKey } from "./commands/calls.ts";
import { recordConductSample } from "./commands/conduct.ts";
import { closeCase, openGateOf, reopenCase, voidCase } from "./commands/end.ts";
import { answerCase, attachOwnFile, rateByLink, rateOwnCase, reportCase } from "./commands/portal.ts";
import { takeCase } from "./commands/take.ts";
import { addNote, attachFile, fileOfCase, giveFeedback } from "./commands/tell.ts";
import { acceptCase, dispatchCase, promiseTime, resolveCase, transferCase, verifyCase } from "./commands/work.ts";
import { printComplaintForm } from "./print.ts";
import { analysisOf } from "./queries/analysis.ts";
import { callPage, conductPage } from "./queries/calls.ts";
import { customerForDesk } from "./queries/customer.ts";
import { analysedMonths, analysisOfMonth } from "./queries/monthly.ts";
import { openCasesByUnit } from "./queries/forOthers.ts";
import { caseView, pageOfCase } from "./queries/page.ts";
import { linkedRating, ownCasePage, ownCasePageById, ownUnits } from "./queries/portal.ts";
import { caseCounts, casePage, likelyDuplicates } from "./queries/rows.ts";
import { findAnything } from "./queries/search.ts";
import { analysisSheet, callSheet, caseSheet, conductSheet } from "./sheets.ts";
import { colleagues } from "./who.ts";

const deskRoutes = [
  route(contract.search, (ctx, { query }) => findAnything(ctx, query)),
  route(contract.getCustomer, (ctx, { params }) => customerForDesk(ctx, params.tenantId)),
  route(contract.takeCase, (ctx, { body }) => takeCase(ctx, body)),
  route(contract.findDuplicates, (ctx, { query }) => likelyDuplicates(ctx, query)),
  route(contract.listCases, (ctx, { query }) => casePage(ctx, query)),
  route(contract.exportCases, (ctx, { query }) => caseSheet(ctx, query)),
  route(contract.openByUnit, (ctx) => openCasesByUnit(ctx)),
  route(contract.countCases, (ctx) => caseCounts(ctx)),
  route(contract.getCase, (ctx, { params }) => pageOfCase(ctx, params.caseId)),
  route(contract.printComplaintForm, (ctx, { params, body, edge }) => printComplaintForm(ctx, { ...params, ...body, origin: edge.origin })),
  route(contract.listHandlers, async (ctx) => ({ people: (await colleagues(ctx)).map((person) => ({ ...person, departments: [...person.departments] })) })),
];

const actRoutes = [
  route(contract.promise, (ctx, { params, body }) => promiseTime(ctx, { ...params, ...body })),
  route(contract.dispatch, (ctx, { params, body }) => dispatchCase(ctx, { ...params, ...body })),
  route(contract.transfer, (ctx, { params, body }) => transferCase(ctx, { ...params, ...body })),
  route(contract.accept, (ctx, { params, body }) => acceptCase(ctx, { ...params, ...body })),
  route(contract.verify, (ctx, { params, body }) => verifyCase(ctx, { ...params, ...body })),
  route(contract.note, async (ctx, { params, body }) => {
    await addNote(ctx, { ...params, ...body });
    return caseView(ctx, params.caseId);
  }),
  route(contract.attach, (ctx, { params, query, body }) => attachFile(ctx, { ...params, ...query, file: body })),
  route(contract.getFile, (ctx, { params }) => fileOfCase(ctx, params)),
  route(contract.resolve, (ctx, { params, body }) => resolveCase(ctx, { ...params, ...body })),
  route(contract.giveFeedback, (ctx, { params, body }) => giveFeedback(ctx, { ...params, ...body })),
  route(contract.callBack, (ctx, { params, body }) => recordCallback(ctx, { ...params, ...body })),
  route(contract.sendRatingLink, (ctx, { params }) => sendRatingLink(ctx, params.caseId)),
  route(contract.classify, (ctx, { params, body }) => classifyCase(ctx, { ...params, ...body })),
  route(contract.closeCase, (ctx, { params, body }) => closeCase(ctx, { ...params, ...body })),
  route(contract.reopenCase, (ctx, { params, body }) => reopenCase(ctx, { ...params, ...body })),
  route(contract.mergeCase, (ctx, { params, body }) => mergeCase(ctx, { ...params, ...body })),
  route(contract.linkCases, (ctx, { params, body }) => linkCases(ctx, { ...params, ...body })),
  route(contract.voidCase, (ctx, { params, body }) => voidCase(ctx, { ...params, ...body })),
  route(contract.openGate, (ctx, { params, body }) => openGateOf(ctx, { ...params, ...body })),
  route(contract.handOver, (ctx, { params, body }) => handOverCase(ctx, { ...params, ...body })),
];

const callRoutes = [
  route(contract.listCalls, (ctx, { query }) => callPage(ctx, query)),
  route(contract.exportCalls, (ctx, { query }) => callSheet(ctx, query)),
  route(contract.importCalls, (ctx, { query, body }) => importCalls(ctx, { file: body, dryRun: query.dryRun === "true" })),
  route(contract.deliverCalls, (ctx, { body, edge }) => deliverCalls(ctx, body.calls, edge)),
  route(contract.recordTestCall, (ctx, { body }) => recordTestCall(ctx, body)),
  route(contract.getExchange, (ctx) => exchangeHere(ctx)),
  route(contract.renewExchangeKey, (ctx) => renewExchangeKey(ctx)),
  route(contract.listConductSamples, (ctx, { query }) => conductPage(ctx, query)),
  route(contract.exportConductSamples, (ctx, { query }) => conductSheet(ctx, query)),
  route(contract.recordConductSample, (ctx, { body }) => recordConductSample(ctx, body)),
];

const analysisRoutes = [
  route(contract.analyse, (ctx, { query }) => analysisOf(ctx, query)),
  route(contract.exportAnalysis, (ctx, { query }) => analysisSheet(ctx, query)),
  route(contract.listAnalyses, (ctx) => analysedMonths(ctx)),
  route(contract.getAnalysis, (ctx, { params }) => analysisOfMonth(ctx, params.month)),
  route(contract.recordAnalysis, (ctx, { params, body }) => recordAnalysis(ctx, { ...params, ...body })),
  route(contract.finishAction, (ctx, { params, body }) => finishAction(ctx, { ...params, ...body })),
];

const portalRoutes = [
  route(contract.reportCase, (ctx, { body }) => reportCase(ctx, body)),
  route(contract.listOwnCases, (ctx, { query }) => ownCasePage(ctx, query)),
  route(contract.listOwnUnits, (ctx) => ownUnits(ctx)),
  route(contract.getOwnCase, (ctx, { params }) => ownCasePageById(ctx, params.caseId)),
  route(contract.answerCase, (ctx, { params, body }) => answerCase(ctx, { ...params, ...body })),
  route(contract.attachOwn, (ctx, { params, body }) => attachOwnFile(ctx, { ...params, file: body })),
  route(contract.getOwnFile, (ctx, { params }) => fileOfCase(ctx, params)),
  route(contract.rateOwnCase, (ctx, { params, body }) => rateOwnCase(ctx, { ...params, ...body })),
  route(contract.getLinkedRating, (ctx, { params }) => linkedRating(ctx, params.token)),
  route(contract.rateByLink, (ctx, { params, body }) => rateByLink(ctx, { ...params, ...body })),
];

export const serviceRoutes = [...deskRoutes, ...actRoutes, ...callRoutes, ...analysisRoutes, ...portalRoutes];
