import { problems } from "#kernel/problem.ts";
import { words } from "#kernel/words.ts";

export const paymentsProblems = problems("payments", {
  statementNotFound: { status: 404, words: words("没有这份银行流水。", "No such bank statement.") },
  lineNotFound: { status: 404, words: words("没有这条流水。", "No such line of a statement.") },
  paymentNotFound: { status: 404, words: words("没有这笔收款。", "No such payment.") },
  depositNotFound: { status: 404, words: words("没有这笔保证金。", "No such deposit.") },
  requestNotFound: { status: 404, words: words("没有这份申请。", "No such request.") },
  receiptNotFound: { status: 404, words: words("这笔收款尚未开收据。", "No receipt was issued for this payment.") },

  wrongStatus: { status: 409, words: words("这份流水已不在这一步，请刷新后查看。", "This statement is no longer at that step. Reload to see how far it is.") },
  noSuchSheet: { status: 422, words: words("文件里没有第 {sheet} 张工作表。", "The file has no sheet number {sheet}.") },
  noHeader: { status: 422, words: words("第 {row} 行没有列标题，请选择列标题所在的行。", "Row {row} holds no column titles. Choose the row that names the columns.") },
  fieldNeeded: { status: 422, words: words("请为“{field}”指定一列。", "Choose a column for {field}.") },
  noSuchColumn: { status: 422, words: words("“{field}”指定的列不在表中。", "The column chosen for {field} is not in the sheet.") },
  someRefused: { status: 409, words: words("有 {refused} 行不能导入，而您选择了全部导入或全部不导入。", "{refused} rows cannot be imported, and you chose all or nothing.") },
  nothingToImport: { status: 409, words: words("没有可以导入的行。", "There is no row to import.") },
  stillMatched: {
    status: 409,
    words: words("不能撤销：其中有 {lines} 条流水已认款。请先撤销这些收款。", "It cannot be undone: {lines} of its lines are booked as payments. Reverse those first."),
  },
  crashed: { status: 500, words: words("系统出错，什么都没有写入，请重试。", "Something went wrong on our side and nothing was written. Try again.") },

  formulaError: { status: 422, words: words("{column}：公式出错（{value}）。", "{column}: the formula has an error ({value}).") },
  digitsLost: {
    status: 422,
    words: words(
      "{column}：长数字被 Excel 存成了数值，末几位已丢失。请从网银重新导出，勿用 Excel 改存。",
      "{column}: Excel holds this long number as a number and has lost its last digits. Export it from the bank again.",
    ),
  },
  becameDate: { status: 422, words: words("{column}：“{value}”被 Excel 变成了日期。", "{column}: Excel has turned this into the date {value}.") },
  tooLong: { status: 422, words: words("{column}：文字太长。", "{column}: the text is too long.") },
  unprintable: { status: 422, words: words("{column}：含有无法存储的字符。", "{column}: holds characters that cannot be stored.") },
  notADate: { status: 422, words: words("{column}：“{value}”不是日期。", "{column}: “{value}” is no date.") },
  notAnAmount: { status: 422, words: words("{column}：“{value}”不是金额，最多两位小数。", "{column}: “{value}” is no amount of yuan with at most two decimals.") },
  unknownDirection: { status: 422, words: words("{column}：看不懂“{value}”是收入还是支出。", "{column}: “{value}” says neither received nor paid.") },
  dayMissing: { status: 422, words: words("没有交易日期。", "The day is missing.") },
  amountMissing: { status: 422, words: words("没有金额。", "The amount is missing.") },
  bothSides: { status: 422, words: words("同一行既有收入又有支出。", "The row holds both money received and money paid.") },
  twiceInFile: { status: 422, words: words("与第 {other} 行的流水号、日期和金额都相同。", "Same serial number, day and amount as row {other}.") },
  alreadyImported: { status: 409, words: words("这条流水已从“{file}”第 {other} 行导入过。", "This line was imported before: row {other} of {file}.") },

  notIncoming: { status: 409, words: words("这是一笔付款，不能认款。", "Money went out on this line: it cannot be matched.") },
  matchedAlready: { status: 409, words: words("这笔款刚刚已被认领入账，请刷新后再看。", "This money has just been booked by somebody. Look again.") },
  lineSetAside: { status: 409, words: words("这条流水已标为非租户款。请先放回待认款。", "This line is set aside. Put it back first.") },
  moreThanReceived: { status: 409, words: words("拆分合计 {given} 元，超过到账余额 {left} 元。", "The parts come to {given} yuan, more than the {left} that are left.") },
  partsBeyondPayment: { status: 422, words: words("核销合计超过收款金额。", "More would be settled than was paid.") },
  lineTwice: { status: 422, words: words("同一条账单明细出现了两次。", "A line of a bill is named twice.") },
  otherTenantsLine: { status: 409, words: words("账单 {bill} 不属于该租户。", "Bill {bill} is owed by another tenant.") },
  beyondOpen: { status: 409, words: words("账单 {bill} 只有 {open} 元未收。", "Only {open} yuan of bill {bill} are open.") },
  wrongEntity: {
    status: 409,
    words: words(
      "款项到了“{received}”的账户，而账单 {bill} 应付给“{owed}”。请改正，或由财务允许代收。",
      "The money is in the account of {received}, but bill {bill} is owed to {owed}. Put it right, or let finance allow collecting on behalf.",
    ),
  },
  reversedAlready: { status: 409, words: words("这笔收款已撤销。", "This payment is reversed already.") },
  noAdvance: { status: 409, words: words("这笔收款没有可用的预收余额（剩 {left} 元）。", "This payment has not that much left as an advance ({left} yuan).") },
  fromDeposit: { status: 409, words: words("保证金抵扣不能开收据。", "No receipt is given for what a deposit paid.") },
  nobodyForFees: { status: 409, words: words("该租户没有负责费用且有邮箱的联系人。", "The tenant has no contact for fees with an e-mail address.") },
  notInFuture: { status: 422, words: words("日期不能在将来。", "The day lies in the future.") },
  stale: { status: 409, words: words("已被他人修改，请刷新后再改。", "Somebody else changed it. Read it again first.") },

  moreThanHeld: { status: 409, words: words("保证金只剩 {held} 元。", "Only {held} yuan of the deposit are held.") },
  depositUsed: {
    status: 409,
    words: words("这笔保证金已部分抵扣或退还，只剩 {held} 元，收款不能撤销。", "Part of this deposit has been used: {held} yuan are left, so the payment cannot be reversed."),
  },
  deductionNeedsDebts: { status: 422, words: words("抵扣金额须等于所选欠款合计。", "A deduction comes to exactly the debts it pays.") },
  ownRequest: { status: 409, words: words("不能审批自己提出的申请，请由另一人审批。", "You asked for it yourself: somebody else decides.") },
  requestDecided: { status: 409, words: words("这份申请已有结论。", "This request is decided already.") },
  notADeposit: { status: 422, words: words("这不是保证金项目。", "This fee item is no deposit.") },
});
