import { type Id, newId } from "#kernel/id.ts";
import { Refusal } from "#kernel/problem.ts";
import { hashOfSecret, newSecret } from "#platform/auth/secret.ts";
import type { Context } from "#platform/context.ts";
import { lifetimes, peopleProblems } from "../rules.ts";

export type LinkKind = "setup" | "invitation" | "reset";

const lives: Readonly<Record<LinkKind, Temporal.DurationLike>> = {
  setup: { hours: lifetimes.setupHours },
  invitation: { hours: 24 * lifetimes.invitationDays },
  reset: { minutes: lifetimes.resetMinutes },
};

const pages: Readonly<Record<LinkKind, string>> = { setup: "/setup", invitation: "/invitation", reset: "/password-reset" };

export interface Link {
  readonly id: Id<"link">;
  readonly kind: LinkKind;
  readonly personId: Id<"person"> | null;
  readonly expiresAt: Temporal.Instant;
}

/** Makes a link that works once; earlier ones of its kind for the same person stop working. `path` carries the secret behind its hash, out of every log. */
export async function makeLink(ctx: Context, kind: LinkKind, personId: Id<"person"> | null): Promise<{ path: string; expiresAt: Temporal.Instant }> {
  await endLinks(ctx, personId, [kind]);
  const secret = newSecret();
  const expiresAt = ctx.now.add(lives[kind]);
  await ctx.tx
    .insertInto("people.link")
    .values({ id: newId(), kind, token_hash: hashOfSecret(secret), person_id: personId, created_by: ctx.actor.personId, created_at: ctx.now, expires_at: expiresAt })
    .execute();
  return { path: `${pages[kind]}#${secret}`, expiresAt };
}

export async function endLinks(ctx: Context, personId: Id<"person"> | null, kinds: readonly LinkKind[]): Promise<void> {
  await ctx.tx
    .updateTable("people.link")
    .set({ used_at: ctx.now })
    .where("person_id", personId ? "=" : "is", personId)
    .where("kind", "in", [...kinds])
    .where("used_at", "is", null)
    .execute();
}

/** A link that would still work, of whatever kind. Refusal: linkDead. */
export async function liveLink(ctx: Context, secret: string): Promise<Link> {
  const row = await ctx.tx
    .selectFrom("people.link")
    .select(["id", "kind", "person_id", "expires_at"])
    .where("token_hash", "=", hashOfSecret(secret))
    .where("used_at", "is", null)
    .where("expires_at", ">", ctx.now)
    .executeTakeFirst();
  if (!row) throw new Refusal(peopleProblems.linkDead());
  return { id: row.id as Id<"link">, kind: row.kind, personId: row.person_id as Id<"person"> | null, expiresAt: row.expires_at };
}

/** Uses a link up: of two at once the second waits here and then finds it used. Refusal: linkDead. */
export async function useLink(ctx: Context, secret: string, kind: LinkKind): Promise<Link> {
  const link = await liveLink(ctx, secret);
  if (link.kind !== kind) throw new Refusal(peopleProblems.linkDead());
  const { numUpdatedRows } = await ctx.tx.updateTable("people.link").set({ used_at: ctx.now }).where("id", "=", link.id).where("used_at", "is", null).executeTakeFirst();
  if (Number(numUpdatedRows) !== 1) throw new Refusal(peopleProblems.linkDead());
  return link;
}
