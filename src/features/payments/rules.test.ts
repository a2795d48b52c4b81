import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Cell } from "#kernel/cell.ts";
import { asId, type Id } from "#kernel/id.ts";
import { type Fen, fen, sumFen } from "#kernel/money.ts";
import {
  balanceOf,
  type Candidate,
  candidatesFor,
  chineseAmount,
  type Debtor,
  type DebtLine,
  entriesOf,
  type Entry,
  findStatementHeader,
  fingerprintsOf,
  guessStatement,
  inOrder,
  isCertain,
  isIdleLine,
  payerKey,
  payInOrder,
  readStatementRow,
  remarkFacts,
  reversedEntries,
  sayMatchReason,
  shortKey,
  type StatementRow,
} from "./rules.ts";

const day = (text: string) => Temporal.PlainDate.from(text);
const owner = "00000000-0000-7000-8000-00000000000a" as Id<"entity">;
const property = "00000000-0000-7000-8000-00000000000b" as Id<"entity">;
const options = { order: "principalFirst", mayCollectOnBehalf: true } as const;

let count = 0;
const debt = (open: number, over: Partial<DebtLine> = {}): DebtLine => ({
  lineId: `line-${String(++count).padStart(4, "0")}` as Id<"billLine">,
  billId: `bill-${count}` as Id<"bill">,
  billNo: `ZD2026-${String(count).padStart(6, "0")}`,
  month: Temporal.PlainYearMonth.from("2026-06"),
  entityId: owner,
  dueOn: day("2026-06-05"),
  open: fen(open),
  nature: "principal",
  ...over,
});
const debtor = (name: string, debts: readonly DebtLine[], over: Partial<Debtor> = {}): Debtor => ({ tenantId: name as Id<"tenant">, name, payers: [], rooms: [], debts, ...over });
const money = (amount: number, over: Partial<Parameters<typeof candidatesFor>[0]> = {}) => ({
  entityId: owner,
  amount: fen(amount),
  payerName: "",
  payerAccount: "",
  remark: "",
  ...over,
});
const kinds = (candidate: Candidate | undefined) => candidate?.reasons.map(({ kind }) => kind);

describe("statements of banks", () => {
  const rows = (cells: readonly Cell[][]) => cells.map((row, index) => ({ number: index + 1, cells: row }));

  test("the header is found below the account's own lines, and two columns of amounts are told apart (3.6)", () => {
    const sheet = rows([
      ["账号：0200 1234", null, null, null],
      ["户名：业主公司", null, null, null],
      ["交易时间", "借方发生额", "贷方发生额", "余额", "对方户名", "对方账号", "摘要", "用途", "交易流水号"],
      ["2026-06-02 10:11:12", "", "565,250.02", "1,000,000.00", "云帆科技有限公司", "6222 0001", "转账", "首期款 1803", "A001"],
    ]);
    expect(findStatementHeader(sheet)).toBe(3);
    const { mapping } = guessStatement(0, sheet[2]!, sheet.slice(3));
    expect(mapping.columns).toEqual({ day: 0, paid: 1, received: 2, balance: 3, payerName: 4, payerAccount: 5, remark: 6, purpose: 7, serialNo: 8 });
    expect(readStatementRow(4, sheet[3]!.cells, mapping, sheet[2]!.cells)).toEqual({
      row: 4,
      direction: "in",
      day: day("2026-06-02"),
      amount: 565_250_02,
      payerName: "云帆科技有限公司",
      payerAccount: "62220001",
      remark: "转账 首期款 1803",
      serialNo: "A001",
      balance: 1_000_000_00,
    });
  });

  test("one column with a mark, or one signed column, reads the same; English titles too", () => {
    const marked = rows([
      ["日期", "金额", "借贷标志", "对方名称"],
      ["20260602", 100.5, "贷", "甲"],
      ["20260602", "２００．００", "借", "乙"],
    ]);
    const { mapping } = guessStatement(0, marked[0]!, marked.slice(1));
    expect(marked.slice(1).map(({ number, cells }) => readStatementRow(number, cells, mapping, marked[0]!.cells))).toMatchObject([
      { direction: "in", amount: 100_50 },
      { direction: "out", amount: 200_00 },
    ]);
    const signed = rows([
      ["Date", "Amount", "Payer", "Transaction ID"],
      ["2026-06-02", "-12.30", "ACME", "x1"],
      ["2026-06-02", 1234.5600000000001, "ACME", "x2"],
    ]);
    const { mapping: english } = guessStatement(0, signed[0]!, signed.slice(1));
    expect(signed.slice(1).map(({ number, cells }) => readStatementRow(number, cells, english, signed[0]!.cells))).toMatchObject([
      { direction: "out", amount: 12_30 },
      { direction: "in", amount: 1_234_56 },
    ]);
  });

  test("what is wrong with a row is named by its column", () => {
    const mapping = { sheet: 0, headerRow: 1, columns: { day: 0, received: 1, paid: 2, serialNo: 3 }, dateOrder: "mdy" } as const;
    const titles = ["日期", "收入", "支出", "流水号"];
    const codes = (cells: Cell[]) => {
      const read = readStatementRow(2, cells, mapping, titles);
      return Array.isArray(read) ? read.map(({ code, facts }) => [code, facts["column"]]) : read;
    };
    expect(codes(["昨天", "1.234", "", ""])).toEqual([
      ["payments.notADate", "日期 (A)"],
      ["payments.notAnAmount", "收入 (B)"],
    ]);
    expect(codes(["2026-06-02", "1", "2", ""])).toEqual([["payments.bothSides", undefined]]);
    expect(codes(["2026-06-02", "", "0.00", ""])).toEqual([["payments.amountMissing", undefined]]);
    expect(codes(["2026-06-02", "1", "", 1e18])).toEqual([["payments.digitsLost", "流水号 (D)"]]);
    expect(["合计", "期初余额", "本页小计", "上日余额"].every((text) => isIdleLine([text, 1]))).toBe(true);
  });

  test("two lines that say the same are two, but a serial number stands for one (3.6)", () => {
    const line = (over: Partial<StatementRow>): StatementRow => ({
      row: 1,
      direction: "in",
      day: day("2026-06-02"),
      amount: fen(100),
      payerName: "甲",
      payerAccount: "",
      remark: "",
      serialNo: "",
      balance: null,
      ...over,
    });
    const [one, same, other] = fingerprintsOf([line({}), line({}), line({ balance: fen(5) })]);
    expect(new Set([one, same, other]).size).toBe(3);
    expect(fingerprintsOf([line({ serialNo: "A1" }), line({ serialNo: "A1", remark: "again" })])).toEqual(["s|A1|2026-06-02|in|100", "s|A1|2026-06-02|in|100"]);
  });
});

describe("matching", () => {
  test("names are compared without spaces, brackets and legal forms", () => {
    expect(payerKey(" 云帆科技（上海）有限公司 ")).toBe(payerKey("云帆科技(上海)有限公司"));
    expect(shortKey(payerKey("云帆科技股份有限公司"))).toBe("云帆科技");
  });

  test("a remark names bills, rooms and months, and no dates or amounts", () => {
    expect(remarkFacts("付1803室 2026年6月租金 ZD2026-000123")).toEqual({ bills: ["ZD2026-000123"], rooms: ["1803"], months: ["2026-06"] });
    expect(remarkFacts("房租 12,345.67").rooms).toEqual([]);
    expect(remarkFacts("Ａ座１８０３").rooms).toContain("1803");
  });

  test("the tenant's own name and the exact bill are beyond doubt; another tenant with the same amount comes far behind (3.6)", () => {
    const [a, b] = [debt(565_250_02), debt(565_250_02)];
    const found = candidatesFor(money(565_250_02, { payerName: "云帆科技有限公司" }), [debtor("云帆科技有限公司", [a]), debtor("别家有限公司", [b])], options);
    expect(found.map(({ name, score }) => [name, score])).toEqual([
      ["云帆科技有限公司", 90],
      ["别家有限公司", 40],
    ]);
    expect(kinds(found[0])).toEqual(["payerIsTenant", "billAmount"]);
    expect(found[0]!.parts).toEqual([{ lineId: a.lineId, amount: 565_250_02 }]);
    expect(isCertain(found)).toBe(true);
    expect(sayMatchReason(found[0]!.reasons[1]!, "zh")).toContain("565,250.02");
  });

  test("several bills together, all that is owed, one item and a part payment are each seen as such", () => {
    const debts = [debt(100_00), debt(230_00), debt(570_00), debt(45_00, { nature: "lateFee" })];
    const at = (amount: number) => candidatesFor(money(amount, { payerName: "甲公司" }), [debtor("甲公司", debts)], options)[0]!;
    expect(kinds(at(670_00))).toEqual(["payerIsTenant", "billsAmount"]);
    expect(kinds(at(945_00))).toEqual(["payerIsTenant", "allAmount"]);
    expect(kinds(at(50_00))).toEqual(["payerIsTenant", "partAmount"]);
    expect(at(50_00).parts).toEqual([{ lineId: debts[0]!.lineId, amount: 50_00 }]);
    expect(kinds(at(1_000_00))).toEqual(["payerIsTenant", "overAmount"]);
    expect(at(1_000_00).advance).toBe(55_00);
    const bill = { billId: "b" as Id<"bill">, billNo: "ZD2026-900001" };
    const item = candidatesFor(money(42_00), [debtor("乙", [debt(228_00, bill), debt(42_00, bill)])], options)[0]!;
    expect(kinds(item)).toEqual(["lineAmount"]);
  });

  test("a payer from before, an account, a room and a claim speak for a tenant whose name they do not bear", () => {
    const known = debtor("甲公司", [debt(100_00)], { payers: [{ key: payerKey("王小明"), account: "6222" }], rooms: ["1803"] });
    expect(kinds(candidatesFor(money(100_00, { payerName: "王小明" }), [known], options)[0])).toEqual(["payerKnown", "billAmount"]);
    expect(kinds(candidatesFor(money(7, { payerAccount: "6222" }), [known], options)[0])).toEqual(["accountKnown", "partAmount"]);
    expect(kinds(candidatesFor(money(7, { remark: "1803 房租" }), [known], options)[0])).toEqual(["roomInRemark", "partAmount"]);
    expect(kinds(candidatesFor(money(7, { claimedFor: asId<"tenant">("甲公司") as never }), [known], options)[0])).toEqual(["claimed", "partAmount"]);
    expect(candidatesFor(money(7, { payerName: "谁也不是" }), [known], options)).toEqual([]);
  });

  test("money in the other entity's account pays on behalf where the site allows it, and is not offered where it does not", () => {
    const debts = [debt(42_00, { entityId: property })];
    const found = candidatesFor(money(42_00, { payerName: "甲公司" }), [debtor("甲公司", debts)], options)[0]!;
    expect(kinds(found)).toEqual(["payerIsTenant", "billAmount", "otherEntity"]);
    const strict = candidatesFor(money(42_00, { payerName: "甲公司" }), [debtor("甲公司", debts)], { ...options, mayCollectOnBehalf: false })[0]!;
    expect(strict).toMatchObject({ parts: [], advance: 42_00 });
  });

  test("property: what a candidate would pay and its advance always come to the money, and no debt is paid beyond what is open", () => {
    const anyDebt = fc.record({ open: fc.integer({ min: 1, max: 1_000_00 }), isOwner: fc.boolean(), late: fc.boolean() });
    fc.assert(
      fc.property(fc.array(anyDebt, { maxLength: 8 }), fc.integer({ min: 1, max: 5_000_00 }), (list, amount) => {
        const debts = list.map(({ open, isOwner, late }) => debt(open, { entityId: isOwner ? owner : property, nature: late ? "lateFee" : "principal" }));
        for (const { parts, advance, score } of candidatesFor(money(amount, { payerName: "甲公司" }), [debtor("甲公司", debts)], options)) {
          expect(sumFen(parts.map((part) => part.amount)) + advance).toBe(amount);
          for (const part of parts) expect(part.amount).toBeLessThanOrEqual(debts.find(({ lineId }) => lineId === part.lineId)!.open);
          expect(score).toBeGreaterThanOrEqual(0);
          expect(score).toBeLessThanOrEqual(100);
        }
      }),
    );
  });
});

describe("the order in which money pays", () => {
  const debts = [
    debt(10, { nature: "lateFee", dueOn: day("2026-01-01") }),
    debt(20, { dueOn: day("2026-03-01") }),
    debt(30, { dueOn: day("2026-02-01") }),
    debt(40, { nature: "deposit", dueOn: day("2026-04-01") }),
  ];
  const [late, march, february, deposit] = debts.map(({ lineId }) => lineId);
  const order = (...given: Parameters<typeof inOrder>) => inOrder(...given).map(({ lineId }) => lineId);

  test("the oldest first and late-payment damages last, unless the site or the payer says otherwise (3.6)", () => {
    expect(order(debts, "principalFirst")).toEqual([february, march, deposit, late]);
    expect(order(debts, "lateFeeFirst")).toEqual([late, february, march, deposit]);
    expect(order(debts, "depositFirst")).toEqual([deposit, february, march, late]);
    expect(order(debts, "principalFirst", new Set([late!]))).toEqual([late, february, march, deposit]);
  });

  test("property: parts and advance come to the amount, whatever the debts", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e9 }), fc.array(fc.integer({ min: 1, max: 1e8 })), (amount, opens) => {
        const { parts, advance } = payInOrder(
          fen(amount),
          opens.map((open) => debt(open)),
        );
        expect(sumFen(parts.map((part) => part.amount)) + advance).toBe(amount);
        expect(advance === 0 || parts.length === opens.length).toBe(true);
      }),
    );
  });
});

describe("the ledger of deposits", () => {
  const anyPosting = fc.record({
    kind: fc.constantFrom("raised", "received", "deducted", "forfeited", "refunded"),
    amount: fc.integer({ min: 1, max: 1_000_000 }),
    isReversed: fc.boolean(),
  });

  test("property: over any run of postings, reversals among them, the ledger sums to nought and what is held is what came less what went", () => {
    fc.assert(
      fc.property(fc.array(anyPosting, { maxLength: 40 }), (postings) => {
        let ledger: Entry[] = [];
        let [held, asked] = [0, 0];
        for (const { kind, amount, isReversed } of postings) {
          if (kind !== "raised" && kind !== "received" && amount > held) continue;
          const entries = entriesOf(kind as "raised", fen(amount), fen(asked));
          expect(sumOf(entries)).toBe(0);
          if (isReversed) {
            ledger = [...ledger, ...entries, ...reversedEntries(entries)];
            continue;
          }
          ledger = [...ledger, ...entries];
          if (kind === "raised") asked += amount;
          else if (kind === "received") [held, asked] = [held + amount, asked - Math.min(asked, amount)];
          else held -= amount;
          expect(sumOf(ledger)).toBe(0);
          expect(balanceOf(ledger)).toEqual({ held, receivable: asked });
        }
      }),
    );
  });

  const sumOf = (entries: readonly Entry[]): Fen => sumFen(entries.map(({ amount }) => amount));
});

test("an amount is written out as receipts in China have it", () => {
  const cases = [
    [565_250_02, "伍拾陆万伍仟贰佰伍拾元零贰分"],
    [100_00, "壹佰元整"],
    [10_003_50, "壹万零叁元伍角整"],
    [1_000_000_00, "壹佰万元整"],
    [1_0000_0001_00, "壹亿零壹元整"],
    [5, "伍分"],
    [30, "叁角整"],
    [0, "零元整"],
    [1_010_01, "壹仟零壹拾元零壹分"],
  ] as const;
  for (const [amount, said] of cases) expect(chineseAmount(fen(amount))).toBe(said);
});
