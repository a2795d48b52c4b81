import type { Id } from "#kernel/id.ts";
import { type Fen, fen, yuanText } from "#kernel/money.ts";
import { type Problem, reasons } from "#kernel/problem.ts";
import type { FeeItemCode } from "#features/leasing/rules.ts";
import type { DepositPostingKind, DepositRequestKind, Means, RequestStatus, ReversalKind, StatementStatus } from "./rules/names.ts";
import { paymentsProblems } from "./rules/problems.ts";
import type { StatementMapping } from "./rules/statement.ts";

export { type Payout, type PayoutStatus, payoutStatuses, whyNotDecidePayout, whyNotPayOut } from "./rules/payouts.ts";
export { type DebtToSetOff, setOff, type SetOff, type Source } from "./rules/setOff.ts";
export { type Debt, inOrder, type Part, payInOrder, totalOf } from "./rules/allocate.ts";
export { balanceOf, type DepositAccount, type DepositBalance, entriesOf, type Entry, reversedEntries } from "./rules/deposits.ts";
export {
  type Candidate,
  candidatesFor,
  certainScore,
  type Debtor,
  type DebtLine,
  isCertain,
  type MatchReason,
  type MatchReasonKind,
  reasonWords,
  remarkFacts,
  sayMatchReason,
} from "./rules/matching.ts";
export type {
  AllocationOrder,
  DepositPostingKind,
  DepositRequestKind,
  Means,
  PaymentSettings,
  RequestStatus,
  ReversalKind,
  StatementStatus,
  WrongEntityRule,
} from "./rules/names.ts";
export {
  allocationOrders,
  counterMeans,
  depositPostingNames,
  depositRequestNames,
  mayBecome,
  meansNames,
  ownSettings,
  requestStatuses,
  reversalNames,
  statementStatuses,
  wrongEntityRules,
} from "./rules/names.ts";
export { accountKey, payerKey, shortKey } from "./rules/payerKey.ts";
export { chineseAmount } from "./rules/chineseAmount.ts";
export { paymentsProblems } from "./rules/problems.ts";
export {
  findStatementHeader,
  fingerprintsOf,
  guessStatement,
  isIdleLine,
  readStatementRow,
  type StatementColumn,
  statementColumnNames,
  statementColumns,
  type StatementMapping,
  type StatementRow,
  whyNotRead,
} from "./rules/statement.ts";

/** 银行流水: one file of a bank. */
export interface Statement {
  readonly id: Id<"statement">;
  readonly entityId: Id<"entity">;
  readonly fileName: string;
  readonly fileHash: string;
  readonly sheets: readonly string[];
  readonly status: StatementStatus;
  readonly mapping: StatementMapping | null;
  readonly choice: "allOrNothing" | "goodRows" | null;
  readonly counts: StatementCounts | null;
  readonly problems: { readonly code: string; readonly facts: Record<string, unknown> }[] | null;
  readonly progress: { readonly done: number; readonly all: number };
  readonly createdByName: string;
  readonly createdAt: Temporal.Instant;
  readonly finishedAt: Temporal.Instant | null;
}

/** What is in a statement, and what of it can be taken in. */
export interface StatementCounts {
  readonly rows: number;
  readonly idle: number;
  readonly good: number;
  readonly refused: number;
  readonly duplicates: number;
  readonly received: { readonly lines: number; readonly amount: Fen };
  readonly paid: { readonly lines: number; readonly amount: Fen };
  readonly from: string | null;
  readonly to: string | null;
}

/** A line of a statement. `status` unclaimed: nobody knows yet whose money it is 待认领; setAside: no tenant's money. */
export interface StatementLine {
  readonly id: Id<"statementLine">;
  readonly statementId: Id<"statement">;
  readonly entityId: Id<"entity">;
  readonly row: number;
  readonly direction: "in" | "out";
  readonly day: Temporal.PlainDate;
  readonly amount: Fen;
  readonly payerName: string;
  readonly payerAccount: string;
  readonly remark: string;
  readonly serialNo: string;
  readonly status: "open" | "unclaimed" | "setAside";
  readonly note: string;
  readonly allocated: Fen;
  readonly claim: { readonly tenantId: Id<"tenant">; readonly byName: string; readonly at: Temporal.Instant } | null;
}

export interface Payment {
  readonly id: Id<"payment">;
  readonly tenantId: Id<"tenant">;
  /** In whose account or hands it is. */
  readonly entityId: Id<"entity">;
  readonly means: Means;
  readonly receivedOn: Temporal.PlainDate;
  readonly bookedOn: Temporal.PlainDate;
  readonly amount: Fen;
  readonly allocated: Fen;
  /** Paid back of what it did not settle. */
  readonly refunded: Fen;
  readonly statementLineId: Id<"statementLine"> | null;
  readonly payerName: string;
  readonly voucherNo: string;
  readonly remark: string;
  readonly createdByName: string;
  readonly createdAt: Temporal.Instant;
  readonly reversal: { readonly on: Temporal.PlainDate; readonly why: ReversalKind; readonly reason: string; readonly byName: string } | null;
}

/** What is left of a payment as an advance 预收. */
export const advanceOf = ({ amount, allocated, refunded, reversal }: Pick<Payment, "amount" | "allocated" | "refunded" | "reversal">): Fen =>
  fen(reversal ? 0 : amount - allocated - refunded);

/** What a payment settles. Released: taken back by a reversal, a credit or a move. */
export interface Allocation {
  readonly id: Id<"allocation">;
  readonly paymentId: Id<"payment">;
  readonly lineId: Id<"billLine">;
  readonly billId: Id<"bill">;
  readonly entityId: Id<"entity">;
  readonly isOnBehalf: boolean;
  readonly feeItem: FeeItemCode;
  readonly amount: Fen;
  /** From this day on the debt is paid. */
  readonly valueOn: Temporal.PlainDate;
  readonly bookedOn: Temporal.PlainDate;
  readonly released: { readonly on: Temporal.PlainDate; readonly why: "reversed" | "credited" | "moved" } | null;
}

export interface Receipt {
  readonly id: Id<"receipt">;
  readonly receiptNo: string;
  readonly paymentId: Id<"payment">;
  readonly documentId: Id<"document">;
  readonly amount: Fen;
  readonly issuedAt: Temporal.Instant;
  readonly issuedByName: string;
}

/** 保证金: what is held for a tenant of one kind. */
export interface Deposit {
  readonly id: Id<"deposit">;
  readonly tenantId: Id<"tenant">;
  readonly leaseId: Id<"lease"> | null;
  readonly entityId: Id<"entity">;
  readonly feeItem: FeeItemCode;
  readonly held: Fen;
  readonly receivable: Fen;
}

export interface DepositPosting {
  readonly id: Id<"depositPosting">;
  readonly kind: DepositPostingKind;
  readonly on: Temporal.PlainDate;
  readonly amount: Fen;
  readonly paymentId: Id<"payment"> | null;
  readonly reason: string;
  readonly byName: string;
  readonly entries: readonly { readonly account: string; readonly amount: Fen }[];
}

export interface DepositRequest {
  readonly id: Id<"depositRequest">;
  readonly depositId: Id<"deposit">;
  readonly tenantId: Id<"tenant">;
  readonly kind: DepositRequestKind;
  readonly amount: Fen;
  readonly lines: readonly { readonly lineId: Id<"billLine">; readonly amount: Fen }[];
  readonly payee: { readonly name: string; readonly bank: string; readonly account: string } | null;
  readonly reason: string;
  readonly status: RequestStatus;
  readonly askedBy: Id<"person">;
  readonly askedByName: string;
  readonly askedAt: Temporal.Instant;
  readonly decidedByName: string | null;
  readonly decision: string;
}

/** All that stands against booking parts of a line; empty if nothing does. `parts`: what the payments made of it come to. */
export function whyNotConfirm(line: StatementLine, parts: Fen): Problem[] {
  const left = line.amount - line.allocated;
  return reasons(
    line.direction === "out" && paymentsProblems.notIncoming(),
    line.status === "setAside" && paymentsProblems.lineSetAside(),
    line.direction === "in" && left === 0 && paymentsProblems.matchedAlready(),
    left > 0 && parts > left && paymentsProblems.moreThanReceived({ given: yuanText(parts), left: yuanText(fen(left)) }),
  );
}

/** All that stands against taking a confirmation of many lines back; empty if nothing does. Who made it may on the same day, finance always. */
export const whyNotUndoConfirmation = (
  { undone, byId, madeOn }: { readonly undone: unknown; readonly byId: Id<"person"> | null; readonly madeOn: Temporal.PlainDate },
  { personId, mayReverse }: { readonly personId: Id<"person"> | null; readonly mayReverse: boolean },
  today: Temporal.PlainDate,
): Problem[] =>
  reasons(
    undone !== null && paymentsProblems.undoneAlready(),
    !mayReverse && (personId === null || byId !== personId || !madeOn.equals(today)) && paymentsProblems.notYoursToUndo(),
  );

/** All that stands against taking from a deposit; empty if nothing does. */
export const whyNotTake = ({ held }: Pick<Deposit, "held">, amount: Fen): Problem[] => reasons(amount > held && paymentsProblems.moreThanHeld({ held: yuanText(held) }));

/** All that stands against deciding a request; empty if nothing does. */
export const whyNotDecide = ({ status, askedBy }: Pick<DepositRequest, "status" | "askedBy">, personId: Id<"person"> | null): Problem[] =>
  reasons(status !== "asked" && paymentsProblems.requestDecided(), (personId === null || personId === askedBy) && paymentsProblems.ownRequest());
