import { words, type Words } from "#kernel/words.ts";

/** How a telephone rings, in seconds. In China's networks one second of tone, four of silence. */
export interface RingCadence {
  readonly on: number;
  readonly off: number;
}

export const usualCadence: RingCadence = { on: 1, off: 4 };
export const usualMostRings = 3;

/** How many rings have begun after `waitedMs`: the first at once, the next after each whole cadence. */
export function ringsAfter(waitedMs: number, { on, off }: RingCadence): number {
  return Math.floor(waitedMs / ((on + off) * 1000)) + 1;
}

/** The longest wait in milliseconds, exclusive, that is still within `mostRings`. */
export const longestWait = (mostRings: number, { on, off }: RingCadence): number => mostRings * (on + off) * 1000;

export interface RungCall {
  readonly waitedMs: number;
  readonly isAnswered: boolean;
}

export const callVerdictNames = {
  kept: words("三声内接听", "Answered in time"),
  failed: words("未及时接听", "Not answered in time"),
  noOccasion: words("来电者提前挂断", "Caller hung up first"),
} as const satisfies Record<string, Words>;
export type CallVerdict = keyof typeof callVerdictNames;

/** Whether a call was answered within `mostRings` (2.2.2-1). A caller who hung up before they were over gave no occasion. */
export function judgeCall(call: RungCall, cadence: RingCadence, mostRings = usualMostRings): CallVerdict {
  const isWithin = ringsAfter(call.waitedMs, cadence) <= mostRings;
  if (!call.isAnswered) return isWithin ? "noOccasion" : "failed";
  return isWithin ? "kept" : "failed";
}

/** A sampled test call, for a site without an exchange: rings counted by ear, and the standard greeting heard or not. */
export const judgeTestCall = (sample: { readonly rings: number; readonly isAnswered: boolean }, mostRings = usualMostRings): boolean =>
  sample.isAnswered && sample.rings <= mostRings;
