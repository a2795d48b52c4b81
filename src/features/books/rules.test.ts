import fc from "fast-check";
import { expect, test } from "vitest";
import { type Id, newId } from "#kernel/id.ts";
import { fen } from "#kernel/money.ts";
import { taxed } from "#features/billing/rules.ts";
import { feeItemCodes } from "#features/leasing/rules.ts";
import { invoiceGroups, invoiceSheets, type LineToInvoice, type Movement, standingOf, vouchersOf, whyNotClose, whyNotExport } from "./rules.ts";

const day = (text: string) => Temporal.PlainDate.from(text);
const [billId, tenantId, owner, property] = [newId<"bill">(), newId<"tenant">(), newId<"entity">(), newId<"entity">()];
const line = (taxCategory: string, amount: number, rate: string, entityId: Id<"entity"> = owner): LineToInvoice => ({
  ...{ lineId: newId(), billId, tenantId, entityId, taxCategory, taxRate: rate },
  ...taxed(fen(amount), rate, "inclusive"),
});

test("a bill makes an invoice for each seller, kind of business and rate; a deposit makes none (3.5, vector V10)", () => {
  const made = invoiceGroups([
    line("leasing", 228_125_01, "0.09"),
    line("service", 42_000_00, "0.06", property),
    line("electricity", 2_127_95, "0.13", property),
    line("service", 100_00, "0.06", property),
    line("none", 270_125_01, "0"),
  ]);
  expect(made.map(({ entityId, isLeasing, taxRate, amount, net, tax }) => [entityId, isLeasing, taxRate, amount, net, tax])).toEqual([
    [owner, true, "0.09", 228_125_01, 209_289_00, 18_836_01],
    [property, false, "0.06", 42_100_00, 39_716_98, 2_383_02],
    [property, false, "0.13", 2_127_95, 1_883_14, 244_81],
  ]);
});

test("everything an invoice lacks is named at once, not only the first (3.5)", () => {
  const against = whyNotExport(
    { state: "toIssue", isLeasing: true, tenantId: newId(), tenant: "启明", creditCode: null, feeItems: [{ name: "租金", goodsCode: "" }] },
    { name: "业主", creditCode: "", propertyCertificateNo: "" },
    { region: "", address: "" },
  );
  expect(against.map(({ code }) => code)).toEqual([
    "books.sellerCodeMissing",
    "books.buyerCodeMissing",
    "books.goodsCodeMissing",
    "books.addressMissing",
    "books.certificateMissing",
  ]);
});

test("the sheet of the tax platform says address, term, cross-city flag, certificate and area unit of what is let, all as text (3.5)", () => {
  const seller = {
    bankName: "工行",
    bankAccount: "0012345678901234567",
    certificateNo: "沪2020浦字第001234号",
    region: "上海市浦东新区",
    address: "世纪大道1号",
    isCrossCity: false,
    areaUnit: "平方米",
  };
  const rent = {
    item: "租金",
    goodsCode: "3040502020200000000",
    net: fen(209_289_00),
    taxRate: "0.09",
    from: day("2026-08-01"),
    to: day("2026-10-31"),
    areaCenti: 500_00,
    place: "1座18F1801",
  };
  const buyer = { buyerAddress: "上海市世纪大道1号", buyerPhone: "021-60000000", buyerBank: "招行陆家嘴支行", buyerAccount: "0099887766554433221" };
  const [head, detail, special] = invoiceSheets(
    [{ serial: "S1", isLeasing: true, buyerName: "启明", buyerCode: "091310000MA1K35677", ...buyer, remark: "账单 ZD2026-000001", lines: [rent] }],
    seller,
  );
  expect(head!.rows[0]!.slice(0, 6)).toEqual(["S1", "增值税专用发票", "不动产经营租赁服务", "否", "启明", "091310000MA1K35677"]);
  expect(head!.rows[0]!.slice(6, 10)).toEqual(["上海市世纪大道1号", "021-60000000", "招行陆家嘴支行", "0099887766554433221"]);
  expect(detail!.rows).toEqual([["S1", "租金", "3040502020200000000", "", "平方米", "500", "418.578", "209289.00", "0.09"]]);
  expect(special!.rows).toEqual([["S1", "上海市浦东新区", "世纪大道1号1座18F1801", "2026-08-01", "2026-10-31", "N", "沪2020浦字第001234号", "平方米"]]);
  expect([head, detail, special].every((sheet) => sheet!.columns.every(({ format }) => format === "text"))).toBe(true);
});

const anyAmount = fc.integer({ min: -5_000_000_00, max: 5_000_000_00 }).map(fen);
const anyMovement: fc.Arbitrary<Movement> = fc.oneof(
  fc.record({ kind: fc.constant("billed" as const), feeItem: fc.constantFrom(...feeItemCodes), net: anyAmount, tax: anyAmount }),
  fc.record({ kind: fc.constant("received" as const), amount: anyAmount, into: fc.constantFrom("bank" as const, "cash" as const, "deposits" as const) }),
  fc.record({ kind: fc.constant("settled" as const), amount: anyAmount, as: fc.constantFrom("own" as const, "paidByOther" as const, "paidForOther" as const) }),
);

test("property: every voucher balances, whatever happened", () => {
  const movements = fc.array(
    fc.record({ day: fc.constantFrom(day("2026-03-01"), day("2026-03-02")), summary: fc.constant("x"), group: fc.constantFrom("a", "b"), movement: anyMovement }),
    { minLength: 1, maxLength: 30 },
  );
  fc.assert(
    fc.property(movements, (booked) => {
      for (const { entries } of vouchersOf(booked)) {
        expect(entries.reduce((sum, entry) => sum + entry.debit, 0)).toBe(entries.reduce((sum, entry) => sum + entry.credit, 0));
      }
    }),
  );
});

test("a month is closed once it is over and nothing of it hangs; each thing that hangs is named", () => {
  const nothing = { linesToMatch: 0, runUnderWay: 0, chargesWaiting: 0, scheduleUnbilled: 0, depositsDoNotTie: 0 };
  const march = Temporal.PlainYearMonth.from("2026-03");
  expect(whyNotClose(march, day("2026-04-01"), nothing)).toEqual([]);
  expect(whyNotClose(march, day("2026-03-31"), { ...nothing, linesToMatch: 2, scheduleUnbilled: 1 }).map(({ code, facts }) => [code, facts["count"]])).toEqual([
    ["books.monthNotOver", undefined],
    ["books.linesToMatch", 2],
    ["books.scheduleUnbilled", 1],
  ]);
});

test("what is owed after is what was owed before, with what came to it and without what went off", () => {
  expect(standingOf({ opening: fen(100), charged: fen(50), credited: fen(20), received: fen(90), overdue: fen(10) }).closing).toBe(40);
});
