import type { Id } from "#kernel/id.ts";
import type { SiteContext } from "#platform/context.ts";
import type { Subject } from "#features/duties/rules.ts";
import { dutiesOf, excuseDuty, judgeDuty, keepDuty, openDuty } from "#features/duties/server/index.ts";
import { standingOf } from "#features/manual/rules.ts";
import { tenantById } from "#features/tenants/server/index.ts";
import { fitOutProcedure } from "../rules.ts";
import { type FitOut, labelOf } from "./queries/cases.ts";
import type { CaseFacts } from "./queries/facts.ts";

// What a case makes the house owe: an answer (FO-01), approval before works (2.1.1-6), the second acceptance, the refund (FO-05).

const subjectOf = (found: FitOut): Subject => ({ kind: "fitOut", id: found.id, label: labelOf(found) });
const owedTo = async (ctx: SiteContext, { tenantId }: FitOut) => ({ tenantId, label: (await tenantById(ctx, tenantId)).name });

/** The clock of the answer starts with a complete application. */
export async function owedAnswer(ctx: SiteContext, found: FitOut): Promise<void> {
  await openDuty(ctx, { standard: "fitoutAnswered", subject: subjectOf(found), ownerRole: "engSupervisor", owedTo: await owedTo(ctx, found) });
}

/** Both reviews are in, or one sent it back: it is answered. */
export async function answered(ctx: SiteContext, found: FitOut, evidenceId: Id<"evidence">): Promise<void> {
  await keepDuty(ctx, { standard: "fitoutAnswered", subject: subjectOf(found) }, { evidenceId });
}

/** Kept when no gate was opened to issue the permit. Manual 2.1.1-6. */
export async function judgePermit(ctx: SiteContext, { case: found, facts, marks }: CaseFacts, evidenceId: Id<"evidence">): Promise<void> {
  const { overridden } = standingOf(fitOutProcedure, facts, marks).steps.find(({ id }) => id === "permit")!;
  await judgeDuty(ctx, {
    standard: "fitoutApproved",
    subject: subjectOf(found),
    ownerRole: "engSupervisor",
    ownerId: ctx.actor.personId,
    owedTo: await owedTo(ctx, found),
    kept: overridden.length === 0,
    evidenceId,
  });
}

/** From the first acceptance: the works are looked at again by the end of `day`. */
export async function owedRecheck(ctx: SiteContext, found: FitOut, day: Temporal.PlainDate): Promise<void> {
  const promisedAt = day.toZonedDateTime({ timeZone: ctx.zone, plainTime: "23:59:59" }).toInstant();
  await openDuty(ctx, { standard: "fitoutReaccepted", subject: subjectOf(found), ownerRole: "engSupervisor", owedTo: await owedTo(ctx, found), promisedAt });
}

/** From the second acceptance: the deposit is paid back within the site's limit. Refusal: manual.parameterMissing. */
export async function owedRefund(ctx: SiteContext, found: FitOut, evidenceId: Id<"evidence">, deposit: number): Promise<void> {
  await keepDuty(ctx, { standard: "fitoutReaccepted", subject: subjectOf(found) }, { evidenceId });
  if (deposit > 0) await openDuty(ctx, { standard: "fitoutRefunded", subject: subjectOf(found), ownerRole: "finance", owedTo: await owedTo(ctx, found) });
}

export async function refunded(ctx: SiteContext, found: FitOut, evidenceId: Id<"evidence">): Promise<void> {
  await keepDuty(ctx, { standard: "fitoutRefunded", subject: subjectOf(found) }, { evidenceId });
}

/** A withdrawn case owes nothing any more. */
export async function excuseAll(ctx: SiteContext, found: FitOut, reason: string): Promise<void> {
  for (const duty of await dutiesOf(ctx, subjectOf(found))) if (!duty.outcome) await excuseDuty(ctx, { dutyId: duty.id }, { reason });
}
