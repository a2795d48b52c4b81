import { z } from "zod";
import { event } from "#kernel/contract.ts";
import { dateField, fenField, fenSumField, idField } from "#kernel/fields.ts";
import { words } from "#kernel/words.ts";
import { feeItemField, meansField, requestKindField, reversalField, settingsField } from "./fields.ts";

const settled = z.array(z.object({ lineId: idField("billLine"), billId: idField("bill"), amount: fenField() }));

export const statementImported = event({
  name: "payments.statement_imported",
  words: words("导入银行流水", "Bank statement imported"),
  clauses: [],
  subject: "statement",
  facts: z.object({
    statementId: idField("statement"),
    entityId: idField("entity"),
    fileName: z.string(),
    fileHash: z.string(),
    lines: z.number().int(),
    received: fenSumField(),
    paid: fenSumField(),
    refused: z.number().int(),
  }),
});
export const statementUndone = event({
  name: "payments.statement_undone",
  words: words("撤销银行流水", "Bank statement taken back"),
  clauses: [],
  subject: "statement",
  facts: z.object({ statementId: idField("statement"), fileName: z.string(), lines: z.number().int() }),
});
export const linesConfirmed = event({
  name: "payments.lines_confirmed",
  words: words("批量确认收款", "Lines confirmed all at once"),
  clauses: [],
  subject: "confirmation",
  facts: z.object({ confirmationId: idField("confirmation"), lines: z.number().int(), amount: fenSumField(), paymentIds: z.array(idField("payment")) }),
});
export const confirmationUndone = event({
  name: "payments.confirmation_undone",
  words: words("撤销批量确认", "Confirmation taken back"),
  clauses: [],
  subject: "confirmation",
  facts: z.object({ confirmationId: idField("confirmation"), payments: z.number().int() }),
});
export const paymentReceived = event({
  name: "payments.received",
  words: words("收款入账", "Payment received"),
  clauses: [],
  subject: "payment",
  facts: z.object({
    paymentId: idField("payment"),
    tenantId: idField("tenant"),
    entityId: idField("entity"),
    means: meansField(),
    receivedOn: dateField(),
    bookedOn: dateField(),
    amount: fenField(),
    statementLineId: idField("statementLine").nullable(),
    settled,
  }),
});
export const advanceApplied = event({
  name: "payments.advance_applied",
  words: words("预收核销", "Advance applied"),
  clauses: [],
  subject: "payment",
  facts: z.object({ paymentId: idField("payment"), tenantId: idField("tenant"), on: dateField(), settled }),
});
export const paymentReversed = event({
  name: "payments.reversed",
  words: words("撤销收款", "Payment reversed"),
  clauses: [],
  subject: "payment",
  facts: z.object({ paymentId: idField("payment"), tenantId: idField("tenant"), amount: fenField(), on: dateField(), why: reversalField(), reason: z.string(), released: settled }),
});
export const allocationReleased = event({
  name: "payments.released",
  words: words("释放核销", "Settlement released"),
  clauses: [],
  subject: "bill",
  facts: z.object({
    billId: idField("bill"),
    tenantId: idField("tenant"),
    released: z.array(z.object({ paymentId: idField("payment"), lineId: idField("billLine"), amount: fenField() })),
  }),
});
export const receiptIssued = event({
  name: "payments.receipt_issued",
  words: words("开具收据", "Receipt issued"),
  clauses: [],
  subject: "receipt",
  facts: z.object({ receiptId: idField("receipt"), receiptNo: z.string(), paymentId: idField("payment"), tenantId: idField("tenant"), amount: fenField() }),
});
export const lineClaimed = event({
  name: "payments.line_claimed",
  words: words("认领到账款", "Unclaimed money claimed"),
  clauses: [],
  subject: "statementLine",
  facts: z.object({ statementLineId: idField("statementLine"), tenantId: idField("tenant").nullable(), amount: fenField(), note: z.string() }),
});
export const linePlaced = event({
  name: "payments.line_placed",
  words: words("流水归类", "Statement line put aside or back"),
  clauses: [],
  subject: "statementLine",
  facts: z.object({ statementLineId: idField("statementLine"), status: z.string(), note: z.string() }),
});
export const settingsChanged = event({
  name: "payments.settings_changed",
  words: words("修改收款规则", "Rules of payments changed"),
  clauses: [],
  subject: "site",
  facts: settingsField.extend({ siteId: idField("site") }),
});

const depositFacts = { depositId: idField("deposit"), tenantId: idField("tenant"), leaseId: idField("lease").nullable(), feeItem: feeItemField(), amount: fenField() };
export const depositPosted = event({
  name: "payments.deposit_posted",
  words: words("保证金入账", "Deposit posted"),
  clauses: [],
  subject: "deposit",
  facts: z.object({ ...depositFacts, kind: z.string(), on: dateField(), paymentId: idField("payment").nullable(), reason: z.string() }),
});
export const depositAsked = event({
  name: "payments.deposit_asked",
  words: words("申请动用保证金", "Deposit to be used"),
  clauses: [],
  subject: "deposit",
  facts: z.object({ ...depositFacts, requestId: idField("depositRequest"), kind: requestKindField(), reason: z.string() }),
});
export const depositDecided = event({
  name: "payments.deposit_decided",
  words: words("审批动用保证金", "Use of a deposit decided"),
  clauses: [],
  subject: "deposit",
  facts: z.object({ ...depositFacts, requestId: idField("depositRequest"), kind: requestKindField(), isApproved: z.boolean(), decision: z.string() }),
});

const payoutFacts = { payoutId: idField("payout"), tenantId: idField("tenant"), amount: fenField() };
const payoutSource = z.object({ kind: z.string(), id: z.string() });
export const payoutAsked = event({
  name: "payments.payout_asked",
  words: words("申请退款", "Refund asked for"),
  clauses: [],
  subject: "payout",
  facts: z.object({ ...payoutFacts, entityId: idField("entity"), payee: z.string(), reason: z.string() }),
});
export const payoutDecided = event({
  name: "payments.payout_decided",
  words: words("审批退款", "Refund decided"),
  clauses: [],
  subject: "payout",
  facts: z.object({ ...payoutFacts, isApproved: z.boolean(), decision: z.string() }),
});
export const payoutPaid = event({
  name: "payments.payout_paid",
  words: words("退款付出", "Refund paid"),
  clauses: [],
  subject: "payout",
  facts: z.object({ ...payoutFacts, entityId: idField("entity"), on: dateField(), reference: z.string(), source: payoutSource }),
});
export const payoutReturned = event({
  name: "payments.payout_returned",
  words: words("退款被银行退回", "Refund returned by the bank"),
  clauses: [],
  subject: "payout",
  facts: z.object({ ...payoutFacts, on: dateField(), reason: z.string(), source: payoutSource }),
});
