import type { Catalog, Column, Table } from "./catalog.ts";

/** The tables as the interface Kysely is typed by. A column checked against a list of words is a union of them. */
export function printTables({ tables }: Catalog): string {
  const printed = tables.filter(({ kind }) => kind !== "partition").map(printTable);
  const body = ["export interface Database {", ...printed, "}"].join("\n");
  const kysely = ["ColumnType", "Generated", "GeneratedAlways", "RawBuilder"].filter(
    (name) => new RegExp(`\\b${name}<`).test(body) || (name !== "Generated" && name !== "GeneratedAlways" && body.includes("Json")),
  );
  return [
    "// Written by `npm run schema` from the migrated database. Do not edit.",
    "",
    ...(kysely.length > 0 ? [`import type { ${kysely.join(", ")} } from "kysely";`, ""] : []),
    ...(body.includes("Json")
      ? ["/** Read as it was written; written through `json()`. */", "type Json<Null = never> = ColumnType<unknown, RawBuilder<unknown> | Null, RawBuilder<unknown> | Null>;", ""]
      : []),
    body,
    "",
  ].join("\n");
}

function printTable(table: Table): string {
  const lines = table.columns.map((column) => `    ${column.name}: ${typeOf(column, table)};`);
  return [`  "${table.schema}.${table.name}": {`, ...lines, "  };"].join("\n");
}

function typeOf(column: Column, table: Table): string {
  if (column.type === "jsonb") return jsonTypeOf(column);
  const plain = wordsOf(column, table) ?? plainTypeOf(column, table);
  const type = column.notNull || table.kind === "view" ? plain : `${plain} | null`;
  if (column.generated || column.identity === "always") return `GeneratedAlways<${type}>`;
  return column.default !== null || column.identity ? `Generated<${type}>` : type;
}

function jsonTypeOf({ notNull, default: value }: Column): string {
  if (value !== null) return "Json<undefined>";
  return notNull ? "Json" : "Json<null | undefined>";
}

/** By the array's element type; a list reads as `readonly` so that constants can be written. */
const plainTypes: Readonly<Record<string, string>> = {
  bigint: "number",
  boolean: "boolean",
  bytea: "Buffer",
  date: "Temporal.PlainDate",
  daterange: "string",
  "double precision": "number",
  inet: "string",
  integer: "number",
  numeric: "string",
  oid: "number",
  real: "number",
  smallint: "number",
  text: "string",
  "time without time zone": "string",
  "timestamp with time zone": "Temporal.Instant",
  tsvector: "string",
  uuid: "string",
  xid8: "string",
};

function plainTypeOf({ name, type }: Column, table: Table): string {
  const isList = type.endsWith("[]");
  const element = (isList ? type.slice(0, -2) : type).replace(/\(.*\)/, "");
  const plain = plainTypes[element] ?? (element.startsWith("character") ? "string" : undefined);
  if (!plain) throw new Error(`${table.schema}.${table.name}.${name} is ${type}, for which src/platform/db/printTables.ts names no TypeScript type`);
  return isList ? `${plain}[]` : plain;
}

/** The words of `check (column in ('a', 'b'))`, as PostgreSQL prints it back. */
function wordsOf({ name, type }: Column, { constraints }: Table): string | undefined {
  if (type !== "text") return undefined;
  for (const { definition } of constraints) {
    const list = new RegExp(`^CHECK \\(\\(${name} = ANY \\(ARRAY\\[(.*)\\]\\)\\)\\)$`).exec(definition)?.[1];
    const words = list && [...list.matchAll(/'((?:[^']|'')*)'::text/g)].map(([, word]) => JSON.stringify(word?.replaceAll("''", "'")));
    if (words && words.length > 0) return words.join(" | ");
  }
  return undefined;
}
