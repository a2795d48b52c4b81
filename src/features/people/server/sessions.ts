import { sql } from "kysely";
import { type Id, newId } from "#kernel/id.ts";
import type { Role } from "#kernel/role.ts";
import { hashOfSecret, newSecret } from "#platform/auth/secret.ts";
import type { Context } from "#platform/context.ts";
import type { Edge } from "#platform/feature.ts";
import { lifetimes, mostSessions } from "../rules.ts";
import { type Account, nameOfCompany } from "./accounts.ts";
import { type OwnGrant, sessionCookie } from "./authenticate.ts";

/**
 * Opens a session with a token of its own making, whatever cookie came in: a session that somebody else planted is never taken over,
 * and the one that the browser held before ends. Returns what `GET /session` tells.
 */
export async function openSession(ctx: Context, account: Account, edge: Edge) {
  const token = newSecret();
  const session = {
    id: newId<"session">(),
    person_id: account.id,
    token_hash: hashOfSecret(token),
    device: edge.userAgent.toWellFormed().replaceAll("\0", "").slice(0, 300),
    address: edge.address,
    signed_in_at: ctx.now,
    seen_at: ctx.now,
    expires_at: ctx.now.add({ hours: 24 * lifetimes.sessionDays }),
  };
  await endSessionOf(ctx, edge.cookies[sessionCookie]);
  await ctx.tx.insertInto("people.session").values(session).execute();
  await endOldest(ctx, account.id);
  edge.setCookie(sessionCookie, token, { maxAgeSeconds: 86_400 * lifetimes.sessionDays });
  return sessionFactsOf(ctx, account, { endsAt: session.expires_at, scopes: null });
}

async function endSessionOf(ctx: Context, token: string | undefined): Promise<void> {
  if (!token) return;
  await ctx.tx.updateTable("people.session").set({ ended_at: ctx.now }).where("token_hash", "=", hashOfSecret(token)).where("ended_at", "is", null).execute();
}

/** At most so many sessions are open; beyond that the longest unseen end. What ended long ago is removed. */
async function endOldest(ctx: Context, personId: Id<"person">): Promise<void> {
  const kept = ctx.tx
    .selectFrom("people.session")
    .select("id")
    .where("person_id", "=", personId)
    .where("ended_at", "is", null)
    .orderBy("seen_at", "desc")
    .orderBy("id", "desc")
    .limit(mostSessions);
  await ctx.tx.updateTable("people.session").set({ ended_at: ctx.now }).where("person_id", "=", personId).where("ended_at", "is", null).where("id", "not in", kept).execute();
  await ctx.tx
    .deleteFrom("people.session")
    .where("person_id", "=", personId)
    .where("expires_at", "<", ctx.now.subtract({ hours: 24 * 90 }))
    .execute();
}

/** Who somebody is, with their roles and sites: also for one who has only just signed in and whom the transaction did not know yet. */
export async function sessionFactsOf(ctx: Context, account: Account, { endsAt, scopes }: { endsAt: Temporal.Instant | null; scopes: readonly string[] | null }) {
  await sql`select set_config('towerkeep.person_id', ${account.id}, true)`.execute(ctx.tx);
  const { rows } = await sql<{ grants: OwnGrant[] }>`select people.own_grants() as grants`.execute(ctx.tx);
  const grants = rows[0]?.grants ?? [];
  const company = await nameOfCompany(ctx);
  return {
    person: { id: account.id, name: account.name, login: account.login, email: account.email, language: account.language },
    isAdministrator: account.isAdministrator,
    grants: grants.map(({ siteId, role, tenantId, contactId, authorities }) => ({ siteId, role, tenantId, contactId, authorities: [...authorities] })),
    sites: [...Map.groupBy(grants, ({ siteId }) => siteId).values()].map(sitesOf),
    company: company === null ? null : { name: company },
    scopes: scopes ? [...scopes] : null,
    hasSecondFactor: account.totpSecret !== null,
    endsAt,
  };
}

function sitesOf(grants: readonly OwnGrant[]) {
  const [{ siteId, siteName, siteCode, zone }] = grants as [OwnGrant];
  const roles: Role[] = [...new Set(grants.map(({ role }) => role))];
  return { id: siteId, name: siteName, code: siteCode, zone, roles };
}
