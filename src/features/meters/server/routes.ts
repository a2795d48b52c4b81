import { route } from "#platform/feature.ts";
import * as contract from "../contract.ts";
import { billSettlement } from "./commands/chargeUsage.ts";
import { importMeters, importReadings } from "./commands/importSheets.ts";
import { changeMeter, installMeter, removeMeter } from "./commands/ledger.ts";
import { answerObjection, objectToShare, raiseObjection } from "./commands/objections.ts";
import { attachPhoto, photoOf, takeHandoverReading, takeReading } from "./commands/read.ts";
import { recordReplacement, reviewReplacement } from "./commands/replace.ts";
import { reviewReading } from "./commands/review.ts";
import { closeRound, openRound, reopenRound } from "./commands/rounds.ts";
import { addRoute, renameRoute } from "./commands/routes.ts";
import { publishSettlement, withdrawSettlement } from "./commands/settle.ts";
import { addTariff, changeTariff, setPolicy, setPrices } from "./commands/tariffs.ts";
import { printRound } from "./print.ts";
import { meterById, meterPage, meterPageById, routesHere, treeOf } from "./queries/meters.ts";
import { previewOf } from "./queries/preview.ts";
import { readingPage, reviewPage } from "./queries/readings.ts";
import { roundPage, roundWithLines, today } from "./queries/rounds.ts";
import { ownShares, settlementPage, settlementWithLines } from "./queries/settlements.ts";
import { policiesHere, tariffsHere } from "./queries/tariffs.ts";
import { ledgerSheet, previewSheet, readingSheet, roundSheet, settlementSheet } from "./sheets.ts";

const ledgerRoutes = [
  route(contract.listMeters, (ctx, { query }) => meterPage(ctx, query)),
  route(contract.exportMeters, (ctx, { query }) => ledgerSheet(ctx, query)),
  route(contract.meterTree, (ctx, { query }) => treeOf(ctx, query.kind)),
  route(contract.installMeter, (ctx, { body }) => installMeter(ctx, body)),
  route(contract.getMeter, (ctx, { params }) => meterPageById(ctx, params.meterId)),
  route(contract.changeMeter, (ctx, { params, body }) => changeMeter(ctx, { ...params, ...body })),
  route(contract.removeMeter, (ctx, { params, body }) => removeMeter(ctx, { ...params, ...body })),
  route(contract.importMeters, (ctx, { query, body }) => importMeters(ctx, { file: body, dryRun: query.dryRun === "true" })),
  route(contract.listReadings, async (ctx, { params, query }) => {
    await meterById(ctx, params.meterId);
    return readingPage(ctx, { ...params, ...query });
  }),
  route(contract.exportReadings, (ctx, { params }) => readingSheet(ctx, params.meterId)),
  route(contract.takeHandoverReading, (ctx, { params, body }) => takeHandoverReading(ctx, { ...params, ...body })),
  route(contract.recordReplacement, (ctx, { params, body }) => recordReplacement(ctx, { ...params, ...body })),
  route(contract.reviewReplacement, (ctx, { params, body }) => reviewReplacement(ctx, { ...params, ...body })),
  route(contract.listRoutes, async (ctx) => ({ items: await routesHere(ctx) })),
  route(contract.addRoute, (ctx, { body }) => addRoute(ctx, body)),
  route(contract.renameRoute, (ctx, { params, body }) => renameRoute(ctx, { ...params, ...body })),
];

const roundRoutes = [
  route(contract.listRounds, (ctx, { query }) => roundPage(ctx, query)),
  route(contract.openRound, (ctx, { body }) => openRound(ctx, body)),
  route(contract.getRound, (ctx, { params }) => roundWithLines(ctx, params.roundId)),
  route(contract.exportRound, (ctx, { params }) => roundSheet(ctx, params.roundId)),
  route(contract.printRound, (ctx, { params, body, edge }) => printRound(ctx, { ...params, ...body, origin: edge.origin })),
  route(contract.takeReading, (ctx, { params, body }) => takeReading(ctx, { ...params, ...body })),
  route(contract.importReadings, (ctx, { params, query, body }) => importReadings(ctx, { ...params, file: body, dryRun: query.dryRun === "true" })),
  route(contract.attachPhoto, (ctx, { params, body }) => attachPhoto(ctx, { ...params, file: body })),
  route(contract.getPhoto, (ctx, { params }) => photoOf(ctx, params.readingId)),
  route(contract.listReviews, (ctx, { query }) => reviewPage(ctx, query)),
  route(contract.reviewReading, (ctx, { params, body }) => reviewReading(ctx, { ...params, ...body })),
  route(contract.closeRound, (ctx, { params }) => closeRound(ctx, params.roundId)),
  route(contract.reopenRound, (ctx, { params, body }) => reopenRound(ctx, { ...params, ...body })),
  route(contract.metersToday, (ctx) => today(ctx)),
];

const chargeRoutes = [
  route(contract.listTariffs, async (ctx) => ({ items: await tariffsHere(ctx), policies: await policiesHere(ctx) })),
  route(contract.addTariff, (ctx, { body }) => addTariff(ctx, body)),
  route(contract.changeTariff, (ctx, { params, body }) => changeTariff(ctx, { ...params, ...body })),
  route(contract.setPrices, (ctx, { params, body }) => setPrices(ctx, { ...params, ...body })),
  route(contract.setPolicy, (ctx, { body }) => setPolicy(ctx, body)),
  route(contract.previewSettlement, (ctx, { query }) => previewOf(ctx, query)),
  route(contract.exportPreview, (ctx, { query }) => previewSheet(ctx, query)),
  route(contract.listSettlements, (ctx, { query }) => settlementPage(ctx, query)),
  route(contract.publishSettlement, (ctx, { body }) => publishSettlement(ctx, body)),
  route(contract.getSettlement, (ctx, { params }) => settlementWithLines(ctx, params.settlementId)),
  route(contract.exportSettlement, (ctx, { params }) => settlementSheet(ctx, params.settlementId)),
  route(contract.withdrawSettlement, (ctx, { params, body }) => withdrawSettlement(ctx, { ...params, ...body })),
  route(contract.billSettlement, (ctx, { params }) => billSettlement(ctx, params.settlementId)),
  route(contract.raiseObjection, (ctx, { params, body }) => raiseObjection(ctx, { ...params, ...body })),
  route(contract.answerObjection, (ctx, { params, body }) => answerObjection(ctx, { ...params, ...body })),
  route(contract.listOwnShares, (ctx, { query }) => ownShares(ctx, query)),
  route(contract.objectToShare, (ctx, { params, body }) => objectToShare(ctx, { ...params, ...body })),
];

export const metersRoutes = [...ledgerRoutes, ...roundRoutes, ...chargeRoutes];
