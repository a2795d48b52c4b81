import type { Id } from "#kernel/id.ts";
import { dayNumber } from "./days.ts";
import { clipped, joined, type Periods, periodsOf, type Range } from "./periods.ts";
import { isQuotedByDay, type Price, type PriceStep, priceSteps } from "./price.ts";
import type { Tariff } from "./charge.ts";
import type { FeeTerm, HolidayRoll, LeaseTerms } from "./terms.ts";

/** Terms that hold from a day on. Where the tenant changes, each pays its own days. */
export interface TermsVersion {
  readonly effectiveFrom: Temporal.PlainDate;
  readonly terms: LeaseTerms;
  readonly tenantId?: Id<"tenant"> | undefined;
}

/** The days on which a version is the one that holds. */
export interface Window {
  readonly version: TermsVersion;
  readonly isFirst: boolean;
  readonly range: Range;
}

/** Days of a fee at one price. */
export interface Stretch extends Range {
  readonly price: Price;
  /** The day of the amendment that made it: nothing of it is due earlier. */
  readonly notBefore: number;
}

/** Days of a fee whose months and periods are cut alike. */
export interface Run extends Range {
  readonly fee: FeeTerm;
  readonly roll: HolidayRoll;
  readonly periods: Periods;
  readonly stretches: readonly Stretch[];
  readonly free: readonly Range[];
  /** The day of the lease's first payment, where this run begins with it. */
  readonly firstDue: number | null;
}

/** A fee over all versions of its terms. */
export interface FeeLife {
  readonly id: string;
  readonly runs: readonly Run[];
}

/** When each version holds: from its day until the day of any that was made after it; the one that begins the lease from ever. One that never holds is left out. */
export function windowsOf(versions: readonly TermsVersion[]): Window[] {
  const [original] = versions;
  if (!original) return [];
  const leaseStart = dayNumber(original.terms.leaseStart);
  const begins = versions.findLastIndex(({ effectiveFrom }, place) => place === 0 || dayNumber(effectiveFrom) <= leaseStart);
  const holding = versions.slice(begins);
  const starts = holding.map(({ effectiveFrom }, place) => (place === 0 ? -Infinity : dayNumber(effectiveFrom)));
  return holding
    .map((version, place) => ({ version, isFirst: place === 0, range: { from: starts[place]!, to: Math.min(...starts.slice(place + 1)) - 1 } }))
    .filter(({ range }) => range.from <= range.to);
}

export function feeLives(windows: readonly Window[]): FeeLife[] {
  const ids = new Set(windows.flatMap(({ version }) => version.terms.fees.map(({ id }) => id)));
  return [...ids].map((id) => ({ id, runs: runsOf(id, windows) }));
}

export const tariffOf = (fee: FeeTerm, price: Price): Tariff => ({
  calcMode: fee.calcMode,
  dayPriceRule: fee.dayPriceRule,
  yearDays: fee.yearDays,
  isQuotedByDay: isQuotedByDay(fee.priceUnit),
  month: price.month,
  exact: price.exact,
});

/** What a version says of a fee. */
interface Said {
  readonly fee: FeeTerm;
  readonly shape: string;
  readonly steps: readonly (PriceStep & { readonly notBefore: number })[];
}

interface OpenRun extends Range {
  to: number;
  readonly said: Said;
  readonly roll: HolidayRoll;
  readonly periods: Periods;
  readonly stretches: Stretch[];
  readonly free: Range[];
  readonly firstDue: number | null;
}

function runsOf(id: string, windows: readonly Window[]): Run[] {
  const runs: OpenRun[] = [];
  /** Days after the ends that earlier versions gave the fee: what an extension adds begins a line of its own. */
  const afterEnds = new Set<number>();
  let before: Said | null = null;
  for (const { version, isFirst, range } of windows) {
    const fee = version.terms.fees.find((term) => term.id === id);
    if (!fee) {
      before = null;
      continue;
    }
    const said: Said = saidOf(fee, version, { since: range.from, before, isAlone: windows.length === 1 });
    const own = clipped(feeRange(fee), range);
    for (const part of cutBefore(own, afterEnds)) {
      const open = runs.at(-1);
      const goesOn = open && open.to + 1 === part.from && !afterEnds.has(part.from) && open.said.shape === said.shape;
      const run: OpenRun = goesOn ? open : beginRun(said, version.terms, part, isFirst);
      if (!goesOn) runs.push(run);
      run.to = part.to;
      addStretches(run.stretches, said, part);
      run.free.push(...fee.freePeriods.map((free) => clipped({ from: dayNumber(free.from), to: dayNumber(free.to) }, part)));
    }
    afterEnds.add(dayNumber(fee.to) + 1);
    before = said;
  }
  return runs.map(({ said, ...run }) => ({ ...run, fee: said.fee, free: joined(run.free) }));
}

interface Saying {
  readonly since: number;
  readonly before: Said | null;
  /** No other version is compared with it. */
  readonly isAlone: boolean;
}

function saidOf(fee: FeeTerm, { terms, tenantId }: TermsVersion, { since, before, isAlone }: Saying): Said {
  const shape = isAlone ? "" : shapeOf(fee, terms.holidayRoll, tenantId);
  return { fee, shape, steps: priceSteps(fee, terms.units).map((step) => ({ ...step, notBefore: sinceWhen(step, shape, since, before) })) };
}

function sinceWhen({ from, price }: PriceStep, shape: string, since: number, before: Said | null): number {
  const day = Math.max(from, since);
  if (!before || before.shape !== shape || day > dayNumber(before.fee.to)) return since;
  const step = before.steps.findLast((earlier) => earlier.from <= day);
  return step && isSamePrice(step.price, price) ? step.notBefore : since;
}

/** All that decides how the days of a fee are cut, beside its price, and who pays them. */
function shapeOf(fee: FeeTerm, roll: HolidayRoll, tenantId: string | undefined): string {
  const { feeItem, priceUnit, calcMode, dayPriceRule, yearDays, splitRule, payCycleMonths, payTiming, taxMode } = fee;
  return JSON.stringify([feeItem, priceUnit, calcMode, dayPriceRule, yearDays, splitRule, payCycleMonths, payTiming, taxMode, anchorOf(fee), roll, tenantId]);
}

function isSamePrice(one: Price, other: Price): boolean {
  return (
    one.exact.numerator === other.exact.numerator &&
    one.exact.divisor === other.exact.divisor &&
    one.areaCenti === other.areaCenti &&
    one.seats === other.seats &&
    one.month === other.month &&
    one.unitIds.length === other.unitIds.length &&
    one.unitIds.every((unitId) => other.unitIds.includes(unitId))
  );
}

/** Periods count from the day that is named, else from the first that is not free. */
export function anchorOf(fee: FeeTerm): number {
  if (fee.periodsFrom) return dayNumber(fee.periodsFrom);
  const { from, to } = feeRange(fee);
  if (fee.freePeriods.length === 0) return from;
  const lead = joined(fee.freePeriods.map((free) => ({ from: dayNumber(free.from), to: dayNumber(free.to) }))).find((free) => free.from <= from && free.to >= from);
  return !lead || lead.to >= to ? from : lead.to + 1;
}

const feeRange = ({ from, to }: FeeTerm): Range => ({ from: dayNumber(from), to: dayNumber(to) });

function cutBefore({ from, to }: Range, days: ReadonlySet<number>): Range[] {
  if (from > to) return [];
  const cuts = [...days].filter((day) => day > from && day <= to).toSorted((one, other) => one - other);
  return [from, ...cuts].map((start, place) => ({ from: start, to: (cuts[place] ?? to + 1) - 1 }));
}

function beginRun(said: Said, terms: LeaseTerms, { from }: Range, isFirst: boolean): OpenRun {
  const { fee } = said;
  const paidFirst = isFirst && terms.firstPaymentOn && fee.from.equals(terms.leaseStart) && from === dayNumber(fee.from);
  return {
    from,
    to: from - 1,
    said,
    roll: terms.holidayRoll,
    periods: periodsOf(anchorOf(fee), fee.splitRule, fee.payCycleMonths),
    stretches: [],
    free: [],
    firstDue: paidFirst ? dayNumber(terms.firstPaymentOn) : null,
  };
}

function addStretches(stretches: Stretch[], { steps }: Said, range: Range): void {
  for (const [place, { from, price, notBefore }] of steps.entries()) {
    const part = clipped({ from, to: (steps[place + 1]?.from ?? Infinity) - 1 }, range);
    if (part.from > part.to) continue;
    const last = stretches.at(-1);
    if (last && last.to + 1 === part.from && isSamePrice(last.price, price)) stretches[stretches.length - 1] = { ...last, to: part.to };
    else stretches.push({ ...part, price, notBefore });
  }
}
