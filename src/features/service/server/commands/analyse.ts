import { sql } from "kysely";
import type { ValueOf } from "#kernel/contract.ts";
import { type Id, newId } from "#kernel/id.ts";
import { Refusal, refuseIf } from "#kernel/problem.ts";
import { dayAt, type SiteContext } from "#platform/context.ts";
import { json } from "#platform/db/json.ts";
import { refusing } from "#platform/db/violations.ts";
import { dutiesOf, keepDuty, openDuty } from "#features/duties/server/index.ts";
import type { recordAnalysis as recordContract } from "../../contract/analysis.ts";
import { improvementDone, monthAnalysed } from "../../contract/events.ts";
import { serviceProblems, whyNotAnalyse } from "../../rules.ts";
import { figuresOf } from "../queries/analysis.ts";
import { actionById, analysisOfMonth } from "../queries/monthly.ts";
import { startOf } from "../queries/paging.ts";
import { colleagueById, personHere } from "../who.ts";

type Analysis = ValueOf<NonNullable<(typeof recordContract)["body"]>>;

const monthSubject = (month: Temporal.PlainYearMonth) => ({ kind: "month", id: month.toString(), label: month.toString() });

/** Files the month's analysis with its improvement actions, and the figures as they stand. Manual 2.2.1-4. Refusals: analysisRecorded, monthNotOver, findingsTooShort, actionsMissing, personNotHere. */
export async function recordAnalysis(ctx: SiteContext, { month, findings, actions }: Analysis & { readonly month: Temporal.PlainYearMonth }) {
  const figures = await figuresOf(ctx, month);
  const first = month.toPlainDate({ day: 1 });
  const recorded = await ctx.tx.selectFrom("service.monthly_analysis").select("id").where("site_id", "=", ctx.siteId).where("month", "=", first).executeTakeFirst();
  refuseIf(whyNotAnalyse({ month, findings, actions: actions.length, attributable: figures.attributable, isRecorded: recorded !== undefined }, dayAt(ctx, ctx.now)));
  for (const { ownerId } of actions) if (ownerId) await colleagueById(ctx, ownerId);

  const id = newId<"monthlyAnalysis">();
  const insert = ctx.tx
    .insertInto("service.monthly_analysis")
    .values({ site_id: ctx.siteId, month: first, id, findings, figures: json(figures), recorded_at: ctx.now, recorded_by: personHere(ctx) });
  await refusing(insert.execute(), { monthly_analysis_pkey: () => serviceProblems.analysisRecorded() });
  if (actions.length > 0) {
    const rows = actions.map((action, index) => ({
      site_id: ctx.siteId,
      id: action.id,
      action_no: `${month.toString()}-${String(index + 1).padStart(2, "0")}`,
      month: first,
      cause: action.cause,
      measure: action.measure,
      department: action.department,
      owner_id: action.ownerId,
      due_on: action.dueOn,
    }));
    await refusing(ctx.tx.insertInto("service.improvement").values(rows).execute(), { improvement_pkey: () => serviceProblems.stale() });
  }
  const facts = actions.map(({ id: improvementId, measure, department, ownerId, dueOn }) => ({ improvementId, measure, department, ownerId, dueOn }));
  const evidenceId = await ctx.record(monthAnalysed, { monthlyAnalysisId: id, month, findings, total: figures.total, attributable: figures.attributable, actions: facts });
  await keepDuty(ctx, { standard: "monthlyAnalysis", subject: monthSubject(month) }, { evidenceId });
  await ctx.tell(ctx.siteId, "service.analysis", month.toString());
  return analysisOfMonth(ctx, month);
}

/** Reports an improvement action done. Manual 2.2.1-4. Refusals: actionNotFound, actionDone. */
export async function finishAction(ctx: SiteContext, { improvementId, remark }: { readonly improvementId: Id<"improvement">; readonly remark: string }) {
  const row = await ctx.tx.selectFrom("service.improvement").select("done_at").where("site_id", "=", ctx.siteId).where("id", "=", improvementId).forUpdate().executeTakeFirst();
  if (!row) throw new Refusal(serviceProblems.actionNotFound());
  if (row.done_at) throw new Refusal(serviceProblems.actionDone());
  await ctx.tx.updateTable("service.improvement").set({ done_at: ctx.now, done_remark: remark }).where("site_id", "=", ctx.siteId).where("id", "=", improvementId).execute();
  await ctx.record(improvementDone, { improvementId, remark });
  await ctx.tell(ctx.siteId, "service.analysis");
  return actionById(ctx, improvementId);
}

/** Once a month is over and had any case, its analysis is owed. May run any number of times. Manual 2.2.1-4. */
export async function oweLastMonthsAnalysis(ctx: SiteContext): Promise<void> {
  const month = dayAt(ctx, ctx.now).toPlainYearMonth().subtract({ months: 1 });
  const first = startOf(ctx, month.toPlainDate({ day: 1 }));
  const { rows } = await sql`
    select 1 from service."case" held where held.site_id = ${ctx.siteId} and held.received_at >= ${first} and held.received_at < ${startOf(ctx, month.add({ months: 1 }).toPlainDate({ day: 1 }))}
      and not exists (select 1 from service.monthly_analysis filed where filed.site_id = ${ctx.siteId} and filed.month = ${month.toPlainDate({ day: 1 })})
    limit 1`.execute(ctx.tx);
  if (rows.length === 0 || (await dutiesOf(ctx, monthSubject(month))).length > 0) return;
  await openDuty(ctx, { standard: "monthlyAnalysis", subject: monthSubject(month), ownerRole: "serviceSupervisor", from: first });
}
