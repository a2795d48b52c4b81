import { expect } from "vitest";
import { entities, imported, previewed, statementCsv, withWorker } from "#test/harness/payments.ts";
import { codes, dbTest } from "#test/harness/index.ts";
import * as contract from "../contract.ts";

const two = statementCsv([
  ["2026-03-02", '"1,000.00"', "甲有限公司", "6222 01", "三月租金", "A1"],
  ["2026-03-03", "200.5", "乙有限公司", "6222 02", "", "A2"],
]);

dbTest("a statement comes in; the same lines in another file are refused by name, and money paid out is kept apart (3.6)", async (world) => {
  const { owner } = await entities(world);
  const cashier = world.as.role("cashier");
  await withWorker(world, async () => {
    expect(await imported(cashier, owner.id, two)).toMatchObject({
      status: "done",
      counts: { good: 2, refused: 0, received: { lines: 2, amount: 1_200_50 }, from: "2026-03-02", to: "2026-03-03" },
    });
    const more = new TextEncoder().encode(
      `${new TextDecoder().decode(two)}\n2026-03-04,9.99,,,工行手续费,,手续费,A3\n2026-03-04,,7,,丙,,,A4\n昨天,,1,,,,,A5\n合计,9.99,1207.5,,,,,`,
    );
    const again = await previewed(cashier, owner.id, more);
    expect(again).toMatchObject({ status: "previewed", counts: { rows: 5, idle: 1, good: 2, refused: 3, duplicates: 2 }, view: { isRemembered: true } });
    const { body } = await cashier.send(contract.listRefusedRows, { params: { statementId: again.id }, query: {} });
    expect(body.items.map(({ row, reasons }) => [row, reasons[0]?.code])).toEqual([
      [3, "payments.alreadyImported"],
      [4, "payments.alreadyImported"],
      [7, "payments.notADate"],
    ]);
    expect(codes(await cashier.send(contract.runStatement, { params: { statementId: again.id }, body: { choice: "allOrNothing" } }))).toEqual(["payments.someRefused"]);
    await cashier.send(contract.runStatement, { params: { statementId: again.id }, body: { choice: "goodRows" } });
    await imported(cashier, owner.id, statementCsv([["2026-03-05", "1", "丁", "", "", ""]]));
  });
  const view = async (name: "open" | "paid") => (await cashier.send(contract.listStatementLines, { query: { view: name } })).body.items.map(({ payerName }) => payerName);
  expect(await view("open")).toEqual(["甲有限公司", "乙有限公司", "丙", "丁"]);
  expect(await view("paid")).toEqual(["工行手续费"]);
});

dbTest("a statement in GBK with full-width digits reads as well, and is taken back whole while nothing of it is booked (3.6)", async (world) => {
  const { owner } = await entities(world);
  const cashier = world.as.role("cashier");
  // GB 18030 of: 日期,金额,对方户名 / 2026-03-02,１００,租户
  const gbk = new Uint8Array(
    [0xc8, 0xd5, 0xc6, 0xda, 0x2c, 0xbd, 0xf0, 0xb6, 0xee, 0x2c, 0xb6, 0xd4, 0xb7, 0xbd, 0xbb, 0xa7, 0xc3, 0xfb, 0x0a].concat(
      [...new TextEncoder().encode("2026-03-02,")],
      [0xa3, 0xb1, 0xa3, 0xb0, 0xa3, 0xb0, 0x2c, 0xd7, 0xe2, 0xbb, 0xa7, 0x0a],
    ),
  );
  const { id: statementId } = await withWorker(world, () => imported(cashier, owner.id, gbk));
  const open = async () => (await cashier.send(contract.listStatementLines, { query: { view: "open" } })).body.items;
  expect(await open()).toMatchObject([{ payerName: "租户", amount: 100_00, best: null }]);
  expect((await cashier.send(contract.undoStatement, { params: { statementId } })).body.status).toBe("undone");
  expect(await open()).toEqual([]);
  expect((await world.as.role("guard").send(contract.listStatements, { query: {} })).status).toBe(403);
});
