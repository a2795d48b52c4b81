import type pg from "pg";
import { asId, type Id } from "#kernel/id.ts";
import type { Authority, Role } from "#kernel/role.ts";
import { hashOfSecret } from "#platform/auth/secret.ts";
import type { Actor, Grant } from "#platform/context.ts";
import type { ChangeFeed } from "#platform/http/live.ts";
import type { Authenticate } from "#platform/http/routes.ts";
import { currentInstant } from "#platform/runtime.ts";
import { lifetimes } from "../rules.ts";

/** The cookie of a session. Over HTTPS the edge adds the prefix `__Host-`. */
export const sessionCookie = "towerkeep";

/** An API token is known by its beginning, so that one that leaked into a repository is found by scanners. */
export const tokenPrefix = "tkp_";

export interface AuthenticatorOptions {
  readonly pool: pg.Pool;
  /** Tells when somebody's rights changed, in whichever process. */
  readonly feed: Pick<ChangeFeed, "subscribe">;
  readonly clock?: () => Temporal.Instant;
  /** How long what was found is believed without asking again; a change that is heard of ends it at once. */
  readonly believeForMs?: number;
  /** Prepare the statements by name; impossible behind a pooler in transaction mode. */
  readonly namedStatements?: boolean;
}

/** Tells who is asking: by an API token in the header `Authorization`, else by the session's cookie. */
export function createAuthenticator({ pool, feed, clock = currentInstant, believeForMs = 10_000, namedStatements = true }: AuthenticatorOptions): Authenticate {
  const believed = new Map<string, Belief>();
  // Counts the changes heard of: what was read from the database before one of them is not remembered after it.
  let changes = 0;
  feed.subscribe(({ topic, id }) => {
    if (topic !== "*" && topic !== "people.access") return;
    changes++;
    for (const [key, { actor }] of believed) if (topic === "*" || actor.personId === id) believed.delete(key);
  });

  return async ({ headers, cookies }, { afresh = false } = {}) => {
    const proof = proofIn(headers.authorization, cookies[sessionCookie]);
    if (!proof) return null;
    const hash = hashOfSecret(proof.secret);
    const now = clock();
    const known = believed.get(hash);
    if (!afresh && known && known.until > performance.now() && Temporal.Instant.compare(now, known.endsAt) < 0) return known.actor;

    const changesBefore = changes;
    const found = await ask(pool, proof.kind, hash, now, namedStatements);
    believed.delete(hash);
    if (found && changes === changesBefore) {
      if (believed.size >= mostBelieved) believed.delete(believed.keys().next().value ?? "");
      believed.set(hash, { ...found, until: performance.now() + believeForMs });
    }
    return found?.actor ?? null;
  };
}

const mostBelieved = 20_000;

interface Belief {
  readonly actor: Actor;
  readonly endsAt: Temporal.Instant;
  readonly until: number;
}

interface Proof {
  readonly kind: "session" | "token";
  readonly secret: string;
}

/** A header that names no token of ours proves nothing, and then the cookie is not looked at: what came with a header skips the cross-site check. */
function proofIn(authorization: string | undefined, cookie: string | undefined): Proof | undefined {
  if (authorization !== undefined) {
    const secret = /^Bearer\s+(\S{1,200})$/i.exec(authorization)?.[1];
    return secret?.startsWith(tokenPrefix) ? { kind: "token", secret } : undefined;
  }
  return cookie && cookie.length <= 200 ? { kind: "session", secret: cookie } : undefined;
}

interface FoundActor {
  readonly personId: string;
  readonly name: string;
  readonly isAdministrator: boolean;
  readonly sessionId?: string;
  readonly scopes?: readonly string[];
  readonly expiresAt: string;
  readonly grants: readonly OwnGrant[];
}

/** A role of one's own, as the database's `people.own_grants()` tells it. */
export interface OwnGrant {
  readonly siteId: Id<"site">;
  readonly siteName: string;
  readonly siteCode: string;
  readonly zone: string;
  readonly role: Role;
  readonly tenantId: Id<"tenant"> | null;
  readonly contactId: Id<"contact"> | null;
  readonly authorities: readonly Authority[];
}

async function ask(pool: pg.Pool, kind: Proof["kind"], hash: string, now: Temporal.Instant, isNamed: boolean): Promise<{ actor: Actor; endsAt: Temporal.Instant } | undefined> {
  const call = kind === "session" ? "people.session_actor($1, $2, make_interval(hours => $3))" : "people.token_actor($1, $2)";
  const values = [hash, now.toString(), ...(kind === "session" ? [lifetimes.sessionIdleHours] : [])];
  const { rows } = await pool.query<{ found: FoundActor | null }>({ ...(isNamed ? { name: `people.${kind}_actor` } : {}), text: `select ${call} as found`, values });
  const found = rows[0]?.found;
  if (!found) return undefined;
  const actor: Actor = {
    kind: kind === "session" ? "person" : "token",
    personId: asId<"person">(found.personId),
    name: found.name,
    isAdministrator: found.isAdministrator,
    grants: found.grants.map(toGrant),
    ...(found.sessionId ? { sessionId: found.sessionId } : {}),
    ...(found.scopes ? { scopes: found.scopes } : {}),
  };
  return { actor, endsAt: Temporal.Instant.from(found.expiresAt) };
}

export const toGrant = ({ siteId, role, tenantId, contactId, authorities }: OwnGrant): Grant => ({
  siteId,
  role,
  ...(tenantId ? { tenantId } : {}),
  ...(contactId ? { contactId } : {}),
  ...(authorities.length > 0 ? { authorities } : {}),
});
