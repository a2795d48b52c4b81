import pg from "pg";
import { expect } from "vitest";
import { type Id, newId } from "#kernel/id.ts";
import { fen } from "#kernel/money.ts";
import { Refusal } from "#kernel/problem.ts";
import type { FeeItemCode } from "#features/leasing/rules.ts";
import { putEntity } from "#features/sites/server/index.ts";
import { codes, dbTest, type World } from "#test/harness/index.ts";
import * as contract from "../contract.ts";
import { addCharge, billById, closePeriod, creditBill, issueBill, nextNumber, openLines, refuseClosed, settleLines, unsettleLines } from "./index.ts";

const day = (text: string) => Temporal.PlainDate.from(text);
const working = { rule: "byHand", inputs: {}, steps: [], rounding: "none" } as const;

async function entities({ given }: Pick<World, "given">) {
  const details = { creditCode: "", bankName: "工商银行", bankAccount: "0200", address: "", phone: "", taxpayer: "general", propertyCertificateNo: "", version: null } as const;
  return given.command(async (ctx) => ({
    owner: await putEntity(ctx, { id: newId(), kind: "owner", name: "业主公司", ...details }),
    property: await putEntity(ctx, { id: newId(), kind: "property", name: "物业公司", ...details }),
  }));
}

const charge = (tenantId: Id<"tenant">, feeItem: FeeItemCode, amount: number, id = newId<"charge">()) => ({
  id,
  tenantId,
  leaseId: null,
  feeItem,
  unitIds: [],
  from: day("2026-03-01"),
  to: day("2026-03-31"),
  dueOn: day("2026-03-20"),
  amount: fen(amount),
  working,
  source: { kind: "test", id },
});

async function billed(world: World, amounts: readonly (readonly [FeeItemCode, number])[]) {
  const { given } = world;
  await entities(world);
  const { id: tenantId } = await given.tenant();
  const id = newId<"bill">();
  const bill = await given.command(async (ctx) => {
    const charges = [];
    for (const [feeItem, amount] of amounts) charges.push(await addCharge(ctx, charge(tenantId, feeItem, amount)));
    return issueBill(ctx, { id, tenantId, chargeIds: charges.map((one) => one.id) });
  });
  return { tenantId, bill };
}

const refusal = async (work: Promise<unknown>): Promise<string[]> => {
  const error: unknown = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof Refusal)) throw error instanceof Error ? error : new Error("nothing was refused");
  return error.reasons.map(({ code }) => code);
};

dbTest("a bill of several charges names who is paid and keeps net and tax of each line (3.5, vector V10)", async (world) => {
  const { bill } = await billed(world, [
    ["rent", 228_125_01],
    ["propertyFee", 42_000_00],
    ["electricity", 2_127_95],
    ["leaseDeposit", 270_125_01],
  ]);
  expect(bill.lines.map(({ feeItem, net, tax, taxRate }) => [feeItem, net, tax, taxRate]).toSorted()).toEqual(
    [
      ["electricity", 1_883_14, 244_81, "0.13"],
      ["leaseDeposit", 270_125_01, 0, "0"],
      ["propertyFee", 39_622_64, 2_377_36, "0.06"],
      ["rent", 209_289_00, 18_836_01, "0.09"],
    ].toSorted(),
  );
  expect(new Set(bill.lines.map(({ entityId }) => entityId)).size).toBe(2);
  expect(bill).toMatchObject({ total: 542_377_97, settled: 0, kind: "bill", dueOn: day("2026-03-20"), issuedOn: day("2026-03-09") });
});

dbTest("numbers of bills have no gaps, also when a bill comes to nothing", async (world) => {
  const { given } = world;
  const { bill, tenantId } = await billed(world, [["rent", 100]]);
  await expect(
    given.command(async (ctx) => {
      const { id } = await addCharge(ctx, charge(tenantId, "rent", 7));
      await issueBill(ctx, { id: newId(), tenantId, chargeIds: [id] });
      throw new Error("comes to nothing");
    }),
  ).rejects.toThrow("comes to nothing");
  const next = await given.command((ctx) => nextNumber(ctx, "bill"));
  expect([bill.billNo, next]).toEqual(["ZD2026-000001", "ZD2026-000002"]);
});

dbTest("the same charge billed twice at once is billed once; the other is told", async (world) => {
  const { given } = world;
  await entities(world);
  const { id: tenantId } = await given.tenant();
  const { id } = await given.command((ctx) => addCharge(ctx, charge(tenantId, "rent", 900)));
  const tries = await Promise.allSettled([1, 2, 3].map(() => given.command((ctx) => issueBill(ctx, { id: newId(), tenantId, chargeIds: [id] }))));
  expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  for (const one of tries) if (one.status === "rejected") expect((one.reason as Refusal).reasons[0]?.code).toBe("billing.chargeNotWaiting");
});

dbTest("what was issued cannot be changed or removed, nor be other than its lines, whoever asks (3.3-8)", async (world) => {
  const { bill } = await billed(world, [["rent", 1000]]);
  const client = new pg.Client({ connectionString: world.url });
  await client.connect();
  const refused = async (text: string) => (await client.query(text, [bill.id]).catch((error: Error) => error.message)) as string;
  expect(await refused("update billing.bill_line set amount = 1, net = 1, tax = 0 where bill_id = $1")).toMatch("never changed");
  expect(await refused("update billing.bill set total = 1 where id = $1")).toMatch("never changed");
  expect(await refused("delete from billing.bill_line where bill_id = $1")).toMatch("never changed or removed");
  expect(await refused("update billing.bill set settled = 5 where id = $1")).toMatch("not the sum of its lines");
  expect(await refused("update billing.bill_line set settled = 1001 where bill_id = $1")).toMatch("settled_within_the_amount");
  await client.end();
});

dbTest("lines are settled and released, never beyond what is owed; oldest due first", async (world) => {
  const { given } = world;
  const { tenantId, bill } = await billed(world, [
    ["rent", 1000],
    ["propertyFee", 500],
  ]);
  const payment = { paymentId: newId<"payment">() };
  const [first, second] = bill.lines.map(({ id }) => id);
  await given.command((ctx) =>
    settleLines(
      ctx,
      [
        { lineId: first!, amount: fen(300) },
        { lineId: second!, amount: bill.lines[1]!.amount },
      ],
      payment,
    ),
  );
  expect((await given.command((ctx) => openLines(ctx, { tenantId }))).map(({ id, open }) => [id, open])).toEqual([[first, bill.lines[0]!.amount - 300]]);
  expect(await refusal(given.command((ctx) => settleLines(ctx, [{ lineId: second!, amount: fen(1) }], payment)))).toEqual(["billing.settledBeyond"]);
  await given.command((ctx) => unsettleLines(ctx, [{ lineId: first!, amount: fen(300) }], payment));
  expect((await given.command((ctx) => billById(ctx, bill.id))).settled).toBe(bill.lines[1]!.amount);
});

dbTest("a credit takes the tax along and frees the charge to be billed again; the bill stays as it was (3.3-8)", async (world) => {
  const { given } = world;
  const { tenantId, bill } = await billed(world, [["propertyFee", 42_000_00]]);
  const credit = await given.command((ctx) => creditBill(ctx, { id: newId(), billId: bill.id, reason: "面积有误", again: true }));
  expect(credit).toMatchObject({ kind: "credit", total: -42_000_00, billNo: "CJ2026-000001", creditsBillId: bill.id });
  expect(credit.lines[0]).toMatchObject({ net: -39_622_64, tax: -2_377_36 });
  const after = await given.command((ctx) => billById(ctx, bill.id));
  expect(after).toMatchObject({ total: 42_000_00, credited: 42_000_00 });
  const chargeId = bill.lines[0]!.source.id as Id<"charge">;
  const again = await given.command((ctx) => issueBill(ctx, { id: newId(), tenantId, chargeIds: [chargeId] }));
  expect(again.total).toBe(42_000_00);
});

dbTest("what is paid is released before it is credited, or the credit is refused", async (world) => {
  const { given } = world;
  const { bill } = await billed(world, [["rent", 1000]]);
  await given.command((ctx) => settleLines(ctx, [{ lineId: bill.lines[0]!.id, amount: fen(400) }], { paymentId: newId() }));
  const credit = (amount: number) =>
    given.command((ctx) => creditBill(ctx, { id: newId(), billId: bill.id, parts: [{ lineId: bill.lines[0]!.id, amount: fen(amount) }], reason: "减免", again: false }));
  expect((await credit(600)).total).toBe(-600);
  expect(await refusal(credit(1))).toEqual(["billing.stillPaid"]);
});

dbTest("nothing is billed in a closed month, and who closes while a bill is issued waits for it", async (world) => {
  const { given } = world;
  const { bill, tenantId } = await billed(world, [["rent", 1000]]);
  const { entityId } = bill.lines[0]!;
  const month = Temporal.PlainYearMonth.from("2026-03");
  const { id } = await given.command((ctx) => addCharge(ctx, charge(tenantId, "rent", 77)));
  const issued = Promise.withResolvers<void>();
  const issuing = given.command(async (ctx) => {
    const made = await issueBill(ctx, { id: newId(), tenantId, chargeIds: [id] });
    issued.resolve();
    await new Promise((resolve) => setTimeout(resolve, 200));
    return made;
  });
  await issued.promise;
  let isClosed = false;
  const closing = given.command((ctx) => closePeriod(ctx, { entityId, month })).then(() => (isClosed = true));
  expect((await issuing).total).toBe(77);
  expect(isClosed).toBe(false);
  await closing;
  expect(await refusal(given.command((ctx) => refuseClosed(ctx, entityId, day("2026-03-31"))))).toEqual(["billing.monthClosed"]);
  const { id: later } = await given.command((ctx) => addCharge(ctx, charge(tenantId, "rent", 78)));
  expect(await refusal(given.command((ctx) => issueBill(ctx, { id: newId(), tenantId, chargeIds: [later] })))).toEqual(["billing.monthClosed"]);
  expect(await refusal(given.command((ctx) => settleLines(ctx, [{ lineId: bill.lines[0]!.id, amount: fen(1) }], { paymentId: newId() })))).toEqual(["billing.monthClosed"]);
});

dbTest("finance enters a charge and takes it back; the cashier reads it (billing rights)", async ({ as, given }) => {
  const { id: tenantId } = await given.tenant({ name: "云帆科技有限公司" });
  const id = newId<"charge">();
  const body = { id, tenantId, feeItem: "cardFee", from: "2026-03-01", to: "2026-03-01", dueOn: "2026-03-31", amount: 50_00, remark: "补办门禁卡一张" } as const;
  expect((await as.role("cashier").send(contract.enterCharge, { body })).status).toBe(403);
  expect((await as.role("finance").send(contract.enterCharge, { body })).status).toBe(200);
  const list = await as.role("cashier").send(contract.listCharges, { query: { status: "waiting" } });
  expect(list.body.items).toMatchObject([{ id, tenant: "云帆科技有限公司", name: { zh: "门禁卡费" }, amount: 50_00 }]);
  expect((await as.role("finance").send(contract.cancelCharge, { params: { chargeId: id }, body: { reason: "录错" } })).body.status).toBe("cancelled");
  expect(codes(await as.role("finance").send(contract.cancelCharge, { params: { chargeId: id }, body: { reason: "录错" } }))).toEqual(["billing.chargeNotWaiting"]);
});

dbTest("a site decides payee, tax and rates of its fee items from a day on (3.5)", async (world) => {
  const { as, given } = world;
  await entities(world);
  const finance = as.role("finance");
  const item = { name: { zh: "车位费", en: "Parking" }, payee: "owner", taxCategory: "parking", goodsCode: "3040502020200000000", version: 0 } as const;
  expect((await finance.send(contract.changeFeeItem, { params: { code: "parking" }, body: item })).body).toMatchObject({ payee: "owner", version: 1 });
  expect(codes(await finance.send(contract.changeFeeItem, { params: { code: "parking" }, body: item }))).toEqual(["billing.stale"]);
  const rate = { id: newId<"taxRate">(), category: "parking", taxpayer: "general", rate: "0.05", from: "2026-03-15" } as const;
  expect((await finance.send(contract.addTaxRate, { body: rate })).status).toBe(200);
  expect(codes(await finance.send(contract.addTaxRate, { body: { ...rate, id: newId() } }))).toEqual(["billing.rateTaken"]);
  const { id: tenantId } = await given.tenant();
  const { lines } = await given.command(async (ctx) => {
    const { id } = await addCharge(ctx, charge(tenantId, "parking", 105_00));
    return issueBill(ctx, { id: newId(), tenantId, chargeIds: [id] });
  });
  expect(lines[0]).toMatchObject({ taxRate: "0.05", net: 100_00, tax: 5_00 });
});
