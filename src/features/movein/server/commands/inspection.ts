import type { Id } from "#kernel/id.ts";
import { Refusal, refuseIf } from "#kernel/problem.ts";
import type { SiteContext } from "#platform/context.ts";
import { judgeDuty } from "#features/duties/server/index.ts";
import { inspectionsOf, openInspection, withdrawInspection } from "#features/handover/server/index.ts";
import { leaseById } from "#features/leasing/server/index.ts";
import { whyNotStep } from "#features/manual/rules.ts";
import { inspectionArranged } from "../../contract.ts";
import { moveInProblems, moveInProcedure } from "../../rules.ts";
import { caseById, deedOf, subjectOf } from "../queries/cases.ts";
import type { MoveInView } from "../queries/view.ts";
import { lookSoon } from "./look.ts";
import { changed, lockedFacts } from "./steps.ts";

interface Arrangement {
  readonly caseId: Id<"moveIn">;
  readonly inspectionId: Id<"inspection">;
  readonly assigneeId: Id<"person">;
  readonly appointmentAt: Temporal.Instant | null;
  readonly note: string;
}

/** Arranges the joint inspection of all units of the lease. Manual 2.1.1-7. Refusals: notFound, inspectionOpen, what stands against the step, and what handover has against it. */
export async function arrangeInspection(ctx: SiteContext, { caseId, inspectionId, assigneeId, appointmentAt, note }: Arrangement): Promise<MoveInView> {
  const { case: one, facts, marks } = await lockedFacts(ctx, caseId);
  if (facts.inspection?.inspectionId === inspectionId) return changed(ctx, caseId);
  refuseIf(whyNotStep(moveInProcedure, "inspection", facts, marks));
  if (facts.inspection) throw new Refusal(moveInProblems.inspectionOpen());
  const { units } = await leaseById(ctx, one.leaseId);
  const unitIds = [...new Set(units.map(({ unitId }) => unitId))];
  await openInspection(ctx, { id: inspectionId, type: "moveIn", tenantId: one.tenantId, leaseId: one.leaseId, unitIds, caseId, assigneeId, appointmentAt, appointmentNote: note });
  await ctx.record(inspectionArranged, { ...deedOf(one), inspectionId, at: appointmentAt });
  return changed(ctx, caseId);
}

/** A withdrawn case takes back the inspection that it asked for; one that both have signed stays. Refusal: handover.hasBegun. */
export async function withdrawInspectionOf(ctx: SiteContext, caseId: Id<"moveIn">, reason: string): Promise<void> {
  for (const { id, stage } of (await inspectionsOf(ctx, { caseIds: [caseId] })).get(caseId) ?? [])
    if (stage !== "signed") await withdrawInspection(ctx, { inspectionId: id, reason });
}

interface Signed {
  readonly type: string;
  readonly caseId: string | null;
  readonly hasUnansweredQuestions: boolean;
}

/** Hears that both have signed the handover sheet: every question must have its answer by then. Manual 2.1.2-4. */
export async function hearInspectionSigned(ctx: SiteContext, { type, caseId, hasUnansweredQuestions }: Signed, evidenceId: Id<"evidence">): Promise<void> {
  if (type !== "moveIn" || !caseId) return;
  const one = await caseById(ctx, caseId as Id<"moveIn">);
  await judgeDuty(ctx, { standard: "questionsAnswered", subject: subjectOf(one), ownerRole: "technician", kept: !hasUnansweredQuestions, evidenceId });
  await lookSoon(ctx, one.id);
}
