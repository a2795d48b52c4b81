import type { Id } from "#kernel/id.ts";
import type { SiteContext } from "#platform/context.ts";
import { calendarOf } from "#features/duties/server/index.ts";
import { scheduleOfVersions, type ScheduleLine } from "#features/leasing/rules.ts";
import { leaseById, termsOf } from "#features/leasing/server/index.ts";
import { billingProblems, unbilledUntil } from "../../rules.ts";
import { Refusal } from "#kernel/problem.ts";
import { pricingOf } from "../feeItems.ts";
import type { BillWithLines } from "../queries/bills.ts";
import { startOf } from "../settings.ts";
import { billedLines, forgetProgress, type LineDraft, lineOfCharge, lineOfSchedule, lockBilling } from "../store.ts";
import { lockedCharges } from "./charges.ts";
import { issueLines, knownBill } from "./issue.ts";

export interface FinalLine {
  readonly line: ScheduleLine;
  readonly draft: LineDraft;
}

/** What the terms of a lease still ask for up to the day its tenant leaves, as it would be billed. Domain §3.7-3. Refusal: entityMissing. */
export async function finalLines(ctx: SiteContext, { leaseId, leavingDay }: { readonly leaseId: Id<"lease">; readonly leavingDay: Temporal.PlainDate }): Promise<FinalLine[]> {
  const versions = await termsOf(ctx, leaseId);
  if (versions.length === 0) return [];
  const billed = (await billedLines(ctx, [leaseId])).get(leaseId) ?? [];
  const schedule = scheduleOfVersions(versions, { calendar: await calendarOf(ctx) });
  const pricing = await pricingOf(ctx);
  return unbilledUntil(schedule, billed, { leavingDay, since: (await startOf(ctx)).startsOn }).map((line) => ({ line, draft: lineOfSchedule(pricing, leaseId, line) }));
}

interface FinalBill {
  readonly id: Id<"bill">;
  readonly leaseId: Id<"lease">;
  readonly leavingDay: Temporal.PlainDate;
  readonly dueOn: Temporal.PlainDate;
  readonly chargeIds: readonly Id<"charge">[];
}

/**
 * The last bill of a lease: what its terms ask for up to the leaving day and these charges, all due on `dueOn`; null when there is nothing to bill.
 * The same id again returns the bill it made. Refusals: leasing.notFound, chargeNotFound, chargeNotWaiting, otherTenant, entityMissing, monthClosed.
 */
export async function issueFinalBill(ctx: SiteContext, { id, leaseId, leavingDay, dueOn, chargeIds }: FinalBill): Promise<BillWithLines | null> {
  const known = await knownBill(ctx, id);
  if (known) return known;
  await lockBilling(ctx);
  const { tenantId } = await leaseById(ctx, leaseId);
  const charges = await lockedCharges(ctx, chargeIds);
  if (charges.some(({ status }) => status !== "waiting")) throw new Refusal(billingProblems.chargeNotWaiting());
  if (charges.some((charge) => charge.tenantId !== tenantId)) throw new Refusal(billingProblems.otherTenant());
  const scheduled = await finalLines(ctx, { leaseId, leavingDay });
  const pricing = await pricingOf(ctx);
  const lines = [...scheduled.map(({ draft }) => draft), ...charges.map((charge) => lineOfCharge(pricing, charge))].map((line) => ({ ...line, dueOn }));
  await forgetProgress(ctx, leaseId);
  return lines.length === 0 ? null : issueLines(ctx, { id, tenantId, leaseId }, lines, charges);
}
