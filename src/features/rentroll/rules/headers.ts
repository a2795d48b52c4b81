import { type Cell, sayCell } from "#kernel/cell.ts";
import { isEmptyCell, parseDay } from "#kernel/cellValue.ts";
import { findTitleRow, guessDateOrder, plainTitle, type SampleRow, titleLikeness } from "#kernel/sheetTitles.ts";
import { parseArea, parseFloor, parseState, parseUse } from "./cells.ts";
import { factsOf, type Mapping, type RollField, rollFieldNames, type Source } from "./fields.ts";

export interface Guess {
  readonly mapping: Mapping;
  /** How sure each guessed field is, 0 to 1. */
  readonly confidence: Partial<Readonly<Record<RollField, number>>>;
}

/** How well a title fits a field: 1 for one of its names, less if it only contains one. */
export const likeness = (title: string, field: RollField): number => titleLikeness(title, factsOf(field).titles);

const bestLikeness = (title: string) => Math.max(...rollFieldNames.map((field) => likeness(title, field)));

/** The number of the row that names the columns of a rent roll. */
export const findHeaderRow = (rows: readonly SampleRow[]): number | undefined => findTitleRow(rows, bestLikeness);

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
