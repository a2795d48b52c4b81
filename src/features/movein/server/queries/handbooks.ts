import type { Id } from "#kernel/id.ts";
import type { SiteContext } from "#platform/context.ts";

export interface Handbook {
  readonly id: Id<"handbook">;
  readonly name: string;
  readonly fileId: Id<"file">;
  readonly hash: string;
  readonly putAt: Temporal.Instant;
}

/** The handbook that is handed over now: the newest the site has put up; null where it never has, and the house's own stands in. */
export async function currentHandbook(ctx: SiteContext): Promise<Handbook | null> {
  const row = await ctx.tx
    .selectFrom("movein.handbook as handbook")
    .innerJoin("platform.file as file", (join) => join.onRef("file.site_id", "=", "handbook.site_id").onRef("file.id", "=", "handbook.file_id"))
    .select(["handbook.id", "handbook.name", "handbook.file_id", "handbook.put_at", "file.hash"])
    .where("handbook.site_id", "=", ctx.siteId)
    .orderBy("handbook.put_at", "desc")
    .orderBy("handbook.id", "desc")
    .limit(1)
    .executeTakeFirst();
  return row ? { id: row.id as Id<"handbook">, name: row.name, fileId: row.file_id as Id<"file">, hash: row.hash, putAt: row.put_at } : null;
}
