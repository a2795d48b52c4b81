import type { ValueOf } from "#kernel/contract.ts";
import type { Id } from "#kernel/id.ts";
import type { SiteContext } from "#platform/context.ts";
import { json } from "#platform/db/json.ts";
import type { dutyExcused, dutyOverridden, dutyToldLater } from "#features/duties/contract.ts";
import type { accessGranted } from "#features/handover/contract.ts";
import type { gateOpened as procedureGateOpened } from "#features/manual/contract.ts";
import type { itemDecided } from "#features/moveout/contract.ts";
import type { caseVoided, gateOpened, ownerHandedOver } from "#features/service/contract.ts";
import type { ExceptionKind } from "../rules.ts";
import { foldClosings } from "./tallies.ts";

type Facts<E extends { readonly facts: unknown }> = E["facts"] extends infer F ? ValueOf<F> : never;

/** Folds what was closed at this site since the last time into its tally, and tells the screens. Runs by the clock; twice does no harm. */
export async function foldTally(ctx: SiteContext): Promise<void> {
  if (await foldClosings(ctx, ctx.siteId)) await ctx.tell(ctx.siteId, "appraisal.tally");
}

/** An excused duty stands among the month's exceptions. Manual, preface. */
export const noteExcused = (ctx: SiteContext, facts: Facts<typeof dutyExcused>, evidenceId: Id<"evidence">) => noteDuty(ctx, "dutyExcused", facts, evidenceId);

/** A duty closed by authority stands among the month's exceptions. Manual, preface. */
export const noteOverridden = (ctx: SiteContext, facts: Facts<typeof dutyOverridden>, evidenceId: Id<"evidence">) => noteDuty(ctx, "dutyOverridden", facts, evidenceId);

/** A duty kept only by a time that was told later stands among the exceptions of the month in which it was entered. Manual, preface. */
export const noteToldLater = (ctx: SiteContext, facts: Facts<typeof dutyToldLater>, evidenceId: Id<"evidence">) => noteDuty(ctx, "dutyToldLater", facts, evidenceId);

export const noteVoided = (ctx: SiteContext, facts: Facts<typeof caseVoided>, evidenceId: Id<"evidence">) => noteCase(ctx, "caseVoided", "2.2.1-1", facts, evidenceId);

export const noteGateOpened = (ctx: SiteContext, facts: Facts<typeof gateOpened>, evidenceId: Id<"evidence">) => noteCase(ctx, "gateOpened", "2.2.1-3", facts, evidenceId);

/** A gate of a procedure opened by authority stands among the month's exceptions, under the clause of its step. Manual, preface. */
export const noteProcedureGate = (ctx: SiteContext, { procedure, caseId, caseLabel, clause, reason }: Facts<typeof procedureGateOpened>, evidenceId: Id<"evidence">) =>
  note(ctx, {
    kind: "gateOpened",
    clause,
    reason,
    reason_facts: null,
    evidence_id: evidenceId,
    duty_id: null,
    subject_kind: procedure,
    subject_id: caseId,
    subject_label: caseLabel,
  });

/** Whoever was given cards and keys without a move-in stands there too: the gate before the keys was not asked. Manual 2.1.1-4. */
export async function noteTakenOver(ctx: SiteContext, { leaseId, takenOverWhy }: Facts<typeof accessGranted>, evidenceId: Id<"evidence">): Promise<void> {
  if (takenOverWhy === "") return;
  const { lease_no: leaseNo } = await ctx.tx.selectFrom("leasing.lease").select("lease_no").where("site_id", "=", ctx.siteId).where("id", "=", leaseId).executeTakeFirstOrThrow();
  const subject = { subject_kind: "lease", subject_id: leaseId, subject_label: leaseNo };
  await note(ctx, { kind: "gateOpened", clause: "2.1.1-4", reason: takenOverWhy, reason_facts: null, evidence_id: evidenceId, duty_id: null, ...subject });
}

/** A line of a settlement that the manager waived stands there as well. Manual 2.1.4-1. */
export async function noteWaived(ctx: SiteContext, { verdict, moveOutId, no, title, reason }: Facts<typeof itemDecided>, evidenceId: Id<"evidence">): Promise<void> {
  if (verdict !== "waived") return;
  const subject = { subject_kind: "moveOut", subject_id: moveOutId, subject_label: no };
  await note(ctx, { kind: "lineWaived", clause: "2.1.4-1", reason: `${title}：${reason}`, reason_facts: null, evidence_id: evidenceId, duty_id: null, ...subject });
}

export const noteOwnerHandedOver = (ctx: SiteContext, facts: Facts<typeof ownerHandedOver>, evidenceId: Id<"evidence">) =>
  noteCase(ctx, "ownerHandedOver", "2.2.2-3", facts, evidenceId);

async function noteDuty(ctx: SiteContext, kind: ExceptionKind, { dutyId, clause, reason, reasonFacts }: Facts<typeof dutyExcused>, evidenceId: Id<"evidence">): Promise<void> {
  const duty = await ctx.tx
    .selectFrom("duties.duty")
    .where("site_id", "=", ctx.siteId)
    .where("id", "=", dutyId)
    .select(["subject_kind", "subject_id", "subject_label"])
    .executeTakeFirstOrThrow();
  await note(ctx, { ...duty, kind, clause, reason, reason_facts: reasonFacts ? json(reasonFacts) : null, evidence_id: evidenceId, duty_id: dutyId });
}

async function noteCase(
  ctx: SiteContext,
  kind: ExceptionKind,
  clause: string,
  { caseId, caseNo, reason }: { readonly caseId: string; readonly caseNo: string; readonly reason: string },
  evidenceId: Id<"evidence">,
): Promise<void> {
  await note(ctx, { kind, clause, reason, reason_facts: null, evidence_id: evidenceId, duty_id: null, subject_kind: "case", subject_id: caseId, subject_label: caseNo });
}

async function note(
  ctx: SiteContext,
  exception: {
    readonly kind: ExceptionKind;
    readonly clause: string;
    readonly reason: string;
    readonly reason_facts: ReturnType<typeof json> | null;
    readonly evidence_id: string;
    readonly duty_id: string | null;
    readonly subject_kind: string;
    readonly subject_id: string;
    readonly subject_label: string;
  },
): Promise<void> {
  await ctx.tx
    .insertInto("appraisal.exception")
    .values({ ...exception, site_id: ctx.siteId, happened_at: ctx.now, by_id: ctx.actor.personId, by_name: ctx.actor.name })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await ctx.tell(ctx.siteId, "appraisal.exception", exception.evidence_id);
}
