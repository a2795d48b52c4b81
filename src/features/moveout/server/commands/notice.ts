import type { Id } from "#kernel/id.ts";
import { type Fen, sumFen } from "#kernel/money.ts";
import { Refusal, refuseIf } from "#kernel/problem.ts";
import { authorities } from "#kernel/role.ts";
import { dayAt, type SiteContext } from "#platform/context.ts";
import { json } from "#platform/db/json.ts";
import { refusing } from "#platform/db/violations.ts";
import { calendarOf, judgeDuty, keepDuty, openDuty } from "#features/duties/server/index.ts";
import { heldBy, isLive, type Lease, scheduleOfVersions } from "#features/leasing/rules.ts";
import { leaseById, termsOf, terminateLease } from "#features/leasing/server/index.ts";
import { contactById, tenantById } from "#features/tenants/server/index.ts";
import type { Contact } from "#features/tenants/rules.ts";
import { noticeDecided, noticeGiven, noticeReviewed } from "../../contract.ts";
import {
  type Channel,
  checkNotice,
  type ContractLimit,
  costOfShort,
  type MoveOutCause,
  moveOutProblems,
  type NoticeCheck,
  type ShortCost,
  whyNotDecide,
  whyNotGiveNotice,
} from "../../rules.ts";
import { caseById, lockedCase, moveOutsOf } from "../queries/cases.ts";
import { factsOfCase } from "../queries/facts.ts";
import { nextNumber } from "../numbers.ts";
import { about, change, isUnopened, runningCase, subjectOf } from "./act.ts";

interface Asked {
  readonly leaseId: Id<"lease">;
  readonly cause: MoveOutCause;
  readonly noticedOn: Temporal.PlainDate;
  readonly leavingOn: Temporal.PlainDate;
}

export interface Checked {
  readonly check: NoticeCheck;
  readonly costs: readonly ShortCost[];
  readonly lease: Lease;
}

/** A notice held against the lease's own notice period, and what the days that are short cost by its terms. Manual 2.1.3-1. Refusal: leasing.notFound. */
export async function checkedNotice(ctx: SiteContext, { leaseId, cause, noticedOn, leavingOn }: Asked): Promise<Checked> {
  const lease = await leaseById(ctx, leaseId);
  const [first, ...later] = await termsOf(ctx, leaseId);
  const noticeDays = later.length > 0 ? later.at(-1)!.terms.noticeDays : (first?.terms.noticeDays ?? 0);
  const check = checkNotice({ cause, noticedOn, leavingOn, leaseEnd: lease.leaseEnd, noticeDays });
  if (!first || check.shortDays === 0) return { check, costs: [], lease };
  const amendments = later.flatMap(({ number, amendment }) => (amendment ? [{ number, amendment }] : []));
  const schedule = scheduleOfVersions(heldBy({ tenantId: first.tenantId, terms: first.terms, amendments }), { calendar: await calendarOf(ctx) });
  return { check, costs: costOfShort(schedule, check), lease };
}

export interface Notice extends Asked {
  readonly id: Id<"moveOut">;
  readonly causeText: string;
  readonly accountName: string;
  readonly accountBank: string;
  readonly accountNo: string;
  readonly accountNote: string;
  readonly usesAddress: boolean;
  readonly addressMovesOn: Temporal.PlainDate | null;
  readonly restoration: string;
  readonly contactId: Id<"contact">;
  readonly channel: Channel;
}

/**
 * Takes a tenant's written notice (F24) and holds it against the lease. Its answer is owed within the site's working days. Manual 2.1.3-1.
 * Refusals: leaseNotLive, alreadyRunning, noticedInFuture, leavesInPast, leavesAfterEnd, causeIsExpiry, notAtTheEnd, otherAccount, contactCannot.
 */
export async function giveNotice(ctx: SiteContext, notice: Notice): Promise<void> {
  const { lease, check, costs } = await checkedNotice(ctx, notice);
  const tenant = await tenantById(ctx, lease.tenantId);
  const contact = await contactById(ctx, notice.contactId);
  refuseIf(whyNotGiveNotice(check, { today: dayAt(ctx, ctx.now), isLive: isLive(lease), payer: tenant.name, accountName: notice.accountName, accountNote: notice.accountNote }));
  if (contact.tenantId !== lease.tenantId) throw new Refusal(moveOutProblems.otherContact());
  refuseUnlessMay(contact, "signing");
  const running = (await moveOutsOf(ctx, [lease.id])).get(lease.id);
  if (running && running.id !== notice.id) throw new Refusal(moveOutProblems.alreadyRunning({ no: running.no }));
  if (running) return;

  const no = await nextNumber(ctx, "moveOut");
  const insert = ctx.tx.insertInto("moveout.move_out").values({
    site_id: ctx.siteId,
    id: notice.id,
    no,
    tenant_id: lease.tenantId,
    lease_id: lease.id,
    cause: notice.cause,
    cause_text: notice.causeText,
    leaving_on: notice.leavingOn,
    noticed_on: notice.noticedOn,
    noticed_at: ctx.now,
    channel: notice.channel,
    noticed_by_name: ctx.actor.name,
    contact_id: contact.id,
    contact_name: contact.name,
    contact_phone: contact.phone,
    account_name: notice.accountName,
    account_bank: notice.accountBank,
    account_no: notice.accountNo,
    account_note: notice.accountNote,
    uses_address: notice.usesAddress,
    address_moves_on: notice.addressMovesOn,
    restoration: notice.restoration,
    lease_end: check.leaseEnd,
    notice_days: check.noticeDays,
    short_days: check.shortDays,
    short_cost: json(costs),
  });
  await refusing(insert.execute(), {
    one_move_out_of_a_lease: () => moveOutProblems.alreadyRunning({ no: "" }),
    move_out_pkey: () => moveOutProblems.stale(),
  });
  const moveOut = await caseById(ctx, notice.id);
  await ctx.record(noticeGiven, {
    ...about(moveOut),
    cause: notice.cause,
    channel: notice.channel,
    noticedOn: notice.noticedOn,
    leavingOn: notice.leavingOn,
    leaseEnd: check.leaseEnd,
    noticeDays: check.noticeDays,
    shortDays: check.shortDays,
    shortCost: sumFen(costs.map(({ amount }) => amount)),
    contactName: contact.name,
    isPayersAccount: notice.accountName.trim() === tenant.name.trim(),
  });
  await openDuty(ctx, { standard: "noticeAnswered", subject: subjectOf(moveOut), ownerRole: "leasingOfficer", owedTo: { tenantId: lease.tenantId, label: tenant.name } });
  await ctx.tell(ctx.siteId, "moveout.case", notice.id);
}

export function refuseUnlessMay({ name, authorities: held, state }: Contact, wanted: keyof typeof authorities): void {
  if (!held.includes(wanted) || state !== "active")
    throw new Refusal(moveOutProblems.contactCannot({ name, authorityZh: authorities[wanted].zh, authorityEn: authorities[wanted].en }));
}

interface Review {
  readonly caseId: Id<"moveOut">;
  readonly version: number;
  readonly note: string;
  readonly contractText: string;
  readonly shortAmount: Fen | null;
  readonly refundLimit: ContractLimit | null;
}

/** Leasing holds the notice against the contract: what it says of a short notice, and of the refund. Manual 2.1.3-1. Refusals: notFound, withdrawn, stale, decided, notShort. */
export async function reviewNotice(ctx: SiteContext, { caseId, version, note, contractText, shortAmount, refundLimit }: Review): Promise<void> {
  const moveOut = await runningCase(ctx, caseId);
  if (moveOut.version !== version) throw new Refusal(moveOutProblems.stale());
  if (moveOut.decision) throw new Refusal(moveOutProblems.decided());
  if (moveOut.shortDays === 0 && shortAmount !== null) throw new Refusal(moveOutProblems.notShort());
  await change(ctx, moveOut, {
    reviewed_at: ctx.now,
    reviewed_by: ctx.actor.personId,
    reviewed_by_name: ctx.actor.name,
    review_note: note,
    contract_text: contractText,
    short_amount: shortAmount,
    refund_days: refundLimit?.days ?? null,
    refund_unit: refundLimit?.unit ?? null,
    refund_shift: refundLimit?.unit === "naturalDays" ? (refundLimit.shift ?? "next") : null,
  });
  await ctx.record(noticeReviewed, { ...about(moveOut), byName: ctx.actor.name, note, contractText, shortAmount, refundLimit });
}

interface Decided {
  readonly caseId: Id<"moveOut">;
  readonly version: number;
  readonly isApproved: boolean;
  readonly note: string;
  readonly shortOutcome: "charged" | "waived" | null;
  readonly waiverReason: string;
}

/**
 * The manager approves, which ends the lease on its leaving day and stops what recurs, or refuses. Either answers the tenant. Manual 2.1.3-1.
 * Refusals: notFound, withdrawn, stale, notReviewed, decided, ownReview, shortUnanswered, notShort, waiverWithoutReason, and those of ending a lease.
 */
export async function decideNotice(ctx: SiteContext, { caseId, version, ...decision }: Decided): Promise<void> {
  const moveOut = await runningCase(ctx, caseId);
  if (moveOut.version !== version) throw new Refusal(moveOutProblems.stale());
  const facts = { reviewedAt: moveOut.review?.at ?? null, reviewedById: moveOut.review?.byId ?? null, decidedAt: moveOut.decision?.at ?? null, shortDays: moveOut.shortDays };
  refuseIf(whyNotDecide(facts, decision, ctx.actor.personId));
  const termsNumber = decision.isApproved && moveOut.cause !== "expiry" ? await endLease(ctx, moveOut.id) : null;
  const outcome = decision.isApproved ? decision.shortOutcome : null;
  await change(ctx, moveOut, {
    decision: decision.isApproved ? "approved" : "refused",
    decided_at: ctx.now,
    decided_by: ctx.actor.personId,
    decided_by_name: ctx.actor.name,
    decision_note: decision.note,
    short_outcome: outcome,
    waiver_reason: outcome === "waived" ? decision.waiverReason : "",
    terms_number: termsNumber,
  });
  const evidenceId = await ctx.record(noticeDecided, {
    ...about(moveOut),
    byName: ctx.actor.name,
    isApproved: decision.isApproved,
    leavingOn: moveOut.leavingOn,
    note: decision.note,
    shortDays: moveOut.shortDays,
    shortOutcome: outcome,
    waiverReason: decision.waiverReason,
    termsNumber,
  });
  await keepDuty(ctx, { standard: "noticeAnswered", subject: subjectOf(moveOut) }, { evidenceId });
  if (!decision.isApproved) return;
  const found = await factsOfCase(ctx, await lockedCase(ctx, caseId));
  await judgeDuty(ctx, { standard: "noticeInWriting", subject: subjectOf(moveOut), ownerRole: "leasingOfficer", kept: isUnopened(found, "notice"), evidenceId });
}

/** Ends the lease early on the leaving day; the version of its terms that does so. */
async function endLease(ctx: SiteContext, id: Id<"moveOut">): Promise<number | null> {
  const { leaseId, leavingOn, cause, causeText, no, channel } = await caseById(ctx, id);
  if (cause === "expiry") return null;
  return terminateLease(ctx, { leaseId, leavingDay: leavingOn, cause, reason: [no, causeText].filter(Boolean).join(" "), grade: channel === "portal" ? "electronic" : "paper" });
}
