import { type ChildProcess, fork, spawnSync } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { chmodSync, chownSync, existsSync, lstatSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { isOpenToAll, nativeFolder } from "./native.ts";
import { parentOf, stateOf } from "./postmaster.ts";
import type { WatchdogOrder } from "./watchdog.ts";

export interface EmbeddedPostgres {
  /** Of the database `towerkeep`, as the user who owns it. */
  readonly url: string;
  /** Stops the server if this process started it; leaves it to its owner otherwise. */
  stop(): Promise<void>;
}

export interface EmbeddedOptions {
  /** Holds the folder `postgres`, made at the first start. */
  readonly dataFolder: string;
  /** Server settings over the defaults, as in `postgresql.conf`. */
  readonly settings?: Readonly<Record<string, string | number>>;
}

/**
 * Starts the embedded PostgreSQL of a data folder, or joins the one that runs there already, and keeps it running until `stop`:
 * a server that dies is started again at the same address, one whose owner dies is taken over. It listens on a private socket
 * only (Windows: on 127.0.0.1), and never outlives the process that started it.
 */
export async function startPostgres({ dataFolder, settings = {} }: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const place = preparePlace(dataFolder, settings);
  initialise(place);
  const server = new Supervisor(place);
  await server.ensure();
  const url = server.url("towerkeep");
  await createDatabase(server.url("postgres"));
  server.watch();
  return { url, stop: () => server.stop() };
}

const user = "towerkeep";

/** Far from the numbers that people and packages get, and inside the range that a container's user namespace maps. */
const loweredUid = 58_432;
const isRoot = process.getuid?.() === 0;
const isWindows = process.platform === "win32";
/** The server refuses to run as root, so root runs it as a user of its own; everybody else as themselves. */
const serverUid = isRoot ? loweredUid : process.getuid?.();

interface Place {
  /** Holds `data`, the log of the last start, and copied binaries where that was needed. */
  readonly folder: string;
  readonly data: string;
  readonly native: string;
  readonly settings: Readonly<Record<string, string | number>>;
}

const defaultSettings = {
  max_connections: 100,
  shared_buffers: "128MB",
  max_wal_size: "2GB",
  jit: "off",
  max_parallel_workers_per_gather: 0, // Many short queries on few cores; and containers give little shared memory to parallel ones.
  timezone: "UTC",
  log_timezone: "UTC",
  logging_collector: "on",
  log_directory: "log",
  log_filename: "postgres-%u.log",
  log_truncate_on_rotation: "on",
  log_rotation_size: 0,
} as const;

function preparePlace(dataFolder: string, settings: EmbeddedOptions["settings"]): Place {
  const folder = path.resolve(dataFolder, "postgres");
  mkdirSync(folder, { recursive: true });
  const data = path.join(folder, "data");
  if (existsSync(data) && serverUid !== undefined && statSync(data).uid !== serverUid) {
    throw new Error(
      `${data} belongs to user ${statSync(data).uid}, but the database would run as ${serverUid}. ` +
        "Start Towerkeep as the user who started it first; root and an ordinary user cannot share a data folder.",
    );
  }
  return { folder, data, native: nativeFolder(folder, isRoot ? loweredUid : undefined), settings: { ...defaultSettings, ...settings } };
}

/** Makes the cluster beside its final name and renames it there, so that of two racing first starts one wins and neither sees half a cluster. */
function initialise({ folder, data, native }: Place): void {
  removeAbandoned(folder);
  if (existsSync(path.join(data, "PG_VERSION"))) {
    if (!isWindows) chmodSync(data, 0o700);
    return refuseOtherMajor(data, native);
  }
  const draft = path.join(folder, `init-${process.pid}-${randomBytes(4).toString("hex")}`);
  mkdirSync(draft, { mode: 0o700 });
  const password = randomBytes(24).toString("base64url");
  const init = isRoot ? userWithName() : undefined;
  if (init) chownSync(draft, init.uid, init.gid);
  const passwordFile = path.join(init ? tmpdir() : folder, `towerkeep-${randomBytes(8).toString("hex")}`);
  writeFileSync(passwordFile, password, { mode: 0o600, flag: "wx" });
  if (init) chownSync(passwordFile, init.uid, init.gid);
  const locale = process.platform === "linux" ? ["--locale=C.UTF-8"] : isWindows ? ["--locale=C"] : ["--locale=en_US.UTF-8"];
  const run = spawnSync(
    path.join(native, "bin", "initdb"),
    ["-D", reachable(draft), "-U", user, "-A", "scram-sha-256", `--pwfile=${passwordFile}`, "-E", "UTF8", ...locale, "--locale-provider=builtin", "--builtin-locale=C.UTF-8"],
    { cwd: draft, encoding: "utf8", env: plainEnvironment(), ...init },
  );
  rmSync(passwordFile);
  if (run.status !== 0) {
    rmSync(draft, { recursive: true, force: true });
    throw new Error(`The database could not be initialised in ${folder}: ${run.error?.message ?? run.stderr}`);
  }
  writeFileSync(path.join(draft, "towerkeep.password"), password, { mode: 0o600 });
  if (isRoot) chownAll(draft, loweredUid);
  try {
    renameSync(draft, data);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(path.join(data, "PG_VERSION"))) throw error;
  }
}

/** Drafts of starts that were killed. */
function removeAbandoned(folder: string): void {
  for (const name of readdirSync(folder)) {
    const pid = /^init-(\d+)-/.exec(name)?.[1];
    if (pid && !isAlive(Number(pid))) rmSync(path.join(folder, name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function refuseOtherMajor(data: string, native: string): void {
  const found = readFileSync(path.join(data, "PG_VERSION"), "utf8").trim();
  const version = spawnSync(path.join(native, "bin", "postgres"), ["--version"], { encoding: "utf8", ...(isRoot ? { uid: loweredUid, gid: loweredUid } : {}) }).stdout;
  const own = /(\d+)\./.exec(version)?.[1];
  if (found !== own) {
    throw new Error(
      `${data} was made by PostgreSQL ${found}, this release brings PostgreSQL ${own}. ` +
        "Make a backup with the release that made it (towerkeep backup), then restore it here into an empty data folder (towerkeep restore).",
    );
  }
}

/** initdb wants a user whom the system knows by name; the lowered one need not be. */
function userWithName(): { uid: number; gid: number } {
  const users = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .map((line) => line.split(":"))
    .map(([name, , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }))
    .filter(({ name, uid, gid }) => name && uid > 0 && gid >= 0);
  const chosen = users.find(({ name }) => name === "nobody") ?? users[0];
  if (!chosen) throw new Error("The embedded database cannot be initialised as root: /etc/passwd names no other user. Set DATABASE_URL instead.");
  return { uid: chosen.uid, gid: chosen.gid };
}

function chownAll(folder: string, uid: number): void {
  const run = spawnSync("chown", ["-R", `${uid}:${uid}`, folder], { encoding: "utf8" });
  if (run.status !== 0) throw new Error(`chown of ${folder} failed: ${run.error?.message ?? run.stderr}`);
}

/**
 * The name by which a lowered user reaches the folder it is started in. Its path may lead through folders closed to that user,
 * such as root's home; the kernel's own link to the working directory does not.
 */
const reachable = (folder: string): string => (isRoot && process.platform === "linux" ? "/proc/self/cwd" : folder);

/** Our environment without what would steer the server, such as PGPORT, or Node. */
function plainEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(PG|NODE_|VITEST|LC_|LANG)/.test(name)));
}

interface Address {
  /** The folder of the socket, or 127.0.0.1. */
  readonly host: string;
  readonly port: number;
}

const patienceMillis = 300_000;
const watchEveryMillis = 500;

class Supervisor {
  readonly #place: Place;
  readonly #password: string;
  #address: Address | undefined;
  #watchdog: ChildProcess | undefined;
  #timer: NodeJS.Timeout | undefined;
  #ensuring: Promise<void> | undefined;
  #stopping = false;

  constructor(place: Place) {
    this.#place = place;
    this.#password = readFileSync(path.join(place.data, "towerkeep.password"), "utf8").trim();
  }

  url(database: string): string {
    if (!this.#address) throw new Error("The database has not started");
    const { host, port } = this.#address;
    const secret = encodeURIComponent(this.#password);
    return isWindows ? `postgres://${user}:${secret}@${host}:${port}/${database}` : `postgres://${user}:${secret}@localhost:${port}/${database}?host=${encodeURIComponent(host)}`;
  }

  /** Resolves when a server runs and answers, started by us or by another process. */
  async ensure(): Promise<void> {
    const began = performance.now();
    for (let failures = 0; !this.#stopping; await sleep(20)) {
      if (performance.now() - began > patienceMillis) throw this.#failure("did not become ready in time");
      const state = stateOf(this.#place.data);
      if (state.kind === "ready") {
        if (this.#isOrphan(state.pid)) {
          process.kill(state.pid, "SIGINT");
          await sleep(100);
        } else {
          this.#address = { host: state.host, port: state.port };
          if (await answers(this.url("postgres"))) return;
        }
      } else if (state.kind === "starting") {
        await sleep(30);
      } else if (!this.#isWatching()) {
        if (this.#watchdog && ++failures > 20) throw this.#failure("does not start");
        if (failures > 0) await sleep(Math.min(100 * failures, 1000));
        if (state.kind === "strange") rmSync(path.join(this.#place.data, "postmaster.pid"), { force: true });
        await this.#start();
      }
    }
  }

  /** Keeps looking after the server, whoever started it. */
  watch(): void {
    this.#timer = setInterval(() => {
      if (this.#ensuring || stateOf(this.#place.data).kind === "ready") return;
      this.#ensuring = this.ensure()
        .catch((error: unknown) => process.emitWarning(error as Error))
        .finally(() => (this.#ensuring = undefined));
    }, watchEveryMillis);
    this.#timer.unref();
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    clearInterval(this.#timer);
    await this.#ensuring;
    const watchdog = this.#watchdog;
    if (!watchdog || !this.#isWatching()) return;
    watchdog.ref();
    const gone = new Promise((resolve) => watchdog.once("exit", resolve));
    watchdog.disconnect();
    await gone;
    if (!isWindows && this.#address) rmSync(this.#address.host, { recursive: true, force: true });
  }

  async #start(): Promise<void> {
    const { folder, data, native, settings } = this.#place;
    // Whoever is connected knows the address already, so a server that is started again keeps it.
    this.#address ??= isWindows ? { host: "127.0.0.1", port: await freePort() } : { host: socketFolder(data), port: 5432 };
    const { host, port } = this.#address;
    if (!isWindows) makePrivate(host);
    const where = isWindows ? { listen_addresses: host, port } : { listen_addresses: "", unix_socket_directories: host, port };
    const order: WatchdogOrder = {
      binary: path.join(native, "bin", "postgres"),
      args: ["-D", reachable(data), ...Object.entries({ ...settings, ...where }).flatMap(([name, value]) => ["-c", `${name}=${value}`])],
      cwd: data,
      log: path.join(folder, "start.log"),
      ...(isRoot ? { uid: loweredUid } : {}),
      ...(isWindows ? { stopWith: [path.join(native, "bin", "pg_ctl"), "stop", "-D", data, "-m", "fast"] as const } : {}),
    };
    const watchdog = fork(watchdogFile, [JSON.stringify(order)], { stdio: "ignore", detached: true, execArgv: [], env: plainEnvironment() });
    watchdog.unref();
    watchdog.channel?.unref();
    this.#watchdog = watchdog;
  }

  #isWatching(): boolean {
    return this.#watchdog !== undefined && this.#watchdog.exitCode === null && this.#watchdog.signalCode === null;
  }

  /** Whether nobody would stop this server any more: its watchdog was killed. */
  #isOrphan(pid: number): boolean {
    if (isWindows || this.#isWatching()) return false;
    const parent = parentOf(pid);
    return parent !== undefined && !parent.command.includes("watchdog");
  }

  #failure(what: string): Error {
    const { folder, data } = this.#place;
    const lines = [path.join(folder, "start.log"), ...logsOf(data)].flatMap(lastLines);
    return new Error(`The embedded database in ${folder} ${what}.\n${lines.join("\n")}`);
  }
}

const watchdogFile = fileURLToPath(new URL("./watchdog.ts", import.meta.url));

/** The newest log of the server. */
function logsOf(data: string): string[] {
  const folder = path.join(data, "log");
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .map((name) => path.join(folder, name))
    .sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs)
    .slice(0, 1);
}

const lastLines = (file: string): string[] => (existsSync(file) ? readFileSync(file, "utf8").trimEnd().split("\n").slice(-8) : []);

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 });
  client.on("error", () => {});
  try {
    await client.connect();
    await client.query("select 1");
    return true;
  } catch {
    return false; // Not yet: the caller asks again.
  } finally {
    await client.end().catch(() => {});
  }
}

const duplicateDatabase = new Set(["42P04", "23505"]);

async function createDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rowCount } = await client.query("select from pg_database where datname = 'towerkeep'");
    if (!rowCount) await client.query("create database towerkeep");
  } catch (error) {
    if (!duplicateDatabase.has(String((error as { code?: unknown }).code))) throw error;
  } finally {
    await client.end();
  }
}

/** A short path of its own for this data folder, for a socket's path may have 107 bytes at most. */
function socketFolder(data: string): string {
  const name = `towerkeep-${createHash("sha256").update(data).digest("hex").slice(0, 12)}-${serverUid}`;
  const base = [tmpdir(), "/tmp", "/var/tmp"].find((folder) => folder.length < 60 && existsSync(folder) && isOpenToAll(folder)) ?? tmpdir();
  return path.join(base, name);
}

/** Makes a folder that only the server's user may enter, or refuses one that somebody else made in its place. */
function makePrivate(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const before = lstatSync(folder);
  if (isRoot && before.isDirectory() && before.uid === 0) chownSync(folder, loweredUid, loweredUid);
  const found = lstatSync(folder);
  if (!found.isDirectory() || found.uid !== serverUid)
    throw new Error(`${folder} belongs to user ${found.uid}: the database's socket cannot be kept there. Remove it, or set TMPDIR.`);
  chmodSync(folder, 0o700);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}
