import { words, type Words } from "#kernel/words.ts";

/** How a telephone rings, in seconds; in China one second of tone, four of silence. */
export interface RingCadence {
  readonly on: number;
  readonly off: number;
}

/** How many rings have begun after `waitedMs`: the first at once, the next after each whole cadence. Manual 2.2.2-1. */
export const ringsHeard = (waitedMs: number, { on, off }: RingCadence): number => Math.floor(waitedMs / ((on + off) * 1000)) + 1;

/** A call by how many rings had begun when somebody picked up, or the caller gave up. */
export interface RungCall {
  readonly rings: number;
  readonly isAnswered: boolean;
}

export const callVerdictNames = {
  kept: words("三声内接听", "Answered in time"),
  failed: words("未及时接听", "Not answered in time"),
  noOccasion: words("来电者提前挂断", "Caller hung up first"),
} as const satisfies Record<string, Words>;
export type CallVerdict = keyof typeof callVerdictNames;

/** What a call failed by. */
export const callFailureNames = {
  tooManyRings: words("铃声超过规定", "Too many rings"),
  notAnswered: words("无人接听", "Not answered"),
  noGreeting: words("未用标准问候语", "No standard greeting"),
} as const satisfies Record<string, Words>;
export type CallFailure = keyof typeof callFailureNames;

/** What a failed call failed by, all of it; empty where it did not fail. A call nobody answered failed by that alone. Manual 2.2.2-1. */
export function whyCallFailed(
  { rings, isAnswered, hadGreeting, verdict }: RungCall & { readonly hadGreeting: boolean | null; readonly verdict: CallVerdict },
  mostRings: number,
): CallFailure[] {
  if (verdict !== "failed") return [];
  if (!isAnswered) return ["notAnswered"];
  return [...(rings > mostRings ? (["tooManyRings"] as const) : []), ...(hadGreeting === false ? (["noGreeting"] as const) : [])];
}

/** Whether a call was answered within `mostRings` (2.2.2-1). A caller who hung up before they were over gave no occasion. */
export function judgeCall({ rings, isAnswered }: RungCall, mostRings: number): CallVerdict {
  if (rings > mostRings) return "failed";
  return isAnswered ? "kept" : "noOccasion";
}

/** A sampled test call, for a site without an exchange: answered in time, and with the standard greeting where that was heard for. Nobody answering has failed. */
export const judgeTestCall = ({ rings, isAnswered, hadGreeting }: RungCall & { readonly hadGreeting: boolean | null }, mostRings: number): CallVerdict =>
  isAnswered && rings <= mostRings && hadGreeting !== false ? "kept" : "failed";
