import type { Selectable } from "kysely";
import type { Id } from "#kernel/id.ts";
import { fen } from "#kernel/money.ts";
import type { Database } from "#platform/db/tables.ts";
import type { FeeItemCode } from "#features/leasing/rules.ts";
import type { Allocation, Deposit, DepositRequest, Payment, Receipt, Statement, StatementLine } from "../rules.ts";

type Row<T extends keyof Database> = Selectable<Database[T]>;

export const toPayment = (row: Row<"payments.payment">): Payment => ({
  id: row.id as Id<"payment">,
  tenantId: row.tenant_id as Id<"tenant">,
  entityId: row.entity_id as Id<"entity">,
  means: row.means as Payment["means"],
  receivedOn: row.received_on,
  bookedOn: row.booked_on,
  amount: fen(row.amount),
  allocated: fen(row.allocated),
  refunded: fen(row.refunded),
  statementLineId: row.statement_line_id as Id<"statementLine"> | null,
  payerName: row.payer_name,
  voucherNo: row.voucher_no,
  remark: row.remark,
  createdByName: row.created_by_name,
  createdAt: row.created_at,
  reversal: row.reversed_on && {
    on: row.reversed_on,
    why: row.reversed_why as NonNullable<Payment["reversal"]>["why"],
    reason: row.reversed_reason ?? "",
    byName: row.reversed_by_name ?? "",
  },
});

export const toAllocation = (row: Row<"payments.allocation">): Allocation => ({
  id: row.id as Id<"allocation">,
  paymentId: row.payment_id as Id<"payment">,
  lineId: row.line_id as Id<"billLine">,
  billId: row.bill_id as Id<"bill">,
  entityId: row.entity_id as Id<"entity">,
  isOnBehalf: row.is_on_behalf,
  feeItem: row.fee_item as FeeItemCode,
  amount: fen(row.amount),
  valueOn: row.value_on,
  bookedOn: row.booked_on,
  released: row.released_on && { on: row.released_on, why: row.released_why as NonNullable<Allocation["released"]>["why"] },
});

export const toReceipt = (row: Row<"payments.receipt">): Receipt => ({
  id: row.id as Id<"receipt">,
  receiptNo: row.receipt_no,
  paymentId: row.payment_id as Id<"payment">,
  documentId: row.document_id as Id<"document">,
  amount: fen(row.amount),
  issuedAt: row.issued_at,
  issuedByName: row.issued_by_name,
});

export const toStatement = (row: Row<"payments.statement">): Statement => ({
  id: row.id as Id<"statement">,
  entityId: row.entity_id as Id<"entity">,
  fileName: row.file_name,
  fileHash: row.file_hash,
  sheets: row.sheets,
  status: row.status as Statement["status"],
  mapping: row.mapping as Statement["mapping"],
  choice: row.choice as Statement["choice"],
  counts: row.counts as Statement["counts"],
  problems: row.problems as Statement["problems"],
  progress: { done: row.progress_done, all: row.progress_all },
  createdByName: row.created_by_name,
  createdAt: row.created_at,
  finishedAt: row.finished_at,
});

export const toStatementLine = (row: Omit<Row<"payments.statement_line">, "payer_key" | "balance" | "fingerprint">): StatementLine => ({
  id: row.id as Id<"statementLine">,
  statementId: row.statement_id as Id<"statement">,
  entityId: row.entity_id as Id<"entity">,
  row: row.row_no,
  direction: row.direction as StatementLine["direction"],
  day: row.day,
  amount: fen(row.amount),
  payerName: row.payer_name,
  payerAccount: row.payer_account,
  remark: row.remark,
  serialNo: row.serial_no,
  status: row.status as StatementLine["status"],
  note: row.note,
  allocated: fen(row.allocated),
  claim: row.claimed_tenant_id && row.claimed_at ? { tenantId: row.claimed_tenant_id as Id<"tenant">, byName: row.claimed_by_name ?? "", at: row.claimed_at } : null,
});

export const toDeposit = (row: Row<"payments.deposit">): Deposit => ({
  id: row.id as Id<"deposit">,
  tenantId: row.tenant_id as Id<"tenant">,
  leaseId: row.lease_id as Id<"lease"> | null,
  entityId: row.entity_id as Id<"entity">,
  feeItem: row.fee_item as FeeItemCode,
  held: fen(row.held),
  receivable: fen(row.receivable),
});

export const toRequest = (row: Row<"payments.deposit_request">): DepositRequest => ({
  id: row.id as Id<"depositRequest">,
  depositId: row.deposit_id as Id<"deposit">,
  tenantId: row.tenant_id as Id<"tenant">,
  kind: row.kind as DepositRequest["kind"],
  amount: fen(row.amount),
  lines: row.lines as unknown as DepositRequest["lines"],
  payee: row.payee as DepositRequest["payee"],
  reason: row.reason,
  status: row.status as DepositRequest["status"],
  askedBy: row.asked_by as Id<"person">,
  askedByName: row.asked_by_name,
  askedAt: row.asked_at,
  decidedByName: row.decided_by_name,
  decision: row.decision,
});
