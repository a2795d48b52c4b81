import type { BusinessCalendar } from "#kernel/calendar.ts";
import { times } from "#kernel/decimal.ts";
import { type Fen, fenOfYuan, roundFen, sumFen } from "#kernel/money.ts";
import { dayNumber, dayOfNumber, textOfNumber } from "./days.ts";
import { dueDay } from "./due.ts";
import type { Range } from "./periods.ts";
import { areaOf, type PriceStep, priceSteps } from "./price.ts";
import type { Basis, DepositTerm, FeeTerm, LeaseTerms, OnceTerm, ScheduleLine, Working } from "./terms.ts";
import type { Window } from "./timeline.ts";

/** A line with what the schedule is sorted by. */
export interface Dated {
  readonly due: number;
  readonly start: number;
  readonly line: ScheduleLine;
}

/** Deposits with their raises, and fees paid a single time. Domain §3.2 `deposit`. */
export function sumsPaidOnce(windows: readonly Window[], calendar: BusinessCalendar | undefined): Dated[] {
  return [
    ...idsOf(windows, ({ deposits }) => deposits).flatMap((id) => depositLines(id, windows, calendar)),
    ...idsOf(windows, ({ onceFees }) => onceFees).flatMap((id) => onceLines(id, windows)),
  ];
}

function depositLines(id: string, windows: readonly Window[], calendar: BusinessCalendar | undefined): Dated[] {
  const lines: Dated[] = [];
  let held: Fen | null = null;
  let before: DepositTerm | undefined;
  for (const { version, isFirst, range } of windows) {
    const term = version.terms.deposits.find((deposit) => deposit.id === id);
    if (!term) continue;
    const start = isFirst ? dayNumber(version.terms.leaseStart) : range.from;
    const last = Math.min(range.to, dayNumber(version.terms.leaseEnd));
    for (const day of daysToMeasure(term, before, { from: start, to: last }, version.terms)) {
      const { amount: level, working } = measure(term.basis, version.terms, day);
      const due = held === null ? firstDue(term, version.terms, isFirst ? null : day) : dueDay(day, { kind: "naturalDaysBefore", days: 0 }, version.terms.holidayRoll, calendar);
      if (held === null) lines.push(lineOf(term, "deposit", { day, due, amount: level, working }));
      else if (level > held) lines.push(lineOf(term, "deposit", { day, due, amount: level - held, working: raiseOf(working, held, level) }));
      held = Math.max(held ?? 0, level);
    }
    before = term;
  }
  return lines;
}

/** The first day, the day of an amendment of the deposit itself, and, where it follows, each day on which what it is measured by changes. */
function daysToMeasure(term: DepositTerm, before: DepositTerm | undefined, { from, to }: Range, terms: LeaseTerms): number[] {
  const days = new Set<number>();
  if (!before || term.followsEscalation || JSON.stringify(before.basis) !== JSON.stringify(term.basis)) days.add(from);
  if (term.followsEscalation && term.basis.kind === "months") for (const { steps } of feesOf(term.basis.feeIds, terms)) for (const step of steps) days.add(step.from);
  return [...days].filter((day) => day >= from && day <= to).toSorted((one, other) => one - other);
}

function onceLines(id: string, windows: readonly Window[]): Dated[] {
  for (const { version, isFirst, range } of windows) {
    const term = version.terms.onceFees.find((fee) => fee.id === id);
    if (!term) continue;
    const due = firstDue(term, version.terms, isFirst ? null : range.from);
    if (due > range.to) continue;
    const day = isFirst ? dayNumber(version.terms.leaseStart) : range.from;
    return [lineOf(term, "once", { day, due, ...measure(term.basis, version.terms, day) })];
  }
  return [];
}

function firstDue({ dueOn }: Pick<DepositTerm, "dueOn">, { firstPaymentOn, leaseStart }: LeaseTerms, amendedOn: number | null): number {
  if (amendedOn !== null) return Math.max(amendedOn, dueOn ? dayNumber(dueOn) : amendedOn);
  return dayNumber(dueOn ?? firstPaymentOn ?? leaseStart);
}

function measure(basis: Basis, terms: LeaseTerms, day: number): { readonly amount: Fen; readonly working: Working } {
  switch (basis.kind) {
    case "amount":
      return { amount: basis.amount, working: { rule: "onceAmount", inputs: {}, steps: [{ kind: "agreed", amount: basis.amount }], rounding: "none" } };
    case "perSqm": {
      const areaCenti = areaOf(terms.units, basis.areaBasis);
      const amount = roundFen(times(basis.price, areaCenti));
      return { amount, working: { rule: "oncePerSqm", inputs: { price: basis.price, areaCenti }, steps: [{ kind: "perSqm", amount }], rounding: "line" } };
    }
    case "perPiece": {
      const amount = fenOfYuan(times(basis.price, basis.count));
      return { amount, working: { rule: "oncePerPiece", inputs: { price: basis.price, count: basis.count }, steps: [{ kind: "perPiece", amount }], rounding: "line" } };
    }
    case "months": {
      const monthly = monthlyOn(feesOf(basis.feeIds, terms), day);
      const amount = roundFen(times(basis.months, monthly));
      return { amount, working: { rule: "onceMonths", inputs: { months: basis.months, monthly }, steps: [{ kind: "ofMonths", amount }], rounding: "line" } };
    }
  }
}

const raiseOf = (working: Working, held: Fen, level: Fen): Working => ({
  ...working,
  steps: [
    { kind: "newLevel", level },
    { kind: "raise", held, amount: level - held },
  ],
});

interface PricedFee extends Range {
  readonly fee: FeeTerm;
  readonly steps: readonly PriceStep[];
}

const feesOf = (feeIds: readonly string[], { fees, units }: LeaseTerms): PricedFee[] =>
  fees.filter(({ id }) => feeIds.includes(id)).map((fee) => ({ fee, from: dayNumber(fee.from), to: dayNumber(fee.to), steps: priceSteps(fee, units) }));

/** The monthly amounts of fees on a day; of an item that is not charged then, those of its first day to come, or of its last one gone. */
const monthlyOn = (fees: readonly PricedFee[], day: number): Fen => sumFen([...Map.groupBy(fees, ({ fee }) => fee.feeItem).values()].map((ofItem) => monthlyOfItem(ofItem, day)));

function monthlyOfItem(fees: readonly PricedFee[], day: number): Fen {
  const on = (when: number) => fees.filter(({ from, to }) => from <= when && when <= to).map(({ steps }) => steps.findLast(({ from }) => from <= when)!.price.month);
  const then = on(day);
  if (then.length > 0) return sumFen(then);
  const next = Math.min(...fees.map(({ from }) => from).filter((from) => from > day));
  return sumFen(on(next < Infinity ? next : Math.max(...fees.map(({ to }) => to))));
}

const idsOf = (windows: readonly Window[], of: (terms: LeaseTerms) => readonly { readonly id: string }[]): string[] => [
  ...new Set(windows.flatMap(({ version }) => of(version.terms).map(({ id }) => id))),
];

interface Sum {
  readonly day: number;
  readonly due: number;
  readonly amount: Fen;
  readonly working: Working;
}

function lineOf(term: DepositTerm | OnceTerm, kind: "deposit" | "once", { day, due, amount, working }: Sum): Dated {
  const date = dayOfNumber(day);
  const taxMode = "taxMode" in term ? term.taxMode : "inclusive";
  const line = { key: `${term.id}:${textOfNumber(day)}`, feeItem: term.feeItem, kind, from: date, to: date, dueOn: dayOfNumber(due), amount, taxMode, unitIds: [], working };
  return { due, start: day, line };
}
