import { over, plainText, times } from "#kernel/decimal.ts";
import { type Fen, roundFen } from "#kernel/money.ts";
import type { Working } from "#features/leasing/rules.ts";

/** What a repair took from the tenant: days of a line, and which part of the premises, in per cent. */
export interface LostUse {
  readonly from: Temporal.PlainDate;
  readonly to: Temporal.PlainDate;
  /** `"40"` is two fifths of the premises. */
  readonly percent: string;
}

/** Rent less for use lost while a repair was not done (Civil Code art. 713): the line's amount × days lost ÷ its days × the part lost, rounded once. */
export function abatementOf(line: { readonly from: Temporal.PlainDate; readonly to: Temporal.PlainDate; readonly amount: Fen }, lost: LostUse): { amount: Fen; working: Working } {
  const lineDays = line.from.until(line.to).days + 1;
  const from = Temporal.PlainDate.compare(lost.from, line.from) < 0 ? line.from : lost.from;
  const to = Temporal.PlainDate.compare(lost.to, line.to) > 0 ? line.to : lost.to;
  const days = Math.max(0, from.until(to).days + 1);
  const amount = roundFen(over(times(line.amount, days, lost.percent), times(lineDays, 100)));
  const step = { kind: "abatement", lineAmount: line.amount, days, lineDays, percent: plainText(lost.percent), amount };
  return { amount, working: { rule: "abatement", inputs: { from: from.toString(), to: to.toString(), percent: plainText(lost.percent) }, steps: [step], rounding: "line" } };
}
