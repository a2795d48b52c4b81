import { words, type Words } from "#kernel/words.ts";
import { type TerminationCause, terminationCauses } from "#features/leasing/rules.ts";

/** Why a lease ends: its term is over, or it ends early. Domain §3.7-1. */
export const moveOutCauses = { expiry: words("租期届满", "Term over"), ...terminationCauses } as const satisfies Record<string, Words>;
export type MoveOutCause = keyof typeof moveOutCauses;
export const moveOutCauseCodes = Object.keys(moveOutCauses) as [MoveOutCause, ...MoveOutCause[]];

/** Causes for which the tenant answers for a notice that came too late. */
const answersForNotice: readonly MoveOutCause[] = ["agreed", "tenantBreach"] satisfies TerminationCause[];
export const bearsShortNotice = (cause: MoveOutCause): boolean => answersForNotice.includes(cause);
