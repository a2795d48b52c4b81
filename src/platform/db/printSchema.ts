import type { Catalog, Column, Table } from "./catalog.ts";

/** The catalog as SQL to read: what the migrations amount to. The same on every supported server. */
export function printSchema({ extensions, schemas, functions, sequences, tables }: Catalog): string {
  const parts = [
    "-- What the migrations amount to. Written by `npm run schema`; do not edit.",
    extensions.map((name) => `create extension ${name};`).join("\n"),
    schemas.map(({ name, grants }) => [`create schema ${name};`, ...grantLines(`schema ${name}`, grants)].join("\n")).join("\n"),
    ...functions.map(({ name, definition, grants }) => [`${definition.trimEnd()};`, ...grantLines(`function ${name}`, grants)].join("\n")),
    ...sequences.filter(({ grants }) => grants.length > 0).map(({ name, grants }) => grantLines(`sequence ${name}`, grants).join("\n")),
    ...tables.map(printTable),
  ];
  return `${parts.filter(Boolean).join("\n\n")}\n`;
}

function printTable(table: Table): string {
  const name = `${table.schema}.${table.name}`;
  return [
    ...createLines(table, name),
    ...table.indexes.map(({ definition }) => `${definition};`),
    ...table.triggers.map(({ definition }) => `${definition};`),
    ...(table.rowSecurity === "none" ? [] : [`alter table ${name} enable row level security;`]),
    ...(table.rowSecurity === "forced" ? [`alter table ${name} force row level security;`] : []),
    ...table.policies.map((policy) => `create policy ${policy.name} on ${name} ${policy.definition.trim()};`),
    ...grantLines(name, table.grants),
  ].join("\n");
}

function createLines({ kind, definition, columns, constraints }: Table, name: string): string[] {
  if (kind === "view" || kind === "materialized") return [`create ${kind === "view" ? "view" : "materialized view"} ${name} as`, definition?.trimEnd() ?? ""];
  if (kind === "partition") return [`create table ${name} partition of ${definition};`];
  const lines = [...columns.map(printColumn), ...constraints.map((constraint) => `constraint ${constraint.name} ${constraint.definition}`)];
  return [`create table ${name} (`, lines.map((line) => `  ${line}`).join(",\n"), kind === "partitioned" ? `) partition by ${definition};` : ");"];
}

function printColumn({ name, type, notNull, default: value, generated, identity, collation }: Column): string {
  return [
    name,
    type,
    collation && `collate "${collation}"`,
    notNull && "not null",
    value && `default ${value}`,
    generated && `generated always as (${generated}) stored`,
    identity && `generated ${identity} as identity`,
  ]
    .filter(Boolean)
    .join(" ");
}

const grantLines = (what: string, grants: Table["grants"]): string[] => grants.map(({ grantee, privileges }) => `grant ${privileges} on ${what} to ${grantee};`);
