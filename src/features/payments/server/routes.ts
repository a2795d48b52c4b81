import { route } from "#platform/feature.ts";
import * as contract from "../contract.ts";
import { certainLines, confirmAll, confirmationPage, undoConfirmation } from "./commands/confirmAll.ts";
import { askDeposit, decideDeposit, raiseDeposit } from "./commands/deposits.ts";
import { claimLine, matchLine, placeLine } from "./commands/match.ts";
import { askPayout, decidePayout, payPayout, returnPayout } from "./commands/payouts.ts";
import { issueReceipt, mailReceipt, receiptFile } from "./commands/receipts.ts";
import { reversePayment } from "./commands/reverse.ts";
import { applyAdvance, takePayment } from "./commands/take.ts";
import { depositSheet, paymentSheet, payoutSheet } from "./export.ts";
import { debtList } from "./queries/debts.ts";
import { depositDetail, depositPage, requestPage } from "./queries/deposits.ts";
import { lineDetail, linePage } from "./queries/lines.ts";
import { paymentDetail, paymentPage, settlementsOfBill, todayOf } from "./queries/payments.ts";
import { payoutPage } from "./queries/payouts.ts";
import { putSettings, settingsOf } from "./settings.ts";
import { mapStatement, refusedPage, runStatement, sheetView, statementById, statementPage, undoStatement, uploadStatement } from "./statements.ts";

export const paymentsRoutes = [
  route(contract.uploadStatement, (ctx, { params, body }) => uploadStatement(ctx, params.entityId, body)),
  route(contract.listStatements, (ctx, { query }) => statementPage(ctx, query)),
  route(contract.getStatement, (ctx, { params }) => statementById(ctx, params.statementId)),
  route(contract.getStatementSheet, (ctx, { params, query }) => sheetView(ctx, params.statementId, query)),
  route(contract.mapStatement, (ctx, { params, body }) => mapStatement(ctx, params.statementId, body)),
  route(contract.listRefusedRows, (ctx, { params, query }) => refusedPage(ctx, params.statementId, query)),
  route(contract.runStatement, (ctx, { params, body }) => runStatement(ctx, params.statementId, body)),
  route(contract.undoStatement, (ctx, { params }) => undoStatement(ctx, params.statementId)),

  route(contract.listStatementLines, (ctx, { query }) => linePage(ctx, query)),
  route(contract.getStatementLine, (ctx, { params }) => lineDetail(ctx, params.statementLineId)),
  route(contract.listCertain, (ctx, { query }) => certainLines(ctx, query)),
  route(contract.confirmAll, (ctx, { body }) => confirmAll(ctx, body)),
  route(contract.listConfirmations, (ctx, { query }) => confirmationPage(ctx, query)),
  route(contract.undoConfirmation, (ctx, { params }) => undoConfirmation(ctx, params.confirmationId)),
  route(contract.matchLine, (ctx, { params, body }) => matchLine(ctx, params.statementLineId, body)),
  route(contract.placeLine, (ctx, { params, body }) => placeLine(ctx, params.statementLineId, body)),
  route(contract.claimLine, (ctx, { params, body }) => claimLine(ctx, params.statementLineId, body)),
  route(contract.listDebts, (ctx, { params }) => debtList(ctx, params.tenantId)),

  route(contract.listPayments, (ctx, { query }) => paymentPage(ctx, query)),
  route(contract.exportPayments, (ctx, { query }) => paymentSheet(ctx, query)),
  route(contract.getPayment, (ctx, { params }) => paymentDetail(ctx, params.paymentId)),
  route(contract.takePayment, (ctx, { body }) => takePayment(ctx, body)),
  route(contract.applyAdvance, (ctx, { params, body }) => applyAdvance(ctx, params.paymentId, body.lines)),
  route(contract.reversePayment, (ctx, { params, body }) => reversePayment(ctx, params.paymentId, body)),
  route(contract.issueReceipt, (ctx, { params }) => issueReceipt(ctx, params.paymentId)),
  route(contract.getReceipt, (ctx, { params }) => receiptFile(ctx, params.paymentId)),
  route(contract.mailReceipt, (ctx, { params }) => mailReceipt(ctx, params.paymentId)),
  route(contract.getPaymentSettings, (ctx) => settingsOf(ctx)),
  route(contract.putPaymentSettings, (ctx, { body }) => putSettings(ctx, body)),
  route(contract.getToday, (ctx) => todayOf(ctx)),

  route(contract.listDeposits, (ctx, { query }) => depositPage(ctx, query)),
  route(contract.exportDeposits, (ctx, { query }) => depositSheet(ctx, query)),
  route(contract.getDeposit, (ctx, { params }) => depositDetail(ctx, params.depositId)),
  route(contract.raiseDeposit, (ctx, { body }) => raiseDeposit(ctx, body)),
  route(contract.askDeposit, (ctx, { params, body }) => askDeposit(ctx, params.depositId, body)),
  route(contract.listDepositRequests, (ctx, { query }) => requestPage(ctx, query)),
  route(contract.decideDeposit, (ctx, { params, body }) => decideDeposit(ctx, params.requestId, body)),

  route(contract.listSettlements, (ctx, { params }) => settlementsOfBill(ctx, params.billId)),
  route(contract.listMySettlements, (ctx, { params }) => settlementsOfBill(ctx, params.billId)),
  route(contract.listPayouts, (ctx, { query }) => payoutPage(ctx, query)),
  route(contract.exportPayouts, (ctx, { query }) => payoutSheet(ctx, query)),
  route(contract.askPayout, (ctx, { params, body }) => askPayout(ctx, { ...body, paymentId: params.paymentId })),
  route(contract.decidePayout, (ctx, { params, body }) => decidePayout(ctx, { ...body, payoutId: params.payoutId })),
  route(contract.payPayout, (ctx, { params, body }) => payPayout(ctx, { ...body, payoutId: params.payoutId })),
  route(contract.returnPayout, (ctx, { params, body }) => returnPayout(ctx, { ...body, payoutId: params.payoutId })),

  route(contract.listMyPayments, (ctx, { query }) => paymentPage(ctx, query)),
  route(contract.getMyPayment, (ctx, { params }) => paymentDetail(ctx, params.paymentId)),
  route(contract.getMyReceipt, (ctx, { params }) => receiptFile(ctx, params.paymentId)),
];
