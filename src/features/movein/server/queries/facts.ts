import { sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import { fen } from "#kernel/money.ts";
import type { SiteContext } from "#platform/context.ts";
import { compulsoryAnnexesOf } from "#features/leasing/server/index.ts";
import { type CaseMarks, type CaseStanding, standingOf } from "#features/manual/rules.ts";
import { openingsOf } from "#features/manual/server/index.ts";
import { qualificationsOf } from "#features/tenants/server/index.ts";
import { type FirstPayment, type MoveInFacts, moveInProcedure } from "../../rules.ts";
import { type MoveInCase, casesByIds } from "./cases.ts";
import { inspectionsOfCases } from "./inspections.ts";

/** A case with all its records say of it. */
export interface CaseFacts {
  readonly case: MoveInCase;
  readonly facts: MoveInFacts;
  readonly marks: CaseMarks;
}

/** What the records say of many cases, in a handful of statements however many there are. */
export async function factsOf(ctx: SiteContext, caseIds: readonly Id<"moveIn">[]): Promise<Map<Id<"moveIn">, CaseFacts>> {
  return factsOfCases(ctx, await casesByIds(ctx, caseIds));
}

export async function factsOfCases(ctx: SiteContext, cases: readonly MoveInCase[]): Promise<Map<Id<"moveIn">, CaseFacts>> {
  if (cases.length === 0) return new Map();
  const caseIds = cases.map(({ id }) => id);
  const leaseIds = cases.map(({ leaseId }) => leaseId);
  const papers = await qualificationsOf(
    ctx,
    cases.map(({ tenantId }) => tenantId),
    "moveIn",
  );
  const annexes = await compulsoryAnnexesOf(ctx, leaseIds);
  const payments = await firstPaymentsOf(ctx, caseIds);
  const letters = await lettersOf(ctx, caseIds);
  const keys = await keysOf(ctx, leaseIds);
  const meters = await metersOf(ctx, caseIds);
  const inspections = await inspectionsOfCases(ctx, caseIds);
  const openings = await openingsOf(ctx, "moveIn", caseIds);
  return new Map(
    cases.map((one) => {
      const own = annexes.get(one.leaseId) ?? [];
      const letter = letters.get(one.id);
      const facts: MoveInFacts = {
        papers: papers.get(one.tenantId) ?? { against: [], completeAt: null },
        annexes: {
          lacking: own.flatMap(({ name, state }) => (state === "signed" ? [] : [{ ...name, state }])),
          signedAt: own.reduce((last, { signedAt }) => laterOf(last, signedAt), one.openedAt),
        },
        firstPayment: paymentOf(one, payments.get(one.id)),
        handbookAt: letter?.handbook ?? null,
        registrationAt: letter?.registration ?? null,
        keys: { issuedAt: keys.get(one.leaseId)?.issued_at ?? null, receiptAt: keys.get(one.leaseId)?.receipt_at ?? null },
        meters: { count: meters.get(one.id)?.count ?? 0, unread: meters.get(one.id)?.unread ?? 0, confirmedAt: letter?.meters ?? null },
        fitout: { isWanted: one.fitsOut, decidedAt: one.fitoutDecidedAt },
        inspection: inspections.get(one.id) ?? null,
        movedInAt: one.movedInAt,
      };
      return [one.id, { case: one, facts, marks: { openings: openings.get(one.id) ?? [], isWithdrawn: one.withdrawnAt !== null } }] as const;
    }),
  );
}

/** Where a case stands, by its facts. */
export const standing = ({ facts, marks }: Pick<CaseFacts, "facts" | "marks">): CaseStanding => standingOf(moveInProcedure, facts, marks);

const laterOf = (one: Temporal.Instant, other: Temporal.Instant | null): Temporal.Instant => (other && Temporal.Instant.compare(other, one) > 0 ? other : one);

interface PaymentRow {
  readonly case_id: Id<"moveIn">;
  readonly due: number;
  readonly billed: number;
  readonly settled: number;
  readonly settled_at: Temporal.Instant | null;
}

/** What is due before the keys, what of it is on bills and what has come in; a line that was credited is due no more. */
async function firstPaymentsOf(ctx: SiteContext, caseIds: readonly Id<"moveIn">[]): Promise<Map<Id<"moveIn">, PaymentRow>> {
  const { rows } = await sql<PaymentRow>`
    select due.case_id,
      sum(coalesce(line.amount - line.credited, due.amount))::bigint as due,
      sum(coalesce(line.amount - line.credited, 0))::bigint as billed,
      sum(coalesce(line.settled, 0))::bigint as settled,
      max(paid.at) as settled_at
    from movein.due_line due
    left join billing.bill_line line on line.site_id = due.site_id and line.source_id = due.source_id and line.source_kind = 'schedule' and line.is_live
    left join lateral (
      select max(allocation.created_at) as at from payments.allocation
      where allocation.site_id = line.site_id and allocation.line_id = line.id and allocation.released_at is null) paid on true
    where due.site_id = ${ctx.siteId} and due.case_id = any (${[...caseIds]}::uuid[])
    group by due.case_id`.execute(ctx.tx);
  return new Map(rows.map((row) => [row.case_id, row]));
}

function paymentOf({ dueBeforeKeys, openedAt }: MoveInCase, row: PaymentRow | undefined): FirstPayment {
  if (dueBeforeKeys === null) return { due: null, billed: fen(0), settled: fen(0), settledAt: null };
  if (!row) return { due: fen(0), billed: fen(0), settled: fen(0), settledAt: openedAt };
  const [due, billed, settled] = [fen(row.due), fen(row.billed), fen(row.settled)];
  return { due, billed, settled, settledAt: settled >= due ? laterOf(openedAt, row.settled_at) : null };
}

export const letterKinds = { handbook: "movein.handbookReceipt", registration: "movein.registration", meters: "movein.meterConfirmation" } as const;

interface LetterRow {
  readonly case_id: Id<"moveIn">;
  readonly handbook: Temporal.Instant | null;
  readonly registration: Temporal.Instant | null;
  readonly meters: Temporal.Instant | null;
}

/** When the sheets of the formalities were signed by both sides. */
async function lettersOf(ctx: SiteContext, caseIds: readonly Id<"moveIn">[]): Promise<Map<Id<"moveIn">, LetterRow>> {
  const { rows } = await sql<LetterRow>`
    select subject_id as case_id,
      max(completed_at) filter (where kind = ${letterKinds.handbook}) as handbook,
      max(completed_at) filter (where kind = ${letterKinds.registration}) as registration,
      max(completed_at) filter (where kind = ${letterKinds.meters}) as meters
    from documents.document
    where site_id = ${ctx.siteId} and subject_kind = 'moveIn' and subject_id = any (${[...caseIds]}::text[]) and state = 'completed'
    group by subject_id`.execute(ctx.tx);
  return new Map(rows.map((row) => [row.case_id, row]));
}

interface KeysRow {
  readonly lease_id: Id<"lease">;
  readonly issued_at: Temporal.Instant;
  readonly receipt_at: Temporal.Instant | null;
}

/** When cards and keys were first handed out under a grant that lives, and when a receipt of them was signed by both sides. What was taken over needs no receipt of ours. */
async function keysOf(ctx: SiteContext, leaseIds: readonly Id<"lease">[]): Promise<Map<Id<"lease">, KeysRow>> {
  const { rows } = await sql<KeysRow>`
    select held.lease_id, min(batch.issued_at) as issued_at,
      min(case when batch.document_id is null then batch.issued_at else receipt.completed_at end) as receipt_at
    from handover.access_grant held
    join handover.access_batch batch on batch.site_id = held.site_id and batch.grant_id = held.id
    left join documents.document receipt on receipt.site_id = batch.site_id and receipt.id = batch.document_id
    where held.site_id = ${ctx.siteId} and held.lease_id = any (${[...leaseIds]}::uuid[]) and held.ended_at is null
    group by held.lease_id`.execute(ctx.tx);
  return new Map(rows.map((row) => [row.lease_id, row]));
}

interface MetersRow {
  readonly case_id: Id<"moveIn">;
  readonly count: number;
  readonly unread: number;
}

/** The tenants' meters of the units, and those that nobody has read for this move-in with a photo. */
async function metersOf(ctx: SiteContext, caseIds: readonly Id<"moveIn">[]): Promise<Map<Id<"moveIn">, MetersRow>> {
  const { rows } = await sql<MetersRow>`
    select move_in.id as case_id, count(distinct meter.id)::int as count, count(distinct meter.id) filter (where not is_read.yes)::int as unread
    from movein.move_in
    join leasing.lease_unit held on held.site_id = move_in.site_id and held.lease_id = move_in.lease_id
    join meters.meter_unit served on served.site_id = held.site_id and served.unit_id = held.unit_id
    join meters.meter on meter.site_id = served.site_id and meter.id = served.meter_id and meter.role = 'tenant' and meter.state = 'inService'
    cross join lateral (select exists (
      select 1 from meters.reading
      where reading.site_id = meter.site_id and reading.meter_id = meter.id and reading.purpose = 'handover'
        and reading.standing in ('accepted', 'waiting', 'confirmed') and reading.photo_id is not null and reading.read_at >= move_in.opened_at) as yes) is_read
    where move_in.site_id = ${ctx.siteId} and move_in.id = any (${[...caseIds]}::uuid[])
    group by move_in.id`.execute(ctx.tx);
  return new Map(rows.map((row) => [row.case_id, row]));
}
