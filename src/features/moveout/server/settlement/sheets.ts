import { type Selectable, sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import { type Fen, fen } from "#kernel/money.ts";
import type { SiteContext } from "#platform/context.ts";
import type { Database } from "#platform/db/tables.ts";
import type { Source } from "#features/payments/rules.ts";
import type { SettlementLine } from "../../rules/settlement.ts";
import type { SheetState } from "../../rules/settlementGates.ts";

/** A settlement sheet F27 as it was issued. */
export interface Sheet {
  readonly id: Id<"settlementSheet">;
  readonly moveOutId: Id<"moveOut">;
  readonly version: number;
  readonly settledOn: Temporal.PlainDate;
  readonly lines: readonly SettlementLine[];
  readonly net: Fen;
  readonly reservation: string;
  readonly reservationBy: string;
  readonly state: SheetState;
  readonly documentId: Id<"document">;
  readonly issuedByName: string;
  readonly issuedAt: Temporal.Instant;
  readonly agreedAt: Temporal.Instant | null;
  readonly closedReason: string;
  readonly posted: {
    readonly at: Temporal.Instant;
    readonly byName: string;
    readonly finalBillId: Id<"bill"> | null;
    /** What is left of deposits and advances: it is paid back. */
    readonly rest: readonly Source[];
    readonly owed: Fen;
  } | null;
}

/** The sheets of move-outs, newest first; a tenant's contact sees their company's. One query for many. */
export async function sheetsOf(ctx: SiteContext, moveOutIds: readonly Id<"moveOut">[], { all = true }: { readonly all?: boolean } = {}): Promise<Map<Id<"moveOut">, Sheet[]>> {
  if (moveOutIds.length === 0) return new Map();
  let query = ctx.tx
    .selectFrom("moveout.settlement_sheet")
    .selectAll()
    .where("site_id", "=", ctx.siteId)
    .where("move_out_id", "=", sql<string>`any (${moveOutIds}::uuid[])`)
    .orderBy("version", "desc");
  if (!all) query = query.where("state", "<>", "superseded");
  if (ctx.tenantId) query = query.where("tenant_id", "=", ctx.tenantId);
  return Map.groupBy((await query.execute()).map(toSheet), ({ moveOutId }) => moveOutId);
}

/** The sheet that is in force: issued or agreed. */
export const sheetInForce = async (ctx: SiteContext, moveOutId: Id<"moveOut">): Promise<Sheet | null> =>
  (await sheetsOf(ctx, [moveOutId], { all: false })).get(moveOutId)?.[0] ?? null;

export async function sheetOfDocument(ctx: SiteContext, documentId: Id<"document">): Promise<Sheet | null> {
  const row = await ctx.tx.selectFrom("moveout.settlement_sheet").selectAll().where("site_id", "=", ctx.siteId).where("document_id", "=", documentId).executeTakeFirst();
  return row ? toSheet(row) : null;
}

const toSheet = (row: Selectable<Database["moveout.settlement_sheet"]>): Sheet => ({
  id: row.id as Id<"settlementSheet">,
  moveOutId: row.move_out_id as Id<"moveOut">,
  version: row.version,
  settledOn: row.settled_on,
  lines: (row.lines as unknown as readonly StoredLine[]).map(toLine),
  net: fen(row.net),
  reservation: row.reservation,
  reservationBy: row.reservation_by,
  state: row.state as SheetState,
  documentId: row.document_id as Id<"document">,
  issuedByName: row.issued_by_name,
  issuedAt: row.issued_at,
  agreedAt: row.agreed_at,
  closedReason: row.closed_reason,
  posted: row.posted_at && {
    at: row.posted_at,
    byName: row.posted_by_name ?? "",
    finalBillId: row.final_bill_id as Id<"bill"> | null,
    rest: row.rest as unknown as readonly Source[],
    owed: fen(row.owed ?? 0),
  },
});

type StoredLine = Omit<SettlementLine, "from" | "to"> & { readonly from: string | null; readonly to: string | null };

const toLine = (line: StoredLine): SettlementLine => ({
  ...line,
  from: line.from === null ? null : Temporal.PlainDate.from(line.from),
  to: line.to === null ? null : Temporal.PlainDate.from(line.to),
});
