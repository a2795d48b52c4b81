import { sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import type { SiteContext } from "#platform/context.ts";
import { keysOf, pageFrom } from "#platform/db/keyset.ts";
import { boardOf, type CaseOnBoard, nextStepsOf, standingOf } from "#features/manual/rules.ts";
import { type CaseState, fitOutProcedure } from "../../rules.ts";
import { type FitOut, labelOf, toFitOut, visibleCases } from "./cases.ts";
import { factsOfCases } from "./facts.ts";
import { type CaseRow, rowOfCase } from "./view.ts";

export interface CaseFilter {
  readonly state?: CaseState | undefined;
  readonly step?: string | undefined;
  readonly tenantId?: Id<"tenant"> | undefined;
  readonly search?: string | undefined;
}

/** Cases newest first. At a step stand running ones alone, and no site has more of those than one reads at once. */
export async function casePage(ctx: SiteContext, { cursor, limit, step, ...filter }: CaseFilter & { readonly cursor?: string | undefined; readonly limit: number }) {
  const after = cursor ? keysOf(cursor, ["moment", "id"]) : undefined;
  let query = namedCases(ctx, step ? { ...filter, state: "running" } : filter);
  if (after) query = query.where(sql<boolean>`("case".opened_at, "case".id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`);
  const rows = await (step ? query : query.limit(limit + 1)).execute();
  if (!step) {
    const page = pageFrom(rows, limit, (row) => [row.opened_at, row.id]);
    return { items: await toRows(ctx, page.items), next: page.next };
  }
  const there = (await toRows(ctx, rows)).filter(({ next }) => next.some((each) => each.step === step));
  return pageFrom(there, limit, ({ openedAt, id }) => [openedAt, id]);
}

/** For the Excel file. */
export const caseList = async (ctx: SiteContext, filter: CaseFilter, most: number): Promise<CaseRow[]> => toRows(ctx, await namedCases(ctx, filter).limit(most).execute());

/** The running cases as the board counts them. */
export const board = async (ctx: SiteContext) => boardOf(fitOutProcedure, await runningOnBoard(ctx));

/** What the reader can do or clear next; guards patrol for all of security. */
export async function nextSteps(ctx: SiteContext) {
  const roles = [...new Set(ctx.grants.flatMap(({ role }) => (role === "securitySupervisor" ? [role, "guard" as const] : [role])))];
  const steps = nextStepsOf(fitOutProcedure, await runningOnBoard(ctx), roles);
  return steps.slice(0, 50);
}

async function runningOnBoard(ctx: SiteContext): Promise<CaseOnBoard[]> {
  const running = (await visibleCases(ctx).selectAll("case").where("case.ended_at", "is", null).orderBy("case.opened_at").orderBy("case.id").execute()).map(toFitOut);
  const facts = await factsOfCases(ctx, running);
  return running.map((each) => {
    const { facts: own, marks } = facts.get(each.id)!;
    return { caseId: each.id, label: labelOf(each), openedAt: each.openedAt, standing: standingOf(fitOutProcedure, own, marks) };
  });
}

export function namedCases(ctx: SiteContext, { state, tenantId, search }: CaseFilter) {
  let query = visibleCases(ctx)
    .innerJoin("tenants.tenant as tenant", (join) => join.onRef("tenant.site_id", "=", "case.site_id").onRef("tenant.id", "=", "case.tenant_id"))
    .selectAll("case")
    .select("tenant.name as tenant")
    .orderBy("case.opened_at", "desc")
    .orderBy("case.id", "desc");
  if (state === "running") query = query.where("case.ended_at", "is", null);
  if (state === "done") query = query.where("case.ended_at", "is not", null).where("case.withdrawn_at", "is", null);
  if (state === "withdrawn") query = query.where("case.withdrawn_at", "is not", null);
  if (tenantId) query = query.where("case.tenant_id", "=", tenantId);
  if (search) {
    const pattern = `%${search.replaceAll(/[\\%_]/g, "\\$&")}%`;
    query = query.where(sql<boolean>`("case".case_no ilike ${pattern} or "case".place ilike ${pattern} or tenant.name ilike ${pattern})`);
  }
  return query;
}

/** Rows with where each case stands, read together. */
export async function toRows(ctx: SiteContext, rows: readonly (Parameters<typeof toFitOut>[0] & { readonly tenant: string })[]): Promise<CaseRow[]> {
  const cases: FitOut[] = rows.map(toFitOut);
  const facts = await factsOfCases(ctx, cases);
  return rows.map((row, index) => {
    const at = facts.get(cases[index]!.id)!;
    return rowOfCase(at, standingOf(fitOutProcedure, at.facts, at.marks), row.tenant);
  });
}
