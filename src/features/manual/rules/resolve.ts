import type { Limit } from "#kernel/calendar.ts";
import { refuseIf, type Problem } from "#kernel/problem.ts";
import type { Words } from "#kernel/words.ts";
import { parametersOf, type Book, type Clock, type Confidence, type Figure, type LimitRule, type ParameterDefinition, type ParameterId, type StandardId } from "./book.ts";
import { manualProblems } from "./problems.ts";

/** A limit as a standard has it; the moment of a promise comes with each duty. */
export type StandardLimit = Exclude<Limit, { kind: "promised" }> | { readonly kind: "promised" };

/** A window that comes again: once in each, or by a day of the month after the one it is about. */
export type Cadence =
  | { readonly kind: "everyDays"; readonly days: number }
  | { readonly kind: "everyMonths"; readonly months: number }
  | { readonly kind: "dayOfNextMonth"; readonly day: number };

export type ParameterValues = { readonly [Id in ParameterId]?: number };

/** A standard as it holds at one site: nothing left open. */
export interface Standard {
  readonly id: StandardId;
  readonly clause: string;
  readonly name: Words;
  readonly measure: Words;
  /** Where one duty at a time runs against a clock. */
  readonly limit?: StandardLimit;
  /** Where it is owed again in every window. */
  readonly cadence?: Cadence;
  /** For the telephone: the most rings; how long one takes are the parameters `ringOnSeconds` and `ringOffSeconds`. */
  readonly rings?: number;
  readonly clock: Clock;
  readonly target: number;
  /** The number of the manual's edition. */
  readonly version: number;
  /** The site's figures that went into it. */
  readonly parameters: ParameterValues;
  readonly source: string;
  readonly confidence: Confidence;
  readonly measuredBy: "duties" | null;
}

/** What stands against applying a standard: each parameter it needs and the site has not set, with the proposal. */
export function whyNotApply(book: Book, id: StandardId, values: ParameterValues): Problem[] {
  const standard = book.standards.find((each) => each.id === id);
  if (!standard) return [manualProblems.noSuchStandard({ standard: id })];
  return parametersOf(standard)
    .filter((parameter) => values[parameter] === undefined)
    .map((parameter) => missing(book, parameter));
}

/** The standard as it holds with the site's `values`. Refusals: noSuchStandard, parameterMissing for every open figure. */
export function resolveStandard(book: Book, id: StandardId, values: ParameterValues, version: number): Standard {
  refuseIf(whyNotApply(book, id, values));
  const definition = book.standards.find((each) => each.id === id)!;
  const { limit, parameters: _, ...standard } = definition;
  const parameters: ParameterValues = Object.fromEntries(parametersOf(definition).map((parameter) => [parameter, values[parameter]!]));
  return { ...standard, ...(limit ? resolveLimit(limit, parameters) : {}), version, parameters };
}

/** What stands against a value for `parameter`. */
export function whyNotSet(parameter: ParameterDefinition, value: number): Problem[] {
  const { id, least, most, choices } = parameter;
  if (!Number.isInteger(value) || value < least || value > most) return [manualProblems.outOfBounds({ parameter: id, zh: parameter.name.zh, en: parameter.name.en, least, most })];
  if (choices && !choices.includes(value)) return [manualProblems.notAChoice({ parameter: id, zh: parameter.name.zh, en: parameter.name.en, choices: choices.join(", ") })];
  return [];
}

function missing(book: Book, id: ParameterId): Problem {
  const parameter = book.parameters.find((each) => each.id === id);
  if (!parameter) return manualProblems.noSuchParameter({ parameter: id });
  const { clause, name, proposed, unit, source, confidence } = parameter;
  return manualProblems.parameterMissing({ parameter: id, clause, zh: name.zh, en: name.en, proposed, unit, source, confidence });
}

function resolveLimit(limit: LimitRule, values: ParameterValues): Pick<Standard, "limit" | "cadence" | "rings"> {
  const number = (figure: Figure) => (typeof figure === "number" ? figure : values[figure.parameter]!);
  switch (limit.kind) {
    case "workingDays":
      return { limit: { kind: "workingDays", days: number(limit.days) } };
    case "naturalDays":
      return { limit: { kind: "naturalDays", days: number(limit.days), holidayShift: "next" } };
    case "workingHours":
      return { limit: { kind: "workingTime", minutes: 60 * number(limit.hours) } };
    case "workingMinutes":
      return { limit: { kind: "workingTime", minutes: number(limit.minutes) } };
    case "promised":
      return { limit: { kind: "promised" } };
    case "everyDays":
      return { cadence: { kind: "everyDays", days: number(limit.days) } };
    case "everyMonths":
      return { cadence: { kind: "everyMonths", months: number(limit.months) } };
    case "dayOfNextMonth":
      return { cadence: { kind: "dayOfNextMonth", day: number(limit.day) } };
    case "sameDay":
      return { limit: { kind: "sameDay", until: "closing" } };
    case "rings":
      return { rings: number(limit.rings) };
  }
}
