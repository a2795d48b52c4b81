import { sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import type { Fen } from "#kernel/money.ts";
import { Refusal } from "#kernel/problem.ts";
import { dayAt, type SiteContext } from "#platform/context.ts";
import { refuseClosed } from "#features/billing/server/index.ts";
import { tenantById } from "#features/tenants/server/index.ts";
import { accountKey, type Means, type Part, payerKey, type Payment, paymentsProblems } from "../../rules.ts";
import { paymentReceived } from "../../contract.ts";
import { lockedPayment } from "../queries/payments.ts";
import { allocate, partsInOrder } from "../settling.ts";

export interface NewPayment {
  readonly id: Id<"payment">;
  readonly tenantId: Id<"tenant">;
  readonly entityId: Id<"entity">;
  readonly means: Means;
  readonly receivedOn: Temporal.PlainDate;
  readonly bookedOn: Temporal.PlainDate;
  readonly amount: Fen;
  readonly statementLineId?: Id<"statementLine">;
  readonly payerName?: string;
  readonly voucherNo?: string;
  readonly remark?: string;
  /** What it settles; left out: the debts in their order. What is over is an advance. */
  readonly lines?: readonly Part[] | undefined;
  /** Both sides agreed that it pays what is owed to another entity. */
  readonly isAgreed?: boolean | undefined;
}

/** Writes a payment down and lets it settle its parts. Refusals: those of `allocate`, notInFuture, monthClosed. */
export async function book(ctx: SiteContext, payment: NewPayment): Promise<Payment> {
  const today = dayAt(ctx, ctx.now);
  if (Temporal.PlainDate.compare(payment.receivedOn, today) > 0 || Temporal.PlainDate.compare(payment.bookedOn, today) > 0) throw new Refusal(paymentsProblems.notInFuture());
  const tenant = await tenantById(ctx, payment.tenantId);
  await refuseClosed(ctx, payment.entityId, payment.bookedOn);
  await ctx.tx
    .insertInto("payments.payment")
    .values({
      site_id: ctx.siteId,
      id: payment.id,
      tenant_id: tenant.id,
      entity_id: payment.entityId,
      means: payment.means,
      received_on: payment.receivedOn,
      booked_on: payment.bookedOn,
      amount: payment.amount,
      statement_line_id: payment.statementLineId ?? null,
      payer_name: payment.payerName ?? "",
      voucher_no: payment.voucherNo ?? "",
      remark: payment.remark ?? "",
      created_by: ctx.actor.personId,
      created_by_name: ctx.actor.name,
      created_at: ctx.now,
    })
    .execute();
  const { id, tenantId, entityId, means, receivedOn, bookedOn, amount } = payment;
  const parts = payment.lines ?? (await partsInOrder(ctx, payment));
  const settled = await allocate(ctx, { ...payment, allocated: 0, refunded: 0, payerName: payment.payerName ?? "" }, parts, {
    valueOn: receivedOn,
    bookedOn,
    isAgreed: payment.isAgreed ?? false,
  });
  await ctx.record(paymentReceived, { paymentId: id, tenantId, entityId, means, receivedOn, bookedOn, amount, statementLineId: payment.statementLineId ?? null, settled });
  await ctx.tell(ctx.siteId, "payments.payment", id);
  return lockedPayment(ctx, id);
}

/** Remembers who paid for a tenant. */
export async function rememberPayer(
  ctx: SiteContext,
  { tenantId, name, account, on }: { readonly tenantId: Id<"tenant">; readonly name: string; readonly account: string; readonly on: Temporal.PlainDate },
): Promise<void> {
  const key = payerKey(name);
  if (key === "" && account === "") return;
  await ctx.tx
    .insertInto("payments.payer")
    .values({ site_id: ctx.siteId, tenant_id: tenantId, payer_key: key, account: accountKey(account), name, last_on: on })
    .onConflict((conflict) =>
      conflict
        .columns(["site_id", "tenant_id", "payer_key", "account"])
        .doUpdateSet({ times: sql`payer.times + 1`, last_on: sql`greatest(payer.last_on, excluded.last_on)`, name }),
    )
    .execute();
}
