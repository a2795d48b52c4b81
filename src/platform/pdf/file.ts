// A PDF as Typst writes it, plain objects and a plain table of them, and what is added to its end. Nothing that was written is ever changed.

/** The entries of a dictionary, in their order, each value as it is written. */
export type Dictionary = Map<string, string>;

export interface PdfObject {
  readonly number: number;
  /** Up to `stream` or the end. */
  readonly text: string;
  readonly stream: Uint8Array | undefined;
}

export interface PdfFile {
  readonly bytes: Uint8Array;
  readonly trailer: Dictionary;
  readonly startXref: number;
  readonly pages: readonly number[];
  object(number: number): PdfObject;
}

/** Reads a PDF of ours, with whatever was added to it. Throws `RangeError` for one that is written differently. */
export function readPdf(bytes: Uint8Array): PdfFile {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
  const startXref = Number(/startxref\s+(\d+)\s+%%EOF\s*$/.exec(text)?.[1] ?? Number.NaN);
  const offsets = new Map<number, number>();
  let trailer: Dictionary | undefined;
  for (let at: number | undefined = startXref; at !== undefined;) {
    const section = readTable(text, at, offsets);
    trailer ??= section;
    const previous: string | undefined = section.get("Prev");
    at = previous === undefined ? undefined : Number(previous);
  }
  if (!trailer) throw new RangeError("A PDF without its table");

  const object = (number: number): PdfObject => {
    const at = offsets.get(number);
    const head = at === undefined ? undefined : /^\s*\d+ \d+ obj\s*/.exec(text.slice(at, at + 40))?.[0];
    if (at === undefined || head === undefined) throw new RangeError(`No object ${number} in a PDF`);
    const start = at + head.length;
    const end = valueEnd(text, start);
    const own = text.slice(start, end);
    const opening = /^\s*stream\r?\n/.exec(text.slice(end, end + 20))?.[0];
    const length = opening && own.startsWith("<<") ? Number(readDictionary(own).get("Length")) : undefined;
    return { number, text: own, stream: opening && length !== undefined ? bytes.subarray(end + opening.length, end + opening.length + length) : undefined };
  };
  const pagesBelow = (number: number): number[] => {
    const entry = readDictionary(object(number).text);
    return entry.get("Type") === "/Pages" ? referencesIn(entry.get("Kids") ?? "").flatMap(pagesBelow) : [number];
  };
  const root = readDictionary(object(reference(trailer.get("Root"))).text);
  return { bytes, trailer, startXref, object, pages: pagesBelow(reference(root.get("Pages"))) };
}

function readTable(text: string, start: number, offsets: Map<number, number>): Dictionary {
  const head = /^xref\s+/.exec(text.slice(start, start + 12))?.[0];
  if (!head) throw new RangeError("A PDF whose table is not a plain one");
  let at = start + head.length;
  for (let section = /^(\d+) (\d+)\s*\n/.exec(text.slice(at, at + 40)); section; section = /^(\d+) (\d+)\s*\n/.exec(text.slice(at, at + 40))) {
    at += section[0].length;
    const first = Number(section[1]);
    for (let i = 0; i < Number(section[2]); i++, at += 20) {
      const entry = text.slice(at, at + 20);
      // Tables are read newest first: what is known stays.
      if (entry[17] === "n" && !offsets.has(first + i)) offsets.set(first + i, Number(entry.slice(0, 10)));
    }
  }
  const opening = /^trailer\s*/.exec(text.slice(at, at + 20))?.[0];
  if (!opening) throw new RangeError("A PDF without its trailer");
  return readDictionary(text.slice(at + opening.length, valueEnd(text, at + opening.length)));
}

/** The entries of `<< … >>`. */
export function readDictionary(text: string): Dictionary {
  const entries: Dictionary = new Map();
  let at = text.indexOf("<<") + 2;
  for (;;) {
    while (/\s/.test(text[at] ?? "")) at++;
    if (text[at] !== "/") return entries;
    const name = /^\/[^\s/<>[\]()]*/.exec(text.slice(at, at + 200))?.[0] ?? "/";
    at += name.length;
    const end = valueEnd(text, at);
    entries.set(name.slice(1), text.slice(at, end).trim());
    at = end;
  }
}

export const writeDictionary = (entries: Dictionary): string => `<<\n${[...entries].map(([name, value]) => `/${name} ${value}`).join("\n")}\n>>`;

/** The numbers of the objects that a value refers to. */
export const referencesIn = (value: string): number[] => Array.from(value.matchAll(/(\d+) 0 R/g), ([, number]) => Number(number));
export const reference = (value: string | undefined): number => {
  const [number] = referencesIn(value ?? "");
  if (number === undefined) throw new RangeError("A PDF without a reference where one belongs");
  return number;
};

/** Where the value that begins at or after `start` ends: dictionaries and arrays with all they hold, strings, names, numbers, references. */
function valueEnd(text: string, start: number): number {
  let at = start;
  let depth = 0;
  for (;;) {
    while (/\s/.test(text[at] ?? "")) at++;
    const character = text[at];
    if (character === undefined) return at;
    if (text.startsWith("<<", at)) {
      depth++;
      at += 2;
    } else if (text.startsWith(">>", at)) {
      depth--;
      at += 2;
    } else if (character === "[") {
      depth++;
      at++;
    } else if (character === "]") {
      depth--;
      at++;
    } else if (character === "(") at = stringEnd(text, at);
    else if (character === "<") at = text.indexOf(">", at) + 1;
    else if (character === "/") at += /^\/[^\s/<>[\]()]*/.exec(text.slice(at, at + 200))?.[0].length ?? 1;
    else at += /^(\d+ \d+ R\b|[^\s/<>[\]()]+)/.exec(text.slice(at, at + 200))?.[0].length ?? 1;
    if (depth <= 0) return at;
  }
}

function stringEnd(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    if (text[at] === "\\") at++;
    else if (text[at] === "(") depth++;
    else if (text[at] === ")" && --depth === 0) return at + 1;
  }
  throw new RangeError("A string in a PDF does not end");
}

/** What is added to the end of a file: new objects, and newer states of old ones. */
export class Addition {
  readonly file: PdfFile;
  readonly #objects = new Map<number, { text: string; stream: Uint8Array | undefined }>();
  #next: number;

  constructor(file: PdfFile) {
    this.file = file;
    this.#next = Number(file.trailer.get("Size"));
  }

  /** The number of a new object. */
  reserve(): number {
    return this.#next++;
  }

  put(number: number, text: string, stream?: Uint8Array): number {
    this.#objects.set(number, { text, stream });
    return number;
  }

  /** The entries of an object as it stands now, also where it was changed here. */
  entriesOf(number: number): Dictionary {
    return readDictionary(this.#objects.get(number)?.text ?? this.file.object(number).text);
  }

  /** The file with all that was added. */
  write(): Uint8Array {
    const parts: Uint8Array[] = [this.file.bytes, Buffer.from("\n")];
    let at = this.file.bytes.byteLength + 1;
    const offsets = new Map<number, number>();
    const push = (part: Uint8Array) => {
      parts.push(part);
      at += part.byteLength;
    };
    for (const [number, { text, stream }] of [...this.#objects].toSorted(([a], [b]) => a - b)) {
      offsets.set(number, at);
      push(Buffer.from(`${number} 0 obj\n${text}\n`, "latin1"));
      if (stream) {
        push(Buffer.from("stream\n"));
        push(stream);
        push(Buffer.from("\nendstream\n"));
      }
      push(Buffer.from("endobj\n"));
    }
    const table = [...offsets].map(([number, offset]) => `${number} 1\n${String(offset).padStart(10, "0")} 00000 n \n`).join("");
    const trailer = new Map([...this.file.trailer, ["Size", String(this.#next)], ["Prev", String(this.file.startXref)]]);
    parts.push(Buffer.from(`xref\n${table}trailer\n${writeDictionary(trailer)}\nstartxref\n${at}\n%%EOF\n`, "latin1"));
    return Buffer.concat(parts);
  }
}

/** A text as PDF keeps it, whatever its characters. */
export const textString = (text: string): string => `<FEFF${Buffer.from(text, "utf16le").swap16().toString("hex").toUpperCase()}>`;
