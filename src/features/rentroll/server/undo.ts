import { sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import { type Problem, Refusal } from "#kernel/problem.ts";
import type { Context } from "#platform/context.ts";
import { isStillReferenced } from "#platform/db/violations.ts";
import { rentrollProblems } from "../rules.ts";
import { restoreRows, see, tableOf } from "./apply.ts";
import type { Kind } from "./plan.ts";

/** From what hangs on others to what others hang on. */
const order = ["lease", "contact", "tenant", "unit", "floor", "building"] as const satisfies readonly Kind[];
const mostNamed = 50;

/** Takes back all that the import wrote: new rows go, changed ones are as they were, sites it opened are closed. Returns the sites it touched. Refusal: stillNeeded, naming what has been used or changed since. */
export async function undoChanges(ctx: Context, importId: Id<"import">): Promise<Id<"site">[]> {
  const { rows: sites } = await sql<{ site_id: Id<"site"> }>`select distinct site_id from rentroll.change where import_id = ${importId}`.execute(ctx.tx);
  await see(ctx, [...new Set([...ctx.siteIds, ...sites.map(({ site_id }) => site_id)])]);
  const against: Problem[] = [];
  for (const kind of order) {
    if (against.length < mostNamed) against.push(...(await changedSince(ctx, importId, kind)), ...(await neededSince(ctx, importId, kind)));
  }
  if (against.length > 0) throw new Refusal(...against.slice(0, mostNamed));
  for (const kind of order) {
    await restore(ctx, importId, kind);
    await remove(ctx, importId, kind);
  }
  await undoSites(ctx, importId);
  await handBack(ctx, importId);
  return sites.map(({ site_id }) => site_id);
}

const labels: Readonly<Record<(typeof order)[number], string>> = {
  lease: "row.lease_no",
  contact: "row.name",
  tenant: "row.name",
  unit: "row.unit_no",
  floor: "row.name",
  building: "row.name",
};

interface Named {
  readonly label: string;
}

const stillNeeded = (kind: Kind, rows: readonly Named[]) => rows.map(({ label }) => rentrollProblems.stillNeeded({ kind, what: label }));

/** Rows that somebody changed or removed after the import. */
async function changedSince({ tx }: Context, importId: Id<"import">, kind: (typeof order)[number]): Promise<Problem[]> {
  const { rows } = await sql<Named>`
    select coalesce(${sql.raw(labels[kind])}, change.was ->> 'name', change.row_id::text) as label
    from rentroll.change
    left join ${sql.table(tableOf(kind))} as row on row.site_id = change.site_id and row.id = change.row_id
    where change.import_id = ${importId} and change.kind = ${kind} and row.version is distinct from change.version
    limit ${mostNamed}`.execute(tx);
  return stillNeeded(kind, rows);
}

/** The tables an import writes, each with the column by which it remembers its rows; the units of a lease come and go with it. */
const ownIds: ReadonlyMap<string, string> = new Map([...order.map((kind) => [tableOf(kind), "id"] as const), ["leasing.lease_unit", "lease_id"]]);

interface Reference {
  readonly referring: string;
  readonly columns: readonly string[];
  readonly referred: readonly string[];
}

/** New rows that rows of any feature point to, other than those of the same import. Which may point there is read from the database itself. */
async function neededSince({ tx }: Context, importId: Id<"import">, kind: (typeof order)[number]): Promise<Problem[]> {
  const { rows: references } = await sql<Reference>`
    select fk.conrelid::regclass::text as referring,
      array(select quote_ident(attname) from unnest(fk.conkey) with ordinality as key (no, at) join pg_attribute on attrelid = fk.conrelid and attnum = key.no order by key.at) as columns,
      array(select attname::text from unnest(fk.confkey) with ordinality as key (no, at) join pg_attribute on attrelid = fk.confrelid and attnum = key.no order by key.at) as referred
    from pg_constraint fk
    where fk.contype = 'f' and fk.confdeltype <> 'c' and fk.confrelid = ${tableOf(kind)}::regclass and has_table_privilege(fk.conrelid, 'select')`.execute(tx);
  const found: Problem[] = [];
  for (const { referring, columns, referred } of references) {
    const id = columns[referred.indexOf("id")];
    const site = columns[referred.indexOf("site_id")];
    if (!id || !site) continue;
    const ours = ownIds.get(referring);
    const { rows } = await sql<Named>`
      select distinct ${sql.raw(labels[kind])} as label
      from rentroll.change
      join ${sql.table(tableOf(kind))} as row on row.site_id = change.site_id and row.id = change.row_id
      join ${sql.raw(referring)} as later on later.${sql.raw(site)} = change.site_id and later.${sql.raw(id)} = change.row_id
      where change.import_id = ${importId} and change.kind = ${kind} and change.was is null
        ${ours ? sql`and not exists (select 1 from rentroll.change as mine where mine.site_id = later.site_id and mine.import_id = ${importId} and mine.row_id = later.${sql.raw(ours)})` : sql``}
      limit ${mostNamed}`.execute(tx);
    found.push(...stillNeeded(kind, rows));
  }
  return found;
}

interface Changed {
  readonly siteId: string;
  readonly id: string;
  readonly version: number;
  readonly was: object;
}

async function restore(ctx: Context, importId: Id<"import">, kind: (typeof order)[number]): Promise<void> {
  const { rows } =
    await sql<Changed>`select site_id as "siteId", row_id as id, version, was from rentroll.change where import_id = ${importId} and kind = ${kind} and was is not null`.execute(
      ctx.tx,
    );
  await restoreRows(ctx, kind, rows);
}

async function remove({ tx }: Context, importId: Id<"import">, kind: (typeof order)[number]): Promise<void> {
  try {
    await sql`
      delete from ${sql.table(tableOf(kind))} as row using rentroll.change
      where change.import_id = ${importId} and change.kind = ${kind} and change.was is null and row.site_id = change.site_id and row.id = change.row_id`.execute(tx);
  } catch (error) {
    if (isStillReferenced(error)) throw new Refusal(rentrollProblems.stillNeeded({ kind, what: kind }));
    throw error;
  }
}

/** A site has evidence from its first moment and is never removed: one that the import opened is closed. */
async function undoSites({ tx }: Context, importId: Id<"import">): Promise<void> {
  await sql`
    update sites.site set
      name = coalesce(change.was ->> 'name', name), address = coalesce(change.was ->> 'address', address), state = coalesce(change.was ->> 'state', 'closed'), version = site.version + 1
    from rentroll.change
    where change.import_id = ${importId} and change.kind = 'site' and change.row_id = site.id and change.version = site.version`.execute(tx);
}

/** Rows that an earlier import wrote are again as it left them, so that it can be undone in its turn. */
async function handBack({ tx }: Context, importId: Id<"import">): Promise<void> {
  await sql`
    update rentroll.change as earlier set version = mine.version + 1
    from rentroll.change as mine
    where mine.import_id = ${importId} and mine.was is not null and earlier.import_id <> mine.import_id
      and earlier.site_id = mine.site_id and earlier.kind = mine.kind and earlier.row_id = mine.row_id and earlier.version = mine.version - 1`.execute(tx);
}
