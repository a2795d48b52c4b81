// What `npm start`, `npm test` and `npm run dev` need on a machine that has nothing but Node 20: only Node's own modules are used here.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

export const project = fileURLToPath(new URL("..", import.meta.url)).replace(/[\\/]$/, "");
const oldestNode = [20, 19];
const ownNodeMajor = 26;
const isWindows = process.platform === "win32";

/** Says one line, Chinese first. */
export const say = (zh, en) => console.log(`\u001b[2m▸\u001b[0m ${zh}  ${en}`);

/** Ends with a sentence in both languages. */
export function fail(zh, en) {
  console.error(`\n${zh}\n${en}\n`);
  process.exit(1);
}

/** Installs the dependencies when the lock file or the platform is another one than at the last time. */
export function ensureDependencies() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major < oldestNode[0] || (major === oldestNode[0] && minor < oldestNode[1])) {
    fail(`需要 Node ${oldestNode.join(".")} 或更高，现为 ${process.version}。`, `Node ${oldestNode.join(".")} or newer is needed; this is ${process.version}.`);
  }
  const stamp = path.join(project, "node_modules", ".towerkeep-stamp");
  const wanted = sha256(readFileSync(path.join(project, "package-lock.json")), process.platform, process.arch);
  if (readIfThere(stamp) === wanted) return;
  if (!isInstalled()) {
    say("正在安装依赖，约需 1–3 分钟……", "Installing dependencies, one to three minutes…");
    const { NODE_ENV: _, ...environment } = process.env;
    const run = spawnSync("npm", ["ci", "--include=dev", "--include=optional", "--no-audit", "--no-fund", "--loglevel=error"], {
      cwd: project,
      stdio: "inherit",
      shell: isWindows,
      env: { ...environment, PATH: pathWithoutOurs() },
    });
    if (run.status !== 0) fail("依赖安装失败，原因见上。", "The dependencies could not be installed; the reason is above.");
  }
  remember(stamp, wanted);
}

/** Saves looking again at the next start; a service that may not write to its own program looks every time. */
function remember(stamp, wanted) {
  try {
    writeFileSync(stamp, wanted);
  } catch (error) {
    if (error.code !== "EACCES" && error.code !== "EROFS") throw error;
  }
}

/** The Node the project brings, or the one at hand where that is new enough. */
export function ownNode() {
  const name = `node-${isWindows ? "win" : process.platform}-${process.arch}`;
  const file = path.join(project, "node_modules", name, "bin", isWindows ? "node.exe" : "node");
  if (existsSync(file)) return file;
  if (Number(process.versions.node.split(".")[0]) >= ownNodeMajor) return process.execPath;
  return fail(
    `${process.platform}-${process.arch} 平台没有随附的 Node，请安装 Node ${ownNodeMajor} 或更高。`,
    `The project brings no Node for ${process.platform}-${process.arch}: install Node ${ownNodeMajor} or newer.`,
  );
}

/** Where Node keeps what it made of our sources: the next start takes a third less work and does without the compiler of types in memory. */
const compileCache = path.join(project, "node_modules", ".cache", "node");

/** Runs a file by the project's Node until it ends, passing signals on; resolves to its exit code. */
export function runNode(args, options = {}) {
  const child = spawn(ownNode(), args, {
    cwd: project,
    stdio: "inherit",
    ...options,
    env: { NODE_COMPILE_CACHE: compileCache, ...process.env, PATH: `${path.join(project, "node_modules", ".bin")}${path.delimiter}${process.env.PATH}`, ...options.env },
  });
  // A terminal sends Ctrl-C to the child as well; it decides when to end, and we end with it.
  const pass = (signal) => child.kill(signal);
  const ignore = () => {};
  process
    .on("SIGTERM", pass)
    .on("SIGHUP", pass)
    .on("SIGINT", process.stdin.isTTY ? ignore : pass);
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, signal) => {
      process.off("SIGTERM", pass).off("SIGHUP", pass).off("SIGINT", pass).off("SIGINT", ignore);
      resolve(code ?? (signal ? 1 : 0));
    });
  });
}

const serverFlags = JSON.parse(readFileSync(new URL("serverFlags.json", import.meta.url), "utf8"));

/**
 * Runs the product's own command line. Its requests leave much short-lived rubbish; Node's standard room for that (3 × 32 MB) is
 * never given back, and a smaller one costs no measurable processor time.
 */
export const runProduct = (args, options) => runNode([...serverFlags, path.join(project, "src/apps/cli/main.ts"), ...args], options);

/** A command of a dependency, such as vite, as a file for `runNode`. */
export function binary(name, command = name) {
  const manifest = JSON.parse(readFileSync(path.join(project, "node_modules", name, "package.json"), "utf8"));
  return path.join(project, "node_modules", name, typeof manifest.bin === "string" ? manifest.bin : manifest.bin[command]);
}

/** Builds the screens when what they are made of has changed since the last build. */
export async function ensureBuilt() {
  const stamp = path.join(project, "dist", ".sources");
  const wanted = sha256(...webSources().flatMap((file) => [path.relative(project, file), readFileSync(file)]));
  if (readIfThere(stamp) === wanted) return;
  say("正在构建界面……", "Building the screens…");
  if ((await runNode([binary("vite"), "build", "--logLevel", "warn"])) !== 0) fail("界面构建失败，原因见上。", "The screens could not be built; the reason is above.");
  mkdirSync(path.dirname(stamp), { recursive: true });
  writeFileSync(stamp, wanted);
}

function webSources() {
  const isServer = /[\\/](server|cli|demo)[\\/]|[\\/]src[\\/]platform[\\/](?!web|text)/;
  const isSource = (file) => !/\.test\.tsx?$/.test(file) && !isServer.test(file);
  const roots = ["src", "public", "index.html", "portal.html", "phone.html", "vite.config.ts", "package-lock.json", "tsconfig.base.json", "tsconfig.web.json"].map((name) =>
    path.join(project, name),
  );
  return roots.flatMap(filesIn).filter(isSource).sort();
}

function filesIn(place) {
  if (!existsSync(place)) return [];
  if (statSync(place).isFile()) return [place];
  return readdirSync(place).flatMap((name) => filesIn(path.join(place, name)));
}

/** Whether all that the lock file says is installed, as after an `npm ci` by hand. What it no longer asks for does no harm. */
function isInstalled() {
  const hidden = readIfThere(path.join(project, "node_modules", ".package-lock.json"));
  if (!hidden || !existsSync(path.join(project, "node_modules", ".bin"))) return false;
  const installed = JSON.parse(hidden).packages;
  const locked = JSON.parse(readFileSync(path.join(project, "package-lock.json"), "utf8")).packages;
  const isRight = ([name, { version }]) => !locked[name] || (locked[name].version === version && existsSync(path.join(project, name)));
  const isThere = ([name, { optional, peer }]) => name === "" || optional || peer || name in installed;
  return Object.entries(installed).every(isRight) && Object.entries(locked).every(isThere);
}

/** PATH as it was before `npm run` put our own Node first: npm must not run on the Node that it replaces. */
function pathWithoutOurs() {
  const ours = path.join(project, "node_modules");
  return (process.env.PATH ?? "")
    .split(path.delimiter)
    .filter((folder) => !folder.startsWith(ours))
    .join(path.delimiter);
}

function sha256(...parts) {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part).update("\0");
  return hash.digest("hex");
}

function readIfThere(file) {
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}
