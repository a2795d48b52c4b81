import { sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import { type Fen, fen } from "#kernel/money.ts";
import { dayAt, type SiteContext } from "#platform/context.ts";
import { type FeeItemCode, type LateFeeTerm, lateFeeOf, type Working } from "#features/leasing/rules.ts";
import { termsOf } from "#features/leasing/server/index.ts";
import { bearsLateFee, lateFeeLeft } from "../../rules.ts";
import { settingOf } from "./setting.ts";

/** A line of a bill as arrears look at it. */
export interface OwedLine {
  readonly lineId: Id<"billLine">;
  readonly billId: Id<"bill">;
  readonly billNo: string;
  readonly tenantId: Id<"tenant">;
  readonly leaseId: Id<"lease"> | null;
  /** Whom it is owed to. */
  readonly entityId: Id<"entity">;
  readonly feeItem: FeeItemCode;
  readonly unitIds: readonly Id<"unit">[];
  readonly from: Temporal.PlainDate;
  readonly to: Temporal.PlainDate;
  readonly dueOn: Temporal.PlainDate;
  /** What was due, less what was credited. */
  readonly amount: Fen;
  readonly open: Fen;
}

/** Lines of one tenant that are open, or were paid after their due day: whatever damages for delay may run on. Oldest due first. */
export async function linesOfDebtor(ctx: SiteContext, tenantId: Id<"tenant">): Promise<OwedLine[]> {
  const rows = await ctx.tx
    .selectFrom("billing.bill_line as line")
    .innerJoin("billing.bill as bill", (join) => join.onRef("bill.site_id", "=", "line.site_id").onRef("bill.id", "=", "line.bill_id"))
    .select(["line.id", "line.bill_id", "bill.bill_no", "line.tenant_id", "line.lease_id", "line.entity_id", "line.fee_item", "line.unit_ids"])
    .select(["line.from_day", "line.to_day", "line.due_on", "line.amount", "line.settled", "line.credited"])
    .where("line.site_id", "=", ctx.siteId)
    .where("line.tenant_id", "=", tenantId)
    .where("line.source_kind", "<>", "credit")
    .where(
      sql<boolean>`(line.settled + line.credited < line.amount or exists (
        select from payments.allocation paid where paid.site_id = line.site_id and paid.line_id = line.id and paid.released_at is null and paid.value_on > line.due_on))`,
    )
    .orderBy("line.due_on")
    .orderBy("line.id")
    .execute();
  return rows.map((row) => ({
    lineId: row.id as Id<"billLine">,
    billId: row.bill_id as Id<"bill">,
    billNo: row.bill_no,
    tenantId: row.tenant_id as Id<"tenant">,
    leaseId: row.lease_id as Id<"lease"> | null,
    entityId: row.entity_id as Id<"entity">,
    feeItem: row.fee_item as FeeItemCode,
    unitIds: row.unit_ids as Id<"unit">[],
    from: row.from_day,
    to: row.to_day,
    dueOn: row.due_on,
    amount: fen(row.amount - row.credited),
    open: fen(row.amount - row.settled - row.credited),
  }));
}

export interface LineLateFee {
  readonly accrued: Fen;
  readonly charged: Fen;
  readonly waived: Fen;
  readonly left: Fen;
  readonly working: Working;
}

/**
 * Damages for delay of lines up to and with `until`, by line; those on which none are agreed are not among them. The term is that of the
 * lease's fee, else the site's own. Deposits and damages themselves bear none.
 */
export async function lateFeesOf(ctx: SiteContext, lines: readonly OwedLine[], until: Temporal.PlainDate): Promise<Map<Id<"billLine">, LineLateFee>> {
  const bearing = lines.filter(({ feeItem, amount, dueOn }) => bearsLateFee(feeItem) && amount > 0 && Temporal.PlainDate.compare(dueOn, until) < 0);
  const ids = bearing.map(({ lineId }) => lineId);
  const [paid, charged, waived, termFor] = [
    await paymentsOfLines(ctx, ids),
    await sumsOf(ctx, "late_fee", ids),
    await sumsOf(ctx, "late_fee_waiver", ids),
    await termsFor(ctx, bearing),
  ];
  return new Map(
    bearing.flatMap((line): [Id<"billLine">, LineLateFee][] => {
      const term = termFor(line);
      if (!term) return [];
      const { amount: accrued, working } = lateFeeOf({ term, amount: line.amount, dueOn: line.dueOn, payments: paid.get(line.lineId) ?? [], until });
      const before = { charged: charged.get(line.lineId) ?? fen(0), waived: waived.get(line.lineId) ?? fen(0) };
      return [[line.lineId, { accrued, ...before, left: lateFeeLeft({ accrued, ...before }), working }]];
    }),
  );
}

async function paymentsOfLines(ctx: SiteContext, lineIds: readonly Id<"billLine">[]) {
  const rows = await ctx.tx
    .selectFrom("payments.allocation")
    .select(["line_id", "value_on", "amount"])
    .where("site_id", "=", ctx.siteId)
    .where("line_id", "=", sql<string>`any (${lineIds}::uuid[])`)
    .where("released_at", "is", null)
    .execute();
  return Map.groupBy(
    rows.map((row) => ({ lineId: row.line_id as Id<"billLine">, on: row.value_on, amount: fen(row.amount) })),
    ({ lineId }) => lineId,
  );
}

/** Charged: put up for billing and not taken back. Waived: approved. */
async function sumsOf(ctx: SiteContext, table: "late_fee" | "late_fee_waiver", lineIds: readonly Id<"billLine">[]): Promise<Map<Id<"billLine">, Fen>> {
  const counted =
    table === "late_fee"
      ? sql`arrears.late_fee as part where not exists (
          select from billing.charge where charge.site_id = part.site_id and charge.id = part.id and charge.status = 'cancelled') and`
      : sql`arrears.late_fee_waiver as part where part.state = 'approved' and`;
  const { rows } = await sql<{ line_id: Id<"billLine">; amount: number }>`
    select part.line_id, sum(part.amount)::bigint as amount from ${counted} part.site_id = ${ctx.siteId} and part.line_id = any (${lineIds}::uuid[]) group by part.line_id`.execute(
    ctx.tx,
  );
  return new Map(rows.map(({ line_id, amount }) => [line_id, fen(amount)]));
}

/** The damages agreed for a fee item in the newest signed terms of its lease, else the site's own. */
async function termsFor(ctx: SiteContext, lines: readonly OwedLine[]): Promise<(line: OwedLine) => LateFeeTerm | null> {
  const { lateFee } = await settingOf(ctx);
  const agreed = new Map<Id<"lease">, Map<FeeItemCode, LateFeeTerm>>();
  for (const leaseId of new Set(lines.flatMap((line) => line.leaseId ?? []))) {
    const terms = (await termsOf(ctx, leaseId)).at(-1)?.terms;
    agreed.set(leaseId, new Map((terms?.fees ?? []).flatMap((fee) => (fee.lateFee ? [[fee.feeItem, fee.lateFee]] : []))));
  }
  return ({ leaseId, feeItem }) => (leaseId ? agreed.get(leaseId)?.get(feeItem) : undefined) ?? lateFee;
}

/** Whether anything of a tenant is overdue today, and since when. */
export async function oldestOverdue(ctx: SiteContext): Promise<Map<Id<"tenant">, Temporal.PlainDate>> {
  const { rows } = await sql<{ tenant_id: Id<"tenant">; oldest: Temporal.PlainDate }>`
    select tenant_id, min(due_on) as oldest from billing.bill_line
    where site_id = ${ctx.siteId} and source_kind <> 'credit' and settled + credited < amount and due_on < ${dayAt(ctx, ctx.now)}
    group by tenant_id`.execute(ctx.tx);
  return new Map(rows.map(({ tenant_id, oldest }) => [tenant_id, oldest]));
}
