import type { FileContent } from "#kernel/contract.ts";
import type { Language } from "#kernel/words.ts";
import { dayAt, type SiteContext } from "#platform/context.ts";
import { writeSheet } from "#platform/spreadsheet/index.ts";
import { factPage, type FactFilter } from "./queries.ts";

const mostRows = 50_000;
const rowsAtOnce = 2000;

/** The facts of a filter as an Excel file, newest first. */
export async function factsAsSheet(ctx: SiteContext, { language, ...filter }: FactFilter & { readonly language: Language }): Promise<FileContent> {
  const rows = [];
  for (let cursor: string | undefined; rows.length < mostRows;) {
    const page = await factPage(ctx, { ...filter, cursor, limit: Math.min(rowsAtOnce, mostRows - rows.length) });
    rows.push(...page.items);
    if (!page.next) break;
    cursor = page.next;
  }
  const said = (zh: string, en: string) => (language === "zh" ? zh : en);
  const bytes = await writeSheet({
    sheet: said("存证", "Evidence"),
    columns: [
      { title: said("收到时间", "Received"), format: "moment" },
      { title: said("发生时间", "Happened"), format: "moment" },
      { title: said("操作人", "Person") },
      { title: said("事项", "Event") },
      { title: said("事项代码", "Event code") },
      { title: said("条款", "Clauses") },
      { title: said("对象", "Subject") },
      { title: said("对象编号", "Subject id") },
      { title: said("内容", "Facts") },
      { title: "SHA-256" },
    ],
    rows: rows.map((fact) => [
      fact.receivedAt.toZonedDateTimeISO(ctx.zone),
      fact.happenedAt.toZonedDateTimeISO(ctx.zone),
      fact.actor.name,
      fact.title[language],
      fact.name,
      fact.clauses.join(" "),
      fact.subject.kind,
      fact.subject.id,
      JSON.stringify(fact.facts).slice(0, 32_000),
      fact.hash,
    ]),
  });
  return { name: `evidence-${dayAt(ctx, ctx.now).toString()}.xlsx`, type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", bytes };
}
