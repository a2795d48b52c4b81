import type { Role } from "#kernel/role.ts";
import type { Words } from "#kernel/words.ts";

/** A heading of the book; `parent` is null for a part. */
export interface Chapter {
  readonly id: string;
  readonly parent: string | null;
  readonly title: Words;
}

/** `principle` guides, `procedure` says what is done in which order, `standard` says how well or how fast. */
export type ClauseKind = "principle" | "procedure" | "standard";

/** A numbered sentence of the manual, in our own words. Clauses stand in the book in the order of the list that holds them. */
export interface Clause {
  readonly id: string;
  /** The heading it stands under. */
  readonly chapter: string;
  readonly kind: ClauseKind;
  readonly title: Words;
  readonly text: Words;
  /** Who does it, or sees to it; empty where it binds everybody. */
  readonly who: readonly Role[];
  /** The record that proves it. */
  readonly record?: Words;
  /** What cannot go on before it is done. */
  readonly gate?: Words;
}

/** How surely a figure is known: seen in a listed source, seen in a copy of it, from knowledge of the trade, or a default of ours. */
export const confidences = ["seen", "secondary", "recalled", "inferred"] as const;
export type Confidence = (typeof confidences)[number];

/** What hangs on a figure beyond good service: where money or law does, its default is proposed but never taken in silence. */
export type Stake = "none" | "money" | "law";

export const units = ["workingDays", "workingHours", "workingMinutes", "naturalDays", "months", "seconds", "dayOfMonth"] as const;
export type Unit = (typeof units)[number];

export const parameterIds = [
  "enquiryAtOnceMinutes",
  "enquiryPromiseHours",
  "complaintPromiseDays",
  "callbackDays",
  "analysisDay",
  "repeatDays",
  "ringOnSeconds",
  "ringOffSeconds",
  "surveyMonths",
  "surveyActionDays",
  "fitoutAnswerDays",
  "fitoutReacceptanceMonths",
  "fitoutRefundDays",
  "noticeAnswerDays",
  "refundDays",
  "functionalTestMonths",
  "fullTestMonths",
  "facilityCheckMonths",
  "drillMonths",
] as const;
export type ParameterId = (typeof parameterIds)[number];

/** A figure the manual leaves open, for each site to set: a whole number of `unit`. */
export interface ParameterDefinition {
  readonly id: ParameterId;
  readonly clause: string;
  readonly name: Words;
  /** What turns on it. */
  readonly meaning: Words;
  readonly unit: Unit;
  readonly proposed: number;
  /** Both ends included. */
  readonly least: number;
  readonly most: number;
  /** The only values allowed, where the manual offers a choice. */
  readonly choices?: readonly number[];
  readonly stake: Stake;
  readonly source: string;
  readonly confidence: Confidence;
}

export const standardIds = [
  "prospectLogged",
  "nextStepTaken",
  "papersBeforeLease",
  "annexesComplete",
  "paidBeforeKeys",
  "formalitiesRecorded",
  "fitoutApproved",
  "fitoutAnswered",
  "fitoutReaccepted",
  "fitoutRefunded",
  "handoverSigned",
  "enquiryAnswered",
  "termsExplained",
  "sameDayFormalities",
  "questionsAnswered",
  "noticeInWriting",
  "noticeAnswered",
  "inspectionAppointed",
  "appointmentKept",
  "moveOutInspected",
  "settlementAgreed",
  "goodsAndKeysReturned",
  "moveOutConfirmed",
  "inspectionConfirmed",
  "settlementExplained",
  "refundInTime",
  "moveOutCourtesy",
  "fourFacts",
  "promiseKept",
  "callback",
  "monthlyAnalysis",
  "noRepeat",
  "telephone",
  "conduct",
  "firstFeedback",
  "complexFeedback",
  "surveyHeld",
  "surveyActions",
  "firePatrol",
  "functionalTest",
  "fullTest",
  "violationsHandled",
  "facilityCheck",
  "routesClear",
  "drill",
] as const;
export type StandardId = (typeof standardIds)[number];

/** Which clock runs: every hour, the site's working time, a calendar window, or none where a check is judged on the spot. */
export const clocks = ["allHours", "workingTime", "cadence", "none"] as const;
export type Clock = (typeof clocks)[number];

/** A figure that stands in the book, or the parameter that each site sets. */
export type Figure = number | { readonly parameter: ParameterId };

/** A limit as the book writes it; `promised` runs to the moment that was promised. */
export type LimitRule =
  | { readonly kind: "workingDays"; readonly days: Figure }
  | { readonly kind: "naturalDays"; readonly days: Figure }
  | { readonly kind: "workingHours"; readonly hours: Figure }
  | { readonly kind: "workingMinutes"; readonly minutes: Figure }
  /** Before service closes on the day. */
  | { readonly kind: "sameDay" }
  | { readonly kind: "promised" }
  /** Done in every window of so many days or months. */
  | { readonly kind: "everyDays"; readonly days: Figure }
  | { readonly kind: "everyMonths"; readonly months: Figure }
  /** By this day of the month after the one it is about. */
  | { readonly kind: "dayOfNextMonth"; readonly day: Figure }
  /** Telephone rings, counted with the site's cadence. */
  | { readonly kind: "rings"; readonly rings: Figure };

/** A measurable rule on a clause, as the book writes it. */
export interface StandardDefinition {
  readonly id: StandardId;
  readonly clause: string;
  readonly name: Words;
  /** What is counted as kept. */
  readonly measure: Words;
  readonly limit?: LimitRule;
  readonly clock: Clock;
  /** The share of duties to be kept, in per cent. */
  readonly target: number;
  /** Parameters it needs besides those of its limit. */
  readonly parameters: readonly ParameterId[];
  readonly source: string;
  readonly confidence: Confidence;
  /** Null while the chapter that would measure it does not run: shown as unmeasured. */
  readonly measuredBy: "duties" | null;
}

/** The whole manual in one edition. */
export interface Book {
  readonly chapters: readonly Chapter[];
  readonly clauses: readonly Clause[];
  readonly standards: readonly StandardDefinition[];
  readonly parameters: readonly ParameterDefinition[];
}

/** The parameters `standard` needs, those of its limit first. */
export function parametersOf(standard: Pick<StandardDefinition, "limit" | "parameters">): readonly ParameterId[] {
  const figure = standard.limit && figureOf(standard.limit);
  const ofLimit = typeof figure === "object" ? [figure.parameter] : [];
  return [...ofLimit, ...standard.parameters.filter((id) => !ofLimit.includes(id))];
}

/** The figure of a limit; none for a promise or the same day. */
export function figureOf(limit: LimitRule): Figure | undefined {
  switch (limit.kind) {
    case "workingDays":
    case "naturalDays":
    case "everyDays":
      return limit.days;
    case "workingHours":
      return limit.hours;
    case "workingMinutes":
      return limit.minutes;
    case "everyMonths":
      return limit.months;
    case "dayOfNextMonth":
      return limit.day;
    case "rings":
      return limit.rings;
    case "sameDay":
    case "promised":
      return undefined;
  }
}

/** The headings from the part down to `id`, `id` last. */
export function pathOf(book: Pick<Book, "chapters">, id: string): readonly Chapter[] {
  const chapter = book.chapters.find((each) => each.id === id);
  if (!chapter) return [];
  return chapter.parent === null ? [chapter] : [...pathOf(book, chapter.parent), chapter];
}
