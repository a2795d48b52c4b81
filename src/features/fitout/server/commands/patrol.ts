import type { Id } from "#kernel/id.ts";
import { type Problem, Refusal, refuseIf, reasons } from "#kernel/problem.ts";
import type { SiteContext } from "#platform/context.ts";
import { json } from "#platform/db/json.ts";
import { nextNumber } from "#features/billing/server/index.ts";
import { patrolRecorded, stopLifted, stopRectified, worksStopped } from "../../contract/events.ts";
import { fitOutProblems, type PatrolCheck, type PatrolResult } from "../../rules.ts";
import { issueStopOrder } from "../letters/stopOrder.ts";
import { filesOf, type StoredStop, stopsOf } from "../queries/records.ts";
import type { CaseView } from "../queries/view.ts";
import { about, finish, hold, rowOf } from "./hold.ts";

interface Patrol {
  readonly caseId: Id<"fitOut">;
  readonly id: Id<"fitOutPatrol">;
  readonly happenedAt: Temporal.Instant;
  readonly result: PatrolResult;
  readonly failed: readonly PatrolCheck[];
  readonly findings: string;
  readonly photoIds: readonly Id<"file">[];
}

/** Records a patrol of the works, while there are works or something like them; the same id again does nothing. Domain §1.14, step 8. Refusals: notFound, ended, noPermit, findingsMissing, inFuture, unknownFile. */
export async function recordPatrol(ctx: SiteContext, { caseId, ...patrol }: Patrol): Promise<CaseView> {
  const at = await hold(ctx, caseId);
  const photos = (await filesOf(ctx, caseId)).filter(({ kind }) => kind === "photo").map(({ id }) => id);
  refuseIf([
    ...reasons(!at.facts.permitAt && fitOutProblems.noPermit(), patrol.photoIds.some((id) => !photos.includes(id)) && fitOutProblems.unknownFile()),
    ...whyNotPatrol(patrol, ctx.now),
  ]);
  const { id, happenedAt, result, failed, findings, photoIds } = patrol;
  const written = await ctx.tx
    .insertInto("fitout.patrol")
    .values({
      ...rowOf(ctx, at.case),
      id,
      result,
      checks: json(failed),
      findings,
      photo_ids: [...photoIds],
      happened_at: happenedAt,
      received_at: ctx.now,
      by_id: ctx.actor.personId,
      by_name: ctx.actor.name,
    })
    .onConflict((conflict) => conflict.columns(["site_id", "id"]).doNothing())
    .returning("id")
    .executeTakeFirst();
  if (written) await ctx.record(patrolRecorded, { ...about(at.case), patrolId: id, result, failed: [...failed], findings, photoIds: [...photoIds] }, { happenedAt });
  return finish(ctx, at.case);
}

const whyNotPatrol = ({ result, findings, happenedAt }: Pick<Patrol, "result" | "findings" | "happenedAt">, now: Temporal.Instant): Problem[] =>
  reasons(
    result !== "inOrder" && findings.trim() === "" && fitOutProblems.findingsMissing(),
    Temporal.Instant.compare(happenedAt, now.add({ minutes: 5 })) > 0 && fitOutProblems.inFuture(),
  );

interface Stop {
  readonly caseId: Id<"fitOut">;
  readonly id: Id<"stopOrder">;
  readonly patrolId: Id<"fitOutPatrol"> | null;
  readonly violation: string;
  readonly demand: string;
}

/** Stops the works: the page behind the code on the door says so at once. Domain §1.14, step 8. Refusals: notFound, ended, noPermit, alreadyStopped. */
export async function stopWorks(ctx: SiteContext, { caseId, id, patrolId, violation, demand }: Stop): Promise<CaseView> {
  const at = await hold(ctx, caseId);
  if (!at.facts.permitAt) throw new Refusal(fitOutProblems.noPermit());
  if (at.facts.stop) throw new Refusal(fitOutProblems.alreadyStopped({ orderNo: at.facts.stop.orderNo }));
  const orderNo = await nextNumber(ctx, "stopOrder");
  const patrol = patrolId
    ? await ctx.tx.selectFrom("fitout.patrol").select("id").where("site_id", "=", ctx.siteId).where("fit_out_id", "=", caseId).where("id", "=", patrolId).executeTakeFirst()
    : undefined;
  await ctx.tx
    .insertInto("fitout.stop_order")
    .values({
      ...rowOf(ctx, at.case),
      id,
      order_no: orderNo,
      patrol_id: patrol?.id ?? null,
      violation,
      demand,
      ordered_at: ctx.now,
      ordered_by_id: ctx.actor.personId,
      ordered_by_name: ctx.actor.name,
    })
    .execute();
  await issueStopOrder(ctx, at.case, { orderNo, violation, demand });
  await ctx.record(worksStopped, { ...about(at.case), stopOrderId: id, orderNo, violation, demand, patrolId: (patrol?.id as Id<"fitOutPatrol">) ?? null });
  return finish(ctx, at.case);
}

interface AtStop {
  readonly caseId: Id<"fitOut">;
  readonly stopOrderId: Id<"stopOrder">;
}

/** What was put right after a stop order, as tenant or contractor report it. Refusals: notFound, ended, stopNotFound, alreadyLifted, alreadyRectified. */
export async function rectifyStop(ctx: SiteContext, { text, ...where }: AtStop & { readonly text: string }): Promise<CaseView> {
  const { at, stop } = await heldStop(ctx, where);
  if (stop.rectified) throw new Refusal(fitOutProblems.alreadyRectified());
  await updateStop(ctx, stop, { rectified_at: ctx.now, rectification: text, rectified_by_name: ctx.actor.name });
  await ctx.record(stopRectified, { ...about(at.case), stopOrderId: stop.id, orderNo: stop.orderNo, rectification: text });
  return finish(ctx, at.case);
}

/** Lets the works go on, after somebody saw that it is put right. Refusals: notFound, ended, stopNotFound, alreadyLifted, notRectified. */
export async function liftStop(ctx: SiteContext, { note, ...where }: AtStop & { readonly note: string }): Promise<CaseView> {
  const { at, stop } = await heldStop(ctx, where);
  if (!stop.rectified) throw new Refusal(fitOutProblems.notRectified());
  await updateStop(ctx, stop, { lifted_at: ctx.now, lift_note: note, lifted_by_name: ctx.actor.name });
  await ctx.record(stopLifted, { ...about(at.case), stopOrderId: stop.id, orderNo: stop.orderNo, note });
  return finish(ctx, at.case);
}

async function heldStop(ctx: SiteContext, { caseId, stopOrderId }: AtStop) {
  const at = await hold(ctx, caseId);
  const stop = (await stopsOf(ctx, caseId)).find(({ id }) => id === stopOrderId);
  if (!stop) throw new Refusal(fitOutProblems.stopNotFound());
  if (stop.lifted) throw new Refusal(fitOutProblems.alreadyLifted());
  return { at, stop };
}

interface StopColumns {
  readonly rectified_at?: Temporal.Instant;
  readonly rectification?: string;
  readonly rectified_by_name?: string;
  readonly lifted_at?: Temporal.Instant;
  readonly lift_note?: string;
  readonly lifted_by_name?: string;
}
const updateStop = (ctx: SiteContext, { id }: Pick<StoredStop, "id">, columns: StopColumns) =>
  ctx.tx.updateTable("fitout.stop_order").set(columns).where("site_id", "=", ctx.siteId).where("id", "=", id).execute();
