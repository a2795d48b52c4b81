import { type Fen, fen, sumFen } from "#kernel/money.ts";

export interface Deduction {
  readonly description: string;
  readonly basis: string;
  readonly amount: Fen;
}

/** What is held: the contractor's deposit (works passes) and the tenant's. */
export interface Held {
  readonly contractor: Fen;
  readonly tenant: Fen;
}

export interface Split {
  readonly kept: Held;
  readonly refunded: Held;
  /** What the deposits do not cover: claimed from the tenant. */
  readonly claimed: Fen;
}

/** Takes deductions from the contractor's deposit first, then from the tenant's; the rest is claimed. Domain §1.14, step 12. */
export function splitDeductions(total: Fen, held: Held): Split {
  const contractor = fen(Math.min(total, held.contractor));
  const tenant = fen(Math.min(total - contractor, held.tenant));
  return {
    kept: { contractor, tenant },
    refunded: { contractor: fen(held.contractor - contractor), tenant: fen(held.tenant - tenant) },
    claimed: fen(total - contractor - tenant),
  };
}

export const totalOf = (deductions: readonly Deduction[]): Fen => sumFen(deductions.map(({ amount }) => amount));
