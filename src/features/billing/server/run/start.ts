import { sql } from "kysely";
import { type Id, newId } from "#kernel/id.ts";
import { Refusal } from "#kernel/problem.ts";
import { type Context, holds, type SiteContext } from "#platform/context.ts";
import { refusing } from "#platform/db/violations.ts";
import { goOnWithRun, runStarted } from "../../contract.ts";
import { billingRights } from "../../contract/rights.ts";
import { billingProblems } from "../../rules.ts";
import { firstDay } from "../periods.ts";
import { type Run, runById } from "./rows.ts";

interface NewRuns {
  readonly groupId: Id<"runGroup">;
  readonly month: Temporal.PlainYearMonth;
  readonly siteIds: readonly Id<"site">[];
  readonly isDryRun: boolean;
  readonly sendsMail: boolean;
}

/** Starts a run at each of the sites, or a dry run that writes no bill. The same group again starts nothing. Refusals: noSiteToRun, runUnderWay. */
export async function startRuns(ctx: Context, { groupId, month, siteIds, isDryRun, sendsMail }: NewRuns): Promise<{ runs: Run[] }> {
  const sites = [...new Set(siteIds)].filter((siteId) => ctx.siteIds.includes(siteId) && holds(ctx.actor, billingRights.issue, siteId)).sort();
  if (sites.length < new Set(siteIds).size || sites.length === 0) throw new Refusal(billingProblems.noSiteToRun());
  const runs: Run[] = [];
  for (const siteId of sites) {
    const here = await ctx.atSite(siteId);
    const known = await here.tx.selectFrom("billing.run").select("id").where("site_id", "=", siteId).where("group_id", "=", groupId).executeTakeFirst();
    const id = (known?.id as Id<"run"> | undefined) ?? (await startRun(here, { groupId, month, isDryRun, sendsMail: sendsMail && !isDryRun }));
    runs.push(await runById(here, id));
  }
  return { runs };
}

async function startRun(ctx: SiteContext, { groupId, month, isDryRun, sendsMail }: Omit<NewRuns, "siteIds">): Promise<Id<"run">> {
  const id = newId<"run">();
  const insert = ctx.tx
    .insertInto("billing.run")
    .values({
      site_id: ctx.siteId,
      id,
      group_id: groupId,
      month: firstDay(month),
      is_dry_run: isDryRun,
      sends_mail: sendsMail,
      status: "queued",
      created_by: ctx.actor.personId,
      created_by_name: ctx.actor.name,
      created_at: ctx.now,
      worked_at: ctx.now,
    })
    .execute();
  await refusing(insert, { one_run_under_way: () => billingProblems.runUnderWay() });
  await ctx.record(runStarted, { runId: id, month, isDryRun });
  await queueRun(ctx, id);
  return id;
}

/** Goes on with a run that stopped. Refusals: runNotFound, runUnderWay. */
export async function restartRun(ctx: SiteContext, id: Id<"run">): Promise<Run> {
  const run = await runById(ctx, id);
  if (run.status === "done") return run;
  const update = ctx.tx
    .updateTable("billing.run")
    .set({ status: run.status === "failed" ? "queued" : run.status, failure: null, worked_at: ctx.now })
    .where("site_id", "=", ctx.siteId)
    .where("id", "=", id)
    .execute();
  await refusing(update, { one_run_under_way: () => billingProblems.runUnderWay() });
  await queueRun(ctx, id);
  return runById(ctx, id);
}

const stalledAfterSeconds = 30;

/** A run whose worker died is taken up by another. */
export async function takeUpStalledRuns(ctx: SiteContext): Promise<void> {
  const { rows } = await sql<{ id: Id<"run"> }>`
    update billing.run set worked_at = ${ctx.now}
    where site_id = ${ctx.siteId} and status in ('queued', 'running') and worked_at < ${ctx.now.subtract({ seconds: stalledAfterSeconds })} returning id`.execute(ctx.tx);
  for (const { id } of rows) await queueRun(ctx, id);
}

async function queueRun(ctx: SiteContext, runId: Id<"run">): Promise<void> {
  await ctx.enqueue(goOnWithRun, { siteId: ctx.siteId, runId }, { key: `billing.run:${runId}` });
  await ctx.tell(ctx.siteId, "billing.run", runId);
}
