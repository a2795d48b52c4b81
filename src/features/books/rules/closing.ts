import { type Problem, type ProblemKind, reasons } from "#kernel/problem.ts";
import { words, type Words } from "#kernel/words.ts";
import { booksProblems } from "./problems.ts";

/** What is looked at before a month is closed, and how many of each were found. */
export const closingChecks = {
  linesToMatch: words("银行流水未确认", "Statement lines not matched"),
  runUnderWay: words("出账未完成", "Billing runs under way"),
  chargesWaiting: words("到期费用未出账", "Charges due, not billed"),
  scheduleUnbilled: words("到期计费行未出账", "Schedule lines due, not billed"),
  depositsDoNotTie: words("保证金账与明细不符", "Deposits that do not tie out"),
} as const satisfies Record<string, Words>;
export type ClosingCheck = keyof typeof closingChecks;
export type ClosingFound = Readonly<Record<ClosingCheck, number>>;

const problemOf: Readonly<Record<ClosingCheck, ProblemKind>> = booksProblems;

/** All that stands against closing a month; empty if nothing does. */
export function whyNotClose(month: Temporal.PlainYearMonth, today: Temporal.PlainDate, found: ClosingFound): Problem[] {
  const name = month.toString();
  return reasons(
    Temporal.PlainYearMonth.compare(month, today.toPlainYearMonth()) >= 0 && booksProblems.monthNotOver({ month: name }),
    (Object.keys(closingChecks) as ClosingCheck[]).filter((check) => found[check] > 0).map((check) => problemOf[check]({ month: name, count: found[check] })),
  );
}
