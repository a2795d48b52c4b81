import { sql } from "kysely";
import pg from "pg";
import { type Id, newId } from "#kernel/id.ts";
import { openPool } from "#platform/db/database.ts";
import { renderPdf } from "#platform/documents/index.ts";
import { type Runtime, systemActor } from "#platform/runtime.ts";
import { createSite } from "#features/sites/server/index.ts";
import { goOn, noticeOf, runById } from "#features/billing/server/index.ts";
import { aFee, someEntities } from "#features/billing/samples.ts";

export interface BillingFigures {
  readonly leases: number;
  readonly bills: number;
  readonly lines: number;
  readonly productSeconds: number;
  readonly bareSeconds: number;
  /** Bare over product. */
  readonly ratio: number;
  /** The most this process held while it ran. */
  readonly residentMegabytes: number;
  /** Of the run's bills, one after the other, rendering alone. */
  readonly noticesPerSecond: number;
}

const fees = [
  aFee({ payCycleMonths: 1 }),
  aFee({ id: "fee", feeItem: "propertyFee", price: "28", priceUnit: "sqmMonth", payCycleMonths: 1 }),
  aFee({ id: "parking", feeItem: "parking", price: "800", priceUnit: "month", payCycleMonths: 1 }),
];

/**
 * W8: a month of `count` leases with three fees each, from their terms to the committed bills, as a worker runs it, in the second month of
 * their lives; beside one bare INSERT … SELECT of as many bills and lines, copied from what was written, indexes, constraints and all.
 */
export async function billMonth(runtime: Runtime, url: string, count = 100_000): Promise<BillingFigures> {
  const siteId = await siteWithLeases(runtime, url, count);
  const transact = async <T>(work: Parameters<typeof runtime.across<T>>[2]) =>
    runtime.across([siteId], { actor: systemActor, now: Temporal.Instant.from("2026-07-20T02:00:00Z") }, work);
  await run(transact, siteId, "2026-06");
  await vacuum(url);

  let most = 0;
  const watch = setInterval(() => (most = Math.max(most, process.memoryUsage.rss())), 50);
  const productSeconds = await seconds(() => run(transact, siteId, "2026-07"));
  clearInterval(watch);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const bareSeconds = await seconds(() => copyBare(client, siteId));
  const { rows } = await client.query<{ bills: number; lines: number }>(
    "select (select count(*)::int from billing.bill where site_id = $1 and month = '2026-07-01' and bill_no not like 'B%') as bills, (select count(*)::int from billing.bill_line line join billing.bill on bill.id = bill_id and bill.site_id = line.site_id where line.site_id = $1 and month = '2026-07-01' and bill_no not like 'B%') as lines",
    [siteId],
  );
  await client.end();
  const { bills, lines } = rows[0]!;
  if (bills !== count || lines !== count * fees.length) throw new Error(`${bills} bills and ${lines} lines of ${count} leases`);
  const noticesPerSecond = await notices(transact, siteId);
  return { leases: count, bills, lines, productSeconds, bareSeconds, ratio: bareSeconds / productSeconds, residentMegabytes: most / 1_048_576, noticesPerSecond };
}

type Transact = Parameters<typeof goOn>[0]["transact"];

async function run(transact: Transact, siteId: Id<"site">, month: string): Promise<void> {
  const runId = newId<"run">();
  await transact(async (ctx) => {
    const here = await ctx.atSite(siteId);
    await here.tx
      .insertInto("billing.run")
      .values({
        site_id: siteId,
        id: runId,
        group_id: newId(),
        month: Temporal.PlainDate.from(`${month}-01`),
        is_dry_run: false,
        status: "queued",
        created_by_name: "W8",
        created_at: here.now,
      })
      .execute();
  });
  await goOn({ transact }, { siteId, runId });
  const { status, errors } = await transact(async (ctx) => runById(await ctx.atSite(siteId), runId));
  if (status !== "done" || errors > 0) throw new Error(`The run of ${month} ended ${status} with ${errors} errors`);
}

/** A new site of leases that run from June 2026, each with a unit and a tenant of its own. */
async function siteWithLeases(runtime: Runtime, url: string, count: number): Promise<Id<"site">> {
  const siteId = newId<"site">();
  const everywhere = (await runtime.everySite()).map(({ id }) => id);
  await runtime.across(everywhere, { actor: systemActor }, (ctx) =>
    createSite(ctx, { id: siteId, code: `W8-${siteId.slice(-6)}`, name: "W8", zone: "Asia/Shanghai", address: "" }),
  );
  await runtime.at(siteId, { actor: systemActor }, someEntities);
  const [buildingId, floorId] = [newId(), newId()];
  const pool = openPool({ url, max: 1 });
  const terms = JSON.stringify({ leaseStart: "2026-06-01", leaseEnd: "2029-05-31", fees, deposits: [], onceFees: [], holidayRoll: "none", noticeDays: 30 });
  const steps = [
    ["insert into sites.building (site_id, id, code, name) values ($1, $2, 'W8', 'W8')", [siteId, buildingId]],
    ["insert into sites.floor (site_id, id, building_id, name, level) values ($1, $2, $3, '1F', 1)", [siteId, floorId, buildingId]],
    ["create temp table leased as select n, uuidv7() as unit_id, uuidv7() as tenant_id, uuidv7() as lease_id from generate_series(1, $1::int) n", [count]],
    ["insert into sites.unit (site_id, id, building_id, floor_id, unit_no, gross_centi) select $1, unit_id, $2, $3, n::text, 50000 from leased", [siteId, buildingId, floorId]],
    ["insert into tenants.tenant (site_id, id, name, created_at) select $1, tenant_id, 'W8 ' || n, now() from leased", [siteId]],
    [
      "insert into leasing.lease (site_id, id, lease_no, tenant_id, status, lease_start, lease_end, created_at) select $1, lease_id, 'W8-' || n, tenant_id, 'signed', '2026-06-01', '2029-05-31', now() from leased",
      [siteId],
    ],
    [
      `insert into leasing.lease_terms (site_id, lease_id, number, tenant_id, kind, effective_from, terms, status, drafted_by_name, drafted_at, signed_on, grade)
       select $1, lease_id, 1, tenant_id, 'original', '2026-06-01', $2::jsonb || jsonb_build_object('units', jsonb_build_array(jsonb_build_object('unitId', unit_id, 'areaCenti', 5000 + n % 100000))), 'signed', 'W8', now(), '2026-05-01', 'electronic' from leased`,
      [siteId, terms],
    ],
    ["drop table leased", []],
  ] as const;
  for (const [text, values] of steps) await pool.query(text, [...values]);
  await pool.end();
  await vacuum(url);
  return siteId;
}

/** As many bills and lines as the run wrote, with numbers and sources of their own, in one transaction. */
async function copyBare(client: pg.Client, siteId: Id<"site">): Promise<void> {
  await client.query("begin");
  await client.query(
    `insert into billing.bill (site_id, id, bill_no, kind, tenant_id, lease_id, month, issued_on, due_on, reason, total, issued_by_name, created_at)
     select site_id, md5(id::text)::uuid, 'B' || bill_no, kind, tenant_id, lease_id, month, issued_on, due_on, reason, total, issued_by_name, created_at
     from billing.bill where site_id = $1 and month = '2026-07-01'`,
    [siteId],
  );
  await client.query(
    `insert into billing.bill_line (site_id, id, bill_id, tenant_id, lease_id, position, fee_item, entity_id, unit_ids, from_day, to_day, due_on, amount, net, tax, tax_rate, tax_category, tax_mode, working, source_kind, source_id)
     select line.site_id, md5(line.id::text)::uuid, md5(bill_id::text)::uuid, line.tenant_id, line.lease_id, position, fee_item, entity_id, unit_ids, from_day, to_day, line.due_on, amount, net, tax, tax_rate, tax_category, tax_mode, working, source_kind, 'B' || source_id
     from billing.bill_line line join billing.bill on bill.site_id = line.site_id and bill.id = bill_id where line.site_id = $1 and month = '2026-07-01' and bill_no not like 'B%'`,
    [siteId],
  );
  await client.query("commit");
}

const template = new URL("../../src/features/billing/documents/notice.typ", import.meta.url);
const rendered = 100;

/** W10: payment notices set one after the other. */
async function notices(transact: Transact, siteId: Id<"site">): Promise<number> {
  const data = await transact(async (outside) => {
    const ctx = await outside.atSite(siteId);
    const { rows } = await sql<{ id: Id<"bill"> }>`select id from billing.bill where site_id = ${siteId} and bill_no not like 'B%' order by id limit ${rendered}`.execute(ctx.tx);
    const all = [];
    for (const { id } of rows) all.push({ ...(await noticeOf(ctx, id, "zh")), language: "zh", letter: letterOf(id) });
    return all;
  });
  await renderPdf(template, data[0]!);
  const took = await seconds(async () => {
    for (const one of data) await renderPdf(template, one);
  });
  return data.length / took;
}

const letterOf = (no: string) => ({ site: "W8", title: "缴费通知书", no, version: 1, state: null, issued: "2026-07-20", proof: null, signers: [] });

async function vacuum(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  for (const table of ["billing.bill", "billing.bill_line", "billing.lease_progress", "leasing.lease", "leasing.lease_terms", "tenants.tenant", "sites.unit"])
    await client.query(`vacuum analyze ${table}`);
  await client.end();
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return (performance.now() - startedAt) / 1000;
}
