import { type Id, newId } from "#kernel/id.ts";
import { fen, type Fen, sumFen } from "#kernel/money.ts";
import { Refusal } from "#kernel/problem.ts";
import { dayAt, type SiteContext } from "#platform/context.ts";
import { addCharge, cancelCharge, issueBill } from "#features/billing/server/index.ts";
import type { Working } from "#features/leasing/rules.ts";
import { raiseDeposit } from "#features/payments/server/index.ts";
import { feesSet } from "../../contract/events.ts";
import { type Fees, fitOutProblems, type FitOutFee } from "../../rules.ts";
import { type FitOut, labelOf } from "../queries/cases.ts";
import { depositCovered } from "../queries/money.ts";
import { applicationOf } from "../queries/records.ts";
import type { CaseView } from "../queries/view.ts";
import { about, finish, hold, refuseStep, rowOf, update } from "./hold.ts";

interface Setting {
  readonly caseId: Id<"fitOut">;
  readonly billId: Id<"bill">;
  readonly fees: Fees;
  readonly dueOn: Temporal.PlainDate;
}

/**
 * Sets what the fit-out costs. Of its deposit the lease may have covered some with its first payment (vector V4); the rest and the fees are billed at
 * once. Domain §1.14, step 5. Refusals: notFound, ended, stepFirst, stepDone, feesSet, and those of billing.
 */
export async function setFees(ctx: SiteContext, { caseId, billId, fees, dueOn }: Setting): Promise<CaseView> {
  const at = await hold(ctx, caseId);
  refuseStep(at, "money");
  if (at.case.feesAt) throw new Refusal(fitOutProblems.feesSet());
  const taken = await put(ctx, at.case, fees, dueOn);
  await update(ctx, at.case, { fees_at: ctx.now, fees_by_name: ctx.actor.name, deposit_asked: fees.fitoutDeposit });
  if (taken.length > 0) {
    const { tenantId, leaseId } = at.case;
    await issueBill(ctx, { id: billId, tenantId, leaseId, chargeIds: taken.map(({ chargeId }) => chargeId) });
  }
  await ctx.record(feesSet, { ...about(at.case), ...fees, raised: sumFen(taken.map(({ amount }) => amount)) });
  return finish(ctx, at.case);
}

interface Taken {
  readonly chargeId: Id<"charge">;
  readonly amount: Fen;
}

async function put(ctx: SiteContext, found: FitOut, fees: Fees, dueOn: Temporal.PlainDate): Promise<Taken[]> {
  const raised = fen(Math.max(0, fees.fitoutDeposit - (await depositCovered(ctx, found))));
  const amounts: [FitOutFee, Fen][] = [
    ["fitoutDeposit", raised],
    ["passDeposit", fees.passDeposit],
    ["fitoutFee", fees.fitoutFee],
    ["wasteFee", fees.wasteFee],
  ];
  const taken: Taken[] = [];
  for (const [feeItem, amount] of amounts) {
    if (amount === 0) continue;
    const chargeId = newId<"charge">();
    await (feeItem === "fitoutDeposit" || feeItem === "passDeposit" ? raise : charge)(ctx, found, { chargeId, feeItem, amount, dueOn });
    await ctx.tx
      .insertInto("fitout.fee")
      .values({ ...rowOf(ctx, found), id: chargeId, fee_item: feeItem, amount })
      .execute();
    taken.push({ chargeId, amount });
  }
  return taken;
}

interface Item<F extends FitOutFee = FitOutFee> {
  readonly chargeId: Id<"charge">;
  readonly feeItem: F;
  readonly amount: Fen;
  readonly dueOn: Temporal.PlainDate;
}

async function raise(ctx: SiteContext, found: FitOut, { chargeId, feeItem, amount, dueOn }: Item): Promise<void> {
  const { tenantId, leaseId } = found;
  await raiseDeposit(ctx, { chargeId, tenantId, leaseId, feeItem, amount, dueOn, reason: labelOf(found) });
}

async function charge(ctx: SiteContext, found: FitOut, { chargeId, feeItem, amount, dueOn }: Item): Promise<void> {
  const { tenantId, leaseId, unitIds } = found;
  const details = (await applicationOf(ctx, found.id))?.details;
  const today = dayAt(ctx, ctx.now);
  const working: Working = { rule: "byHand", inputs: {}, steps: [{ kind: "byHand", amount, by: ctx.actor.name }], rounding: "none" };
  const source = { kind: "fitout.fee", id: chargeId };
  const [from, to] = [details?.from ?? today, details?.to ?? today];
  await addCharge(ctx, { id: chargeId, tenantId, leaseId, feeItem, unitIds: [...unitIds], from, to, dueOn, amount, working, remark: labelOf(found), source });
}

/** Takes back what no bill has taken up yet. */
export async function takeBackFees(ctx: SiteContext, found: FitOut, reason: string): Promise<void> {
  const waiting = await ctx.tx
    .selectFrom("fitout.fee as fee")
    .innerJoin("billing.charge as charge", (join) => join.onRef("charge.site_id", "=", "fee.site_id").onRef("charge.id", "=", "fee.id"))
    .where("fee.site_id", "=", ctx.siteId)
    .where("fee.fit_out_id", "=", found.id)
    .where("charge.status", "=", "waiting")
    .select("fee.id")
    .execute();
  for (const { id } of waiting) await cancelCharge(ctx, { id: id as Id<"charge">, reason });
}
