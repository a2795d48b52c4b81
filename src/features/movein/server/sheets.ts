import type { FileContent } from "#kernel/contract.ts";
import { type Language, type Words, words } from "#kernel/words.ts";
import { dayAt, type SiteContext } from "#platform/context.ts";
import { type SheetColumn, writeSheet } from "#platform/spreadsheet/index.ts";
import { sayProblem } from "#kernel/problem.ts";
import { stepStateNames } from "#features/manual/rules.ts";
import { moveInProcedure } from "../rules.ts";
import { type MoveInFilter, moveInPage } from "./queries/lists.ts";

const text = {
  title: words("入驻个案", "Move-ins"),
  tenant: words("租户", "Tenant"),
  lease: words("合同", "Lease"),
  place: words("单元", "Units"),
  opened: words("开始", "Begun"),
  movedIn: words("入驻日", "Moved in"),
  due: words("交钥匙前应付", "Due before the keys"),
  stuck: words("未清事项", "What holds it up"),
  withdrawn: words("撤回原因", "Withdrawn because"),
} as const satisfies Record<string, Words>;

const mostExported = 10_000;

/** Move-ins as an Excel file: one row each, with how every step stands. */
export async function moveInSheet(ctx: SiteContext, { language = ctx.language, ...filter }: MoveInFilter & { readonly language?: Language | undefined }): Promise<FileContent> {
  const { items } = await moveInPage(ctx, { ...filter, limit: mostExported });
  const columns: SheetColumn[] = [
    { title: text.tenant[language], width: 28 },
    { title: text.lease[language], width: 18 },
    { title: text.place[language], width: 26 },
    { title: text.opened[language], format: "date" },
    { title: text.due[language], format: "money", width: 16 },
    ...moveInProcedure.steps.map(({ name }) => ({ title: name[language], width: 14 })),
    { title: text.stuck[language], width: 60 },
    { title: text.movedIn[language], format: "date" },
    { title: text.withdrawn[language], width: 30 },
  ];
  const rows = items.map((one) => [
    one.tenant,
    one.leaseNo,
    one.place,
    dayAt(ctx, one.openedAt),
    one.dueBeforeKeys,
    ...one.standing.steps.map(({ state }) => stepStateNames[state][language]),
    one.standing.steps.flatMap(({ obstacles }) => obstacles.map(({ reason }) => sayProblem(reason, language))).join("；"),
    one.movedInOn,
    one.withdrawnWhy ?? "",
  ]);
  const bytes = await writeSheet({ sheet: text.title[language], columns, rows });
  return { name: `${text.title[language]} ${dayAt(ctx, ctx.now).toString()}.xlsx`, type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", bytes };
}
