// Starts the product as a reader of the README would, on an empty data folder and a free port, asks whether it is ready, and stops it.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { fail, project, say } from "./bootstrap.mjs";

const mostMinutes = 8;
const dataFolder = mkdtempSync(path.join(tmpdir(), "towerkeep-smoke-"));
const product = spawn("npm", ["start"], { cwd: project, stdio: ["ignore", "pipe", "inherit"], detached: true, env: { ...process.env, TOWERKEEP_DATA: dataFolder, PORT: "0" } });
const stop = (signal) => process.kill(-product.pid, signal);
const late = setTimeout(() => {
  stop("SIGKILL");
  fail(`${mostMinutes} 分钟内没有启动。`, `It did not start within ${mostMinutes} minutes.`);
}, mostMinutes * 60_000);

let address;
for await (const line of createInterface(product.stdout)) {
  console.log(line);
  address = /https?:\/\/127\.0\.0\.1:\d+/.exec(line)?.[0];
  if (address) break;
}
if (!address) fail("没有给出地址就结束了。", "It ended without an address.");
const replies = await Promise.all(["/healthz", "/readyz", "/", "/api/openapi.json"].map(async (page) => [page, (await fetch(address + page)).status]));
product.stdout.resume();
stop("SIGTERM");
while (isRunning()) await sleep(100); // npm goes before the server that it started.
clearTimeout(late);
rmSync(dataFolder, { recursive: true, force: true, maxRetries: 5 });
const wrong = replies.filter(([, status]) => status !== 200);
if (wrong.length > 0) fail(`未就绪：${JSON.stringify(wrong)}`, `Not ready: ${JSON.stringify(wrong)}`);
say(`启动正常，已停止。`, "It started, was ready, and stopped.");

function isRunning() {
  try {
    return stop(0);
  } catch {
    return false;
  }
}
