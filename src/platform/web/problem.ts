import type { FieldError } from "#kernel/edgeProblems.ts";
import { sayProblem } from "#kernel/problem.ts";
import type { Language } from "#kernel/words.ts";

/** One thing that stands against a request, as it comes over the wire. */
export interface WireReason {
  readonly code: string;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly title?: string;
}

/** A field of the input that did not decode, said in the language of the request; `path` leads to it from the top of the body, as a form names it. */
export interface FieldProblem {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** A request the server refused (RFC 9457), or one that never reached it (`status` 0). */
export class ProblemError extends Error {
  readonly status: number;
  readonly reasons: readonly WireReason[];
  readonly fields: readonly FieldProblem[];
  /** Names the request in the server's log. */
  readonly instance: string | undefined;

  constructor(problem: { status: number; title: string; reasons?: readonly WireReason[]; fields?: readonly FieldProblem[]; instance?: string | undefined }) {
    super(problem.title);
    this.name = "ProblemError";
    this.status = problem.status;
    this.reasons = problem.reasons ?? [];
    this.fields = problem.fields ?? [];
    this.instance = problem.instance;
  }
}

interface ProblemBody {
  readonly title?: string;
  readonly status?: number;
  readonly instance?: string;
  readonly reasons?: readonly WireReason[];
  readonly errors?: readonly FieldError[];
}

/** Reads the body of a refused request; a body that is no problem document still makes an error with the status. */
export function problemFrom(status: number, text: string): ProblemError {
  const body = parse(text);
  return new ProblemError({
    status,
    title: body.title ?? `HTTP ${status}`,
    reasons: body.reasons ?? [],
    fields: (body.errors ?? []).map(({ pointer, message }) => ({ path: pathOf(pointer), message })),
    instance: body.instance,
  });
}

/** No answer came: the network is down or the server is not there. */
export const unreachable = () => new ProblemError({ status: 0, title: "unreachable" });

/** The sentence for one reason in `language`; facts that carry both languages are said in that one. */
export function sayReason(reason: WireReason, language: Language): string {
  const facts = Object.fromEntries(Object.entries(reason.facts).map(([name, fact]) => [name, isWords(fact) ? fact[language] : fact]));
  return sayProblem({ ...reason, facts }, language);
}

const isWords = (fact: unknown): fact is Record<Language, string> => typeof fact === "object" && fact !== null && "zh" in fact && "en" in fact;

/** `/lines/0/name` leads to `["lines", 0, "name"]`. */
function pathOf(pointer: string): (string | number)[] {
  return pointer
    .split("/")
    .slice(1)
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"))
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part));
}

function parse(text: string): ProblemBody {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? value : {};
  } catch {
    return {}; // a proxy's HTML page, or nothing at all: the status says what there is to say
  }
}
