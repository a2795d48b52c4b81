import type { FileContent } from "#kernel/contract.ts";
import { dayAt, type SiteContext } from "#platform/context.ts";
import { writeSheet } from "#platform/spreadsheet/index.ts";
import { feeItemsOf } from "#features/billing/server/index.ts";
import { meansNames, payoutStatuses, reversalNames } from "../rules.ts";
import { type DepositFilter, depositList } from "./queries/deposits.ts";
import { type PayoutFilter, payoutList } from "./queries/payouts.ts";
import { type PaymentFilter, paymentList } from "./queries/payments.ts";

const mostRows = 50_000;
const type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/** Payments as Excel, newest first. */
export async function paymentSheet(ctx: SiteContext, filter: PaymentFilter): Promise<FileContent> {
  const say = sayer(ctx);
  const payments = await paymentList(ctx, filter, mostRows);
  const bytes = await writeSheet({
    sheet: say("收款", "Payments"),
    columns: [
      { title: say("入账日", "Booked on"), format: "date" },
      { title: say("收款日", "Received on"), format: "date" },
      { title: say("租户", "Tenant"), width: 30 },
      { title: say("收款单位", "Received by"), width: 26 },
      { title: say("方式", "Means") },
      { title: say("金额（元）", "Amount (yuan)"), format: "money", width: 16 },
      { title: say("已核销（元）", "Settled (yuan)"), format: "money", width: 16 },
      { title: say("预收余额（元）", "Advance (yuan)"), format: "money", width: 16 },
      { title: say("付款人", "Payer"), width: 30 },
      { title: say("凭证号", "Voucher"), format: "text", width: 22 },
      { title: say("摘要", "Remark"), width: 30 },
      { title: say("收据号", "Receipt"), format: "text", width: 16 },
      { title: say("经手人", "By") },
      { title: say("撤销", "Reversed"), width: 30 },
    ],
    rows: payments.map((one) => [
      one.bookedOn,
      one.receivedOn,
      one.tenant,
      one.entity,
      meansNames[one.means][ctx.language],
      one.amount,
      one.allocated,
      one.advance,
      one.payerName,
      one.voucherNo,
      one.remark,
      one.receiptNo,
      one.createdByName,
      one.reversal && `${one.reversal.on.toString()} ${reversalNames[one.reversal.why][ctx.language]} ${one.reversal.reason}`,
    ]),
  });
  return { name: say("收款.xlsx", "payments.xlsx"), type, bytes };
}

/** Refunds as Excel, newest first. */
export async function payoutSheet(ctx: SiteContext, filter: PayoutFilter): Promise<FileContent> {
  const say = sayer(ctx);
  const payouts = await payoutList(ctx, filter, mostRows);
  const bytes = await writeSheet({
    sheet: say("退款", "Refunds"),
    columns: [
      { title: say("申请日", "Asked on"), format: "date" },
      { title: say("租户", "Tenant"), width: 30 },
      { title: say("付款单位", "Paid by"), width: 26 },
      { title: say("金额（元）", "Amount (yuan)"), format: "money", width: 16 },
      { title: say("收款户名", "Payee"), width: 30 },
      { title: say("开户行", "Bank"), width: 26 },
      { title: say("账号", "Account"), format: "text", width: 24 },
      { title: say("原因", "Reason"), width: 30 },
      { title: say("状态", "State") },
      { title: say("申请人", "Asked by") },
      { title: say("审批人", "Decided by") },
      { title: say("付款日", "Paid on"), format: "date" },
      { title: say("银行流水号", "Bank reference"), format: "text", width: 22 },
      { title: say("退回", "Returned"), width: 30 },
    ],
    rows: payouts.map((one) => [
      dayAt(ctx, one.askedAt),
      one.tenant,
      one.entity,
      one.amount,
      one.payee.name,
      one.payee.bank,
      one.payee.account,
      one.reason,
      payoutStatuses[one.status][ctx.language],
      one.askedByName,
      one.decidedByName,
      one.paid?.on ?? null,
      one.paid?.reference ?? "",
      one.returned && `${one.returned.on.toString()} ${one.returned.reason}`,
    ]),
  });
  return { name: say("退款.xlsx", "refunds.xlsx"), type, bytes };
}

/** Deposits as Excel, newest first. */
export async function depositSheet(ctx: SiteContext, filter: DepositFilter): Promise<FileContent> {
  const say = sayer(ctx);
  const names = new Map((await feeItemsOf(ctx)).map(({ code, name }) => [code, name]));
  const deposits = await depositList(ctx, filter, mostRows);
  const bytes = await writeSheet({
    sheet: say("保证金", "Deposits"),
    columns: [
      { title: say("租户", "Tenant"), width: 30 },
      { title: say("合同", "Lease"), format: "text", width: 16 },
      { title: say("保证金", "Deposit"), width: 18 },
      { title: say("持有单位", "Held by"), width: 26 },
      { title: say("现持有（元）", "Held (yuan)"), format: "money", width: 16 },
      { title: say("追加应收（元）", "Receivable (yuan)"), format: "money", width: 16 },
    ],
    rows: deposits.map(({ tenant, leaseNo, feeItem, entity, held, receivable }) => [tenant, leaseNo, names.get(feeItem)?.[ctx.language], entity, held, receivable]),
  });
  return { name: say("保证金.xlsx", "deposits.xlsx"), type, bytes };
}

const sayer =
  ({ language }: SiteContext) =>
  (zh: string, en: string): string =>
    language === "zh" ? zh : en;
