export interface Inventory {
  readonly count: number;
  /** What the entries claim to unpack to. */
  readonly unpackedBytes: number;
  readonly names: readonly string[];
}

const endMark = 0x06054b50;
const entryMark = 0x02014b50;

/** What a zip archive lists in its central directory, read without unpacking anything; undefined if that cannot be read. */
export function inventoryOf(bytes: Uint8Array): Inventory | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = endOf(view);
  if (end === undefined) return undefined;
  const count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  let unpackedBytes = 0;
  const names: string[] = [];
  for (let index = 0; index < count; index++) {
    if (at + 46 > view.byteLength || view.getUint32(at, true) !== entryMark) return undefined;
    const nameLength = view.getUint16(at + 28, true);
    unpackedBytes += view.getUint32(at + 24, true);
    names.push(new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength)));
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return { count, unpackedBytes, names };
}

/** The end record lies at the end, before a comment of at most 64 KiB. */
function endOf(view: DataView): number | undefined {
  for (let at = view.byteLength - 22; at >= Math.max(0, view.byteLength - 22 - 0xffff); at--) {
    if (view.getUint32(at, true) === endMark) return at;
  }
  return undefined;
}
