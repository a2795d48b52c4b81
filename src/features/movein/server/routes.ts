import { route, work } from "#platform/feature.ts";
import * as contract from "../contract.ts";
import { look } from "./commands/look.ts";
import { openMoveIn } from "./commands/open.ts";
import { completeMoveIn, decideFitout, openMoveInGate, withdrawMoveIn } from "./commands/steps.ts";
import { moveInBoard, moveInPage, nextMoveInSteps } from "./queries/lists.ts";
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
];

export const moveinJobs = [work(contract.lookAgain, (ctx, { caseId }) => look(ctx, caseId))];
