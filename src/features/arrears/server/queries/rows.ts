import type { Selectable } from "kysely";
import type { ValueOf } from "#kernel/contract.ts";
import type { Id } from "#kernel/id.ts";
import { fen } from "#kernel/money.ts";
import { Refusal } from "#kernel/problem.ts";
import type { Role } from "#kernel/role.ts";
import type { SiteContext } from "#platform/context.ts";
import type { Database } from "#platform/db/tables.ts";
import type { promiseField, stepField, waiverField } from "../../contract.ts";
import { type Act, arrearsProblems, type PromiseState, type Stage, type StepState, type WaiverState } from "../../rules.ts";

export type Step = ValueOf<typeof stepField>;
export type PromiseRecord = ValueOf<typeof promiseField>;
export type Waiver = ValueOf<typeof waiverField>;

/** The steps taken against a tenant, the newest first. */
export async function stepsOf(ctx: SiteContext, tenantId: Id<"tenant">): Promise<Step[]> {
  const rows = await ctx.tx
    .selectFrom("arrears.step")
    .selectAll()
    .where("site_id", "=", ctx.siteId)
    .where("tenant_id", "=", tenantId)
    .orderBy("opened_at", "desc")
    .orderBy("id", "desc")
    .limit(200)
    .execute();
  return rows.map(toStep);
}

/** Refusal: stepNotFound. */
export async function stepById(ctx: SiteContext, id: Id<"collectionStep">): Promise<Step> {
  const row = await ctx.tx.selectFrom("arrears.step").selectAll().where("site_id", "=", ctx.siteId).where("id", "=", id).executeTakeFirst();
  if (!row) throw new Refusal(arrearsProblems.stepNotFound());
  return toStep(row);
}

/** What a tenant promised, the newest plan first, its parts in their order. */
export async function promisesOf(ctx: SiteContext, tenantId: Id<"tenant">): Promise<PromiseRecord[]> {
  const rows = await ctx.tx
    .selectFrom("arrears.promise")
    .selectAll()
    .where("site_id", "=", ctx.siteId)
    .where("tenant_id", "=", tenantId)
    .orderBy("made_at", "desc")
    .orderBy("plan_id")
    .orderBy("position")
    .limit(200)
    .execute();
  return rows.map(toPromise);
}

/** Waivers of damages, the newest first. */
export async function waiversOf(ctx: SiteContext, { tenantId, state }: { readonly tenantId?: Id<"tenant">; readonly state?: WaiverState }): Promise<Waiver[]> {
  let query = ctx.tx.selectFrom("arrears.late_fee_waiver").selectAll().where("site_id", "=", ctx.siteId).orderBy("asked_at", "desc").orderBy("id", "desc").limit(200);
  if (tenantId) query = query.where("tenant_id", "=", tenantId);
  if (state) query = query.where("state", "=", state);
  return (await query.execute()).map(toWaiver);
}

export const toStep = (row: Selectable<Database["arrears.step"]>): Step => ({
  id: row.id as Id<"collectionStep">,
  tenantId: row.tenant_id as Id<"tenant">,
  stage: row.stage as Stage,
  act: row.act as Act,
  how: { zh: row.how_zh, en: row.how_en },
  ownerRole: row.owner_role as Role,
  openedAt: row.opened_at,
  dueAt: row.due_at,
  state: row.state as StepState,
  doneAt: row.done_at,
  note: row.note,
  spokeWith: row.spoke_with,
  documentId: row.document_id as Id<"document"> | null,
  byName: row.by_name,
});

export const toPromise = (row: Selectable<Database["arrears.promise"]>): PromiseRecord => ({
  id: row.id as Id<"promise">,
  planId: row.plan_id as Id<"plan">,
  tenantId: row.tenant_id as Id<"tenant">,
  amount: fen(row.amount),
  promisedOn: row.promised_on,
  promisedBy: row.promised_by,
  note: row.note,
  madeOn: row.made_on,
  byName: row.by_name,
  state: row.state as PromiseState,
  paid: fen(row.paid),
});

export const toWaiver = (row: Selectable<Database["arrears.late_fee_waiver"]>): Waiver => ({
  id: row.id as Id<"lateFeeWaiver">,
  lineId: row.line_id as Id<"billLine">,
  tenantId: row.tenant_id as Id<"tenant">,
  amount: fen(row.amount),
  reason: row.reason,
  state: row.state as WaiverState,
  askedById: row.asked_by as Id<"person">,
  askedByName: row.asked_by_name,
  askedAt: row.asked_at,
  decidedByName: row.decided_by_name,
  decidedAt: row.decided_at,
  decision: row.decision,
});
