import { sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import type { Context } from "#platform/context.ts";
import { searchKey } from "#platform/text/searchKey.ts";
import { createSite } from "#features/sites/server/index.ts";
import { insertRows, updateRows } from "#platform/db/bulk.ts";
import { type ColumnsOf, type Kind, kinds, type Plan, type Write } from "./plan.ts";

/** Where the rows of each kind lie, in the order in which they can be written; columns beyond those of the plan are worked out by `extra`. */
const tables: { readonly [K in Exclude<Kind, "site">]: TableOf<K> } = {
  building: { name: "sites.building", types: { code: "text", name: "text" } },
  floor: { name: "sites.floor", types: { building_id: "uuid", name: "text", level: "int" } },
  unit: {
    name: "sites.unit",
    types: { building_id: "uuid", floor_id: "uuid", unit_no: "text", gross_centi: "bigint", net_centi: "bigint", chargeable_centi: "bigint", use: "text", state: "text" },
  },
  tenant: {
    name: "tenants.tenant",
    types: { name: "text", credit_code: "text", industry: "text", state: "text" },
    search: ({ name }) => searchKey(name),
    isDated: true,
  },
  contact: {
    name: "tenants.contact",
    types: { tenant_id: "uuid", name: "text", phone: "text", email: "text" },
    search: ({ name, phone, email }) => searchKey(name, phone, email),
    isDated: true,
  },
  lease: { name: "leasing.lease", types: { lease_no: "text", tenant_id: "uuid", status: "text", lease_start: "date", lease_end: "date" }, isDated: true },
};

interface TableOf<K extends Kind> {
  readonly name: string;
  readonly types: Readonly<Partial<Record<keyof ColumnsOf[K], string>>>;
  readonly search?: (columns: ColumnsOf[K]) => string;
  readonly isDated?: true;
}

/** Writes what the plan says, in bulk, and keeps what was there before, so that it can be undone. `siteIds`: all sites this transaction may see; new ones are added. */
export async function applyPlan(ctx: Context, importId: Id<"import">, plan: Plan, zone: string, onBatch: (rows: number) => Promise<void>): Promise<void> {
  await writeSites(ctx, plan.writes.site, zone, onBatch);
  await see(ctx, [...new Set([...ctx.siteIds, ...plan.sites.keys()])]);
  await keepChanges(ctx, importId, "site", plan.writes.site);
  for (const kind of kinds) {
    if (kind !== "site") await writeKind(ctx, importId, kind, plan.writes[kind], onBatch);
  }
}

/** How many rows `applyPlan` writes, as its progress counts them. */
export const sizeOf = (plan: Plan): number => kinds.reduce((sum, kind) => sum + plan.writes[kind].length, 0);

/** Lets the rest of the transaction see these sites. */
export async function see({ tx }: Context, siteIds: readonly Id<"site">[]): Promise<void> {
  await sql`select set_config('towerkeep.site_ids', ${`{${siteIds.join(",")}}`}, true)`.execute(tx);
}

/** New sites are opened by the command that opens any site, so that whoever listens for it hears. */
async function writeSites(ctx: Context, writes: Plan["writes"]["site"], zone: string, onBatch: (rows: number) => Promise<void>): Promise<void> {
  for (const { id, was, now, version } of writes) {
    const siteId = id as Id<"site">;
    if (was) await ctx.tx.updateTable("sites.site").set({ name: now.name, address: now.address, state: now.state, version }).where("id", "=", siteId).execute();
    else await createSite(ctx, { id: siteId, code: now.code, name: now.name, zone, address: now.address });
    await onBatch(1);
  }
}

async function writeKind<K extends Exclude<Kind, "site">>(
  ctx: Context,
  importId: Id<"import">,
  kind: K,
  writes: readonly Write<ColumnsOf[K]>[],
  onBatch: (rows: number) => Promise<void>,
): Promise<void> {
  const table = tables[kind];
  const made = writes.filter(({ was }) => was === null);
  const changed = writes.filter(({ was }) => was !== null);
  const dated = table.isDated ? { created_at: "timestamptz" } : {};
  await insertRows(
    ctx.tx,
    table.name,
    { site_id: "uuid", id: "uuid", version: "int", ...columnTypes(table), ...dated },
    made,
    (write) => [write.siteId, write.id, write.version, ...valuesOf(table, write.now), ...(table.isDated ? [ctx.now] : [])],
    onBatch,
    sql`insert into rentroll.change (site_id, import_id, kind, row_id, version) select site_id, ${importId}::uuid, ${kind}::text, id, version from made`,
  );
  if (changed.length > 0) {
    await updateRows(
      ctx.tx,
      table.name,
      { site_id: "uuid", id: "uuid", version: "int", ...columnTypes(table) },
      changed,
      (write) => [write.siteId, write.id, write.version, ...valuesOf(table, write.now)],
      onBatch,
    );
    await keepChanges(ctx, importId, kind, changed);
  }
  if (kind === "lease") await writeLeaseUnits(ctx, changed, writes as readonly Write<ColumnsOf["lease"]>[]);
}

type Row = { readonly siteId: string; readonly id: string };

/** The unit of each lease, for the days of its term. Terms that move past each other would collide half-way: those of `changed` are taken away first. */
async function writeLeaseUnits({ tx }: Context, changed: readonly Row[], leases: readonly (Row & { readonly now: ColumnsOf["lease"] })[]): Promise<void> {
  if (changed.length > 0)
    await sql`
      delete from leasing.lease_unit held using unnest(${changed.map(({ siteId }) => siteId)}::uuid[], ${changed.map(({ id }) => id)}::uuid[]) as given (site_id, id)
      where held.site_id = given.site_id and held.lease_id = given.id`.execute(tx);
  await insertRows(
    tx,
    "leasing.lease_unit",
    { site_id: "uuid", lease_id: "uuid", unit_id: "uuid", tenant_id: "uuid", from_day: "date", to_day: "date", is_live: "boolean" },
    leases,
    ({ siteId, id, now }) => [siteId, id, now.unit_id, now.tenant_id, now.lease_start, now.lease_end, now.status === "signed"],
  );
}

const columnTypes = <K extends Kind>({ types, search }: TableOf<K>) => ({ ...types, ...(search ? { search_key: "text" } : {}) });

function valuesOf<K extends Kind>({ types, search }: TableOf<K>, columns: ColumnsOf[K]): unknown[] {
  return [...(Object.keys(types) as (keyof ColumnsOf[K])[]).map((name) => columns[name]), ...(search ? [search(columns)] : [])];
}

function keepChanges<K extends Kind>({ tx }: Context, importId: Id<"import">, kind: K, writes: readonly Write<ColumnsOf[K]>[]): Promise<void> {
  return insertRows(
    tx,
    "rentroll.change",
    { site_id: "uuid", import_id: "uuid", kind: "text", row_id: "uuid", version: "int", was: "jsonb" },
    writes,
    ({ siteId, id, version, was }) => [siteId, importId, kind, id, version, was && JSON.stringify(was)],
  );
}

/** Puts back the columns in `was`, as the version after. */
export async function restoreRows(
  ctx: Context,
  kind: Exclude<Kind, "site">,
  rows: readonly { readonly siteId: string; readonly id: string; readonly version: number; readonly was: object }[],
): Promise<void> {
  if (rows.length === 0) return;
  const table = tables[kind] as TableOf<Kind>;
  await updateRows(ctx.tx, table.name, { site_id: "uuid", id: "uuid", version: "int", ...columnTypes(table) }, rows, ({ siteId, id, version, was }) => [
    siteId,
    id,
    version + 1,
    ...valuesOf(table, was as ColumnsOf[Kind]),
  ]);
  if (kind === "lease")
    await writeLeaseUnits(
      ctx,
      rows,
      rows.map(({ siteId, id, was }) => ({ siteId, id, now: was as ColumnsOf["lease"] })),
    );
}

export const tableOf = (kind: Exclude<Kind, "site">): string => tables[kind].name;
