import type { Id } from "#kernel/id.ts";
import { type Fen, fen, yuanText } from "#kernel/money.ts";
import { Refusal, refuseIf } from "#kernel/problem.ts";
import { dayAt, type SiteContext } from "#platform/context.ts";
import { refusing } from "#platform/db/violations.ts";
import { keepDuty } from "#features/duties/server/index.ts";
import { whyNotStep } from "#features/manual/rules.ts";
import { refundApproved, refundPaid } from "../../contract.ts";
import { moveOutProblems, moveOutProcedure, whyNotApproveRefund } from "../../rules.ts";
import { factsOfCase } from "../queries/facts.ts";
import { approvalsOf } from "../queries/approvals.ts";
import { payOutSettlement } from "../settlement/refund.ts";
import { about, atStep, change, runningCase, subjectOf } from "./act.ts";

interface Approval {
  readonly caseId: Id<"moveOut">;
  readonly amount: Fen;
  readonly note: string;
}

/** One of two people approves the refund of what the settlement gives back. Manual 2.1.4-2. Refusals: notConfirmed, nothingToRefund, otherAmount, approvedAlready, approvedByTwo. */
export async function approveRefund(ctx: SiteContext, { caseId, amount, note }: Approval): Promise<void> {
  const moveOut = await runningCase(ctx, caseId);
  const { facts, marks } = await factsOfCase(ctx, moveOut);
  refuseIf(whyNotStep(moveOutProcedure, "refund", { ...facts, refund: { ...facts.refund, approvals: 2 } }, marks));
  const before = await approvalsOf(ctx, caseId);
  refuseIf(whyNotApproveRefund({ net: facts.settlement?.net ?? null, approvals: before }, amount, ctx.actor.personId));
  const place = before.length + 1;
  const insert = ctx.tx
    .insertInto("moveout.refund_approval")
    .values({ site_id: ctx.siteId, move_out_id: caseId, place, amount, by_id: ctx.actor.personId!, by_name: ctx.actor.name, note, at: ctx.now });
  await refusing(insert.execute(), { approved_by_two_people: () => moveOutProblems.approvedAlready() });
  await change(ctx, moveOut, {});
  await ctx.record(refundApproved, { ...about(moveOut), byName: ctx.actor.name, amount, place, note });
}

/** Records that the refund, approved by two, went out by bank. Manual 2.1.4-2. Refusals: what stands against the step, otherAmount, paidInFuture, and those of the ledger. */
export async function payRefund(
  ctx: SiteContext,
  { caseId, on, reference }: { readonly caseId: Id<"moveOut">; readonly on: Temporal.PlainDate; readonly reference: string },
): Promise<void> {
  const { moveOut, facts } = await atStep(ctx, caseId, "refund");
  if (Temporal.PlainDate.compare(on, dayAt(ctx, ctx.now)) > 0) throw new Refusal(moveOutProblems.paidInFuture());
  const net = facts.settlement?.net ?? fen(0);
  const approvals = await approvalsOf(ctx, caseId);
  if (approvals.some(({ amount }) => amount !== net)) throw new Refusal(moveOutProblems.otherAmount({ net: yuanText(net) }));
  const [first, second] = approvals.map(({ byId, byName }) => ({ id: byId, name: byName }));
  if (!first || !second) throw new Refusal(moveOutProblems.notApprovedTwice({ count: approvals.length }));
  await payOutSettlement(ctx, moveOut, { on, reference, approvers: [first, second] });
  await change(ctx, moveOut, { paid_at: ctx.now, paid_on: on, paid_by_name: ctx.actor.name, paid_reference: reference, paid_amount: net });
  const evidenceId = await ctx.record(refundPaid, { ...about(moveOut), byName: ctx.actor.name, amount: net, on, reference, accountNo: moveOut.account.no });
  const paidAt = on.equals(dayAt(ctx, ctx.now)) ? ctx.now : on.toZonedDateTime({ timeZone: ctx.zone, plainTime: "12:00" }).toInstant();
  await keepDuty(ctx, { standard: "refundInTime", subject: subjectOf(moveOut) }, { evidenceId, at: paidAt });
}
