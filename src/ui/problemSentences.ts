import { useLanguage } from "#platform/web/language.tsx";
import { ProblemError, sayReason } from "#platform/web/problem.ts";
import { text } from "./text.ts";

/** The sentences that say why a request failed, in the language at hand: each reason of a refusal, or that no sensible answer came. */
export function useProblemSentences(): (error: unknown) => string[] {
  const { language, t } = useLanguage();
  return (error) => {
    if (error instanceof ProblemError && error.reasons.length > 0) return error.reasons.map((reason) => sayReason(reason, language));
    return [t(error instanceof ProblemError && error.status === 0 ? text.unreachable : text.unexpected)];
  };
}
