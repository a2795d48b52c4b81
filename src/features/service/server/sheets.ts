import type { FileContent } from "#kernel/contract.ts";
import { departmentNames } from "#kernel/role.ts";
import { type Words, words } from "#kernel/words.ts";
import type { SiteContext } from "#platform/context.ts";
import { type SheetColumn, type SheetValue, writeSheet } from "#platform/spreadsheet/index.ts";
import {
  attributionNames,
  callFailureNames,
  callVerdictNames,
  categoryNames,
  causeNames,
  channelNames,
  conductCheckNames,
  kindNames,
  severityNames,
  statusNames,
} from "../rules.ts";
import { type AnalysisFilter, analysisOf } from "./queries/analysis.ts";
import { type CallFilter, callPage, conductPage } from "./queries/calls.ts";
import { allCases, type CaseFilter, type CaseRow } from "./queries/rows.ts";

interface Column<T> {
  readonly title: Words;
  readonly value: (row: T) => SheetValue | Words | Temporal.Instant;
  readonly format?: SheetColumn["format"];
  readonly width?: number;
}

const caseColumns: readonly Column<CaseRow>[] = [
  { title: words("编号", "No."), value: (row) => row.caseNo, width: 14 },
  { title: words("受理时间", "Received"), value: (row) => row.receivedAt, format: "moment", width: 18 },
  { title: words("类别", "Kind"), value: (row) => kindNames[row.kind] },
  { title: words("渠道", "Channel"), value: (row) => channelNames[row.channel] },
  { title: words("严重程度", "Severity"), value: (row) => severityNames[row.severity] },
  { title: words("状态", "Status"), value: (row) => statusNames[row.status] },
  { title: words("事项", "Matter"), value: (row) => row.title, width: 40 },
  { title: words("客户", "Customer"), value: (row) => row.customerName, width: 24 },
  { title: words("联系人", "Contact"), value: (row) => row.contactName },
  { title: words("位置", "Place"), value: (row) => row.place, width: 20 },
  { title: words("分类", "Category"), value: (row) => categoryNames[row.category] },
  { title: words("责任性", "Attributable"), value: (row) => attributionNames[row.attributable] },
  { title: words("原因", "Cause"), value: (row) => (row.cause ? causeNames[row.cause] : "") },
  { title: words("首问责任人", "Owner"), value: (row) => row.ownerName },
  { title: words("部门", "Department"), value: (row) => (row.department ? departmentNames[row.department] : "") },
  { title: words("处理人", "Handler"), value: (row) => row.handlerName },
  { title: words("承诺时间", "Promised"), value: (row) => row.promisedAt, format: "moment", width: 18 },
  { title: words("应于", "Due"), value: (row) => row.dueAt, format: "moment", width: 18 },
  { title: words("首次反馈", "First feedback"), value: (row) => row.firstFeedbackAt, format: "moment", width: 18 },
  { title: words("结果反馈", "Result told"), value: (row) => row.feedbackAt, format: "moment", width: 18 },
  { title: words("轮次", "Round"), value: (row) => row.round, format: "integer" },
];

/** The list of cases as an Excel file. */
export const caseSheet = async (ctx: SiteContext, filter: CaseFilter): Promise<FileContent> => sheet(ctx, words("个案", "Cases"), caseColumns, await allCases(ctx, filter));

type Call = Awaited<ReturnType<typeof callPage>>["items"][number];

const callColumns: readonly Column<Call>[] = [
  { title: words("呼入时间", "Started"), value: (row) => row.startedAt, format: "moment", width: 18 },
  { title: words("等待秒数", "Seconds waited"), value: (row) => row.waitedMs / 1000, format: "decimal" },
  { title: words("铃声数", "Rings"), value: (row) => row.rings, format: "integer" },
  { title: words("判定", "Verdict"), value: (row) => callVerdictNames[row.verdict] },
  {
    title: words("未达标原因", "Failed by"),
    value: ({ failedFor }) => words(failedFor.map((each) => callFailureNames[each].zh).join("、"), failedFor.map((each) => callFailureNames[each].en).join(", ")),
    width: 20,
  },
  { title: words("主叫号码", "Caller"), value: (row) => row.callerNumber, width: 16 },
  { title: words("分机", "Extension"), value: (row) => row.extension },
  { title: words("接听人", "Answered by"), value: (row) => row.answeredByName },
  { title: words("备注", "Remark"), value: (row) => row.remark, width: 30 },
];

const mostExported = 100_000;

/** The call records as an Excel file. */
export async function callSheet(ctx: SiteContext, filter: CallFilter): Promise<FileContent> {
  return sheet(ctx, words("来电", "Calls"), callColumns, await allOf((page) => callPage(ctx, { ...filter, ...page })));
}

/** Every row of a list that is read page by page, up to as many as a file holds. */
async function allOf<T>(read: (page: { readonly cursor?: string; readonly limit: number }) => Promise<{ items: T[]; next: string | null }>): Promise<T[]> {
  const rows: T[] = [];
  for (let cursor: string | null = ""; cursor !== null && rows.length < mostExported;) {
    const page: { items: T[]; next: string | null } = await read({ limit: 5000, ...(cursor ? { cursor } : {}) });
    rows.push(...page.items);
    cursor = page.next;
  }
  return rows;
}

type Sample = Awaited<ReturnType<typeof conductPage>>["items"][number];

const sampleColumns: readonly Column<Sample>[] = [
  { title: words("抽查时间", "Sampled"), value: (row) => row.sampledAt, format: "moment", width: 18 },
  { title: words("被抽查人", "Person"), value: (row) => row.personName },
  { title: words("结论", "Result"), value: (row) => (row.isPassed ? words("合格", "Passed") : words("不合格", "Failed")) },
  {
    title: words("不合格项", "Failed checks"),
    value: ({ failed }) => ({ zh: failed.map((check) => conductCheckNames[check].zh).join("、"), en: failed.map((check) => conductCheckNames[check].en).join(", ") }),
    width: 30,
  },
  { title: words("备注", "Remark"), value: (row) => row.remark, width: 30 },
  { title: words("抽查人", "Sampled by"), value: (row) => row.samplerName },
];

/** The samples of conduct as an Excel file. */
export async function conductSheet(ctx: SiteContext, filter: Omit<Parameters<typeof conductPage>[1], "cursor" | "limit">): Promise<FileContent> {
  return sheet(ctx, words("文明用语抽查", "Conduct samples"), sampleColumns, await allOf((page) => conductPage(ctx, { ...filter, ...page })));
}

interface Figure {
  readonly part: Words;
  readonly name: Words | string;
  readonly count: number;
  readonly share: number | null;
}

const figureColumns: readonly Column<Figure>[] = [
  { title: words("部分", "Part"), value: (row) => row.part, width: 18 },
  { title: words("项目", "Item"), value: (row) => row.name, width: 28 },
  { title: words("数值", "Figure"), value: (row) => row.count, format: "decimal" },
  { title: words("累计占比", "Running share"), value: (row) => row.share, format: "percent" },
];

const undecided = words("未判定", "Undecided");

/** The analysis as an Excel file, one row for each figure. */
export async function analysisSheet(ctx: SiteContext, filter: AnalysisFilter): Promise<FileContent> {
  const { pareto, categories, trend, departments, floors, times, repeats, satisfaction } = await analysisOf(ctx, filter);
  const figures: Figure[] = [
    ...pareto.map(({ cause, count, cumulative }) => ({ part: words("原因", "Cause"), name: cause ? causeNames[cause] : undecided, count, share: cumulative })),
    ...categories.map(({ category, count, cumulative }) => ({ part: words("分类", "Category"), name: categoryNames[category], count, share: cumulative })),
    ...trend.flatMap(({ month, enquiries, complaints }) => [
      { part: words("月度咨询", "Enquiries by month"), name: month.toString(), count: enquiries, share: null },
      { part: words("月度投诉", "Complaints by month"), name: month.toString(), count: complaints, share: null },
    ]),
    ...departments.map(({ department, count }) => ({ part: words("部门", "Department"), name: department ? departmentNames[department] : undecided, count, share: null })),
    ...floors.map(({ label, count }) => ({ part: words("楼层", "Floor"), name: label || undecided, count, share: null })),
    ...times.flatMap(({ step, median, ninetieth }) => [
      { part: words("中位数（分钟）", "Median, minutes"), name: stepNames[step], count: median ?? 0, share: null },
      { part: words("90 分位（分钟）", "90th percentile, minutes"), name: stepNames[step], count: ninetieth ?? 0, share: null },
    ]),
    { part: words("重复", "Repeats"), name: words("认定期内同户同处同因", "Same tenant, place and cause within the window"), count: repeats.count, share: null },
    { part: words("回访", "Call-backs"), name: words("不满意", "Dissatisfied"), count: satisfaction.dissatisfied, share: null },
  ];
  return sheet(ctx, words("投诉分析", "Analysis"), figureColumns, figures);
}

const stepNames = { firstFeedback: words("首次反馈", "First feedback"), result: words("结果反馈", "Result"), closing: words("归档", "Filed") };

async function sheet<T>(ctx: SiteContext, name: Words, columns: readonly Column<T>[], rows: readonly T[]): Promise<FileContent> {
  const bytes = await writeSheet({
    sheet: name[ctx.language],
    columns: columns.map(({ title, format, width }) => ({ title: title[ctx.language], ...(format ? { format } : {}), ...(width ? { width } : {}) })),
    rows: rows.map((row) => columns.map(({ value }) => shown(ctx, value(row)))),
  });
  const day = ctx.now.toZonedDateTimeISO(ctx.zone).toPlainDate().toString();
  return { name: `${name[ctx.language]}-${day}.xlsx`, type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", bytes };
}

function shown(ctx: SiteContext, value: SheetValue | Words | Temporal.Instant): SheetValue {
  if (value instanceof Temporal.Instant) return value.toZonedDateTimeISO(ctx.zone);
  return typeof value === "object" && value !== null && "zh" in value ? value[ctx.language] : value;
}
