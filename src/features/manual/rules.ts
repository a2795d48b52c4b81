/** What the manual is: its clauses, the standards that measure them, the figures it leaves open. Manual, preface and 1.3.4. */
export { boardOf, nextStepsOf, sinceWhen } from "./rules/board.ts";
export type { CaseOnBoard, NextStep, ProcedureBoard } from "./rules/board.ts";
export { clocks, confidences, figureOf, parameterIds, parametersOf, pathOf, standardIds, units } from "./rules/book.ts";
export type {
  Book,
  Chapter,
  Clause,
  ClauseKind,
  Clock,
  Confidence,
  Figure,
  LimitRule,
  ParameterDefinition,
  ParameterId,
  Stake,
  StandardDefinition,
  StandardId,
  Unit,
} from "./rules/book.ts";
export { difference, differenceOfText } from "./rules/difference.ts";
export type { EntryChange, Piece, TextChange, ValueChange } from "./rules/difference.ts";
export { whyNotChangeStandard, whyNotHold, whyNotPublish, withClause, withNews, withoutClause, withStandard } from "./rules/editing.ts";
export type { Publication } from "./rules/editing.ts";
export { firstEdition } from "./rules/edition1.ts";
export { manualProblems } from "./rules/problems.ts";
export { guidedProcedures, procedureIds, proceduresOf, standingOf, stepById, stepStateNames, stepStates, whyNotOpen, whyNotStep } from "./rules/procedure.ts";
export type { CaseMarks, CaseStanding, Obstacle, Opening, Procedure, ProcedureId, ProcedureOutline, Step, StepOutline, StepStanding, StepState } from "./rules/procedure.ts";
export { resolveStandard, whyNotApply, whyNotSet } from "./rules/resolve.ts";
export type { Cadence, ParameterValues, Standard, StandardLimit } from "./rules/resolve.ts";
export { clockNames, confidenceNames, kindNames, sayAmount, sayLimit, sayRule, saySource, stakeNames } from "./rules/say.ts";
export { searchBook } from "./rules/search.ts";
export type { Hit } from "./rules/search.ts";
