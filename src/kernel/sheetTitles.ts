import type { Cell } from "./cell.ts";
import { type DateOrder, isEmptyCell, plain } from "./cellValue.ts";

/** The first rows of a sheet, as far as they hold anything. */
export interface SampleRow {
  readonly number: number;
  readonly cells: readonly Cell[];
}

/** A title as compared: no spaces, no remark in brackets, no punctuation, lower case. */
export function plainTitle(cell: Cell): string {
  const text = typeof cell === "string" ? plain(cell).toLowerCase() : "";
  const short = text.replace(/[([（【].*?[)\]）】]/g, "").replace(/[\s*:：,，.。_/]/g, "");
  return short || text.replaceAll(" ", "");
}

/** How well a title fits a meaning that goes by `names`: 1 for one of them, less if it only contains one. */
export function titleLikeness(title: string, names: readonly string[]): number {
  if (title === "") return 0;
  if (names.includes(title)) return 1;
  const contained = names.filter((name) => name.length >= (/[a-z]/.test(name) ? 5 : 2) && title.includes(name));
  return Math.max(0, ...contained.map((name) => 0.5 + (0.4 * name.length) / title.length));
}

/** The number of the row that names the columns: the one with most titles that `likeness` knows, and of those the last; else the first row of several different texts. */
export function findTitleRow(rows: readonly SampleRow[], likeness: (title: string) => number): number | undefined {
  const scored = rows.map(({ number, cells }) => {
    const titles = new Set(cells.map(plainTitle).filter((title) => title !== ""));
    const others = cells.filter((cell) => !isEmptyCell(cell) && typeof cell !== "string").length;
    const known = [...titles].filter((title) => likeness(title) >= 0.7).length;
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

/** The month comes first unless a value cannot be read so. */
export function guessDateOrder(values: readonly Cell[]): DateOrder {
  return values.some((value) => typeof value === "string" && Number(/^(\d{1,2})[-/.]\d{1,2}[-/.]\d{4}/.exec(plain(value))?.[1] ?? 0) > 12) ? "dmy" : "mdy";
}
