import type { FileContent } from "#kernel/contract.ts";
import { yuanText } from "#kernel/money.ts";
import { type Words, words } from "#kernel/words.ts";
import { dayAt, type SiteContext } from "#platform/context.ts";
import { type SheetColumn, type SheetValue, writeSheet } from "#platform/spreadsheet/index.ts";
import { unitUses } from "#features/sites/rules.ts";
import { priceUnits } from "../rules.ts";
import { letterStates } from "../rules/letters.ts";
import type { Vacancy } from "../rules/vacancies.ts";
import { type LetterFilter, letterPage, type PlacedLetter } from "./queries/letters.ts";
import { type VacancyFilter, vacancyPage } from "./queries/vacancies.ts";

export interface Column<T> {
  readonly title: Words;
  readonly value: (row: T, ctx: SiteContext) => SheetValue | Words;
  readonly format?: SheetColumn["format"];
  readonly width?: number;
}

const letterColumns: readonly Column<PlacedLetter>[] = [
  { title: words("编号", "No."), value: (row) => row.letterNo, width: 16 },
  { title: words("意向承租方", "Prospective tenant"), value: (row) => row.partyName, width: 28 },
  { title: words("单元", "Units"), value: (row) => row.units.map(({ place }) => place).join("、"), width: 30 },
  { title: words("面积（㎡）", "Area (㎡)"), value: (row) => row.units.reduce((sum, { areaCenti }) => sum + areaCenti, 0), format: "area" },
  { title: words("保留至", "Held until"), value: (row) => row.heldUntil, format: "date" },
  { title: words("意向起租", "Intended start"), value: (row) => row.leaseStart, format: "date" },
  { title: words("意向到期", "Intended end"), value: (row) => row.leaseEnd, format: "date" },
  { title: words("租金单价", "Rent"), value: (row) => row.price },
  { title: words("单位", "Unit"), value: (row) => priceUnits[row.priceUnit], width: 16 },
  { title: words("租期租金合计", "Rent of the term"), value: (row) => yuanText(row.contractPrice), width: 18 },
  { title: words("定金", "Earnest money"), value: (row) => yuanText(row.earnestMoney), width: 14 },
  { title: words("状态", "State"), value: (row) => letterStates[row.state] },
  { title: words("经办", "Officer"), value: (row) => row.createdByName },
  { title: words("出具时间", "Written"), value: (row, { zone }) => row.createdAt.toZonedDateTimeISO(zone), format: "moment", width: 18 },
];

/** The list of letters of intent as an Excel file. */
export const letterSheet = async (ctx: SiteContext, filter: LetterFilter): Promise<FileContent> =>
  sheet(ctx, words("租赁意向书", "Letters of intent"), letterColumns, await allOf((page) => letterPage(ctx, { ...filter, ...page })));

const vacancyColumns: readonly Column<Vacancy>[] = [
  { title: words("单元", "Unit"), value: (row) => row.place, width: 22 },
  { title: words("面积（㎡）", "Area (㎡)"), value: (row) => row.areaCenti, format: "area" },
  { title: words("用途", "Use"), value: (row) => unitUses[row.use] },
  { title: words("可租日期", "Free from"), value: (row) => row.freeFrom, format: "date" },
  { title: words("报价", "Asking price"), value: (row) => row.asking?.price ?? "" },
  { title: words("单位", "Unit of the price"), value: (row) => (row.asking ? priceUnits[row.asking.priceUnit] : ""), width: 16 },
  { title: words("保留至", "Held until"), value: (row) => row.heldUntil, format: "date" },
];

/** Vacant units as an Excel file. */
export const vacancySheet = async (ctx: SiteContext, filter: VacancyFilter): Promise<FileContent> =>
  sheet(ctx, words("空置单元", "Vacancies"), vacancyColumns, await allOf((page) => vacancyPage(ctx, { ...filter, ...page })));

const mostExported = 100_000;

/** Every row of a list that is read page by page, up to as many as a file holds. */
export async function allOf<T>(read: (page: { readonly cursor?: string; readonly limit: number }) => Promise<{ items: T[]; next: string | null }>): Promise<T[]> {
  const rows: T[] = [];
  for (let cursor: string | null = ""; cursor !== null && rows.length < mostExported;) {
    const page: { items: T[]; next: string | null } = await read({ limit: 5000, ...(cursor ? { cursor } : {}) });
    rows.push(...page.items);
    cursor = page.next;
  }
  return rows;
}

/** Rows as an .xlsx in the reader's language. */
export async function sheet<T>(ctx: SiteContext, title: Words, columns: readonly Column<T>[], rows: readonly T[]): Promise<FileContent> {
  const say = (value: SheetValue | Words): SheetValue => (isWords(value) ? value[ctx.language] : value);
  const bytes = await writeSheet({
    sheet: title[ctx.language],
    columns: columns.map(({ title: head, format, width }) => ({ title: head[ctx.language], ...(format ? { format } : {}), ...(width ? { width } : {}) })),
    rows: rows.map((row) => columns.map(({ value }) => say(value(row, ctx)))),
  });
  return { name: `${title[ctx.language]} ${dayAt(ctx, ctx.now).toString()}.xlsx`, type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", bytes };
}

const isWords = (value: SheetValue | Words): value is Words => typeof value === "object" && value !== null && "zh" in value;
