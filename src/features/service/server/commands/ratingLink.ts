import { createHash, randomBytes } from "node:crypto";
import { asId, type Id, newId } from "#kernel/id.ts";
import type { SiteContext } from "#platform/context.ts";
import { type RatingLink, ratingLinkDays } from "../../rules.ts";
import type { StoredCase } from "../store.ts";

export interface StoredLink extends RatingLink {
  readonly id: Id<"ratingLink">;
  readonly caseId: Id<"case">;
  readonly round: number;
  readonly callbackId: Id<"callback"> | null;
}

const hashOf = (token: string): string => createHash("sha256").update(token).digest("hex");

/** Makes the link by which the tenant may rate this round's answer; earlier ones not used yet stop working. Returns its secret, which is not kept. */
export async function newRatingLink(ctx: SiteContext, stored: StoredCase): Promise<string> {
  await revokeLinks(ctx, stored.id);
  const token = randomBytes(24).toString("base64url");
  await ctx.tx
    .insertInto("service.rating_link")
    .values({
      site_id: ctx.siteId,
      id: newId<"ratingLink">(),
      case_id: stored.id,
      tenant_id: stored.tenantId,
      round: stored.round,
      token_hash: hashOf(token),
      created_at: ctx.now,
      expires_at: expiryOf(ctx),
    })
    .execute();
  return token;
}

export const expiryOf = (ctx: SiteContext): Temporal.Instant => ctx.now.add({ hours: 24 * ratingLinkDays });

/** Links not used yet stop working: there is a newer one, or the call-back was made in another way. */
export async function revokeLinks(ctx: SiteContext, caseId: Id<"case">): Promise<void> {
  await ctx.tx
    .updateTable("service.rating_link")
    .set({ revoked_at: ctx.now })
    .where("site_id", "=", ctx.siteId)
    .where("case_id", "=", caseId)
    .where("rated_at", "is", null)
    .where("revoked_at", "is", null)
    .execute();
}

const linksHere = (ctx: SiteContext) => ctx.tx.selectFrom("service.rating_link").where("site_id", "=", ctx.siteId).selectAll();

export async function linkByToken(ctx: SiteContext, token: string): Promise<StoredLink | null> {
  const row = await linksHere(ctx).where("token_hash", "=", hashOf(token)).executeTakeFirst();
  return row ? toLink(row) : null;
}

/** A link as it is now, read again under the lock of its case. */
export const linkById = async (ctx: SiteContext, id: Id<"ratingLink">): Promise<StoredLink> => toLink(await linksHere(ctx).where("id", "=", id).executeTakeFirstOrThrow());

/** The link made last for a case; by it the tenant's portal knows whether a rating is awaited. */
export async function latestLink(ctx: SiteContext, caseId: Id<"case">): Promise<StoredLink | null> {
  const row = await linksHere(ctx).where("case_id", "=", caseId).orderBy("created_at", "desc").orderBy("id", "desc").limit(1).executeTakeFirst();
  return row ? toLink(row) : null;
}

const toLink = (row: {
  id: string;
  case_id: string;
  round: number;
  expires_at: Temporal.Instant;
  revoked_at: Temporal.Instant | null;
  rated_at: Temporal.Instant | null;
  callback_id: string | null;
}): StoredLink => ({
  id: asId(row.id),
  caseId: asId(row.case_id),
  round: row.round,
  expiresAt: row.expires_at,
  revokedAt: row.revoked_at,
  ratedAt: row.rated_at,
  callbackId: row.callback_id as Id<"callback"> | null,
});
