import type { Id } from "#kernel/id.ts";
import type { Department } from "#kernel/role.ts";
import type { CaseFacts } from "./case.ts";

type Instant = Temporal.Instant;

/** What a deed changes in a case. The owner is changed by `handOver` alone, the first owner by nothing. */
export type Change = Partial<Omit<CaseFacts, "id" | "firstOwnerId" | "tenantId" | "receivedAt">>;

const withHandler = (facts: CaseFacts, id: Id<"person">) => (facts.handlerIds.includes(id) ? facts.handlerIds : [...facts.handlerIds, id]);

/** Work goes to a department, perhaps to a person there; whatever was accepted or resolved elsewhere begins anew. */
export const dispatch = (_facts: CaseFacts, to: { readonly department: Department; readonly handlerId: Id<"person"> | null }, at: Instant): Change => ({
  department: to.department,
  handlerId: to.handlerId,
  dispatchedAt: at,
  acceptedAt: null,
  resolvedAt: null,
});

export const accept = (facts: CaseFacts, by: Id<"person">, at: Instant): Change => ({
  handlerId: by,
  handlerIds: withHandler(facts, by),
  acceptedAt: at,
});

export const verify = (facts: CaseFacts, isValid: boolean | null, at: Instant): Change => ({
  verifiedAt: facts.verifiedAt ?? at,
  isValid: isValid ?? facts.isValid,
});

export const resolve = (facts: CaseFacts, by: Id<"person">, at: Instant): Change => ({
  handlerId: facts.handlerId ?? by,
  handlerIds: withHandler(facts, by),
  acceptedAt: facts.acceptedAt ?? at,
  resolvedAt: at,
});

/** Who tells a result that no department worked out has handled the case. */
export const feedback = (facts: CaseFacts, telling: { readonly isResult: boolean; readonly at: Instant }, by: Id<"person">): Change => ({
  firstFeedbackAt: facts.firstFeedbackAt ?? telling.at,
  ...(telling.isResult ? { feedbackAt: telling.at } : {}),
  ...(telling.isResult && !facts.dispatchedAt ? { handlerIds: withHandler(facts, by) } : {}),
});

export const callBack = (at: Instant): Change => ({ revisitedAt: at });

export const close = (at: Instant): Change => ({ archivedAt: at });

/** A new round: nothing done before answers it, and what was overridden stands again. */
export const reopen = (facts: CaseFacts, at: Instant): Change => ({
  round: facts.round + 1,
  roundBegunAt: at,
  promisedAt: null,
  department: null,
  handlerId: null,
  handlerIds: [],
  verifiedAt: null,
  dispatchedAt: null,
  acceptedAt: null,
  resolvedAt: null,
  firstFeedbackAt: null,
  feedbackAt: null,
  revisitedAt: null,
  archivedAt: null,
  overridden: [],
});

export const merge = (into: Id<"case">): Change => ({ mergedIntoId: into });

export const declareVoid = (at: Instant): Change => ({ voidedAt: at });

export const openGate = (facts: CaseFacts, codes: readonly string[]): Change => ({
  overridden: [...new Set([...facts.overridden, ...codes])],
});

export const handOver = (to: Id<"person">): Change => ({ ownerId: to });
