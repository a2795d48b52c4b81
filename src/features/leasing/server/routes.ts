import { on, route, work } from "#platform/feature.ts";
import { documentCompleted } from "#features/documents/contract.ts";
import * as contract from "../contract.ts";
import { putAnnexes } from "./commands/annexes.ts";
import { approveTerms, cancelTerms, refuseTerms, submitTerms, withdrawTerms } from "./commands/approval.ts";
import { changeAmendment, changeDraft, draftAmendment, draftLease, putDays } from "./commands/drafts.ts";
import { confirmOwnPoint, confirmPoint } from "./commands/explanation.ts";
import { issueLetters } from "./commands/issue.ts";
import { changeLease, createLease, endLease } from "./commands/leases.ts";
import { hearOfLetter, overrideSignature, recordSignedLease, signIfReady, signTerms } from "./commands/signing.ts";
import { annexesOf } from "./queries/annexes.ts";
import { leasePage, occupancyOn } from "./queries/leases.ts";
import { leaseView } from "./queries/leaseView.ts";
import { portalLeaseList } from "./queries/portal.ts";
import { differenceBy, leaseSheet, previewOf, scheduleOfLease, scheduleSheet } from "./queries/schedules.ts";
import * as letters from "../contract/letters.ts";
import * as vacancies from "../contract/vacancies.ts";
import { issueLetter } from "./commands/letterDocument.ts";
import { extendLetter, makeLetter, withdrawLetter } from "./commands/letters.ts";
import { printVacancyList, revokeVacancyList, setAsking, shareVacancies, viewSharedVacancies } from "./commands/vacancies.ts";
import { holdsToday, letterById, letterPage } from "./queries/letters.ts";
import { vacancyListPage, vacancyPage } from "./queries/vacancies.ts";
import { letterSheet, vacancySheet } from "./sheets.ts";

export const leasingRoutes = [
  route(contract.listLeases, (ctx, { query }) => leasePage(ctx, query)),
  route(contract.leaseSheet, (ctx, { query }) => leaseSheet(ctx, query)),
  route(contract.occupancy, (ctx, { query }) => occupancyOn(ctx, query.on)),
  route(contract.createLease, (ctx, { body }) => createLease(ctx, body)),
  route(contract.changeLease, (ctx, { params, body }) => changeLease(ctx, { id: params.leaseId, ...body })),
  route(contract.endLease, (ctx, { params, body }) => endLease(ctx, { id: params.leaseId, ...body })),
  route(contract.getLease, (ctx, { params }) => leaseView(ctx, params.leaseId)),
  route(contract.draftLease, (ctx, { body }) => draftLease(ctx, body)),
  route(contract.changeDraft, (ctx, { params, body }) => changeDraft(ctx, { id: params.leaseId, ...body })),
  route(contract.recordSigned, async (ctx, { body }) => leaseView(ctx, (await recordSignedLease(ctx, body)).id)),
  route(contract.putDays, (ctx, { params, body }) => putDays(ctx, { ...params, ...body })),
  route(contract.draftAmendment, (ctx, { params, body }) => draftAmendment(ctx, { ...params, ...body })),
  route(contract.changeAmendment, (ctx, { params, body }) => changeAmendment(ctx, { ...params, ...body })),
  route(contract.submitTerms, (ctx, { params, body }) => submitTerms(ctx, { ...params, ...body })),
  route(contract.approveTerms, (ctx, { params, body }) => approveTerms(ctx, { ...params, ...body })),
  route(contract.refuseTerms, (ctx, { params, body }) => refuseTerms(ctx, { ...params, ...body })),
  route(contract.withdrawTerms, (ctx, { params, body }) => withdrawTerms(ctx, { ...params, ...body })),
  route(contract.cancelTerms, (ctx, { params, body }) => cancelTerms(ctx, { ...params, ...body })),
  route(contract.issueLetters, (ctx, { params, body }) => issueLetters(ctx, { ...params, ...body })),
  route(contract.signTerms, (ctx, { params, body }) => signTerms(ctx, { ...params, ...body })),
  route(contract.overrideSignature, (ctx, { params, body }) => overrideSignature(ctx, { ...params, ...body })),
  route(contract.previewSchedule, (ctx, { body }) => previewOf(ctx, body)),
  route(contract.previewSheet, async (ctx, { body }) => scheduleSheet(ctx, await previewOf(ctx, body))),
  route(contract.getSchedule, (ctx, { params }) => scheduleOfLease(ctx, params.leaseId)),
  route(contract.scheduleSheet, async (ctx, { params }) => scheduleSheet(ctx, await scheduleOfLease(ctx, params.leaseId))),
  route(contract.getDifference, (ctx, { params }) => differenceBy(ctx, params.leaseId, params.number)),
  route(contract.getAnnexes, (ctx) => annexesOf(ctx)),
  route(contract.putAnnexes, (ctx, { body }) => putAnnexes(ctx, body)),
  route(contract.confirmPoint, (ctx, { params, body }) => confirmPoint(ctx, { ...params, ...body })),
  route(contract.portalLeases, (ctx) => portalLeaseList(ctx)),
  route(contract.portalConfirmPoint, (ctx, { params, body }) => confirmOwnPoint(ctx, { ...params, ...body })),

  route(letters.listLetters, (ctx, { query }) => letterPage(ctx, query)),
  route(letters.exportLetters, (ctx, { query }) => letterSheet(ctx, query)),
  route(letters.getLetter, (ctx, { params }) => letterById(ctx, params.letterId)),
  route(letters.makeLetter, (ctx, { body }) => makeLetter(ctx, body)),
  route(letters.extendLetter, (ctx, { params, body }) => extendLetter(ctx, { ...params, ...body })),
  route(letters.withdrawLetter, (ctx, { params, body }) => withdrawLetter(ctx, { ...params, ...body })),
  route(letters.issueLetter, (ctx, { params, body }) => issueLetter(ctx, { ...params, ...body })),
  route(letters.listHolds, async (ctx) => ({ holds: await holdsToday(ctx) })),

  route(vacancies.listVacancies, (ctx, { query }) => vacancyPage(ctx, query)),
  route(vacancies.exportVacancies, (ctx, { query }) => vacancySheet(ctx, query)),
  route(vacancies.setAsking, (ctx, { body }) => setAsking(ctx, body)),
  route(vacancies.listVacancyLists, (ctx, { query }) => vacancyListPage(ctx, query)),
  route(vacancies.shareVacancies, (ctx, { body }) => shareVacancies(ctx, body)),
  route(vacancies.viewSharedVacancies, (ctx, { body }) => viewSharedVacancies(ctx, body.token)),
  route(vacancies.revokeVacancyList, (ctx, { params }) => revokeVacancyList(ctx, params.listId)),
  route(vacancies.printVacancyList, (ctx, { params, query }) => printVacancyList(ctx, { ...params, ...query })),
];

export const leasingJobs = [work(contract.signWhenReady, signIfReady)];

export const leasingSubscribers = [on(documentCompleted, hearOfLetter)];
