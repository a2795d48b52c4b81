import { type Id, newId } from "#kernel/id.ts";
import { fen } from "#kernel/money.ts";
import type { SiteContext } from "#platform/context.ts";
import type { BillWithLines } from "#features/billing/server/index.ts";
import type { BillLine } from "#features/billing/rules.ts";
import { addCharge, issueBill, settleLines } from "#features/billing/server/index.ts";
import type { FeeItemCode } from "#features/leasing/rules.ts";

import { entitiesOf, putEntity } from "#features/sites/server/index.ts";

const day = (text: string) => Temporal.PlainDate.from(text);
const working = { rule: "byHand", inputs: {}, steps: [], rounding: "none" } as const;

/** Both legal entities of the site, as invoices and letters need them. */
export async function someEntities(ctx: SiteContext): Promise<void> {
  if ((await entitiesOf(ctx)).length > 0) return;
  const details = { address: "上海市浦东新区世纪大道1号", phone: "021-50000000", taxpayer: "general", version: null } as const;
  await putEntity(ctx, {
    ...details,
    id: newId(),
    kind: "owner",
    name: "东方置业有限公司",
    creditCode: "91310000MA1K300001",
    bankName: "工商银行浦东支行",
    bankAccount: "0012345678901234567",
    propertyCertificateNo: "沪2020浦字第001234号",
  });
  await putEntity(ctx, {
    ...details,
    id: newId(),
    kind: "property",
    name: "东方物业服务有限公司",
    creditCode: "91310000MA1K300002",
    bankName: "建设银行浦东支行",
    bankAccount: "0098765432109876543",
    propertyCertificateNo: "",
  });
}

export interface BilledLine {
  readonly feeItem: FeeItemCode;
  readonly amount: number;
  readonly dueOn: string;
  readonly from?: string;
  readonly to?: string;
}

/** A bill of these lines, issued today to a tenant. */
export async function aBill(
  ctx: SiteContext,
  tenantId: Id<"tenant">,
  lines: readonly BilledLine[],
  { leaseId = null, unitIds = [] }: { leaseId?: Id<"lease"> | null; unitIds?: Id<"unit">[] } = {},
): Promise<BillWithLines> {
  await someEntities(ctx);
  const chargeIds: Id<"charge">[] = [];
  for (const { feeItem, amount, dueOn, from = "2026-03-01", to = "2026-05-31" } of lines) {
    const id = newId<"charge">();
    await addCharge(ctx, { id, tenantId, leaseId, feeItem, unitIds, from: day(from), to: day(to), dueOn: day(dueOn), amount: fen(amount), working, source: { kind: "test", id } });
    chargeIds.push(id);
  }
  return issueBill(ctx, { id: newId(), tenantId, leaseId, chargeIds });
}

/** Money received on a day that settles these lines of one bill; what is more than they come to stays an advance. */
export async function aPayment(
  ctx: SiteContext,
  { tenantId, lines, on, advance = 0 }: { tenantId: Id<"tenant">; lines: readonly { line: BillLine; amount: number }[]; on: string; advance?: number },
): Promise<Id<"payment">> {
  const id = newId<"payment">();
  const allocated = lines.reduce((sum, { amount }) => sum + amount, 0);
  const entityId = lines[0]?.line.entityId ?? (await entitiesOf(ctx))[0]!.id;
  const days = { received_on: day(on), booked_on: day(on) };
  await ctx.tx
    .insertInto("payments.payment")
    .values({
      site_id: ctx.siteId,
      id,
      tenant_id: tenantId,
      entity_id: entityId,
      means: "transfer",
      ...days,
      amount: allocated + advance,
      allocated,
      created_by_name: ctx.actor.name,
      created_at: ctx.now,
    })
    .execute();
  for (const { line, amount } of lines) {
    const parts = { payment_id: id, line_id: line.id, bill_id: line.billId, tenant_id: tenantId, entity_id: line.entityId, fee_item: line.feeItem };
    await ctx.tx
      .insertInto("payments.allocation")
      .values({ site_id: ctx.siteId, id: newId(), ...parts, is_on_behalf: line.entityId !== entityId, amount, value_on: day(on), booked_on: day(on), created_at: ctx.now })
      .execute();
  }
  await settleLines(
    ctx,
    lines.map(({ line, amount }) => ({ lineId: line.id, amount: fen(amount) })),
    { paymentId: id, on: day(on) },
  );
  return id;
}
