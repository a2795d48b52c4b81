import { createReadStream } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import pg from "pg";
import { from as copyFrom, to as copyTo } from "pg-copy-streams";
import { checkSums, copyFile, copyOut, type Manifest, manifest, printing, quoted, refuseHeldUser, RowCounter, type TableShape, tableShapes, uploadedFile } from "./archive.ts";
import type { FileStore } from "../files/store.ts";
import { migrate, type MigrateOptions, migrationsFolder, migrationsIn } from "./migrate.ts";

export interface RestoreOptions {
  readonly url: string;
  readonly folder: string;
  readonly files: Pick<FileStore, "put">;
  readonly onProgress?: (done: number, all: number) => void;
  readonly migrations?: MigrateOptions["folder"];
}

/**
 * Puts a backup into an empty database: the schema it was made with, its rows, its files, compares what arrived with what was kept, and
 * then applies the migrations that came since. A damaged backup, or one made by a newer release, is refused before anything is written.
 */
export async function restore({ url, folder, files, onProgress = () => {}, migrations = migrationsFolder }: RestoreOptions): Promise<Manifest> {
  await checkSums(folder);
  const kept = manifest.parse(JSON.parse(await readFile(path.join(folder, "manifest.json"), "utf8")));
  refuseUnknownMigrations(kept, migrations);
  await refuseUsedDatabase(url);

  try {
    await putInto(url, folder, kept, files, migrations, onProgress);
  } catch (error) {
    await emptyAgain(url);
    throw error;
  }
  await migrate(url, { folder: migrations });
  return kept;
}

async function putInto(
  url: string,
  folder: string,
  kept: Manifest,
  files: RestoreOptions["files"],
  migrations: string,
  onProgress: NonNullable<RestoreOptions["onProgress"]>,
): Promise<void> {
  await migrate(url, { folder: migrations, only: new Set(kept.migrations.map(({ number }) => number)) });
  for (const hash of kept.files) await files.put(hash, await readFile(path.join(folder, uploadedFile(hash))));
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => {}); // The query at hand rejects as well.
  await client.connect();
  try {
    await client.query(printing);
    await refuseHeldUser(client);
    await client.query("begin");
    await fill(client, folder, kept, onProgress);
    await compare(client, kept);
    await releaseJobs(client);
    await client.query("commit");
    await client.query("analyze");
  } finally {
    await client.end();
  }
}

function refuseUnknownMigrations(kept: Manifest, folder: string): void {
  const known = new Map(migrationsIn(folder).map((migration) => [migration.number, migration.sha256]));
  const strange = kept.migrations.find(({ number, sha256 }) => known.get(number) !== sha256);
  if (strange)
    throw new Error(
      `The backup was made with migration ${strange.number} (${strange.name}), which this release does not have: restore it with the release that made it, or a newer one.`,
    );
}

async function refuseUsedDatabase(url: string): Promise<void> {
  const [schema] = await schemasOf(url);
  if (schema) throw new Error(`The database is not empty: it has the schema ${schema}. A backup is restored into an empty database only.`);
}

/** After a failure: so that it can be tried again. */
async function emptyAgain(url: string): Promise<void> {
  const schemas = await schemasOf(url);
  if (schemas.length > 0) await once(url, `drop schema ${schemas.map(quoted).join(", ")} cascade`);
}

const schemasOf = async (url: string): Promise<string[]> =>
  (await once(url, "select nspname as name from pg_namespace where nspname !~ '^pg_' and nspname not in ('information_schema', 'public') order by 1")).map(({ name }) => name);

async function once(url: string, text: string): Promise<{ name: string }[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return (await client.query<{ name: string }>(text).finally(() => client.end())).rows;
}

/** Takes foreign keys and triggers away and puts them back when all rows are there: so their order does not matter, and every reference is checked. */
async function fill(client: pg.Client, folder: string, kept: Manifest, onProgress: NonNullable<RestoreOptions["onProgress"]>): Promise<void> {
  const foreignKeys = await foreignKeysOf(client);
  const triggers = await triggersOf(client);
  for (const { table, name } of foreignKeys) await client.query(`alter table ${table} drop constraint ${quoted(name)}`);
  for (const { table, name } of triggers) await client.query(`alter table ${table} disable trigger ${quoted(name)}`);
  const present = new Map((await tableShapes(client)).map((shape) => [nameOf(shape), shape]));
  for (const [index, table] of kept.tables.entries()) {
    if (!present.has(nameOf(table))) throw new Error(`The database has no table ${nameOf(table)}, of which the backup holds ${table.rows} rows`);
    const name = `${quoted(table.schema)}.${quoted(table.name)}`;
    await client.query(`delete from ${name}`); // What migrations put there is in the backup as well.
    const rows = createReadStream(path.join(folder, copyFile(table)));
    await pipeline(rows, createGunzip(), client.query(copyFrom(`copy ${name} (${table.columns.map(quoted).join(", ")}) from stdin`)));
    onProgress(index + 1, kept.tables.length);
  }
  for (const { table, name, enable } of triggers) await client.query(`alter table ${table} ${enable} trigger ${quoted(name)}`);
  for (const { table, name, definition } of foreignKeys) await client.query(`alter table ${table} add constraint ${quoted(name)} ${definition}`);
  for (const { name, value, isCalled } of kept.sequences) await client.query("select setval($1::regclass, $2::bigint, $3)", [name, value, isCalled]);
}

const nameOf = ({ schema, name }: Pick<TableShape, "schema" | "name">): string => `${schema}.${name}`;

async function foreignKeysOf(client: pg.Client): Promise<{ table: string; name: string; definition: string }[]> {
  const { rows } = await client.query<{ table: string; name: string; definition: string }>(`
    select k.conrelid::regclass::text as table, k.conname as name, pg_get_constraintdef(k.oid) as definition
      from pg_constraint k join pg_namespace n on n.oid = k.connamespace
     where k.contype = 'f' and k.conparentid = 0 and n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'public')`);
  return rows;
}

/** The triggers that are in force, each with the words that bring it back as it was. */
async function triggersOf(client: pg.Client): Promise<{ table: string; name: string; enable: string }[]> {
  const { rows } = await client.query<{ table: string; name: string; enable: string }>(`
    select t.tgrelid::regclass::text as table, t.tgname as name, case t.tgenabled when 'A' then 'enable always' when 'R' then 'enable replica' else 'enable' end as enable
      from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace
     where not t.tgisinternal and t.tgparentid = 0 and t.tgenabled <> 'D' and n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'public')`);
  return rows;
}

/** Copies every table out once more and compares rows and sums with the backup. */
async function compare(client: pg.Client, kept: Manifest): Promise<void> {
  const shapes = new Map((await tableShapes(client)).map((shape) => [nameOf(shape), shape]));
  for (const table of kept.tables) {
    const counter = new RowCounter();
    await pipeline(client.query(copyTo(copyOut(table, shapes.get(nameOf(table))?.key ?? []))), counter, nowhere());
    const sum = counter.sha256();
    if (sum !== table.sha256) throw new Error(`${nameOf(table)} arrived with ${counter.rows} rows and the sum ${sum}; the backup has ${table.rows} rows and ${table.sha256}`);
  }
}

const nowhere = (): Writable => new Writable({ write: (_chunk, _encoding, done) => done() });

/** A job that ran while the backup was made has no worker any more. */
async function releaseJobs(client: pg.Client): Promise<void> {
  await client.query("update graphile_worker._private_jobs set locked_at = null, locked_by = null where locked_at is not null");
  await client.query("update graphile_worker._private_job_queues set locked_at = null, locked_by = null where locked_at is not null");
}
