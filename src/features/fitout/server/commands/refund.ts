import { sql } from "kysely";
import { type Id, newId } from "#kernel/id.ts";
import { type Fen, fen } from "#kernel/money.ts";
import { Refusal } from "#kernel/problem.ts";
import { dayAt, type SiteContext } from "#platform/context.ts";
import { json } from "#platform/db/json.ts";
import { refusing } from "#platform/db/violations.ts";
import { addCharge } from "#features/billing/server/index.ts";
import type { Working } from "#features/leasing/rules.ts";
import { askDeposit, decideDeposit } from "#features/payments/server/index.ts";
import { deductionsListed, deductionsTold, refundAsked, refundDecided } from "../../contract/events.ts";
import { type Deduction, fitOutProblems, splitDeductions, totalOf } from "../../rules.ts";
import { refunded as refundedDuty } from "../duties.ts";
import { issueDeductions } from "../letters/deductions.ts";
import { caseById, type FitOut, labelOf } from "../queries/cases.ts";
import { type HeldDeposit, heldDeposits } from "../queries/money.ts";
import { deductionsOf, refundOf } from "../queries/records.ts";
import type { CaseView } from "../queries/view.ts";
import { about, finish, hold, refuseStep, refuseTurn, rowOf } from "./hold.ts";

/** Makes the list of deductions, which may be empty, and issues it for the tenant; a new one replaces the last. Domain §1.14, step 12. Refusals: notFound, ended, stepFirst, stepDone, refundAsked. */
export async function listDeductions(
  ctx: SiteContext,
  { caseId, id, lines }: { readonly caseId: Id<"fitOut">; readonly id: Id<"deductionList">; readonly lines: readonly Deduction[] },
): Promise<CaseView> {
  const at = await hold(ctx, caseId);
  refuseTurn(at, "refund");
  if ((await refundOf(ctx, caseId))?.state === "asked") throw new Refusal(fitOutProblems.refundAsked());
  const version = ((await deductionsOf(ctx, caseId))?.version ?? 0) + 1;
  const total = totalOf(lines);
  const insert = ctx.tx
    .insertInto("fitout.deduction_list")
    .values({ ...rowOf(ctx, at.case), id, version, lines: json(lines), total, made_at: ctx.now, made_by_name: ctx.actor.name });
  await refusing(insert.execute(), { deduction_list_pkey: () => fitOutProblems.idTaken() });
  const held = await heldDeposits(ctx, at.case);
  await issueDeductions(ctx, at.case, { lines, total, held: held.amounts, split: splitDeductions(total, held.amounts) });
  await ctx.record(deductionsListed, { ...about(at.case), listId: id, version, total, lines: [...lines] });
  return finish(ctx, at.case);
}

/** Records to whom the newest list was given. Refusals: notFound, ended, deductionsUntold, alreadyTold. */
export async function tellDeductions(ctx: SiteContext, { caseId, to }: { readonly caseId: Id<"fitOut">; readonly to: string }): Promise<CaseView> {
  const at = await hold(ctx, caseId);
  const list = await deductionsOf(ctx, caseId);
  if (!list) throw new Refusal(fitOutProblems.deductionsUntold());
  if (list.told) throw new Refusal(fitOutProblems.alreadyTold());
  await ctx.tx.updateTable("fitout.deduction_list").set({ told_at: ctx.now, told_to: to }).where("site_id", "=", ctx.siteId).where("id", "=", list.id).execute();
  await ctx.record(deductionsTold, { ...about(at.case), listId: list.id, version: list.version, total: list.total, to });
  return finish(ctx, at.case);
}

interface Asking {
  readonly caseId: Id<"fitOut">;
  readonly id: Id<"fitOutRefund">;
  readonly payee: { readonly name: string; readonly bank: string; readonly account: string };
}

/** Asks for the deposits to be paid back less the deductions: the contractor's is kept first, then the tenant's. Domain §1.14, step 12. Refusals: notFound, ended, stepFirst, stepDone, deductionsUntold, refundAsked, and those of the ledger. */
export async function askRefund(ctx: SiteContext, { caseId, id, payee }: Asking): Promise<CaseView> {
  const at = await hold(ctx, caseId);
  refuseStep(at, "refund");
  if ((await refundOf(ctx, caseId))?.state === "asked") throw new Refusal(fitOutProblems.refundAsked());
  const list = (await deductionsOf(ctx, caseId))!;
  const { deposits, amounts } = await heldDeposits(ctx, at.case);
  const split = splitDeductions(list.total, amounts);
  const requestIds: Id<"depositRequest">[] = [];
  for (const deposit of deposits) {
    const whose = deposit.feeItem === "passDeposit" ? "contractor" : "tenant";
    requestIds.push(...(await askFor(ctx, at.case, deposit, { keep: split.kept[whose], refund: split.refunded[whose] }, payee)));
  }
  const [refunded, kept] = [fen(split.refunded.contractor + split.refunded.tenant), fen(split.kept.contractor + split.kept.tenant)];
  const insert = ctx.tx.insertInto("fitout.refund").values({
    ...rowOf(ctx, at.case),
    id,
    list_id: list.id,
    payee: json(payee),
    parts: json(requestIds),
    refunded,
    kept,
    claimed: split.claimed,
    asked_at: ctx.now,
    asked_by_id: ctx.actor.personId!,
    asked_by_name: ctx.actor.name,
  });
  await refusing(insert.execute(), { refund_pkey: () => fitOutProblems.idTaken(), one_refund_of_a_fit_out: () => fitOutProblems.refundAsked() });
  await ctx.record(refundAsked, { ...about(at.case), refundId: id, refunded, kept, claimed: split.claimed, payee: payee.name });
  return finish(ctx, at.case);
}

/**
 * Decides a refund that somebody else asked for: approved, the ledger keeps and pays back what was asked, and what the deposits do not cover is put
 * up for billing. Domain §1.14, step 12. Refusals: notFound, ended, refundNotFound, refundDecided, ownRefund, and those of the ledger.
 */
export async function decideRefund(
  ctx: SiteContext,
  { caseId, refundId, isApproved, decision }: { readonly caseId: Id<"fitOut">; readonly refundId: Id<"fitOutRefund">; readonly isApproved: boolean; readonly decision: string },
): Promise<CaseView> {
  const at = await hold(ctx, caseId);
  const refund = await refundOf(ctx, caseId, refundId);
  if (!refund) throw new Refusal(fitOutProblems.refundNotFound());
  if (refund.state !== "asked") throw new Refusal(fitOutProblems.refundDecided());
  if (refund.askedById === ctx.actor.personId) throw new Refusal(fitOutProblems.ownRefund());
  for (const requestId of refund.requestIds) await decideDeposit(ctx, requestId, { isApproved, decision });
  await settle(ctx, at.case, refundId, { isApproved, decision });
  return finish(ctx, at.case);
}

/** The ledger's own list may decide a refund part by part: once all parts are decided, so is the refund; approved if all are. */
export async function followDeposit(ctx: SiteContext, { requestId, decision }: { readonly requestId: Id<"depositRequest">; readonly decision: string }): Promise<void> {
  const row = await ctx.tx
    .selectFrom("fitout.refund")
    .select(["id", "fit_out_id", "parts"])
    .where("site_id", "=", ctx.siteId)
    .where("state", "=", "asked")
    .where(sql<boolean>`parts @> ${JSON.stringify([requestId])}::jsonb`)
    .executeTakeFirst();
  if (!row) return;
  const requests = await ctx.tx
    .selectFrom("payments.deposit_request")
    .select("status")
    .where("site_id", "=", ctx.siteId)
    .where("id", "in", row.parts as string[])
    .execute();
  if (requests.some(({ status }) => status === "asked")) return;
  const isApproved = requests.every(({ status }) => status === "approved");
  const found = await caseById(ctx, row.fit_out_id as Id<"fitOut">);
  await settle(ctx, found, row.id as Id<"fitOutRefund">, { isApproved, decision });
  await finish(ctx, found);
}

/** Once: what was decided of a refund, and what follows. */
async function settle(
  ctx: SiteContext,
  found: FitOut,
  refundId: Id<"fitOutRefund">,
  { isApproved, decision }: { readonly isApproved: boolean; readonly decision: string },
): Promise<void> {
  const settled = await ctx.tx
    .updateTable("fitout.refund")
    .set({ state: isApproved ? "approved" : "declined", decided_at: ctx.now, decided_by_id: ctx.actor.personId, decided_by_name: ctx.actor.name, decision })
    .where("site_id", "=", ctx.siteId)
    .where("id", "=", refundId)
    .where("state", "=", "asked")
    .returning(["refunded", "kept", "claimed"])
    .executeTakeFirst();
  if (!settled) return;
  if (isApproved && settled.claimed > 0) await claim(ctx, found, fen(settled.claimed));
  const evidenceId = await ctx.record(refundDecided, {
    ...about(found),
    refundId,
    refunded: fen(settled.refunded),
    kept: fen(settled.kept),
    claimed: fen(settled.claimed),
    isApproved,
    decision,
  });
  if (isApproved) await refundedDuty(ctx, found, evidenceId);
}

type Taking = { readonly keep: Fen; readonly refund: Fen };

/** The requests of one deposit: what is kept before what is paid back. */
async function askFor(ctx: SiteContext, found: FitOut, { id }: HeldDeposit, { keep, refund }: Taking, payee: Asking["payee"]): Promise<Id<"depositRequest">[]> {
  const asked: Id<"depositRequest">[] = [];
  for (const [kind, amount] of [
    ["forfeit", keep],
    ["refund", refund],
  ] as const) {
    if (amount === 0) continue;
    const requestId = newId<"depositRequest">();
    await askDeposit(ctx, id, { id: requestId, kind, amount, lines: [], payee: kind === "refund" ? payee : null, reason: labelOf(found) });
    asked.push(requestId);
  }
  return asked;
}

async function claim(ctx: SiteContext, found: FitOut, amount: Fen): Promise<void> {
  const { tenantId, leaseId, unitIds } = found;
  const today = dayAt(ctx, ctx.now);
  const id = newId<"charge">();
  const working: Working = { rule: "byHand", inputs: {}, steps: [{ kind: "byHand", amount, by: ctx.actor.name }], rounding: "none" };
  const source = { kind: "fitout.claim", id: found.id };
  await addCharge(ctx, {
    id,
    tenantId,
    leaseId,
    feeItem: "damage",
    unitIds: [...unitIds],
    from: today,
    to: today,
    dueOn: today.add({ days: 15 }),
    amount,
    working,
    remark: labelOf(found),
    source,
  });
}
