import { type Problem, reasons } from "#kernel/problem.ts";
import type { Role } from "#kernel/role.ts";
import { type Words, words } from "#kernel/words.ts";
import type { StandardId } from "./book.ts";
import { manualProblems } from "./problems.ts";

/** The procedures that run as guided cases. */
export const procedureIds = ["moveIn", "fitOut", "moveOut"] as const;
export type ProcedureId = (typeof procedureIds)[number];

/** What each carries out; how, is defined by the feature that runs it. */
export const guidedProcedures = [
  { id: "moveIn", name: words("入驻流程", "Move-in"), clauses: ["2.1.1-2", "2.1.1-3", "2.1.1-4", "2.1.1-5", "2.1.1-6", "2.1.1-7", "2.1.2-3", "2.1.2-4"] },
  { id: "fitOut", name: words("装修流程", "Fit-out"), clauses: ["2.1.1-6"] },
  { id: "moveOut", name: words("退租流程", "Move-out"), clauses: ["2.1.3-1", "2.1.3-2", "2.1.3-3", "2.1.3-4", "2.1.3-5", "2.1.3-6", "2.1.4-1", "2.1.4-2", "2.1.4-3"] },
] as const satisfies readonly { readonly id: ProcedureId; readonly name: Words; readonly clauses: readonly string[] }[];

/** The procedures that carry out a clause. */
export const proceduresOf = (clauseId: string): (typeof guidedProcedures)[number][] => guidedProcedures.filter(({ clauses }) => (clauses as readonly string[]).includes(clauseId));

/** A procedure of the manual as data. `F`: the records of one case, read anew each time; nothing of what follows from them is stored. */
export interface Procedure<F> {
  readonly id: ProcedureId;
  /** The clause or chapter it carries out, as `2.1.1`. */
  readonly clause: string;
  readonly name: Words;
  /** In the order people read them; what comes first is said by `needs`. */
  readonly steps: readonly Step<F>[];
}

export interface Step<F> {
  readonly id: string;
  /** The clause of the manual that asks for it. */
  readonly clause: string;
  readonly name: Words;
  /** Whose next action it is. */
  readonly role: Role;
  /** Steps that come first; in place of one that the case does not have stands what comes before that. */
  readonly needs: readonly string[];
  /** Which cases have this step; left out: all. Said of branches, as works that are fitted out or not. */
  readonly applies?: (facts: F) => boolean;
  /** Everything that shuts the gate before this step, over and above `needs`; left out: there is no gate. */
  readonly gate?: (facts: F) => readonly Obstacle[];
  /** Steps that clear reasons of its gate, for the diagram, which is drawn without a case as well. */
  readonly gatedBy?: readonly string[];
  /** When the records show it done; null as long as they do not. */
  readonly done: (facts: F) => Temporal.Instant | null;
  /** What is on paper after it, as F03. */
  readonly documents?: readonly Words[];
  /** Who signs. */
  readonly signatures?: readonly Words[];
  /** What measures it. */
  readonly standard?: StandardId;
}

/** What of a procedure people are shown: all but how its states follow from the records. */
export interface ProcedureOutline extends Omit<Procedure<never>, "steps"> {
  readonly steps: readonly StepOutline[];
}
export type StepOutline = Omit<Step<never>, "applies" | "gate" | "done">;

/** What shuts a gate, and the step that clears it; `null`: something outside the procedure does. */
export interface Obstacle {
  readonly reason: Problem;
  readonly clearedBy: string | null;
}

/** A gate opened by authority: these reasons no longer shut this step, whatever the records say. */
export interface Opening {
  readonly step: string;
  /** Codes of the reasons that stood against it when it was opened; others still shut it. */
  readonly codes: readonly string[];
  readonly reason: string;
  readonly byName: string;
  readonly at: Temporal.Instant;
}

/**
 * `notApplicable`: the case has no such step · `done` · `waiting`: an earlier step comes first · `shut`: its gate is shut ·
 * `ready`: somebody may do it now · `stopped`: the case was withdrawn before it.
 */
export const stepStates = ["notApplicable", "done", "waiting", "shut", "ready", "stopped"] as const;
export type StepState = (typeof stepStates)[number];

export const stepStateNames = {
  notApplicable: words("不适用", "Not in this case"),
  done: words("已完成", "Done"),
  waiting: words("未到", "Not yet"),
  shut: words("受阻", "Held up"),
  ready: words("可办", "Ready"),
  stopped: words("已中止", "Stopped"),
} as const satisfies Record<StepState, Words>;

export interface StepStanding {
  readonly id: string;
  readonly state: StepState;
  /** Only of a step that is done. */
  readonly doneAt: Temporal.Instant | null;
  /** Steps that still come first; only of one that waits. */
  readonly awaits: readonly string[];
  /** What shuts it, for want of an opening; also of a step that waits, so that one sees what is to be cleared meanwhile. */
  readonly obstacles: readonly Obstacle[];
  /** What would shut it but for an opening. */
  readonly overridden: readonly Obstacle[];
  readonly openings: readonly Opening[];
}

export interface CaseStanding {
  readonly steps: readonly StepStanding[];
  /** What can be done or cleared now: steps that are ready, then those whose gate alone is shut. */
  readonly next: readonly string[];
  readonly isComplete: boolean;
}

/** What stands beside the records of a case: gates opened by authority, and whether the case was withdrawn. */
export interface CaseMarks {
  readonly openings: readonly Opening[];
  readonly isWithdrawn?: boolean;
}

/** Where a case stands: a pure function of its records, whatever order they came in. Manual 2.1.1, 2.1.3. */
export function standingOf<F>(procedure: Procedure<F>, facts: F, { openings, isWithdrawn = false }: CaseMarks): CaseStanding {
  const steps = procedure.steps.map((step) => standingOfStep(procedure, step, facts, { openings, isWithdrawn }));
  const inState = (state: StepState) => steps.filter((step) => step.state === state).map(({ id }) => id);
  return { steps, next: [...inState("ready"), ...inState("shut")], isComplete: steps.every(({ state }) => state === "done" || state === "notApplicable") };
}

/**
 * All that stands against doing a step now: what comes first, then what shuts its gate. A command refuses with it, a screen lists it.
 * A step already done stands against itself only where `isOnce`.
 */
export function whyNotStep<F>(procedure: Procedure<F>, stepId: string, facts: F, marks: CaseMarks, { isOnce = true }: { readonly isOnce?: boolean } = {}): Problem[] {
  const step = stepById(procedure, stepId);
  const standing = standingOf(procedure, facts, marks).steps.find(({ id }) => id === stepId)!;
  return reasons(
    marks.isWithdrawn && manualProblems.caseWithdrawn(),
    !applies(step, facts) && manualProblems.stepNotInCase({ step: stepId, zh: step.name.zh, en: step.name.en }),
    isOnce && standing.state === "done" && manualProblems.stepDone({ step: stepId, zh: step.name.zh, en: step.name.en }),
    pending(procedure, step, facts).map(({ id, name }) => manualProblems.stepFirst({ step: id, zh: name.zh, en: name.en })),
    standing.obstacles.map(({ reason }) => reason),
  );
}

/** Against opening the gate of a step by authority: it must stand shut, and somebody says why. */
export function whyNotOpen<F>(procedure: Procedure<F>, stepId: string, facts: F, marks: CaseMarks, { reason }: { readonly reason: string }): Problem[] {
  const standing = standingOf(procedure, facts, marks).steps.find(({ id }) => id === stepId);
  return reasons(
    marks.isWithdrawn && manualProblems.caseWithdrawn(),
    reason.trim() === "" && manualProblems.openingWithoutReason(),
    (!standing || standing.state === "done" || standing.obstacles.length === 0) && manualProblems.gateNotShut(),
  );
}

/** The step of this id; a wrong id is a fault of ours. */
export function stepById<F>(procedure: Procedure<F>, id: string): Step<F> {
  const step = procedure.steps.find((each) => each.id === id);
  if (!step) throw new Error(`the procedure ${procedure.id} has no step ${id}`);
  return step;
}

function standingOfStep<F>(procedure: Procedure<F>, step: Step<F>, facts: F, { openings, isWithdrawn }: Required<CaseMarks>): StepStanding {
  const own = openings.filter((opening) => opening.step === step.id);
  const base = { id: step.id, doneAt: null, awaits: [], obstacles: [], overridden: [], openings: own } as const;
  if (!applies(step, facts)) return { ...base, state: "notApplicable" };
  const gate = step.gate?.(facts) ?? [];
  const isOpened = ({ reason }: Obstacle) => own.some(({ codes }) => codes.includes(reason.code));
  const overridden = gate.filter(isOpened);
  const doneAt = step.done(facts);
  if (doneAt) return { ...base, state: "done", doneAt, overridden };
  if (isWithdrawn) return { ...base, state: "stopped" };
  const obstacles = gate.filter((obstacle) => !isOpened(obstacle));
  const awaits = pending(procedure, step, facts).map(({ id }) => id);
  const state = awaits.length > 0 ? "waiting" : obstacles.length > 0 ? "shut" : "ready";
  return { ...base, state, awaits, obstacles, overridden };
}

/** What must be done before `step`: it is in the case and not done yet. */
function pending<F>(procedure: Procedure<F>, { needs }: Step<F>, facts: F): Step<F>[] {
  const open = needs.flatMap((id) => {
    const before = stepById(procedure, id);
    if (!applies(before, facts)) return pending(procedure, before, facts);
    return before.done(facts) ? [] : [before];
  });
  return [...new Set(open)];
}

const applies = <F>(step: Step<F>, facts: F): boolean => step.applies?.(facts) ?? true;
