import { readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

// What a first visit loads: the page's own code, what it starts with, and the screen a signed-in person sees first.

interface Budget {
  readonly app: string;
  readonly most: number;
  readonly modules: readonly string[];
  /** Below the folder of all screens, where this app is built on its own. */
  readonly folder?: string;
}

const budgets: readonly Budget[] = [
  { app: "staff", most: 300_000, modules: ["index.html"] },
  { app: "portal", most: 180_000, modules: ["portal.html", "src/features/service/web/portal/PortalCasesScreen.tsx"] },
  { app: "phone", most: 180_000, modules: ["phone.html", "src/features/handover/web/phone/AssignmentsScreen.tsx"], folder: "phone" },
];

interface Chunk {
  readonly file: string;
  readonly imports?: readonly string[];
  readonly css?: readonly string[];
}

export interface Weight {
  readonly app: string;
  readonly most: number;
  /** JavaScript and CSS, gzip, in bytes. */
  readonly bytes: number;
  readonly files: readonly { readonly file: string; readonly bytes: number }[];
}

/** Weighs the first load of each app built into `folder`. A module that the build does not know is refused: a budget must not pass by weighing nothing. */
export function weigh(folder: string): Weight[] {
  return budgets.map(({ app, most, modules, folder: own = "" }) => {
    const built = path.join(folder, own);
    const manifest = JSON.parse(readFileSync(path.join(built, ".vite/manifest.json"), "utf8")) as Record<string, Chunk>;
    const files = [...filesOf(manifest, modules)].map((file) => ({ file, bytes: gzipSync(readFileSync(path.join(built, file)), { level: 9 }).length }));
    return { app, most, bytes: files.reduce((sum, { bytes }) => sum + bytes, 0), files: files.toSorted((a, b) => b.bytes - a.bytes) };
  });
}

function filesOf(manifest: Readonly<Record<string, Chunk>>, modules: readonly string[]): Set<string> {
  const seen = new Set<string>();
  const files = new Set<string>();
  const visit = (name: string) => {
    if (seen.has(name)) return;
    seen.add(name);
    const chunk = manifest[name];
    if (!chunk) throw new Error(`The build has no ${name}`);
    for (const file of [chunk.file, ...(chunk.css ?? [])]) files.add(file);
    for (const other of chunk.imports ?? []) visit(other);
  };
  modules.forEach(visit);
  return files;
}

const kilo = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`;

/** The weights as lines to print. */
export const sayWeights = (weights: readonly Weight[]): string[] =>
  weights.map(({ app, bytes, most }) => `first load of ${app}: ${kilo(bytes)} of ${kilo(most)} (JavaScript and CSS, gzip)`);

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const weights = weigh(fileURLToPath(new URL("../dist", import.meta.url)));
  console.log(sayWeights(weights).join("\n"));
  for (const { app, files } of weights) for (const { file, bytes } of files.slice(0, 12)) console.log(`  ${app}  ${kilo(bytes).padStart(9)}  ${file}`);
  if (weights.some(({ bytes, most }) => bytes > most)) process.exitCode = 1;
}
