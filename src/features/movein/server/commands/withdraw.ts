import type { Id } from "#kernel/id.ts";
import { Refusal } from "#kernel/problem.ts";
import type { SiteContext } from "#platform/context.ts";
import { closeDocument, documentsOf } from "#features/documents/server/index.ts";
import { excuseDuty } from "#features/duties/server/index.ts";
import { endGrantOfCase } from "#features/handover/server/index.ts";
import { moveInWithdrawn } from "../../contract.ts";
import { moveInProblems } from "../../rules.ts";
import { deedOf, subjectOf } from "../queries/cases.ts";
import type { MoveInView } from "../queries/view.ts";
import { withdrawInspectionOf } from "./inspection.ts";
import { changed, lockedFacts, update } from "./steps.ts";

/**
 * Takes a case back and undoes what it held: the right to cards and keys, open sheets, the open inspection, the day's clock.
 * Refusals: notFound, alreadyMovedIn, manual.caseWithdrawn, handover.stillHeld.
 */
export async function withdrawMoveIn(ctx: SiteContext, { caseId, reason }: { readonly caseId: Id<"moveIn">; readonly reason: string }): Promise<MoveInView> {
  const { case: one, marks } = await lockedFacts(ctx, caseId);
  if (marks.isWithdrawn) throw new Refusal(moveInProblems.alreadyWithdrawn());
  if (one.movedInAt) throw new Refusal(moveInProblems.alreadyMovedIn());
  await endGrantOfCase(ctx, { caseId, reason });
  for (const { id, state } of await documentsOf(ctx, { kind: "moveIn", id: caseId }))
    if (state === "issued" || state === "signing") await closeDocument(ctx, id, "withdrawn", reason);
  await withdrawInspectionOf(ctx, caseId, reason);
  await update(ctx, one, { withdrawn_at: ctx.now, withdrawn_by_name: ctx.actor.name, withdrawn_why: reason });
  await ctx.record(moveInWithdrawn, { ...deedOf(one), reason });
  await excuseDuty(ctx, { standard: "sameDayFormalities", subject: subjectOf(one) }, { reason });
  return changed(ctx, caseId);
}
