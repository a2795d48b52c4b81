import type { EventContract, JobContract, Permission, ValueOf } from "#kernel/contract.ts";
import type { Id } from "#kernel/id.ts";
import type { Authority, Role } from "#kernel/role.ts";
import type { Language } from "#kernel/words.ts";
import type { Tx } from "./db/database.ts";
import type { FileStore } from "./files/store.ts";
import type { Vault } from "./vault.ts";

/** What a person may be on one site; a tenant's contact also names their company and what they may do for it. */
export interface Grant {
  readonly siteId: Id<"site">;
  readonly role: Role;
  readonly tenantId?: Id<"tenant">;
  readonly contactId?: Id<"contact">;
  readonly authorities?: readonly Authority[];
}

/** Who does it. A `token` acts for its person, at most within `scopes`; a `link` is somebody who holds a secret link; `system` is a clock or queue. */
export interface Actor {
  readonly kind: "person" | "token" | "link" | "system" | "anonymous";
  readonly personId: Id<"person"> | null;
  readonly name: string;
  readonly sessionId?: string;
  readonly scopes?: readonly string[];
  readonly grants: readonly Grant[];
  /** May administer the company: sites, people, the manual's editions. */
  readonly isAdministrator: boolean;
}

/** All a command may touch. `now` is the only clock, `tx` the only way to the database. */
export interface Context {
  readonly tx: Tx;
  readonly actor: Actor;
  readonly now: Temporal.Instant;
  readonly language: Language;
  readonly requestId: string;
  /** The sites this transaction may see; row-level security holds to the same list. */
  readonly siteIds: readonly Id<"site">[];
  /** Every right that some endpoint asks for: what an API token can be confined to. */
  readonly rights: readonly Permission[];
  /** Where the bytes of files lie, by their hash: see `#platform/files`. */
  readonly files: FileStore;
  /** Seals what must be secret in the database and yet be read again. */
  readonly vault: Vault;
  /** Where people reach the product, without a slash at its end: for codes and links on paper. */
  readonly publicUrl: string;
  /** Queues a job in this transaction; a job with the same `key` that has not begun is replaced. */
  enqueue<C extends JobContract>(contract: C, payload: ValueOf<C["payload"]>, options?: { readonly key?: string; readonly runAt?: Temporal.Instant }): Promise<void>;
  /** Tells the screens of a site, once this transaction commits, that what they show under `topic` has changed. */
  tell(siteId: Id<"site">, topic: string, id?: string): Promise<void>;
  /**
   * Goes on at one site, in this transaction, which then sees that site only: for a new site, a secret link, a signed call, a job.
   * The caller has established that `actor` (this one unless told) may be there.
   */
  atSite(siteId: Id<"site">, actor?: Actor): Promise<SiteContext>;
}

/** A context at one site. */
export interface SiteContext extends Context {
  readonly siteId: Id<"site">;
  /** IANA name of the site's time zone. */
  readonly zone: string;
  /** The actor's grants on this site. */
  readonly grants: readonly Grant[];
  /** Set when the actor is here as a tenant's contact: rows of other tenants are out of sight. */
  readonly tenantId: Id<"tenant"> | null;
  /** Writes what happened into the evidence of this site and tells those who subscribe, in this transaction. Returns the evidence id. */
  record<E extends EventContract>(contract: E, facts: ValueOf<E["facts"]>, options?: { readonly happenedAt?: Temporal.Instant }): Promise<Id<"evidence">>;
}

/** Whether the actor holds `permission` at this site. */
export function may(ctx: SiteContext, permission: Permission): boolean {
  return holds(ctx.actor, permission, ctx.siteId);
}

/** Whether `actor` holds `permission` at `siteId`: by a role there, by authority for a tenant's contact, within a token's scopes. */
export function holds(actor: Actor, permission: Permission, siteId: Id<"site">): boolean {
  if (actor.kind === "system") return true;
  if (actor.scopes && !actor.scopes.includes(permission.name)) return false;
  if (permission.administrator && actor.isAdministrator) return true;
  return actor.grants.some(
    (grant) =>
      grant.siteId === siteId &&
      permission.roles.includes(grant.role) &&
      (grant.role !== "tenantContact" || !permission.authority || (grant.authorities ?? []).includes(permission.authority)),
  );
}

/** The day of `instant` in the site's zone. */
export const dayAt = (ctx: Pick<SiteContext, "zone">, instant: Temporal.Instant): Temporal.PlainDate => instant.toZonedDateTimeISO(ctx.zone).toPlainDate();
