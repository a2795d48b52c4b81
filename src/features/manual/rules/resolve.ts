import { refuseIf, type Problem } from "#kernel/problem.ts";
import type { Words } from "#kernel/words.ts";
import { parametersOf, type Book, type Clock, type Confidence, type Figure, type LimitRule, type ParameterDefinition, type ParameterId, type StandardId } from "./book.ts";
import { manualProblems } from "./problems.ts";

/** What a business calendar turns into a due time. */
export type Limit =
  | { readonly kind: "workingDays"; readonly days: number }
  | { readonly kind: "naturalDays"; readonly days: number }
  | { readonly kind: "workingTime"; readonly duration: Temporal.Duration }
  | { readonly kind: "allHours"; readonly duration: Temporal.Duration }
  | { readonly kind: "promised" };

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
  readonly limit?: Limit;
  readonly cadence?: Cadence;
  /** For the telephone: the most rings, whose time is the limit. */
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

/** How many times the telephone has rung when it is picked up after `waitedSeconds`: the first ring begins at once. Manual 2.2.2-1. */
export function ringsHeard(waitedSeconds: number, cadence: { readonly on: number; readonly off: number }): number {
  return Math.floor(waitedSeconds / (cadence.on + cadence.off)) + 1;
}

/** Whether a call was picked up within the rings of a telephone standard: before the next ring begins. Manual 2.2.2-1. */
export function withinRings(standard: Pick<Standard, "rings" | "parameters">, waitedSeconds: number): boolean {
  const { ringOnSeconds: on, ringOffSeconds: off } = standard.parameters;
  if (standard.rings === undefined || on === undefined || off === undefined) throw new TypeError("Not a telephone standard");
  return ringsHeard(waitedSeconds, { on, off }) <= standard.rings;
}

/** The last day by which the month `about` is to be dealt with. */
export function dueInNextMonth(about: Temporal.PlainYearMonth, day: number): Temporal.PlainDate {
  return about.add({ months: 1 }).toPlainDate({ day });
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
      return { limit: { kind: "naturalDays", days: number(limit.days) } };
    case "workingHours":
      return { limit: { kind: "workingTime", duration: Temporal.Duration.from({ hours: number(limit.hours) }) } };
    case "workingMinutes":
      return { limit: { kind: "workingTime", duration: Temporal.Duration.from({ minutes: number(limit.minutes) }) } };
    case "promised":
      return { limit: { kind: "promised" } };
    case "everyDays":
      return { cadence: { kind: "everyDays", days: number(limit.days) } };
    case "everyMonths":
      return { cadence: { kind: "everyMonths", months: number(limit.months) } };
    case "dayOfNextMonth":
      return { cadence: { kind: "dayOfNextMonth", day: number(limit.day) } };
    case "rings": {
      const rings = number(limit.rings);
      const seconds = rings * ((values.ringOnSeconds ?? 0) + (values.ringOffSeconds ?? 0));
      return { rings, limit: { kind: "allHours", duration: Temporal.Duration.from({ seconds }) } };
    }
  }
}
