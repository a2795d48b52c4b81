import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { createInterface } from "node:readline";
import { stateOf } from "#platform/db/postmaster.ts";
import serverFlags from "../../scripts/serverFlags.json" with { type: "json" };

const project = path.resolve(import.meta.dirname, "../..");

/** The product as its user runs it: a process of its own, reached over HTTP. */
export interface Product {
  readonly address: string;
  /** The one-time secret of the set-up link, where nobody administers the installation yet. */
  readonly setupToken: string | undefined;
  readonly process: ChildProcess;
  /** Ends server and database as a power cut would. */
  crash(): Promise<void>;
  stop(): Promise<void>;
}

export async function startProduct(dataFolder: string, environment: Readonly<Record<string, string>> = {}): Promise<Product> {
  const running = spawn(process.execPath, [...serverFlags, path.join(project, "src/apps/cli/main.ts"), "serve"], {
    stdio: ["ignore", "pipe", "inherit"],
    env: {
      PATH: process.env["PATH"],
      NODE_COMPILE_CACHE: process.env["NODE_COMPILE_CACHE"],
      LANG: "en",
      PORT: "0",
      TOWERKEEP_DATA: dataFolder,
      TOWERKEEP_RATE_LIMIT: "1000000",
      TOWERKEEP_LOG_LEVEL: "error",
      ...environment,
    },
  });
  const said: string[] = [];
  for await (const line of createInterface(running.stdout)) {
    said.push(line);
    if (line.startsWith("Towerkeep is ready")) break;
  }
  running.stdout.resume();
  const address = /is ready: (\S+)/.exec(said.at(-1) ?? "")?.[1];
  if (!address) throw new Error(`The product did not start:\n${said.join("\n")}`);
  return {
    address,
    setupToken: /\/setup#(\S+)/.exec(said.join("\n"))?.[1],
    process: running,
    async crash() {
      const database = stateOf(path.join(dataFolder, "postgres", "data"));
      running.kill("SIGKILL");
      if (database.kind === "ready") process.kill(database.pid, "SIGKILL");
      if (running.exitCode === null && running.signalCode === null) await once(running, "exit");
    },
    async stop() {
      running.kill("SIGTERM");
      if (running.exitCode === null && running.signalCode === null) await once(running, "exit");
    },
  };
}

/** Sends one request; undefined when the connection broke, which is what a crash looks like from outside. */
export async function callProduct(
  product: Product,
  cookie: string,
  method: string,
  where: string,
  body: unknown,
): Promise<{ status: number; text: string; cookie: string } | undefined> {
  try {
    const reply = await fetch(`${product.address}/api${where}`, { method, headers: { "content-type": "application/json", cookie }, body: JSON.stringify(body) });
    const cookies = reply.headers.getSetCookie().map((line) => line.split(";")[0]);
    return { status: reply.status, text: await reply.text(), cookie: cookies.join("; ") };
  } catch {
    return undefined;
  }
}

/** Sets a new installation up by its one-time link and opens a site with one tenant. Returns the cookie of its first administrator. */
export async function openSite(product: Product, siteId: string, tenantId: string): Promise<string> {
  const must = async (cookie: string, method: string, where: string, body: unknown): Promise<string> => {
    const reply = await callProduct(product, cookie, method, where, body);
    if (!reply || reply.status >= 300) throw new Error(`${method} ${where}: ${reply?.status} ${reply?.text}`);
    return reply.cookie;
  };
  const person = { company: "楼诺物业", name: "林", login: "lin", password: "correct horse battery staple 楼", language: "zh" };
  const cookie = await must("", "POST", "/setup", { token: product.setupToken, ...person });
  await must(cookie, "POST", "/sites", { id: siteId, code: "T1", name: "试验大厦", zone: "Asia/Shanghai" });
  await must(cookie, "POST", `/sites/${siteId}/manual/parameters/adoption`, {});
  await must(cookie, "POST", `/sites/${siteId}/tenants`, { id: tenantId, name: "云帆科技有限公司" });
  return cookie;
}

/** Runs one command of the command line and gives its exit code and what it said. */
export async function runCommand(args: readonly string[], environment: Readonly<Record<string, string>>): Promise<{ code: number | null; said: string }> {
  const run = spawn(process.execPath, [path.join(project, "src/apps/cli/main.ts"), ...args], { env: { PATH: process.env["PATH"], LANG: "en", ...environment } });
  let said = "";
  for (const stream of [run.stdout, run.stderr]) stream.on("data", (chunk: Buffer) => (said += chunk.toString()));
  const [code] = (await once(run, "close")) as [number | null];
  return { code, said };
}
