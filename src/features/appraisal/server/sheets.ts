import type { FileContent, ValueOf } from "#kernel/contract.ts";
import { departmentNames, roleNames } from "#kernel/role.ts";
import { type Language, type Words, words } from "#kernel/words.ts";
import type { Context, SiteContext } from "#platform/context.ts";
import { sayReason } from "#features/duties/rules.ts";
import { type SheetColumn, type SheetValue, writeSheet } from "#platform/spreadsheet/index.ts";
import type * as contract from "../contract.ts";
import { exceptionKinds, owed, scoreOf, type Tally, unmeasured, unmeasuredReasons, verdictNames, verdicts } from "../rules.ts";
import { type Cell, dutiesOfCell, exceptions, group, matrix, monthly, people } from "./queries.ts";

const mostRows = 10_000;

const text = {
  scores: words("考核得分", "Scores"),
  people: words("个人与部门考核", "Scores by person"),
  group: words("集团考核", "Group scores"),
  duties: words("应办明细", "Duties"),
  exceptions: words("例外清单", "Exceptions"),
  monthly: words("月度考核表", "Monthly appraisal"),
  clause: words("条款", "Clause"),
  title: words("内容", "Title"),
  standard: words("标准", "Standard"),
  target: words("目标", "Target"),
  owedCount: words("应办数", "Owed"),
  score: words("得分", "Score"),
  result: words("结果", "Result"),
  met: words("达标", "Met"),
  notMet: words("未达标", "Not met"),
  department: words("部门", "Department"),
  role: words("岗位", "Role"),
  person: words("姓名", "Name"),
  noPerson: words("未指定到人", "No one in particular"),
  noDepartment: words("其他", "Other"),
  site: words("项目", "Site"),
  all: words("合计", "All"),
  subject: words("事项", "Subject"),
  tenant: words("租户", "Tenant"),
  opened: words("开始", "Opened"),
  due: words("时限", "Due"),
  closed: words("完成", "Closed"),
  entered: words("录入", "Entered"),
  toldLater: words("补记后按时", "Kept by a time told later"),
  yes: words("是", "Yes"),
  verdict: words("结论", "Verdict"),
  reason: words("原因", "Reason"),
  kind: words("类别", "Kind"),
  by: words("处理人", "By"),
  when: words("时间", "When"),
  evidence: words("证据编号", "Evidence"),
};

interface Asked {
  readonly language?: Language | undefined;
}

export async function matrixSheet(ctx: SiteContext, query: ValueOf<NonNullable<typeof contract.exportMatrix.query>>): Promise<FileContent> {
  const say = sayer(ctx, query);
  const { months, rows } = await matrix(ctx, query);
  const columns: SheetColumn[] = [
    { title: say(text.clause), width: 12 },
    { title: say(text.title), width: 30 },
    { title: say(text.standard), width: 30 },
    { title: say(text.target), format: "percent" },
    ...months.flatMap((month) => scoreColumns(month.toString(), say)),
  ];
  const lines = rows.flatMap(({ clause, title, unmeasured: reason, standards }) =>
    standards.length === 0
      ? [[clause, say(title), reason ? say(unmeasuredReasons[reason]) : ""]]
      : standards.map(({ name, target, isRunning, cells }) => [clause, say(title), say(name), target / 100, ...cells.flatMap((cell) => scoreValues(cell, say, isRunning))]),
  );
  return file(say(text.scores), columns, lines);
}

export async function monthlySheet(ctx: SiteContext, { month, ...asked }: { month: Temporal.PlainYearMonth } & Asked): Promise<FileContent> {
  const say = sayer(ctx, asked);
  const { siteName, lines } = await monthly(ctx, month);
  const columns: SheetColumn[] = [
    { title: say(text.clause), width: 12 },
    { title: say(text.title), width: 30 },
    { title: say(text.standard), width: 30 },
    { title: say(text.target), format: "percent" },
    { title: say(text.owedCount), format: "integer" },
    ...verdicts.map((verdict): SheetColumn => ({ title: say(verdictNames[verdict]), format: "integer" })),
    { title: say(text.score), format: "percent" },
    { title: say(text.result), width: 36 },
  ];
  const rows = lines.flatMap(({ clause, title, unmeasured: reason, standards }) =>
    standards.length === 0
      ? [[clause, say(title), ...blanks(columns.length - 3), reason ? say(unmeasuredReasons[reason]) : ""]]
      : standards.map(({ name, target, unmeasured: why, tally, isMet }) => {
          const result = isMet === null ? (why ? unmeasuredReasons[why] : unmeasured) : isMet ? text.met : text.notMet;
          return [clause, say(title), say(name), target / 100, owed(tally), ...verdicts.map((verdict) => tally[verdict]), scoreOf(tally), say(result)];
        }),
  );
  return file(`${siteName} ${month.toString()} ${say(text.monthly)}`, columns, rows);
}

export async function peopleSheet(ctx: SiteContext, query: ValueOf<NonNullable<typeof contract.exportPeople.query>>): Promise<FileContent> {
  const say = sayer(ctx, query);
  const { months, departments, people: persons } = await people(ctx, query);
  const columns: SheetColumn[] = [
    { title: say(text.department), width: 16 },
    { title: say(text.role), width: 18 },
    { title: say(text.person), width: 16 },
    ...months.flatMap((month) => scoreColumns(month.toString(), say)),
  ];
  const nameOf = (department: keyof typeof departmentNames | null) => say(department ? departmentNames[department] : text.noDepartment);
  return file(say(text.people), columns, [
    ...departments.map(({ department, cells }) => [nameOf(department), "", say(text.all), ...cells.flatMap((cell) => scoreValues(cell, say))]),
    ...persons.map(({ department, role, name, cells }) => [
      nameOf(department),
      say(roleNames[role]),
      name ?? say(text.noPerson),
      ...cells.flatMap((cell) => scoreValues(cell, say)),
    ]),
  ]);
}

export async function groupSheet(ctx: Context, query: ValueOf<NonNullable<typeof contract.exportGroup.query>>): Promise<FileContent> {
  const say = sayer(ctx, query);
  const { chapters, sites, cells } = await group(ctx, query);
  const columns: SheetColumn[] = [{ title: say(text.site), width: 24 }, ...chapters.flatMap(({ id, title }) => scoreColumns(`${id} ${say(title)}`, say))];
  const values = (row: readonly Tally[]) => row.flatMap((cell, index) => scoreValues(cell, say, chapters[index]?.unmeasured === null));
  return file(say(text.group), columns, [...sites.map((site) => [site.name, ...values(site.cells)]), [say(text.all), ...values(cells)]]);
}

export async function dutiesSheet(ctx: SiteContext, { language, ...cell }: Cell & Asked): Promise<FileContent> {
  const say = sayer(ctx, { language });
  const at = (moment: Temporal.Instant | null) => moment?.toZonedDateTimeISO(ctx.zone) ?? null;
  const columns: SheetColumn[] = [
    { title: say(text.clause), width: 12 },
    { title: say(text.standard), width: 24 },
    { title: say(text.subject), width: 40 },
    { title: say(text.tenant), width: 28 },
    { title: say(text.role), width: 16 },
    { title: say(text.person), width: 14 },
    { title: say(text.opened), width: 18, format: "moment" },
    { title: say(text.due), width: 18, format: "moment" },
    { title: say(text.closed), width: 18, format: "moment" },
    { title: say(text.entered), width: 18, format: "moment" },
    { title: say(text.toldLater), width: 14 },
    { title: say(text.verdict), width: 12 },
    { title: say(text.reason), width: 40 },
    { title: say(text.evidence), width: 38 },
  ];
  const rows = (await dutiesOfCell(ctx, cell, mostRows)).map((duty) => [
    duty.clause,
    say(duty.name),
    duty.subject.label,
    duty.owedTo,
    say(roleNames[duty.ownerRole]),
    duty.ownerName,
    at(duty.openedAt),
    at(duty.dueAt),
    at(duty.closedAt),
    at(duty.enteredAt),
    duty.isToldLater ? say(text.yes) : "",
    say(verdictNames[duty.verdict]),
    duty.reason === null ? null : say(sayReason({ reason: duty.reason, reasonFacts: duty.reasonFacts })),
    duty.evidenceId,
  ]);
  return file(say(text.duties), columns, rows);
}

export async function exceptionsSheet(ctx: SiteContext, { month, kind, language }: ValueOf<NonNullable<typeof contract.exportExceptions.query>>): Promise<FileContent> {
  const say = sayer(ctx, { language });
  const columns: SheetColumn[] = [
    { title: say(text.when), width: 18, format: "moment" },
    { title: say(text.kind), width: 18 },
    { title: say(text.clause), width: 12 },
    { title: say(text.subject), width: 40 },
    { title: say(text.reason), width: 50 },
    { title: say(text.by), width: 14 },
    { title: say(text.evidence), width: 38 },
  ];
  const { items } = await exceptions(ctx, { month, kind, limit: mostRows });
  return file(
    say(text.exceptions),
    columns,
    items.map((each) => [
      each.happenedAt.toZonedDateTimeISO(ctx.zone),
      say(exceptionKinds[each.kind]),
      each.clause,
      each.subject.label,
      say(sayReason(each)),
      each.byName,
      each.evidenceId,
    ]),
  );
}

const sayer =
  (ctx: Context, { language = ctx.language }: Asked) =>
  (sentence: Words): string =>
    sentence[language];

const scoreColumns = (heading: string, say: (sentence: Words) => string): SheetColumn[] => [
  { title: `${heading} ${say(text.score)}`, format: "percent" },
  { title: `${heading} ${say(verdictNames.kept)}`, format: "integer" },
  { title: `${heading} ${say(text.owedCount)}`, format: "integer" },
];

/** A score never stands without its two numbers, and no occasions are no score. */
const scoreValues = (tally: Tally, say: (sentence: Words) => string, isRunning = true): SheetValue[] => {
  const score = scoreOf(tally);
  return [score ?? (isRunning || owed(tally) > 0 ? say(unmeasured) : "—"), tally.kept, owed(tally)];
};

const blanks = (count: number): null[] => Array.from({ length: count }, () => null);

async function file(name: string, columns: readonly SheetColumn[], rows: readonly (readonly SheetValue[])[]): Promise<FileContent> {
  return { name: `${name}.xlsx`, type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", bytes: await writeSheet({ sheet: name, columns, rows }) };
}
