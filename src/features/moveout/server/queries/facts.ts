import { sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import { dayAt, type SiteContext } from "#platform/context.ts";
import { type CaseMarks, type CaseStanding, standingOf } from "#features/manual/rules.ts";
import { openingsOf } from "#features/manual/server/index.ts";
import { isStopped, type MoveOut, type MoveOutFacts, moveOutProcedure } from "../../rules.ts";
import { type AroundCase, aroundCases } from "./around.ts";

export interface FactsOfCase {
  readonly facts: MoveOutFacts;
  readonly marks: CaseMarks;
}

/** The records of these move-outs, as the procedure reads them: a handful of queries however many there are. */
export async function factsOf(ctx: SiteContext, cases: readonly MoveOut[]): Promise<ReadonlyMap<Id<"moveOut">, FactsOfCase>> {
  if (cases.length === 0) return new Map();
  const ids = cases.map(({ id }) => id);
  const [own, around, openings] = [await ownRecords(ctx, ids), await aroundCases(ctx, cases), await openingsOf(ctx, "moveOut", ids)];
  const today = dayAt(ctx, ctx.now);
  return new Map(
    cases.map((each) => [
      each.id,
      { facts: toFacts(each, own.get(each.id)!, around.get(each.id)!, today), marks: { openings: openings.get(each.id) ?? [], isWithdrawn: isStopped(each) } },
    ]),
  );
}

/** The records of one move-out. */
export const factsOfCase = async (ctx: SiteContext, moveOut: MoveOut): Promise<FactsOfCase> => (await factsOf(ctx, [moveOut])).get(moveOut.id)!;

export const standingOfCase = ({ facts, marks }: FactsOfCase): CaseStanding => standingOf(moveOutProcedure, facts, marks);

interface OwnRecords {
  readonly meets_at: Temporal.Instant | null;
  readonly agreed_at: Temporal.Instant | null;
  readonly open_slips: string[] | null;
  readonly passed: number;
  readonly approvals: number;
  readonly issued_at: Temporal.Instant | null;
  readonly open_invoices: number;
}

async function ownRecords(ctx: SiteContext, ids: readonly Id<"moveOut">[]): Promise<ReadonlyMap<string, OwnRecords>> {
  const { rows } = await sql<OwnRecords & { id: string }>`
    select c.id, appointment.meets_at, appointment.agreed_at, slips.open_slips, coalesce(slips.passed, 0)::int as passed, coalesce(approved.count, 0)::int as approvals,
      document.issued_at, coalesce(invoices.open, 0)::int as open_invoices
    from moveout.move_out c
    left join moveout.appointment appointment
      on appointment.site_id = c.site_id and appointment.move_out_id = c.id and appointment.replaced_at is null and appointment.agreed_at is not null
    left join (
      select move_out_id, count(*) filter (where outcome = 'passed') as passed,
        array_agg(no order by no) filter (where outcome is null and cancelled_at is null and decision is distinct from 'refused') as open_slips
      from moveout.goods_slip where site_id = ${ctx.siteId} and move_out_id = any(${[...ids]}::uuid[]) group by move_out_id
    ) slips on slips.move_out_id = c.id
    left join (
      select move_out_id, count(*) as count from moveout.refund_approval where site_id = ${ctx.siteId} and move_out_id = any(${[...ids]}::uuid[]) group by move_out_id
    ) approved on approved.move_out_id = c.id
    left join documents.document document on document.site_id = c.site_id and document.id = c.confirmation_id
    left join (
      select line.lease_id, count(distinct invoice.id) as open
      from books.invoice invoice join billing.bill_line line on line.site_id = invoice.site_id and line.bill_id = invoice.bill_id
      where invoice.site_id = ${ctx.siteId} and invoice.state in ('toIssue', 'exported', 'redRequested')
        and line.lease_id in (select lease_id from moveout.move_out where site_id = ${ctx.siteId} and id = any(${[...ids]}::uuid[]) and confirmed_at is not null)
      group by line.lease_id
    ) invoices on invoices.lease_id = c.lease_id
    where c.site_id = ${ctx.siteId} and c.id = any(${[...ids]}::uuid[])`.execute(ctx.tx);
  return new Map(rows.map((row) => [row.id, row]));
}

function toFacts(moveOut: MoveOut, own: OwnRecords, around: AroundCase, today: Temporal.PlainDate): MoveOutFacts {
  const { decision, usesAddress, clearance } = moveOut;
  return {
    cause: moveOut.cause,
    today,
    leavingOn: moveOut.leavingOn,
    noticedAt: moveOut.noticedAt,
    reviewedAt: moveOut.review?.at ?? null,
    approvedAt: decision?.isApproved ? decision.at : null,
    appointment: own.agreed_at && own.meets_at ? { meetsAt: own.meets_at, agreedAt: own.agreed_at } : null,
    inspection: around.inspection,
    meters: around.meters,
    settlement: around.settlement,
    goods: { open: own.open_slips ?? [], passed: own.passed },
    clearedAt: clearance?.at ?? null,
    addressRemains: usesAddress && !clearance?.hasAddressMoved,
    keys: { out: around.itemsOut.map(({ label }) => label.zh), isGrantLive: around.isGrantLive, backAt: moveOut.keysBack?.at ?? null },
    confirmation: own.issued_at ? { issuedAt: own.issued_at, signedAt: moveOut.confirmedAt } : null,
    refund: { approvals: own.approvals, paidAt: moveOut.payment?.at ?? null },
    invoices: { open: own.open_invoices, doneAt: moveOut.invoices?.at ?? null },
    vacantAt: moveOut.vacancy?.at ?? null,
  };
}
