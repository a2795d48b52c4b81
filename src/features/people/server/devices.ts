import { hashOfSecret, newSecret } from "#platform/auth/secret.ts";
import type { Context } from "#platform/context.ts";
import type { Edge } from "#platform/feature.ts";
import type { Id } from "#kernel/id.ts";
import type { Suspect } from "./guard.ts";

/** Tells a browser in which somebody signed in before from one that is new. It signs nobody in. */
export const deviceCookie = "towerkeep-device";

const rememberedDays = 365;
const mostDevices = 20;

/** Who is guessing at `login`: a browser that the account knows is counted by itself, all others together. */
export async function suspectAt(ctx: Context, login: string, edge: Edge): Promise<Suspect> {
  const token = edge.cookies[deviceCookie];
  if (!token) return { login, address: edge.address };
  const hash = hashOfSecret(token);
  const known = await ctx.tx
    .selectFrom("people.device as device")
    .innerJoin("people.person as person", "person.id", "device.person_id")
    .select("person.id")
    .where("person.login", "=", login.toLowerCase())
    .where("device.token_hash", "=", hash)
    .executeTakeFirst();
  return { login, address: edge.address, ...(known ? { device: hash } : {}) };
}

/** Remembers the browser that somebody has just signed in with. */
export async function rememberDevice(ctx: Context, personId: Id<"person">, edge: Edge): Promise<void> {
  const token = (await oneOfOurs(ctx, edge.cookies[deviceCookie])) ?? newSecret();
  await ctx.tx
    .insertInto("people.device")
    .values({ person_id: personId, token_hash: hashOfSecret(token), seen_at: ctx.now })
    .onConflict((conflict) => conflict.columns(["person_id", "token_hash"]).doUpdateSet({ seen_at: ctx.now }))
    .execute();
  const kept = ctx.tx.selectFrom("people.device").select("token_hash").where("person_id", "=", personId).orderBy("seen_at", "desc").orderBy("token_hash").limit(mostDevices);
  await ctx.tx.deleteFrom("people.device").where("person_id", "=", personId).where("token_hash", "not in", kept).execute();
  edge.setCookie(deviceCookie, token, { maxAgeSeconds: 86_400 * rememberedDays });
}

/** The token a browser brings if somebody signed in with it before (several people share a desk's browser); one that a stranger planted is not taken up. */
async function oneOfOurs(ctx: Context, token: string | undefined): Promise<string | undefined> {
  if (!token) return undefined;
  const known = await ctx.tx.selectFrom("people.device").select("person_id").where("token_hash", "=", hashOfSecret(token)).limit(1).executeTakeFirst();
  return known && token;
}

/** Forgets every browser of somebody: after a reset all are strangers again. */
export async function forgetDevices(ctx: Context, personId: Id<"person">): Promise<void> {
  await ctx.tx.deleteFrom("people.device").where("person_id", "=", personId).execute();
}
