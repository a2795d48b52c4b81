import { type RawBuilder, sql } from "kysely";
import type { ValueOf } from "#kernel/contract.ts";
import type { Id } from "#kernel/id.ts";
import { type Fen, fen, sumFen } from "#kernel/money.ts";
import { Refusal } from "#kernel/problem.ts";
import { type Words, words } from "#kernel/words.ts";
import { type Context, dayAt, type SiteContext } from "#platform/context.ts";
import { feeItemsOf } from "#features/billing/server/index.ts";
import { feeItems, type FeeItemCode } from "#features/leasing/rules.ts";
import { tenantById } from "#features/tenants/server/index.ts";
import type * as contract from "../../contract.ts";
import { booksProblems, type Standing, standingOf } from "../../rules.ts";

type ReplyOf<C extends { readonly reply?: unknown }> = ValueOf<NonNullable<C["reply"]>>;

/**
 * Every movement of what tenants owe, one row each: a line billed or credited on the day of its bill, money counted towards a line on the
 * day it is booked, and taken back on the day it is released. All reports of money are sums of these rows, so they tie to each other.
 */
export const movements = (siteIds: readonly string[]): RawBuilder<unknown> => sql`
  select line.site_id, line.tenant_id, line.fee_item, line.entity_id, line.due_on, bill.issued_on as day, bill.bill_no as no,
    case bill.kind when 'bill' then 'bill' else 'credit' end as kind,
    case bill.kind when 'bill' then line.amount else 0 end as charged, case bill.kind when 'bill' then 0 else -line.amount end as credited, 0::bigint as received,
    line.id as sort
  from billing.bill_line line join billing.bill on bill.site_id = line.site_id and bill.id = line.bill_id
  where line.site_id = any (${siteIds}::uuid[])
  union all
  select paid.site_id, paid.tenant_id, paid.fee_item, paid.entity_id, line.due_on, paid.booked_on, bill.bill_no, 'payment', 0, 0, paid.amount, paid.id
  from payments.allocation paid
  join billing.bill_line line on line.site_id = paid.site_id and line.id = paid.line_id
  join billing.bill on bill.site_id = paid.site_id and bill.id = paid.bill_id
  where paid.site_id = any (${siteIds}::uuid[])
  union all
  select paid.site_id, paid.tenant_id, paid.fee_item, paid.entity_id, line.due_on, paid.released_on, bill.bill_no, 'release', 0, 0, -paid.amount, paid.id
  from payments.allocation paid
  join billing.bill_line line on line.site_id = paid.site_id and line.id = paid.line_id
  join billing.bill on bill.site_id = paid.site_id and bill.id = paid.bill_id
  where paid.site_id = any (${siteIds}::uuid[]) and paid.released_on is not null`;

interface LedgerQuery {
  readonly by: "tenant" | "feeItem" | "entity" | "month" | "site";
  readonly from: Temporal.PlainYearMonth;
  readonly to: Temporal.PlainYearMonth;
  readonly entityId?: Id<"entity"> | undefined;
  readonly tenantId?: Id<"tenant"> | undefined;
  readonly feeItem?: FeeItemCode | undefined;
}

/** Receivable, received and owed over some months. By month, a row's opening is what was owed before that month. Refusal: periodBackwards. */
export async function ledger(ctx: SiteContext, { by, from, to, ...filter }: LedgerQuery): Promise<ReplyOf<typeof contract.getLedger>> {
  if (Temporal.PlainYearMonth.compare(from, to) > 0) throw new Refusal(booksProblems.periodBackwards());
  const [first, after] = [from.toPlainDate({ day: 1 }), to.add({ months: 1 }).toPlainDate({ day: 1 })];
  const total = (await standings(ctx, { key: sql`''`, first, after, filter }))[0] ?? none;
  const rows = by === "month" ? await byMonth(ctx, { from, to, filter, total }) : await byKey(ctx, { by, first, after, filter });
  return { rows, total: withoutKey(total), advance: await advanceOf(ctx, after, filter) };
}

type Filter = Pick<LedgerQuery, "entityId" | "tenantId" | "feeItem">;
type Row = Standing & { readonly key: string };
const none: Row = { key: "", opening: fen(0), charged: fen(0), credited: fen(0), received: fen(0), closing: fen(0), overdue: fen(0) };
const withoutKey = ({ opening, charged, credited, received, closing, overdue }: Standing): Standing => ({ opening, charged, credited, received, closing, overdue });

const keyOf = { tenant: sql`tenant_id::text`, feeItem: sql`fee_item`, entity: sql`entity_id::text`, site: sql`site_id::text` } as const;

async function standings(
  ctx: SiteContext,
  { key, first, after, filter }: { key: RawBuilder<unknown>; first: Temporal.PlainDate; after: Temporal.PlainDate; filter: Filter },
): Promise<Row[]> {
  const { rows } = await sql<{ key: string; opening: number; charged: number; credited: number; received: number; overdue: number }>`
    select ${key} as key,
      coalesce(sum(charged - credited - received) filter (where day < ${first}), 0)::bigint as opening,
      coalesce(sum(charged) filter (where day >= ${first}), 0)::bigint as charged,
      coalesce(sum(credited) filter (where day >= ${first}), 0)::bigint as credited,
      coalesce(sum(received) filter (where day >= ${first}), 0)::bigint as received,
      coalesce(sum(charged - credited - received) filter (where due_on < least(${after}::date, ${dayAt(ctx, ctx.now)}::date)), 0)::bigint as overdue
    from (${movements([ctx.siteId])}) as movement
    where day < ${after} ${where(filter)}
    group by 1 order by 1`.execute(ctx.tx);
  return rows.map((row) => {
    const { opening, charged, credited, received, overdue } = row;
    return { key: row.key, ...standingOf({ opening: fen(opening), charged: fen(charged), credited: fen(credited), received: fen(received), overdue: fen(overdue) }) };
  });
}

const where = ({ entityId, tenantId, feeItem }: Filter) => sql`
  ${entityId ? sql`and entity_id = ${entityId}` : sql``} ${tenantId ? sql`and tenant_id = ${tenantId}` : sql``} ${feeItem ? sql`and fee_item = ${feeItem}` : sql``}`;

async function byKey(ctx: SiteContext, { by, ...asked }: { by: Exclude<LedgerQuery["by"], "month">; first: Temporal.PlainDate; after: Temporal.PlainDate; filter: Filter }) {
  const rows = await standings(ctx, { ...asked, key: keyOf[by] });
  const names = await namesOf(ctx, by);
  return rows.map(({ key, ...row }) => ({ key, label: names.get(key) ?? words(key, key), ...row })).toSorted((one, other) => other.closing - one.closing);
}

async function namesOf(ctx: SiteContext, by: Exclude<LedgerQuery["by"], "month">): Promise<Map<string, Words>> {
  if (by === "feeItem") return new Map((await feeItemsOf(ctx)).map(({ code, name }) => [code, name]));
  const table = { tenant: sql`tenants.tenant`, entity: sql`sites.legal_entity`, site: sql`sites.site` }[by];
  const here = by === "site" ? sql`id = ${ctx.siteId}` : sql`site_id = ${ctx.siteId}`;
  const { rows } = await sql<{ id: string; name: string }>`select id::text, name from ${table} where ${here}`.execute(ctx.tx);
  return new Map(rows.map(({ id, name }) => [id, words(name, name)]));
}

async function byMonth(ctx: SiteContext, { from, to, filter, total }: { from: Temporal.PlainYearMonth; to: Temporal.PlainYearMonth; filter: Filter; total: Standing }) {
  const first = from.toPlainDate({ day: 1 });
  const rows = await standings(ctx, { key: sql`to_char(greatest(day, ${first}), 'YYYY-MM')`, first, after: to.add({ months: 1 }).toPlainDate({ day: 1 }), filter });
  const found = new Map(rows.map((row) => [row.key, row]));
  const months = Array.from({ length: Math.min(120, from.until(to, { largestUnit: "months" }).months + 1) }, (_, index) => from.add({ months: index }).toString());
  let opening = total.opening;
  return months.map((key) => {
    const { charged, credited, received } = found.get(key) ?? none;
    const row = standingOf({ opening, charged, credited, received, overdue: key === to.toString() ? total.overdue : fen(0) });
    opening = row.closing;
    return { key, label: words(key, key), ...row };
  });
}

/** Money received and not counted towards anything yet; it belongs to a tenant and a company, not to a fee. */
async function advanceOf(ctx: SiteContext, before: Temporal.PlainDate, { entityId, tenantId }: Filter): Promise<Fen> {
  const here = sql`site_id = ${ctx.siteId} ${entityId ? sql`and entity_id = ${entityId}` : sql``} ${tenantId ? sql`and tenant_id = ${tenantId}` : sql``}`;
  const paidHere = sql`payment.site_id = ${ctx.siteId} ${entityId ? sql`and payment.entity_id = ${entityId}` : sql``} ${tenantId ? sql`and payment.tenant_id = ${tenantId}` : sql``}`;
  const { rows } = await sql<{ amount: number }>`
    select (
      (select coalesce(sum(amount), 0) from payments.payment where ${here} and booked_on < ${before})
      - (select coalesce(sum(amount), 0) from payments.payment where ${here} and reversed_on < ${before})
      - (select coalesce(sum(paid.amount), 0) from payments.allocation paid join payments.payment on payment.site_id = paid.site_id and payment.id = paid.payment_id
         where ${paidHere} and paid.booked_on < ${before})
      + (select coalesce(sum(paid.amount), 0) from payments.allocation paid join payments.payment on payment.site_id = paid.site_id and payment.id = paid.payment_id
         where ${paidHere} and paid.released_on < ${before})
      - (select coalesce(sum(part.amount), 0) from payments.payout_part part join payments.payout on payout.site_id = part.site_id and payout.id = part.payout_id
         join payments.payment on payment.site_id = part.site_id and payment.id = part.payment_id
         where ${paidHere} and payout.paid_on < ${before} and (payout.returned_on is null or payout.returned_on >= ${before})))::bigint as amount`.execute(ctx.tx);
  return fen(rows[0]?.amount ?? 0);
}

const depositCodes = Object.entries(feeItems).flatMap(([code, { nature }]) => (nature === "deposit" ? [code] : []));

export interface CollectionRow {
  readonly site_id: string;
  readonly due: number;
  readonly paid: number;
  readonly old: number;
  readonly old_paid: number;
}

/**
 * 收缴率 of a month, for each site: of what fell due in it, credits off and deposits out, what is paid by now; beside it what was still open
 * from before when the month began, and what was paid of that since. Domain QA-03.
 */
export async function collections(ctx: Context, siteIds: readonly string[], month: Temporal.PlainYearMonth): Promise<CollectionRow[]> {
  const [from, to] = [month.toPlainDate({ day: 1 }), month.add({ months: 1 }).toPlainDate({ day: 1 })];
  const { rows } = await sql<CollectionRow>`
    select line.site_id::text as site_id,
      coalesce(sum(line.amount - line.credited) filter (where line.due_on >= ${from}), 0)::bigint as due,
      coalesce(sum(line.settled) filter (where line.due_on >= ${from}), 0)::bigint as paid,
      coalesce(sum(line.amount - line.credited - coalesce(before.amount, 0)) filter (where line.due_on < ${from}), 0)::bigint as old,
      coalesce(sum(line.settled - coalesce(before.amount, 0)) filter (where line.due_on < ${from}), 0)::bigint as old_paid
    from billing.bill_line line
    left join lateral (
      select sum(paid.amount) as amount from payments.allocation paid
      where paid.site_id = line.site_id and paid.line_id = line.id and paid.released_at is null and paid.booked_on < ${from}) before on line.due_on < ${from}
    where line.site_id = any (${siteIds}::uuid[]) and line.source_kind <> 'credit' and line.due_on < ${to} and line.fee_item <> all (${depositCodes}::text[])
    group by line.site_id`.execute(ctx.tx);
  return rows;
}

export async function collection(ctx: SiteContext, { month }: { readonly month: Temporal.PlainYearMonth }): Promise<ReplyOf<typeof contract.getCollection>> {
  const row = (await collections(ctx, [ctx.siteId], month))[0];
  return { due: fen(row?.due ?? 0), paid: fen(row?.paid ?? 0), old: fen(row?.old ?? 0), oldPaid: fen(row?.old_paid ?? 0) };
}

/** A tenant's account over some days; its closing balance is the ledger's. Refusals: tenants.notFound, periodBackwards. */
export async function accountOf(
  ctx: SiteContext,
  { tenantId, from, to }: { readonly tenantId: Id<"tenant">; readonly from: Temporal.PlainDate; readonly to: Temporal.PlainDate },
): Promise<ReplyOf<typeof contract.getAccount>> {
  const { name } = await tenantById(ctx, tenantId);
  if (Temporal.PlainDate.compare(from, to) > 0) throw new Refusal(booksProblems.periodBackwards());
  const { rows } = await sql<{ day: Temporal.PlainDate; kind: "bill" | "credit" | "payment" | "release"; no: string; fee_item: FeeItemCode; amount: number }>`
    select day, kind, no, fee_item, (charged - credited - received)::bigint as amount from (${movements([ctx.siteId])}) as movement
    where tenant_id = ${tenantId} and day <= ${to} order by day, no, sort`.execute(ctx.tx);
  const names = new Map((await feeItemsOf(ctx)).map((item) => [item.code, item.name]));
  const isBefore = (day: Temporal.PlainDate) => Temporal.PlainDate.compare(day, from) < 0;
  const opening = sumFen(rows.filter(({ day }) => isBefore(day)).map(({ amount }) => fen(amount)));
  let balance = opening;
  const lines = rows
    .filter(({ day }) => !isBefore(day))
    .map((row) => {
      balance = fen(balance + row.amount);
      return { day: row.day, kind: row.kind, no: row.no, feeItem: row.fee_item, name: names.get(row.fee_item)!, amount: fen(row.amount), balance };
    });
  return { tenantId, tenant: name, from, to, opening, lines, closing: balance, advance: await advanceOf(ctx, to.add({ days: 1 }), { tenantId }) };
}
