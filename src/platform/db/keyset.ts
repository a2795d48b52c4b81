import { edgeProblems } from "#kernel/edgeProblems.ts";
import { Refusal } from "#kernel/problem.ts";

/** A cursor for the row after which a list goes on: its sort keys, opaque to clients. */
export const cursorOf = (keys: readonly unknown[]): string => Buffer.from(JSON.stringify(keys)).toString("base64url");

/** The sort keys in a cursor; one that is not ours is refused as invalid. */
export function keysOf(cursor: string, count: number): string[] {
  const keys = parse(cursor);
  if (!Array.isArray(keys) || keys.length !== count || !keys.every((key) => typeof key === "string" && !key.includes("\0")))
    throw new Refusal(edgeProblems.invalid({ field: "cursor" }));
  return keys as string[];
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
