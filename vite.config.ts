import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Two pages, one per audience: the operator's staff (`/`) and the tenants' contacts (`/portal/`). The server serves `dist/`. */
export default defineConfig({
  plugins: [react()],
  // Beside `npm run dev`: what is not a screen is the server's.
  server: { host: "127.0.0.1", proxy: { "/api": { target: process.env["API_URL"] ?? "http://127.0.0.1:3000" } } },
  build: {
    outDir: "dist",
    emptyOutDir: true,
    target: "es2023",
    manifest: true,
    modulePreload: { polyfill: false },
    rolldownOptions: { input: { index: here("index.html"), portal: here("portal.html") } },
  },
});
