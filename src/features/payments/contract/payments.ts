import { z } from "zod";
import { endpoint, fileReply } from "#kernel/contract.ts";
import { dateField, fenField, idField, pageOf, pageQuery, searchField, textField } from "#kernel/fields.ts";
import { counterMeans } from "../rules.ts";
import { allocationField, amountField, feeItemField, meansField, partBody, paymentField, receiptField, reversalField, settingsBody, settingsField } from "./fields.ts";
import { paymentsRights } from "./rights.ts";

const site = { siteId: idField("site") };
const one = z.object({ ...site, paymentId: idField("payment") });
const spreadsheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const optionalText = (max: number) => z.union([z.literal(""), textField(max)]).default("");

const filters = {
  tenantId: idField("tenant").optional(),
  means: meansField().optional(),
  from: dateField().optional(),
  to: dateField().optional(),
  search: searchField().optional(),
  /** Only those with money left over. */
  advance: z.enum(["true"]).optional(),
};
export const listPayments = endpoint({
  method: "GET",
  path: "/sites/{siteId}/payments",
  summary: "Payments, newest first by the day they are booked",
  permission: paymentsRights.read,
  params: z.object(site),
  query: z.object({ ...pageQuery, ...filters }),
  reply: pageOf(paymentField),
});
export const exportPayments = endpoint({
  method: "GET",
  path: "/sites/{siteId}/payments.xlsx",
  summary: "Payments as Excel, at most 50 000",
  permission: paymentsRights.read,
  params: z.object(site),
  query: z.object(filters),
  reply: fileReply(spreadsheet),
});
export const paymentDetailField = z.object({ payment: paymentField, allocations: z.array(allocationField), receipt: receiptField.nullable() });
export const getPayment = endpoint({
  method: "GET",
  path: "/sites/{siteId}/payments/{paymentId}",
  summary: "A payment, what it settles, and its receipt",
  permission: paymentsRights.read,
  params: one,
  reply: paymentDetailField,
});
export const takePayment = endpoint({
  method: "POST",
  path: "/sites/{siteId}/payments",
  summary: "Take money at the counter: cash, cheque, card or phone. Without lines it pays in the order of the site",
  permission: paymentsRights.take,
  params: z.object(site),
  body: z.object({
    id: idField("payment"),
    tenantId: idField("tenant"),
    entityId: idField("entity"),
    means: z.enum(counterMeans),
    receivedOn: dateField(),
    bookedOn: dateField().optional(),
    amount: amountField(),
    payerName: optionalText(200),
    voucherNo: optionalText(80),
    remark: optionalText(500),
    lines: z.array(partBody).max(500).optional(),
  }),
  reply: paymentDetailField,
});
export const applyAdvance = endpoint({
  method: "POST",
  path: "/sites/{siteId}/payments/{paymentId}/allocations",
  summary: "Pay bills with what is left of a payment",
  permission: paymentsRights.take,
  params: one,
  body: z.object({ lines: z.array(partBody).min(1).max(500) }),
  reply: paymentDetailField,
});
export const reversePayment = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/payments/{paymentId}/reversal",
  summary: "Take a payment back: matched wrongly, bounced, or entered by mistake. What it settled is owed again, its receipt void",
  permission: paymentsRights.reverse,
  params: one,
  body: z.object({ why: reversalField(), reason: textField(500), on: dateField().optional() }),
  reply: paymentDetailField,
});
export const issueReceipt = endpoint({
  method: "POST",
  path: "/sites/{siteId}/payments/{paymentId}/receipt",
  summary: "Issue the receipt of a payment, or give the one there is",
  permission: paymentsRights.take,
  params: one,
  reply: receiptField,
});
export const getReceipt = endpoint({
  method: "GET",
  path: "/sites/{siteId}/payments/{paymentId}/receipt.pdf",
  summary: "The receipt of a payment as PDF",
  permission: paymentsRights.read,
  params: one,
  reply: fileReply("application/pdf"),
});
export const mailReceipt = endpoint({
  method: "POST",
  path: "/sites/{siteId}/payments/{paymentId}/receipt-mail",
  summary: "Tell the tenant's contacts for fees that the money is received and the receipt issued",
  permission: paymentsRights.take,
  params: one,
  reply: z.object({ to: z.array(z.string()) }),
});

export const getPaymentSettings = endpoint({
  method: "GET",
  path: "/sites/{siteId}/payments/settings",
  summary: "How the site takes money",
  permission: paymentsRights.read,
  params: z.object(site),
  reply: settingsField,
});
export const putPaymentSettings = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/payments/settings",
  summary: "Decide in which order money pays debts, and what becomes of money in the wrong account",
  permission: paymentsRights.settings,
  params: z.object(site),
  body: settingsBody,
  reply: settingsField,
});
export const getToday = endpoint({
  method: "GET",
  path: "/sites/{siteId}/payments/today",
  summary: "What cashier and finance have to do: money to match and to claim, deposits to decide, advances to use",
  permission: paymentsRights.claim,
  params: z.object(site),
  reply: z.object({
    toMatch: z.object({ lines: z.number().int(), amount: fenField() }),
    unclaimed: z.object({ lines: z.number().int(), amount: fenField() }),
    claimed: z.number().int(),
    toDecide: z.number().int(),
    advances: z.object({ payments: z.number().int(), amount: fenField() }),
  }),
});

const settlementsField = z.object({
  settlements: z.array(
    z.object({
      id: idField("allocation"),
      lineId: idField("billLine"),
      feeItem: feeItemField(),
      from: dateField(),
      to: dateField(),
      amount: fenField(),
      valueOn: dateField(),
      paymentId: idField("payment"),
      means: meansField(),
      entity: z.string(),
      /** Null until a receipt is issued. */
      receiptNo: z.string().nullable(),
    }),
  ),
});
const ofBill = z.object({ ...site, billId: idField("bill") });
export const listSettlements = endpoint({
  method: "GET",
  path: "/sites/{siteId}/payments/bills/{billId}/settlements",
  summary: "Which payments settled the lines of a bill, with their receipts",
  permission: paymentsRights.read,
  params: ofBill,
  reply: settlementsField,
});

/** Payments of the reader's own company. */
export const listMySettlements = endpoint({
  method: "GET",
  path: "/sites/{siteId}/payments/mine/bills/{billId}/settlements",
  summary: "Which of our payments settled the lines of our bill",
  permission: paymentsRights.portal,
  params: ofBill,
  reply: settlementsField,
});
export const listMyPayments = endpoint({
  method: "GET",
  path: "/sites/{siteId}/payments/mine",
  summary: "What our company has paid, newest first",
  permission: paymentsRights.portal,
  params: z.object(site),
  query: z.object(pageQuery),
  reply: pageOf(paymentField),
});
export const getMyPayment = endpoint({
  method: "GET",
  path: "/sites/{siteId}/payments/mine/{paymentId}",
  summary: "A payment of our company and what it settles",
  permission: paymentsRights.portal,
  params: one,
  reply: paymentDetailField,
});
export const getMyReceipt = endpoint({
  method: "GET",
  path: "/sites/{siteId}/payments/mine/{paymentId}/receipt.pdf",
  summary: "The receipt of our payment as PDF",
  permission: paymentsRights.portal,
  params: one,
  reply: fileReply("application/pdf"),
});
