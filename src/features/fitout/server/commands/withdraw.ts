import type { Id } from "#kernel/id.ts";
import { Refusal } from "#kernel/problem.ts";
import type { SiteContext } from "#platform/context.ts";
import { closeDocument } from "#features/documents/server/index.ts";
import { fitOutWithdrawn } from "../../contract/events.ts";
import { fitOutProblems } from "../../rules.ts";
import { excuseAll } from "../duties.ts";
import { caseById } from "../queries/cases.ts";
import { refundOf } from "../queries/records.ts";
import type { CaseView } from "../queries/view.ts";
import { takeBackFees } from "./fees.ts";
import { about, finish, hold, update } from "./hold.ts";
import { endPermit } from "./permit.ts";

/** Withdraws a case and undoes what it holds: permit, charges no bill has taken up, letters not signed by all, duties. Refusals: notFound, ended, refundAsked. */
export async function withdrawCase(ctx: SiteContext, { caseId, reason }: { readonly caseId: Id<"fitOut">; readonly reason: string }): Promise<CaseView> {
  const at = await hold(ctx, caseId);
  if ((await refundOf(ctx, caseId))?.state === "asked") throw new Refusal(fitOutProblems.refundAsked());
  await endPermit(ctx, at.case, "withdrawn");
  await takeBackFees(ctx, at.case, reason);
  const letters = await ctx.tx
    .selectFrom("documents.document")
    .select("id")
    .where("site_id", "=", ctx.siteId)
    .where("subject_kind", "=", "fitOut")
    .where("subject_id", "=", caseId)
    .where("kind", "in", ["fitout.agreement", "fitout.fireLetter"])
    .where("state", "in", ["issued", "signing"])
    .execute();
  for (const { id } of letters) await closeDocument(ctx, id as Id<"document">, "withdrawn", reason);
  await excuseAll(ctx, at.case, reason);
  await update(ctx, at.case, { withdrawn_at: ctx.now, withdrawn_why: reason, withdrawn_by_name: ctx.actor.name, ended_at: ctx.now });
  await ctx.record(fitOutWithdrawn, { ...about(at.case), reason });
  return finish(ctx, await caseById(ctx, caseId));
}
