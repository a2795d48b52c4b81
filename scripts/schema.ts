import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { readCatalog } from "#platform/db/catalog.ts";
import { startPostgres } from "#platform/db/embedded.ts";
import { migrate } from "#platform/db/migrate.ts";
import { printSchema } from "#platform/db/printSchema.ts";
import { printTables } from "#platform/db/printTables.ts";

// npm run schema [-- --check]: writes what the migrations amount to, or tells whether that was forgotten.

const isCheck = process.argv.includes("--check");
const dataFolder = mkdtempSync(path.join(tmpdir(), "towerkeep-schema-"));
const server = await startPostgres({ dataFolder, settings: { fsync: "off" } });
try {
  await migrate(server.url);
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  const catalog = await readCatalog(client);
  await client.end();
  hold("migrations/schema.sql", printSchema(catalog));
  hold("src/platform/db/tables.ts", printTables(catalog));
} finally {
  await server.stop();
  rmSync(dataFolder, { recursive: true, force: true });
}

function hold(name: string, text: string): void {
  const file = path.join(import.meta.dirname, "..", name);
  if (!isCheck) return writeFileSync(file, text);
  if (readFileSync(file, "utf8") === text) return;
  console.error(`${name} is not what the migrations amount to: npm run schema`);
  process.exitCode = 1;
}
