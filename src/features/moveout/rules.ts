import type { Id } from "#kernel/id.ts";
import type { Fen } from "#kernel/money.ts";
import { words, type Words } from "#kernel/words.ts";
import type { MoveOutCause } from "./rules/causes.ts";
import type { ShortCost } from "./rules/notice.ts";
import type { ContractLimit } from "./rules/refundClock.ts";

export { type Appointment, type AppointmentOutcome, appointmentOutcomes, isKeptByHouse, type Side, whyNotAgree } from "./rules/appointment.ts";
export { bearsShortNotice, type MoveOutCause, moveOutCauseCodes, moveOutCauses } from "./rules/causes.ts";
export { type SlipReason, slipReasons, type SlipState, slipStateOf, slipStates, whyNotCheck, whyNotDecideSlip, whyNotPass } from "./rules/goods.ts";
export { checkNotice, costOfShort, type NoticeCheck, sayNotice, type ShortCost, whyNotDecide, whyNotGiveNotice } from "./rules/notice.ts";
export { moveOutProblems } from "./rules/problems.ts";
export { type MoveOutFacts, moveOutProcedure } from "./rules/procedure.ts";
export { whyNotApproveRefund } from "./rules/refund.ts";
export { type ContractLimit, lastDayOf, refundDue, refundLimitOf, type RefundLimit } from "./rules/refundClock.ts";

export const channels = { portal: words("客户门户", "Tenant portal"), desk: words("前台", "Front desk") } as const satisfies Record<string, Words>;
export type Channel = keyof typeof channels;

/** 退租: one tenant's leaving of one lease, from the notice on. */
export interface MoveOut {
  readonly id: Id<"moveOut">;
  /** What people quote. */
  readonly no: string;
  readonly tenantId: Id<"tenant">;
  readonly leaseId: Id<"lease">;
  readonly cause: MoveOutCause;
  readonly causeText: string;
  /** The last day of the lease: wished by the notice, agreed once it is approved. */
  readonly leavingOn: Temporal.PlainDate;
  readonly noticedOn: Temporal.PlainDate;
  readonly noticedAt: Temporal.Instant;
  readonly channel: Channel;
  readonly noticedByName: string;
  readonly contactId: Id<"contact"> | null;
  readonly contactName: string;
  readonly contactPhone: string;
  /** Where the refund goes. */
  readonly account: { readonly name: string; readonly bank: string; readonly no: string; readonly note: string };
  readonly usesAddress: boolean;
  readonly addressMovesOn: Temporal.PlainDate | null;
  readonly restoration: string;
  /** The lease's end and notice period as they stood when the notice came. */
  readonly leaseEnd: Temporal.PlainDate;
  readonly noticeDays: number;
  readonly shortDays: number;
  readonly shortCost: readonly ShortCost[];
  readonly review: {
    readonly at: Temporal.Instant;
    readonly byId: Id<"person"> | null;
    readonly byName: string;
    readonly note: string;
    /** What the lease says of a notice that is short. */
    readonly contractText: string;
    readonly shortAmount: Fen | null;
  } | null;
  /** Where the lease says another limit for the refund than the site's. */
  readonly refundLimit: ContractLimit | null;
  readonly decision: {
    readonly isApproved: boolean;
    readonly at: Temporal.Instant;
    readonly byName: string;
    readonly note: string;
    readonly shortOutcome: "charged" | "waived" | null;
    readonly waiverReason: string;
  } | null;
  /** The version of the lease's terms that ends it early. */
  readonly termsNumber: number | null;
  readonly clearance: { readonly at: Temporal.Instant; readonly byName: string; readonly note: string; readonly isRestored: boolean; readonly hasAddressMoved: boolean } | null;
  readonly keysBack: { readonly at: Temporal.Instant; readonly byName: string; readonly note: string } | null;
  readonly confirmationId: Id<"document"> | null;
  readonly confirmedAt: Temporal.Instant | null;
  readonly payment: { readonly at: Temporal.Instant; readonly on: Temporal.PlainDate; readonly byName: string; readonly reference: string; readonly amount: Fen } | null;
  readonly invoices: { readonly at: Temporal.Instant; readonly byName: string; readonly note: string } | null;
  readonly vacancy: { readonly at: Temporal.Instant; readonly byName: string; readonly note: string } | null;
  readonly rating: { readonly score: number; readonly note: string; readonly at: Temporal.Instant } | null;
  readonly withdrawal: { readonly at: Temporal.Instant; readonly byName: string; readonly reason: string } | null;
  readonly version: number;
}

/** Withdrawn by the tenant, or refused by the manager: it goes no further. */
export const isStopped = ({ withdrawal, decision }: Pick<MoveOut, "withdrawal" | "decision">): boolean => withdrawal !== null || decision?.isApproved === false;

/** Whether a score out of five counts as satisfied. Manual 2.1.4-3. */
export const isSatisfied = (score: number): boolean => score >= 4;
