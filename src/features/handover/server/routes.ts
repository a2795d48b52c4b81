import { route, work } from "#platform/feature.ts";
import * as contract from "../contract.ts";
import { appointInspection, assignInspection, inspectorsOf, openInspection, withdrawInspection } from "./commands/arrange.ts";
import { confirmDefect, mendDefect } from "./commands/defects.ts";
import { issueRecord, issueWhenComplete } from "./commands/issue.ts";
import { importItemList } from "./commands/importList.ts";
import { saveItemList } from "./commands/lists.ts";
import { photoContent, photoProgress, uploadPhoto } from "./commands/photos.ts";
import { recordFacts } from "./commands/record.ts";
import { passReadings } from "./commands/settle.ts";
import { defectPage } from "./queries/defects.ts";
import { inspectionPage } from "./queries/inspections.ts";
import { listWithVersions } from "./queries/lists.ts";
import { assignmentsOf, inspectionPageById, twinsOfInspection } from "./queries/pages.ts";
import { today } from "./queries/today.ts";
import { defectsSheet, inspectionsSheet, itemListSheet } from "./sheets.ts";

export const handoverRoutes = [
  route(contract.listInspections, (ctx, { query }) => inspectionPage(ctx, query)),
  route(contract.exportInspections, (ctx, { query }) => inspectionsSheet(ctx, query)),
  route(contract.openInspection, (ctx, { body }) => openInspection(ctx, body)),
  route(contract.getInspection, (ctx, { params }) => inspectionPageById(ctx, params.inspectionId)),
  route(contract.assignInspection, (ctx, { params, body }) => assignInspection(ctx, { ...body, inspectionId: params.inspectionId })),
  route(contract.appointInspection, (ctx, { params, body }) => appointInspection(ctx, { ...body, inspectionId: params.inspectionId })),
  route(contract.withdrawInspection, (ctx, { params, body }) => withdrawInspection(ctx, { ...body, inspectionId: params.inspectionId })),
  route(contract.getTwins, (ctx, { params }) => twinsOfInspection(ctx, params.inspectionId)),
  route(contract.issueRecord, (ctx, { params, body }) => issueRecord(ctx, { ...body, inspectionId: params.inspectionId })),
  route(contract.passReadings, (ctx, { params }) => passReadings(ctx, { inspectionId: params.inspectionId })),
  route(contract.listInspectors, async (ctx) => ({ items: await inspectorsOf(ctx) })),
  route(contract.handoverToday, (ctx) => today(ctx)),
  route(contract.listOwnInspections, (ctx, { query }) => inspectionPage(ctx, query)),
  route(contract.getOwnInspection, (ctx, { params }) => inspectionPageById(ctx, params.inspectionId)),
  route(contract.getAssignments, (ctx) => assignmentsOf(ctx)),
  route(contract.sendFacts, (ctx, { body }) => recordFacts(ctx, body)),
  route(contract.photoProgress, (ctx, { params }) => photoProgress(ctx, params.hash)),
  route(contract.uploadPhoto, (ctx, { params, query, body }) => uploadPhoto(ctx, { ...query, hash: params.hash, file: body })),
  route(contract.getPhoto, (ctx, { params }) => photoContent(ctx, params.hash)),
  route(contract.getOwnPhoto, (ctx, { params }) => photoContent(ctx, params.hash)),
  route(contract.getItemList, (ctx, { query }) => listWithVersions(ctx, query)),
  route(contract.saveItemList, (ctx, { body }) => saveItemList(ctx, body)),
  route(contract.exportItemList, (ctx, { query }) => itemListSheet(ctx, query)),
  route(contract.importItemList, (ctx, { body }) => importItemList(ctx, body)),
  route(contract.listDefects, (ctx, { query }) => defectPage(ctx, query)),
  route(contract.exportDefects, (ctx, { query }) => defectsSheet(ctx, query)),
  route(contract.mendDefect, (ctx, { params, body }) => mendDefect(ctx, { ...body, defectId: params.defectId })),
  route(contract.confirmDefect, (ctx, { params, body }) => confirmDefect(ctx, { ...body, defectId: params.defectId })),
];

export const handoverJobs = [work(contract.issueSignedRecord, issueWhenComplete)];
