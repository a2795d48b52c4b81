import type { FileContent, ValueOf } from "#kernel/contract.ts";
import type { Id } from "#kernel/id.ts";
import { roleNames } from "#kernel/role.ts";
import { type Language, type Words, words } from "#kernel/words.ts";
import type { Context, SiteContext } from "#platform/context.ts";
import { type SheetColumn, writeSheet } from "#platform/spreadsheet/index.ts";
import type { dutyField, exportDuties, exportEscalations } from "../contract.ts";
import { escalationTargets, outcomeNames } from "../rules.ts";
import { escalationPage, myDutyPage, someDuties } from "./queries.ts";

const mostRows = 10_000;

/** What I owe, as an Excel file: the first thousand by due time. */
export async function myDaySheet(
  ctx: Context,
  { language = ctx.language, siteId }: { readonly language?: Language | undefined; readonly siteId?: Id<"site"> | undefined },
): Promise<FileContent> {
  const { items } = await myDutyPage(ctx, { siteId, limit: 1000 });
  const rows = items.map((duty) => [duty.siteName, ...cellsOf(duty, duty.zone, language)]);
  return fileOf(titles.myDay[language], [{ title: titles.site[language], width: 20 }, ...columnsIn(language)], rows);
}

/** The duties of a site that `filter` lets through, as an Excel file. */
export async function dutySheet(ctx: SiteContext, { language = ctx.language, ...filter }: ValueOf<NonNullable<typeof exportDuties.query>>): Promise<FileContent> {
  const duties = await someDuties(ctx, filter, mostRows);
  const rows = duties.map((duty) => cellsOf(duty, ctx.zone, language));
  return fileOf(titles.duties[language], columnsIn(language), rows);
}

/** Who was told of which overdue duty, as an Excel file. */
export async function escalationSheet(ctx: SiteContext, { language = ctx.language, scope }: ValueOf<NonNullable<typeof exportEscalations.query>>): Promise<FileContent> {
  const { items } = await escalationPage(ctx, { scope, limit: mostRows });
  const rows = items.map(({ duty, target, role, escalatedAt }) => [
    (role ? roleNames[role] : escalationTargets[target])[language],
    escalatedAt.toZonedDateTimeISO(ctx.zone),
    ...cellsOf(duty, ctx.zone, language),
  ]);
  return fileOf(
    titles.escalations[language],
    [{ title: titles.toldTo[language], width: 16 }, { title: titles.toldAt[language], width: 17, format: "moment" }, ...columnsIn(language)],
    rows,
  );
}

const columns = [
  { title: words("条款", "Clause"), width: 10 },
  { title: words("标准", "Standard"), width: 24 },
  { title: words("事项", "Subject"), width: 36 },
  { title: words("对谁", "Owed to"), width: 24 },
  { title: words("责任岗位", "Role"), width: 14 },
  { title: words("责任人", "Person"), width: 12 },
  { title: words("开始", "Opened"), width: 17, format: "moment" },
  { title: words("应于", "Due"), width: 17, format: "moment" },
  { title: words("计算过程", "Arithmetic"), width: 60 },
  { title: words("了结", "Closed"), width: 17, format: "moment" },
  { title: words("结果", "Outcome"), width: 10 },
] as const satisfies readonly (Omit<SheetColumn, "title"> & { readonly title: Words })[];

const columnsIn = (language: Language): SheetColumn[] => columns.map(({ title, ...column }) => ({ ...column, title: title[language] }));

const titles = {
  myDay: words("我的应办", "My day"),
  duties: words("应办清单", "Duties"),
  escalations: words("逾期升级", "Escalations"),
  site: words("项目", "Site"),
  toldTo: words("报给", "Told to"),
  toldAt: words("升级时间", "Told at"),
} as const;

function cellsOf(duty: ValueOf<typeof dutyField>, zone: string, language: Language) {
  const local = (at: Temporal.Instant | null) => at?.toZonedDateTimeISO(zone) ?? null;
  return [
    duty.clause,
    duty.name[language],
    duty.subject.label,
    duty.owedTo?.label ?? "",
    roleNames[duty.ownerRole][language],
    duty.ownerName ?? "",
    local(duty.openedAt),
    local(duty.dueAt),
    duty.explanation[language],
    local(duty.closedAt),
    duty.outcome ? outcomeNames[duty.outcome][language] : "",
  ];
}

async function fileOf(title: string, sheetColumns: readonly SheetColumn[], rows: Parameters<typeof writeSheet>[0]["rows"]): Promise<FileContent> {
  const bytes = await writeSheet({ sheet: title, columns: sheetColumns, rows });
  return { name: `${title}.xlsx`, type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", bytes };
}
