import { sql } from "kysely";
import type { FileContent } from "#kernel/contract.ts";
import type { Id } from "#kernel/id.ts";
import { fen } from "#kernel/money.ts";
import type { SiteContext } from "#platform/context.ts";
import { writeSheet } from "#platform/spreadsheet/index.ts";
import type { FeeItemCode } from "#features/leasing/rules.ts";
import { type Movement, type Voucher, vouchersOf } from "../rules.ts";
import { accountsOf, entityById } from "./settings.ts";

interface Asked {
  readonly entityId: Id<"entity">;
  readonly month: Temporal.PlainYearMonth;
}

interface Row {
  readonly day: Temporal.PlainDate;
  readonly summary: string;
  readonly group: string;
  readonly kind: "billed" | "received" | "settled" | "paidBack";
  readonly fee_item: FeeItemCode | null;
  readonly net: number;
  readonly tax: number;
  readonly detail: string;
}

/** The vouchers of a month for one company: a bill or credit, a payment or its reversal each. */
export async function vouchersOfMonth(ctx: SiteContext, { entityId, month }: Asked): Promise<Voucher[]> {
  const [from, to] = [month.toPlainDate({ day: 1 }), month.add({ months: 1 }).toPlainDate({ day: 1 })];
  const inMonth = (day: string) => sql`${sql.ref(day)} >= ${from} and ${sql.ref(day)} < ${to}`;
  const into = sql`case payment.means when 'cash' then 'cash' when 'deposit' then 'deposits' else 'bank' end`;
  const asOf = sql`case when payment.entity_id = paid.entity_id then 'own' when paid.entity_id = ${entityId} then 'paidByOther' else 'paidForOther' end`;
  const payment = sql`
    join payments.payment on payment.site_id = paid.site_id and payment.id = paid.payment_id
    join billing.bill on bill.site_id = paid.site_id and bill.id = paid.bill_id
    join tenants.tenant on tenant.site_id = paid.site_id and tenant.id = paid.tenant_id
    where paid.site_id = ${ctx.siteId} and (paid.entity_id = ${entityId} or payment.entity_id = ${entityId})`;
  const outOf = sql`case when part.payment_id is null then 'deposits' else 'advance' end`;
  const payout = sql`
    join payments.payout on payout.site_id = part.site_id and payout.id = part.payout_id
    join tenants.tenant on tenant.site_id = part.site_id and tenant.id = part.tenant_id
    where part.site_id = ${ctx.siteId} and payout.entity_id = ${entityId}`;
  const { rows } = await sql<Row>`
    select bill.issued_on as day, tenant.name || ' ' || bill.bill_no as summary, '1 ' || bill.bill_no as group, 'billed' as kind, line.fee_item, line.net, line.tax, '' as detail
    from billing.bill_line line
    join billing.bill on bill.site_id = line.site_id and bill.id = line.bill_id
    join tenants.tenant on tenant.site_id = bill.site_id and tenant.id = bill.tenant_id
    where line.site_id = ${ctx.siteId} and line.entity_id = ${entityId} and ${inMonth("bill.issued_on")}
    union all
    select payment.booked_on, '收 ' || tenant.name, '2 ' || payment.id::text, 'received', null, payment.amount, 0, ${into}
    from payments.payment join tenants.tenant on tenant.site_id = payment.site_id and tenant.id = payment.tenant_id
    where payment.site_id = ${ctx.siteId} and payment.entity_id = ${entityId} and ${inMonth("payment.booked_on")}
    union all
    select payment.reversed_on, '冲收 ' || tenant.name, '4 ' || payment.id::text, 'received', null, -payment.amount, 0, ${into}
    from payments.payment join tenants.tenant on tenant.site_id = payment.site_id and tenant.id = payment.tenant_id
    where payment.site_id = ${ctx.siteId} and payment.entity_id = ${entityId} and ${inMonth("payment.reversed_on")}
    union all
    select paid.booked_on, '核销 ' || tenant.name || ' ' || bill.bill_no, '3 ' || paid.payment_id::text, 'settled', null, paid.amount, 0, ${asOf}
    from payments.allocation paid ${payment} and ${inMonth("paid.booked_on")}
    union all
    select paid.released_on, '释放核销 ' || tenant.name || ' ' || bill.bill_no, '5 ' || paid.payment_id::text, 'settled', null, -paid.amount, 0, ${asOf}
    from payments.allocation paid ${payment} and ${inMonth("paid.released_on")}
    union all
    select payout.paid_on, '退款 ' || tenant.name, '6 ' || payout.id::text, 'paidBack', null, part.amount, 0, ${outOf}
    from payments.payout_part part ${payout} and ${inMonth("payout.paid_on")}
    union all
    select payout.returned_on, '退款退回 ' || tenant.name, '7 ' || payout.id::text, 'paidBack', null, -part.amount, 0, ${outOf}
    from payments.payout_part part ${payout} and ${inMonth("payout.returned_on")}
    order by 1, 3`.execute(ctx.tx);
  return vouchersOf(rows.map((row) => ({ day: row.day, summary: row.summary, group: row.group, movement: toMovement(row) })));
}

function toMovement(row: Row): Movement {
  if (row.kind === "billed") return { kind: "billed", feeItem: row.fee_item!, net: fen(row.net), tax: fen(row.tax) };
  const amount = fen(row.net);
  if (row.kind === "paidBack") return { kind: "paidBack", amount, outOf: row.detail as "advance" };
  return row.kind === "received" ? { kind: "received", amount, into: row.detail as "bank" } : { kind: "settled", amount, as: row.detail as "own" };
}

/** The vouchers as accounting programs take them in: a row an entry; codes are text. Refusal: entityNotFound. */
export async function voucherSheet(ctx: SiteContext, asked: Asked): Promise<FileContent> {
  const entity = await entityById(ctx, asked.entityId);
  const accounts = await accountsOf(ctx, asked.entityId);
  const vouchers = await vouchersOfMonth(ctx, asked);
  const rows = vouchers.flatMap(({ day, summary, entries }, index) =>
    entries.map(({ role, debit, credit }) => [day, "记", index + 1, summary, accounts[role].code, accounts[role].name, debit === 0 ? null : debit, credit === 0 ? null : credit]),
  );
  const bytes = await writeSheet({
    sheet: "凭证",
    columns: [
      { title: "日期", format: "date", width: 12 },
      { title: "凭证字", format: "text", width: 8 },
      { title: "凭证号", format: "integer", width: 8 },
      { title: "摘要", format: "text", width: 40 },
      { title: "科目编码", format: "text", width: 16 },
      { title: "科目名称", format: "text", width: 32 },
      { title: "借方金额", format: "money", width: 16 },
      { title: "贷方金额", format: "money", width: 16 },
    ],
    rows,
  });
  return { name: `凭证 ${entity.name} ${asked.month.toString()}.xlsx`, type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", bytes };
}
