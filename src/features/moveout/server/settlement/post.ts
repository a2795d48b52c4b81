import type { Id } from "#kernel/id.ts";
import { newId } from "#kernel/id.ts";
import { fen, sumFen } from "#kernel/money.ts";
import { type Problem, Refusal, refuseIf } from "#kernel/problem.ts";
import { words } from "#kernel/words.ts";
import { dayAt, type SiteContext } from "#platform/context.ts";
import { json } from "#platform/db/json.ts";
import { chargeLateFees } from "#features/arrears/server/index.ts";
import { addCharge, creditBill, issueFinalBill, lockBilling, openLines, waitingCharges } from "#features/billing/server/index.ts";
import { leaseById } from "#features/leasing/server/index.ts";
import { chargeFinalUsage } from "#features/meters/server/index.ts";
import { setOffAgreed } from "#features/payments/server/index.ts";
import { settlementPosted } from "../../contract/settlementEvents.ts";
import type { MoveOut } from "../../rules.ts";
import { changesBetween, settlementOf, type SettlementLine } from "../../rules/settlement.ts";
import { settlementProblems, whyChanged } from "../../rules/settlementGates.ts";
import { about, heldCase, tell } from "./act.ts";
import { gather, type Gathered } from "./inputs.ts";
import type { Sheet } from "./sheets.ts";

/** Days a tenant has to pay what the final account leaves owed. */
const demandDays = 10;

/** All that stands against posting a settlement now: it is agreed to, both sides confirmed the move-out, and every line is what the tenant signed. */
export function whyNotPost(moveOut: MoveOut, sheet: Sheet | null, now: readonly SettlementLine[]): Problem[] {
  if (sheet?.posted) return [settlementProblems.sheetPosted()];
  if (sheet?.state !== "agreed") return [settlementProblems.sheetNotAgreed()];
  return [...(moveOut.confirmedAt ? [] : [settlementProblems.notConfirmedYet()]), ...whyChanged(changesBetween(sheet.lines, now))];
}

/**
 * Posts an agreed settlement, whole or not at all: the last bill, the credits for what is not used, damages for delay, forfeits, and every debt set off
 * against what belongs to the tenant. What is left is to be paid back; what is owed is a bill like any other. Domain §3.7, Civil Code art. 569.
 * Refusals: sheetNotAgreed, sheetPosted, notConfirmedYet, lineChanged, and those of billing and payments, such as a closed month.
 */
export async function postSettlement(ctx: SiteContext, caseId: Id<"moveOut">): Promise<void> {
  await lockBilling(ctx);
  const { moveOut, sheet } = await heldCase(ctx, caseId);
  if (!sheet) throw new Refusal(settlementProblems.sheetNotIssued());
  const gathered = await gather(ctx, moveOut, sheet.settledOn);
  const { lines } = settlementOf(gathered.inputs);
  refuseIf(whyNotPost(moveOut, sheet, lines));

  const finalBillId = await bill(ctx, moveOut, sheet, gathered, lines);
  await credit(ctx, gathered, moveOut);
  const { tenantId, leaseId } = moveOut;
  const debts = (await openLines(ctx, { tenantId })).filter((line) => line.leaseId === leaseId || line.leaseId === null);
  const forfeits = lines.flatMap(({ section, itemId, amount }) => {
    const depositId = section === "penalty" && amount < 0 ? gathered.inputs.items.find(({ id }) => id === itemId)?.depositId : null;
    return depositId ? [{ depositId, amount: fen(-amount) }] : [];
  });
  const byDeposit = [...Map.groupBy(forfeits, ({ depositId }) => depositId)].map(([depositId, parts]) => ({ depositId, amount: sumFen(parts.map(({ amount }) => amount)) }));
  const reason = words(`退租结算 ${moveOut.no}-${sheet.version}`, `Final account ${moveOut.no}-${sheet.version}`).zh;
  const { left, owed } = await setOffAgreed(ctx, { tenantId, debts, depositIds: gathered.inputs.deposits.map(({ id }) => id), forfeits: byDeposit, reason });
  const net = sumFen(left.map(({ amount }) => amount)) - owed;
  if (net !== sheet.net) throw new Error(`The settlement ${moveOut.no} posts to ${net}, not to ${sheet.net}`);

  await ctx.tx
    .updateTable("moveout.settlement_sheet")
    .set({ posted_at: ctx.now, posted_by_name: ctx.actor.name, final_bill_id: finalBillId, rest: json(left), owed })
    .where("site_id", "=", ctx.siteId)
    .where("id", "=", sheet.id)
    .execute();
  await ctx.record(settlementPosted, { ...about(moveOut), sheetId: sheet.id, version: sheet.version, net: sheet.net, owed, finalBillId });
  await tell(ctx, moveOut);
}

/** The job that follows the confirmation. What stands against it then is shown on the settlement, and finance posts it there. */
export async function postWhenAgreed(ctx: SiteContext, { caseId }: { readonly caseId: Id<"moveOut"> }): Promise<void> {
  const { moveOut, sheet } = await heldCase(ctx, caseId);
  if (!sheet || sheet.posted) return;
  const { inputs } = await gather(ctx, moveOut, sheet.settledOn);
  if (whyNotPost(moveOut, sheet, settlementOf(inputs).lines).length === 0) await postSettlement(ctx, caseId);
}

async function bill(ctx: SiteContext, moveOut: MoveOut, sheet: Sheet, { inputs, usage, lateLineIds }: Gathered, lines: readonly SettlementLine[]): Promise<Id<"bill"> | null> {
  const { tenantId, leaseId, leavingOn } = moveOut;
  const today = dayAt(ctx, ctx.now);
  const dueOn = sheet.net < 0 ? today.add({ days: demandDays }) : today;
  const waiting = (await waitingCharges(ctx, { tenantId, leaseId })).map(({ id }) => id);
  const late = lateLineIds.size === 0 ? [] : (await chargeLateFees(ctx, { tenantId, until: sheet.settledOn, lineIds: lateLineIds })).charges.map(({ chargeId }) => chargeId);
  const used = await chargeFinalUsage(ctx, { leaseId, tenantId, dueOn, lines: usage.lines });
  const unitIds = [...new Set((await leaseById(ctx, leaseId)).units.map(({ unitId }) => unitId))];
  const own: Id<"charge">[] = [];
  for (const line of lines) {
    const isOwn = (line.section === "works" || line.section === "notice" || line.section === "penalty") && line.amount < 0;
    if (!isOwn || inputs.items.some(({ id, kind }) => id === line.itemId && kind === "forfeiture")) continue;
    const id = newId<"charge">();
    await addCharge(ctx, {
      id,
      tenantId,
      leaseId,
      feeItem: line.feeItem,
      unitIds,
      from: line.from ?? leavingOn,
      to: line.to ?? leavingOn,
      dueOn,
      amount: fen(-line.amount),
      working: line.working,
      remark: `${line.name.zh} ${line.detail}`.trim().slice(0, 300),
      source: { kind: "moveout.settlement", id: `${moveOut.id}:${line.key}` },
      entityId: line.entityId,
    });
    own.push(id);
  }
  const final = await issueFinalBill(ctx, { id: newId(), leaseId, leavingDay: leavingOn, dueOn, chargeIds: [...waiting, ...late, ...used, ...own] });
  return final?.id ?? null;
}

/** Gives back what is not used, bill by bill, and no longer asks for deposits that were not paid. What was paid of it becomes an advance. */
async function credit(ctx: SiteContext, { unused, openDeposits }: Gathered, { no }: MoveOut): Promise<void> {
  const parts = [
    ...unused.map(({ line, amount, working }) => ({ billId: line.billId, lineId: line.id, amount, working })),
    ...openDeposits.map((line) => ({ billId: line.billId, lineId: line.id, amount: line.open, working: undefined })),
  ];
  for (const [billId, ofBill] of Map.groupBy(parts, (part) => part.billId)) await creditBill(ctx, { id: newId(), billId, parts: ofBill, reason: `退租结算 ${no}`, again: true });
}
