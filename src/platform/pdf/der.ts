// As much of DER as certificates and signatures are made of.

/** One value: its tag, its whole encoding and what is inside. */
export interface Der {
  readonly tag: number;
  /** With tag and length. */
  readonly bytes: Uint8Array;
  readonly content: Uint8Array;
}

export const tags = { integer: 0x02, bits: 0x03, octets: 0x04, nothing: 0x05, oid: 0x06, utf8: 0x0c, utcTime: 0x17, generalTime: 0x18, sequence: 0x30, set: 0x31 } as const;

/** A value with this tag, its parts one after the other. */
export function der(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const length = parts.reduce((sum, part) => sum + part.byteLength, 0);
  return Buffer.concat([Buffer.from([tag, ...lengthBytes(length)]), ...parts]);
}
export const sequence = (...parts: readonly Uint8Array[]): Uint8Array => der(tags.sequence, ...parts);
/** Parts of a set stand in the order of their bytes. */
export const setOf = (...parts: readonly Uint8Array[]): Uint8Array => der(tags.set, ...parts.toSorted((a, b) => Buffer.compare(a, b)));
export const octets = (bytes: Uint8Array): Uint8Array => der(tags.octets, bytes);
export const bits = (bytes: Uint8Array, unused = 0): Uint8Array => der(tags.bits, Buffer.from([unused]), bytes);
export const nothing = (): Uint8Array => der(tags.nothing);
export const utf8 = (text: string): Uint8Array => der(tags.utf8, Buffer.from(text, "utf8"));
export const yes = (): Uint8Array => der(0x01, Buffer.from([0xff]));
/** `[number]`, around a whole value unless `isPrimitive`. */
export const tagged = (number: number, ...parts: readonly Uint8Array[]): Uint8Array => der(0xa0 | number, ...parts);

/** A whole number that is not negative. */
export function integer(value: number | Uint8Array): Uint8Array {
  const bytes = typeof value === "number" ? Buffer.from([value]) : Buffer.from(value);
  return der(tags.integer, (bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes);
}

export function oid(dotted: string): Uint8Array {
  const [first = 0, second = 0, ...rest] = dotted.split(".").map(Number);
  return der(tags.oid, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
}

/** A moment as certificates write it: two digits of the year until 2049. */
export function time(instant: Temporal.Instant): Uint8Array {
  const digits = instant.toString({ smallestUnit: "second" }).replaceAll(/[-:T]/g, "");
  return digits < "2050" ? der(tags.utcTime, Buffer.from(digits.slice(2))) : der(tags.generalTime, Buffer.from(digits));
}

/** Reads the value that begins at `at`. Throws `RangeError` where there is none. */
export function readDer(bytes: Uint8Array, at = 0): Der {
  const tag = bytes[at];
  const first = bytes[at + 1];
  if (tag === undefined || first === undefined) throw new RangeError("A DER value is cut short");
  const count = first < 0x80 ? 0 : first & 0x7f;
  if (count > 4) throw new RangeError("A DER value is too long");
  let length = first < 0x80 ? first : 0;
  for (let i = 0; i < count; i++) length = length * 256 + (bytes[at + 2 + i] ?? 0);
  const start = at + 2 + count;
  if (start + length > bytes.byteLength) throw new RangeError("A DER value is cut short");
  return { tag, bytes: bytes.subarray(at, start + length), content: bytes.subarray(start, start + length) };
}

/** The values inside a sequence, a set or a tagged value. */
export function partsOf({ content }: Pick<Der, "content">): Der[] {
  const parts: Der[] = [];
  for (let at = 0; at < content.byteLength;) {
    const part = readDer(content, at);
    parts.push(part);
    at += part.bytes.byteLength;
  }
  return parts;
}

export function dotted({ content }: Pick<Der, "content">): string {
  const arcs: number[] = [];
  let arc = 0;
  for (const byte of content) {
    arc = arc * 128 + (byte & 0x7f);
    if (byte < 0x80) {
      arcs.push(arc);
      arc = 0;
    }
  }
  const [head = 0, ...rest] = arcs;
  const first = Math.min(2, Math.floor(head / 40));
  return [first, head - 40 * first, ...rest].join(".");
}

function lengthBytes(length: number): number[] {
  if (length < 0x80) return [length];
  const bytes: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256);
  return [0x80 | bytes.length, ...bytes];
}

function base128(arc: number): number[] {
  const bytes = [arc % 128];
  for (let rest = Math.floor(arc / 128); rest > 0; rest = Math.floor(rest / 128)) bytes.unshift(0x80 | (rest % 128));
  return bytes;
}
