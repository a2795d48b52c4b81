import type { FileContent } from "#kernel/contract.ts";
import { type Words, words } from "#kernel/words.ts";
import type { SiteContext } from "#platform/context.ts";
import { type SheetColumn, type SheetValue, writeSheet } from "#platform/spreadsheet/index.ts";
import { tenantKinds } from "../rules/kinds.ts";
import { budgetUnits, leadSources, leadStages, lostReasons } from "../rules/leads.ts";
import { paperKinds, paperStages, standings } from "../rules/papers.ts";
import { allLeads, type LeadFilter, type NamedLead } from "./queries/leads.ts";
import { type OwedFilter, owedPapers } from "./queries/papers.ts";

interface Column<T> {
  readonly title: Words;
  readonly value: (row: T, ctx: SiteContext) => SheetValue | Words;
  readonly format?: SheetColumn["format"];
  readonly width?: number;
}

const moment = ({ zone }: SiteContext, at: Temporal.Instant | null): SheetValue => at?.toZonedDateTimeISO(zone) ?? null;

const leadColumns: readonly Column<NamedLead>[] = [
  { title: words("公司", "Company"), value: (row) => row.company, width: 28 },
  { title: words("联系人", "Contact"), value: (row) => row.contactName },
  { title: words("电话", "Phone"), value: (row) => row.phone, width: 16 },
  { title: words("邮箱", "E-mail"), value: (row) => row.email, width: 24 },
  { title: words("来源", "Source"), value: (row) => leadSources[row.source] },
  { title: words("阶段", "Stage"), value: (row) => leadStages[row.stage] },
  { title: words("跟进人", "Officer"), value: (row) => row.ownerName },
  { title: words("最小面积（㎡）", "Smallest area (㎡)"), value: (row) => row.areaMinCenti, format: "area" },
  { title: words("最大面积（㎡）", "Largest area (㎡)"), value: (row) => row.areaMaxCenti, format: "area" },
  { title: words("预算", "Budget"), value: (row) => row.budget },
  { title: words("预算单位", "Budget unit"), value: (row) => (row.budget === null ? "" : budgetUnits[row.budgetUnit]), width: 18 },
  { title: words("期望入驻", "Wanted from"), value: (row) => row.wantedOn, format: "date" },
  { title: words("人数", "Head count"), value: (row) => row.headcount, format: "integer" },
  { title: words("接洽时间", "Received"), value: (row, ctx) => moment(ctx, row.receivedAt), format: "moment", width: 18 },
  { title: words("首次答复", "First answer"), value: (row, ctx) => moment(ctx, row.answeredAt), format: "moment", width: 18 },
  { title: words("下一步", "Next step"), value: (row) => row.nextStep, width: 28 },
  { title: words("下一步日期", "Next step on"), value: (row) => row.nextOn, format: "date" },
  { title: words("未成交原因", "Why lost"), value: (row) => (row.endReason ? lostReasons[row.endReason] : "") },
  { title: words("企业类型", "Kind"), value: (row) => tenantKinds[row.tenantKind] },
  { title: words("统一社会信用代码", "Unified social credit code"), value: (row) => row.creditCode, width: 22 },
  { title: words("行业", "Industry"), value: (row) => row.industry },
  { title: words("备注", "Notes"), value: (row) => row.notes, width: 40 },
];

/** The list of leads as an Excel file. */
export const leadSheet = async (ctx: SiteContext, filter: LeadFilter): Promise<FileContent> => sheet(ctx, words("客户接洽", "Leads"), leadColumns, await allLeads(ctx, filter));

type Owed = Awaited<ReturnType<typeof owedPapers>>["items"][number];
const owedColumns: readonly Column<Owed>[] = [
  { title: words("租户", "Tenant"), value: (row) => row.name, width: 30 },
  { title: words("企业类型", "Kind"), value: (row) => tenantKinds[row.tenantKind] },
  { title: words("阶段", "Stage"), value: (row) => paperStages[row.stage] },
  { title: words("资料", "Paper"), value: (row) => paperKinds[row.kind], width: 28 },
  { title: words("状态", "Standing"), value: (row) => standings[row.standing] },
  { title: words("有效期至", "Valid to"), value: (row) => row.validTo, format: "date" },
];

const mostExported = 100_000;

/** Missing, refused, expired and expiring papers as an Excel file. */
export async function owedPaperSheet(ctx: SiteContext, filter: OwedFilter): Promise<FileContent> {
  const { items } = await owedPapers(ctx, { ...filter, limit: mostExported });
  return sheet(ctx, words("资格资料", "Papers"), owedColumns, items);
}

async function sheet<T>(ctx: SiteContext, title: Words, columns: readonly Column<T>[], rows: readonly T[]): Promise<FileContent> {
  const say = (value: SheetValue | Words): SheetValue => (isWords(value) ? value[ctx.language] : value);
  const bytes = await writeSheet({
    sheet: title[ctx.language],
    columns: columns.map(({ title: head, format, width }) => ({ title: head[ctx.language], ...(format ? { format } : {}), ...(width ? { width } : {}) })),
    rows: rows.map((row) => columns.map(({ value }) => say(value(row, ctx)))),
  });
  const today = ctx.now.toZonedDateTimeISO(ctx.zone).toPlainDate();
  return { name: `${title[ctx.language]} ${today.toString()}.xlsx`, type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", bytes };
}

const isWords = (value: SheetValue | Words): value is Words => typeof value === "object" && value !== null && "zh" in value;
