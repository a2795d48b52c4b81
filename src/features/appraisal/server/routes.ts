import { dutyExcused, dutyOverridden, dutyToldLater } from "#features/duties/contract.ts";
import { accessGranted } from "#features/handover/contract.ts";
import { gateOpened as procedureGateOpened } from "#features/manual/contract.ts";
import { itemDecided } from "#features/moveout/contract.ts";
import { caseVoided, gateOpened, ownerHandedOver } from "#features/service/contract.ts";
import { everyMinutes, on, route } from "#platform/feature.ts";
import * as contract from "../contract.ts";
import {
  foldTally,
  noteExcused,
  noteGateOpened,
  noteOverridden,
  noteOwnerHandedOver,
  noteProcedureGate,
  noteTakenOver,
  noteToldLater,
  noteVoided,
  noteWaived,
} from "./commands.ts";
import { clauseScore, countedDuties, exceptions, group, matrix, monthly, people } from "./queries.ts";
import { dutiesSheet, exceptionsSheet, groupSheet, matrixSheet, monthlySheet, peopleSheet } from "./sheets.ts";

export const appraisalRoutes = [
  route(contract.getMatrix, (ctx, { query }) => matrix(ctx, query)),
  route(contract.exportMatrix, (ctx, { query }) => matrixSheet(ctx, query)),
  route(contract.getClauseScore, (ctx, { params, query }) => clauseScore(ctx, { ...params, ...query })),
  route(contract.getPeople, (ctx, { query }) => people(ctx, query)),
  route(contract.exportPeople, (ctx, { query }) => peopleSheet(ctx, query)),
  route(contract.getGroup, (ctx, { query }) => group(ctx, query)),
  route(contract.exportGroup, (ctx, { query }) => groupSheet(ctx, query)),
  route(contract.listCounted, (ctx, { query }) => countedDuties(ctx, query)),
  route(contract.exportCounted, (ctx, { query }) => dutiesSheet(ctx, query)),
  route(contract.listExceptions, (ctx, { query }) => exceptions(ctx, query)),
  route(contract.exportExceptions, (ctx, { query }) => exceptionsSheet(ctx, query)),
  route(contract.getMonthly, (ctx, { params }) => monthly(ctx, params.month)),
  route(contract.exportMonthly, (ctx, { params, query }) => monthlySheet(ctx, { ...params, ...query })),
];

export const appraisalClocks = [everyMinutes(1, "appraisal.fold_tally", foldTally)];

export const appraisalSubscribers = [
  on(dutyExcused, noteExcused),
  on(dutyOverridden, noteOverridden),
  on(dutyToldLater, noteToldLater),
  on(caseVoided, noteVoided),
  on(gateOpened, noteGateOpened),
  on(procedureGateOpened, noteProcedureGate),
  on(accessGranted, noteTakenOver),
  on(ownerHandedOver, noteOwnerHandedOver),
  on(itemDecided, noteWaived),
];
