import { spawn, spawnSync } from "node:child_process";
import { openSync } from "node:fs";

// A process of its own that owns the database server: it stops the server when the process that forked it goes, however that goes.

export interface WatchdogOrder {
  readonly binary: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly log: string;
  /** The user the server runs as; left out: our own. */
  readonly uid?: number;
  /** Stops the server where signals cannot be sent (Windows). */
  readonly stopWith?: readonly [string, ...string[]];
}

const patienceMillis = 60_000;

const order = JSON.parse(process.argv[2] ?? "") as WatchdogOrder;
const log = openSync(order.log, "w", 0o600);
const server = spawn(order.binary, order.args, {
  cwd: order.cwd,
  stdio: ["ignore", log, log],
  ...(order.uid === undefined ? {} : { uid: order.uid, gid: order.uid }),
});

/** SIGINT ends the clients and stops; SIGTERM would wait for them for ever. SIGQUIT is the last resort and safe: the next start recovers. */
function stop(): void {
  if (order.stopWith) {
    const [command, ...args] = order.stopWith;
    spawnSync(command, args, { stdio: "ignore" });
    return;
  }
  server.kill("SIGINT");
  setTimeout(() => server.kill("SIGQUIT"), patienceMillis).unref();
}

process.on("disconnect", stop);
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, stop);
server.on("error", () => process.exit(1));
server.on("exit", (code) => process.exit(code ?? 1));
