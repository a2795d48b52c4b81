import { addMonths, firstOfMonth, monthOf } from "./days.ts";
import type { PayCycle, SplitRule } from "./terms.ts";

/** Days from and to, both included, by their numbers. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** How days are cut into months: calendar ones, or months counted from the day of `anchor`. Month 0 holds the anchor. */
export interface Months {
  readonly anchor: number;
  readonly isCalendar: boolean;
}

export const monthStart = ({ anchor, isCalendar }: Months, month: number): number => (isCalendar ? firstOfMonth(monthOf(anchor) + month) : addMonths(anchor, month));

export function monthAt(months: Months, day: number): number {
  const month = monthOf(day) - monthOf(months.anchor);
  return !months.isCalendar && addMonths(months.anchor, month) > day ? month - 1 : month;
}

/** Payment periods: one before the anchor (-1), the first, and on by the cycle. Domain §3.2 `splitRule`. */
export interface Periods {
  readonly months: Months;
  readonly cycle: PayCycle;
  /** Months of the first period, a broken one among them. */
  readonly first: number;
}

export function periodsOf(anchor: number, splitRule: SplitRule, cycle: PayCycle): Periods {
  const months = { anchor, isCalendar: splitRule !== "fromStart" };
  const isBroken = months.isCalendar && firstOfMonth(monthOf(anchor)) !== anchor;
  return { months, cycle, first: cycle === "once" ? 0 : firstMonths(isBroken ? splitRule : "fromStart", cycle) };
}

function firstMonths(splitRule: SplitRule, cycle: number): number {
  if (splitRule === "monthFromNext") return 1;
  return splitRule === "firstMonthJoined" ? cycle + 1 : cycle;
}

export function periodAt({ months, cycle, first }: Periods, day: number): number {
  if (day < months.anchor) return -1;
  const month = monthAt(months, day);
  return cycle === "once" || month < first ? 0 : 1 + Math.floor((month - first) / cycle);
}

/** The first day of a period; of the one before the anchor there is none. */
export function periodStart({ months, cycle, first }: Periods, period: number): number {
  if (period < 0) return -Infinity;
  if (period === 0) return months.anchor;
  return cycle === "once" ? Infinity : monthStart(months, first + (period - 1) * cycle);
}

/** Ranges in order, those that touch or overlap joined. */
export function joined(ranges: readonly Range[]): Range[] {
  const sorted = ranges.filter(({ from, to }) => from <= to).toSorted((one, other) => one.from - other.from);
  const result: Range[] = [];
  for (const range of sorted) {
    const last = result.at(-1);
    if (last && range.from <= last.to + 1) result[result.length - 1] = { from: last.from, to: Math.max(last.to, range.to) };
    else result.push(range);
  }
  return result;
}

export const clipped = ({ from, to }: Range, within: Range): Range => ({ from: Math.max(from, within.from), to: Math.min(to, within.to) });
