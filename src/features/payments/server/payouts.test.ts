import { expect } from "vitest";
import { newId } from "#kernel/id.ts";
import { codes, dbTest, type World } from "#test/harness/index.ts";
import { billFor, entities } from "#test/harness/payments.ts";
import * as contract from "../contract.ts";

async function tenantInCredit(world: World) {
  const { owner } = await entities(world);
  const { id: tenantId } = await world.given.tenant({ name: "云帆科技有限公司" });
  await billFor(world, { tenantId, items: [["rent", 100_00]] });
  const id = newId<"payment">();
  await world.as.role("cashier").send(contract.takePayment, { body: { id, tenantId, entityId: owner.id, means: "transfer", receivedOn: "2026-03-08", amount: 150_00 } });
  return { tenantId, paymentId: id };
}
const payee = { name: "云帆科技有限公司", bank: "招商银行", account: "6222 0001" };
const advanceOf = async ({ as }: World, paymentId: string) => (await as.role("finance").send(contract.getPayment, { params: { paymentId } })).body.payment.advance;

dbTest("what a tenant paid too much is paid back: asked by one, approved by another, paid and, when the bank sends it back, there again (3.7-12)", async (world) => {
  const { as } = world;
  const { paymentId } = await tenantInCredit(world);
  const finance = as.role("finance");
  const ask = (id: ReturnType<typeof newId<"payout">>, amount: number) =>
    finance.send(contract.askPayout, { params: { paymentId }, body: { id, amount, payee, reason: "多付退回" } });
  const id = newId<"payout">();
  expect(codes(await ask(newId(), 60_00))).toEqual(["payments.noAdvance"]);
  expect((await ask(id, 40_00)).body).toMatchObject({ status: "asked", amount: 40_00 });
  expect((await ask(id, 40_00)).body.id).toBe(id); // sent twice
  expect(codes(await ask(newId(), 20_00))).toEqual(["payments.noAdvance"]); // what is asked for counts
  const params = { payoutId: id };
  expect(codes(await finance.send(contract.decidePayout, { params, body: { isApproved: true, decision: "" } }))).toEqual(["payments.ownRequest"]);
  expect(codes(await finance.send(contract.payPayout, { params, body: { on: "2026-03-09", reference: "HK-1" } }))).toEqual(["payments.payoutNotApproved"]);
  const decided = await Promise.all(
    [as.manager, as.role("projectManager", { name: "two" })].map((who) => who.send(contract.decidePayout, { params, body: { isApproved: true, decision: "" } })),
  );
  expect(decided.map(({ status }) => status).toSorted()).toEqual([200, 409]); // approved once
  const paid = await as.role("cashier").send(contract.payPayout, { params, body: { on: "2026-03-09", reference: "HK-1" } });
  expect(paid.body, JSON.stringify(paid.body)).toMatchObject({ status: "paid", paid: { on: "2026-03-09", reference: "HK-1" } });
  expect(await advanceOf(world, paymentId)).toBe(10_00);
  expect(codes(await finance.send(contract.reversePayment, { params: { paymentId }, body: { why: "mistake", reason: "x" } }))).toEqual(["payments.refundedAlready"]);
  expect(codes(await as.role("cashier").send(contract.payPayout, { params, body: { on: "2026-03-09", reference: "HK-1" } }))).toEqual(["payments.payoutNotApproved"]);

  expect((await finance.send(contract.returnPayout, { params, body: { on: "2026-03-09", reason: "户名不符" } })).body).toMatchObject({ status: "returned" });
  expect(codes(await finance.send(contract.returnPayout, { params, body: { on: "2026-03-09", reason: "户名不符" } }))).toEqual(["payments.payoutNotPaid"]);
  expect(await advanceOf(world, paymentId)).toBe(50_00);
  expect((await finance.send(contract.listPayouts, { query: {} })).body.items.map(({ status }) => status)).toEqual(["returned"]);
  expect((await finance.send(contract.exportPayouts, { query: {} })).bytes.length).toBeGreaterThan(1000);
});

dbTest("an advance that a bill took meanwhile is not paid back as well (3.7-12)", async (world) => {
  const { as } = world;
  const { tenantId, paymentId } = await tenantInCredit(world);
  const id = newId<"payout">();
  await as.role("finance").send(contract.askPayout, { params: { paymentId }, body: { id, amount: 50_00, payee, reason: "退回" } });
  await as.manager.send(contract.decidePayout, { params: { payoutId: id }, body: { isApproved: true, decision: "" } });
  const later = await billFor(world, { tenantId, items: [["rent", 30_00]] });
  await as.role("cashier").send(contract.applyAdvance, { params: { paymentId }, body: { lines: [{ lineId: later.lines[0]!.id, amount: 30_00 }] } });
  expect(codes(await as.role("cashier").send(contract.payPayout, { params: { payoutId: id }, body: { on: "2026-03-09", reference: "HK-2" } }))).toEqual(["payments.noAdvance"]);
  expect(await advanceOf(world, paymentId)).toBe(20_00);
});
