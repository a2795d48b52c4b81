import type { Id } from "#kernel/id.ts";
import { type Fen, fen, sumFen } from "#kernel/money.ts";
import type { AllocationOrder } from "./names.ts";

/** A debt as far as paying it goes. */
export interface Debt {
  readonly lineId: Id<"billLine">;
  readonly dueOn: Temporal.PlainDate;
  readonly open: Fen;
  readonly nature: "principal" | "lateFee" | "deposit";
}

export interface Part {
  readonly lineId: Id<"billLine">;
  readonly amount: Fen;
}

const ranks = {
  principalFirst: { principal: 0, deposit: 0, lateFee: 1 },
  lateFeeFirst: { lateFee: 0, principal: 1, deposit: 1 },
  depositFirst: { deposit: 0, principal: 1, lateFee: 2 },
} as const satisfies Record<AllocationOrder, Record<Debt["nature"], number>>;

/** Debts in the order in which money pays them: what the payer named, then by `order`, the oldest due first. Domain §3.6. */
export function inOrder<T extends Debt>(debts: readonly T[], order: AllocationOrder, named: ReadonlySet<string> = new Set()): T[] {
  const rank = ({ lineId, nature }: T) => (named.has(lineId) ? -1 : ranks[order][nature]);
  return debts.toSorted(
    (one, other) => rank(one) - rank(other) || Temporal.PlainDate.compare(one.dueOn, other.dueOn) || (one.lineId < other.lineId ? -1 : one.lineId > other.lineId ? 1 : 0),
  );
}

/** What `amount` pays of debts taken in their order; what is left over is an advance. */
export function payInOrder(amount: Fen, debts: readonly Debt[]): { readonly parts: readonly Part[]; readonly advance: Fen } {
  let left: number = amount;
  const parts: Part[] = [];
  for (const { lineId, open } of debts) {
    const paid = Math.min(left, open);
    if (paid <= 0) continue;
    parts.push({ lineId, amount: fen(paid) });
    left -= paid;
  }
  return { parts, advance: fen(left) };
}

export const totalOf = (parts: readonly { readonly amount: Fen }[]): Fen => sumFen(parts.map(({ amount }) => amount));
