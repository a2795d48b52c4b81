import { mkdtempSync, rmSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import pg from "pg";
import { features } from "#apps/features.ts";
import { recorder } from "#apps/server/recorder.ts";
import { newId } from "#kernel/id.ts";
import type { Actor } from "#platform/context.ts";
import { openDatabase, openPool } from "#platform/db/database.ts";
import { startPostgres } from "#platform/db/embedded.ts";
import { migrate } from "#platform/db/migrate.ts";
import { openFileStore } from "#platform/files/store.ts";
import { createServer } from "#platform/http/server.ts";
import { createRuntime, systemActor } from "#platform/runtime.ts";
import { copyCases, type Ground, layGround, words } from "../test/bench/data.ts";
import { importRows } from "../test/bench/importRows.ts";
import { httpClient, measure } from "../test/bench/load.ts";
import { ownIds, type Recorded, recording, replay } from "../test/bench/replay.ts";
import { startProduct } from "../test/harness/product.ts";

// npm run bench [-- --cases 100000] [--grow 1000000] [--seconds 5] [--rows 100000]: the figures of docs/benchmarks.md, on a server of its own.

const { values: options } = parseArgs({
  options: {
    cases: { type: "string", default: "100000" },
    /** Measures the reading once more at this size. */
    grow: { type: "string", default: "0" },
    seconds: { type: "string", default: "5" },
    /** Of the rent roll imported by W6; 0: none. */
    rows: { type: "string", default: "100000" },
  },
});
const seconds = Number(options.seconds);
const sites = 20;
/** Beside the 20 sites one more, whose many open cases W5 works through. */
const stock = 5_000 * seconds;

const folder = mkdtempSync(path.join(tmpdir(), "towerkeep-bench-"));
const database = await startPostgres({ dataFolder: folder, settings: { shared_buffers: "512MB", maintenance_work_mem: "256MB" } });
await migrate(database.url);
const pool = openPool({ url: database.url, max: 4 });
const runtime = createRuntime({ db: openDatabase(pool), pool, features, record: recorder, files: openFileStore({ kind: "folder", folder: path.join(folder, "files") }) });
for (const { start } of features) if (start) await runtime.across([], { actor: systemActor }, start);
const ground = await layGround(runtime, sites + 1);
const product = await startProduct(folder, { DATABASE_URL: database.url, TOWERKEEP_FILES: path.join(folder, "files") });
const http = httpClient(product.address, ground.token);
const first = ground.places[0]!;
const workshop = ground.places[sites]!;
try {
  const [filedLike, openLike, newLike] = [await playFiled(), await playOpen(), await take(first.siteId)];
  const cases = Number(options.cases);
  await fill({ filedLike, openLike, openEvery: 33, from: 0, to: cases }, ground.places.slice(0, sites));
  await fill({ filedLike: newLike, openLike: newLike, openEvery: 1, from: cases * 100, to: cases * 100 + stock }, [workshop]);
  console.log(
    `${cases} cases, ${sites} sites, ${sites * 50} tenants; ${cpus().length} cores, load ${loadavg()[0]?.toFixed(1)}; PostgreSQL embedded, fsync on; ${seconds} s each\n`,
  );
  const before = await readings();
  await writings();
  const grown = Number(options.grow);
  if (grown > cases) {
    await fill({ filedLike, openLike, openEvery: Math.round((33 * grown) / cases), from: cases, to: grown }, ground.places.slice(0, sites));
    console.log(`\n${grown} cases`);
    const after = await readings();
    for (const [name, median] of after) console.log(`${name}: ${(median / (before.get(name) ?? median)).toFixed(2)} × its time at ${cases} cases`);
  }
  await product.stop(); // W6 is its own worker; another one would take its jobs.
  if (Number(options.rows) > 0) {
    const { rows, rowsPerSecond, previewSeconds, importSeconds } = await importRows(runtime, Number(options.rows));
    console.log(`\nW6 import of ${rows} rows: ${Math.round(rowsPerSecond)} rows/s (${importSeconds.toFixed(1)} s; preview ${previewSeconds.toFixed(1)} s)`);
  }
} finally {
  http.close();
  await product.stop();
  await pool.end();
  await database.stop();
  rmSync(folder, { recursive: true, force: true });
}

function takingAt({ tenantIds, unitIds }: Ground["places"][number], lane: number) {
  const tenantId = tenantIds[lane % tenantIds.length];
  return {
    id: newId<"case">(),
    kind: "complaint",
    channel: "phone",
    category: "airConditioning",
    matter: "18层空调不制冷。会议室温度 29 度。",
    tenantId,
    unitId: unitIds[lane],
    contactName: "王敏",
    contactPhone: "13800000000",
  };
}

async function take(siteId: string): Promise<string> {
  const body = takingAt(first, 0);
  await http.send("POST", `/sites/${siteId}/service/cases`, body);
  return body.id;
}

async function playOpen(): Promise<string> {
  const id = await take(first.siteId);
  await http.send("POST", `/sites/${first.siteId}/service/cases/${id}/dispatch`, { department: "engineering", handlerId: ground.engineerId, instructions: "请尽快处理" });
  await http.send("POST", `/sites/${first.siteId}/service/cases/${id}/notes`, { text: "已联系租户" });
  return id;
}

async function playFiled(): Promise<string> {
  const id = await take(first.siteId);
  await http.send("POST", `/sites/${first.siteId}/service/cases/${id}/notes`, { text: "已联系租户" });
  await http.send("POST", `/sites/${first.siteId}/service/cases/${id}/feedbacks`, { isResult: true, words: "已更换风机,恢复制冷", toWhom: "王敏", means: "phone" });
  return id;
}

async function fill(copying: Parameters<typeof copyCases>[2], places: Ground["places"]): Promise<void> {
  const client = new pg.Client({ connectionString: database.url });
  client.on("error", () => {}); // The query at hand rejects as well.
  await client.connect();
  const began = performance.now();
  await copyCases(client, places, copying);
  await client.query("vacuum analyze");
  console.log(`# ${copying.to - copying.from} cases written in ${Math.round((performance.now() - began) / 1000)} s`);
  await client.end();
}

interface Workload {
  readonly name: string;
  /** The requests of one deed over HTTP, each `[method, path, body?]`; `turn` counts up. */
  readonly requests: (turn: number) => readonly (readonly [string, string, unknown?])[];
  /** Ids in the requests of turn 0 that stand for others in each replay. */
  readonly others?: (turn: number) => ReadonlyMap<string, string>;
}

async function readings(): Promise<Map<string, number>> {
  const [open] = (
    await pool.query<{ ids: string[] }>('select array_agg(id) as ids from (select id from service."case" where site_id = $1 order by received_at desc limit 2000) newest', [
      first.siteId,
    ])
  ).rows;
  const ids = open?.ids ?? [];
  const base = `/sites/${first.siteId}/service`;
  const workloads: Workload[] = [
    { name: "W2 newest 50 open cases", requests: () => [["GET", `${base}/cases?view=open&limit=50`]] },
    { name: "W3 search by a word of the title", requests: (turn) => [["GET", `${base}/search?limit=20&text=${encodeURIComponent(words[(turn * 37) % words.length] ?? "")}`]] },
    { name: "W4 case page with its history", requests: (turn) => [["GET", `${base}/cases/${ids[(turn * 17) % ids.length]}`]] },
  ];
  const medians = new Map<string, number>();
  for (const workload of workloads) medians.set(workload.name, await compare(workload));
  return medians;
}

async function writings(): Promise<void> {
  const { rows } = await pool.query<{ id: string }>(`select id from service."case" where site_id = $1 and status = 'registered'`, [workshop.siteId]);
  const [sample = "", ...others] = rows.map(({ id }) => id);
  let used = 0;
  const next = () => others[used++] ?? sample;
  // Over all sites: within one, contacts queue for their number, which has no gaps.
  const placeOf = (turn: number) => ground.places[turn % sites]!;
  await compare({
    name: "W1 take a contact",
    requests: (turn) => [["POST", `/sites/${placeOf(turn).siteId}/service/cases`, takingAt(placeOf(turn), 0)]],
    others: (turn) =>
      new Map<string, string>([
        [first.siteId, placeOf(turn).siteId],
        [first.tenantIds[0]!, placeOf(turn).tenantIds[0]!],
        [first.unitIds[0]!, placeOf(turn).unitIds[0]!],
      ]),
  });
  const deeds = (id: string) =>
    [
      ["POST", `/sites/${workshop.siteId}/service/cases/${id}/dispatch`, { department: "engineering", handlerId: ground.engineerId, instructions: "请尽快处理" }],
      ["POST", `/sites/${workshop.siteId}/service/cases/${id}/notes`, { text: "已联系租户" }],
      ["POST", `/sites/${workshop.siteId}/service/cases/${id}/feedbacks`, { isResult: false, words: "已派工,今天下午到场", toWhom: "王敏", means: "phone" }],
    ] as const;
  await compare({ name: "W5 dispatch, note, feedback", requests: (turn) => deeds(turn === 0 ? sample : next()), others: () => new Map([[sample, next()]]) });
}

/** Over HTTP, and the same statements by a bare driver, at 1 and at 16 connections. Returns the median at 1. */
async function compare({ name, requests, others = () => new Map() }: Workload): Promise<number> {
  const recorded = await statementsOf(requests(0));
  const made = ownIds(recorded, new Set([...knownIds(), ...others(0).keys()]));
  let turn = 1;
  let median = 0;
  for (const connections of [1, 16]) {
    const clients = await Promise.all(Array.from({ length: connections }, bareClient));
    const overHttp = await measure(connections, seconds, async () => {
      for (const [method, where, body] of requests(turn++)) await http.send(method, where, body);
    });
    const bare = await measure(connections, seconds, (lane) => replay(clients[lane]!, recorded, made, others(turn++)));
    await Promise.all(clients.map((client) => client.end()));
    median ||= overHttp.medianMs;
    const ratio = overHttp.perSecond / bare.perSecond;
    console.log(
      `${name.padEnd(34)} × ${String(connections).padStart(2)}: ${overHttp.perSecond.toFixed(0).padStart(6)}/s  p50 ${overHttp.medianMs.toFixed(1)} ms  p99 ${overHttp.p99Ms.toFixed(1)} ms   bare SQL ${bare.perSecond.toFixed(0).padStart(6)}/s (${recorded.length} statements)   ratio ${ratio.toFixed(2)}`,
    );
  }
  return median;
}

function knownIds(): string[] {
  return [...ground.places.flatMap(({ siteId, tenantIds, unitIds }) => [siteId, ...tenantIds, ...unitIds]), ground.officerId, ground.engineerId];
}

async function bareClient(): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: database.url, types: { getTypeParser: () => (text: string) => text } as never });
  client.on("error", () => {});
  await client.connect();
  return client;
}

/** What the product sends to the database for these requests, signed in already. */
async function statementsOf(requests: readonly (readonly [string, string, unknown?])[]): Promise<Recorded[]> {
  const grants = ground.places.map(({ siteId }) => ({ siteId, role: "serviceSupervisor" as const }));
  const actor: Actor = { kind: "person", personId: ground.officerId, name: "林晓", grants, isAdministrator: false };
  const app = await createServer({ runtime, authenticate: async () => actor, secureCookies: false, logLevel: "silent", ratePerMinute: 1_000_000, trustedProxies: [] });
  await app.ready();
  const recorded = await recording(pool, async () => {
    for (const [method, where, body] of requests) {
      const reply = await app.inject({ method: method as "GET", url: `/api${where}`, ...(body === undefined ? {} : { payload: body as object }) });
      if (reply.statusCode >= 300) throw new Error(`${method} ${where}: ${reply.statusCode} ${reply.body}`);
    }
  });
  await app.close();
  return recorded;
}
