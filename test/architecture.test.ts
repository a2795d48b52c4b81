import { existsSync, globSync, readFileSync } from "node:fs";
import path from "node:path";
import { parseSync } from "oxc-parser";
import { expect, test } from "vitest";

// docs/architecture.md, checked: arrows point down, features in their order and by their doors, no cycles.

/** A later feature may read an earlier one; upwards it speaks by events. */
const featureOrder = [
  ...["sites", "people", "manual", "evidence", "duties", "documents", "tenants", "leasing", "rentroll"],
  ...["billing", "payments", "arrears", "meters", "books", "handover", "movein", "fitout", "moveout", "service", "appraisal"],
];
/** `web/planLayers.ts` is where a later feature lays its colours over the stacking plan of `sites`; `web/DocumentsPart.tsx`, `web/CardsPart.tsx` and `web/ProcedurePart.tsx` stand on the pages of later features. */
const doors = /^(rules\.ts|contract\.ts|server\/index\.ts|web\/planLayers\.ts|web\/DocumentsPart\.tsx|web\/CardsPart\.tsx|web\/ProcedurePart\.tsx)$/;

const project = path.resolve(import.meta.dirname, "..");
const files = globSync("src/**/*.{ts,tsx}", { cwd: project })
  .map((file) => file.replaceAll("\\", "/"))
  .sort();
const sources = files.filter((file) => !/\.test\.tsx?$/.test(file) && !file.endsWith("/samples.ts"));

interface Import {
  readonly from: string;
  /** A file of this project, or the name of a package. */
  readonly to: string;
  readonly isType: boolean;
}

const imports = sources.flatMap(importsOf);
const own = imports.filter(({ to }) => to.startsWith("src/"));

test("the whole source was read", () => {
  expect(sources.length).toBeGreaterThan(150);
  expect(own.length).toBeGreaterThan(500);
  expect(own.filter(({ to }) => !existsSync(path.join(project, to))).map(say)).toEqual([]);
});

test("arrows point down: apps, features, ui and platform, kernel", () => {
  const below: Record<string, readonly string[]> = {
    kernel: ["kernel"],
    platform: ["platform", "kernel"],
    ui: ["ui", "platform", "kernel"],
    features: ["features", "ui", "platform", "kernel"],
    apps: ["apps", "features", "ui", "platform", "kernel"],
  };
  expect(own.filter(({ from, to }) => !below[layerOf(from)]?.includes(layerOf(to))).map(say)).toEqual([]);
});

test("every feature has its place in the order", () => {
  const present = new Set(sources.filter((file) => layerOf(file) === "features").map(featureOf));
  expect([...present].filter((feature) => !featureOrder.includes(feature))).toEqual([]);
});

test("a feature reads earlier features only, and only by their rules, contract or server/index", () => {
  const between = own.filter(({ from, to }) => layerOf(from) === "features" && layerOf(to) === "features" && featureOf(from) !== featureOf(to));
  const upwards = between.filter(({ from, to }) => featureOrder.indexOf(featureOf(from)) < featureOrder.indexOf(featureOf(to)));
  expect(upwards.map(say)).toEqual([]);
  expect(between.filter(({ to }) => !doors.test(to.split("/").slice(3).join("/"))).map(say)).toEqual([]);
});

test("kernel and rules stand on no package but the schema library and arithmetic", () => {
  const pure = imports.filter(({ from, to }) => !to.startsWith("src/") && (layerOf(from) === "kernel" || /^src\/features\/\w+\/(rules|contract)[./]/.test(from)));
  expect(pure.filter(({ to }) => !["zod", "big.js", "uuidv7", "canonicalize"].includes(to)).map(say)).toEqual([]);
});

test("what the browser loads has nothing of the server in it", () => {
  const isWeb = (file: string) => /^src\/(ui|platform\/web|apps\/(staff|portal|phone|public)|features\/\w+\/web)\//.test(file);
  const isServer = (file: string) =>
    /\/server\/|^src\/apps\/(server|cli|demo)\//.test(file) ||
    (file.startsWith("src/platform/") && !file.startsWith("src/platform/web/") && !file.startsWith("src/platform/text/"));
  expect(own.filter(({ from, to, isType }) => isWeb(from) && isServer(to) && !isType).map(say)).toEqual([]);
  expect(own.filter(({ from, to }) => isServer(from) && isWeb(to)).map(say)).toEqual([]);
});

test("to declare its screens to staff a feature loads no more than their labels and rights", () => {
  const declared = own.filter(({ from, isType }) => !isType && /^src\/features\/\w+\/web\/(routes\.tsx|labels\.ts)$|^src\/features\/\w+\/contract\/rights\.ts$/.test(from));
  const light = /\/web\/labels\.ts$|\/contract\/rights\.ts$|^src\/kernel\/(contract|role|words)\.ts$/;
  expect(declared.filter(({ to }) => !light.test(to)).map(say)).toEqual([]);
});

test("no module imports itself by way of others", () => {
  const next = Map.groupBy(
    own.filter(({ isType }) => !isType),
    ({ from }) => from,
  );
  const done = new Set<string>();
  const cycles: string[] = [];
  const visit = (file: string, trail: readonly string[]): void => {
    if (trail.includes(file)) return void cycles.push([...trail.slice(trail.indexOf(file)), file].join(" → "));
    if (done.has(file)) return;
    for (const { to } of next.get(file) ?? []) visit(to, [...trail, file]);
    done.add(file);
  };
  for (const file of sources) visit(file, []);
  expect(cycles).toEqual([]);
});

function importsOf(file: string): Import[] {
  const { module } = parseSync(file, readFileSync(path.join(project, file), "utf8"));
  const isTypeOnly = (entries: readonly { isType: boolean }[]) => entries.length > 0 && entries.every(({ isType }) => isType);
  const found = [
    ...module.staticImports.map(({ moduleRequest, entries }) => ({ name: moduleRequest.value, isType: isTypeOnly(entries) })),
    ...module.staticExports.flatMap(({ entries }) => entries.flatMap(({ moduleRequest, isType }) => (moduleRequest ? [{ name: moduleRequest.value, isType }] : []))),
  ];
  return found.map(({ name, isType }) => ({ from: file, to: resolved(file, name), isType }));
}

function resolved(from: string, name: string): string {
  if (name.startsWith(".")) return path.posix.join(path.posix.dirname(from), name);
  const room = /^#(kernel|platform|features|ui|apps)\//.exec(name);
  if (room) return `src/${name.slice(1)}`;
  return name.startsWith("@") ? name.split("/").slice(0, 2).join("/") : (name.split("/")[0] ?? name);
}

const layerOf = (file: string): string => file.split("/")[1] ?? "";
const featureOf = (file: string): string => file.split("/")[2] ?? "";
const say = ({ from, to }: Import): string => `${from} → ${to}`;
