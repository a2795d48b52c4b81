import type { Updateable } from "kysely";
import type { Id } from "#kernel/id.ts";
import { type Problem, Refusal, refuseIf } from "#kernel/problem.ts";
import type { SiteContext } from "#platform/context.ts";
import type { Database } from "#platform/db/tables.ts";
import { standingOf, whyNotStep } from "#features/manual/rules.ts";
import { fitOutCompleted } from "../../contract/events.ts";
import { fitOutProblems, fitOutProcedure } from "../../rules.ts";
import { type FitOut, labelOf, lockedCase } from "../queries/cases.ts";
import { type CaseFacts, factsOfCase } from "../queries/facts.ts";
import { type CaseView, caseView } from "../queries/view.ts";

/** The case, locked, with where it stands: what every step begins with. Refusals: notFound, ended. */
export async function hold(ctx: SiteContext, caseId: Id<"fitOut">): Promise<CaseFacts> {
  const found = await lockedCase(ctx, caseId);
  const at = await factsOfCase(ctx, found);
  if (found.endedAt) throw new Refusal(fitOutProblems.ended());
  return at;
}

/** All that stands against a step now; `isOnce` false: it may be done again. */
export const against = ({ facts, marks }: CaseFacts, step: string, isOnce = true): Problem[] => whyNotStep(fitOutProcedure, step, facts, marks, { isOnce });

export const refuseStep = (at: CaseFacts, step: string, isOnce = true): void => refuseIf(against(at, step, isOnce));

/** Refuses a step whose turn has not come, whatever its gate says: for what leads up to clearing that gate. */
export function refuseTurn(at: CaseFacts, step: string): void {
  const standing = standingOf(fitOutProcedure, at.facts, at.marks).steps.find(({ id }) => id === step)!;
  if (standing.state !== "ready" && standing.state !== "shut") refuseIf(against(at, step));
}

/** Writes into the row of the case. */
export async function update(ctx: SiteContext, { id }: Pick<FitOut, "id">, columns: Updateable<Database["fitout.fit_out"]>): Promise<void> {
  await ctx.tx.updateTable("fitout.fit_out").set(columns).where("site_id", "=", ctx.siteId).where("id", "=", id).execute();
}

/** What every event of a case says of it. */
export const about = ({ id, caseNo, tenantId }: FitOut) => ({ fitOutId: id, caseNo, tenantId });
const subjectOf = (found: FitOut) => ({ kind: "fitOut", id: found.id, label: labelOf(found) });

/** What stands in the keys of each of the feature's rows. */
export const rowOf = (ctx: SiteContext, { id, tenantId }: FitOut) => ({ site_id: ctx.siteId, fit_out_id: id, tenant_id: tenantId });

/** Closes the case if this was its last step, tells the screens, and answers what it has become. */
export async function finish(ctx: SiteContext, found: FitOut): Promise<CaseView> {
  const { facts, marks } = await factsOfCase(ctx, found);
  if (!found.endedAt && standingOf(fitOutProcedure, facts, marks).isComplete) {
    await update(ctx, found, { ended_at: ctx.now });
    await ctx.tx
      .updateTable("fitout.permit")
      .set({ ended_at: ctx.now, ended_why: "completed" })
      .where("site_id", "=", ctx.siteId)
      .where("fit_out_id", "=", found.id)
      .where("ended_at", "is", null)
      .execute();
    await ctx.record(fitOutCompleted, about(found));
  }
  await ctx.tell(ctx.siteId, "fitout.case", found.id);
  return caseView(ctx, found.id);
}
