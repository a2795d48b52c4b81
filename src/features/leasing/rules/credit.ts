import { exact, over, times } from "#kernel/decimal.ts";
import type { Fen } from "#kernel/money.ts";
import { charge, type Tariff } from "./charge.ts";
import { dayNumber, dayOfNumber, textOfNumber } from "./days.ts";
import type { Months, Range } from "./periods.ts";
import { isQuotedByDay } from "./price.ts";
import type { CalcMode, DayPriceRule, PriceUnit, ScheduleLine, Working, YearDays } from "./terms.ts";

/** What a line charged for days that are not used. `amount` is positive: it is owed to the tenant. */
export interface Credit extends Pick<ScheduleLine, "key" | "feeItem" | "unitIds" | "taxMode" | "from" | "to"> {
  readonly amount: Fen;
  readonly working: Working;
}

/**
 * What is to be given back of these lines when the tenant leaves after `leavingDay`: each line less what its days up to then cost by its
 * own rule. Give it the lines that were billed; deposits and fees paid once stay out. Domain §3.7-3, vector V12.
 */
export function creditAfter(schedule: readonly ScheduleLine[], leavingDay: Temporal.PlainDate): Credit[] {
  const leaving = dayNumber(leavingDay);
  return schedule.flatMap((line) => {
    const range = { from: dayNumber(line.from), to: dayNumber(line.to) };
    if (line.kind !== "recurring" || range.to <= leaving) return [];
    const kept = range.from > leaving ? 0 : chargeAgain(line, { from: range.from, to: leaving });
    const amount = line.amount - kept;
    if (amount <= 0) return [];
    const from = Math.max(range.from, leaving + 1);
    const steps = [{ kind: "unused", from: textOfNumber(from), to: textOfNumber(range.to), charged: line.amount, kept, amount }];
    const { key, feeItem, unitIds, taxMode } = line;
    return [
      {
        key,
        feeItem,
        unitIds,
        taxMode,
        from: dayOfNumber(from),
        to: line.to,
        amount,
        working: { rule: "credit", inputs: { until: leavingDay.toString() }, steps, rounding: "none" },
      },
    ];
  });
}

/** What days of a recurring line cost, from nothing but its working. */
export function chargeAgain({ from, working }: Pick<ScheduleLine, "from" | "working">, range: Range): Fen {
  const { inputs } = working;
  const months: Months = inputs["months"] === "calendar" ? { anchor: dayNumber(from), isCalendar: true } : { anchor: numberOf(inputs["months"]), isCalendar: false };
  const free = typeof inputs["free"] === "string" ? inputs["free"].split(" ").map(rangeOf) : [];
  return charge(tariffOf(working), months, range, free).amount;
}

function tariffOf({ rule, inputs }: Working): Tariff {
  const unit = inputs["unit"] as PriceUnit;
  const quoted = times(inputs["price"]!, 100, over(inputs["areaCenti"] ?? 100, 100), exact(inputs["seats"] ?? 1));
  return {
    calcMode: rule as CalcMode,
    dayPriceRule: inputs["dayPrice"] as DayPriceRule,
    yearDays: inputs["yearDays"] as YearDays,
    isQuotedByDay: isQuotedByDay(unit),
    month: inputs["month"] as Fen,
    exact: unit === "year" ? over(quoted, 12) : quoted,
  };
}

function rangeOf(text: string): Range {
  const [from, to] = text.split("/");
  return { from: numberOf(from), to: numberOf(to) };
}

const numberOf = (text: string | number | undefined): number => dayNumber(Temporal.PlainDate.from(String(text)));
