import { type ExpressionBuilder, sql } from "kysely";
import { edgeProblems } from "#kernel/edgeProblems.ts";
import type { Id } from "#kernel/id.ts";
import { Refusal } from "#kernel/problem.ts";
import { type Authority, type Department, departments, type Role } from "#kernel/role.ts";
import type { Language } from "#kernel/words.ts";
import type { Context, SiteContext } from "#platform/context.ts";
import { keysOf, pageFrom } from "#platform/db/keyset.ts";
import type { Database } from "#platform/db/tables.ts";
import { containing } from "#platform/text/searchKey.ts";
import { type AuditDeed, peopleProblems, type PersonState } from "../rules.ts";
import { lockedAmong } from "./guard.ts";

export interface Person {
  readonly id: Id<"person">;
  readonly name: string;
  readonly login: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly language: Language;
  readonly state: PersonState;
}

const personColumns = ["id", "name", "login", "email", "phone", "language", "state"] as const;

/** A person of the company. Refusal: personNotFound. */
export async function personById(ctx: Context, id: Id<"person">): Promise<Person> {
  const row = await ctx.tx.selectFrom("people.person").select(personColumns).where("id", "=", id).executeTakeFirst();
  if (!row) throw new Refusal(peopleProblems.personNotFound());
  return row as Person;
}

/** The names of people by id; ids of nobody are left out. */
export async function personNames(ctx: Context, ids: Iterable<Id<"person"> | null | undefined>): Promise<Map<Id<"person">, string>> {
  const wanted = [...new Set([...ids].filter((id) => id !== null && id !== undefined))];
  if (wanted.length === 0) return new Map();
  const rows = await ctx.tx.selectFrom("people.person").select(["id", "name"]).where("id", "in", wanted).execute();
  return new Map(rows.map(({ id, name }) => [id as Id<"person">, name]));
}

export interface Member extends Person {
  readonly roles: readonly Role[];
}

/** The active people with a role at this site, by name: in one role, in one department, or in any role of the operator's own. Tenants' contacts only when asked for by role. */
export async function membersOf(ctx: SiteContext, { role, department }: { readonly role?: Role; readonly department?: Department } = {}): Promise<Member[]> {
  const rows = await ctx.tx
    .selectFrom("people.role_grant as role_grant")
    .innerJoin("people.person as person", "person.id", "role_grant.person_id")
    .where("role_grant.site_id", "=", ctx.siteId)
    .where("person.state", "=", "active")
    .$if(role !== undefined, (query) => query.where("role_grant.role", "=", role ?? ""))
    .$if(department !== undefined, (query) => query.where("role_grant.role", "in", [...departments[department ?? "management"]]))
    .$if(role !== "tenantContact", (query) => query.where("role_grant.role", "!=", "tenantContact"))
    .select(["person.id", "person.name", "person.login", "person.email", "person.phone", "person.language", "person.state"])
    .select(sql<Role[]>`array_agg(distinct role_grant.role)`.as("roles"))
    .groupBy("person.id")
    .orderBy("person.name")
    .orderBy("person.id")
    .execute();
  return rows.map((row) => ({ ...row, id: row.id as Id<"person"> }));
}

interface GrantOfPerson {
  readonly id: Id<"grant">;
  readonly siteId: Id<"site">;
  readonly siteName: string;
  readonly role: Role;
  readonly tenantId: Id<"tenant"> | null;
  readonly tenantName: string | null;
  readonly contactId: Id<"contact"> | null;
  readonly authorities: Authority[];
}

/** The roles of people at the sites in sight. The tenant's name comes from a later feature's table, to which our rows have a foreign key. */
async function grantsOf(ctx: Context, personIds: readonly string[]): Promise<Map<string, GrantOfPerson[]>> {
  if (personIds.length === 0 || ctx.siteIds.length === 0) return new Map();
  const rows = await ctx.tx
    .selectFrom("people.role_grant as role_grant")
    .innerJoin("sites.site as site", "site.id", "role_grant.site_id")
    .leftJoin("tenants.tenant as tenant", (join) => join.onRef("tenant.site_id", "=", "role_grant.site_id").onRef("tenant.id", "=", "role_grant.tenant_id"))
    .where("role_grant.person_id", "in", [...personIds])
    .where("role_grant.site_id", "in", [...ctx.siteIds])
    .select([
      "role_grant.person_id",
      "role_grant.id",
      "site.id as siteId",
      "site.name as siteName",
      "role_grant.role",
      "role_grant.tenant_id",
      "tenant.name as tenantName",
      "role_grant.contact_id",
      "role_grant.authorities",
    ])
    .orderBy("site.code")
    .orderBy("role_grant.role")
    .execute();
  const grants = rows.map((row) => ({
    personId: row.person_id,
    grant: {
      id: row.id as Id<"grant">,
      siteId: row.siteId as Id<"site">,
      siteName: row.siteName,
      role: row.role as Role,
      tenantId: row.tenant_id as Id<"tenant"> | null,
      tenantName: row.tenantName,
      contactId: row.contact_id as Id<"contact"> | null,
      authorities: row.authorities as Authority[],
    },
  }));
  return new Map([...Map.groupBy(grants, ({ personId }) => personId)].map(([personId, list]) => [personId, list.map(({ grant }) => grant)]));
}

export interface PeopleFilter {
  readonly q?: string | undefined;
  readonly state?: PersonState | undefined;
  readonly siteId?: Id<"site"> | undefined;
  readonly role?: Role | undefined;
}

/** Everybody of the company by name, with roles and state of their account. */
export async function peoplePage(ctx: Context, { q, state, siteId, role, cursor, limit }: PeopleFilter & { readonly cursor?: string | undefined; readonly limit: number }) {
  let query = people(ctx)
    .orderBy("person.name")
    .orderBy("person.id")
    .limit(limit + 1);
  if (q) query = query.where(matches(q));
  if (state) query = query.where("person.state", "=", state);
  if (siteId ?? role) query = query.where((eb) => eb.exists(holding(eb, siteId, role)));
  if (cursor) {
    const [name = "", id = ""] = keysOf(cursor, 2);
    query = query.where(sql<boolean>`(person.name, person.id) > (${name}, ${uuidOf(id)}::uuid)`);
  }
  const page = pageFrom(await query.execute(), limit, (row) => [row.name, row.id]);
  return { items: await withAccounts(ctx, page.items), next: page.next };
}

/** Every account there is, by name, for the command line. */
export const listAccounts = async (ctx: Context) => withAccounts(ctx, await people(ctx).orderBy("person.name").orderBy("person.id").execute());

/** One person with roles and state of the account. Refusal: personNotFound. */
export async function personFactsById(ctx: Context, id: Id<"person">) {
  const rows = await people(ctx).where("person.id", "=", id).execute();
  const [person] = await withAccounts(ctx, rows);
  if (!person) throw new Refusal(peopleProblems.personNotFound());
  return person;
}

const people = (ctx: Context) =>
  ctx.tx
    .selectFrom("people.person as person")
    .select(["person.id", "person.name", "person.login", "person.email", "person.phone", "person.language", "person.is_administrator", "person.state", "person.version"])
    .select([
      sql<boolean>`exists (select from people.second_factor factor where factor.person_id = person.id and factor.confirmed_at is not null)`.as("has_second_factor"),
      sql<Temporal.Instant | null>`(select max(session.seen_at) from people.session session where session.person_id = person.id)`.as("last_seen_at"),
    ]);

type PersonRow = Awaited<ReturnType<ReturnType<typeof people>["executeTakeFirstOrThrow"]>>;

async function withAccounts(ctx: Context, rows: readonly PersonRow[]) {
  const grants = await grantsOf(
    ctx,
    rows.map(({ id }) => id),
  );
  const locked = await lockedAmong(
    ctx,
    rows.flatMap(({ login }) => login ?? []),
  );
  return rows.map((row) => ({
    id: row.id as Id<"person">,
    name: row.name,
    login: row.login,
    email: row.email,
    phone: row.phone,
    language: row.language,
    isAdministrator: row.is_administrator,
    state: row.state,
    hasSecondFactor: row.has_second_factor,
    isLocked: row.login !== null && locked.has(row.login),
    lastSeenAt: row.last_seen_at,
    version: row.version,
    grants: grants.get(row.id) ?? [],
  }));
}

type PersonTable = Database & { person: Database["people.person"] };

const matches = (q: string) => (eb: ExpressionBuilder<PersonTable, "person">) =>
  eb.or([sql<boolean>`lower(person.name) like ${containing(q)}`, sql<boolean>`person.login like ${containing(q)}`, sql<boolean>`lower(person.email) like ${containing(q)}`]);

const holding = (eb: ExpressionBuilder<PersonTable, "person">, siteId: Id<"site"> | undefined, role: Role | undefined) =>
  eb
    .selectFrom("people.role_grant as held")
    .select("held.id")
    .whereRef("held.person_id", "=", "person.id")
    .$if(siteId !== undefined, (query) => query.where("held.site_id", "=", siteId ?? ""))
    .$if(role !== undefined, (query) => query.where("held.role", "=", role ?? ""));

const uuidForm = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** An id in a cursor; a cursor that is not ours is refused as invalid. */
function uuidOf(text: string): string {
  if (!uuidForm.test(text)) throw new Refusal(edgeProblems.invalid({ field: "cursor" }));
  return text;
}

function instantOf(text: string): string {
  try {
    return Temporal.Instant.from(text).toString();
  } catch {
    throw new Refusal(edgeProblems.invalid({ field: "cursor" }));
  }
}

/** The open sessions of a person, the last seen first. */
export async function sessionsOf(ctx: Context, personId: Id<"person">) {
  const rows = await ctx.tx
    .selectFrom("people.session")
    .select(["id", "device", "address", "signed_in_at", "seen_at", "expires_at"])
    .where("person_id", "=", personId)
    .where("ended_at", "is", null)
    .where("expires_at", ">", ctx.now)
    .orderBy("seen_at", "desc")
    .orderBy("id", "desc")
    .execute();
  return rows.map((row) => ({
    id: row.id as Id<"session">,
    device: row.device,
    address: row.address,
    signedInAt: row.signed_in_at,
    seenAt: row.seen_at,
    expiresAt: row.expires_at,
    isThis: row.id === ctx.actor.sessionId,
  }));
}

/** The API tokens of a person that work, the newest first. */
export async function tokensOf(ctx: Context, personId: Id<"person">) {
  const rows = await ctx.tx
    .selectFrom("people.token")
    .select(["id", "name", "scopes", "created_at", "expires_at", "used_at"])
    .where("person_id", "=", personId)
    .where("ended_at", "is", null)
    .where("expires_at", ">", ctx.now)
    .orderBy("created_at", "desc")
    .orderBy("id", "desc")
    .execute();
  return rows.map((row) => ({ id: row.id as Id<"token">, name: row.name, scopes: row.scopes, createdAt: row.created_at, expiresAt: row.expires_at, usedAt: row.used_at }));
}

/** What was done to accounts, newest first. */
export async function auditPage(ctx: Context, { personId, cursor, limit }: { personId?: Id<"person"> | undefined; cursor?: string | undefined; limit: number }) {
  let query = ctx.tx
    .selectFrom("people.audit as audit")
    .leftJoin("people.person as person", "person.id", "audit.person_id")
    .select(["audit.id", "audit.at", "audit.deed", "audit.actor_name", "audit.person_id", "person.name as person_name", "audit.address", "audit.facts"])
    .orderBy("audit.at", "desc")
    .orderBy("audit.id", "desc")
    .limit(limit + 1);
  if (personId) query = query.where("audit.person_id", "=", personId);
  if (cursor) {
    const [at = "", id = ""] = keysOf(cursor, 2);
    query = query.where(sql<boolean>`(audit.at, audit.id) < (${instantOf(at)}::timestamptz, ${uuidOf(id)}::uuid)`);
  }
  const page = pageFrom(await query.execute(), limit, (row) => [row.at, row.id]);
  return {
    items: page.items.map((row) => ({
      id: row.id as Id<"audit">,
      at: row.at,
      deed: row.deed as AuditDeed,
      by: row.actor_name,
      personId: row.person_id as Id<"person"> | null,
      personName: row.person_name,
      address: row.address,
      facts: row.facts as Record<string, unknown>,
    })),
    next: page.next,
  };
}

/** Whether mail goes out, how much of it does not, and the mails themselves, newest first. */
export async function mailPage(ctx: Context, { cursor, limit }: { cursor?: string | undefined; limit: number }) {
  const server = await ctx.tx.selectFrom("platform.mail_server").select("is_configured").executeTakeFirst();
  const counts = await ctx.tx
    .selectFrom("platform.mail")
    .select(["state", (eb) => eb.fn.countAll<number>().as("count")])
    .where("state", "in", ["kept", "failing", "failed"])
    .groupBy("state")
    .execute();
  const countOf = (state: string) => Number(counts.find((row) => row.state === state)?.count ?? 0);
  let query = ctx.tx
    .selectFrom("platform.mail")
    .select(["id", "recipient", "subject", "state", "attempts", "error", "queued_at", "sent_at"])
    .orderBy("queued_at", "desc")
    .orderBy("id", "desc")
    .limit(limit + 1);
  if (cursor) {
    const [at = "", id = ""] = keysOf(cursor, 2);
    query = query.where(sql<boolean>`(queued_at, id) < (${instantOf(at)}::timestamptz, ${uuidOf(id)}::uuid)`);
  }
  const page = pageFrom(await query.execute(), limit, (row) => [row.queued_at, row.id]);
  return {
    isConfigured: server?.is_configured ?? false,
    kept: countOf("kept"),
    failing: countOf("failing"),
    failed: countOf("failed"),
    items: page.items.map((row) => ({
      id: row.id as Id<"mail">,
      to: row.recipient,
      subject: row.subject,
      state: row.state,
      attempts: row.attempts,
      error: row.error,
      queuedAt: row.queued_at,
      sentAt: row.sent_at,
    })),
    next: page.next,
  };
}

/** The people with a role at this site, by name, each with their roles here. */
export async function memberPage(ctx: SiteContext, { q, role, cursor, limit }: { q?: string | undefined; role?: Role | undefined; cursor?: string | undefined; limit: number }) {
  let query = ctx.tx
    .selectFrom("people.person as person")
    .select(["person.id", "person.name", "person.email", "person.phone", "person.state"])
    .where((eb) => eb.exists(holding(eb as never, ctx.siteId, role)))
    .orderBy("person.name")
    .orderBy("person.id")
    .limit(limit + 1);
  if (q) query = query.where(matches(q) as never);
  if (cursor) {
    const [name = "", id = ""] = keysOf(cursor, 2);
    query = query.where(sql<boolean>`(person.name, person.id) > (${name}, ${uuidOf(id)}::uuid)`);
  }
  const page = pageFrom(await query.execute(), limit, (row) => [row.name, row.id]);
  const grants = await grantsOf(
    ctx,
    page.items.map(({ id }) => id),
  );
  return {
    items: page.items.map(({ id, name, email, phone, state }) => ({ personId: id as Id<"person">, name, email, phone, state, grants: grants.get(id) ?? [] })),
    next: page.next,
  };
}

/** Some people of the company whose name or account holds `q`. */
export async function findPeople(ctx: Context, q: string) {
  const rows = await ctx.tx
    .selectFrom("people.person as person")
    .select(["person.id", "person.name", "person.login"])
    .where("person.state", "!=", "inactive")
    .where(matches(q) as never)
    .orderBy("person.name")
    .orderBy("person.id")
    .limit(20)
    .execute();
  return rows.map(({ id, name, login }) => ({ personId: id as Id<"person">, name, login }));
}

/** The language the contact chose, if they sign in; else Chinese. */
export async function languageOfContact(ctx: SiteContext, contactId: Id<"contact">): Promise<Language> {
  const row = await ctx.tx
    .selectFrom("people.role_grant as granted")
    .innerJoin("people.person as person", "person.id", "granted.person_id")
    .where("granted.site_id", "=", ctx.siteId)
    .where("granted.contact_id", "=", contactId)
    .select("person.language")
    .executeTakeFirst();
  return row?.language === "en" ? "en" : "zh";
}
