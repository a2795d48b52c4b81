import { randomUUID } from "node:crypto";
import { access, mkdir, open, readFile, rename, rm } from "node:fs/promises";
import path from "node:path";
import { AwsClient } from "aws4fetch";
import type { FileStore as Place } from "../config.ts";

/** Keeps bytes under the SHA-256 of what they are. Putting the same bytes twice is putting them once. */
export interface FileStore {
  put(hash: string, bytes: Uint8Array): Promise<void>;
  /** The bytes, or undefined when there are none under this hash. */
  get(hash: string): Promise<Uint8Array | undefined>;
}

export const openFileStore = (place: Place): FileStore => (place.kind === "folder" ? folderStore(place.folder) : bucketStore(place));

const hashForm = /^[0-9a-f]{64}$/;

function keyOf(hash: string): string {
  if (!hashForm.test(hash)) throw new TypeError("A file is named by its SHA-256");
  return `${hash.slice(0, 2)}/${hash}`;
}

/** A folder on this machine. What `put` answered for has reached the disk, whole, under its final name. */
function folderStore(folder: string): FileStore {
  return {
    async put(hash, bytes) {
      const file = path.join(folder, keyOf(hash));
      if (await exists(file)) return;
      const parent = path.dirname(file);
      await mkdir(parent, { recursive: true, mode: 0o700 });
      const draft = `${file}.${randomUUID()}`;
      try {
        await write(draft, bytes);
        await rename(draft, file);
      } catch (error) {
        await rm(draft, { force: true });
        throw error;
      }
      await sync(parent);
      await sync(folder);
    },
    async get(hash) {
      try {
        return await readFile(path.join(folder, keyOf(hash)));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
        throw error;
      }
    },
  };
}

const exists = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );

async function write(file: string, bytes: Uint8Array): Promise<void> {
  const handle = await open(file, "wx", 0o600);
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** A rename lasts once its folder is on the disk. Windows cannot open folders and needs no such thing. */
async function sync(folder: string): Promise<void> {
  if (process.platform === "win32") return;
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

const patienceMs = 60_000;

/** A bucket of any S3-compatible store. */
function bucketStore({ bucketUrl, region, keyId, key }: Extract<Place, { kind: "s3" }>): FileStore {
  const client = new AwsClient({ accessKeyId: keyId, secretAccessKey: key, service: "s3", region, retries: 3 });
  const call = (method: string, hash: string, body?: Uint8Array) =>
    client.fetch(`${bucketUrl}/${keyOf(hash)}`, {
      method,
      signal: AbortSignal.timeout(patienceMs),
      ...(body ? { body: body as Uint8Array<ArrayBuffer>, headers: { "content-type": "application/octet-stream", "x-amz-content-sha256": hash } } : {}),
    });
  return {
    async put(hash, bytes) {
      const reply = await call("PUT", hash, bytes);
      await reply.arrayBuffer();
      if (!reply.ok) throw new Error(`The file store answered ${reply.status} to a new file`);
    },
    async get(hash) {
      const reply = await call("GET", hash);
      const bytes = new Uint8Array(await reply.arrayBuffer());
      if (reply.status === 404) return undefined;
      if (!reply.ok) throw new Error(`The file store answered ${reply.status}`);
      return bytes;
    },
  };
}

/** For whoever needs no files: says so when asked for one. */
export const noFileStore: FileStore = {
  put: () => Promise.reject(new Error("No file store was given")),
  get: () => Promise.reject(new Error("No file store was given")),
};
