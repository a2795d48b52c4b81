import { sql } from "kysely";
import { type Id, newId } from "#kernel/id.ts";
import type { SiteContext } from "#platform/context.ts";
import { putEntity } from "#features/sites/server/index.ts";

/** The owner and the property company, as a site needs them to bill. */
export async function someEntities(ctx: SiteContext) {
  const details = {
    creditCode: "91310000MA1FL0000X",
    bankName: "中国工商银行上海分行",
    bankAccount: "1001 2345 0900 0000 123",
    address: "",
    phone: "",
    taxpayer: "general",
    propertyCertificateNo: "",
    version: null,
  } as const;
  return {
    owner: await putEntity(ctx, { id: newId(), kind: "owner", name: "上海楼诺置业有限公司", ...details }),
    property: await putEntity(ctx, { id: newId(), kind: "property", name: "上海楼诺物业管理有限公司", ...details, bankAccount: "1001 2345 0900 0000 456" }),
  };
}

type Json = Record<string, unknown>;

/** A fee of wire terms: 36 months from June 2026, paid quarterly. */
export const aFee = (more: Json = {}): Json => ({
  id: "rent",
  feeItem: "rent",
  from: "2026-06-01",
  to: "2029-05-31",
  price: "5.00",
  priceUnit: "sqmDay",
  areaBasis: "agreed",
  calcMode: "monthly",
  dayPriceRule: "year",
  yearDays: 365,
  splitRule: "fromStart",
  payCycleMonths: 3,
  payTiming: { kind: "naturalDaysBefore", days: 5 },
  escalations: [],
  freePeriods: [],
  taxMode: "inclusive",
  ...more,
});

/** Terms on the wire; those of vectors V3 and V4 unless told: 500 ㎡, 押三付三, two months free, raised in the third year. */
export const someTerms = (unitId: Id<"unit">, more: Json = {}): Json => ({
  leaseStart: "2026-06-01",
  leaseEnd: "2029-05-31",
  units: [{ unitId, areaCenti: 500_00 }],
  fees: [
    aFee({ freePeriods: [{ from: "2026-06-01", to: "2026-07-31" }], escalations: [{ from: "2028-06-01", everyMonths: null, by: "percent", value: "5", compound: true }] }),
    aFee({ id: "fee", feeItem: "propertyFee", price: "28", priceUnit: "sqmMonth" }),
  ],
  deposits: [
    { id: "deposit", feeItem: "leaseDeposit", basis: { kind: "months", months: "3", feeIds: ["rent", "fee"] }, followsEscalation: true },
    { id: "fitout", feeItem: "fitoutDeposit", basis: { kind: "perSqm", price: "50", areaBasis: "agreed" }, followsEscalation: false },
  ],
  onceFees: [],
  holidayRoll: "none",
  noticeDays: 30,
  firstPaymentOn: "2026-05-25",
  ...more,
});

/** Writes the signed terms of a lease past the commands. */
export async function putTerms(ctx: SiteContext, { leaseId, tenantId, terms }: { leaseId: Id<"lease">; tenantId: Id<"tenant">; terms: Json }): Promise<void> {
  await sql`
    insert into leasing.lease_terms (site_id, lease_id, number, tenant_id, kind, effective_from, terms, status, drafted_by_name, drafted_at, signed_on, grade)
    values (${ctx.siteId}, ${leaseId}, 1, ${tenantId}, 'original', ${terms["leaseStart"] as string}, ${JSON.stringify(terms)}::jsonb, 'signed', 'test', ${ctx.now}, '2026-03-01', 'electronic')`.execute(
    ctx.tx,
  );
}

/** Writes a signed amendment, the second version, that gives a fee another price from a day on. */
export async function putPrice(
  ctx: SiteContext,
  { leaseId, tenantId, on, feeId, price }: { leaseId: Id<"lease">; tenantId: Id<"tenant">; on: string; feeId: string; price: string },
): Promise<void> {
  await sql`
    insert into leasing.lease_terms (site_id, lease_id, number, tenant_id, kind, effective_from, amendment, reason, status, drafted_by_name, drafted_at, signed_on, grade)
    values (${ctx.siteId}, ${leaseId}, 2, ${tenantId}, 'price', ${on}, ${JSON.stringify({ kind: "price", on, feeId, price })}::jsonb, '补充协议', 'signed', 'test', ${ctx.now}, ${on}, 'electronic')`.execute(
    ctx.tx,
  );
}
