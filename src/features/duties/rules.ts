import { type ServiceHours, type ServiceSpan, type Weekday, weekdays } from "#kernel/calendar.ts";
import type { Explanation, Limit } from "#kernel/dueWords.ts";
import type { Id } from "#kernel/id.ts";
import { sayMinutes } from "#kernel/dueWords.ts";
import { fill, problems, type Problem, reasons } from "#kernel/problem.ts";
import { departmentOf, departments, type Role } from "#kernel/role.ts";
import { type Words, words } from "#kernel/words.ts";
import type { Cadence, Standard, StandardId } from "#features/manual/rules.ts";

/** The one thing a duty is about; `label` is what people call it: a case number with its title, a month. */
export interface Subject {
  readonly kind: string;
  readonly id: string;
  readonly label: string;
}

/** The tenant company that waits for it. */
export interface OwedTo {
  readonly tenantId: Id<"tenant">;
  readonly label: string;
}

/** `kept` 按时, `late` 逾期, `missed` 漏办, `excused` 豁免. */
export const outcomes = ["kept", "late", "missed", "excused"] as const;
export type Outcome = (typeof outcomes)[number];

export const outcomeNames = {
  kept: words("按时", "Kept"),
  late: words("逾期", "Late"),
  missed: words("漏办", "Missed"),
  excused: words("豁免", "Excused"),
} as const satisfies Record<Outcome, Words>;

/** Why a clock may stand still; no other reason does. Domain 1.3. */
export const pauseReasons = {
  waitingForParts: words("等待配件", "Waiting for parts"),
  waitingForCustomer: words("等待客户时间", "Waiting for the customer's time"),
  waitingForWindow: words("等待施工窗口", "Waiting for a works window"),
  liabilityUnclear: words("责任界定中", "Liability being settled"),
} as const satisfies Record<string, Words>;
export type PauseReason = keyof typeof pauseReasons;

/** Time that does not count; `to` is null while it lasts. */
export interface DutyPause {
  readonly from: Temporal.Instant;
  readonly to: Temporal.Instant | null;
  readonly reason: PauseReason;
  readonly note: string;
  /** Who allowed it. */
  readonly by: string;
}

/** What a company asks of its people where the manual has no clause: `id` is `feature.name`. */
export interface HouseRule {
  readonly id: `${string}.${string}`;
  readonly name: Words;
  /** Why it is owed. */
  readonly measure: Words;
  readonly limit: Limit;
}

/** What the manual makes somebody owe on one occasion. */
export interface Duty {
  readonly id: Id<"duty">;
  readonly siteId: Id<"site">;
  readonly standard: StandardId;
  readonly manualVersion: number;
  /** Empty for a rule of the house's own. */
  readonly clause: string;
  readonly name: Words;
  /** What is counted as kept: why it is owed. */
  readonly measure: Words;
  readonly subject: Subject;
  readonly owedTo: OwedTo | null;
  readonly ownerRole: Role;
  readonly ownerId: Id<"person"> | null;
  readonly openedAt: Temporal.Instant;
  readonly limit: Limit | null;
  readonly dueAt: Temporal.Instant;
  readonly explanation: Explanation;
  readonly provisional: boolean;
  readonly promisedAt: Temporal.Instant | null;
  readonly pauses: readonly DutyPause[];
  /** How many rungs of the ladder it has climbed. */
  readonly escalationStep: number;
  readonly closedAt: Temporal.Instant | null;
  readonly outcome: Outcome | null;
  readonly evidenceId: Id<"evidence"> | null;
  /** Why it was excused or overridden, and by whom. */
  readonly excuse: { readonly reason: string; readonly reasonFacts: ReasonFacts | null; readonly by: string } | null;
  /** Closed by authority before it was done; counts against the score. */
  readonly overridden: boolean;
}

/** Reasons the product itself gives: kept as a code with its facts, put into words where they are shown. */
export const givenReasons = {
  mergedInto: words("并入 {label}", "Merged into {label}"),
  begunAnew: words("第 {round} 轮重新打开", "Reopened, round {round}"),
  toldLater: words("补记：晚 {zh}录入，按录入时间已逾期", "Entered {en} after it happened; late by the time of entry"),
} as const satisfies Record<string, Words>;
export type GivenReason = keyof typeof givenReasons;
export type ReasonFacts = Readonly<Record<string, string | number>>;

/** Why something was let pass: in a person's own words, or a reason of the product's. */
export type Reason = string | { readonly code: GivenReason; readonly facts: ReasonFacts };

/** A reason as it is kept: `reason` is a code where there are facts, and a person's words where there are none. */
export const keptReason = (reason: Reason): { readonly reason: string; readonly reasonFacts: ReasonFacts | null } =>
  typeof reason === "string" ? { reason, reasonFacts: null } : { reason: reason.code, reasonFacts: reason.facts };

/** A kept reason in both languages; a person's words are the same in each. */
export function sayReason({ reason, reasonFacts }: { readonly reason: string; readonly reasonFacts: ReasonFacts | null }): Words {
  const said = reasonFacts && (givenReasons as Record<string, Words>)[reason];
  if (!said) return words(reason, reason);
  const minutes = typeof reasonFacts["minutes"] === "number" ? { zh: `${sayMinutes(reasonFacts["minutes"], "zh")}`, en: sayMinutes(reasonFacts["minutes"], "en") } : {};
  const facts = { ...reasonFacts, ...minutes };
  return words(fill(said.zh, facts), fill(said.en, facts));
}

/** Whole minutes between a deed and its entry; 0 when it was entered at once. */
export const lagMinutes = (toldAt: Temporal.Instant, enteredAt: Temporal.Instant): number =>
  Math.max(0, Math.floor((enteredAt.epochMilliseconds - toldAt.epochMilliseconds) / 60_000));

export const dutiesProblems = problems("duties", {
  notFound: { status: 404, words: words("没有这项应办", "No such duty") },
  closed: { status: 409, words: words("这项应办已了结，不能再改", "This duty is closed and cannot be changed") },
  paused: { status: 409, words: words("计时已经暂停", "The clock is paused already") },
  notPaused: { status: 409, words: words("计时没有暂停", "The clock is not paused") },
  notPausable: {
    status: 409,
    words: words("承诺时间和日历期限不能暂停；需要改期请重新承诺并说明原因", "A promise and a calendar day cannot be paused; promise a new time and say why"),
  },
  overdue: { status: 409, words: words("已经逾期，不能再暂停", "It is overdue and can no longer be paused") },
  ownDuty: { status: 409, words: words("不能豁免自己的应办，请上级处理", "Nobody excuses a duty of their own: ask your manager") },
  notHere: { status: 422, words: words("此人在本项目没有“{role}”岗位", "This person does not hold that role ({role}) here") },
  notActive: { status: 422, words: words("此人已停用或尚未启用帐号，不能接手", "This person's account is not active: they cannot take it over") },
  promiseMissing: { status: 422, words: words("这项标准按承诺时间计，必须给出承诺时间", "This standard runs to a promised time: give one") },
  noPromise: { status: 409, words: words("这项应办不按承诺时间计", "This duty does not run to a promised time") },
  promisePast: { status: 422, words: words("承诺时间必须晚于现在", "A promised time must lie in the future") },
  noClock: { status: 409, words: words("标准“{standard}”没有时限，只能当场判定", "Standard {standard} has no limit: it is judged on the spot") },
  yearNotFound: { status: 404, words: words("没有这一年的放假安排", "No holidays are known for this year") },
  yearInvalid: { status: 422, words: words("放假安排有 {count} 处错误，请先修正", "The year has {count} mistakes: mend them first") },
  wrongYear: { status: 422, words: words("文件是 {year} 年的放假安排", "The file is the year {year}") },
  unreadable: { status: 422, words: words("文件不是 JSON、CSV 或 Excel 格式的放假安排", "The file is no list of holidays in JSON, CSV or Excel") },
  hoursBackdated: { status: 409, words: words("服务时间从今天（{today}）或以后生效", "Service hours take effect today ({today}) or later") },
  dayPast: { status: 409, words: words("只能调整今天（{today}）及以后的日子", "Only today ({today}) and later days can be changed") },
  noWorkWeek: { status: 422, words: words("至少要有一个工作日", "There must be at least one working day") },
  hoursMissing: { status: 422, words: words("周{zh}是工作日，必须有服务时间", "{en} is a working day and needs service hours") },
  hoursWrong: {
    status: 422,
    words: words(
      "周{zh}的服务时间须在 00:00 到 24:00 之间，先开后关，按顺序且不重叠",
      "The hours of {en} must lie between 00:00 and 24:00, open before they close, in order and apart",
    ),
  },
  dayHoursWrong: {
    status: 422,
    words: words(
      "当天的服务时间须在 00:00 到 24:00 之间，先开后关，按顺序且不重叠",
      "The day's hours must lie between 00:00 and 24:00, open before they close, in order and apart",
    ),
  },
  ladderOrder: { status: 422, words: words("升级阶梯的等待时间须逐级增加", "Each rung of the ladder must wait longer than the one before") },
});

/** What a standard's limit is to a calendar; null where the standard is a check without a clock. `windowStart` is the day a cadence's window begins. */
export function limitOf(standard: Pick<Standard, "limit" | "cadence">, promisedAt: Temporal.Instant | null, windowStart: Temporal.PlainDate): Limit | null {
  const { limit, cadence } = standard;
  if (cadence) return { kind: "byDate", date: windowEnd(cadence, windowStart).due.toString() };
  if (limit && limit.kind !== "promised") return limit;
  return promisedAt ? { kind: "promised", at: promisedAt } : null;
}

/** The last day on which a window's duty is in time, and the last on which it may still be done late. Manual 2.2.1-4, 3.1.1-1. */
export function windowEnd(cadence: Cadence, start: Temporal.PlainDate): { readonly due: Temporal.PlainDate; readonly last: Temporal.PlainDate } {
  switch (cadence.kind) {
    case "everyDays": {
      const last = start.add({ days: cadence.days - 1 });
      return { due: last, last };
    }
    case "everyMonths": {
      const last = start.add({ months: cadence.months }).subtract({ days: 1 });
      return { due: last, last };
    }
    case "dayOfNextMonth": {
      const next = start.toPlainYearMonth().add({ months: 1 });
      return { due: next.toPlainDate({ day: cadence.day }), last: next.toPlainDate({ day: next.daysInMonth }) };
    }
  }
}

/** Kept by its due time, both ends included, or late. */
export const judge = (at: Temporal.Instant, dueAt: Temporal.Instant): "kept" | "late" => (Temporal.Instant.compare(at, dueAt) <= 0 ? "kept" : "late");

export const isPaused = (duty: Pick<Duty, "pauses">): boolean => duty.pauses.at(-1)?.to === null;

/** All that stands against excusing `duty`. */
export function whyNotExcuse(duty: Pick<Duty, "closedAt" | "ownerId">, by: Id<"person"> | null): Problem[] {
  return reasons(duty.closedAt !== null && dutiesProblems.closed(), by !== null && duty.ownerId === by && dutiesProblems.ownDuty());
}

/** All that stands against stopping the clock of `duty`. Domain 1.3. */
export function whyNotPause(duty: Pick<Duty, "closedAt" | "pauses" | "limit" | "dueAt">, now: Temporal.Instant): Problem[] {
  const isOverdue = Temporal.Instant.compare(now, duty.dueAt) > 0;
  const isPausable = duty.limit !== null && pausable.includes(duty.limit.kind);
  return reasons(
    duty.closedAt !== null && dutiesProblems.closed(),
    isPaused(duty) && dutiesProblems.paused(),
    !isPausable && dutiesProblems.notPausable(),
    !isPaused(duty) && isOverdue && dutiesProblems.overdue(),
  );
}

const pausable: readonly string[] = ["workingDays", "workingTime", "allHours"];

/** Who is told, and after how much service time past the due time. `supervisor` leads the owner's department. */
export interface Rung {
  readonly to: EscalationTarget;
  readonly afterMinutes: number;
}

export const escalationTargets = {
  supervisor: words("部门主管", "Department head"),
  projectManager: words("项目经理", "Site manager"),
  company: words("公司", "Company"),
} as const satisfies Record<string, Words>;
export type EscalationTarget = keyof typeof escalationTargets;

/** Where a site has not set another: the department's head at once, the site manager after half a day of service, the company after two. Domain 1.4, step 4. */
export const defaultLadder: readonly Rung[] = [
  { to: "supervisor", afterMinutes: 0 },
  { to: "projectManager", afterMinutes: 4 * 60 },
  { to: "company", afterMinutes: 16 * 60 },
];

/** The rungs above whoever owes it: a head's own duty begins with the site manager, the site manager's with the company. */
export function ladderFor(ladder: readonly Rung[], ownerRole: Role): readonly (Rung & { readonly role: Role | null })[] {
  const rungs = ladder.map((rung) => ({ ...rung, role: roleOf(rung.to, ownerRole) }));
  const own = rungs.findLastIndex(({ role }) => role === ownerRole);
  return rungs.slice(own + 1);
}

/** The role that stands on a rung; null for the company, where administrators do. */
function roleOf(target: EscalationTarget, ownerRole: Role): Role | null {
  if (target === "company") return null;
  const department = departmentOf(ownerRole);
  return target === "projectManager" || !department ? "projectManager" : departments[department][0];
}

/** What stands against a ladder: each rung waits longer. */
export function whyNotLadder(ladder: readonly Rung[]): Problem[] {
  return reasons(ladder.some((rung, index) => index > 0 && rung.afterMinutes <= ladder[index - 1]!.afterMinutes) && dutiesProblems.ladderOrder());
}

/** All that is wrong with the hours of a week, weekday by weekday. */
export function whyNotServiceHours({ workWeek, spans }: Pick<ServiceHours, "workWeek" | "spans">): Problem[] {
  return reasons(
    workWeek.length === 0 && dutiesProblems.noWorkWeek(),
    weekdays.flatMap((day) => {
      const isMissing = workWeek.includes(day) && spans[day].length === 0;
      return reasons(isMissing && dutiesProblems.hoursMissing(weekdayNames[day]), !areSound(spans[day]) && dutiesProblems.hoursWrong(weekdayNames[day]));
    }),
  );
}

export const weekdayNames = {
  1: { zh: "一", en: "Monday" },
  2: { zh: "二", en: "Tuesday" },
  3: { zh: "三", en: "Wednesday" },
  4: { zh: "四", en: "Thursday" },
  5: { zh: "五", en: "Friday" },
  6: { zh: "六", en: "Saturday" },
  7: { zh: "日", en: "Sunday" },
} as const satisfies Record<Weekday, Words>;

/** Whether spans lie within a day, in order, each opening before it closes. */
export function areSound(spans: readonly ServiceSpan[]): boolean {
  return spans.every(
    ({ opens, closes }, index) => Number.isInteger(opens) && Number.isInteger(closes) && opens >= (spans[index - 1]?.closes ?? 0) && opens < closes && closes <= 1440,
  );
}
