import { type Fen, fen, sumFen } from "#kernel/money.ts";
import { type Words, words } from "#kernel/words.ts";
import { fill } from "#kernel/problem.ts";
import type { FeeItemCode } from "#features/leasing/rules.ts";

/** A line of last month's bills or of this month's, as far as comparing goes. */
export interface Piece {
  readonly feeItem: FeeItemCode;
  readonly kind: "schedule" | "charge";
  readonly from: Temporal.PlainDate;
  readonly to: Temporal.PlainDate;
  readonly amount: Fen;
  /** The unit price of its working, where it has one. */
  readonly price: string | null;
  readonly areaCenti: number | null;
  readonly isFree: boolean;
}

/** The days for which a lease has a fee. */
export interface FeeSpan {
  readonly feeItem: FeeItemCode;
  readonly from: Temporal.PlainDate;
  readonly to: Temporal.PlainDate;
}

export interface Difference {
  readonly kind: "new" | "gone" | "changed";
  readonly feeItem: FeeItemCode;
  readonly was: Fen | null;
  readonly will: Fen | null;
  readonly reasons: readonly DifferenceReason[];
}
export interface DifferenceReason {
  readonly code: DifferenceCode;
  readonly facts: Readonly<Record<string, string | number>>;
}

const sentences = {
  firstDue: words("首次应收", "Due for the first time"),
  cycle: words("按付款周期本月应收", "Due this month by its payment cycle"),
  notInCycle: words("按付款周期本月无应收", "Not due this month by its payment cycle"),
  ended: words("计费期已止于 {to}", "Charged until {to} only"),
  charge: words("一次性或抄表费用", "A single or metered charge"),
  noCharge: words("上月的一次性或抄表费用本月没有", "Last month's single or metered charge does not recur"),
  price: words("单价由 {was} 变为 {will}", "Price from {was} to {will}"),
  area: words("计租面积变动", "The area changed"),
  period: words("计费天数由 {was} 天变为 {will} 天", "Days charged from {was} to {will}"),
  free: words("含免租期", "Some days are free"),
  amended: words("合同变更，更正 {lines} 行已出账单", "Terms amended: {lines} billed lines corrected"),
  other: words("金额变动", "The amount changed"),
} as const satisfies Record<string, Words>;
export type DifferenceCode = keyof typeof sentences;

export const sayDifference = ({ code, facts }: { readonly code: string; readonly facts: Readonly<Record<string, unknown>> }): Words => {
  const sentence: Words = sentences[code as DifferenceCode] ?? sentences.other;
  return words(fill(sentence.zh, facts), fill(sentence.en, facts));
};

/** How this month's bill of a lease differs from last month's, fee by fee, each with its reasons; what is the same is left out. */
export function differencesOf(was: readonly Piece[], will: readonly Piece[], spans: readonly FeeSpan[]): Difference[] {
  const items = [...new Set([...was, ...will].map(({ feeItem }) => feeItem))];
  return items.flatMap((feeItem) => {
    const before = was.filter((piece) => piece.feeItem === feeItem);
    const now = will.filter((piece) => piece.feeItem === feeItem);
    const [wasAmount, willAmount] = [before, now].map((pieces) => sumFen(pieces.map(({ amount }) => amount)));
    if (wasAmount === willAmount) return [];
    const kind = before.length === 0 ? "new" : now.length === 0 ? "gone" : "changed";
    const span = spans.filter((one) => one.feeItem === feeItem);
    const reasons = { new: () => whyNew(now, span), gone: () => whyGone(before, span), changed: () => whyChanged(before, now) }[kind]();
    return [{ kind, feeItem, was: before.length > 0 ? fen(wasAmount!) : null, will: now.length > 0 ? fen(willAmount!) : null, reasons } as const];
  });
}

const reason = (code: DifferenceCode, facts: DifferenceReason["facts"] = {}): DifferenceReason => ({ code, facts });
const isCharge = (pieces: readonly Piece[]): boolean => pieces.every(({ kind }) => kind === "charge");

function whyNew(now: readonly Piece[], spans: readonly FeeSpan[]): DifferenceReason[] {
  if (isCharge(now)) return [reason("charge")];
  const first = now.reduce((earliest, { from }) => (Temporal.PlainDate.compare(from, earliest) < 0 ? from : earliest), now[0]!.from);
  const began = spans.some(({ from }) => Temporal.PlainDate.compare(from, first) < 0);
  return [reason(began ? "cycle" : "firstDue"), ...free(now)];
}

function whyGone(before: readonly Piece[], spans: readonly FeeSpan[]): DifferenceReason[] {
  if (isCharge(before)) return [reason("noCharge")];
  const last = before.reduce((latest, { to }) => (Temporal.PlainDate.compare(to, latest) > 0 ? to : latest), before[0]!.to);
  const goesOn = spans.some(({ to }) => Temporal.PlainDate.compare(to, last) > 0);
  return [goesOn ? reason("notInCycle") : reason("ended", { to: last.toString() })];
}

function whyChanged(before: readonly Piece[], now: readonly Piece[]): DifferenceReason[] {
  if (isCharge(now)) return [reason("charge")];
  const [old, young] = [before.at(-1)!, now[0]!];
  const [wasDays, willDays] = [before, now].map((pieces) => pieces.reduce((days, { from, to }) => days + from.until(to).days + 1, 0));
  const found = [
    ...(old.price !== null && young.price !== null && old.price !== young.price ? [reason("price", { was: old.price, will: young.price })] : []),
    ...(old.areaCenti !== young.areaCenti ? [reason("area")] : []),
    ...free(now),
    ...(wasDays !== willDays && !areWholeMonths(before, now) ? [reason("period", { was: wasDays!, will: willDays! })] : []),
    ...(now.some(({ kind }) => kind === "charge") ? [reason("charge")] : []),
  ];
  return found.length > 0 ? found : [reason("other")];
}

const free = (pieces: readonly Piece[]): DifferenceReason[] => (pieces.some(({ isFree }) => isFree) ? [reason("free")] : []);

/** Months of different length that are charged alike are no reason. */
const areWholeMonths = (before: readonly Piece[], now: readonly Piece[]): boolean => months(before) !== null && months(before) === months(now);

function months(pieces: readonly Piece[]): number | null {
  let sum = 0;
  for (const { from, to } of pieces) {
    const span = from.until(to.add({ days: 1 }), { largestUnit: "month" });
    if (span.days !== 0) return null;
    sum += span.months;
  }
  return sum;
}
