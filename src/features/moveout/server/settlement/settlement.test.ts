import { expect } from "vitest";
import { type Id, newId } from "#kernel/id.ts";
import { fen } from "#kernel/money.ts";
import type { SiteContext } from "#platform/context.ts";
import { json } from "#platform/db/json.ts";
import { systemActor } from "#platform/runtime.ts";
import * as appraisal from "#features/appraisal/contract.ts";
import * as billing from "#features/billing/contract.ts";
import { putTerms, someEntities, someTerms } from "#features/billing/samples.ts";
import { addCharge, closePeriod, goOn, openLines } from "#features/billing/server/index.ts";
import * as documents from "#features/documents/contract.ts";
import { terminateLease } from "#features/leasing/server/index.ts";
import * as meters from "#features/meters/contract.ts";
import { aMeter } from "#features/meters/samples.ts";
import { takeHandoverReading } from "#features/meters/server/index.ts";
import * as payments from "#features/payments/contract.ts";
import { depositsOf } from "#features/payments/server/index.ts";
import { codes, dbTest, type Sender, type World } from "#test/harness/index.ts";
import * as contract from "../../contract/settlement.ts";
import { caseById } from "../queries/cases.ts";
import { settlementsOf } from "./facts.ts";
import { payOutSettlement } from "./refund.ts";

const ink =
  "iVBORw0KGgoAAAANSUhEUgAAADwAAAAUCAQAAAB7CpaiAAAAgUlEQVR42u3W3QqAIAwF4D1K7/+S60KCQFvnR5Qgdit86typOGJPxQ8vqWTgnES2CnL5LBaDr8UO3W0dRb3rHtwYwypnfmwSjip08TY4FqdfnyOHop0GpoBn6zPDg8eiNU3Mu8KOaDpiFLTvtJBsKhu3NJMSzUmkdDLc/rx97kfgBNeICptCJkoUAAAAAElFTkSuQmCC";
const day = (text: string) => Temporal.PlainDate.from(text);

/** The tenant of V4: first payment billed and paid, the fit-out deposit given back after the works, the fee of September to November billed by the run and paid. */
async function tenantOfV4(world: World) {
  const { given, as, clock, siteId } = world;
  const { owner, property } = await given.command(someEntities);
  const { id: tenantId } = await given.tenant({ name: "云帆科技有限公司" });
  const { id: contactId } = await given.contact({ tenantId, name: "王敏", authorities: ["fees", "signing"] });
  const { id: unitId } = await given.unit({ unitNo: "1803" });
  const { id: leaseId } = await given.lease({ tenantId, unitId, start: "2026-06-01", end: "2029-05-31", leaseNo: "ZL-1803" });
  await given.command((ctx) => putTerms(ctx, { leaseId, tenantId, terms: someTerms(unitId) }));
  const [finance, cashier] = [as.role("finance"), as.role("cashier")];
  clock.set("2026-05-20T02:00:00Z");
  const first = (await finance.send(billing.issueFirstBill, { params: { leaseId }, body: { id: newId() } })).body;
  const pay = async (entityId: string, amount: number, on: string) => {
    const body = { id: newId<"payment">(), tenantId, entityId: entityId as Id<"entity">, means: "transfer", receivedOn: on, amount, payerName: "云帆科技有限公司" } as const;
    const reply = await cashier.send(payments.takePayment, { body });
    expect(reply.status, JSON.stringify(reply.body)).toBe(200);
  };
  expect(first.bill.total).toBe(565_250_02);
  await pay(owner.id, 498_250_02, "2026-05-20");
  await pay(property.id, 67_000_00, "2026-05-20");

  const fitOut = (await given.command((ctx) => depositsOf(ctx, leaseId))).find(({ feeItem }) => feeItem === "fitoutDeposit")!;
  const requestId = newId<"depositRequest">();
  await finance.send(payments.askDeposit, {
    params: { depositId: fitOut.id },
    body: { id: requestId, kind: "refund", amount: 25_000_00, payee: { name: "云帆", bank: "", account: "6222" }, reason: "装修验收合格" },
  });
  await as.manager.send(payments.decideDeposit, { params: { requestId }, body: { isApproved: true, decision: "" } });

  clock.set("2026-08-20T02:00:00Z");
  const run = (await finance.send(billing.startRuns, { body: { groupId: newId(), month: "2026-08", siteIds: [siteId], isDryRun: false } })).body.runs[0]!;
  await goOn({ transact: (deed) => world.runtime.across([siteId], { actor: systemActor, now: clock.now() }, deed) }, { siteId, runId: run.id as Id<"run"> });
  await pay(property.id, 42_000_00, "2026-08-20");

  await finance.send(meters.addTariff, {
    body: { id: newId<"tariff">(), name: "统一电价", kind: "electricity", isDefault: true, fromDay: "2025-01-01", form: { form: "flat", price: "0.7983" } },
  });
  const meter = aMeter({ meterNo: "E-1803", role: "tenant", unitIds: [unitId], multiplier: "40", installedOn: "2026-06-01", opening: { total: "1234.56" } });
  expect((await as.engineer.send(meters.installMeter, { body: meter })).status).toBe(200);

  const caseId = newId<"moveOut">();
  await given.command(async (ctx) => {
    await ctx.tx
      .insertInto("moveout.move_out")
      .values({
        site_id: siteId,
        id: caseId,
        no: "TZ2026-0001",
        tenant_id: tenantId,
        lease_id: leaseId,
        cause: "agreed",
        leaving_on: day("2026-09-30"),
        noticed_on: day("2026-08-20"),
        noticed_at: ctx.now,
        channel: "desk",
        noticed_by_name: "前台",
        contact_name: "王敏",
        account_name: "云帆科技有限公司",
        account_bank: "招商银行",
        account_no: "6222 0001",
        lease_end: day("2029-05-31"),
        notice_days: 30,
        short_days: 0,
        reviewed_at: ctx.now,
        reviewed_by_name: "招商",
        decision: "approved",
        decided_at: ctx.now,
        decided_by_name: "王经理",
      })
      .execute();
    await terminateLease(ctx, { leaseId, leavingDay: day("2026-09-30"), cause: "agreed", reason: "协商退租", grade: "paper" });
  });
  clock.set("2026-09-30T02:00:00Z"); // Wednesday 10:00
  await given.command((ctx) =>
    takeHandoverReading(ctx, { id: newId(), meterId: meter.id as Id<"meter">, readAt: ctx.now, values: { total: "1301.2" }, state: "normal", remark: "", isCertain: true }),
  );
  await given.command((ctx) => inspected(ctx, { caseId, tenantId, leaseId }));
  return { owner, property, tenantId, contactId, leaseId, unitId, caseId, finance, cashier };
}

/** The appointment was kept and both signed the inspection, which found nothing. */
async function inspected(ctx: SiteContext, { caseId, tenantId, leaseId }: { caseId: Id<"moveOut">; tenantId: Id<"tenant">; leaseId: Id<"lease"> }): Promise<void> {
  const site_id = ctx.siteId;
  const at = ctx.now.subtract({ hours: 1 });
  await ctx.tx
    .insertInto("moveout.appointment")
    .values({
      site_id,
      id: newId(),
      move_out_id: caseId,
      tenant_id: tenantId,
      meets_at: at,
      proposed_side: "property",
      proposed_by_name: "前台",
      proposed_at: at,
      agreed_by_name: "王敏",
      agreed_at: at,
    })
    .execute();
  await ctx.tx
    .insertInto("handover.inspection")
    .values({
      site_id,
      id: newId(),
      inspection_no: `YF-${caseId}`,
      type: "moveOut",
      tenant_id: tenantId,
      lease_id: leaseId,
      case_id: caseId,
      place: "1座 18F 1803",
      list_version: 0,
      lines: json([]),
      counts: json({ items: 0, checked: 0, defects: 0, disputes: 0, questions: 0, unanswered: 0, photos: 0, meters: 0, keys: 0 }),
      opened_at: at,
      opened_by: "工程师",
      stage: "signed",
      signed_at: at,
      content_hash: "0".repeat(64),
    })
    .execute();
}

type House = Awaited<ReturnType<typeof tenantOfV4>>;
const params = ({ caseId }: House) => ({ caseId });
const noPrice = { priceItemId: null, unit: "项", payee: "property", depositId: null, note: "" } as const;

async function add(who: Sender, house: House, kind: "damage" | "cleaning" | "penalty", title: string, unitPrice: number | null, more: object = {}) {
  const id = newId<"settlementItem">();
  const body = { id, kind, title, place: "1座 18F 1803", ...noPrice, quantity: unitPrice === null ? null : "1", unitPrice, ...more };
  const reply = await who.send(contract.addItem, { params: params(house), body });
  expect(reply.status, JSON.stringify(reply.body)).toBe(200);
  return id;
}

/** The tenant signs the sheet in force, in our presence. */
async function signSheet(world: World, house: House): Promise<void> {
  const { sheets } = (await house.finance.send(contract.getSettlement, { params: params(house) })).body;
  const documentId = sheets.find(({ state }) => state === "issued")!.documentId;
  const officer = world.as.manager;
  const view = (await officer.send(documents.getDocument, { params: { documentId } })).body;
  const signer = view.signers[0]!;
  const body = { signerId: signer.id, identity: "核对身份证", image: ink, documentHash: view.hash };
  const reply = await officer.send(documents.signWitnessed, { params: { documentId }, body });
  expect(reply.status, JSON.stringify(reply.body)).toBe(200);
}

const confirm = ({ given, siteId }: World, { caseId }: House) =>
  given.command((ctx) => ctx.tx.updateTable("moveout.move_out").set({ confirmed_at: ctx.now }).where("site_id", "=", siteId).where("id", "=", caseId).execute());

const issue = (house: House, reservation = "") =>
  house.finance.send(contract.issueSheet, { params: params(house), body: { contactId: house.contactId, language: "both", reservation } });

const refund = (world: World, house: House) =>
  world.given.command(async (ctx) => {
    const approvers = [
      { id: house.finance.person.id, name: "财务" },
      { id: world.as.manager.person.id, name: "经理" },
    ] as const;
    await payOutSettlement(ctx, await caseById(ctx, house.caseId), { on: day("2026-09-30"), reference: "HK-77", approvers });
  });
const held = ({ given }: World, { leaseId }: House) => given.command(async (ctx) => (await depositsOf(ctx, leaseId)).reduce((sum, deposit) => sum + deposit.held, 0));

dbTest(
  "V12 the tenant of V4 leaves by agreement: 367 638.73, agreed by signature, posted, paid back, and the deposit ledger stands at nought (2.1.3-4, 3.7)",
  async (world) => {
    const house = await tenantOfV4(world);
    const { finance, caseId } = house;
    await add(finance, house, "damage", "办公区地毯烫痕", 3_600_00);
    await add(finance, house, "cleaning", "开荒保洁", 800_00);
    const view = (await finance.send(contract.getSettlement, { params: params(house) })).body;
    expect(view.lines.map(({ section, name, amount }) => [section, name.zh, amount])).toEqual([
      ["deposit", "租赁保证金", 270_125_01],
      ["prepaid", "租金", 76_041_67],
      ["prepaid", "物业管理费", 28_000_00],
      ["usage", "电费", -2_127_95],
      ["works", "办公区地毯烫痕", -3_600_00],
      ["works", "开荒保洁", -800_00],
    ]);
    expect(view.net).toBe(367_638_73);
    expect(view.lines.every(({ working }) => working.zh.length > 0 && working.en.length > 0)).toBe(true);
    expect(view.lines[1]!.working.zh.join("")).toContain("228,125.01 元 − 应计 152,083.34 元 = 退回 76,041.67 元");
    expect(view.lines[3]!.working.zh.join("")).toContain("2665.6 × 0.7983");

    const issued = await issue(house);
    expect(issued.body, JSON.stringify(issued.body)).toMatchObject({ sheets: [{ version: 1, state: "issued", net: 367_638_73 }] });
    expect(codes(await finance.send(contract.postSettlement, { params: params(house) }))).toEqual(["moveout.sheetNotAgreed"]);
    await signSheet(world, house);
    expect(codes(await issue(house))).toEqual(["moveout.sheetAgreed"]);
    expect(codes(await finance.send(contract.postSettlement, { params: params(house) }))).toEqual(["moveout.notConfirmedYet"]);
    await confirm(world, house);
    const posted = await finance.send(contract.postSettlement, { params: params(house) });
    expect(posted.body, JSON.stringify(posted.body)).toMatchObject({ net: 367_638_73, sheets: [{ state: "agreed", posted: { owed: 0 } }] });
    expect(codes(await finance.send(contract.postSettlement, { params: params(house) }))).toEqual(["moveout.sheetPosted"]);

    await refund(world, house);
    expect(await held(world, house)).toBe(0);
    const { payouts } = (await finance.send(contract.getSettlement, { params: params(house) })).body;
    expect(payouts.map(({ amount, status, payee }) => [amount, status, payee.account]).toSorted((one, other) => Number(one[0]) - Number(other[0]))).toEqual([
      [21_472_05, "paid", "6222 0001"],
      [346_166_68, "paid", "6222 0001"],
    ]);
    expect(payouts.reduce((sum, { amount }) => sum + amount, 0)).toBe(367_638_73);
    expect((await finance.send(payments.listPayments, { query: { advance: "true" } })).body.items).toEqual([]);
    expect(await world.given.command((ctx) => openLines(ctx, { tenantId: house.tenantId }))).toEqual([]);
    await expect(refund(world, house)).rejects.toThrow(); // paid once
    const facts = await world.given.command(async (ctx) => (await settlementsOf(ctx, [await caseById(ctx, caseId)])).get(caseId));
    expect(facts).toMatchObject({ net: 367_638_73, owed: 0, against: [] });

    // the next run of the month finds nothing to correct and nothing to bill
    world.clock.set("2026-10-20T02:00:00Z");
    const run = (await finance.send(billing.startRuns, { body: { groupId: newId(), month: "2026-10", siteIds: [world.siteId], isDryRun: false } })).body.runs[0]!;
    await goOn(
      { transact: (deed) => world.runtime.across([world.siteId], { actor: systemActor, now: world.clock.now() }, deed) },
      { siteId: world.siteId, runId: run.id as Id<"run"> },
    );
    expect((await finance.send(billing.getRun, { params: { runId: run.id } })).body).toMatchObject({ bills: 0, credits: 0, errors: 0 });

    // the bank sends one back: it is held again, and paid again alone
    const returned = payouts.find(({ amount }) => amount === 346_166_68)!;
    expect((await finance.send(payments.returnPayout, { params: { payoutId: returned.id }, body: { on: "2026-10-12", reason: "账号有误" } })).status).toBe(200);
    expect(await held(world, house)).toBe(270_125_01);
    await refund(world, house);
    expect(await held(world, house)).toBe(0);
  },
  90_000,
);

dbTest(
  "V12 the same with the deposit forfeited for breach: 97 513.72 (3.7-7)",
  async (world) => {
    const house = await tenantOfV4(world);
    const { finance } = house;
    await add(finance, house, "damage", "办公区地毯烫痕", 3_600_00);
    await add(finance, house, "cleaning", "开荒保洁", 800_00);
    const [deposit] = (await finance.send(contract.getSettlement, { params: params(house) })).body.deposits.filter((one) => one.held > 0);
    const forfeit = (unitPrice: number) =>
      finance.send(contract.addItem, {
        params: params(house),
        body: { id: newId<"settlementItem">(), kind: "forfeiture", title: "违约没收保证金", place: "", ...noPrice, quantity: "1", unitPrice, depositId: deposit!.id },
      });
    expect(codes(await forfeit(270_125_02))).toEqual(["moveout.forfeitNeedsDeposit"]);
    expect((await forfeit(270_125_01)).body.net).toBe(97_513_72);
    expect((await issue(house)).status).toBe(200);
    await signSheet(world, house);
    await confirm(world, house);
    expect((await finance.send(contract.postSettlement, { params: params(house) })).body.sheets[0]).toMatchObject({ net: 97_513_72, posted: { owed: 0 } });
    await refund(world, house);
    expect(await held(world, house)).toBe(0);
    const { payouts } = (await finance.send(contract.getSettlement, { params: params(house) })).body;
    expect(payouts.reduce((sum, { amount }) => sum + amount, 0)).toBe(97_513_72);
  },
  90_000,
);

dbTest(
  "a disputed line shuts the agreement by name until the manager decides it or the tenant agrees with reservation (2.1.3-4, 2.1.4-1)",
  async (world) => {
    const house = await tenantOfV4(world);
    const { finance, tenantId } = house;
    const { as } = world;
    const carpet = await add(finance, house, "damage", "地毯", null);
    const lock = await add(finance, house, "damage", "门锁", 300_00);
    expect((await issue(house)).body).toMatchObject({ reasons: [{ code: "moveout.itemUnpriced", facts: { item: "地毯" } }] });
    const price = { ...noPrice, version: 1, quantity: "2.5", unitPrice: 120_01 };
    const priced = await Promise.all([finance, as.engineer].map((who) => who.send(contract.priceItem, { params: { ...params(house), itemId: carpet }, body: price })));
    expect(priced.map(({ status }) => status).toSorted()).toEqual([200, 409]); // of two who price at once, one is told
    expect(codes(priced.find(({ status }) => status === 409)!)).toEqual(["moveout.itemChanged"]);
    expect((await finance.send(contract.getSettlement, { params: params(house) })).body.items.find(({ id }) => id === carpet)).toMatchObject({ amount: 300_03, version: 2 });

    const contact = as.contact({ tenantId, contactId: house.contactId, authorities: ["fees"] });
    const own = await contact.send(contract.getOwnSettlement, { params: params(house) });
    expect(own.body.items.map(({ title, state }) => [title, state])).toEqual([
      ["地毯", "priced"],
      ["门锁", "priced"],
    ]);
    const answer = (itemId: string, version: number, said: "accepted" | "disputed", text = "") =>
      contact.send(contract.answerOwnItem, { params: { ...params(house), itemId }, body: { version, said, text } });
    expect((await issue(house)).status).toBe(200);
    expect((await answer(carpet, 2, "accepted")).body.sheets[0]).toMatchObject({ state: "issued" });
    expect(codes(await answer(lock, 1, "disputed"))).toEqual(["moveout.disputeSaysWhy"]);
    const disputed = await answer(lock, 1, "disputed", "入驻时就坏了");
    expect(disputed.body.sheets[0], JSON.stringify(disputed.body)).toMatchObject({ state: "superseded" });
    expect((await issue(house)).body).toMatchObject({ reasons: [{ code: "moveout.itemDisputed", facts: { item: "门锁" } }] });
    expect((await issue(house, "门锁一项保留意见")).body.sheets[0]).toMatchObject({ version: 2, state: "issued", reservation: "门锁一项保留意见" });

    const decide = (who: Sender, said: "waived" | "upheld", version: number) =>
      who.send(contract.decideItem, { params: { ...params(house), itemId: lock }, body: { said, reason: "照片看不清，予以减免", version } });
    expect((await decide(finance, "waived", 2)).status).toBe(403);
    const waived = (await decide(as.manager, "waived", 2)).body;
    expect(waived.items.find(({ id }) => id === lock)).toMatchObject({ state: "waived", amount: 0, verdict: { reason: "照片看不清，予以减免" } });
    expect(waived.lines.find(({ itemId }) => itemId === lock)!.working.zh.join("")).toContain("照片看不清，予以减免");
    expect((await issue(house)).body.sheets[0]).toMatchObject({ version: 3, state: "issued" });
    const exceptions = (await as.manager.send(appraisal.listExceptions, { query: { month: "2026-09" } })).body.items;
    expect(exceptions).toMatchObject([{ kind: "lineWaived", clause: "2.1.4-1", reason: "门锁：照片看不清，予以减免" }]);
    const other = await world.given.tenant();
    expect((await as.contact({ tenantId: other.id, authorities: ["fees"] }).send(contract.getOwnSettlement, { params: params(house) })).status).toBe(404);
  },
  90_000,
);

dbTest(
  "a bill issued while settling is named, and posting refused until a new version is agreed; a closed month refuses it as well (3.7-9)",
  async (world) => {
    const house = await tenantOfV4(world);
    const { finance, tenantId, leaseId } = house;
    expect((await issue(house)).status).toBe(200);
    await signSheet(world, house);
    await confirm(world, house);
    await world.given.command(async (ctx) => {
      const working = { rule: "byHand", inputs: {}, steps: [], rounding: "none" } as const;
      const id = newId<"charge">();
      const days = { from: day("2026-09-29"), to: day("2026-09-29"), dueOn: day("2026-09-30") };
      await addCharge(ctx, { id, tenantId, leaseId, feeItem: "overtimeAc", unitIds: [], ...days, amount: fen(500_00), working, remark: "加时空调", source: { kind: "test", id } });
    });
    const refused = await finance.send(contract.postSettlement, { params: params(house) });
    expect(refused.body).toMatchObject({ reasons: [{ code: "moveout.lineChanged", facts: { lineZh: "加时空调费 加时空调", was: "0.00", is: "-500.00" } }] });
    expect((await finance.send(contract.getSettlement, { params: params(house) })).body).toMatchObject({ changes: [{ is: -500_00 }] });
    expect((await finance.send(contract.reopenSheet, { params: params(house), body: { reason: "漏计加时空调" } })).status).toBe(200);
    expect((await issue(house)).body.sheets[0]).toMatchObject({ version: 2 });
    await signSheet(world, house);
    await world.given.command((ctx) => closePeriod(ctx, { entityId: house.property.id, month: Temporal.PlainYearMonth.from("2026-09") }));
    expect(codes(await finance.send(contract.postSettlement, { params: params(house) }))).toEqual(["billing.monthClosed"]);
    world.clock.set("2026-10-08T02:00:00Z");
    const posted = await Promise.all([finance, finance].map((who) => who.send(contract.postSettlement, { params: params(house) })));
    expect(posted.map(({ status }) => status).toSorted()).toEqual([200, 409]); // posted once
  },
  90_000,
);

dbTest(
  "a settlement that leaves a debt is a bill for collection, and late rent's damages are owed to the owner (3.7-8)",
  async (world) => {
    const house = await tenantOfV4(world);
    const { finance, owner, tenantId } = house;
    await add(finance, house, "penalty", "违约金", 400_000_00, { payee: "owner" });
    expect((await issue(house)).body.net).toBe(270_125_01 + 76_041_67 + 28_000_00 - 2_127_95 - 400_000_00);
    await signSheet(world, house);
    await confirm(world, house);
    const posted = (await finance.send(contract.postSettlement, { params: params(house) })).body;
    const owed = 400_000_00 + 2_127_95 - 270_125_01 - 76_041_67 - 28_000_00;
    expect(posted.sheets[0]).toMatchObject({ posted: { owed } });
    expect(await held(world, house)).toBe(0);
    const open = await world.given.command((ctx) => openLines(ctx, { tenantId }));
    expect(open.map(({ entityId, open: left, feeItem, dueOn }) => [entityId, left, feeItem, dueOn.toString()])).toEqual([[owner.id, owed, "damage", "2026-10-10"]]);
    await expect(refund(world, house)).rejects.toThrow();
  },
  90_000,
);

dbTest("the price list goes out as Excel and comes in again, and a line takes its price from it (2.1.4-1)", async (world) => {
  const house = await tenantOfV4(world);
  const { finance } = house;
  const id = newId<"priceItem">();
  const body = { code: "D-01", kind: "damage", nameZh: "地毯（每平方米）", nameEn: "Carpet", unit: "㎡", unitPrice: 180_00, isRetired: false, version: 0 } as const;
  expect((await finance.send(contract.putPrice, { params: { priceItemId: id }, body })).body).toMatchObject([{ code: "D-01", version: 1 }]);
  expect(codes(await finance.send(contract.putPrice, { params: { priceItemId: newId<"priceItem">() }, body }))).toEqual(["moveout.priceCodeTaken"]);
  expect(codes(await finance.send(contract.putPrice, { params: { priceItemId: id }, body }))).toEqual(["moveout.stale"]);
  const sheet = await finance.send(contract.exportPrices, { query: { language: "zh" } });
  const imported = await finance.send(contract.importPrices, {} as never, { file: { name: "价目.xlsx", bytes: sheet.bytes } });
  expect(imported.body, JSON.stringify(imported.body)).toEqual({ added: 0, changed: 1, refused: [] });
  const item = await add(finance, house, "damage", "地毯", null, { priceItemId: id, quantity: "3" });
  expect((await finance.send(contract.getSettlement, { params: params(house) })).body.items.find((one) => one.id === item)).toMatchObject({ amount: 540_00, unit: "项" });
  expect((await finance.send(contract.exportSettlement, { params: params(house), query: { language: "en" } })).bytes.length).toBeGreaterThan(2000);
});
