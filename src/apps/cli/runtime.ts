import { features } from "#apps/features.ts";
import { recorder } from "#apps/server/recorder.ts";
import type { Config } from "#platform/config.ts";
import { openDatabase, openPool } from "#platform/db/database.ts";
import { migrate } from "#platform/db/migrate.ts";
import { openFileStore } from "#platform/files/store.ts";
import { createRuntime, type Runtime, systemActor } from "#platform/runtime.ts";
import { vaultOf } from "#platform/vault.ts";
import { withDatabase } from "./command.ts";

/** Does `work` with the product's own commands, as the server would run them, on a migrated database. */
export async function withRuntime<T>(config: Config, work: (runtime: Runtime, url: string) => Promise<T>): Promise<T> {
  return withDatabase(config, async (url) => {
    await migrate(url);
    const pool = openPool({ url, max: 8 });
    try {
      const runtime = createRuntime({ db: openDatabase(pool), pool, features, record: recorder, files: openFileStore(config.files), vault: vaultOf(config) });
      for (const { start } of features) if (start) await runtime.across([], { actor: systemActor }, start);
      return await work(runtime, url);
    } finally {
      await pool.end();
    }
  });
}
