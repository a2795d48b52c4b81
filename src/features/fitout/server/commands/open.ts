import { type Id, newId } from "#kernel/id.ts";
import { Refusal, refuseIf, reasons } from "#kernel/problem.ts";
import { dayAt, type SiteContext } from "#platform/context.ts";
import { refusing } from "#platform/db/violations.ts";
import { nextNumber } from "#features/billing/server/index.ts";
import type { Lease } from "#features/leasing/rules.ts";
import { leaseById } from "#features/leasing/server/index.ts";
import { openGate } from "#features/manual/server/index.ts";
import { placeOf } from "#features/sites/server/index.ts";
import { fitOutOpened } from "../../contract/events.ts";
import { type Cause, fitOutProblems, fitOutProcedure } from "../../rules.ts";
import { caseById, labelOf, visibleCases } from "../queries/cases.ts";
import type { CaseView } from "../queries/view.ts";
import { finish, hold } from "./hold.ts";

interface Opening {
  readonly id: Id<"fitOut">;
  readonly leaseId: Id<"lease">;
  readonly cause: Cause;
  readonly unitIds: readonly Id<"unit">[];
  readonly moveInId?: Id<"moveIn">;
}

/** Opens a fit-out for units of a lease; the same id again does nothing. Manual 2.1.1-6. Refusals: leasing.notFound, leaseNotLive, notOfLease, alreadyRunning, idTaken. */
export async function openFitOut(ctx: SiteContext, { id, leaseId, cause, unitIds, moveInId }: Opening): Promise<CaseView> {
  const lease = await leaseById(ctx, leaseId);
  const known = await visibleCases(ctx).select("case.id").where("case.id", "=", id).where("case.lease_id", "=", leaseId).executeTakeFirst();
  if (known) return finish(ctx, await caseById(ctx, id));
  refuseIf(whyNotOpenFor(lease, unitIds, dayAt(ctx, ctx.now)));
  const running = await runningOf(ctx, leaseId);
  if (running) throw new Refusal(fitOutProblems.alreadyRunning({ caseNo: running }));

  const caseNo = await nextNumber(ctx, "fitOut");
  const place = (await Promise.all([...new Set(unitIds)].map((unitId) => placeOf(ctx, unitId)))).join("、");
  const insert = ctx.tx.insertInto("fitout.fit_out").values({
    site_id: ctx.siteId,
    id,
    case_no: caseNo,
    cause,
    tenant_id: lease.tenantId,
    lease_id: leaseId,
    move_in_id: moveInId ?? null,
    unit_ids: [...new Set(unitIds)],
    place,
    opened_at: ctx.now,
    opened_by_name: ctx.actor.name,
  });
  await refusing(insert.execute(), { fit_out_pkey: () => fitOutProblems.idTaken(), one_running_fit_out_of_a_lease: () => fitOutProblems.alreadyRunning({ caseNo: "" }) });
  await ctx.record(fitOutOpened, { fitOutId: id, caseNo, tenantId: lease.tenantId, cause, leaseId, moveInId: moveInId ?? null, unitIds: [...unitIds], place });
  return finish(ctx, await caseById(ctx, id));
}

/** A tenant who moves in wishes to fit out: the case opens by itself, once. */
export async function openByMoveIn(
  ctx: SiteContext,
  wanted: { readonly moveInId: Id<"moveIn">; readonly leaseId: Id<"lease">; readonly unitIds: readonly Id<"unit">[] },
): Promise<void> {
  if (await runningOf(ctx, wanted.leaseId)) return;
  await openFitOut(ctx, { id: newId<"fitOut">(), cause: "moveIn", ...wanted });
}

/** Opens the gate of a step by authority. Refusals: notFound, ended, and those of `openGate`. */
export async function openStepGate(
  ctx: SiteContext,
  { caseId, step, reason }: { readonly caseId: Id<"fitOut">; readonly step: string; readonly reason: string },
): Promise<CaseView> {
  const at = await hold(ctx, caseId);
  await openGate(ctx, fitOutProcedure, { caseId, label: labelOf(at.case), facts: at.facts, marks: at.marks }, { step, reason });
  return finish(ctx, at.case);
}

const whyNotOpenFor = (lease: Lease, unitIds: readonly Id<"unit">[], today: Temporal.PlainDate) =>
  reasons(
    (lease.status !== "signed" || Temporal.PlainDate.compare(lease.leaseEnd, today) < 0) && fitOutProblems.leaseNotLive(),
    unitIds.some((unitId) => !lease.units.some((held) => held.unitId === unitId)) && fitOutProblems.notOfLease(),
  );

async function runningOf(ctx: SiteContext, leaseId: Id<"lease">): Promise<string | undefined> {
  return (await visibleCases(ctx).select("case.case_no").where("case.lease_id", "=", leaseId).where("case.ended_at", "is", null).executeTakeFirst())?.case_no;
}
