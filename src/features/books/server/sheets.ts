import type { FileContent } from "#kernel/contract.ts";
import { times, plainText } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import { type Language, type Words, words } from "#kernel/words.ts";
import type { Context, SiteContext } from "#platform/context.ts";
import { type SheetColumn, type SheetContent, type SheetValue, writeSheets } from "#platform/spreadsheet/index.ts";
import { feeItemsOf } from "#features/billing/server/index.ts";
import { tenantById } from "#features/tenants/server/index.ts";
import { Refusal } from "#kernel/problem.ts";
import { booksProblems, invoiceSheets, invoiceStates, type Standing } from "../rules.ts";
import { type InvoiceFilter, invoicePage, invoicesWhere, linesOnInvoices, taxOfMonth } from "./queries/invoices.ts";
import { accountOf, ledger } from "./queries/ledger.ts";
import { expiry, rentRoll } from "./queries/leases.ts";
import { group } from "./queries/overview.ts";
import { entityById, settingOf } from "./settings.ts";

const text = {
  ledger: words("应收实收报表", "Ledger"),
  name: words("名称", "Name"),
  opening: words("期初余额", "Opening"),
  charged: words("本期应收", "Charged"),
  credited: words("本期冲减", "Credited"),
  received: words("本期实收", "Received"),
  closing: words("期末余额", "Closing"),
  overdue: words("其中逾期", "Of it overdue"),
  total: words("合计", "Total"),
  advance: words("预收余额", "Advances"),
  group: words("集团收费", "Money by site"),
  site: words("项目", "Site"),
  dueOfMonth: words("本月到期应收", "Due in the month"),
  paidOfIt: words("其中已收", "Paid of it"),
  rateOfMonth: words("收缴率", "Collection rate"),
  old: words("旧欠", "Old arrears"),
  oldPaid: words("旧欠收回", "Old arrears paid"),
  overdue_: words("逾期合计", "Overdue"),
  over90: words("90 天以上", "Over 90 days"),
  letArea: words("已租面积（㎡）", "Let (㎡)"),
  lettableArea: words("可租面积（㎡）", "To let (㎡)"),
  rentRoll: words("租金台账", "Rent roll"),
  lease: words("租约", "Lease"),
  tenant: words("租户", "Tenant"),
  units: words("房号", "Units"),
  area: words("面积（㎡）", "Area (㎡)"),
  start: words("起租日", "From"),
  end: words("到期日", "To"),
  rent: words("月租金", "Rent a month"),
  fee: words("月物业费", "Property fee a month"),
  deposits: words("保证金", "Deposits held"),
  expiry: words("到期分布", "Expiry profile"),
  month: words("月份", "Month"),
  leases: words("租约数", "Leases"),
  share: words("面积占比", "Share of area"),
  account: words("对账明细", "Account"),
  day: words("日期", "Day"),
  kind: words("类别", "Kind"),
  no: words("单号", "No."),
  item: words("费用", "Fee"),
  off: words("冲减/收款", "Off or paid"),
  balance: words("余额", "Balance"),
  tax: words("税额分税率报表", "Tax by rate"),
  seller: words("开票方", "Seller"),
  category: words("应税类别", "Kind"),
  rate: words("税率", "Rate"),
  gross: words("含税金额", "With tax"),
  net: words("不含税金额", "Net"),
  taxAmount: words("税额", "Tax"),
  invoicedNet: words("已开票不含税", "Invoiced net"),
  invoicedTax: words("已开票税额", "Invoiced tax"),
  invoices: words("发票登记簿", "Register of invoices"),
  bill: words("账单", "Bill"),
  state: words("状态", "State"),
  invoiceNo: words("发票号码", "Number"),
  issuedOn: words("开票日期", "Issued"),
  paid: words("已收款", "Paid"),
  yes: words("是", "Yes"),
  no_: words("否", "No"),
} as const satisfies Record<string, Words>;

const kinds = { bill: words("出账", "Bill"), credit: words("冲减", "Credit"), payment: words("收款", "Payment"), release: words("撤销收款", "Payment taken back") } as const;

interface Asked {
  readonly language?: Language | undefined;
}
const sayer =
  (ctx: SiteContext, { language = ctx.language }: Asked) =>
  (said: Words): string =>
    said[language];

const money = (title: string): SheetColumn => ({ title, format: "money", width: 16 });
const wide = (title: string, width = 30): SheetColumn => ({ title, width, format: "text" });

const file = async (name: string, ...sheets: readonly SheetContent[]): Promise<FileContent> => ({
  name: `${name}.xlsx`,
  type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  bytes: await writeSheets(sheets),
});

const inOrder = ({ opening, charged, credited, received, closing, overdue }: Standing): SheetValue[] => [opening, charged, credited, received, closing, overdue];

export async function ledgerSheet(ctx: SiteContext, { language, ...asked }: Asked & Parameters<typeof ledger>[1]): Promise<FileContent> {
  const say = sayer(ctx, { language });
  const { rows, total, advance } = await ledger(ctx, asked);
  const columns = [wide(say(text.name)), ...[text.opening, text.charged, text.credited, text.received, text.closing, text.overdue].map((title) => money(say(title)))];
  const lines = [...rows.map((row) => [say(row.label), ...inOrder(row)]), [say(text.total), ...inOrder(total)], [say(text.advance), null, null, null, null, advance, null]];
  return file(`${say(text.ledger)} ${asked.from.toString()} ${asked.to.toString()}`, { sheet: say(text.ledger), columns, rows: lines });
}

export async function rentRollSheet(ctx: SiteContext, { on, ...asked }: Asked & { readonly on?: Temporal.PlainDate | undefined }): Promise<FileContent> {
  const say = sayer(ctx, asked);
  const roll = await rentRoll(ctx, { on });
  const columns: SheetColumn[] = [
    ...[wide(say(text.units)), wide(say(text.tenant)), wide(say(text.lease), 16), { title: say(text.area), format: "area" as const, width: 12 }],
    ...[text.start, text.end].map((title) => ({ title: say(title), format: "date" as const, width: 12 })),
    ...[text.rent, text.fee, text.deposits, text.overdue].map((title) => money(say(title))),
  ];
  const rows: SheetValue[][] = [
    ...roll.rows.map((row) => [row.units, row.tenant, row.leaseNo, row.areaCenti, row.leaseStart, row.leaseEnd, row.rent, row.propertyFee, row.deposits, row.overdue]),
    [say(text.total), null, null, roll.areaCenti, null, null, roll.rent, roll.propertyFee, roll.deposits, roll.overdue],
  ];
  return file(say(text.rentRoll), { sheet: say(text.rentRoll), columns, rows });
}

/** The sites side by side and together. */
export async function groupSheet(ctx: Context, { month: asked, language = ctx.language }: Asked & Parameters<typeof group>[1]): Promise<FileContent> {
  const say = (said: Words): string => said[language];
  const { month, sites, total } = await group(ctx, { month: asked });
  const columns: SheetColumn[] = [
    ...[wide(say(text.site)), money(say(text.dueOfMonth)), money(say(text.paidOfIt)), { title: say(text.rateOfMonth), format: "percent" as const, width: 12 }],
    ...[text.old, text.oldPaid, text.overdue_, text.over90, text.advance].map((title) => money(say(title))),
    ...[text.letArea, text.lettableArea].map((title) => ({ title: say(title), format: "area" as const, width: 14 })),
  ];
  const row = (name: string, one: typeof total): SheetValue[] => [
    ...[name, one.due, one.paid, one.due > 0 ? one.paid / one.due : null, one.old, one.oldPaid],
    ...[one.overdue, one.over90, one.advance, one.letCenti, one.lettableCenti],
  ];
  const rows = [...sites.map((site) => row(site.name, site)), row(say(text.total), total)];
  return file(`${say(text.group)} ${month.toString()}`, { sheet: say(text.group), columns, rows });
}

export async function expirySheet(ctx: SiteContext, { months, ...asked }: Asked & { readonly months: number }): Promise<FileContent> {
  const say = sayer(ctx, asked);
  const columns: SheetColumn[] = [
    ...[wide(say(text.month), 12), { title: say(text.leases), format: "integer" as const }, { title: say(text.area), format: "area" as const }],
    ...[money(say(text.rent)), { title: say(text.share), format: "percent" as const }],
  ];
  const rows = (await expiry(ctx, { months })).map((row) => [row.month.toString(), row.leases, row.areaCenti, row.rent, row.share]);
  return file(say(text.expiry), { sheet: say(text.expiry), columns, rows });
}

export async function accountSheet(ctx: SiteContext, { language, ...asked }: Asked & Parameters<typeof accountOf>[1]): Promise<FileContent> {
  const say = sayer(ctx, { language });
  const account = await accountOf(ctx, asked);
  const columns: SheetColumn[] = [
    ...[{ title: say(text.day), format: "date" as const, width: 12 }, wide(say(text.kind), 12), wide(say(text.no), 18), wide(say(text.item), 20)],
    ...[text.charged, text.off, text.balance].map((title) => money(say(title))),
  ];
  const rows: SheetValue[][] = [
    [asked.from, say(text.opening), null, null, null, null, account.opening],
    ...account.lines.map((line) => [
      line.day,
      say(kinds[line.kind]),
      line.no,
      say(line.name),
      line.amount > 0 ? line.amount : null,
      line.amount < 0 ? -line.amount : null,
      line.balance,
    ]),
    [asked.to, say(text.closing), null, null, null, null, account.closing],
    [asked.to, say(text.advance), null, null, null, null, account.advance],
  ];
  return file(`${say(text.account)} ${account.tenant}`, { sheet: say(text.account), columns, rows });
}

export async function taxSheet(ctx: SiteContext, { month, ...asked }: Asked & { readonly month: Temporal.PlainYearMonth }): Promise<FileContent> {
  const say = sayer(ctx, asked);
  const { rows, net, tax } = await taxOfMonth(ctx, { month });
  const columns: SheetColumn[] = [
    ...[wide(say(text.seller)), wide(say(text.category), 24), wide(say(text.rate), 8)],
    ...[text.gross, text.net, text.taxAmount, text.invoicedNet, text.invoicedTax].map((title) => money(say(title))),
  ];
  const lines: SheetValue[][] = [
    ...rows.map((row) => [row.entity, say(row.category), percent(row.taxRate), row.amount, row.net, row.tax, row.invoicedNet, row.invoicedTax]),
    [say(text.total), null, null, null, net, tax, null, null],
  ];
  return file(`${say(text.tax)} ${month.toString()}`, { sheet: say(text.tax), columns, rows: lines });
}

const percent = (rate: string): string => `${plainText(times(rate, 100), 2)}%`;

export async function invoiceListSheet(ctx: SiteContext, { language, ...filter }: Asked & InvoiceFilter): Promise<FileContent> {
  const say = sayer(ctx, { language });
  const { items } = await invoicePage(ctx, { ...filter, limit: 10_000 });
  const columns: SheetColumn[] = [
    ...[wide(say(text.invoiceNo), 22), { title: say(text.issuedOn), format: "date" as const, width: 12 }, wide(say(text.seller)), wide(say(text.tenant)), wide(say(text.bill), 18)],
    ...[wide(say(text.rate), 8), money(say(text.gross)), money(say(text.net)), money(say(text.taxAmount)), wide(say(text.state), 12), wide(say(text.paid), 8)],
  ];
  const rows = items.map((row) => [
    ...[row.invoiceNo, row.issuedOn, row.entity, row.tenant, row.billNo, percent(row.taxRate), row.amount, row.net, row.tax],
    ...[say(invoiceStates[row.state]), say(row.isPaid ? text.yes : text.no_)],
  ]);
  return file(say(text.invoices), { sheet: say(text.invoices), columns, rows });
}

/** A batch in the layout of the tax platform's batch import. Domain §3.5. Refusal: batchNotFound. */
export async function batchSheet(ctx: SiteContext, { batchId }: { readonly batchId: Id<"invoiceBatch"> }): Promise<FileContent> {
  const invoices = await invoicesWhere(ctx, { batchId });
  const first = invoices[0];
  if (!first) throw new Refusal(booksProblems.batchNotFound());
  const seller = await entityById(ctx, first.entityId);
  const building = await settingOf(ctx);
  const items = new Map<string, { zh: string; goodsCode: string }>((await feeItemsOf(ctx)).map(({ code, name, goodsCode }) => [code, { zh: name.zh, goodsCode }]));
  const lines = await linesOnInvoices(
    ctx,
    invoices.map(({ id }) => id),
  );
  const onSheet = [];
  for (const invoice of invoices) {
    const buyer = await tenantById(ctx, invoice.tenantId);
    const rate = invoice.taxRate;
    onSheet.push({
      serial: serialOf(invoice.id),
      isLeasing: invoice.isLeasing,
      buyerName: invoice.tenant,
      buyerCode: buyer.creditCode ?? "",
      buyerAddress: buyer.address,
      buyerPhone: buyer.phone,
      buyerBank: buyer.bankName,
      buyerAccount: buyer.bankAccount,
      remark: `账单 ${invoice.billNo}`,
      lines: (lines.get(invoice.id) ?? []).map((line) => ({
        ...line,
        item: items.get(line.feeItem)?.zh ?? line.feeItem,
        goodsCode: items.get(line.feeItem)?.goodsCode ?? "",
        taxRate: rate,
      })),
    });
  }
  const on = { bankName: seller.bankName, bankAccount: seller.bankAccount, certificateNo: seller.propertyCertificateNo, ...building };
  return file(`数电票批量导入 ${seller.name} ${serialOf(batchId)}`, ...invoiceSheets(onSheet, on));
}

/** Twenty characters of an id that still tell it from all others. */
const serialOf = (id: string): string => id.replaceAll("-", "").slice(-20);
