import { sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import { type Fen, fen } from "#kernel/money.ts";
import { Refusal } from "#kernel/problem.ts";
import type { SiteContext } from "#platform/context.ts";
import type { FeeItemCode } from "#features/leasing/rules.ts";
import { type Bill, type BillLine, billingProblems } from "../../rules.ts";
import { toBill, toLine } from "./rows.ts";

/** The bills of the site that this actor may see; a tenant's contact sees their company's. */
export function visibleBills(ctx: SiteContext) {
  const bills = ctx.tx.selectFrom("billing.bill as bill").where("bill.site_id", "=", ctx.siteId);
  return ctx.tenantId ? bills.where("bill.tenant_id", "=", ctx.tenantId) : bills;
}

export type BillWithLines = Bill & { readonly lines: readonly BillLine[] };

/** A bill with its lines in their order. Refusal: billNotFound. */
export async function billById(ctx: SiteContext, id: Id<"bill">): Promise<BillWithLines> {
  const row = await visibleBills(ctx).where("bill.id", "=", id).selectAll("bill").executeTakeFirst();
  if (!row) throw new Refusal(billingProblems.billNotFound());
  return { ...toBill(row), lines: (await linesOfBills(ctx, [id])).get(id) ?? [] };
}

/** The lines of bills in their order, by bill. */
export async function linesOfBills(ctx: SiteContext, billIds: readonly Id<"bill">[]): Promise<Map<Id<"bill">, BillLine[]>> {
  const rows = await ctx.tx
    .selectFrom("billing.bill_line")
    .selectAll()
    .where("site_id", "=", ctx.siteId)
    .where("bill_id", "=", sql<string>`any (${billIds}::uuid[])`)
    .orderBy("bill_id")
    .orderBy("position")
    .execute();
  return Map.groupBy(rows.map(toLine), ({ billId }) => billId);
}

/** A line that is not paid whole: what payments settle and arrears reckon with. */
export type OpenLine = BillLine & { readonly billNo: string; readonly tenantId: Id<"tenant">; readonly leaseId: Id<"lease"> | null; readonly open: Fen };

export interface OpenLineFilter {
  readonly tenantId?: Id<"tenant"> | undefined;
  readonly leaseId?: Id<"lease"> | undefined;
  /** Due on that day or before. */
  readonly dueBy?: Temporal.PlainDate | undefined;
  readonly feeItems?: readonly FeeItemCode[] | undefined;
}

/** What is owed, oldest due first. */
export async function openLines(ctx: SiteContext, { tenantId = ctx.tenantId ?? undefined, leaseId, dueBy, feeItems }: OpenLineFilter): Promise<OpenLine[]> {
  const rows = await ctx.tx
    .selectFrom("billing.bill_line as line")
    .innerJoin("billing.bill as bill", (join) => join.onRef("bill.site_id", "=", "line.site_id").onRef("bill.id", "=", "line.bill_id"))
    .selectAll("line")
    .select(["bill.bill_no"])
    .where("line.site_id", "=", ctx.siteId)
    .where("line.source_kind", "<>", "credit")
    .where(sql<boolean>`line.settled + line.credited < line.amount`)
    .$if(tenantId !== undefined, (query) => query.where("line.tenant_id", "=", tenantId!))
    .$if(leaseId !== undefined, (query) => query.where("line.lease_id", "=", leaseId!))
    .$if(dueBy !== undefined, (query) => query.where("line.due_on", "<=", dueBy!))
    .$if(feeItems !== undefined, (query) => query.where("line.fee_item", "in", feeItems!))
    .orderBy("line.due_on")
    .orderBy("line.id")
    .execute();
  return rows.map((row) => ({
    ...toLine(row),
    billNo: row.bill_no,
    tenantId: row.tenant_id as Id<"tenant">,
    leaseId: row.lease_id as Id<"lease"> | null,
    open: fen(row.amount - row.settled - row.credited),
  }));
}

/** The lines of a lease's schedule that were billed and stand, oldest first. */
export async function scheduledLines(ctx: SiteContext, leaseId: Id<"lease">): Promise<(BillLine & { readonly billNo: string; readonly tenantId: Id<"tenant"> })[]> {
  const rows = await ctx.tx
    .selectFrom("billing.bill_line as line")
    .innerJoin("billing.bill as bill", (join) => join.onRef("bill.site_id", "=", "line.site_id").onRef("bill.id", "=", "line.bill_id"))
    .selectAll("line")
    .select("bill.bill_no")
    .where("line.site_id", "=", ctx.siteId)
    .where("line.lease_id", "=", leaseId)
    .where("line.source_kind", "=", "schedule")
    .where("line.is_live", "=", true)
    .orderBy("line.from_day")
    .orderBy("line.id")
    .execute();
  return rows.map((row) => ({ ...toLine(row), billNo: row.bill_no, tenantId: row.tenant_id as Id<"tenant"> }));
}

/** Lines by their ids. Refusal: lineNotFound, if any is missing. */
export async function linesByIds(ctx: SiteContext, ids: readonly Id<"billLine">[]): Promise<BillLine[]> {
  const rows = await ctx.tx
    .selectFrom("billing.bill_line")
    .selectAll()
    .where("site_id", "=", ctx.siteId)
    .where("id", "=", sql<string>`any (${ids}::uuid[])`)
    .orderBy("id")
    .execute();
  if (rows.length < new Set(ids).size) throw new Refusal(billingProblems.lineNotFound());
  return rows.map(toLine);
}
