import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { build, type InlineConfig, type Plugin } from "vite";

const project = fileURLToPath(new URL("..", import.meta.url));
const folder = path.join(project, "dist/phone");

/**
 * Builds the phones' app beside the others, into `dist/phone/`: apart from them, so that it shares no file with screens it never shows and
 * all of it can be kept on a phone. Its service worker is built last, with the list of what came out. (vite-plugin-pwa would do the same by way of Rollup.)
 */
export function phoneApp(): Plugin {
  return {
    name: "phone-app",
    apply: "build",
    closeBundle: {
      sequential: true,
      order: "pre",
      async handler() {
        await build({
          ...common,
          plugins: [react()],
          build: { ...common.build, manifest: true, rolldownOptions: { input: path.join(project, "phone.html"), treeshake: { moduleSideEffects: doesSomething } } },
        });
        await build({
          ...common,
          define: { __FILES__: JSON.stringify(filesToKeep()) },
          build: {
            ...common.build,
            rolldownOptions: { input: path.join(project, "src/apps/phone/serviceWorker.ts"), output: { format: "iife", entryFileNames: "service-worker.js" } },
          },
        });
      },
    },
  };
}

/**
 * Rules and contracts that are only named by those the app stands on need not come along. Their one effect is to declare the sentences
 * of their problems, and no other feature than the app's own refuses anything here.
 */
const doesSomething = (id: string): boolean => !/\/src\/features\/(?!handover|people)\w+\/(rules|contract)[./]/.test(id);

const common = {
  configFile: false,
  root: project,
  base: "/phone/",
  publicDir: false, // the main build has copied it
  logLevel: "warn",
  build: { outDir: folder, emptyOutDir: false, target: "es2023", modulePreload: { polyfill: false }, reportCompressedSize: false },
} satisfies InlineConfig;

/** Every file of the app. Those whose name says their content need no revision beside it. */
function filesToKeep(): { url: string; revision: string | null }[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes(".vite"))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .toSorted()
    .map((file) => {
      const url = `/phone/${path.relative(folder, file).replaceAll("\\", "/")}`;
      return { url, revision: url.startsWith("/phone/assets/") ? null : createHash("sha256").update(readFileSync(file)).digest("hex").slice(0, 16) };
    });
}
