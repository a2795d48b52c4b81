import { sql } from "kysely";
import { type Id, newId } from "#kernel/id.ts";
import { refuseIf } from "#kernel/problem.ts";
import type { SiteContext } from "#platform/context.ts";
import { gateOpened } from "../contract/procedure.ts";
import { type CaseMarks, type Opening, type Procedure, type ProcedureId, standingOf, stepById, whyNotOpen } from "../rules.ts";

/** The case whose gate is to be opened; `label` is how people call it. */
interface CaseAtGate<F> {
  readonly caseId: string;
  readonly label: string;
  readonly facts: F;
  readonly marks: CaseMarks;
}

/**
 * Opens the gate of a step by authority, against the reasons that shut it now; another reason that comes up later shuts it again. The
 * endpoint, its right and the lock of the case are the feature's. Manual, preface. Refusals: caseWithdrawn, gateNotShut, openingWithoutReason.
 */
export async function openGate<F>(
  ctx: SiteContext,
  procedure: Procedure<F>,
  at: CaseAtGate<F>,
  { step: stepId, reason }: { readonly step: string; readonly reason: string },
): Promise<Opening> {
  refuseIf(whyNotOpen(procedure, stepId, at.facts, at.marks, { reason }));
  const step = stepById(procedure, stepId);
  const { obstacles } = standingOf(procedure, at.facts, at.marks).steps.find(({ id }) => id === stepId)!;
  const opening: Opening = { step: stepId, codes: [...new Set(obstacles.map((obstacle) => obstacle.reason.code))], reason, byName: ctx.actor.name, at: ctx.now };
  const id = newId<"opening">();
  await ctx.tx
    .insertInto("manual.gate_opening")
    .values({
      site_id: ctx.siteId,
      id,
      procedure: procedure.id,
      case_id: at.caseId,
      step: stepId,
      codes: [...opening.codes],
      reason,
      by_id: ctx.actor.personId,
      by_name: opening.byName,
      opened_at: ctx.now,
    })
    .execute();
  await ctx.record(
    { ...gateOpened, clauses: [step.clause], subject: procedure.id },
    {
      openingId: id,
      procedure: procedure.id,
      caseId: at.caseId,
      [`${procedure.id}Id`]: at.caseId,
      caseLabel: at.label,
      step: stepId,
      clause: step.clause,
      codes: [...opening.codes],
      obstacles: obstacles.map((obstacle) => obstacle.reason.title),
      reason,
    },
  );
  return opening;
}

/** The openings of these cases of one procedure, by case, oldest first. */
export async function openingsOf(ctx: SiteContext, procedure: ProcedureId, caseIds: readonly Id<string>[]): Promise<ReadonlyMap<string, readonly Opening[]>> {
  if (caseIds.length === 0) return new Map();
  const rows = await ctx.tx
    .selectFrom("manual.gate_opening")
    .where("site_id", "=", ctx.siteId)
    .where("procedure", "=", procedure)
    .where("case_id", "=", sql<string>`any (${[...caseIds]}::uuid[])`)
    .select(["case_id", "step", "codes", "reason", "by_name", "opened_at"])
    .orderBy("opened_at")
    .execute();
  const openings = rows.map((row) => ({ caseId: row.case_id, opening: { step: row.step, codes: row.codes, reason: row.reason, byName: row.by_name, at: row.opened_at } }));
  return new Map([...Map.groupBy(openings, ({ caseId }) => caseId)].map(([caseId, own]) => [caseId, own.map(({ opening }) => opening)]));
}
