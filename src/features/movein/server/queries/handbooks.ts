import type { FileContent } from "#kernel/contract.ts";
import type { Id } from "#kernel/id.ts";
import { words } from "#kernel/words.ts";
import type { SiteContext } from "#platform/context.ts";
import { renderPdf } from "#platform/documents/index.ts";
import { fileContent } from "#platform/files/index.ts";
import { siteById } from "#features/sites/server/index.ts";

export interface Handbook {
  readonly id: Id<"handbook">;
  readonly name: string;
  readonly fileId: Id<"file">;
  readonly hash: string;
  readonly putAt: Temporal.Instant;
}

/** How the handbook is called that stands in where a site has put up none. */
export const houseHandbook = words("用户手册（通用版）", "Handbook (of the house)");

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

/** The handbook to read. */
export async function handbookFile(ctx: SiteContext): Promise<FileContent> {
  const handbook = await currentHandbook(ctx);
  if (handbook) return { ...(await fileContent(ctx, handbook.fileId)), type: "application/pdf", inline: true };
  const { name: site, address } = await siteById(ctx);
  const bytes = await renderPdf(new URL("../../documents/handbook.typ", import.meta.url), { site, address, language: ctx.language });
  return { name: `${houseHandbook[ctx.language]}.pdf`, type: "application/pdf", bytes, inline: true };
}
