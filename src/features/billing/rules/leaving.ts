import { type Fen, fen } from "#kernel/money.ts";
import { creditAfter, type ScheduleLine, type Working } from "#features/leasing/rules.ts";
import type { BillLine } from "../rules.ts";
import type { BilledLine } from "./plan.ts";
import { taxed, type Taxed, taxOfPart } from "./tax.ts";

type Charged = Pick<BillLine, "id" | "billId" | "feeItem" | "unitIds" | "from" | "to" | "dueOn" | "taxMode" | "taxRate" | "working" | "credited"> & Taxed;

/** What was billed for days after the tenant has left. `amount` is positive: it is given back. */
export interface Unused<L extends Charged = Charged> {
  readonly line: L;
  /** The days that are not used. */
  readonly from: Temporal.PlainDate;
  readonly to: Temporal.PlainDate;
  readonly amount: Fen;
  readonly working: Working;
}

/** Of these lines, what a tenant who leaves after `leavingDay` gets back, by each line's own working; never more than what stands of it. Domain §3.7-3, vector V12. */
export function unusedOf<L extends Charged>(lines: readonly L[], leavingDay: Temporal.PlainDate): Unused<L>[] {
  return lines.flatMap((line) => {
    const [credit] = creditAfter([asSchedule(line)], leavingDay);
    if (!credit) return [];
    const kept = taxed(fen(agreedOf(line) - credit.amount), line.taxRate, line.taxMode).amount;
    const amount = fen(Math.min(line.amount - kept, line.amount - line.credited));
    if (amount <= 0) return [];
    const { from, to, working } = credit;
    const said: Working = { ...working, steps: working.steps.map((step) => ({ ...step, charged: line.amount, kept, amount })) };
    return [{ line, from, to, amount, working: said }];
  });
}

/** Whether a line of a bill comes again with every period. */
export const isRecurring = ({ working }: Pick<BillLine, "working">): boolean => working.rule === "monthly" || working.rule === "perDiem";

/**
 * The lines of a schedule for days up to `leavingDay` that no bill holds, the last of them cut at that day. Sums paid once are among them when they
 * were due by then; deposits are not asked for any more. What fell due before `since` is settled elsewhere.
 */
export function unbilledUntil(
  schedule: readonly ScheduleLine[],
  billed: readonly Pick<BilledLine, "key" | "from" | "to">[],
  { leavingDay, since = null }: { readonly leavingDay: Temporal.PlainDate; readonly since?: Temporal.PlainDate | null },
): ScheduleLine[] {
  const isAfter = (one: Temporal.PlainDate, other: Temporal.PlainDate) => Temporal.PlainDate.compare(one, other) > 0;
  const isBilled = (line: ScheduleLine) =>
    billed.some((one) => one.key === line.key || (line.kind === "recurring" && termOf(one.key) === termOf(line.key) && !isAfter(one.from, line.to) && !isAfter(line.from, one.to)));
  return schedule
    .filter((line) => line.kind !== "deposit" && !isAfter(line.kind === "once" ? line.dueOn : line.from, leavingDay))
    .filter((line) => !isBilled(line) && (since === null || !isAfter(since, line.dueOn)))
    .map((line) => cutAt(line, leavingDay))
    .filter(({ amount }) => amount > 0);
}

function cutAt(line: ScheduleLine, leavingDay: Temporal.PlainDate): ScheduleLine {
  if (line.kind !== "recurring" || Temporal.PlainDate.compare(line.to, leavingDay) <= 0) return line;
  const [credit] = creditAfter([line], leavingDay);
  if (!credit) return { ...line, to: leavingDay };
  const amount = fen(line.amount - credit.amount);
  const until = { kind: "until", from: line.from.toString(), to: leavingDay.toString(), charged: line.amount, given: credit.amount, amount };
  return { ...line, to: leavingDay, amount, working: { ...line.working, steps: [...line.working.steps, until] } };
}

/** The price agreed is the amount for an inclusive line and its net for an exclusive one. */
const agreedOf = ({ taxMode, amount, net }: Charged): Fen => (taxMode === "inclusive" ? amount : net);

const asSchedule = (line: Charged): ScheduleLine => ({ ...line, key: line.id, kind: isRecurring(line) ? "recurring" : "once", amount: agreedOf(line) });

const termOf = (key: string): string => key.slice(0, key.lastIndexOf(":"));

/** Whether what a credit left of a line is what the schedule asks for now: it was cut at the day the tenant left. */
export function isCutTo(billed: Pick<BilledLine, "amount" | "net" | "credited" | "taxMode" | "from" | "to">, agreed: ScheduleLine | undefined): boolean {
  if (!agreed || billed.credited === 0 || !billed.from.equals(agreed.from) || Temporal.PlainDate.compare(agreed.to, billed.to) >= 0) return false;
  const credited = taxOfPart(billed.credited, { amount: billed.amount, net: billed.net, tax: fen(billed.amount - billed.net) });
  return agreed.amount === (billed.taxMode === "inclusive" ? billed.amount - credited.amount : billed.net - credited.net);
}
