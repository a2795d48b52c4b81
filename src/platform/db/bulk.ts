import { setImmediate } from "node:timers/promises";
import { type RawBuilder, sql } from "kysely";
import type { Tx } from "./database.ts";

/** The columns of a table to be written, each with its Postgres type; a `jsonb` value is given as JSON text, a `uuid[]` as `{…}`. */
export type Columns = Readonly<Record<string, string>>;
type Values = readonly (readonly unknown[])[];

const rowsAtOnce = 5_000;

/** Inserts `rows`, whose values come in the order of `columns`, some thousands in one statement; `alongside`: what that statement does besides with the new rows, called `made`. */
export async function insertRows<T>(
  tx: Tx,
  table: string,
  columns: Columns,
  rows: readonly T[],
  valuesOf: (row: T) => readonly unknown[],
  onBatch: (count: number) => Promise<void> = async () => {},
  alongside?: RawBuilder<unknown>,
): Promise<void> {
  const names = sql.raw(Object.keys(columns).join(", "));
  const insert = (batch: Values) => sql`insert into ${sql.table(table)} (${names}) select ${selected(columns)} from unnest(${arrays(columns, batch)}) as given (${names})`;
  const statementOf = (batch: Values) => (alongside ? sql`with made as (${insert(batch)} returning *) ${alongside}` : insert(batch));
  await inBatches(tx, rows, valuesOf, statementOf, onBatch);
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
  const statementOf = (batch: Values) =>
    sql`update ${sql.table(table)} as target set ${assignments} from unnest(${arrays(columns, batch)}) as given (${names}) where target.site_id = given.site_id and target.id = given.id`;
  await inBatches(tx, rows, valuesOf, statementOf, onBatch);
}

/** The next statement, with all its values, is made while the database carries out this one and its progress is told. */
async function inBatches<T>(
  tx: Tx,
  rows: readonly T[],
  valuesOf: (row: T) => readonly unknown[],
  statementOf: (batch: Values) => RawBuilder<unknown>,
  onBatch: (count: number) => Promise<void>,
): Promise<void> {
  let underWay: Promise<unknown> = Promise.resolve();
  for (const batch of batches(rows, valuesOf)) {
    const statement = statementOf(batch);
    await underWay;
    underWay = Promise.all([statement.execute(tx), onBatch(batch.length)]);
    underWay.catch(() => {}); // heard when awaited
    await setImmediate();
  }
  await underWay;
}

/** Values are made batch by batch, so that those of a hundred thousand rows are never held at once. */
function* batches<T>(rows: readonly T[], valuesOf: (row: T) => readonly unknown[]): Generator<Values> {
  for (let from = 0; from < rows.length; from += rowsAtOnce) yield rows.slice(from, from + rowsAtOnce).map(valuesOf);
}

/** Arrays of arrays must be of one length, and JSON needs its quotes: both go as text. */
const passedAs = (type: string) => (type === "jsonb" || type === "uuid[]" ? "text" : type);
const selected = (columns: Columns) =>
  sql.raw(
    Object.entries(columns)
      .map(([name, type]) => (passedAs(type) === type ? name : `${name}::${type}`))
      .join(", "),
  );

function arrays(columns: Columns, rows: Values) {
  return sql.join(Object.values(columns).map((type, index) => sql`${arrayOf(type, rows, index)}::${sql.raw(passedAs(type))}[]`));
}

const needsNoQuotes = new Set(["uuid", "int", "bigint", "boolean", "date", "timestamptz"]);
const asIs = (value: unknown) => String(value);

/** A Postgres array, written out here: several times faster than by the driver, and before the statement's turn has come. */
function arrayOf(type: string, rows: Values, index: number): string {
  const write = needsNoQuotes.has(type) ? asIs : quoted;
  let items = "";
  for (const row of rows) {
    const value = row[index];
    items += `${items && ","}${value === null ? "null" : write(value)}`;
  }
  return `{${items}}`;
}

function quoted(value: unknown): string {
  const text = String(value);
  return `"${/["\\]/.test(text) ? text.replaceAll(/["\\]/g, "\\$&") : text}"`;
}
