import { z } from "zod";
import { endpoint, fileReply } from "#kernel/contract.ts";
import { dateField, fenField, idField, instantField, longTextField, pageOf, pageQuery, textField } from "#kernel/fields.ts";
import { type PayoutStatus, payoutStatuses } from "../rules.ts";
import { amountField, payeeField } from "./fields.ts";
import { paymentsRights } from "./rights.ts";

const site = { siteId: idField("site") };
const one = z.object({ ...site, payoutId: idField("payout") });
const statusField = () => z.enum(Object.keys(payoutStatuses) as [PayoutStatus, ...PayoutStatus[]]);
const filters = { status: statusField().optional(), tenantId: idField("tenant").optional() };

export const payoutField = z.object({
  id: idField("payout"),
  tenantId: idField("tenant"),
  tenant: z.string(),
  entityId: idField("entity"),
  entity: z.string(),
  amount: fenField(),
  payee: z.object({ name: z.string(), bank: z.string(), account: z.string() }),
  reason: z.string(),
  source: z.object({ kind: z.string(), id: z.string() }),
  status: statusField(),
  askedBy: idField("person"),
  askedByName: z.string(),
  askedAt: instantField(),
  decidedByName: z.string().nullable(),
  decision: z.string(),
  paid: z.object({ on: dateField(), byName: z.string(), reference: z.string() }).nullable(),
  returned: z.object({ on: dateField(), byName: z.string(), reason: z.string() }).nullable(),
});
export const listPayouts = endpoint({
  method: "GET",
  path: "/sites/{siteId}/payments/payouts",
  summary: "Refunds to tenants, newest first",
  permission: paymentsRights.read,
  params: z.object(site),
  query: z.object({ ...pageQuery, ...filters }),
  reply: pageOf(payoutField),
});
export const exportPayouts = endpoint({
  method: "GET",
  path: "/sites/{siteId}/payments/payouts.xlsx",
  summary: "Refunds as Excel, at most 50 000",
  permission: paymentsRights.read,
  params: z.object(site),
  query: z.object(filters),
  reply: fileReply("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
});
export const askPayout = endpoint({
  method: "POST",
  path: "/sites/{siteId}/payments/{paymentId}/payouts",
  summary: "Ask for what is left of a payment to be paid back; somebody else decides",
  permission: paymentsRights.askDeposit,
  params: z.object({ ...site, paymentId: idField("payment") }),
  body: z.object({ id: idField("payout"), amount: amountField(), payee: payeeField, reason: textField(500) }),
  reply: payoutField,
});
export const decidePayout = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/payments/payouts/{payoutId}/decision",
  summary: "Approve or decline a refund that somebody else asked for",
  permission: paymentsRights.decideDeposit,
  params: one,
  body: z.object({ isApproved: z.boolean(), decision: longTextField(500) }),
  reply: payoutField,
});
export const payPayout = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/payments/payouts/{payoutId}/payment",
  summary: "Record that an approved refund went out",
  permission: paymentsRights.take,
  params: one,
  body: z.object({ on: dateField(), reference: textField(100) }),
  reply: payoutField,
});
export const returnPayout = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/payments/payouts/{payoutId}/return",
  summary: "The bank sent a refund back: everything stands as before it was paid",
  permission: paymentsRights.reverse,
  params: one,
  body: z.object({ on: dateField(), reason: textField(500) }),
  reply: payoutField,
});
