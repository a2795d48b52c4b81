/** What the manual is: its clauses, the standards that measure them, the figures it leaves open. Manual, preface and 1.3.4. */
export { clocks, confidences, figureOf, parameterIds, parametersOf, pathOf, standardIds, units } from "./rules/book.ts";
export type { Book, Chapter, Clause, ClauseKind, Clock, Confidence, Figure, LimitRule, ParameterDefinition, ParameterId, Stake, StandardDefinition, StandardId, Unit } from "./rules/book.ts";
export { difference, differenceOfText, writeLimit } from "./rules/difference.ts";
export type { EntryChange, Piece, TextChange, ValueChange } from "./rules/difference.ts";
export { firstEdition } from "./rules/edition1.ts";
export { manualProblems } from "./rules/problems.ts";
export { dueInNextMonth, resolveStandard, ringsHeard, whyNotApply, whyNotSet, withinRings } from "./rules/resolve.ts";
export type { Cadence, Limit, ParameterValues, Standard } from "./rules/resolve.ts";
export { searchBook } from "./rules/search.ts";
export type { Hit } from "./rules/search.ts";
