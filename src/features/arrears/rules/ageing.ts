import { type Fen, fen } from "#kernel/money.ts";
import { words, type Words } from "#kernel/words.ts";

/** 账龄: how long an amount has been due, by days after its due day. The due day itself is not late. */
export const buckets = {
  notDue: words("未到期", "Not due"),
  to30: words("1–30 天", "1–30 days"),
  to60: words("31–60 天", "31–60 days"),
  to90: words("61–90 天", "61–90 days"),
  over90: words("90 天以上", "Over 90 days"),
} as const satisfies Record<string, Words>;
export type Bucket = keyof typeof buckets;

export type Aged = Readonly<Record<Bucket, Fen>>;

export const noAgeing: Aged = { notDue: fen(0), to30: fen(0), to60: fen(0), to90: fen(0), over90: fen(0) };

export function bucketOf(dueOn: Temporal.PlainDate, today: Temporal.PlainDate): Bucket {
  const { days } = dueOn.until(today);
  if (days <= 0) return "notDue";
  if (days <= 30) return "to30";
  if (days <= 60) return "to60";
  return days <= 90 ? "to90" : "over90";
}

/** Open amounts by their age. */
export function ageOf(lines: Iterable<{ readonly dueOn: Temporal.PlainDate; readonly open: Fen }>, today: Temporal.PlainDate): Aged {
  const aged: Record<Bucket, Fen> = { ...noAgeing };
  for (const { dueOn, open } of lines) {
    const bucket = bucketOf(dueOn, today);
    aged[bucket] = fen(aged[bucket] + open);
  }
  return aged;
}

/** The sum of several ageings. */
export function ageings(list: Iterable<Aged>): Aged {
  const sum: Record<Bucket, Fen> = { ...noAgeing };
  for (const aged of list) for (const bucket of Object.keys(buckets) as Bucket[]) sum[bucket] = fen(sum[bucket] + aged[bucket]);
  return sum;
}
