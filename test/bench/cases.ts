import type pg from "pg";
import { pieces, plain } from "#features/service/rules.ts";
import { searchKey } from "#platform/text/searchKey.ts";
import { type Place, tenantsAtSite, unitsAtSite } from "./ground.ts";

export const things = [..."空调电梯灯管水管门禁窗户地毯马桶插座风机喷淋网络货梯车位前台会议厨房幕墙消防茶水垃圾广播绿植机房走廊".matchAll(/../gu)].map(([word]) => word);
const troubles = [
  "不制冷",
  "漏水",
  "有异响",
  "打不开",
  "有异味",
  "损坏",
  "无法使用",
  "松动",
  "太脏",
  "反复故障",
  "不亮",
  "堵塞",
  "掉落",
  "过热",
  "停用",
  "渗水",
  "积灰",
  "卡住",
  "报警",
  "待检修",
];

/** Cases were played through the endpoints; the others are copies of them, each with a title, a tenant, a unit and a moment of its own. */
export interface Copying {
  /** What cases of old are like, and those of the last weeks. */
  readonly filedLike: readonly string[];
  readonly openLike: readonly string[];
  readonly openShare: number;
  readonly from: number;
  readonly to: number;
}

const years = 2;

/** Writes the copies number `from` to `to`, evenly over places and two years, with their history, duties, call-backs and search text. Indexes are made anew when there is much to write. */
export async function copyCases(client: pg.ClientBase, places: readonly Place[], copying: Copying): Promise<void> {
  const { from, to } = copying;
  await client.query("set session_replication_role = replica"); // The copies refer as their originals do; checking a million references proves nothing here.
  await client.query("create temp table place (n int primary key, site_id uuid, tenant_ids uuid[], unit_ids uuid[], mark text)");
  for (const [n, { siteId, tenantIds, unitIds }] of places.entries()) {
    await client.query("insert into place values ($1, $2, $3, $4, $5)", [n, siteId, tenantIds, unitIds, siteId.slice(-6)]);
  }
  await client.query("create temp table title (n int primary key, title text, plain text, pieces text[])");
  const titles = troubles.flatMap((trouble) => things.map((thing) => thing + trouble));
  await client.query("insert into title select n - 1, t, p, string_to_array(q, ' ') from unnest($1::text[], $2::text[], $3::text[]) with ordinality as given (t, p, q, n)", [
    titles,
    titles.map((title) => plain(searchKey(title))),
    titles.map((title) => pieces(plain(searchKey(title))).join(" ")),
  ]);
  await client.query(
    `create temp table copy as
     select spread.n, template_id, is_open, place.site_id, place.mark, title.title, title.plain, title.pieces,
            place.tenant_ids[1 + spread.n / ${places.length} % ${tenantsAtSite}] as tenant_id, place.unit_ids[1 + spread.n / ${places.length} % ${unitsAtSite}] as unit_id,
            at, at - original.received_at as shift, 'B-' || lpad(spread.n::text, 8, '0') as case_no, uuidv7(at - now()) as id
       from (select n, at, is_open, like_of[1 + n / ${places.length} % cardinality(like_of)] as template_id
               from (select n, n >= $5::float8 as is_open, case when n >= $5::float8 then $2::uuid[] else $1::uuid[] end as like_of,
                            now() - interval '2 hours' - (($4::int - n)::float8 / $4::int) * interval '${years * 365} days' as at
                       from generate_series($3::int, $4::int - 1) n) numbered) spread
       join place on place.n = spread.n % ${places.length}
       join title on title.n = spread.n / ${places.length} % ${titles.length}
       join service."case" original on original.id = template_id`,
    [copying.filedLike, copying.openLike, from, to, to * (1 - copying.openShare)],
  );
  await client.query("analyze copy");
  const isMuch = to - from > 20_000;
  const tables = ['service."case"', "service.entry", "service.callback", "service.case_search", "duties.duty"];
  const remade = isMuch ? await dropIndexes(client, tables) : [];
  await copy(client, 'service."case"', "id", { id: "copy.id", case_no: "copy.case_no", title: "copy.title", tenant_id: "copy.tenant_id", unit_id: "copy.unit_id" });
  await copy(client, "service.entry", "case_id", { id: "uuidv7(t.at + copy.shift - now())", case_id: "copy.id", tenant_id: "copy.tenant_id" });
  await copy(client, "service.callback", "case_id", { id: "gen_random_uuid()", case_id: "copy.id", tenant_id: "copy.tenant_id" });
  await copy(client, "service.case_search", "case_id", {
    case_id: "copy.id",
    words: "t.words || ' ' || copy.plain || ' ' || lower(copy.case_no)",
    pieces: "array(select copy.mark || substr(piece, 7) from unnest(t.pieces) piece) || array(select copy.mark || piece from unnest(copy.pieces) piece)",
  });
  await copy(client, "duties.duty", "subject_id", {
    id: "gen_random_uuid()",
    subject_id: "copy.id::text",
    subject_label: "copy.case_no || ' ' || copy.title",
    tenant_id: "copy.tenant_id",
    next_look_at: "null", // or the clock would escalate thousands at once
  });
  for (const statement of remade) await client.query(statement);
  await client.query("drop table copy, place, title");
  await client.query("reset session_replication_role");
  await client.query("vacuum analyze");
}

/** Inserts, for every row of `copy`, the rows that belong to its original, by the column `owner`, with `instead` for some columns and every moment shifted. */
async function copy(client: pg.ClientBase, table: string, owner: string, instead: Readonly<Record<string, string>>): Promise<void> {
  const { rows: columns } = await client.query<{ name: string; is_moment: boolean }>(
    "select attname as name, atttypid = 'timestamptz'::regtype as is_moment from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = ''",
    [table],
  );
  const values = columns.map(({ name, is_moment }) => instead[name] ?? (name === "site_id" ? "copy.site_id" : is_moment ? `t.${name} + copy.shift` : `t.${name}`));
  await client.query(
    `insert into ${table} (${columns.map(({ name }) => name).join(", ")})
     with originals as materialized (select * from ${table} where ${owner}::text in (select distinct template_id::text from copy))
     select ${values.join(", ")} from copy join originals t on t.${owner}::text = copy.template_id::text order by copy.n`,
  );
}

/** Drops what no constraint needs, and returns the statements that make it anew. */
async function dropIndexes(client: pg.ClientBase, tables: readonly string[]): Promise<string[]> {
  const { rows } = await client.query<{ name: string; statement: string }>(
    `select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as statement from pg_index
     where indrelid = any ($1::regclass[]) and not exists (select from pg_constraint where conindid = indexrelid)`,
    [tables],
  );
  for (const { name } of rows) await client.query(`drop index ${name}`);
  return rows.map(({ statement }) => statement);
}
