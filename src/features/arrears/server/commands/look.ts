import { sql } from "kysely";
import { type Id, newId } from "#kernel/id.ts";
import { dayAt, type SiteContext } from "#platform/context.ts";
import { excuseDuty, openDuty } from "#features/duties/server/index.ts";
import { tenantById } from "#features/tenants/server/index.ts";
import { collectionClosed, collectionOpened } from "../../contract.ts";
import { type DueStep, dueSteps, houseRuleOf, type LadderStep } from "../../rules.ts";
import { oldestOverdue } from "../queries/lines.ts";
import { settingOf } from "../queries/setting.ts";
import { toStep, type Step } from "../queries/rows.ts";
import { chargeLateFees } from "./lateFees.ts";
import { judgeOpenPromises } from "./promises.ts";
import { remindBeforeDue } from "./remind.ts";

/**
 * The day's look at what is owed: reminds of what is about to fall due, begins and ends collections, opens the steps of the ladder that are owed and judges promises. What a
 * promise in force covers is not pressed for meanwhile. On the first of the month damages for delay are put up for billing, where the site
 * wants that. Runs as often as it likes: a step is opened once.
 */
export async function lookAtArrears(ctx: SiteContext): Promise<void> {
  await judgeOpenPromises(ctx);
  const oldest = await oldestOverdue(ctx);
  await closePaid(ctx, oldest);
  const { ladder, chargesMonthly } = await settingOf(ctx);
  await remindBeforeDue(ctx, ladder);
  const held = await heldByPromise(ctx);
  const today = dayAt(ctx, ctx.now);
  for (const [tenantId, since] of oldest) {
    const collectionId = await openCollection(ctx, tenantId, since);
    if (!held.has(tenantId)) for (const due of dueSteps(ladder, since, today)) await openStep(ctx, { collectionId, tenantId, ...due });
  }
  if (chargesMonthly && today.day === 1) await chargeAll(ctx, today.subtract({ days: 1 }));
}

async function openCollection(ctx: SiteContext, tenantId: Id<"tenant">, since: Temporal.PlainDate): Promise<Id<"collection">> {
  const id = newId<"collection">();
  const made = await ctx.tx
    .insertInto("arrears.collection")
    .values({ site_id: ctx.siteId, id, tenant_id: tenantId, since, opened_at: ctx.now })
    .onConflict((conflict) => conflict.columns(["site_id", "tenant_id"]).where("closed_at", "is", null).doNothing())
    .returning("id")
    .executeTakeFirst();
  if (made) {
    await ctx.record(collectionOpened, { tenantId, collectionId: id, since });
    return id;
  }
  const open = ctx.tx.selectFrom("arrears.collection").select("id").where("site_id", "=", ctx.siteId).where("tenant_id", "=", tenantId).where("closed_at", "is", null);
  return (await open.executeTakeFirstOrThrow()).id as Id<"collection">;
}

interface NewStep extends DueStep {
  readonly collectionId: Id<"collection">;
  readonly tenantId: Id<"tenant">;
}

async function openStep(ctx: SiteContext, { collectionId, tenantId, step, round }: NewStep): Promise<void> {
  const known = await ctx.tx
    .selectFrom("arrears.step")
    .select("id")
    .where("site_id", "=", ctx.siteId)
    .where("collection_id", "=", collectionId)
    .where("ladder_step", "=", step.id)
    .where("round", "=", round)
    .executeTakeFirst();
  if (known) return;
  const { name } = await tenantById(ctx, tenantId);
  const id = newId<"collectionStep">();
  const duty = await openDuty(ctx, {
    standard: houseRuleOf(step),
    subject: { kind: "collectionStep", id, label: name },
    ownerRole: step.ownerRole,
  });
  await ctx.tx
    .insertInto("arrears.step")
    .values({ site_id: ctx.siteId, id, collection_id: collectionId, tenant_id: tenantId, round, ...columnsOf(step), opened_at: ctx.now, due_at: duty.dueAt })
    .execute();
  await ctx.tell(ctx.siteId, "arrears.step", id);
}

const columnsOf = ({ id, stage, act, how, withinWorkingDays, ownerRole }: LadderStep) => ({
  ladder_step: id,
  stage,
  act,
  how_zh: how.zh,
  how_en: how.en,
  within_days: withinWorkingDays,
  owner_role: ownerRole,
});

/** Collections of tenants with nothing overdue any more end; their open steps are not needed. */
async function closePaid(ctx: SiteContext, oldest: ReadonlyMap<Id<"tenant">, unknown>): Promise<void> {
  const { rows } = await sql<{ id: Id<"collection">; tenant_id: Id<"tenant"> }>`
    update arrears.collection set closed_at = ${ctx.now}
    where site_id = ${ctx.siteId} and closed_at is null and tenant_id <> all (${[...oldest.keys()]}::uuid[]) returning id, tenant_id`.execute(ctx.tx);
  for (const { id, tenant_id: tenantId } of rows) {
    await lapseSteps(ctx, id);
    await ctx.record(collectionClosed, { tenantId, collectionId: id });
    await ctx.tell(ctx.siteId, "arrears.collection", id);
  }
}

const paidMeanwhile = "欠款已结清 Paid meanwhile";

async function lapseSteps(ctx: SiteContext, collectionId: Id<"collection">): Promise<void> {
  const rows = await ctx.tx
    .updateTable("arrears.step")
    .set({ state: "lapsed" })
    .where("site_id", "=", ctx.siteId)
    .where("collection_id", "=", collectionId)
    .where("state", "=", "open")
    .returningAll()
    .execute();
  for (const row of rows) await excuseDuty(ctx, dutyOf(toStep(row)), { reason: paidMeanwhile });
}

/** The duty of a step, by its rule and subject. */
export const dutyOf = (step: Step) => ({ standard: houseRuleOf({ act: step.act, how: step.how, withinWorkingDays: 0 }), subject: { kind: "collectionStep", id: step.id } });

/** Tenants whose promises in force cover all that is overdue. */
async function heldByPromise(ctx: SiteContext): Promise<Set<Id<"tenant">>> {
  const { rows } = await sql<{ tenant_id: Id<"tenant"> }>`
    select promised.tenant_id
    from (select tenant_id, sum(amount - paid) as amount from arrears.promise where site_id = ${ctx.siteId} and state = 'open' group by tenant_id) promised
    join (select tenant_id, sum(amount - settled - credited) as amount from billing.bill_line
          where site_id = ${ctx.siteId} and source_kind <> 'credit' and settled + credited < amount and due_on < ${dayAt(ctx, ctx.now)} group by tenant_id) overdue
      on overdue.tenant_id = promised.tenant_id and promised.amount >= overdue.amount`.execute(ctx.tx);
  return new Set(rows.map(({ tenant_id }) => tenant_id));
}

async function chargeAll(ctx: SiteContext, until: Temporal.PlainDate): Promise<void> {
  const { rows } = await sql<{ tenant_id: Id<"tenant"> }>`
    select distinct line.tenant_id from billing.bill_line line
    where line.site_id = ${ctx.siteId} and line.source_kind <> 'credit' and line.due_on < ${until}
      and (line.settled + line.credited < line.amount or exists (
        select from payments.allocation paid where paid.site_id = line.site_id and paid.line_id = line.id and paid.released_at is null
          and paid.value_on > line.due_on and paid.value_on >= ${until.with({ day: 1 })}))`.execute(ctx.tx);
  for (const { tenant_id: tenantId } of rows) await chargeLateFees(ctx, { tenantId, until, evenIfNone: true });
}
