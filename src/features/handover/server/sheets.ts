import type { FileContent } from "#kernel/contract.ts";
import { type Language, type Words, words } from "#kernel/words.ts";
import { dayAt, type SiteContext } from "#platform/context.ts";
import { type SheetColumn, type SheetValue, writeSheet } from "#platform/spreadsheet/index.ts";
import { conditions, defectStates, inspectionStages, inspectionTypes, responsibles } from "../rules.ts";
import { listColumns } from "../rules/listSheet.ts";
import { type Defect, type DefectFilter, defectPage } from "./queries/defects.ts";
import { type Inspection, type InspectionFilter, inspectionPage } from "./queries/inspections.ts";
import { listOf } from "./queries/lists.ts";

interface Column<T> {
  readonly title: Words;
  readonly value: (row: T) => SheetValue | Words | Temporal.Instant;
  readonly format?: SheetColumn["format"];
  readonly width?: number;
}
interface Asked {
  readonly language?: Language | undefined;
}

const inspectionColumns: readonly Column<Inspection>[] = [
  { title: words("编号", "No."), value: (row) => row.inspectionNo, width: 16 },
  { title: words("类型", "Type"), value: (row) => inspectionTypes[row.type], width: 14 },
  { title: words("状态", "Stage"), value: (row) => inspectionStages[row.stage], width: 16 },
  { title: words("租户", "Tenant"), value: (row) => row.tenant, width: 26 },
  { title: words("房屋", "Units"), value: (row) => row.place, width: 26 },
  { title: words("验房人", "Inspector"), value: (row) => row.assignee, width: 12 },
  { title: words("预约时间", "Appointment"), value: (row) => row.appointmentAt, format: "moment", width: 18 },
  { title: words("已验/共", "Checked/all"), value: (row) => `${row.counts.checked}/${row.counts.items}` },
  { title: words("缺损", "Defects"), value: (row) => row.counts.defects },
  { title: words("异议", "Disputes"), value: (row) => row.counts.disputes },
  { title: words("未答复问题", "Open questions"), value: (row) => row.counts.unanswered },
  { title: words("双方签字时间", "Signed by both"), value: (row) => row.signedAt, format: "moment", width: 18 },
];

/** The list of inspections as an Excel file. */
export async function inspectionsSheet(ctx: SiteContext, { language, ...filter }: InspectionFilter & Asked): Promise<FileContent> {
  return sheet(ctx, language, words("验房", "Inspections"), inspectionColumns, await allOf((page) => inspectionPage(ctx, { ...filter, ...page })));
}

const defectColumns: readonly Column<Defect>[] = [
  { title: words("验房编号", "Inspection"), value: (row) => row.inspectionNo, width: 16 },
  { title: words("租户", "Tenant"), value: (row) => row.tenant, width: 26 },
  { title: words("位置", "Place"), value: (row) => row.place, width: 26 },
  { title: words("部位", "Part"), value: (row) => row.part, width: 16 },
  { title: words("状况", "Condition"), value: (row) => conditions[row.condition] },
  { title: words("说明", "What is wrong"), value: (row) => row.text, width: 32 },
  { title: words("责任方", "Mended by"), value: (row) => (row.responsible ? responsibles[row.responsible] : null) },
  { title: words("整改期限", "Mend by"), value: (row) => row.mendBy, format: "date" },
  { title: words("逾期", "Overdue"), value: (row) => (row.isOverdue ? words("是", "Yes") : null) },
  { title: words("状态", "State"), value: (row) => defectStates[row.state], width: 16 },
  { title: words("整改", "Mended"), value: (row) => row.mended?.at ?? null, format: "moment", width: 18 },
  { title: words("整改人", "By"), value: (row) => row.mended?.by ?? null },
  { title: words("整改说明", "Note"), value: (row) => row.mended?.note ?? null, width: 24 },
  { title: words("确认人", "Confirmed by"), value: (row) => row.confirmed?.by ?? null },
];

/** The list of defects as an Excel file. */
export async function defectsSheet(ctx: SiteContext, { language, ...filter }: DefectFilter & Asked): Promise<FileContent> {
  return sheet(ctx, language, words("验房缺陷", "Defects"), defectColumns, await allOf((page) => defectPage(ctx, { ...filter, ...page })));
}

/** The item list as an Excel file: one row for each part, in the columns that the import reads. */
export async function itemListSheet(ctx: SiteContext, { language }: Asked): Promise<FileContent> {
  const { areas, parts } = await listOf(ctx);
  const names = new Map(areas.map(({ key, name }) => [key, name]));
  const inAll = (of: readonly string[], key: "zh" | "en") => of.flatMap((area) => names.get(area)?.[key] ?? []).join("; ");
  const columns: readonly Column<(typeof parts)[number]>[] = [
    { title: listColumns.part, value: ({ name }) => name.zh, width: 20 },
    { title: listColumns.partEn, value: ({ name }) => name.en, width: 24 },
    { title: listColumns.standard, value: ({ standard }) => standard.zh, width: 40 },
    { title: listColumns.standardEn, value: ({ standard }) => standard.en, width: 40 },
    { title: listColumns.areas, value: (row) => inAll(row.areas, "zh"), width: 40 },
    { title: listColumns.areasEn, value: (row) => inAll(row.areas, "en"), width: 40 },
  ];
  return sheet(ctx, language, words("验房清单", "Item list"), columns, parts);
}

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

async function sheet<T>(ctx: SiteContext, language: Language = ctx.language, name: Words, columns: readonly Column<T>[], rows: readonly T[]): Promise<FileContent> {
  const shown = (value: SheetValue | Words | Temporal.Instant): SheetValue => {
    if (value instanceof Temporal.Instant) return value.toZonedDateTimeISO(ctx.zone);
    return typeof value === "object" && value !== null && "zh" in value ? value[language] : value;
  };
  const bytes = await writeSheet({
    sheet: name[language],
    columns: columns.map(({ title, format, width }) => ({ title: title[language], ...(format ? { format } : {}), ...(width ? { width } : {}) })),
    rows: rows.map((row) => columns.map(({ value }) => shown(value(row)))),
  });
  return { name: `${name[language]}-${dayAt(ctx, ctx.now).toString()}.xlsx`, type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", bytes };
}
