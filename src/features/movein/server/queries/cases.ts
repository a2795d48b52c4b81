import { sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import { type Fen, fen } from "#kernel/money.ts";
import { Refusal } from "#kernel/problem.ts";
import type { SiteContext } from "#platform/context.ts";
import { moveInProblems } from "../../rules.ts";

/** 入驻个案: a tenant moving into what a lease lets. Where it stands is read from the records. */
export interface MoveInCase {
  readonly id: Id<"moveIn">;
  readonly tenantId: Id<"tenant">;
  readonly tenant: string;
  readonly leaseId: Id<"lease">;
  readonly leaseNo: string;
  /** How people call the case. */
  readonly label: string;
  readonly openedAt: Temporal.Instant;
  readonly openedByName: string;
  readonly dueBeforeKeys: Fen | null;
  readonly fitsOut: boolean | null;
  readonly fitoutDecidedAt: Temporal.Instant | null;
  readonly fitoutDecidedBy: string | null;
  readonly movedInOn: Temporal.PlainDate | null;
  readonly movedInAt: Temporal.Instant | null;
  readonly movedInByName: string | null;
  readonly withdrawnAt: Temporal.Instant | null;
  readonly withdrawnByName: string | null;
  readonly withdrawnWhy: string | null;
  readonly version: number;
}

/** The cases of the site that this actor may see; a tenant's contact sees their company's. */
export function visibleCases(ctx: SiteContext) {
  const cases = ctx.tx
    .selectFrom("movein.move_in as move_in")
    .innerJoin("tenants.tenant as tenant", (join) => join.onRef("tenant.site_id", "=", "move_in.site_id").onRef("tenant.id", "=", "move_in.tenant_id"))
    .innerJoin("leasing.lease as lease", (join) => join.onRef("lease.site_id", "=", "move_in.site_id").onRef("lease.id", "=", "move_in.lease_id"))
    .where("move_in.site_id", "=", ctx.siteId)
    .selectAll("move_in")
    .select(["tenant.name as tenant", "tenant.short_name", "lease.lease_no"]);
  return ctx.tenantId ? cases.where("move_in.tenant_id", "=", ctx.tenantId) : cases;
}

export const toCase = (row: Awaited<ReturnType<ReturnType<typeof visibleCases>["execute"]>>[number]): MoveInCase => ({
  id: row.id as Id<"moveIn">,
  tenantId: row.tenant_id as Id<"tenant">,
  tenant: row.tenant,
  leaseId: row.lease_id as Id<"lease">,
  leaseNo: row.lease_no,
  label: `${row.short_name || row.tenant} ${row.lease_no}`,
  openedAt: row.opened_at,
  openedByName: row.opened_by_name,
  dueBeforeKeys: row.due_before_keys === null ? null : fen(row.due_before_keys),
  fitsOut: row.fits_out,
  fitoutDecidedAt: row.fitout_decided_at,
  fitoutDecidedBy: row.fitout_decided_by,
  movedInOn: row.moved_in_on,
  movedInAt: row.moved_in_at,
  movedInByName: row.moved_in_by_name,
  withdrawnAt: row.withdrawn_at,
  withdrawnByName: row.withdrawn_by_name,
  withdrawnWhy: row.withdrawn_why,
  version: row.version,
});

/** Refusal: notFound. */
export async function caseById(ctx: SiteContext, id: Id<"moveIn">): Promise<MoveInCase> {
  const row = await visibleCases(ctx).where("move_in.id", "=", id).executeTakeFirst();
  if (!row) throw new Refusal(moveInProblems.notFound());
  return toCase(row);
}

/** A case that nobody else carries on until this transaction ends. Refusal: notFound. */
export async function lockedCase(ctx: SiteContext, id: Id<"moveIn">): Promise<MoveInCase> {
  await ctx.tx.selectFrom("movein.move_in").select("id").where("site_id", "=", ctx.siteId).where("id", "=", id).forUpdate().execute();
  return caseById(ctx, id);
}

/** Cases by their ids, in no order. */
export async function casesByIds(ctx: SiteContext, ids: readonly Id<"moveIn">[]): Promise<MoveInCase[]> {
  const rows = await visibleCases(ctx)
    .where("move_in.id", "=", sql<string>`any (${[...ids]}::uuid[])`)
    .execute();
  return rows.map(toCase);
}

/** Every case that goes on, or those of one tenant. */
export async function runningCases(ctx: SiteContext, tenantId?: Id<"tenant">): Promise<MoveInCase[]> {
  const running = visibleCases(ctx).where("move_in.moved_in_at", "is", null).where("move_in.withdrawn_at", "is", null);
  return (await (tenantId ? running.where("move_in.tenant_id", "=", tenantId) : running).execute()).map(toCase);
}

/** The case of a lease that was not withdrawn. */
export async function caseOfLease(ctx: SiteContext, leaseId: Id<"lease">): Promise<MoveInCase | null> {
  const row = await visibleCases(ctx).where("move_in.lease_id", "=", leaseId).where("move_in.withdrawn_at", "is", null).executeTakeFirst();
  return row ? toCase(row) : null;
}

/** What duties and sheets of a case are about. */
export const subjectOf = ({ id, label }: Pick<MoveInCase, "id" | "label">) => ({ kind: "moveIn", id, label });

/** What every event of a case says of it. */
export const deedOf = ({ id, label, tenantId, leaseId }: MoveInCase) => ({ moveInId: id, label, tenantId, leaseId });
