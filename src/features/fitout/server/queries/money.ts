import { sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import { type Fen, fen } from "#kernel/money.ts";
import type { SiteContext } from "#platform/context.ts";
import type { Held } from "../../rules.ts";
import type { FitOut } from "./cases.ts";

export interface HeldDeposit {
  readonly id: Id<"deposit">;
  readonly feeItem: "fitoutDeposit" | "passDeposit";
  readonly held: Fen;
}

/** What is held of the tenant's and the contractor's deposit, locked by nobody: the ledger judges again. */
export async function heldDeposits(ctx: SiteContext, { tenantId, leaseId }: FitOut): Promise<{ readonly deposits: HeldDeposit[]; readonly amounts: Held }> {
  const rows = await ctx.tx
    .selectFrom("payments.deposit")
    .select(["id", "fee_item", "held"])
    .where("site_id", "=", ctx.siteId)
    .where("tenant_id", "=", tenantId)
    .where("lease_id", "=", leaseId)
    .where("fee_item", "in", ["fitoutDeposit", "passDeposit"])
    .where("held", ">", 0)
    .orderBy("fee_item", "desc")
    .orderBy("opened_at")
    .execute();
  const deposits = rows.map((row) => ({ id: row.id as Id<"deposit">, feeItem: row.fee_item as HeldDeposit["feeItem"], held: fen(row.held) }));
  const sum = (item: string): Fen => deposits.reduce((total, { feeItem, held }) => (feeItem === item ? fen(total + held) : total), 0);
  return { deposits, amounts: { contractor: sum("passDeposit"), tenant: sum("fitoutDeposit") } };
}

/** What of the fit-out deposit need not be asked for: what is held, billed with the lease and not paid yet, or waits for its bill. */
export async function depositCovered(ctx: SiteContext, { tenantId, leaseId }: FitOut): Promise<Fen> {
  const { rows } = await sql<{ covered: number }>`
    select (
      coalesce((select sum(deposit.held) from payments.deposit deposit
        where deposit.site_id = ${ctx.siteId} and deposit.tenant_id = ${tenantId} and deposit.lease_id = ${leaseId} and deposit.fee_item = 'fitoutDeposit'), 0)
      + coalesce((select sum(line.amount - line.settled - line.credited) from billing.bill_line line
        where line.site_id = ${ctx.siteId} and line.tenant_id = ${tenantId} and line.lease_id = ${leaseId} and line.fee_item = 'fitoutDeposit'
          and line.source_kind <> 'credit' and line.is_live), 0)
      + coalesce((select sum(charge.amount) from billing.charge charge
        where charge.site_id = ${ctx.siteId} and charge.tenant_id = ${tenantId} and charge.lease_id = ${leaseId} and charge.fee_item = 'fitoutDeposit'
          and charge.status = 'waiting'), 0))::bigint as covered`.execute(ctx.tx);
  return fen(rows[0]?.covered ?? 0);
}

/** The bills that took up what the case put up. */
export async function billsOf(ctx: SiteContext, { id }: FitOut): Promise<Id<"bill">[]> {
  const rows = await ctx.tx
    .selectFrom("fitout.fee as fee")
    .innerJoin("billing.bill_line as line", (join) =>
      join
        .onRef("line.site_id", "=", "fee.site_id")
        .on(sql<boolean>`line.source_id = fee.id::text`)
        .on("line.source_kind", "=", "charge"),
    )
    .where("fee.site_id", "=", ctx.siteId)
    .where("fee.fit_out_id", "=", id)
    .select("line.bill_id")
    .distinct()
    .execute();
  return rows.map(({ bill_id }) => bill_id as Id<"bill">);
}

/** The gross area of the units, in hundredths of a square metre. */
export async function areaOf(ctx: SiteContext, { unitIds }: FitOut): Promise<number> {
  const rows = await ctx.tx
    .selectFrom("sites.unit")
    .select("gross_centi")
    .where("site_id", "=", ctx.siteId)
    .where("id", "in", [...unitIds])
    .execute();
  return rows.reduce((sum, { gross_centi }) => sum + (gross_centi ?? 0), 0);
}
