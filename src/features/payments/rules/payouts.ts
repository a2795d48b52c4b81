import type { Id } from "#kernel/id.ts";
import { type Fen, yuanText } from "#kernel/money.ts";
import { type Problem, reasons } from "#kernel/problem.ts";
import { words, type Words } from "#kernel/words.ts";
import { paymentsProblems } from "./problems.ts";

export const payoutStatuses = {
  asked: words("待审批", "To be decided"),
  approved: words("待付款", "To be paid"),
  declined: words("已驳回", "Declined"),
  paid: words("已付款", "Paid"),
  returned: words("银行退回", "Returned by the bank"),
} as const satisfies Record<string, Words>;
export type PayoutStatus = keyof typeof payoutStatuses;

/** 退款: money paid back to a tenant, and where it comes from. */
export interface Payout {
  readonly id: Id<"payout">;
  readonly tenantId: Id<"tenant">;
  readonly entityId: Id<"entity">;
  readonly amount: Fen;
  readonly payee: { readonly name: string; readonly bank: string; readonly account: string };
  readonly reason: string;
  /** What it follows from: `hand`, or a record of a later feature. */
  readonly source: { readonly kind: string; readonly id: string };
  readonly status: PayoutStatus;
  readonly askedBy: Id<"person">;
  readonly askedByName: string;
  readonly askedAt: Temporal.Instant;
  readonly decidedByName: string | null;
  readonly decision: string;
  readonly paid: { readonly on: Temporal.PlainDate; readonly byName: string; readonly reference: string } | null;
  readonly returned: { readonly on: Temporal.PlainDate; readonly byName: string; readonly reason: string } | null;
}

/** All that stands against asking for `amount` of what is left of a payment; what is asked for already counts. */
export const whyNotPayOut = (left: Fen, amount: Fen): Problem[] => reasons(amount > left && paymentsProblems.noAdvance({ left: yuanText(left) }));

/** All that stands against deciding; empty if nothing does. */
export const whyNotDecidePayout = ({ status, askedBy }: Pick<Payout, "status" | "askedBy">, personId: Id<"person"> | null): Problem[] =>
  reasons(status !== "asked" && paymentsProblems.requestDecided(), (personId === null || personId === askedBy) && paymentsProblems.ownRequest());
