import { sql } from "kysely";
import type { ValueOf } from "#kernel/contract.ts";
import type { Id } from "#kernel/id.ts";
import type { SiteContext } from "#platform/context.ts";
import { keysOf, pageFrom } from "#platform/db/keyset.ts";
import { boardOf, type CaseOnBoard, nextStepsOf } from "#features/manual/rules.ts";
import type { caseRowField } from "../../contract/fields.ts";
import { isStopped, type MoveOut, moveOutProcedure } from "../../rules.ts";
import { visibleCases } from "./cases.ts";
import { factsOf, standingOfCase } from "./facts.ts";
import { toMoveOut } from "./rows.ts";

export type CaseRow = ValueOf<typeof caseRowField>;

export interface CaseFilter {
  readonly state: "running" | "finished" | "stopped" | "all";
  readonly step?: string | undefined;
  readonly search?: string | undefined;
}

const isRunning = sql<boolean>`("case".withdrawn_at is null and "case".decision is distinct from 'refused' and ("case".vacant_at is null or "case".invoices_at is null))`;

function named(ctx: SiteContext, { state, search }: Omit<CaseFilter, "step">) {
  let query = visibleCases(ctx)
    .innerJoin("tenants.tenant as tenant", (join) => join.onRef("tenant.site_id", "=", "case.site_id").onRef("tenant.id", "=", "case.tenant_id"))
    .innerJoin("leasing.lease as lease", (join) => join.onRef("lease.site_id", "=", "case.site_id").onRef("lease.id", "=", "case.lease_id"))
    .selectAll("case")
    .select(["tenant.name as tenant", "lease.lease_no"])
    .select(placesOf.as("place"))
    .select(
      sql<Temporal.Instant | null>`(select due_at from duties.duty duty where duty.site_id = "case".site_id and duty.standard = 'refundInTime'
        and duty.subject_kind = 'moveOut' and duty.subject_id = "case".id::text limit 1)`.as("refund_due_at"),
    );
  if (state === "running") query = query.where(isRunning);
  if (state === "finished") query = query.where("case.vacant_at", "is not", null).where("case.invoices_at", "is not", null);
  if (state === "stopped") query = query.where(sql<boolean>`("case".withdrawn_at is not null or "case".decision = 'refused')`);
  if (search) {
    const pattern = `%${search.replaceAll(/[\\%_]/g, "\\$&")}%`;
    query = query.where(sql<boolean>`("case".no ilike ${pattern} or tenant.name ilike ${pattern} or lease.lease_no ilike ${pattern})`);
  }
  return query;
}

/** Where the units of the lease lie, as people say it. */
const placesOf = sql<string>`coalesce((
  select string_agg(distinct building.name || ' ' || floor.name || ' ' || unit.unit_no, '、')
  from leasing.lease_unit held
  join sites.unit unit on unit.site_id = held.site_id and unit.id = held.unit_id
  join sites.floor floor on floor.site_id = unit.site_id and floor.id = unit.floor_id
  join sites.building building on building.site_id = unit.site_id and building.id = unit.building_id
  where held.site_id = "case".site_id and held.lease_id = "case".lease_id), '')`;

/** Move-outs with where each stands: running ones by their leaving day, others the newest first. Of a step: those that can do or must clear it. */
export async function casePage(
  ctx: SiteContext,
  { step, cursor, limit, ...filter }: CaseFilter & { readonly cursor?: string | undefined; readonly limit: number },
): Promise<{ items: CaseRow[]; next: string | null }> {
  let query = named(ctx, filter).limit(limit + 1);
  const byDay = filter.state === "running";
  if (byDay) query = query.orderBy("case.leaving_on").orderBy("case.id");
  else query = query.orderBy("case.noticed_at", "desc").orderBy("case.id", "desc");
  if (cursor) {
    const [key, id] = keysOf(cursor, [byDay ? "day" : "moment", "id"]);
    query = query.where(
      byDay ? sql<boolean>`("case".leaving_on, "case".id) > (${key}::date, ${id}::uuid)` : sql<boolean>`("case".noticed_at, "case".id) < (${key}::timestamptz, ${id}::uuid)`,
    );
  }
  const page = pageFrom(await query.execute(), limit, (row) => [byDay ? row.leaving_on : row.noticed_at, row.id]);
  const cases = page.items.map(toMoveOut);
  const facts = await factsOf(ctx, cases);
  const rows = page.items.map((row, index) => toRow(cases[index]!, row, standingOfCase(facts.get(row.id as Id<"moveOut">)!)));
  return { items: step ? rows.filter(({ standing }) => standing.next.includes(step)) : rows, next: page.next };
}

const toRow = (
  moveOut: MoveOut,
  { tenant, lease_no, place, refund_due_at }: { readonly tenant: string; readonly lease_no: string; readonly place: string; readonly refund_due_at: Temporal.Instant | null },
  standing: CaseRow["standing"],
): CaseRow => ({
  id: moveOut.id,
  no: moveOut.no,
  tenantId: moveOut.tenantId,
  tenant,
  leaseId: moveOut.leaseId,
  leaseNo: lease_no,
  place,
  cause: moveOut.cause,
  leavingOn: moveOut.leavingOn,
  noticedAt: moveOut.noticedAt,
  confirmedAt: moveOut.confirmedAt,
  refundDueAt: moveOut.payment ? null : refund_due_at,
  isStopped: isStopped(moveOut),
  standing,
});

/** The names of one move-out. */
export async function namesOf(ctx: SiteContext, moveOut: MoveOut) {
  const row = await named(ctx, { state: "all" }).where("case.id", "=", moveOut.id).executeTakeFirstOrThrow();
  return { tenant: row.tenant, leaseNo: row.lease_no, place: row.place };
}

async function casesOnBoard(ctx: SiteContext): Promise<CaseOnBoard[]> {
  const rows = await visibleCases(ctx)
    .innerJoin("tenants.tenant as tenant", (join) => join.onRef("tenant.site_id", "=", "case.site_id").onRef("tenant.id", "=", "case.tenant_id"))
    .selectAll("case")
    .select("tenant.name as tenant")
    .where(isRunning)
    .execute();
  const cases = rows.map(toMoveOut);
  const facts = await factsOf(ctx, cases);
  return cases.map((moveOut, index) => ({
    caseId: moveOut.id,
    label: `${rows[index]!.tenant} ${moveOut.no}`,
    openedAt: moveOut.noticedAt,
    standing: standingOfCase(facts.get(moveOut.id)!),
  }));
}

/** How many running move-outs stand at each step. Manual 2.1.3. */
export const board = async (ctx: SiteContext): Promise<ReturnType<typeof boardOf>> => boardOf(moveOutProcedure, await casesOnBoard(ctx));

const stepsAtHome = 50;

/** The steps that are the reader's, what has waited longest first. */
export async function nextSteps(ctx: SiteContext) {
  const roles = ctx.grants.map(({ role }) => role);
  return { items: nextStepsOf(moveOutProcedure, await casesOnBoard(ctx), roles).slice(0, stepsAtHome) };
}
