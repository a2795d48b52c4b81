import pg from "pg";
import { type Id, newId } from "#kernel/id.ts";
import type { Actor } from "#platform/context.ts";
import { createServer } from "#platform/http/server.ts";
import { type Runtime, systemActor } from "#platform/runtime.ts";
import { compulsoryAnnexesOf } from "#features/leasing/server/index.ts";
import { papersWanted } from "#features/tenants/rules.ts";
import { recording, replay } from "./replay.ts";

export interface BoardFigures {
  readonly productMs: number;
  readonly bareMs: number;
  readonly ratio: number;
  readonly statements: number;
  /** How many cases can do or must clear something at each step: they stand all along the procedure. */
  readonly standing: readonly string[];
}

/** W11: where each of `cases` running move-ins stands, step by step with every reason, beside the bare statements that read the same facts; medians of `rounds` in turns. */
export async function readBoard(runtime: Runtime, url: string, { cases, rounds }: { readonly cases: number; readonly rounds: number }): Promise<BoardFigures> {
  const siteId = await layCases(runtime, cases);
  const actor: Actor = { kind: "person", personId: newId<"person">(), name: "林晓", grants: [{ siteId, role: "projectManager" }], isAdministrator: false };
  const app = await createServer({ runtime, authenticate: async () => actor, secureCookies: false, logLevel: "silent", ratePerMinute: 1_000_000, trustedProxies: [] });
  await app.ready();
  const ask = async () => {
    const reply = await app.inject({ method: "GET", url: `/api/sites/${siteId}/movein/board` });
    if (reply.statusCode !== 200) throw new Error(reply.body);
    return reply.json<{ running: number; counts: { step: string; ready: number; shut: number }[] }>();
  };
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const board = await ask();
    if (board.running !== cases) throw new Error(`${board.running} of ${cases} move-ins are running`);
    const statements = await recording(runtime.pool, async () => void (await ask()));
    const [product, bare] = [[] as number[], [] as number[]];
    for (let round = 0; round < rounds; round++) {
      product.push(await took(ask));
      bare.push(await took(() => replay(client, statements, [], new Map())));
    }
    const [productMs, bareMs] = [medianOf(product), medianOf(bare)];
    const standing = board.counts.map(({ step, ready, shut }) => `${step} ${ready}+${shut}`);
    return { productMs, bareMs, ratio: productMs / bareMs, statements: statements.length, standing };
  } finally {
    await client.end();
    await app.close();
  }
}

async function took(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

const medianOf = (times: readonly number[]): number => times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)]!;

/** How far case `n` has come: 0 nothing yet, then papers, annexes, money, handbook and registration, keys, readings, inspection; each comes after those before it. */
const stages = 8;
const came = (stage: number) => `n % ${stages} >= ${stage}`;

async function layCases(runtime: Runtime, cases: number): Promise<Id<"site">> {
  const [siteId, entityId, fileId] = [newId<"site">(), newId<"entity">(), newId<"file">()];
  const papers = papersWanted("company", "moveIn");
  const client = await runtime.pool.connect();
  const run = (text: string, values: readonly unknown[] = []) =>
    client.query(text.replaceAll("$site", `'${siteId}'::uuid`).replaceAll("$cases", `generate_series(0, ${cases - 1}) as n`), [...values]);
  const all = (id: string) => `md5('${id}' || n)::uuid`;
  try {
    await client.query("set session_replication_role = replica"); // what refers to what is certain here
    await run("insert into sites.site (id, code, name, zone, created_at) values ($site, $1, '入驻', 'Asia/Shanghai', now())", [`B${siteId.slice(-6)}`]);
    await run("insert into sites.legal_entity (site_id, id, kind, name) values ($site, $1, 'owner', '业主')", [entityId]);
    await run(
      `insert into tenants.tenant (site_id, id, name, short_name, credit_code, search_key, created_at) select $site, ${all("tenant")}, '第' || n || '号租户科技有限公司', '租户' || n, lpad(n::text, 18, '9'), n::text, now() from $cases`,
    );
    await run(
      `insert into tenants.paper (site_id, id, tenant_id, kind, file_id, state, handed_in_at, handed_in_by, from_portal, reviewer_id, reviewed_at)
       select $site, md5('paper' || kind || n)::uuid, ${all("tenant")}, kind, $1, case when ${came(1)} then 'accepted' else 'handedIn' end, now(), 'bench', false, case when ${came(1)} then $1::uuid end, case when ${came(1)} then now() end
       from $cases cross join unnest($2::text[]) as kind`,
      [fileId, papers],
    );
    await run(`insert into sites.unit (site_id, id, building_id, floor_id, unit_no, gross_centi) select $site, ${all("unit")}, $1, $1, n::text, 28645 from $cases`, [fileId]);
    await run(
      `insert into leasing.lease (site_id, id, lease_no, tenant_id, status, lease_start, lease_end, created_at) select $site, ${all("lease")}, 'L-' || n, ${all("tenant")}, 'signed', current_date, current_date + 1000, now() from $cases`,
    );
    await run(
      `insert into leasing.lease_unit (site_id, lease_id, unit_id, tenant_id, from_day, to_day, is_live) select $site, ${all("lease")}, ${all("unit")}, ${all("tenant")}, current_date, current_date + 1000, true from $cases`,
    );
    await run(
      `insert into movein.move_in (site_id, id, tenant_id, lease_id, opened_at, opened_by_name, due_before_keys) select $site, ${all("case")}, ${all("tenant")}, ${all("lease")}, now() - n * interval '1 hour', 'bench', 56525002 from $cases`,
    );
    await run(
      `insert into movein.due_line (site_id, case_id, tenant_id, source_id, fee_item, from_day, to_day, due_on, amount)
       select $site, ${all("case")}, ${all("tenant")}, 'L' || n || ':' || item, 'rent', current_date, current_date, current_date, amount from $cases cross join (values (1, 27012501), (2, 22812501), (3, 6700000)) as part (item, amount)`,
    );
    await run(
      `insert into billing.bill_line (site_id, id, bill_id, tenant_id, lease_id, position, fee_item, entity_id, unit_ids, from_day, to_day, due_on, amount, net, tax, tax_rate, tax_category, tax_mode, working, source_kind, source_id, settled)
       select $site, md5('line' || n || item)::uuid, ${all("bill")}, ${all("tenant")}, ${all("lease")}, item, 'rent', $1, '{}', current_date, current_date, current_date, amount, amount, 0, 0, 'leasing', 'inclusive', '{}', 'schedule', 'L' || n || ':' || item,
         case when ${came(3)} then amount else 0 end
       from $cases cross join (values (1, 27012501), (2, 22812501), (3, 6700000)) as part (item, amount) where ${came(2)}`,
      [entityId],
    );
    await run(
      `insert into payments.allocation (site_id, id, payment_id, line_id, bill_id, tenant_id, entity_id, is_on_behalf, fee_item, amount, value_on, booked_on, created_at)
       select $site, md5('allocation' || n || item)::uuid, ${all("payment")}, md5('line' || n || item)::uuid, ${all("bill")}, ${all("tenant")}, $1, false, 'rent', amount, current_date, current_date, now()
       from $cases cross join (values (1, 27012501), (2, 22812501), (3, 6700000)) as part (item, amount) where ${came(3)}`,
      [entityId],
    );
    const annexes = await runtime.at(siteId, { actor: systemActor }, async (ctx) =>
      [...(await compulsoryAnnexesOf(ctx, [newId<"lease">()])).values()].flatMap((list) => list.map(({ code }) => `leasing.annex_${code}`)),
    );
    await letters("lease", "lease", annexes, 2);
    await letters("moveIn", "case", ["movein.handbookReceipt", "movein.registration"], 4);
    await letters("accessBatch", "batch", ["handover.cardReceipt"], 5);
    await run(
      `insert into handover.access_grant (site_id, id, tenant_id, lease_id, case_id, granted_at, granted_by_name) select $site, ${all("grant")}, ${all("tenant")}, ${all("lease")}, ${all("case")}, now(), 'bench' from $cases where ${came(5)}`,
    );
    await run(
      `insert into handover.access_batch (site_id, id, grant_id, tenant_id, document_id, issued_at, issued_by_name)
       select $site, ${all("batch")}, ${all("grant")}, ${all("tenant")}, md5('handover.cardReceipt' || n)::uuid, now(), 'bench' from $cases where ${came(5)}`,
    );
    await run(
      `insert into meters.meter (site_id, id, meter_no, kind, role, registers, digits, multiplier, direction, installed_on, created_at)
       select $site, md5('meter' || kind || n)::uuid, kind || n, kind, 'tenant', 'single', 6, 1, 'import', current_date, now() from $cases cross join unnest(array['electricity', 'water']) as kind`,
    );
    await run(
      `insert into meters.meter_unit (site_id, meter_id, unit_id) select $site, md5('meter' || kind || n)::uuid, ${all("unit")} from $cases cross join unnest(array['electricity', 'water']) as kind`,
    );
    await run(
      `insert into meters.reading (site_id, id, meter_id, purpose, read_at, received_at, read_on, values, state, standing, usage, by_band, parts, multiplier, photo_id, reader_name)
       select $site, md5('reading' || kind || n)::uuid, md5('meter' || kind || n)::uuid, 'handover', now(), now(), current_date, '{}', 'normal', 'accepted', 0, '{}', '[]', 1, $1, 'bench'
       from $cases cross join unnest(array['electricity', 'water']) as kind where ${came(6)}`,
      [fileId],
    );
    await run(
      `insert into handover.inspection (site_id, id, inspection_no, type, tenant_id, lease_id, case_id, place, list_version, lines, opened_at, opened_by, stage, counts, signed_at, content_hash)
       select $site, ${all("inspection")}, 'YF-' || n, 'moveIn', ${all("tenant")}, ${all("lease")}, ${all("case")}, '1座 ' || n, 1, '[]', now(), 'bench', case when ${came(7)} then 'signed' else 'waiting' end,
         '{"unanswered": 1}', case when ${came(7)} then now() end, case when ${came(7)} then repeat('a', 64) end from $cases where ${came(5)}`,
    );
    await run(
      `insert into manual.gate_opening (site_id, id, procedure, case_id, step, codes, reason, by_name, opened_at)
       select $site, ${all("opening")}, 'moveIn', ${all("case")}, 'keys', '{movein.firstPaymentOpen}', '总部已担保', '王经理', now() from $cases where n % 16 = 2`,
    );
    await client.query("reset session_replication_role");
    await client.query("analyze");
  } finally {
    client.release();
  }
  return siteId;

  /** Sheets of these kinds about the thing of each case, signed by both once it has come to `stage`. */
  function letters(subjectKind: string, thing: string, kinds: readonly string[], stage: number) {
    return run(
      `insert into documents.document (site_id, id, kind, subject_kind, subject_id, subject_label, version, title, language, format, tenant_id, file_id, hash, issued_by_name, issued_at, state, completed_at, grade)
       select $site, md5(kind || n)::uuid, kind, $1, ${all(thing)}::text, '', 1, '{}', 'zh', 'pdf', ${all("tenant")}, $2, repeat('a', 64), 'bench', now(), 'completed', now(), 'electronic'
       from $cases cross join unnest($3::text[]) as kind where ${came(stage)}`,
      [subjectKind, fileId, kinds],
    );
  }
}
