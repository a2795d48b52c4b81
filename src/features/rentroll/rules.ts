import type { Cell } from "#kernel/cell.ts";
import { sayCell } from "#kernel/cell.ts";
import { columnLetters, isEmptyCell, parseCode, parseDay, parseName, plain } from "#kernel/cellValue.ts";
import { type Problem, problems, reasons, sayProblem } from "#kernel/problem.ts";
import { type Language, words } from "#kernel/words.ts";
import type { UnitState, UnitUse } from "#features/sites/rules.ts";
import { isCreditCode } from "#features/tenants/rules.ts";
import { type Floor, floorOfUnitNo, type Parsed, parseArea, parseFloor, parseState, parseUse, type Wrong } from "./rules/cells.ts";
import { factsOf, type Mapping, type RollField, rollFieldNames, rollFields } from "./rules/fields.ts";

export { columnLetters, type DateOrder, parseDay } from "#kernel/cellValue.ts";
export { fingerprintOf, type SampleRow } from "#kernel/sheetTitles.ts";
export type { Floor } from "./rules/cells.ts";
export { factsOf, type FieldFacts, type FieldGroup, type Mapping, type RollField, rollFieldNames, rollFields, type Source } from "./rules/fields.ts";
export { findHeaderRow, type Guess, guessMapping } from "./rules/headers.ts";

export type ImportStatus = "draft" | "previewing" | "previewed" | "running" | "done" | "failed" | "undoing" | "undone";

/** What an import may become. A new mapping leads back to a draft until rows were written. */
export const importTransitions = {
  draft: ["previewing"],
  previewing: ["previewed", "failed"],
  previewed: ["previewing", "running"],
  running: ["done", "failed", "previewed"],
  done: ["undoing"],
  undoing: ["undone", "done"],
  failed: ["previewing"],
  undone: [],
} as const satisfies Record<ImportStatus, readonly ImportStatus[]>;

export const mayBecome = (from: ImportStatus, to: ImportStatus): boolean => (importTransitions[from] as readonly ImportStatus[]).includes(to);

export const rentrollProblems = problems("rentroll", {
  notFound: { status: 404, words: words("没有这次导入", "No such import") },
  wrongStatus: {
    status: 409,
    words: words("这次导入已不在这一步，请刷新页面查看进展", "This import is no longer at that step. Reload to see how far it is"),
  },
  noSuchSheet: {
    status: 422,
    words: words("文件里没有第 {sheet} 张工作表", "The file has no sheet number {sheet}"),
  },
  noHeader: {
    status: 422,
    words: words("第 {row} 行没有列标题。请选择列标题所在的行", "Row {row} holds no column titles. Choose the row that names the columns"),
  },
  fieldNeeded: {
    status: 422,
    words: words("请为“{field}”指定一列，或给出固定值", "Choose a column for {field}, or give one value for all rows"),
  },
  noSuchColumn: {
    status: 422,
    words: words("“{field}”指定的列不在表中", "The column chosen for {field} is not in the sheet"),
  },
  someRefused: {
    status: 409,
    words: words("有 {refused} 行不能导入，而您选择了全部导入或全部不导入", "{refused} rows cannot be imported, and you chose all or nothing"),
  },
  nothingToImport: { status: 409, words: words("没有可以导入的行", "There is no row to import") },
  stillNeeded: {
    status: 409,
    words: words("不能撤销：{what} 在导入后已被使用或修改", "It cannot be undone: {what} has been used or changed since"),
  },

  formulaError: {
    status: 422,
    words: words("{column}：公式出错（{value}）。请在 Excel 里修正公式或改填数值", "{column}: the formula has an error ({value}). Mend it in Excel, or type the value"),
  },
  digitsLost: {
    status: 422,
    words: words(
      "{column}：长数字被 Excel 存成了数值，末几位已丢失。请把该列设为文本后重新填写",
      "{column}: Excel holds this long number as a number and has lost its last digits. Make the column text and type it again",
    ),
  },
  becameDate: {
    status: 422,
    words: words(
      "{column}：“{value}”被 Excel 变成了日期。请把该列设为文本后重新填写",
      "{column}: Excel has turned this into the date {value}. Make the column text and type it again",
    ),
  },
  tooLong: { status: 422, words: words("{column}：文字太长", "{column}: the text is too long") },
  unprintable: {
    status: 422,
    words: words("{column}：含有无法存储的字符", "{column}: holds characters that cannot be stored"),
  },
  notAnArea: {
    status: 422,
    words: words("{column}：“{value}”不是面积。请只填数字，如 123.45", "{column}: “{value}” is no area. Give a number such as 123.45"),
  },
  areaNotPositive: {
    status: 422,
    words: words("{column}：面积 {value} 必须大于 0。没有面积请留空", "{column}: the area {value} must be above 0. Leave it empty if there is none"),
  },
  netOverGross: {
    status: 422,
    words: words("套内面积 {net} 大于建筑面积 {gross}", "The net area {net} is larger than the gross area {gross}"),
  },
  notADate: {
    status: 422,
    words: words("{column}：“{value}”不是日期。请写成 2026-03-01", "{column}: “{value}” is no date. Write it as 2026-03-01"),
  },
  unknownFloor: {
    status: 422,
    words: words("{column}：看不懂楼层“{value}”。请写成 18F 或 B1", "{column}: the floor “{value}” is not understood. Write 18F or B1"),
  },
  unknownUse: {
    status: 422,
    words: words(
      "{column}：没有“{value}”这种用途。可填：办公、商业、仓储、车位、设备用房、公共区域、其他",
      "{column}: there is no use “{value}”. Use office, retail, storage, parking, plant, public or other",
    ),
  },
  unknownState: {
    status: 422,
    words: words("{column}：没有“{value}”这种状态。可填：已租、空置、自用、装修、停用", "{column}: there is no state “{value}”. Use let, vacant, own use, works or withdrawn"),
  },
  missing: { status: 422, words: words("缺少{field}", "{field} is missing") },
  floorMissing: {
    status: 422,
    words: words("没有楼层，也无法从房号“{unit}”看出。请填写楼层", "There is no floor, and the unit number {unit} does not tell it. Give the floor"),
  },
  tenantMissing: {
    status: 422,
    words: words("有租期或合同编号，但没有租户。请填写租户，或清空租期", "There is a term or a lease number but no tenant. Give the tenant, or clear the term"),
  },
  termIncomplete: {
    status: 422,
    words: words("租户“{tenant}”缺少{field}。请补全租期，或清空租户", "The tenant {tenant} has no {field}. Complete the term, or clear the tenant"),
  },
  endBeforeStart: {
    status: 422,
    words: words("到期日 {end} 早于起租日 {start}", "The lease ends on {end}, before it starts on {start}"),
  },

  creditCodeWrong: {
    status: 422,
    words: words(
      "{column}：“{value}”不是有效的统一社会信用代码（校验位不符）。请核对，或清空",
      "{column}: “{value}” is no valid credit code (its last character does not check). Correct it, or clear it",
    ),
  },
  changedMeanwhile: { status: 409, words: words("导入时数据被他人修改。请重新预览后再导入", "The data changed while the import ran. Preview again, then import") },
  crashed: {
    status: 500,
    words: words("系统出错，什么都没有写入（编号 {requestId}）。请重试", "Something went wrong on our side and nothing was written (no. {requestId}). Try again"),
  },

  duplicateUnit: {
    status: 422,
    words: words("房号 {unit} 在第 {other} 行已出现。请保留一行", "Unit {unit} is also in row {other}. Keep one of them"),
  },
  duplicateLease: {
    status: 422,
    words: words("合同 {lease} 与房号 {unit} 在第 {other} 行已出现。请保留一行", "Lease {lease} of unit {unit} is also in row {other}. Keep one of them"),
  },
  overlappingRow: {
    status: 422,
    words: words(
      "房号 {unit} 的租期与第 {other} 行（{tenant}，{start} 至 {end}）重叠。请改正其中一行",
      "The term on unit {unit} overlaps with row {other} ({tenant}, {start} to {end}). Correct one of them",
    ),
  },
  unitDiffers: {
    status: 422,
    words: words("同一房号 {unit} 在第 {other} 行的{field}不同", "Row {other} gives another {field} for the same unit {unit}"),
  },
  leaseWithTerms: {
    status: 422,
    words: words(
      "房号 {unit} 的合同 {lease} 在系统中有完整条款，台账不能改写它。请用补充协议变更，或把该行改得与现有合同一致",
      "The terms of lease {lease} on unit {unit} are written here, and a rent roll does not overwrite them. Amend the lease, or make the row say what it says",
    ),
  },
  leaseOfSeveralUnits: {
    status: 422,
    words: words(
      "合同 {lease} 含多个单元，台账的一行（房号 {unit}）不能改写它。请在租约中修改",
      "Lease {lease} holds several units, and one row (unit {unit}) does not overwrite it. Change the lease itself",
    ),
  },
  heldByLetter: {
    status: 409,
    words: words("{unit} 已由意向书 {letter} 为“{party}”保留至 {until}", "The letter of intent {letter} holds {unit} for {party} until {until}"),
  },
  overlappingLease: {
    status: 422,
    words: words(
      "房号 {unit} 的租期与已有合同 {lease}（{start} 至 {end}）重叠。请先了结原合同，或改正租期",
      "The term on unit {unit} overlaps with the lease {lease} ({start} to {end}). End that lease first, or correct the term",
    ),
  },
  creditCodeDiffers: {
    status: 422,
    words: words("租户“{tenant}”的统一社会信用代码与第 {other} 行不同", "Row {other} gives the tenant {tenant} another credit code"),
  },
});

/** One unit, with the lease on it if there is one, as a row of the roll tells it. Null: the row does not say. Areas in hundredths of a square metre. */
export interface RollRow {
  readonly row: number;
  readonly site: {
    readonly code: string;
    readonly name: string;
    readonly address: string | null;
  } | null;
  readonly building: string;
  readonly floor: Floor;
  readonly unitNo: string;
  readonly gross: number | null;
  readonly net: number | null;
  readonly chargeable: number | null;
  readonly use: UnitUse | null;
  readonly state: UnitState | null;
  readonly lease: RollLease | null;
}
export interface RollLease {
  readonly no: string;
  /** ISO text, as are ends: a hundred thousand of them are compared and stored, and text orders as days do. */
  readonly start: string;
  readonly end: string;
  readonly tenant: string;
  readonly creditCode: string | null;
  readonly industry: string | null;
  readonly contact: string | null;
  readonly phone: string | null;
  readonly email: string | null;
}

/** All that stands against reading a sheet by `mapping`. `columns`: how many there are. */
export function whyNotMap(mapping: Mapping, scope: "site" | "company", columns: number): Problem[] {
  const needed: RollField[] = [...(scope === "company" ? (["siteCode"] as const) : []), "building", "unitNo"];
  return reasons(
    needed.filter((field) => !mapping.fields[field]).map((field) => rentrollProblems.fieldNeeded({ field })),
    rollFieldNames.filter((field) => isOutside(mapping, field, columns)).map((field) => rentrollProblems.noSuchColumn({ field })),
  );
}

function isOutside({ fields }: Mapping, field: RollField, columns: number): boolean {
  const source = fields[field];
  return source !== undefined && "column" in source && source.column >= columns;
}

/** What a row of the sheet says, or everything that is wrong with it, each named by its column. `titles`: the header row. */
export function readRow(row: number, cells: readonly Cell[], mapping: Mapping, titles: readonly Cell[], scope: "site" | "company"): RollRow | Problem[] {
  const found: Problem[] = [];
  const read = <T>(field: RollField, parse: (cell: Cell) => Parsed<T | null>): T | null => {
    const cell = cellOf(mapping, field, cells);
    const parsed = parse(cell);
    if ("value" in parsed) return parsed.value;
    found.push(cellProblem(parsed.wrong, mapping, field, titles, cell));
    return null;
  };
  const code = (field: RollField) => read(field, (cell) => parseCode(cell, factsOf(field).longest));
  const name = (field: RollField) => read(field, (cell) => parseName(cell, factsOf(field).longest));
  const area = (field: RollField) => read(field, (cell) => parseArea(cell, mapping.areaUnit));

  const siteCode = scope === "company" ? code("siteCode") : null;
  const site = siteCode === null ? null : { code: siteCode, name: name("siteName") ?? siteCode, address: name("siteAddress") };
  const building = code("building");
  const unitNo = code("unitNo");
  const toldFloor = read("floor", parseFloor);
  const [gross, net, chargeable] = [area("grossArea"), area("netArea"), area("chargeableArea")];
  const use = read("use", parseUse);
  const state = read("state", parseState);
  const start = read("leaseStart", (cell) => parseDay(cell, mapping.dateOrder))?.toString() ?? null;
  const end = read("leaseEnd", (cell) => parseDay(cell, mapping.dateOrder))?.toString() ?? null;
  const leaseNo = code("leaseNo");
  const tenant = name("tenant");
  const rest = {
    creditCode: code("creditCode")?.toUpperCase() ?? null,
    industry: name("industry"),
    contact: name("contact"),
    phone: code("phone"),
    email: code("email"),
  };

  const wrongFields = found.map(({ facts }) => facts["field"]);
  const missing = (field: RollField, present: unknown) => present === null && !wrongFields.includes(field) && rentrollProblems.missing({ field });
  const floor = toldFloor ?? (unitNo === null ? undefined : floorOfUnitNo(unitNo));
  const hasLease =
    [start, end].some((day) => day !== null) || (leaseNo !== null && !sharesColumn(mapping, "leaseNo", "unitNo")) || (tenant !== null && !isFixed(mapping, "tenant"));
  const lacks = (field: RollField, day: unknown) =>
    hasLease && tenant !== null && day === null && !wrongFields.includes(field) && rentrollProblems.termIncomplete({ tenant, field });
  found.push(
    ...reasons(
      scope === "company" && missing("siteCode", siteCode),
      rest.creditCode !== null && !isCreditCode(rest.creditCode) && cellProblem("creditCodeWrong", mapping, "creditCode", titles, rest.creditCode),
      missing("building", building),
      missing("unitNo", unitNo),
      unitNo !== null && !floor && !wrongFields.includes("floor") && rentrollProblems.floorMissing({ unit: unitNo }),
      gross !== null && net !== null && net > gross && rentrollProblems.netOverGross({ net: net / 100, gross: gross / 100 }),
      hasLease && tenant === null && !wrongFields.includes("tenant") && rentrollProblems.tenantMissing(),
      lacks("leaseStart", start),
      lacks("leaseEnd", end),
      start !== null && end !== null && end < start && rentrollProblems.endBeforeStart({ start, end }),
    ),
  );
  if (found.length > 0 || building === null || unitNo === null || !floor) return found;
  const no = leaseNo ?? (start === null ? "" : `${building}-${unitNo}-${start.replaceAll("-", "")}`);
  const lease = hasLease && tenant !== null && start !== null && end !== null ? { no, start, end, tenant, ...rest } : null;
  return { row, site, building, floor, unitNo, gross, net, chargeable, use, state, lease };
}

function cellOf(mapping: Mapping, field: RollField, cells: readonly Cell[]): Cell {
  const source = mapping.fields[field];
  if (!source) return null;
  return "fixed" in source ? source.fixed : (cells[source.column] ?? null);
}

const isFixed = (mapping: Mapping, field: RollField) => "fixed" in (mapping.fields[field] ?? {});

function sharesColumn({ fields }: Mapping, one: RollField, other: RollField): boolean {
  const [first, second] = [fields[one], fields[other]];
  return first !== undefined && second !== undefined && "column" in first && "column" in second && first.column === second.column;
}

function cellProblem(wrong: Wrong | "creditCodeWrong", mapping: Mapping, field: RollField, titles: readonly Cell[], cell: Cell): Problem {
  const source = mapping.fields[field];
  const column = source && "column" in source ? `${sayCell(titles[source.column] ?? null)} (${columnLetters(source.column)})` : undefined;
  return rentrollProblems[wrong]({ field, ...(column && { column }), value: sayCell(cell).slice(0, 100) });
}

/** Whether a row is no data: blank, or a line of sums. */
export function isIdleRow(cells: readonly Cell[]): boolean {
  const first = cells.find((cell) => !isEmptyCell(cell));
  return first === undefined || (typeof first === "string" && /^(合计|总计|小计|共计|total|subtotal)/i.test(plain(first).replaceAll(" ", "")));
}

/** Companies are one when their names are, brackets, spaces and letter case aside. */
export const tenantKey = (name: string): string => plain(name).toLowerCase().replaceAll(" ", "");

export const unitKey = ({ site, building, unitNo }: Pick<RollRow, "site" | "building" | "unitNo">): string => `${site?.code ?? ""}\u0001${building}\u0001${unitNo}`;

/** What stands against rows because of other rows of the same file, by row number. Both of two that contradict each other are kept out, each naming the other. */
export function crossCheck(rows: readonly RollRow[]): Map<number, Problem[]> {
  const found = new Map<number, Problem[]>();
  const add = (row: number, problem: Problem) => {
    const known = found.get(row) ?? [];
    if (!known.some(({ code }) => code === problem.code)) found.set(row, [...known, problem]);
  };
  for (const group of Map.groupBy(rows, unitKey).values()) {
    if (group.length > 1) checkUnit(group, add);
  }
  checkCreditCodes(rows, add);
  return found;
}

function checkUnit(group: readonly RollRow[], add: (row: number, problem: Problem) => void): void {
  const vacant = group.filter(({ lease }) => !lease);
  for (const row of vacant) {
    const other = group.find((candidate) => candidate !== row);
    if (!other) continue;
    add(row.row, rentrollProblems.duplicateUnit({ unit: row.unitNo, other: other.row }));
    if (other.lease) add(other.row, rentrollProblems.duplicateUnit({ unit: row.unitNo, other: row.row }));
  }
  checkTerms(
    group.flatMap((row) => (row.lease ? [{ row, lease: row.lease }] : [])),
    add,
  );
  const [first, ...others] = group;
  if (!first) return;
  for (const other of others) {
    const field = differingField(first, other);
    if (!field) continue;
    add(other.row, rentrollProblems.unitDiffers({ unit: other.unitNo, field, other: first.row }));
    add(first.row, rentrollProblems.unitDiffers({ unit: other.unitNo, field, other: other.row }));
  }
}

/** Walks through the terms by their start beside the one that ends last: whatever overlaps any, overlaps that one. */
function checkTerms(terms: readonly Let[], add: (row: number, problem: Problem) => void): void {
  const byNo = new Map<string, Let>();
  let longest: Let | undefined;
  for (const term of terms.toSorted((one, other) => (one.lease.start < other.lease.start ? -1 : one.lease.start > other.lease.start ? 1 : 0))) {
    const same = byNo.get(term.lease.no);
    if (same) {
      add(term.row.row, rentrollProblems.duplicateLease({ lease: term.lease.no, unit: term.row.unitNo, other: same.row.row }));
      add(same.row.row, rentrollProblems.duplicateLease({ lease: term.lease.no, unit: term.row.unitNo, other: term.row.row }));
    } else if (longest && term.lease.start <= longest.lease.end) {
      add(term.row.row, clash(term, longest));
      add(longest.row.row, clash(longest, term));
    }
    byNo.set(term.lease.no, term);
    if (!longest || term.lease.end > longest.lease.end) longest = term;
  }
}

interface Let {
  readonly row: RollRow;
  readonly lease: RollLease;
}

function clash(mine: Let, other: Let): Problem {
  const { lease } = other;
  return rentrollProblems.overlappingRow({
    unit: mine.row.unitNo,
    other: other.row.row,
    tenant: lease.tenant,
    start: lease.start.toString(),
    end: lease.end.toString(),
  });
}

function differingField(one: RollRow, other: RollRow): RollField | undefined {
  if (one.floor.name !== other.floor.name) return "floor";
  const pairs = [
    ["grossArea", "gross"],
    ["netArea", "net"],
    ["chargeableArea", "chargeable"],
    ["use", "use"],
    ["state", "state"],
  ] as const;
  return pairs.find(([, key]) => one[key] !== null && other[key] !== null && one[key] !== other[key])?.[0];
}

function checkCreditCodes(rows: readonly RollRow[], add: (row: number, problem: Problem) => void): void {
  const first = new Map<string, RollRow>();
  for (const row of rows) {
    if (!row.lease?.creditCode) continue;
    const key = `${row.site?.code ?? ""}\u0001${tenantKey(row.lease.tenant)}`;
    const known = first.get(key);
    if (!known) first.set(key, row);
    else if (known.lease?.creditCode !== row.lease.creditCode) add(row.row, rentrollProblems.creditCodeDiffers({ tenant: row.lease.tenant, other: known.row }));
  }
}

/** A reason a row is kept out, as a sentence; the fields it names are named in `language`. */
export function sayReason({ code, facts }: Pick<Problem, "code" | "facts">, language: Language): string {
  const field = facts["field"];
  const name = typeof field === "string" && field in rollFields ? factsOf(field as RollField).name[language] : undefined;
  const named = name === undefined ? facts : { column: name, ...facts, field: name };
  return sayProblem({ code, facts: named }, language);
}
