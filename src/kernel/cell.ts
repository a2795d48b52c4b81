/** What a cell of a spreadsheet holds once read: nothing, text, a number, a truth, a day, a moment by the wall clock, or an error such as `#N/A`. */
export type Cell = null | string | number | boolean | Temporal.PlainDate | Temporal.PlainDateTime | CellError;

/** A formula of the sheet that has no value; `error` is what the sheet shows. */
export interface CellError {
  readonly error: string;
}

export const isCellError = (cell: Cell): cell is CellError => typeof cell === "object" && cell !== null && "error" in cell;

/** A cell as a person would read it in the sheet. */
export function sayCell(cell: Cell): string {
  if (cell === null) return "";
  if (cell instanceof Temporal.PlainDateTime) return cell.toString().replace("T", " ");
  return isCellError(cell) ? cell.error : String(cell);
}
