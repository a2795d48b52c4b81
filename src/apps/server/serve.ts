import path from "node:path";
import { fileURLToPath } from "node:url";
import { seedDemo } from "#apps/demo/seed.ts";
import { features } from "#apps/features.ts";
import { createAuthenticator, ensureSetupLink } from "#features/people/server/index.ts";
import type { Config } from "#platform/config.ts";
import { openDatabase, openPool } from "#platform/db/database.ts";
import { startPostgres } from "#platform/db/embedded.ts";
import { migrate } from "#platform/db/migrate.ts";
import { openFileStore } from "#platform/files/store.ts";
import { listenForChanges, mountLive } from "#platform/http/live.ts";
import { mountOperations } from "#platform/http/operations.ts";
import { mountPages } from "#platform/http/pages.ts";
import { createServer } from "#platform/http/server.ts";
import { startWorker } from "#platform/jobs/worker.ts";
import { mailFeature } from "#platform/mail/index.ts";
import { vaultOf } from "#platform/vault.ts";
import { createRuntime, currentInstant, type Runtime, systemActor } from "#platform/runtime.ts";
import manifest from "../../../package.json" with { type: "json" };
import { recorder } from "./recorder.ts";

export interface RunningServer {
  /** Where it listens, or the public address where one is configured. */
  readonly address: string;
  readonly runtime: Runtime;
  /** The path of the one-time link that makes the first administrator; null once there is one. */
  readonly setupPath: string | null;
  /** Whether this start filled an empty database with the demo building. */
  readonly isDemoMade: boolean;
  stop(): Promise<void>;
}

export interface ServeOptions {
  /** Another clock than the machine's, for trying the product on a day of one's choosing. */
  readonly clock?: () => Temporal.Instant;
}

const screens = fileURLToPath(new URL("../../../dist", import.meta.url));

/** Starts everything the product is, in one process: database where none is given, migrations, HTTP, jobs and clocks. */
export async function serve(config: Config, { clock = currentInstant }: ServeOptions = {}): Promise<RunningServer> {
  const database = config.databaseUrl ? { url: config.databaseUrl, stop: async () => {} } : await startPostgres({ dataFolder: config.dataFolder });
  await migrate(database.url);

  let address = config.publicUrl ?? "";
  // The address is known once the server listens, and mail is sent after that only.
  const mail = mailFeature({
    server: config.mail,
    folder: path.join(config.dataFolder, "mail"),
    get publicUrl() {
      return address;
    },
  });
  const everything = [mail, ...features];
  const pool = openPool({ url: database.url, max: config.poolSize });
  const db = openDatabase(pool, { namedStatements: config.namedStatements });
  const runtime = createRuntime({
    db,
    pool,
    features: everything,
    record: recorder,
    files: openFileStore(config.files),
    publicUrl: () => address || `http://${config.host}:${config.port}`,
    clock,
  });
  for (const { start } of everything) if (start) await runtime.across([], { actor: systemActor }, start);

  const isDemoMade = config.demo && (await runtime.everySite()).length === 0;
  if (isDemoMade) await seedDemo(runtime, { now: clock(), zone: config.zone });

  const listenUrl = config.listenUrl ?? database.url;
  const feed = listenForChanges(listenUrl, (error) => app.log.warn({ err: error }, "the feed of changes lost its connection"));
  const secureCookies = address.startsWith("https://");
  const authenticate = createAuthenticator({ pool, feed, clock, namedStatements: config.namedStatements });
  const app = await createServer({ runtime, authenticate, secureCookies, logLevel: config.logLevel, ratePerMinute: config.ratePerMinute, trustedProxies: config.trustedProxies });
  mountOperations(app, runtime, { version: manifest.version, metricsToken: config.metricsToken });
  mountLive(app, feed, authenticate);
  await mountPages(app, screens);
  const worker = await startWorker({ runtime, url: listenUrl, log: app.log });
  const listening = await app.listen({ host: config.host, port: config.port });
  address ||= listening;

  return {
    address,
    runtime,
    isDemoMade,
    setupPath: await runtime.across([], { actor: systemActor }, ensureSetupLink),
    async stop() {
      await app.close();
      await worker.stop();
      await feed.close();
      await db.destroy();
      await database.stop();
    },
  };
}
