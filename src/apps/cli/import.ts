import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { findAccount, listAccounts } from "#features/people/server/index.ts";
import { factsOf, type Mapping, type RollField, rollFieldNames, sayReason, type Source } from "#features/rentroll/rules.ts";
import { type Import, importById, mapImport, refusedFile, refusedPage, rentrollFeature, runImport, sheetView, uploadRoll } from "#features/rentroll/server/index.ts";
import type { Id } from "#kernel/id.ts";
import { type Words, words } from "#kernel/words.ts";
import type { Actor, Context } from "#platform/context.ts";
import { startWorker } from "#platform/jobs/worker.ts";
import { type Runtime, systemActor } from "#platform/runtime.ts";
import { type Call, type Command, inWords, progress, say, textOf, UsageError } from "./command.ts";
import { withRuntime } from "./runtime.ts";

export const importCommand: Command = {
  name: "import",
  usage:
    "<file.xlsx|file.csv> [--site <code>] [--by <account>] [--sheet <n>] [--header <row>] [--good-rows] [--dry-run] [--refused <file.xlsx>] [--column <field>=<title|letters|>]… [--fixed <field>=<text>]…",
  summary: words("导入租户清册（Excel 或 CSV）", "Import a rent roll from Excel or CSV"),
  help: words(
    "按上次的对应关系或列标题识别各列并说明，然后导入；不给 --site 时由文件中的项目编号决定项目。有行不能导入时全部不导入，--good-rows 则只导入其余各行；--refused 将未导入的行及原因存为 Excel。--dry-run 只试不写。--column 指定某项取自哪一列（留空则不取），--fixed 给所有行同一个值。",
    "Takes the columns as last time or by their titles, says so, and imports; without --site the file's site codes decide. If a row cannot be imported none is, unless --good-rows; --refused keeps those rows with their reasons as Excel. --dry-run writes nothing. --column says which column a field comes from (nothing: from none), --fixed gives all rows one value.",
  ),
  options: {
    site: { type: "string" },
    by: { type: "string" },
    sheet: { type: "string" },
    header: { type: "string" },
    refused: { type: "string" },
    column: { type: "string", multiple: true },
    fixed: { type: "string", multiple: true },
    "good-rows": { type: "boolean" },
    "dry-run": { type: "boolean" },
  },
  async run(call) {
    const [file] = call.positionals;
    if (!file) throw new UsageError(inWords(words("请给出要导入的文件。", "Name the file to import.")));
    const bytes = await readFile(file);
    await withRuntime(call.config, async (runtime, url) => {
      const inPlace = await placeOf(runtime, call);
      const worker = await startWorker({
        runtime: { ...runtime, features: [rentrollFeature] },
        url,
        log: { warn: () => {}, error: (facts, message) => console.error(message, facts) },
      });
      try {
        await importFile(call, inPlace, { name: path.basename(file), bytes });
      } finally {
        await worker.stop();
      }
    });
  },
};

/** Does something at the site of the import, or over all of them, as the person it belongs to. */
type InPlace = <T>(work: (ctx: Context, siteId: Id<"site"> | null) => Promise<T>) => Promise<T>;

async function placeOf(runtime: Runtime, call: Call): Promise<InPlace> {
  const actor = await personOf(runtime, textOf(call, "by"));
  const { rows: sites } = await runtime.pool.query<{ id: Id<"site">; code: string }>("select id, code from sites.site");
  const code = textOf(call, "site");
  if (!code) {
    const everywhere = sites.map(({ id }) => id);
    return (work) => runtime.across(everywhere, { actor }, (ctx) => work(ctx, null));
  }
  const site = sites.find((candidate) => candidate.code === code);
  if (!site) throw new UsageError(inWords(words(`没有代码为 ${code} 的项目。`, `No site has the code ${code}.`)));
  return (work) => runtime.at(site.id, { actor }, (ctx) => work(ctx, site.id));
}

async function personOf(runtime: Runtime, login: string | undefined): Promise<Actor> {
  const person = await runtime.across([], { actor: systemActor }, async (ctx) => {
    if (login) return findAccount(ctx, login);
    const administrators = (await listAccounts(ctx)).filter(({ isAdministrator, state }) => isAdministrator && state === "active");
    return administrators.length === 1 ? administrators[0] : undefined;
  });
  if (!person) throw new UsageError(inWords(words("请用 --by 说明由谁导入。", "Say by whom with --by.")));
  return { kind: "person", personId: person.id, name: person.name, grants: [], isAdministrator: true };
}

async function importFile(call: Call, inPlace: InPlace, file: { name: string; bytes: Uint8Array }): Promise<void> {
  const { id } = await inPlace((ctx) => uploadRoll(ctx, file));
  const sheet = numberOf(call, "sheet", 1) - 1;
  const header = textOf(call, "header") === undefined ? {} : { headerRow: numberOf(call, "header", 1) };
  const view = await inPlace((ctx) => sheetView(ctx, id, { sheet, ...header }));
  const mapping = { ...view.mapping, fields: { ...view.mapping.fields, ...chosenFields(call, view.columns) } };
  describe(mapping, view.columns);
  await inPlace((ctx) => mapImport(ctx, id, mapping));
  const previewed = await settled(inPlace, id, words("检查", "Checking"));
  if (previewed.status !== "previewed") return complain(previewed);

  const isDryRun = call.values["dry-run"] === true;
  const choice = call.values["good-rows"] === true ? "goodRows" : "allOrNothing";
  const refused = previewed.counts?.refused ?? 0;
  if (refused > 0) await keepRefused(call, inPlace, previewed);
  if (refused > 0 && choice === "allOrNothing") {
    process.exitCode = 1;
    return say(words("没有导入任何行。--good-rows 只导入其余各行。", "Nothing was imported. With --good-rows the other rows are."));
  }
  await inPlace((ctx) => runImport(ctx, id, { choice, dryRun: isDryRun }));
  const done = await settled(inPlace, id, words("导入", "Importing"));
  if (done.status === "failed") return complain(done);
  tell(done, isDryRun);
}

interface Column {
  readonly title: string;
  readonly letters: string;
}

/** The fields whose source was chosen by hand; undefined where it is none. */
function chosenFields(call: Call, columns: readonly Column[]): Partial<Record<RollField, Source>> {
  const fixed = pairsOf(call, "fixed").map(([field, text]) => [field, { fixed: text }] as const);
  const fromColumns = pairsOf(call, "column").map(([field, wanted]) => {
    if (wanted === "") return [field, undefined] as const;
    const column = columns.findIndex(({ title, letters }) => letters.toLowerCase() === wanted.toLowerCase() || title === wanted);
    if (column < 0) throw new UsageError(inWords(words(`文件里没有 ${wanted} 这一列。`, `The file has no column ${wanted}.`)));
    return [field, { column }] as const;
  });
  return Object.fromEntries([...fromColumns, ...fixed]) as Partial<Record<RollField, Source>>;
}

function pairsOf({ values }: Call, option: string): [RollField, string][] {
  const given = values[option];
  return (Array.isArray(given) ? given : []).map((pair) => {
    const [, field = "", text = ""] = /^(\w+)=(.*)$/s.exec(String(pair)) ?? [];
    if (!isRollField(field))
      throw new UsageError(
        inWords(
          words(`--${option} ${pair}：应为 字段=值，字段有 ${rollFieldNames.join("、")}。`, `--${option} ${pair}: write field=value; the fields are ${rollFieldNames.join(", ")}.`),
        ),
      );
    return [field, text.trim()];
  });
}

const isRollField = (name: string): name is RollField => (rollFieldNames as readonly string[]).includes(name);

function describe(mapping: Mapping, columns: readonly Column[]): void {
  say(words(`标题在第 ${mapping.headerRow} 行：`, `The titles are in row ${mapping.headerRow}:`));
  for (const [field, source] of Object.entries(mapping.fields)) {
    if (!source) continue;
    const column = "column" in source ? columns[source.column] : undefined;
    console.log(`  ${inWords(factsOf(field as RollField).name)} ← ${"fixed" in source ? JSON.stringify(source.fixed) : `${column?.letters ?? ""} ${column?.title ?? ""}`}`);
  }
}

const inWork = new Set(["previewing", "running", "undoing"]);

/** Waits until nobody works on the import any more: this process or a server that runs beside it. */
async function settled(inPlace: InPlace, id: Id<"import">, label: Words): Promise<Import> {
  const show = progress(label);
  for (;;) {
    const item = await inPlace((ctx, siteId) => importById(ctx, siteId, id));
    if (!inWork.has(item.status)) return item;
    if (item.progress.all > 0) show(item.progress.done, item.progress.all);
    await sleep(150);
  }
}

const mostShown = 20;

async function keepRefused(call: Call, inPlace: InPlace, { id, counts }: Import): Promise<void> {
  const { refused = 0, refusedBy = {} } = counts ?? {};
  const { items } = await inPlace((ctx) => refusedPage(ctx, id, { limit: mostShown }));
  say(words(`${refused} 行不能导入：`, `${refused} rows cannot be imported:`));
  for (const { row, reasons } of items) {
    for (const reason of reasons) console.log(`  ${row}: ${inWords(words(sayReason(reason, "zh"), sayReason(reason, "en")))}`);
  }
  if (refused > mostShown) console.log("  …");
  for (const [code, count] of Object.entries(refusedBy)) console.log(`  ${code} ×${count}`);
  const target = textOf(call, "refused");
  if (target) await writeFile(target, (await inPlace((ctx) => refusedFile(ctx, id))).bytes);
}

function complain({ problems }: Import): void {
  process.exitCode = 1;
  for (const problem of problems ?? []) console.error(inWords(words(sayReason(problem, "zh"), sayReason(problem, "en"))));
}

function tell({ counts }: Import, isDryRun: boolean): void {
  if (!counts) return;
  const { rows, created, updated, unchanged, refused, written } = counts;
  if (isDryRun) say(words("试导入，没有写入：", "A dry run, nothing was written:"));
  say(
    words(
      `${rows} 行：新增 ${created}，更新 ${updated}，不变 ${unchanged}，未导入 ${refused}。`,
      `${rows} rows: ${created} new, ${updated} changed, ${unchanged} as they were, ${refused} not imported.`,
    ),
  );
  const { site, unit, tenant, lease } = written;
  say(
    words(
      `新增项目 ${site.new}、单元 ${unit.new}、租户 ${tenant.new}、租约 ${lease.new}。`,
      `New: ${site.new} sites, ${unit.new} units, ${tenant.new} tenants, ${lease.new} leases.`,
    ),
  );
}

function numberOf(call: Call, name: string, fallback: number): number {
  const text = textOf(call, name);
  if (text === undefined) return fallback;
  if (!/^[1-9]\d{0,6}$/.test(text)) throw new UsageError(inWords(words(`--${name} 应为 1 起的整数。`, `--${name} must be a whole number from 1.`)));
  return Number(text);
}
