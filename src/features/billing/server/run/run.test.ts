import { expect } from "vitest";
import { type Id, newId } from "#kernel/id.ts";
import { fen } from "#kernel/money.ts";
import { systemActor } from "#platform/runtime.ts";
import { dbTest, codes, type World } from "#test/harness/index.ts";
import * as contract from "../../contract.ts";
import { aFee, putPrice, putTerms, someEntities, someTerms } from "../../samples.ts";
import { addCharge, billById, goOn, startRuns } from "../index.ts";
import { runGroup } from "./rows.ts";

async function leaseIn(world: World, terms: Record<string, unknown> = {}, { unitNo }: { unitNo?: string } = {}) {
  const { given } = world;
  const { id: tenantId } = await given.tenant();
  const { id: unitId } = await given.unit(unitNo ? { unitNo } : {});
  const { id: leaseId } = await given.lease({ tenantId, unitId, start: "2026-06-01", end: "2029-05-31" });
  const wire = someTerms(unitId, terms);
  await given.command((ctx) => putTerms(ctx, { leaseId, tenantId, terms: wire }));
  return { tenantId, unitId, leaseId };
}

/** Runs a month to its end, as a worker would. */
async function run(world: World, month: string, { isDryRun = false } = {}) {
  const { as, siteId } = world;
  const reply = await as.role("finance").send(contract.startRuns, { body: { groupId: newId(), month, siteIds: [siteId], isDryRun } });
  expect(reply.body).toMatchObject({ runs: [{ status: "queued", month }] });
  const { id } = reply.body.runs[0]!;
  await work(world, id as Id<"run">);
  return (await as.role("finance").send(contract.getRun, { params: { runId: id } })).body;
}

const work = (world: World, runId: Id<"run">) =>
  goOn({ transact: (deed) => world.runtime.across([world.siteId], { actor: systemActor, now: world.clock.now() }, deed) }, { siteId: world.siteId, runId });

const bills = async ({ as }: World, query: { month?: string; leaseId?: string; state?: "credit" } = {}) =>
  (await as.role("finance").send(contract.listBills, { query })).body.items;
const notes = async ({ as }: World, runId: string) => (await as.role("finance").send(contract.runNotes, { params: { runId }, query: {} })).body.items;

dbTest("V4: the bill of the first payment is 565 250.02, each part to its own legal entity", async (world) => {
  const { given, as } = world;
  const { owner, property } = await given.command(someEntities);
  const { leaseId } = await leaseIn(world);
  const finance = as.role("finance");
  expect((await finance.send(contract.previewFirstBill, { params: { leaseId } })).body.total).toBe(565_250_02);
  const { body } = await finance.send(contract.issueFirstBill, { params: { leaseId }, body: { id: newId() } });
  expect(body.bill).toMatchObject({ total: 565_250_02, billNo: "ZD2026-000001", dueOn: "2026-05-25", owed: 565_250_02 });
  expect(Object.fromEntries(body.lines.map((line) => [line.feeItem, [line.amount, line.entityId]]))).toEqual({
    rent: [228_125_01, owner.id],
    leaseDeposit: [270_125_01, owner.id],
    propertyFee: [42_000_00, property.id],
    fitoutDeposit: [25_000_00, property.id],
  });
  expect(body.lines.find(({ feeItem }) => feeItem === "rent")).toMatchObject({ net: 209_289_00, tax: 18_836_01, from: "2026-08-01", to: "2026-10-31" });
  expect(codes(await finance.send(contract.issueFirstBill, { params: { leaseId }, body: { id: newId() } }))).toEqual(["billing.nothingToBill"]);
});

dbTest("a month is billed once however often it is run, and the next one follows on (3.3)", async (world) => {
  await world.given.command(someEntities);
  const { leaseId } = await leaseIn(world);
  expect(await run(world, "2026-05")).toMatchObject({ status: "done", bills: 1, lines: 4, total: 565_250_02, errors: 0, skipped: 0 });
  expect(await run(world, "2026-05")).toMatchObject({ status: "done", bills: 0, total: 0 });
  expect(await run(world, "2026-06")).toMatchObject({ bills: 0, lastMonth: 565_250_02 });
  expect(await run(world, "2026-08")).toMatchObject({ bills: 1, lines: 1, total: 42_000_00 });
  expect(await run(world, "2026-10")).toMatchObject({ bills: 1, lines: 1, total: 228_125_01 });
  expect(await run(world, "2029-05")).toMatchObject({ bills: 1 });
  const all = await bills(world, { leaseId });
  const total = all.reduce((sum, bill) => sum + bill.total, 0);
  expect(total).toBe(2_631_041_74 + 36 * 14_000_00 + 270_125_01 + 3 * (79_843_75 - 76_041_67) + 25_000_00);
});

dbTest("a bill made by hand before its month is not billed again by the run", async (world) => {
  await world.given.command(someEntities);
  const { leaseId } = await leaseIn(world);
  expect(await run(world, "2026-04")).toMatchObject({ bills: 0 });
  await world.as.role("finance").send(contract.issueFirstBill, { params: { leaseId }, body: { id: newId() } });
  expect(await run(world, "2026-04")).toMatchObject({ bills: 0 });
  expect(await run(world, "2026-05")).toMatchObject({ status: "done", bills: 0 });
  expect(await run(world, "2026-08")).toMatchObject({ status: "done", bills: 1, total: 42_000_00 });
});

dbTest("charges that wait come with the bill of their lease; those without one get a bill of their own", async (world) => {
  const { given } = world;
  await given.command(someEntities);
  const { leaseId, tenantId } = await leaseIn(world);
  const { id: other } = await given.tenant();
  const charge = (of: { tenantId: Id<"tenant">; leaseId: Id<"lease"> | null }, amount: number) => {
    const id = newId<"charge">();
    const days = { from: Temporal.PlainDate.from("2026-05-01"), to: Temporal.PlainDate.from("2026-05-31"), dueOn: Temporal.PlainDate.from("2026-05-31") };
    const working = { rule: "byHand", inputs: {}, steps: [], rounding: "none" } as const;
    return given.command((ctx) => addCharge(ctx, { id, ...of, ...days, feeItem: "electricity", unitIds: [], amount: fen(amount), working, source: { kind: "test", id } }));
  };
  await charge({ tenantId, leaseId }, 2_127_95);
  await charge({ tenantId: other, leaseId: null }, 100_00);
  const dry = await run(world, "2026-05", { isDryRun: true });
  expect(dry).toMatchObject({ bills: 2, lines: 6, total: 565_250_02 + 2_127_95 + 100_00 });
  expect(await run(world, "2026-05")).toMatchObject({ bills: 2, lines: 6, total: dry.total });
  expect((await bills(world)).map(({ total, leaseNo }) => [total, leaseNo === null]).toSorted()).toEqual(
    [
      [100_00, true],
      [565_250_02 + 2_127_95, false],
    ].toSorted(),
  );
});

dbTest("a lease that cannot be billed is named with its reason and holds up no other", async (world) => {
  const { given, as } = world;
  await given.command(async (ctx) => {
    await someEntities(ctx);
  });
  const { leaseId: imported } = await (async () => {
    const { id: tenantId } = await given.tenant();
    const { id: unitId } = await given.unit();
    return { leaseId: (await given.lease({ tenantId, unitId })).id };
  })();
  const broken = await leaseIn(world, { fees: [aFee({ areaBasis: "net" })] });
  await leaseIn(world);
  const done = await run(world, "2026-05");
  expect(done).toMatchObject({ status: "done", bills: 1, errors: 1, skipped: 1 });
  expect((await notes(world, done.id)).map(({ kind, leaseId, reasons }) => [kind, leaseId, reasons[0]?.code]).toSorted()).toEqual(
    [
      ["skipped", imported, "billing.noTerms"],
      ["error", broken.leaseId, "billing.termsUnusable"],
    ].toSorted(),
  );
  expect((await as.role("cashier").send(contract.getRun, { params: { runId: done.id } })).status).toBe(200);
});

dbTest("without its legal entity a lease is not billed, and the run says so (domain 0.5)", async (world) => {
  await leaseIn(world);
  const done = await run(world, "2026-05");
  expect(done).toMatchObject({ status: "done", bills: 0, errors: 1 });
  expect((await notes(world, done.id))[0]).toMatchObject({ kind: "error", reasons: [{ code: "sites.entityMissing" }] });
});

dbTest("an amendment credits what it changes of what was billed, from its day on, and bills the new line (3.3-8)", async (world) => {
  const { given } = world;
  await given.command(someEntities);
  const { leaseId, tenantId } = await leaseIn(world);
  await run(world, "2026-10");
  const before = await bills(world, { leaseId });
  await given.command((ctx) => putPrice(ctx, { leaseId, tenantId, on: "2026-10-01", feeId: "fee", price: "30" }));
  const done = await run(world, "2026-10");
  expect(done).toMatchObject({ credits: 1, credited: 42_000_00, bills: 1, total: 14_000_00 + 2 * 15_000_00 + 3 * 1_000_00 });
  const [credit] = await bills(world, { leaseId, state: "credit" });
  expect(credit).toMatchObject({ total: -42_000_00 });
  const old = await given.command((ctx) => billById(ctx, credit!.creditsBillId as Id<"bill">));
  expect(before.find(({ id }) => id === old.id)).toMatchObject({ total: old.total });
  expect(await run(world, "2026-10")).toMatchObject({ credits: 0, bills: 0 });
});

dbTest("a dry run writes no bill and says fee by fee how the month differs from the last and why", async (world) => {
  await world.given.command(someEntities);
  await leaseIn(world);
  await run(world, "2026-05");
  const dry = await run(world, "2026-06", { isDryRun: true });
  expect(dry).toMatchObject({ isDryRun: true, bills: 0, lastMonth: 565_250_02 });
  expect((await notes(world, dry.id)).map(({ kind, feeItem, was, will, reasons }) => [kind, feeItem, was, will, reasons[0]?.code])).toEqual(
    expect.arrayContaining([
      ["gone", "rent", 228_125_01, null, "notInCycle"],
      ["gone", "propertyFee", 42_000_00, null, "notInCycle"],
    ]),
  );
  expect(await bills(world, { month: "2026-06" })).toEqual([]);
});

dbTest("a run that was cut off goes on where it stood, by two workers at once, and bills nothing twice", async (world) => {
  const { as, siteId } = world;
  await world.given.command(someEntities);
  for (let count = 0; count < 5; count++) await leaseIn(world);
  const { body } = await as.role("finance").send(contract.startRuns, { body: { groupId: newId(), month: "2026-05", siteIds: [siteId], isDryRun: false } });
  const runId = body.runs[0]!.id as Id<"run">;
  expect(codes(await as.role("finance").send(contract.startRuns, { body: { groupId: newId(), month: "2026-05", siteIds: [siteId], isDryRun: false } }))).toEqual([
    "billing.runUnderWay",
  ]);
  await Promise.all([work(world, runId), work(world, runId)]);
  expect((await as.role("finance").send(contract.getRun, { params: { runId } })).body).toMatchObject({ status: "done", bills: 5, total: 5 * 565_250_02 });
});

dbTest("a month is tried at all sites of the group at once: how far each is, what it comes to against last month, on screen and in Excel", async (world) => {
  const { as, given, siteId } = world;
  await given.command(someEntities);
  await leaseIn(world);
  const other = await given.site();
  const finance = as.role("finance");
  await finance.send(contract.listRuns, { query: {} });
  const grants = [siteId, other].map((site) => ({ role: "finance" as const, siteId: site, authorities: [] }));
  const actor = { kind: "person" as const, personId: finance.person.id, name: finance.person.name, grants, isAdministrator: false };
  const groupId = newId<"runGroup">();
  const start = (isDryRun: boolean) =>
    world.runtime.across([siteId, other], { actor, now: world.clock.now() }, (ctx) =>
      startRuns(ctx, { groupId, month: Temporal.PlainYearMonth.from("2026-05"), siteIds: [siteId, other], isDryRun, sendsMail: false }),
    );
  const { runs } = await start(true);
  expect(runs.map((one) => one.siteId).toSorted()).toEqual([siteId, other].toSorted());
  expect((await start(true)).runs.map(({ id }) => id)).toEqual(runs.map(({ id }) => id)); // sent twice
  for (const { id, siteId: at } of runs)
    await goOn({ transact: (deed) => world.runtime.across([at], { actor: systemActor, now: world.clock.now() }, deed) }, { siteId: at, runId: id });
  const group = await world.runtime.across([siteId, other], { actor, now: world.clock.now(), readOnly: true }, (ctx) => runGroup(ctx, groupId));
  expect(group.runs.map(({ siteId: at, status, total }) => [at, status, total])).toEqual(
    expect.arrayContaining([
      [siteId, "done", 565_250_02],
      [other, "done", 0],
    ]),
  );
  // who has one site of the group sees that one
  const here = (await as.role("finance").send(contract.getRunGroup, { params: { groupId } })).body;
  expect(here).toMatchObject({ month: "2026-05", isDryRun: true, runs: [{ siteId, bills: 1 }] });
  expect((await as.role("finance").send(contract.exportRunGroup, { params: { groupId } })).bytes.length).toBeGreaterThan(1000);
  expect(codes(await as.role("finance").send(contract.getRunGroup, { params: { groupId: newId() } }))).toEqual(["billing.runNotFound"]);
});

dbTest("a waiver credits the bill once somebody else has approved it; never by who asked", async (world) => {
  const { as } = world;
  await world.given.command(someEntities);
  const { leaseId } = await leaseIn(world);
  const finance = as.role("finance");
  const { body } = await finance.send(contract.issueFirstBill, { params: { leaseId }, body: { id: newId() } });
  const rent = body.lines.find(({ feeItem }) => feeItem === "rent")!;
  const id = newId<"waiver">();
  const asking = {
    params: { billId: body.bill.id },
    body: { id, kind: "abatement" as const, parts: [{ lineId: rent.id, from: "2026-08-01", to: "2026-08-10", percent: "40" }], reason: "空调机房漏水，40% 面积停用 10 天" },
  };
  // 228 125.01 × 10 ÷ 92 × 40 % = 9 918.4787
  expect((await finance.send(contract.askWaiver, asking)).body).toMatchObject({ status: "asked", amount: 9_918_48 });
  expect((await finance.send(contract.decideWaiver, { params: { waiverId: id }, body: { isApproved: true, decision: "同意" } })).status).toBe(403);
  expect((await as.manager.send(contract.decideWaiver, { params: { waiverId: id }, body: { isApproved: true, decision: "同意" } })).body).toMatchObject({ status: "approved" });
  expect(codes(await as.manager.send(contract.decideWaiver, { params: { waiverId: id }, body: { isApproved: true, decision: "同意" } }))).toContain("billing.waiverDecided");
  expect((await finance.send(contract.exportWaivers, { query: { status: "approved" } })).bytes.length).toBeGreaterThan(1000);
  const view = (await finance.send(contract.getBill, { params: { billId: body.bill.id } })).body;
  expect(view.bill).toMatchObject({ owed: 565_250_02 - 9_918_48, credited: 9_918_48 });
  expect(view.credits[0]).toMatchObject({ total: -9_918_48 });
  expect(await run(world, "2026-05")).toMatchObject({ bills: 0 });
});
