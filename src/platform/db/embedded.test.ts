import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, chownSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startPostgres } from "./embedded.ts";
import { isOpenToAll } from "./native.ts";
import { stateOf } from "./postmaster.ts";

const project = path.resolve(import.meta.dirname, "../../..");
const holdServer = path.join(project, "test/harness/holdServer.ts");
const isRoot = process.getuid?.() === 0;
const nobody = 65_534;

let dataFolder: string;
let holders: ChildProcess[];

beforeEach(() => {
  dataFolder = mkdtempSync(path.join(tmpdir(), "towerkeep-supervisor-"));
  holders = [];
});

afterEach(async () => {
  for (const holder of holders.filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null)) {
    holder.kill("SIGTERM");
    await once(holder, "exit");
  }
  await until(() => postmaster().kind !== "ready" && postmaster().kind !== "starting");
  rmSync(dataFolder, { recursive: true, force: true });
});

test("of starters racing on an empty folder one starts the server and the others join it", async () => {
  const urls = await Promise.all([hold(), hold(), hold()].map(({ url }) => url));
  expect(new Set(urls).size).toBe(1);
  expect(await ask(urls[0]!, "select count(*)::int as n from pg_database where datname = 'towerkeep'")).toEqual([{ n: 1 }]);
});

test("the server stops when the process that started it is killed", async () => {
  const { process: holder, url } = hold();
  await url;
  holder.kill("SIGKILL");
  await until(() => postmaster().kind === "absent");
});

test("a process that joined takes the server over when its owner is killed, at the same address", async () => {
  const owner = hold();
  const url = await owner.url;
  expect(await hold().url).toBe(url);
  owner.process.kill("SIGKILL");
  await until(async () => postmaster().kind === "ready" && (await answers(url)));
});

test("a process that joined goes on with a server of its own when the owner stops in good order", async () => {
  const owner = await startPostgres({ dataFolder });
  expect(await hold().url).toBe(owner.url);
  const before = runningPid();
  await owner.stop();
  await until(async () => postmaster().kind === "ready" && runningPid() !== before && (await answers(owner.url)));
});

test("a killed server is started again with all that was committed", async () => {
  const url = await hold().url;
  await ask(url, "create table kept (n int)");
  await ask(url, "insert into kept values (1)");
  const killed = runningPid();
  process.kill(killed, "SIGKILL");
  await until(() => postmaster().kind === "ready" && runningPid() !== killed);
  await until(() => answers(url));
  expect(await ask(url, "select n from kept")).toEqual([{ n: 1 }]);
});

test("a server that lost both its owner and its watchdog is taken over at the next start", async () => {
  const { process: holder, url } = hold();
  await url;
  const orphan = runningPid();
  const watchdog = Number(/^PPid:\s*(\d+)/m.exec(readFileSync(`/proc/${orphan}/status`, "utf8"))?.[1]);
  process.kill(watchdog, "SIGKILL");
  holder.kill("SIGKILL");
  await once(holder, "exit");
  expect(postmaster().kind).toBe("ready");
  const server = await startPostgres({ dataFolder });
  expect(await answers(server.url)).toBe(true);
  await server.stop();
  expect(postmaster().kind).toBe("absent");
});

test("a server stops at once though clients are connected", async () => {
  const server = await startPostgres({ dataFolder });
  const client = new pg.Client({ connectionString: server.url });
  client.on("error", () => {});
  await client.connect();
  await server.stop();
  expect(postmaster().kind).toBe("absent");
  await client.end().catch(() => {});
});

test("a stale lock file whose number another program got does not prevent a start", async () => {
  const first = await startPostgres({ dataFolder });
  await first.stop();
  const lock = path.join(dataFolder, "postgres", "data", "postmaster.pid");
  const owner = statSync(path.dirname(lock));
  writeFileSync(lock, `${process.pid}\n${path.dirname(lock)}\n0\n5432\n/tmp\n\n 0 0\nready\n`, { mode: 0o600 });
  chownSync(lock, owner.uid, owner.gid);
  expect(postmaster().kind).toBe("strange");
  const second = await startPostgres({ dataFolder });
  expect(await answers(second.url)).toBe(true);
  await second.stop();
});

test("the server listens on no network address, and only its own user reaches the socket", async () => {
  const server = await startPostgres({ dataFolder });
  expect(await ask(server.url, "select current_setting('listen_addresses') as addresses")).toEqual([{ addresses: "" }]);
  const socketFolder = new URL(server.url).searchParams.get("host") ?? "";
  expect(statSync(socketFolder).mode & 0o777).toBe(0o700);
  await server.stop();
});

test("a folder below one that is closed to everybody else will do", async () => {
  const closed = path.join(dataFolder, "home");
  mkdirSync(closed, { mode: 0o700 });
  const server = await startPostgres({ dataFolder: path.join(closed, "data") });
  expect(await answers(server.url)).toBe(true);
  await server.stop();
});

// As an ordinary user every test of this file is this one.
test.runIf(isRoot && isOpenToAll(project))("an ordinary user starts it as themselves, and root is refused on their folder", async () => {
  chownSync(dataFolder, nobody, nobody);
  chmodSync(dataFolder, 0o755);
  const { process: holder, url } = hold({ uid: nobody, gid: nobody });
  expect(await ask(await url, "select 1 as n")).toEqual([{ n: 1 }]);
  expect(statSync(path.join(dataFolder, "postgres", "data")).uid).toBe(nobody);
  await expect(startPostgres({ dataFolder })).rejects.toThrow(/belongs to user 65534/);
  holder.kill("SIGTERM");
  await once(holder, "exit");
});

function hold(user: { uid?: number; gid?: number } = {}): { process: ChildProcess; url: Promise<string> } {
  const holder = spawn(process.execPath, [holdServer, dataFolder], { stdio: ["ignore", "pipe", "inherit"], env: { PATH: process.env["PATH"] }, ...user });
  holders.push(holder);
  const url = once(createInterface(holder.stdout), "line").then(([line]) => String(line));
  return { process: holder, url };
}

const postmaster = () => stateOf(path.join(dataFolder, "postgres", "data"));

function runningPid(): number {
  const state = postmaster();
  if (state.kind !== "ready") throw new Error(`The server is ${state.kind}`);
  return state.pid;
}

async function ask(url: string, text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 });
  client.on("error", () => {});
  try {
    await client.connect();
    return (await client.query(text)).rows;
  } finally {
    await client.end().catch(() => {});
  }
}

const answers = (url: string): Promise<boolean> =>
  ask(url, "select 1").then(
    () => true,
    () => false,
  );

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await sleep(50);
}
