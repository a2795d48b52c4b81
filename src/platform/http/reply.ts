import type { FastifyReply } from "fastify";
import { z } from "zod";
import { en, zhCN } from "zod/locales";
import { edgeProblems, type FieldError } from "#kernel/edgeProblems.ts";
import { type Problem, Refusal, sayProblem } from "#kernel/problem.ts";
import type { Language } from "#kernel/words.ts";

/** RFC 9457: the first reason gives type and status, `reasons` lists all. */
export function problemBody(reasons: readonly Problem[], requestId: string, language: Language, errors?: readonly FieldError[]) {
  const [first = edgeProblems.unexpected({ requestId })] = reasons;
  return {
    type: `/problems/${first.code}`,
    title: sayProblem(first, language),
    status: first.status,
    instance: `urn:request:${requestId}`,
    reasons: reasons.map(({ code, facts, ...problem }) => ({ code, title: sayProblem({ code, facts, title: problem.title }, language), facts })),
    ...(errors ? { errors } : {}),
  };
}

export function sendProblem(reply: FastifyReply, reasons: readonly Problem[], requestId: string, language: Language, errors?: readonly FieldError[]): FastifyReply {
  const body = problemBody(reasons, requestId, language, errors);
  const wait = body.status === 429 ? reasons[0]?.facts["seconds"] : undefined;
  if (typeof wait === "number") reply.header("retry-after", wait);
  return reply.code(body.status).type("application/problem+json").send(JSON.stringify(body));
}

/** Input that does not decode, each field with its pointer and a sentence in the reader's language. */
export class InvalidInput extends Refusal {
  readonly errors: readonly FieldError[];

  constructor(errors: readonly FieldError[]) {
    super(edgeProblems.invalid());
    this.errors = errors;
  }
}

const localeErrors = { zh: zhCN().localeError, en: en().localeError };

const customMessages: Record<string, Record<Language, string>> = {
  unstorable: { zh: "含有无法保存的字符", en: "Contains a character that cannot be stored" },
  outOfRange: { zh: "日期超出范围", en: "The date is out of range" },
};

/** Decodes `value` by `schema`; refuses with a pointer for every field that is wrong. */
export function decodeInput(schema: unknown, value: unknown, part: FieldError["part"], language: Language): unknown {
  const result = z.safeDecode(schema as z.ZodType, value as never, { error: localeErrors[language] as never });
  if (result.success) return result.data;
  throw new InvalidInput(
    result.error.issues.map(({ path, message }) => ({
      part,
      pointer: path.map((step) => `/${String(step).replaceAll("~", "~0").replaceAll("/", "~1")}`).join(""),
      message: customMessages[message]?.[language] ?? message,
    })),
  );
}
