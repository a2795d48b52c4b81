import { sql } from "kysely";
import type { ValueOf } from "#kernel/contract.ts";
import { asId, type Id } from "#kernel/id.ts";
import { fen } from "#kernel/money.ts";
import { type Context, dayAt, type SiteContext } from "#platform/context.ts";
import { ageing, debtorPage } from "#features/arrears/server/index.ts";
import { closedPeriods } from "#features/billing/server/index.ts";
import { usesToLet } from "#features/leasing/rules.ts";
import { entitiesOf } from "#features/sites/server/index.ts";
import type * as contract from "../../contract.ts";
import { collection, collections } from "./ledger.ts";
import { expiryOf, rentRoll, vacancy } from "./leases.ts";

type ReplyOf<C extends { readonly reply?: unknown }> = ValueOf<NonNullable<C["reply"]>>;

/** Days in which a paper runs out that is pointed out. */
const paperDays = 30;
/** Days before its day from which a promise is looked after. */
const promiseDays = 3;

/** What finance must do today, counted. */
export async function today(ctx: SiteContext): Promise<ReplyOf<typeof contract.getToday>> {
  const day = dayAt(ctx, ctx.now);
  const { rows } = await sql<{ lines: number; charges: number; steps: number; promises: number; waivers: number; invoices: number; reds: number; papers: number }>`
    select
      (select count(*) from payments.statement_line where site_id = ${ctx.siteId} and direction = 'in' and allocated < amount and status <> 'setAside')::int as lines,
      (select count(*) from billing.charge where site_id = ${ctx.siteId} and status = 'waiting')::int as charges,
      (select count(*) from arrears.step where site_id = ${ctx.siteId} and state = 'open')::int as steps,
      (select count(*) from arrears.promise where site_id = ${ctx.siteId} and state = 'open' and promised_on <= ${day.add({ days: promiseDays })})::int as promises,
      (select count(*) from arrears.late_fee_waiver where site_id = ${ctx.siteId} and state = 'asked')::int as waivers,
      (select count(*) from books.invoice where site_id = ${ctx.siteId} and state = 'toIssue')::int as invoices,
      (select count(*) from books.invoice where site_id = ${ctx.siteId} and state = 'redRequested')::int as reds,
      (select count(*) from tenants.paper where site_id = ${ctx.siteId} and state = 'accepted' and tenant_id is not null and valid_to between ${day} and ${day.add({ days: paperDays })})::int as papers`.execute(
    ctx.tx,
  );
  const found = rows[0]!;
  return {
    linesToMatch: found.lines,
    chargesToBill: found.charges,
    stepsDue: found.steps,
    promisesDue: found.promises,
    waiversAsked: found.waivers,
    invoicesToIssue: found.invoices,
    redsToIssue: found.reds,
    monthsToClose: await monthsToClose(ctx),
    papersExpiring: found.papers,
  };
}

/** Last month of each company that billed in it, while it is not closed. */
async function monthsToClose(ctx: SiteContext) {
  const month = dayAt(ctx, ctx.now).toPlainYearMonth().subtract({ months: 1 });
  const closed = await closedPeriods(ctx);
  const { rows } = await sql<{ entity_id: string }>`
    select distinct line.entity_id from billing.bill join billing.bill_line line on line.site_id = bill.site_id and line.bill_id = bill.id
    where bill.site_id = ${ctx.siteId} and bill.issued_on >= ${month.toPlainDate({ day: 1 })} and bill.issued_on < ${month.add({ months: 1 }).toPlainDate({ day: 1 })}`.execute(
    ctx.tx,
  );
  const billed = new Set(rows.map(({ entity_id }) => entity_id));
  const isOpen = (id: Id<"entity">) => billed.has(id) && !closed.some((one) => one.entityId === id && one.month.equals(month));
  return (await entitiesOf(ctx)).filter(({ id }) => isOpen(id)).map(({ id, name }) => ({ entityId: id, entity: name, month }));
}

/** The manager's money page. */
export async function money(ctx: SiteContext): Promise<ReplyOf<typeof contract.getMoney>> {
  const day = dayAt(ctx, ctx.now);
  const month = day.toPlainYearMonth();
  const roll = await rentRoll(ctx, {});
  const { aged, total } = await ageing(ctx, { by: "tenant" });
  const { items } = await debtorPage(ctx, { limit: 10 });
  return {
    month,
    collection: await collection(ctx, { month }),
    aged,
    overdue: fen(total - aged.notDue),
    expiry: expiryOf(roll, day, 24),
    vacancy: await vacancy(ctx, roll),
    debtors: items.map(({ tenantId, tenant, overdue, daysLate }) => ({ tenantId, tenant, overdue, daysLate })),
  };
}

/** The sites in the actor's reach side by side. */
export async function group(ctx: Context, { month: asked }: { readonly month?: Temporal.PlainYearMonth | undefined }): Promise<ReplyOf<typeof contract.getGroup>> {
  const sites = await ctx.tx
    .selectFrom("sites.site")
    .where("id", "in", ctx.siteIds.length > 0 ? ctx.siteIds : [""])
    .where("state", "=", "active")
    .select(["id", "name", "zone"])
    .orderBy("code")
    .execute();
  const day = dayAt({ zone: sites[0]?.zone ?? "Asia/Shanghai" }, ctx.now);
  const month = asked ?? day.toPlainYearMonth();
  const ids = sites.map(({ id }) => id);
  const rates = new Map((await collections(ctx, ids, month)).map((row) => [row.site_id, row]));
  const { rows } = await sql<{ site_id: string; overdue: number; over90: number; advance: number; lettable: number; let: number }>`
    select site.id::text as site_id,
      coalesce((select sum(line.amount - line.settled - line.credited) from billing.bill_line line
        where line.site_id = site.id and line.source_kind <> 'credit' and line.settled + line.credited < line.amount and line.due_on < ${day}), 0)::bigint as overdue,
      coalesce((select sum(line.amount - line.settled - line.credited) from billing.bill_line line
        where line.site_id = site.id and line.source_kind <> 'credit' and line.settled + line.credited < line.amount and line.due_on < ${day.subtract({ days: 90 })}), 0)::bigint as over90,
      coalesce((select sum(payment.amount - payment.allocated) from payments.payment where payment.site_id = site.id and payment.reversed_at is null and payment.allocated < payment.amount), 0)::bigint as advance,
      coalesce((select sum(coalesce(unit.chargeable_centi, unit.gross_centi)) from sites.unit unit where unit.site_id = site.id and unit.state = 'lettable' and unit.use = any (${usesToLet}::text[])), 0)::bigint as lettable,
      coalesce((select sum(coalesce(unit.chargeable_centi, unit.gross_centi)) from sites.unit unit where unit.site_id = site.id and unit.state = 'lettable' and unit.use = any (${usesToLet}::text[]) and exists (
        select from leasing.lease_unit part join leasing.lease on lease.site_id = part.site_id and lease.id = part.lease_id
        where part.site_id = unit.site_id and part.unit_id = unit.id and part.is_live and lease.status = 'signed' and ${day}::date between part.from_day and part.to_day)), 0)::bigint as let
    from sites.site where site.id = any (${ids}::uuid[])`.execute(ctx.tx);
  const standing = new Map(rows.map((row) => [row.site_id, row]));
  const list = sites.map(({ id, name }) => {
    const [rate, row] = [rates.get(id), standing.get(id)];
    return {
      ...{ siteId: asId<"site">(id), name, due: fen(rate?.due ?? 0), paid: fen(rate?.paid ?? 0), old: fen(rate?.old ?? 0), oldPaid: fen(rate?.old_paid ?? 0) },
      ...{ overdue: fen(row?.overdue ?? 0), over90: fen(row?.over90 ?? 0), advance: fen(row?.advance ?? 0), letCenti: row?.let ?? 0, lettableCenti: row?.lettable ?? 0 },
    };
  });
  const sum = (of: (site: (typeof list)[number]) => number): number => list.reduce((all, site) => all + of(site), 0);
  const total = {
    ...{ due: fen(sum(({ due }) => due)), paid: fen(sum(({ paid }) => paid)), old: fen(sum(({ old }) => old)), oldPaid: fen(sum(({ oldPaid }) => oldPaid)) },
    ...{ overdue: fen(sum(({ overdue }) => overdue)), over90: fen(sum(({ over90 }) => over90)), advance: fen(sum(({ advance }) => advance)) },
    ...{ letCenti: sum(({ letCenti }) => letCenti), lettableCenti: sum(({ lettableCenti }) => lettableCenti) },
  };
  return { month, sites: list, total };
}
