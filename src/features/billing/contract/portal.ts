import { z } from "zod";
import { endpoint, fileReply } from "#kernel/contract.ts";
import { dateField, fenField, fenSumField, idField, pageOf, pageQuery } from "#kernel/fields.ts";
import { feeItemCodeField, namedBillField, saidLineField } from "./fields.ts";
import { billingRights } from "./rights.ts";

const site = { siteId: idField("site") };
const ownBill = z.object({ ...site, billId: idField("bill") });

export const listOwnBills = endpoint({
  method: "GET",
  path: "/sites/{siteId}/billing/portal/bills",
  summary: "My company's bills and credit notes, newest first",
  permission: billingRights.portal,
  params: z.object(site),
  query: z.object(pageQuery),
  reply: pageOf(namedBillField),
});
export const whatWeOwe = endpoint({
  method: "GET",
  path: "/sites/{siteId}/billing/portal/owed",
  summary: "What my company owes today, by fee, oldest due first",
  permission: billingRights.portal,
  params: z.object(site),
  reply: z.object({
    total: fenSumField(),
    overdue: fenSumField(),
    byFee: z.array(z.object({ feeItem: feeItemCodeField(), name: z.object({ zh: z.string(), en: z.string() }), amount: fenField() })),
    nextDue: dateField().nullable(),
  }),
});
export const getOwnBill = endpoint({
  method: "GET",
  path: "/sites/{siteId}/billing/portal/bills/{billId}",
  summary: "A bill of my company, line by line with the arithmetic, and whom to pay",
  permission: billingRights.portal,
  params: ownBill,
  reply: z.object({
    bill: namedBillField,
    lines: z.array(saidLineField),
    credits: z.array(namedBillField),
    payees: z.array(z.object({ id: idField("entity"), name: z.string(), bankName: z.string(), bankAccount: z.string(), amount: fenField(), remark: z.string() })),
  }),
});
export const ownNotice = endpoint({
  method: "POST",
  path: "/sites/{siteId}/billing/portal/bills/{billId}/notice",
  summary: "The payment notice of a bill of my company, as PDF",
  permission: billingRights.portal,
  params: ownBill,
  reply: fileReply("application/pdf"),
  ratePerMinute: 30,
});
