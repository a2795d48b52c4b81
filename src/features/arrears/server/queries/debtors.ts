import { sql } from "kysely";
import type { ValueOf } from "#kernel/contract.ts";
import type { Id } from "#kernel/id.ts";
import { type Fen, fen, sumFen } from "#kernel/money.ts";
import { words } from "#kernel/words.ts";
import { dayAt, type SiteContext } from "#platform/context.ts";
import { keysOf, pageFrom } from "#platform/db/keyset.ts";
import { feeItemsOf } from "#features/billing/server/index.ts";
import { tenantById } from "#features/tenants/server/index.ts";
import type * as contract from "../../contract.ts";
import { type Aged, ageOf, daysLate, limitationOf, type Stage, stageOf } from "../../rules.ts";
import { lateFeesOf, linesOfDebtor } from "./lines.ts";
import { promisesOf, stepsOf, toStep, waiversOf } from "./rows.ts";

type ReplyOf<C extends { readonly reply?: unknown }> = ValueOf<NonNullable<C["reply"]>>;

const isOpen = sql`line.source_kind <> 'credit' and line.settled + line.credited < line.amount`;
const open = sql`(line.amount - line.settled - line.credited)`;

/** Open amounts by age in one statement; the buckets as `bucketOf` has them. */
const aged = (today: Temporal.PlainDate) => sql`
  coalesce(sum(${open}) filter (where line.due_on >= ${today}::date), 0)::bigint as not_due,
  coalesce(sum(${open}) filter (where line.due_on < ${today}::date and line.due_on >= ${today}::date - 30), 0)::bigint as to30,
  coalesce(sum(${open}) filter (where line.due_on < ${today}::date - 30 and line.due_on >= ${today}::date - 60), 0)::bigint as to60,
  coalesce(sum(${open}) filter (where line.due_on < ${today}::date - 60 and line.due_on >= ${today}::date - 90), 0)::bigint as to90,
  coalesce(sum(${open}) filter (where line.due_on < ${today}::date - 90), 0)::bigint as over90`;

interface AgedRow {
  readonly not_due: number;
  readonly to30: number;
  readonly to60: number;
  readonly to90: number;
  readonly over90: number;
}
const toAged = (row: AgedRow): Aged => ({ notDue: fen(row.not_due), to30: fen(row.to30), to60: fen(row.to60), to90: fen(row.to90), over90: fen(row.over90) });
const totalOf = (of: Aged): Fen => sumFen(Object.values(of));

/** What is owed today by its age; the total is the sum of the rows. */
export async function ageing(ctx: SiteContext, { by }: { readonly by: "tenant" | "feeItem" | "lease" }): Promise<ReplyOf<typeof contract.getAgeing>> {
  const key = { tenant: sql`tenant.id::text`, feeItem: sql`line.fee_item`, lease: sql`coalesce(lease.id::text, '')` }[by];
  const label = { tenant: sql`tenant.name`, feeItem: sql`line.fee_item`, lease: sql`coalesce(lease.lease_no, '')` }[by];
  const { rows } = await sql<AgedRow & { key: string; label: string }>`
    select ${key} as key, ${label} as label, ${aged(dayAt(ctx, ctx.now))}
    from billing.bill_line line
    join tenants.tenant tenant on tenant.site_id = line.site_id and tenant.id = line.tenant_id
    left join leasing.lease lease on lease.site_id = line.site_id and lease.id = line.lease_id
    where line.site_id = ${ctx.siteId} and ${isOpen}
    group by 1, 2 order by sum(${open}) desc, 1`.execute(ctx.tx);
  const names = new Map<string, { zh: string; en: string }>((await feeItemsOf(ctx)).map(({ code, name }) => [code, name]));
  const said = rows.map((row) => {
    const ages = toAged(row);
    const named = by === "feeItem" ? names.get(row.label) : by === "lease" && row.label === "" ? words("无租约", "Without a lease") : undefined;
    return { key: row.key, label: named ?? words(row.label, row.label), total: totalOf(ages), aged: ages };
  });
  const sum = said.reduce<Aged>(
    (all, { aged: one }) => ({
      notDue: fen(all.notDue + one.notDue),
      to30: fen(all.to30 + one.to30),
      to60: fen(all.to60 + one.to60),
      to90: fen(all.to90 + one.to90),
      over90: fen(all.over90 + one.over90),
    }),
    ageOf([], dayAt(ctx, ctx.now)),
  );
  return { rows: said, total: totalOf(sum), aged: sum };
}

/** Days before a claim runs out from which it is pointed out. */
const limitationWarningDays = 180;

/** Tenants with something overdue, the largest sum first. */
export async function debtorPage(
  ctx: SiteContext,
  { stage, cursor, limit }: { readonly stage?: Stage | undefined; readonly cursor?: string | undefined; readonly limit: number },
): Promise<ReplyOf<typeof contract.listDebtors>> {
  const today = dayAt(ctx, ctx.now);
  const after = cursor ? keysOf(cursor, ["text", "id"]) : null;
  const from = stage ? lateFrom[stage] : null;
  const { rows } = await sql<
    AgedRow & { tenant_id: Id<"tenant">; tenant: string; overdue: number; oldest: Temporal.PlainDate; next: never; promise: never; interrupted: string | null }
  >`
    with debtor as (
      select line.tenant_id, ${aged(today)}, coalesce(sum(${open}) filter (where line.due_on < ${today}::date), 0)::bigint as overdue,
        min(line.due_on) filter (where line.due_on < ${today}::date) as oldest
      from billing.bill_line line where line.site_id = ${ctx.siteId} and ${isOpen} group by line.tenant_id
    )
    select debtor.*, tenant.name as tenant, to_jsonb(step) as next, to_jsonb(promise) as promise,
      (select max((done.done_at at time zone ${ctx.zone})::date)::text from arrears.step done
       where done.site_id = ${ctx.siteId} and done.tenant_id = debtor.tenant_id and done.state = 'done' and done.act <> 'review') as interrupted
    from debtor
    join tenants.tenant tenant on tenant.site_id = ${ctx.siteId} and tenant.id = debtor.tenant_id
    left join lateral (select step.* from arrears.step where step.site_id = ${ctx.siteId} and step.tenant_id = debtor.tenant_id and step.state = 'open' order by step.due_at, step.id limit 1) step on true
    left join lateral (select promise.amount, promise.promised_on from arrears.promise where promise.site_id = ${ctx.siteId} and promise.tenant_id = debtor.tenant_id and promise.state = 'open'
                       order by promise.promised_on, promise.position limit 1) promise on true
    where debtor.overdue > 0
      ${from ? sql`and debtor.oldest <= ${today}::date - ${from.least}::int and debtor.oldest >= ${today}::date - ${from.most}::int` : sql``}
      ${after ? sql`and (debtor.overdue, debtor.tenant_id) < (${numberOf(after[0]!)}::bigint, ${after[1]!}::uuid)` : sql``}
    order by debtor.overdue desc, debtor.tenant_id desc
    limit ${limit + 1}`.execute(ctx.tx);
  const page = pageFrom(rows, limit, (row) => [row.overdue, row.tenant_id]);
  return { items: page.items.map((row) => toDebtor(row, today)), next: page.next };
}

const lateFrom: Readonly<Record<Stage, { readonly least: number; readonly most: number }>> = {
  upcoming: { least: 0, most: 0 },
  reminding: { least: 1, most: 2 },
  calling: { least: 3, most: 30 },
  demanding: { least: 31, most: 60 },
  lawyer: { least: 61, most: 89 },
  suing: { least: 90, most: 100_000 },
};
const numberOf = (text: string): string => (/^\d{1,15}$/.test(text) ? text : "0");

interface DebtorRow extends AgedRow {
  readonly tenant_id: Id<"tenant">;
  readonly tenant: string;
  readonly overdue: number;
  readonly oldest: Temporal.PlainDate;
  readonly next: unknown;
  readonly promise: unknown;
  readonly interrupted: string | null;
}

function toDebtor(row: DebtorRow, today: Temporal.PlainDate): ReplyOf<typeof contract.listDebtors>["items"][number] {
  const days = daysLate(row.oldest, today);
  const limitationOn = limitationOf(row.oldest, row.interrupted ? [Temporal.PlainDate.from(row.interrupted)] : []);
  const promise = row.promise as { amount: number; promised_on: string } | null;
  return {
    tenantId: row.tenant_id,
    tenant: row.tenant,
    overdue: fen(row.overdue),
    oldestDueOn: row.oldest,
    daysLate: days,
    stage: stageOf(days)!,
    aged: toAged(row),
    next: row.next ? toStep(revived(row.next as Record<string, unknown>)) : null,
    promise: promise && { amount: fen(promise.amount), promisedOn: Temporal.PlainDate.from(promise.promised_on) },
    limitationOn,
    isNearLimitation: today.until(limitationOn).days <= limitationWarningDays,
  };
}

/** A row that came as JSON: its moments as such. */
const revived = (row: Record<string, unknown>): Parameters<typeof toStep>[0] =>
  ({ ...row, opened_at: instant(row["opened_at"]), due_at: instant(row["due_at"]), done_at: row["done_at"] ? instant(row["done_at"]) : null }) as never;
const instant = (text: unknown): Temporal.Instant => Temporal.Instant.from(String(text));

/** All about one debtor. Refusal: tenants.notFound. */
export async function debtorById(ctx: SiteContext, tenantId: Id<"tenant">): Promise<ReplyOf<typeof contract.getDebtor>> {
  const tenant = await tenantById(ctx, tenantId);
  const today = dayAt(ctx, ctx.now);
  const all = await linesOfDebtor(ctx, tenantId);
  const fees = await lateFeesOf(ctx, all, today);
  const lines = all.filter(({ lineId, open: left }) => left > 0 || (fees.get(lineId)?.left ?? 0) > 0);
  const [steps, promises, waivers] = [await stepsOf(ctx, tenantId), await promisesOf(ctx, tenantId), await waiversOf(ctx, { tenantId })];
  const interruptions = [
    ...steps.flatMap(({ state, act, doneAt }) => (state === "done" && act !== "review" && doneAt ? [dayAt(ctx, doneAt)] : [])),
    ...promises.map(({ madeOn }) => madeOn),
  ];
  const isAfter = (dueOn: Temporal.PlainDate) => interruptions.filter((day) => Temporal.PlainDate.compare(day, dueOn) > 0);
  const ages = ageOf(lines, today);
  return {
    tenantId,
    tenant: tenant.name,
    aged: ages,
    overdue: fen(totalOf(ages) - ages.notDue),
    lateFeeLeft: sumFen([...fees.values()].map(({ left }) => left)),
    lines: lines.map((line) => ({
      lineId: line.lineId,
      billId: line.billId,
      billNo: line.billNo,
      feeItem: line.feeItem,
      from: line.from,
      to: line.to,
      dueOn: line.dueOn,
      daysLate: daysLate(line.dueOn, today),
      amount: line.amount,
      open: line.open,
      limitationOn: limitationOf(line.dueOn, isAfter(line.dueOn)),
      lateFee: fees.get(line.lineId) ?? null,
    })),
    steps,
    promises,
    waivers,
  };
}
