import { sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import { fen } from "#kernel/money.ts";
import type { SiteContext } from "#platform/context.ts";
import type { FeeItemCode, LeaseHistory } from "#features/leasing/rules.ts";
import { type Difference, differencesOf, type FeeSpan, type Piece } from "../../rules.ts";
import { firstDay } from "../periods.ts";
import type { BillDraft, LineDraft } from "../store.ts";

/** What last month's and this month's bills already hold, by lease. */
export interface Held {
  readonly was: ReadonlyMap<string, readonly Piece[]>;
  readonly now: ReadonlyMap<string, readonly Piece[]>;
}

export async function heldPieces(ctx: SiteContext, leaseIds: readonly Id<"lease">[], month: Temporal.PlainYearMonth): Promise<Held> {
  const lastMonth = firstDay(month.subtract({ months: 1 }));
  const { rows } = await sql<{
    lease_id: string;
    month: Temporal.PlainDate;
    fee_item: FeeItemCode;
    source_kind: Piece["kind"];
    from_day: Temporal.PlainDate;
    to_day: Temporal.PlainDate;
    amount: number;
    price: string | null;
    area: string | null;
    free: string | null;
  }>`
    select bill.lease_id, bill.month, line.fee_item, line.source_kind, line.from_day, line.to_day, line.amount,
           line.working -> 'inputs' ->> 'price' as price, line.working -> 'inputs' ->> 'areaCenti' as area, line.working -> 'inputs' ->> 'free' as free
    from billing.bill join billing.bill_line line on line.site_id = bill.site_id and line.bill_id = bill.id and line.is_live
    where bill.site_id = ${ctx.siteId} and bill.lease_id = any (${leaseIds}::uuid[]) and bill.month in (${lastMonth}, ${firstDay(month)}) and bill.kind = 'bill'
    order by line.from_day`.execute(ctx.tx);
  const pieces = rows.map((row) => ({
    leaseId: row.lease_id,
    isLast: row.month.equals(lastMonth),
    piece: {
      feeItem: row.fee_item,
      kind: row.source_kind,
      from: row.from_day,
      to: row.to_day,
      amount: fen(row.amount),
      price: row.price,
      areaCenti: row.area === null ? null : fen(BigInt(row.area)),
      isFree: row.free !== null,
    },
  }));
  const byLease = (wanted: boolean) =>
    new Map(
      [
        ...Map.groupBy(
          pieces.filter(({ isLast }) => isLast === wanted),
          ({ leaseId }) => leaseId,
        ),
      ].map(([leaseId, found]) => [leaseId, found.map(({ piece }) => piece)]),
    );
  return { was: byLease(true), now: byLease(false) };
}

/** How the bills of a lease this month differ from last month's. */
export function differencesOfLease(lease: LeaseHistory, drafts: readonly BillDraft[], { was, now }: Held): Difference[] {
  const will = [...(now.get(lease.leaseId) ?? []), ...drafts.flatMap(({ lines }) => lines.map(pieceOf))];
  return differencesOf(was.get(lease.leaseId) ?? [], will, spansOf(lease));
}

const pieceOf = ({ feeItem, source, from, to, amount, working: { inputs } }: LineDraft): Piece => ({
  feeItem,
  kind: source.kind === "schedule" ? "schedule" : "charge",
  from,
  to,
  amount,
  price: inputs["price"] === undefined ? null : String(inputs["price"]),
  areaCenti: typeof inputs["areaCenti"] === "number" ? inputs["areaCenti"] : null,
  isFree: inputs["free"] !== undefined,
});

const spansOf = ({ versions }: LeaseHistory): FeeSpan[] => (versions.at(-1)?.terms.fees ?? []).map(({ feeItem, from, to }) => ({ feeItem, from, to }));
