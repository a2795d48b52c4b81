import type { Id } from "#kernel/id.ts";
import { Refusal } from "#kernel/problem.ts";
import { dayAt, type SiteContext } from "#platform/context.ts";
import { judgeDuty } from "#features/duties/server/index.ts";
import { leaseById } from "#features/leasing/server/index.ts";
import { openGate as open } from "#features/manual/server/index.ts";
import { invoicesFinished, rated, unitsVacant } from "../../contract.ts";
import { type Channel, isSatisfied, moveOutProblems, moveOutProcedure } from "../../rules.ts";
import { lockedCase } from "../queries/cases.ts";
import { factsOfCase } from "../queries/facts.ts";
import { about, atStep, change, runningCase, subjectOf } from "./act.ts";

interface Noted {
  readonly caseId: Id<"moveOut">;
  readonly note: string;
}

/** Records that the final and red invoices are done: none of the lease's waits. Domain §3.7-13. Refusals: what stands against the step. */
export async function finishInvoices(ctx: SiteContext, { caseId, note }: Noted): Promise<void> {
  const { moveOut } = await atStep(ctx, caseId, "invoices");
  await change(ctx, moveOut, { invoices_at: ctx.now, invoices_by_name: ctx.actor.name, invoices_note: note });
  await ctx.record(invoicesFinished, { ...about(moveOut), byName: ctx.actor.name, note });
}

/** Notes the units as vacant, with how they are patrolled from now on. Manual 2.1.3-6; domain §3.7-14. Refusals: what stands against the step, daysLeft among it. */
export async function recordVacancy(ctx: SiteContext, { caseId, note }: Noted): Promise<void> {
  const { moveOut } = await atStep(ctx, caseId, "vacant");
  const { units } = await leaseById(ctx, moveOut.leaseId);
  const unitIds = [...new Set(units.filter(({ to }) => Temporal.PlainDate.compare(to, moveOut.leavingOn) >= 0).map(({ unitId }) => unitId))];
  await change(ctx, moveOut, { vacant_at: ctx.now, vacant_by_name: ctx.actor.name, vacancy_note: note });
  await ctx.record(unitsVacant, { ...about(moveOut), byName: ctx.actor.name, unitIds, from: dayAt(ctx, ctx.now), note });
}

/** The tenant says how satisfied they were, once. Manual 2.1.4-3. Refusals: notFound, withdrawn, notConfirmed, scored. */
export async function rateMoveOut(ctx: SiteContext, { caseId, score, note }: Noted & { readonly score: number }, channel: Channel): Promise<void> {
  const moveOut = await runningCase(ctx, caseId);
  if (!moveOut.confirmedAt) throw new Refusal(moveOutProblems.notConfirmed());
  if (moveOut.rating) throw new Refusal(moveOutProblems.scored());
  await change(ctx, moveOut, { score, score_note: note, scored_at: ctx.now });
  const evidenceId = await ctx.record(rated, { ...about(moveOut), byName: ctx.actor.name, channel, score, note });
  await judgeDuty(ctx, { standard: "moveOutCourtesy", subject: subjectOf(moveOut), ownerRole: "serviceOfficer", kept: isSatisfied(score), evidenceId });
}

/** Opens the gate of a step by authority. Manual, preface. Refusals: notFound, manual.caseWithdrawn, manual.gateNotShut. */
export async function openGate(ctx: SiteContext, { caseId, step, reason }: { readonly caseId: Id<"moveOut">; readonly step: string; readonly reason: string }): Promise<void> {
  const moveOut = await lockedCase(ctx, caseId);
  if (!moveOutProcedure.steps.some(({ id }) => id === step)) throw new Refusal(moveOutProblems.stepNotFound());
  const { facts, marks } = await factsOfCase(ctx, moveOut);
  await open(ctx, moveOutProcedure, { caseId, label: moveOut.no, facts, marks }, { step, reason });
  await change(ctx, moveOut, {});
}
