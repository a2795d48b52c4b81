import type { FileContent } from "#kernel/contract.ts";
import type { Id } from "#kernel/id.ts";
import { yuanText } from "#kernel/money.ts";
import { type Words, words } from "#kernel/words.ts";
import { dayAt, type SiteContext } from "#platform/context.ts";
import { type SheetColumn, type SheetValue, writeSheet } from "#platform/spreadsheet/index.ts";
import {
  type Band,
  bandNames,
  directionNames,
  kindUnits,
  lineKinds,
  type MeterKind,
  meterKinds,
  meterRoles,
  meterStates,
  readingStandings,
  readingStates,
  registerSetNames,
} from "../rules.ts";
import { type ListedMeter, type MeterFilter, meterById, meterPage } from "./queries/meters.ts";
import { previewOf } from "./queries/preview.ts";
import { readingPage } from "./queries/readings.ts";
import { roundWithLines } from "./queries/rounds.ts";
import { linesOf, settlementById } from "./queries/settlements.ts";

interface Column<T> {
  readonly title: Words;
  readonly value: (row: T) => SheetValue | Words | Temporal.Instant;
  readonly format?: SheetColumn["format"];
  readonly width?: number;
}

// Headings in Chinese are those that the import of the same sheet reads.
const ledgerColumns: readonly Column<ListedMeter>[] = [
  { title: words("表号", "Meter no."), value: (row) => row.meterNo, width: 18 },
  { title: words("种类", "Kind"), value: (row) => meterKinds[row.kind] },
  { title: words("用途", "Role"), value: (row) => meterRoles[row.role] },
  { title: words("安装位置", "Location"), value: (row) => row.place, width: 24 },
  { title: words("单元", "Units"), value: (row) => row.units.join("、"), width: 24 },
  { title: words("租户", "Tenant"), value: (row) => row.tenants.join("、"), width: 24 },
  { title: words("位数", "Digits"), value: (row) => String(row.digits) },
  { title: words("倍率", "Multiplier"), value: (row) => row.multiplier },
  { title: words("费率", "Registers"), value: (row) => registerSetNames[row.registers] },
  { title: words("方向", "Direction"), value: (row) => directionNames[row.direction] },
  { title: words("检定日期", "Calibrated"), value: (row) => row.calibratedOn, format: "date" },
  { title: words("检定到期", "Calibration due"), value: (row) => row.calibrationDue, format: "date" },
  { title: words("上级表号", "Main meter"), value: (row) => row.parentNo, width: 18 },
  { title: words("路线", "Route"), value: (row) => row.route },
  { title: words("顺序", "Order"), value: (row) => String(row.position) },
  { title: words("安装日期", "Installed"), value: (row) => row.installedOn, format: "date" },
  { title: words("状态", "State"), value: (row) => meterStates[row.state] },
  { title: words("最近抄表", "Last read"), value: (row) => row.lastReadOn, format: "date" },
  { title: words("最近用量", "Last use"), value: (row) => row.lastUsage },
];

/** The ledger as an Excel file. */
export async function ledgerSheet(ctx: SiteContext, filter: MeterFilter): Promise<FileContent> {
  return sheet(ctx, words("表计台账", "Meters"), ledgerColumns, await allOf((page) => meterPage(ctx, { ...filter, ...page })));
}

const bands: readonly Band[] = ["total", "sharp", "peak", "flat", "valley"];
const readingTitles = {
  total: words("本次读数", "Reading"),
  sharp: words("尖", "Sharp peak"),
  peak: words("峰", "Peak"),
  flat: words("平", "Shoulder"),
  valley: words("谷", "Valley"),
};

type Line = Awaited<ReturnType<typeof roundWithLines>>["lines"][number];
const roundColumns: readonly Column<Line>[] = [
  { title: words("表号", "Meter no."), value: (row) => row.meterNo, width: 18 },
  { title: words("安装位置", "Location"), value: (row) => row.place, width: 24 },
  { title: words("单元", "Units"), value: (row) => row.units.join("、"), width: 24 },
  { title: words("上次读数", "Previous"), value: (row) => sayValues(row.reading?.previous ?? row.previous), width: 20 },
  ...bands.map((band) => ({ title: readingTitles[band], value: (row: Line) => row.reading?.values[band] ?? null, width: 12 })),
  { title: words("抄表日期", "Read on"), value: (row) => row.reading?.readAt ?? null, format: "moment", width: 18 },
  { title: words("倍率", "Multiplier"), value: (row) => row.reading?.multiplier ?? row.multiplier },
  { title: words("用量", "Use"), value: (row) => row.reading?.usage ?? null },
  { title: words("偏离 %", "Deviation %"), value: (row) => row.reading?.deviation ?? null },
  { title: words("状态", "State"), value: (row) => (row.reading ? readingStates[row.reading.state] : null) },
  { title: words("复核", "Standing"), value: (row) => (row.reading ? readingStandings[row.reading.standing] : null) },
  { title: words("抄表人", "Reader"), value: (row) => row.reading?.readerName ?? null },
  { title: words("备注", "Remark"), value: (row) => row.reading?.remark ?? null, width: 30 },
];

/** A round as an Excel file, to be filled in and imported again. Refusal: roundNotFound. */
export async function roundSheet(ctx: SiteContext, roundId: Id<"round">): Promise<FileContent> {
  const round = await roundWithLines(ctx, roundId);
  return sheet(ctx, words(`抄表 ${round.route} ${round.month.toString()}`, `Readings ${round.route} ${round.month.toString()}`), roundColumns, round.lines);
}

type Reading = Awaited<ReturnType<typeof readingPage>>["items"][number];
const readingColumns: readonly Column<Reading>[] = [
  { title: words("抄表时间", "Read at"), value: (row) => row.readAt, format: "moment", width: 18 },
  { title: words("上次读数", "Previous"), value: (row) => sayValues(row.previous), width: 20 },
  { title: words("本次读数", "Reading"), value: (row) => sayValues(row.values), width: 20 },
  { title: words("倍率", "Multiplier"), value: (row) => row.multiplier },
  { title: words("用量", "Use"), value: (row) => row.usage },
  { title: words("偏离 %", "Deviation %"), value: (row) => row.deviation },
  { title: words("状态", "State"), value: (row) => readingStates[row.state] },
  { title: words("复核", "Standing"), value: (row) => readingStandings[row.standing] },
  { title: words("抄表人", "Reader"), value: (row) => row.readerName },
  { title: words("复核人", "Reviewer"), value: (row) => row.reviewerName },
  { title: words("备注", "Remark"), value: (row) => row.remark, width: 30 },
];

/** The readings of a meter as an Excel file. Refusal: notFound. */
export async function readingSheet(ctx: SiteContext, meterId: Id<"meter">): Promise<FileContent> {
  const { meterNo } = await meterById(ctx, meterId);
  return sheet(ctx, words(`读数 ${meterNo}`, `Readings ${meterNo}`), readingColumns, await allOf((page) => readingPage(ctx, { meterId, ...page })));
}

interface ChargeRow {
  readonly kind: keyof typeof lineKinds;
  readonly meterNo: string;
  readonly tenant: string | null;
  readonly label: string;
  readonly from: Temporal.PlainDate;
  readonly to: Temporal.PlainDate;
  readonly quantity: string;
  readonly amount: number;
  readonly before?: { readonly quantity: string; readonly amount: number } | null;
}
const chargeColumns = (kind: MeterKind): readonly Column<ChargeRow>[] => [
  { title: words("租户", "Tenant"), value: (row) => row.tenant ?? words("（空置，由本公司承担）", "(vacant, borne by the operator)"), width: 26 },
  { title: words("单元", "Units"), value: (row) => row.label, width: 24 },
  { title: words("项目", "Item"), value: (row) => lineKinds[row.kind] },
  { title: words("表号", "Meter no."), value: (row) => row.meterNo, width: 18 },
  { title: words("起", "From"), value: (row) => row.from, format: "date" },
  { title: words("止", "To"), value: (row) => row.to, format: "date" },
  { title: words(`用量 ${kindUnits[kind]}`, `Use ${kindUnits[kind]}`), value: (row) => row.quantity },
  { title: words("金额（元）", "Amount (yuan)"), value: (row) => yuanText(row.amount) },
];
const beforeColumns: readonly Column<ChargeRow>[] = [
  { title: words("上月用量", "Use before"), value: (row) => row.before?.quantity ?? null },
  { title: words("上月金额", "Amount before"), value: (row) => (row.before ? yuanText(row.before.amount) : null) },
];

/** A preview as an Excel file, each line beside the month before. */
export async function previewSheet(ctx: SiteContext, query: { readonly kind: MeterKind; readonly month: Temporal.PlainYearMonth }): Promise<FileContent> {
  const { lines } = await previewOf(ctx, query);
  const name = words(`试算 ${query.month.toString()}`, `Preview ${query.month.toString()}`);
  return sheet<ChargeRow>(ctx, name, [...chargeColumns(query.kind), ...beforeColumns], lines);
}

/** The lines of a settlement as an Excel file. Refusal: settlementNotFound. */
export async function settlementSheet(ctx: SiteContext, id: Id<"settlement">): Promise<FileContent> {
  const { kind, month } = await settlementById(ctx, id);
  return sheet<ChargeRow>(ctx, words(`分摊 ${month.toString()}`, `Apportionment ${month.toString()}`), chargeColumns(kind), await linesOf(ctx, [id]));
}

/** Values as people write them: one register alone, several with their names. */
export const sayValues = (values: Readonly<Partial<Record<Band, string>>>): string =>
  bands
    .filter((band) => values[band] !== undefined)
    .map((band) => (band === "total" ? values[band] : `${bandNames[band].zh} ${values[band]}`))
    .join(" / ");

const mostExported = 100_000;

async function allOf<T>(read: (page: { readonly cursor?: string; readonly limit: number }) => Promise<{ items: T[]; next: string | null }>): Promise<T[]> {
  const rows: T[] = [];
  for (let cursor: string | null = ""; cursor !== null && rows.length < mostExported;) {
    const page: { items: T[]; next: string | null } = await read({ limit: 5000, ...(cursor ? { cursor } : {}) });
    rows.push(...page.items);
    cursor = page.next;
  }
  return rows;
}

async function sheet<T>(ctx: SiteContext, name: Words, columns: readonly Column<T>[], rows: readonly T[]): Promise<FileContent> {
  const bytes = await writeSheet({
    sheet: name[ctx.language],
    columns: columns.map(({ title, format, width }) => ({ title: title[ctx.language], ...(format ? { format } : {}), ...(width ? { width } : {}) })),
    rows: rows.map((row) => columns.map(({ value }) => shown(ctx, value(row)))),
  });
  return { name: `${name[ctx.language]}-${dayAt(ctx, ctx.now).toString()}.xlsx`, type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", bytes };
}

function shown(ctx: SiteContext, value: SheetValue | Words | Temporal.Instant): SheetValue {
  if (value instanceof Temporal.Instant) return value.toZonedDateTimeISO(ctx.zone);
  return typeof value === "object" && value !== null && "zh" in value ? value[ctx.language] : value;
}
