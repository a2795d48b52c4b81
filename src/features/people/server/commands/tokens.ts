import { type Id, newId } from "#kernel/id.ts";
import { Refusal, refuseIf } from "#kernel/problem.ts";
import { hashOfSecret, newSecret } from "#platform/auth/secret.ts";
import { type Context, holds } from "#platform/context.ts";
import type { Edge } from "#platform/feature.ts";
import { mostTokens, peopleProblems } from "../../rules.ts";
import { ownAccount, refuseUnlessPassword } from "../accounts.ts";
import { audit } from "../audit.ts";
import { tokenPrefix } from "../authenticate.ts";
import { tokensOf } from "../queries.ts";

/** The rights that whoever is signed in holds at any of their sites: a token can have these and no more. */
export const ownScopes = (ctx: Context): string[] => {
  const siteIds = [...new Set(ctx.actor.grants.map(({ siteId }) => siteId))];
  return ctx.rights.filter((right) => (right.administrator && ctx.actor.isAdministrator) || siteIds.some((siteId) => holds(ctx.actor, right, siteId))).map(({ name }) => name);
};

/** Refusal: sessionNeeded. */
export async function listMyTokens(ctx: Context) {
  const account = await ownAccount(ctx);
  return { items: await tokensOf(ctx, account.id), scopes: ownScopes(ctx) };
}

/**
 * Makes an API token: it acts for its person, within its scopes, wherever and as long as the person may. It is shown this once.
 * Refusals: sessionNeeded, passwordWrong, tooManyAttempts, scopeBeyondRights, tooManyTokens.
 */
export async function makeToken(ctx: Context, { name, scopes, days, password }: { name: string; scopes: readonly string[]; days: number; password: string }, edge: Edge) {
  const account = await ownAccount(ctx);
  await refuseUnlessPassword(ctx, account, password, edge.address);
  const own = new Set(ownScopes(ctx));
  const wanted = [...new Set(scopes)];
  refuseIf(wanted.filter((scope) => !own.has(scope)).map((scope) => peopleProblems.scopeBeyondRights({ scope })));
  await ctx.tx.selectFrom("people.person").select("id").where("id", "=", account.id).forUpdate().execute();
  const held = await tokensOf(ctx, account.id);
  if (held.length >= mostTokens) throw new Refusal(peopleProblems.tooManyTokens({ most: mostTokens }));

  const token = `${tokenPrefix}${newSecret()}`;
  const facts = { id: newId<"token">(), name, scopes: wanted, createdAt: ctx.now, expiresAt: ctx.now.add({ hours: 24 * days }), usedAt: null };
  await ctx.tx
    .insertInto("people.token")
    .values({ id: facts.id, person_id: account.id, name, token_hash: hashOfSecret(token), scopes: wanted, created_at: facts.createdAt, expires_at: facts.expiresAt })
    .execute();
  await audit(ctx, "tokenMade", { personId: account.id, address: edge.address, facts: { tokenId: facts.id, name, scopes: wanted, days } });
  return { token, facts };
}

/** Takes a token back at once. Refusals: sessionNeeded, tokenNotFound. */
export async function endMyToken(ctx: Context, tokenId: Id<"token">): Promise<void> {
  const account = await ownAccount(ctx);
  const { numUpdatedRows } = await ctx.tx
    .updateTable("people.token")
    .set({ ended_at: ctx.now })
    .where("id", "=", tokenId)
    .where("person_id", "=", account.id)
    .where("ended_at", "is", null)
    .executeTakeFirst();
  if (Number(numUpdatedRows) !== 1) throw new Refusal(peopleProblems.tokenNotFound());
  await audit(ctx, "tokenEnded", { personId: account.id, facts: { tokenId } });
}
