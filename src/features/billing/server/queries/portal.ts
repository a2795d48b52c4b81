import type { Id } from "#kernel/id.ts";
import { fen, sumFen } from "#kernel/money.ts";
import { dayAt, type SiteContext } from "#platform/context.ts";
import { feeItemsOf } from "../feeItems.ts";
import { noticeOf } from "../print.ts";
import { openLines } from "./bills.ts";
import { billView } from "./view.ts";
import { entitiesOf } from "#features/sites/server/index.ts";

/** What the company at hand owes today, by fee. */
export async function whatWeOwe(ctx: SiteContext) {
  const today = dayAt(ctx, ctx.now);
  const lines = await openLines(ctx, {});
  const names = new Map((await feeItemsOf(ctx)).map(({ code, name }) => [code, name]));
  const byFee = [...Map.groupBy(lines, ({ feeItem }) => feeItem)].map(([feeItem, ofFee]) => ({
    feeItem,
    name: names.get(feeItem)!,
    amount: sumFen(ofFee.map(({ open }) => open)),
  }));
  return {
    total: sumFen(lines.map(({ open }) => open)),
    overdue: sumFen(lines.filter(({ dueOn }) => Temporal.PlainDate.compare(dueOn, today) < 0).map(({ open }) => open)),
    byFee,
    nextDue: lines[0]?.dueOn ?? null,
  };
}

/** A bill of the company at hand, with whom to pay what and the remark to pay it with. Refusal: billNotFound. */
export async function ownBillView(ctx: SiteContext, billId: Id<"bill">) {
  const { bill, lines, credits } = await billView(ctx, billId);
  const notice = await noticeOf(ctx, billId, ctx.language);
  const entities = await entitiesOf(ctx);
  const payees = bill.kind === "credit" ? [] : entities.filter(({ id }) => lines.some(({ entityId }) => entityId === id));
  return {
    bill,
    lines,
    credits,
    payees: payees.map(({ id, name, bankName, bankAccount }) => ({
      id,
      name,
      bankName,
      bankAccount,
      amount: fen(lines.filter(({ entityId }) => entityId === id).reduce((sum, { amount, settled, credited }) => sum + amount - settled - credited, 0)),
      remark: notice.payees.find((payee) => payee.name === name)?.remark ?? "",
    })),
  };
}
