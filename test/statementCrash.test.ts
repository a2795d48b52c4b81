import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { afterEach, beforeEach, expect, test } from "vitest";
import { newId } from "#kernel/id.ts";
import { startPostgres } from "#platform/db/embedded.ts";
import { stateOf } from "#platform/db/postmaster.ts";
import { callProduct, openSite, type Product, runCommand, startProduct } from "#test/harness/product.ts";
import { statementCsv } from "#test/harness/payments.ts";

const lines = 1_000;
const crashes = 10;
const siteId = newId<"site">();
const entityId = newId<"entity">();

let dataFolder: string;
let product: Product;
let cookie: string;

beforeEach(async () => {
  dataFolder = mkdtempSync(path.join(tmpdir(), "towerkeep-statement-crash-"));
  product = await startProduct(dataFolder);
  cookie = await openSite(product, siteId, newId());
  await onDatabase(async (client) => {
    await client.query("insert into people.role_grant (site_id, id, person_id, role, granted_at) select $1, gen_random_uuid(), id, 'cashier', now() from people.person limit 1", [
      siteId,
    ]);
    await client.query("insert into sites.legal_entity (site_id, id, kind, name) values ($1, $2, 'owner', '云顶置业有限公司')", [siteId, entityId]);
  });
}, 300_000);

afterEach(async () => {
  await product.stop();
  rmSync(dataFolder, { recursive: true, force: true });
});

test("a statement whose import is killed comes in whole, every line once and to the 分, by itself or asked for again (3.6)", { timeout: 900_000 }, async () => {
  const undisturbed = await previewed(0);
  const startedAt = performance.now();
  await run(undisturbed);
  await until(async () => (await statusOf(undisturbed)) === "done");
  const whole = performance.now() - startedAt;

  const statements = [undisturbed];
  const killedAt: string[] = [];
  for (let crash = 1; crash <= crashes; crash++) {
    const id = await previewed(crash);
    statements.push(id);
    await run(id);
    await sleep((whole * (crash - 1)) / crashes);
    await kill(crash % 3 === 0 ? "database" : "both");
    const status = await statusOf(id);
    killedAt.push(status);
    // The first and the first without its database are left to the clock that takes up what stalled.
    if (status !== "done" && crash !== 1 && crash !== 3) await run(id);
    await until(async () => (await statusOf(id)) === "done");
  }
  expect(killedAt.filter((status) => status === "running").length).toBeGreaterThanOrEqual(3);
  await onDatabase(async (client) => {
    const { rows } = await client.query(broughtIn, [siteId]);
    expect(rows).toEqual(statements.map((id, number) => ({ id, lines, rows: lines, received: totalOf(number), events: 1 })).toSorted((one, other) => (one.id < other.id ? -1 : 1)));
  });
  expect(await runCommand(["verify"], { TOWERKEEP_DATA: dataFolder })).toMatchObject({ code: 0, said: expect.stringMatching(/^✓ T1/) });
});

const broughtIn = `
  select statement_id as id, count(*)::int as lines, count(distinct row_no)::int as rows, sum(amount)::text as received,
    (select count(*)::int from evidence.fact where name = 'payments.statement_imported' and subject_id = statement_id::text) as events
  from payments.statement_line where site_id = $1 group by statement_id order by statement_id::text`;

/** What a line of a file says, in 分: each amount its own. */
const amountOf = (file: number, line: number): number => 100_01 + file * 1_000_000 + line * 37;
const totalOf = (file: number): string => String(Array.from({ length: lines }, (_, line) => amountOf(file, line)).reduce((sum, amount) => sum + amount));

/** A file of its own, uploaded and read through by what its columns are taken for. */
async function previewed(file: number): Promise<string> {
  const yuan = (amount: number) => `${String(amount).slice(0, -2)}.${String(amount).slice(-2)}`;
  const rows = Array.from({ length: lines }, (_, line) => ["2026-03-02", yuan(amountOf(file, line)), `租户${line}有限公司`, "6222", "三月租金", `F${file}-${line}`] as const);
  const form = new FormData();
  form.append("file", new Blob([new Uint8Array(statementCsv(rows))]), `${file}.csv`);
  const reply = await fetch(`${product.address}/api/sites/${siteId}/payments/entities/${entityId}/statements`, { method: "POST", headers: { cookie }, body: form });
  expect(reply.status).toBe(200);
  const { id } = (await reply.json()) as { id: string };
  const { mapping } = await send<{ mapping: unknown }>("GET", `/${id}/sheet`);
  await send("PUT", `/${id}/mapping`, mapping);
  await until(async () => (await statusOf(id)) === "previewed");
  return id;
}

const run = (id: string) => send("POST", `/${id}/run`, { choice: "allOrNothing" });
const statusOf = async (id: string): Promise<string> => (await send<{ status: string }>("GET", `/${id}`)).status;

async function kill(what: "database" | "both"): Promise<void> {
  if (what === "both") {
    await product.crash();
    product = await startProduct(dataFolder);
    return;
  }
  const database = stateOf(path.join(dataFolder, "postgres", "data"));
  if (database.kind === "ready") process.kill(database.pid, "SIGKILL");
}

/** Sends one request about statements, again while the database is away. */
async function send<T>(method: string, where: string, body?: unknown): Promise<T> {
  for (;;) {
    const reply = await callProduct(product, cookie, method, `/sites/${siteId}/payments/statements${where}`, body);
    if (reply && reply.status < 300) return JSON.parse(reply.text) as T;
    if (reply && reply.status < 500) throw new Error(`${method} ${where}: ${reply.status} ${reply.text}`);
    expect(product.process.exitCode).toBe(null);
    await sleep(100);
  }
}

async function onDatabase(work: (client: pg.Client) => Promise<void>): Promise<void> {
  const { url, stop } = await startPostgres({ dataFolder });
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await work(client).finally(() => client.end());
  await stop();
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await sleep(20);
}
