import type { Id } from "#kernel/id.ts";
import { Refusal, refuseIf, reasons } from "#kernel/problem.ts";
import { dayAt, type SiteContext } from "#platform/context.ts";
import { refusing } from "#platform/db/violations.ts";
import { parameterOf } from "#features/manual/server/index.ts";
import { completionAsked, defectMended, worksAccepted } from "../../contract/events.ts";
import { type AcceptanceKind, type AcceptanceOutcome, fitOutProblems, whyNotWish } from "../../rules.ts";
import { owedRecheck, owedRefund } from "../duties.ts";
import { issueAcceptance } from "../letters/acceptance.ts";
import type { CaseView } from "../queries/view.ts";
import { about, finish, hold, refuseStep, refuseTurn, rowOf, update } from "./hold.ts";

/** Asks for acceptance: the works are done. Domain §1.14, step 10. Refusals: notFound, ended, stepFirst, stepDone, stopped, completionSoon. */
export async function askCompletion(ctx: SiteContext, { caseId, on }: { readonly caseId: Id<"fitOut">; readonly on: Temporal.PlainDate }): Promise<CaseView> {
  const at = await hold(ctx, caseId);
  refuseStep(at, "works");
  refuseIf(whyNotWish(on, dayAt(ctx, ctx.now)));
  await update(ctx, at.case, { completion_asked_at: ctx.now, completion_on: on, completion_by_name: ctx.actor.name });
  await ctx.record(completionAsked, { ...about(at.case), on });
  return finish(ctx, at.case);
}

interface Acceptance {
  readonly caseId: Id<"fitOut">;
  readonly id: Id<"fitOutAcceptance">;
  readonly kind: AcceptanceKind;
  readonly outcome: AcceptanceOutcome;
  readonly note: string;
  readonly defects: readonly { readonly id: Id<"fitOutDefect">; readonly description: string; readonly mendBy: Temporal.PlainDate }[];
}

const steps = { hidden: "hiddenWorks", first: "completion", second: "recheck" } as const satisfies Record<AcceptanceKind, string>;

/**
 * Accepts hidden works, the completed works, or the works a second time, or lists what is wrong with them; passing waits for passes and mended defects.
 * Domain §1.14, steps 9 to 11. Refusals: notFound, ended, stepFirst, stepDone, what shuts the gate, defectsMissing, defectsWithPass.
 */
export async function acceptWorks(ctx: SiteContext, { caseId, id, kind, outcome, note, defects }: Acceptance): Promise<CaseView> {
  const at = await hold(ctx, caseId);
  if (outcome === "passed") refuseStep(at, steps[kind]);
  else refuseTurn(at, steps[kind]);
  refuseIf(
    reasons(outcome === "defects" && defects.length === 0 && fitOutProblems.defectsMissing(), outcome === "passed" && defects.length > 0 && fitOutProblems.defectsWithPass()),
  );
  const acceptance = ctx.tx
    .insertInto("fitout.acceptance")
    .values({ ...rowOf(ctx, at.case), id, kind, outcome, note, accepted_at: ctx.now, by_id: ctx.actor.personId, by_name: ctx.actor.name });
  await refusing(acceptance.execute(), { acceptance_pkey: () => fitOutProblems.idTaken() });
  const rows = defects.map((defect) => ({ ...rowOf(ctx, at.case), id: defect.id, acceptance_id: id, description: defect.description, mend_by: defect.mendBy }));
  if (rows.length > 0) await refusing(ctx.tx.insertInto("fitout.defect").values(rows).execute(), { defect_pkey: () => fitOutProblems.idTaken() });
  await issueAcceptance(ctx, at.case, { kind, outcome, note, defects });
  const evidenceId = await ctx.record(worksAccepted, { ...about(at.case), acceptanceId: id, kind, outcome, note, defects: defects.map(({ description }) => description) });
  if (outcome === "passed" && kind === "first") await owedRecheck(ctx, at.case, dayAt(ctx, ctx.now).add({ months: await parameterOf(ctx, "fitoutReacceptanceMonths") }));
  if (outcome === "passed" && kind === "second") await owedRefund(ctx, at.case, evidenceId, at.facts.money.deposit);
  return finish(ctx, at.case);
}

/** Confirms that a defect is put right. Refusals: notFound, ended, defectNotFound, alreadyMended. */
export async function mendDefect(ctx: SiteContext, { caseId, defectId }: { readonly caseId: Id<"fitOut">; readonly defectId: Id<"fitOutDefect"> }): Promise<CaseView> {
  const at = await hold(ctx, caseId);
  const defect = await ctx.tx
    .selectFrom("fitout.defect")
    .select(["description", "mended_at"])
    .where("site_id", "=", ctx.siteId)
    .where("fit_out_id", "=", caseId)
    .where("id", "=", defectId)
    .executeTakeFirst();
  if (!defect) throw new Refusal(fitOutProblems.defectNotFound());
  if (defect.mended_at) throw new Refusal(fitOutProblems.alreadyMended());
  await ctx.tx.updateTable("fitout.defect").set({ mended_at: ctx.now, mended_by_name: ctx.actor.name }).where("site_id", "=", ctx.siteId).where("id", "=", defectId).execute();
  await ctx.record(defectMended, { ...about(at.case), defectId, description: defect.description });
  return finish(ctx, at.case);
}
