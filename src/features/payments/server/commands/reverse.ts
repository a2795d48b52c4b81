import { sql } from "kysely";
import type { ValueOf } from "#kernel/contract.ts";
import type { Id } from "#kernel/id.ts";
import { fen, sumFen, yuanText } from "#kernel/money.ts";
import { Refusal } from "#kernel/problem.ts";
import { dayAt, type SiteContext } from "#platform/context.ts";
import { refuseClosed } from "#features/billing/server/index.ts";
import type { linesReleased } from "#features/billing/contract.ts";
import { allocationReleased, paymentReversed } from "../../contract.ts";
import { type Allocation, paymentsProblems, type ReversalKind } from "../../rules.ts";
import { reverseDeducted } from "../ledger.ts";
import { allocationsOf, allocationsOfPayment, lockedPayment, paymentById, paymentDetail } from "../queries/payments.ts";
import { allocate, release } from "../settling.ts";

/**
 * Takes a payment back: what it settled is owed again, its line of the statement is to be matched again unless the bank took the money
 * back, what it brought to a deposit goes. Refusals: paymentNotFound, reversedAlready, notInFuture, monthClosed, depositUsed, refundedAlready.
 */
export async function reversePayment(
  ctx: SiteContext,
  paymentId: Id<"payment">,
  { why, reason, on = dayAt(ctx, ctx.now) }: { readonly why: ReversalKind; readonly reason: string; readonly on?: Temporal.PlainDate | undefined },
) {
  const { statementLineId } = await paymentById(ctx, paymentId);
  if (statementLineId) await ctx.tx.selectFrom("payments.statement_line").select("id").where("site_id", "=", ctx.siteId).where("id", "=", statementLineId).forUpdate().execute();
  const payment = await lockedPayment(ctx, paymentId);
  if (payment.reversal) throw new Refusal(paymentsProblems.reversedAlready());
  if (payment.refunded > 0) throw new Refusal(paymentsProblems.refundedAlready({ amount: yuanText(payment.refunded) }));
  if (Temporal.PlainDate.compare(on, dayAt(ctx, ctx.now)) > 0) throw new Refusal(paymentsProblems.notInFuture());
  await refuseClosed(ctx, payment.entityId, on);

  const live = (await allocationsOfPayment(ctx, paymentId)).filter(({ released }) => released === null);
  await release(ctx, live, { on, why: "reversed" });
  if (payment.means === "deposit") await reverseDeducted(ctx, paymentId, on);
  await ctx.tx
    .updateTable("payments.payment")
    .set({ reversed_at: ctx.now, reversed_on: on, reversed_why: why, reversed_reason: reason, reversed_by_name: ctx.actor.name })
    .where("site_id", "=", ctx.siteId)
    .where("id", "=", paymentId)
    .execute();
  if (statementLineId) await putBack(ctx, statementLineId, payment.amount, why === "bounced");
  const released = live.map(({ lineId, billId, amount }) => ({ lineId, billId, amount }));
  await ctx.record(paymentReversed, { paymentId, tenantId: payment.tenantId, amount: payment.amount, on, why, reason, released });
  await ctx.tell(ctx.siteId, "payments.payment", paymentId);
  return paymentDetail(ctx, paymentId);
}

/** Money that bounced is gone: its line is set aside. Otherwise it is to be matched again. */
async function putBack(ctx: SiteContext, statementLineId: Id<"statementLine">, amount: number, isGone: boolean): Promise<void> {
  await ctx.tx
    .updateTable("payments.statement_line")
    .set({ allocated: sql`allocated - ${amount}`, ...(isGone ? { status: "setAside" } : {}) })
    .where("site_id", "=", ctx.siteId)
    .where("id", "=", statementLineId)
    .execute();
  await ctx.tell(ctx.siteId, "payments.statement_line", statementLineId);
}

/**
 * A bill is about to be credited although it is paid: what was counted towards its lines becomes an advance of the tenant again, the newest
 * first. Refusals: monthClosed, depositUsed.
 */
export async function releaseForCredit(ctx: SiteContext, { billId, tenantId, releases }: ValueOf<typeof linesReleased.facts>): Promise<void> {
  const on = dayAt(ctx, ctx.now);
  const wanted = new Map(releases.map(({ lineId, amount }) => [lineId, amount]));
  const newestFirst = (await allocationsOf(ctx, [...wanted.keys()])).toReversed();
  const chosen: Allocation[] = [];
  const again: { readonly from: Allocation; readonly amount: number }[] = [];
  for (const [lineId, amount] of wanted) {
    let left: number = amount;
    for (const allocation of newestFirst.filter((one) => one.lineId === lineId)) {
      if (left <= 0) break;
      chosen.push(allocation);
      if (allocation.amount > left) again.push({ from: allocation, amount: allocation.amount - left });
      left -= Math.min(left, allocation.amount);
    }
  }
  for (const paymentId of [...new Set(chosen.map((one) => one.paymentId))].toSorted()) await lockedPayment(ctx, paymentId);
  await release(ctx, chosen, { on, why: "credited" });
  for (const { from, amount } of again) await keepPart(ctx, from, tenantId, amount);
  const released = chosen.map((one) => ({
    paymentId: one.paymentId,
    lineId: one.lineId,
    amount: fen(one.amount - sumFen(again.filter(({ from }) => from.id === one.id).map((kept) => kept.amount))),
  }));
  await ctx.record(allocationReleased, { billId, tenantId, released });
  await ctx.tell(ctx.siteId, "payments.payment");
}

/** What the credit leaves of an allocation goes on settling, from the day it did. */
async function keepPart(ctx: SiteContext, from: Allocation, tenantId: Id<"tenant">, amount: number): Promise<void> {
  const payment = await lockedPayment(ctx, from.paymentId);
  await allocate(ctx, { ...payment, tenantId }, [{ lineId: from.lineId, amount: fen(amount) }], { valueOn: from.valueOn, bookedOn: dayAt(ctx, ctx.now) });
}
