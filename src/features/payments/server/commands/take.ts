import type { Id } from "#kernel/id.ts";
import { fen, yuanText } from "#kernel/money.ts";
import { Refusal } from "#kernel/problem.ts";
import { dayAt, type SiteContext } from "#platform/context.ts";
import { entitiesOf } from "#features/sites/server/index.ts";
import { advanceApplied } from "../../contract.ts";
import { advanceOf, type Part, paymentsProblems, totalOf } from "../../rules.ts";
import { lockedPayment, paymentDetail } from "../queries/payments.ts";
import { allocate } from "../settling.ts";
import { book, type NewPayment } from "./book.ts";

/** Takes money at the counter. Sent twice under one id it is booked once. Refusals: those of `book`. */
export async function takePayment(ctx: SiteContext, input: Omit<NewPayment, "bookedOn"> & { readonly bookedOn?: Temporal.PlainDate | undefined }) {
  const known = await ctx.tx.selectFrom("payments.payment").select("id").where("site_id", "=", ctx.siteId).where("id", "=", input.id).executeTakeFirst();
  if (known) return paymentDetail(ctx, input.id);
  if (!(await entitiesOf(ctx)).some(({ id }) => id === input.entityId)) throw new Refusal(paymentsProblems.statementNotFound());
  const payment = await book(ctx, { ...input, bookedOn: input.bookedOn ?? input.receivedOn });
  return paymentDetail(ctx, payment.id);
}

/** Pays bills with what is left of a payment, from today on. Refusals: paymentNotFound, reversedAlready, noAdvance, those of `allocate`. */
export async function applyAdvance(ctx: SiteContext, paymentId: Id<"payment">, parts: readonly Part[]) {
  const payment = await lockedPayment(ctx, paymentId);
  if (payment.reversal) throw new Refusal(paymentsProblems.reversedAlready());
  const left = advanceOf(payment);
  if (totalOf(parts) > left) throw new Refusal(paymentsProblems.noAdvance({ left: yuanText(fen(left)) }));
  const on = dayAt(ctx, ctx.now);
  const settled = await allocate(ctx, payment, parts, { valueOn: on, bookedOn: on });
  await ctx.record(advanceApplied, { paymentId, tenantId: payment.tenantId, on, settled });
  await ctx.tell(ctx.siteId, "payments.payment", paymentId);
  return paymentDetail(ctx, paymentId);
}
