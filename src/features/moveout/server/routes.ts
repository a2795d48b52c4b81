import { documentCompleted } from "#features/documents/contract.ts";
import { inspectionSigned } from "#features/handover/contract.ts";
import type { Id } from "#kernel/id.ts";
import type { SiteContext } from "#platform/context.ts";
import { on, route } from "#platform/feature.ts";
import { fileContent } from "#platform/files/index.ts";
import { Refusal } from "#kernel/problem.ts";
import * as contract from "../contract.ts";
import { moveOutProblems } from "../rules.ts";
import { agreeAppointment, proposeAppointment, recordAppointment } from "./commands/appointment.ts";
import { recordClearance, takeKeysBack } from "./commands/clearance.ts";
import { hearOfConfirmation, issueConfirmation } from "./commands/confirmation.ts";
import { finishInvoices, openGate, rateMoveOut, recordVacancy } from "./commands/finish.ts";
import { askForRelease, cancelSlip, checkAtGate, decideSlip, putGatePhoto } from "./commands/goods.ts";
import { hearOfInspection, startInspection } from "./commands/inspection.ts";
import { checkedNotice, decideNotice, giveNotice, reviewNotice } from "./commands/notice.ts";
import { approveRefund, payRefund } from "./commands/refund.ts";
import { withdraw } from "./commands/withdraw.ts";
import { printNotice, printSlip } from "./letters.ts";
import { portalAgree, portalAskForRelease, portalCheckNotice, portalGiveNotice, portalPrintSlip, portalPropose, portalRate, portalView, portalWithdraw } from "./portal.ts";
import { board, casePage, nextSteps } from "./queries/lists.ts";
import { noticeReply } from "./queries/notice.ts";
import { slipByCode, slipById, slipPage } from "./queries/slips.ts";
import { type CaseView, caseView } from "./queries/view.ts";
import { casesSheet, slipsSheet } from "./sheets.ts";

/** Does a deed of a move-out and answers the whole of it. */
async function after(ctx: SiteContext, caseId: Id<"moveOut">, deed: Promise<void>): Promise<CaseView> {
  await deed;
  return caseView(ctx, caseId);
}

export const moveOutRoutes = [
  route(contract.listCases, (ctx, { query }) => casePage(ctx, query)),
  route(contract.exportCases, (ctx, { query }) => casesSheet(ctx, query)),
  route(contract.getBoard, (ctx) => board(ctx)),
  route(contract.listNextSteps, (ctx) => nextSteps(ctx)),
  route(contract.getCase, (ctx, { params }) => caseView(ctx, params.caseId)),
  route(contract.checkNotice, async (ctx, { query }) => noticeReply(await checkedNotice(ctx, query))),
  route(contract.giveNotice, (ctx, { body }) => after(ctx, body.id, giveNotice(ctx, { ...body, channel: "desk" }))),
  route(contract.printNotice, (ctx, { params, body, edge }) => printNotice(ctx, { caseId: params.caseId, language: body.language ?? ctx.language, origin: edge.origin })),
  route(contract.reviewNotice, (ctx, { params, body }) => after(ctx, params.caseId, reviewNotice(ctx, { ...body, caseId: params.caseId }))),
  route(contract.decideNotice, (ctx, { params, body }) => after(ctx, params.caseId, decideNotice(ctx, { ...body, caseId: params.caseId }))),
  route(contract.withdraw, (ctx, { params, body }) => after(ctx, params.caseId, withdraw(ctx, { ...body, caseId: params.caseId }))),
  route(contract.openGate, (ctx, { params, body }) => after(ctx, params.caseId, openGate(ctx, { ...body, caseId: params.caseId, step: params.step }))),
  route(contract.proposeAppointment, (ctx, { params, body }) => after(ctx, params.caseId, proposeAppointment(ctx, { ...body, caseId: params.caseId }, "property"))),
  route(contract.agreeAppointment, (ctx, { params, body }) => after(ctx, params.caseId, agreeAppointment(ctx, { ...body, caseId: params.caseId }, "property"))),
  route(contract.recordAppointment, (ctx, { params, body }) => after(ctx, params.caseId, recordAppointment(ctx, { ...body, caseId: params.caseId }))),
  route(contract.startInspection, (ctx, { params, body }) => after(ctx, params.caseId, startInspection(ctx, { ...body, caseId: params.caseId }))),
  route(contract.recordClearance, (ctx, { params, body }) => after(ctx, params.caseId, recordClearance(ctx, { ...body, caseId: params.caseId }))),
  route(contract.takeKeysBack, (ctx, { params, body }) => after(ctx, params.caseId, takeKeysBack(ctx, { ...body, caseId: params.caseId }))),
  route(contract.issueConfirmation, (ctx, { params, body }) => after(ctx, params.caseId, issueConfirmation(ctx, { ...body, caseId: params.caseId }))),
  route(contract.approveRefund, (ctx, { params, body }) => after(ctx, params.caseId, approveRefund(ctx, { ...body, caseId: params.caseId }))),
  route(contract.payRefund, (ctx, { params, body }) => after(ctx, params.caseId, payRefund(ctx, { ...body, caseId: params.caseId }))),
  route(contract.finishInvoices, (ctx, { params, body }) => after(ctx, params.caseId, finishInvoices(ctx, { ...body, caseId: params.caseId }))),
  route(contract.recordVacancy, (ctx, { params, body }) => after(ctx, params.caseId, recordVacancy(ctx, { ...body, caseId: params.caseId }))),
  route(contract.rateMoveOut, (ctx, { params, body }) => after(ctx, params.caseId, rateMoveOut(ctx, { ...body, caseId: params.caseId }, "desk"))),

  route(contract.listSlips, (ctx, { query }) => slipPage(ctx, query)),
  route(contract.exportSlips, (ctx, { query }) => slipsSheet(ctx, query)),
  route(contract.getSlip, (ctx, { params }) => slipById(ctx, params.slipId)),
  route(contract.findSlip, (ctx, { params }) => slipByCode(ctx, params.code)),
  route(contract.printSlip, (ctx, { params, body, edge }) => printSlip(ctx, { slipId: params.slipId, language: body.language ?? ctx.language, origin: edge.origin })),
  route(contract.askForRelease, (ctx, { body }) => askForRelease(ctx, { ...body, channel: "desk" })),
  route(contract.decideSlip, (ctx, { params, body }) => decideSlip(ctx, { ...body, slipId: params.slipId })),
  route(contract.checkAtGate, (ctx, { params, body }) => checkAtGate(ctx, { ...body, slipId: params.slipId })),
  route(contract.putGatePhoto, (ctx, { params, body }) => putGatePhoto(ctx, { slipId: params.slipId, file: body })),
  route(contract.getGatePhoto, async (ctx, { params }) => gatePhoto(ctx, params.slipId)),
  route(contract.cancelSlip, (ctx, { params, body }) => cancelSlip(ctx, { ...body, slipId: params.slipId })),

  route(contract.portalCases, (ctx) => portalView(ctx)),
  route(contract.portalCheckNotice, (ctx, { query }) => portalCheckNotice(ctx, query)),
  route(contract.portalGiveNotice, (ctx, { body }) => portalGiveNotice(ctx, body)),
  route(contract.portalWithdraw, (ctx, { params, body }) => portalWithdraw(ctx, { ...body, caseId: params.caseId })),
  route(contract.portalPropose, (ctx, { params, body }) => portalPropose(ctx, { ...body, caseId: params.caseId })),
  route(contract.portalAgree, (ctx, { params }) => portalAgree(ctx, { caseId: params.caseId })),
  route(contract.portalRate, (ctx, { params, body }) => portalRate(ctx, { ...body, caseId: params.caseId })),
  route(contract.portalAskForRelease, (ctx, { body }) => portalAskForRelease(ctx, body)),
  route(contract.portalPrintSlip, (ctx, { params, body, edge }) => portalPrintSlip(ctx, { slipId: params.slipId, language: body.language ?? ctx.language, origin: edge.origin })),
];

export const moveOutSubscribers = [on(inspectionSigned, hearOfInspection), on(documentCompleted, hearOfConfirmation)];

async function gatePhoto(ctx: SiteContext, slipId: Id<"goodsSlip">) {
  const { gatePhotoId } = await slipById(ctx, slipId);
  if (!gatePhotoId) throw new Refusal(moveOutProblems.slipNotFound());
  return fileContent(ctx, gatePhotoId);
}
