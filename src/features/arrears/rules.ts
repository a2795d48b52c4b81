import type { Id } from "#kernel/id.ts";
import { type Problem, reasons } from "#kernel/problem.ts";
import { words, type Words } from "#kernel/words.ts";
import { arrearsProblems } from "./rules/problems.ts";

export { type Aged, ageOf, ageings, type Bucket, bucketOf, buckets, noAgeing } from "./rules/ageing.ts";
export {
  type Act,
  acts,
  actsWithLetter,
  dueSteps,
  type DueStep,
  houseRuleOf,
  reminderDue,
  ladder as defaultLadder,
  type LadderStep,
  type Stage,
  stageOf,
  stages,
  type Trigger,
  whyNotLadder,
} from "./rules/ladder.ts";
export { bearsLateFee, daysLate, lateFeeLeft, limitationOf, limitationYears } from "./rules/late.ts";
export { arrearsProblems } from "./rules/problems.ts";
export { judgePromises, type PromiseState, promiseStates, type Promised } from "./rules/promises.ts";

export const stepStates = { open: words("待办", "To do"), done: words("已办", "Done"), lapsed: words("不再需要", "No longer needed") } as const satisfies Record<string, Words>;
export type StepState = keyof typeof stepStates;

export const waiverStates = { asked: words("待审批", "To be decided"), approved: words("已批准", "Approved"), refused: words("已驳回", "Refused") } as const satisfies Record<
  string,
  Words
>;
export type WaiverState = keyof typeof waiverStates;

/** All that stands against deciding a waiver of damages for delay; empty if nothing does. */
export const whyNotDecide = (waiver: { readonly state: WaiverState; readonly askedBy: Id<"person"> }, personId: Id<"person"> | null): Problem[] =>
  reasons(waiver.state !== "asked" && arrearsProblems.waiverDecided(), (personId === null || waiver.askedBy === personId) && arrearsProblems.ownWaiver());
