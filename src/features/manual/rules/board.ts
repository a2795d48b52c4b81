import type { Role } from "#kernel/role.ts";
import type { CaseStanding, ProcedureId, ProcedureOutline, StepState } from "./procedure.ts";

/** A case on the board of its procedure; `label` is how people call it. */
export interface CaseOnBoard {
  readonly caseId: string;
  readonly label: string;
  readonly openedAt: Temporal.Instant;
  readonly standing: CaseStanding;
}

/** A step that somebody can do or clear now, in one case. */
export interface NextStep {
  readonly caseId: string;
  readonly label: string;
  readonly step: string;
  readonly state: Extract<StepState, "ready" | "shut">;
  readonly since: Temporal.Instant;
}

/** How many running cases can do a step or must clear its gate, and which of them has stood there longest. */
export interface ProcedureBoard {
  readonly procedure: ProcedureId;
  readonly running: number;
  readonly counts: readonly StepCount[];
}
interface StepCount {
  readonly step: string;
  readonly ready: number;
  readonly shut: number;
  readonly oldest: { readonly caseId: string; readonly label: string; readonly since: Temporal.Instant } | null;
}

/** What can be done or cleared now in these cases by people of `roles` (left out: by anybody), what has waited longest first. */
export function nextStepsOf(procedure: ProcedureOutline, cases: readonly CaseOnBoard[], roles?: readonly Role[]): NextStep[] {
  const theirs = new Set(procedure.steps.filter(({ role }) => !roles || roles.includes(role)).map(({ id }) => id));
  return cases
    .flatMap(({ caseId, label, openedAt, standing }) =>
      standing.steps.flatMap(({ id, state }) =>
        (state === "ready" || state === "shut") && theirs.has(id) ? [{ caseId, label, step: id, state, since: sinceWhen(procedure, standing, id, openedAt) }] : [],
      ),
    )
    .toSorted((a, b) => Temporal.Instant.compare(a.since, b.since));
}

/** The board of a procedure over its running cases: a case stands at every step it can do or clear now. */
export function boardOf(procedure: ProcedureOutline, cases: readonly CaseOnBoard[]): ProcedureBoard {
  const running = cases.filter(({ standing }) => standing.next.length > 0);
  const byStep = Map.groupBy(nextStepsOf(procedure, running), ({ step }) => step);
  return {
    procedure: procedure.id,
    running: running.length,
    counts: procedure.steps.map(({ id }) => {
      const here = byStep.get(id) ?? [];
      const [oldest] = here;
      const ready = here.filter(({ state }) => state === "ready").length;
      return { step: id, ready, shut: here.length - ready, oldest: oldest ? { caseId: oldest.caseId, label: oldest.label, since: oldest.since } : null };
    }),
  };
}

/** Since when a step can be done or cleared: when the last step before it was done, or the case began. */
export function sinceWhen(procedure: ProcedureOutline, standing: CaseStanding, stepId: string, openedAt: Temporal.Instant): Temporal.Instant {
  const { needs } = procedure.steps.find(({ id }) => id === stepId)!;
  return needs
    .map((need) => {
      const before = standing.steps.find(({ id }) => id === need)!;
      return before.state === "notApplicable" ? sinceWhen(procedure, standing, need, openedAt) : (before.doneAt ?? openedAt);
    })
    .reduce((last, each) => (Temporal.Instant.compare(each, last) > 0 ? each : last), openedAt);
}
