import { edgeProblems } from "#kernel/edgeProblems.ts";
import { Refusal } from "#kernel/problem.ts";

/** A cursor for the row after which a list goes on: its sort keys, opaque to clients. */
export const cursorOf = (keys: readonly unknown[]): string => Buffer.from(JSON.stringify(keys)).toString("base64url");

const kinds = {
  text: () => true,
  id: (key: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(key),
  moment: (key: string) => /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(key) && !Number.isNaN(Date.parse(key)),
  day: (key: string) => /^\d{4}-\d\d-\d\d$/.test(key) && isDay(key),
  whole: (key: string) => /^-?\d{1,9}$/.test(key),
} as const;

/** The sort keys in a cursor; one that is not ours is refused as invalid. A bare number asks for that many texts. */
export function keysOf(cursor: string, wanted: number | readonly (keyof typeof kinds)[]): string[] {
  const keys = parse(cursor);
  const expected = typeof wanted === "number" ? Array.from({ length: wanted }, () => "text" as const) : wanted;
  const isOurs =
    Array.isArray(keys) && keys.length === expected.length && keys.every((key, index) => typeof key === "string" && !key.includes("\0") && kinds[expected[index] ?? "text"](key));
  if (!isOurs) throw new Refusal(edgeProblems.invalid({ field: "cursor" }));
  return keys as string[];
}

function isDay(key: string): boolean {
  try {
    return Temporal.PlainDate.from(key).year > 0;
  } catch {
    return false;
  }
}

function parse(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
  } catch {
    return undefined;
  }
}

/** A page from `rows`, which were read with one row more than `limit`. */
export function pageFrom<T>(rows: readonly T[], limit: number, keys: (row: T) => readonly unknown[]): { items: T[]; next: string | null } {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, next: rows.length > limit && last ? cursorOf(keys(last).map(String)) : null };
}
