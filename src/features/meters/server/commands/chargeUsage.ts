import type { Id } from "#kernel/id.ts";
import { refuseIf } from "#kernel/problem.ts";
import { dayAt, type SiteContext } from "#platform/context.ts";
import { addCharge } from "#features/billing/server/index.ts";
import { settlementBilled } from "../../contract.ts";
import { feeItemOfKind, whyNotBill, workingOf } from "../../rules.ts";
import { linesOf, type Settlement, settlementById, type SettlementLine } from "../queries/settlements.ts";
import { lockedSettlement } from "./settle.ts";

/** Charges what each tenant owes, line by line with its working. Refusals: settlementNotFound, notPublished, objectionsRun, objectionsOpen, those of billing. */
export async function billSettlement(ctx: SiteContext, settlementId: Id<"settlement">): Promise<Settlement> {
  const settlement = await lockedSettlement(ctx, settlementId);
  refuseIf(whyNotBill(settlement, dayAt(ctx, ctx.now)));
  let charges = 0;
  for (const line of await linesOf(ctx, [settlementId])) if (await chargeUsage(ctx, settlement, line)) charges++;
  await ctx.tx
    .updateTable("meters.settlement")
    .set({ state: "billed", billed_by_name: ctx.actor.name, billed_at: ctx.now })
    .where("site_id", "=", ctx.siteId)
    .where("id", "=", settlementId)
    .execute();
  const { kind, month, owed } = settlement;
  await ctx.record(settlementBilled, { settlementId, kind, month, owed, charges });
  await ctx.tell(ctx.siteId, "meters.settlement", settlementId);
  return settlementById(ctx, settlementId);
}

/** Puts a line up for its tenant's next bill; what the operator bears, or nothing, is not charged. */
async function chargeUsage(ctx: SiteContext, { kind, month, dueOn }: Settlement, line: SettlementLine): Promise<boolean> {
  if (line.tenantId === null || line.amount === 0) return false;
  await addCharge(ctx, {
    id: line.id as string as Id<"charge">,
    tenantId: line.tenantId,
    leaseId: line.leaseId,
    feeItem: feeItemOfKind[kind],
    unitIds: line.unitIds,
    from: line.from,
    to: line.to,
    dueOn,
    amount: line.amount,
    working: workingOf(line),
    remark: `${month.toString()} ${line.meterNo}`,
    source: { kind: "meters.settlement_line", id: line.id },
  });
  return true;
}
