import type { Id } from "#kernel/id.ts";
import { refuseIf, reasons } from "#kernel/problem.ts";
import type { SiteContext } from "#platform/context.ts";
import { defectJudged, defectMended } from "../../contract.ts";
import { handoverProblems } from "../../rules.ts";
import { type Defect, defectById } from "../queries/defects.ts";

/** Records that a defect was mended. Manual 2.1.1-7. Refusals: defectNotFound, notOpenDefect. */
export async function mendDefect(ctx: SiteContext, { defectId, note }: { readonly defectId: Id<"defect">; readonly note: string }): Promise<Defect> {
  const defect = await lockedDefect(ctx, defectId);
  refuseIf(reasons(defect.state !== "open" && handoverProblems.notOpenDefect()));
  await ctx.tx
    .updateTable("handover.defect")
    .set({ state: "mended", mended_at: ctx.now, mended_by: ctx.actor.personId, mended_by_name: ctx.actor.name, mended_note: note.trim() })
    .where("site_id", "=", ctx.siteId)
    .where("id", "=", defectId)
    .execute();
  const { inspectionId, lineKey, condition, responsible, mendBy } = defect;
  await ctx.record(defectMended, { defectId, inspectionId, lineKey, condition, responsible, mendBy, note: note.trim() });
  await ctx.tell(ctx.siteId, "handover.defect", defectId);
  return defectById(ctx, defectId);
}

/** Confirms what somebody else mended, or sends it back. Refusals: defectNotFound, notMended, ownMending. */
export async function confirmDefect(
  ctx: SiteContext,
  { defectId, isInOrder, note }: { readonly defectId: Id<"defect">; readonly isInOrder: boolean; readonly note: string },
): Promise<Defect> {
  const defect = await lockedDefect(ctx, defectId);
  refuseIf(
    reasons(
      defect.state !== "mended" && handoverProblems.notMended(),
      defect.state === "mended" && ctx.actor.personId !== null && defect.mendedById === ctx.actor.personId && handoverProblems.ownMending(),
    ),
  );
  await ctx.tx
    .updateTable("handover.defect")
    .set({ state: isInOrder ? "confirmed" : "open", judged_at: ctx.now, judged_by_name: ctx.actor.name, judged_note: note.trim() })
    .where("site_id", "=", ctx.siteId)
    .where("id", "=", defectId)
    .execute();
  await ctx.record(defectJudged, { defectId, inspectionId: defect.inspectionId, lineKey: defect.lineKey, isInOrder, note: note.trim() });
  await ctx.tell(ctx.siteId, "handover.defect", defectId);
  return defectById(ctx, defectId);
}

async function lockedDefect(ctx: SiteContext, id: Id<"defect">) {
  await ctx.tx.selectFrom("handover.defect").select("id").where("site_id", "=", ctx.siteId).where("id", "=", id).forUpdate().execute();
  return defectById(ctx, id);
}
