import { setImmediate } from "node:timers/promises";
import { sql } from "kysely";
import type { Tx } from "#platform/db/database.ts";

/** The columns of a table to be written, each with its Postgres type; a `jsonb` value is given as JSON text. */
export type Columns = Readonly<Record<string, string>>;
type Values = readonly (readonly unknown[])[];

const rowsAtOnce = 5_000;

/** Inserts `rows`, whose values come in the order of `columns`, some thousands in one statement. */
export async function insertRows<T>(
  tx: Tx,
  table: string,
  columns: Columns,
  rows: readonly T[],
  valuesOf: (row: T) => readonly unknown[],
  onBatch: (count: number) => Promise<void> = async () => {},
): Promise<void> {
  const names = sql.raw(Object.keys(columns).join(", "));
  const write = (batch: Values) =>
    sql`insert into ${sql.table(table)} (${names}) select ${selected(columns)} from unnest(${arrays(columns, batch)}) as given (${names})`.execute(tx);
  await inBatches(rows, valuesOf, write, onBatch);
}

/** Updates rows found by `site_id` and `id`, which are the first two columns, to the other ones. */
export async function updateRows<T>(
  tx: Tx,
  table: string,
  columns: Columns,
  rows: readonly T[],
  valuesOf: (row: T) => readonly unknown[],
  onBatch: (count: number) => Promise<void> = async () => {},
): Promise<void> {
  const changed = Object.keys(columns).slice(2);
  const names = sql.raw(Object.keys(columns).join(", "));
  const assignments = sql.raw(changed.map((name) => `${name} = given.${name}`).join(", "));
  const write = (batch: Values) =>
    sql`update ${sql.table(table)} as target set ${assignments} from unnest(${arrays(columns, batch)}) as given (${names}) where target.site_id = given.site_id and target.id = given.id`.execute(
      tx,
    );
  await inBatches(rows, valuesOf, write, onBatch);
}

/** The values of the next batch are made while the database writes this one. */
async function inBatches<T>(
  rows: readonly T[],
  valuesOf: (row: T) => readonly unknown[],
  write: (batch: Values) => Promise<unknown>,
  onBatch: (count: number) => Promise<void>,
): Promise<void> {
  let writing: Promise<unknown> = Promise.resolve();
  for (const batch of batches(rows, valuesOf)) {
    await writing;
    writing = write(batch);
    writing.catch(() => {}); // heard when awaited
    await onBatch(batch.length);
    await setImmediate();
  }
  await writing;
}

/** Values are made batch by batch, so that those of a hundred thousand rows are never held at once. */
function* batches<T>(rows: readonly T[], valuesOf: (row: T) => readonly unknown[]): Generator<Values> {
  for (let from = 0; from < rows.length; from += rowsAtOnce) yield rows.slice(from, from + rowsAtOnce).map(valuesOf);
}

const passedAs = (type: string) => (type === "jsonb" ? "text" : type);
const selected = (columns: Columns) =>
  sql.raw(
    Object.entries(columns)
      .map(([name, type]) => (type === "jsonb" ? `${name}::jsonb` : name))
      .join(", "),
  );

function arrays(columns: Columns, rows: Values) {
  return sql.join(Object.values(columns).map((type, index) => sql`${arrayOf(type, rows, index)}::${sql.raw(passedAs(type))}[]`));
}

const needsNoQuotes = new Set(["uuid", "int", "bigint", "boolean", "date", "timestamptz"]);

/** A Postgres array; written out here where no value can hold what would need quoting, which is several times faster. */
function arrayOf(type: string, rows: Values, index: number): unknown {
  if (!needsNoQuotes.has(type)) return rows.map((row) => row[index]);
  return `{${rows.map((row) => (row[index] === null ? "null" : `"${String(row[index])}"`)).join(",")}}`;
}
