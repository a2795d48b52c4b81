import { openDB, type DBSchema, type IDBPDatabase } from "idb";
import type { Words } from "#kernel/words.ts";
import type { WireReason } from "../problem.ts";

/** How far a thing has come: laid down, under way, taken by the server, or refused by it. */
export type SendState = "waiting" | "sending" | "sent" | "refused";

/** One fact that its author wants on the server, as this device keeps it. */
export interface Entry {
  /** The place in the order this device sends in. */
  readonly seq: number;
  readonly id: string;
  /** Who laid it down: it is sent in no other name. */
  readonly owner: string;
  /** What it belongs to, for those who read their own entries back. */
  readonly group: string;
  /** Where a list of such facts is taken under the name `list`. */
  readonly address: string;
  readonly list: string;
  readonly fact: Readonly<Record<string, unknown>>;
  /** How its author finds it again in the list of what is unsent. */
  readonly label: Words;
  readonly state: SendState;
  readonly addedAt: string;
  /** The moment the fact carries; `addedAt`, unless the clock was set back meanwhile. */
  readonly at: string;
  /** When the server answered, by this device's clock. */
  readonly answeredAt: string | null;
  /** Why it was refused. */
  readonly reasons: readonly WireReason[];
}

/** A picture by its content, waiting to be sent (`address` takes it piece by piece, `address`/upload says how far it is) or fetched beforehand (`address` is null). */
export interface KeptBlob {
  readonly key: string;
  readonly hash: string;
  readonly owner: string;
  readonly group: string;
  readonly address: string | null;
  readonly type: string;
  readonly bytes: ArrayBuffer;
  readonly label: Words;
  readonly state: SendState;
  /** How much of it the server has, as far as this device knows. */
  readonly sentBytes: number;
  readonly addedAt: string;
  readonly reasons: readonly WireReason[];
}

export interface OutboxSchema extends DBSchema {
  entry: { key: number; value: Entry; indexes: { id: string; state: [string, string]; group: string } };
  blob: { key: string; value: KeptBlob; indexes: { hash: string; state: [string, string]; group: string } };
  /** What was read beforehand, to be seen without a network. */
  page: { key: string; value: unknown };
  /** What this device knows of itself: its id, how many facts it has numbered, how far its clock is off. */
  device: { key: string; value: unknown };
}

export type OutboxDatabase = IDBPDatabase<OutboxSchema>;

export const openOutboxDatabase = (name: string): Promise<OutboxDatabase> =>
  openDB<OutboxSchema>(name, 1, {
    upgrade(database) {
      const entries = database.createObjectStore("entry", { keyPath: "seq" });
      entries.createIndex("id", "id", { unique: true });
      entries.createIndex("state", ["owner", "state"]);
      entries.createIndex("group", "group");
      const blobs = database.createObjectStore("blob", { keyPath: "key" });
      blobs.createIndex("hash", "hash");
      blobs.createIndex("state", ["owner", "state"]);
      blobs.createIndex("group", "group");
      database.createObjectStore("page");
      database.createObjectStore("device");
    },
  });
