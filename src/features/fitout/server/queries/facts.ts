import { sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import { type Fen, fen } from "#kernel/money.ts";
import { dayAt, type SiteContext } from "#platform/context.ts";
import type { CaseMarks } from "#features/manual/rules.ts";
import { openingsOf, parameterOrProposed } from "#features/manual/server/index.ts";
import type { FitOutFacts, FitOutFee, ReviewOutcome } from "../../rules.ts";
import { type FitOut, visibleCases, toFitOut } from "./cases.ts";
import { inspectionsOf, signedAt } from "./inspections.ts";
import { settingOf } from "./setting.ts";

export interface CaseFacts {
  readonly case: FitOut;
  readonly facts: FitOutFacts;
  readonly marks: CaseMarks;
}

/** The records of these cases, by case, in a handful of statements however many there are. */
export async function factsOf(ctx: SiteContext, caseIds: readonly Id<"fitOut">[]): Promise<ReadonlyMap<Id<"fitOut">, CaseFacts>> {
  if (caseIds.length === 0) return new Map();
  const cases = (
    await visibleCases(ctx)
      .selectAll("case")
      .where("case.id", "=", sql<string>`any (${caseIds}::uuid[])`)
      .execute()
  ).map(toFitOut);
  return factsOfCases(ctx, cases);
}

/** As `factsOf`, of cases already read. */
export async function factsOfCases(ctx: SiteContext, cases: readonly FitOut[]): Promise<ReadonlyMap<Id<"fitOut">, CaseFacts>> {
  if (cases.length === 0) return new Map();
  const ids = cases.map(({ id }) => id);
  const records = new Map((await recordsOf(ctx, ids)).map((row) => [row.id, row]));
  const fees = Map.groupBy(await feesOf(ctx, ids), ({ fit_out_id }) => fit_out_id);
  const openings = await openingsOf(ctx, "fitOut", ids);
  const inspections = await inspectionsOf(ctx, cases);
  const { needsHandover } = await settingOf(ctx);
  const months = await parameterOrProposed(ctx, "fitoutReacceptanceMonths");
  const today = dayAt(ctx, ctx.now);
  return new Map(
    cases.map((each) => {
      const record = records.get(each.id)!;
      const facts: FitOutFacts = {
        today,
        guideAt: each.guide?.at ?? null,
        application: record.submitted_at && { submittedAt: moment(record.submitted_at)!, hasHiddenWorks: record.has_hidden_works ?? false },
        reviews: { engineering: reviewIn(record.engineering), fireSafety: reviewIn(record.fire_safety) },
        fireReview: { isDue: record.fire_safety?.isFireReviewDue ?? false, approvedAt: each.fireApproval?.at ?? null },
        agreement: letterIn(record.agreement),
        fireLetter: letterIn(record.fire_letter),
        money: moneyOf(each, record, fees.get(each.id) ?? []),
        handover: { isNeeded: needsHandover, signedAt: signedAt(inspections.get(each.id) ?? []) },
        permitAt: moment(record.permit_at),
        stop: record.stop,
        hiddenAt: moment(record.hidden_at),
        completionAskedAt: each.completion?.askedAt ?? null,
        passesOut: Number(record.passes_out),
        openDefects: Number(record.open_defects),
        firstAt: moment(record.first_at),
        recheckOn: record.first_at ? dayAt(ctx, moment(record.first_at)!).add({ months }) : null,
        secondAt: moment(record.second_at),
        deductionsToldAt: moment(record.told_at),
        refundedAt: moment(record.refunded_at),
      };
      return [each.id, { case: each, facts, marks: { openings: openings.get(each.id) ?? [], isWithdrawn: each.state === "withdrawn" } }];
    }),
  );
}

/** The facts of one case. */
export async function factsOfCase(ctx: SiteContext, found: FitOut): Promise<CaseFacts> {
  return (await factsOfCases(ctx, [found])).get(found.id)!;
}

/** Moments inside JSON come as text. */
interface ReviewRow {
  readonly outcome: ReviewOutcome;
  readonly opinion: string;
  readonly at: string;
  readonly isFireReviewDue: boolean;
}
interface LetterRow {
  readonly issuedAt: string;
  readonly signedAt: string | null;
}
interface Records {
  readonly id: string;
  readonly submitted_at: Temporal.Instant | null;
  readonly has_hidden_works: boolean | null;
  readonly engineering: ReviewRow | null;
  readonly fire_safety: ReviewRow | null;
  readonly agreement: LetterRow | null;
  readonly fire_letter: LetterRow | null;
  readonly deposit_held: number;
  readonly pass_held: number;
  readonly received_at: Temporal.Instant | null;
  readonly permit_at: Temporal.Instant | null;
  readonly stop: { readonly orderNo: string; readonly violation: string } | null;
  readonly passes_out: number;
  readonly open_defects: number;
  readonly hidden_at: Temporal.Instant | null;
  readonly first_at: Temporal.Instant | null;
  readonly second_at: Temporal.Instant | null;
  readonly told_at: Temporal.Instant | null;
  readonly refunded_at: Temporal.Instant | null;
}

/** One statement for what the feature and the letters hold of each case. */
async function recordsOf(ctx: SiteContext, ids: readonly Id<"fitOut">[]): Promise<Records[]> {
  const review = (kind: string) => sql`(
    select json_build_object('outcome', review.outcome, 'opinion', review.opinion, 'at', review.reviewed_at, 'isFireReviewDue', review.is_fire_review_due)
    from fitout.review review
    where review.site_id = fit_out.site_id and review.application_id = application.id and review.kind = ${kind} and review.withdrawn_at is null)`;
  const letter = (kind: string) => sql`(
    select json_build_object('issuedAt', document.issued_at, 'signedAt', document.completed_at)
    from documents.document document
    where document.site_id = fit_out.site_id and document.subject_kind = 'fitOut' and document.subject_id = fit_out.id::text
      and document.kind = ${kind} and document.state not in ('superseded', 'withdrawn')
    order by document.version desc limit 1)`;
  const held = (item: string) => sql`(
    select coalesce(sum(deposit.held), 0)::bigint from payments.deposit deposit
    where deposit.site_id = fit_out.site_id and deposit.lease_id = fit_out.lease_id and deposit.tenant_id = fit_out.tenant_id and deposit.fee_item = ${item})`;
  const passed = (kind: string) => sql`(
    select acceptance.accepted_at from fitout.acceptance acceptance
    where acceptance.site_id = fit_out.site_id and acceptance.fit_out_id = fit_out.id and acceptance.kind = ${kind} and acceptance.outcome = 'passed')`;
  const { rows } = await sql<Records>`
    select fit_out.id, application.submitted_at, application.has_hidden_works,
      ${review("engineering")} as engineering, ${review("fireSafety")} as fire_safety,
      ${letter("fitout.agreement")} as agreement, ${letter("fitout.fireLetter")} as fire_letter,
      ${held("fitoutDeposit")} as deposit_held, ${held("passDeposit")} as pass_held,
      (select max(posting.created_at) from payments.deposit deposit
        join payments.deposit_posting posting on posting.site_id = deposit.site_id and posting.deposit_id = deposit.id and posting.kind = 'received'
        where deposit.site_id = fit_out.site_id and deposit.lease_id = fit_out.lease_id and deposit.tenant_id = fit_out.tenant_id
          and deposit.fee_item in ('fitoutDeposit', 'passDeposit')) as received_at,
      (select min(permit.issued_at) from fitout.permit permit where permit.site_id = fit_out.site_id and permit.fit_out_id = fit_out.id) as permit_at,
      (select json_build_object('orderNo', stop.order_no, 'violation', stop.violation) from fitout.stop_order stop
        where stop.site_id = fit_out.site_id and stop.fit_out_id = fit_out.id and stop.lifted_at is null) as stop,
      (select count(*) from fitout.pass pass where pass.site_id = fit_out.site_id and pass.fit_out_id = fit_out.id and pass.returned_at is null) as passes_out,
      (select count(*) from fitout.defect defect where defect.site_id = fit_out.site_id and defect.fit_out_id = fit_out.id and defect.mended_at is null) as open_defects,
      ${passed("hidden")} as hidden_at, ${passed("first")} as first_at, ${passed("second")} as second_at,
      (select list.told_at from fitout.deduction_list list where list.site_id = fit_out.site_id and list.fit_out_id = fit_out.id
        order by list.version desc limit 1) as told_at,
      (select refund.decided_at from fitout.refund refund where refund.site_id = fit_out.site_id and refund.fit_out_id = fit_out.id
        and refund.state = 'approved') as refunded_at
    from fitout.fit_out fit_out
    left join lateral (
      select newest.id, newest.submitted_at, (newest.details ->> 'hasHiddenWorks')::boolean as has_hidden_works
      from fitout.application newest where newest.site_id = fit_out.site_id and newest.fit_out_id = fit_out.id
      order by newest.version desc limit 1) application on true
    where fit_out.site_id = ${ctx.siteId} and fit_out.id = any (${ids}::uuid[])`.execute(ctx.tx);
  return rows;
}

interface FeeRow {
  readonly fit_out_id: string;
  readonly fee_item: FitOutFee;
  readonly amount: number;
  readonly open: number;
  readonly paid_at: Temporal.Instant | null;
}

/** What was put up for billing, and what of it is still to come: what no bill has taken up yet is open whole. */
async function feesOf(ctx: SiteContext, ids: readonly Id<"fitOut">[]): Promise<FeeRow[]> {
  const { rows } = await sql<FeeRow>`
    select fee.fit_out_id, fee.fee_item, fee.amount,
      case when charge.status = 'cancelled' then 0 when line.id is null then fee.amount else line.amount - line.settled - line.credited end as open,
      (select max(allocation.created_at) from payments.allocation allocation
        where allocation.site_id = line.site_id and allocation.line_id = line.id and allocation.released_at is null) as paid_at
    from fitout.fee fee
    join billing.charge charge on charge.site_id = fee.site_id and charge.id = fee.id
    left join billing.bill_line line on line.site_id = fee.site_id and line.source_id = fee.id::text and line.source_kind = 'charge' and line.is_live
    where fee.site_id = ${ctx.siteId} and fee.fit_out_id = any (${ids}::uuid[])`.execute(ctx.tx);
  return rows;
}

/** Fees are received when their lines are paid, deposits when they are held: also one that came with the lease's first bill. */
function moneyOf({ feesAt, depositAsked }: FitOut, record: Records, fees: readonly FeeRow[]): FitOutFacts["money"] {
  const passDeposit = fees.reduce((sum, { fee_item, amount }) => (fee_item === "passDeposit" ? sum + Number(amount) : sum), 0);
  const deposit = fen(depositAsked + passDeposit);
  if (!feesAt) return { setAt: null, deposit, open: [], clearedAt: null };
  const isRefunded = record.refunded_at !== null;
  const short = (asked: number, isHeld: number): Fen => (isRefunded ? 0 : fen(Math.max(0, asked - isHeld)));
  const rest = (item: FitOutFee): Fen => fen(fees.reduce((sum, { fee_item, open }) => (fee_item === item ? sum + Number(open) : sum), 0));
  const open = [
    { feeItem: "fitoutDeposit", amount: short(depositAsked, Number(record.deposit_held)) },
    { feeItem: "passDeposit", amount: short(passDeposit, Number(record.pass_held)) },
    { feeItem: "fitoutFee", amount: rest("fitoutFee") },
    { feeItem: "wasteFee", amount: rest("wasteFee") },
  ].filter(({ amount }) => amount > 0) as FitOutFacts["money"]["open"];
  const came = [feesAt, deposit > 0 ? moment(record.received_at) : null, ...fees.map(({ paid_at }) => moment(paid_at))];
  return { setAt: feesAt, deposit, open, clearedAt: open.length > 0 ? null : latest(came, feesAt) };
}

const reviewIn = (row: ReviewRow | null) => row && { outcome: row.outcome, opinion: row.opinion, at: moment(row.at)! };
const letterIn = (row: LetterRow | null) => row && { issuedAt: moment(row.issuedAt)!, signedAt: moment(row.signedAt) };

const moment = (at: Temporal.Instant | string | null): Temporal.Instant | null => (typeof at === "string" ? Temporal.Instant.from(at) : at);
const latest = (moments: readonly (Temporal.Instant | null)[], first: Temporal.Instant): Temporal.Instant =>
  moments.reduce<Temporal.Instant>((last, each) => (each && Temporal.Instant.compare(each, last) > 0 ? each : last), first);
