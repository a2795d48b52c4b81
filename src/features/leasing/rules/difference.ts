import { type Fen, sumFen } from "#kernel/money.ts";
import type { ScheduleLine } from "./terms.ts";

/** A line that an amendment adds, takes away or changes. */
export interface LineChange {
  readonly key: string;
  readonly before: ScheduleLine | null;
  readonly after: ScheduleLine | null;
}

export interface Difference {
  readonly lines: LineChange[];
  readonly before: Fen;
  readonly after: Fen;
}

/** What a schedule becomes by an amendment: the lines that are not as they were, in the order of their days, and the sums of all lines. */
export function differenceOf(before: readonly ScheduleLine[], after: readonly ScheduleLine[]): Difference {
  const [old, now] = [byKey(before), byKey(after)];
  const lines = [...new Set([...old.keys(), ...now.keys()])]
    .map((key) => ({ key, before: old.get(key) ?? null, after: now.get(key) ?? null }))
    .filter(({ before: was, after: is }) => !was || !is || !isSame(was, is))
    .toSorted((one, other) => Temporal.PlainDate.compare((one.after ?? one.before)!.from, (other.after ?? other.before)!.from));
  return { lines, before: sumFen(before.map(({ amount }) => amount)), after: sumFen(after.map(({ amount }) => amount)) };
}

const byKey = (lines: readonly ScheduleLine[]): Map<string, ScheduleLine> => new Map(lines.map((line) => [line.key, line]));

const isSame = (one: ScheduleLine, other: ScheduleLine): boolean =>
  one.amount === other.amount && one.from.equals(other.from) && one.to.equals(other.to) && one.dueOn.equals(other.dueOn);
