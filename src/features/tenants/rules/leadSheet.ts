import { type Cell, sayCell } from "#kernel/cell.ts";
import { type CellWrong, columnLetters, isEmptyCell, parseCode, parseDay, parseName, type Parsed, plain } from "#kernel/cellValue.ts";
import { type Problem, problems } from "#kernel/problem.ts";
import { findTitleRow, plainTitle, type SampleRow, titleLikeness } from "#kernel/sheetTitles.ts";
import { type Words, words } from "#kernel/words.ts";
import { whyNotCreditCode } from "../rules.ts";
import { type TenantKind, tenantKinds } from "./kinds.ts";
import { type BudgetUnit, type LeadSource, leadSources, whyNotLead, whyNotNextStep } from "./leads.ts";

/** What a column of a list of leads may hold, and by which titles it is known. */
export const leadColumns = {
  company: { name: words("公司", "Company"), titles: ["公司", "公司名称", "客户", "客户名称", "企业名称", "company", "client", "prospect"] },
  contactName: { name: words("联系人", "Contact"), titles: ["联系人", "联系人姓名", "姓名", "经办人", "contact", "contactname", "name"] },
  phone: { name: words("电话", "Phone"), titles: ["电话", "手机", "联系电话", "手机号", "联系方式", "phone", "mobile", "telephone"] },
  email: { name: words("邮箱", "E-mail"), titles: ["邮箱", "电子邮箱", "邮件", "email", "e-mail", "mail"] },
  source: { name: words("来源", "Source"), titles: ["来源", "渠道", "客户来源", "来源渠道", "source", "channel"] },
  tenantKind: { name: words("企业类型", "Kind"), titles: ["企业类型", "类型", "主体类型", "kind", "companytype"] },
  creditCode: { name: words("统一社会信用代码", "Credit code"), titles: ["统一社会信用代码", "信用代码", "税号", "creditcode", "unifiedsocialcreditcode"] },
  industry: { name: words("行业", "Industry"), titles: ["行业", "所属行业", "industry", "sector"] },
  areaMin: { name: words("最小面积（㎡）", "Smallest area (㎡)"), titles: ["最小面积", "面积下限", "面积需求", "需求面积", "面积", "smallestarea", "areafrom", "minarea", "area"] },
  areaMax: { name: words("最大面积（㎡）", "Largest area (㎡)"), titles: ["最大面积", "面积上限", "largestarea", "areato", "maxarea"] },
  budget: { name: words("预算", "Budget"), titles: ["预算", "租金预算", "预算单价", "budget"] },
  budgetUnit: { name: words("预算单位", "Budget unit"), titles: ["预算单位", "单价单位", "budgetunit"] },
  wantedOn: { name: words("期望入驻", "Wanted from"), titles: ["期望入驻", "入驻时间", "期望入驻日期", "起租时间", "wantedfrom", "movein"] },
  headcount: { name: words("人数", "Head count"), titles: ["人数", "办公人数", "headcount", "people"] },
  notes: { name: words("备注", "Notes"), titles: ["备注", "说明", "需求", "notes", "remark", "remarks"] },
  nextStep: { name: words("下一步", "Next step"), titles: ["下一步", "跟进计划", "nextstep", "next"] },
  nextOn: { name: words("下一步日期", "Next step on"), titles: ["下一步日期", "跟进日期", "下次跟进", "nextstepon", "followup"] },
} as const satisfies Record<string, { readonly name: Words; readonly titles: readonly string[] }>;
export type LeadColumn = keyof typeof leadColumns;
export const leadColumnNames = Object.keys(leadColumns) as LeadColumn[];

/** A row as it will be taken in. Areas in hundredths of a square metre. */
export interface LeadRow {
  readonly row: number;
  readonly company: string;
  readonly contactName: string;
  readonly phone: string;
  readonly email: string;
  readonly source: LeadSource;
  readonly tenantKind: TenantKind;
  readonly creditCode: string | null;
  readonly industry: string;
  readonly areaMinCenti: number | null;
  readonly areaMaxCenti: number | null;
  readonly budget: string | null;
  readonly budgetUnit: BudgetUnit;
  readonly wantedOn: Temporal.PlainDate | null;
  readonly headcount: number | null;
  readonly notes: string;
  /** Somebody is in touch already: the first contact is recorded with this next step. */
  readonly next: { readonly what: string; readonly on: Temporal.PlainDate } | null;
}

/** What is wrong with a row, and in which column; null where it is the row as a whole. */
export interface RowFault {
  readonly column: string | null;
  readonly code: string;
  readonly facts: Readonly<Record<string, unknown>>;
}

export const mostLeadRows = 1_000;

export const leadSheetProblems = problems("tenants", {
  importNotFound: { status: 404, words: words("没有这次导入。", "No such import.") },
  importDone: { status: 409, words: words("这次导入已完成。", "This import is done already.") },
  importNotDone: { status: 409, words: words("这次导入没有写入，不必撤销。", "Nothing was imported, so nothing is to be undone.") },
  importEmpty: { status: 409, words: words("没有可以导入的行。", "There is no row to import.") },
  importUsed: { status: 409, words: words("不能撤销：{lead} 导入后已被跟进或修改。", "It cannot be undone: {lead} has been worked on since.") },
  titlesUnknown: {
    status: 422,
    words: words("没有找到列标题：至少要有“联系人”和“电话”或“邮箱”。", "No column titles were found: there must be a contact, and a phone or e-mail."),
  },
  tooManyRows: { status: 422, words: words("一次最多导入 {most} 行，请分成几个文件。", "At most {most} rows at a time: split the file.") },
  cellFormulaError: { status: 422, words: words("公式出错（{value}）", "the formula has an error ({value})") },
  cellDigitsLost: {
    status: 422,
    words: words("长数字被 Excel 存成了数值，末几位已丢失，请设为文本后重填", "Excel has lost the last digits of this number: make the cell text and type it again"),
  },
  cellBecameDate: {
    status: 422,
    words: words("“{value}”被 Excel 变成了日期，请设为文本后重填", "Excel has turned this into the date {value}: make the cell text and type it again"),
  },
  cellTooLong: { status: 422, words: words("文字太长", "the text is too long") },
  cellNotADate: { status: 422, words: words("“{value}”不是日期，请写成 2026-03-01", "“{value}” is no date: write 2026-03-01") },
  cellUnprintable: { status: 422, words: words("含有无法存储的字符", "holds characters that cannot be stored") },
  cellUnknown: { status: 422, words: words("不认识“{value}”，可填：{known}", "“{value}” is not known; one of: {known}") },
  cellNotANumber: { status: 422, words: words("“{value}”不是数字", "“{value}” is no number") },
  cellOutOfRange: { status: 422, words: words("“{value}”超出范围", "“{value}” is out of range") },
  cellNotMail: { status: 422, words: words("“{value}”不是邮箱", "“{value}” is no e-mail address") },
  cellMissing: { status: 422, words: words("不能为空", "must be given") },
  nextIncomplete: { status: 422, words: words("下一步和下一步日期要一起填", "the next step and its day belong together") },
  twiceInFile: { status: 422, words: words("与第 {other} 行是同一个客户", "the same prospect as row {other}") },
  alreadyLead: { status: 409, words: words("已在跟进：{lead}", "already followed up: {lead}") },
});

const likeness = (title: string): number => Math.max(...leadColumnNames.map((name) => titleLikeness(title, leadColumns[name].titles)));

/** Which column means what; null where the sheet has no titles that name a contact and a way to reach them. */
export function readTitles(rows: readonly SampleRow[]): { readonly row: number; readonly columns: Partial<Record<LeadColumn, number>> } | null {
  const row = findTitleRow(rows, likeness);
  const header = rows.find(({ number }) => number === row);
  if (!row || !header) return null;
  const fits = leadColumnNames
    .flatMap((name) => header.cells.map((cell, column) => ({ name, column, fit: titleLikeness(plainTitle(cell), leadColumns[name].titles) })))
    .filter(({ fit }) => fit >= 0.6)
    .toSorted((one, other) => other.fit - one.fit || one.column - other.column);
  const columns: Partial<Record<LeadColumn, number>> = {};
  const taken = new Set<number>();
  for (const { name, column } of fits) {
    if (columns[name] !== undefined || taken.has(column)) continue;
    columns[name] = column;
    taken.add(column);
  }
  return columns.contactName !== undefined && (columns.phone !== undefined || columns.email !== undefined) ? { row, columns } : null;
}

const faultOf: Readonly<Record<CellWrong, keyof typeof leadSheetProblems>> = {
  formulaError: "cellFormulaError",
  digitsLost: "cellDigitsLost",
  becameDate: "cellBecameDate",
  tooLong: "cellTooLong",
  notADate: "cellNotADate",
  unprintable: "cellUnprintable",
};

/** A row by its columns: what it says, or everything that is wrong with it, column by column. `today` still counts as a day for a next step. */
export function readLeadRow(
  { number, cells }: SampleRow,
  columns: Partial<Record<LeadColumn, number>>,
  titles: readonly Cell[],
  today: Temporal.PlainDate,
): LeadRow | readonly RowFault[] {
  const faults: RowFault[] = [];
  const cellOf = (name: LeadColumn): Cell => (columns[name] === undefined ? null : (cells[columns[name]] ?? null));
  const say = (name: LeadColumn): string => (columns[name] === undefined ? leadColumns[name].name.zh : sayCell(titles[columns[name]] ?? null) || columnLetters(columns[name]));
  const fault = (name: LeadColumn | null, problem: Problem) => void faults.push({ column: name && say(name), code: problem.code, facts: problem.facts });
  const value = (name: LeadColumn) => ({ value: sayCell(cellOf(name)).slice(0, 100).toWellFormed() });
  function read<T>(name: LeadColumn, parsed: Parsed<T>): T | null {
    if ("value" in parsed) return parsed.value;
    fault(name, leadSheetProblems[faultOf[parsed.wrong]](value(name)));
    return null;
  }
  const text = (name: LeadColumn, longest: number): string => read(name, parseName(cellOf(name), longest)) ?? "";
  function oneOf<K extends string>(name: LeadColumn, names: Readonly<Record<K, Words>>, missing: K): K {
    const cell = cellOf(name);
    if (isEmptyCell(cell)) return missing;
    const said = plain(sayCell(cell)).toLowerCase();
    const found = (Object.keys(names) as K[]).find((key) => [key.toLowerCase(), names[key].zh.toLowerCase(), names[key].en.toLowerCase()].includes(said));
    if (found) return found;
    fault(name, leadSheetProblems.cellUnknown({ ...value(name), known: (Object.values(names) as Words[]).map(({ zh }) => zh).join("、") }));
    return missing;
  }
  function number_(name: LeadColumn, pattern: RegExp, most: number): string | null {
    const cell = cellOf(name);
    if (isEmptyCell(cell)) return null;
    const said = plain(sayCell(cell))
      .replaceAll(",", "")
      .replace(/(㎡|m2|平米|平方米|人)$/i, "");
    if (!pattern.test(said)) fault(name, leadSheetProblems.cellNotANumber(value(name)));
    else if (Number(said) <= 0 || Number(said) > most) fault(name, leadSheetProblems.cellOutOfRange(value(name)));
    else return said;
    return null;
  }
  const area = (name: LeadColumn): number | null => {
    const said = number_(name, /^\d{1,7}(\.\d{1,2})?$/, 1_000_000);
    return said === null ? null : centi(said);
  };

  const email = text("email", 200);
  if (email !== "" && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email)) fault("email", leadSheetProblems.cellNotMail(value("email")));
  const contactName = text("contactName", 60);
  if (contactName === "" && !faults.some(({ column }) => column === say("contactName"))) fault("contactName", leadSheetProblems.cellMissing());
  const headcount = number_("headcount", /^\d{1,6}$/, 100_000);
  const [what, on] = [text("nextStep", 200), read("nextOn", parseDay(cellOf("nextOn")))];
  const lead = {
    row: number,
    company: text("company", 200),
    contactName,
    phone: read("phone", parseCode(cellOf("phone"), 40)) ?? "",
    email,
    source: oneOf("source", leadSources, "other"),
    tenantKind: oneOf("tenantKind", tenantKinds, "company"),
    creditCode: read("creditCode", parseCode(cellOf("creditCode"), 18)),
    industry: text("industry", 60),
    areaMinCenti: area("areaMin"),
    areaMaxCenti: area("areaMax"),
    budget: number_("budget", /^\d{1,8}(\.\d{1,2})?$/, 99_999_999),
    budgetUnit: budgetUnitOf(cellOf("budgetUnit")),
    wantedOn: read("wantedOn", parseDay(cellOf("wantedOn"))),
    headcount: headcount === null ? null : Number(headcount),
    notes: text("notes", 2000),
    next: what !== "" && on ? { what, on } : null,
  } satisfies LeadRow;
  if (faults.length === 0) {
    if ((what === "") !== (on === null)) fault("nextOn", leadSheetProblems.nextIncomplete());
    for (const problem of [...whyNotLead(lead), ...(lead.next ? whyNotNextStep(lead.next, today) : [])]) fault(null, problem);
    for (const problem of whyNotCreditCode(lead.creditCode)) fault("creditCode", problem);
  }
  return faults.length > 0 ? faults : lead;
}

/** A decimal of at most two places in hundredths, without a float. */
function centi(said: string): number {
  const [whole = "0", part = ""] = said.split(".");
  return Number(`${whole}${part.padEnd(2, "0")}`);
}

const budgetUnitOf = (cell: Cell): BudgetUnit => (/月|month/i.test(sayCell(cell)) ? "month" : "day");

/** By which two rows are the same prospect: who it is, and how to reach them. */
export const prospectKey = ({ company, contactName, phone, email }: Pick<LeadRow, "company" | "contactName" | "phone" | "email">): string =>
  [company || contactName, phone || email].map((part) => plain(part).toLowerCase().replaceAll(/[\s-]/g, "")).join(" ");
