import { sql } from "kysely";
import { type Id, newId } from "#kernel/id.ts";
import type { Problem } from "#kernel/problem.ts";
import type { Context } from "#platform/context.ts";
import { type RollLease, type RollRow, rentrollProblems, tenantKey } from "../rules.ts";

export type Kind = "site" | "building" | "floor" | "unit" | "tenant" | "contact" | "lease";
export const kinds: readonly Kind[] = ["site", "building", "floor", "unit", "tenant", "contact", "lease"];

/** A row of the database to be written: `was` null makes it new, else its columns as they stand. */
export interface Write<T> {
  readonly siteId: Id<"site">;
  readonly id: string;
  /** What the row becomes. */
  readonly version: number;
  readonly was: T | null;
  readonly now: T;
}

export interface SiteColumns {
  readonly code: string;
  readonly name: string;
  readonly address: string;
  readonly state: "active" | "closed";
}
export interface BuildingColumns {
  readonly code: string;
  readonly name: string;
}
export interface FloorColumns {
  readonly building_id: string;
  readonly name: string;
  readonly level: number;
}
export interface UnitColumns {
  readonly building_id: string;
  readonly floor_id: string;
  readonly unit_no: string;
  readonly gross_centi: number | null;
  readonly net_centi: number | null;
  readonly chargeable_centi: number | null;
  readonly use: string;
  readonly state: string;
}
export interface TenantColumns {
  readonly name: string;
  readonly credit_code: string | null;
  readonly industry: string;
  readonly state: string;
}
export interface ContactColumns {
  readonly tenant_id: string;
  readonly name: string;
  readonly phone: string;
  readonly email: string;
}
export interface LeaseColumns {
  readonly lease_no: string;
  readonly tenant_id: string;
  readonly unit_id: string;
  readonly status: string;
  readonly lease_start: string;
  readonly lease_end: string;
}
export interface ColumnsOf {
  readonly site: SiteColumns;
  readonly building: BuildingColumns;
  readonly floor: FloorColumns;
  readonly unit: UnitColumns;
  readonly tenant: TenantColumns;
  readonly contact: ContactColumns;
  readonly lease: LeaseColumns;
}

export interface Plan {
  readonly writes: { readonly [K in Kind]: readonly Write<ColumnsOf[K]>[] };
  /** Rows of the database that stay as they are, by kind. */
  readonly same: Readonly<Record<Kind, number>>;
  /** What stands against rows because of what the database holds already, by row number. */
  readonly refused: ReadonlyMap<number, readonly Problem[]>;
  readonly outcome: { readonly created: number; readonly updated: number; readonly unchanged: number };
  /** The good rows of each site. */
  readonly sites: ReadonlyMap<Id<"site">, { readonly units: number; readonly leases: number }>;
}

/** Works out what the database must become for `rows` to hold, without writing. Rows are found again by site code, building and unit number, tenant name, lease number. */
export async function makePlan(ctx: Context, rows: readonly RollRow[], place: Id<"site"> | null): Promise<Plan> {
  const sites = await Shelf.ofSites(ctx, rows, place);
  const siteIdOf = (row: RollRow) => place ?? (sites.idOf(row.site?.code ?? "") as Id<"site">);
  const siteIds = [...new Set(rows.map(siteIdOf))];
  const known = await readKnown(ctx, siteIds);
  const written = refusedAsWritten(rows, siteIdOf, known);
  const overlapping = refusedByLeases(
    rows.filter(({ row }) => !written.has(row)),
    siteIdOf,
    known,
  );
  const held = await refusedByHolds(
    ctx,
    rows.filter(({ row }) => !written.has(row) && !overlapping.has(row)),
    siteIdOf,
    known,
  );
  const refused = new Map([...written, ...overlapping, ...held]);
  const good = rows.filter(({ row }) => !refused.has(row));

  const { buildings, floors, units, tenants, contacts, leases } = known;
  const counts = { created: 0, updated: 0, unchanged: 0 };
  const bySite = new Map<Id<"site">, { units: number; leases: number }>();
  for (const row of good) {
    const siteId = siteIdOf(row);
    const tally = bySite.get(siteId) ?? { units: 0, leases: 0 };
    bySite.set(siteId, { units: tally.units + 1, leases: tally.leases + (row.lease ? 1 : 0) });
    const siteTouch = row.site
      ? sites.put(place ?? siteId, row.site.code, (was) => ({
          code: row.site?.code ?? "",
          name: row.site?.name ?? "",
          address: row.site?.address ?? was?.address ?? "",
          state: "active",
        }))
      : undefined;
    const building = buildings.put(siteId, `${known.siteNo(siteId)} ${row.building}`, (was) => was ?? { code: row.building, name: row.building });
    const floor = floors.put(siteId, `${building.no} ${row.floor.name}`, (was) => was ?? { building_id: building.id, name: row.floor.name, level: row.floor.level });
    const unit = units.put(siteId, `${building.no} ${row.unitNo}`, (was) => ({
      building_id: building.id,
      floor_id: floor.id,
      unit_no: row.unitNo,
      gross_centi: row.gross ?? was?.gross_centi ?? null,
      net_centi: row.net ?? was?.net_centi ?? null,
      chargeable_centi: row.chargeable ?? was?.chargeable_centi ?? null,
      use: row.use ?? was?.use ?? "office",
      state: row.state ?? was?.state ?? "lettable",
    }));
    const touched = row.lease ? putLease(siteId, unit, row.lease) : [];
    const changes = [siteTouch?.change, unit.change, ...touched];
    if (unit.change === "new") counts.created++;
    else if (changes.some((change) => change !== undefined && change !== "same")) counts.updated++;
    else counts.unchanged++;
  }

  function putLease(siteId: Id<"site">, unit: Touched, lease: RollLease): Change[] {
    const tenant = tenants.put(siteId, `${known.siteNo(siteId)} ${tenantKey(lease.tenant)}`, (was) => ({
      name: was?.name ?? lease.tenant,
      credit_code: lease.creditCode ?? was?.credit_code ?? null,
      industry: lease.industry ?? was?.industry ?? "",
      state: "active",
    }));
    const contactName = lease.contact ?? lease.phone ?? lease.email;
    const contact = contactName
      ? contacts.put(siteId, `${tenant.no} ${contactName}`, (was) => ({
          tenant_id: tenant.id,
          name: contactName,
          phone: lease.phone ?? was?.phone ?? "",
          email: lease.email ?? was?.email ?? "",
        }))
      : undefined;
    const { change } = leases.put(siteId, `${unit.no} ${lease.no}`, (was) => ({
      lease_no: lease.no,
      tenant_id: tenant.id,
      unit_id: unit.id,
      status: was?.status ?? "signed",
      lease_start: lease.start,
      lease_end: lease.end,
    }));
    return [tenant.change, ...(contact ? [contact.change] : []), change];
  }

  const shelves = { site: sites, building: buildings, floor: floors, unit: units, tenant: tenants, contact: contacts, lease: leases };
  return {
    writes: {
      site: sites.writes(),
      building: buildings.writes(),
      floor: floors.writes(),
      unit: units.writes(),
      tenant: tenants.writes(),
      contact: contacts.writes(),
      lease: leases.writes(),
    },
    same: Object.fromEntries(kinds.map((kind) => [kind, shelves[kind].same()])) as Record<Kind, number>,
    refused,
    outcome: counts,
    sites: bySite,
  };
}

type Change = "new" | "changed" | "same";
type Plain = Readonly<Record<string, unknown>>;

/** A row as put on its shelf; `no` numbers it there, for keys shorter than ids. */
interface Touched {
  readonly id: string;
  readonly no: number;
  readonly change: Change;
}

interface Held<T> {
  readonly no: number;
  readonly siteId: Id<"site">;
  readonly id: string;
  readonly wasVersion: number;
  readonly was: T | null;
  now: T;
  isTouched: boolean;
}

/** The rows of one kind by their key: those of the database, and what the file makes of them. */
class Shelf<T extends object> {
  readonly #held = new Map<string, Held<T>>();
  #next = 0;

  /** Puts a row of the database on the shelf. */
  add(siteId: Id<"site">, key: string, id: string, version: number, columns: T): number {
    const no = this.#next++;
    this.#held.set(key, { no, siteId, id, wasVersion: version, was: columns, now: columns, isTouched: false });
    return no;
  }

  /** Lets the row at `key` be found by `other` as well, unless another row is. */
  alias(other: string, key: string): void {
    const held = this.#held.get(key);
    if (held && !this.#held.has(other)) this.#held.set(other, held);
  }

  get(key: string): Held<T> | undefined {
    return this.#held.get(key);
  }

  all(): Iterable<Held<T>> {
    return this.#held.values();
  }

  idOf(key: string): string | undefined {
    return this.#held.get(key)?.id;
  }

  /** Makes the row at `key` what `become` says of it. */
  put(siteId: Id<"site">, key: string, become: (was: T | null) => T): Touched {
    const held = this.#held.get(key);
    if (!held) {
      const made: Held<T> = { no: this.#next++, siteId, id: newId(), wasVersion: 0, was: null, now: become(null), isTouched: true };
      this.#held.set(key, made);
      return { id: made.id, no: made.no, change: "new" };
    }
    held.now = become(held.now);
    held.isTouched = true;
    return { id: held.id, no: held.no, change: held.was === null ? "new" : isSame(held.was, held.now) ? "same" : "changed" };
  }

  writes(): Write<T>[] {
    return [...new Set(this.#held.values())].flatMap(({ siteId, id, wasVersion, was, now, isTouched }) =>
      isTouched && !(was && isSame(was, now)) ? [{ siteId, id, version: wasVersion + 1, was, now }] : [],
    );
  }

  same(): number {
    let count = 0;
    for (const { was, now, isTouched } of new Set(this.#held.values())) if (isTouched && was && isSame(was, now)) count++;
    return count;
  }

  /** The sites the rows name, by code: those there are, and an id for each that is not. */
  static async ofSites(ctx: Context, rows: readonly RollRow[], place: Id<"site"> | null): Promise<Shelf<SiteColumns>> {
    const shelf = new Shelf<SiteColumns>();
    if (place) return shelf;
    const codes = [...new Set(rows.flatMap(({ site }) => site?.code ?? []))];
    const { rows: found } = await sql<
      { id: Id<"site">; version: number } & SiteColumns
    >`select id, code, name, address, state, version from sites.site where code = any(${codes})`.execute(ctx.tx);
    for (const { id, version, code, name, address, state } of found) shelf.add(id, code, id, version, { code, name, address, state });
    for (const code of codes) {
      if (!shelf.get(code)) shelf.expect(code);
    }
    return shelf;
  }

  /** Gives a key an id before it is known whether anything will be written there. */
  expect(key: string): void {
    const id = newId<"site">();
    this.#held.set(key, { no: this.#next++, siteId: id, id, wasVersion: 0, was: null, now: null as unknown as T, isTouched: false });
  }
}

function isSame(was: object, now: object): boolean {
  const before = was as Plain;
  return Object.entries(now).every(([name, value]) => before[name] === value);
}

interface Known {
  readonly siteNo: (siteId: Id<"site">) => number;
  readonly buildings: Shelf<BuildingColumns>;
  readonly floors: Shelf<FloorColumns>;
  readonly units: Shelf<UnitColumns>;
  readonly tenants: Shelf<TenantColumns>;
  readonly contacts: Shelf<ContactColumns>;
  readonly leases: Shelf<LeaseColumns>;
  /** Leases that a row of a roll cannot hold: their terms are written here, or they hold several units. */
  readonly beyondARow: ReadonlyMap<string, "terms" | "units">;
}

type Row<T> = T & { readonly site_id: Id<"site">; readonly id: string; readonly version: number };

/** All that the sites hold already. */
async function readKnown({ tx }: Context, siteIds: readonly Id<"site">[]): Promise<Known> {
  const siteNos = new Map(siteIds.map((id, no) => [id, no]));
  const siteNo = (siteId: Id<"site">) => siteNos.get(siteId) ?? -1;
  const read = async <T>(table: string, columns: string): Promise<Row<T>[]> =>
    (await sql<Row<T>>`select site_id, id, version, ${sql.raw(columns)} from ${sql.table(table)} where site_id = any(${[...siteIds]}::uuid[])`.execute(tx)).rows;
  /** Shelves the rows under their keys; returns their numbers by id, for what hangs on them. */
  const shelve = <T extends object>(shelf: Shelf<T>, rows: readonly Row<T>[], ...keysOf: ((columns: Row<T>) => string)[]): Map<string, number> => {
    const nos = new Map<string, number>();
    for (const row of rows) {
      const { site_id, id, version, ...columns } = row;
      for (const keyOf of keysOf) nos.set(id, shelf.add(site_id, keyOf(row), id, version, columns as unknown as T));
    }
    return nos;
  };

  const known: Known = {
    siteNo,
    buildings: new Shelf(),
    floors: new Shelf(),
    units: new Shelf(),
    tenants: new Shelf(),
    contacts: new Shelf(),
    leases: new Shelf(),
    beyondARow: new Map(),
  };
  const buildings = await read<BuildingColumns>("sites.building", "code, name");
  const buildingNos = shelve(known.buildings, buildings, ({ site_id, name }) => `${siteNo(site_id)} ${name}`);
  for (const row of buildings) known.buildings.alias(`${siteNo(row.site_id)} ${row.code}`, `${siteNo(row.site_id)} ${row.name}`);
  shelve(known.floors, await read("sites.floor", "building_id, name, level"), ({ building_id, name }) => `${buildingNos.get(building_id)} ${name}`);
  const unitColumns = "building_id, floor_id, unit_no, gross_centi, net_centi, chargeable_centi, use, state";
  const unitNos = shelve(known.units, await read("sites.unit", unitColumns), ({ building_id, unit_no }) => `${buildingNos.get(building_id)} ${unit_no}`);
  const tenantNos = shelve(known.tenants, await read("tenants.tenant", "name, credit_code, industry, state"), ({ site_id, name }) => `${siteNo(site_id)} ${tenantKey(name)}`);
  shelve(known.contacts, await read("tenants.contact", "tenant_id, name, phone, email"), ({ tenant_id, name }) => `${tenantNos.get(tenant_id)} ${name}`);
  const { rows: leases } = await sql<Row<LeaseColumns & { has_terms: boolean; units: number }>>`
    select exists (select from leasing.lease_terms terms where terms.site_id = lease.site_id and terms.lease_id = lease.id) as has_terms,
      count(*) over (partition by lease.site_id, lease.id)::int as units, lease.site_id, lease.id, lease.version, lease_no, lease.tenant_id, held.unit_id, status, held.from_day::text as lease_start, held.to_day::text as lease_end
    from leasing.lease join leasing.lease_unit held on held.site_id = lease.site_id and held.lease_id = lease.id
    where lease.site_id = any(${[...siteIds]}::uuid[])`.execute(tx);
  const beyondARow = new Map<string, "terms" | "units">();
  for (const { id, has_terms, units } of leases) if (has_terms || units > 1) beyondARow.set(id, has_terms ? "terms" : "units");
  const columns = leases.map(({ has_terms: _terms, units: _units, ...lease }) => lease);
  shelve(known.leases, columns, ({ unit_id, lease_no }) => `${unitNos.get(unit_id)} ${lease_no}`);
  return { ...known, beyondARow };
}

/** Rows that would change a lease which a row cannot hold whole; one that says what stands here already passes. */
function refusedAsWritten(rows: readonly RollRow[], siteIdOf: (row: RollRow) => Id<"site">, known: Known): Map<number, Problem[]> {
  const refused = new Map<number, Problem[]>();
  if (known.beyondARow.size === 0) return refused;
  for (const row of rows) {
    const building = known.buildings.get(`${known.siteNo(siteIdOf(row))} ${row.building}`);
    const unit = building && known.units.get(`${building.no} ${row.unitNo}`);
    const held = unit && row.lease && known.leases.get(`${unit.no} ${row.lease.no}`);
    const why = held && known.beyondARow.get(held.id);
    if (!held || !why || !row.lease) continue;
    const tenantId = known.tenants.idOf(`${known.siteNo(siteIdOf(row))} ${tenantKey(row.lease.tenant)}`);
    const { lease_start, lease_end, tenant_id } = held.now;
    if (lease_start === row.lease.start && lease_end === row.lease.end && tenant_id === tenantId) continue;
    refused.set(row.row, [(why === "terms" ? rentrollProblems.leaseWithTerms : rentrollProblems.leaseOfSeveralUnits)({ lease: row.lease.no, unit: row.unitNo })]);
  }
  return refused;
}

/** Leases of the file that overlap a live lease which the file does not speak of. A row so refused leaves its own older lease as it is, which may refuse another, so this goes on until nothing changes. */
function refusedByLeases(rows: readonly RollRow[], siteIdOf: (row: RollRow) => Id<"site">, { siteNo, buildings, units, leases }: Known): Map<number, Problem[]> {
  const refused = new Map<number, Problem[]>();
  const held = Map.groupBy(
    [...leases.all()].flatMap(({ now }) => (now.status === "signed" ? [now] : [])),
    ({ unit_id }) => unit_id,
  );
  if (held.size === 0) return refused;
  const placed = rows.flatMap((row) => {
    const building = buildings.get(`${siteNo(siteIdOf(row))} ${row.building}`);
    const unitId = building && units.idOf(`${building.no} ${row.unitNo}`);
    return row.lease && unitId && held.has(unitId) ? [{ row, lease: row.lease, unitId }] : [];
  });
  for (let isSettled = false; !isSettled;) {
    isSettled = true;
    const spokenOf = new Set(placed.filter(({ row }) => !refused.has(row.row)).map(({ unitId, lease }) => `${unitId}\u0001${lease.no}`));
    for (const { row, lease, unitId } of placed) {
      if (refused.has(row.row)) continue;
      const { start, end } = lease;
      const other = held.get(unitId)?.find((candidate) => !spokenOf.has(`${unitId}\u0001${candidate.lease_no}`) && candidate.lease_start <= end && start <= candidate.lease_end);
      if (!other) continue;
      refused.set(row.row, [rentrollProblems.overlappingLease({ unit: row.unitNo, lease: other.lease_no, start: other.lease_start, end: other.lease_end })]);
      isSettled = false;
    }
  }
  return refused;
}

/** Leases of the file, new or of another term than here, of units that a letter of intent holds today for somebody else. */
async function refusedByHolds({ tx, now }: Context, rows: readonly RollRow[], siteIdOf: (row: RollRow) => Id<"site">, known: Known): Promise<Map<number, Problem[]>> {
  const refused = new Map<number, Problem[]>();
  const placed = rows.flatMap((row) => {
    const siteId = siteIdOf(row);
    const building = known.buildings.get(`${known.siteNo(siteId)} ${row.building}`);
    const unit = building && known.units.get(`${building.no} ${row.unitNo}`);
    if (!row.lease || !unit?.was) return [];
    const was = known.leases.get(`${unit.no} ${row.lease.no}`)?.was;
    if (was && (was.status !== "signed" || (was.lease_start === row.lease.start && was.lease_end === row.lease.end))) return [];
    return [{ row: row.row, unitNo: row.unitNo, unitId: unit.id, tenantId: known.tenants.idOf(`${known.siteNo(siteId)} ${tenantKey(row.lease.tenant)}`) }];
  });
  if (placed.length === 0) return refused;
  const { rows: holds } = await sql<{ unit_id: string; letter_no: string; party_name: string; held_until: string; tenant_id: string | null }>`
    select held.unit_id, letter.letter_no, letter.party_name, held.held_until::text as held_until, coalesce(letter.tenant_id, lead.tenant_id) as tenant_id
    from leasing.letter_unit held
    join leasing.letter_of_intent letter on letter.site_id = held.site_id and letter.id = held.letter_id
    join sites.site site on site.id = held.site_id
    left join tenants.lead lead on lead.site_id = letter.site_id and lead.id = letter.lead_id
    where held.unit_id = any (${placed.map(({ unitId }) => unitId)}::uuid[]) and held.is_live
      and (${now}::timestamptz at time zone site.zone)::date between held.held_from and held.held_until`.execute(tx);
  const byUnit = new Map(holds.map((hold) => [hold.unit_id, hold]));
  for (const { row, unitNo, unitId, tenantId } of placed) {
    const hold = byUnit.get(unitId);
    if (hold && (!tenantId || hold.tenant_id !== tenantId))
      refused.set(row, [rentrollProblems.heldByLetter({ unit: unitNo, letter: hold.letter_no, party: hold.party_name, until: hold.held_until })]);
  }
  return refused;
}
