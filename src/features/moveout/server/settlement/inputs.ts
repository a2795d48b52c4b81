import type { Id } from "#kernel/id.ts";
import { fen } from "#kernel/money.ts";
import { dayAt, type SiteContext } from "#platform/context.ts";
import { lateFeesOf, linesOfDebtor, type OwedLine } from "#features/arrears/server/index.ts";
import { isRecurring, type Unused, unusedOf } from "#features/billing/rules.ts";
import { finalLines, type OpenLine, openLines, pricingOf, scheduledLines, waitingCharges } from "#features/billing/server/index.ts";
import { feeItems } from "#features/leasing/rules.ts";
import { leaseById } from "#features/leasing/server/index.ts";
import { type FinalUsage, finalUsageOf } from "#features/meters/server/index.ts";
import { depositsOf, freeAdvances } from "#features/payments/server/index.ts";
import { checkNotice, type MoveOut, sayNotice } from "../../rules.ts";
import type { SettlementInputs } from "../../rules/settlement.ts";
import { itemsOf } from "./items.ts";

/** What a settlement is reckoned from, with what posting it needs besides. */
export interface Gathered {
  readonly inputs: SettlementInputs;
  readonly unused: readonly Unused<Awaited<ReturnType<typeof scheduledLines>>[number]>[];
  readonly usage: FinalUsage;
  /** Lines late for which damages are charged. */
  readonly lateLineIds: ReadonlySet<Id<"billLine">>;
  /** Deposits asked for and not paid: they are not asked for any more. */
  readonly openDeposits: readonly OpenLine[];
}

/**
 * Reads the records that a final account is made of: those of the lease, and of the tenant what stands under no lease. Advances belong to a tenant, so all
 * of them count. Domain §3.7.
 */
export async function gather(ctx: SiteContext, moveOut: MoveOut, settledOn: Temporal.PlainDate = dayAt(ctx, ctx.now)): Promise<Gathered> {
  const { tenantId, leaseId, leavingOn } = moveOut;
  const lease = await leaseById(ctx, leaseId);
  const pricing = await pricingOf(ctx);
  const scheduled = (await scheduledLines(ctx, leaseId)).filter((line) => line.tenantId === tenantId && isRecurring(line));
  const unused = unusedOf(scheduled, leavingOn);
  const advances = await freeAdvances(ctx, tenantId);
  const allOpen = (await openLines(ctx, { tenantId })).filter((line) => line.leaseId === leaseId || line.leaseId === null);
  const open = allOpen.filter(({ feeItem }) => feeItems[feeItem].nature !== "deposit");
  const usage = await finalUsageOf(ctx, { leaseId, unitIds: [...new Set(lease.units.map(({ unitId }) => unitId))] });
  const items = (await itemsOf(ctx, [moveOut.id])).get(moveOut.id) ?? [];
  const late = await lateFees(ctx, moveOut, { settledOn, open, advances });

  const inputs: SettlementInputs = {
    leavingOn,
    settledOn,
    deposits: (await depositsOf(ctx, leaseId)).filter((deposit) => deposit.tenantId === tenantId).toSorted((one, other) => (one.feeItem < other.feeItem ? 1 : -1)),
    unused: unused.map(({ line, from, to, amount, working }) => ({
      lineId: line.id,
      billNo: line.billNo,
      entityId: line.entityId,
      feeItem: line.feeItem,
      from,
      to,
      amount,
      working,
    })),
    advances,
    unbilled: (await finalLines(ctx, { leaseId, leavingDay: leavingOn })).map(({ line, draft }) => ({ ...line, entityId: draft.entityId, amount: draft.amount })),
    waiting: (await waitingCharges(ctx, { tenantId, leaseId })).map((charge) => {
      const entity = charge.entityId ? pricing.entity(charge.entityId) : pricing.payee(charge.feeItem);
      const { amount } = pricing.tax(charge.feeItem, charge.amount, charge.taxMode, charge.dueOn, entity);
      return { ...charge, chargeId: charge.id, entityId: entity.id, amount };
    }),
    open: open.map((line) => ({ ...line, lineId: line.id, billed: fen(line.amount - line.credited), amount: line.open })),
    usage: usage.lines.map((line) => ({ ...line, entityId: pricing.payee(line.feeItem).id })),
    items: items.map((item) => ({ ...item, entityId: pricing.payee(item.payee === "owner" ? "rent" : "propertyFee").id })),
    lateFees: late,
    notice: noticeOf(moveOut, pricing.payee("rent").id),
  };
  return { inputs, unused, usage, lateLineIds: new Set(late.map(({ lineId }) => lineId)), openDeposits: allOpen.filter(({ feeItem }) => feeItems[feeItem].nature === "deposit") };
}

/**
 * Damages for delay up to the day of the settlement. Money that was there on the due day is not late for having been released by a correction: what such
 * advances cover, the oldest debt first, bears none.
 */
async function lateFees(
  ctx: SiteContext,
  { tenantId, leaseId }: MoveOut,
  { settledOn, open, advances }: { readonly settledOn: Temporal.PlainDate; readonly open: readonly OpenLine[]; readonly advances: SettlementInputs["advances"] },
): Promise<SettlementInputs["lateFees"]> {
  const lines = (await linesOfDebtor(ctx, tenantId)).filter((line) => line.leaseId === leaseId || line.leaseId === null);
  const covered = coveredInTime(open, advances);
  const bearing = lines.filter(({ lineId }) => !covered.has(lineId));
  const fees = await lateFeesOf(ctx, bearing, settledOn);
  return bearing.flatMap((line: OwedLine) => {
    const fee = fees.get(line.lineId);
    if (!fee || fee.left === 0) return [];
    return [
      {
        lineId: line.lineId,
        billNo: line.billNo,
        entityId: line.entityId,
        feeItem: "lateFee" as const,
        from: line.dueOn.add({ days: 1 }),
        to: settledOn,
        amount: fee.left,
        working: fee.working,
      },
    ];
  });
}

function coveredInTime(open: readonly OpenLine[], advances: SettlementInputs["advances"]): Set<string> {
  const left = advances.map(({ receivedOn, entityId, amount }) => ({ receivedOn, entityId, amount: amount as number }));
  const covered = new Set<string>();
  for (const line of open) {
    let rest: number = line.open;
    for (const source of left) {
      if (source.entityId !== line.entityId || Temporal.PlainDate.compare(source.receivedOn, line.dueOn) > 0) continue;
      const used = Math.min(rest, source.amount);
      rest -= used;
      source.amount -= used;
    }
    if (rest === 0) covered.add(line.id);
  }
  return covered;
}

function noticeOf(moveOut: MoveOut, entityId: Id<"entity">): SettlementInputs["notice"] {
  const { decision, review, cause, noticedOn, leavingOn, leaseEnd, noticeDays, shortCost } = moveOut;
  if (decision?.shortOutcome !== "charged" || !review?.shortAmount) return null;
  const check = checkNotice({ cause, noticedOn, leavingOn, leaseEnd, noticeDays });
  return { entityId, from: leavingOn.add({ days: 1 }), to: check.enoughOn, amount: review.shortAmount, said: sayNotice(check, shortCost) };
}
