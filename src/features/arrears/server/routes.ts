import { daily, route } from "#platform/feature.ts";
import * as contract from "../contract.ts";
import { askWaiver, chargeLateFees, decideWaiver } from "./commands/lateFees.ts";
import { lookAtArrears } from "./commands/look.ts";
import { makePromise, withdrawPromise } from "./commands/promises.ts";
import { recordStep } from "./commands/steps.ts";
import { ageing, debtorById, debtorPage } from "./queries/debtors.ts";
import { stepById } from "./queries/rows.ts";
import { putSetting, settingOf } from "./queries/setting.ts";
import { ageingSheet, debtorsSheet, evidenceSheet } from "./sheets.ts";

export const arrearsRoutes = [
  route(contract.getAgeing, (ctx, { query }) => ageing(ctx, query)),
  route(contract.exportAgeing, (ctx, { query }) => ageingSheet(ctx, query)),
  route(contract.listDebtors, (ctx, { query }) => debtorPage(ctx, query)),
  route(contract.exportDebtors, (ctx, { query }) => debtorsSheet(ctx, query)),
  route(contract.getDebtor, (ctx, { params }) => debtorById(ctx, params.tenantId)),
  route(contract.exportEvidence, (ctx, { params, query }) => evidenceSheet(ctx, { ...query, tenantId: params.tenantId })),
  route(contract.getStep, (ctx, { params }) => stepById(ctx, params.stepId)),
  route(contract.recordStep, (ctx, { params, body }) => recordStep(ctx, { ...body, stepId: params.stepId })),
  route(contract.chargeLateFees, (ctx, { params, body }) => chargeLateFees(ctx, { ...body, tenantId: params.tenantId })),
  route(contract.askWaiver, (ctx, { body }) => askWaiver(ctx, body)),
  route(contract.decideWaiver, (ctx, { params, body }) => decideWaiver(ctx, { ...body, waiverId: params.waiverId })),
  route(contract.makePromise, (ctx, { params, body }) => makePromise(ctx, { ...body, tenantId: params.tenantId })),
  route(contract.withdrawPromise, (ctx, { params, body }) => withdrawPromise(ctx, { ...body, planId: params.planId })),
  route(contract.getSetting, (ctx) => settingOf(ctx)),
  route(contract.putSetting, (ctx, { body }) => putSetting(ctx, body)),
];

export const arrearsClocks = [daily("06:30", "arrears.look", lookAtArrears)];
