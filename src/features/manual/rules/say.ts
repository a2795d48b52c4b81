import { type Words, words } from "#kernel/words.ts";
import { type ClauseKind, type Clock, type Confidence, type Figure, figureOf, type LimitRule, type ParameterDefinition, type Stake, type Unit } from "./book.ts";
import type { ParameterValues } from "./resolve.ts";

export const kindNames = {
  principle: words("原则", "Principle"),
  procedure: words("流程", "Procedure"),
  standard: words("标准", "Standard"),
} as const satisfies Record<ClauseKind, Words>;

export const clockNames = {
  allHours: words("全天计时", "Every hour counts"),
  workingTime: words("工作时间计时", "Working time counts"),
  cadence: words("按周期", "By period"),
  none: words("当场判定", "Judged on the spot"),
} as const satisfies Record<Clock, Words>;

export const confidenceNames = {
  seen: words("见于来源", "Seen in a source"),
  secondary: words("见于转述", "Seen in a secondary copy"),
  recalled: words("行业常识", "Trade knowledge"),
  inferred: words("推定", "Inferred"),
} as const satisfies Record<Confidence, Words>;

export const stakeNames = {
  none: words("服务约定", "Service"),
  money: words("涉及金钱", "Touches money"),
  law: words("涉及法规", "Touches the law"),
} as const satisfies Record<Stake, Words>;

/** Says where a figure comes from: `M` is the source manual; laws by their Chinese names, which English shortens. */
export function saySource(source: string): Words {
  const zh = source.replace(/^M (?=\d)/, "原手册 ").replace(/^Towerkeep$/, "楼诺");
  const en = lawNames.reduce((text, [name, short]) => text.replaceAll(name, short), source.replace(/^M (?=\d)/, "Source manual "));
  return words(zh, en);
}

const lawNames = [
  ["公安部令第61号", "Public Security Order No. 61"],
  ["应急管理部令第5号", "Emergency Management Order No. 5"],
  ["消防法", "Fire Law"],
  ["、", ", "],
] as const;

/** Says a number with its unit: `3 个工作日`, `3 working days`. */
export function sayAmount(amount: number, unit: Unit): Words {
  const [zh, one, many] = unitSentences[unit];
  return words(zh.replace("{}", String(amount)), (amount === 1 ? one : many).replace("{}", String(amount)));
}

/** Says a limit with the site's figures; an open figure says so. */
export function sayLimit(limit: LimitRule, values: ParameterValues): Words {
  const number = (figure: Figure) => (typeof figure === "number" ? figure : values[figure.parameter]);
  const say = (figure: Figure, sentence: (amount: number) => Words) => {
    const amount = number(figure);
    return amount === undefined ? words("项目尚未设定", "not yet set by the site") : sentence(amount);
  };
  switch (limit.kind) {
    case "workingDays":
      return say(limit.days, (days) => within(sayAmount(days, "workingDays")));
    case "naturalDays":
      return say(limit.days, (days) => within(sayAmount(days, "naturalDays")));
    case "workingHours":
      return say(limit.hours, (hours) => within(sayAmount(hours, "workingHours")));
    case "workingMinutes":
      return say(limit.minutes, (minutes) => within(sayAmount(minutes, "workingMinutes")));
    case "sameDay":
      return words("当日", "the same day");
    case "promised":
      return words("承诺的时间前", "by the promised time");
    case "everyDays":
      return say(limit.days, (days) => (days === 1 ? words("每日一次", "every day") : words(`每 ${days} 天一次`, `every ${days} days`)));
    case "everyMonths":
      return say(limit.months, (months) => (months === 1 ? words("每月一次", "every month") : words(`每 ${months} 个月一次`, `every ${months} months`)));
    case "dayOfNextMonth":
      return say(limit.day, (day) => words(`次月 ${day} 日前`, `by day ${day} of the next month`));
    case "rings":
      return say(limit.rings, (rings) => words(`${rings} 声铃响内`, `within ${rings} rings`));
  }
}

/** Says a limit as the book writes it: a figure that each site sets is called by its name. */
export function sayRule(limit: LimitRule, parameters: readonly Pick<ParameterDefinition, "id" | "name">[]): Words {
  const figure = figureOf(limit);
  if (typeof figure !== "object") return sayLimit(limit, {});
  const name = parameters.find(({ id }) => id === figure.parameter)?.name ?? words(figure.parameter, figure.parameter);
  return words(`由项目设定（${name.zh}）`, `set by the site (${name.en})`);
}

const within = ({ zh, en }: Words): Words => words(`${zh}内`, `within ${en}`);

const unitSentences = {
  workingDays: ["{} 个工作日", "{} working day", "{} working days"],
  workingHours: ["{} 个工作小时", "{} working hour", "{} working hours"],
  workingMinutes: ["{} 个工作分钟", "{} working minute", "{} working minutes"],
  naturalDays: ["{} 天", "{} day", "{} days"],
  months: ["{} 个月", "{} month", "{} months"],
  seconds: ["{} 秒", "{} second", "{} seconds"],
  dayOfMonth: ["每月 {} 日", "day {} of the month", "day {} of the month"],
} as const satisfies Record<Unit, readonly [string, string, string]>;
