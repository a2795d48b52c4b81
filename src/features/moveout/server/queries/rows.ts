import type { Selectable } from "kysely";
import type { Id } from "#kernel/id.ts";
import { fen } from "#kernel/money.ts";
import type { Database } from "#platform/db/tables.ts";
import type { FeeItemCode } from "#features/leasing/rules.ts";
import type { Channel, ContractLimit, MoveOut, MoveOutCause, ShortCost } from "../../rules.ts";

export type MoveOutRow = Selectable<Database["moveout.move_out"]>;

export const toMoveOut = (row: MoveOutRow): MoveOut => ({
  id: row.id as Id<"moveOut">,
  no: row.no,
  tenantId: row.tenant_id as Id<"tenant">,
  leaseId: row.lease_id as Id<"lease">,
  cause: row.cause as MoveOutCause,
  causeText: row.cause_text,
  leavingOn: row.leaving_on,
  noticedOn: row.noticed_on,
  noticedAt: row.noticed_at,
  channel: row.channel as Channel,
  noticedByName: row.noticed_by_name,
  contactId: row.contact_id as Id<"contact"> | null,
  contactName: row.contact_name,
  contactPhone: row.contact_phone,
  account: { name: row.account_name, bank: row.account_bank, no: row.account_no, note: row.account_note },
  usesAddress: row.uses_address,
  addressMovesOn: row.address_moves_on,
  restoration: row.restoration,
  leaseEnd: row.lease_end,
  noticeDays: row.notice_days,
  shortDays: row.short_days,
  shortCost: toCosts(row.short_cost),
  review: row.reviewed_at && {
    at: row.reviewed_at,
    byId: row.reviewed_by as Id<"person"> | null,
    byName: row.reviewed_by_name!,
    note: row.review_note,
    contractText: row.contract_text,
    shortAmount: row.short_amount === null ? null : fen(row.short_amount),
  },
  refundLimit: row.refund_days === null ? null : { days: row.refund_days, unit: row.refund_unit as ContractLimit["unit"], shift: row.refund_shift as ContractLimit["shift"] },
  decision: row.decided_at && {
    isApproved: row.decision === "approved",
    at: row.decided_at,
    byName: row.decided_by_name!,
    note: row.decision_note,
    shortOutcome: row.short_outcome as "charged" | "waived" | null,
    waiverReason: row.waiver_reason,
  },
  termsNumber: row.terms_number,
  clearance: row.cleared_at && {
    at: row.cleared_at,
    byName: row.cleared_by_name!,
    note: row.clearance_note,
    isRestored: row.is_restored ?? false,
    hasAddressMoved: row.has_address_moved ?? false,
  },
  keysBack: row.keys_back_at && { at: row.keys_back_at, byName: row.keys_back_by_name!, note: row.keys_note },
  confirmationId: row.confirmation_id as Id<"document"> | null,
  confirmedAt: row.confirmed_at,
  payment: row.paid_at && { at: row.paid_at, on: row.paid_on!, byName: row.paid_by_name!, reference: row.paid_reference, amount: fen(row.paid_amount!) },
  invoices: row.invoices_at && { at: row.invoices_at, byName: row.invoices_by_name!, note: row.invoices_note },
  vacancy: row.vacant_at && { at: row.vacant_at, byName: row.vacant_by_name!, note: row.vacancy_note },
  rating: row.scored_at && { score: row.score!, note: row.score_note, at: row.scored_at },
  withdrawal: row.withdrawn_at && { at: row.withdrawn_at, byName: row.withdrawn_by_name!, reason: row.withdrawal_reason },
  version: row.version,
});

const toCosts = (written: unknown): ShortCost[] =>
  (written as readonly { feeItem: string; from: string; to: string; amount: number }[]).map(({ feeItem, from, to, amount }) => ({
    feeItem: feeItem as FeeItemCode,
    from: Temporal.PlainDate.from(from),
    to: Temporal.PlainDate.from(to),
    amount: fen(amount),
  }));
