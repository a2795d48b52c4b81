import type { ValueOf } from "#kernel/contract.ts";
import { type Id, newId } from "#kernel/id.ts";
import { type Fen, sumFen, yuanText } from "#kernel/money.ts";
import { Refusal, refuseIf } from "#kernel/problem.ts";
import { dayAt, type SiteContext } from "#platform/context.ts";
import { refusing } from "#platform/db/violations.ts";
import { billingProblems } from "#features/billing/rules.ts";
import { addCharge } from "#features/billing/server/index.ts";
import { tenantById } from "#features/tenants/server/index.ts";
import { type chargeLateFees as chargeContract, lateFeeCharged, lateFeeWaiverAsked, lateFeeWaiverDecided } from "../../contract.ts";
import { arrearsProblems, whyNotDecide } from "../../rules.ts";
import { lateFeesOf, linesOfDebtor } from "../queries/lines.ts";
import { toWaiver, type Waiver } from "../queries/rows.ts";

type Charged = ValueOf<NonNullable<(typeof chargeContract)["reply"]>>;

/**
 * Puts what is left of a tenant's damages for delay up to `until` up for billing, a charge for each line late. Domain §3.6, vector V9.
 * Refusals: tenants.notFound, lateFeeInFuture, nothingToCharge.
 */
export async function chargeLateFees(
  ctx: SiteContext,
  {
    tenantId,
    until,
    evenIfNone = false,
    lineIds,
  }: {
    readonly tenantId: Id<"tenant">;
    readonly until: Temporal.PlainDate;
    readonly evenIfNone?: boolean;
    /** Only of these; all that is late unless told. */
    readonly lineIds?: ReadonlySet<string>;
  },
): Promise<Charged> {
  await tenantById(ctx, tenantId);
  const today = dayAt(ctx, ctx.now);
  if (Temporal.PlainDate.compare(until, today) > 0) throw new Refusal(arrearsProblems.lateFeeInFuture());
  await lockTenant(ctx, tenantId);
  const lines = (await linesOfDebtor(ctx, tenantId)).filter(({ lineId }) => !lineIds || lineIds.has(lineId));
  const fees = await lateFeesOf(ctx, lines, until);
  const charges: { chargeId: Id<"charge">; lineId: Id<"billLine">; amount: Fen; working: Charged["charges"][number]["working"] }[] = [];
  for (const line of lines) {
    const fee = fees.get(line.lineId);
    if (!fee || fee.left === 0) continue;
    const chargeId = newId<"charge">();
    await addCharge(ctx, {
      id: chargeId,
      tenantId,
      leaseId: line.leaseId,
      feeItem: "lateFee",
      unitIds: [...line.unitIds],
      from: line.dueOn.add({ days: 1 }),
      to: until,
      dueOn: today,
      amount: fee.left,
      working: fee.working,
      remark: line.billNo,
      entityId: line.entityId,
      source: { kind: "arrears.late_fee", id: `${line.lineId}:${until.toString()}` },
    });
    const row = { site_id: ctx.siteId, id: chargeId, line_id: line.lineId, tenant_id: tenantId, until_day: until, accrued: fee.accrued, amount: fee.left };
    await ctx.tx
      .insertInto("arrears.late_fee")
      .values({ ...row, made_at: ctx.now, by_name: ctx.actor.name })
      .execute();
    await ctx.record(lateFeeCharged, { tenantId, chargeId, lineId: line.lineId, until, accrued: fee.accrued, amount: fee.left });
    charges.push({ chargeId, lineId: line.lineId, amount: fee.left, working: fee.working });
  }
  if (charges.length === 0 && !evenIfNone) throw new Refusal(arrearsProblems.nothingToCharge({ until: until.toString() }));
  await ctx.tell(ctx.siteId, "arrears.late_fee", tenantId);
  return { charges, total: sumFen(charges.map(({ amount }) => amount)) };
}

/** Whoever reckons damages of one tenant comes one after the other. */
async function lockTenant(ctx: SiteContext, tenantId: Id<"tenant">): Promise<void> {
  await ctx.tx.selectFrom("tenants.tenant").select("id").where("site_id", "=", ctx.siteId).where("id", "=", tenantId).forNoKeyUpdate().execute();
}

interface AskedWaiver {
  readonly id: Id<"lateFeeWaiver">;
  readonly lineId: Id<"billLine">;
  readonly amount: Fen;
  readonly reason: string;
}

/** Asks for damages that are not charged yet to be waived; what is on a bill already is waived there. Refusals: billing.lineNotFound, waiverBeyond. */
export async function askWaiver(ctx: SiteContext, { id, lineId, amount, reason }: AskedWaiver): Promise<Waiver> {
  const tenantId = await tenantOfLine(ctx, lineId);
  await lockTenant(ctx, tenantId);
  refuseIf(await whyNotWaive(ctx, { tenantId, lineId, amount }));
  const { personId, name } = ctx.actor;
  const insert = ctx.tx
    .insertInto("arrears.late_fee_waiver")
    .values({ site_id: ctx.siteId, id, line_id: lineId, tenant_id: tenantId, amount, reason, asked_by: personId!, asked_by_name: name, asked_at: ctx.now })
    .returningAll()
    .executeTakeFirstOrThrow();
  const taken = () => arrearsProblems.waiverDecided();
  const waiver = toWaiver(await refusing(insert, { one_waiver_asked_for_a_line: taken, late_fee_waiver_pkey: taken }));
  await ctx.record(lateFeeWaiverAsked, { tenantId, lateFeeWaiverId: id, lineId, amount, reason });
  await ctx.tell(ctx.siteId, "arrears.late_fee_waiver", id);
  return waiver;
}

/** Approves or refuses what somebody else asked for. Refusals: waiverNotFound, waiverDecided, ownWaiver, waiverBeyond. */
export async function decideWaiver(
  ctx: SiteContext,
  { waiverId, isApproved, decision }: { readonly waiverId: Id<"lateFeeWaiver">; readonly isApproved: boolean; readonly decision: string },
): Promise<Waiver> {
  const found = await ctx.tx.selectFrom("arrears.late_fee_waiver").selectAll().where("site_id", "=", ctx.siteId).where("id", "=", waiverId).forUpdate().executeTakeFirst();
  if (!found) throw new Refusal(arrearsProblems.waiverNotFound());
  const asked = toWaiver(found);
  refuseIf(whyNotDecide({ state: asked.state, askedBy: asked.askedById }, ctx.actor.personId));
  await lockTenant(ctx, asked.tenantId);
  if (isApproved) refuseIf(await whyNotWaive(ctx, asked));
  const row = await ctx.tx
    .updateTable("arrears.late_fee_waiver")
    .set({ state: isApproved ? "approved" : "refused", decided_by: ctx.actor.personId, decided_by_name: ctx.actor.name, decided_at: ctx.now, decision })
    .where("site_id", "=", ctx.siteId)
    .where("id", "=", waiverId)
    .returningAll()
    .executeTakeFirstOrThrow();
  await ctx.record(lateFeeWaiverDecided, { tenantId: asked.tenantId, lateFeeWaiverId: waiverId, lineId: asked.lineId, amount: asked.amount, isApproved, decision });
  await ctx.tell(ctx.siteId, "arrears.late_fee_waiver", waiverId);
  return toWaiver(row);
}

async function tenantOfLine(ctx: SiteContext, lineId: Id<"billLine">): Promise<Id<"tenant">> {
  const row = await ctx.tx.selectFrom("billing.bill_line").select("tenant_id").where("site_id", "=", ctx.siteId).where("id", "=", lineId).executeTakeFirst();
  if (!row) throw new Refusal(billingProblems.lineNotFound());
  return row.tenant_id as Id<"tenant">;
}

async function whyNotWaive(ctx: SiteContext, { tenantId, lineId, amount }: { readonly tenantId: Id<"tenant">; readonly lineId: Id<"billLine">; readonly amount: Fen }) {
  const lines = (await linesOfDebtor(ctx, tenantId)).filter((line) => line.lineId === lineId);
  const left = (await lateFeesOf(ctx, lines, dayAt(ctx, ctx.now))).get(lineId)?.left ?? 0;
  return amount > left ? [arrearsProblems.waiverBeyond({ most: yuanText(left) })] : [];
}
