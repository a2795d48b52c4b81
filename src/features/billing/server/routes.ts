import { sumFen } from "#kernel/money.ts";
import { errand, everySeconds, route, work } from "#platform/feature.ts";
import * as contract from "../contract.ts";
import { cancelCharge, enterCharge } from "./commands/charges.ts";
import { creditBill } from "./commands/credit.ts";
import { firstPaymentOf, issueFirstBill } from "./commands/first.ts";
import { issueBill } from "./commands/issue.ts";
import { mailBill, mailRun } from "./commands/mail.ts";
import { askWaiver, decideWaiver } from "./commands/waive.ts";
import { addTaxRate, putFeeItem, removeTaxRate } from "./feeItems.ts";
import { billPage, chargePage } from "./queries/lists.ts";
import { billView } from "./queries/view.ts";
import { waiverPage } from "./queries/waivers.ts";
import { paymentNotice } from "./print.ts";
import { ownBillView, whatWeOwe } from "./queries/portal.ts";
import { todayOf } from "./queries/today.ts";
import { billSheet, chargeSheet, noteSheet, runGroupSheet, waiverSheet } from "./sheets.ts";
import { notePage, runById, runGroup, runPage } from "./run/rows.ts";
import { restartRun, startRuns, takeUpStalledRuns } from "./run/start.ts";
import { goOn } from "./run/work.ts";
import { setStart, settingsOf } from "./settings.ts";

export const billingRoutes = [
  route(contract.listBills, (ctx, { query }) => billPage(ctx, query)),
  route(contract.exportBills, (ctx, { query }) => billSheet(ctx, query)),
  route(contract.billingToday, (ctx) => todayOf(ctx)),
  route(contract.printNotice, (ctx, { params, query }) => paymentNotice(ctx, { billId: params.billId, language: query.language })),
  route(contract.mailBill, (ctx, { params }) => mailBill(ctx, params.billId).then(() => billView(ctx, params.billId))),
  route(contract.exportCharges, (ctx, { query }) => chargeSheet(ctx, query)),
  route(contract.exportRunNotes, (ctx, { params, query }) => noteSheet(ctx, { runId: params.runId, ...query })),
  route(contract.listOwnBills, (ctx, { query }) => billPage(ctx, query)),
  route(contract.whatWeOwe, (ctx) => whatWeOwe(ctx)),
  route(contract.getOwnBill, (ctx, { params }) => ownBillView(ctx, params.billId)),
  route(contract.ownNotice, (ctx, { params }) => paymentNotice(ctx, { billId: params.billId, language: ctx.language })),
  route(contract.getBill, (ctx, { params }) => billView(ctx, params.billId)),
  route(contract.issueBill, async (ctx, { body }) => billView(ctx, (await issueBill(ctx, body)).id)),
  route(contract.creditBill, async (ctx, { params, body }) => billView(ctx, (await creditBill(ctx, { billId: params.billId, ...body })).id)),
  route(contract.previewFirstBill, async (ctx, { params }) => totalled(await firstPaymentOf(ctx, params.leaseId))),
  route(contract.issueFirstBill, async (ctx, { params, body }) => billView(ctx, (await issueFirstBill(ctx, { leaseId: params.leaseId, ...body })).id)),
  route(contract.listWaivers, (ctx, { query }) => waiverPage(ctx, query)),
  route(contract.exportWaivers, (ctx, { query }) => waiverSheet(ctx, query)),
  route(contract.askWaiver, (ctx, { params, body }) => askWaiver(ctx, { billId: params.billId, ...body })),
  route(contract.decideWaiver, (ctx, { params, body }) => decideWaiver(ctx, { id: params.waiverId, ...body })),
  route(contract.listCharges, (ctx, { query }) => chargePage(ctx, query)),
  route(contract.enterCharge, (ctx, { body }) => enterCharge(ctx, body)),
  route(contract.cancelCharge, (ctx, { params, body }) => cancelCharge(ctx, { id: params.chargeId, ...body })),
  route(contract.startRuns, (ctx, { body }) => startRuns(ctx, body)),
  route(contract.listRuns, (ctx, { query }) => runPage(ctx, query)),
  route(contract.getRunGroup, (ctx, { params }) => runGroup(ctx, params.groupId)),
  route(contract.exportRunGroup, (ctx, { params }) => runGroupSheet(ctx, params.groupId)),
  route(contract.getRun, (ctx, { params }) => runById(ctx, params.runId)),
  route(contract.restartRun, (ctx, { params }) => restartRun(ctx, params.runId)),
  route(contract.runNotes, (ctx, { params, query }) => notePage(ctx, { runId: params.runId, ...query })),
  route(contract.getSettings, (ctx) => settingsOf(ctx)),
  route(contract.changeFeeItem, (ctx, { params, body }) => putFeeItem(ctx, { code: params.code, ...body })),
  route(contract.addTaxRate, (ctx, { body }) => addTaxRate(ctx, body)),
  route(contract.removeTaxRate, (ctx, { params }) => removeTaxRate(ctx, params.taxRateId)),
  route(contract.setStart, (ctx, { body }) => setStart(ctx, body)),
];

export const billingJobs = [errand(contract.goOnWithRun, goOn), work(contract.mailBills, mailRun)];

export const billingClocks = [everySeconds(20, "billing.take_up_stalled_runs", takeUpStalledRuns)];

const totalled = (lines: Awaited<ReturnType<typeof firstPaymentOf>>) => ({ lines, total: sumFen(lines.map(({ amount }) => amount)) });
