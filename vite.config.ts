import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";
import { sayWeights, weigh } from "./scripts/bundleBudget.ts";
import { phoneApp } from "./scripts/phoneBuild.ts";

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));

/** A page per audience: the operator's staff (`/`) and the tenants' contacts (`/portal/`); what works on site (`/phone/`) is built apart. The server serves `dist/`. */
export default defineConfig({
  plugins: [react(), addresses(), phoneApp(), budget(), compressed()],
  // Beside `npm run dev`: what is not a screen is the server's.
  server: { host: "127.0.0.1", proxy: { "/api": { target: process.env["API_URL"] ?? "http://127.0.0.1:3000" } } },
  build: {
    outDir: "dist",
    emptyOutDir: true,
    target: "es2023",
    manifest: true,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: {
      input: { index: here("index.html"), portal: here("portal.html") },
      output: { codeSplitting: { groups: [{ name: firstLoad, tags: ["$initial"], includeDependenciesRecursively: false }] } },
    },
  },
});

/**
 * What a page starts with comes in a file of its app and one that both apps start with, instead of one file for each set of lazy screens
 * that happens to use it: a first visit waits for requests more than for bytes. What the staff start with and tenants need later lies apart.
 */
function firstLoad(id: string, graph: Graph): string | null {
  if (id.endsWith(".html") || id.endsWith("/main.ts")) return null; // the page itself, and the line that starts it
  const [staff, portal] = [here("index.html"), here("portal.html")];
  if (!reachedFrom(staff, graph, "start").has(id)) return reachedFrom(staff, graph, "ever").has(id) ? null : "tenants";
  if (reachedFrom(portal, graph, "start").has(id)) return "base";
  return reachedFrom(portal, graph, "ever").has(id) ? "shared" : "staff";
}

interface Graph {
  getModuleInfo(id: string): { readonly importedIds: readonly string[]; readonly dynamicallyImportedIds: readonly string[] } | null;
}

const reached = new Map<string, ReadonlySet<string>>();

/** The modules that `entry` imports by way of any others: what it starts with, or with its lazy screens what it may ever load. */
function reachedFrom(entry: string, graph: Graph, when: "start" | "ever"): ReadonlySet<string> {
  const known = reached.get(entry + when);
  if (known) return known;
  const found = new Set([entry]);
  for (const id of found) {
    const info = graph.getModuleInfo(id);
    for (const imported of info?.importedIds ?? []) found.add(imported);
    if (when === "ever") for (const imported of info?.dynamicallyImportedIds ?? []) found.add(imported);
  }
  reached.set(entry + when, found);
  return found;
}

/** Beside `npm run dev`: any page address of an app answers with it, as the server does. */
function addresses(): Plugin {
  return {
    name: "addresses",
    configureServer({ middlewares }) {
      middlewares.use((request, _response, next) => {
        const app = /^\/(portal|phone)(\/[^.]*)?$/.exec(request.url?.split("?")[0] ?? "")?.[1];
        if (app) request.url = `/${app}.html`;
        next();
      });
    },
  };
}

/** Fails the build when a first load has grown past its budget. */
function budget(): Plugin {
  return {
    name: "budget",
    apply: "build",
    closeBundle() {
      const weights = weigh(here("dist"));
      for (const line of sayWeights(weights)) this.info(line);
      const tooHeavy = weights.filter(({ bytes, most }) => bytes > most);
      if (tooHeavy.length > 0) this.error(sayWeights(tooHeavy).join("\n"));
    },
  };
}

/** Writes each text file compressed beside itself, so that the server need not do it again for every visitor. */
function compressed(): Plugin {
  return {
    name: "compressed",
    apply: "build",
    closeBundle() {
      for (const name of readdirSync(here("dist"), { recursive: true, encoding: "utf8" })) {
        if (!/\.(js|css|svg|html|webmanifest)$/.test(name)) continue;
        const file = path.join(here("dist"), name);
        const content = readFileSync(file);
        if (content.length < 1024) continue;
        writeFileSync(`${file}.gz`, gzipSync(content, { level: 9 }));
        writeFileSync(`${file}.br`, brotliCompressSync(content));
      }
    },
  };
}
