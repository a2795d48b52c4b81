import type { FileContent } from "#kernel/contract.ts";
import { type Language, type Words, words } from "#kernel/words.ts";
import { dayAt, type SiteContext } from "#platform/context.ts";
import { writeSheet } from "#platform/spreadsheet/index.ts";
import { type CaseState, caseStates, causes, fitOutProcedure } from "../rules.ts";
import { caseList } from "./queries/lists.ts";

const text = {
  fitOuts: words("装修个案", "Fit-outs"),
  caseNo: words("编号", "No."),
  tenant: words("租户", "Tenant"),
  place: words("位置", "Place"),
  cause: words("类型", "Cause"),
  state: words("状态", "State"),
  opened: words("开始日", "Opened"),
  ended: words("结束日", "Ended"),
  next: words("下一步", "Next steps"),
  stopped: words("停工", "Stopped"),
  yes: words("是", "Yes"),
} as const satisfies Record<string, Words>;

/** The cases as an Excel file. */
export async function casesSheet(
  ctx: SiteContext,
  { state, language = ctx.language }: { readonly state?: CaseState | undefined; readonly language?: Language | undefined },
): Promise<FileContent> {
  const say = (said: Words): string => said[language];
  const names = new Map(fitOutProcedure.steps.map(({ id, name }) => [id, name]));
  const cases = await caseList(ctx, { state }, 10_000);
  const rows = cases.map((row) => [
    ...[row.caseNo, row.tenant, row.place, say(causes[row.cause]), say(caseStates[row.state]), dayAt(ctx, row.openedAt), row.endedAt && dayAt(ctx, row.endedAt)],
    ...[row.next.map(({ step }) => say(names.get(step)!)).join("、"), row.isStopped ? say(text.yes) : ""],
  ]);
  const columns = [
    ...[
      { title: say(text.caseNo), width: 18 },
      { title: say(text.tenant), width: 32 },
      { title: say(text.place), width: 28 },
    ],
    ...[
      { title: say(text.cause), width: 12 },
      { title: say(text.state), width: 12 },
    ],
    { title: say(text.opened), format: "date" as const },
    { title: say(text.ended), format: "date" as const },
    ...[{ title: say(text.next), width: 40 }, { title: say(text.stopped) }],
  ];
  return {
    name: `${say(text.fitOuts)} ${dayAt(ctx, ctx.now).toString()}.xlsx`,
    type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    bytes: await writeSheet({ sheet: say(text.fitOuts), columns, rows }),
  };
}
