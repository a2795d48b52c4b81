import { sql } from "kysely";
import { type Id, newId } from "#kernel/id.ts";
import { type Fen, fen, sumFen } from "#kernel/money.ts";
import { Refusal } from "#kernel/problem.ts";
import { dayAt, type SiteContext } from "#platform/context.ts";
import { insertRows } from "#platform/db/bulk.ts";
import { refusing } from "#platform/db/violations.ts";
import type { FeeItemCode, ScheduleLine, TaxMode, Working } from "#features/leasing/rules.ts";
import { type BilledLine, type BillLine, billingProblems, type Charge, type Taxed, type TaxCategory } from "../rules.ts";
import type { Pricing } from "./feeItems.ts";
import { nextNumbers } from "./numbers.ts";
import { firstDay, refuseClosed } from "./periods.ts";

/** A bill about to be written: complete but for its number. */
export interface BillDraft {
  readonly id: Id<"bill">;
  readonly kind: "bill" | "credit";
  readonly tenantId: Id<"tenant">;
  readonly leaseId: Id<"lease"> | null;
  readonly month: Temporal.PlainYearMonth;
  readonly dueOn: Temporal.PlainDate;
  readonly creditsBillId: Id<"bill"> | null;
  readonly reason: string;
  readonly runId: Id<"run"> | null;
  readonly lines: readonly LineDraft[];
}

export type LineDraft = Pick<
  BillLine,
  "feeItem" | "entityId" | "unitIds" | "from" | "to" | "dueOn" | "taxRate" | "taxCategory" | "taxMode" | "working" | "source" | "creditsLineId"
> &
  Taxed;

/** What was written, for those who tell of it. */
export interface WrittenBill {
  readonly id: Id<"bill">;
  readonly billNo: string;
  readonly total: Fen;
}

/** Lines of one statement; those of a bill are never in two. */
const mostLinesAtOnce = 4_500;

/** Writes bills with their lines and numbers, however many. Refusals: monthClosed, alreadyBilled. */
export async function writeBills(ctx: SiteContext, drafts: readonly BillDraft[]): Promise<WrittenBill[]> {
  if (drafts.length === 0) return [];
  const today = dayAt(ctx, ctx.now);
  for (const entityId of new Set(drafts.flatMap(({ lines }) => lines.map((line) => line.entityId)))) await refuseClosed(ctx, entityId, today);
  const written: WrittenBill[] = [];
  for (const kind of ["credit", "bill"] as const) {
    const ofKind = drafts.filter((draft) => draft.kind === kind);
    const numbers = await nextNumbers(ctx, kind, ofKind.length);
    const numbered = ofKind.map((draft, index) => ({ draft, billNo: numbers[index]!, total: sumFen(draft.lines.map(({ amount }) => amount)) }));
    await insertRows(ctx.tx, "billing.bill", billColumns, numbered, (bill) => billValues(ctx, bill, today));
    for (const chunk of chunks(ofKind)) await writeLines(ctx, chunk);
    written.push(...numbered.map(({ draft: { id }, billNo, total }) => ({ id, billNo, total })));
  }
  return written;
}

const billColumns = {
  site_id: "uuid",
  id: "uuid",
  bill_no: "text",
  kind: "text",
  tenant_id: "uuid",
  lease_id: "uuid",
  month: "date",
  issued_on: "date",
  due_on: "date",
  credits_bill_id: "uuid",
  reason: "text",
  run_id: "uuid",
  total: "bigint",
  issued_by_name: "text",
  created_at: "timestamptz",
};

const billValues = (ctx: SiteContext, { draft, billNo, total }: { draft: BillDraft; billNo: string; total: Fen }, today: Temporal.PlainDate): unknown[] => [
  ctx.siteId,
  draft.id,
  billNo,
  draft.kind,
  draft.tenantId,
  draft.leaseId,
  firstDay(draft.month),
  today,
  draft.dueOn,
  draft.creditsBillId,
  draft.reason,
  draft.runId,
  total,
  ctx.actor.name,
  ctx.now,
];

const lineColumns = {
  site_id: "uuid",
  id: "uuid",
  bill_id: "uuid",
  tenant_id: "uuid",
  lease_id: "uuid",
  position: "int",
  fee_item: "text",
  entity_id: "uuid",
  unit_ids: "uuid[]",
  from_day: "date",
  to_day: "date",
  due_on: "date",
  amount: "bigint",
  net: "bigint",
  tax: "bigint",
  tax_rate: "numeric",
  tax_category: "text",
  tax_mode: "text",
  working: "jsonb",
  source_kind: "text",
  source_id: "text",
  credits_line_id: "uuid",
};

async function writeLines(ctx: SiteContext, drafts: readonly BillDraft[]): Promise<void> {
  const lines = drafts.flatMap((draft) => draft.lines.map((line, index) => ({ draft, line, position: index + 1 })));
  const write = insertRows(ctx.tx, "billing.bill_line", lineColumns, lines, ({ draft, line, position }) => [
    ctx.siteId,
    newId(),
    draft.id,
    draft.tenantId,
    draft.leaseId,
    position,
    line.feeItem,
    line.entityId,
    `{${line.unitIds.join(",")}}`,
    line.from,
    line.to,
    line.dueOn,
    line.amount,
    line.net,
    line.tax,
    line.taxRate,
    line.taxCategory,
    line.taxMode,
    JSON.stringify(line.working),
    line.source.kind,
    line.source.id,
    line.creditsLineId,
  ]);
  const month = dayAt(ctx, ctx.now).toPlainYearMonth().toString();
  await refusing(write, { source_billed_once: () => billingProblems.alreadyBilled(), no_line_in_a_closed_month: () => billingProblems.monthClosed({ month }) });
}

function* chunks(drafts: readonly BillDraft[]): Generator<BillDraft[]> {
  let chunk: BillDraft[] = [];
  let lines = 0;
  for (const draft of drafts) {
    if (chunk.length > 0 && lines + draft.lines.length > mostLinesAtOnce) {
      yield chunk;
      chunk = [];
      lines = 0;
    }
    chunk.push(draft);
    lines += draft.lines.length;
  }
  if (chunk.length > 0) yield chunk;
}

/** A line of a bill from a line of the lease's schedule. Refusal: entityMissing. */
export function lineOfSchedule(pricing: Pricing, leaseId: Id<"lease">, line: ScheduleLine): LineDraft {
  return priced(pricing, { ...line, source: { kind: "schedule", id: sourceOfSchedule(leaseId, line.key) } });
}

/** A line of a bill from a charge. Refusal: entityMissing. */
export const lineOfCharge = (pricing: Pricing, charge: Charge): LineDraft => priced(pricing, { ...charge, source: { kind: "charge", id: charge.id } });

interface Priceable {
  readonly feeItem: FeeItemCode;
  readonly unitIds: readonly Id<"unit">[];
  readonly from: Temporal.PlainDate;
  readonly to: Temporal.PlainDate;
  readonly dueOn: Temporal.PlainDate;
  readonly amount: Fen;
  readonly taxMode: TaxMode;
  readonly working: Working;
  readonly source: BillLine["source"];
  readonly entityId?: Id<"entity"> | null;
}

function priced(pricing: Pricing, { feeItem, unitIds, from, to, dueOn, amount, taxMode, working, source, entityId = null }: Priceable): LineDraft {
  const entity = entityId ? pricing.entity(entityId) : pricing.payee(feeItem);
  return {
    feeItem,
    entityId: entity.id,
    unitIds,
    from,
    to,
    dueOn,
    taxMode,
    working,
    source,
    creditsLineId: null,
    ...pricing.tax(feeItem, amount, taxMode, dueOn, entity),
  };
}

/** How a line of a schedule is named among all sources of the site. */
export const sourceOfSchedule = (leaseId: Id<"lease">, key: string): string => `${leaseId}:${key}`;

/** The lines of schedules that were billed and stand, by lease. */
export async function billedLines(ctx: SiteContext, leaseIds: readonly Id<"lease">[]): Promise<Map<Id<"lease">, BilledLine[]>> {
  if (leaseIds.length === 0) return new Map();
  const { rows } = await sql<{
    id: Id<"billLine">;
    bill_id: Id<"bill">;
    lease_id: Id<"lease">;
    source_id: string;
    fee_item: FeeItemCode;
    from_day: Temporal.PlainDate;
    to_day: Temporal.PlainDate;
    due_on: Temporal.PlainDate;
    amount: number;
    net: number;
    tax_mode: TaxMode;
    credited: number;
  }>`
    select id, bill_id, lease_id, source_id, fee_item, from_day, to_day, due_on, amount, net, tax_mode, credited from billing.bill_line
    where site_id = ${ctx.siteId} and lease_id = any (${leaseIds}::uuid[]) and is_live and source_kind = 'schedule' order by lease_id, from_day, id`.execute(ctx.tx);
  const lines = rows.map((row) => ({
    leaseId: row.lease_id,
    line: {
      id: row.id,
      billId: row.bill_id,
      key: row.source_id.slice(row.lease_id.length + 1),
      feeItem: row.fee_item,
      from: row.from_day,
      to: row.to_day,
      dueOn: row.due_on,
      amount: fen(row.amount),
      net: fen(row.net),
      taxMode: row.tax_mode,
      credited: fen(row.credited),
    },
  }));
  const byLease = new Map<Id<"lease">, BilledLine[]>();
  for (const { leaseId, line } of lines) {
    const known = byLease.get(leaseId);
    if (known) known.push(line);
    else byLease.set(leaseId, [line]);
  }
  return byLease;
}

/** Who bills at the site does so one after the other: a batch of a run, or somebody's single bill. */
export async function lockBilling(ctx: SiteContext): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`billing:${ctx.siteId}`}, 0))`.execute(ctx.tx);
}

/** What was known of how far a lease is billed no longer holds: the next run looks at it whole. */
export async function forgetProgress(ctx: SiteContext, leaseId: Id<"lease"> | null): Promise<void> {
  if (leaseId) await ctx.tx.deleteFrom("billing.lease_progress").where("site_id", "=", ctx.siteId).where("lease_id", "=", leaseId).execute();
}

/** Holds bills for this transaction, in the order of their ids. Refusal: billNotFound. */
export async function lockBills(ctx: SiteContext, ids: readonly Id<"bill">[]): Promise<void> {
  const wanted = [...new Set(ids)].sort();
  const held = await ctx.tx.selectFrom("billing.bill").select("id").where("site_id", "=", ctx.siteId).where("id", "in", wanted).orderBy("id").forUpdate().execute();
  if (held.length < wanted.length) throw new Refusal(billingProblems.billNotFound());
}
