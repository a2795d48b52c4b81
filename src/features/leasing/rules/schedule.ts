import type { BusinessCalendar } from "#kernel/calendar.ts";
import { charge } from "./charge.ts";
import { dayNumber, dayOfNumber, textOfNumber } from "./days.ts";
import { type Dated, sumsPaidOnce } from "./deposits.ts";
import { dueDay } from "./due.ts";
import { periodAt, periodStart, type Range } from "./periods.ts";
import type { FeeTerm, LeaseTerms, ScheduleLine, Working } from "./terms.ts";
import { type FeeLife, feeLives, type Run, type Stretch, tariffOf, type TermsVersion, windowsOf } from "./timeline.ts";

export interface ScheduleOptions {
  /** Needed where terms count working days or move a due day that is not worked. */
  readonly calendar?: BusinessCalendar | undefined;
  /** Only fees due after `after` and by `by`, either left open: what is due on other days is not reckoned. Sums paid once are all there. */
  readonly due?: { readonly after?: Temporal.PlainDate | null | undefined; readonly by?: Temporal.PlainDate | null | undefined } | undefined;
}

/**
 * All that a lease will ask for in its whole life, by due day: the lines of each fee cover its days without a gap, those of free days at
 * nought. Domain §3.2, §3.3. `whyNotTerms` has nothing against `terms`.
 */
export const scheduleOf = (terms: LeaseTerms, options: ScheduleOptions = {}): ScheduleLine[] => scheduleOfVersions([{ effectiveFrom: terms.leaseStart, terms }], options);

/**
 * The schedule of terms that changed, in the order they were made: each version holds from its day on (the first from ever) until the
 * day of any later one. Where a change alters what is charged, the line is split at its day (§3.3-7); what it does not alter runs on.
 */
export function scheduleOfVersions(versions: readonly TermsVersion[], { calendar, due }: ScheduleOptions = {}): ScheduleLine[] {
  const windows = windowsOf(versions);
  const asked: Asked = { calendar, after: due?.after ? dayNumber(due.after) : -Infinity, by: due?.by ? dayNumber(due.by) : Infinity };
  const lines = feeLives(windows).flatMap((life) => feeLines(life, asked));
  lines.push(...sumsPaidOnce(windows, calendar));
  return lines.toSorted((one, other) => one.due - other.due || one.start - other.start).map(({ line }) => line);
}

interface Asked {
  readonly calendar: BusinessCalendar | undefined;
  readonly after: number;
  readonly by: number;
}

const feeLines = ({ id, runs }: FeeLife, asked: Asked): Dated[] => runs.flatMap((run) => runLines(id, run, asked));

function runLines(id: string, run: Run, { calendar, after, by }: Asked): Dated[] {
  const lines: Dated[] = [];
  const { fee, periods, stretches } = run;
  const inputs = stretches.map((stretch) => inputsOf(fee, stretch, periods.months));
  let at = 0;
  for (let from = run.from, period = periodAt(periods, from); from <= run.to; period++) {
    const to = Math.min(periodStart(periods, period + 1) - 1, run.to);
    const due = run.firstDue !== null && period <= 0 ? run.firstDue : dueDay(from, fee.payTiming, run.roll, calendar);
    for (let start = from; start <= to;) {
      while (stretches[at]!.to < start) at++;
      const stretch = stretches[at]!;
      const range = { from: start, to: Math.min(to, stretch.to) };
      const dueThen = Math.max(due, stretch.notBefore);
      if (dueThen > after && dueThen <= by) lines.push(feeLine(id, run, { stretch, range, due: dueThen, inputs: inputs[at]! }));
      start = range.to + 1;
    }
    from = to + 1;
  }
  return lines;
}

interface Piece {
  readonly stretch: Stretch;
  readonly range: Range;
  readonly due: number;
  readonly inputs: Working["inputs"];
}

function feeLine(id: string, { fee, periods, free }: Run, { stretch, range, due, inputs }: Piece): Dated {
  const within = free.filter(({ from, to }) => from <= range.to && to >= range.from);
  const { amount, steps } = charge(tariffOf(fee, stretch.price), periods.months, range, within);
  const working: Working = {
    rule: fee.calcMode,
    inputs: within.length === 0 ? inputs : { ...inputs, free: within.map(({ from, to }) => `${textOfNumber(from)}/${textOfNumber(to)}`).join(" ") },
    steps,
    rounding: fee.calcMode === "monthly" ? "month" : "line",
  };
  const line: ScheduleLine = {
    key: `${id}:${textOfNumber(range.from)}`,
    feeItem: fee.feeItem,
    kind: "recurring",
    from: dayOfNumber(range.from),
    to: dayOfNumber(range.to),
    dueOn: dayOfNumber(due),
    amount,
    taxMode: fee.taxMode,
    unitIds: stretch.price.unitIds,
    working,
  };
  return { due, start: range.from, line };
}

/** What the working of a line says of its price, and all that charging it again takes. */
function inputsOf(fee: FeeTerm, { price }: Stretch, { anchor, isCalendar }: { readonly anchor: number; readonly isCalendar: boolean }): Working["inputs"] {
  return {
    price: price.price,
    unit: fee.priceUnit,
    ...(price.areaCenti === null ? {} : { areaCenti: price.areaCenti }),
    ...(price.seats === null ? {} : { seats: price.seats }),
    ...(price.raises === 0 ? {} : { agreed: price.agreed, raises: price.raises }),
    month: price.month,
    dayPrice: fee.dayPriceRule,
    yearDays: fee.yearDays,
    months: isCalendar ? "calendar" : textOfNumber(anchor),
  };
}
