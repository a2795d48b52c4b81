import type { Id } from "#kernel/id.ts";
import { Refusal, refuseIf } from "#kernel/problem.ts";
import { dayAt, type SiteContext } from "#platform/context.ts";
import { judgeDuty } from "#features/duties/server/index.ts";
import { leaseById, putDays } from "#features/leasing/server/index.ts";
import { whyNotStep } from "#features/manual/rules.ts";
import { openGate } from "#features/manual/server/index.ts";
import { fitoutDecided, fitoutWanted, moveInCompleted } from "../../contract.ts";
import { moveInProblems, moveInProcedure } from "../../rules.ts";
import { deedOf, lockedCase, type MoveInCase, subjectOf } from "../queries/cases.ts";
import { type CaseFacts, factsOfCases } from "../queries/facts.ts";
import { moveInView, type MoveInView } from "../queries/view.ts";
import { look } from "./look.ts";

type OfCase<T = unknown> = { readonly caseId: Id<"moveIn"> } & T;

/** A case held for this transaction, with all its records say. Refusal: notFound. */
export async function lockedFacts(ctx: SiteContext, caseId: Id<"moveIn">): Promise<CaseFacts> {
  const one = await lockedCase(ctx, caseId);
  return (await factsOfCases(ctx, [one])).get(caseId)!;
}

/** Opens the gate of a step by authority. Manual, preface. Refusals: notFound, manual.caseWithdrawn, manual.gateNotShut, manual.openingWithoutReason. */
export async function openMoveInGate(ctx: SiteContext, { caseId, step, reason }: OfCase<{ readonly step: string; readonly reason: string }>): Promise<MoveInView> {
  const { case: one, facts, marks } = await lockedFacts(ctx, caseId);
  if (!moveInProcedure.steps.some(({ id }) => id === step)) throw new Refusal(moveInProblems.stepUnknown());
  await openGate(ctx, moveInProcedure, { caseId, label: one.label, facts, marks }, { step, reason });
  return changed(ctx, caseId);
}

/** Says whether the tenant fits out; if so engineering is told. Manual 2.1.1-6. Refusals: notFound, and what stands against the step. */
export async function decideFitout(ctx: SiteContext, { caseId, isWanted }: OfCase<{ readonly isWanted: boolean }>): Promise<MoveInView> {
  const { case: one, facts, marks } = await lockedFacts(ctx, caseId);
  // A "no" may become a "yes" as long as the tenant is moving in; what engineering was told is not taken back here.
  refuseIf(whyNotStep(moveInProcedure, "fitout", facts, marks, { isOnce: one.fitsOut !== false || !isWanted }));
  await update(ctx, one, { fits_out: isWanted, fitout_decided_at: ctx.now, fitout_decided_by: ctx.actor.name });
  await ctx.record(fitoutDecided, { ...deedOf(one), isWanted });
  if (isWanted) {
    const { units } = await leaseById(ctx, one.leaseId);
    await ctx.record(fitoutWanted, { ...deedOf(one), unitIds: [...new Set(units.map(({ unitId }) => unitId))] });
  }
  return changed(ctx, caseId);
}

/**
 * Says on which day the tenant moved in; the lease carries it. Manual 2.1.1-7: not before both have signed the handover sheet.
 * Refusals: notFound, movedInFuture, and all that stands against the step.
 */
export async function completeMoveIn(ctx: SiteContext, { caseId, movedInOn }: OfCase<{ readonly movedInOn: Temporal.PlainDate }>): Promise<MoveInView> {
  if (Temporal.PlainDate.compare(movedInOn, dayAt(ctx, ctx.now)) > 0) throw new Refusal(moveInProblems.movedInFuture());
  const { case: one, facts, marks } = await lockedFacts(ctx, caseId);
  refuseIf(whyNotStep(moveInProcedure, "opened", facts, marks));
  await look(ctx, caseId);
  await update(ctx, one, { moved_in_on: movedInOn, moved_in_at: ctx.now, moved_in_by_name: ctx.actor.name });
  const lease = await leaseById(ctx, one.leaseId);
  const signedAt = facts.inspection?.signedAt ?? null;
  await putDays(ctx, { leaseId: lease.id, handoverOn: lease.handoverOn ?? (signedAt && dayAt(ctx, signedAt)), moveInOn: movedInOn, version: lease.version });
  const evidenceId = await ctx.record(moveInCompleted, { ...deedOf(one), movedInOn });
  await judgeDuty(ctx, { standard: "handoverSigned", subject: subjectOf(one), ownerRole: "technician", kept: signedAt !== null, evidenceId });
  return changed(ctx, caseId);
}

export async function update(ctx: SiteContext, { id, version }: Pick<MoveInCase, "id" | "version">, columns: object): Promise<void> {
  await ctx.tx
    .updateTable("movein.move_in")
    .set({ ...columns, version: version + 1 })
    .where("site_id", "=", ctx.siteId)
    .where("id", "=", id)
    .execute();
}

/** The case as it is now, for who changed it; other screens are told. */
export async function changed(ctx: SiteContext, caseId: Id<"moveIn">): Promise<MoveInView> {
  await ctx.tell(ctx.siteId, "movein.case", caseId);
  return moveInView(ctx, caseId);
}
