import { readFileSync } from "node:fs";
import path from "node:path";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type FreshDatabase, freshDatabase } from "#test/harness/database.ts";
import { type Catalog, readCatalog } from "./catalog.ts";
import { migrationsFolder } from "./migrate.ts";
import { printSchema } from "./printSchema.ts";
import { printTables } from "./printTables.ts";

let database: FreshDatabase;
let catalog: Catalog;

beforeAll(async () => {
  database = await freshDatabase();
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  catalog = await readCatalog(client);
  await client.end();
});

afterAll(() => database.drop());

test("the migrations reproduce schema.sql and the table types (npm run schema)", () => {
  expect(printSchema(catalog)).toBe(readFileSync(path.join(migrationsFolder, "schema.sql"), "utf8"));
  expect(printTables(catalog)).toBe(readFileSync(path.join(import.meta.dirname, "tables.ts"), "utf8"));
});

test("every table of a site that the application may touch holds its rows to the announced sites, even for its owner", () => {
  const open = catalog.tables
    .filter(({ grants }) => grants.length > 0)
    .filter(({ kind, columns }) => kind !== "view" && columns.some(({ name }) => name === "site_id"))
    .filter(({ rowSecurity, policies }) => rowSecurity !== "forced" || policies.length === 0);
  expect(open.map(({ schema, name }) => `${schema}.${name}`)).toEqual([]);
});

test("every table of a site has the site first in its key", () => {
  const others = catalog.tables
    .filter(({ kind, columns }) => (kind === "table" || kind === "partitioned") && columns.some(({ name, notNull }) => name === "site_id" && notNull))
    .filter(({ constraints }) => !constraints.some(({ definition }) => /^(PRIMARY KEY|UNIQUE( NULLS NOT DISTINCT)?) \(site_id\b/.test(definition)));
  expect(others.map(({ schema, name }) => `${schema}.${name}`)).toEqual([]);
});

test("the application's role may truncate nothing", () => {
  const truncating = catalog.tables.filter(({ grants }) => grants.some(({ privileges }) => privileges.includes("truncate")));
  expect(truncating.map(({ schema, name }) => `${schema}.${name}`)).toEqual([]);
});
