import type { ValueOf } from "#kernel/contract.ts";
import type { Id } from "#kernel/id.ts";
import { dayAt, type SiteContext } from "#platform/context.ts";
import { type CaseStanding, standingOf } from "#features/manual/rules.ts";
import { leaseById } from "#features/leasing/server/index.ts";
import { tenantById } from "#features/tenants/server/index.ts";
import type { caseField, caseRowField, permitField } from "../../contract/fields.ts";
import { fitOutProcedure, permitStateOn, proposedFees } from "../../rules.ts";
import { caseById, type FitOut } from "./cases.ts";
import { type CaseFacts, factsOfCase } from "./facts.ts";
import { inspectionsOf } from "./inspections.ts";
import { areaOf, billsOf, depositCovered, heldDeposits } from "./money.ts";
import { acceptancesOf, applicationOf, deductionsOf, filesOf, passesOf, patrolsOf, permitOf, refundOf, reviewsOf, stopsOf } from "./records.ts";
import { settingOf } from "./setting.ts";

export type CaseView = ValueOf<typeof caseField>;
export type CaseRow = ValueOf<typeof caseRowField>;

/** All of a case. Refusal: notFound. */
export async function caseView(ctx: SiteContext, id: Id<"fitOut">): Promise<CaseView> {
  const found = await caseById(ctx, id);
  const at = await factsOfCase(ctx, found);
  const standing = standingOf(fitOutProcedure, at.facts, at.marks);
  const lease = await leaseById(ctx, found.leaseId);
  const application = await applicationOf(ctx, id);
  const { amounts } = await heldDeposits(ctx, found);
  const setting = await settingOf(ctx);
  return {
    ...rowOfCase(at, standing, (await tenantById(ctx, found.tenantId)).name),
    leaseId: found.leaseId,
    leaseNo: lease.leaseNo,
    leaseEnd: lease.leaseEnd,
    unitIds: found.unitIds,
    openedByName: found.openedByName,
    guide: found.guide,
    application,
    reviews: await reviewsOf(ctx, id),
    fireApproval: found.fireApproval,
    money: {
      proposed: proposedFees(setting, { grossCenti: await areaOf(ctx, found), workers: application?.details.workers.length ?? 0 }),
      depositCovered: await depositCovered(ctx, found),
      setAt: at.facts.money.setAt,
      open: at.facts.money.open,
      billIds: await billsOf(ctx, found),
    },
    inspections: [...((await inspectionsOf(ctx, [found])).get(id) ?? [])],
    permit: await permitView(ctx, found, at),
    passes: await passesOf(ctx, id),
    patrols: await patrolsOf(ctx, id),
    stopOrders: await stopsOf(ctx, id),
    completion: found.completion,
    acceptances: await acceptancesOf(ctx, id),
    recheckOn: at.facts.recheckOn,
    deductions: await deductionsOf(ctx, id),
    held: amounts,
    refund: await refundOf(ctx, id),
    files: await filesOf(ctx, id),
    withdrawn: found.withdrawn,
    standing,
  };
}

/** A case as lists show it. */
export const rowOfCase = ({ case: found, facts }: CaseFacts, standing: CaseStanding, tenant: string): CaseRow => ({
  id: found.id,
  caseNo: found.caseNo,
  cause: found.cause,
  state: found.state,
  tenantId: found.tenantId,
  tenant,
  place: found.place,
  openedAt: found.openedAt,
  endedAt: found.endedAt,
  next: standing.next.map((id) => ({ step: id, state: standing.steps.find((step) => step.id === id)!.state === "shut" ? ("shut" as const) : ("ready" as const) })),
  isStopped: facts.stop !== null,
});

/** The permit in force or the last there was, with what the code on the door says today. */
export async function permitView(ctx: SiteContext, found: FitOut, { facts }: Pick<CaseFacts, "facts">): Promise<ValueOf<typeof permitField> | null> {
  const permit = await permitOf(ctx, found.id);
  if (!permit || !found.permitCode) return null;
  const { hasEnded, ...shown } = permit;
  const state = permitStateOn({ from: permit.from, to: permit.to, isStopped: facts.stop !== null, hasEnded: hasEnded || facts.firstAt !== null }, dayAt(ctx, ctx.now));
  return { ...shown, path: permitPath(found.permitCode), state };
}

/** Where the code on the door leads. */
export const permitPath = (code: string): string => `/works-permit/${code}`;
