import type { FileContent } from "#kernel/contract.ts";
import type { Language } from "#kernel/words.ts";
import { type Words, words } from "#kernel/words.ts";
import { dayAt, type SiteContext } from "#platform/context.ts";
import { type SheetColumn, type SheetValue, writeSheet } from "#platform/spreadsheet/index.ts";
import { moveOutCauses, moveOutProcedure, slipReasons, slipStates } from "../rules.ts";
import { type CaseFilter, casePage, type CaseRow } from "./queries/lists.ts";
import { type Slip, type SlipFilter, slipPage } from "./queries/slips.ts";

interface Column<T> {
  readonly title: Words;
  readonly value: (row: T, ctx: SiteContext, language: Language) => SheetValue;
  readonly format?: SheetColumn["format"];
  readonly width?: number;
}

const mostRows = 5000;

const caseColumns: readonly Column<CaseRow>[] = [
  { title: words("编号", "No."), value: (row) => row.no, width: 16 },
  { title: words("租户", "Tenant"), value: (row) => row.tenant, width: 28 },
  { title: words("租约", "Lease"), value: (row) => row.leaseNo, width: 16 },
  { title: words("单元", "Unit"), value: (row) => row.place, width: 26 },
  { title: words("原因", "Cause"), value: (row, _, language) => moveOutCauses[row.cause][language] },
  { title: words("退租日", "Leaving day"), value: (row) => row.leavingOn, format: "date" },
  { title: words("申请时间", "Notice"), value: (row, ctx) => dayAt(ctx, row.noticedAt), format: "date" },
  {
    title: words("现在该办", "Next"),
    value: ({ standing }, _, language) => standing.next.map((id) => moveOutProcedure.steps.find((step) => step.id === id)?.name[language] ?? id).join("、"),
    width: 36,
  },
  { title: words("双方确认", "Confirmed"), value: (row, ctx) => (row.confirmedAt ? dayAt(ctx, row.confirmedAt) : null), format: "date" },
  { title: words("应退款至", "Refund due"), value: (row, ctx) => (row.refundDueAt ? dayAt(ctx, row.refundDueAt) : null), format: "date" },
];

/** The list of move-outs as an Excel file. */
export async function casesSheet(ctx: SiteContext, { language = ctx.language, ...filter }: CaseFilter & { readonly language?: Language | undefined }): Promise<FileContent> {
  return sheet(ctx, language, words("退租", "Move-outs"), caseColumns, await all((page) => casePage(ctx, { ...filter, ...page })));
}

const slipColumns: readonly Column<Slip>[] = [
  { title: words("放行条", "Slip"), value: (row) => row.no, width: 16 },
  { title: words("租户", "Tenant"), value: (row) => row.tenant, width: 28 },
  { title: words("单元", "Unit"), value: (row) => row.place, width: 22 },
  { title: words("事由", "Reason"), value: (row, _, language) => slipReasons[row.reason][language] },
  { title: words("放行日", "Day"), value: (row) => row.passesOn, format: "date" },
  { title: words("搬运人", "Carrier"), value: (row) => row.carrierName },
  { title: words("车牌", "Plate"), value: (row) => row.plate },
  {
    title: words("物品", "Items"),
    value: ({ items }) => items.map(({ name, quantity, seen }) => `${name} × ${quantity}${seen === null ? "" : ` (${seen})`}`).join("、"),
    width: 50,
  },
  { title: words("状态", "State"), value: (row, _, language) => slipStates[row.state][language] },
  { title: words("审批人", "Decided by"), value: (row) => row.decision?.byName ?? null },
  { title: words("门岗", "Guard"), value: (row) => row.gate?.guardName ?? null },
  { title: words("核验说明", "At the gate"), value: (row) => row.gate?.note ?? null, width: 26 },
];

/** The release slips as an Excel file. */
export async function slipsSheet(ctx: SiteContext, { language = ctx.language, ...filter }: SlipFilter & { readonly language?: Language | undefined }): Promise<FileContent> {
  return sheet(ctx, language, words("物品放行条", "Release slips"), slipColumns, await all((page) => slipPage(ctx, { ...filter, ...page })));
}

async function all<T>(page: (at: { readonly cursor?: string; readonly limit: number }) => Promise<{ readonly items: T[]; readonly next: string | null }>): Promise<T[]> {
  const rows: T[] = [];
  for (let cursor: string | null | undefined; rows.length < mostRows;) {
    const { items, next } = await page({ limit: 200, ...(cursor ? { cursor } : {}) });
    rows.push(...items);
    if (!next) break;
    cursor = next;
  }
  return rows;
}

async function sheet<T>(ctx: SiteContext, language: Language, title: Words, columns: readonly Column<T>[], rows: readonly T[]): Promise<FileContent> {
  const bytes = await writeSheet({
    sheet: title[language],
    columns: columns.map(({ title: head, format, width }) => ({ title: head[language], ...(format ? { format } : {}), ...(width ? { width } : {}) })),
    rows: rows.map((row) => columns.map(({ value }) => value(row, ctx, language))),
  });
  return { name: `${title.zh}.xlsx`, type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", bytes };
}
