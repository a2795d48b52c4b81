import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createHash } from "node:crypto";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type FreshDatabase, freshDatabase } from "#test/harness/database.ts";
import type { FileStore } from "../files/store.ts";
import { backup } from "./backup.ts";
import { readCatalog } from "./catalog.ts";
import { printSchema } from "./printSchema.ts";
import { restore } from "./restore.ts";

const madeAt = Temporal.Instant.from("2026-03-01T00:00:00Z");
const site = "019c0000-0000-7000-8000-000000000001";
const person = "019c0000-0000-7000-8000-000000000002";
const odd = "制表符\t换行\n反斜杠\\ 空\\N 引号'\"";

let source: FreshDatabase;
let target: FreshDatabase;
let parent: string;
let folder: string;

beforeEach(async () => {
  source = await freshDatabase();
  target = await freshDatabase({ empty: true });
  parent = mkdtempSync(path.join(tmpdir(), "towerkeep-backup-"));
  folder = path.join(parent, "backup");
  await ask(source, "insert into sites.site (id, code, name, zone, created_at) values ($1, 'T1', $2, 'Asia/Shanghai', '2026-01-01T08:00:00.123456+08')", [site, odd]);
  await ask(source, "insert into people.person (id, name, created_at) values ($1, '林', now())", [person]);
  await ask(source, "select platform.enqueue('test.job', '{\"n\":1}', null, now())");
});

afterEach(async () => {
  await Promise.all([source.drop(), target.drop()]);
  rmSync(parent, { recursive: true });
});

test("a restored database holds what the saved one held, to the microsecond and the last character", async () => {
  const files = memory(Buffer.from("附件"));
  await ask(source, "insert into platform.file (site_id, id, hash, name, type, size, uploaded_by, uploaded_at) values ($1, $1, $2, 'a.txt', 'text/plain', 6, $3, now())", [
    site,
    files.hash,
    person,
  ]);
  await backup({ url: source.url, folder, files, madeAt });
  const elsewhere = memory();
  await restore({ url: target.url, folder, files: elsewhere });
  for (const table of ["sites.site", "people.person", "platform.file", "migration.applied", "graphile_worker._private_jobs"]) {
    expect(await ask(target, `select t::text from ${table} t order by 1`)).toEqual(await ask(source, `select t::text from ${table} t order by 1`));
  }
  expect(await elsewhere.get(files.hash)).toEqual(Buffer.from("附件"));
});

test("after a restore new rows get numbers that none had before, and every rule of the schema stands", async () => {
  await backup({ url: source.url, folder, files: memory(), madeAt });
  await restore({ url: target.url, folder, files: memory() });
  await ask(target, "select platform.enqueue('test.job', '{\"n\":2}', null, now())");
  expect(await ask(target, "select count(distinct id)::int as n from graphile_worker._private_jobs")).toEqual([{ n: 2 }]);
  expect(await schemaOf(target)).toBe(await schemaOf(source));
});

test("a backup shows one moment: what is written meanwhile is in the next one", async () => {
  const writer = new pg.Client({ connectionString: source.url });
  await writer.connect();
  let written = 0;
  let writing = Promise.resolve();
  const write = async () => {
    await writer.query("insert into people.person (id, name, created_at) values (gen_random_uuid(), '后来', now())");
    written++;
  };
  const kept = await backup({
    url: source.url,
    folder,
    files: memory(),
    madeAt,
    onProgress: () => void (writing = writing.then(write)),
  });
  await writing;
  await writer.end();
  expect(written).toBeGreaterThan(0);
  expect(kept.tables.find(({ name }) => name === "person")?.rows).toBe(1);
});

test("a damaged backup is refused before anything is written", async () => {
  await backup({ url: source.url, folder, files: memory(), madeAt });
  const table = path.join(folder, "tables", "sites.site.gz");
  const bytes = readFileSync(table);
  bytes[12]! ^= 1;
  writeFileSync(table, bytes);
  await expect(restore({ url: target.url, folder, files: memory() })).rejects.toThrow("is not as the backup wrote it");
  expect(await ask(target, "select to_regclass('sites.site') as there")).toEqual([{ there: null }]);
});

test("a restore that fails leaves the database empty, to be tried again", async () => {
  await backup({ url: source.url, folder, files: memory(), madeAt });
  const manifest = path.join(folder, "manifest.json");
  writeFileSync(manifest, readFileSync(manifest, "utf8").replace(/("name": "site",[^]*?"sha256": ")\w{64}/, `$1${"0".repeat(64)}`));
  const sums = path.join(folder, "SHA256SUMS");
  writeFileSync(sums, readFileSync(sums, "utf8").replace(/\w{64}(?= {2}manifest)/, createHash("sha256").update(readFileSync(manifest)).digest("hex")));
  await expect(restore({ url: target.url, folder, files: memory() })).rejects.toThrow(/sites\.site arrived with 1 rows/);
  expect(await ask(target, "select to_regnamespace('sites') as there")).toEqual([{ there: null }]);
});

test("a database in use is not restored over", async () => {
  await backup({ url: source.url, folder, files: memory(), madeAt });
  await expect(restore({ url: source.url, folder, files: memory() })).rejects.toThrow("The database is not empty");
});

test("a backup of a newer release is refused", async () => {
  await ask(source, "insert into migration.applied (number, name, sha256) values (999999, 'future', 'x')");
  await backup({ url: source.url, folder, files: memory(), madeAt });
  await expect(restore({ url: target.url, folder, files: memory() })).rejects.toThrow("migration 999999 (future)");
});

test("a file that is missing in the store fails the backup and leaves nothing half made", async () => {
  await ask(source, "insert into platform.file (site_id, id, hash, name, type, size, uploaded_at) values ($1, $1, $2, 'a', 'text/plain', 1, now())", [site, "0".repeat(64)]);
  await expect(backup({ url: source.url, folder, files: memory(), madeAt })).rejects.toThrow("is missing from the file store");
  expect(readdirSync(parent)).toEqual([]);
});

async function schemaOf(database: FreshDatabase): Promise<string> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  return printSchema(await readCatalog(client).finally(() => client.end()));
}

function memory(...contents: Buffer[]): FileStore & { hash: string } {
  const hashOf = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
  const kept = new Map(contents.map((bytes) => [hashOf(bytes), bytes as Uint8Array]));
  return {
    hash: [...kept.keys()][0] ?? "",
    get: async (hash) => kept.get(hash),
    put: async (hash, bytes) => void kept.set(hash, bytes),
  };
}

async function ask(database: FreshDatabase, text: string, values: unknown[] = []): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  return (await client.query(text, values).finally(() => client.end())).rows;
}
