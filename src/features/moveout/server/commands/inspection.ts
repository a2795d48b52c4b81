import type { ValueOf } from "#kernel/contract.ts";
import type { Id } from "#kernel/id.ts";
import type { SiteContext } from "#platform/context.ts";
import { judgeDuty } from "#features/duties/server/index.ts";
import type { inspectionSigned } from "#features/handover/contract.ts";
import { appointInspection, inspectionsOf, openInspection, withdrawInspection } from "#features/handover/server/index.ts";
import { leaseById } from "#features/leasing/server/index.ts";
import { inspectionJudged } from "../../contract.ts";
import { caseById, lockedCase } from "../queries/cases.ts";
import { factsOfCase } from "../queries/facts.ts";
import { about, atStep, change, isUnopened, subjectOf } from "./act.ts";

/** Opens the joint inspection beside that of the move-in, at the time both agreed to. Manual 2.1.3-3. Refusals: what stands against the step, and those of the inspection. */
export async function startInspection(ctx: SiteContext, { caseId, assigneeId }: { readonly caseId: Id<"moveOut">; readonly assigneeId: Id<"person"> | null }): Promise<void> {
  const { moveOut, facts } = await atStep(ctx, caseId, "inspection");
  if (await openInspectionOf(ctx, caseId)) return;
  const { units } = await leaseById(ctx, moveOut.leaseId);
  const meetsAt = facts.appointment?.meetsAt ?? null;
  await openInspection(ctx, {
    type: "moveOut",
    tenantId: moveOut.tenantId,
    leaseId: moveOut.leaseId,
    unitIds: [...new Set(units.filter(({ to }) => Temporal.PlainDate.compare(to, moveOut.leavingOn) >= 0).map(({ unitId }) => unitId))],
    caseId,
    assigneeId,
    appointmentAt: meetsAt && Temporal.Instant.compare(meetsAt, ctx.now) > 0 ? meetsAt : null,
  });
  await change(ctx, moveOut, {});
}

/** Tells an inspection that is open already of another time. */
export async function appointInspectionOf(ctx: SiteContext, caseId: Id<"moveOut">, meetsAt: Temporal.Instant): Promise<void> {
  const open = await openInspectionOf(ctx, caseId);
  if (open) await appointInspection(ctx, { inspectionId: open, appointmentAt: meetsAt, note: "" });
}

/** Takes back the inspection of a move-out that was withdrawn; one that both signed stays. */
export async function endInspection(ctx: SiteContext, caseId: Id<"moveOut">, reason: string): Promise<void> {
  const open = await openInspectionOf(ctx, caseId);
  if (open) await withdrawInspection(ctx, { inspectionId: open, reason });
}

async function openInspectionOf(ctx: SiteContext, caseId: Id<"moveOut">): Promise<Id<"inspection"> | null> {
  const own = (await inspectionsOf(ctx, { caseIds: [caseId] })).get(caseId) ?? [];
  return own.find(({ stage }) => stage !== "withdrawn" && stage !== "signed")?.id ?? null;
}

/** Hears that both signed an inspection: it was made whole, and each line was confirmed or disputed on record. Manual 2.1.3-3, 2.1.4-1. */
export async function hearOfInspection(ctx: SiteContext, facts: ValueOf<(typeof inspectionSigned)["facts"]>): Promise<void> {
  if (facts.type !== "moveOut" || !facts.caseId) return;
  const moveOut = await lockedCase(ctx, facts.caseId as Id<"moveOut">);
  await change(ctx, moveOut, {});
  const found = await factsOfCase(ctx, await caseById(ctx, moveOut.id));
  const unread = [...found.facts.meters.unread];
  const evidenceId = await ctx.record(inspectionJudged, {
    ...about(moveOut),
    inspectionId: facts.inspectionId,
    unread,
    hasOpenQuestions: facts.hasUnansweredQuestions,
    hasDispute: facts.hasDispute,
  });
  const subject = subjectOf(moveOut);
  const wasWhole = !facts.hasUnansweredQuestions && isUnopened(found, "inspection");
  await judgeDuty(ctx, { standard: "moveOutInspected", subject, ownerRole: "technician", kept: wasWhole, evidenceId });
  await judgeDuty(ctx, { standard: "inspectionConfirmed", subject, ownerRole: "technician", kept: true, evidenceId });
}
