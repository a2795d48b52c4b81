import { type Fen, fen } from "#kernel/money.ts";
import { words, type Words } from "#kernel/words.ts";

export const promiseStates = {
  open: words("生效中", "In force"),
  kept: words("已兑现", "Kept"),
  broken: words("未兑现", "Broken"),
  withdrawn: words("已撤销", "Withdrawn"),
} as const satisfies Record<string, Words>;
export type PromiseState = keyof typeof promiseStates;

/** One part of what a tenant promised to pay; the parts of a repayment plan in their order. */
export interface Promised {
  readonly amount: Fen;
  readonly promisedOn: Temporal.PlainDate;
}

/**
 * How the parts of a plan made on `madeOn` stand, judged from what was paid since: a part is kept when by its day, that day included,
 * as much came in as it and all parts before it add up to; it is broken once its day is over without.
 */
export function judgePromises(
  madeOn: Temporal.PlainDate,
  parts: readonly Promised[],
  payments: readonly { readonly on: Temporal.PlainDate; readonly amount: Fen }[],
  today: Temporal.PlainDate,
): { readonly state: "open" | "kept" | "broken"; readonly paid: Fen }[] {
  let before = 0;
  return parts.map(({ amount, promisedOn }) => {
    const inTime = payments
      .filter(({ on }) => Temporal.PlainDate.compare(on, madeOn) >= 0 && Temporal.PlainDate.compare(on, promisedOn) <= 0)
      .reduce((sum, payment) => sum + payment.amount, 0);
    const paid = fen(Math.min(amount, Math.max(0, inTime - before)));
    before += amount;
    if (paid >= amount) return { state: "kept", paid };
    return { state: Temporal.PlainDate.compare(today, promisedOn) > 0 ? "broken" : "open", paid };
  });
}
