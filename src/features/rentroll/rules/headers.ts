import { type Cell, sayCell } from "#kernel/cell.ts";
import { isEmptyCell, parseArea, parseDay, parseFloor, parseState, parseUse, plain } from "./cells.ts";
import { type DateOrder, factsOf, type Mapping, type RollField, rollFieldNames, type Source } from "./fields.ts";

/** The first rows of a sheet, as far as they hold anything. */
export interface SampleRow {
  readonly number: number;
  readonly cells: readonly Cell[];
}

export interface Guess {
  readonly mapping: Mapping;
  /** How sure each guessed field is, 0 to 1. */
  readonly confidence: Partial<Readonly<Record<RollField, number>>>;
}

/** A title as compared: no spaces, no remark in brackets, no punctuation, lower case. */
export function plainTitle(cell: Cell): string {
  const text = typeof cell === "string" ? plain(cell).toLowerCase() : "";
  const short = text.replace(/[([（【].*?[)\]）】]/g, "").replace(/[\s*:：,，.。_/]/g, "");
  return short || text.replaceAll(" ", "");
}

/** How well a title fits a field: 1 for one of its names, less if it only contains one. */
export function likeness(title: string, field: RollField): number {
  if (title === "") return 0;
  const { titles } = factsOf(field);
  if (titles.includes(title)) return 1;
  const contained = titles.filter((name) => name.length >= (/[a-z]/.test(name) ? 5 : 2) && title.includes(name));
  return Math.max(0, ...contained.map((name) => 0.5 + (0.4 * name.length) / title.length));
}

const bestLikeness = (title: string) => Math.max(...rollFieldNames.map((field) => likeness(title, field)));

/** The number of the row that names the columns: the one with most titles we know, and of those the last; else the first row of several different texts. */
export function findHeaderRow(rows: readonly SampleRow[]): number | undefined {
  const scored = rows.map(({ number, cells }) => {
    const titles = new Set(cells.map(plainTitle).filter((title) => title !== ""));
    const others = cells.filter((cell) => !isEmptyCell(cell) && typeof cell !== "string").length;
    const known = [...titles].filter((title) => bestLikeness(title) >= 0.7).length;
    return { number, known: known - others, different: titles.size - others };
  });
  const mostKnown = Math.max(0, ...scored.map(({ known }) => known));
  if (mostKnown >= 2) return scored.findLast(({ known }) => known === mostKnown)?.number;
  return scored.find(({ different }) => different >= 2)?.number;
}

const ownTitles = new Set(["行号", "原因", "row", "reason"]);

/** Names the header whatever the order of its columns: what a remembered mapping is found by. */
export const fingerprintOf = (titles: readonly Cell[]): string =>
  titles
    .map(plainTitle)
    .filter((title) => title !== "" && !ownTitles.has(title))
    .toSorted()
    .join("|")
    .slice(0, 2000);

/** Guesses which column means what, from titles, kept only where the values below bear it out. `scope` company: the file tells the sites as well. */
export function guessMapping(sheet: number, header: SampleRow, samples: readonly SampleRow[], scope: "site" | "company"): Guess {
  const titles = header.cells.map(plainTitle);
  const candidates = rollFieldNames
    .filter((field) => scope === "company" || factsOf(field).group !== "site")
    .flatMap((field) => titles.map((title, column) => ({ field, column, confidence: likeness(title, field) })))
    .filter(
      ({ confidence, field, column }) =>
        confidence >= 0.6 &&
        isBorneOut(
          field,
          samples.map(({ cells }) => cells[column] ?? null),
        ),
    )
    .toSorted((one, other) => other.confidence - one.confidence || one.column - other.column);

  const fields: Partial<Record<RollField, Source>> = {};
  const confidence: Partial<Record<RollField, number>> = {};
  const taken = new Set<number>();
  for (const candidate of candidates) {
    if (fields[candidate.field] || taken.has(candidate.column)) continue;
    fields[candidate.field] = { column: candidate.column };
    confidence[candidate.field] = candidate.confidence;
    taken.add(candidate.column);
  }
  const lend = (to: RollField, source: Source | undefined, sureness: number) => {
    if (fields[to] || !source) return;
    fields[to] = source;
    confidence[to] = sureness;
  };
  lend("unitNo", fields.leaseNo, 0.5);
  if (scope === "company") lend("siteName", fields.siteCode, 0.4);
  lend("building", scope === "company" && !fields.building ? fields.siteCode : undefined, 0.4);

  const dayColumns = [fields.leaseStart, fields.leaseEnd].flatMap((source) => (source && "column" in source ? [source.column] : []));
  const areaTitles = [fields.grossArea, fields.netArea, fields.chargeableArea].flatMap((source) =>
    source && "column" in source ? [sayCell(header.cells[source.column] ?? null)] : [],
  );
  return {
    confidence,
    mapping: {
      sheet,
      headerRow: header.number,
      fields,
      dateOrder: guessDateOrder(samples.flatMap(({ cells }) => dayColumns.map((column) => cells[column] ?? null))),
      areaUnit: areaTitles.some((title) => /square f|sq\.? ?ft|sqft|平方英尺/i.test(title)) ? "sqft" : "sqm",
    },
  };
}

/** Fields with a form of their own are guessed only where at least half of the values have it: the column `State` of an address is no state of a unit. */
function isBorneOut(field: RollField, values: readonly Cell[]): boolean {
  const { kind } = factsOf(field);
  if (kind === "text" || kind === "code") return true;
  const parse = {
    area: parseArea,
    day: parseDay,
    floor: parseFloor,
    use: parseUse,
    state: parseState,
  }[kind] as (cell: Cell) => object;
  const told = values.filter((value) => !isEmptyCell(value));
  return told.filter((value) => "value" in parse(value)).length * 2 >= told.length;
}

/** The month comes first unless a value cannot be read so. */
function guessDateOrder(values: readonly Cell[]): DateOrder {
  return values.some((value) => typeof value === "string" && Number(/^(\d{1,2})[-/.]\d{1,2}[-/.]\d{4}/.exec(plain(value))?.[1] ?? 0) > 12) ? "dmy" : "mdy";
}
