// npm start: installs what is missing, builds what has changed, then serves. On an empty data folder it makes the demo building.
import { existsSync } from "node:fs";
import path from "node:path";
import { ensureBuilt, ensureDependencies, project, runProduct, say } from "./bootstrap.mjs";

ensureDependencies();
await ensureBuilt();

const dataFolder = path.resolve(project, process.env.TOWERKEEP_DATA || "data");
const isEmpty = !process.env.DATABASE_URL && !existsSync(path.join(dataFolder, "postgres", "data"));
const wantsDemo = isEmpty && !process.env.TOWERKEEP_DEMO;
if (wantsDemo) {
  say(
    `${dataFolder} 为空，将生成演示大厦。要从空白开始，请设 TOWERKEEP_DEMO=0。`,
    "The data folder is empty: making the demo building. Set TOWERKEEP_DEMO=0 to begin with nothing.",
  );
}
process.exitCode = await runProduct(["serve"], {
  // On a terminal the last lines are the address and how to sign in, not a log of requests.
  env: { TOWERKEEP_LOG_LEVEL: process.env.TOWERKEEP_LOG_LEVEL || "warn", ...(wantsDemo ? { TOWERKEEP_DEMO: "1" } : {}) },
});
