import type { Id } from "#kernel/id.ts";
import type { Department } from "#kernel/role.ts";
import { words, type Words } from "#kernel/words.ts";
import type { Attribution, CaseKind, Category, Cause, Severity } from "./lists.ts";

/**
 * What is known of a case, as far as rules judge it. Nothing here is a tick: each moment is that of the record that proves it,
 * in the present round. A round begins at receipt and at each reopening.
 */
export interface CaseFacts {
  readonly id: Id<"case">;
  readonly kind: CaseKind;
  readonly severity: Severity;
  readonly attributable: Attribution;
  readonly category: Category;
  readonly cause: Cause | null;
  readonly tenantId: Id<"tenant"> | null;
  readonly receivedAt: Temporal.Instant;
  /** The first receiver (首问责任人): set at receipt, never changed by anything. */
  readonly firstOwnerId: Id<"person">;
  /** Who owes the tenant the answer: the first receiver, unless a supervisor handed the promise over with a reason. */
  readonly ownerId: Id<"person">;
  readonly promisedAt: Temporal.Instant | null;
  readonly round: number;
  /** When the present round began: the receipt, or the last reopening. */
  readonly roundBegunAt: Temporal.Instant;
  /** Where the work is now. */
  readonly department: Department | null;
  readonly handlerId: Id<"person"> | null;
  /** Everyone who had the work in hand in this round; none of them may make the call-back. */
  readonly handlerIds: readonly Id<"person">[];
  readonly verifiedAt: Temporal.Instant | null;
  /** The supervisor's decision whether the complaint is founded; null while undecided. */
  readonly isValid: boolean | null;
  readonly dispatchedAt: Temporal.Instant | null;
  readonly acceptedAt: Temporal.Instant | null;
  readonly resolvedAt: Temporal.Instant | null;
  /** The first word to the tenant, progress or result. */
  readonly firstFeedbackAt: Temporal.Instant | null;
  /** The result told to the tenant. */
  readonly feedbackAt: Temporal.Instant | null;
  readonly revisitedAt: Temporal.Instant | null;
  readonly archivedAt: Temporal.Instant | null;
  readonly mergedIntoId: Id<"case"> | null;
  readonly voidedAt: Temporal.Instant | null;
  /** Codes of the problems a manager overrode with a reason in this round. */
  readonly overridden: readonly string[];
}

export const statusNames = {
  registered: words("已受理", "Registered"),
  verifying: words("核实中", "Verifying"),
  dispatched: words("已派单", "Dispatched"),
  processing: words("处理中", "Processing"),
  resolved: words("已处理", "Resolved"),
  feedbackGiven: words("已反馈", "Answered"),
  revisited: words("已回访", "Called back"),
  archived: words("已归档", "Archived"),
  reopened: words("重新打开", "Reopened"),
  merged: words("已合并", "Merged"),
  invalid: words("已作废", "Void"),
} as const satisfies Record<string, Words>;
export type CaseStatus = keyof typeof statusNames;

/** Which status may follow which. Work goes back to `dispatched` by transfer; `archived` before `revisited` only through a gate opened by authority. */
export const caseTransitions = {
  registered: ["verifying", "dispatched", "feedbackGiven", "archived", "merged", "invalid"],
  verifying: ["dispatched", "feedbackGiven", "archived", "merged", "invalid"],
  dispatched: ["processing", "resolved", "archived", "merged", "invalid"],
  processing: ["dispatched", "resolved", "archived", "merged", "invalid"],
  resolved: ["dispatched", "feedbackGiven", "archived", "merged", "invalid"],
  feedbackGiven: ["revisited", "archived", "reopened"],
  revisited: ["archived", "reopened"],
  archived: ["reopened"],
  reopened: ["verifying", "dispatched", "feedbackGiven", "archived", "merged", "invalid"],
  merged: [],
  invalid: [],
} as const satisfies Record<CaseStatus, readonly CaseStatus[]>;

/** The status of a case, read from its records; the database derives the same in a generated column. */
export function statusOf(facts: Omit<CaseFacts, "id">): CaseStatus {
  if (facts.mergedIntoId) return "merged";
  if (facts.voidedAt) return "invalid";
  if (facts.archivedAt) return "archived";
  if (facts.revisitedAt) return "revisited";
  if (facts.feedbackAt) return "feedbackGiven";
  if (facts.resolvedAt) return "resolved";
  if (facts.acceptedAt) return "processing";
  if (facts.dispatchedAt) return "dispatched";
  if (facts.verifiedAt) return "verifying";
  return facts.round > 1 ? "reopened" : "registered";
}

/** Statuses in which something is still to be done. */
export const openStatuses = ["registered", "verifying", "dispatched", "processing", "resolved", "feedbackGiven", "revisited", "reopened"] as const satisfies readonly CaseStatus[];

/** Statuses in which the tenant still has no answer: no contact without an echo. */
export const unansweredStatuses = ["registered", "verifying", "dispatched", "processing", "resolved", "reopened"] as const satisfies readonly CaseStatus[];

export const isOpen = (facts: CaseFacts): boolean => (openStatuses as readonly CaseStatus[]).includes(statusOf(facts));

/** Which standard the manual holds the first answer of this case to. */
export function answerStandard({ kind, severity }: Pick<CaseFacts, "kind" | "severity">): "enquiryAnswered" | "firstFeedback" | "complexFeedback" {
  if (kind === "enquiry") return "enquiryAnswered";
  return severity === "ordinary" ? "firstFeedback" : "complexFeedback";
}
