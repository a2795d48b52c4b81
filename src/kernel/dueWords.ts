import type { HolidayDay } from "./holidayYear.ts";
import type { Language } from "./words.ts";

/** How long the manual gives, as plain data. Working days and working time run on the site's working calendar, the others on the wall clock. */
export type Limit =
  /** Due at the end of service of the n-th working day; the starting day is not counted. */
  | { readonly kind: "workingDays"; readonly days: number }
  /** So many minutes inside service hours. */
  | { readonly kind: "workingTime"; readonly minutes: number }
  /** So many minutes on the 24-hour clock. */
  | { readonly kind: "allHours"; readonly minutes: number }
  /** Due at 24:00 of the n-th day; the starting day is not counted. `holidayShift`: where the period goes when its last day is a day off. */
  | { readonly kind: "naturalDays"; readonly days: number; readonly holidayShift: "none" | "next" | "previous" }
  /** The same day: till 24:00, or till service closes where the act needs an open office (then a start after closing counts from the next working day). */
  | { readonly kind: "sameDay"; readonly until: "midnight" | "closing" }
  /** By 24:00 of a set day (ISO): the end of a calendar window. */
  | { readonly kind: "byDate"; readonly date: string }
  /** The moment somebody promised. */
  | { readonly kind: "promised"; readonly at: Temporal.Instant };

/** A limit as the arithmetic keeps it: the promised moment itself is the due time. */
export type SaidLimit = Exclude<Limit, { kind: "promised" }> | { readonly kind: "promised" };

/** What a day is, besides its weekday: worked instead of a holiday, or off under this name. */
export interface DayNote {
  readonly makeup?: true;
  readonly offAs?: string;
}

/** How a clock was started: by receiving a request, or by some other act. */
export type Start = "received" | "counted";

/** One step of the arithmetic, as plain data; `at`, `from`, `to` with a time are local to the site, without seconds. */
export type Step =
  | { readonly kind: "started"; readonly by: Start; readonly at: string; readonly note: DayNote }
  | { readonly kind: "limit"; readonly limit: SaidLimit }
  | { readonly kind: "makeup"; readonly date: string; readonly name: string }
  | { readonly kind: "daysOff"; readonly from: string; readonly to: string; readonly name: string }
  | { readonly kind: "weekends"; readonly days: number }
  | { readonly kind: "served"; readonly from: string; readonly to: string; readonly minutes: number }
  | { readonly kind: "paused"; readonly from: string; readonly to: string; readonly minutes: number }
  | { readonly kind: "shifted"; readonly from: string; readonly to: string }
  | { readonly kind: "unannounced"; readonly years: readonly number[] }
  | { readonly kind: "due"; readonly at: string; readonly note: DayNote };

export type Explanation = readonly Step[];

/** The arithmetic of a due time in plain words: 「周五 16:30 受理；1 个工作日；周六 2 月 14 日为补班；应于 2 月 14 日（周六，补班）18:00 前」. */
export function sayExplanation(explanation: Explanation, language: Language): string {
  const started = explanation.find((step) => step.kind === "started");
  const due = explanation.find((step) => step.kind === "due");
  const isNear = !!started && !!due && dayIn(started.at).until(dayIn(due.at)).days < 7;
  const sentence = explanation.map((step) => sayStep(step, language, { isNear, year: started ? dayIn(started.at).year : undefined })).join(language === "zh" ? "；" : "; ");
  return language === "zh" ? sentence : sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

/** A limit in plain words: 「1 个工作日」, “4 hours of service time”. */
export function sayLimit(limit: SaidLimit, language: Language): string {
  const zh = language === "zh";
  switch (limit.kind) {
    case "workingDays":
      return zh ? `${limit.days} 个工作日` : plural(limit.days, "working day");
    case "workingTime":
      return zh ? `服务时间内 ${sayMinutes(limit.minutes, language)}` : `${sayMinutes(limit.minutes, language)} of service time`;
    case "allHours":
      return zh ? `${sayMinutes(limit.minutes, language)}（全天计时）` : `${sayMinutes(limit.minutes, language)} around the clock`;
    case "naturalDays":
      return zh ? `${limit.days} 个自然日` : plural(limit.days, "calendar day");
    case "sameDay":
      return zh ? (limit.until === "closing" ? "当日下班前" : "当日") : limit.until === "closing" ? "the same day before service closes" : "the same day";
    case "byDate":
      return zh ? "规定日当天结束前" : "by the end of the set day";
    case "promised":
      return zh ? "按承诺时间" : "at the promised time";
  }
}

/** What `sayMoment` knows of days: the site's zone and the names of days off and make-up workdays. */
export interface NamedDays {
  readonly zone: string;
  readonly days: ReadonlyMap<string, Pick<HolidayDay, "name" | "isOffDay">>;
}

/** A moment in people's words, seen from `now`: 「明天（周六，补班）10:20」, “tomorrow (Sat, make-up workday) 10:20”. */
export function sayMoment(instant: Temporal.Instant, now: Temporal.Instant, calendar: NamedDays, language: Language): string {
  const at = localMoment(instant, calendar.zone);
  const today = now.toZonedDateTimeISO(calendar.zone).toPlainDate();
  const day = dayIn(at);
  const head = nearDays[today.until(day).days]?.[language] ?? sayDate(day, language, today.year);
  return `${head}${sayNote(day, noteOf(day, calendar), language)}${language === "zh" ? "" : " "}${at.slice(11)}`;
}

/** A deadline in people's words: 「明天（周六，补班）10:20 前」, “by tomorrow (Sat, make-up workday) 10:20”. */
export function sayDeadline(instant: Temporal.Instant, now: Temporal.Instant, calendar: NamedDays, language: Language): string {
  const moment = sayMoment(instant, now, calendar, language);
  return language === "zh" ? `${moment} 前` : `by ${moment}`;
}

/** Minutes in plain words: 「3 小时 30 分钟」, “3 h 30 min”. */
export function sayMinutes(minutes: number, language: Language): string {
  const hours = Math.floor(minutes / 60);
  const rest = Math.round((minutes - hours * 60) * 10) / 10;
  const parts = language === "zh" ? [hours && `${hours} 小时`, rest && `${rest} 分钟`] : [hours && `${hours} h`, rest && `${rest} min`];
  return parts.filter(Boolean).join(" ") || (language === "zh" ? "0 分钟" : "0 min");
}

/** The local moment of `instant` to the minute; midnight belongs to the day that ends, as 24:00. */
export function localMoment(instant: Temporal.Instant, zone: string): string {
  const local = instant.toZonedDateTimeISO(zone).toPlainDateTime();
  const isMidnight = local.toPlainTime().equals(new Temporal.PlainTime());
  return isMidnight ? `${local.toPlainDate().subtract({ days: 1 }).toString()}T24:00` : local.toString({ smallestUnit: "minute" });
}

interface Frame {
  /** Start and due lie within a week, so weekdays need no dates. */
  readonly isNear: boolean;
  readonly year: number | undefined;
}

function sayStep(step: Step, language: Language, { isNear, year }: Frame): string {
  const zh = language === "zh";
  const date = (text: string) => sayDate(dayIn(text), language, year);
  switch (step.kind) {
    case "started": {
      const day = dayIn(step.at);
      const head = isNear
        ? `${sayWeekday(day, language)}${step.note.makeup ? (zh ? "（补班）" : " (make-up workday)") : ""}`
        : `${date(step.at)}${sayNote(day, step.note, language)}`;
      const moment = `${head}${zh && head.endsWith("）") ? "" : " "}${step.at.slice(11)}`;
      if (zh) return `${moment} ${step.by === "received" ? "受理" : "起算"}`;
      return `${step.by === "received" ? "received" : "counted from"} ${moment}`;
    }
    case "limit":
      return sayLimit(step.limit, language);
    case "makeup":
      return zh ? `${sayWeekday(dayIn(step.date), language)} ${date(step.date)}为补班` : `${sayWeekday(dayIn(step.date), language)} ${date(step.date)} is a make-up workday`;
    case "daysOff": {
      const name = sayHoliday(step.name, language);
      if (step.from === step.to) return zh ? `${date(step.from)}${name}放假` : `${date(step.from)} off (${name})`;
      return zh ? `${date(step.from)}至 ${sayLaterDate(step.from, step.to, language)}${name}放假` : `${date(step.from)} to ${date(step.to)} off (${name})`;
    }
    case "weekends":
      return zh ? `周末 ${step.days} 天不计` : `${plural(step.days, "weekend day")} not counted`;
    case "served": {
      const sameDay = step.from.slice(0, 10) === step.to.slice(0, 10);
      const from = `${sayWeekday(dayIn(step.from), language)}${isNear ? "" : ` ${date(step.from)}`} ${step.from.slice(11)}`;
      const to = sameDay ? step.to.slice(11) : `${sayWeekday(dayIn(step.to), language)}${isNear ? "" : ` ${date(step.to)}`} ${step.to.slice(11)}`;
      return zh ? `${from}–${to} 计 ${sayMinutes(step.minutes, language)}` : `${from}–${to} counts ${sayMinutes(step.minutes, language)}`;
    }
    case "paused":
      return zh
        ? `${date(step.from)} ${step.from.slice(11)} 至 ${date(step.to)} ${step.to.slice(11)} 暂停，顺延 ${sayMinutes(step.minutes, language)}`
        : `paused ${date(step.from)} ${step.from.slice(11)} to ${date(step.to)} ${step.to.slice(11)}, ${sayMinutes(step.minutes, language)} more`;
    case "shifted":
      return zh ? `${date(step.from)}为休息日，移至 ${date(step.to)}` : `${date(step.from)} is a day off, moved to ${date(step.to)}`;
    case "unannounced":
      return zh
        ? `${step.years.join("、")} 年放假安排尚未公布，暂按周末和法定假日计`
        : `the holidays of ${step.years.join(", ")} are not announced yet: counted by weekends and statutory days for now`;
    case "due": {
      const day = dayIn(step.at);
      const time = step.at.slice(11);
      return zh ? `应于 ${date(step.at)}${sayNote(day, step.note, language)}${time} 前` : `due by ${date(step.at)}${sayNote(day, step.note, language)} ${time}`;
    }
  }
}

const dayIn = (text: string): Temporal.PlainDate => Temporal.PlainDate.from(text.slice(0, 10));

function noteOf(day: Temporal.PlainDate, calendar: NamedDays): DayNote {
  const named = calendar.days.get(day.toString());
  if (!named) return {};
  return named.isOffDay ? { offAs: named.name } : { makeup: true };
}

function sayNote(day: Temporal.PlainDate, note: DayNote, language: Language): string {
  const extra = note.makeup ? (language === "zh" ? "补班" : "make-up workday") : note.offAs ? `${sayHoliday(note.offAs, language)}${language === "zh" ? "放假" : ""}` : undefined;
  const inside = [sayWeekday(day, language), ...(extra ? [extra] : [])].join(language === "zh" ? "，" : ", ");
  return language === "zh" ? `（${inside}）` : ` (${inside})`;
}

function sayDate(day: Temporal.PlainDate, language: Language, year: number | undefined): string {
  const isOtherYear = year !== undefined && day.year !== year;
  if (language === "zh") return `${isOtherYear ? `${day.year} 年 ` : ""}${day.month} 月 ${day.day} 日`;
  return `${day.day} ${monthNames[day.month - 1]}${isOtherYear ? ` ${day.year}` : ""}`;
}

/** The end of a run of days, without what its start has said. Chinese only leaves the month out. */
function sayLaterDate(from: string, to: string, language: Language): string {
  const day = dayIn(to);
  return from.slice(0, 7) === to.slice(0, 7) ? `${day.day} 日` : sayDate(day, language, dayIn(from).year);
}

const sayWeekday = (day: Temporal.PlainDate, language: Language): string =>
  language === "zh" ? `周${"一二三四五六日".charAt(day.dayOfWeek - 1)}` : weekdayNames[day.dayOfWeek - 1]!;

/** The holiday's name; names the product does not know stay as the notice wrote them. */
const sayHoliday = (name: string, language: Language): string => (language === "zh" ? name : (holidayNames[name] ?? name));

const plural = (count: number, thing: string): string => `${count} ${thing}${count === 1 ? "" : "s"}`;

const weekdayNames = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const monthNames = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const nearDays: Record<number, Partial<Record<Language, string>> | undefined> = {
  [-1]: { zh: "昨天", en: "yesterday" },
  0: { zh: "今天", en: "today" },
  1: { zh: "明天", en: "tomorrow" },
  2: { zh: "后天" }, // English has no word for it: its date
};
const holidayNames: Record<string, string> = {
  元旦: "New Year's Day",
  春节: "Spring Festival",
  清明节: "Tomb-sweeping Day",
  劳动节: "Labour Day",
  端午节: "Dragon Boat Festival",
  中秋节: "Mid-Autumn Festival",
  国庆节: "National Day",
  "国庆节、中秋节": "National Day and Mid-Autumn Festival",
  中国人民抗日战争暨世界反法西斯战争胜利70周年纪念日: "Victory Day",
};
