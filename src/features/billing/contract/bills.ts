import { z } from "zod";
import { endpoint, fileReply } from "#kernel/contract.ts";
import { dateField, fenField, fenSumField, idField, instantField, monthField, pageOf, pageQuery, searchField, textField } from "#kernel/fields.ts";
import {
  billStateField,
  chargeField,
  chargeStatusField,
  feeItemCodeField,
  namedBillField,
  namedChargeField,
  saidLineField,
  taxModeField,
  waiverField,
  waiverKindField,
  waiverStatusField,
} from "./fields.ts";
import { billingRights } from "./rights.ts";

const site = { siteId: idField("site") };
const billPath = z.object({ ...site, billId: idField("bill") });
const excel = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

export const billFilter = {
  state: billStateField().optional(),
  month: monthField().optional(),
  tenantId: idField("tenant").optional(),
  leaseId: idField("lease").optional(),
  runId: idField("run").optional(),
  search: searchField().optional(),
};

export const listBills = endpoint({
  method: "GET",
  path: "/sites/{siteId}/billing/bills",
  summary: "Bills and credit notes, newest first; by how they stand, month, tenant, lease, run or part of a number or name",
  permission: billingRights.read,
  params: z.object(site),
  query: z.object({ ...pageQuery, ...billFilter }),
  reply: pageOf(namedBillField),
});
export const exportBills = endpoint({
  method: "GET",
  path: "/sites/{siteId}/billing/bills.xlsx",
  summary: "The bills of a list with their lines, as Excel",
  permission: billingRights.read,
  params: z.object(site),
  query: z.object(billFilter),
  reply: fileReply(excel),
});

export const mailedField = z.object({ name: z.string(), address: z.string(), mailedAt: instantField(), byName: z.string() });
export const billPageField = z.object({
  bill: namedBillField,
  lines: z.array(saidLineField),
  credits: z.array(namedBillField),
  /** The bill that this credit note takes from. */
  credited: namedBillField.nullable(),
  mailed: z.array(mailedField),
  waivers: z.array(waiverField),
});
export const getBill = endpoint({
  method: "GET",
  path: "/sites/{siteId}/billing/bills/{billId}",
  summary: "A bill with its lines, how each was reckoned, what was credited, to whom it was mailed",
  permission: billingRights.read,
  params: billPath,
  reply: billPageField,
});
export const issueBill = endpoint({
  method: "POST",
  path: "/sites/{siteId}/billing/bills",
  summary: "Bill charges that wait, by hand",
  permission: billingRights.issue,
  params: z.object(site),
  body: z.object({ id: idField("bill"), tenantId: idField("tenant"), leaseId: idField("lease").nullable().default(null), chargeIds: z.array(idField("charge")).min(1).max(500) }),
  reply: billPageField,
});
export const creditBill = endpoint({
  method: "POST",
  path: "/sites/{siteId}/billing/bills/{billId}/credits",
  summary: "Take an issued bill, or amounts of its lines, back by a credit note; `again`: so that it may be billed anew",
  permission: billingRights.issue,
  params: billPath,
  body: z.object({
    id: idField("bill"),
    parts: z
      .array(z.object({ lineId: idField("billLine"), amount: fenField({ min: 1 }) }))
      .min(1)
      .max(500)
      .optional(),
    reason: textField(500),
    again: z.boolean().default(false),
  }),
  reply: billPageField,
});

const waiverPart = z.union([
  z.object({ lineId: idField("billLine"), amount: fenField({ min: 1 }) }),
  /** Days of use lost, and which part of the premises in per cent: the amount is reckoned (Civil Code art. 713). */
  z.object({
    lineId: idField("billLine"),
    from: dateField(),
    to: dateField(),
    percent: z.string().regex(/^(100|\d{1,2}(\.\d{1,4})?)$/),
  }),
]);
export const askWaiver = endpoint({
  method: "POST",
  path: "/sites/{siteId}/billing/bills/{billId}/waivers",
  summary: "Ask to let the tenant off part of a bill; somebody else decides",
  permission: billingRights.issue,
  params: billPath,
  body: z.object({ id: idField("waiver"), kind: waiverKindField(), parts: z.array(waiverPart).min(1).max(200), reason: textField(500) }),
  reply: waiverField,
});
export const listWaivers = endpoint({
  method: "GET",
  path: "/sites/{siteId}/billing/waivers",
  summary: "Waivers, newest first",
  permission: billingRights.read,
  params: z.object(site),
  query: z.object({ ...pageQuery, status: waiverStatusField().optional() }),
  reply: pageOf(waiverField),
});
export const exportWaivers = endpoint({
  method: "GET",
  path: "/sites/{siteId}/billing/waivers.xlsx",
  summary: "The waivers of a list, as Excel",
  permission: billingRights.read,
  params: z.object(site),
  query: z.object({ status: waiverStatusField().optional() }),
  reply: fileReply(excel),
});
export const decideWaiver = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/billing/waivers/{waiverId}/decision",
  summary: "Approve a waiver, which credits the bill, or refuse it; never by who asked",
  permission: billingRights.approve,
  params: z.object({ ...site, waiverId: idField("waiver") }),
  body: z.object({ isApproved: z.boolean(), decision: textField(500) }),
  reply: waiverField,
});

export const chargeFilter = {
  status: chargeStatusField().optional(),
  tenantId: idField("tenant").optional(),
  /** The legal entity that is paid. */
  entityId: idField("entity").optional(),
  /** The month in which they fall due. */
  month: monthField().optional(),
};
export const listCharges = endpoint({
  method: "GET",
  path: "/sites/{siteId}/billing/charges",
  summary: "Charges beside the leases' schedules: waiting for a bill, billed, cancelled",
  permission: billingRights.read,
  params: z.object(site),
  query: z.object({ ...pageQuery, ...chargeFilter }),
  reply: pageOf(namedChargeField),
});
export const exportCharges = endpoint({
  method: "GET",
  path: "/sites/{siteId}/billing/charges.xlsx",
  summary: "The charges of a list, as Excel",
  permission: billingRights.read,
  params: z.object(site),
  query: z.object(chargeFilter),
  reply: fileReply(excel),
});
export const enterCharge = endpoint({
  method: "POST",
  path: "/sites/{siteId}/billing/charges",
  summary: "Enter a charge by hand",
  permission: billingRights.issue,
  params: z.object(site),
  body: z.object({
    id: idField("charge"),
    tenantId: idField("tenant"),
    leaseId: idField("lease").nullable().default(null),
    feeItem: feeItemCodeField(),
    unitIds: z.array(idField("unit")).max(100).readonly().default([]),
    from: dateField(),
    to: dateField(),
    dueOn: dateField(),
    amount: fenField({ min: 1 }),
    taxMode: taxModeField().default("inclusive"),
    remark: textField(300),
    /** Whom it is owed to; the payee of the fee item unless told. */
    entityId: idField("entity").nullable().default(null),
  }),
  reply: chargeField,
});
export const cancelCharge = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/billing/charges/{chargeId}/cancellation",
  summary: "Take back a charge that no bill has taken up",
  permission: billingRights.issue,
  params: z.object({ ...site, chargeId: idField("charge") }),
  body: z.object({ reason: textField(500) }),
  reply: chargeField,
});

const leasePath = z.object({ ...site, leaseId: idField("lease") });
export const previewFirstBill = endpoint({
  method: "GET",
  path: "/sites/{siteId}/billing/leases/{leaseId}/first-bill",
  summary: "What is to be paid before the keys are handed over, as far as it is not billed",
  permission: billingRights.read,
  params: leasePath,
  reply: z.object({ lines: z.array(z.object({ feeItem: feeItemCodeField(), from: dateField(), to: dateField(), dueOn: dateField(), amount: fenField() })), total: fenSumField() }),
});
export const issueFirstBill = endpoint({
  method: "POST",
  path: "/sites/{siteId}/billing/leases/{leaseId}/first-bill",
  summary: "Bill what is to be paid before the keys are handed over: deposits, the first period of every fee, fees paid once",
  permission: billingRights.issue,
  params: leasePath,
  body: z.object({ id: idField("bill") }),
  reply: billPageField,
});
export const printNotice = endpoint({
  method: "POST",
  path: "/sites/{siteId}/billing/bills/{billId}/notice",
  summary: "The payment notice 缴费通知书 of a bill as PDF, issued the first time it is asked for",
  permission: billingRights.read,
  params: billPath,
  query: z.object({ language: z.enum(["zh", "en"]).default("zh") }),
  reply: fileReply("application/pdf"),
});
export const mailBill = endpoint({
  method: "POST",
  path: "/sites/{siteId}/billing/bills/{billId}/mails",
  summary: "Mail a bill to the tenant's contacts for fees",
  permission: billingRights.issue,
  params: billPath,
  reply: billPageField,
});
export const billingToday = endpoint({
  method: "GET",
  path: "/sites/{siteId}/billing/today",
  summary: "What billing waits for today: this month's run, waivers to decide, bills overdue",
  permission: billingRights.read,
  params: z.object(site),
  reply: z.object({
    month: monthField(),
    isMonthRun: z.boolean(),
    waiversAsked: z.number().int(),
    chargesWaiting: z.number().int(),
    overdueBills: z.number().int(),
    overdue: fenSumField(),
    owed: fenSumField(),
  }),
});
