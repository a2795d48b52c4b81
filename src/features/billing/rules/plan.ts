import type { Id } from "#kernel/id.ts";
import { type Fen, fen } from "#kernel/money.ts";
import { isCutTo } from "./leaving.ts";
import type { FeeItemCode, ScheduleLine, TaxMode } from "#features/leasing/rules.ts";

/** A line of the schedule that was billed and stands. */
export interface BilledLine {
  readonly id: Id<"billLine">;
  readonly billId: Id<"bill">;
  /** The key of its schedule line. */
  readonly key: string;
  readonly feeItem: FeeItemCode;
  readonly from: Temporal.PlainDate;
  readonly to: Temporal.PlainDate;
  readonly dueOn: Temporal.PlainDate;
  readonly amount: Fen;
  readonly net: Fen;
  readonly taxMode: TaxMode;
  readonly credited: Fen;
}

/** What is to be done so that what was billed becomes what the schedule says. */
export interface BillingPlan {
  /** Lines to be billed, by due day. */
  readonly bill: readonly ScheduleLine[];
  /** Billed lines that the schedule no longer holds, or holds otherwise: credited whole, never edited (domain §3.3-8). */
  readonly credit: readonly BilledLine[];
  /** Whether something was billed that falls due only after `until`. */
  readonly isAhead: boolean;
}

/**
 * Lines due by `until` and not billed are billed; billed lines that an amendment changed are credited, whatever their day, and what the
 * schedule has in their place is billed when it is due. One that is only cut otherwise, to the same sum, stands, and so does one credited to just that. Days wholly free make no
 * line. What fell due before `since` is left alone.
 */
export function planBilling(
  schedule: readonly ScheduleLine[],
  billed: readonly BilledLine[],
  { until, since = null }: { readonly until: Temporal.PlainDate; readonly since?: Temporal.PlainDate | null },
): BillingPlan {
  const agreed = new Map(schedule.map((line) => [line.key, line]));
  const standing = new Set<string>();
  const credit: BilledLine[] = [];
  for (const line of billed) {
    const now = agreed.get(line.key);
    const covered = isSame(line, now) || isCutTo(line, now) ? [line] : sameButCut(line, schedule);
    if (covered.length === 0) credit.push(line);
    for (const { key } of covered) standing.add(key);
  }
  const corrected = new Set(credit.map(({ key }) => termOf(key)));
  const isWanted = ({ key, dueOn }: ScheduleLine) => !since || Temporal.PlainDate.compare(dueOn, since) >= 0 || corrected.has(termOf(key));
  const bill = schedule.filter((line) => line.amount !== 0 && !standing.has(line.key) && Temporal.PlainDate.compare(line.dueOn, until) <= 0 && isWanted(line));
  const isAhead = schedule.some(({ key, dueOn }) => standing.has(key) && Temporal.PlainDate.compare(dueOn, until) > 0);
  return { bill: inOrder(bill), credit, isAhead };
}

/** The price agreed is the amount for an inclusive line and its net for an exclusive one. */
const agreedAmount = ({ taxMode, amount, net }: BilledLine): Fen => (taxMode === "inclusive" ? amount : net);

const isSame = (billed: BilledLine, agreed: ScheduleLine | undefined): boolean =>
  agreed !== undefined && agreedAmount(billed) === agreed.amount && billed.from.equals(agreed.from) && billed.to.equals(agreed.to);

/** The lines of the same term that cover the same days for the same sum, cut otherwise; none when they do not. */
function sameButCut(billed: BilledLine, schedule: readonly ScheduleLine[]): ScheduleLine[] {
  const pieces = schedule
    .filter(({ key, from, to }) => termOf(key) === termOf(billed.key) && Temporal.PlainDate.compare(from, billed.from) >= 0 && Temporal.PlainDate.compare(to, billed.to) <= 0)
    .toSorted((one, other) => Temporal.PlainDate.compare(one.from, other.from));
  const isWhole =
    pieces[0]?.from.equals(billed.from) &&
    pieces.at(-1)?.to.equals(billed.to) &&
    pieces.every(({ from }, place) => place === 0 || pieces[place - 1]!.to.add({ days: 1 }).equals(from));
  return isWhole && pieces.reduce((sum, { amount }) => sum + amount, 0) === agreedAmount(billed) ? pieces : [];
}

/**
 * What is paid before the keys are handed over: deposits, fees paid once and the first charged period of every fee, as far as they
 * stand at the beginning of the lease (vector V4). Later raises of a deposit are not among it.
 */
export function firstPayment(schedule: readonly ScheduleLine[]): ScheduleLine[] {
  const charged = inOrder(schedule.filter(({ amount }) => amount !== 0));
  const opening = schedule.reduce<Temporal.PlainDate | null>((first, { from }) => (!first || Temporal.PlainDate.compare(from, first) < 0 ? from : first), null);
  const firstDue = new Map<string, Temporal.PlainDate>();
  for (const { key, dueOn } of charged) if (!firstDue.has(termOf(key))) firstDue.set(termOf(key), dueOn);
  return charged.filter(({ key, kind, from, dueOn }) => (kind === "recurring" ? dueOn.equals(firstDue.get(termOf(key))!) : opening !== null && from.equals(opening)));
}

/** The term of the lease that a line comes from. */
const termOf = (key: string): string => key.slice(0, key.lastIndexOf(":"));

const inOrder = (lines: readonly ScheduleLine[]): ScheduleLine[] =>
  lines.toSorted((one, other) => Temporal.PlainDate.compare(one.dueOn, other.dueOn) || Temporal.PlainDate.compare(one.from, other.from) || one.key.localeCompare(other.key));

/** What is still owed of a line or a bill. */
export const openOf = ({ amount, settled, credited }: { readonly amount: Fen; readonly settled: Fen; readonly credited: Fen }): Fen => fen(amount - settled - credited);
