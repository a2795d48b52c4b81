import { adoptProposedParameters } from "#features/manual/server/index.ts";
import { serviceRights } from "#features/service/contract.ts";
import { type Id, newId } from "#kernel/id.ts";
import { hashOfSecret, newSecret } from "#platform/auth/secret.ts";
import { searchKey } from "#platform/text/searchKey.ts";
import { type Runtime, systemActor } from "#platform/runtime.ts";

export interface Place {
  readonly siteId: Id<"site">;
  readonly tenantIds: readonly Id<"tenant">[];
  readonly contactIds: readonly Id<"contact">[];
  readonly unitIds: readonly Id<"unit">[];
}

/** Somebody of the staff, with what proves it. */
export interface Colleague {
  readonly id: Id<"person">;
  readonly name: string;
  readonly token: string;
  /** The secret of a session, for the cookie of a browser. */
  readonly session: string;
}

export interface Ground {
  readonly places: readonly Place[];
  readonly supervisor: Colleague;
  readonly officer: Colleague;
  readonly engineer: Colleague;
}

export const tenantsAtSite = 50;
export const unitsAtSite = 60;
const unitsOnFloor = 4;

/** Sites, each with a tower, tenants, contacts, leases and staff, written past the commands. */
export async function layGround(runtime: Runtime, sites: number): Promise<Ground> {
  const staff = { supervisor: await hire(runtime, "林晓"), officer: await hire(runtime, "周婷"), engineer: await hire(runtime, "郭建国") };
  const places: Place[] = [];
  for (let number = 1; number <= sites; number++) places.push(await layPlace(runtime, number, staff));
  return { places, ...staff };
}

async function hire({ pool }: Runtime, name: string): Promise<Colleague> {
  const id = newId<"person">();
  const [token, session] = [`tkp_${newSecret()}`, newSecret()];
  const scopes = Object.values(serviceRights).map((right) => right.name);
  await pool.query("insert into people.person (id, name, created_at) values ($1, $2, now())", [id, name]);
  await pool.query("insert into people.token (id, person_id, name, token_hash, scopes, created_at, expires_at) values ($1, $2, 'bench', $3, $4, now(), now() + interval '1 day')", [
    newId(),
    id,
    hashOfSecret(token),
    scopes,
  ]);
  await pool.query(
    `insert into people.session (id, person_id, token_hash, device, address, signed_in_at, seen_at, expires_at)
     values ($1, $2, $3, 'bench', '127.0.0.1', now(), now(), now() + interval '1 day')`,
    [newId(), id, hashOfSecret(session)],
  );
  return { id, name, token, session };
}

async function layPlace({ pool, at }: Runtime, number: number, { supervisor, officer, engineer }: Omit<Ground, "places">): Promise<Place> {
  const [siteId, buildingId] = [newId<"site">(), newId<"building">()];
  const floorIds = Array.from({ length: unitsAtSite / unitsOnFloor }, () => newId<"floor">());
  const tenantIds = Array.from({ length: tenantsAtSite }, () => newId<"tenant">());
  const contactIds = Array.from({ length: tenantsAtSite }, () => newId<"contact">());
  const unitIds = Array.from({ length: unitsAtSite }, () => newId<"unit">());
  const names = tenantIds.map((_, index) => `云帆${index + 1}科技有限公司`);
  await pool.query("insert into sites.site (id, code, name, zone, created_at) values ($1, $2, $3, 'Asia/Shanghai', now())", [siteId, `B${number}`, `云峰大厦${number}号`]);
  await pool.query("insert into sites.building (site_id, id, code, name) values ($1, $2, '1', '1座')", [siteId, buildingId]);
  await pool.query("insert into sites.floor (site_id, id, building_id, name, level) select $1, f, $2, n || 'F', n from unnest($3::uuid[]) with ordinality as given (f, n)", [
    siteId,
    buildingId,
    floorIds,
  ]);
  await pool.query(
    `insert into sites.unit (site_id, id, building_id, floor_id, unit_no, gross_centi)
     select $1, u, $2, ($3::uuid[])[1 + (n - 1) / ${unitsOnFloor}], (1 + (n - 1) / ${unitsOnFloor}) || lpad((1 + (n - 1) % ${unitsOnFloor})::text, 2, '0'), 28645
     from unnest($4::uuid[]) with ordinality as given (u, n)`,
    [siteId, buildingId, floorIds, unitIds],
  );
  await pool.query(
    "insert into tenants.tenant (site_id, id, name, search_key, created_at) select $1, t, name, key, now() from unnest($2::uuid[], $3::text[], $4::text[]) as given (t, name, key)",
    [siteId, tenantIds, names, names.map((name) => searchKey(name))],
  );
  await pool.query(
    "insert into tenants.contact (site_id, id, tenant_id, name, phone, search_key, created_at) select $1, c, t, '王敏', '13800000000', $4, now() from unnest($2::uuid[], $3::uuid[]) as given (c, t)",
    [siteId, contactIds, tenantIds, searchKey("王敏")],
  );
  await pool.query(
    `with lease as (
       insert into leasing.lease (site_id, id, lease_no, tenant_id, status, lease_start, lease_end, created_at)
       select $1, gen_random_uuid(), 'L-' || n, t, 'signed', current_date - 700, current_date + 400, now() from unnest($2::uuid[]) with ordinality as given (t, n)
       returning id, tenant_id, lease_start, lease_end)
     insert into leasing.lease_unit (site_id, lease_id, unit_id, tenant_id, from_day, to_day, is_live)
     select $1, lease.id, u, t, lease_start, lease_end, true from lease join unnest($2::uuid[], $3::uuid[]) as given (t, u) on t = tenant_id`,
    [siteId, tenantIds, unitIds.slice(0, tenantsAtSite)],
  );
  await pool.query(
    "insert into people.role_grant (site_id, id, person_id, role, granted_at) select $1, gen_random_uuid(), p, r, now() from unnest($2::uuid[], $3::text[]) as given (p, r)",
    [siteId, [supervisor.id, officer.id, engineer.id], ["serviceSupervisor", "serviceOfficer", "engSupervisor"]],
  );
  await at(siteId, { actor: systemActor }, (ctx) => adoptProposedParameters(ctx));
  return { siteId, tenantIds, contactIds, unitIds };
}
