import type { Id } from "#kernel/id.ts";
import { Refusal } from "#kernel/problem.ts";
import type { SiteContext } from "#platform/context.ts";
import { type Cause, type CaseState, fitOutProblems } from "../../rules.ts";

/** 装修个案: the case itself; what was done in it stands in its records. */
export interface FitOut {
  readonly id: Id<"fitOut">;
  readonly caseNo: string;
  readonly cause: Cause;
  readonly tenantId: Id<"tenant">;
  readonly leaseId: Id<"lease">;
  readonly moveInId: Id<"moveIn"> | null;
  readonly unitIds: readonly Id<"unit">[];
  readonly place: string;
  readonly openedAt: Temporal.Instant;
  readonly openedByName: string;
  readonly guide: { readonly at: Temporal.Instant; readonly to: string; readonly byName: string } | null;
  readonly fireApproval: { readonly no: string; readonly on: Temporal.PlainDate; readonly at: Temporal.Instant } | null;
  readonly feesAt: Temporal.Instant | null;
  readonly feesByName: string | null;
  readonly depositAsked: number;
  readonly permitCode: string | null;
  readonly completion: { readonly askedAt: Temporal.Instant; readonly on: Temporal.PlainDate; readonly byName: string } | null;
  readonly withdrawn: { readonly at: Temporal.Instant; readonly why: string; readonly byName: string } | null;
  readonly endedAt: Temporal.Instant | null;
  readonly state: CaseState;
}

/** The cases this actor may see; a tenant's contact sees those of their company. */
export function visibleCases(ctx: SiteContext) {
  const cases = ctx.tx.selectFrom("fitout.fit_out as case").where("case.site_id", "=", ctx.siteId);
  return ctx.tenantId ? cases.where("case.tenant_id", "=", ctx.tenantId) : cases;
}

/** Refusal: notFound. */
export async function caseById(ctx: SiteContext, id: Id<"fitOut">): Promise<FitOut> {
  const row = await visibleCases(ctx).selectAll("case").where("case.id", "=", id).executeTakeFirst();
  if (!row) throw new Refusal(fitOutProblems.notFound());
  return toFitOut(row);
}

/** As `caseById`, and nobody else does a step of it until this transaction ends. Refusal: notFound. */
export async function lockedCase(ctx: SiteContext, id: Id<"fitOut">): Promise<FitOut> {
  const row = await visibleCases(ctx).selectAll("case").where("case.id", "=", id).forUpdate().executeTakeFirst();
  if (!row) throw new Refusal(fitOutProblems.notFound());
  return toFitOut(row);
}

/** How people call a case: its number and where it is. */
export const labelOf = ({ caseNo, place }: Pick<FitOut, "caseNo" | "place">): string => `${caseNo} ${place}`;

type CaseRow = NonNullable<Awaited<ReturnType<typeof rowOf>>>;
const rowOf = (ctx: SiteContext) => visibleCases(ctx).selectAll("case").executeTakeFirst();

export const toFitOut = (row: CaseRow): FitOut => ({
  id: row.id as Id<"fitOut">,
  caseNo: row.case_no,
  cause: row.cause as Cause,
  tenantId: row.tenant_id as Id<"tenant">,
  leaseId: row.lease_id as Id<"lease">,
  moveInId: row.move_in_id as Id<"moveIn"> | null,
  unitIds: row.unit_ids as Id<"unit">[],
  place: row.place,
  openedAt: row.opened_at,
  openedByName: row.opened_by_name,
  guide: row.guide_at && { at: row.guide_at, to: row.guide_to ?? "", byName: row.guide_by_name ?? "" },
  fireApproval: row.fire_at && { no: row.fire_no ?? "", on: row.fire_on!, at: row.fire_at },
  feesAt: row.fees_at,
  feesByName: row.fees_by_name,
  depositAsked: row.deposit_asked,
  permitCode: row.permit_code,
  completion: row.completion_asked_at && { askedAt: row.completion_asked_at, on: row.completion_on!, byName: row.completion_by_name ?? "" },
  withdrawn: row.withdrawn_at && { at: row.withdrawn_at, why: row.withdrawn_why ?? "", byName: row.withdrawn_by_name ?? "" },
  endedAt: row.ended_at,
  state: row.withdrawn_at ? "withdrawn" : row.ended_at ? "done" : "running",
});
