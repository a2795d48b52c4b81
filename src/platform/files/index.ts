import { createHash } from "node:crypto";
import type { FileContent } from "#kernel/contract.ts";
import { type Id, newId } from "#kernel/id.ts";
import { Refusal } from "#kernel/problem.ts";
import type { SiteContext } from "../context.ts";
import { cleanName, inlineTypes, judge } from "./kind.ts";
import { fileProblems } from "./problems.ts";

export { openFileStore, type FileStore } from "./store.ts";

export interface StoredFile {
  readonly id: Id<"file">;
  readonly hash: string;
  readonly name: string;
  readonly type: string;
  readonly size: number;
}

const mostBytesUnlessTold = 20 << 20;

/** Keeps an uploaded file: its type is told by its content, its name is made harmless. Refusals: empty, tooLarge, typeRefused, nameMisleads, hasMacros, swells. */
export async function storeFile(
  ctx: SiteContext,
  file: { readonly name: string; readonly bytes: Uint8Array },
  { mostBytes = mostBytesUnlessTold }: { readonly mostBytes?: number } = {},
): Promise<StoredFile> {
  const shownName = cleanName(file.name);
  if (file.bytes.byteLength === 0) throw new Refusal(fileProblems.empty({ name: shownName }));
  if (file.bytes.byteLength > mostBytes) throw new Refusal(fileProblems.tooLarge({ name: shownName, megabytes: Math.floor(mostBytes / (1 << 20)) }));
  const { type, name } = await judge(file.name, file.bytes);
  return keepFile(ctx, { name, type, bytes: file.bytes });
}

/** Keeps a file that we made ourselves. */
export async function keepFile(ctx: SiteContext, { name, type, bytes }: { name: string; type: string; bytes: Uint8Array }): Promise<StoredFile> {
  const stored: StoredFile = { id: newId<"file">(), hash: sha256(bytes), name, type, size: bytes.byteLength };
  await ctx.files.put(stored.hash, bytes);
  await ctx.tx
    .insertInto("platform.file")
    .values({ site_id: ctx.siteId, ...stored, tenant_id: ctx.tenantId, uploaded_by: ctx.actor.personId, uploaded_at: ctx.now })
    .execute();
  return stored;
}

/**
 * A file of this site with its bytes, shown in the browser only if it is a plain picture. Refuses with notFound.
 * The caller has established that the reader may see what the file hangs on.
 */
export async function fileContent(ctx: SiteContext, fileId: Id<"file">): Promise<FileContent> {
  const row = await ctx.tx.selectFrom("platform.file").select(["hash", "name", "type"]).where("site_id", "=", ctx.siteId).where("id", "=", fileId).executeTakeFirst();
  if (!row) throw new Refusal(fileProblems.notFound({ fileId }));
  const bytes = await ctx.files.get(row.hash);
  if (!bytes) throw new Error(`The file ${fileId} is missing from the file store`);
  if (sha256(bytes) !== row.hash) throw new Error(`The file ${fileId} is not what was stored: its hash differs`);
  return { name: row.name, type: row.type, bytes, inline: inlineTypes.has(row.type) };
}

const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");
