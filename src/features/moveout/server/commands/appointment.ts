import type { Id } from "#kernel/id.ts";
import { Refusal, refuseIf } from "#kernel/problem.ts";
import type { SiteContext } from "#platform/context.ts";
import { excuseDuty, judgeDuty, keepDuty, openDuty } from "#features/duties/server/index.ts";
import { whyNotStep } from "#features/manual/rules.ts";
import { tenantById } from "#features/tenants/server/index.ts";
import { appointmentAgreed, appointmentEnded, appointmentProposed } from "../../contract.ts";
import { type AppointmentOutcome, isKeptByHouse, type MoveOut, moveOutProblems, moveOutProcedure, type Side, whyNotAgree } from "../../rules.ts";
import { appointmentsOf } from "../queries/appointments.ts";
import { factsOfCase } from "../queries/facts.ts";
import { about, change, isUnopened, runningCase, subjectOf } from "./act.ts";
import { appointInspectionOf } from "./inspection.ts";

interface Proposal {
  readonly caseId: Id<"moveOut">;
  readonly id: Id<"appointment">;
  readonly meetsAt: Temporal.Instant;
  readonly note: string;
}

/** Proposes a time for the joint inspection; one that stood before is replaced and stays on record. Manual 2.1.3-2. Refusals: notFound, withdrawn, inspectionBegun by its step, meetsInPast. */
export async function proposeAppointment(ctx: SiteContext, { caseId, id, meetsAt, note }: Proposal, side: Side): Promise<void> {
  const moveOut = await runningCase(ctx, caseId);
  await refuseOnceInspected(ctx, moveOut);
  if (Temporal.Instant.compare(meetsAt, ctx.now) <= 0) throw new Refusal(moveOutProblems.meetsInPast());
  const before = (await appointmentsOf(ctx, caseId)).find(({ replacedAt }) => replacedAt === null);
  if (before?.id === id) return;
  if (before) await changeAppointment(ctx, before.id, { replaced_at: ctx.now });
  if (before?.agreedAt) await excuseDuty(ctx, { standard: "appointmentKept", subject: subjectOf(moveOut) }, { reason: note.trim() || moveOut.no });
  await ctx.tx
    .insertInto("moveout.appointment")
    .values({
      site_id: ctx.siteId,
      id,
      move_out_id: caseId,
      tenant_id: moveOut.tenantId,
      meets_at: meetsAt,
      note,
      proposed_side: side,
      proposed_by_name: ctx.actor.name,
      proposed_at: ctx.now,
    })
    .onConflict((conflict) => conflict.columns(["site_id", "id"]).doNothing())
    .execute();
  await change(ctx, moveOut, {});
  await ctx.record(appointmentProposed, { ...about(moveOut), byName: ctx.actor.name, side, meetsAt, replaces: before?.meetsAt ?? null });
}

/**
 * The other side agrees to the time in force: from now on the house owes being there. `onBehalf` says who of the tenant's agreed, and how.
 * Manual 2.1.3-2. Refusals: notFound, withdrawn, noAppointment, appointmentAgreed, ownProposal, meetsInPast.
 */
export async function agreeAppointment(ctx: SiteContext, { caseId, onBehalf }: { readonly caseId: Id<"moveOut">; readonly onBehalf: string | null }, by: Side): Promise<void> {
  const moveOut = await runningCase(ctx, caseId);
  const appointment = (await appointmentsOf(ctx, caseId)).find(({ replacedAt }) => replacedAt === null) ?? null;
  refuseIf(whyNotAgree(appointment, onBehalf ? "tenant" : by, ctx.now));
  const { id, meetsAt } = appointment!;
  const byName = onBehalf ? `${onBehalf}（${ctx.actor.name}）` : ctx.actor.name;
  await changeAppointment(ctx, id, { agreed_at: ctx.now, agreed_by_name: byName });
  await change(ctx, moveOut, {});
  const evidenceId = await ctx.record(appointmentAgreed, { ...about(moveOut), byName, meetsAt });
  const found = await factsOfCase(ctx, moveOut);
  const subject = subjectOf(moveOut);
  await judgeDuty(ctx, { standard: "inspectionAppointed", subject, ownerRole: "serviceOfficer", kept: isUnopened(found, "appointment"), evidenceId });
  const { name } = await tenantById(ctx, moveOut.tenantId);
  await openDuty(ctx, { standard: "appointmentKept", subject, ownerRole: "technician", promisedAt: meetsAt, owedTo: { tenantId: moveOut.tenantId, label: name } });
  await appointInspectionOf(ctx, caseId, meetsAt);
}

/** Records how the agreed appointment went: kept by the house, or not. Manual 2.1.3-2. Refusals: notFound, withdrawn, noAppointment, appointmentOver, notYetTime. */
export async function recordAppointment(
  ctx: SiteContext,
  { caseId, outcome, note }: { readonly caseId: Id<"moveOut">; readonly outcome: AppointmentOutcome; readonly note: string },
): Promise<void> {
  const moveOut = await runningCase(ctx, caseId);
  const appointment = (await appointmentsOf(ctx, caseId)).find(({ replacedAt }) => replacedAt === null);
  if (!appointment?.agreedAt) throw new Refusal(moveOutProblems.noAppointment());
  if (appointment.outcome) throw new Refusal(moveOutProblems.appointmentOver());
  const { id, meetsAt } = appointment;
  const isBefore = Temporal.Instant.compare(ctx.now, meetsAt) < 0;
  if (isBefore && outcome !== "kept")
    throw new Refusal(moveOutProblems.notYetTime({ at: meetsAt.toZonedDateTimeISO(ctx.zone).toPlainDateTime().toString({ smallestUnit: "minute" }) }));
  await changeAppointment(ctx, id, { outcome, outcome_note: note, outcome_at: ctx.now });
  await change(ctx, moveOut, {});
  const evidenceId = await ctx.record(appointmentEnded, { ...about(moveOut), byName: ctx.actor.name, meetsAt, outcome, note });
  const key = { standard: "appointmentKept", subject: subjectOf(moveOut) } as const;
  if (outcome === "missedTenant") await excuseDuty(ctx, key, { reason: note.trim() || "租户未到场" });
  // Who was there in time is entered afterwards; being late is told by the entry alone.
  else await keepDuty(ctx, key, { evidenceId, at: isKeptByHouse(outcome) ? (isBefore ? ctx.now : meetsAt) : ctx.now });
}

async function refuseOnceInspected(ctx: SiteContext, moveOut: MoveOut): Promise<void> {
  const { facts, marks } = await factsOfCase(ctx, moveOut);
  refuseIf(whyNotStep(moveOutProcedure, "appointment", facts, marks, { isOnce: false }));
  if (facts.inspection?.signedAt) throw new Refusal(moveOutProblems.appointmentOver());
}

async function changeAppointment(ctx: SiteContext, id: Id<"appointment">, columns: Readonly<Record<string, unknown>>): Promise<void> {
  await ctx.tx.updateTable("moveout.appointment").set(columns).where("site_id", "=", ctx.siteId).where("id", "=", id).execute();
}
