import { z } from "zod";
import { endpoint, fileReply } from "#kernel/contract.ts";
import { dateField, fenField, fenSumField, idField, instantField, monthField, pageOf, pageQuery, textField, versionField, wordsField } from "#kernel/fields.ts";
import { languages } from "#kernel/words.ts";
import { invoiceStates, type InvoiceState } from "../rules.ts";
import { booksRights } from "./rights.ts";

const keysOf = <K extends string>(table: Readonly<Record<K, unknown>>) => Object.keys(table) as [K, ...K[]];
const site = { siteId: idField("site") };
const atInvoice = { ...site, invoiceId: idField("invoice") };
const xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const stateField = () => z.enum(keysOf<InvoiceState>(invoiceStates));
const numberField = () => z.string().regex(/^[0-9]{8,20}$/);

export const invoiceField = z.object({
  id: idField("invoice"),
  kind: z.enum(["blue", "red"]),
  entityId: idField("entity"),
  entity: z.string(),
  tenantId: idField("tenant"),
  tenant: z.string(),
  billId: idField("bill"),
  billNo: z.string(),
  redOfId: idField("invoice").nullable(),
  isLeasing: z.boolean(),
  taxRate: z.string(),
  amount: fenField(),
  net: fenSumField(),
  tax: fenSumField(),
  state: stateField(),
  batchId: idField("invoiceBatch").nullable(),
  invoiceNo: z.string().nullable(),
  issuedOn: dateField().nullable(),
  confirmationNo: z.string().nullable(),
  reason: z.string(),
  /** How its bill stands, which is another matter. */
  isPaid: z.boolean(),
  createdAt: instantField(),
  version: z.number().int(),
});

export const listInvoices = endpoint({
  method: "GET",
  path: "/sites/{siteId}/books/invoices",
  summary: "Tax invoices, newest first",
  permission: booksRights.read,
  params: z.object(site),
  query: z.object({ ...pageQuery, state: stateField().optional(), entityId: idField("entity").optional(), tenantId: idField("tenant").optional() }),
  reply: pageOf(invoiceField),
});
export const exportInvoiceList = endpoint({
  method: "GET",
  path: "/sites/{siteId}/books/invoices/sheet",
  summary: "The register of invoices as an Excel file",
  permission: booksRights.read,
  params: z.object(site),
  query: z.object({ state: stateField().optional(), entityId: idField("entity").optional(), tenantId: idField("tenant").optional(), language: z.enum(languages).optional() }),
  reply: fileReply(xlsx),
});
export const prepareInvoices = endpoint({
  method: "POST",
  path: "/sites/{siteId}/books/invoices/preparation",
  summary: "Put what was billed and has no invoice yet on the register",
  permission: booksRights.keep,
  params: z.object(site),
  reply: z.object({ invoices: z.number().int() }),
});
export const makeBatch = endpoint({
  method: "POST",
  path: "/sites/{siteId}/books/invoice-batches",
  summary: "Take invoices of one seller out for the tax platform; all that wait unless they are named",
  permission: booksRights.keep,
  params: z.object(site),
  body: z.object({ id: idField("invoiceBatch"), entityId: idField("entity"), invoiceIds: z.array(idField("invoice")).min(1).max(500).optional() }),
  reply: z.object({ batchId: idField("invoiceBatch"), invoices: z.number().int(), total: fenSumField() }),
});
export const getBatchSheet = endpoint({
  method: "GET",
  path: "/sites/{siteId}/books/invoice-batches/{batchId}/sheet",
  summary: "A batch in the layout of the tax platform's batch import for 数电票",
  permission: booksRights.keep,
  params: z.object({ ...site, batchId: idField("invoiceBatch") }),
  reply: fileReply(xlsx),
});
export const recordNumber = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/books/invoices/{invoiceId}/number",
  summary: "Record the number and day of an invoice the tax platform has issued",
  permission: booksRights.keep,
  params: z.object(atInvoice),
  body: z.object({ invoiceNo: numberField(), issuedOn: dateField(), version: versionField() }),
  reply: invoiceField,
});
export const returnInvoice = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/books/invoices/{invoiceId}/return",
  summary: "Put an exported invoice that was not issued back to be issued",
  permission: booksRights.keep,
  params: z.object(atInvoice),
  body: z.object({ reason: textField(300), version: versionField() }),
  reply: invoiceField,
});
export const getReadiness = endpoint({
  method: "GET",
  path: "/sites/{siteId}/books/invoices/readiness",
  summary: "For each seller: how many invoices wait to be issued, and what is missing before they can be exported",
  permission: booksRights.read,
  params: z.object(site),
  reply: z.object({
    sellers: z.array(
      z.object({
        entityId: idField("entity"),
        entity: z.string(),
        toIssue: z.number().int(),
        missing: z.array(z.object({ code: z.string(), facts: z.record(z.string(), z.unknown()) })),
      }),
    ),
  }),
});
export const recordRed = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/books/invoices/{invoiceId}/red-letter",
  summary: "Record the red invoice issued on a red-letter confirmation",
  permission: booksRights.keep,
  params: z.object(atInvoice),
  body: z.object({ confirmationNo: textField(40), invoiceNo: numberField(), issuedOn: dateField(), version: versionField() }),
  reply: invoiceField,
});

const taxRowField = z.object({
  entityId: idField("entity"),
  entity: z.string(),
  taxCategory: z.string(),
  category: wordsField(),
  taxRate: z.string(),
  amount: fenField(),
  net: fenSumField(),
  tax: fenSumField(),
  invoicedNet: fenSumField(),
  invoicedTax: fenSumField(),
});
export const getTax = endpoint({
  method: "GET",
  path: "/sites/{siteId}/books/tax",
  summary: "Tax of a month by seller, kind and rate: what was billed, and what of it has an invoice",
  permission: booksRights.read,
  params: z.object(site),
  query: z.object({ month: monthField() }),
  reply: z.object({ rows: z.array(taxRowField), net: fenSumField(), tax: fenSumField() }),
});
export const exportTax = endpoint({
  ...getTax,
  path: "/sites/{siteId}/books/tax/sheet",
  summary: "The tax of a month as an Excel file",
  query: z.object({ month: monthField(), language: z.enum(languages).optional() }),
  reply: fileReply(xlsx),
});

export const settingField = z.object({ region: z.string(), address: z.string(), isCrossCity: z.boolean(), areaUnit: z.string(), version: z.number().int() });
export const getSetting = endpoint({
  method: "GET",
  path: "/sites/{siteId}/books/setting",
  summary: "What every invoice says about the building",
  permission: booksRights.read,
  params: z.object(site),
  reply: settingField,
});
export const putSetting = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/books/setting",
  summary: "Change what every invoice says about the building",
  permission: booksRights.settings,
  params: z.object(site),
  body: z.object({
    region: textField(60),
    address: textField(120),
    isCrossCity: z.boolean(),
    areaUnit: z.enum(["平方米", "亩", "公顷", "平方千米", "孔公里"]),
    version: versionField().or(z.literal(0)),
  }),
  reply: settingField,
});
