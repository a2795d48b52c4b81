// npm run dev: the server, restarted on every change of its source, and beside it Vite, which serves the screens as they are and passes /api on.
import path from "node:path";
import { binary, ensureDependencies, project, runNode, say } from "./bootstrap.mjs";

ensureDependencies();
const port = process.env.PORT || "3000";
say(`界面 http://127.0.0.1:5173，接口 http://127.0.0.1:${port}`, `Screens at http://127.0.0.1:5173, the API at http://127.0.0.1:${port}`);
const codes = await Promise.all([
  runNode(["--watch", "--watch-preserve-output", path.join(project, "src/apps/cli/main.ts"), "serve"], { env: { PORT: port, TOWERKEEP_DEMO: process.env.TOWERKEEP_DEMO || "1" } }),
  runNode([binary("vite"), "--port", "5173", "--strictPort"], { env: { API_URL: `http://127.0.0.1:${port}` } }),
]);
process.exitCode = Math.max(...codes);
