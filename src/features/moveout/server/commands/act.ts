import type { Id } from "#kernel/id.ts";
import { Refusal, refuseIf } from "#kernel/problem.ts";
import type { SiteContext } from "#platform/context.ts";
import { whyNotStep } from "#features/manual/rules.ts";
import { isStopped, type MoveOut, moveOutProblems, moveOutProcedure } from "../../rules.ts";
import { lockedCase } from "../queries/cases.ts";
import { type FactsOfCase, factsOfCase } from "../queries/facts.ts";

export interface AtCase {
  readonly caseId: Id<"moveOut">;
}

/** A move-out held for a deed, with its records; refuses what stands against doing `step` now. */
export async function atStep(ctx: SiteContext, caseId: Id<"moveOut">, step: string): Promise<FactsOfCase & { readonly moveOut: MoveOut }> {
  const moveOut = await lockedCase(ctx, caseId);
  const found = await factsOfCase(ctx, moveOut);
  refuseIf(whyNotStep(moveOutProcedure, step, found.facts, found.marks));
  return { moveOut, ...found };
}

/** Whether nobody had to open a gate of `step`: what a check of it is judged by. */
export const isUnopened = ({ marks }: FactsOfCase, step: string): boolean => !marks.openings.some((opening) => opening.step === step);

/** A running move-out held for a deed. Refusals: notFound, withdrawn. */
export async function runningCase(ctx: SiteContext, caseId: Id<"moveOut">): Promise<MoveOut> {
  const moveOut = await lockedCase(ctx, caseId);
  if (isStopped(moveOut)) throw new Refusal(moveOutProblems.withdrawn());
  return moveOut;
}

/** Writes what a deed changed of a move-out. */
export async function change(ctx: SiteContext, { id, version }: MoveOut, columns: Readonly<Record<string, unknown>>): Promise<void> {
  await ctx.tx
    .updateTable("moveout.move_out")
    .set({ ...columns, version: version + 1 })
    .where("site_id", "=", ctx.siteId)
    .where("id", "=", id)
    .execute();
  await ctx.tell(ctx.siteId, "moveout.case", id);
}

export const about = ({ id, no, leaseId, tenantId }: MoveOut) => ({ moveOutId: id, no, leaseId, tenantId });
export const subjectOf = ({ id, no }: Pick<MoveOut, "id" | "no">) => ({ kind: "moveOut", id, label: no });
