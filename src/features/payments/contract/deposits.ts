import { z } from "zod";
import { endpoint, fileReply } from "#kernel/contract.ts";
import { dateField, idField, longTextField, pageOf, pageQuery, searchField, textField } from "#kernel/fields.ts";
import { amountField, depositField, feeItemField, partBody, payeeField, postingField, requestField, requestKindField } from "./fields.ts";
import { paymentsRights } from "./rights.ts";

const site = { siteId: idField("site") };
const one = z.object({ ...site, depositId: idField("deposit") });
const spreadsheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const filters = { tenantId: idField("tenant").optional(), leaseId: idField("lease").optional(), search: searchField().optional() };

export const listDeposits = endpoint({
  method: "GET",
  path: "/sites/{siteId}/payments/deposits",
  summary: "What is held for tenants, per lease and kind, newest first",
  permission: paymentsRights.read,
  params: z.object(site),
  query: z.object({ ...pageQuery, ...filters }),
  reply: pageOf(depositField),
});
export const exportDeposits = endpoint({
  method: "GET",
  path: "/sites/{siteId}/payments/deposits.xlsx",
  summary: "Deposits as Excel, at most 50 000",
  permission: paymentsRights.read,
  params: z.object(site),
  query: z.object(filters),
  reply: fileReply(spreadsheet),
});
export const depositDetailField = z.object({ deposit: depositField, postings: z.array(postingField), requests: z.array(requestField) });
export const getDeposit = endpoint({
  method: "GET",
  path: "/sites/{siteId}/payments/deposits/{depositId}",
  summary: "A deposit with every posting of its ledger, and what was asked of it",
  permission: paymentsRights.read,
  params: one,
  reply: depositDetailField,
});
export const raiseDeposit = endpoint({
  method: "POST",
  path: "/sites/{siteId}/payments/deposits/raises",
  summary: "Ask for more deposit: it goes on the next bill and is receivable until it is paid",
  permission: paymentsRights.askDeposit,
  params: z.object(site),
  body: z.object({
    chargeId: idField("charge"),
    tenantId: idField("tenant"),
    leaseId: idField("lease").nullable(),
    feeItem: feeItemField(),
    amount: amountField(),
    dueOn: dateField(),
    reason: textField(500),
  }),
  reply: depositDetailField,
});
export const askDeposit = endpoint({
  method: "POST",
  path: "/sites/{siteId}/payments/deposits/{depositId}/requests",
  summary: "Ask for a deduction, forfeiture or refund; somebody else decides",
  permission: paymentsRights.askDeposit,
  params: one,
  body: z.object({
    id: idField("depositRequest"),
    kind: requestKindField(),
    amount: amountField(),
    /** Of a deduction: the debts it pays. */
    lines: z.array(partBody).max(200).default([]),
    payee: payeeField.nullable().default(null),
    reason: textField(500),
  }),
  reply: depositDetailField,
});
export const listDepositRequests = endpoint({
  method: "GET",
  path: "/sites/{siteId}/payments/deposit-requests",
  summary: "What is asked of deposits and not decided, oldest first",
  permission: paymentsRights.read,
  params: z.object(site),
  query: z.object(pageQuery),
  reply: pageOf(requestField),
});
export const decideDeposit = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/payments/deposit-requests/{requestId}/decision",
  summary: "Approve or decline what somebody else asked of a deposit; approved, it is posted at once",
  permission: paymentsRights.decideDeposit,
  params: z.object({ ...site, requestId: idField("depositRequest") }),
  body: z.object({ isApproved: z.boolean(), decision: longTextField(500), on: dateField().optional() }),
  reply: depositDetailField,
});
