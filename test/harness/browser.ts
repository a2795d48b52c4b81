import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, test } from "vitest";
import { features } from "#apps/features.ts";
import { recorder } from "#apps/server/recorder.ts";
import { createAuthenticator, createPerson, ensureSetupLink, grantRole } from "#features/people/server/index.ts";
import type { Endpoint } from "#kernel/contract.ts";
import { type Id, newId } from "#kernel/id.ts";
import type { Authority, Role } from "#kernel/role.ts";
import { openDatabase, openPool } from "#platform/db/database.ts";
import { listenForChanges } from "#platform/http/live.ts";
import { createServer } from "#platform/http/server.ts";
import { createRuntime, currentInstant, type Runtime, systemActor } from "#platform/runtime.ts";
import { freshDatabase } from "./database.ts";
import type { Reply } from "./index.ts";

/** A browser: it keeps its cookies, comes from an address, and has a name. */
export interface Browser {
  readonly cookies: Map<string, string>;
  send(
    contract: Pick<Endpoint, "method" | "path">,
    input?: { readonly params?: Record<string, string>; readonly query?: Record<string, unknown>; readonly body?: unknown },
    headers?: Record<string, string>,
    // oxlint-disable-next-line typescript/no-explicit-any -- what came over the wire is looked into freely by tests
  ): Promise<Reply<any>>;
}

/** A server with the real way in: sessions, tokens, cookies. */
export interface DoorWorld {
  readonly app: FastifyInstance;
  readonly runtime: Runtime;
  readonly clock: { now(): Temporal.Instant; advance(duration: Temporal.DurationLike): void };
  readonly siteId: Id<"site">;
  browser(options?: { readonly address?: string; readonly device?: string }): Browser;
  setupLink(): Promise<string | null>;
  /** A person who can sign in, with roles at the world's site. */
  person(options?: {
    readonly name?: string;
    readonly login?: string;
    readonly email?: string | null;
    readonly password?: string;
    readonly isAdministrator?: boolean;
    readonly roles?: readonly Role[];
  }): Promise<{ id: Id<"person">; login: string; password: string }>;
  site(): Promise<Id<"site">>;
  tenant(): Promise<{ tenantId: Id<"tenant">; contactId: Id<"contact"> }>;
  grant(personId: Id<"person">, grant: { role: Role; siteId?: Id<"site">; tenantId?: Id<"tenant">; contactId?: Id<"contact">; authorities?: readonly Authority[] }): Promise<void>;
}

interface Shared extends Omit<DoorWorld, "siteId"> {
  close(): Promise<void>;
}

let shared: Shared | undefined;
let isOpen = false;
let counter = 0;

/** A test at the door: each gets a site of its own, all of a file share a database. */
export function doorTest(name: string, run: (world: DoorWorld) => Promise<void>, { secure = false, timeoutMs = 30_000 }: { secure?: boolean; timeoutMs?: number } = {}): void {
  if (!isOpen) {
    isOpen = true;
    beforeAll(async () => {
      shared = await open(secure);
    });
    afterAll(() => shared?.close());
  }
  test(name, { timeout: timeoutMs }, async () => {
    if (!shared) throw new Error("The door is not open");
    await run({ ...shared, siteId: await shared.site() });
  });
}

async function open(secureCookies: boolean): Promise<Shared> {
  const database = await freshDatabase();
  const pool = openPool({ url: database.url, max: 12 });
  const db = openDatabase(pool);
  let now = currentInstant();
  const clock = { now: () => now, advance: (duration: Temporal.DurationLike) => void (now = now.add(duration)) };
  const runtime = createRuntime({ db, pool, features, record: recorder, clock: clock.now });
  for (const { start } of features) if (start) await runtime.across([], { actor: systemActor }, start);
  const feed = listenForChanges(database.url, () => {});
  const app = await createServer({
    runtime,
    authenticate: createAuthenticator({ pool, feed, clock: clock.now }),
    secureCookies,
    logLevel: process.env["TEST_LOG"] ?? "silent",
    ratePerMinute: 1_000_000,
    trustedProxies: ["127.0.0.1"],
  });
  await app.ready();

  const grant: DoorWorld["grant"] = async (personId, { siteId = latestSite, ...given }) => {
    await runtime.at(siteId, { actor: systemActor }, (ctx) => grantRole(ctx, { personId, ...given }));
  };

  return {
    app,
    runtime,
    clock,
    grant,
    browser: (options = {}) => browserOf(app, options),
    setupLink: () => runtime.across([], { actor: systemActor }, ensureSetupLink),
    async person({ name = "王敏", login = `wang.${++counter}`, email = `${login}@example.com`, password = "nine tall lanterns", isAdministrator = false, roles = [] } = {}) {
      const id = await runtime.across([], { actor: systemActor }, (ctx) => createPerson(ctx, { name, login, email, password, isAdministrator }));
      for (const role of roles) await grant(id, { role });
      return { id, login, password };
    },
    async site() {
      const id = newId<"site">();
      await pool.query("insert into sites.site (id, code, name, zone, created_at) values ($1, $2, $2, 'Asia/Shanghai', now())", [id, `S${++counter}`]);
      latestSite = id;
      return id;
    },
    async tenant() {
      const [tenantId, contactId] = [newId<"tenant">(), newId<"contact">()];
      await pool.query("insert into tenants.tenant (site_id, id, name, created_at) values ($1, $2, $3, now())", [latestSite, tenantId, `租户${++counter}`]);
      await pool.query("insert into tenants.contact (site_id, id, tenant_id, name, created_at) values ($1, $2, $3, '李雷', now())", [latestSite, contactId, tenantId]);
      return { tenantId, contactId };
    },
    async close() {
      await app.close();
      await feed.close();
      await db.destroy();
      await database.drop();
    },
  };
}

let latestSite = newId<"site">();

function browserOf(
  app: FastifyInstance,
  { address = `10.0.${Math.floor(++counter / 250)}.${(counter % 250) + 1}`, device = "Firefox" }: { address?: string; device?: string },
): Browser {
  const cookies = new Map<string, string>();
  return {
    cookies,
    async send(contract, { params = {}, query = {}, body } = {}, headers = {}) {
      const path = contract.path.replaceAll(/\{(\w+)\}/g, (_: string, name: string) => encodeURIComponent(params[name] ?? (name === "siteId" ? latestSite : "")));
      const search = new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)]));
      const reply = await app.inject({
        method: contract.method,
        url: `/api${path}${search.size > 0 ? `?${search.toString()}` : ""}`,
        headers: {
          "user-agent": device,
          "x-forwarded-for": address,
          ...(cookies.size > 0 ? { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join("; ") } : {}),
          ...(body === undefined ? {} : { "content-type": "application/json" }),
          ...headers,
        },
        ...(body === undefined ? {} : { payload: JSON.stringify(body) }),
      });
      for (const { name, value, maxAge, expires } of reply.cookies) {
        if (value === "" || maxAge === 0 || (expires && expires.getTime() <= 0)) cookies.delete(name);
        else cookies.set(name, value);
      }
      const isJson = String(reply.headers["content-type"] ?? "").includes("json");
      return { status: reply.statusCode, body: isJson && reply.body ? JSON.parse(reply.body) : undefined, headers: reply.headers, bytes: reply.rawPayload };
    },
  };
}
