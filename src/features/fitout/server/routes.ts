import { route } from "#platform/feature.ts";
import * as acts from "../contract/acts.ts";
import * as cases from "../contract/cases.ts";
import * as portal from "../contract/portal.ts";
import * as works from "../contract/works.ts";
import { acceptWorks, askCompletion, mendDefect } from "./commands/accept.ts";
import { issueAgreement, openSiteCheck } from "./commands/agree.ts";
import { explainGuide, recordFireApproval, submitApplication } from "./commands/apply.ts";
import { setFees } from "./commands/fees.ts";
import { addFile, fileOfCase, readWorkers } from "./commands/files.ts";
import { openFitOut, openStepGate } from "./commands/open.ts";
import { liftStop, recordPatrol, rectifyStop, stopWorks } from "./commands/patrol.ts";
import { extendPermit, issuePermit, returnPasses } from "./commands/permit.ts";
import { inOwnCase, openOwnCase, ownCase, ownCases } from "./commands/portal.ts";
import { askRefund, decideRefund, listDeductions, tellDeductions } from "./commands/refund.ts";
import { giveReview, withdrawReview } from "./commands/review.ts";
import { withdrawCase } from "./commands/withdraw.ts";
import { board, casePage, nextSteps } from "./queries/lists.ts";
import { putSetting, settingOf } from "./queries/setting.ts";
import { caseView } from "./queries/view.ts";
import { casesSheet } from "./sheets.ts";

export const fitoutRoutes = [
  route(cases.listCases, (ctx, { query }) => casePage(ctx, query)),
  route(cases.exportCases, (ctx, { query }) => casesSheet(ctx, query)),
  route(cases.getBoard, (ctx) => board(ctx)),
  route(cases.listNextSteps, (ctx) => nextSteps(ctx)),
  route(cases.getCase, (ctx, { params }) => caseView(ctx, params.caseId)),
  route(cases.openCase, (ctx, { body }) => openFitOut(ctx, body)),
  route(cases.openStepGate, (ctx, { params, body }) => openStepGate(ctx, { ...params, ...body })),
  route(cases.withdrawCase, (ctx, { params, body }) => withdrawCase(ctx, { ...params, ...body })),
  route(cases.addFile, (ctx, { params, query, body }) => addFile(ctx, { ...params, ...query, file: body })),
  route(cases.getFile, (ctx, { params }) => fileOfCase(ctx, params)),
  route(cases.readWorkers, async (_ctx, { body }) => ({ workers: await readWorkers(body) })),
  route(cases.getSetting, (ctx) => settingOf(ctx)),
  route(cases.putSetting, (ctx, { body }) => putSetting(ctx, body)),

  route(acts.explainGuide, (ctx, { params, body }) => explainGuide(ctx, { ...params, ...body })),
  route(acts.submitApplication, (ctx, { params, body }) => submitApplication(ctx, { ...params, ...body, isFromPortal: false })),
  route(acts.reviewEngineering, (ctx, { params, body }) => giveReview(ctx, { ...params, ...body, kind: "engineering", isFireReviewDue: false })),
  route(acts.reviewFireSafety, (ctx, { params, body }) => giveReview(ctx, { ...params, ...body, kind: "fireSafety" })),
  route(acts.withdrawReview, (ctx, { params, body }) => withdrawReview(ctx, { ...params, ...body })),
  route(acts.recordFireApproval, (ctx, { params, body }) => recordFireApproval(ctx, { ...params, ...body })),
  route(acts.issueAgreement, (ctx, { params, body }) => issueAgreement(ctx, { ...params, ...body })),
  route(acts.setFees, (ctx, { params, body }) => setFees(ctx, { ...params, ...body })),
  route(acts.openSiteCheck, (ctx, { params, body }) => openSiteCheck(ctx, { ...params, ...body })),
  route(acts.issuePermit, (ctx, { params, body }) => issuePermit(ctx, { ...params, ...body })),
  route(acts.extendPermit, (ctx, { params, body }) => extendPermit(ctx, { ...params, ...body })),

  route(works.recordPatrol, (ctx, { params, body }) => recordPatrol(ctx, { ...params, ...body })),
  route(works.stopWorks, (ctx, { params, body }) => stopWorks(ctx, { ...params, ...body })),
  route(works.rectifyStop, (ctx, { params, body }) => rectifyStop(ctx, { ...params, ...body })),
  route(works.liftStop, (ctx, { params, body }) => liftStop(ctx, { ...params, ...body })),
  route(works.askCompletion, (ctx, { params, body }) => askCompletion(ctx, { ...params, ...body })),
  route(works.returnPasses, (ctx, { params, body }) => returnPasses(ctx, { ...params, ...body })),
  route(works.acceptWorks, (ctx, { params, body }) => acceptWorks(ctx, { ...params, ...body })),
  route(works.mendDefect, (ctx, { params }) => mendDefect(ctx, params)),
  route(works.listDeductions, (ctx, { params, body }) => listDeductions(ctx, { ...params, ...body })),
  route(works.tellDeductions, (ctx, { params, body }) => tellDeductions(ctx, { ...params, ...body })),
  route(works.askRefund, (ctx, { params, body }) => askRefund(ctx, { ...params, ...body })),
  route(works.decideRefund, (ctx, { params, body }) => decideRefund(ctx, { ...params, ...body })),

  route(portal.listOwnCases, (ctx) => ownCases(ctx)),
  route(portal.getOwnCase, (ctx, { params }) => ownCase(ctx, params.caseId)),
  route(portal.openOwnCase, (ctx, { body }) => openOwnCase(ctx, body)),
  route(portal.addOwnFile, (ctx, { params, query, body }) => addFile(ctx, { ...params, ...query, file: body })),
  route(portal.getOwnFile, (ctx, { params }) => fileOfCase(ctx, params)),
  route(portal.readOwnWorkers, async (_ctx, { body }) => ({ workers: await readWorkers(body) })),
  route(portal.submitOwnApplication, (ctx, { params, body }) => inOwnCase(ctx, params.caseId, (house) => submitApplication(house, { ...params, ...body, isFromPortal: true }))),
  route(portal.recordOwnFireApproval, (ctx, { params, body }) => inOwnCase(ctx, params.caseId, (house) => recordFireApproval(house, { ...params, ...body }))),
  route(portal.rectifyOwnStop, (ctx, { params, body }) => inOwnCase(ctx, params.caseId, (house) => rectifyStop(house, { ...params, ...body }))),
  route(portal.askOwnCompletion, (ctx, { params, body }) => inOwnCase(ctx, params.caseId, (house) => askCompletion(house, { ...params, ...body }))),
];
