import { sql } from "kysely";
import { type Id, newId } from "#kernel/id.ts";
import { type Fen, fen } from "#kernel/money.ts";
import { type Problem, Refusal, reasons, refuseIf } from "#kernel/problem.ts";
import { dayAt, type SiteContext } from "#platform/context.ts";
import { tenantById } from "#features/tenants/server/index.ts";
import { promiseJudged, promiseMade } from "../../contract.ts";
import { arrearsProblems, judgePromises, type Promised } from "../../rules.ts";
import { type PromiseRecord, toPromise } from "../queries/rows.ts";

interface NewPromise {
  readonly tenantId: Id<"tenant">;
  readonly planId: Id<"plan">;
  readonly promisedBy: string;
  readonly note: string;
  readonly parts: readonly Promised[];
}

/** Records a promise to pay or a plan of several parts. Refusals: tenants.notFound, promisePast, promiseOrder, promiseAlready. */
export async function makePromise(ctx: SiteContext, { tenantId, planId, promisedBy, note, parts }: NewPromise): Promise<PromiseRecord[]> {
  await tenantById(ctx, tenantId);
  await ctx.tx.selectFrom("tenants.tenant").select("id").where("site_id", "=", ctx.siteId).where("id", "=", tenantId).forNoKeyUpdate().execute();
  const open = await ctx.tx
    .selectFrom("arrears.promise")
    .select("id")
    .where("site_id", "=", ctx.siteId)
    .where("tenant_id", "=", tenantId)
    .where("state", "=", "open")
    .limit(1)
    .execute();
  refuseIf(whyNotPromise(parts, dayAt(ctx, ctx.now), open.length > 0));
  const same = {
    site_id: ctx.siteId,
    plan_id: planId,
    tenant_id: tenantId,
    promised_by: promisedBy,
    note,
    made_on: dayAt(ctx, ctx.now),
    made_at: ctx.now,
    by_name: ctx.actor.name,
  };
  const rows = await ctx.tx
    .insertInto("arrears.promise")
    .values(parts.map(({ amount, promisedOn }, index) => ({ ...same, id: newId(), position: index + 1, amount, promised_on: promisedOn })))
    .onConflict((conflict) => conflict.constraint("one_part_at_a_position").doNothing())
    .returningAll()
    .execute();
  if (rows.length < parts.length) throw new Refusal(arrearsProblems.promiseAlready());
  await ctx.record(promiseMade, { tenantId, planId, promisedBy, parts: [...parts] });
  await ctx.tell(ctx.siteId, "arrears.promise", planId);
  return rows.map(toPromise);
}

const whyNotPromise = (parts: readonly Promised[], today: Temporal.PlainDate, hasOpen: boolean): Problem[] =>
  reasons(
    hasOpen && arrearsProblems.promiseAlready(),
    parts.some(({ promisedOn }) => Temporal.PlainDate.compare(promisedOn, today) < 0) && arrearsProblems.promisePast(),
    parts.some(({ promisedOn }, index) => index > 0 && Temporal.PlainDate.compare(promisedOn, parts[index - 1]!.promisedOn) <= 0) && arrearsProblems.promiseOrder(),
  );

/** Withdraws what is open of a plan. Refusals: promiseNotFound, promiseEnded. */
export async function withdrawPromise(ctx: SiteContext, { planId, reason }: { readonly planId: Id<"plan">; readonly reason: string }): Promise<PromiseRecord[]> {
  const rows = await ctx.tx.selectFrom("arrears.promise").selectAll().where("site_id", "=", ctx.siteId).where("plan_id", "=", planId).orderBy("position").forUpdate().execute();
  if (rows.length === 0) throw new Refusal(arrearsProblems.promiseNotFound());
  if (rows.every(({ state }) => state !== "open")) throw new Refusal(arrearsProblems.promiseEnded());
  const parts: PromiseRecord[] = [];
  for (const row of rows) parts.push(row.state === "open" ? await end(ctx, toPromise(row), "withdrawn", fen(row.paid), reason) : toPromise(row));
  return parts;
}

/** Judges the promises in force from what was paid since they were made. */
export async function judgeOpenPromises(ctx: SiteContext): Promise<void> {
  const { rows } = await sql<{ plan_id: Id<"plan"> }>`select distinct plan_id from arrears.promise where site_id = ${ctx.siteId} and state = 'open'`.execute(ctx.tx);
  for (const { plan_id: planId } of rows) await judgePlan(ctx, planId);
}

/** Judges the promises in force of one tenant: on hearing of a payment. */
export async function judgePromisesOf(ctx: SiteContext, tenantId: Id<"tenant">): Promise<void> {
  const { rows } = await sql<{ plan_id: Id<"plan"> }>`
    select distinct plan_id from arrears.promise where site_id = ${ctx.siteId} and tenant_id = ${tenantId} and state = 'open'`.execute(ctx.tx);
  for (const { plan_id: planId } of rows) await judgePlan(ctx, planId);
}

async function judgePlan(ctx: SiteContext, planId: Id<"plan">): Promise<void> {
  const rows = await ctx.tx.selectFrom("arrears.promise").selectAll().where("site_id", "=", ctx.siteId).where("plan_id", "=", planId).orderBy("position").forUpdate().execute();
  const parts = rows.map(toPromise);
  const first = parts[0];
  if (!first) return;
  const judged = judgePromises(first.madeOn, parts, await paymentsSince(ctx, first), dayAt(ctx, ctx.now));
  for (const [index, part] of parts.entries()) {
    const { state, paid } = judged[index]!;
    if (part.state !== "open") continue;
    if (state !== "open") await end(ctx, part, state, paid, "");
    else if (paid !== part.paid) await ctx.tx.updateTable("arrears.promise").set({ paid }).where("site_id", "=", ctx.siteId).where("id", "=", part.id).execute();
  }
}

async function paymentsSince(ctx: SiteContext, { tenantId, madeOn }: PromiseRecord): Promise<{ on: Temporal.PlainDate; amount: Fen }[]> {
  const rows = await ctx.tx
    .selectFrom("payments.payment")
    .select(["received_on", "amount"])
    .where("site_id", "=", ctx.siteId)
    .where("tenant_id", "=", tenantId)
    .where("received_on", ">=", madeOn)
    .where("means", "<>", "deposit")
    .where("reversed_at", "is", null)
    .execute();
  return rows.map((row) => ({ on: row.received_on, amount: fen(row.amount) }));
}

async function end(ctx: SiteContext, part: PromiseRecord, outcome: "kept" | "broken" | "withdrawn", paid: Fen, reason: string): Promise<PromiseRecord> {
  await ctx.tx.updateTable("arrears.promise").set({ state: outcome, paid, ended_at: ctx.now }).where("site_id", "=", ctx.siteId).where("id", "=", part.id).execute();
  await ctx.record(promiseJudged, { tenantId: part.tenantId, promiseId: part.id, amount: part.amount, promisedOn: part.promisedOn, paid, outcome, reason });
  await ctx.tell(ctx.siteId, "arrears.promise", part.planId);
  return { ...part, state: outcome, paid };
}
