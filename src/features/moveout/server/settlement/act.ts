import type { Id } from "#kernel/id.ts";
import { Refusal } from "#kernel/problem.ts";
import type { SiteContext } from "#platform/context.ts";
import { closeDocument } from "#features/documents/server/index.ts";
import { isStopped, type MoveOut, moveOutProblems } from "../../rules.ts";
import { settlementProblems } from "../../rules/settlementGates.ts";
import { sheetSuperseded } from "../../contract/settlementEvents.ts";
import { lockedCase } from "../queries/cases.ts";
import { sheetInForce, type Sheet } from "./sheets.ts";

export const about = ({ id, no, leaseId, tenantId }: MoveOut) => ({ moveOutId: id, no, leaseId, tenantId });
export const subjectOf = ({ id, no }: Pick<MoveOut, "id" | "no">) => ({ kind: "moveOut", id, label: no });

/** A running move-out held for a deed, with its sheet in force. Refusals: notFound, withdrawn. */
export async function heldCase(ctx: SiteContext, caseId: Id<"moveOut">): Promise<{ readonly moveOut: MoveOut; readonly sheet: Sheet | null }> {
  const moveOut = await lockedCase(ctx, caseId);
  if (isStopped(moveOut)) throw new Refusal(moveOutProblems.withdrawn());
  return { moveOut, sheet: await sheetInForce(ctx, caseId) };
}

/** The same for a deed that changes what the settlement comes to: a sheet that waits for the tenant is superseded by it. Refusals: sheetAgreed, sheetPosted. */
export async function changingCase(ctx: SiteContext, caseId: Id<"moveOut">, why: string): Promise<MoveOut> {
  const { moveOut, sheet } = await heldCase(ctx, caseId);
  if (sheet?.posted) throw new Refusal(settlementProblems.sheetPosted());
  if (sheet?.state === "agreed") throw new Refusal(settlementProblems.sheetAgreed({ version: sheet.version }));
  if (sheet) await supersede(ctx, moveOut, sheet, why);
  return moveOut;
}

/** Ends a sheet: a later version takes its place. Its document can no longer be signed. */
export async function supersede(ctx: SiteContext, moveOut: MoveOut, sheet: Sheet, reason: string): Promise<void> {
  await ctx.tx.updateTable("moveout.settlement_sheet").set({ state: "superseded", closed_reason: reason }).where("site_id", "=", ctx.siteId).where("id", "=", sheet.id).execute();
  await closeDocument(ctx, sheet.documentId, sheet.state === "agreed" ? "superseded" : "withdrawn", reason);
  await ctx.record(sheetSuperseded, { ...about(moveOut), sheetId: sheet.id, version: sheet.version, reason, wasAgreed: sheet.state === "agreed" });
}

export const tell = (ctx: SiteContext, { id }: Pick<MoveOut, "id">) => ctx.tell(ctx.siteId, "moveout.case", id);
