import { on, route, work } from "#platform/feature.ts";
import { billCredited, billIssued, billsIssued } from "#features/billing/contract.ts";
import * as contract from "../contract.ts";
import { prepareBilled } from "../contract/jobs.ts";
import { hearCredit, makeBatch, prepareInvoices, recordNumber, recordRed, returnInvoice } from "./commands/invoices.ts";
import { askReopening, closeMonth, decideReopening, periods } from "./commands/periods.ts";
import { issueStatement, statementFile, statementPage } from "./commands/statements.ts";
import { invoicePage, taxOfMonth } from "./queries/invoices.ts";
import { readiness } from "./queries/readiness.ts";
import { accountOf, collection, ledger } from "./queries/ledger.ts";
import { expiry, rentRoll } from "./queries/leases.ts";
import { group, money, today } from "./queries/overview.ts";
import { unbilledPage, unbilledSheet } from "./queries/unbilled.ts";
import { accountList, putAccounts, putSetting, settingOf } from "./settings.ts";
import { accountSheet, batchSheet, expirySheet, groupSheet, invoiceListSheet, ledgerSheet, rentRollSheet, taxSheet } from "./sheets.ts";
import { voucherSheet } from "./vouchers.ts";

export const booksRoutes = [
  route(contract.listInvoices, (ctx, { query }) => invoicePage(ctx, query)),
  route(contract.exportInvoiceList, (ctx, { query }) => invoiceListSheet(ctx, query)),
  route(contract.getReadiness, (ctx) => readiness(ctx)),
  route(contract.prepareInvoices, (ctx) => prepareInvoices(ctx)),
  route(contract.makeBatch, (ctx, { body }) => makeBatch(ctx, body)),
  route(contract.getBatchSheet, (ctx, { params }) => batchSheet(ctx, params)),
  route(contract.recordNumber, (ctx, { params, body }) => recordNumber(ctx, { ...body, invoiceId: params.invoiceId })),
  route(contract.returnInvoice, (ctx, { params, body }) => returnInvoice(ctx, { ...body, invoiceId: params.invoiceId })),
  route(contract.recordRed, (ctx, { params, body }) => recordRed(ctx, { ...body, invoiceId: params.invoiceId })),
  route(contract.getTax, (ctx, { query }) => taxOfMonth(ctx, query)),
  route(contract.exportTax, (ctx, { query }) => taxSheet(ctx, query)),
  route(contract.getSetting, (ctx) => settingOf(ctx)),
  route(contract.putSetting, (ctx, { body }) => putSetting(ctx, body)),
  route(contract.getLedger, (ctx, { query }) => ledger(ctx, query)),
  route(contract.exportLedger, (ctx, { query }) => ledgerSheet(ctx, query)),
  route(contract.getCollection, (ctx, { query }) => collection(ctx, query)),
  route(contract.getRentRoll, (ctx, { query }) => rentRoll(ctx, query)),
  route(contract.exportRentRoll, (ctx, { query }) => rentRollSheet(ctx, query)),
  route(contract.getExpiry, (ctx, { query }) => expiry(ctx, query)),
  route(contract.exportExpiry, (ctx, { query }) => expirySheet(ctx, query)),
  route(contract.getAccount, (ctx, { params, query }) => accountOf(ctx, { ...query, tenantId: params.tenantId })),
  route(contract.exportAccount, (ctx, { params, query }) => accountSheet(ctx, { ...query, tenantId: params.tenantId })),
  route(contract.issueStatement, (ctx, { params, body }) => issueStatement(ctx, { ...body, tenantId: params.tenantId })),
  route(contract.listStatements, (ctx, { query }) => statementPage(ctx, query)),
  route(contract.portalStatements, (ctx, { query }) => statementPage(ctx, query)),
  route(contract.portalStatementFile, (ctx, { params }) => statementFile(ctx, params.statementId)),
  route(contract.getAccounts, (ctx, { params }) => accountList(ctx, params)),
  route(contract.putAccounts, (ctx, { params, body }) => putAccounts(ctx, { ...body, entityId: params.entityId })),
  route(contract.exportVouchers, (ctx, { params, query }) => voucherSheet(ctx, { ...query, entityId: params.entityId })),
  route(contract.getPeriods, (ctx, { query }) => periods(ctx, query)),
  route(contract.listUnbilled, (ctx, { params, query }) => unbilledPage(ctx, { ...query, entityId: params.entityId, month: params.month })),
  route(contract.exportUnbilled, (ctx, { params, query }) => unbilledSheet(ctx, { ...query, entityId: params.entityId, month: params.month })),
  route(contract.closeMonth, (ctx, { params }) => closeMonth(ctx, params)),
  route(contract.askReopening, (ctx, { params, body }) => askReopening(ctx, { ...body, entityId: params.entityId, month: params.month })),
  route(contract.decideReopening, (ctx, { params, body }) => decideReopening(ctx, { ...body, reopeningId: params.reopeningId })),
  route(contract.getToday, (ctx) => today(ctx)),
  route(contract.getMoney, (ctx) => money(ctx)),
  route(contract.getGroup, (ctx, { query }) => group(ctx, query)),
  route(contract.exportGroup, (ctx, { query }) => groupSheet(ctx, query)),
];

export const booksJobs = [work(prepareBilled, (ctx) => prepareInvoices(ctx))];

export const booksSubscribers = [
  on(billIssued, async (ctx, { billId }) => void (await prepareInvoices(ctx, { billId }))),
  on(billsIssued, (ctx) => ctx.enqueue(prepareBilled, { siteId: ctx.siteId }, { key: `books.prepare:${ctx.siteId}` })),
  on(billCredited, hearCredit),
];
