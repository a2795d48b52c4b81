import { plainText, over } from "#kernel/decimal.ts";
import { yuanText } from "#kernel/money.ts";
import { type Language, words, type Words } from "#kernel/words.ts";
import type { Working } from "./terms.ts";

/**
 * The sentences of a rule. `{fact}` takes a fact of the step or of the inputs, `{fact|yuan}` says 分 as yuan, `{fact|area}` hundredths of a
 * ㎡ as ㎡, `{fact|number}` a decimal in at most six places; a part in `[…]` is left out where one of its facts is missing.
 */
export interface WorkingWords {
  /** What is said before the steps, chosen by the inputs. */
  readonly head?: (inputs: Working["inputs"]) => readonly Words[];
  readonly steps: Readonly<Record<string, Words>>;
}

/** Declares how the workings of a rule are said; a later feature declares its own. */
export function declareWorking(rule: string, sentences: WorkingWords): void {
  declared.set(rule, sentences);
}

/** The arithmetic of an amount as people read it, a sentence each, the rounding last. */
export function sayWorking({ rule, inputs, steps, rounding }: Working, language: Language): string[] {
  const sentences = declared.get(rule);
  const said = [
    ...(sentences?.head?.(inputs) ?? []).map((sentence) => fillFacts(sentence[language], inputs)),
    ...steps.map((step) => fillFacts(sentences?.steps[step.kind]?.[language] ?? listed(step), { ...inputs, ...step })),
  ];
  return rounding === "none" || !steps.some(({ kind }) => kind !== "free" && kind !== "notLate") ? said : [...said, roundings[rounding][language]];
}

type Facts = Readonly<Record<string, string | number>>;

const declared = new Map<string, WorkingWords>();

const roundings = {
  month: words("每月金额四舍五入到分，合计不再取整。", "Each month is rounded to the 分; the sum is not rounded again."),
  line: words("整笔四舍五入到分一次。", "Rounded to the 分 once, at the end."),
} as const;

/** A step that nobody declared is shown as it is kept. */
const listed = (step: Facts): string =>
  Object.keys(step)
    .map((name) => `${name} {${name}}`)
    .join(", ");

function fillFacts(sentence: string, facts: Facts): string {
  const whole = sentence.replace(/\[([^\]]*)\]/g, (_, part: string) => ([...part.matchAll(/\{(\w+)/g)].every(([, name]) => facts[name!] !== undefined) ? part : ""));
  return whole.replace(/\{(\w+)(?:\|(\w+))?\}/g, (_, name: string, format: string | undefined) => sayFact(facts[name] ?? "", format));
}

function sayFact(fact: string | number, format: string | undefined): string {
  if (fact === "") return "";
  if (format === "yuan") return yuanText(fact as number);
  if (format === "area") return plainText(over(fact, 100), 2);
  return format === "number" ? plainText(fact, 6) : String(fact);
}

const range = words("{from} 至 {to}：", "{from} to {to}: ");
const step = (zh: string, en: string): Words => words(range.zh + zh, range.en + en);

const quotes: Readonly<Record<string, Words>> = {
  sqmDay: words("{price|number} 元/㎡·天 × {areaCenti|area} ㎡", "{price|number} yuan per ㎡ and day × {areaCenti|area} ㎡"),
  sqmMonth: words("{price|number} 元/㎡·月 × {areaCenti|area} ㎡", "{price|number} yuan per ㎡ and month × {areaCenti|area} ㎡"),
  month: words("{price|number} 元/月", "{price|number} yuan a month"),
  day: words("{price|number} 元/天", "{price|number} yuan a day"),
  year: words("{price|number} 元/年", "{price|number} yuan a year"),
  seatMonth: words("{price|number} 元/工位·月 × {seats} 个工位", "{price|number} yuan per seat and month × {seats} seats"),
  seatDay: words("{price|number} 元/工位·天 × {seats} 个工位", "{price|number} yuan per seat and day × {seats} seats"),
};

const raised = words("单价由约定的 {agreed|number} 递增 {raises} 次，现为 {price|number}。", "The agreed price of {agreed|number}, raised {raises} times, is now {price|number}.");

/** A line that is charged up to the day the tenant leaves only. */
const until = {
  until: step(
    "只计至退租日：{charged|yuan} 元 − 之后的 {given|yuan} 元 = {amount|yuan} 元。",
    "up to the leaving day only: {charged|yuan} yuan − {given|yuan} yuan after it = {amount|yuan} yuan.",
  ),
};

declareWorking("monthly", {
  head: (inputs) => {
    const quote = quotes[inputs["unit"]!]!;
    const perMonth = { sqmDay: " × {yearDays} ÷ 12", day: " × {yearDays} ÷ 12", seatDay: " × {yearDays} ÷ 12", year: " ÷ 12" }[inputs["unit"]!] ?? "";
    const monthly = words(`月金额 = ${quote.zh}${perMonth} = {month|yuan} 元。`, `Monthly amount = ${quote.en}${perMonth} = {month|yuan} yuan.`);
    return inputs["raises"] === undefined ? [monthly] : [raised, monthly];
  },
  steps: {
    months: step("{count} 个整月 × {month|yuan} = {amount|yuan} 元。", "{count} whole months × {month|yuan} = {amount|yuan} yuan."),
    free: step("免收，0.00 元。", "free, 0.00 yuan."),
    partOfMonth: step(
      "{month|yuan} × {days} 天 ÷ 当月 {of} 天[（免收 {free} 天）] = {amount|yuan} 元。",
      "{month|yuan} × {days} days ÷ {of} days of the month[ ({free} days free)] = {amount|yuan} yuan.",
    ),
    partOfThirty: step("{month|yuan} × {days} 天 ÷ 30 天[（免收 {free} 天）] = {amount|yuan} 元。", "{month|yuan} × {days} days ÷ 30[ ({free} days free)] = {amount|yuan} yuan."),
    partOfYear: step(
      "{month|yuan} × 12 ÷ {yearDays} × {days} 天[（免收 {free} 天）] = {amount|yuan} 元。",
      "{month|yuan} × 12 ÷ {yearDays} × {days} days[ ({free} days free)] = {amount|yuan} yuan.",
    ),
    monthLessDays: step(
      "{month|yuan} − 免收 {free} 天 × {month|yuan} × 12 ÷ {yearDays} = {amount|yuan} 元。",
      "{month|yuan} − {free} free days × {month|yuan} × 12 ÷ {yearDays} = {amount|yuan} yuan.",
    ),
    ...until,
  },
});

declareWorking("perDiem", {
  head: (inputs) => {
    const quote = quotes[inputs["unit"]!]!;
    const priced = words(`计价：${quote.zh}。`, `Price: ${quote.en}.`);
    return inputs["raises"] === undefined ? [priced] : [raised, priced];
  },
  steps: {
    days: words("× {days} 天[（另免收 {free} 天）] = {amount|yuan} 元。", "× {days} days[ (and {free} free)] = {amount|yuan} yuan."),
    daysOfYear: words(
      "按年折日：月价 × 12 ÷ {yearDays} × {days} 天[（另免收 {free} 天）] = {amount|yuan} 元。",
      "A day is the month's price × 12 ÷ {yearDays}; × {days} days[ (and {free} free)] = {amount|yuan} yuan.",
    ),
    wholeMonths: step("{count} 个整月。", "{count} whole months."),
    daysOfMonth: step("{days}/{of} 个月。", "{days}/{of} of a month."),
    free: step("免收，0.00 元。", "free, 0.00 yuan."),
    total: words("合计 {amount|yuan} 元。", "Together {amount|yuan} yuan."),
    ...until,
  },
});

const raises = {
  newLevel: words("应有 {level|yuan} 元。", "It is to be {level|yuan} yuan."),
  raise: words("减已约定的 {held|yuan} 元，补足 {amount|yuan} 元。", "Less the {held|yuan} yuan agreed before, {amount|yuan} yuan are to be added."),
};

declareWorking("onceAmount", { steps: { agreed: words("约定金额 {amount|yuan} 元。", "Agreed: {amount|yuan} yuan."), ...raises } });
declareWorking("oncePerSqm", {
  head: () => [words("{price|number} 元/㎡ × {areaCenti|area} ㎡。", "{price|number} yuan per ㎡ × {areaCenti|area} ㎡.")],
  steps: { perSqm: words("= {amount|yuan} 元。", "= {amount|yuan} yuan."), ...raises },
});
declareWorking("oncePerPiece", {
  head: () => [words("{price|number} 元 × {count}。", "{price|number} yuan × {count}.")],
  steps: { perPiece: words("= {amount|yuan} 元。", "= {amount|yuan} yuan."), ...raises },
});
declareWorking("onceMonths", {
  head: () => [words("月金额合计 {monthly|yuan} 元 × {months|number} 个月。", "Monthly amounts of {monthly|yuan} yuan × {months|number} months.")],
  steps: { ofMonths: words("= {amount|yuan} 元。", "= {amount|yuan} yuan."), ...raises },
});

declareWorking("credit", {
  head: () => [words("计费至 {until} 止。", "Charged until {until}.")],
  steps: {
    unused: step("原计 {charged|yuan} 元 − 应计 {kept|yuan} 元 = 退回 {amount|yuan} 元。", "{charged|yuan} yuan charged − {kept|yuan} yuan used = {amount|yuan} yuan given back."),
  },
});

declareWorking("lateFee", {
  head: () => [words("应付 {owed|yuan} 元，到期日 {due}，计至 {until}。", "{owed|yuan} yuan were due on {due}; counted until {until}.")],
  steps: {
    unpaid: step("{balance|yuan} 元 × {days} 天。", "{balance|yuan} yuan × {days} days."),
    atRate: words("× 每日 {percent}% = {amount|yuan} 元。", "× {percent} % a day = {amount|yuan} yuan."),
    cappedByYear: words("按年 {percent}%（365 天）封顶：{amount|yuan} 元。", "Capped at {percent} % a year of 365 days: {amount|yuan} yuan."),
    cappedByShare: words("按应付金额的 {percent}% 封顶：{amount|yuan} 元。", "Capped at {percent} % of what was due: {amount|yuan} yuan."),
    cappedByAmount: words("按约定金额封顶：{amount|yuan} 元。", "Capped at the agreed amount: {amount|yuan} yuan."),
    notLate: words("没有逾期。", "Nothing was late."),
  },
});
