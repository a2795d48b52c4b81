import type { FileContent } from "#kernel/contract.ts";
import type { Id } from "#kernel/id.ts";
import { type Language, type Words, words } from "#kernel/words.ts";
import { dayAt, type SiteContext } from "#platform/context.ts";
import { type SheetColumn, type SheetValue, writeSheet } from "#platform/spreadsheet/index.ts";
import { feeItemsOf } from "#features/billing/server/index.ts";
import { documentById } from "#features/documents/server/index.ts";
import { type Aged, acts, type Bucket, buckets, stages, stepStates } from "../rules.ts";
import { ageing, debtorById, debtorPage } from "./queries/debtors.ts";

const text = {
  ageing: words("账龄分析", "Ageing"),
  debtors: words("欠费清单", "Debtors"),
  evidence: words("诉讼证据清单", "Evidence for a suit"),
  name: words("名称", "Name"),
  tenant: words("租户", "Tenant"),
  total: words("合计", "Total"),
  overdue: words("逾期", "Overdue"),
  oldest: words("最早到期日", "Oldest due"),
  days: words("逾期天数", "Days late"),
  stage: words("阶段", "Stage"),
  next: words("下一步", "Next step"),
  dueBy: words("办理期限", "To be done by"),
  limitation: words("诉讼时效届满", "Claim runs out on"),
  kind: words("类别", "Kind"),
  what: words("内容", "What"),
  when: words("日期", "Day"),
  amount: words("金额", "Amount"),
  by: words("经办人", "By"),
  note: words("说明", "Note"),
  debt: words("欠费明细", "Debt"),
  step: words("催收记录", "Step"),
  letter: words("文书", "Letter"),
  promise: words("付款承诺", "Promise"),
} as const satisfies Record<string, Words>;

interface Asked {
  readonly language?: Language | undefined;
}
const sayer =
  (ctx: SiteContext, { language = ctx.language }: Asked) =>
  (said: Words): string =>
    said[language];

const money = (title: string): SheetColumn => ({ title, format: "money", width: 16 });
const bucketKeys = Object.keys(buckets) as Bucket[];
const inBuckets = (aged: Aged): SheetValue[] => bucketKeys.map((bucket) => aged[bucket]);

const file = async (name: string, sheet: string, columns: readonly SheetColumn[], rows: readonly (readonly SheetValue[])[]): Promise<FileContent> => ({
  name: `${name}.xlsx`,
  type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  bytes: await writeSheet({ sheet, columns, rows }),
});

export async function ageingSheet(ctx: SiteContext, { by, ...asked }: Asked & { readonly by: "tenant" | "feeItem" | "lease" }): Promise<FileContent> {
  const say = sayer(ctx, asked);
  const { rows, total, aged } = await ageing(ctx, { by });
  const columns = [{ title: say(text.name), width: 32 }, money(say(text.total)), ...bucketKeys.map((bucket) => money(say(buckets[bucket])))];
  const lines = [...rows.map((row) => [say(row.label), row.total, ...inBuckets(row.aged)]), [say(text.total), total, ...inBuckets(aged)]];
  return file(`${say(text.ageing)} ${dayAt(ctx, ctx.now).toString()}`, say(text.ageing), columns, lines);
}

export async function debtorsSheet(ctx: SiteContext, asked: Asked): Promise<FileContent> {
  const say = sayer(ctx, asked);
  const { items } = await debtorPage(ctx, { limit: 10_000 });
  const columns: SheetColumn[] = [
    { title: say(text.tenant), width: 32 },
    money(say(text.overdue)),
    { title: say(text.oldest), format: "date" },
    { title: say(text.days), format: "integer" },
    { title: say(text.stage), width: 20 },
    { title: say(text.next), width: 16 },
    { title: say(text.dueBy), format: "moment", width: 18 },
    { title: say(text.limitation), format: "date" },
  ];
  const rows = items.map((row) => [
    ...[row.tenant, row.overdue, row.oldestDueOn, row.daysLate, say(stages[row.stage]), row.next && say(acts[row.next.act])],
    ...[row.next?.dueAt.toZonedDateTimeISO(ctx.zone), row.limitationOn],
  ]);
  return file(`${say(text.debtors)} ${dayAt(ctx, ctx.now).toString()}`, say(text.debtors), columns, rows);
}

/** What a suit needs, in one list: each amount owed, each step with who did it and what was said, each letter with its hash, each promise. Domain §3.6, stage 6. */
export async function evidenceSheet(ctx: SiteContext, { tenantId, ...asked }: Asked & { readonly tenantId: Id<"tenant"> }): Promise<FileContent> {
  const say = sayer(ctx, asked);
  const debtor = await debtorById(ctx, tenantId);
  const names = new Map((await feeItemsOf(ctx)).map(({ code, name }) => [code, name]));
  const letters = await Promise.all(debtor.steps.flatMap(({ documentId }) => documentId ?? []).map((id) => letterOf(ctx, id)));
  const columns: SheetColumn[] = [
    { title: say(text.kind), width: 14 },
    { title: say(text.what), width: 44 },
    { title: say(text.when), format: "date", width: 14 },
    money(say(text.amount)),
    { title: say(text.by), width: 16 },
    { title: say(text.note), width: 60, format: "text" },
  ];
  const rows: SheetValue[][] = [
    ...debtor.lines.map((line) => {
      const what = `${line.billNo} ${say(names.get(line.feeItem)!)} ${line.from.toString()} – ${line.to.toString()}`;
      return [say(text.debt), what, line.dueOn, line.open, "", `${say(text.limitation)} ${line.limitationOn.toString()}`];
    }),
    ...debtor.steps.map((step) => {
      const on = dayAt(ctx, step.doneAt ?? step.dueAt);
      return [say(text.step), `${say(acts[step.act])}（${say(stepStates[step.state])}）`, on, null, step.byName, [step.spokeWith, step.note].filter(Boolean).join("：")];
    }),
    ...letters.map((letter) => [say(text.letter), letter.what, letter.on, null, letter.by, letter.hash]),
    ...debtor.promises.map((promise) => [say(text.promise), promise.promisedBy, promise.promisedOn, promise.amount, promise.byName, promise.note]),
  ];
  return file(`${say(text.evidence)} ${debtor.tenant}`, say(text.evidence), columns, rows);
}

async function letterOf(ctx: SiteContext, id: Id<"document">) {
  const found = await documentById(ctx, id);
  return { what: `${found.title.zh} ${found.subject.label}`, on: dayAt(ctx, found.issuedAt), by: found.issuedByName, hash: `SHA-256 ${found.hash}` };
}
