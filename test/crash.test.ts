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

const writers = 16;
const crashes = 10;
const siteId = newId<"site">();
const tenantId = newId<"tenant">();

let dataFolder: string;
let product: Product;
let cookie: string;
/** The contacts the server answered for. */
let acknowledged: Set<string>;

beforeEach(async () => {
  dataFolder = mkdtempSync(path.join(tmpdir(), "towerkeep-crash-"));
  acknowledged = new Set();
  product = await startProduct(dataFolder);
  cookie = await openSite(product, siteId, tenantId);
}, 300_000);

afterEach(async () => {
  await product.stop();
  rmSync(dataFolder, { recursive: true, force: true });
});

test("whatever was acknowledged before a crash is there after it, nothing stands by halves, and the evidence verifies", { timeout: 900_000 }, async () => {
  for (let crash = 1; crash <= crashes; crash++) {
    const before = acknowledged.size;
    const writing = Array.from({ length: writers }, () => writeUntilItFails());
    await until(() => acknowledged.size >= before + writers);
    await sleep(37 * crash);
    await product.crash();
    await Promise.all(writing);
    product = await startProduct(dataFolder);
  }
  expect(acknowledged.size).toBeGreaterThanOrEqual(crashes * writers);
  await expectNothingLostOrHalved();
  expect(await runCommand(["verify"], { TOWERKEEP_DATA: dataFolder })).toMatchObject({ code: 0, said: expect.stringMatching(/^✓ T1/) });
});

test("when the database alone is killed, the server goes on by itself once it is back", { timeout: 300_000 }, async () => {
  const writing = Array.from({ length: writers }, () => writeUntilItFails());
  await until(() => acknowledged.size >= writers);
  const database = stateOf(path.join(dataFolder, "postgres", "data"));
  if (database.kind === "ready") process.kill(database.pid, "SIGKILL");
  await Promise.all(writing);
  const before = acknowledged.size;
  await until(async () => (await take()) && acknowledged.size > before);
  expect(product.process.exitCode).toBe(null);
  await expectNothingLostOrHalved();
});

async function writeUntilItFails(): Promise<void> {
  while (await take());
}

/** Takes a contact; every other one is answered at once, which writes feedback and duties in the same transaction. */
async function take(): Promise<boolean> {
  const id = newId<"case">();
  const answer = acknowledged.size % 2 ? { words: "已告知办理方法", means: "phone" } : null;
  const body = {
    id,
    kind: answer ? "enquiry" : "complaint",
    channel: "phone",
    title: "空调不制冷",
    matter: "18层空调不制冷",
    tenantId,
    contactName: "王敏",
    contactPhone: "13800000000",
    answer,
  };
  const reply = await callProduct(product, cookie, "POST", `/sites/${siteId}/service/cases`, body);
  if (reply?.status === 200) acknowledged.add(id);
  return reply?.status === 200;
}

async function expectNothingLostOrHalved(): Promise<void> {
  const { url, stop } = await startPostgres({ dataFolder });
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const ids = async (text: string) => (await client.query<{ id: string }>(text)).rows.map(({ id }) => id);
  const written = new Set(await ids('select id from service."case"'));
  expect([...acknowledged].filter((id) => !written.has(id))).toEqual([]);
  expect(await ids(halves)).toEqual([]);
  const { rows } = await client.query<{ last: number; cases: number }>(
    'select (select sum(last)::int from service.case_counter) as last, (select count(*)::int from service."case") as cases',
  );
  expect(rows[0]?.last).toBe(rows[0]?.cases);
  await client.end();
  await stop();
}

/** Cases that lack something their transaction wrote with them, and what stands without its case. */
const halves = `
  select id from service."case" held where
    (select count(*) from service.entry where case_id = held.id and kind = 'taken') <> 1
    or (select count(*) from service.case_search where case_id = held.id) <> 1
    or (select count(*) from evidence.fact where subject_id = held.id::text and name = 'service.case_taken') <> 1
    or (select count(*) from duties.duty where subject_id = held.id::text and standard = 'fourFacts') <> 1
    or (select count(*) from duties.duty where subject_id = held.id::text and standard in ('firstFeedback', 'enquiryAnswered')) <> 1
    or (feedback_at is not null) <> (kind = 'enquiry')
    or (select count(*) from service.entry where case_id = held.id and kind = 'feedback') <> (feedback_at is not null)::int
  union all
  select subject_id::uuid from evidence.fact where subject_kind = 'case' and not exists (select from service."case" held where held.id::text = subject_id)
  union all
  select subject_id::uuid from duties.duty where subject_kind = 'case' and not exists (select from service."case" held where held.id::text = subject_id)`;

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await sleep(20);
}
