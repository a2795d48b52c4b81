import type { Id } from "#kernel/id.ts";
import { type Fen, fen } from "#kernel/money.ts";
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
}

/**
 * Lines due by `until` and not billed are billed; billed lines that an amendment changed are credited, whatever their day, and what the
 * schedule has in their place is billed when it is due. Days wholly free make no line. What fell due before `since` is left alone.
 */
export function planBilling(
  schedule: readonly ScheduleLine[],
  billed: readonly BilledLine[],
  { until, since = null }: { until: Temporal.PlainDate; since?: Temporal.PlainDate | null },
): BillingPlan {
  const standing = new Map(billed.map((line) => [line.key, line]));
  const agreed = new Map(schedule.map((line) => [line.key, line]));
  const credit = billed.filter((line) => !isSame(line, agreed.get(line.key)));
  for (const { key } of credit) standing.delete(key);
  const corrected = new Set(credit.map(({ key }) => key));
  const bill = schedule.filter(
    ({ key, amount, dueOn }) =>
      amount !== 0 && !standing.has(key) && Temporal.PlainDate.compare(dueOn, until) <= 0 && (!since || Temporal.PlainDate.compare(dueOn, since) >= 0 || corrected.has(key)),
  );
  return { bill: inOrder(bill), credit };
}

/** The price agreed is the amount for an inclusive line and its net for an exclusive one. */
const isSame = (billed: BilledLine, agreed: ScheduleLine | undefined): boolean =>
  agreed !== undefined && (billed.taxMode === "inclusive" ? billed.amount : billed.net) === agreed.amount && billed.from.equals(agreed.from) && billed.to.equals(agreed.to);

/**
 * What is paid before the keys are handed over: deposits, fees paid once and the first charged period of every fee, as far as they
 * stand at the beginning of the lease (vector V4). Later raises of a deposit are not among it.
 */
export function firstPayment(schedule: readonly ScheduleLine[]): ScheduleLine[] {
  const opening = schedule.reduce<Temporal.PlainDate | null>((first, { from }) => (!first || Temporal.PlainDate.compare(from, first) < 0 ? from : first), null);
  const seen = new Set<string>();
  const lines = schedule
    .filter(({ amount }) => amount !== 0)
    .toSorted((one, other) => Temporal.PlainDate.compare(one.from, other.from))
    .filter(({ key, kind, from }) => {
      const term = key.slice(0, key.lastIndexOf(":"));
      if (seen.has(term)) return false;
      seen.add(term);
      return kind === "recurring" || (opening !== null && from.equals(opening));
    });
  return inOrder(lines);
}

const inOrder = (lines: readonly ScheduleLine[]): ScheduleLine[] =>
  lines.toSorted((one, other) => Temporal.PlainDate.compare(one.dueOn, other.dueOn) || Temporal.PlainDate.compare(one.from, other.from) || one.key.localeCompare(other.key));

/** What is still owed of a line or a bill. */
export const openOf = ({ amount, settled, credited }: { readonly amount: Fen; readonly settled: Fen; readonly credited: Fen }): Fen => fen(amount - settled - credited);
