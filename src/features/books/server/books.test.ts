import { sql } from "kysely";
import { expect } from "vitest";
import { type Id, newId } from "#kernel/id.ts";
import { sayCell } from "#kernel/cell.ts";
import { fen } from "#kernel/money.ts";
import { readSheets } from "#platform/spreadsheet/index.ts";
import { codes, dbTest, type World } from "#test/harness/index.ts";
import { aBill, aPayment, someEntities } from "#features/arrears/samples.ts";
import { addCharge, creditBill, issueBill } from "#features/billing/server/index.ts";
import { putTerms, someTerms } from "#features/billing/samples.ts";
import { changeTenant } from "#features/tenants/contract.ts";
import { listVacancies } from "#features/leasing/contract/vacancies.ts";
import { entitiesOf } from "#features/sites/server/index.ts";
import * as contract from "../contract.ts";

const noon = (day: string) => `${day}T04:00:00Z`;
const finance = (world: World) => world.as.role("finance");

async function sheets(bytes: Uint8Array): Promise<Record<string, string[][]>> {
  const file = await readSheets(bytes, "x.xlsx");
  const found: Record<string, string[][]> = {};
  for (const [index, name] of file.sheets.entries()) {
    found[name] = [];
    for await (const { cells } of file.rows(index)) found[name].push(cells.map(sayCell));
  }
  return found;
}

async function entities(world: World) {
  return world.given.command(async (ctx) => {
    await someEntities(ctx);
    const [owner, property] = await entitiesOf(ctx);
    return { owner: owner!, property: property! };
  });
}

/** A tenant with a quarter's rent, property fee, electricity and a deposit on one bill of 1 March. */
async function billed(world: World) {
  world.clock.set(noon("2026-03-01"));
  const { id: tenantId } = await world.given.tenant({ name: "启明科技有限公司" });
  const { id: unitId } = await world.given.unit({ unitNo: "1801" });
  await world.given.command((ctx) => sql`update tenants.tenant set credit_code = '91310000MA1K35677X' where site_id = ${ctx.siteId} and id = ${tenantId}`.execute(ctx.tx));
  const bill = await world.given.command((ctx) =>
    aBill(
      ctx,
      tenantId,
      [
        { feeItem: "rent", amount: 228_125_01, dueOn: "2026-03-05" },
        { feeItem: "propertyFee", amount: 42_000_00, dueOn: "2026-03-05" },
        { feeItem: "electricity", amount: 2_127_95, dueOn: "2026-03-20" },
        { feeItem: "leaseDeposit", amount: 270_125_01, dueOn: "2026-03-05" },
      ],
      { unitIds: [unitId] },
    ),
  );
  const line = (feeItem: string) => bill.lines.find((one) => one.feeItem === feeItem)!;
  return { tenantId, bill, line };
}

async function readyToExport(world: World) {
  const codesOf = { rent: "3040502020200000000", propertyFee: "3040801010000000000", electricity: "1100101020000000000" };
  await world.given.command(async (ctx) => {
    for (const [code, goods] of Object.entries(codesOf))
      await sql`insert into billing.fee_item (site_id, code, name_zh, name_en, payee, tax_category, goods_code)
        values (${ctx.siteId}, ${code}, ${{ rent: "租金", propertyFee: "物业管理费", electricity: "电费" }[code]}, ${code}, ${code === "rent" ? "owner" : "property"}, ${{ rent: "leasing", propertyFee: "service", electricity: "electricity" }[code]}, ${goods})`.execute(
        ctx.tx,
      );
  });
  await finance(world).send(contract.putSetting, { body: { region: "上海市浦东新区", address: "世纪大道1号", isCrossCity: false, areaUnit: "平方米", version: 0 } });
}

dbTest("a bill puts its invoices on the register by seller and rate; a deposit has none; tax by rate adds up (3.5, vector V10)", async (world) => {
  await billed(world);
  const { body } = await finance(world).send(contract.listInvoices, { query: { state: "toIssue" } });
  expect(body.items.map(({ isLeasing, taxRate, amount, net, tax, isPaid }) => [isLeasing, taxRate, amount, net, tax, isPaid]).toSorted()).toEqual(
    [
      [true, "0.09", 228_125_01, 209_289_00, 18_836_01, false],
      [false, "0.06", 42_000_00, 39_622_64, 2_377_36, false],
      [false, "0.13", 2_127_95, 1_883_14, 244_81, false],
    ].toSorted(),
  );
  const tax = await finance(world).send(contract.getTax, { query: { month: "2026-03" } });
  expect(tax.body).toMatchObject({ net: 209_289_00 + 39_622_64 + 1_883_14, tax: 18_836_01 + 2_377_36 + 244_81 });
  expect((await finance(world).send(contract.prepareInvoices, {})).body).toEqual({ invoices: 0 });
});

dbTest("a batch opens as the tax platform's sheet, credit codes, accounts and codes whole and as text (3.5)", async (world) => {
  await billed(world);
  const { owner, property } = await entities(world);
  const batch = (entityId: string, id: string = newId()) => finance(world).send(contract.makeBatch, { body: { id, entityId } });
  expect(codes(await batch(owner.id))).toEqual(["books.addressMissing", "books.goodsCodeMissing"]);
  await readyToExport(world);
  const made = await batch(owner.id);
  expect(made.body).toMatchObject({ invoices: 1, total: 228_125_01 });
  expect((await batch(owner.id, made.body.batchId)).body).toEqual(made.body);
  expect(codes(await batch(owner.id))).toEqual(["books.nothingToExport"]);
  expect(codes(await batch(newId()))).toEqual(["books.entityNotFound"]);
  const read = await sheets((await finance(world).send(contract.getBatchSheet, { params: { batchId: made.body.batchId } })).bytes);
  expect(Object.keys(read)).toEqual(["1-发票基本信息", "2-发票明细信息", "3-特定业务信息"]);
  const [head, detail, special] = Object.values(read).map((rows) => rows[1]!);
  expect(head!.slice(2, 6)).toEqual(["不动产经营租赁服务", "否", "启明科技有限公司", "91310000MA1K35677X"]);
  expect(head![11]).toBe("0012345678901234567");
  expect(detail!.slice(1, 3)).toEqual(["租金", "3040502020200000000"]);
  expect(detail!.slice(7)).toEqual(["209289.00", "0.09"]);
  expect(special!.slice(1)).toEqual(["上海市浦东新区", "世纪大道1号1座18F1801", "2026-03-01", "2026-05-31", "N", "沪2020浦字第001234号", "平方米"]);
  expect(codes(await finance(world).send(contract.getBatchSheet, { params: { batchId: newId() } }))).toEqual(["books.batchNotFound"]);
  const named = await finance(world).send(contract.listInvoices, { query: { entityId: property.id } });
  const mixed = { id: newId<"invoiceBatch">(), entityId: owner.id, invoiceIds: [named.body.items[0]!.id] };
  expect(codes(await finance(world).send(contract.makeBatch, { body: mixed }))).toEqual(["books.otherEntity"]);
});

dbTest("what is missing before invoices can be exported is said beforehand, seller by seller, with whom it concerns (3.5)", async (world) => {
  const { tenantId } = await billed(world);
  const { owner, property } = await entities(world);
  await world.given.command((ctx) => sql`update tenants.tenant set credit_code = null where site_id = ${ctx.siteId} and id = ${tenantId}`.execute(ctx.tx));
  const ask = async () => {
    const { sellers } = (await finance(world).send(contract.getReadiness, {})).body;
    return sellers.map(({ entityId, toIssue, missing }) => [entityId, toIssue, missing.map(({ code }) => code)]);
  };
  const before = await ask();
  expect(before).toEqual([
    [owner.id, 1, ["books.goodsCodeMissing", "books.addressMissing", "books.buyerCodeMissing"]],
    [property.id, 2, ["books.goodsCodeMissing", "books.goodsCodeMissing", "books.buyerCodeMissing"]],
  ]);
  await readyToExport(world);
  const changed = {
    name: "启明科技有限公司",
    creditCode: "91350100M000100Y43",
    address: "上海市世纪大道1号",
    phone: "021-6",
    bankName: "招行",
    bankAccount: "0099887766554433221",
  };
  const put = await world.as.manager.send(changeTenant, { params: { tenantId }, body: { ...changed, state: "active", version: 1 } });
  expect(put.body).toMatchObject({ bankAccount: "0099887766554433221" });
  expect(await ask()).toEqual([
    [owner.id, 1, []],
    [property.id, 2, []],
  ]);
  const batchId = newId<"invoiceBatch">();
  await finance(world).send(contract.makeBatch, { body: { id: batchId, entityId: owner.id } });
  const sheet = await sheets((await finance(world).send(contract.getBatchSheet, { params: { batchId } })).bytes);
  expect(sheet["1-发票基本信息"]![1]!.slice(6, 10)).toEqual(["上海市世纪大道1号", "021-6", "招行", "0099887766554433221"]);
});

dbTest("an invoice is exported, then issued with its number once; its state is not its payment's (3.5)", async (world) => {
  const { tenantId, line } = await billed(world);
  await readyToExport(world);
  const { owner } = await entities(world);
  const [invoice] = (await finance(world).send(contract.listInvoices, { query: { entityId: owner.id } })).body.items;
  const number = (body: Partial<{ invoiceNo: string; issuedOn: string; version: number }> = {}, invoiceId = invoice!.id) =>
    finance(world).send(contract.recordNumber, { params: { invoiceId }, body: { invoiceNo: "26312000000000000001", issuedOn: "2026-03-02", version: 2, ...body } });
  expect(codes(await number({ version: 1 }))).toEqual(["books.notExported"]);
  await finance(world).send(contract.makeBatch, { body: { id: newId(), entityId: owner.id } });
  expect(codes(await number({ version: 1 }))).toEqual(["books.stale"]);
  expect(codes(await number({}, newId()))).toEqual(["books.invoiceNotFound"]);
  const back = await finance(world).send(contract.returnInvoice, { params: { invoiceId: invoice!.id }, body: { reason: "抬头有误", version: 2 } });
  expect(back.body).toMatchObject({ state: "toIssue", reason: "抬头有误", version: 3 });
  await finance(world).send(contract.makeBatch, { body: { id: newId(), entityId: owner.id } });
  expect((await number({ version: 4 })).body).toMatchObject({ state: "issued", invoiceNo: "26312000000000000001", isPaid: false });
  await world.given.command((ctx) => aPayment(ctx, { tenantId, on: "2026-03-03", lines: [{ line: line("rent"), amount: 228_125_01 }] }));
  await expect(
    world.given.command((ctx) => sql`update books.invoice set amount = 1, net = 1, tax = 0 where site_id = ${ctx.siteId} and id = ${invoice!.id}`.execute(ctx.tx)),
  ).rejects.toMatchObject({ code: "23001" });
});

dbTest("a credit shrinks an invoice that waits and asks for a red letter over one that is out (3.5)", async (world) => {
  const { bill, line } = await billed(world);
  await readyToExport(world);
  const { owner } = await entities(world);
  await finance(world).send(contract.makeBatch, { body: { id: newId(), entityId: owner.id } });
  const credit = (feeItem: string, amount: number) =>
    world.given.command((ctx) => creditBill(ctx, { id: newId(), billId: bill.id, reason: "面积更正", parts: [{ lineId: line(feeItem).id, amount: fen(amount) }], again: false }));
  await credit("rent", 109_00);
  await credit("electricity", 2_127_95);
  const { items } = (await finance(world).send(contract.listInvoices, {})).body;
  const red = items.find(({ kind }) => kind === "red")!;
  expect(red).toMatchObject({ state: "redRequested", amount: -109_00, net: -100_00, tax: -9_00, reason: "面积更正" });
  expect(items.find(({ taxRate }) => taxRate === "0.13")).toMatchObject({ state: "void", amount: 0 });
  const letter = { params: { invoiceId: red.id }, body: { confirmationNo: "HZ202603000001", invoiceNo: "26312000000000000009", issuedOn: "2026-03-09", version: 1 } };
  expect((await finance(world).send(contract.recordRed, letter)).body).toMatchObject({ state: "red", confirmationNo: "HZ202603000001" });
  expect(codes(await finance(world).send(contract.recordRed, { ...letter, body: { ...letter.body, version: 2 } }))).toEqual(["books.notRedRequested"]);
});

dbTest("receivable, received and owed come to the same by tenant, by fee, by company and by month, and to the statement of account", async (world) => {
  const { tenantId, bill, line } = await billed(world);
  const { id: other } = await world.given.tenant({ name: "远航贸易有限公司" });
  await world.given.command((ctx) => aBill(ctx, other, [{ feeItem: "rent", amount: 100_000_00, dueOn: "2026-03-05" }]));
  world.clock.set(noon("2026-04-15"));
  await world.given.command((ctx) =>
    aPayment(ctx, {
      tenantId,
      on: "2026-04-10",
      lines: [
        { line: line("rent"), amount: 200_000_00 },
        { line: line("propertyFee"), amount: 42_000_00 },
      ],
      advance: 77_00,
    }),
  );
  await world.given.command((ctx) =>
    creditBill(ctx, { id: newId(), billId: bill.id, reason: "读数更正", parts: [{ lineId: line("electricity").id, amount: fen(127_95) }], again: false }),
  );
  const ask = async (by: "tenant" | "feeItem" | "entity" | "month" | "site", query: object = {}) =>
    (await finance(world).send(contract.getLedger, { query: { by, from: "2026-03", to: "2026-04", ...query } })).body;
  const total = { opening: 0, charged: 642_377_97, credited: 127_95, received: 242_000_00, closing: 400_250_02, overdue: 400_250_02 };
  for (const by of ["tenant", "feeItem", "entity", "site"] as const) {
    const { rows, total: sum, advance } = await ask(by);
    expect([by, sum, advance]).toEqual([by, total, 77_00]);
    for (const field of ["opening", "charged", "credited", "received", "closing", "overdue"] as const) expect(rows.reduce((all, row) => all + row[field], 0)).toBe(sum[field]);
  }
  const months = await ask("month");
  expect(months.rows.map(({ key, opening, charged, received, closing }) => [key, opening, charged, received, closing])).toEqual([
    ["2026-03", 0, 642_377_97, 0, 642_377_97],
    ["2026-04", 642_377_97, 0, 242_000_00, 400_250_02],
  ]);
  expect((await ask("tenant", { from: "2026-04" })).total).toMatchObject({ opening: 642_377_97, charged: 0, closing: 400_250_02 });
  expect(codes(await finance(world).send(contract.getLedger, { query: { from: "2026-05", to: "2026-04" } }))).toEqual(["books.periodBackwards"]);

  const account = await finance(world).send(contract.getAccount, { params: { tenantId }, query: { from: "2026-04-01", to: "2026-04-30" } });
  const mine = (await ask("tenant")).rows.find(({ key }) => key === tenantId)!;
  expect(account.body).toMatchObject({ opening: 542_377_97, closing: mine.closing, advance: 77_00 });
  expect(account.body.lines.map(({ kind, amount }) => [kind, amount]).toSorted()).toEqual(
    [
      ["credit", -127_95],
      ["payment", -200_000_00],
      ["payment", -42_000_00],
    ].toSorted(),
  );
  expect(account.body.lines.at(-1)?.balance).toBe(mine.closing);
  expect(codes(await finance(world).send(contract.getAccount, { params: { tenantId }, query: { from: "2026-05-01", to: "2026-04-30" } }))).toEqual(["books.periodBackwards"]);
  const read = await sheets((await finance(world).send(contract.exportLedger, { query: { by: "tenant", from: "2026-03", to: "2026-04", language: "zh" } })).bytes);
  expect(read["应收实收报表"]!.at(-2)).toEqual(["合计", "0", "642377.97", "127.95", "242000", "400250.02", "400250.02"]);
  const sheet = await sheets((await finance(world).send(contract.exportAccount, { params: { tenantId }, query: { from: "2026-04-01", to: "2026-04-30", language: "zh" } })).bytes);
  expect(sheet["对账明细"]!.at(-2)!.at(-1)).toBe("300250.02");
  const collected = await finance(world).send(contract.getCollection, { query: { month: "2026-03" } });
  // deposits are left out: rent twice, fee, electricity less its credit
  expect(collected.body).toEqual({ due: 228_125_01 + 100_000_00 + 42_000_00 + 2_000_00, paid: 242_000_00, old: 0, oldPaid: 0 });
});

dbTest(
  "a statement of account is issued once as a letter, and the tenant finds it in the portal, nobody else's",
  async (world) => {
    const { tenantId } = await billed(world);
    const id = newId<"statement">();
    const issue = () => finance(world).send(contract.issueStatement, { params: { tenantId }, body: { id, from: "2026-03-01", to: "2026-03-31" } });
    const issued = await issue();
    expect(issued.body).toMatchObject({ statementNo: "DZ2026-000001", opening: 0, closing: 542_377_97 });
    expect((await issue()).body).toEqual(issued.body);
    const contact = world.as.contact({ tenantId });
    expect((await contact.send(contract.portalStatements, {})).body.items.map(({ statementNo }) => statementNo)).toEqual(["DZ2026-000001"]);
    const file = await contact.send(contract.portalStatementFile, { params: { statementId: id } });
    expect(file.bytes.subarray(0, 4).toString()).toBe("%PDF");
    const { id: other } = await world.given.tenant();
    const stranger = world.as.contact({ tenantId: other });
    expect((await stranger.send(contract.portalStatements, {})).body.items).toEqual([]);
    expect(codes(await stranger.send(contract.portalStatementFile, { params: { statementId: id } }))).toEqual(["books.statementNotFound"]);
  },
  60_000,
);

dbTest("vouchers of a month balance, tie to bills and payments, and open with account codes as text", async (world) => {
  const { tenantId, line } = await billed(world);
  const { owner, property } = await entities(world);
  await world.given.command((ctx) =>
    aPayment(ctx, {
      tenantId,
      on: "2026-03-20",
      lines: [
        { line: line("rent"), amount: 228_125_01 },
        { line: line("propertyFee"), amount: 42_000_00 },
      ],
      advance: 50_00,
    }),
  );
  const accounts = await finance(world).send(contract.putAccounts, { params: { entityId: owner.id }, body: { accounts: [{ role: "bank", code: "0100201", name: "工行一般户" }] } });
  expect(accounts.body.find(({ role }) => role === "bank")).toEqual({ role: "bank", code: "0100201", name: "工行一般户" });
  const read = async (entityId: Id<"entity">) => {
    const reply = await finance(world).send(contract.exportVouchers, { params: { entityId }, query: { month: "2026-03" } });
    return (await sheets(reply.bytes))
      ["凭证"]!.slice(1)
      .map(([, , no, , code, , debit, credit]) => ({ no, code, debit: Math.round(Number(debit || 0) * 100), credit: Math.round(Number(credit || 0) * 100) }));
  };
  for (const entityId of [owner.id, property.id]) {
    const rows = await read(entityId);
    for (const [, entries] of Map.groupBy(rows, ({ no }) => no)) expect(entries.reduce((sum, { debit, credit }) => sum + debit - credit, 0)).toBe(0);
  }
  const rows = await read(owner.id);
  expect(rows.find(({ code }) => code === "0100201")?.debit).toBe(228_125_01 + 42_000_00 + 50_00);
  expect(rows.find(({ code }) => code === "6001.01")?.credit).toBe(209_289_00);
  // the fee was paid into the owner's account: each company owes the other side of it
  expect(rows.find(({ code }) => code === "2241.02")?.credit).toBe(42_000_00);
  expect((await read(property.id)).find(({ code }) => code === "2241.02")?.debit).toBe(42_000_00);
  expect(codes(await finance(world).send(contract.exportVouchers, { params: { entityId: newId() }, query: { month: "2026-03" } }))).toEqual(["books.entityNotFound"]);
});

dbTest("a month is closed when nothing of it hangs; behind it nothing changes; somebody else opens it again, with a reason", async (world) => {
  const { tenantId, bill, line } = await billed(world);
  const { owner } = await entities(world);
  const params = { entityId: owner.id, month: "2026-03" };
  expect(codes(await finance(world).send(contract.closeMonth, { params }))).toEqual(["books.monthNotOver"]);
  const id = newId<"charge">();
  await world.given.command((ctx) =>
    addCharge(ctx, {
      id,
      tenantId,
      leaseId: null,
      feeItem: "rent",
      unitIds: [],
      from: Temporal.PlainDate.from("2026-03-01"),
      to: Temporal.PlainDate.from("2026-03-31"),
      dueOn: Temporal.PlainDate.from("2026-03-25"),
      amount: fen(1_00),
      working: { rule: "byHand", inputs: {}, steps: [], rounding: "none" },
      source: { kind: "test", id },
    }),
  );
  world.clock.set(noon("2026-04-02"));
  expect(codes(await finance(world).send(contract.closeMonth, { params }))).toEqual(["books.chargesWaiting"]);
  const { periods } = (await finance(world).send(contract.getPeriods, { query: { month: "2026-03" } })).body;
  expect(periods.map(({ entityId, found }) => [entityId === owner.id, found.chargesWaiting])).toEqual([
    [true, 1],
    [false, 0],
  ]);
  await world.given.command((ctx) => issueBill(ctx, { id: newId(), tenantId, chargeIds: [id] }));
  expect((await finance(world).send(contract.closeMonth, { params })).body).toMatchObject({ closed: { byName: "finance" }, whyNotClose: [] });
  expect(codes(await finance(world).send(contract.closeMonth, { params }))).toEqual(["billing.monthClosedAlready"]);
  await expect(world.given.command((ctx) => aPayment(ctx, { tenantId, on: "2026-03-31", lines: [{ line: line("rent"), amount: 1_00 }] }))).rejects.toMatchObject({
    reasons: [{ code: "billing.monthClosed" }],
  });
  world.clock.set(noon("2026-03-15"));
  await expect(
    world.given.command((ctx) => creditBill(ctx, { id: newId(), billId: bill.id, reason: "x", parts: [{ lineId: line("rent").id, amount: fen(1_00) }], again: false })),
  ).rejects.toMatchObject({ reasons: [{ code: "billing.monthClosed" }] });
  world.clock.set(noon("2026-04-02"));

  const ask = (month = "2026-03", reopeningId = newId<"reopening">()) =>
    finance(world).send(contract.askReopening, { params: { ...params, month }, body: { id: reopeningId, reason: "漏记一笔收款" } });
  expect(codes(await ask("2026-02"))).toEqual(["books.notClosed"]);
  const asked = await ask();
  expect(codes(await ask())).toEqual(["books.reopeningAsked"]);
  const decide = (reopeningId = asked.body.id) => world.as.manager.send(contract.decideReopening, { params: { reopeningId }, body: { isApproved: true, decision: "同意" } });
  expect((await finance(world).send(contract.decideReopening, { params: { reopeningId: asked.body.id }, body: { isApproved: true, decision: "同意" } })).status).toBe(403);
  expect(codes(await decide(newId()))).toEqual(["books.reopeningNotFound"]);
  expect((await decide()).body).toMatchObject({ state: "approved", decidedByName: "projectManager" });
  expect(codes(await decide())).toEqual(["books.reopeningDecided"]);
  expect((await finance(world).send(contract.getPeriods, { query: { month: "2026-03" } })).body.periods.map(({ closed }) => closed)).toEqual([null, null]);
});

dbTest("what is due and unbilled stands under the company that is paid, each figure with its rows", async (world) => {
  world.clock.set(noon("2026-06-02"));
  const { owner, property } = await entities(world);
  const { id: tenantId } = await world.given.tenant({ name: "启明科技有限公司" });
  const { id: unitId } = await world.given.unit();
  const { id: leaseId } = await world.given.lease({ tenantId, unitId, start: "2026-06-01", end: "2029-05-31" });
  await world.given.command((ctx) => putTerms(ctx, { leaseId, tenantId, terms: someTerms(unitId) }));
  const { periods } = (await finance(world).send(contract.getPeriods, { query: { month: "2026-05" } })).body;
  const rows = async (entityId: string, query: { limit?: number; cursor?: string } = {}) =>
    (await finance(world).send(contract.listUnbilled, { params: { entityId, month: "2026-05" } as never, query })).body;
  const fees = async (entityId: string) => (await rows(entityId)).items.map(({ feeItem }) => feeItem).toSorted();
  expect(await fees(owner.id)).toContain("rent");
  expect(await fees(owner.id)).not.toContain("propertyFee");
  expect(await fees(property.id)).toContain("propertyFee");
  for (const { entityId, found } of periods) expect(found.scheduleUnbilled).toBe((await fees(entityId)).length);
  expect((await rows(owner.id)).items[0]).toMatchObject({ leaseId, tenant: "启明科技有限公司", dueOn: "2026-05-25" });
  const first = await rows(owner.id, { limit: 1 });
  expect((await rows(owner.id, { cursor: first.next! })).items).toEqual([]);
  const sheet = await sheets((await finance(world).send(contract.exportUnbilled, { params: { entityId: owner.id, month: "2026-05" }, query: { language: "zh" } })).bytes);
  expect(sheet["到期未出账"]!.length).toBe((await fees(owner.id)).length + 1);
  expect(codes(await finance(world).send(contract.listUnbilled, { params: { entityId: newId(), month: "2026-05" }, query: {} }))).toEqual(["books.entityNotFound"]);
});

dbTest("closing a month while a bill is issued into it: the bill is in before it closes, or is refused", async (world) => {
  const { tenantId } = await billed(world);
  const { owner } = await entities(world);
  const ids = Array.from({ length: 4 }, () => newId<"charge">());
  await world.given.command(async (ctx) => {
    for (const id of ids)
      await addCharge(ctx, {
        id,
        tenantId,
        leaseId: null,
        feeItem: "rent",
        unitIds: [],
        from: Temporal.PlainDate.from("2026-03-01"),
        to: Temporal.PlainDate.from("2026-03-31"),
        dueOn: Temporal.PlainDate.from("2026-05-25"),
        amount: fen(1_00),
        working: { rule: "byHand", inputs: {}, steps: [], rounding: "none" },
        source: { kind: "test", id },
      });
  });
  // The clock of the month to be closed; it is over for whoever closes it, through a site's own later day.
  const results = await Promise.allSettled([
    ...ids.map((id) => world.given.command((ctx) => issueBill(ctx, { id: newId(), tenantId, chargeIds: [id] }))),
    world.given.command(async (ctx) => {
      const { closePeriod } = await import("#features/billing/server/index.ts");
      return closePeriod(ctx, { entityId: owner.id, month: Temporal.PlainYearMonth.from("2026-03") });
    }),
  ]);
  expect(results.at(-1)?.status).toBe("fulfilled");
  for (const result of results) if (result.status === "rejected") expect(result.reason).toMatchObject({ reasons: [{ code: "billing.monthClosed" }] });
  const { rows } = await world.given.command((ctx) =>
    sql<{ late: number }>`select count(*)::int as late from billing.bill join billing.period on period.site_id = bill.site_id and period.month = date_trunc('month', bill.issued_on)
      where bill.site_id = ${ctx.siteId} and bill.created_at > period.closed_at`.execute(ctx.tx),
  );
  expect(rows[0]?.late).toBe(0);
});

dbTest("finance sees what must be done today, the manager what came in, and the group its sites side by side", async (world) => {
  const { tenantId } = await billed(world);
  const { id: unitId } = await world.given.unit({ unitNo: "1901" });
  const { id: storeId } = await world.given.unit({ unitNo: "B1-01" });
  await world.given.command((ctx) => sql`update sites.unit set use = 'storage' where site_id = ${ctx.siteId} and id = ${storeId}`.execute(ctx.tx));
  await world.given.lease({ tenantId, unitId, start: "2026-01-01", end: "2026-12-31" });
  world.clock.set(noon("2026-04-10"));
  const today = (await finance(world).send(contract.getToday, {})).body;
  expect(today).toMatchObject({ invoicesToIssue: 3, chargesToBill: 0, linesToMatch: 0, monthsToClose: [{ month: "2026-03" }, { month: "2026-03" }] });
  const money = (await world.as.manager.send(contract.getMoney, {})).body;
  expect(money).toMatchObject({ month: "2026-04", overdue: 542_377_97, collection: { due: 0, old: 272_252_96 }, vacancy: { units: 2, priced: { units: 1 }, monthlyCost: null } });
  // the figure opens its rows: the list of vacant units has as many
  expect((await world.as.manager.send(listVacancies, { query: {} })).body.items).toHaveLength(2);
  expect(money.debtors).toMatchObject([{ tenant: "启明科技有限公司", overdue: 542_377_97, daysLate: 36 }]);
  expect(money.expiry.find(({ month }) => month === "2026-12")).toMatchObject({ leases: 1, share: 1 });
  const roll = (await world.as.manager.send(contract.getRentRoll, {})).body;
  expect(roll.rows).toMatchObject([{ units: "1座 18F 1901", areaCenti: 28645, rent: null, overdue: 0 }]);
  for (const endpoint of [contract.exportRentRoll, contract.exportExpiry] as const)
    expect(Object.values(await sheets((await world.as.manager.send(endpoint, { query: {} })).bytes))[0]!.length).toBeGreaterThan(1);
  const group = (await world.as.manager.send(contract.getGroup, { query: { month: "2026-03" } })).body;
  expect(group.sites).toMatchObject([{ due: 272_252_96, paid: 0, overdue: 542_377_97, advance: 0 }]);
  expect(group.total).toMatchObject({ due: 272_252_96, overdue: 542_377_97 });
  const bySite = await sheets((await world.as.manager.send(contract.exportGroup, { query: { month: "2026-03", language: "zh" } })).bytes);
  expect(bySite["集团收费"]!.at(-1)!.slice(0, 4)).toEqual(["合计", "272252.96", "0", "0"]);
});
