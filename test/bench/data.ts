import { createHash, randomBytes } from "node:crypto";
import type pg from "pg";
import { adoptProposedParameters } from "#features/manual/server/index.ts";
import { serviceRights } from "#features/service/contract.ts";
import { pieces, plain } from "#features/service/rules.ts";
import { type Id, newId } from "#kernel/id.ts";
import { type Runtime, systemActor } from "#platform/runtime.ts";

export interface Place {
  readonly siteId: Id<"site">;
  readonly tenantIds: readonly Id<"tenant">[];
  readonly unitIds: readonly Id<"unit">[];
}

export interface Ground {
  readonly places: readonly Place[];
  readonly officerId: Id<"person">;
  readonly engineerId: Id<"person">;
  /** An API token of the officer. */
  readonly token: string;
}

const tenantsAtSite = 50;
const unitsAtSite = 180;

/** Sites with a tower, tenants and staff, written past the commands. */
export async function layGround(runtime: Runtime, sites: number): Promise<Ground> {
  const { pool } = runtime;
  const [officerId, engineerId] = [newId<"person">(), newId<"person">()];
  await pool.query("insert into people.person (id, name, created_at) values ($1, '林晓', now()), ($2, '郭建国', now())", [officerId, engineerId]);
  const token = `tkp_${randomBytes(24).toString("base64url")}`;
  const scopes = Object.values(serviceRights).map(({ name }) => name);
  await pool.query("insert into people.token (id, person_id, name, token_hash, scopes, created_at, expires_at) values ($1, $2, 'bench', $3, $4, now(), now() + interval '1 day')", [
    newId(),
    officerId,
    createHash("sha256").update(token).digest("hex"),
    scopes,
  ]);
  const places: Place[] = [];
  for (let number = 1; number <= sites; number++) places.push(await layPlace(runtime, number, officerId, engineerId));
  return { places, officerId, engineerId, token };
}

async function layPlace({ pool, at }: Runtime, number: number, officerId: string, engineerId: string): Promise<Place> {
  const [siteId, buildingId, floorId] = [newId<"site">(), newId<"building">(), newId<"floor">()];
  const tenantIds = Array.from({ length: tenantsAtSite }, () => newId<"tenant">());
  const unitIds = Array.from({ length: unitsAtSite }, () => newId<"unit">());
  await pool.query("insert into sites.site (id, code, name, zone, created_at) values ($1, $2, $2, 'Asia/Shanghai', now())", [siteId, `B${number}`]);
  await pool.query("insert into sites.building (site_id, id, code, name) values ($1, $2, '1', '1座')", [siteId, buildingId]);
  await pool.query("insert into sites.floor (site_id, id, building_id, name, level) values ($1, $2, $3, '18F', 18)", [siteId, floorId, buildingId]);
  await pool.query(
    "insert into sites.unit (site_id, id, building_id, floor_id, unit_no, gross_centi) select $1, u, $2, $3, '18' || n, 28645 from unnest($4::uuid[]) with ordinality as given (u, n)",
    [siteId, buildingId, floorId, unitIds],
  );
  await pool.query(
    "insert into tenants.tenant (site_id, id, name, search_key, created_at) select $1, t, '租户' || n || '有限公司', '租户' || n || '有限公司', now() from unnest($2::uuid[]) with ordinality as given (t, n)",
    [siteId, tenantIds],
  );
  await pool.query(
    "insert into people.role_grant (site_id, id, person_id, role, granted_at) values ($1, $2, $3, 'serviceSupervisor', now()), ($1, $4, $5, 'engSupervisor', now())",
    [siteId, newId(), officerId, newId(), engineerId],
  );
  await at(siteId, { actor: systemActor }, (ctx) => adoptProposedParameters(ctx));
  return { siteId, tenantIds, unitIds };
}

const letters = [..."梁柱墙窗门灯扇泵阀管线箱柜梯台棚架网锁钥铃钟镜屏幕"];

/** Words of which every title has one: each stands in a five-hundredth of the cases. */
export const words: readonly string[] = Array.from({ length: 500 }, (_, index) => `${letters[index % 25]}${letters[(index * 7 + 3) % 25]}${letters[Math.floor(index / 25)]}`);

export interface Copying {
  /** Filed cases, of which one in `openEvery` is still open instead. */
  readonly filedLike: string;
  readonly openLike: string;
  readonly openEvery: number;
  readonly from: number;
  readonly to: number;
}

/** Spreads copies of two played cases, with their history, duties, evidence and search text, evenly over sites and two years. */
export async function copyCases(client: pg.ClientBase, places: readonly Place[], { filedLike, openLike, openEvery, from, to }: Copying): Promise<void> {
  await client.query("set session_replication_role = replica"); // The copies refer as their originals do; checking a million references proves nothing here.
  await client.query("create temp table place (n int primary key, site_id uuid, tenant_ids uuid[], unit_ids uuid[], mark text)");
  await client.query("create temp table vocabulary (n int primary key, word text, plain text, pieces text[])");
  for (const [n, { siteId, tenantIds, unitIds }] of places.entries()) {
    await client.query("insert into place values ($1, $2, $3, $4, $5)", [n, siteId, tenantIds, unitIds, siteId.slice(-6)]);
  }
  for (const [n, word] of words.entries()) await client.query("insert into vocabulary values ($1, $2, $3, $4)", [n, word, plain(word), pieces(word)]);
  await client.query(
    `create temp table copy as
     select spread.n, template_id, place.site_id, place.mark, vocabulary.word, vocabulary.plain, vocabulary.pieces,
            place.tenant_ids[1 + spread.n / $4::int % ${tenantsAtSite}] as tenant_id, place.unit_ids[1 + spread.n / $4::int % ${unitsAtSite}] as unit_id,
            at, at - original.received_at as shift, 'B-' || lpad(spread.n::text, 8, '0') as case_no,
            (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || '7' || substr(md5(spread.n || 'a'), 1, 3) || '8' || substr(md5(spread.n || 'b'), 1, 15))::uuid as id
       from (select n, case when n / $4::int % $5::int = 0 then $2::uuid else $1::uuid end as template_id,
                    now() - interval '1 hour' - (($6::int - n)::float8 / $6::int) * interval '730 days' as at
               from generate_series($3::int, $6::int - 1) n) spread
       join place on place.n = spread.n % $4::int
       join vocabulary on vocabulary.n = spread.n / $4::int % ${words.length}
       join service."case" original on original.id = template_id`,
    [filedLike, openLike, from, places.length, openEvery, to],
  );
  await client.query("analyze copy");
  const isFiled = `copy.template_id = '${filedLike}'`;
  await copy(client, 'service."case"', "id", {
    id: "copy.id",
    case_no: "copy.case_no",
    title: "t.title || copy.word",
    tenant_id: "copy.tenant_id",
    unit_id: "copy.unit_id",
    revisited_at: `case when ${isFiled} then t.feedback_at + interval '1 hour' + copy.shift end`,
    archived_at: `case when ${isFiled} then t.feedback_at + interval '2 hours' + copy.shift end`,
    due_at: `case when ${isFiled} then null else t.due_at + copy.shift end`,
  });
  await copy(client, "service.entry", "case_id", { id: "gen_random_uuid()", case_id: "copy.id", tenant_id: "copy.tenant_id" });
  await copy(client, "service.case_search", "case_id", {
    case_id: "copy.id",
    words: "t.words || ' ' || copy.plain || ' ' || lower(copy.case_no)",
    pieces: "array(select copy.mark || substr(piece, 7) from unnest(t.pieces) piece) || array(select copy.mark || piece from unnest(copy.pieces) piece)",
  });
  await copy(client, "duties.duty", "subject_id", {
    id: "gen_random_uuid()",
    subject_id: "copy.id::text",
    subject_label: "copy.case_no",
    tenant_id: "copy.tenant_id",
    closed_at: `case when ${isFiled} then coalesce(t.closed_at, t.opened_at + interval '1 hour') else t.closed_at end + copy.shift`,
    recorded_at: `case when ${isFiled} then coalesce(t.recorded_at, t.opened_at + interval '1 hour') else t.recorded_at end + copy.shift`,
    outcome: `case when ${isFiled} then coalesce(t.outcome, 'kept') else t.outcome end`,
    next_look_at: "null",
  });
  await copy(client, "evidence.fact", "subject_id", { id: "gen_random_uuid()", subject_id: "copy.id::text" });
  await client.query("drop table copy, place, vocabulary");
  await client.query("reset session_replication_role");
}

/** Inserts, for every row of `copy`, the rows that belong to its original, by the column `owner`, with `instead` for some columns and every moment shifted. */
async function copy(client: pg.ClientBase, table: string, owner: string, instead: Readonly<Record<string, string>>): Promise<void> {
  const { rows: columns } = await client.query<{ name: string; is_moment: boolean }>(
    "select attname as name, atttypid = 'timestamptz'::regtype as is_moment from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = '' and attname <> 'tx_order'",
    [table],
  );
  const values = columns.map(({ name, is_moment }) => instead[name] ?? (name === "site_id" ? "copy.site_id" : is_moment ? `t.${name} + copy.shift` : `t.${name}`));
  await client.query(
    `insert into ${table} (${columns.map(({ name }) => name).join(", ")})
     with originals as materialized (select * from ${table} where ${owner}::text in (select distinct template_id::text from copy))
     select ${values.join(", ")} from copy join originals t on t.${owner}::text = copy.template_id::text order by copy.n`,
  );
}
