import { newId } from "#kernel/id.ts";
import type { Words } from "#kernel/words.ts";
import { openOutboxDatabase, type Entry, type KeptBlob, type OutboxDatabase } from "./database.ts";
import { deviceNow } from "./deviceClock.ts";
import { sha256Hex } from "./hash.ts";

export type { Entry, KeptBlob, SendState } from "./database.ts";

/** What a fact carries of the device that it was laid down on. */
export interface Stamp {
  readonly id: string;
  readonly deviceId: string;
  /** Counts the facts of this device, from 1, without a gap. */
  readonly number: number;
  /** By this device's clock, and never before what was laid down earlier for the same group: a clock that is set back does not undo the order. */
  readonly at: string;
}

export interface NewFact {
  readonly group: string;
  readonly address: string;
  readonly list: string;
  readonly label: Words;
  readonly fact: (stamp: Stamp) => Readonly<Record<string, unknown>>;
}

export interface NewBlob {
  readonly group: string;
  readonly address: (hash: string) => string;
  readonly label: Words;
  readonly type: string;
  readonly bytes: ArrayBuffer;
}

export interface OutboxCounts {
  readonly waiting: number;
  readonly blobs: number;
  readonly refused: number;
  /** What people other than the one at hand have laid down here and is not sent yet. */
  readonly ofOthers: number;
}

/** How far this device's clock is ahead of the server's, when it last heard from it. */
export interface ClockOffset {
  readonly aheadMs: number;
  readonly measuredAt: string;
}

/**
 * Facts and pictures that wait on this device until the server has answered for each. Everything that is laid down together
 * is written in one transaction of the browser's database, so that a killed tab leaves all of it or nothing.
 */
export class Outbox {
  readonly database: OutboxDatabase;
  readonly now: () => string;
  readonly #heard = new Set<() => void>();
  readonly #news: BroadcastChannel;

  static async open({ name = "towerkeep.outbox", now = deviceNow }: { readonly name?: string; readonly now?: () => string } = {}): Promise<Outbox> {
    return new Outbox(await openOutboxDatabase(name), name, now);
  }

  private constructor(database: OutboxDatabase, name: string, now: () => string) {
    this.database = database;
    this.now = now;
    this.#news = new BroadcastChannel(name);
    this.#news.onmessage = () => this.#tellHere();
  }

  /** Whether the last thing that somebody did could not be kept: no room is left on this device, or its browser keeps nothing. */
  hasFailed = false;

  /** Lays down what `owner` did, with the pictures it speaks of; it is safe on this device once this has returned. */
  async add(owner: string, facts: readonly NewFact[], blobs: readonly NewBlob[] = []): Promise<readonly Entry[]> {
    try {
      const added = await this.#write(owner, facts, blobs);
      this.hasFailed = false;
      return added;
    } catch (error) {
      this.hasFailed = true;
      throw error;
    } finally {
      this.tell();
    }
  }

  /** Everything laid down here for `group`, in order, sent or not. */
  entriesOf(group: string): Promise<Entry[]> {
    return this.database.getAllFromIndex("entry", "group", group);
  }

  /** What of `owner` the server has not taken, in order; what it refused is among it. */
  async unsentOf(owner: string): Promise<{ entries: Entry[]; blobs: KeptBlob[] }> {
    const states = ["waiting", "sending", "refused"] as const;
    const entries = await Promise.all(states.map((state) => this.database.getAllFromIndex("entry", "state", [owner, state])));
    const blobs = await Promise.all(states.map((state) => this.database.getAllFromIndex("blob", "state", [owner, state])));
    return { entries: entries.flat().toSorted((a, b) => a.seq - b.seq), blobs: blobs.flat() };
  }

  async counts(owner: string | null): Promise<OutboxCounts> {
    const transaction = this.database.transaction(["entry", "blob"]);
    const keys: { readonly kind: "entry" | "blob"; readonly isOwn: boolean; readonly state: string }[] = [];
    for (const kind of ["entry", "blob"] as const) {
      for (let cursor = await transaction.objectStore(kind).index("state").openKeyCursor(); cursor; cursor = await cursor.continue())
        keys.push({ kind, isOwn: cursor.key[0] === owner, state: cursor.key[1] });
    }
    const isUnsent = ({ state }: { readonly state: string }) => state === "waiting" || state === "sending";
    return {
      waiting: keys.filter((key) => key.isOwn && key.kind === "entry" && isUnsent(key)).length,
      blobs: keys.filter((key) => key.isOwn && key.kind === "blob" && isUnsent(key)).length,
      refused: keys.filter(({ isOwn, state }) => isOwn && state === "refused").length,
      ofOthers: keys.filter((key) => !key.isOwn && isUnsent(key)).length,
    };
  }

  /** Sends again what the server refused, because its cause is gone. */
  async retry(seq: number): Promise<void> {
    const transaction = this.database.transaction("entry", "readwrite");
    const entry = await transaction.store.get(seq);
    if (entry?.state === "refused") void transaction.store.put({ ...entry, state: "waiting", reasons: [], answeredAt: null });
    await transaction.done;
    this.tell();
  }

  async retryBlob(key: string): Promise<void> {
    const transaction = this.database.transaction("blob", "readwrite");
    const blob = await transaction.store.get(key);
    if (blob?.state === "refused") void transaction.store.put({ ...blob, state: "waiting", reasons: [] });
    await transaction.done;
    this.tell();
  }

  /** Forgets of `group` what the server has taken; what it has not taken stays, whatever happens. */
  async forgetSent(group: string): Promise<void> {
    const transaction = this.database.transaction(["entry", "blob"], "readwrite");
    for (const name of ["entry", "blob"] as const) {
      for (let cursor = await transaction.objectStore(name).index("group").openCursor(group); cursor; cursor = await cursor.continue())
        if (cursor.value.state === "sent") void cursor.delete();
    }
    await transaction.done;
    this.tell();
  }

  async blob(hash: string): Promise<Blob | null> {
    const found = await this.database.getFromIndex("blob", "hash", hash);
    return found ? new Blob([found.bytes], { type: found.type }) : null;
  }

  /** Keeps a picture that was fetched beforehand. */
  async keepBlob(group: string, hash: string, type: string, bytes: ArrayBuffer): Promise<void> {
    const key = ` ${hash}`;
    const label = { zh: "", en: "" };
    await this.database.put("blob", {
      key,
      hash,
      owner: "",
      group,
      address: null,
      type,
      bytes,
      label,
      state: "sent",
      sentBytes: bytes.byteLength,
      addedAt: this.now(),
      reasons: [],
    });
  }

  async hasBlob(hash: string): Promise<boolean> {
    return (await this.database.countFromIndex("blob", "hash", hash)) > 0;
  }

  /** What was read beforehand under `key`. */
  async page<T>(key: string): Promise<T | undefined> {
    return (await this.database.get("page", key)) as T | undefined;
  }

  async keepPage(key: string, value: unknown): Promise<void> {
    await this.database.put("page", value, key);
    this.tell();
  }

  async forgetPages(prefix: string): Promise<void> {
    await this.database.delete("page", IDBKeyRange.bound(prefix, `${prefix}\uffff`));
    this.tell();
  }

  /** Forgets the pictures that were fetched beforehand. */
  async forgetFetched(): Promise<void> {
    await this.database.delete("blob", IDBKeyRange.bound(" ", " \uffff"));
  }

  async clock(): Promise<ClockOffset | null> {
    return ((await this.database.get("device", "clock")) as ClockOffset | undefined) ?? null;
  }

  async keepClock(offset: ClockOffset): Promise<void> {
    await this.database.put("device", offset, "clock");
  }

  /** Hears of every change of what is kept here, from this tab and from others. */
  listen(heard: () => void): () => void {
    this.#heard.add(heard);
    return () => this.#heard.delete(heard);
  }

  /** Says that something changed. */
  tell(): void {
    this.#news.postMessage("changed");
    this.#tellHere();
  }

  close(): void {
    this.#news.close();
    this.database.close();
  }

  /** All of it in one transaction, or nothing. */
  async #write(owner: string, facts: readonly NewFact[], blobs: readonly NewBlob[]): Promise<readonly Entry[]> {
    const hashed = await Promise.all(blobs.map(async (blob) => ({ ...blob, hash: await sha256Hex(blob.bytes) }))); // a transaction would not outlive the wait
    const addedAt = this.now();
    const transaction = this.database.transaction(["entry", "blob", "device"], "readwrite");
    const [entryStore, blobStore, device] = [transaction.objectStore("entry"), transaction.objectStore("blob"), transaction.objectStore("device")];
    try {
      const deviceId = ((await device.get("id")) as string | undefined) ?? newId();
      let number = ((await device.get("number")) as number | undefined) ?? 0;
      const added: Entry[] = [];
      for (const { fact, ...rest } of facts) {
        const before = await entryStore.index("group").openCursor(rest.group, "prev");
        const at = before && before.value.at > addedAt ? before.value.at : addedAt;
        const stamp = { id: newId(), deviceId, number: ++number, at };
        const entry: Entry = { ...rest, seq: number, id: stamp.id, owner, fact: fact(stamp), at, state: "waiting", addedAt, answeredAt: null, reasons: [] };
        await entryStore.add(entry);
        added.push(entry);
      }
      for (const { hash, group, address, label, type, bytes } of hashed) {
        const key = `${owner} ${hash}`;
        if (await blobStore.get(key)) continue;
        await blobStore.add({ key, hash, owner, group, address: address(hash), type, bytes, label, state: "waiting", sentBytes: 0, addedAt, reasons: [] });
      }
      await device.put(deviceId, "id");
      await device.put(number, "number");
      await transaction.done;
      return added;
    } catch (error) {
      transaction.done.catch(() => {}); // the error that is thrown says why
      if (transaction.error === null) transaction.abort();
      throw error;
    }
  }

  #tellHere(): void {
    for (const heard of this.#heard) heard();
  }
}
