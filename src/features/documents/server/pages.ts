import { gunzipSync, gzipSync } from "node:zlib";
import type { Id } from "#kernel/id.ts";
import type { SiteContext } from "#platform/context.ts";
import { fileContent, keepFile } from "#platform/files/index.ts";

/** Keeps the pages of a document as pictures, packed into one file. */
export async function keepPages(ctx: SiteContext, pages: readonly string[]): Promise<Id<"file">> {
  return (await keepFile(ctx, { name: "pages.json.gz", type: "application/gzip", bytes: gzipSync(JSON.stringify(pages)) })).id;
}

/** The pages of a document as pictures, as they were when it was issued; none where nobody signs it on a screen. */
export async function pagesOf(ctx: SiteContext, documentId: Id<"document">): Promise<string[]> {
  const row = await ctx.tx.selectFrom("documents.document").select("pages_file_id").where("site_id", "=", ctx.siteId).where("id", "=", documentId).executeTakeFirst();
  if (!row?.pages_file_id) return [];
  const { bytes } = await fileContent(ctx, row.pages_file_id as Id<"file">);
  return JSON.parse(gunzipSync(bytes).toString("utf8")) as string[];
}
