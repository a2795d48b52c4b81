import { sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import { dayAt, type SiteContext } from "#platform/context.ts";
import { keysOf, pageFrom } from "#platform/db/keyset.ts";
import { type BillState, billState, type ChargeStatus, owedOf } from "../../rules.ts";
import { feeItemsOf, feeItemsPaidTo } from "../feeItems.ts";
import { firstDay } from "../periods.ts";
import { visibleBills } from "./bills.ts";
import { toBill, toCharge } from "./rows.ts";

export interface BillFilter {
  readonly state?: BillState | undefined;
  readonly month?: Temporal.PlainYearMonth | undefined;
  readonly tenantId?: Id<"tenant"> | undefined;
  readonly leaseId?: Id<"lease"> | undefined;
  readonly runId?: Id<"run"> | undefined;
  readonly search?: string | undefined;
}
export interface PageOf {
  readonly cursor?: string | undefined;
  readonly limit: number;
}

/** Bills with the names of their tenant and lease, newest first. */
export async function billPage(ctx: SiteContext, { cursor, limit, ...filter }: BillFilter & PageOf) {
  let query = namedBills(ctx)
    .orderBy("bill.issued_on", "desc")
    .orderBy("bill.id", "desc")
    .limit(limit + 1);
  query = filtered(ctx, query, filter);
  if (cursor) {
    const [day, id] = keysOf(cursor, ["text", "id"]);
    query = query.where(sql<boolean>`(bill.issued_on, bill.id) < (${dayOf(day!)}::date, ${id}::uuid)`);
  }
  const page = pageFrom(await query.execute(), limit, (row) => [row.issued_on, row.id]);
  return { items: page.items.map((row) => toNamedBill(ctx, row)), next: page.next };
}

type NamedBills = ReturnType<typeof namedBills>;

export const namedBills = (ctx: SiteContext) =>
  visibleBills(ctx)
    .innerJoin("tenants.tenant as tenant", (join) => join.onRef("tenant.site_id", "=", "bill.site_id").onRef("tenant.id", "=", "bill.tenant_id"))
    .leftJoin("leasing.lease as lease", (join) => join.onRef("lease.site_id", "=", "bill.site_id").onRef("lease.id", "=", "bill.lease_id"))
    .selectAll("bill")
    .select(["tenant.name as tenant", "lease.lease_no"]);

export function toNamedBill(ctx: SiteContext, row: Awaited<ReturnType<NamedBills["execute"]>>[number]) {
  const bill = toBill(row);
  return { ...bill, tenant: row.tenant, leaseNo: row.lease_no, state: billState(bill, dayAt(ctx, ctx.now)), owed: owedOf(bill) };
}

function filtered(ctx: SiteContext, query: NamedBills, { state, month, tenantId, leaseId, runId, search }: BillFilter): NamedBills {
  let found = query;
  if (state) found = found.where(inState(state, dayAt(ctx, ctx.now)));
  if (month) found = found.where("bill.month", "=", firstDay(month));
  if (tenantId) found = found.where("bill.tenant_id", "=", tenantId);
  if (leaseId) found = found.where("bill.lease_id", "=", leaseId);
  if (runId) found = found.where("bill.run_id", "=", runId);
  if (search) {
    const like = `%${search.replaceAll(/[\\%_]/g, "\\$&")}%`;
    found = found.where((where) => where.or([where("bill.bill_no", "ilike", like), where("tenant.name", "ilike", like), where("lease.lease_no", "ilike", like)]));
  }
  return found;
}

/** As `billState` judges; open and partly paid bills past their due day are overdue. */
function inState(state: BillState, today: Temporal.PlainDate) {
  const isOpen = sql`bill.kind = 'bill' and bill.settled + bill.credited < bill.total`;
  const conditions = {
    open: sql`${isOpen} and bill.due_on >= ${today} and bill.settled = 0`,
    partly: sql`${isOpen} and bill.due_on >= ${today} and bill.settled > 0`,
    overdue: sql`${isOpen} and bill.due_on < ${today}`,
    settled: sql`bill.kind = 'bill' and bill.settled + bill.credited = bill.total and bill.credited < bill.total`,
    credited: sql`bill.kind = 'bill' and bill.credited = bill.total`,
    credit: sql`bill.kind = 'credit'`,
  } as const satisfies Record<BillState, unknown>;
  return sql<boolean>`(${conditions[state]})`;
}

export interface ChargeFilter {
  readonly status?: ChargeStatus | undefined;
  readonly tenantId?: Id<"tenant"> | undefined;
  readonly entityId?: Id<"entity"> | undefined;
  readonly month?: Temporal.PlainYearMonth | undefined;
}

/** Charges with the names of tenant and fee item, the latest due first. */
export async function chargePage(ctx: SiteContext, { status, tenantId, entityId, month, cursor, limit }: ChargeFilter & PageOf) {
  let query = ctx.tx
    .selectFrom("billing.charge as charge")
    .innerJoin("tenants.tenant as tenant", (join) => join.onRef("tenant.site_id", "=", "charge.site_id").onRef("tenant.id", "=", "charge.tenant_id"))
    .selectAll("charge")
    .select("tenant.name as tenant")
    .where("charge.site_id", "=", ctx.siteId)
    .orderBy("charge.due_on", "desc")
    .orderBy("charge.id", "desc")
    .limit(limit + 1);
  if (status) query = query.where("charge.status", "=", status);
  if (tenantId) query = query.where("charge.tenant_id", "=", tenantId);
  if (entityId)
    query = query.where(sql<boolean>`(charge.entity_id = ${entityId} or (charge.entity_id is null and charge.fee_item = any (${await feeItemsPaidTo(ctx, entityId)}::text[])))`);
  if (month) query = query.where("charge.due_on", ">=", firstDay(month)).where("charge.due_on", "<", firstDay(month.add({ months: 1 })));
  if (cursor) {
    const [day, id] = keysOf(cursor, ["text", "id"]);
    query = query.where(sql<boolean>`(charge.due_on, charge.id) < (${dayOf(day!)}::date, ${id}::uuid)`);
  }
  const names = new Map((await feeItemsOf(ctx)).map(({ code, name }) => [code, name]));
  const page = pageFrom(await query.execute(), limit, (row) => [row.due_on, row.id]);
  return { items: page.items.map((row) => ({ ...toCharge(row), tenant: row.tenant, name: names.get(toCharge(row).feeItem)! })), next: page.next };
}

/** A day out of a cursor; anything else asks for what is before all days. */
const dayOf = (text: string): string => (/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/.test(text) ? text : "0001-01-01");
