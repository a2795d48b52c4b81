import { words, type Words } from "#kernel/words.ts";

/** What a call-back asks about (F08), each 1 (very poor) to 5 (very good). */
export const scoreNames = {
  speed: words("速度", "Speed"),
  attitude: words("态度", "Attitude"),
  quality: words("质量", "Quality"),
  result: words("结果", "Result"),
} as const satisfies Record<string, Words>;
export type ScoreName = keyof typeof scoreNames;
export type Scores = { readonly [K in ScoreName]: number };

/** Whether the tenant is not content: the result is poor, or something is left undone. Such a case begins anew. */
export const isDissatisfied = (call: { readonly scores: Scores; readonly isUnresolved: boolean }): boolean => call.isUnresolved || call.scores.result <= 2;

/** How long a rating link waits for its rating. */
export const ratingLinkDays = 14;
/** How long a rating given by link may still be changed. */
export const ratingFreezeHours = 12;

export interface RatingLink {
  readonly expiresAt: Temporal.Instant;
  readonly revokedAt: Temporal.Instant | null;
  readonly ratedAt: Temporal.Instant | null;
}

export const ratingStates = ["open", "changeable", "frozen", "expired", "spent"] as const;
export type RatingState = (typeof ratingStates)[number];

/** What may be done with a rating link at `now`: rate once, correct that rating for 12 hours, then nothing. */
export function ratingState(link: RatingLink, now: Temporal.Instant): RatingState {
  if (link.ratedAt) {
    return Temporal.Instant.compare(now, link.ratedAt.add({ hours: ratingFreezeHours })) < 0 ? (link.revokedAt ? "spent" : "changeable") : "frozen";
  }
  if (link.revokedAt) return "spent";
  return Temporal.Instant.compare(now, link.expiresAt) >= 0 ? "expired" : "open";
}
