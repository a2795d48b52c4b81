import { sql } from "kysely";
import type { ValueOf } from "#kernel/contract.ts";
import type { Id } from "#kernel/id.ts";
import { Refusal, refuseIf } from "#kernel/problem.ts";
import { dayAt, type SiteContext } from "#platform/context.ts";
import { refusing } from "#platform/db/violations.ts";
import { closedPeriods, closePeriod, feeItemsPaidTo, reopenPeriod } from "#features/billing/server/index.ts";
import { entitiesOf } from "#features/sites/server/index.ts";
import { monthClosed, reopeningAsked, type periodField, reopeningDecided, type reopeningField } from "../../contract.ts";
import { booksProblems, type ClosingFound, type ReopeningState, whyNotClose, whyNotReopen } from "../../rules.ts";
import { countUnbilled, type OfMonth } from "../queries/unbilled.ts";
import { entityById } from "../settings.ts";

type Period = ValueOf<typeof periodField>;
type Reopening = ValueOf<typeof reopeningField>;

/** A month of each company: closed or not, and what stands against closing it. */
export async function periods(ctx: SiteContext, { month }: Pick<OfMonth, "month">): Promise<{ periods: Period[]; reopenings: Reopening[] }> {
  const list: Period[] = [];
  for (const { id } of await entitiesOf(ctx)) list.push(await period(ctx, { entityId: id, month }));
  const rows = await reopeningsHere(ctx).orderBy("reopening.asked_at", "desc").limit(50).execute();
  return { periods: list, reopenings: rows.map(toReopening) };
}

async function period(ctx: SiteContext, { entityId, month }: OfMonth): Promise<Period> {
  const { name } = await entityById(ctx, entityId);
  const closed = (await closedPeriods(ctx)).find((one) => one.entityId === entityId && one.month.equals(month));
  const found = await look(ctx, { entityId, month });
  return {
    entityId,
    entity: name,
    month,
    closed: closed ? { at: closed.closedAt, byName: closed.closedByName } : null,
    found,
    whyNotClose: closed ? [] : whyNotClose(month, dayAt(ctx, ctx.now), found).map(({ code, facts }) => ({ code, facts })),
  };
}

/** Closes a month of one company; whoever bills or settles now is waited for, and is refused afterwards. Refusals: entityNotFound, monthNotOver, each of the checks, billing.monthClosedAlready. */
export async function closeMonth(ctx: SiteContext, { entityId, month }: OfMonth): Promise<Period> {
  await entityById(ctx, entityId);
  await closePeriod(ctx, { entityId, month });
  refuseIf(whyNotClose(month, dayAt(ctx, ctx.now), await look(ctx, { entityId, month })));
  await ctx.record(monthClosed, { entityId, month });
  await ctx.tell(ctx.siteId, "books.period", entityId);
  return period(ctx, { entityId, month });
}

/** Asks for a closed month to be opened again. Refusals: entityNotFound, notClosed, reopeningAsked. */
export async function askReopening(ctx: SiteContext, { id, entityId, month, reason }: OfMonth & { readonly id: Id<"reopening">; readonly reason: string }): Promise<Reopening> {
  await entityById(ctx, entityId);
  if (!(await isClosed(ctx, { entityId, month }))) throw new Refusal(booksProblems.notClosed({ month: month.toString() }));
  const { personId, name } = ctx.actor;
  const insert = ctx.tx
    .insertInto("books.reopening")
    .values({ site_id: ctx.siteId, id, entity_id: entityId, month: month.toPlainDate({ day: 1 }), reason, asked_by: personId!, asked_by_name: name, asked_at: ctx.now })
    .execute();
  await refusing(insert, { one_reopening_asked: () => booksProblems.reopeningAsked(), reopening_pkey: () => booksProblems.reopeningAsked() });
  await ctx.record(reopeningAsked, { entityId, month, reopeningId: id, reason });
  await ctx.tell(ctx.siteId, "books.reopening", id);
  return reopeningById(ctx, id);
}

/** Opens a month again, or not: somebody else than who asked. Refusals: reopeningNotFound, reopeningDecided, ownReopening, notClosed. */
export async function decideReopening(
  ctx: SiteContext,
  { reopeningId, isApproved, decision }: { readonly reopeningId: Id<"reopening">; readonly isApproved: boolean; readonly decision: string },
): Promise<Reopening> {
  await ctx.tx.selectFrom("books.reopening").select("id").where("site_id", "=", ctx.siteId).where("id", "=", reopeningId).forUpdate().execute();
  const asked = await reopeningById(ctx, reopeningId);
  refuseIf(whyNotReopen(asked, ctx.actor.personId));
  if (isApproved && !(await isClosed(ctx, asked))) throw new Refusal(booksProblems.notClosed({ month: asked.month.toString() }));
  if (isApproved) await reopenPeriod(ctx, asked);
  await ctx.tx
    .updateTable("books.reopening")
    .set({ state: isApproved ? "approved" : "refused", decided_by: ctx.actor.personId, decided_by_name: ctx.actor.name, decided_at: ctx.now, decision })
    .where("site_id", "=", ctx.siteId)
    .where("id", "=", reopeningId)
    .execute();
  await ctx.record(reopeningDecided, { entityId: asked.entityId, month: asked.month, reopeningId, isApproved, decision });
  await ctx.tell(ctx.siteId, "books.reopening", reopeningId);
  return reopeningById(ctx, reopeningId);
}

const isClosed = async (ctx: SiteContext, { entityId, month }: OfMonth): Promise<boolean> =>
  (await closedPeriods(ctx)).some((one) => one.entityId === entityId && one.month.equals(month));

const reopeningsHere = (ctx: SiteContext) =>
  ctx.tx
    .selectFrom("books.reopening as reopening")
    .innerJoin("sites.legal_entity as entity", (join) => join.onRef("entity.site_id", "=", "reopening.site_id").onRef("entity.id", "=", "reopening.entity_id"))
    .selectAll("reopening")
    .select("entity.name as entity")
    .where("reopening.site_id", "=", ctx.siteId);

async function reopeningById(ctx: SiteContext, id: Id<"reopening">): Promise<Reopening> {
  const row = await reopeningsHere(ctx).where("reopening.id", "=", id).executeTakeFirst();
  if (!row) throw new Refusal(booksProblems.reopeningNotFound());
  return toReopening(row);
}

const toReopening = (row: Awaited<ReturnType<ReturnType<typeof reopeningsHere>["execute"]>>[number]): Reopening => ({
  id: row.id as Id<"reopening">,
  entityId: row.entity_id as Id<"entity">,
  entity: row.entity,
  month: row.month.toPlainYearMonth(),
  reason: row.reason,
  state: row.state as ReopeningState,
  askedById: row.asked_by as Id<"person">,
  askedByName: row.asked_by_name,
  askedAt: row.asked_at,
  decidedByName: row.decided_by_name,
  decision: row.decision,
});

/** What is looked at before a month is closed: of this company alone, but for runs, which bill for all. */
async function look(ctx: SiteContext, { entityId, month }: OfMonth): Promise<ClosingFound> {
  const fees = await feeItemsPaidTo(ctx, entityId);
  const [from, to] = [month.toPlainDate({ day: 1 }), month.add({ months: 1 }).toPlainDate({ day: 1 })];
  const { rows } = await sql<{ lines: number; runs: number; charges: number; deposits: number }>`
    select
      (select count(*) from payments.statement_line where site_id = ${ctx.siteId} and entity_id = ${entityId} and direction = 'in' and allocated < amount and status <> 'setAside'
         and day >= ${from} and day < ${to})::int as lines,
      (select count(*) from billing.run where site_id = ${ctx.siteId} and not is_dry_run and status in ('queued', 'running') and month = ${from})::int as runs,
      (select count(*) from billing.charge where site_id = ${ctx.siteId} and status = 'waiting' and (entity_id = ${entityId} or (entity_id is null and fee_item = any (${fees}::text[])))
         and due_on >= ${from} and due_on < ${to})::int as charges,
      (select count(*) from payments.deposit where site_id = ${ctx.siteId} and entity_id = ${entityId} and held <> (
         select coalesce(-sum(entry.amount), 0) from payments.deposit_entry entry
         where entry.site_id = deposit.site_id and entry.deposit_id = deposit.id and entry.account = 'held'))::int as deposits`.execute(ctx.tx);
  const { lines, runs, charges, deposits } = rows[0]!;
  return { linesToMatch: lines, runUnderWay: runs, chargesWaiting: charges, scheduleUnbilled: await countUnbilled(ctx, { entityId, month }), depositsDoNotTie: deposits };
}
