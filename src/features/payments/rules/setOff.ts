import type { Id } from "#kernel/id.ts";
import { type Fen, fen } from "#kernel/money.ts";
import type { Part } from "./allocate.ts";

/** Money that belongs to the tenant: what is held as a deposit, or what is left of a payment. */
export interface Source {
  readonly kind: "deposit" | "advance";
  readonly id: Id<"deposit"> | Id<"payment">;
  readonly entityId: Id<"entity">;
  readonly amount: Fen;
}

export interface DebtToSetOff {
  readonly lineId: Id<"billLine">;
  readonly entityId: Id<"entity">;
  readonly open: Fen;
}

export interface SetOff {
  /** What each source pays, in the order of the sources. */
  readonly uses: readonly { readonly source: Source; readonly parts: readonly Part[] }[];
  /** What is left of the sources: it is paid back. */
  readonly left: readonly Source[];
  readonly owed: Fen;
}

/**
 * Sets debts off against what belongs to the tenant: each is paid out of the deposits of the company it is owed to, then out of what was paid to that
 * company in advance, then out of what the others have in advance, their deposits last. Nothing is lost: uses and rest are what there was. Civil Code art. 569.
 */
export function setOff(debts: readonly DebtToSetOff[], sources: readonly Source[]): SetOff {
  const left = new Map<Source, number>(sources.map((source) => [source, source.amount]));
  const uses = new Map<Source, Part[]>(sources.map((source) => [source, []]));
  let owed = 0;
  for (const { lineId, entityId, open } of debts) {
    let rest: number = open;
    for (const source of sources.toSorted((one, other) => rankOf(one, entityId) - rankOf(other, entityId))) {
      const used = Math.min(rest, left.get(source)!);
      if (used <= 0) continue;
      uses.get(source)!.push({ lineId, amount: fen(used) });
      left.set(source, left.get(source)! - used);
      rest -= used;
    }
    owed += rest;
  }
  return {
    uses: [...uses].map(([source, parts]) => ({ source, parts })).filter(({ parts }) => parts.length > 0),
    left: sources.map((source) => ({ ...source, amount: fen(left.get(source)!) })).filter(({ amount }) => amount > 0),
    owed: fen(owed),
  };
}

const rankOf = ({ kind, entityId }: Source, owedTo: Id<"entity">): number => (entityId === owedTo ? (kind === "deposit" ? 0 : 1) : kind === "advance" ? 2 : 3);
