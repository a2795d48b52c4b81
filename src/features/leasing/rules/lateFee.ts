import { compareExact, type Exact, over, times } from "#kernel/decimal.ts";
import { type Fen, roundFen } from "#kernel/money.ts";
import { dayNumber, textOfNumber } from "./days.ts";
import type { LateFeeTerm, Working, WorkingStep } from "./terms.ts";

export interface Late {
  readonly term: LateFeeTerm;
  /** What was due; positive. */
  readonly amount: Fen;
  readonly dueOn: Temporal.PlainDate;
  /** By value date; one taken back is a negative one. */
  readonly payments: readonly { readonly on: Temporal.PlainDate; readonly amount: Fen }[];
  /** The last day that counts. */
  readonly until: Temporal.PlainDate;
}

/**
 * Damages for paying late, 违约金, up to and with `until`: the unpaid amount of each day, the day of a payment still with what it paid, by
 * the daily rate, rounded once; at most what the caps allow. Domain §3.6, vector V9.
 */
export function lateFeeOf(late: Late): { readonly amount: Fen; readonly working: Working } {
  const stretches = unpaidStretches(late);
  const fenDays = stretches.reduce((sum, { balance, days }) => sum + BigInt(balance) * BigInt(days), 0n);
  const { term } = late;
  const asAgreed = over(times(fenDays, term.percentPerDay), 100);
  const steps: WorkingStep[] = stretches.map((stretch) => ({ kind: "unpaid", ...stretch }));
  let exact = asAgreed;
  if (fenDays > 0n) steps.push({ kind: "atRate", percent: term.percentPerDay, amount: roundFen(asAgreed) });
  for (const cap of capsOf(term, late.amount, fenDays)) {
    if (compareExact(cap.limit, exact) >= 0) continue;
    exact = cap.limit;
    steps.push({ kind: cap.kind, ...cap.facts, amount: roundFen(exact) });
  }
  const working: Working = {
    rule: "lateFee",
    inputs: { due: late.dueOn.toString(), owed: late.amount, until: late.until.toString(), graceDays: term.graceDays, base: term.base },
    steps: steps.length === 0 ? [{ kind: "notLate" }] : steps,
    rounding: "line",
  };
  return { amount: roundFen(exact), working };
}

interface Unpaid {
  readonly from: string;
  readonly to: string;
  readonly days: number;
  readonly balance: Fen;
}

function unpaidStretches({ term, amount, dueOn, payments, until }: Late): Unpaid[] {
  const due = dayNumber(dueOn);
  const graceEnds = due + term.graceDays;
  const last = dayNumber(until);
  const paid = payments.map((payment) => ({ on: dayNumber(payment.on), amount: payment.amount })).toSorted((one, other) => one.on - other.on);
  const balanceOn = (day: number) => paid.reduce((left, payment) => (payment.on < day ? left - payment.amount : left), amount);
  if (last <= graceEnds || balanceOn(graceEnds + 1) <= 0) return [];
  const first = (term.countsFrom === "afterGrace" ? graceEnds : due) + 1;
  const starts = [...new Set([first, ...paid.map(({ on }) => on + 1).filter((day) => day > first && day <= last)])];
  return starts.flatMap((from, place) => {
    const to = (starts[place + 1] ?? last + 1) - 1;
    const left = balanceOn(from);
    if (left <= 0) return [];
    return [{ from: textOfNumber(from), to: textOfNumber(to), days: to - from + 1, balance: term.base === "whole" ? amount : left }];
  });
}

interface Cap {
  readonly kind: string;
  readonly limit: Exact;
  readonly facts: Readonly<Record<string, string>>;
}

function capsOf({ capPercentPerYear, capPercent, capAmount }: LateFeeTerm, amount: Fen, fenDays: bigint): Cap[] {
  return [
    ...(capPercentPerYear === undefined ? [] : [{ kind: "cappedByYear", limit: over(times(fenDays, capPercentPerYear), 36_500), facts: { percent: capPercentPerYear } }]),
    ...(capPercent === undefined ? [] : [{ kind: "cappedByShare", limit: over(times(amount, capPercent), 100), facts: { percent: capPercent } }]),
    ...(capAmount === undefined ? [] : [{ kind: "cappedByAmount", limit: times(capAmount, 1), facts: {} }]),
  ];
}
