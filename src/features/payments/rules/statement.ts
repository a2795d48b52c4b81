import { type Cell, sayCell } from "#kernel/cell.ts";
import { columnLetters, type DateOrder, isEmptyCell, parseDay, parseName, type Parsed, plain } from "#kernel/cellValue.ts";
import { type Fen, fen, readYuan } from "#kernel/money.ts";
import { type Problem, reasons } from "#kernel/problem.ts";
import { findTitleRow, guessDateOrder, plainTitle, type SampleRow, titleLikeness } from "#kernel/sheetTitles.ts";
import { words, type Words } from "#kernel/words.ts";
import { paymentsProblems } from "./problems.ts";

interface ColumnFacts {
  readonly name: Words;
  readonly kind: "day" | "amount" | "text" | "direction";
  readonly longest?: number;
  /** Column titles that mean this, without spaces and brackets, in lower case. */
  readonly titles: readonly string[];
}

/** What a column of a bank statement can mean. Banks write one signed amount, an amount with a mark for its direction, or two columns. */
export const statementColumns = {
  day: {
    name: words("交易日期", "Day"),
    kind: "day",
    titles: [
      "交易日期",
      "交易时间",
      "记账日期",
      "入账日期",
      "入账时间",
      "日期",
      "交易日",
      "发生日期",
      "记账时间",
      "起息日",
      "transactiondate",
      "date",
      "valuedate",
      "bookingdate",
      "postingdate",
    ],
  },
  received: {
    name: words("收入金额", "Received"),
    kind: "amount",
    titles: [
      "收入",
      "收入金额",
      "贷方发生额",
      "贷方金额",
      "贷方",
      "贷方发生额收入",
      "转入金额",
      "存入金额",
      "贷",
      "credit",
      "creditamount",
      "deposit",
      "deposits",
      "received",
      "paidin",
      "moneyin",
    ],
  },
  paid: {
    name: words("支出金额", "Paid"),
    kind: "amount",
    titles: [
      "支出",
      "支出金额",
      "借方发生额",
      "借方金额",
      "借方",
      "借方发生额支取",
      "转出金额",
      "支取金额",
      "借",
      "debit",
      "debitamount",
      "withdrawal",
      "withdrawals",
      "paid",
      "paidout",
      "moneyout",
    ],
  },
  amount: {
    name: words("金额（一列）", "Amount (one column)"),
    kind: "amount",
    titles: ["交易金额", "发生额", "金额", "交易额", "amount", "transactionamount"],
  },
  direction: {
    name: words("收支标志", "Received or paid"),
    kind: "direction",
    titles: ["借贷标志", "借贷", "收支", "收支标志", "收支类型", "借贷方向", "交易方向", "收付标志", "借贷状态", "dc", "d/c", "drcr", "debitcredit", "direction", "type"],
  },
  payerName: {
    name: words("对方户名", "Payer"),
    kind: "text",
    longest: 200,
    titles: [
      "对方户名",
      "对方名称",
      "对方单位名称",
      "对方单位",
      "对方账户名称",
      "付款人名称",
      "付款人",
      "付款方户名",
      "付款方名称",
      "对手户名",
      "对方姓名",
      "交易对手",
      "交易对手名称",
      "对手方名称",
      "户名",
      "payer",
      "payername",
      "counterparty",
      "counterpartyname",
      "accountname",
      "name",
      "remitter",
    ],
  },
  payerAccount: {
    name: words("对方账号", "Payer's account"),
    kind: "text",
    longest: 60,
    titles: [
      "对方账号",
      "对方帐号",
      "对方账户",
      "付款人账号",
      "付款方账号",
      "对手账号",
      "交易对手账号",
      "对方卡号",
      "counterpartyaccount",
      "payeraccount",
      "accountnumber",
      "account",
    ],
  },
  remark: {
    name: words("摘要", "Remark"),
    kind: "text",
    longest: 500,
    titles: ["摘要", "备注", "交易摘要", "附言", "交易附言", "说明", "remark", "remarks", "description", "details", "narrative", "memo"],
  },
  purpose: {
    name: words("用途", "Purpose"),
    kind: "text",
    longest: 500,
    titles: ["用途", "交易用途", "附言用途", "款项用途", "个性化信息", "purpose", "paymentpurpose", "reference"],
  },
  serialNo: {
    name: words("流水号", "Serial number"),
    kind: "text",
    longest: 80,
    titles: [
      "流水号",
      "交易流水号",
      "交易流水",
      "银行流水号",
      "凭证号",
      "企业流水号",
      "主机流水号",
      "核心流水号",
      "serialno",
      "serialnumber",
      "transactionid",
      "transactionno",
      "transactionreference",
    ],
  },
  balance: {
    name: words("余额", "Balance"),
    kind: "amount",
    titles: ["余额", "账户余额", "当前余额", "本次余额", "交易后余额", "balance", "runningbalance", "closingbalance"],
  },
} as const satisfies Record<string, ColumnFacts>;

export type StatementColumn = keyof typeof statementColumns;
export const statementColumnNames = Object.keys(statementColumns) as [StatementColumn, ...StatementColumn[]];
const factsOf = (column: StatementColumn): ColumnFacts => statementColumns[column];

/** How a statement is to be read: the place of each column, from 0. */
export interface StatementMapping {
  readonly sheet: number;
  readonly headerRow: number;
  readonly columns: Partial<Readonly<Record<StatementColumn, number>>>;
  readonly dateOrder: DateOrder;
}

export interface StatementRow {
  readonly row: number;
  readonly direction: "in" | "out";
  readonly day: Temporal.PlainDate;
  readonly amount: Fen;
  readonly payerName: string;
  readonly payerAccount: string;
  readonly remark: string;
  readonly serialNo: string;
  readonly balance: Fen | null;
}

const likeness = (title: string, column: StatementColumn): number => titleLikeness(title, factsOf(column).titles);

/** The number of the row that names the columns; banks put the account and its holder above it. */
export const findStatementHeader = (rows: readonly SampleRow[]): number | undefined =>
  findTitleRow(rows, (title) => Math.max(...statementColumnNames.map((column) => likeness(title, column))));

/** Guesses which column means what, from titles, kept only where the values below bear it out. */
export function guessStatement(
  sheet: number,
  header: SampleRow,
  samples: readonly SampleRow[],
): { readonly mapping: StatementMapping; readonly confidence: Partial<Record<StatementColumn, number>> } {
  const titles = header.cells.map(plainTitle);
  const valuesOf = (place: number) => samples.map(({ cells }) => cells[place] ?? null).filter((cell) => !isEmptyCell(cell));
  const candidates = statementColumnNames
    .flatMap((column) => titles.map((title, place) => ({ column, place, confidence: likeness(title, column) })))
    .filter(({ confidence, column, place }) => confidence >= 0.6 && isBorneOut(column, valuesOf(place)))
    .toSorted((one, other) => other.confidence - one.confidence || one.place - other.place);
  const columns: Partial<Record<StatementColumn, number>> = {};
  const confidence: Partial<Record<StatementColumn, number>> = {};
  const taken = new Set<number>();
  for (const candidate of candidates) {
    if (columns[candidate.column] !== undefined || taken.has(candidate.place)) continue;
    columns[candidate.column] = candidate.place;
    confidence[candidate.column] = candidate.confidence;
    taken.add(candidate.place);
  }
  if (columns.received !== undefined) {
    delete columns.amount;
    delete columns.direction;
  }
  const days = columns.day === undefined ? [] : valuesOf(columns.day);
  return { confidence, mapping: { sheet, headerRow: header.number, columns, dateOrder: guessDateOrder(days) } };
}

/** Days, amounts and directions are guessed only where at least half of the values are such. */
function isBorneOut(column: StatementColumn, values: readonly Cell[]): boolean {
  const { kind } = factsOf(column);
  if (kind === "text") return true;
  const parse: (cell: Cell) => object = kind === "day" ? parseDay : kind === "amount" ? parseAmount : parseDirection;
  return values.filter((cell) => "value" in parse(cell)).length * 2 >= values.length;
}

/** All that stands against reading a sheet of `width` columns by `mapping`. */
export function whyNotRead({ columns }: StatementMapping, width: number): Problem[] {
  const needed = (column: StatementColumn) => columns[column] === undefined && paymentsProblems.fieldNeeded({ field: column });
  return reasons(
    needed("day"),
    columns.amount === undefined && needed("received"),
    statementColumnNames.filter((column) => (columns[column] ?? 0) >= width).map((column) => paymentsProblems.noSuchColumn({ field: column })),
  );
}

type AmountWrong = "formulaError" | "notAnAmount";

/** An amount of yuan as exact 分: numbers by the fifteen digits Excel keeps, texts with separators, currency signs or full-width digits. */
export function parseAmount(cell: Cell): Parsed<Fen | null, AmountWrong> {
  if (isEmptyCell(cell)) return { value: null };
  if (typeof cell === "object") return { wrong: cell !== null && "error" in cell ? "formulaError" : "notAnAmount" };
  const text =
    typeof cell === "number"
      ? Number.isFinite(cell) && Math.abs(cell) < 1e13
        ? decimalDigits(cell)
        : ""
      : sayCell(cell)
          .replace(/^(CNY|RMB|人民币)\s*/i, "")
          .replaceAll(/[−–﹣－]/g, "-");
  const amount = readYuan(text);
  return amount === null ? { wrong: "notAnAmount" } : { value: amount };
}

/** `1234.5600000000001` is what a sheet makes of 1 234.56: its fifteen significant digits are what was meant. */
const decimalDigits = (value: number): string => (Number.isInteger(value) ? String(value) : value.toPrecision(15).replace(/0+$/, ""));

/** 贷 is money received: the bank owes it to the holder of the account. */
export function parseDirection(cell: Cell): Parsed<"in" | "out" | null, "unknownDirection"> {
  if (isEmptyCell(cell)) return { value: null };
  const text = plain(sayCell(cell)).toLowerCase();
  if (/^(贷|贷方|收|收入|收款|转入|来账|存入|进账|c|cr|credit|in|\+)$/.test(text)) return { value: "in" };
  return /^(借|借方|支|支出|付|付款|转出|往账|支取|出账|d|dr|debit|out|-)$/.test(text) ? { value: "out" } : { wrong: "unknownDirection" };
}

/** What a row of a statement says, or everything that is wrong with it, each named by its column. */
export function readStatementRow(row: number, cells: readonly Cell[], mapping: StatementMapping, titles: readonly Cell[]): StatementRow | Problem[] {
  const found: Problem[] = [];
  const read = <T>(column: StatementColumn, parse: (cell: Cell) => Parsed<T | null, keyof typeof paymentsProblems>): T | null => {
    const place = mapping.columns[column];
    if (place === undefined) return null;
    const cell = cells[place] ?? null;
    const parsed = parse(cell);
    if ("value" in parsed) return parsed.value;
    const title = sayCell(titles[place] ?? null);
    found.push(paymentsProblems[parsed.wrong]({ field: column, column: `${title} (${columnLetters(place)})`, value: sayCell(cell).slice(0, 100) }));
    return null;
  };
  const text = (column: StatementColumn) => read(column, (cell) => parseText(cell, factsOf(column).longest ?? 200)) ?? "";
  const day = read("day", (cell) => parseDay(cell, mapping.dateOrder));
  const received = read("received", parseAmount) ?? 0;
  const paid = read("paid", parseAmount) ?? 0;
  const single = read("amount", parseAmount) ?? 0;
  const told = read("direction", parseDirection);
  const balance = read("balance", parseAmount);
  const rest = {
    payerName: text("payerName"),
    payerAccount: plain(text("payerAccount")).replaceAll(" ", ""),
    remark: [text("remark"), text("purpose")].filter(isSaid).join(" "),
    serialNo: plain(text("serialNo")),
  };

  const signed = signedAmount(received, paid, single, told);
  const isWrong = (column: StatementColumn) => found.some(({ facts }) => facts["field"] === column);
  const amountWrong = isWrong("received") || isWrong("paid") || isWrong("amount") || isWrong("direction");
  found.push(
    ...reasons(
      day === null && !isWrong("day") && paymentsProblems.dayMissing(),
      !amountWrong && received !== 0 && paid !== 0 && paymentsProblems.bothSides(),
      !amountWrong && signed === 0 && paymentsProblems.amountMissing(),
    ),
  );
  if (found.length > 0 || day === null) return found;
  return { row, direction: signed > 0 ? "in" : "out", day, amount: fen(Math.abs(signed)), balance, ...rest };
}

const isSaid = (text: string) => text !== "";

/** Above nought for money received. A negative amount in a column of its own is money going the other way: the bank's own correction. */
function signedAmount(received: number, paid: number, single: number, told: "in" | "out" | null): number {
  if (received !== 0 || paid !== 0) return received - paid;
  if (told === null) return single;
  return told === "in" ? single : -single;
}

/** Long numbers that Excel holds as numbers are told as digits; account and serial numbers beyond fifteen digits are lost and refused. */
function parseText(cell: Cell, longest: number): Parsed<string | null> {
  return parseName(typeof cell === "string" ? cell.replace(/^'/, "").replace(/\t/g, " ") : cell, longest);
}

/** Whether a row is no line: blank, a sum, a balance carried. */
export function isIdleLine(cells: readonly Cell[]): boolean {
  const first = cells.find((cell) => !isEmptyCell(cell));
  return (
    first === undefined ||
    (typeof first === "string" && /^(合计|总计|小计|共计|本页|过次页|承前页|期初|期末|上日余额|total|subtotal|opening|closing|以下|--|==)/i.test(plain(first).replaceAll(" ", "")))
  );
}

/**
 * What makes a line the same line in another file: the bank's serial number with day and amount, or, without one, all that it says and how
 * many the same stood before it in its file.
 */
export function fingerprintsOf(rows: readonly StatementRow[]): string[] {
  const seen = new Map<string, number>();
  return rows.map(({ direction, day, amount, payerName, payerAccount, remark, serialNo, balance }) => {
    if (serialNo !== "") return `s|${serialNo}|${day.toString()}|${direction}|${amount}`;
    const said = `h|${day.toString()}|${direction}|${amount}|${payerName}|${payerAccount}|${remark}|${balance ?? ""}`;
    const ordinal = (seen.get(said) ?? 0) + 1;
    seen.set(said, ordinal);
    return `${said}|${ordinal}`;
  });
}
