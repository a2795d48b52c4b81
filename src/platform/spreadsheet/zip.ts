import { createInflateRaw, inflateRawSync } from "node:zlib";
import { Refusal } from "#kernel/problem.ts";
import { spreadsheetProblems } from "./problems.ts";

interface ZipEntry {
  readonly method: number;
  readonly packed: Uint8Array;
}

const endOfDirectory = 0x06054b50;
const directoryEntry = 0x02014b50;
const localHeader = 0x04034b50;
const longestComment = 0xffff;
const mostEntries = 10_000;

/** The entries of a zip archive by name, still packed. Sizes an archive declares are not believed: whoever unpacks gives a limit. Refuses a broken archive. */
export function readZip(bytes: Uint8Array): ReadonlyMap<string, ZipEntry> {
  try {
    return readDirectory(bytes);
  } catch (error) {
    if (error instanceof RangeError) throw new Refusal(spreadsheetProblems.broken());
    throw error;
  }
}

function readDirectory(bytes: Uint8Array): ReadonlyMap<string, ZipEntry> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = endOf(view);
  const count = view.getUint16(end + 10, true);
  const entries = new Map<string, ZipEntry>();
  let at = view.getUint32(end + 16, true);
  for (let index = 0; index < Math.min(count, mostEntries); index++) {
    if (view.getUint32(at, true) !== directoryEntry) throw new RangeError("directory");
    const nameLength = view.getUint16(at + 28, true);
    const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength));
    const header = view.getUint32(at + 42, true);
    if (view.getUint32(header, true) !== localHeader) throw new RangeError("header");
    const start = header + 30 + view.getUint16(header + 26, true) + view.getUint16(header + 28, true);
    entries.set(name, {
      method: view.getUint16(at + 10, true),
      packed: bytes.subarray(start, start + view.getUint32(at + 20, true)),
    });
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return entries;
}

function endOf(view: DataView): number {
  for (let at = view.byteLength - 22; at >= Math.max(0, view.byteLength - 22 - longestComment); at--) {
    if (view.getUint32(at, true) === endOfDirectory) return at;
  }
  throw new RangeError("end");
}

/** Unpacks a small entry whole; refuses one that is broken or larger than `limit` bytes. */
export function unpack(entry: ZipEntry, limit: number): Uint8Array {
  if (entry.method === 0 && entry.packed.length <= limit) return entry.packed;
  try {
    return inflateRawSync(entry.packed, { maxOutputLength: limit });
  } catch {
    throw new Refusal(spreadsheetProblems.broken());
  }
}

/** Unpacks an entry piece by piece; refuses it once more than `limit` bytes came out. */
export async function* unpackInPieces(entry: ZipEntry, limit: number): AsyncGenerator<Uint8Array> {
  if (entry.method === 0) {
    if (entry.packed.length > limit) throw new Refusal(spreadsheetProblems.broken());
    yield entry.packed;
    return;
  }
  const inflate = createInflateRaw({ chunkSize: 256 * 1024 });
  inflate.end(entry.packed);
  let unpacked = 0;
  try {
    for await (const piece of inflate as AsyncIterable<Uint8Array>) {
      unpacked += piece.length;
      if (unpacked > limit) throw new Refusal(spreadsheetProblems.broken());
      yield piece;
    }
  } catch (error) {
    throw error instanceof Refusal ? error : new Refusal(spreadsheetProblems.broken());
  } finally {
    inflate.destroy();
  }
}
