import type { Words } from "./words.ts";

/** Why something cannot be done, as data: `code` is `feature.name`, `facts` are what the sentence speaks of. */
export interface Problem {
  readonly code: string;
  readonly status: number;
  readonly title: string;
  readonly facts: Readonly<Record<string, unknown>>;
}

/** A kind of problem: calling it with facts makes one. `words` may name facts in braces, as in `{unit}`. */
export interface ProblemKind {
  (facts?: Readonly<Record<string, unknown>>): Problem;
  readonly code: string;
  readonly status: number;
  readonly words: Words;
}

interface ProblemDeclaration {
  readonly status: number;
  /** The sentence people read, `{fact}` in braces, and what to do next where that is not plain. */
  readonly words: Words;
}

/** Declares the problems of a feature once; each becomes a function from its facts to a `Problem`. */
export function problems<const T extends Record<string, ProblemDeclaration>>(feature: string, declarations: T): { readonly [K in keyof T]: ProblemKind } {
  const kinds = Object.entries(declarations).map(([name, { status, words }]) => {
    const code = `${feature}.${name}`;
    const make = (facts: Readonly<Record<string, unknown>> = {}): Problem => ({ code, status, title: fill(words.en, facts), facts });
    const kind: ProblemKind = Object.assign(make, { code, status, words });
    declared.set(code, words);
    return [name, kind] as const;
  });
  return Object.fromEntries(kinds) as { readonly [K in keyof T]: ProblemKind };
}

/** The sentence for a problem in one language; an unknown code falls back to its title. */
export function sayProblem(problem: Pick<Problem, "code" | "facts"> & { readonly title?: string }, language: "zh" | "en"): string {
  const known = declared.get(problem.code);
  return known ? fill(known[language], problem.facts) : (problem.title ?? problem.code);
}

/** Puts `facts` into the braces of `sentence`; a fact that is itself bilingual is not resolved here. */
export function fill(sentence: string, facts: Readonly<Record<string, unknown>>): string {
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) => (facts[name] === undefined || facts[name] === null ? whole : String(facts[name])));
}

const declared = new Map<string, Words>();

/** Thrown by commands to refuse, with every reason there is; only the edge turns it into a reply. */
export class Refusal extends Error {
  readonly reasons: readonly Problem[];

  constructor(...problemList: readonly Problem[]) {
    super(problemList.map(({ title }) => title).join("; "));
    this.name = "Refusal";
    this.reasons = problemList;
  }
}

/** A refusal that leaves its trace: what was written before it is kept. A wrong password counts although it is refused. */
export class KeptRefusal extends Refusal {}

type Reason = Problem | readonly Problem[] | false | null | undefined;

/** Gathers what stands against an act, leaving out what does not. */
export const reasons = (...list: readonly Reason[]): Problem[] => list.flatMap((reason) => (reason ? (reason as Problem | Problem[]) : []));

/** Refuses with all of `list`; does nothing when it is empty. */
export function refuseIf(list: readonly Problem[]): void {
  if (list.length > 0) throw new Refusal(...list);
}
