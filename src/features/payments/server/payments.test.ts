import { extractText, getDocumentProxy } from "unpdf";
import { expect } from "vitest";
import { type Id, newId } from "#kernel/id.ts";
import { fen } from "#kernel/money.ts";
import { billById, closePeriod, creditBill, openLines } from "#features/billing/server/index.ts";
import { billFor, day, entities, imported, statementCsv, withWorker } from "#test/harness/payments.ts";
import { codes, dbTest, type World } from "#test/harness/index.ts";
import * as contract from "../contract.ts";
import { allocationsOf, depositsOf } from "./index.ts";

async function tenantWithLease({ given }: World, name = "云帆科技有限公司") {
  const { id: tenantId } = await given.tenant({ name });
  const { id: unitId } = await given.unit({ unitNo: "1803" });
  const { id: leaseId } = await given.lease({ tenantId, unitId });
  return { tenantId, leaseId };
}

const ascending = (one: number, other: number) => one - other;
const openOf = ({ given }: World, tenantId: Id<"tenant">) => given.command(async (ctx) => (await openLines(ctx, { tenantId })).reduce((sum, { open }) => sum + open, 0));
dbTest(
  "the first bill of 565 250.02 is paid by two transfers and an unknown payer: matched, claimed, receipted, and the deposits are held (3.6, vector V4)",
  async (world) => {
    const { as, given } = world;
    const { owner, property } = await entities(world);
    const { tenantId, leaseId } = await tenantWithLease(world);
    await given.contact({ tenantId, email: "fees@example.com", authorities: ["fees"] });
    const items = [
      ["leaseDeposit", 270_125_01],
      ["rent", 228_125_01],
      ["propertyFee", 42_000_00],
      ["fitoutDeposit", 25_000_00],
    ] as const;
    const bill = await billFor(world, { tenantId, leaseId, items });
    expect(bill.total).toBe(565_250_02);
    const cashier = as.role("cashier");
    await withWorker(world, async () => {
      await imported(cashier, owner.id, statementCsv([["2026-03-06", "498250.02", "云帆科技有限公司", "6222 0001", `${bill.billNo} 首期`, "A1"]]));
      await imported(
        cashier,
        property.id,
        statementCsv([
          ["2026-03-06", "37000", "云帆科技（有限公司）", "6222 0001", "1803 物业费", "B1"],
          ["2026-03-07", "30000.00", "王小明", "6222 9999", "代付", "B2"],
        ]),
      );
    });

    const lines = (await cashier.send(contract.listStatementLines, { query: { view: "open" } })).body.items;
    expect(lines.map(({ payerName, best }) => [payerName, best?.name ?? null, best?.isCertain ?? false])).toEqual([
      ["云帆科技有限公司", "云帆科技有限公司", true],
      ["云帆科技（有限公司）", "云帆科技有限公司", false],
      ["王小明", null, false],
    ]);
    const confirm = async (lineId: string) => {
      const { candidates, line } = (await cashier.send(contract.getStatementLine, { params: { statementLineId: lineId } })).body;
      const [best] = candidates;
      const id = newId<"payment">();
      const payment = { id, tenantId: best!.tenantId, amount: line.amount, lines: best!.parts.map((part) => ({ lineId: part.lineId, amount: part.amount })) };
      const reply = await cashier.send(contract.matchLine, { params: { statementLineId: lineId }, body: { payments: [payment] } });
      expect(reply.status, JSON.stringify(reply.body)).toBe(200);
      return id;
    };
    const first = await confirm(lines[0]!.id);
    await confirm(lines[1]!.id);
    expect(await openOf(world, tenantId)).toBe(30_000_00);

    const unknown = lines[2]!.id;
    await cashier.send(contract.placeLine, { params: { statementLineId: unknown }, body: { status: "unclaimed", note: "不知是谁" } });
    await as.role("leasingOfficer").send(contract.claimLine, { params: { statementLineId: unknown }, body: { tenantId, note: "王总个人代付" } });
    expect((await cashier.send(contract.getToday, {})).body).toMatchObject({ toMatch: { lines: 0 }, unclaimed: { lines: 1, amount: 30_000_00 }, claimed: 1 });
    await confirm(unknown);
    expect(await openOf(world, tenantId)).toBe(0);
    expect(await given.command((ctx) => billById(ctx, bill.id))).toMatchObject({ settled: 565_250_02 });

    const receipt = (await cashier.send(contract.issueReceipt, { params: { paymentId: first } })).body;
    expect(receipt.receiptNo).toBe("SJ2026-000001");
    expect((await cashier.send(contract.issueReceipt, { params: { paymentId: first } })).body.receiptNo).toBe(receipt.receiptNo);
    const pdf = await cashier.send(contract.getReceipt, { params: { paymentId: first } });
    const { text } = await extractText(await getDocumentProxy(new Uint8Array(pdf.bytes)), { mergePages: true });
    for (const part of ["498,250.02", "肆拾玖万捌仟贰佰伍拾元零贰分", "云帆科技有限公司", "云顶置业有限公司", receipt.receiptNo, "租赁保证金"]) expect(text).toContain(part);
    expect((await cashier.send(contract.mailReceipt, { params: { paymentId: first } })).body.to).toEqual(["王敏"]);

    const deposits = await given.command((ctx) => depositsOf(ctx, leaseId));
    expect(deposits.map(({ feeItem, held }) => [feeItem, held] as const).toSorted(([one], [other]) => (one < other ? -1 : 1))).toEqual([
      ["fitoutDeposit", 25_000_00],
      ["leaseDeposit", 270_125_01],
    ]);
    const mine = as.contact({ tenantId, authorities: ["fees"] });
    expect((await mine.send(contract.listMyPayments, { query: {} })).body.items.map(({ amount }) => amount).toSorted(ascending)).toEqual([30_000_00, 37_000_00, 498_250_02]);
    expect((await mine.send(contract.getMyReceipt, { params: { paymentId: first } })).status).toBe(200);
    const settled = (await cashier.send(contract.listSettlements, { params: { billId: bill.id } })).body.settlements;
    expect(settled.reduce((sum, { amount }) => sum + amount, 0)).toBe(565_250_02);
    expect(settled.filter(({ paymentId }) => paymentId === first).every(({ receiptNo }) => receiptNo === receipt.receiptNo)).toBe(true);
    expect((await mine.send(contract.listMySettlements, { params: { billId: bill.id } })).body.settlements).toEqual(settled);
    const { id: other } = await given.tenant();
    const stranger = as.contact({ tenantId: other, authorities: ["fees"] });
    expect(codes(await stranger.send(contract.listMySettlements, { params: { billId: bill.id } }))).toEqual(["billing.billNotFound"]);
    expect((await as.contact({ tenantId: other, authorities: ["fees"] }).send(contract.getMyPayment, { params: { paymentId: first } })).status).toBe(404);
    const sheet = await cashier.send(contract.exportPayments, { query: {} });
    expect(sheet.bytes.length).toBeGreaterThan(1000);
  },
  60_000,
);

dbTest("money over what is owed is an advance, applied later from the day it is; a bounced payment makes it all owed again (3.6)", async (world) => {
  const { as, given } = world;
  const { owner } = await entities(world);
  const { tenantId } = await tenantWithLease(world);
  const bill = await billFor(world, { tenantId, items: [["rent", 100_00]] });
  const cashier = as.role("cashier");
  const id = newId<"payment">();
  const body = { id, tenantId, entityId: owner.id, means: "cheque", receivedOn: "2026-03-08", amount: 150_00, voucherNo: "CK-1" } as const;
  const taken = await cashier.send(contract.takePayment, { body });
  expect(taken.body, JSON.stringify(taken.body)).toMatchObject({ payment: { allocated: 100_00, advance: 50_00 }, allocations: [{ amount: 100_00, valueOn: "2026-03-08" }] });
  expect((await cashier.send(contract.takePayment, { body })).body.payment.id).toBe(id); // sent twice

  const later = await billFor(world, { tenantId, items: [["rent", 80_00]] });
  const over = { params: { paymentId: id }, body: { lines: [{ lineId: later.lines[0]!.id, amount: 60_00 }] } };
  expect(codes(await cashier.send(contract.applyAdvance, over))).toEqual(["payments.noAdvance"]);
  const applied = await cashier.send(contract.applyAdvance, { ...over, body: { lines: [{ lineId: later.lines[0]!.id, amount: 50_00 }] } });
  expect(applied.body).toMatchObject({ payment: { advance: 0 } });
  const valued = await given.command((ctx) => allocationsOf(ctx, [later.lines[0]!.id]));
  expect(valued).toMatchObject([{ amount: 50_00, valueOn: day("2026-03-09") }]);

  const reversal = { params: { paymentId: id }, body: { why: "bounced", reason: "支票退票" } } as const;
  expect((await cashier.send(contract.reversePayment, reversal)).status).toBe(403);
  expect((await as.role("finance").send(contract.reversePayment, reversal)).body).toMatchObject({
    payment: { allocated: 0, advance: 0, reversal: { why: "bounced", on: "2026-03-09" } },
  });
  expect(await openOf(world, tenantId)).toBe(180_00);
  expect(await given.command((ctx) => allocationsOf(ctx, [bill.lines[0]!.id, later.lines[0]!.id]))).toEqual([]);
  expect(codes(await as.role("finance").send(contract.reversePayment, reversal))).toEqual(["payments.reversedAlready"]);
  expect(codes(await cashier.send(contract.issueReceipt, { params: { paymentId: id } }))).toEqual(["payments.reversedAlready"]);
});

dbTest("all lines beyond doubt are confirmed at once; what an earlier one paid speaks for no later one; the whole is taken back (3.6)", async (world) => {
  const { as, given } = world;
  const { owner } = await entities(world);
  const cashier = as.role("cashier");
  const { tenantId } = await tenantWithLease(world);
  const { id: other } = await given.tenant({ name: "远航贸易有限公司" });
  const bill = await billFor(world, { tenantId, items: [["rent", 100_00]] });
  const second = await billFor(world, { tenantId: other, items: [["rent", 250_00]] });
  await withWorker(world, () =>
    imported(
      cashier,
      owner.id,
      statementCsv([
        ["2026-03-06", "100.00", "云帆科技有限公司", "6222 0001", `${bill.billNo} 租金`, "A1"],
        ["2026-03-07", "100.00", "云帆科技有限公司", "6222 0001", `${bill.billNo} 租金`, "A2"],
        ["2026-03-07", "250.00", "远航贸易有限公司", "6222 0009", `${second.billNo} 租金`, "A3"],
        ["2026-03-07", "77.00", "王小明", "6222 9999", "代付", "A4"],
      ]),
    ),
  );
  const certain = (await cashier.send(contract.listCertain, { query: {} })).body;
  expect(certain).toMatchObject({ looked: 4, hasMore: false, amount: 450_00 });
  expect(certain.lines.map(({ tenant }) => tenant).toSorted()).toEqual(["云帆科技有限公司", "云帆科技有限公司", "远航贸易有限公司"]);
  const id = newId<"confirmation">();
  const body = { id, lineIds: certain.lines.map((line) => line.id) };
  const confirmed = (await cashier.send(contract.confirmAll, { body })).body;
  expect(confirmed.confirmation).toMatchObject({ lines: 2, amount: 350_00, undone: null });
  expect(confirmed.left.map(({ amount, reasons }) => [amount, reasons[0]?.code])).toEqual([[100_00, "payments.notCertain"]]);
  expect((await cashier.send(contract.confirmAll, { body })).body.confirmation).toEqual(confirmed.confirmation); // sent twice
  expect([await openOf(world, tenantId), await openOf(world, other)]).toEqual([0, 0]);
  expect(codes(await cashier.send(contract.confirmAll, { body: { id: newId(), lineIds: body.lineIds } }))).toEqual(["payments.nothingCertain"]);

  const params = { confirmationId: id };
  expect(codes(await as.role("cashier", { name: "别的出纳" }).send(contract.undoConfirmation, { params }))).toEqual(["payments.notYoursToUndo"]);
  expect((await cashier.send(contract.undoConfirmation, { params })).body.undone).toMatchObject({ byName: "cashier" });
  expect([await openOf(world, tenantId), await openOf(world, other)]).toEqual([100_00, 250_00]);
  expect((await cashier.send(contract.listCertain, { query: {} })).body.lines).toHaveLength(3);
  expect(codes(await as.role("finance").send(contract.undoConfirmation, { params }))).toEqual(["payments.undoneAlready"]);
  expect(codes(await cashier.send(contract.undoConfirmation, { params: { confirmationId: newId() } }))).toEqual(["payments.confirmationNotFound"]);
  expect((await cashier.send(contract.listConfirmations, { query: {} })).body.items).toHaveLength(1);
});

dbTest("of two people who confirm the same line one is told, and one transfer is split over two tenants (3.6)", async (world) => {
  const { as } = world;
  const { owner } = await entities(world);
  const { tenantId } = await tenantWithLease(world);
  const { id: sister } = await world.given.tenant({ name: "云帆贸易有限公司" });
  const [one, two] = [await billFor(world, { tenantId, items: [["rent", 100_00]] }), await billFor(world, { tenantId: sister, items: [["rent", 50_00]] })];
  const cashier = as.role("cashier");
  await withWorker(world, () => imported(cashier, owner.id, statementCsv([["2026-03-06", "160.00", "云帆集团", "", "", ""]])));
  const [line] = (await cashier.send(contract.listStatementLines, { query: { view: "open" } })).body.items;
  const split = () => ({
    payments: [
      { id: newId<"payment">(), tenantId, amount: 100_00, lines: [{ lineId: one.lines[0]!.id, amount: 100_00 }] },
      { id: newId<"payment">(), tenantId: sister, amount: 60_00, lines: [{ lineId: two.lines[0]!.id, amount: 50_00 }] },
    ],
  });
  const params = { statementLineId: line!.id };
  const tooMuch = { payments: [{ ...split().payments[0]!, amount: 161_00 }] };
  expect(codes(await cashier.send(contract.matchLine, { params, body: tooMuch }))).toEqual(["payments.moreThanReceived"]);
  const foreign = { payments: [{ ...split().payments[0]!, tenantId: sister }] };
  expect(codes(await cashier.send(contract.matchLine, { params, body: foreign }))).toEqual(["payments.otherTenantsLine"]);
  const finance = as.role("finance");
  expect((await finance.send(contract.getToday, {})).status).toBe(200); // both are known before they race
  const replies = await Promise.all([cashier, finance].map((who) => who.send(contract.matchLine, { params, body: split() })));
  expect(replies.map(({ status }) => status).toSorted(ascending)).toEqual([200, 409]);
  expect(codes(replies.find(({ status }) => status === 409)!)).toEqual(["payments.matchedAlready"]);
  expect(await openOf(world, sister)).toBe(0);
  // reversed as matched wrongly, its share of the line is to be matched again
  const { payments } = (await cashier.send(contract.getStatementLine, { params })).body;
  await as
    .role("finance")
    .send(contract.reversePayment, { params: { paymentId: payments.find((payment) => payment.tenantId === sister)!.id }, body: { why: "wrongMatch", reason: "认错了" } });
  expect((await cashier.send(contract.getStatementLine, { params })).body.line).toMatchObject({ allocated: 100_00, status: "open" });
  expect(codes(await cashier.send(contract.undoStatement, { params: { statementId: line!.statementId } }))).toEqual(["payments.stillMatched"]);
});

dbTest("a bill credited while it is paid gives the money back as an advance; credit and confirmation at once leave one truth (3.3-8)", async (world) => {
  const { as, given } = world;
  const { owner } = await entities(world);
  const { tenantId } = await tenantWithLease(world);
  const cashier = as.role("cashier");
  const take = (id: Id<"payment">, amount: number) =>
    cashier.send(contract.takePayment, { body: { id, tenantId, entityId: owner.id, means: "cash", receivedOn: "2026-03-09", amount } });
  const paid = await billFor(world, { tenantId, items: [["rent", 100_00]] });
  const id = newId<"payment">();
  await take(id, 100_00);
  const line = paid.lines[0]!;
  await given.command((ctx) => creditBill(ctx, { id: newId(), billId: paid.id, parts: [{ lineId: line.id, amount: fen(30_00) }], reason: "面积更正", again: false }));
  expect((await cashier.send(contract.getPayment, { params: { paymentId: id } })).body).toMatchObject({ payment: { allocated: 70_00, advance: 30_00 } });
  expect(await given.command((ctx) => allocationsOf(ctx, [line.id]))).toMatchObject([{ amount: 70_00, valueOn: day("2026-03-09") }]);

  const bill = await billFor(world, { tenantId, items: [["rent", 40_00]] });
  const [taken, credited] = await Promise.allSettled([
    take(newId(), 40_00),
    given.command((ctx) => creditBill(ctx, { id: newId(), billId: bill.id, parts: [{ lineId: bill.lines[0]!.id, amount: fen(40_00) }], reason: "取消", again: false })),
  ]);
  expect(taken.status).toBe("fulfilled");
  const after = await given.command((ctx) => billById(ctx, bill.id));
  expect(after.settled + after.credited).toBeLessThanOrEqual(40_00);
  expect(after.credited > 0).toBe(credited.status === "fulfilled");
});

dbTest("nothing is booked or taken back in a closed month; a later day of booking keeps the day of value (3.6)", async (world) => {
  const { as, given } = world;
  const { owner } = await entities(world);
  const { tenantId } = await tenantWithLease(world);
  await billFor(world, { tenantId, items: [["rent", 100_00]] });
  const cashier = as.role("cashier");
  const body = { id: newId<"payment">(), tenantId, entityId: owner.id, means: "cash", receivedOn: "2026-02-27", amount: 100_00 } as const;
  await given.command((ctx) => closePeriod(ctx, { entityId: owner.id, month: Temporal.PlainYearMonth.from("2026-02") }));
  expect(codes(await cashier.send(contract.takePayment, { body }))).toEqual(["billing.monthClosed"]);
  const taken = await cashier.send(contract.takePayment, { body: { ...body, bookedOn: "2026-03-09" } });
  expect(taken.body, JSON.stringify(taken.body)).toMatchObject({ payment: { bookedOn: "2026-03-09" }, allocations: [{ valueOn: "2026-02-27" }] });
  expect(codes(await cashier.send(contract.takePayment, { body: { ...body, id: newId<"payment">(), receivedOn: "2026-03-10" } }))).toEqual(["payments.notInFuture"]);

  const reverse = () => as.role("finance").send(contract.reversePayment, { params: { paymentId: body.id }, body: { why: "mistake", reason: "重复" } });
  const [reversed] = await Promise.all([reverse(), given.command((ctx) => closePeriod(ctx, { entityId: owner.id, month: Temporal.PlainYearMonth.from("2026-03") }))]);
  if (reversed.status === 409) expect(codes(reversed)).toEqual(["billing.monthClosed"]);
  expect(await openOf(world, tenantId)).toBe(reversed.status === 200 ? 100_00 : 0);
  expect(codes(await reverse())).toEqual([reversed.status === 200 ? "payments.reversedAlready" : "billing.monthClosed"]);
});

dbTest("money in the wrong entity's account is booked on behalf, or refused by name where the site says so (3.6)", async (world) => {
  const { as } = world;
  const { owner } = await entities(world);
  const { tenantId } = await tenantWithLease(world);
  const bill = await billFor(world, { tenantId, items: [["propertyFee", 42_00]] });
  const finance = as.role("finance");
  const pay = (id: Id<"payment">) =>
    finance.send(contract.takePayment, {
      body: { id, tenantId, entityId: owner.id, means: "pos", receivedOn: "2026-03-09", amount: 42_00, lines: [{ lineId: bill.lines[0]!.id, amount: 42_00 }] },
    });
  await finance.send(contract.putPaymentSettings, { body: { allocationOrder: "principalFirst", wrongEntity: "refuse", version: 0 } });
  expect(codes(await pay(newId()))).toEqual(["payments.wrongEntity"]);
  expect(codes(await finance.send(contract.putPaymentSettings, { body: { allocationOrder: "principalFirst", wrongEntity: "onBehalf", version: 0 } }))).toEqual(["payments.stale"]);
  await finance.send(contract.putPaymentSettings, { body: { allocationOrder: "principalFirst", wrongEntity: "onBehalf", version: 1 } });
  expect((await pay(newId())).body).toMatchObject({ allocations: [{ isOnBehalf: true, amount: 42_00 }] });
});

dbTest("a deposit is deducted only when a second person approves, never beyond what is held, and is receivable when more is asked for (3.7, vector V12)", async (world) => {
  const { as, given } = world;
  const { owner } = await entities(world);
  const { tenantId, leaseId } = await tenantWithLease(world);
  await billFor(world, { tenantId, leaseId, items: [["leaseDeposit", 270_125_01]] });
  const cashier = as.role("cashier");
  const id = newId<"payment">();
  await cashier.send(contract.takePayment, { body: { id, tenantId, entityId: owner.id, means: "transfer", receivedOn: "2026-03-09", amount: 270_125_01 } });
  const [deposit] = (await cashier.send(contract.listDeposits, { query: {} })).body.items;
  expect(deposit).toMatchObject({ held: 270_125_01, receivable: 0, feeItem: "leaseDeposit" });
  const params = { depositId: deposit!.id };

  const debts = await billFor(world, { tenantId, leaseId, items: [["rent", 6_527_95]] });
  const ask = { id: newId<"depositRequest">(), kind: "deduct" as const, amount: 6_527_95, lines: [{ lineId: debts.lines[0]!.id, amount: 6_527_95 }], reason: "退租欠费" };
  const finance = as.role("finance");
  await finance.send(contract.askDeposit, { params, body: ask });
  const decide = { params: { requestId: ask.id }, body: { isApproved: true, decision: "同意" } } as const;
  expect(codes(await finance.send(contract.decideDeposit, decide))).toEqual(["payments.ownRequest"]);
  expect((await as.manager.send(contract.decideDeposit, decide)).body).toMatchObject({ deposit: { held: 263_597_06 } });
  expect(await openOf(world, tenantId)).toBe(0);
  expect(codes(await as.manager.send(contract.decideDeposit, decide))).toEqual(["payments.requestDecided"]);
  expect(codes(await finance.send(contract.reversePayment, { params: { paymentId: id }, body: { why: "bounced", reason: "退票" } }))).toEqual(["payments.depositUsed"]);

  // two refunds that together are more than is held, approved at once
  const refunds = [newId<"depositRequest">(), newId<"depositRequest">()];
  for (const refund of refunds) {
    const body = { id: refund, kind: "refund", amount: 200_000_00, payee: { name: "云帆科技有限公司", bank: "工行", account: "6222" }, reason: "退租" } as const;
    await finance.send(contract.askDeposit, { params, body });
  }
  const replies = await Promise.all(refunds.map((requestId) => as.manager.send(contract.decideDeposit, { params: { requestId }, body: { isApproved: true, decision: "" } })));
  expect(replies.map(({ status }) => status).toSorted(ascending)).toEqual([200, 409]);
  const raise = { chargeId: newId<"charge">(), tenantId, leaseId, feeItem: "leaseDeposit", amount: 10_000_00, dueOn: "2026-03-31", reason: "补足" } as const;
  const { deposit: after, postings } = (await finance.send(contract.raiseDeposit, { body: raise })).body;
  expect(after).toMatchObject({ held: 63_597_06, receivable: 10_000_00 });
  expect(postings.map(({ kind }) => kind)).toEqual(["received", "deducted", "refunded", "raised"]);
  for (const { entries } of postings) expect(entries.reduce((sum, { amount }) => sum + amount, 0)).toBe(0);
  expect(codes(await finance.send(contract.askDeposit, { params, body: { ...ask, id: newId<"depositRequest">(), kind: "forfeit", amount: 99_999_99, lines: [] } }))).toEqual([
    "payments.moreThanHeld",
  ]);

  // the database itself holds to it
  await expect(
    given.command(async (ctx) => {
      const posting = {
        site_id: ctx.siteId,
        id: newId(),
        deposit_id: deposit!.id,
        tenant_id: tenantId,
        kind: "received" as const,
        on_day: day("2026-03-09"),
        amount: 5,
        by_name: "x",
        created_at: ctx.now,
      };
      await ctx.tx.insertInto("payments.deposit_posting").values(posting).execute();
      await ctx.tx
        .insertInto("payments.deposit_entry")
        .values({ site_id: ctx.siteId, posting_id: posting.id, position: 0, deposit_id: deposit!.id, tenant_id: tenantId, account: "held", amount: -5 })
        .execute();
    }),
  ).rejects.toThrow("does not sum to nought");
});
