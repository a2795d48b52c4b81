import type { Problem } from "#kernel/problem.ts";
import { Refusal } from "#kernel/problem.ts";

/** Runs `write`; a violation of a constraint named in `problems` becomes that refusal. The transaction is over either way. */
export async function refusing<T>(write: Promise<T>, problems: Readonly<Record<string, () => Problem>>): Promise<T> {
  try {
    return await write;
  } catch (error) {
    const problem = problems[(error as { constraint?: string } | null)?.constraint ?? ""];
    if (problem) throw new Refusal(problem());
    throw error;
  }
}

const foreignKeyViolation = "23503";

/** Whether `error` says that other rows still point here. */
export const isStillReferenced = (error: unknown): boolean => (error as { code?: string } | null)?.code === foreignKeyViolation;
