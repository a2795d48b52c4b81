import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { type EmbeddedPostgres, startPostgres } from "#platform/db/embedded.ts";
import { migrate } from "#platform/db/migrate.ts";
import { withDatabase } from "./database.ts";

declare module "vitest" {
  interface ProvidedContext {
    readonly testDatabase: { readonly serverUrl: string; readonly template: string };
  }
}

/** Starts one server for the run, or takes TEST_DATABASE_URL, and migrates the template that each test file's database is cloned from. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env["TEST_DATABASE_URL"];
  const server = given ? { url: given, stop: async () => {} } : await temporaryServer();
  const template = `towerkeep_template_${process.pid}_${project.name}`;
  await onServer(server.url, `create database ${template}`);
  await migrate(withDatabase(server.url, template));
  project.provide("testDatabase", { serverUrl: server.url, template });
  return async () => {
    await onServer(server.url, `drop database if exists ${template} with (force)`);
    await server.stop();
  };
}

async function temporaryServer(): Promise<EmbeddedPostgres> {
  const dataFolder = await mkdtemp(path.join(tmpdir(), "towerkeep-test-"));
  // Nothing here need survive a power cut.
  const server = await startPostgres({ dataFolder, settings: { fsync: "off", synchronous_commit: "off", full_page_writes: "off", max_connections: 200 } });
  const stop = async () => {
    await server.stop();
    await rm(dataFolder, { recursive: true, force: true });
  };
  return { url: server.url, stop };
}

async function onServer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(statement).finally(() => client.end());
}
