import { type Id } from "#kernel/id.ts";
import { Refusal } from "#kernel/problem.ts";
import type { SiteContext } from "#platform/context.ts";
import { excuseDuty } from "#features/duties/server/index.ts";
import { reviveLease } from "#features/leasing/server/index.ts";
import { withdrawn } from "../../contract.ts";
import { moveOutProblems } from "../../rules.ts";
import { about, change, runningCase, subjectOf } from "./act.ts";
import { endInspection } from "./inspection.ts";

/**
 * Withdraws a notice: the lease runs on as if it had not been given, its inspection is taken back, what was owed for it is excused.
 * Manual 2.1.3-1. Refusals: notFound, withdrawn, confirmed, and what stands against the lease's running on, as another tenant in the unit.
 */
export async function withdraw(ctx: SiteContext, { caseId, reason }: { readonly caseId: Id<"moveOut">; readonly reason: string }): Promise<void> {
  const moveOut = await runningCase(ctx, caseId);
  if (moveOut.confirmedAt) throw new Refusal(moveOutProblems.confirmed());
  const endsEarly = moveOut.decision?.isApproved === true && moveOut.cause !== "expiry";
  if (endsEarly) await reviveLease(ctx, { leaseId: moveOut.leaseId, number: moveOut.termsNumber, leaseEnd: moveOut.leaseEnd, reason: `${moveOut.no} ${reason}` });
  await endInspection(ctx, caseId, reason);
  await change(ctx, moveOut, { withdrawn_at: ctx.now, withdrawn_by_name: ctx.actor.name, withdrawal_reason: reason });
  await ctx.record(withdrawn, { ...about(moveOut), byName: ctx.actor.name, reason, isLeaseRevived: endsEarly });
  for (const standard of ["noticeAnswered", "appointmentKept"] as const) await excuseDuty(ctx, { standard, subject: subjectOf(moveOut) }, { reason });
}
