import { createHash } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { Logger, runMigrations } from "graphile-worker";
import pg from "pg";

/** One change of the schema, as a file `NNNNNN_name.sql`. */
export interface Migration {
  readonly number: number;
  readonly name: string;
  readonly sql: string;
  readonly sha256: string;
}

export const migrationsFolder = fileURLToPath(new URL("../../../migrations", import.meta.url));

export interface MigrateOptions {
  readonly folder?: string;
  /** The numbers to apply; all of them unless told. */
  readonly only?: ReadonlySet<number>;
}

/**
 * Brings a database to the newest schema: role, job queue, then every migration not applied yet in the order of their numbers, each
 * in a transaction of its own. Concurrent runs wait for each other. An applied file that has changed since, or one this release does
 * not know, is refused. Returns the migrations applied now.
 */
export async function migrate(url: string, { folder = migrationsFolder, only }: MigrateOptions = {}): Promise<Migration[]> {
  const migrations = migrationsIn(folder);
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => {}); // The query at hand rejects as well.
  await client.connect();
  try {
    await refuseOldServer(client);
    await client.query("select pg_advisory_lock(hashtext('towerkeep.migrate'))");
    await ensureRole(client);
    await bringUpJobQueue(url);
    await client.query(bookkeeping);
    const due = dueOf(migrations, await appliedIn(client)).filter(({ number }) => !only || only.has(number));
    for (const migration of due) await apply(client, migration);
    return due;
  } finally {
    await client.end();
  }
}

/** On a pool of our own: the library's lets an idle connection that is cut while it closes end the process. */
async function bringUpJobQueue(url: string): Promise<void> {
  const pgPool = new pg.Pool({ connectionString: url, max: 1 });
  pgPool.on("error", () => {});
  pgPool.on("connect", (client) => client.on("error", () => {}));
  try {
    await runMigrations({ pgPool, logger: new Logger(() => () => {}) });
  } finally {
    await pgPool.end();
  }
}

/** The migrations of a folder by number. Two of one number, or a file named otherwise, are refused. */
export function migrationsIn(folder: string): Migration[] {
  const files = readdirSync(folder).filter((file) => file.endsWith(".sql") && file !== "schema.sql");
  const migrations = files.map((file) => {
    const parts = /^(\d{6})_(\w+)\.sql$/.exec(file);
    if (!parts) throw new Error(`${path.join(folder, file)} is not named like 000010_sites.sql`);
    const sql = readFileSync(path.join(folder, file), "utf8").replaceAll("\r\n", "\n");
    return { number: Number(parts[1]), name: parts[2] ?? "", sql, sha256: createHash("sha256").update(sql).digest("hex") };
  });
  migrations.sort((a, b) => a.number - b.number);
  const twice = migrations.find(({ number }, index) => migrations[index + 1]?.number === number);
  if (twice) throw new Error(`Two migrations have the number ${twice.number}`);
  return migrations;
}

const oldestServer = 150_000;

async function refuseOldServer(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ number: number; version: string }>(
    "select current_setting('server_version_num')::int as number, current_setting('server_version') as version",
  );
  if ((rows[0]?.number ?? 0) < oldestServer) throw new Error(`The database is PostgreSQL ${rows[0]?.version}; Towerkeep needs 15 or newer.`);
}

const bookkeeping = `
  create schema if not exists migration;
  create table if not exists migration.applied (
    number     integer primary key,
    name       text not null,
    sha256     text not null,
    applied_at timestamptz not null default now()
  )`;

/** Roles belong to the whole server, so runs on two of its databases may meet here: the second try finds the work done. */
async function ensureRole(client: pg.Client): Promise<void> {
  const concurrently = new Set(["23505", "42710", "XX000"]);
  for (let tries = 1; ; tries++) {
    try {
      const { rows } = await client.query<{ overrides: boolean; held: boolean }>(
        `select rolsuper or rolbypassrls as overrides,
                exists (select from pg_auth_members where roleid = pg_roles.oid and member = (select oid from pg_roles where rolname = current_user)) as held
           from pg_roles where rolname = 'towerkeep_app'`,
      );
      const role = rows[0];
      if (role?.overrides) throw new Error("The role towerkeep_app may bypass row-level security. Take that from it: alter role towerkeep_app nosuperuser nobypassrls");
      if (!role) await client.query("create role towerkeep_app nologin nosuperuser nobypassrls");
      if (!role?.held) await client.query("grant towerkeep_app to current_user");
      return;
    } catch (error) {
      if (tries >= 5 || !concurrently.has(String((error as { code?: unknown }).code))) throw error;
    }
  }
}

interface Applied {
  readonly number: number;
  readonly name: string;
  readonly sha256: string;
}

/** What has been applied to a migrated database, by number. */
export async function appliedIn(client: pg.ClientBase): Promise<Applied[]> {
  return (await client.query<Applied>("select number, name, sha256 from migration.applied order by number")).rows;
}

function dueOf(migrations: readonly Migration[], applied: readonly Applied[]): Migration[] {
  const known = new Map(migrations.map((migration) => [migration.number, migration]));
  for (const { number, name, sha256 } of applied) {
    const file = known.get(number);
    if (!file) throw new Error(`The database has migration ${number} (${name}), which this release does not know: it was made by a newer one.`);
    if (file.sha256 !== sha256) throw new Error(`Migration ${number} (${name}) was changed after it was applied. Restore the file and write a new migration instead.`);
  }
  const done = new Set(applied.map(({ number }) => number));
  return migrations.filter(({ number }) => !done.has(number));
}

async function apply(client: pg.Client, { number, name, sql, sha256 }: Migration): Promise<void> {
  await client.query("begin");
  try {
    await client.query(sql);
    await client.query("insert into migration.applied (number, name, sha256) values ($1, $2, $3)", [number, name, sha256]);
    await client.query("commit");
  } catch (error) {
    await client.query("rollback").catch(() => {});
    throw new Error(`Migration ${number} (${name}) failed${lineOf(sql, error)}: ${(error as Error).message}`, { cause: error });
  }
}

function lineOf(sql: string, error: unknown): string {
  const position = Number((error as { position?: string }).position);
  return Number.isInteger(position) && position > 0 ? ` at line ${sql.slice(0, position).split("\n").length}` : "";
}
