import { sql } from "kysely";
import type { ValueOf } from "#kernel/contract.ts";
import type { Id } from "#kernel/id.ts";
import { Refusal } from "#kernel/problem.ts";
import type { SiteContext } from "#platform/context.ts";
import type { payoutReturned } from "#features/payments/contract.ts";
import { type Approver, payDecided, type PayoutPart, payoutsOf } from "#features/payments/server/index.ts";
import type { MoveOut } from "../../rules.ts";
import { settlementProblems } from "../../rules/settlementGates.ts";
import { sheetInForce } from "./sheets.ts";

export const refundSource = (id: Id<"moveOut">) => ({ kind: "moveout.settlement", id });

interface Refund {
  readonly on: Temporal.PlainDate;
  readonly reference: string;
  /** The two different people who approved it. */
  readonly approvers: readonly [Approver, Approver];
}

/**
 * Pays what the posted settlement leaves out of deposits and advances: a transfer from each company that holds some, to the account of the notice. The
 * deposits of the lease then stand at nought. One the bank sent back is paid again alone. Manual 2.1.4-2.
 * Refusals: sheetNotPosted, nothingToPayOut, refundPaid, and those of payments.
 */
export async function payOutSettlement(ctx: SiteContext, moveOut: MoveOut, { on, reference, approvers }: Refund): Promise<void> {
  const sheet = await sheetInForce(ctx, moveOut.id);
  if (!sheet?.posted) throw new Refusal(settlementProblems.sheetNotPosted());
  if (sheet.posted.rest.length === 0) throw new Refusal(settlementProblems.nothingToPayOut());
  const source = refundSource(moveOut.id);
  const paid = (await payoutsOf(ctx, source)).filter(({ status }) => status === "paid");
  const byEntity = [...Map.groupBy(sheet.posted.rest, ({ entityId }) => entityId)].filter(([entityId]) => !paid.some((payout) => payout.entityId === entityId));
  if (byEntity.length === 0) throw new Refusal(settlementProblems.refundPaid());
  const payee = { name: moveOut.account.name, bank: moveOut.account.bank, account: moveOut.account.no };
  const reason = `退租结算 ${moveOut.no}-${sheet.version}`;
  for (const [entityId, own] of byEntity) {
    const parts = own.map(({ kind, id, amount }): PayoutPart => (kind === "deposit" ? { depositId: id as Id<"deposit">, amount } : { paymentId: id as Id<"payment">, amount }));
    await payDecided(ctx, { tenantId: moveOut.tenantId, entityId, parts, payee, reason, source, on, reference, approvers });
  }
}

/** The bank sent a refund back: it is to be paid again, with the approvals it has. */
export async function hearOfReturn(ctx: SiteContext, { source }: ValueOf<(typeof payoutReturned)["facts"]>): Promise<void> {
  if (source.kind !== "moveout.settlement") return;
  await ctx.tx
    .updateTable("moveout.move_out")
    .set({ paid_at: null, paid_on: null, paid_by_name: null, paid_reference: "", paid_amount: null, version: sql`version + 1` })
    .where("site_id", "=", ctx.siteId)
    .where("id", "=", source.id)
    .execute();
  await ctx.tell(ctx.siteId, "moveout.case", source.id);
}
