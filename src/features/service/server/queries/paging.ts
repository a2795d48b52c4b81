import type { SiteContext } from "#platform/context.ts";
import { keysOf, pageFrom } from "#platform/db/keyset.ts";

/** The first moment of a day at the site. */
export const startOf = (ctx: Pick<SiteContext, "zone">, day: Temporal.PlainDate): Temporal.Instant => day.toZonedDateTime(ctx.zone).toInstant();

/** The moment and id a list goes on after; a cursor that is not ours is refused as invalid. */
export function keyAfter(cursor: string): { readonly at: string; readonly id: string } {
  const [at, id] = keysOf(cursor, ["moment", "id"]);
  return { at: String(at), id: String(id) };
}

/** A page of a list sorted by a moment and an id. */
export const pageByMoment = <T>(rows: readonly T[], limit: number, keys: (row: T) => readonly [Temporal.Instant | null, string]) => pageFrom(rows, limit, keys);
