import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { afterEach, beforeEach, expect, test } from "vitest";
import { newId } from "#kernel/id.ts";
import { startPostgres } from "#platform/db/embedded.ts";
import { aFee } from "#features/billing/samples.ts";
import { callProduct, openSite, type Product, startProduct } from "#test/harness/product.ts";

const leases = 600;
const crashes = 10;
const [disturbed, undisturbed] = [newId<"site">(), newId<"site">()];

let dataFolder: string;
let product: Product;
let cookie: string;

beforeEach(async () => {
  dataFolder = mkdtempSync(path.join(tmpdir(), "towerkeep-billing-crash-"));
  product = await startProduct(dataFolder);
  cookie = await openSite(product, disturbed, newId());
  await send("POST", "/sites", { id: undisturbed, code: "T2", name: "对照大厦", zone: "Asia/Shanghai" });
  await onDatabase(async (client) => {
    for (const siteId of [disturbed, undisturbed]) await putLeases(client, siteId);
  });
}, 300_000);

afterEach(async () => {
  await product.stop();
  rmSync(dataFolder, { recursive: true, force: true });
});

test("a run killed ten times bills every lease once, to the 分 as one that nobody disturbed, without a gap in its numbers", { timeout: 900_000 }, async () => {
  let month = Temporal.PlainYearMonth.from("2026-06");
  let run = await start(disturbed, month);
  for (let crash = 1; crash <= crashes; crash++) {
    await sleep(20 + 61 * crash);
    if ((await stateOf(run)) === "done") run = await start(disturbed, (month = month.add({ months: 1 })));
    await product.crash();
    product = await startProduct(dataFolder);
    // The first is left to the clock that takes up what stalled.
    if (crash > 1 && (await stateOf(run)) !== "done") await send("PUT", `/sites/${disturbed}/billing/runs/${run}/restart`, undefined);
  }
  await until(async () => (await stateOf(run)) === "done");
  for (let other = Temporal.PlainYearMonth.from("2026-06"); Temporal.PlainYearMonth.compare(other, month) <= 0; other = other.add({ months: 1 })) {
    const quiet = await start(undisturbed, other);
    await until(async () => (await stateOf(quiet, undisturbed)) === "done");
  }
  await onDatabase(async (client) => {
    const billed = async (siteId: string) => (await client.query(billedByMonth, [siteId])).rows;
    expect(await billed(disturbed)).toEqual(await billed(undisturbed));
    expect((await client.query(doubles)).rows).toEqual([]);
    expect((await client.query(gaps, [disturbed])).rows).toEqual([{ gaps: 0 }]);
    expect((await client.query(unlikeLines)).rows).toEqual([]);
  });
});

const billedByMonth = `
  select bill.month::text, count(distinct bill.id)::int as bills, count(*)::int as lines, sum(line.amount)::bigint as total, sum(line.tax)::bigint as tax
  from billing.bill join billing.bill_line line on line.site_id = bill.site_id and line.bill_id = bill.id where bill.site_id = $1 group by bill.month order by bill.month`;
const doubles = "select source_id from billing.bill_line group by site_id, source_id having count(*) > 1";
const gaps = "select (max(right(bill_no, 6)::int) - count(*))::int as gaps from billing.bill where site_id = $1";
const unlikeLines = `select id from billing.bill where total <> (select sum(amount) from billing.bill_line line where line.site_id = bill.site_id and line.bill_id = bill.id)`;

async function start(siteId: string, month: Temporal.PlainYearMonth): Promise<string> {
  const { runs } = await send<{ runs: { id: string }[] }>("POST", "/billing/runs", { groupId: newId(), month: month.toString(), siteIds: [siteId], isDryRun: false });
  return runs[0]!.id;
}

const stateOf = async (run: string, siteId = disturbed): Promise<string> => (await send<{ status: string }>("GET", `/sites/${siteId}/billing/runs/${run}`, undefined)).status;

async function send<T>(method: string, where: string, body: unknown): Promise<T> {
  const reply = await callProduct(product, cookie, method, where, body);
  if (!reply || reply.status >= 300) throw new Error(`${method} ${where}: ${reply?.status} ${reply?.text}`);
  return (reply.text ? JSON.parse(reply.text) : undefined) as T;
}

async function onDatabase(work: (client: pg.Client) => Promise<void>): Promise<void> {
  const { url, stop } = await startPostgres({ dataFolder });
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await work(client).finally(() => client.end());
  await stop();
}

/** Leases of three fees by the month, areas all different, and the right of the one account to bill. */
async function putLeases(client: pg.Client, siteId: string): Promise<void> {
  const fees = [
    aFee({ payCycleMonths: 1, calcMode: "perDiem" }),
    aFee({ id: "fee", feeItem: "propertyFee", price: "28.35", priceUnit: "sqmMonth", payCycleMonths: 1 }),
    aFee({ id: "parking", feeItem: "parking", price: "800", priceUnit: "month", payCycleMonths: 1 }),
  ];
  const terms = JSON.stringify({ leaseStart: "2026-06-01", leaseEnd: "2029-05-31", fees, deposits: [], onceFees: [], holidayRoll: "none", noticeDays: 30 });
  await client.query("insert into people.role_grant (site_id, id, person_id, role, granted_at) select $1, gen_random_uuid(), id, 'finance', now() from people.person limit 1", [
    siteId,
  ]);
  for (const kind of ["owner", "property"]) await client.query("insert into sites.legal_entity (site_id, id, kind, name) values ($1, gen_random_uuid(), $2, $2)", [siteId, kind]);
  await client.query("create temp table leased as select n, gen_random_uuid() as tenant_id, gen_random_uuid() as lease_id from generate_series(1, $1::int) n", [leases]);
  await client.query("insert into tenants.tenant (site_id, id, name, created_at) select $1, tenant_id, '租户 ' || n, now() from leased", [siteId]);
  await client.query(
    "insert into leasing.lease (site_id, id, lease_no, tenant_id, status, lease_start, lease_end, created_at) select $1, lease_id, 'L-' || n, tenant_id, 'signed', '2026-06-01', '2029-05-31', now() from leased",
    [siteId],
  );
  await client.query(
    `insert into leasing.lease_terms (site_id, lease_id, number, tenant_id, kind, effective_from, terms, status, drafted_by_name, drafted_at, signed_on, grade)
     select $1, lease_id, 1, tenant_id, 'original', '2026-06-01', $2::jsonb || jsonb_build_object('units', jsonb_build_array(jsonb_build_object('unitId', gen_random_uuid(), 'areaCenti', 5000 + n * 7))), 'signed', 'test', now(), '2026-05-01', 'electronic' from leased`,
    [siteId, terms],
  );
  await client.query("drop table leased");
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await sleep(100);
}
