import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type FreshDatabase, freshDatabase } from "#test/harness/database.ts";
import { migrate, migrationsIn } from "./migrate.ts";

let database: FreshDatabase;
let folder: string;

beforeEach(async () => {
  database = await freshDatabase({ empty: true });
  folder = mkdtempSync(path.join(tmpdir(), "towerkeep-migrations-"));
  write("000001_ground.sql", "create table ground\n(n int);");
  write("000020_later.sql", "insert into ground values (20);");
});

afterEach(async () => {
  await database.drop();
  rmSync(folder, { recursive: true });
});

test("migrations are applied once, in the order of their numbers", async () => {
  expect((await migrate(database.url, { folder })).map(({ name }) => name)).toEqual(["ground", "later"]);
  write("000003_between.sql", "insert into ground values (3);");
  expect((await migrate(database.url, { folder })).map(({ name }) => name)).toEqual(["between"]);
  expect(await ask("select n from ground order by n")).toEqual([{ n: 3 }, { n: 20 }]);
});

test("several runs at once apply each migration once", async () => {
  const applied = await Promise.all([1, 2, 3, 4].map(() => migrate(database.url, { folder })));
  expect(applied.map((list) => list.length).sort()).toEqual([0, 0, 0, 2]);
});

test("a migration changed after it was applied is refused, and line endings do not count as a change", async () => {
  await migrate(database.url, { folder });
  write("000001_ground.sql", "create table ground\r\n(n int);");
  await migrate(database.url, { folder });
  write("000001_ground.sql", "create table ground\n(n bigint);");
  await expect(migrate(database.url, { folder })).rejects.toThrow("Migration 1 (ground) was changed after it was applied");
});

test("a database made by a newer release is refused", async () => {
  await migrate(database.url, { folder });
  rmSync(path.join(folder, "000020_later.sql"));
  await expect(migrate(database.url, { folder })).rejects.toThrow("was made by a newer one");
});

test("a migration that fails leaves nothing behind and is named with its line", async () => {
  write("000030_broken.sql", "create table half (n int);\n\ninsert into nowhere values (1);");
  await expect(migrate(database.url, { folder })).rejects.toThrow(/Migration 30 \(broken\) failed at line 3: .*nowhere/);
  expect(await ask("select to_regclass('half') as half, (select max(number) from migration.applied) as last")).toEqual([{ half: null, last: 20 }]);
});

test("two files of one number are refused", () => {
  write("000020_other.sql", "select 1;");
  expect(() => migrationsIn(folder)).toThrow("Two migrations have the number 20");
});

test("the application's role cannot pass by row-level security", async () => {
  await migrate(database.url, { folder });
  expect(await ask("select rolsuper, rolbypassrls, rolcanlogin from pg_roles where rolname = 'towerkeep_app'")).toEqual([
    { rolsuper: false, rolbypassrls: false, rolcanlogin: false },
  ]);
});

test("migrations can be applied up to what a backup was made with", async () => {
  expect((await migrate(database.url, { folder, only: new Set([1]) })).map(({ name }) => name)).toEqual(["ground"]);
});

function write(name: string, sql: string): void {
  writeFileSync(path.join(folder, name), sql);
}

async function ask(text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  return (await client.query(text).finally(() => client.end())).rows;
}
