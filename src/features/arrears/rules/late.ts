import { type Fen, fen } from "#kernel/money.ts";
import { type FeeItemCode, feeItems } from "#features/leasing/rules.ts";

/** Whether damages for delay run on a fee item: not on deposits, and not on damages themselves. */
export const bearsLateFee = (feeItem: FeeItemCode): boolean => feeItem !== "lateFee" && feeItems[feeItem].nature !== "deposit";

/** Days after the due day; nought or less is not late. */
export const daysLate = (dueOn: Temporal.PlainDate, today: Temporal.PlainDate): number => dueOn.until(today).days;

/** What of the damages reckoned up to a day is still to be charged: less what was charged and what was waived. */
export const lateFeeLeft = ({ accrued, charged, waived }: { readonly accrued: Fen; readonly charged: Fen; readonly waived: Fen }): Fen =>
  fen(Math.max(0, accrued - charged - waived));

/** 诉讼时效, Civil Code art. 188: three years … */
export const limitationYears = 3;

/** … from the due day, and anew from every demand and every promise (art. 195). The last day on which the debt can be sued for. */
export function limitationOf(dueOn: Temporal.PlainDate, interruptions: readonly Temporal.PlainDate[]): Temporal.PlainDate {
  const from = interruptions.reduce((latest, day) => (Temporal.PlainDate.compare(day, latest) > 0 ? day : latest), dueOn);
  return from.add({ years: limitationYears });
}
