import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Two pages, one per audience: the operator's staff (`/`) and the tenants' contacts (`/portal/`). The server serves `dist/`. */
export default defineConfig({
  plugins: [react()],
  build: {
    outDir: "dist",
    emptyOutDir: true,
    target: "es2023",
    manifest: true,
    modulePreload: { polyfill: false },
    rolldownOptions: { input: { index: here("index.html"), portal: here("portal.html") } },
  },
});
