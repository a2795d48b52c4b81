import type { Role } from "#kernel/role.ts";
import { type Problem, reasons } from "#kernel/problem.ts";
import { words, type Words } from "#kernel/words.ts";
import type { HouseRule } from "#features/duties/rules.ts";
import { arrearsProblems } from "./problems.ts";

/**
 * What may be done about a debt. The list is closed: whatever is not in it cannot be a step, and nothing in it takes away water,
 * power, heat or gas (Civil Code art. 944).
 */
export const acts = {
  reminder: words("友情提醒", "Friendly reminder"),
  call: words("电话催收", "Telephone call"),
  note: words("上门送达提示", "Note handed over"),
  demandNote: words("催缴单", "Demand note"),
  formalNotice: words("正式催告函", "Formal notice"),
  visit: words("上门拜访", "Visit"),
  plan: words("商定还款计划", "Repayment plan"),
  followUp: words("每周跟进", "Weekly follow-up"),
  lawyerLetter: words("律师函", "Lawyer's letter"),
  review: words("项目经理专题处理", "Site manager's review"),
  suit: words("诉讼或仲裁", "Suit or arbitration"),
} as const satisfies Record<string, Words>;
export type Act = keyof typeof acts;

/** Acts whose record issues a letter with a proof code. */
export const actsWithLetter: readonly Act[] = ["demandNote", "formalNotice"];

export const stages = {
  upcoming: words("到期前提醒", "Before the due day"),
  reminding: words("提醒", "Reminding"),
  calling: words("催促（1–30 天）", "Calling (1–30 days)"),
  demanding: words("催告（31–60 天）", "Demanding (31–60 days)"),
  lawyer: words("律师函（60 天以上）", "Lawyer's letter (over 60 days)"),
  suing: words("诉讼准备（90 天以上）", "Suit (90 days and over)"),
} as const satisfies Record<string, Words>;
export type Stage = keyof typeof stages;

/**
 * When a step falls due to be done: so many days before an amount falls due (a mail, sent by itself), or by the oldest unpaid amount so many
 * days after its due day, on a day of every month, or every so many days from then on.
 */
export type Trigger =
  | { readonly kind: "daysBefore"; readonly days: number }
  | { readonly kind: "daysLate"; readonly days: number }
  | { readonly kind: "dayOfMonth"; readonly day: number; readonly fromDaysLate: number }
  | { readonly kind: "every"; readonly days: number; readonly fromDaysLate: number };

export interface LadderStep {
  /** Stable within the ladder. */
  readonly id: string;
  readonly stage: Stage;
  readonly act: Act;
  readonly trigger: Trigger;
  /** Working days to do it in, the day it falls due not counted. */
  readonly withinWorkingDays: number;
  readonly ownerRole: Role;
  /** What is asked of whoever does it. */
  readonly how: Words;
}

const step = (id: string, stage: Stage, act: Act, trigger: Trigger, withinWorkingDays: number, ownerRole: Role, how: Words): LadderStep => ({
  ...{ id, stage, act, trigger, withinWorkingDays, ownerRole, how },
});
const late = (days: number): Trigger => ({ kind: "daysLate", days });
const on25th: Trigger = { kind: "dayOfMonth", day: 25, fromDaysLate: 1 };

const before = (id: string, days: number): LadderStep =>
  step(id, "upcoming", "reminder", { kind: "daysBefore", days }, 0, "serviceOfficer", words("系统发邮件提醒即将到期的账单。", "The system mails what is about to fall due."));

/** Domain §3.6, where a site has not set another. */
export const ladder: readonly LadderStep[] = [
  before("dueSoon", 3),
  before("dueToday", 0),
  step(
    "reminder",
    "reminding",
    "reminder",
    late(1),
    1,
    "serviceOfficer",
    words("提醒账单已到期，确认对方收到账单。", "Say that the bill has fallen due, and make sure they have it."),
  ),
  step("call", "calling", "call", late(3), 3, "serviceOfficer", words("致电财务经办人，问明原因和付款日。", "Call their finance contact: why, and when they will pay.")),
  step("note", "calling", "note", late(7), 1, "serviceOfficer", words("上门送达欠费提示。", "Hand over a note of what is owed.")),
  step("demandNote", "calling", "demandNote", on25th, 2, "cashier", words("出具催缴单，由租户财务签收。", "Issue the demand note and have the tenant's finance sign for it.")),
  step(
    "formalNotice",
    "demanding",
    "formalNotice",
    late(31),
    3,
    "finance",
    words("发出正式催告函，要求 3 个工作日内付清。", "Send a formal notice: to be paid within three working days."),
  ),
  step("visit", "demanding", "visit", late(35), 5, "serviceSupervisor", words("上门面谈，商定还款计划。", "Visit them and agree how they will pay.")),
  step("followUp", "demanding", "followUp", { kind: "every", days: 7, fromDaysLate: 42 }, 2, "serviceSupervisor", words("跟进还款计划的执行。", "See whether the plan is kept.")),
  step("lawyerLetter", "lawyer", "lawyerLetter", late(61), 3, "legal", words("由律师发函，限 7 个工作日内付清。", "Have a lawyer write: to be paid within seven working days.")),
  step("review", "lawyer", "review", late(68), 5, "projectManager", words("项目经理决定后续处理。", "The site manager decides how it goes on.")),
  step("suit", "suing", "suit", late(90), 10, "legal", words("备齐证据，提起诉讼或者仲裁。", "Gather the evidence and sue, or go to arbitration.")),
];

/** The stage of a debt by the days its oldest amount is late. */
export function stageOf(daysLate: number): Stage | null {
  if (daysLate < 1) return null;
  if (daysLate <= 2) return "reminding";
  if (daysLate <= 30) return "calling";
  if (daysLate <= 60) return "demanding";
  return daysLate < 90 ? "lawyer" : "suing";
}

export interface DueStep {
  readonly step: LadderStep;
  /** Which occasion of the step: opened once each. */
  readonly round: string;
}

/**
 * The steps that are owed on `today` for a debt whose oldest amount fell due on `oldestDue`. Once a later stage is reached, the acts of
 * stages before it that were never opened are no longer asked for: nobody makes a friendly reminder after a lawyer's letter.
 */
export function dueSteps(ladderOfSite: readonly LadderStep[], oldestDue: Temporal.PlainDate, today: Temporal.PlainDate): DueStep[] {
  const { days } = oldestDue.until(today);
  const reached = ladderOfSite.flatMap((step) => {
    const round = roundOf(step.trigger, days, today);
    return round === null ? [] : [{ step, round }];
  });
  const order = Object.keys(stages) as Stage[];
  const latest = Math.max(-1, ...reached.map(({ step }) => order.indexOf(step.stage)));
  return reached.filter(({ step }) => order.indexOf(step.stage) >= latest || step.trigger.kind === "dayOfMonth");
}

/** The reminder that is owed on `today` for an amount that falls due on `dueOn` (today or later): the one nearest to the due day; null if none is. */
export function reminderDue(ladderOfSite: readonly LadderStep[], dueOn: Temporal.PlainDate, today: Temporal.PlainDate): LadderStep | null {
  const { days: left } = today.until(dueOn);
  if (left < 0) return null;
  const daysOf = ({ trigger }: LadderStep) => (trigger.kind === "daysBefore" ? trigger.days : -1);
  return ladderOfSite.filter((step) => daysOf(step) >= left).toSorted((one, other) => daysOf(one) - daysOf(other))[0] ?? null;
}

function roundOf(trigger: Trigger, days: number, today: Temporal.PlainDate): string | null {
  switch (trigger.kind) {
    case "daysBefore":
      return null;
    case "daysLate":
      return days >= trigger.days ? "1" : null;
    case "dayOfMonth":
      return days >= trigger.fromDaysLate && today.day >= Math.min(trigger.day, today.daysInMonth) ? today.toPlainYearMonth().toString() : null;
    case "every":
      return days >= trigger.fromDaysLate ? String(Math.floor((days - trigger.fromDaysLate) / trigger.days) + 1) : null;
  }
}

/** The duty of a step: the manual has no clause on collection, so it is a rule of the house's own and stands in no score. */
export const houseRuleOf = ({ act, how, withinWorkingDays }: Pick<LadderStep, "act" | "how" | "withinWorkingDays">): HouseRule => ({
  id: `arrears.${act}`,
  name: acts[act],
  measure: how,
  limit: { kind: "workingDays", days: withinWorkingDays },
});

const cut =
  /(停|断|切断|关闭|关停|限)(止)?(供)?(应)?(水|电|气|暖|热|燃气|空调|网)|拉闸|cut(ting)?\s*(off)?\s*(the\s*)?(power|water|electricity|heat|gas|supply)|disconnect|switch(ing)?\s*off/i;

/** All that stands against a ladder; empty if nothing does. A step that speaks of cutting a supply is refused, whatever it is called. Civil Code art. 944. */
export function whyNotLadder(steps: readonly LadderStep[]): Problem[] {
  const ids = steps.map(({ id }) => id);
  return reasons(
    steps.length === 0 && arrearsProblems.ladderEmpty(),
    ids.filter((id, index) => ids.indexOf(id) !== index).map((id) => arrearsProblems.ladderTwice({ id })),
    steps
      .filter(({ stage, act, trigger }) => (stage === "upcoming") !== (trigger.kind === "daysBefore") || (stage === "upcoming" && act !== "reminder"))
      .map(({ id }) => arrearsProblems.onlyRemindersBefore({ id })),
    steps
      .filter(({ id, act, how }) => !(act in acts) || [id, how.zh, how.en].some((said) => cut.test(said)))
      .map(({ id, how }) => arrearsProblems.cutsUtilities({ name: how.zh || id })),
  );
}
