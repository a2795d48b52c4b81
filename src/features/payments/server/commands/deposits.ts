import { type Id, newId } from "#kernel/id.ts";
import { type Fen, yuanText } from "#kernel/money.ts";
import { Refusal, refuseIf } from "#kernel/problem.ts";
import { dayAt, type SiteContext } from "#platform/context.ts";
import { json } from "#platform/db/json.ts";
import { addCharge, pricingOf, refuseClosed } from "#features/billing/server/index.ts";
import { type FeeItemCode, feeItems } from "#features/leasing/rules.ts";
import { leaseById } from "#features/leasing/server/index.ts";
import { tenantById } from "#features/tenants/server/index.ts";
import { depositAsked, depositDecided } from "../../contract.ts";
import { type Deposit, type DepositRequest, type Part, paymentsProblems, totalOf, whyNotDecide, whyNotTake } from "../../rules.ts";
import { lockedDeposit, openDeposit, post } from "../ledger.ts";
import { depositDetail } from "../queries/deposits.ts";
import { toRequest } from "../rows.ts";
import { book } from "./book.ts";

/** Asks for more deposit: a charge for the next bill, and the same receivable in the ledger. Refusals: notADeposit, tenants.notFound, leasing.notFound, entityMissing. */
export async function raiseDeposit(
  ctx: SiteContext,
  input: {
    readonly chargeId: Id<"charge">;
    readonly tenantId: Id<"tenant">;
    readonly leaseId: Id<"lease"> | null;
    readonly feeItem: FeeItemCode;
    readonly amount: Fen;
    readonly dueOn: Temporal.PlainDate;
    readonly reason: string;
  },
) {
  const { chargeId, tenantId, leaseId, feeItem, amount, dueOn, reason } = input;
  if (feeItems[feeItem].nature !== "deposit") throw new Refusal(paymentsProblems.notADeposit());
  await tenantById(ctx, tenantId);
  if (leaseId) await leaseById(ctx, leaseId);
  const today = dayAt(ctx, ctx.now);
  const entity = (await pricingOf(ctx)).payee(feeItem);
  const deposit = await openDeposit(ctx, { tenantId, leaseId, entityId: entity.id, feeItem });
  const working = { rule: "byHand", inputs: {}, steps: [], rounding: "none" } as const;
  await addCharge(ctx, {
    id: chargeId,
    tenantId,
    leaseId,
    feeItem,
    unitIds: [],
    from: today,
    to: today,
    dueOn,
    amount,
    working,
    remark: reason,
    source: { kind: "payments.deposit", id: chargeId },
  });
  await post(ctx, deposit, { kind: "raised", amount, on: today, reason });
  return depositDetail(ctx, deposit.id);
}

interface Request {
  readonly id: Id<"depositRequest">;
  readonly kind: DepositRequest["kind"];
  readonly amount: Fen;
  readonly lines: readonly Part[];
  readonly payee: DepositRequest["payee"];
  readonly reason: string;
}

/** Asks for a deduction, forfeiture or refund. Refusals: depositNotFound, moreThanHeld, deductionNeedsDebts. */
export async function askDeposit(ctx: SiteContext, depositId: Id<"deposit">, { id, kind, amount, lines, payee, reason }: Request) {
  const deposit = await lockedDeposit(ctx, depositId);
  refuseIf(whyNotTake(deposit, amount));
  if (kind === "deduct" ? totalOf(lines) !== amount : lines.length > 0) throw new Refusal(paymentsProblems.deductionNeedsDebts());
  await ctx.tx
    .insertInto("payments.deposit_request")
    .values({
      site_id: ctx.siteId,
      id,
      deposit_id: depositId,
      tenant_id: deposit.tenantId,
      kind,
      amount,
      lines: json(lines),
      payee: kind === "refund" && payee ? json(payee) : null,
      reason,
      asked_by: ctx.actor.personId!,
      asked_by_name: ctx.actor.name,
      asked_at: ctx.now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await ctx.record(depositAsked, { ...factsOf(deposit), amount, requestId: id, kind, reason });
  await ctx.tell(ctx.siteId, "payments.deposit", depositId);
  return depositDetail(ctx, depositId);
}

const factsOf = ({ id, tenantId, leaseId, feeItem }: Deposit) => ({ depositId: id, tenantId, leaseId, feeItem });

const kinds = { deduct: "deducted", forfeit: "forfeited", refund: "refunded" } as const;

/**
 * Decides what somebody else asked of a deposit; approved, it is posted, and a deduction pays the debts it names. Refusals: requestNotFound,
 * requestDecided, ownRequest, moreThanHeld, beyondOpen, notInFuture, monthClosed.
 */
export async function decideDeposit(
  ctx: SiteContext,
  requestId: Id<"depositRequest">,
  { isApproved, decision, on = dayAt(ctx, ctx.now) }: { readonly isApproved: boolean; readonly decision: string; readonly on?: Temporal.PlainDate | undefined },
) {
  const request = await lockedRequest(ctx, requestId);
  refuseIf(whyNotDecide(request, ctx.actor.personId));
  const deposit = await lockedDeposit(ctx, request.depositId);
  await ctx.tx
    .updateTable("payments.deposit_request")
    .set({ status: isApproved ? "approved" : "declined", decided_by: ctx.actor.personId, decided_by_name: ctx.actor.name, decided_at: ctx.now, decision })
    .where("site_id", "=", ctx.siteId)
    .where("id", "=", requestId)
    .execute();
  if (isApproved) await carryOut(ctx, deposit, request, on);
  await ctx.record(depositDecided, { ...factsOf(deposit), amount: request.amount, requestId, kind: request.kind, isApproved, decision });
  await ctx.tell(ctx.siteId, "payments.deposit", deposit.id);
  return depositDetail(ctx, deposit.id);
}

async function carryOut(ctx: SiteContext, deposit: Deposit, { id: requestId, kind, amount, lines, reason }: DepositRequest, on: Temporal.PlainDate): Promise<void> {
  if (Temporal.PlainDate.compare(on, dayAt(ctx, ctx.now)) > 0) throw new Refusal(paymentsProblems.notInFuture());
  if (amount > deposit.held) throw new Refusal(paymentsProblems.moreThanHeld({ held: yuanText(deposit.held) }));
  await refuseClosed(ctx, deposit.entityId, on);
  const paymentId = kind === "deduct" ? newId<"payment">() : null;
  if (paymentId) {
    const { tenantId, entityId } = deposit;
    await book(ctx, { id: paymentId, tenantId, entityId, means: "deposit", receivedOn: on, bookedOn: on, amount, remark: reason, lines });
  }
  await post(ctx, await lockedDeposit(ctx, deposit.id), { kind: kinds[kind], amount, on, reason, paymentId, requestId });
}

async function lockedRequest(ctx: SiteContext, id: Id<"depositRequest">): Promise<DepositRequest> {
  const row = await ctx.tx.selectFrom("payments.deposit_request").selectAll().where("site_id", "=", ctx.siteId).where("id", "=", id).forUpdate().executeTakeFirst();
  if (!row) throw new Refusal(paymentsProblems.requestNotFound());
  return toRequest(row);
}
