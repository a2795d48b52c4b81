import { fileTypeFromBuffer } from "file-type";
import { sql } from "kysely";
import type { FileContent, UploadedFile } from "#kernel/contract.ts";
import type { Id } from "#kernel/id.ts";
import { KeptRefusal, Refusal, refuseIf, reasons } from "#kernel/problem.ts";
import type { SiteContext } from "#platform/context.ts";
import { fileContent, storeFile } from "#platform/files/index.ts";
import { issueSignedRecord, mostPhotoBytes } from "../../contract.ts";
import { pictureTypes } from "../../contract/fields.ts";
import { handoverProblems } from "../../rules.ts";
import { sha256 } from "../hash.ts";
import { givePhotos } from "./settle.ts";

export interface PhotoProgress {
  readonly hash: string;
  readonly received: number;
  readonly size: number | null;
  readonly isComplete: boolean;
}

/** How much of a photo is here. */
export async function photoProgress(ctx: SiteContext, hash: string): Promise<PhotoProgress> {
  const whole = await ctx.tx.selectFrom("handover.photo").select("size").where("site_id", "=", ctx.siteId).where("hash", "=", hash).executeTakeFirst();
  if (whole) return { hash, received: whole.size, size: whole.size, isComplete: true };
  const { rows } = await sql<{ received: number | null; size: number | null }>`
    select sum(length(bytes))::int as received, max(size) as size from handover.photo_piece where site_id = ${ctx.siteId} and hash = ${hash}`.execute(ctx.tx);
  return { hash, received: rows[0]?.received ?? 0, size: rows[0]?.size ?? null, isComplete: false };
}

/**
 * Takes the piece of a photo that begins at `offset`; one that does not go on where the last ended changes nothing. With the last piece the
 * whole is checked and kept. Refusals: otherSize, photoTooLarge, otherPhoto and notAPicture (both forget what had come).
 */
export async function uploadPhoto(
  ctx: SiteContext,
  { hash, offset, size, file }: { readonly hash: string; readonly offset: number; readonly size: number; readonly file: UploadedFile },
): Promise<PhotoProgress> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`handover:${ctx.siteId}:${hash}`}, 0))`.execute(ctx.tx);
  const before = await photoProgress(ctx, hash);
  if (before.isComplete || before.received !== offset || file.bytes.length === 0) return before;
  const received = offset + file.bytes.length;
  refuseIf(
    reasons(
      before.size !== null && before.size !== size && handoverProblems.otherSize({ size: before.size }),
      received > size && handoverProblems.otherSize({ size }),
      size > mostPhotoBytes && handoverProblems.photoTooLarge({ megabytes: mostPhotoBytes >> 20 }),
    ),
  );
  if (received < size) {
    await ctx.tx
      .insertInto("handover.photo_piece")
      .values({ site_id: ctx.siteId, hash, starts_at: offset, size, bytes: Buffer.from(file.bytes), received_at: ctx.now })
      .execute();
    return { hash, received, size, isComplete: false };
  }
  const pieces = await ctx.tx.selectFrom("handover.photo_piece").select("bytes").where("site_id", "=", ctx.siteId).where("hash", "=", hash).orderBy("starts_at").execute();
  const bytes = Buffer.concat([...pieces.map((piece) => piece.bytes), file.bytes]);
  await ctx.tx.deleteFrom("handover.photo_piece").where("site_id", "=", ctx.siteId).where("hash", "=", hash).execute();
  if (sha256(bytes) !== hash) throw new KeptRefusal(handoverProblems.otherPhoto());
  const mime = (await fileTypeFromBuffer(bytes))?.mime;
  const type = pictureTypes.find((known) => known === mime);
  if (!type) throw new KeptRefusal(handoverProblems.notAPicture());
  await keepPhoto(ctx, { hash, type, bytes });
  return { hash, received: size, size, isComplete: true };
}

/** Keeps a whole photo (one that is known stays as it is), gives it to the meter it shows, and has the record of signed inspections that waited for it issued. */
export async function keepPhoto(
  ctx: SiteContext,
  { hash, type, bytes }: { readonly hash: string; readonly type: (typeof pictureTypes)[number]; readonly bytes: Uint8Array },
): Promise<void> {
  const file = await storeFile(ctx, { name: `${hash.slice(0, 12)}.${type.slice("image/".length)}`, bytes });
  const photo = { site_id: ctx.siteId, hash, file_id: file.id, type, size: file.size, received_at: ctx.now };
  await ctx.tx
    .insertInto("handover.photo")
    .values(photo)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const named = await ctx.tx
    .selectFrom("handover.inspection_photo as named")
    .innerJoin("handover.inspection as inspection", (join) => join.onRef("inspection.site_id", "=", "named.site_id").onRef("inspection.id", "=", "named.inspection_id"))
    .select(["inspection.id", "inspection.stage", "inspection.document_id"])
    .where("named.site_id", "=", ctx.siteId)
    .where("named.hash", "=", hash)
    .execute();
  for (const { id, stage, document_id } of named) {
    if (stage === "signed") await givePhotos(ctx, id as Id<"inspection">);
    if (stage === "signed" && document_id === null)
      await ctx.enqueue(issueSignedRecord, { siteId: ctx.siteId, inspectionId: id as Id<"inspection"> }, { key: `handover-record:${id}` });
    await ctx.tell(ctx.siteId, "handover.inspection", id);
  }
}

/** A photo as a picture, for staff any of the site's, for a tenant's contact those of their inspections. Refusal: photoNotFound. */
export async function photoContent(ctx: SiteContext, hash: string): Promise<FileContent> {
  if (ctx.tenantId !== null) {
    const own = await ctx.tx
      .selectFrom("handover.inspection_photo")
      .select("hash")
      .where("site_id", "=", ctx.siteId)
      .where("hash", "=", hash)
      .where("tenant_id", "=", ctx.tenantId)
      .executeTakeFirst();
    if (!own) throw new Refusal(handoverProblems.photoNotFound());
  }
  const row = await ctx.tx.selectFrom("handover.photo").select("file_id").where("site_id", "=", ctx.siteId).where("hash", "=", hash).executeTakeFirst();
  if (!row) throw new Refusal(handoverProblems.photoNotFound());
  return fileContent(ctx, row.file_id as Id<"file">);
}
