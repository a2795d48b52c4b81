import { createWriteStream } from "node:fs";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import pg from "pg";
import { to as copyTo } from "pg-copy-streams";
import { copyFile, copyOut, type Manifest, printing, printSums, refuseHeldUser, RowCounter, sha256Of, sumsPath, type TableCopy, tableShapes, uploadedFile } from "./archive.ts";
import type { FileStore } from "../files/store.ts";
import { appliedIn } from "./migrate.ts";

export interface BackupOptions {
  readonly url: string;
  /** Made anew; it appears under this name only when it is whole. */
  readonly folder: string;
  readonly files: Pick<FileStore, "get">;
  readonly madeAt: Temporal.Instant;
  readonly onProgress?: (done: number, all: number) => void;
}

/** Writes a database and its uploaded files, as they are at one moment, into a folder, while people go on working. */
export async function backup({ url, folder, files, madeAt, onProgress = () => {} }: BackupOptions): Promise<Manifest> {
  const draft = `${folder}.part`;
  await mkdir(path.dirname(path.resolve(folder)), { recursive: true });
  await mkdir(draft, { mode: 0o700 }); // Refuses a second backup into the same place at the same time.
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => {}); // The query at hand rejects as well.
  try {
    await client.connect();
    await client.query(printing);
    await refuseHeldUser(client);
    await client.query("begin isolation level repeatable read read only");
    const sums = new Map<string, string>();
    await mkdir(path.join(draft, "tables"));
    const shapes = await tableShapes(client);
    const hashes = await fileHashes(client);
    const all = shapes.length + hashes.length;
    const tables: TableCopy[] = [];
    for (const { key, ...shape } of shapes) {
      const counter = new RowCounter();
      const name = copyFile(shape);
      await pipeline(client.query(copyTo(copyOut(shape, key))), counter, createGzip({ level: 4 }), createWriteStream(path.join(draft, name)));
      tables.push({ ...shape, rows: counter.rows, sha256: counter.sha256() });
      sums.set(name, await sha256Of(path.join(draft, name)));
      onProgress(tables.length, all);
    }
    for (const [index, hash] of hashes.entries()) {
      const name = uploadedFile(hash);
      await mkdir(path.join(draft, path.dirname(name)), { recursive: true });
      const bytes = await files.get(hash);
      if (!bytes) throw new Error(`The uploaded file ${hash} is missing from the file store`);
      await writeFile(path.join(draft, name), bytes);
      const sum = await sha256Of(path.join(draft, name));
      if (sum !== hash) throw new Error(`The uploaded file ${hash} is damaged in the file store: its content has the sum ${sum}`);
      sums.set(name, sum);
      onProgress(tables.length + index + 1, all);
    }
    const made: Manifest = {
      format: 1,
      madeAt: madeAt.toString(),
      serverVersion: (await client.query<{ server_version: string }>("show server_version")).rows[0]?.server_version ?? "",
      migrations: await appliedIn(client),
      tables,
      sequences: await sequencesOf(client),
      files: hashes,
    };
    await client.query("commit");
    await writeFile(path.join(draft, "manifest.json"), `${JSON.stringify(made, null, 2)}\n`);
    sums.set("manifest.json", await sha256Of(path.join(draft, "manifest.json")));
    await writeFile(sumsPath(draft), printSums(sums));
    await rename(draft, folder);
    return made;
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    throw error;
  } finally {
    await client.end();
  }
}

async function fileHashes(client: pg.ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ hash: string }>("select distinct hash from platform.file order by hash");
  return rows.map(({ hash }) => hash);
}

/** Sequences are outside every snapshot: read last, they are never behind the rows. */
async function sequencesOf(client: pg.ClientBase): Promise<Manifest["sequences"]> {
  const { rows } = await client.query<{ name: string; value: string }>(`
    select format('%I.%I', schemaname, sequencename) as name, last_value::text as value
      from pg_sequences where schemaname !~ '^pg_' and last_value is not null order by 1`);
  return rows.map(({ name, value }) => ({ name, value, isCalled: true }));
}
