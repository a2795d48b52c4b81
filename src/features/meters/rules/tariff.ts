import type { Id } from "#kernel/id.ts";
import { compareExact, type Exact, exact, minus, over, plus, times } from "#kernel/decimal.ts";
import { type Problem, reasons } from "#kernel/problem.ts";
import { type Band, type MeterKind } from "./names.ts";
import { metersProblems as problem } from "./problems.ts";
import { quantityText, sumOf, type Values } from "./usage.ts";

/** Yuan for one unit of use: one price; a price by band; or steps that begin anew each month or year. */
export type TariffForm =
  | { readonly form: "flat"; readonly price: string }
  | { readonly form: "byBand"; readonly prices: Values }
  | { readonly form: "tiered"; readonly period: "month" | "year"; readonly steps: readonly TariffStep[] };

/** A step holds up to and including `upTo`; the last one has no limit. */
export interface TariffStep {
  readonly upTo: string | null;
  readonly price: string;
}

/** A tariff from a day on, until the next one. */
export interface TariffVersion {
  readonly fromDay: Temporal.PlainDate;
  readonly form: TariffForm;
}

export interface Tariff {
  readonly id: Id<"tariff">;
  readonly name: string;
  readonly kind: MeterKind;
  /** Holds for meters of its kind that name none. */
  readonly isDefault: boolean;
  /** Oldest first. */
  readonly versions: readonly TariffVersion[];
  readonly version: number;
}

/** A line of the arithmetic: so much at such a price. */
export interface PricedPart {
  readonly band: Band | null;
  readonly quantity: string;
  readonly price: string;
  /** Exact, in yuan. */
  readonly amount: Exact;
  readonly from: Temporal.PlainDate;
  readonly to: Temporal.PlainDate;
}

export function whyNotTariff(form: TariffForm): Problem[] {
  if (form.form === "byBand") return reasons((["peak", "flat", "valley"] as const).some((band) => form.prices[band] === undefined) && problem.bandsMissing());
  if (form.form === "flat") return [];
  const rise = form.steps.every(({ upTo }, index) => {
    const isLast = index === form.steps.length - 1;
    if (isLast || upTo === null) return isLast && upTo === null;
    return compareExact(upTo, index === 0 ? "0" : (form.steps[index - 1]!.upTo ?? "0")) > 0;
  });
  return reasons((form.steps.length === 0 || !rise) && problem.stepsOutOfOrder());
}

/** The version in force on a day. */
export const versionOn = (versions: readonly TariffVersion[], day: Temporal.PlainDate): TariffVersion | undefined =>
  versions.filter(({ fromDay }) => Temporal.PlainDate.compare(fromDay, day) <= 0).toSorted((one, other) => Temporal.PlainDate.compare(other.fromDay, one.fromDay))[0];

export interface Metered {
  readonly meterNo: string;
  /** First and last day of the use, both included. */
  readonly from: Temporal.PlainDate;
  readonly to: Temporal.PlainDate;
  readonly byBand: Values;
  /** Use of the same steps' period that came before: this year's, for yearly steps. */
  readonly usedBefore: string;
}

/** Prices use, exactly. A price that changes within the days splits the use by days (domain §3.3-7). */
export function priced({ meterNo, from, to, byBand, usedBefore }: Metered, versions: readonly TariffVersion[]): PricedPart[] | Problem {
  const cuts = versions.map(({ fromDay }) => fromDay).filter((day) => Temporal.PlainDate.compare(day, from) > 0 && Temporal.PlainDate.compare(day, to) <= 0);
  const starts = [from, ...cuts.toSorted(Temporal.PlainDate.compare)];
  const days = from.until(to).days + 1;
  const parts: PricedPart[] = [];
  let before: Exact = exact(usedBefore);
  for (const [index, start] of starts.entries()) {
    const end = starts[index + 1]?.subtract({ days: 1 }) ?? to;
    const form = versionOn(versions, start)?.form;
    if (!form) return problem.tariffMissing({ meterNo, on: start.toString() });
    const isWhole = starts.length === 1;
    const cut = (quantity: string): Exact => (isWhole ? exact(quantity) : over(times(quantity, start.until(end).days + 1), days));
    const priced = form.form === "byBand" ? pricedByBand(form.prices, byBand, cut) : pricedInAll(form, cut(sumOf(Object.values(byBand))), before);
    if (!priced) return problem.tariffDoesNotFit({ meterNo });
    parts.push(...priced.map((part) => ({ ...part, quantity: quantityText(part.counted), from: start, to: end })));
    before = priced.reduce((sum, { counted }) => plus(sum, counted), before);
  }
  return parts.map(({ band, quantity, price, amount, from, to }) => ({ band, quantity, price, amount, from, to }));
}

type Counted = Pick<PricedPart, "band" | "price" | "amount"> & { readonly counted: Exact };

function pricedByBand(prices: Values, byBand: Values, cut: (quantity: string) => Exact): Counted[] | null {
  const bands = Object.keys(byBand) as Band[];
  if (bands.includes("total")) return null;
  return bands.map((band) => {
    const counted = cut(byBand[band]!);
    // Where no sharp price is set, its hours cost what the peak does.
    const price = prices[band] ?? prices.peak ?? "0";
    return { band, counted, price, amount: times(counted, price) };
  });
}

function pricedInAll(form: Exclude<TariffForm, { form: "byBand" }>, counted: Exact, before: Exact): Counted[] {
  if (form.form === "flat") return [{ band: null, counted, price: form.price, amount: times(counted, form.price) }];
  const end = plus(before, counted);
  let floor: Exact = exact(0);
  const parts = form.steps.flatMap(({ upTo, price }): Counted[] => {
    const [low, high] = [larger(floor, before), upTo === null ? end : smaller(exact(upTo), end)];
    floor = upTo === null ? floor : exact(upTo);
    if (compareExact(high, low) <= 0) return [];
    const within = minus(high, low);
    return [{ band: null, counted: within, price, amount: times(within, price) }];
  });
  return parts.length > 0 ? parts : [{ band: null, counted: exact(0), price: form.steps[0]?.price ?? "0", amount: exact(0) }];
}

const larger = (one: Exact, other: Exact): Exact => (compareExact(one, other) >= 0 ? one : other);
const smaller = (one: Exact, other: Exact): Exact => (compareExact(one, other) <= 0 ? one : other);
