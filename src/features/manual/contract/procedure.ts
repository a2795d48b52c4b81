import { z } from "zod";
import { event } from "#kernel/contract.ts";
import { idField, instantField, textField } from "#kernel/fields.ts";
import { words } from "#kernel/words.ts";
import { procedureIds, stepStates } from "../rules/procedure.ts";

// What the features that run a procedure say of their cases; they declare the endpoints.

export const procedureIdField = () => z.enum(procedureIds);
export const stepIdField = () => z.string().regex(/^[a-zA-Z]{1,40}$/);

export const obstacleField = z.object({
  reason: z.object({ code: z.string(), status: z.number().int(), title: z.string(), facts: z.record(z.string(), z.unknown()) }),
  clearedBy: z.string().nullable(),
});
export const openingField = z.object({ step: z.string(), codes: z.array(z.string()).readonly(), reason: z.string(), byName: z.string(), at: instantField() });

export const stepStandingField = z.object({
  id: z.string(),
  state: z.enum(stepStates),
  doneAt: instantField().nullable(),
  awaits: z.array(z.string()).readonly(),
  obstacles: z.array(obstacleField).readonly(),
  overridden: z.array(obstacleField).readonly(),
  openings: z.array(openingField).readonly(),
});
/** Where a case stands, as `standingOf` says it. */
export const caseStandingField = z.object({ steps: z.array(stepStandingField).readonly(), next: z.array(z.string()).readonly(), isComplete: z.boolean() });

/** How many running cases stand at a step (it is among what they can do next), and the one that has stood there longest. */
export const stepCountField = z.object({
  step: z.string(),
  ready: z.number().int(),
  shut: z.number().int(),
  oldest: z.object({ caseId: z.string(), label: z.string(), since: instantField() }).nullable(),
});
export const procedureBoardField = z.object({ procedure: procedureIdField(), running: z.number().int(), counts: z.array(stepCountField).readonly() });

/** A step that somebody can do or clear now, as `nextStepsOf` says it: for a person's home screen. */
export const nextStepField = z.object({ caseId: z.string(), label: z.string(), step: z.string(), state: z.enum(["ready", "shut"]), since: instantField() });

/** What a manager gives to open a gate. */
export const openingBody = z.object({ reason: textField(500) });

/** Recorded under the clause of the step, as a deed on the case: a subject of the kind of its procedure, as `moveIn`. */
export const gateOpened = event({
  name: "manual.gate_opened",
  words: words("关口放行", "Gate opened"),
  clauses: [],
  subject: "opening",
  facts: z.object({
    openingId: idField("opening"),
    procedure: procedureIdField(),
    caseId: z.string(),
    moveInId: z.string().exactOptional(),
    fitOutId: z.string().exactOptional(),
    moveOutId: z.string().exactOptional(),
    caseLabel: z.string(),
    step: z.string(),
    clause: z.string(),
    codes: z.array(z.string()),
    obstacles: z.array(z.string()),
    reason: z.string(),
  }),
});
