import { Refusal } from "#kernel/problem.ts";
import { spreadsheetProblems } from "./problems.ts";
import { readZip, unpack, unpackInPieces } from "./zip.ts";

/** A merged range; rows and columns from 0, both ends included. */
export interface Merge {
  readonly firstRow: number;
  readonly lastRow: number;
  readonly firstColumn: number;
  readonly lastColumn: number;
}

interface Worksheet {
  readonly name: string;
  /** Walks through the whole sheet once: its merged ranges, having made sure that it unpacks to a size that can be read. */
  merges(): Promise<Merge[]>;
}

const mebi = 1024 * 1024;
const limits = {
  part: 8 * mebi,
  strings: 96 * mebi,
  sheet: 512 * mebi,
  row: 4 * mebi,
  merges: 16 * mebi,
  stringCount: 2_000_000,
};

/** Looks into an .xlsx before it is read: the names of its sheets, and that nothing in it is a trap. Refuses what is broken or no workbook. */
export function inspectXlsx(bytes: Uint8Array): { readonly sheets: readonly Worksheet[] } {
  const zip = readZip(bytes);
  const workbook = zip.get("xl/workbook.xml");
  const relations = zip.get("xl/_rels/workbook.xml.rels");
  if (!workbook || !relations) throw new Refusal(spreadsheetProblems.notASpreadsheet());
  checkStrings(zip);

  const targets = new Map(tags(text(unpack(relations, limits.part)), "Relationship").map((attributes) => [attributes["Id"], attributes["Target"]] as const));
  const sheets = tags(text(unpack(workbook, limits.part)), "sheet").map((attributes) => {
    const target = targets.get(attributes["r:id"] ?? Object.entries(attributes).find(([name]) => name.endsWith(":id"))?.[1]) ?? "";
    const entry = zip.get(target.startsWith("/") ? target.slice(1) : `xl/${target}`);
    return {
      name: attributes["name"] ?? "",
      merges: async () => (entry ? mergesIn(unpackInPieces(entry, limits.sheet)) : []),
    };
  });
  if (sheets.length === 0) throw new Refusal(spreadsheetProblems.notASpreadsheet());
  return { sheets };
}

function checkStrings(zip: ReturnType<typeof readZip>): void {
  for (const [name, entry] of zip) {
    if (/sharedStrings\.xml$/i.test(name)) {
      const strings = Buffer.from(unpack(entry, limits.strings));
      let count = 0;
      for (let at = strings.indexOf("<si"); at >= 0; at = strings.indexOf("<si", at + 3)) {
        if (++count > limits.stringCount) throw new Refusal(spreadsheetProblems.broken());
      }
    } else if (/(styles|\[Content_Types\])\.xml$|\.rels$/i.test(name)) {
      unpack(entry, limits.part);
    }
  }
}

/** Merged ranges stand behind the rows. A "row" without end would have to be held as a whole, so it is refused here. */
async function mergesIn(pieces: AsyncIterable<Uint8Array>): Promise<Merge[]> {
  const decoder = new TextDecoder();
  let rest = "";
  let behindRows = false;
  for await (const piece of pieces) {
    rest += decoder.decode(piece, { stream: true });
    if (!behindRows) {
      const end = rest.includes("sheetData") ? rest.search(/<\/(?:\w+:)?sheetData>|<(?:\w+:)?sheetData\s*\/>/) : -1; // the search is slow
      behindRows = end >= 0;
      rest = behindRows ? rest.slice(end) : rest.slice(Math.max(rest.lastIndexOf("row>"), rest.lastIndexOf("<sheetData"), 0));
    }
    if (rest.length > (behindRows ? limits.merges : limits.row)) throw new Refusal(spreadsheetProblems.broken());
  }
  return tags(rest, "mergeCell").flatMap(({ ref }) => parseRange(ref ?? "") ?? []);
}

function parseRange(range: string): Merge | undefined {
  const match = /^\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})$/.exec(range);
  if (!match) return undefined;
  const [, fromColumn = "", fromRow, toColumn = "", toRow] = match;
  return {
    firstRow: Number(fromRow) - 1,
    lastRow: Number(toRow) - 1,
    firstColumn: columnIndex(fromColumn),
    lastColumn: columnIndex(toColumn),
  };
}

const columnIndex = (letters: string) => Array.from(letters).reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

/** The attributes of every element called `name`, whatever its namespace prefix. */
function tags(xml: string, name: string): Record<string, string>[] {
  const elements = xml.matchAll(new RegExp(`<(?:\\w+:)?${name}\\s([^<>]*)>`, "g"));
  return [...elements].map(([, attributes = ""]) =>
    Object.fromEntries([...attributes.matchAll(/([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)].map(([, key = "", double, single]) => [key, unescape(double ?? single ?? "")])),
  );
}

const named: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

function unescape(value: string): string {
  return value.replace(/&(#x?[\da-f]+|\w+);/gi, (whole, body: string) => {
    if (!body.startsWith("#")) return named[body] ?? whole;
    const code = body[1]?.toLowerCase() === "x" ? Number.parseInt(body.slice(2), 16) : Number(body.slice(1));
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
