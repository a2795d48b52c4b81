import { newId, type Id } from "#kernel/id.ts";
import type { Runtime } from "#platform/runtime.ts";
import { systemActor } from "#platform/runtime.ts";
import type { Actor } from "#platform/context.ts";
import { writeSheet } from "#platform/spreadsheet/index.ts";
import { createSite } from "#features/sites/server/index.ts";
import { doWork, importById, mapImport, runImport, sheetView, uploadRoll } from "#features/rentroll/server/index.ts";
import { sampleRoll } from "#features/rentroll/samples.ts";

export interface ImportFigures {
  readonly rows: number;
  readonly fileMegabytes: number;
  /** Reading and judging alone, as the preview does. */
  readonly previewSeconds: number;
  /** Reading, judging and writing everything, committed. */
  readonly importSeconds: number;
  readonly rowsPerSecond: number;
  /** Processor seconds of this process in the import; the rest of the time the database works, or others do. */
  readonly importCpuSeconds: number;
}

/** W6: imports a rent roll of `count` let units (100 000 unless told) into a new site, from the Excel file to the commit, as a worker would. */
export async function importRows(runtime: Runtime, count = 100_000): Promise<ImportFigures> {
  const actor = await personIn(runtime);
  const siteId = newId<"site">();
  const everywhere = async () => (await runtime.everySite()).map(({ id }) => id);
  await runtime.across(await everywhere(), { actor: systemActor }, (ctx) =>
    createSite(ctx, { id: siteId, code: `W6-${siteId.slice(-6)}`, name: "W6", zone: "Asia/Shanghai", address: "" }),
  );
  const { titles, rows } = sampleRoll(count);
  const bytes = await writeSheet({ sheet: "W6", columns: titles.map((title) => ({ title })), rows: rows as never });

  const at = <T>(work: Parameters<typeof runtime.at<T>>[2]) => runtime.at(siteId, { actor }, work);
  const errand = { transact: async <T>(work: Parameters<typeof runtime.across<T>>[2]) => runtime.across(await everywhere(), { actor: systemActor }, work) };
  const payload = { place: siteId, personId: actor.personId as Id<"person">, personName: actor.name };

  const { id: importId } = await at((ctx) => uploadRoll(ctx, { name: "w6.xlsx", bytes }));
  await at(async (ctx) => mapImport(ctx, importId, (await sheetView(ctx, importId, { sheet: 0 })).mapping));
  const previewSeconds = await seconds(() => doWork(errand, { importId, ...payload, deed: "preview" }));
  await at((ctx) => runImport(ctx, importId, { choice: "allOrNothing", dryRun: false }));
  const cpu = process.cpuUsage();
  const importSeconds = await seconds(() => doWork(errand, { importId, ...payload, deed: "run" }));
  const { user, system } = process.cpuUsage(cpu);
  const { status, counts } = await at((ctx) => importById(ctx, siteId, importId));
  if (status !== "done" || counts?.created !== count) throw new Error(`The import ended ${status} with ${counts?.created ?? 0} of ${count} rows`);
  return {
    rows: count,
    fileMegabytes: bytes.length / 1_000_000,
    previewSeconds,
    importSeconds,
    rowsPerSecond: count / importSeconds,
    importCpuSeconds: (user + system) / 1_000_000,
  };
}

async function personIn(runtime: Runtime): Promise<Actor> {
  const personId = newId<"person">();
  await runtime.pool.query("insert into people.person (id, name, created_at) values ($1, 'W6', now())", [personId]);
  return { kind: "person", personId, name: "W6", grants: [], isAdministrator: true };
}

async function seconds(work: () => Promise<void>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return (performance.now() - startedAt) / 1000;
}
