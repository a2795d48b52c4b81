import { sql } from "kysely";
import type { FileContent } from "#kernel/contract.ts";
import type { Id } from "#kernel/id.ts";
import { fen } from "#kernel/money.ts";
import { sayProblem } from "#kernel/problem.ts";
import { type Language, type Words, words } from "#kernel/words.ts";
import type { Context, SiteContext } from "#platform/context.ts";
import { type SheetColumn, type SheetContent, type SheetValue, writeSheets } from "#platform/spreadsheet/index.ts";
import { billStates, chargeStatuses, runStatuses, sayDifference, waiverKinds, type WaiverStatus, waiverStatuses } from "../rules.ts";
import { feeItemsOf } from "./feeItems.ts";
import { linesOfBills } from "./queries/bills.ts";
import { type BillFilter, billPage, type ChargeFilter, chargePage, type PageOf } from "./queries/lists.ts";
import { saidLines } from "./queries/view.ts";
import { type Waiver, waiverPage } from "./queries/waivers.ts";
import { notePage, type Run, runGroup, type RunNote } from "./run/rows.ts";

interface Column<T> {
  readonly title: Words;
  readonly value: (row: T) => SheetValue | Words;
  readonly format?: SheetColumn["format"];
  readonly width?: number;
}

const mostExported = 50_000;

type Bill = Awaited<ReturnType<typeof billPage>>["items"][number];
type Line = Awaited<ReturnType<typeof saidLines>>[number];

const billColumns: readonly Column<{ readonly bill: Bill; readonly line: Line }>[] = [
  { title: words("账单号", "Bill no."), value: ({ bill }) => bill.billNo, format: "text", width: 16 },
  { title: words("状态", "State"), value: ({ bill }) => billStates[bill.state] },
  { title: words("租户", "Tenant"), value: ({ bill }) => bill.tenant, width: 28 },
  { title: words("合同", "Lease"), value: ({ bill }) => bill.leaseNo ?? "", format: "text" },
  { title: words("账单月份", "Month"), value: ({ bill }) => bill.month.toString(), format: "text" },
  { title: words("出账日", "Issued"), value: ({ bill }) => bill.issuedOn },
  { title: words("费用", "Fee"), value: ({ line }) => line.name },
  { title: words("位置", "Place"), value: ({ line }) => line.place, width: 20 },
  { title: words("收款单位", "Paid to"), value: ({ line }) => line.payee, width: 24 },
  { title: words("起", "From"), value: ({ line }) => line.from },
  { title: words("止", "To"), value: ({ line }) => line.to },
  { title: words("应付日", "Due"), value: ({ line }) => line.dueOn },
  { title: words("金额", "Amount"), value: ({ line }) => line.amount, format: "money" },
  { title: words("不含税金额", "Net"), value: ({ line }) => line.net, format: "money" },
  { title: words("税率", "Tax rate"), value: ({ line }) => line.taxRate, format: "text" },
  { title: words("税额", "Tax"), value: ({ line }) => line.tax, format: "money" },
  { title: words("已收", "Paid"), value: ({ line }) => line.settled, format: "money" },
  { title: words("已冲减", "Credited"), value: ({ line }) => line.credited, format: "money" },
  { title: words("计算过程", "How it was reckoned"), value: ({ line }) => words(line.said.zh.join(" "), line.said.en.join(" ")), width: 60 },
];

/** Bills of a list, a row for each line. */
export async function billSheet(ctx: SiteContext, filter: BillFilter): Promise<FileContent> {
  const bills = await allOf((page) => billPage(ctx, { ...filter, ...page }));
  const lines = await saidLines(
    ctx,
    [
      ...(
        await linesOfBills(
          ctx,
          bills.map(({ id }) => id),
        )
      ).values(),
    ].flat(),
  );
  const byBill = Map.groupBy(lines, ({ billId }) => billId);
  return sheet(
    ctx,
    words("账单", "Bills"),
    billColumns,
    bills.flatMap((bill) => (byBill.get(bill.id) ?? []).map((line) => ({ bill, line }))),
  );
}

type Charge = Awaited<ReturnType<typeof chargePage>>["items"][number];

const chargeColumns: readonly Column<Charge>[] = [
  { title: words("状态", "State"), value: (row) => chargeStatuses[row.status] },
  { title: words("租户", "Tenant"), value: (row) => row.tenant, width: 28 },
  { title: words("费用", "Fee"), value: (row) => row.name },
  { title: words("起", "From"), value: (row) => row.from },
  { title: words("止", "To"), value: (row) => row.to },
  { title: words("应付日", "Due"), value: (row) => row.dueOn },
  { title: words("金额", "Amount"), value: (row) => row.amount, format: "money" },
  { title: words("备注", "Remark"), value: (row) => row.remark, width: 30 },
];

export const chargeSheet = async (ctx: SiteContext, filter: ChargeFilter): Promise<FileContent> =>
  sheet(ctx, words("待出账费用", "Charges"), chargeColumns, await allOf((page) => chargePage(ctx, { ...filter, ...page })));

const waiverColumns: readonly Column<Waiver>[] = [
  { title: words("账单号", "Bill no."), value: ({ billNo }) => billNo, format: "text", width: 16 },
  { title: words("租户", "Tenant"), value: ({ tenant }) => tenant, width: 28 },
  { title: words("类别", "Kind"), value: ({ kind }) => waiverKinds[kind] },
  { title: words("金额", "Amount"), value: ({ amount }) => amount, format: "money" },
  { title: words("原因", "Reason"), value: ({ reason }) => reason, width: 40 },
  { title: words("申请人", "Asked by"), value: ({ askedByName }) => askedByName },
  { title: words("状态", "State"), value: ({ status }) => waiverStatuses[status] },
  { title: words("审批人", "Decided by"), value: ({ decidedByName }) => decidedByName ?? "" },
  { title: words("审批意见", "Decision"), value: ({ decision }) => decision, width: 40 },
];

/** Waivers as an Excel file. */
export const waiverSheet = async (ctx: SiteContext, filter: { readonly status?: WaiverStatus | undefined }): Promise<FileContent> =>
  sheet(ctx, words("减免", "Waivers"), waiverColumns, await allOf((page) => waiverPage(ctx, { ...filter, ...page })));

const noteKinds: Readonly<Record<RunNote["kind"], Words>> = {
  error: words("未出账", "Not billed"),
  skipped: words("跳过", "Left out"),
  new: words("新增", "New"),
  gone: words("减少", "Gone"),
  changed: words("变动", "Changed"),
  corrected: words("更正", "Corrected"),
};

type NamedNote = RunNote & { readonly tenant: string };

/** What a run says, as an Excel file. */
export async function noteSheet(ctx: SiteContext, { runId, kind }: { readonly runId: Id<"run">; readonly kind?: RunNote["kind"] | undefined }): Promise<FileContent> {
  return sheet(ctx, words("出账说明", "Billing notes"), await noteColumns(ctx), await namedNotes(ctx, runId, kind));
}

/** Runs started together as an Excel file: a sheet of what each site comes to, and one of what their runs say. Refusal: runNotFound. */
export async function runGroupSheet(ctx: Context, groupId: Id<"runGroup">): Promise<FileContent> {
  const { runs, month, isDryRun } = await runGroup(ctx, groupId);
  const { language } = ctx;
  const noted: (NamedNote & { readonly site: string })[] = [];
  let columns: readonly Column<NamedNote>[] = [];
  for (const { id, siteId, site } of runs) {
    const here = await ctx.atSite(siteId);
    columns = await noteColumns(here);
    for (const note of await namedNotes(here, id)) noted.push({ ...note, site });
  }
  const bySite: readonly Column<Run>[] = [
    { title: words("项目", "Site"), value: ({ site }) => site, width: 30 },
    { title: words("状态", "State"), value: ({ status }) => runStatuses[status] },
    { title: words("账单数", "Bills"), value: ({ bills }) => bills, format: "integer" },
    { title: words("应收", "Billed"), value: ({ total }) => fen(total), format: "money" },
    { title: words("上月", "Last month"), value: ({ lastMonth }) => fen(lastMonth), format: "money" },
    { title: words("差额", "Difference"), value: ({ total, lastMonth }) => fen(total - lastMonth), format: "money" },
    { title: words("更正", "Corrected"), value: ({ credited }) => fen(-credited), format: "money" },
    { title: words("未出账", "Not billed"), value: ({ errors }) => errors, format: "integer" },
    { title: words("无条款", "Without terms"), value: ({ skipped }) => skipped, format: "integer" },
  ];
  const name = isDryRun ? words("试算", "Dry run") : words("出账", "Billing run");
  const bytes = await writeSheets([
    contentOf(language, words("按项目", "By site"), bySite, runs),
    contentOf(language, words("说明与差异", "Notes and differences"), [{ title: words("项目", "Site"), value: ({ site }) => site, width: 30 }, ...columns], noted),
  ]);
  return { name: `${name[language]}-${month.toString()}.xlsx`, type: excel, bytes };
}

async function namedNotes(ctx: SiteContext, runId: Id<"run">, kind?: RunNote["kind"] | undefined): Promise<NamedNote[]> {
  const notes = await allOf((page) => notePage(ctx, { runId, kind, ...page }));
  const tenants = await tenantNames(
    ctx,
    notes.flatMap(({ tenantId }) => tenantId ?? []),
  );
  return notes.map((note) => ({ ...note, tenant: tenants.get(note.tenantId ?? "") ?? "" }));
}

async function noteColumns(ctx: SiteContext): Promise<readonly Column<NamedNote>[]> {
  const names = new Map<string, Words>((await feeItemsOf(ctx)).map(({ code, name }) => [code, name]));
  return [
    { title: words("类别", "Kind"), value: (row) => noteKinds[row.kind] },
    { title: words("合同", "Lease"), value: (row) => row.label, format: "text", width: 18 },
    { title: words("租户", "Tenant"), value: (row) => row.tenant, width: 28 },
    { title: words("费用", "Fee"), value: (row) => (row.feeItem ? names.get(row.feeItem) : "") },
    { title: words("上月", "Last month"), value: (row) => row.was, format: "money" },
    { title: words("本月", "This month"), value: (row) => row.will, format: "money" },
    { title: words("原因", "Reasons"), value: (row) => words(saidReasons(row, "zh"), saidReasons(row, "en")), width: 50 },
  ];
}

const saidReasons = ({ reasons }: RunNote, language: "zh" | "en"): string =>
  reasons.map((reason) => (reason.code.includes(".") ? sayProblem(reason, language) : sayDifference(reason)[language])).join("；");

async function tenantNames(ctx: SiteContext, ids: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; name: string }>`
    select id, name from tenants.tenant where site_id = ${ctx.siteId} and id = any (${[...new Set(ids)]}::uuid[])`.execute(ctx.tx);
  return new Map(rows.map(({ id, name }) => [id, name]));
}

async function allOf<T>(read: (page: PageOf) => Promise<{ items: T[]; next: string | null }>): Promise<T[]> {
  const rows: T[] = [];
  for (let cursor: string | null = ""; cursor !== null && rows.length < mostExported;) {
    const page: { items: T[]; next: string | null } = await read({ limit: 2_000, ...(cursor ? { cursor } : {}) });
    rows.push(...page.items);
    cursor = page.next;
  }
  return rows;
}

async function sheet<T>(ctx: SiteContext, name: Words, columns: readonly Column<T>[], rows: readonly T[]): Promise<FileContent> {
  const { language } = ctx;
  const bytes = await writeSheets([contentOf(language, name, columns, rows)]);
  const day = ctx.now.toZonedDateTimeISO(ctx.zone).toPlainDate().toString();
  return { name: `${name[language]}-${day}.xlsx`, type: excel, bytes };
}

const excel = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

function contentOf<T>(language: Language, name: Words, columns: readonly Column<T>[], rows: readonly T[]): SheetContent {
  const say = (value: SheetValue | Words): SheetValue => (typeof value === "object" && value !== null && "zh" in value ? value[language] : value);
  return {
    sheet: name[language],
    columns: columns.map(({ title, format, width }) => ({ title: title[language], ...(format ? { format } : {}), ...(width ? { width } : {}) })),
    rows: rows.map((row) => columns.map(({ value }) => say(value(row)))),
  };
}
