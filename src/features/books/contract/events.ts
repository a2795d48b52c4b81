import { z } from "zod";
import { event } from "#kernel/contract.ts";
import { dateField, fenField, fenSumField, idField, monthField } from "#kernel/fields.ts";
import { words } from "#kernel/words.ts";

const ofInvoice = { invoiceId: idField("invoice"), tenantId: idField("tenant"), amount: fenField() };

export const invoicesExported = event({
  name: "books.invoices_exported",
  words: words("导出待开发票", "Invoices exported"),
  clauses: [],
  subject: "batch",
  facts: z.object({ batchId: idField("invoiceBatch"), entityId: idField("entity"), invoices: z.number().int(), total: fenSumField() }),
});
export const invoiceIssued = event({
  name: "books.invoice_issued",
  words: words("登记发票号码", "Invoice issued"),
  clauses: [],
  subject: "invoice",
  facts: z.object({ ...ofInvoice, invoiceNo: z.string(), issuedOn: dateField() }),
});
export const invoiceReturned = event({
  name: "books.invoice_returned",
  words: words("发票退回待开", "Invoice back to be issued"),
  clauses: [],
  subject: "invoice",
  facts: z.object({ ...ofInvoice, reason: z.string() }),
});
export const redRequested = event({
  name: "books.red_requested",
  words: words("发票待红冲", "Red letter requested"),
  clauses: [],
  subject: "invoice",
  facts: z.object({ ...ofInvoice, redOfId: idField("invoice"), reason: z.string() }),
});
export const redIssued = event({
  name: "books.red_issued",
  words: words("开具红字发票", "Red invoice issued"),
  clauses: [],
  subject: "invoice",
  facts: z.object({ ...ofInvoice, confirmationNo: z.string(), invoiceNo: z.string(), issuedOn: dateField() }),
});

const ofMonth = { entityId: idField("entity"), month: monthField() };
export const monthClosed = event({ name: "books.month_closed", words: words("结账", "Month closed"), clauses: [], subject: "entity", facts: z.object(ofMonth) });
export const reopeningAsked = event({
  name: "books.reopening_asked",
  words: words("申请反结账", "Opening a month again asked for"),
  clauses: [],
  subject: "entity",
  facts: z.object({ ...ofMonth, reopeningId: idField("reopening"), reason: z.string() }),
});
export const reopeningDecided = event({
  name: "books.reopening_decided",
  words: words("审批反结账", "Opening a month again decided"),
  clauses: [],
  subject: "entity",
  facts: z.object({ ...ofMonth, reopeningId: idField("reopening"), isApproved: z.boolean(), decision: z.string() }),
});
export const statementIssued = event({
  name: "books.statement_issued",
  words: words("出具对账单", "Statement of account issued"),
  clauses: [],
  subject: "tenant",
  facts: z.object({
    tenantId: idField("tenant"),
    statementId: idField("statement"),
    statementNo: z.string(),
    from: dateField(),
    to: dateField(),
    opening: fenSumField(),
    closing: fenSumField(),
  }),
});
export const settingChanged = event({
  name: "books.setting_changed",
  words: words("修改开票和科目设置", "Invoice or account settings changed"),
  clauses: [],
  subject: "site",
  facts: z.object({ siteId: idField("site"), what: z.string() }),
});
