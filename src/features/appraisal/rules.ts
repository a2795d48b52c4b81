import { type Book, type ParameterValues, parametersOf, type StandardDefinition } from "#features/manual/rules.ts";
import { type Words, words } from "#kernel/words.ts";

/** How the duties of a cell ended; `overdue` are those still open past their due time: late already, however late they end. */
export interface Tally {
  readonly kept: number;
  readonly late: number;
  readonly missed: number;
  readonly overridden: number;
  readonly overdue: number;
  /** Not in the score: excused, by somebody, for a reason that stands among the exceptions. */
  readonly excused: number;
}

export const verdicts = ["kept", "late", "missed", "overridden", "overdue", "excused"] as const satisfies readonly (keyof Tally)[];
export type Verdict = (typeof verdicts)[number];

export const verdictNames = {
  kept: words("按时", "Kept"),
  late: words("逾期", "Late"),
  missed: words("漏办", "Missed"),
  overridden: words("例外放行", "Overridden"),
  overdue: words("逾期未结", "Overdue, open"),
  excused: words("豁免", "Excused"),
} as const satisfies Record<Verdict, Words>;

export const noOccasions: Tally = { kept: 0, late: 0, missed: 0, overridden: 0, overdue: 0, excused: 0 };

export const addTallies = (tallies: readonly Tally[]): Tally =>
  tallies.reduce((sum, each) => Object.fromEntries(verdicts.map((verdict) => [verdict, sum[verdict] + each[verdict]])) as unknown as Tally, noOccasions);

/** The denominator: everything owed that was not excused. */
export const owed = ({ kept, late, missed, overridden, overdue }: Tally): number => kept + late + missed + overridden + overdue;

/** Kept over owed, from 0 to 1; null without occasions, which is unmeasured and never full marks. Manual, preface. */
export const scoreOf = (tally: Tally): number | null => (owed(tally) === 0 ? null : tally.kept / owed(tally));

/** Whether a score reaches its target in per cent; null where nothing was measured. Counted in whole duties, so that no rounding helps. */
export const meets = (tally: Tally, target: number): boolean | null => (owed(tally) === 0 ? null : tally.kept * 100 >= target * owed(tally));

/** Why there is no score: nothing is measurable, what would measure it does not run yet, its figure is not set here, or nothing was owed. */
export const unmeasuredReasons = {
  noStandard: words("本条款没有可度量的标准", "No measurable standard stands on this clause"),
  parameterOpen: words("手册留白的数字本项目尚未设定，不计分", "The site has not set a figure that the manual leaves open: no score"),
  noOccasions: words("本期没有应办，不计分，也不按满分计", "Nothing was owed in this span: no score, and not full marks"),
  notRunning: words("本章尚未在系统中运行，不计分", "This chapter does not run in the system yet: no score"),
} as const satisfies Record<string, Words>;
export type UnmeasuredReason = keyof typeof unmeasuredReasons;

export const unmeasured = words("未考核", "Unmeasured");

type Measurable = Pick<StandardDefinition, "measuredBy" | "limit" | "parameters">;

/** Why `standards`, those of one clause or chapter, yield no score at all; null where at least one is measured. `values`: the figures the site has set. */
export function whyUnmeasured(standards: readonly Measurable[], values?: ParameterValues): UnmeasuredReason | null {
  if (standards.length === 0) return "noStandard";
  const running = standards.filter(({ measuredBy }) => measuredBy !== null);
  if (running.length === 0) return "notRunning";
  const isOpen = (standard: Measurable) => parametersOf(standard).some((id) => values?.[id] === undefined);
  return values && running.every(isOpen) ? "parameterOpen" : null;
}

/** The same of a span in which `tally` was counted: what could be measured had no occasion. */
export const whyNoScore = (tally: Tally, standards: readonly Measurable[], values: ParameterValues): UnmeasuredReason | null =>
  owed(tally) + tally.excused > 0 ? null : (whyUnmeasured(standards, values) ?? "noOccasions");

/** The chapters a group is compared by: the headings right below the parts, and parts that have none. */
export function scoredChapters(book: Pick<Book, "chapters">): Book["chapters"] {
  const parents = new Set(book.chapters.map(({ parent }) => parent));
  const isPart = (id: string | null) => book.chapters.some((each) => each.id === id && each.parent === null);
  return book.chapters.filter(({ id, parent }) => (parent === null ? !parents.has(id) : isPart(parent)));
}

/** The scored chapter a clause belongs to. */
export function scoredChapterOf(book: Book, clauseId: string): string | null {
  const scored = new Set(scoredChapters(book).map(({ id }) => id));
  let at: string | null = book.clauses.find(({ id }) => id === clauseId)?.chapter ?? null;
  while (at !== null && !scored.has(at)) at = book.chapters.find(({ id }) => id === at)?.parent ?? null;
  return at;
}

export const exceptionKinds = {
  dutyExcused: words("豁免应办", "Duty excused"),
  dutyOverridden: words("例外放行", "Duty overridden"),
  dutyToldLater: words("补记后按时", "Kept by a time told later"),
  gateOpened: words("越过关口", "Gate opened"),
  caseVoided: words("个案作废", "Case voided"),
  ownerHandedOver: words("首问责任移交", "First-contact owner replaced"),
  lineWaived: words("减免结算项目", "Settlement line waived"),
} as const satisfies Record<string, Words>;
export type ExceptionKind = keyof typeof exceptionKinds;

/** `12/13`, or a dash: no score is shown without its denominator. */
export const writeCount = (tally: Tally): string => (owed(tally) === 0 ? "—" : `${tally.kept}/${owed(tally)}`);
