import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { createInterface } from "node:readline";
import { stateOf } from "#platform/db/postmaster.ts";

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
  const running = spawn(process.execPath, [path.join(project, "src/apps/cli/main.ts"), "serve"], {
    stdio: ["ignore", "pipe", "inherit"],
    env: { PATH: process.env["PATH"], LANG: "en", PORT: "0", TOWERKEEP_DATA: dataFolder, TOWERKEEP_RATE_LIMIT: "1000000", TOWERKEEP_LOG_LEVEL: "error", ...environment },
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

/** Runs one command of the command line and gives its exit code and what it said. */
export async function runCommand(args: readonly string[], environment: Readonly<Record<string, string>>): Promise<{ code: number | null; said: string }> {
  const run = spawn(process.execPath, [path.join(project, "src/apps/cli/main.ts"), ...args], { env: { PATH: process.env["PATH"], LANG: "en", ...environment } });
  let said = "";
  for (const stream of [run.stdout, run.stderr]) stream.on("data", (chunk: Buffer) => (said += chunk.toString()));
  const [code] = (await once(run, "close")) as [number | null];
  return { code, said };
}
