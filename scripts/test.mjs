// npm test: everything that is checked, in the order of its cost; ends in the test runner's summary. `npm test -- src/kernel` runs those tests alone.
import { spawnSync } from "node:child_process";
import { binary, ensureBuilt, ensureDependencies, fail, project, runNode, say } from "./bootstrap.mjs";

const chosen = process.argv.slice(2);

ensureDependencies();
if (chosen.length === 0) {
  ensureBrowser();
  for (const side of ["pure", "server", "web"]) await step(`类型检查（${side}）`, `Types (${side})`, [binary("typescript", "tsc"), "-p", `tsconfig.${side}.json`]);
  await step("代码检查", "Lint", [binary("oxlint"), "--type-aware", "--quiet"]);
  await step("格式检查", "Format", [binary("oxfmt"), "--check"]);
  await step("未用代码检查", "Dead code", [binary("knip")]);
  await ensureBuilt();
}
say("测试", "Tests");
process.exitCode = await runNode([binary("vitest"), "run", ...chosen]);

async function step(zh, en, args) {
  say(zh, en);
  if ((await runNode(args)) !== 0) fail(`${zh}未通过。`, `${en}: not passed.`);
}

/** The journeys need a Chromium and Chinese letters. They are installed where that is possible, and asked for where it is not; never left out. */
function ensureBrowser() {
  const hasBrowser = process.env.CHROMIUM_PATH ? isThere(process.env.CHROMIUM_PATH) : ["chromium", "chromium-browser", "google-chrome"].some(isThere);
  const hasLetters = process.platform !== "linux" || (spawnSync("fc-list", [":lang=zh-cn", "family"], { encoding: "utf8" }).stdout ?? "").trim() !== "";
  if (hasBrowser && hasLetters) return;
  const command = "apt-get update && apt-get install -y --no-install-recommends chromium fonts-noto-cjk fontconfig";
  if (process.getuid?.() === 0 && isThere("apt-get")) {
    say("正在安装 Chromium 与中文字体……", "Installing Chromium and Chinese fonts…");
    const run = spawnSync("sh", ["-c", command], { stdio: ["ignore", "ignore", "inherit"], env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" } });
    if (run.status === 0) return;
  }
  fail(`浏览器测试需要 Chromium 与中文字体，请先运行：\n  sudo sh -c '${command}'`, "The browser journeys need Chromium and Chinese fonts: run the command above first.");
}

function isThere(command) {
  return spawnSync(command, ["--version"], { cwd: project, stdio: "ignore" }).status === 0;
}
