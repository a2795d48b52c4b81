import { route, work } from "#platform/feature.ts";
import * as contract from "../contract.ts";
import { confirmMeters, giveHandbook, issueKeys, putHandbook } from "./commands/formalities.ts";
import { arrangeInspection } from "./commands/inspection.ts";
import { look } from "./commands/look.ts";
import { openMoveIn } from "./commands/open.ts";
import { issueRegistration, saveOwnRegistration, saveRegistration } from "./commands/registration.ts";
import { completeMoveIn, decideFitout, openMoveInGate } from "./commands/steps.ts";
import { withdrawMoveIn } from "./commands/withdraw.ts";
import { caseById } from "./queries/cases.ts";
import { handbookFile } from "./queries/handbooks.ts";
import { moveInBoard, moveInPage, nextMoveInSteps } from "./queries/lists.ts";
import { portalMoveIns } from "./queries/portal.ts";
import { registrationView } from "./queries/registrations.ts";
import { moveInView } from "./queries/view.ts";
import { moveInSheet } from "./sheets.ts";

export const moveinRoutes = [
  route(contract.listMoveIns, (ctx, { query }) => moveInPage(ctx, query)),
  route(contract.exportMoveIns, (ctx, { query }) => moveInSheet(ctx, query)),
  route(contract.getBoard, (ctx) => moveInBoard(ctx)),
  route(contract.getNextSteps, (ctx) => nextMoveInSteps(ctx)),
  route(contract.getMoveIn, (ctx, { params }) => moveInView(ctx, params.caseId)),
  route(contract.openMoveIn, async (ctx, { body }) => moveInView(ctx, (await openMoveIn(ctx, body)).id)),
  route(contract.openMoveInGate, (ctx, { params, body }) => openMoveInGate(ctx, { ...params, ...body })),
  route(contract.withdrawMoveIn, (ctx, { params, body }) => withdrawMoveIn(ctx, { ...params, ...body })),
  route(contract.decideFitout, (ctx, { params, body }) => decideFitout(ctx, { ...params, ...body })),
  route(contract.completeMoveIn, (ctx, { params, body }) => completeMoveIn(ctx, { ...params, ...body })),
  route(contract.getRegistration, async (ctx, { params }) => registrationView(ctx, await caseById(ctx, params.caseId))),
  route(contract.saveRegistration, (ctx, { params, body }) => saveRegistration(ctx, { ...params, ...body })),
  route(contract.issueRegistration, (ctx, { params, body }) => issueRegistration(ctx, { ...params, ...body })),
  route(contract.giveHandbook, (ctx, { params, body }) => giveHandbook(ctx, { ...params, ...body })),
  route(contract.confirmMeters, (ctx, { params, body }) => confirmMeters(ctx, { ...params, ...body })),
  route(contract.issueKeys, (ctx, { params, body }) => issueKeys(ctx, { ...params, ...body })),
  route(contract.arrangeInspection, (ctx, { params, body }) => arrangeInspection(ctx, { ...params, ...body })),
  route(contract.getHandbook, (ctx) => handbookFile(ctx)),
  route(contract.putHandbook, (ctx, { body }) => putHandbook(ctx, body)),
  route(contract.portalMoveIns, (ctx) => portalMoveIns(ctx)),
  route(contract.portalSaveRegistration, (ctx, { params, body }) => saveOwnRegistration(ctx, { ...params, ...body })),
];

export const moveinJobs = [work(contract.lookAgain, (ctx, { caseId }) => look(ctx, caseId))];
