import type { Id } from "#kernel/id.ts";
import { Refusal } from "#kernel/problem.ts";
import type { SiteContext } from "#platform/context.ts";
import { keepDuty } from "#features/duties/server/index.ts";
import { stepDone } from "../../contract.ts";
import { actsWithLetter, arrearsProblems } from "../../rules.ts";
import { type Step, toStep } from "../queries/rows.ts";
import { issueDemand } from "../letters.ts";
import { dutyOf } from "./look.ts";

interface StepRecord {
  readonly stepId: Id<"collectionStep">;
  readonly doneAt: Temporal.Instant;
  readonly spokeWith: string;
  readonly note: string;
}

/** Records that a step was done, which keeps its duty; a demand note or formal notice is issued as a letter by that. Refusals: stepNotFound, stepClosed, notOverdue. */
export async function recordStep(ctx: SiteContext, { stepId, doneAt, spokeWith, note }: StepRecord): Promise<Step> {
  const found = await ctx.tx.selectFrom("arrears.step").selectAll().where("site_id", "=", ctx.siteId).where("id", "=", stepId).forUpdate().executeTakeFirst();
  if (!found) throw new Refusal(arrearsProblems.stepNotFound());
  const step = toStep(found);
  if (step.state !== "open") throw new Refusal(arrearsProblems.stepClosed());
  const at = Temporal.Instant.compare(doneAt, ctx.now) > 0 ? ctx.now : doneAt;
  const documentId = actsWithLetter.includes(step.act) ? await issueDemand(ctx, step) : null;
  const row = await ctx.tx
    .updateTable("arrears.step")
    .set({ state: "done", done_at: at, note, spoke_with: spokeWith, document_id: documentId, by_person: ctx.actor.personId, by_name: ctx.actor.name })
    .where("site_id", "=", ctx.siteId)
    .where("id", "=", stepId)
    .returningAll()
    .executeTakeFirstOrThrow();
  const evidenceId = await ctx.record(stepDone, { tenantId: step.tenantId, stepId, act: step.act, spokeWith, note, documentId }, { happenedAt: at });
  await keepDuty(ctx, dutyOf(step), { evidenceId, at });
  await ctx.tell(ctx.siteId, "arrears.step", stepId);
  return toStep(row);
}
