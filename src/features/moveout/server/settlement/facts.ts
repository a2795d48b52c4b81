import { sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import { type Fen, fen } from "#kernel/money.ts";
import type { SiteContext } from "#platform/context.ts";
import type { Obstacle } from "#features/manual/rules.ts";
import { whyNotIssue } from "../../rules/settlementGates.ts";
import type { MoveOut } from "../../rules.ts";
import { itemsOf } from "./items.ts";
import { sheetsOf } from "./sheets.ts";

/** Where a settlement stands, as the procedure asks it. */
export interface SettlementFacts {
  readonly no: string;
  /** Of the sheet in force; null while none is issued. Below nought the tenant owes. */
  readonly net: Fen | null;
  readonly agreedAt: Temporal.Instant | null;
  readonly postedAt: Temporal.Instant | null;
  readonly against: readonly Obstacle[];
  /** What the tenant still owes of it, and since when nothing. */
  readonly owed: Fen;
  readonly clearedAt: Temporal.Instant | null;
}

/** Where the settlements of these move-outs stand, in three queries for however many. Null where nothing of one exists yet. */
export async function settlementsOf(ctx: SiteContext, moveOuts: readonly Pick<MoveOut, "id" | "no" | "leaseId">[]): Promise<Map<Id<"moveOut">, SettlementFacts | null>> {
  const ids = moveOuts.map(({ id }) => id);
  const [items, sheets] = [await itemsOf(ctx, ids), await sheetsOf(ctx, ids, { all: false })];
  const posted = moveOuts.filter(({ id }) => sheets.get(id)?.[0]?.posted);
  const owed = await owedOf(
    ctx,
    posted.map(({ leaseId }) => leaseId),
  );
  return new Map(
    moveOuts.map(({ id, no, leaseId }) => {
      const [own, sheet] = [items.get(id) ?? [], sheets.get(id)?.[0]];
      if (own.length === 0 && !sheet) return [id, null];
      const open = owed.get(leaseId);
      const against = sheet ? [] : whyNotIssue({ items: own, reservation: "", usage: [] }).map((reason) => ({ reason, clearedBy: "settlement" }));
      const net = sheet?.net ?? null;
      const stillOwed = sheet?.posted ? (open?.amount ?? fen(0)) : fen(Math.max(0, -(net ?? 0)));
      return [
        id,
        {
          no: sheet ? `${no}-${sheet.version}` : no,
          net,
          agreedAt: sheet?.agreedAt ?? null,
          postedAt: sheet?.posted?.at ?? null,
          against,
          owed: stillOwed,
          clearedAt: sheet?.posted && stillOwed === 0 ? latest(sheet.posted.at, open?.paidAt ?? null) : null,
        },
      ];
    }),
  );
}

const latest = (one: Temporal.Instant, other: Temporal.Instant | null): Temporal.Instant => (other && Temporal.Instant.compare(other, one) > 0 ? other : one);

async function owedOf(ctx: SiteContext, leaseIds: readonly Id<"lease">[]) {
  if (leaseIds.length === 0) return new Map<Id<"lease">, { amount: Fen; paidAt: Temporal.Instant | null }>();
  const { rows } = await sql<{ lease_id: Id<"lease">; amount: number; paid_at: Temporal.Instant | null }>`
    select line.lease_id, sum(line.amount - line.settled - line.credited)::bigint as amount,
      (select max(paid.created_at) from payments.allocation paid join billing.bill_line own on own.site_id = paid.site_id and own.id = paid.line_id
       where paid.site_id = ${ctx.siteId} and own.lease_id = line.lease_id and paid.released_at is null) as paid_at
    from billing.bill_line line
    where line.site_id = ${ctx.siteId} and line.lease_id = any (${leaseIds}::uuid[]) and line.source_kind <> 'credit'
    group by line.lease_id`.execute(ctx.tx);
  return new Map(rows.map((row) => [row.lease_id, { amount: fen(row.amount), paidAt: row.paid_at }]));
}
