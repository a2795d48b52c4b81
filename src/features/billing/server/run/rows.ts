import { type Selectable, sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import { fen } from "#kernel/money.ts";
import { type Problem, Refusal } from "#kernel/problem.ts";
import type { Context, SiteContext } from "#platform/context.ts";
import { keysOf, pageFrom } from "#platform/db/keyset.ts";
import type { Database } from "#platform/db/tables.ts";
import type { FeeItemCode } from "#features/leasing/rules.ts";
import { billingProblems, type RunStatus } from "../../rules.ts";
import type { PageOf } from "../queries/lists.ts";

export interface Run {
  readonly id: Id<"run">;
  readonly siteId: Id<"site">;
  readonly site: string;
  readonly groupId: Id<"runGroup">;
  readonly month: Temporal.PlainYearMonth;
  readonly isDryRun: boolean;
  readonly sendsMail: boolean;
  readonly status: RunStatus;
  readonly progress: { readonly done: number; readonly all: number };
  readonly bills: number;
  readonly lines: number;
  readonly credits: number;
  readonly total: number;
  readonly credited: number;
  readonly lastMonth: number;
  readonly errors: number;
  readonly skipped: number;
  readonly failure: Pick<Problem, "code" | "facts"> | null;
  readonly createdByName: string;
  readonly createdAt: Temporal.Instant;
  readonly finishedAt: Temporal.Instant | null;
}

const namedRuns = (ctx: Context) => ctx.tx.selectFrom("billing.run as run").innerJoin("sites.site as site", "site.id", "run.site_id").selectAll("run").select("site.name as site");

/** Refusal: runNotFound. */
export async function runById(ctx: SiteContext, id: Id<"run">): Promise<Run> {
  const row = await namedRuns(ctx).where("run.site_id", "=", ctx.siteId).where("run.id", "=", id).executeTakeFirst();
  if (!row) throw new Refusal(billingProblems.runNotFound());
  return toRun(row);
}

/** Runs at all sites in sight, newest first. */
export async function runPage(ctx: Context, { cursor, limit }: PageOf) {
  let query = namedRuns(ctx)
    .where("run.site_id", "=", sql<string>`any (${ctx.siteIds}::uuid[])`)
    .orderBy("run.created_at", "desc")
    .orderBy("run.id", "desc")
    .limit(limit + 1);
  if (cursor) {
    const [at, id] = keysOf(cursor, ["moment", "id"]);
    query = query.where(sql<boolean>`(run.created_at, run.id) < (${at}::timestamptz, ${id}::uuid)`);
  }
  const page = pageFrom(await query.execute(), limit, (row) => [row.created_at, row.id]);
  return { items: page.items.map(toRun), next: page.next };
}

/** The runs of the sites in sight that were started together, by site. Refusal: runNotFound. */
export async function runGroup(ctx: Context, groupId: Id<"runGroup">) {
  const rows = await namedRuns(ctx)
    .where("run.site_id", "=", sql<string>`any (${ctx.siteIds}::uuid[])`)
    .where("run.group_id", "=", groupId)
    .orderBy("site.code")
    .orderBy("run.id")
    .execute();
  const runs = rows.map(toRun);
  const [first] = runs;
  if (!first) throw new Refusal(billingProblems.runNotFound());
  return { groupId, month: first.month, isDryRun: first.isDryRun, runs };
}

const toRun = (row: Selectable<Database["billing.run"]> & { readonly site: string }): Run => ({
  id: row.id as Id<"run">,
  siteId: row.site_id as Id<"site">,
  site: row.site,
  groupId: row.group_id as Id<"runGroup">,
  month: row.month.toPlainYearMonth(),
  isDryRun: row.is_dry_run,
  sendsMail: row.sends_mail,
  status: row.status as RunStatus,
  progress: { done: Math.min(row.leases_done, row.leases_all), all: row.leases_all },
  bills: row.bills,
  lines: row.lines,
  credits: row.credits,
  total: fen(row.total),
  credited: fen(row.credited),
  lastMonth: fen(row.last_month),
  errors: row.errors,
  skipped: row.skipped,
  failure: row.failure as Run["failure"],
  createdByName: row.created_by_name,
  createdAt: row.created_at,
  finishedAt: row.finished_at,
});

export interface RunNote {
  readonly id: Id<"runNote">;
  readonly kind: "error" | "skipped" | "new" | "gone" | "changed" | "corrected";
  readonly leaseId: Id<"lease"> | null;
  readonly tenantId: Id<"tenant"> | null;
  readonly label: string;
  readonly feeItem: FeeItemCode | null;
  readonly was: number | null;
  readonly will: number | null;
  readonly reasons: { code: string; facts: Record<string, unknown> }[];
}

/** What a run says, as it came to it; of one kind, if told. */
export async function notePage(ctx: SiteContext, { runId, kind, cursor, limit }: PageOf & { readonly runId: Id<"run">; readonly kind?: RunNote["kind"] | undefined }) {
  await runById(ctx, runId);
  let query = ctx.tx
    .selectFrom("billing.run_note")
    .selectAll()
    .where("site_id", "=", ctx.siteId)
    .where("run_id", "=", runId)
    .orderBy("id")
    .limit(limit + 1);
  if (kind) query = query.where("kind", "=", kind);
  if (cursor) query = query.where("id", ">", keysOf(cursor, ["id"])[0]!);
  const page = pageFrom(await query.execute(), limit, (row) => [row.id]);
  return { items: page.items.map(toNote), next: page.next };
}

const toNote = (row: Selectable<Database["billing.run_note"]>): RunNote => ({
  id: row.id as Id<"runNote">,
  kind: row.kind as RunNote["kind"],
  leaseId: row.lease_id as Id<"lease"> | null,
  tenantId: row.tenant_id as Id<"tenant"> | null,
  label: row.label,
  feeItem: row.fee_item as FeeItemCode | null,
  was: row.was,
  will: row.will,
  reasons: row.reasons as RunNote["reasons"],
});
