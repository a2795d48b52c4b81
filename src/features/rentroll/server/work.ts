import { sql } from "kysely";
import type { ValueOf } from "#kernel/contract.ts";
import { type Problem, Refusal } from "#kernel/problem.ts";
import type { Actor, Context } from "#platform/context.ts";
import type { ErrandContext } from "#platform/feature.ts";
import { type Counts, importUndone, rentRollImported, type workOnImport } from "../contract.ts";
import { type Mapping, mayBecome, rentrollProblems } from "../rules.ts";
import { applyPlan, sizeOf } from "./apply.ts";
import { insertRows } from "#platform/db/bulk.ts";
import { become, type Import, importById, sourceOf } from "./imports.ts";
import { kinds, makePlan, type Plan } from "./plan.ts";
import { readRoll, type RefusedRow } from "./readRoll.ts";
import { undoChanges } from "./undo.ts";

type Payload = ValueOf<typeof workOnImport.payload>;

/** Does to an import what was asked for, on behalf of who asked. Whatever stands against it, or goes wrong, is written into the import and nothing else is. */
export async function doWork(errand: Pick<ErrandContext, "transact">, payload: Payload): Promise<void> {
  const transact: Transact = (work) => errand.transact(async (ctx) => work(await onBehalf(ctx, payload)));
  try {
    await deeds[payload.deed](transact, payload);
  } catch (error) {
    if (error instanceof DryRunDone) return endDryRun(transact, payload, error.counts);
    await fail(transact, payload, problemsOf(error));
    if (!(error instanceof Refusal) && !isOvertaken(error)) throw error;
  }
}

type Transact = <T>(work: (ctx: Context) => Promise<T>) => Promise<T>;

const deeds = { preview, run, undo };

function actorOf({ personId, personName }: Payload): Actor {
  return { kind: "person", personId, name: personName, grants: [], isAdministrator: false };
}

async function onBehalf(ctx: Context, payload: Payload): Promise<Context> {
  await sql`select set_config('towerkeep.person_id', ${payload.personId}, true)`.execute(ctx.tx);
  return payload.place ? ctx.atSite(payload.place, actorOf(payload)) : { ...ctx, actor: actorOf(payload) };
}

async function preview(transact: Transact, payload: Payload): Promise<void> {
  await transact(async (ctx) => {
    const item = await importById(ctx, payload.place, payload.importId);
    if (item.status !== "previewing") return;
    const judged = await judge(ctx, item);
    await keepRefused(ctx, item, judged.refused);
    await become(ctx, item, "previewed", { counts: countsOf(judged), problems: null });
    await tell(ctx, payload);
  });
}

async function run(transact: Transact, payload: Payload): Promise<void> {
  await transact(async (ctx) => {
    await sql`select pg_advisory_xact_lock(hashtextextended(${`rentroll:${payload.place ?? "company"}`}, 0))`.execute(ctx.tx);
    const item = await importById(ctx, payload.place, payload.importId);
    if (item.status !== "running") return;
    const judged = await judge(ctx, item);
    const { plan, refused } = judged;
    await keepRefused(ctx, item, refused);
    const against = whyNotWrite(item, refused.length, plan);
    if (against) throw new Refusal(against);

    await applyPlan(ctx, item.id, plan, zoneOf(ctx), reporter(transact, payload, sizeOf(plan)));
    const counts = countsOf(judged);
    if (item.isDryRun) throw new DryRunDone(counts);
    await become(ctx, item, "done", { counts, problems: null, finishedAt: ctx.now });
    for (const [siteId, { units, leases }] of plan.sites) {
      const here = await ctx.atSite(siteId, actorOf(payload));
      await here.record(rentRollImported, { importId: item.id, fileName: item.fileName, fileHash: item.fileHash, rows: counts.rows, refused: counts.refused, units, leases });
      for (const topic of ["sites.unit", "tenants.tenant", "leasing.lease", "rentroll.import"]) await here.tell(siteId, topic);
    }
  });
}

async function undo(transact: Transact, payload: Payload): Promise<void> {
  await transact(async (ctx) => {
    const item = await importById(ctx, payload.place, payload.importId);
    if (item.status !== "undoing") return;
    const sites = await undoChanges(ctx, item.id);
    await become(ctx, item, "undone", { problems: null, finishedAt: ctx.now });
    for (const siteId of sites) {
      const here = await ctx.atSite(siteId, actorOf(payload));
      await here.record(importUndone, { importId: item.id, fileName: item.fileName, fileHash: item.fileHash, rows: item.counts?.rows ?? 0, refused: item.counts?.refused ?? 0 });
      for (const topic of ["sites.unit", "tenants.tenant", "leasing.lease", "rentroll.import"]) await here.tell(siteId, topic);
    }
  });
}

/** Ends a transaction that was meant to leave nothing behind. */
class DryRunDone extends Error {
  readonly counts: Counts;

  constructor(counts: Counts) {
    super("dry run");
    this.counts = counts;
  }
}

async function endDryRun(transact: Transact, payload: Payload, counts: Counts): Promise<void> {
  await transact(async (ctx) => {
    await become(ctx, await importById(ctx, payload.place, payload.importId), "previewed", { counts, problems: null });
    await tell(ctx, payload);
  });
}

/** A preview or run that failed has failed; an undoing that was refused leaves the import done. */
async function fail(transact: Transact, payload: Payload, problems: readonly Problem[]): Promise<void> {
  await transact(async (ctx) => {
    const item = await importById(ctx, payload.place, payload.importId);
    const to = item.status === "undoing" ? "done" : "failed";
    if (mayBecome(item.status, to)) await become(ctx, item, to, { problems });
    await tell(ctx, payload);
  });
}

const overtaken = new Set(["23505", "23P01", "23503", "40001", "40P01"]);

/** The database refused what the plan, made a moment before, allowed: somebody wrote in between. */
const isOvertaken = (error: unknown): boolean => overtaken.has(String((error as { code?: unknown } | null)?.code));

function problemsOf(error: unknown): readonly Problem[] {
  if (error instanceof Refusal) return error.reasons;
  return [isOvertaken(error) ? rentrollProblems.changedMeanwhile() : rentrollProblems.crashed()];
}

interface Judged {
  readonly plan: Plan;
  readonly idle: number;
  readonly refused: readonly RefusedRow[];
}

async function judge(ctx: Context, item: Import): Promise<Judged> {
  const roll = await readRoll(await sourceOf(ctx, item.id), item.fileName, item.mapping as Mapping, item.siteId ? "site" : "company");
  const plan = await makePlan(ctx, roll.good, item.siteId);
  return { plan, idle: roll.idle, refused: [...roll.refused, ...(await roll.refuse(plan.refused))] };
}

function whyNotWrite(item: Import, refused: number, plan: Plan): Problem | undefined {
  if (item.choice === "allOrNothing" && refused > 0) return rentrollProblems.someRefused({ refused });
  const { created, updated, unchanged } = plan.outcome;
  return created + updated + unchanged === 0 ? rentrollProblems.nothingToImport() : undefined;
}

function countsOf({ plan, idle, refused }: Judged): Counts {
  const refusedBy: Record<string, number> = {};
  for (const { reasons } of refused) {
    for (const code of new Set(reasons.map((reason) => reason.code))) refusedBy[code] = (refusedBy[code] ?? 0) + 1;
  }
  const written = kinds.map((kind) => {
    const made = plan.writes[kind].filter(({ was }) => was === null).length;
    return [kind, { new: made, changed: plan.writes[kind].length - made, same: plan.same[kind] }] as const;
  });
  const { created, updated, unchanged } = plan.outcome;
  return {
    rows: created + updated + unchanged + refused.length,
    idle,
    ...plan.outcome,
    refused: refused.length,
    refusedBy,
    written: Object.fromEntries(written) as Counts["written"],
  };
}

async function keepRefused(ctx: Context, item: Import, refused: readonly RefusedRow[]): Promise<void> {
  await ctx.tx.deleteFrom("rentroll.refused_row").where("import_id", "=", item.id).execute();
  await insertRows(ctx.tx, "rentroll.refused_row", { site_id: "uuid", import_id: "uuid", row_no: "int", reasons: "jsonb", cells: "jsonb" }, refused, ({ row, reasons, cells }) => [
    item.siteId,
    item.id,
    row,
    storable(reasons.map(({ code, facts }) => ({ code, facts }))),
    storable(cells),
  ]);
}

/** What a file holds may be what the database cannot: NUL and half characters. */
const storable = (value: unknown): string => JSON.stringify(value, (_, inner: unknown) => (typeof inner === "string" ? inner.replaceAll("\0", "").toWellFormed() : inner));

const reportEveryMs = 300;

/** Tells how far the writing is, in transactions of its own: what the import itself writes nobody sees before its end. */
function reporter(transact: Transact, payload: Payload, all: number): (rows: number) => Promise<void> {
  let done = 0;
  let toldAt = Number.NEGATIVE_INFINITY;
  return async (rows) => {
    done += rows;
    if (performance.now() - toldAt < reportEveryMs) return;
    toldAt = performance.now();
    await transact(async (ctx) => {
      await ctx.tx.updateTable("rentroll.import").set({ progress_done: done, progress_all: all }).where("id", "=", payload.importId).execute();
      await tell(ctx, payload);
    });
  };
}

async function tell(ctx: Context, { place, importId }: Payload): Promise<void> {
  if (place) await ctx.tell(place, "rentroll.import", importId);
}

const zoneOf = (ctx: Context): string => ("zone" in ctx ? (ctx.zone as string) : "Asia/Shanghai");
