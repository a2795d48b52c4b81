import { type Cell, isCellError, sayCell } from "#kernel/cell.ts";
import { isStorable } from "#kernel/fields.ts";
import type { Problem } from "#kernel/problem.ts";
import type { Words } from "#kernel/words.ts";
import {
  type Band,
  type Direction,
  directionNames,
  meterKinds,
  type MeterKind,
  type MeterRole,
  meterRoles,
  type ReadingState,
  readingStates,
  type RegisterSet,
  registerSetNames,
  registerSets,
} from "./names.ts";
import { metersProblems as problem } from "./problems.ts";
import type { Values } from "./usage.ts";

/** A meter as a row of the ledger's sheet tells it; units, main meter, route and tariff by their names. */
export interface LedgerRow {
  readonly row: number;
  readonly meterNo: string;
  readonly kind: MeterKind;
  readonly role: MeterRole;
  readonly place: string;
  readonly units: readonly string[];
  readonly digits: number;
  readonly multiplier: string;
  readonly registers: RegisterSet;
  readonly direction: Direction;
  readonly calibratedOn: Temporal.PlainDate | null;
  readonly calibrationDue: Temporal.PlainDate | null;
  readonly parentNo: string;
  readonly route: string;
  readonly position: number;
  readonly tariff: string;
  readonly installedOn: Temporal.PlainDate | null;
  readonly opening: Values;
}

/** A reading as a row of a sheet tells it. */
export interface ReadingRow {
  readonly row: number;
  readonly meterNo: string;
  readonly readOn: Temporal.PlainDate | null;
  readonly values: Values;
  readonly state: ReadingState;
  readonly remark: string;
}

const ledgerTitles = {
  meterNo: ["表号", "meter no.", "meter no", "meter"],
  kind: ["种类", "表类型", "类别", "kind"],
  role: ["用途", "服务对象", "role"],
  place: ["安装位置", "位置", "location"],
  units: ["单元", "房号", "units", "unit"],
  digits: ["位数", "整数位", "digits"],
  multiplier: ["倍率", "multiplier"],
  registers: ["费率", "分时", "registers"],
  direction: ["方向", "direction"],
  calibratedOn: ["检定日期", "检定日", "calibrated"],
  calibrationDue: ["检定到期", "到期日", "calibration due"],
  parentNo: ["上级表号", "总表号", "main meter"],
  route: ["路线", "抄表路线", "route"],
  position: ["顺序", "order"],
  tariff: ["价格", "电价", "tariff"],
  installedOn: ["安装日期", "安装日", "installed"],
  total: ["底数", "总底数", "读数", "本次读数", "止码", "reading"],
  sharp: ["尖底数", "尖", "sharp peak", "sharp"],
  peak: ["峰底数", "峰", "peak"],
  flat: ["平底数", "平", "shoulder"],
  valley: ["谷底数", "谷", "valley"],
} as const;
const readingTitles = {
  meterNo: ledgerTitles.meterNo,
  readOn: ["抄表日期", "抄表日", "日期", "read on", "date"],
  total: ledgerTitles.total,
  sharp: ledgerTitles.sharp,
  peak: ledgerTitles.peak,
  flat: ledgerTitles.flat,
  valley: ledgerTitles.valley,
  state: ["状态", "state"],
  remark: ["备注", "remark"],
} as const;

type Titles = Readonly<Record<string, readonly string[]>>;
export type Columns = Readonly<Partial<Record<string, number>>>;
interface SheetLine {
  readonly number: number;
  readonly cells: readonly Cell[];
}

export const ledgerColumns = (heading: readonly Cell[]) => columnsOf(heading, ledgerTitles, ["meterNo", "kind", "role", "digits"]);
export const readingColumns = (heading: readonly Cell[]) => columnsOf(heading, readingTitles, ["meterNo"]);

/** Which column holds what, by its exact heading; what is needed and missing is named. */
function columnsOf(heading: readonly Cell[], titles: Titles, needed: readonly string[]): { readonly columns: Columns; readonly problems: Problem[] } {
  const said = heading.map((cell) => textIn(cell).toLowerCase());
  const columns = Object.fromEntries(
    Object.entries(titles).flatMap(([name, names]) => (said.some((title) => names.includes(title)) ? [[name, said.findIndex((title) => names.includes(title))]] : [])),
  );
  return { columns, problems: needed.filter((name) => columns[name] === undefined).map((name) => problem.columnMissing({ column: titles[name]?.[0] })) };
}

/** Reads a row of the ledger, or names every cell of it that cannot be read. */
export function readLedgerRow(line: SheetLine, columns: Columns): LedgerRow | Problem[] {
  const reader = readerOf(line, columns, ledgerTitles);
  const registers = reader.choice("registers", registerSetNames, "single");
  const row: LedgerRow = {
    row: line.number,
    meterNo: reader.text("meterNo", 60, true),
    kind: reader.choice("kind", meterKinds),
    role: reader.choice("role", meterRoles),
    place: reader.text("place", 120),
    units: reader
      .text("units", 400)
      .split(/[、，,;；\n]/)
      .map((unit) => unit.trim())
      .filter(Boolean),
    digits: reader.whole("digits", 3, 9),
    multiplier: reader.decimal("multiplier", "1"),
    registers,
    direction: reader.choice("direction", directionNames, "import"),
    calibratedOn: reader.day("calibratedOn"),
    calibrationDue: reader.day("calibrationDue"),
    parentNo: reader.text("parentNo", 60),
    route: reader.text("route", 60),
    position: reader.whole("position", 0, 9999, 0),
    tariff: reader.text("tariff", 60),
    installedOn: reader.day("installedOn"),
    opening: reader.values(registerSets[registers], "0"),
  };
  return reader.problems.length > 0 ? reader.problems : row;
}

/** Reads a row of readings; which registers it needs, the meter says. */
export function readReadingRow(line: SheetLine, columns: Columns): ReadingRow | Problem[] {
  const reader = readerOf(line, columns, readingTitles);
  const row: ReadingRow = {
    row: line.number,
    meterNo: reader.text("meterNo", 60, true),
    readOn: reader.day("readOn"),
    values: reader.values(["total", "sharp", "peak", "flat", "valley"]),
    state: reader.choice("state", readingStates, "normal"),
    remark: reader.text("remark", 500),
  };
  return reader.problems.length > 0 ? reader.problems : row;
}

/** Reads cells of a row by the name of their column, gathering what it cannot read. */
function readerOf({ number, cells }: SheetLine, columns: Columns, titles: Titles) {
  const problems: Problem[] = [];
  const cell = (name: string): Cell => cells[columns[name] ?? -1] ?? null;
  function unreadable<T>(name: string, instead: T): T {
    problems.push(problem.cellUnreadable({ row: number, column: titles[name]?.[0] ?? name, value: sayCell(cell(name)).slice(0, 60) }));
    return instead;
  }
  const decimal = (name: string, unless: string): string => {
    const text = textIn(cell(name)).replaceAll(/[,\s]/g, "");
    if (text === "") return unless;
    return /^\d{1,9}(\.\d{1,4})?$/.test(text) ? text : unreadable(name, unless);
  };
  return {
    problems,
    text(name: string, most: number, isNeeded = false): string {
      const text = textIn(cell(name));
      if (isCellError(cell(name)) || text.length > most || !isStorable(text) || (isNeeded && text === "")) return unreadable(name, "");
      return text;
    },
    choice<K extends string>(name: string, names: Readonly<Record<K, Words>>, unless?: K): K {
      const text = textIn(cell(name)).toLowerCase();
      const keys = Object.keys(names) as K[];
      if (text === "" && unless !== undefined) return unless;
      const found = keys.find((key) => [key.toLowerCase(), names[key].zh, `${names[key].zh}表`, names[key].en.toLowerCase()].includes(text));
      return found ?? unreadable(name, keys[0]!);
    },
    whole(name: string, least: number, most: number, unless?: number): number {
      const text = textIn(cell(name));
      if (text === "" && unless !== undefined) return unless;
      const value = /^\d{1,6}$/.test(text) ? Number.parseInt(text, 10) : -1;
      return value >= least && value <= most ? value : unreadable(name, least);
    },
    decimal,
    day(name: string): Temporal.PlainDate | null {
      const found = cell(name);
      if (found instanceof Temporal.PlainDateTime) return found.toPlainDate();
      if (found instanceof Temporal.PlainDate) return found;
      const text = textIn(found);
      if (text === "") return null;
      const parts = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(text);
      const day = parts ? dayOf(`${parts[1]}-${parts[2]?.padStart(2, "0")}-${parts[3]?.padStart(2, "0")}`) : null;
      return day ?? unreadable(name, null);
    },
    /** The columns that hold something; `unless` stands for the others. */
    values(bands: readonly Band[], unless?: string): Values {
      return Object.fromEntries(
        bands.flatMap((band) => {
          const value = decimal(band, "");
          return value !== "" ? [[band, value]] : unless === undefined ? [] : [[band, unless]];
        }),
      );
    },
  };
}

function dayOf(text: string): Temporal.PlainDate | null {
  try {
    return Temporal.PlainDate.from(text, { overflow: "reject" });
  } catch {
    return null; // a day that does not exist
  }
}

const textIn = (cell: Cell): string => (cell === null || isCellError(cell) ? "" : sayCell(cell).normalize("NFKC").trim());
