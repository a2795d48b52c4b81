import type { BusinessCalendar } from "#kernel/calendar.ts";
import { times } from "#kernel/decimal.ts";
import { type Fen, fenOfYuan, roundFen, sumFen } from "#kernel/money.ts";
import { dayNumber, dayOfNumber, textOfNumber } from "./days.ts";
import { dueDay } from "./due.ts";
import { areaOf } from "./price.ts";
import type { Basis, DepositTerm, LeaseTerms, OnceTerm, ScheduleLine, Working } from "./terms.ts";
import type { FeeLife, Stretch, Window } from "./timeline.ts";

/** A line with what the schedule is sorted by. */
export interface Dated {
  readonly due: number;
  readonly start: number;
  readonly line: ScheduleLine;
}

/** Deposits with their raises, and fees paid a single time. Domain §3.2 `deposit`. */
export function sumsPaidOnce(windows: readonly Window[], lives: readonly FeeLife[], calendar: BusinessCalendar | undefined): Dated[] {
  return [
    ...idsOf(windows, ({ deposits }) => deposits).flatMap((id) => depositLines(id, windows, lives, calendar)),
    ...idsOf(windows, ({ onceFees }) => onceFees).flatMap((id) => onceLines(id, windows, lives)),
  ];
}

function depositLines(id: string, windows: readonly Window[], lives: readonly FeeLife[], calendar: BusinessCalendar | undefined): Dated[] {
  const lines: Dated[] = [];
  let held: Fen | null = null;
  let before: DepositTerm | undefined;
  for (const { version, isFirst, range } of windows) {
    const term = version.terms.deposits.find((deposit) => deposit.id === id);
    if (!term) continue;
    const start = isFirst ? dayNumber(version.terms.leaseStart) : range.from;
    const last = Math.min(range.to, dayNumber(version.terms.leaseEnd));
    for (const day of daysToMeasure(term, before, { from: start, to: last }, lives)) {
      const { amount: level, working } = measure(term.basis, version.terms, lives, day);
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
function daysToMeasure(term: DepositTerm, before: DepositTerm | undefined, { from, to }: { readonly from: number; readonly to: number }, lives: readonly FeeLife[]): number[] {
  const days = new Set<number>();
  if (!before || term.followsEscalation || JSON.stringify(before.basis) !== JSON.stringify(term.basis)) days.add(from);
  if (term.followsEscalation && term.basis.kind === "months") for (const { from: start } of stretchesOf(term.basis.feeIds, lives)) days.add(start);
  return [...days].filter((day) => day >= from && day <= to).toSorted((one, other) => one - other);
}

function onceLines(id: string, windows: readonly Window[], lives: readonly FeeLife[]): Dated[] {
  for (const { version, isFirst, range } of windows) {
    const term = version.terms.onceFees.find((fee) => fee.id === id);
    if (!term) continue;
    const due = firstDue(term, version.terms, isFirst ? null : range.from);
    if (due > range.to) continue;
    const day = isFirst ? dayNumber(version.terms.leaseStart) : range.from;
    return [lineOf(term, "once", { day, due, ...measure(term.basis, version.terms, lives, day) })];
  }
  return [];
}

function firstDue({ dueOn }: Pick<DepositTerm, "dueOn">, { firstPaymentOn, leaseStart }: LeaseTerms, amendedOn: number | null): number {
  if (amendedOn !== null) return Math.max(amendedOn, dueOn ? dayNumber(dueOn) : amendedOn);
  return dayNumber(dueOn ?? firstPaymentOn ?? leaseStart);
}

function measure(basis: Basis, { units }: LeaseTerms, lives: readonly FeeLife[], day: number): { readonly amount: Fen; readonly working: Working } {
  switch (basis.kind) {
    case "amount":
      return { amount: basis.amount, working: { rule: "onceAmount", inputs: {}, steps: [{ kind: "agreed", amount: basis.amount }], rounding: "none" } };
    case "perSqm": {
      const areaCenti = areaOf(units, basis.areaBasis);
      const amount = roundFen(times(basis.price, areaCenti));
      return { amount, working: { rule: "oncePerSqm", inputs: { price: basis.price, areaCenti }, steps: [{ kind: "perSqm", amount }], rounding: "line" } };
    }
    case "perPiece": {
      const amount = fenOfYuan(times(basis.price, basis.count));
      return { amount, working: { rule: "oncePerPiece", inputs: { price: basis.price, count: basis.count }, steps: [{ kind: "perPiece", amount }], rounding: "line" } };
    }
    case "months": {
      const monthly = monthlyOn(basis.feeIds, lives, day);
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

/** The monthly amounts of fees on a day; of one that is not charged then, those of its first day to come or its last one gone. Fees of one item stand in for each other. */
function monthlyOn(feeIds: readonly string[], lives: readonly FeeLife[], day: number): Fen {
  const byItem = Map.groupBy(
    lives.filter(({ id }) => feeIds.includes(id)),
    ({ runs }) => runs[0]?.fee.feeItem,
  );
  return sumFen(
    [...byItem.values()].map((ofItem) =>
      monthlyOfItem(
        ofItem.flatMap(({ runs }) => runs.flatMap(({ stretches }) => stretches)),
        day,
      ),
    ),
  );
}

function monthlyOfItem(stretches: readonly Stretch[], day: number): Fen {
  const on = (when: number) => stretches.filter(({ from, to }) => from <= when && when <= to);
  const then = on(day);
  if (then.length > 0) return sumFen(then.map(({ price }) => price.month));
  const next = Math.min(...stretches.map(({ from }) => from).filter((from) => from > day));
  const nearest = next < Infinity ? next : Math.max(...stretches.map(({ to }) => to));
  return sumFen(on(nearest).map(({ price }) => price.month));
}

const stretchesOf = (feeIds: readonly string[], lives: readonly FeeLife[]): Stretch[] =>
  lives.filter(({ id }) => feeIds.includes(id)).flatMap(({ runs }) => runs.flatMap(({ stretches }) => stretches));

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
