import { sql } from "kysely";
import { type Id, newId } from "#kernel/id.ts";
import { type Fen, fen, sumFen, yuanText } from "#kernel/money.ts";
import { Refusal, refuseIf } from "#kernel/problem.ts";
import type { SiteContext } from "#platform/context.ts";
import { json } from "#platform/db/json.ts";
import type { Working } from "#features/leasing/rules.ts";
import { waiverAsked, waiverDecided } from "../../contract.ts";
import { abatementOf, type BillLine, billingProblems, type WaiverKind, whyNotDecide } from "../../rules.ts";
import { billById } from "../queries/bills.ts";
import { type Waiver, waiverById } from "../queries/waivers.ts";
import { lockBills } from "../store.ts";
import { creditBill } from "./credit.ts";

type Part =
  | { readonly lineId: Id<"billLine">; readonly amount: Fen }
  | { readonly lineId: Id<"billLine">; readonly from: Temporal.PlainDate; readonly to: Temporal.PlainDate; readonly percent: string };

interface NewWaiver {
  readonly id: Id<"waiver">;
  readonly billId: Id<"bill">;
  readonly kind: WaiverKind;
  readonly parts: readonly Part[];
  readonly reason: string;
}

/**
 * Asks to let the tenant off amounts of a bill, or part of the rent for use they lost (Civil Code art. 713); another person decides.
 * Refusals: billNotFound, lineNotFound, isCredit, creditedBeyond, onlyRent, daysOutside, waiverWaiting, nothingToBill.
 */
export async function askWaiver(ctx: SiteContext, { id, billId, kind, parts, reason }: NewWaiver): Promise<Waiver> {
  await lockBills(ctx, [billId]);
  const bill = await billById(ctx, billId);
  if (bill.kind === "credit") throw new Refusal(billingProblems.isCredit());
  const known = await ctx.tx.selectFrom("billing.waiver").select(["id", "status"]).where("site_id", "=", ctx.siteId).where("bill_id", "=", billId).execute();
  if (known.some((waiver) => waiver.id === id)) return waiverById(ctx, id);
  if (known.some(({ status }) => status === "asked")) throw new Refusal(billingProblems.waiverWaiting());
  if (new Set(parts.map(({ lineId }) => lineId)).size < parts.length) throw new Refusal(billingProblems.lineNotFound());

  const lines = parts.map((part) => taken(bill.lines, kind, part));
  const amount = sumFen(lines.map((line) => line.amount));
  if (amount === 0) throw new Refusal(billingProblems.nothingToBill());
  await ctx.tx
    .insertInto("billing.waiver")
    .values({
      site_id: ctx.siteId,
      id,
      bill_id: billId,
      tenant_id: bill.tenantId,
      kind,
      lines: json(lines),
      amount,
      reason,
      asked_by: ctx.actor.personId!,
      asked_by_name: ctx.actor.name,
      asked_at: ctx.now,
    })
    .execute();
  await ctx.record(waiverAsked, { waiverId: id, billId, billNo: bill.billNo, tenantId: bill.tenantId, kind, amount, reason });
  await ctx.tell(ctx.siteId, "billing.waiver", id);
  return waiverById(ctx, id);
}

function taken(lines: readonly BillLine[], kind: WaiverKind, part: Part): { lineId: Id<"billLine">; amount: Fen; working: Working | null } {
  const line = lines.find(({ id }) => id === part.lineId);
  if (!line) throw new Refusal(billingProblems.lineNotFound());
  if (kind === "abatement" && line.feeItem !== "rent") throw new Refusal(billingProblems.onlyRent());
  const found = "amount" in part ? { amount: part.amount, working: null } : abated(line, part);
  if (found.amount > line.amount - line.credited) throw new Refusal(billingProblems.creditedBeyond({ open: yuanText(fen(line.amount - line.credited)) }));
  return { lineId: line.id, ...found };
}

function abated(line: BillLine, lost: Extract<Part, { percent: string }>) {
  const isInside =
    Temporal.PlainDate.compare(lost.from, lost.to) <= 0 && Temporal.PlainDate.compare(lost.from, line.to) <= 0 && Temporal.PlainDate.compare(lost.to, line.from) >= 0;
  if (!isInside) throw new Refusal(billingProblems.daysOutside());
  return abatementOf(line, lost);
}

/** Approves a waiver, which credits the bill, or refuses it; never by who asked. Refusals: waiverNotFound, waiverDecided, ownWaiver, and as `creditBill`. */
export async function decideWaiver(
  ctx: SiteContext,
  { id, isApproved, decision }: { readonly id: Id<"waiver">; readonly isApproved: boolean; readonly decision: string },
): Promise<Waiver> {
  await sql`select from billing.waiver where site_id = ${ctx.siteId} and id = ${id} for update`.execute(ctx.tx);
  const waiver = await waiverById(ctx, id);
  refuseIf(whyNotDecide(waiver, ctx.actor.personId));
  const creditId = isApproved ? newId<"bill">() : null;
  if (creditId) {
    const parts = waiver.lines.map(({ lineId, amount, working }) => ({ lineId, amount: fen(amount), working: working ?? undefined }));
    await creditBill(ctx, { id: creditId, billId: waiver.billId, parts, reason: waiver.reason, again: false });
  }
  await ctx.tx
    .updateTable("billing.waiver")
    .set({
      status: isApproved ? "approved" : "refused",
      decided_by: ctx.actor.personId,
      decided_by_name: ctx.actor.name,
      decided_at: ctx.now,
      decision,
      credit_bill_id: creditId,
    })
    .where("site_id", "=", ctx.siteId)
    .where("id", "=", id)
    .execute();
  const { billId, billNo, tenantId, kind, amount, askedByName } = waiver;
  await ctx.record(waiverDecided, { waiverId: id, billId, billNo, tenantId, kind, amount, isApproved, decision, askedBy: askedByName });
  await ctx.tell(ctx.siteId, "billing.waiver", id);
  return waiverById(ctx, id);
}
