import { type Fen, fen } from "#kernel/money.ts";
import type { DepositPostingKind } from "./names.ts";

/**
 * The accounts of a deposit. `bank` and `receivable` are what there is and what is still to come, `held` what is owed back to the tenant, `asked` the
 * other side of what was asked for; `debts` and `income` take what a deduction paid and what was forfeited. A positive entry is a debit.
 */
export type DepositAccount = "receivable" | "asked" | "bank" | "held" | "debts" | "income";

export interface Entry {
  readonly account: DepositAccount;
  readonly amount: Fen;
}

export interface DepositBalance {
  readonly held: Fen;
  readonly receivable: Fen;
}

/** The entries of a posting; they always sum to nought. `receivable`: what is still asked for, of which a receipt takes as much as it brings. */
export function entriesOf(kind: Exclude<DepositPostingKind, "reversed">, amount: Fen, receivable: Fen): Entry[] {
  const pair = (debit: DepositAccount, credit: DepositAccount, sum: number): Entry[] =>
    sum === 0
      ? []
      : [
          { account: debit, amount: fen(sum) },
          { account: credit, amount: fen(-sum) },
        ];
  switch (kind) {
    case "raised":
      return pair("receivable", "asked", amount);
    case "received":
      return [...pair("bank", "held", amount), ...pair("asked", "receivable", Math.min(amount, receivable))];
    case "deducted":
      return pair("held", "debts", amount);
    case "forfeited":
      return pair("held", "income", amount);
    case "refunded":
      return pair("held", "bank", amount);
  }
}

/** The entries that take a posting back. */
export const reversedEntries = (entries: readonly Entry[]): Entry[] => entries.map(({ account, amount }) => ({ account, amount: fen(-amount) }));

/** Where a deposit stands after entries. */
export function balanceOf(entries: readonly Entry[]): DepositBalance {
  const sum = (wanted: DepositAccount) => entries.reduce((total, { account, amount }) => (account === wanted ? total + amount : total), 0);
  return { held: fen(0 - sum("held")), receivable: fen(sum("receivable")) };
}
