import { sql } from "kysely";
import type { ValueOf } from "#kernel/contract.ts";
import { asId, type Id } from "#kernel/id.ts";
import { Refusal } from "#kernel/problem.ts";
import type { Department } from "#kernel/role.ts";
import { dayAt, type SiteContext } from "#platform/context.ts";
import { dutiesOf } from "#features/duties/server/index.ts";
import type { actionField, monthlyAnalysisField } from "../../contract/analysis.ts";
import { type Cause, serviceProblems } from "../../rules.ts";
import { figuresOf } from "./analysis.ts";
import { startOf } from "./paging.ts";

type MonthlyAnalysis = ValueOf<typeof monthlyAnalysisField>;
type Action = ValueOf<typeof actionField>;

const actions = (ctx: SiteContext) =>
  ctx.tx
    .selectFrom("service.improvement as action")
    .leftJoin("people.person as owner", "owner.id", "action.owner_id")
    .where("action.site_id", "=", ctx.siteId)
    .select([
      "action.id",
      "action.action_no",
      "action.cause",
      "action.measure",
      "action.department",
      "action.owner_id",
      "action.due_on",
      "action.done_at",
      "action.done_remark",
      "owner.name as owner_name",
    ]);

export async function actionById(ctx: SiteContext, id: Id<"improvement">): Promise<Action> {
  const row = await actions(ctx).where("action.id", "=", id).executeTakeFirst();
  if (!row) throw new Refusal(serviceProblems.actionNotFound());
  return toAction(row);
}

/** The number of the improvement that the month's analysis opened for a cause, for the complaint form; empty while there is none. */
export async function actionNoFor(ctx: SiteContext, cause: Cause | null, receivedAt: Temporal.Instant): Promise<string> {
  if (!cause) return "";
  const month = dayAt(ctx, receivedAt).toPlainYearMonth().toPlainDate({ day: 1 });
  const row = await actions(ctx).where("action.cause", "=", cause).where("action.month", "=", month).orderBy("action.action_no").executeTakeFirst();
  return row?.action_no ?? "";
}

const toAction = (row: {
  id: string;
  action_no: string;
  cause: string | null;
  measure: string;
  department: string;
  owner_id: string | null;
  due_on: Temporal.PlainDate;
  done_at: Temporal.Instant | null;
  done_remark: string;
  owner_name: string | null;
}): Action => ({
  id: asId(row.id),
  actionNo: row.action_no,
  cause: row.cause as Cause | null,
  measure: row.measure,
  department: row.department as Department,
  ownerId: row.owner_id as Id<"person"> | null,
  ownerName: row.owner_name,
  dueOn: row.due_on,
  doneAt: row.done_at,
  doneRemark: row.done_remark,
});

/** A month's analysis with the figures it was filed with; before that, with those of now. */
export async function analysisOfMonth(ctx: SiteContext, month: Temporal.PlainYearMonth): Promise<MonthlyAnalysis> {
  const first = month.toPlainDate({ day: 1 });
  const filed = await ctx.tx
    .selectFrom("service.monthly_analysis as analysis")
    .innerJoin("people.person as person", "person.id", "analysis.recorded_by")
    .where("analysis.site_id", "=", ctx.siteId)
    .where("analysis.month", "=", first)
    .select(["analysis.findings", "analysis.figures", "analysis.recorded_at", "person.name"])
    .executeTakeFirst();
  const duty = (await dutiesOf(ctx, { kind: "month", id: month.toString() })).at(-1);
  const rows = await actions(ctx).where("action.month", "=", first).orderBy("action.action_no").execute();
  return {
    month,
    findings: filed?.findings ?? "",
    recordedAt: filed?.recorded_at ?? null,
    recordedByName: filed?.name ?? null,
    figures: filed ? (filed.figures as unknown as MonthlyAnalysis["figures"]) : await figuresOf(ctx, month),
    actions: rows.map(toAction),
    dueAt: duty?.dueAt ?? null,
  };
}

const monthsShown = 24;

/** The last 24 months that are over, newest first: how many cases, and whether analysed. */
export async function analysedMonths(ctx: SiteContext) {
  const last = dayAt(ctx, ctx.now).toPlainYearMonth().subtract({ months: 1 });
  const months = Array.from({ length: monthsShown }, (_, back) => last.subtract({ months: back }));
  const from = startOf(ctx, last.subtract({ months: monthsShown - 1 }).toPlainDate({ day: 1 }));
  const { rows: counted } = await sql<{ month: string; cases: number }>`
    select to_char(held.received_at at time zone ${ctx.zone}, 'YYYY-MM') as month, count(*) as cases
    from service."case" held where held.site_id = ${ctx.siteId} and held.received_at >= ${from} and held.voided_at is null and held.merged_into_id is null group by 1`.execute(
    ctx.tx,
  );
  const { rows: filed } = await sql<{ month: Temporal.PlainDate; recorded_at: Temporal.Instant; open: number }>`
    select analysis.month, analysis.recorded_at,
      (select count(*) from service.improvement action where action.site_id = analysis.site_id and action.month = analysis.month and action.done_at is null) as open
    from service.monthly_analysis analysis where analysis.site_id = ${ctx.siteId}`.execute(ctx.tx);
  const items = months.map((month) => {
    const analysis = filed.find((row) => row.month.toPlainYearMonth().equals(month));
    return { month, cases: counted.find((row) => row.month === month.toString())?.cases ?? 0, recordedAt: analysis?.recorded_at ?? null, openActions: analysis?.open ?? 0 };
  });
  return { items };
}
