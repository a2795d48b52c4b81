import { type Fen, fen } from "#kernel/money.ts";

/** How an account stands over some days: what was owed before, what came to it, what was taken off it, what was paid, what is owed after. */
export interface Standing {
  readonly opening: Fen;
  readonly charged: Fen;
  readonly credited: Fen;
  readonly received: Fen;
  readonly closing: Fen;
  /** Of the closing: past its due day. */
  readonly overdue: Fen;
}

export const standingOf = (row: Omit<Standing, "closing">): Standing => ({ ...row, closing: fen(row.opening + row.charged - row.credited - row.received) });
