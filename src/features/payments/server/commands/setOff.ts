import { type Id, newId } from "#kernel/id.ts";
import { type Fen, fen } from "#kernel/money.ts";
import { dayAt, type SiteContext } from "#platform/context.ts";
import { type OpenLine, refuseClosed } from "#features/billing/server/index.ts";
import { advanceApplied } from "../../contract.ts";
import { advanceOf, setOff, type Source, totalOf } from "../../rules.ts";
import { lockedDeposit, post } from "../ledger.ts";
import { advancesOf, lockedPayment } from "../queries/payments.ts";
import { promisedOf } from "../queries/payouts.ts";
import { allocate } from "../settling.ts";
import { book } from "./book.ts";

interface FinalAccount {
  readonly tenantId: Id<"tenant">;
  /** What is owed, in the order in which it is paid. */
  readonly debts: readonly OpenLine[];
  readonly depositIds: readonly Id<"deposit">[];
  /** What of the deposits falls to their holder. */
  readonly forfeits: readonly { readonly depositId: Id<"deposit">; readonly amount: Fen }[];
  readonly reason: string;
}

/**
 * Carries out a final account that both sides agreed to: deposits forfeited as agreed, debts set off against deposits and advances. What is left is to
 * be paid back by `payDecided`. Domain §3.7-8. Refusals: moreThanHeld, monthClosed, beyondOpen.
 */
export async function setOffAgreed(
  ctx: SiteContext,
  { tenantId, debts, depositIds, forfeits, reason }: FinalAccount,
): Promise<{ readonly left: readonly Source[]; readonly owed: Fen }> {
  const on = dayAt(ctx, ctx.now);
  const sources: Source[] = [];
  for (const depositId of [...depositIds].toSorted()) {
    let deposit = await lockedDeposit(ctx, depositId);
    const lost = forfeits.find((forfeit) => forfeit.depositId === depositId)?.amount ?? 0;
    if (lost > 0) {
      await refuseClosed(ctx, deposit.entityId, on);
      deposit = await post(ctx, deposit, { kind: "forfeited", amount: fen(lost), on, reason });
    }
    if (deposit.held > 0) sources.push({ kind: "deposit", id: deposit.id, entityId: deposit.entityId, amount: deposit.held });
  }
  sources.push(...(await advanceSources(ctx, tenantId)));
  const plan = setOff(
    debts.map(({ id: lineId, entityId, open }) => ({ lineId, entityId, open })),
    sources,
  );
  for (const { source, parts } of plan.uses) {
    if (source.kind === "deposit") {
      const depositId = source.id as Id<"deposit">;
      const [paymentId, amount] = [newId<"payment">(), totalOf(parts)];
      await refuseClosed(ctx, source.entityId, on);
      await book(ctx, { id: paymentId, tenantId, entityId: source.entityId, means: "deposit", receivedOn: on, bookedOn: on, amount, remark: reason, lines: parts, isAgreed: true });
      await post(ctx, await lockedDeposit(ctx, depositId), { kind: "deducted", amount, on, reason, paymentId });
    } else {
      const payment = await lockedPayment(ctx, source.id as Id<"payment">);
      const settled = await allocate(ctx, payment, parts, { valueOn: on, bookedOn: on, isAgreed: true });
      await ctx.record(advanceApplied, { paymentId: payment.id, tenantId, on, settled });
      await ctx.tell(ctx.siteId, "payments.payment", payment.id);
    }
  }
  return { left: plan.left, owed: plan.owed };
}

/** As `advanceSources`, for looking at: nothing is held. */
export async function freeAdvances(ctx: SiteContext, tenantId: Id<"tenant">) {
  const advances = await advancesOf(ctx, tenantId);
  const free: { readonly paymentId: Id<"payment">; readonly entityId: Id<"entity">; readonly receivedOn: Temporal.PlainDate; readonly amount: Fen }[] = [];
  for (const payment of advances) {
    const amount = fen(advanceOf(payment) - (await promisedOf(ctx, payment.id)));
    if (amount > 0) free.push({ paymentId: payment.id, entityId: payment.entityId, receivedOn: payment.receivedOn, amount });
  }
  return free;
}

/** What is left of a tenant's payments and not promised to be paid back; held until the transaction ends. */
async function advanceSources(ctx: SiteContext, tenantId: Id<"tenant">): Promise<Source[]> {
  const sources: Source[] = [];
  for (const { id } of (await advancesOf(ctx, tenantId)).toSorted((one, other) => (one.id < other.id ? -1 : 1))) {
    const payment = await lockedPayment(ctx, id);
    const amount = fen(advanceOf(payment) - (await promisedOf(ctx, id)));
    if (amount > 0) sources.push({ kind: "advance", id, entityId: payment.entityId, amount });
  }
  return sources;
}
