import { daily, everyMinutes, route, work, workAcross } from "#platform/feature.ts";
import * as contract from "../contract.ts";
import { clearSiteDay, importYear, setLadder, setServiceHours, setSiteDay } from "./calendarCommands.ts";
import { calendarOfYear, holidayYear, knownYears } from "./calendars.ts";
import { lookAtDuties, queueRecounts, recount } from "./clock.ts";
import { excuseOthersDuty, handOnDuty, pauseDuty, resumeDuty } from "./commands.ts";
import { dutyDetail, dutyPage, escalationPage, ladders, myDutyPage } from "./queries.ts";
import { dutySheet, escalationSheet, myDaySheet } from "./sheets.ts";
import { readYearFile } from "./yearFile.ts";

export const dutiesRoutes = [
  route(contract.myDay, (ctx, { query }) => myDutyPage(ctx, query)),
  route(contract.exportMyDay, (ctx, { query }) => myDaySheet(ctx, query)),
  route(contract.listDuties, (ctx, { query }) => dutyPage(ctx, query)),
  route(contract.exportDuties, (ctx, { query }) => dutySheet(ctx, query)),
  route(contract.listEscalations, (ctx, { query }) => escalationPage(ctx, query)),
  route(contract.exportEscalations, (ctx, { query }) => escalationSheet(ctx, query)),
  route(contract.getLadders, (ctx) => ladders(ctx)),
  route(contract.setLadder, (ctx, { params, body }) => setLadder(ctx, { standard: params.standard, ...body })),
  route(contract.getCalendar, (ctx, { query }) => calendarOfYear(ctx, query.year)),
  route(contract.setServiceHours, (ctx, { params, body }) => setServiceHours(ctx, { since: params.since, ...body })),
  route(contract.setSiteDay, (ctx, { params, body }) => setSiteDay(ctx, { date: params.date, ...body })),
  route(contract.clearSiteDay, (ctx, { params }) => clearSiteDay(ctx, params.date)),
  route(contract.getDuty, (ctx, { params }) => dutyDetail(ctx, params.dutyId)),
  route(contract.excuseDuty, (ctx, { params, body }) => excuseOthersDuty(ctx, params.dutyId, body.reason).then(() => dutyDetail(ctx, params.dutyId))),
  route(contract.pauseDuty, (ctx, { params, body }) => pauseDuty(ctx, params, body).then(() => dutyDetail(ctx, params.dutyId))),
  route(contract.resumeDuty, (ctx, { params }) => resumeDuty(ctx, params).then(() => dutyDetail(ctx, params.dutyId))),
  route(contract.handOnDuty, (ctx, { params, body }) => handOnDuty(ctx, params, body).then(() => dutyDetail(ctx, params.dutyId))),
  route(contract.listYears, (ctx) => knownYears(ctx)),
  route(contract.getYear, (ctx, { params }) => holidayYear(ctx, params.year)),
  route(contract.readYear, (ctx, { body }) => readYearFile(ctx, body)),
  route(contract.importYear, (ctx, { params, body }) => importYear(ctx, { ...params, ...body })),
];

export const dutiesJobs = [work(contract.recountDuties, (ctx) => recount(ctx)), workAcross(contract.recountEverywhere, (ctx) => queueRecounts(ctx))];

export const dutiesClocks = [
  everyMinutes(1, "duties.look", (ctx) => lookAtDuties(ctx)),
  // A new release may bring a year along that nobody imported.
  daily("00:10", "duties.recount_provisional", (ctx) => recount(ctx, { onlyProvisional: true })),
];
