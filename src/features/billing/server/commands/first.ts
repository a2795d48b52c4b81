import type { Id } from "#kernel/id.ts";
import { Refusal } from "#kernel/problem.ts";
import type { SiteContext } from "#platform/context.ts";
import { calendarOf } from "#features/duties/server/index.ts";
import { type ScheduleLine, scheduleOfVersions } from "#features/leasing/rules.ts";
import { leaseById, termsOf } from "#features/leasing/server/index.ts";
import { billingProblems, firstPayment } from "../../rules.ts";
import { pricingOf } from "../feeItems.ts";
import type { BillWithLines } from "../queries/bills.ts";
import { billedLines, forgetProgress, lineOfSchedule, lockBilling, sourceOfSchedule } from "../store.ts";
import { issueLines, knownBill } from "./issue.ts";

/** What is paid before the keys are handed over (vector V4), as far as it is not billed. Refusals: leasing.notFound, leaseNotSigned, noTerms. */
export async function firstPaymentOf(ctx: SiteContext, leaseId: Id<"lease">): Promise<ScheduleLine[]> {
  const lease = await leaseById(ctx, leaseId);
  if (lease.status !== "signed") throw new Refusal(billingProblems.leaseNotSigned());
  const versions = await termsOf(ctx, leaseId);
  if (versions.length === 0) throw new Refusal(billingProblems.noTerms());
  const billed = new Set(((await billedLines(ctx, [leaseId])).get(leaseId) ?? []).map(({ key }) => key));
  return firstPayment(scheduleOfVersions(versions, { calendar: await calendarOf(ctx) })).filter(({ key }) => !billed.has(key));
}

/** A line that is due before the keys, under the name by which a bill line says where it comes from. */
export interface DueBeforeKeys {
  readonly line: ScheduleLine;
  readonly sourceId: string;
}

/** All that is due before the keys by the signed terms, billed or not; null where the lease has no terms. Manual 2.1.1-4, vector V4. */
export async function dueBeforeKeys(ctx: SiteContext, leaseId: Id<"lease">): Promise<DueBeforeKeys[] | null> {
  const versions = await termsOf(ctx, leaseId);
  if (versions.length === 0) return null;
  const lines = firstPayment(scheduleOfVersions(versions, { calendar: await calendarOf(ctx) }));
  return lines.map((line) => ({ line, sourceId: sourceOfSchedule(leaseId, line.key) }));
}

/** Bills the first payment of a lease on demand: deposits, the first period of every fee, fees paid once. Refusals: as `firstPaymentOf`, nothingToBill, entityMissing, monthClosed. */
export async function issueFirstBill(ctx: SiteContext, { id, leaseId }: { readonly id: Id<"bill">; readonly leaseId: Id<"lease"> }): Promise<BillWithLines> {
  await lockBilling(ctx);
  const known = await knownBill(ctx, id);
  if (known) return known;
  const { tenantId } = await leaseById(ctx, leaseId);
  const lines = await firstPaymentOf(ctx, leaseId);
  const pricing = await pricingOf(ctx);
  await forgetProgress(ctx, leaseId);
  return issueLines(
    ctx,
    { id, tenantId, leaseId },
    lines.map((line) => lineOfSchedule(pricing, leaseId, line)),
    [],
  );
}
