import { randomBytes } from "node:crypto";
import { sql } from "kysely";
import type pg from "pg";
import type { EventContract, JobContract, Permission } from "#kernel/contract.ts";
import { edgeProblems } from "#kernel/edgeProblems.ts";
import { type Id, newId } from "#kernel/id.ts";
import { Refusal } from "#kernel/problem.ts";
import type { Language } from "#kernel/words.ts";
import type { Actor, Context, Grant, SiteContext } from "./context.ts";
import type { Db, Tx } from "./db/database.ts";
import { inTransaction } from "./db/transaction.ts";
import type { Feature, Subscriber } from "./feature.ts";
import { type FileStore, noFileStore } from "./files/store.ts";
import { openVault, type Vault } from "./vault.ts";

/** Writes one event as evidence; the evidence feature provides it. */
export type Recorder = (ctx: SiteContext, event: EventContract, facts: Record<string, unknown>, options: { readonly happenedAt?: Temporal.Instant }) => Promise<Id<"evidence">>;

export interface RuntimeOptions {
  readonly db: Db;
  readonly pool: pg.Pool;
  readonly features: readonly Feature[];
  readonly record: Recorder;
  readonly files?: FileStore;
  /** By default a vault that nobody opens after this process. */
  readonly vault?: Vault;
  /** Where people reach the product; asked each time, for it may be known only once the server listens. */
  readonly publicUrl?: () => string;
  readonly clock?: () => Temporal.Instant;
}

export interface Occasion {
  readonly actor: Actor;
  readonly now?: Temporal.Instant;
  readonly language?: Language;
  readonly requestId?: string;
  readonly readOnly?: boolean;
}

/** Opens the one transaction that a request, a job or a command line's deed runs in, and its context. */
export interface Runtime {
  readonly db: Db;
  readonly pool: pg.Pool;
  readonly features: readonly Feature[];
  /** At one site; a site that does not exist is refused as not found. `announce` other sites than this one only to prove that row-level security holds alone. */
  at<T>(siteId: Id<"site">, occasion: Occasion & { readonly announce?: readonly Id<"site">[] }, work: (ctx: SiteContext) => Promise<T>): Promise<T>;
  /** Over the given sites. */
  across<T>(siteIds: readonly Id<"site">[], occasion: Occasion, work: (ctx: Context) => Promise<T>): Promise<T>;
  /** Every site there is, closed ones included. */
  everySite(): Promise<readonly SiteFacts[]>;
}

export interface SiteFacts {
  readonly id: Id<"site">;
  readonly zone: string;
  readonly isActive: boolean;
}

export const systemActor: Actor = { kind: "system", personId: null, name: "系统", grants: [], isAdministrator: true };

export const currentInstant = (): Temporal.Instant => Temporal.Now.instant().round("millisecond");

export function createRuntime({
  db,
  pool,
  features,
  record,
  files = noFileStore,
  vault = openVault(randomBytes(32)),
  publicUrl = () => "http://localhost",
  clock = currentInstant,
}: RuntimeOptions): Runtime {
  const subscribers = Map.groupBy(
    features.flatMap((feature) => feature.subscribers ?? []),
    ({ event }) => event,
  );
  const rights = rightsOf(features);
  const sites = knownSites(pool);

  const context = (tx: Tx, siteIds: readonly Id<"site">[], { actor, now = clock(), language = "zh", requestId = newId() }: Occasion): Context => ({
    tx,
    actor,
    now,
    language,
    requestId,
    siteIds,
    rights,
    files,
    vault,
    publicUrl: publicUrl(),
    async enqueue<C extends JobContract>(contract: C, payload: unknown, options: { key?: string; runAt?: Temporal.Instant } = {}) {
      const encoded = JSON.stringify((contract.payload as unknown as Encoder).encode(payload));
      await sql`select platform.enqueue(${contract.name}, ${encoded}::jsonb, ${options.key ?? null}, ${options.runAt ?? null})`.execute(tx);
    },
    async tell(siteId, topic, id) {
      await sql`select pg_notify('towerkeep', ${JSON.stringify({ siteId, topic, ...(id ? { id } : {}) })})`.execute(tx);
    },
    async atSite(siteId, otherActor = actor) {
      await sql`select set_config('towerkeep.site_ids', ${`{${siteId}}`}, true)`.execute(tx);
      const site = await sql<{ zone: string }>`select zone from sites.site where id = ${siteId}`.execute(tx);
      return siteContext(context(tx, [siteId], { actor: otherActor, now, language, requestId }), siteId, site.rows[0]?.zone ?? "Asia/Shanghai");
    },
  });

  const siteContext = (ctx: Context, siteId: Id<"site">, zone: string): SiteContext => {
    const grants = ctx.actor.grants.filter((grant) => grant.siteId === siteId);
    const here: SiteContext = {
      ...ctx,
      siteId,
      zone,
      grants,
      tenantId: tenantOf(grants),
      async record(event, facts, options = {}) {
        const encoded = (event.facts as unknown as Encoder).encode(facts) as Record<string, unknown>;
        const evidenceId = await record(here, event, encoded, options);
        await hear(subscribers.get(event.name) ?? [], here, facts, evidenceId);
        return evidenceId;
      },
    };
    return here;
  };

  return {
    db,
    pool,
    features,
    everySite: sites.all,
    async at(siteId, occasion, work) {
      const site = await sites.byId(siteId);
      if (!site) throw new Refusal(edgeProblems.notFound({ siteId }));
      const grants = occasion.actor.grants.filter((grant) => grant.siteId === siteId);
      const announcement = {
        siteIds: occasion.announce ?? [siteId],
        tenantId: tenantOf(grants),
        personId: occasion.actor.personId,
        ...(occasion.readOnly ? { readOnly: true } : {}),
      };
      return inTransaction(db, announcement, (tx) => work(siteContext(context(tx, [siteId], occasion), siteId, site.zone)));
    },
    async across(siteIds, occasion, work) {
      const grants = occasion.actor.grants.filter((grant) => siteIds.includes(grant.siteId));
      const announcement = { siteIds, tenantId: tenantOf(grants), personId: occasion.actor.personId, ...(occasion.readOnly ? { readOnly: true } : {}) };
      return inTransaction(db, announcement, (tx) => work(context(tx, siteIds, occasion)));
    },
  };
}

function rightsOf(features: readonly Feature[]): Permission[] {
  const asked = features.flatMap(({ routes }) => routes.map(({ contract }) => contract.permission)).filter((access) => typeof access !== "string");
  return [...new Map(asked.map((right) => [right.name, right])).values()].toSorted((a, b) => a.name.localeCompare(b.name));
}

interface Encoder {
  encode(value: unknown): unknown;
}

async function hear(subscribers: readonly Subscriber[], ctx: SiteContext, facts: unknown, evidenceId: Id<"evidence">): Promise<void> {
  for (const subscriber of subscribers) await subscriber.hear(ctx, facts as never, evidenceId);
}

/** The sites an actor may work across. Who works for the operator anywhere sees those sites; only somebody who is nothing but a tenant's contact sees theirs, as such. */
export function sitesAcross({ grants }: Actor): Id<"site">[] {
  const asStaff = grants.filter(({ role }) => role !== "tenantContact");
  return [...new Set((asStaff.length > 0 ? asStaff : grants.filter(({ tenantId }) => tenantId === grants[0]?.tenantId)).map(({ siteId }) => siteId))];
}

/** The company somebody is confined to: theirs, when all they are on the site is a tenant's contact. */
export function tenantOf(grants: readonly Grant[]): Id<"tenant"> | null {
  const only = grants.length > 0 && grants.every(({ role }) => role === "tenantContact");
  return only ? (grants[0]?.tenantId ?? null) : null;
}

const siteFactsLiveMs = 5_000;

/** The few facts every request needs of its site, remembered for some seconds. */
function knownSites(pool: pg.Pool) {
  const known = new Map<string, { readonly site: SiteFacts | undefined; readonly until: number }>();
  const read = async (where: string, values: readonly unknown[]): Promise<SiteFacts[]> => {
    const result = await pool.query<{ id: Id<"site">; zone: string; state: string }>(`select id, zone, state from sites.site ${where}`, [...values]);
    return result.rows.map(({ id, zone, state }) => ({ id, zone, isActive: state === "active" }));
  };
  return {
    all: () => read("order by code", []),
    async byId(id: Id<"site">): Promise<SiteFacts | undefined> {
      const remembered = known.get(id);
      if (remembered && remembered.until > performance.now()) return remembered.site;
      const [site] = await read("where id = $1", [id]);
      if (site) known.set(id, { site, until: performance.now() + siteFactsLiveMs });
      return site;
    },
  };
}
