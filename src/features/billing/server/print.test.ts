import { writeFileSync } from "node:fs";
import { expect } from "vitest";
import { type Id, newId } from "#kernel/id.ts";
import { readSheets } from "#platform/spreadsheet/index.ts";
import { codes, dbTest, type World } from "#test/harness/index.ts";
import * as contract from "../contract.ts";
import { putTerms, someEntities, someTerms } from "../samples.ts";

async function firstBill({ given, as }: World) {
  await given.command(someEntities);
  const { id: tenantId } = await given.tenant({ name: "䶮金𠮷（上海）科技有限公司" });
  const { id: unitId } = await given.unit({ unitNo: "1803" });
  const { id: leaseId } = await given.lease({ tenantId, unitId, start: "2026-06-01", end: "2029-05-31", leaseNo: "L-2026-018" });
  await given.command((ctx) => putTerms(ctx, { leaseId, tenantId, terms: someTerms(unitId) }));
  const { body } = await as.role("finance").send(contract.issueFirstBill, { params: { leaseId }, body: { id: newId() } });
  return { tenantId, leaseId, billId: body.bill.id as Id<"bill">, view: body };
}

dbTest("the payment notice of a bill is issued once, with a proof code, and is the same paper afterwards", async (world) => {
  const { as } = world;
  const { billId } = await firstBill(world);
  const print = (language: "zh" | "en") => as.role("cashier").send(contract.printNotice, { params: { billId }, query: { language } });
  const first = await print("zh");
  expect(first.status).toBe(200);
  expect(first.bytes.subarray(0, 5).toString()).toBe("%PDF-");
  expect((await print("zh")).bytes.equals(first.bytes)).toBe(true);
  const english = await print("en");
  expect(english.bytes.equals(first.bytes)).toBe(false);
  if (process.env["KEEP_PDF"]) for (const [name, { bytes }] of Object.entries({ zh: first, en: english })) writeFileSync(`${process.env["KEEP_PDF"]}/notice-${name}.pdf`, bytes);
  expect((await as.role("finance").send(contract.getBill, { params: { billId } })).body.bill.documentId).not.toBeNull();
});

dbTest("a tenant's contact for fees sees what they owe and why, line by line, and whom to pay; others do not", async (world) => {
  const { as, given } = world;
  const { tenantId, billId } = await firstBill(world);
  const contact = as.contact({ tenantId, authorities: ["fees"] });
  expect((await contact.send(contract.whatWeOwe, {})).body).toMatchObject({ total: 565_250_02, overdue: 0, nextDue: "2026-05-25" });
  expect((await contact.send(contract.listOwnBills, { query: {} })).body.items).toMatchObject([{ id: billId, owed: 565_250_02 }]);
  const own = (await contact.send(contract.getOwnBill, { params: { billId } })).body;
  expect(own.lines.find(({ feeItem }) => feeItem === "rent")!.said.zh.join("")).toContain("76,041.67");
  expect(own.payees.map(({ amount }) => amount)).toEqual([498_250_02, 67_000_00]);
  expect(own.payees[0]!.remark).toMatch(/^1座 18F 1803 .*租金.* ZD2026-000001$/);
  expect((await contact.send(contract.ownNotice, { params: { billId } })).bytes.subarray(0, 5).toString()).toBe("%PDF-");
  expect((await as.contact({ tenantId, authorities: ["repair"] }).send(contract.listOwnBills, { query: {} })).status).toBe(403);
  const { id: other } = await given.tenant();
  expect((await as.contact({ tenantId: other, authorities: ["fees"] }).send(contract.getOwnBill, { params: { billId } })).status).toBe(404);
});

dbTest("a bill is mailed to the contacts for fees and says so; with nobody to mail to it is refused", async (world) => {
  const { as, given } = world;
  const { tenantId, billId } = await firstBill(world);
  const finance = as.role("finance");
  expect(codes(await finance.send(contract.mailBill, { params: { billId } }))).toEqual(["billing.nobodyForFees"]);
  await given.contact({ tenantId, name: "王敏", email: "wang@example.com", authorities: ["fees"] });
  await given.contact({ tenantId, name: "李雷", email: "li@example.com", authorities: ["repair"] });
  expect((await finance.send(contract.mailBill, { params: { billId } })).body.mailed).toMatchObject([{ name: "王敏", address: "wang@example.com" }]);
});

dbTest("bills go to Excel line by line, numbers of bills as text and money as figures", async (world) => {
  await firstBill(world);
  const reply = await world.as.role("finance").send(contract.exportBills, { query: {} });
  const rows = await Array.fromAsync((await readSheets(reply.bytes, "bills.xlsx")).rows(0), ({ cells }) => cells);
  expect(rows).toHaveLength(1 + 4);
  const [titles, ...lines] = rows;
  expect(lines.map((cells) => cells[titles!.indexOf("账单号")])).toEqual(Array.from({ length: 4 }, () => "ZD2026-000001"));
  expect(lines.map((cells) => cells[titles!.indexOf("金额")]).toSorted()).toEqual([228_125.01, 25_000, 270_125.01, 42_000].toSorted());
});

dbTest("what billing waits for today: the month's run, waivers, what is overdue", async (world) => {
  const { as, clock } = world;
  await firstBill(world);
  clock.set("2026-06-02T02:00:00Z");
  expect((await as.role("finance").send(contract.billingToday, {})).body).toEqual({
    month: "2026-06",
    isMonthRun: false,
    waiversAsked: 0,
    chargesWaiting: 0,
    overdueBills: 1,
    overdue: 565_250_02,
    owed: 565_250_02,
  });
});
