import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
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
import { billMonth } from "../test/bench/billing.ts";
import { readBoard } from "../test/bench/board.ts";
import { copyCases, things } from "../test/bench/cases.ts";
import { homeScreenMs, processorSeconds, residentMegabytes } from "../test/bench/footprint.ts";
import { layGround, type Place } from "../test/bench/ground.ts";
import { importRows } from "../test/bench/importRows.ts";
import { matchLines } from "../test/bench/matching.ts";
import { type Client, figuresOf, httpClient, loop, type Tally } from "../test/bench/load.ts";
import { ownIds, type Recorded, recording, replay } from "../test/bench/replay.ts";
import { schedulesPerMinute } from "../test/bench/schedule.ts";
import { syncFacts } from "../test/bench/sync.ts";
import { startProduct } from "../test/harness/product.ts";
import { sayWeights, weigh } from "./bundleBudget.ts";

// The figures of docs/performance.md, on a server of its own: npm run bench [-- --cases 100000] [--scale 1000000] [--rows 100000] [--seconds 3] [--rounds 3] | --quick | --only schedule | --only billing [--leases 100000] | --only matching | --only board | --only sync

const { values: options } = parseArgs({
  options: {
    cases: { type: "string" },
    /** Measures the reading once more at this size. */
    scale: { type: "string" },
    /** Of the rent roll imported by W6; 0: none. */
    rows: { type: "string" },
    seconds: { type: "string" },
    /** Of the monthly run of W8; 0: none. */
    leases: { type: "string" },
    /** `schedule`: W7 alone, which needs no server; `billing`: W8 and W10 alone; `matching`: W9 alone; `board`: W11 alone; `sync`: W12 alone. */
    only: { type: "string" },
    rounds: { type: "string" },
    /** Reading only: no W1, W5 and W6. */
    reading: { type: "boolean" },
    /** Everything once and small, to see that it runs. */
    quick: { type: "boolean" },
  },
});
const standing = options.quick
  ? { cases: 10_000, scale: 50_000, rows: 5_000, leases: 2_000, seconds: 0.5, rounds: 2, idleSeconds: 5 }
  : { cases: 100_000, scale: 0, rows: 100_000, leases: 100_000, seconds: 3, rounds: 3, idleSeconds: 30 };
const chosen = (name: Exclude<keyof typeof standing, "idleSeconds">) => Number(options[name] ?? standing[name]);
const [cases, scale, rows, leases, seconds, rounds] = [chosen("cases"), chosen("scale"), chosen("rows"), chosen("leases"), chosen("seconds"), chosen("rounds")];

if (!options.only || options.only === "schedule") {
  const { perMinute, linesPerLease } = schedulesPerMinute(options.quick ? 5_000 : 50_000);
  console.log(
    `W7 schedules: ${Math.round(perMinute).toLocaleString("en")} leases × 36 months a minute of one core, ${linesPerLease.toFixed(0)} lines each, load ${loadavg()[0]?.toFixed(1)}`,
  );
}
if (options.only === "schedule") process.exit();

const sites = 20;
const openShare = 0.03;
/** More deeds of W5 than either way has done in a second at any number of connections. */
const mostWorkedASecond = 250;

const folder = mkdtempSync(path.join(tmpdir(), "towerkeep-bench-"));
const database = await startPostgres({ dataFolder: folder, settings: { shared_buffers: "512MB", maintenance_work_mem: "512MB", max_wal_size: "4GB" } });
await migrate(database.url);
const pool = openPool({ url: database.url, max: 4 });
const runtime = createRuntime({ db: openDatabase(pool), pool, features, record: recorder, files: openFileStore({ kind: "folder", folder: path.join(folder, "files") }) });
for (const { start } of features) if (start) await runtime.across([], { actor: systemActor }, start);
if (options.only === "billing" || options.only === "matching" || options.only === "board" || options.only === "sync") {
  await { billing, matching, board, sync }[options.only]();
  await pool.end();
  await database.stop();
  rmSync(folder, { recursive: true, force: true });
  process.exit();
}
const { places, supervisor, officer, engineer } = await layGround(runtime, sites);
const product = await startProduct(folder, { DATABASE_URL: database.url, TOWERKEEP_FILES: path.join(folder, "files") });
const serverPid = product.process.pid ?? 0;
const [http, colleague, workshop] = [supervisor, officer, engineer].map(({ token }) => httpClient(product.address, token)) as [Client, Client, Client];
const first = places[0]!;
/** Contacts that W1 took by the product and by the bare driver; W5 goes on with them. */
const taken = { product: [] as Contact[], bare: [] as Contact[] };
/** How many readings of a kind take turns. */
const variants = 20;
const dispatching = { department: "engineering", handlerId: engineer.id, instructions: "请尽快处理" };
const progress = { isResult: false, words: "已派工,今天下午到场", toWhom: "王敏", means: "phone" };
const outcome = { isResult: true, words: "已更换风机,恢复制冷", toWhom: "王敏", means: "phone" };

try {
  const filedLike = [await playFiled(true), await playFiled(false), await playFiled(true), await playAnswered()];
  const openLike = [await take(first), await playDispatched(), await playFeedback(), await playDispatched()];
  await fill(0, cases);
  console.log(
    `${cases} cases, ${sites} sites, ${places.flatMap(({ tenantIds }) => tenantIds).length} tenants; ${cpus().length} cores, load ${loadavg()[0]?.toFixed(1)}; ` +
      `embedded PostgreSQL, fsync on; ${rounds} rounds of ${seconds} s, product and bare SQL in turns\n`,
  );
  await footprint();
  const before = await readings();
  if (!options.reading) await writings();
  if (scale > cases) {
    await fill(cases, scale);
    console.log(`\n${scale} cases, load ${loadavg()[0]?.toFixed(1)}`);
    const after = await readings();
    for (const [name, medians] of after) {
      const times = medians.map((median, index) => `${(median / (before.get(name)?.[index] ?? median)).toFixed(2)}`);
      console.log(`${name}: ${times.join(" and ")} × its median at ${cases} cases, with 1 and 16 connections`);
    }
  }
  await product.stop(); // W6 is its own worker; another one would take its jobs.
  if (rows > 0 && !options.reading) {
    const { rowsPerSecond, previewSeconds, importSeconds } = await importRows(runtime, rows);
    console.log(
      `\nW6 import of ${rows} rows: ${Math.round(rowsPerSecond)} rows/s (${importSeconds.toFixed(1)} s; preview ${previewSeconds.toFixed(1)} s), load ${loadavg()[0]?.toFixed(1)}`,
    );
  }
  if (leases > 0) await billing();
  await matching();
  await board();
  await sync();

  async function fill(from: number, to: number): Promise<void> {
    const client = new pg.Client({ connectionString: database.url });
    client.on("error", () => {}); // The query at hand rejects as well.
    await client.connect();
    const began = performance.now();
    await copyCases(client, places, { filedLike, openLike, openShare, from, to });
    console.log(`# ${to - from} cases written in ${Math.round((performance.now() - began) / 1000)} s`);
    await client.end();
  }
} finally {
  for (const client of [http, colleague, workshop]) client.close();
  await product.stop();
  await pool.end();
  await database.stop();
  rmSync(folder, { recursive: true, force: true });
}

/** W8 and W10: a month of bills, and their notices. */
async function billing(): Promise<void> {
  const found = await billMonth(runtime, database.url, leases);
  console.log(
    `\nW8 monthly run of ${found.leases} leases: ${found.bills} bills and ${found.lines} lines in ${found.productSeconds.toFixed(1)} s, bare INSERT … SELECT of as many ${found.bareSeconds.toFixed(1)} s, ` +
      `ratio ${found.ratio.toFixed(2)}; this process held at most ${found.residentMegabytes.toFixed(0)} MB, load ${loadavg()[0]?.toFixed(1)}`,
  );
  console.log(`W10 payment notices: ${found.noticesPerSecond.toFixed(0)} PDF/s`);
}

/** Who may have paid each line of a statement, read as the desk reads it. */
async function matching(): Promise<void> {
  const { seconds: took, linesPerSecond, named, certain } = await matchLines(runtime, options.quick ? { lines: 5_000, bills: 10_000 } : { lines: 50_000, bills: 100_000 });
  console.log(
    `W9 matching: ${took.toFixed(1)} s (${Math.round(linesPerSecond).toLocaleString("en")} lines/s), ${(100 * named).toFixed(0)} % of the lines named, ` +
      `${(100 * certain).toFixed(0)} % beyond doubt, load ${loadavg()[0]?.toFixed(1)}`,
  );
}

/** What phones recorded offline, sent at once. */
async function sync(): Promise<void> {
  const facts = options.quick ? 1_000 : 10_000;
  for (const signs of [false, true]) {
    const found = await syncFacts(runtime, database.url, { facts, signs });
    console.log(
      `W12 sync of ${found.facts} offline facts of ${found.inspections} inspections${signs ? ", each signed by both" : ""}: ${found.productSeconds.toFixed(2)} s, their bare inserts ${found.bareSeconds.toFixed(2)} s, ` +
        `${(found.productSeconds - found.bareSeconds).toFixed(2)} s beyond them, load ${loadavg()[0]?.toFixed(1)}`,
    );
  }
}

/** Where every running move-in of a site stands. */
async function board(): Promise<void> {
  const found = await readBoard(runtime, database.url, { cases: 1_000, rounds: options.quick ? 5 : 20 });
  console.log(
    `W11 board of 1 000 running move-ins: ${found.productMs.toFixed(1)} ms, the ${found.statements} bare statements that read the same ${found.bareMs.toFixed(1)} ms, ratio ${found.ratio.toFixed(2)} (at most 2), ` +
      `load ${loadavg()[0]?.toFixed(1)}; ready and held up at each step: ${found.standing.join(", ")}`,
  );
}

/** What the product weighs before anybody works with it: memory, the first load, the way to the first list. */
async function footprint(): Promise<void> {
  const screens = path.resolve(import.meta.dirname, "../dist");
  if (existsSync(path.join(screens, ".vite/manifest.json"))) console.log(sayWeights(weigh(screens)).join("\n"));
  if (existsSync(process.env["CHROMIUM_PATH"] ?? "/usr/bin/chromium")) {
    const ms = await homeScreenMs(product.address, supervisor.session, 5);
    console.log(`home screen shows its list after ${Math.round(ms)} ms (cold cache, median of 5), load ${loadavg()[0]?.toFixed(1)}`);
  }
  await sleep(standing.idleSeconds * 1000);
  console.log(`memory of the idle server: ${residentMegabytes(serverPid).toFixed(0)} MB resident, ${standing.idleSeconds} s after the last page\n`);
}

interface Contact {
  readonly place: Place;
  readonly id: string;
}

/** None of its words is one of the titles that copies get. */
function takingAt({ tenantIds, contactIds, unitIds }: Place, id: string) {
  const matter = "租户来电反映情况。请尽快安排人员到场查看,并告知处理时间。";
  return { id, kind: "complaint", channel: "phone", category: "airConditioning", matter, tenantId: tenantIds[0], contactId: contactIds[0], unitId: unitIds[0] };
}

function casesOf({ siteId }: Place): string {
  return `/sites/${siteId}/service/cases`;
}

async function take(place: Place): Promise<string> {
  const id = newId<"case">();
  await http.send("POST", casesOf(place), takingAt(place, id));
  return id;
}

async function playDispatched(): Promise<string> {
  const id = await take(first);
  await http.send("POST", `${casesOf(first)}/${id}/dispatch`, dispatching);
  await http.send("POST", `${casesOf(first)}/${id}/notes`, { text: "已联系租户" });
  return id;
}

async function playFeedback(): Promise<string> {
  const id = await playDispatched();
  await workshop.send("PUT", `${casesOf(first)}/${id}/acceptance`, {});
  await workshop.send("PUT", `${casesOf(first)}/${id}/resolution`, { measures: "更换风机" });
  await http.send("POST", `${casesOf(first)}/${id}/feedbacks`, outcome);
  return id;
}

async function playFiled(isAttributable: boolean): Promise<string> {
  const id = await playFeedback();
  const scores = { speed: 4, attitude: 5, quality: 4, result: 5 };
  await http.send("POST", `${casesOf(first)}/${id}/callbacks`, { ...scores, opinion: "满意", visited: "王敏", means: "phone" });
  await http.send("PUT", `${casesOf(first)}/${id}/closure`, { cause: "equipmentFault", attributable: isAttributable ? "yes" : "no", remark: "已办结" });
  return id;
}

/** An enquiry answered on the spot, called back and filed. */
async function playAnswered(): Promise<string> {
  const id = newId<"case">();
  await http.send("POST", casesOf(first), { ...takingAt(first, id), kind: "enquiry", answer: { words: "已告知办理方法", means: "phone" } });
  await colleague.send("POST", `${casesOf(first)}/${id}/callbacks`, { speed: 5, attitude: 5, quality: 5, result: 5, opinion: "", visited: "王敏", means: "phone" });
  await http.send("PUT", `${casesOf(first)}/${id}/closure`, { cause: "informationOnly", attributable: "no", remark: "" });
  return id;
}

type Asked = readonly [method: string, path: string, body?: unknown];

interface Workload {
  readonly name: string;
  /** The requests of one deed over HTTP; `turn` counts up, and a reading comes round again after `variants` turns. */
  readonly requests: (turn: number) => readonly Asked[];
}

/** Returns the medians at each number of connections, by the name of the workload. */
async function readings(): Promise<Map<string, number[]>> {
  const { rows: looked } = await pool.query<{ site_id: string; id: string }>(
    `select place.site_id, held.id from unnest($1::uuid[]) as place (site_id)
     cross join lateral (select id from service."case" held where held.site_id = place.site_id and held.case_no like 'B-%' order by received_at desc offset 100 limit 1) held`,
    [places.map(({ siteId }) => siteId)],
  );
  const placeOf = (turn: number) => places[turn % sites] ?? first;
  const wordOf = (turn: number) => encodeURIComponent(things[turn % things.length] ?? "");
  const workloads: Workload[] = [
    { name: "W2 newest 50 open cases", requests: (turn) => [["GET", `${casesOf(placeOf(turn))}?view=open&limit=50`]] },
    { name: "W3 search box, a word of the title", requests: (turn) => [["GET", `/sites/${placeOf(turn).siteId}/service/search?limit=20&text=${wordOf(turn)}`]] },
    { name: "W3 list, a word of the title", requests: (turn) => [["GET", `${casesOf(placeOf(turn))}?view=all&limit=50&text=${wordOf(turn)}`]] },
    { name: "W4 case page with its history", requests: (turn) => [["GET", `/sites/${looked[turn % sites]?.site_id}/service/cases/${looked[turn % sites]?.id}`]] },
  ];
  const medians = new Map<string, number[]>();
  for (const workload of workloads) medians.set(workload.name, await compareReading(workload));
  return medians;
}

async function compareReading({ name, requests }: Workload): Promise<number[]> {
  const recorded: Recorded[][] = [];
  for (let turn = 0; turn < variants; turn++) recorded.push(await statementsOf(requests(turn)));
  let turn = 0;
  return compare(name, recorded[0]?.length ?? 0, {
    product: async () => {
      for (const [method, where] of requests(turn++ % variants)) await http.send(method, where);
    },
    bare: (client) => replay(client, recorded[turn++ % variants] ?? [], [], new Map()),
  });
}

/** W1 over all sites, for within one, contacts queue for their number, which has no gaps; W5 with what W1 took. */
async function writings(): Promise<void> {
  let turn = 0;
  const nextPlace = () => places[++turn % sites] ?? first;
  const taking = newId<"case">();
  const takenStatements = await statementsOf([["POST", casesOf(first), takingAt(first, taking)]]);
  const own = ownIds(takenStatements, new Set(known()));
  const ways: Ways = {
    product: async () => {
      const contact = { place: nextPlace(), id: newId<"case">() };
      await http.send("POST", casesOf(contact.place), takingAt(contact.place, contact.id));
      taken.product.push(contact);
    },
    bare: async (client) => {
      const contact = { place: nextPlace(), id: newId<"case">() };
      await replay(client, takenStatements, own, new Map([...insteadOfFirst(contact.place), [taking, contact.id]]));
      taken.bare.push(contact);
    },
  };
  await compare("W1 take a contact", takenStatements.length, ways);
  await stockUp(ways);

  const deeds = ({ place, id }: Contact): Asked[] => [
    ["POST", `${casesOf(place)}/${id}/dispatch`, dispatching],
    ["POST", `${casesOf(place)}/${id}/notes`, { text: "已联系租户" }],
    ["POST", `${casesOf(place)}/${id}/feedbacks`, progress],
  ];
  const workedStatements = await statementsOf(deeds({ place: first, id: taking }));
  const made = ownIds(workedStatements, new Set([...known(), taking]));
  await compare("W5 dispatch, note, feedback", workedStatements.length, {
    product: async () => {
      for (const [method, where, body] of deeds(nextOf(taken.product))) await http.send(method, where, body);
    },
    bare: async (client) => {
      const contact = nextOf(taken.bare);
      await replay(client, workedStatements, made, new Map([...insteadOfFirst(contact.place), [taking, contact.id]]));
    },
  });
}

/** Takes more contacts, past all clocks, for W5 to work through however slowly W1 went. */
async function stockUp({ product: overHttp, bare }: Ways): Promise<void> {
  const needed = 2 * (rounds * seconds + 1) * mostWorkedASecond;
  const clients = await Promise.all(Array.from({ length: 8 }, bareClient));
  while (taken.product.length < needed) await Promise.all(clients.map(overHttp));
  while (taken.bare.length < needed) await Promise.all(clients.map(bare));
  await Promise.all(clients.map((client) => client.end()));
}

function nextOf(contacts: Contact[]): Contact {
  const contact = contacts.pop();
  if (!contact) throw new Error("W1 took fewer contacts than W5 works through");
  return contact;
}

function known(): string[] {
  return [...places.flatMap(({ siteId, tenantIds, contactIds, unitIds }) => [siteId, ...tenantIds, ...contactIds, ...unitIds]), supervisor.id, engineer.id];
}

function insteadOfFirst({ siteId, tenantIds, contactIds, unitIds }: Place): [string, string][] {
  return [
    [first.siteId, siteId],
    [first.tenantIds[0]!, tenantIds[0]!],
    [first.contactIds[0]!, contactIds[0]!],
    [first.unitIds[0]!, unitIds[0]!],
  ];
}

interface Ways {
  readonly product: () => Promise<void>;
  readonly bare: (client: pg.Client) => Promise<void>;
}

/** Over HTTP and by a bare driver in turns, at 1 and at 16 connections. Returns the product's medians. */
async function compare(name: string, statements: number, { product: overHttp, bare }: Ways): Promise<number[]> {
  const medians: number[] = [];
  for (const connections of [1, 16]) {
    const clients = await Promise.all(Array.from({ length: connections }, bareClient));
    const byBare = (lane: number) => bare(clients[lane]!);
    await loop(connections, Math.min(1, seconds), overHttp);
    await loop(connections, Math.min(1, seconds), byBare);
    const tallies = { product: [] as Tally[], bare: [] as Tally[] };
    let busy = 0;
    for (let round = 0; round < rounds; round++) {
      const busyBefore = processorSeconds(serverPid);
      tallies.product.push(await loop(connections, seconds, overHttp));
      busy += processorSeconds(serverPid) - busyBefore;
      tallies.bare.push(await loop(connections, seconds, byBare));
    }
    await Promise.all(clients.map((client) => client.end()));
    const [ours, theirs] = [figuresOf(tallies.product), figuresOf(tallies.bare)];
    const deedsDone = tallies.product.reduce((sum, { tookMs }) => sum + tookMs.length, 0);
    const said = ({ perSecond, medianMs, p99Ms }: typeof ours) =>
      `${perSecond.toFixed(0).padStart(5)}/s p50 ${medianMs.toFixed(1).padStart(5)} p99 ${p99Ms.toFixed(1).padStart(6)} ms`;
    console.log(
      `${name.padEnd(35)}× ${String(connections).padStart(2)}  ${said(ours)}, server ${((busy * 1000) / deedsDone).toFixed(2)} ms CPU | bare SQL ${said(theirs)}, ${statements} statements | ratio ${(ours.perSecond / theirs.perSecond).toFixed(2)}`,
    );
    medians.push(ours.medianMs);
  }
  return medians;
}

async function bareClient(): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: database.url });
  client.on("error", () => {});
  await client.connect();
  return client;
}

/** What the product sends to the database for these requests, signed in already. */
async function statementsOf(requests: readonly Asked[]): Promise<Recorded[]> {
  const grants = places.map(({ siteId }) => ({ siteId, role: "serviceSupervisor" as const }));
  const actor: Actor = { kind: "person", personId: supervisor.id, name: supervisor.name, grants, isAdministrator: false };
  const app = await createServer({ runtime, authenticate: async () => actor, secureCookies: false, logLevel: "silent", ratePerMinute: 1_000_000, trustedProxies: [] });
  await app.ready();
  try {
    const site = /^\/sites\/[^/]+/.exec(requests[0]?.[1] ?? "")?.[0];
    await app.inject({ method: "GET", url: `/api${site}/service/cases?limit=1` }); // The site's facts are remembered by now, as in a server that runs.
    return await recording(pool, async () => {
      for (const [method, where, body] of requests) {
        const reply = await app.inject({ method: method as "GET", url: `/api${where}`, ...(body === undefined ? {} : { payload: body as object }) });
        if (reply.statusCode >= 300) throw new Error(`${method} ${where}: ${reply.statusCode} ${reply.body}`);
      }
    });
  } finally {
    await app.close();
  }
}
