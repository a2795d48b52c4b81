import { sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import { fen } from "#kernel/money.ts";
import type { SiteContext } from "#platform/context.ts";
import type { FeeItemCode } from "#features/leasing/rules.ts";
import { tenantById } from "#features/tenants/server/index.ts";
import { debtsOf } from "../settling.ts";

/** Lines of bills as debts in words, by their ids. */
export async function describeParts(ctx: SiteContext, lineIds: readonly Id<"billLine">[]) {
  const rows = await ctx.tx
    .selectFrom("billing.bill_line as line")
    .innerJoin("billing.bill as bill", (join) => join.onRef("bill.site_id", "=", "line.site_id").onRef("bill.id", "=", "line.bill_id"))
    .select([
      "line.id",
      "line.bill_id",
      "bill.bill_no",
      "line.fee_item",
      "line.entity_id",
      "line.from_day",
      "line.to_day",
      "line.due_on",
      "line.amount",
      "line.settled",
      "line.credited",
    ])
    .where("line.site_id", "=", ctx.siteId)
    .where("line.id", "=", sql<string>`any (${lineIds}::uuid[])`)
    .execute();
  return Map.groupBy(
    rows.map((row) => ({
      lineId: row.id as Id<"billLine">,
      billId: row.bill_id as Id<"bill">,
      billNo: row.bill_no,
      feeItem: row.fee_item as FeeItemCode,
      entityId: row.entity_id as Id<"entity">,
      from: row.from_day,
      to: row.to_day,
      dueOn: row.due_on,
      open: fen(row.amount - row.settled - row.credited),
    })),
    ({ lineId }) => lineId,
  );
}

/** What a tenant owes, in the order in which money pays it. Refusal: tenants.notFound. */
export async function debtList(ctx: SiteContext, tenantId: Id<"tenant">) {
  await tenantById(ctx, tenantId);
  return (await debtsOf(ctx, tenantId)).map(({ id, billId, billNo, feeItem, entityId, from, to, dueOn, open }) => ({
    lineId: id,
    billId,
    billNo,
    feeItem,
    entityId,
    from,
    to,
    dueOn,
    open,
  }));
}
