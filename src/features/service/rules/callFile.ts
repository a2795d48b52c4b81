import { type Cell, isCellError, sayCell } from "#kernel/cell.ts";
import { type Problem, reasons } from "#kernel/problem.ts";
import { serviceProblems as problem } from "./problems.ts";

/** A call as a file of the exchange tells it. */
export interface FiledCall {
  /** The exchange's own number of the call; without one, what the call is known by. */
  readonly externalId: string;
  readonly startedAt: Temporal.Instant;
  readonly waitedMs: number;
  readonly isAnswered: boolean;
  readonly callerNumber: string;
  readonly extension: string;
}

/** What exchanges call their columns, in the order in which a column is looked for. */
const namesOfColumns = {
  callId: ["通话id", "流水号", "话单号", "呼叫标识", "callid", "call id", "uniqueid", "id"],
  startedAt: ["呼入时间", "来电时间", "振铃开始", "开始时间", "呼叫时间", "start time", "started", "calldate", "time", "时间"],
  waited: ["振铃时长", "振铃秒数", "等待时长", "等待秒数", "应答时长", "ring duration", "ring seconds", "wait", "ring"],
  isAnswered: ["是否接听", "接听状态", "应答状态", "通话状态", "answered", "disposition", "status", "状态", "结果"],
  callerNumber: ["主叫号码", "来电号码", "主叫", "caller id", "caller", "src", "from"],
  extension: ["被叫分机", "分机", "被叫号码", "被叫", "extension", "dst", "to"],
} as const;
type Column = keyof typeof namesOfColumns;
const needed: readonly Column[] = ["startedAt", "waited", "isAnswered"];

export type CallColumns = Readonly<Partial<Record<Column, number>>>;

/** Which column holds what, by its heading; what is needed and missing is named. */
export function columnsOfCalls(heading: readonly Cell[]): { readonly columns: CallColumns; readonly problems: Problem[] } {
  const titles = heading.map((cell) => sayCell(cell).normalize("NFKC").trim().toLowerCase());
  const columns: Partial<Record<Column, number>> = {};
  for (const [column, names] of Object.entries(namesOfColumns) as [Column, readonly string[]][]) {
    const taken = new Set(Object.values(columns));
    const exact = titles.findIndex((title, index) => !taken.has(index) && names.includes(title));
    const near = titles.findIndex((title, index) => !taken.has(index) && names.some((name) => name.length > 2 && title.includes(name)));
    const index = exact >= 0 ? exact : near;
    if (index >= 0) columns[column] = index;
  }
  return { columns, problems: needed.filter((column) => columns[column] === undefined).map((column) => problem.columnMissing({ column: namesOfColumns[column][0] })) };
}

/** Reads a row, or names every cell of it that cannot be read. Wall-clock times are those of `zone`. */
export function readCallRow(row: { readonly number: number; readonly cells: readonly Cell[] }, columns: CallColumns, zone: string): FiledCall | Problem[] {
  const cell = (column: Column): Cell => row.cells[columns[column] ?? -1] ?? null;
  const unreadable = (column: Column) => problem.rowUnreadable({ row: row.number, column: namesOfColumns[column][0], value: sayCell(cell(column)).slice(0, 60) });
  const startedAt = momentIn(cell("startedAt"), zone);
  const seconds = secondsIn(cell("waited"));
  const isAnswered = truthIn(cell("isAnswered"));
  if (startedAt === null || seconds === null || isAnswered === null) {
    return reasons(startedAt === null && unreadable("startedAt"), seconds === null && unreadable("waited"), isAnswered === null && unreadable("isAnswered"));
  }
  const [callerNumber, extension] = [textIn(cell("callerNumber")), textIn(cell("extension"))];
  const externalId = textIn(cell("callId")) || `${startedAt.toString()} ${callerNumber} ${extension} ${seconds}`;
  return { externalId: externalId.slice(0, 200), startedAt, waitedMs: Math.round(seconds * 1000), isAnswered, callerNumber, extension };
}

const textIn = (cell: Cell): string => (cell === null || isCellError(cell) ? "" : sayCell(cell).trim().slice(0, 50));

function momentIn(cell: Cell, zone: string): Temporal.Instant | null {
  if (cell instanceof Temporal.PlainDateTime) return cell.toZonedDateTime(zone).toInstant();
  if (typeof cell !== "string") return null;
  const text = cell.trim().normalize("NFKC").replaceAll("/", "-").replace(/\s+/, "T");
  const parts = /^(\d{4})-(\d{1,2})-(\d{1,2})T(\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)(Z|[+-]\d{2}:?\d{2})?$/i.exec(text);
  if (!parts) return null;
  const [, year = "", month = "", day = "", time = "", offset] = parts;
  const local = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}T${time.padStart(time.indexOf(":") === 1 ? time.length + 1 : time.length, "0")}`;
  try {
    return offset ? Temporal.Instant.from(`${local}${offset}`) : Temporal.PlainDateTime.from(local).toZonedDateTime(zone).toInstant();
  } catch {
    return null; // a day that does not exist
  }
}

const longestWaitSeconds = 3600;

/** Seconds, or minutes and seconds, or hours too. */
function secondsIn(cell: Cell): number | null {
  const text =
    typeof cell === "number"
      ? String(cell)
      : typeof cell === "string"
        ? cell
            .trim()
            .normalize("NFKC")
            .replace(/(秒|s|sec)$/i, "")
        : "";
  if (!/^\d+(:\d{1,2}){0,2}(\.\d+)?$/.test(text)) return null;
  const seconds = text.split(":").reduce((sum, part) => sum * 60 + Number(part), 0);
  return seconds <= longestWaitSeconds ? seconds : null;
}

const yes = ["是", "已接", "已接听", "接听", "接通", "应答", "成功", "1", "true", "yes", "y", "answered", "answer", "connected"];
const no = ["否", "未接", "未接听", "未接通", "无应答", "放弃", "失败", "0", "false", "no", "n", "no answer", "noanswer", "missed", "abandoned", "busy", "failed"];

function truthIn(cell: Cell): boolean | null {
  if (typeof cell === "boolean") return cell;
  const text = textIn(cell).normalize("NFKC").toLowerCase();
  if (yes.includes(text)) return true;
  return no.includes(text) ? false : null;
}
