import { spawnSync } from "node:child_process";
import { readFileSync, readlinkSync, realpathSync } from "node:fs";
import path from "node:path";

/** What `postmaster.pid` says of the server in a data folder. `strange`: its number now belongs to another process. */
export type ServerState =
  | { readonly kind: "absent" | "stale" | "strange" }
  | { readonly kind: "starting"; readonly pid: number }
  | { readonly kind: "ready"; readonly pid: number; readonly host: string; readonly port: number };

/** Looks whether a server runs in `data`, whoever started it. */
export function stateOf(data: string): ServerState {
  const lines = readLines(path.join(data, "postmaster.pid"));
  if (!lines) return { kind: "absent" };
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 0) return { kind: "starting", pid: 0 }; // Being written at this moment.
  if (!isAlive(pid)) return { kind: "stale" };
  if (isAnotherProgram(pid, data)) return { kind: "strange" };
  const [, , , port, socketFolder, address, , status] = lines;
  const host = socketFolder?.trim() || address?.trim() || "127.0.0.1";
  return status?.trim() === "ready" ? { kind: "ready", pid, host, port: Number(port) } : { kind: "starting", pid };
}

/** The parent of a process; undefined where this system does not tell. */
export function parentOf(pid: number): { readonly pid: number; readonly command: string } | undefined {
  const parent = Number(process.platform === "linux" ? /^PPid:\s*(\d+)/m.exec(readText(`/proc/${pid}/status`) ?? "")?.[1] : ask(pid, "ppid"));
  if (!Number.isInteger(parent) || parent <= 0) return undefined;
  const command = process.platform === "linux" ? readText(`/proc/${parent}/cmdline`)?.replaceAll("\0", " ") : ask(parent, "command");
  return command === undefined ? undefined : { pid: parent, command };
}

/** PostgreSQL itself takes a process of another user for a stranger, so EPERM means the number was used again. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Whether `pid` is surely no PostgreSQL in this folder; where the system does not tell, it is taken for one. */
function isAnotherProgram(pid: number, data: string): boolean {
  if (process.platform === "win32") return false;
  if (process.platform !== "linux") {
    const command = ask(pid, "comm");
    return command !== undefined && !/postgres/.test(command);
  }
  const program = linkOf(`/proc/${pid}/exe`);
  const folder = linkOf(`/proc/${pid}/cwd`);
  if (program === undefined || folder === undefined) return false;
  return !/\/postgres( \(deleted\))?$/.test(program) || folder !== realpathSync(data);
}

function ask(pid: number, what: "ppid" | "command" | "comm"): string | undefined {
  const { status, stdout } = spawnSync("ps", ["-o", `${what}=`, "-p", String(pid)], { encoding: "utf8" });
  return status === 0 ? stdout.trim() : undefined;
}

const readLines = (file: string): string[] | undefined => readText(file)?.split("\n");

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined; // Gone, or never there.
  }
}

function linkOf(file: string): string | undefined {
  try {
    return readlinkSync(file);
  } catch {
    return undefined;
  }
}
