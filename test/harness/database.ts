import { randomBytes } from "node:crypto";
import pg from "pg";
import { inject } from "vitest";

export interface FreshDatabase {
  readonly url: string;
  /** Ends whatever is still connected and removes the database. */
  drop(): Promise<void>;
}

/** A migrated database of its own, cloned from the template of this run; `empty` leaves out even the migrations. */
export async function freshDatabase({ empty = false }: { readonly empty?: boolean } = {}): Promise<FreshDatabase> {
  const { serverUrl, template } = inject("testDatabase");
  const name = `towerkeep_test_${randomBytes(6).toString("hex")}`;
  await onServer(serverUrl, `create database ${name} template ${empty ? "template0" : template}`);
  return { url: withDatabase(serverUrl, name), drop: () => onServer(serverUrl, `drop database if exists ${name} with (force)`) };
}

/** The same server, another database. */
export function withDatabase(url: string, name: string): string {
  const parts = new URL(url);
  parts.pathname = `/${name}`;
  return parts.href;
}

async function onServer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(statement).finally(() => client.end());
}
