import { type Exact, over, roundProduct, times } from "#kernel/decimal.ts";
import { type Fen, roundFen, share } from "#kernel/money.ts";
import { textOfNumber } from "./days.ts";
import { monthAt, type Months, monthStart, type Range } from "./periods.ts";
import type { CalcMode, DayPriceRule, WorkingStep, YearDays } from "./terms.ts";

/** How the days of a fee become money. */
export interface Tariff {
  readonly calcMode: CalcMode;
  readonly dayPriceRule: DayPriceRule;
  readonly yearDays: YearDays;
  readonly isQuotedByDay: boolean;
  /** The monthly amount, 分. */
  readonly month: Fen;
  /** 分 a day or a month, as quoted; only for charging by days. */
  readonly exact: Exact;
}

export interface Charged {
  readonly amount: Fen;
  readonly steps: readonly WorkingStep[];
}

/**
 * What the days of `range` cost, one price holding on all of them. By months: a whole month is the monthly amount, a broken one its days
 * at the day price, each rounded once (domain §3.3-2, -3, -5). By days: rounded once for the whole range. Free ranges are in order and apart.
 */
export const charge = (tariff: Tariff, months: Months, range: Range, free: readonly Range[]): Charged =>
  tariff.calcMode === "monthly" ? chargeMonths(tariff, months, range, free) : chargeDays(tariff, months, range, free);

function chargeMonths(tariff: Tariff, months: Months, range: Range, free: readonly Range[]): Charged {
  const steps: WorkingStep[] = [];
  let amount = 0;
  let whole = { from: 0, to: -1, count: 0 };
  let waived: Range | null = null;
  const flush = () => {
    if (whole.count > 0) steps.push({ kind: "months", ...textsOf(whole), count: whole.count, amount: tariff.month * whole.count });
    if (waived) steps.push({ kind: "free", ...textsOf(waived) });
    whole = { from: 0, to: -1, count: 0 };
    waived = null;
  };
  let month = monthAt(months, range.from);
  for (let start = monthStart(months, month); start <= range.to; month++) {
    const next = monthStart(months, month + 1);
    const part = { from: Math.max(start, range.from), to: Math.min(next - 1, range.to) };
    const days = part.to - part.from + 1;
    const freeDays = free.length === 0 ? 0 : freeDaysIn(part, free);
    if (freeDays === days) {
      if (whole.count > 0) flush();
      waived = { from: (waived as Range | null)?.from ?? part.from, to: part.to };
    } else if (freeDays === 0 && days === next - start) {
      if (waived) flush();
      whole = { from: whole.count === 0 ? part.from : whole.from, to: part.to, count: whole.count + 1 };
      amount += tariff.month;
    } else {
      flush();
      const step = brokenMonth(tariff, { start, next, part, days, freeDays }, free);
      steps.push(step);
      amount += step.amount;
    }
    start = next;
  }
  flush();
  return { amount, steps };
}

interface BrokenMonth {
  /** The first day of the month, and of the next one. */
  readonly start: number;
  readonly next: number;
  readonly part: Range;
  readonly days: number;
  readonly freeDays: number;
}

/** A month that is only in part inside the range, or in part free: charged days at the day price; by the year's rule a month within the range less its free days (vector V5). */
function brokenMonth(tariff: Tariff, { start, next, part, days, freeDays }: BrokenMonth, free: readonly Range[]): WorkingStep & { readonly amount: Fen } {
  const length = next - start;
  const said = { ...textsOf(part), days: days - freeDays, ...(freeDays === 0 ? {} : { free: freeDays }) };
  switch (tariff.dayPriceRule) {
    case "month":
      return { kind: "partOfMonth", ...said, of: length, amount: share(tariff.month, days - freeDays, length) };
    case "thirty": {
      const counted = thirtyDays(start, next, part, free);
      return { kind: "partOfThirty", ...said, days: counted, amount: share(tariff.month, counted, 30) };
    }
    case "year":
      if (days === length) return { kind: "monthLessDays", ...said, amount: share(tariff.month, tariff.yearDays - 12 * freeDays, tariff.yearDays) };
      return { kind: "partOfYear", ...said, amount: share(tariff.month, 12 * (days - freeDays), tariff.yearDays) };
  }
}

function chargeDays(tariff: Tariff, months: Months, range: Range, free: readonly Range[]): Charged {
  const freeDays = freeDaysIn(range, free);
  const days = range.to - range.from + 1 - freeDays;
  if (days === 0) return { amount: 0, steps: [{ kind: "free", ...textsOf(range) }] };
  const said = { days, ...(freeDays === 0 ? {} : { free: freeDays }) };
  if (tariff.isQuotedByDay) {
    const amount = roundTimes(tariff.exact, days, 1);
    return { amount, steps: [{ kind: "days", ...said, amount }] };
  }
  if (tariff.dayPriceRule === "year") {
    const amount = roundTimes(tariff.exact, 12 * days, tariff.yearDays);
    return { amount, steps: [{ kind: "daysOfYear", ...said, amount }] };
  }
  return chargePartsOfMonths(tariff, months, range, free);
}

/** All months have 28, 29, 30 or 31 days: of this many parts each length is a whole number. */
const partsOfMonth = 28 * 29 * 5 * 3 * 31;

function chargePartsOfMonths(tariff: Tariff, months: Months, range: Range, free: readonly Range[]): Charged {
  const steps: WorkingStep[] = [];
  let parts = 0;
  let month = monthAt(months, range.from);
  for (let start = monthStart(months, month); start <= range.to; month++) {
    const next = monthStart(months, month + 1);
    const part = { from: Math.max(start, range.from), to: Math.min(next - 1, range.to) };
    const isThirty = tariff.dayPriceRule === "thirty";
    const of = isThirty ? 30 : next - start;
    const days = isThirty ? thirtyDays(start, next, part, free) : part.to - part.from + 1 - freeDaysIn(part, free);
    const last = steps.at(-1);
    if (days === of && last?.kind === "wholeMonths") steps[steps.length - 1] = { ...last, to: textOfNumber(part.to), count: Number(last["count"]) + 1 };
    else if (days === of) steps.push({ kind: "wholeMonths", ...textsOf(part), count: 1 });
    else if (days > 0) steps.push({ kind: "daysOfMonth", ...textsOf(part), days, of });
    parts += days * (partsOfMonth / of);
    start = next;
  }
  const amount = roundTimes(tariff.exact, parts, partsOfMonth);
  return { amount, steps: [...steps, { kind: "total", amount }] };
}

function roundTimes({ numerator, divisor }: Exact, part: number, whole: number): Fen {
  const [small, below] = [Number(numerator), Number(divisor) * whole];
  const isSmall = Number.isSafeInteger(small) && Number.isSafeInteger(below * 2);
  return isSmall ? roundProduct(small, part, below) : roundFen(over(times({ numerator, divisor }, part), whole));
}

function freeDaysIn({ from, to }: Range, free: readonly Range[]): number {
  let days = 0;
  for (const range of free) if (range.from <= to && range.to >= from) days += Math.min(range.to, to) - Math.max(range.from, from) + 1;
  return days;
}

/** Charged days of a month of thirty: its 31st does not count, its last counts for those that are missing. */
function thirtyDays(start: number, next: number, { from, to }: Range, free: readonly Range[]): number {
  const until = (day: number) => (day === next - 1 ? 30 : Math.min(day - start + 1, 30));
  const count = (range: Range) => (range.from > range.to ? 0 : until(range.to) - (range.from === start ? 0 : until(range.from - 1)));
  let days = count({ from, to });
  for (const range of free) days -= count({ from: Math.max(range.from, from), to: Math.min(range.to, to) });
  return days;
}

const textsOf = ({ from, to }: Range): { readonly from: string; readonly to: string } => ({ from: textOfNumber(from), to: textOfNumber(to) });
