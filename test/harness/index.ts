import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, test } from "vitest";
import { features } from "#apps/features.ts";
import type { Endpoint, FileReply, FileUpload, Schema, WireOf } from "#kernel/contract.ts";
import { asId, type Id, newId } from "#kernel/id.ts";
import type { Authority, Role } from "#kernel/role.ts";
import type { Actor, Grant } from "#platform/context.ts";
import { openDatabase, openPool } from "#platform/db/database.ts";
import { openFileStore } from "#platform/files/index.ts";
import { createServer } from "#platform/http/server.ts";
import { createRuntime, currentInstant, type Runtime } from "#platform/runtime.ts";
import { recorder } from "#apps/server/recorder.ts";
import { freshDatabase } from "./database.ts";
import { type Given, givenAt, peopleStored } from "./given.ts";

/** The clock of a test: stands still until moved. */
export interface TestClock {
  now(): Temporal.Instant;
  set(moment: string): void;
  advance(duration: Temporal.DurationLike): void;
}

/** A reply as it stood on the wire. */
export interface Reply<R = unknown> {
  readonly status: number;
  readonly body: R;
  readonly headers: Record<string, unknown>;
  readonly bytes: Buffer;
}

type SendInput<E> =
  E extends Endpoint<infer P, infer Q, infer B, infer _R, infer _Path>
    ? (P extends Schema ? { params?: Partial<WireOf<P>> } : { params?: never }) &
        (Q extends Schema ? { query?: WireOf<Q> } : { query?: never }) &
        (B extends Schema ? { body: WireOf<B> } : { body?: unknown })
    : never;
type AnyEndpoint = Endpoint<Schema | undefined, Schema | undefined, Schema | FileUpload | undefined, Schema | FileReply | undefined, string>;
type ReplyBody<E> = E extends Endpoint<infer _P, infer _Q, infer _B, infer R, infer _Path> ? WireOf<R> : never;

/** Somebody who sends requests through the HTTP edge. `siteId` of the path is the test's own site unless told. */
export interface Sender {
  readonly person: { readonly id: Id<"person">; readonly name: string };
  send<E extends AnyEndpoint>(
    contract: E,
    input: SendInput<E>,
    options?: { readonly headers?: Record<string, string>; readonly file?: { readonly name: string; readonly bytes: Uint8Array; readonly type?: string } },
  ): Promise<Reply<ReplyBody<E>>>;
}

export interface World {
  readonly app: FastifyInstance;
  readonly runtime: Runtime;
  readonly url: string;
  readonly given: Given;
  readonly clock: TestClock;
  readonly as: {
    readonly manager: Sender;
    readonly officer: Sender;
    readonly supervisor: Sender;
    readonly engineer: Sender;
    readonly administrator: Sender;
    readonly nobody: Sender;
    role(role: Role, options?: { readonly siteId?: Id<"site">; readonly name?: string }): Sender;
    contact(options: { readonly tenantId: Id<"tenant">; readonly contactId?: Id<"contact">; readonly authorities?: readonly Authority[] }): Sender;
  };
  readonly siteId: Id<"site">;
  /** The same people, sending to a server that leaves out the edge's own check of the site: what is left is row-level security. */
  withoutSiteCheck(): Promise<(sender: Sender) => Sender>;
}

const actors = new Map<string, Actor>();

/** The HTTP edge, where a header names the actor of the test. */
const serverOver = (runtime: Runtime, options: { readonly withoutSiteCheck?: boolean } = {}): Promise<FastifyInstance> =>
  createServer({
    runtime,
    authenticate: async ({ headers }) => actors.get(String(headers["x-test-actor"])) ?? null,
    secureCookies: false,
    logLevel: process.env["TEST_LOG"] ?? "silent",
    ratePerMinute: 1_000_000,
    leastRatePerMinute: 1_000_000,
    trustedProxies: [],
    ...options,
  });

const clocks = { now: currentInstant() };
const clock: TestClock = {
  now: () => clocks.now,
  set: (moment) => void (clocks.now = Temporal.Instant.from(moment)),
  advance: (duration) => void (clocks.now = clocks.now.add(duration)),
};

let shared: { app: FastifyInstance; runtime: Runtime; url: string; close(): Promise<void> } | undefined;

// Each test file runs in a module graph of its own, so this holds for one file.
let isWanted = false;

// Hooks of the file, wherever in it `dbTest` first stands: a database of its own, cloned from the migrated template.
beforeAll(async () => {
  if (!isWanted) return;
  const database = await freshDatabase();
  const pool = openPool({ url: database.url, max: 10 });
  const db = openDatabase(pool);
  const folder = mkdtempSync(path.join(tmpdir(), "towerkeep-test-files-"));
  const runtime = createRuntime({ db, pool, features, record: recorder, files: openFileStore({ kind: "folder", folder }), clock: clock.now });
  for (const { start } of features) if (start) await runtime.across([], { actor: { kind: "system", personId: null, name: "test", grants: [], isAdministrator: true } }, start);
  const app = await serverOver(runtime);
  await app.ready();
  shared = {
    app,
    runtime,
    url: database.url,
    async close() {
      await app.close();
      await db.destroy();
      await database.drop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
});
afterAll(async () => {
  await shared?.close();
  shared = undefined;
});

/** A test on a real PostgreSQL, through the HTTP edge, at a site of its own. */
export function dbTest(name: string, run: (world: World) => Promise<void>, timeoutMs = 30_000): void {
  isWanted = true;
  test(name, { timeout: timeoutMs }, async () => {
    if (!shared) throw new Error("The test's world is not open");
    const { app, runtime, url } = shared;
    clock.set("2026-03-09T02:00:00Z"); // Monday 10:00 in Shanghai, an ordinary working day
    const given = await givenAt(runtime, clock);
    await run({ app, runtime, url, given, clock, as: sendersAt(app, given), siteId: given.siteId, withoutSiteCheck: () => blindServer(runtime, given.siteId) });
  });
}

function sendersAt(app: FastifyInstance, given: Given): World["as"] {
  const made = new Map<string, Sender>();
  const role = (role: Role, { siteId = given.siteId, name = role }: { siteId?: Id<"site">; name?: string } = {}): Sender => {
    const key = `${role} ${siteId} ${name}`;
    const known = made.get(key) ?? senderOf(app, given.siteId, given.actor(name, [{ siteId, role }]));
    made.set(key, known);
    return known;
  };
  return {
    role,
    get manager() {
      return role("projectManager");
    },
    get officer() {
      return role("serviceOfficer");
    },
    get supervisor() {
      return role("serviceSupervisor");
    },
    get engineer() {
      return role("engSupervisor");
    },
    get administrator() {
      return senderOf(app, given.siteId, { ...given.actor("administrator", [{ siteId: given.siteId, role: "projectManager" }]), isAdministrator: true });
    },
    get nobody() {
      return senderOf(app, given.siteId, undefined);
    },
    contact: ({ tenantId, contactId, authorities = ["repair", "fees", "goods", "signing"] }) => {
      const grant: Grant = { siteId: given.siteId, role: "tenantContact", tenantId, ...(contactId ? { contactId } : {}), authorities };
      return senderOf(app, given.siteId, given.actor("contact", [grant]));
    },
  };
}

async function blindServer(runtime: Runtime, siteId: Id<"site">): Promise<(sender: Sender) => Sender> {
  const app = await serverOver(runtime, { withoutSiteCheck: true });
  await app.ready();
  return ({ person }) => {
    const actor = [...actors.values()].find(({ personId }) => personId === person.id);
    return senderOf(app, siteId, actor);
  };
}

function senderOf(app: FastifyInstance, siteId: Id<"site">, actor: Actor | undefined): Sender {
  const key = newId();
  if (actor) actors.set(key, actor);
  return {
    person: { id: actor?.personId ?? asId<"person">(""), name: actor?.name ?? "" },
    async send(contract, input, options = {}) {
      await peopleStored();
      const { params = {}, query, body } = input as { params?: Record<string, string>; query?: Record<string, unknown>; body?: unknown };
      const path = contract.path.replaceAll(/\{(\w+)\}/g, (_: string, name: string) => encodeURIComponent(params[name] ?? (name === "siteId" ? siteId : "")));
      const search = new URLSearchParams(
        Object.entries(query ?? {}).flatMap(([name, value]) =>
          value === undefined ? [] : Array.isArray(value) ? value.map((item) => [name, String(item)]) : [[name, String(value)]],
        ),
      );
      const form = options.file ? multipartOf(options.file) : undefined;
      const reply = await app.inject({
        method: contract.method,
        url: `/api${path}${search.size > 0 ? `?${search.toString()}` : ""}`,
        headers: { "x-test-actor": key, ...(form ? form.headers : body === undefined ? {} : { "content-type": "application/json" }), ...options.headers },
        ...(form ? { payload: form.payload } : body === undefined ? {} : { payload: JSON.stringify(body) }),
      });
      const isJson = String(reply.headers["content-type"] ?? "").includes("json");
      return { status: reply.statusCode, body: isJson && reply.body ? JSON.parse(reply.body) : undefined, headers: reply.headers, bytes: reply.rawPayload };
    },
  };
}

function multipartOf({ name, bytes, type = "application/octet-stream" }: { name: string; bytes: Uint8Array; type?: string }) {
  const boundary = `----towerkeep${newId()}`;
  const head = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: ${type}\r\n\r\n`;
  return { headers: { "content-type": `multipart/form-data; boundary=${boundary}` }, payload: Buffer.concat([Buffer.from(head), bytes, Buffer.from(`\r\n--${boundary}--\r\n`)]) };
}

/** The codes of a refusal's reasons, sorted. */
export const codes = (reply: Reply): string[] => ((reply.body as { reasons?: { code: string }[] } | undefined)?.reasons ?? []).map(({ code }) => code).sort();
