import { sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import { type Fen, fen } from "#kernel/money.ts";
import { Refusal } from "#kernel/problem.ts";
import type { SiteContext } from "#platform/context.ts";
import { keysOf, pageFrom } from "#platform/db/keyset.ts";
import type { Working } from "#features/leasing/rules.ts";
import { billingProblems, type WaiverKind, type WaiverStatus } from "../../rules.ts";
import type { PageOf } from "./lists.ts";

export interface Waiver {
  readonly id: Id<"waiver">;
  readonly billId: Id<"bill">;
  readonly billNo: string;
  readonly tenantId: Id<"tenant">;
  readonly tenant: string;
  readonly kind: WaiverKind;
  readonly lines: readonly { readonly lineId: Id<"billLine">; readonly amount: Fen; readonly working: Working | null }[];
  readonly amount: Fen;
  readonly reason: string;
  readonly status: WaiverStatus;
  readonly askedBy: Id<"person">;
  readonly askedByName: string;
  readonly askedAt: Temporal.Instant;
  readonly decidedByName: string | null;
  readonly decidedAt: Temporal.Instant | null;
  readonly decision: string;
  readonly creditBillId: Id<"bill"> | null;
}

const visibleWaivers = (ctx: SiteContext) =>
  ctx.tx
    .selectFrom("billing.waiver as waiver")
    .innerJoin("billing.bill as bill", (join) => join.onRef("bill.site_id", "=", "waiver.site_id").onRef("bill.id", "=", "waiver.bill_id"))
    .innerJoin("tenants.tenant as tenant", (join) => join.onRef("tenant.site_id", "=", "waiver.site_id").onRef("tenant.id", "=", "waiver.tenant_id"))
    .selectAll("waiver")
    .select(["bill.bill_no", "tenant.name as tenant"])
    .where("waiver.site_id", "=", ctx.siteId);

/** Refusal: waiverNotFound. */
export async function waiverById(ctx: SiteContext, id: Id<"waiver">): Promise<Waiver> {
  const row = await visibleWaivers(ctx).where("waiver.id", "=", id).executeTakeFirst();
  if (!row) throw new Refusal(billingProblems.waiverNotFound());
  return toWaiver(row);
}

export const waiversOfBill = async (ctx: SiteContext, billId: Id<"bill">): Promise<Waiver[]> =>
  (await visibleWaivers(ctx).where("waiver.bill_id", "=", billId).orderBy("waiver.asked_at").execute()).map(toWaiver);

/** Waivers, newest first. */
export async function waiverPage(ctx: SiteContext, { status, cursor, limit }: PageOf & { readonly status?: WaiverStatus | undefined }) {
  let query = visibleWaivers(ctx)
    .orderBy("waiver.asked_at", "desc")
    .orderBy("waiver.id", "desc")
    .limit(limit + 1);
  if (status) query = query.where("waiver.status", "=", status);
  if (cursor) {
    const [at, id] = keysOf(cursor, ["moment", "id"]);
    query = query.where(sql<boolean>`(waiver.asked_at, waiver.id) < (${at}::timestamptz, ${id}::uuid)`);
  }
  const page = pageFrom(await query.execute(), limit, (row) => [row.asked_at, row.id]);
  return { items: page.items.map(toWaiver), next: page.next };
}

type Row = Awaited<ReturnType<ReturnType<typeof visibleWaivers>["execute"]>>[number];

const toWaiver = (row: Row): Waiver => ({
  id: row.id as Id<"waiver">,
  billId: row.bill_id as Id<"bill">,
  billNo: row.bill_no,
  tenantId: row.tenant_id as Id<"tenant">,
  tenant: row.tenant,
  kind: row.kind as WaiverKind,
  lines: row.lines as unknown as Waiver["lines"],
  amount: fen(row.amount),
  reason: row.reason,
  status: row.status as WaiverStatus,
  askedBy: row.asked_by as Id<"person">,
  askedByName: row.asked_by_name,
  askedAt: row.asked_at,
  decidedByName: row.decided_by_name,
  decidedAt: row.decided_at,
  decision: row.decision,
  creditBillId: row.credit_bill_id as Id<"bill"> | null,
});
