import { createHash, type Hash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { Transform } from "node:stream";
import type pg from "pg";
import { z } from "zod";

/** A table as a backup holds it: its rows in the order of `key`, as COPY prints them. */
export const tableCopy = z.object({
  schema: z.string(),
  name: z.string(),
  columns: z.array(z.string()),
  rows: z.number().int(),
  /** Of the uncompressed rows. */
  sha256: z.string(),
});
export type TableCopy = z.infer<typeof tableCopy>;

export const manifest = z.object({
  format: z.literal(1),
  madeAt: z.string(),
  serverVersion: z.string(),
  migrations: z.array(z.object({ number: z.number().int(), name: z.string(), sha256: z.string() })),
  tables: z.array(tableCopy),
  sequences: z.array(z.object({ name: z.string(), value: z.string(), isCalled: z.boolean() })),
  /** The hashes of the uploaded files, which are also their names. */
  files: z.array(z.string()),
});
export type Manifest = z.infer<typeof manifest>;

export const copyFile = ({ schema, name }: Pick<TableCopy, "schema" | "name">): string => `tables/${schema}.${name}.gz`;
export const uploadedFile = (hash: string): string => `files/${hash.slice(0, 2)}/${hash}`;

/** Refuses a user who does not see all rows of all sites: what is out of sight would be missing in silence. */
export async function refuseHeldUser(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<{ name: string; sees_all: boolean }>(
    "select rolname as name, rolsuper or rolbypassrls as sees_all from pg_roles where rolname = current_user",
  );
  if (!rows[0]?.sees_all) {
    throw new Error(`The database user ${rows[0]?.name} is held by row-level security and cannot back up or restore. Use one who is not: alter role ${rows[0]?.name} bypassrls`);
  }
  await client.query("set row_security = off");
}

/** Settings under which the same rows always print the same. */
export const printing = "set datestyle = iso; set intervalstyle = iso_8601; set timezone = utc; set bytea_output = hex; set extra_float_digits = 1";

/** The statement that copies a table out; a table without a key in the order of its text. */
export function copyOut({ schema, name, columns }: Pick<TableCopy, "schema" | "name" | "columns">, key: readonly string[]): string {
  const table = `${quoted(schema)}.${quoted(name)}`;
  const order = key.length > 0 ? key.map(quoted).join(", ") : "t::text";
  return `copy (select ${columns.map(quoted).join(", ")} from ${table} t order by ${order}) to stdout`;
}

export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

export interface TableShape extends Pick<TableCopy, "schema" | "name" | "columns"> {
  readonly key: readonly string[];
}

/** Every table whose rows are ours to keep, the job queue's included; of a generated column the value is not, for it comes again by itself. */
export async function tableShapes(client: pg.ClientBase): Promise<TableShape[]> {
  const { rows } = await client.query<TableShape>(`
    select n.nspname as schema, c.relname as name,
           (select json_agg(a.attname order by a.attnum) from pg_attribute a
             where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as columns,
           (select coalesce(json_agg(a.attname order by array_position(i.indkey, a.attnum)), '[]') from pg_index i join pg_attribute a on a.attrelid = c.oid and a.attnum = any (i.indkey)
             where i.indrelid = c.oid and i.indisprimary) as key
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p') and not c.relispartition and c.relpersistence = 'p'
       and n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'public')
       and (n.nspname <> 'graphile_worker' or c.relname ~ '^_private_')
     order by n.nspname collate "C", c.relname collate "C"`);
  return rows;
}

/** Counts the rows and takes the hash of what streams through. */
export class RowCounter extends Transform {
  rows = 0;
  readonly #hash: Hash = createHash("sha256");

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.#hash.update(chunk);
    for (let at = chunk.indexOf(newline); at !== -1; at = chunk.indexOf(newline, at + 1)) this.rows++;
    this.push(chunk);
    done();
  }

  sha256(): string {
    return this.#hash.digest("hex");
  }
}

const newline = 10;

const sumsFile = "SHA256SUMS";

/** The sums of a backup's files as `sha256sum -c` reads them. */
export const printSums = (sums: ReadonlyMap<string, string>): string => [...sums].map(([name, sum]) => `${sum}  ${name}\n`).join("");
export const sumsPath = (folder: string): string => path.join(folder, sumsFile);

/** Refuses a backup of which a file is missing or not as it was written. */
export async function checkSums(folder: string): Promise<void> {
  const lines = (await readFile(sumsPath(folder), "utf8")).trimEnd().split("\n");
  for (const line of lines) {
    const [sum, name] = [line.slice(0, 64), line.slice(66)];
    if ((await sha256Of(path.join(folder, name))) !== sum) throw new Error(`${path.join(folder, name)} is not as the backup wrote it`);
  }
}

export async function sha256Of(file: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return hash.digest("hex");
}
