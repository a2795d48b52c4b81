import type { Id } from "#kernel/id.ts";
import { type Exact, exact, exactText, over, plus, times } from "#kernel/decimal.ts";
import { type Fen, fen, fenOfYuan, sumFen } from "#kernel/money.ts";
import { addMonths, dayNumber } from "./days.ts";
import type { FeeItemCode } from "./feeItems.ts";
import type { AreaBasis, FeeTerm, LeaseTerms, PriceUnit, TermUnit, YearDays } from "./terms.ts";

/** What a fee costs on some of its days. */
export interface Price {
  readonly price: string;
  readonly areaCenti: number | null;
  readonly seats: number | null;
  /** How often the agreed price was raised to come here; 0 for the agreed price itself. */
  readonly raises: number;
  readonly agreed: string;
  readonly unitIds: readonly Id<"unit">[];
  /** The contract's monthly amount, rounded once (domain §3.3-1). */
  readonly month: Fen;
  /** 分 for a unit of time, not rounded: a day where the quote is by the day, else a month. */
  readonly exact: Exact;
}

/** A price from a day on, until the next. */
export interface PriceStep {
  readonly from: number;
  readonly price: Price;
}

export const isQuotedByDay = (unit: PriceUnit): boolean => unit === "sqmDay" || unit === "day" || unit === "seatDay";

/** The prices of a fee, one after the other: as agreed, then as each raise makes it. Domain §3.2 `escalations`. */
export function priceSteps(fee: FeeTerm, units: readonly TermUnit[]): PriceStep[] {
  const charged = fee.unitIds ? units.filter(({ unitId }) => fee.unitIds?.includes(unitId)) : units;
  const unitIds = charged.map(({ unitId }) => unitId);
  const quantity = quantityOf(fee, charged);
  return raisedPrices(fee).map(({ from, price, raises }) => {
    const perTime = times(price, 100, quantity.times);
    return {
      from,
      price: {
        price: raises === 0 ? fee.price : exactText(price),
        agreed: fee.price,
        raises,
        areaCenti: quantity.areaCenti,
        seats: quantity.seats,
        unitIds,
        month: fenOfYuan(over(monthlyOf(perTime, fee.priceUnit, fee.yearDays), 100)),
        exact: fee.priceUnit === "year" ? over(perTime, 12) : perTime,
      },
    };
  });
}

/** What a fee item comes to in a month by the prices in force on `day`: the contract's monthly amounts, rounded once each. */
export function monthlyPrice({ fees, units }: Pick<LeaseTerms, "fees" | "units">, feeItem: FeeItemCode, day: Temporal.PlainDate): Fen {
  const on = dayNumber(day);
  const inForce = fees.filter((fee) => fee.feeItem === feeItem && dayNumber(fee.from) <= on && on <= dayNumber(fee.to));
  return sumFen(inForce.map((fee) => priceSteps(fee, units).findLast(({ from }) => from <= on)?.price.month ?? fen(0)));
}

/** The area of units that a price is for, in hundredths of a ㎡. Throws where the terms lack it: `whyNotTerms` names that. */
export function areaOf(units: readonly TermUnit[], basis: AreaBasis): number {
  let sum = 0;
  for (const unit of units) {
    const area = areaByBasis(unit, basis);
    if (area === undefined) throw new RangeError(`The terms do not say the ${basis} area of unit ${unit.unitId}`);
    sum += area;
  }
  return sum;
}

export function areaByBasis(unit: TermUnit, basis: AreaBasis): number | undefined {
  if (basis === "agreed") return unit.areaCenti;
  return basis === "gross" ? unit.grossCenti : unit.netCenti;
}

/** The price that holds on a day, all its digits. */
export function priceOn(fee: FeeTerm, day: Temporal.PlainDate): string {
  const number = dayNumber(day);
  const step = raisedPrices(fee).findLast(({ from }) => from <= number);
  return !step || step.raises === 0 ? fee.price : exactText(step.price);
}

function quantityOf(fee: FeeTerm, units: readonly TermUnit[]): { readonly areaCenti: number | null; readonly seats: number | null; readonly times: Exact } {
  switch (fee.priceUnit) {
    case "sqmDay":
    case "sqmMonth": {
      const areaCenti = areaOf(units, fee.areaBasis);
      return { areaCenti, seats: null, times: over(areaCenti, 100) };
    }
    case "seatDay":
    case "seatMonth":
      return { areaCenti: null, seats: fee.seats ?? 0, times: exact(fee.seats ?? 0) };
    default:
      return { areaCenti: null, seats: null, times: exact(1) };
  }
}

/** A month's amount from a quote by day, month or year. Domain §3.3-1. */
function monthlyOf(amount: Exact, unit: PriceUnit, yearDays: YearDays): Exact {
  if (isQuotedByDay(unit)) return over(times(amount, yearDays), 12);
  return unit === "year" ? over(amount, 12) : amount;
}

export interface Raised {
  readonly from: number;
  readonly price: Exact;
  readonly raises: number;
}

/** The price as agreed and after each raise, from the first day of the fee on. */
export function raisedPrices(fee: FeeTerm): Raised[] {
  const [start, end] = [dayNumber(fee.from), dayNumber(fee.to)];
  const since = fee.priceSince ? dayNumber(fee.priceSince) : -Infinity;
  const agreed = exact(fee.price);
  const raises = fee.escalations
    .flatMap((escalation) => {
      const first = dayNumber(escalation.from);
      const days: number[] = [];
      for (let turn = 0; ; turn++) {
        const day = addMonths(first, turn * (escalation.everyMonths ?? 0));
        if (day > end) break;
        if (day > since) days.push(day);
        if (escalation.everyMonths === null) break;
      }
      return days.map((day) => ({ day, escalation }));
    })
    .toSorted((one, other) => one.day - other.day);
  const steps: Raised[] = [{ from: start, price: agreed, raises: 0 }];
  for (const { day, escalation } of raises) {
    const last = steps.at(-1)!;
    const base = escalation.by === "percent" ? (escalation.compound ? last.price : agreed) : null;
    const price = plus(last.price, base ? over(times(base, escalation.value), 100) : escalation.value);
    const step = { from: Math.max(day, start), price, raises: last.raises + 1 };
    if (step.from === last.from) steps[steps.length - 1] = step;
    else steps.push(step);
  }
  return steps;
}
