import type { Selectable } from "kysely";
import type { Id } from "#kernel/id.ts";
import { fen } from "#kernel/money.ts";
import type { FeeItemCode, TaxMode, Working } from "#features/leasing/rules.ts";
import type { Database } from "#platform/db/tables.ts";
import type { Bill, BillLine, Charge, TaxCategory } from "../../rules.ts";

export const toBill = (row: Selectable<Database["billing.bill"]>): Bill => ({
  id: row.id as Id<"bill">,
  billNo: row.bill_no,
  kind: row.kind as Bill["kind"],
  tenantId: row.tenant_id as Id<"tenant">,
  leaseId: row.lease_id as Id<"lease"> | null,
  month: row.month.toPlainYearMonth(),
  issuedOn: row.issued_on,
  dueOn: row.due_on,
  creditsBillId: row.credits_bill_id as Id<"bill"> | null,
  reason: row.reason,
  runId: row.run_id as Id<"run"> | null,
  total: fen(row.total),
  settled: fen(row.settled),
  credited: fen(row.credited),
  documentId: row.document_id as Id<"document"> | null,
  issuedByName: row.issued_by_name,
  createdAt: row.created_at,
});

export const toLine = (row: Selectable<Database["billing.bill_line"]>): BillLine => ({
  id: row.id as Id<"billLine">,
  billId: row.bill_id as Id<"bill">,
  position: row.position,
  feeItem: row.fee_item as FeeItemCode,
  entityId: row.entity_id as Id<"entity">,
  unitIds: row.unit_ids as Id<"unit">[],
  from: row.from_day,
  to: row.to_day,
  dueOn: row.due_on,
  amount: fen(row.amount),
  net: fen(row.net),
  tax: fen(row.tax),
  taxRate: row.tax_rate,
  taxCategory: row.tax_category as TaxCategory,
  taxMode: row.tax_mode as TaxMode,
  working: row.working as unknown as Working,
  source: { kind: row.source_kind as BillLine["source"]["kind"], id: row.source_id },
  creditsLineId: row.credits_line_id as Id<"billLine"> | null,
  isLive: row.is_live,
  settled: fen(row.settled),
  credited: fen(row.credited),
});

export const toCharge = (row: Selectable<Database["billing.charge"]>): Charge => ({
  id: row.id as Id<"charge">,
  tenantId: row.tenant_id as Id<"tenant">,
  leaseId: row.lease_id as Id<"lease"> | null,
  feeItem: row.fee_item as FeeItemCode,
  unitIds: row.unit_ids as Id<"unit">[],
  from: row.from_day,
  to: row.to_day,
  dueOn: row.due_on,
  amount: fen(row.amount),
  taxMode: row.tax_mode as TaxMode,
  working: row.working as unknown as Working,
  remark: row.remark,
  source: { kind: row.source_kind, id: row.source_id },
  entityId: row.entity_id as Id<"entity"> | null,
  status: row.status as Charge["status"],
});
