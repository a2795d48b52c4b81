import type { Id } from "#kernel/id.ts";
import { type Problem, reasons } from "#kernel/problem.ts";
import type { Category, Cause } from "./lists.ts";
import { serviceProblems as problem } from "./problems.ts";

export interface Occurrence {
  readonly id: Id<"case">;
  readonly tenantId: Id<"tenant"> | null;
  readonly unitId: Id<"unit"> | null;
  readonly category: Category;
  readonly cause: Cause | null;
  readonly receivedAt: Temporal.Instant;
}

/** Whether `later` repeats `earlier`: the same tenant, place and cause again within the site's days. Until both causes are decided the category speaks for them. */
export function isRepeat(later: Occurrence, earlier: Occurrence, repeatDays: number): boolean {
  const days = (later.receivedAt.epochMilliseconds - earlier.receivedAt.epochMilliseconds) / 86_400_000;
  const isSameCause = later.cause && earlier.cause ? later.cause === earlier.cause : later.category === earlier.category;
  return (
    later.id !== earlier.id && later.tenantId !== null && later.tenantId === earlier.tenantId && later.unitId === earlier.unitId && isSameCause && days >= 0 && days <= repeatDays
  );
}

export interface ParetoBar {
  readonly key: string;
  readonly count: number;
  /** Share of all up to and including this bar, 0 to 1. */
  readonly cumulative: number;
}

/** Counts as a Pareto: most frequent first, ties by key, with the running share. */
export function pareto(counts: readonly { readonly key: string; readonly count: number }[]): ParetoBar[] {
  const total = counts.reduce((sum, { count }) => sum + count, 0);
  let running = 0;
  return counts
    .filter(({ count }) => count > 0)
    .toSorted((a, b) => b.count - a.count || (a.key < b.key ? -1 : 1))
    .map(({ key, count }) => {
      running += count;
      return { key, count, cumulative: running / total };
    });
}

/** Against filing a month's analysis: the month is over, causes are told, and attributable complaints lead to an action. Manual 2.2.1-4. */
export function whyNotAnalyse(
  analysis: {
    readonly month: Temporal.PlainYearMonth;
    readonly findings: string;
    readonly actions: number;
    readonly attributable: number;
    readonly isRecorded: boolean;
  },
  today: Temporal.PlainDate,
): Problem[] {
  const isOver = Temporal.PlainYearMonth.compare(analysis.month, today.toPlainYearMonth()) < 0;
  return reasons(
    analysis.isRecorded && problem.analysisRecorded(),
    !isOver && problem.monthNotOver(),
    analysis.findings.trim() === "" && problem.findingsTooShort(),
    analysis.attributable > 0 && analysis.actions === 0 && problem.actionsMissing({ attributable: analysis.attributable }),
  );
}
