import { sql } from "kysely";
import { expect } from "vitest";
import { type Id, newId } from "#kernel/id.ts";
import { sayCell } from "#kernel/cell.ts";
import { fen } from "#kernel/money.ts";
import { readSheets } from "#platform/spreadsheet/index.ts";
import { codes, dbTest, type World } from "#test/harness/index.ts";
import type { BillWithLines } from "#features/billing/server/index.ts";
import { adoptProposedParameters } from "#features/manual/server/index.ts";
import * as contract from "../contract.ts";
import { defaultLadder } from "../rules.ts";
import { aBill, aPayment } from "../samples.ts";
import { decideWaiver } from "./commands/lateFees.ts";
import { lookAtArrears } from "./index.ts";

const lateFee = { percentPerDay: "0.05", graceDays: 0, countsFrom: "dueDay", base: "unpaid" } as const;
const noon = (day: string) => `${day}T04:00:00Z`;

const setLateFee = (world: World, term: object = lateFee) =>
  world.as.role("finance").send(contract.putSetting, { body: { ladder: null, lateFee: { ...lateFee, ...term }, chargesMonthly: false, version: 0 } });

/** A quarter's rent of 109 781.97 due on 5 March 2026, billed on 1 March. */
async function owing(world: World, amount = 109_781_97): Promise<{ tenantId: Id<"tenant">; bill: BillWithLines }> {
  const { id: tenantId } = await world.given.tenant({ name: "启明科技有限公司" });
  world.clock.set(noon("2026-03-01"));
  const bill = await world.given.command((ctx) => aBill(ctx, tenantId, [{ feeItem: "rent", amount, dueOn: "2026-03-05" }]));
  return { tenantId, bill };
}
const pays = (world: World, { tenantId, bill }: { tenantId: Id<"tenant">; bill: BillWithLines }, amount: number, on: string) =>
  world.given.command((ctx) => aPayment(ctx, { tenantId, on, lines: [{ line: bill.lines[0]!, amount }] }));
const looks = (world: World) => world.given.command(lookAtArrears);

dbTest("damages for delay are reckoned to the day with part payments, and charged once (3.6, vector V9: 1 346.08)", async (world) => {
  await setLateFee(world);
  const owed = await owing(world);
  await pays(world, owed, 60_000_00, "2026-03-20");
  world.clock.set(noon("2026-04-10"));
  await pays(world, owed, 49_781_97, "2026-04-10");
  world.clock.set(noon("2026-04-15"));
  const { body } = await world.as.manager.send(contract.getDebtor, { params: { tenantId: owed.tenantId } });
  expect(body.lines[0]?.lateFee).toMatchObject({ accrued: 1_346_08, charged: 0, left: 1_346_08 });
  expect(body.lines[0]?.lateFee?.working.steps.filter(({ kind }) => kind === "unpaid").map((step) => step["days"])).toEqual([15, 21]);

  const finance = world.as.role("finance");
  const charge = { params: { tenantId: owed.tenantId }, body: { until: "2026-04-15" } };
  const charged = await finance.send(contract.chargeLateFees, charge);
  expect(charged.body).toMatchObject({ total: 1_346_08, charges: [{ amount: 1_346_08 }] });
  const rows = await world.given.command((ctx) =>
    sql<{ fee_item: string; amount: number }>`select fee_item, amount from billing.charge where site_id = ${ctx.siteId} and status = 'waiting'`.execute(ctx.tx),
  );
  expect(rows.rows).toEqual([{ fee_item: "lateFee", amount: 1_346_08 }]);
  expect(codes(await finance.send(contract.chargeLateFees, charge))).toEqual(["arrears.nothingToCharge"]);
  expect(codes(await finance.send(contract.chargeLateFees, { ...charge, body: { until: "2026-04-16" } }))).toEqual(["arrears.lateFeeInFuture"]);
  expect((await world.as.officer.send(contract.chargeLateFees, charge)).status).toBe(403);
});

dbTest("a cap of 12 % a year holds the same damages down (3.6, vector V9: 885.09)", async (world) => {
  await setLateFee(world, { capPercentPerYear: "12" });
  const owed = await owing(world);
  await pays(world, owed, 60_000_00, "2026-03-20");
  world.clock.set(noon("2026-04-10"));
  await pays(world, owed, 49_781_97, "2026-04-10");
  const { body } = await world.as.manager.send(contract.getDebtor, { params: { tenantId: owed.tenantId } });
  expect(body.lateFeeLeft).toBe(885_09);
});

dbTest("two who charge the same damages at once charge them once (3.6)", async (world) => {
  await setLateFee(world);
  const owed = await owing(world);
  world.clock.set(noon("2026-03-20"));
  const finance = world.as.role("finance");
  const charge = { params: { tenantId: owed.tenantId }, body: { until: "2026-03-20" } };
  const replies = await Promise.all([finance.send(contract.chargeLateFees, charge), finance.send(contract.chargeLateFees, charge)]);
  expect(replies.map(({ status }) => status).toSorted()).toEqual([200, 409]);
});

dbTest("damages not charged yet are waived by somebody else than who asked, and at most what is left (3.6)", async (world) => {
  await setLateFee(world);
  const owed = await owing(world);
  world.clock.set(noon("2026-03-25"));
  const finance = world.as.role("finance");
  const lineId = owed.bill.lines[0]!.id;
  const ask = (amount: number, id = newId<"lateFeeWaiver">()) => finance.send(contract.askWaiver, { body: { id, lineId, amount, reason: "首次逾期" } });
  expect(codes(await ask(99_999_99))).toEqual(["arrears.waiverBeyond"]);
  expect(codes(await finance.send(contract.askWaiver, { body: { id: newId(), lineId: newId(), amount: 1, reason: "x" } }))).toEqual(["billing.lineNotFound"]);
  const asked = await ask(500_00);
  expect(asked.body).toMatchObject({ state: "asked", amount: 500_00 });
  expect(codes(await ask(1_00))).toEqual(["arrears.waiverDecided"]);
  const decide = (sender: typeof finance, waiverId = asked.body.id) => sender.send(contract.decideWaiver, { params: { waiverId }, body: { isApproved: true, decision: "同意" } });
  expect((await decide(finance)).status).toBe(403);
  expect((await decide(world.as.manager)).body).toMatchObject({ state: "approved", decidedByName: "projectManager" });
  expect(codes(await decide(world.as.manager))).toEqual(["arrears.waiverDecided"]);
  expect(codes(await decide(world.as.manager, newId()))).toEqual(["arrears.waiverNotFound"]);
  const { body } = await world.as.manager.send(contract.getDebtor, { params: { tenantId: owed.tenantId } });
  // 20 days × 109 781.97 × 0.05 % = 1 097.82
  expect(body.lines[0]?.lateFee).toMatchObject({ accrued: 1_097_82, waived: 500_00, left: 597_82 });
});

dbTest("nobody approves a waiver they asked for themselves (3.6)", async (world) => {
  await setLateFee(world);
  const owed = await owing(world);
  world.clock.set(noon("2026-03-25"));
  const both = world.as.role("finance");
  const id = newId<"lateFeeWaiver">();
  await both.send(contract.askWaiver, { body: { id, lineId: owed.bill.lines[0]!.id, amount: 1_00, reason: "首次逾期" } });
  const decided = world.given.command((ctx) => decideWaiver({ ...ctx, actor: { ...ctx.actor, personId: both.person.id } }, { waiverId: id, isApproved: true, decision: "" }));
  await expect(decided).rejects.toMatchObject({ reasons: [{ code: "arrears.ownWaiver" }] });
});

dbTest("the day's look opens the steps of the ladder as duties, once each; recording one keeps its duty (3.6)", async (world) => {
  await world.given.command((ctx) => adoptProposedParameters(ctx));
  const owed = await owing(world);
  world.clock.set(noon("2026-03-12"));
  await looks(world);
  await looks(world);
  const debtors = await world.as.officer.send(contract.listDebtors, {});
  expect(debtors.body.items).toMatchObject([
    { tenant: "启明科技有限公司", overdue: 109_781_97, daysLate: 7, stage: "calling", next: { act: "note" }, promise: null, isNearLimitation: false },
  ]);
  const { body } = await world.as.officer.send(contract.getDebtor, { params: { tenantId: owed.tenantId } });
  expect(body.steps.map(({ act, state }) => `${act} ${state}`).toSorted()).toEqual(["call open", "note open"]);
  const call = body.steps.find(({ act }) => act === "call")!;
  const record = { params: { stepId: call.id }, body: { doneAt: noon("2026-03-12"), spokeWith: "王会计", note: "答应本周五付款" } };
  const done = await world.as.officer.send(contract.recordStep, record);
  expect(done.body).toMatchObject({ state: "done", spokeWith: "王会计", documentId: null });
  const duties = await world.given.command((ctx) =>
    sql<{ standard: string; outcome: string | null }>`select standard, outcome from duties.duty where site_id = ${ctx.siteId} order by standard`.execute(ctx.tx),
  );
  expect(duties.rows).toEqual([
    { standard: "arrears.call", outcome: "kept" },
    { standard: "arrears.note", outcome: null },
  ]);
  expect(codes(await world.as.officer.send(contract.recordStep, record))).toEqual(["arrears.stepClosed"]);
  expect(codes(await world.as.officer.send(contract.recordStep, { ...record, params: { stepId: newId() } }))).toEqual(["arrears.stepNotFound"]);
});

dbTest("what is about to fall due is mailed to the contacts for fees three days before and on the day, each once, and not when it is paid (3.6)", async (world) => {
  const owed = await owing(world);
  await world.given.contact({ tenantId: owed.tenantId, name: "王会计", email: "wang@example.com", authorities: ["fees"] });
  const sent = async () =>
    (
      await world.given.command((ctx) =>
        sql<{ ladder_step: string; addresses: string[] }>`select ladder_step, addresses from arrears.reminder where site_id = ${ctx.siteId} order by sent_at`.execute(ctx.tx),
      )
    ).rows.map((row) => `${row.ladder_step} ${row.addresses.join()}`);
  await looks(world);
  expect(await sent()).toEqual([]);
  for (const day of ["2026-03-02", "2026-03-03"]) {
    world.clock.set(noon(day));
    await looks(world);
  }
  expect(await sent()).toEqual(["dueSoon wang@example.com"]);
  world.clock.set(noon("2026-03-05"));
  await looks(world);
  await looks(world);
  expect(await sent()).toEqual(["dueSoon wang@example.com", "dueToday wang@example.com"]);
  expect((await world.as.officer.send(contract.listDebtors, {})).body.items).toEqual([]);
  const { id: other } = await world.given.tenant({ name: "远航贸易有限公司" });
  await world.given.contact({ tenantId: other, email: "yuan@example.com", authorities: ["fees"] });
  const bill = await world.given.command((ctx) => aBill(ctx, other, [{ feeItem: "rent", amount: 100_00, dueOn: "2026-03-06" }]));
  await pays(world, { tenantId: other, bill }, 100_00, "2026-03-05");
  await looks(world);
  expect(await sent()).toHaveLength(2);
});

dbTest("a step of collection is read by its id, for its link opens whoever owes", async (world) => {
  const owed = await owing(world);
  world.clock.set(noon("2026-03-12"));
  await looks(world);
  const { body } = await world.as.officer.send(contract.getDebtor, { params: { tenantId: owed.tenantId } });
  const [step] = body.steps;
  expect((await world.as.officer.send(contract.getStep, { params: { stepId: step!.id } })).body).toEqual(step);
  expect(codes(await world.as.officer.send(contract.getStep, { params: { stepId: newId() } }))).toEqual(["arrears.stepNotFound"]);
});

dbTest(
  "on the 25th a demand note is owed; recording it issues the letter with its proof code, signed for by the tenant's finance (3.6)",
  async (world) => {
    const owed = await owing(world);
    await world.given.contact({ tenantId: owed.tenantId, name: "王会计", email: "wang@example.com", authorities: ["fees"] });
    world.clock.set(noon("2026-03-25"));
    await looks(world);
    const debtor = await world.as.manager.send(contract.getDebtor, { params: { tenantId: owed.tenantId } });
    const step = debtor.body.steps.find(({ act }) => act === "demandNote")!;
    const done = await world.as.role("cashier").send(contract.recordStep, { params: { stepId: step.id }, body: { doneAt: noon("2026-03-25"), spokeWith: "", note: "送达前台" } });
    expect(done.status).toBe(200);
    const letter = await world.given.command((ctx) =>
      sql<{ kind: string; proof_code: string | null; signer: string }>`
    select document.kind, document.proof_code, signer.name as signer from documents.document join documents.signer on signer.site_id = document.site_id and signer.document_id = document.id
    where document.site_id = ${ctx.siteId} and document.id = ${done.body.documentId}`.execute(ctx.tx),
    );
    expect(letter.rows).toEqual([{ kind: "arrears.demandNote", proof_code: expect.any(String) as string, signer: "王会计" }]);
    const sheet = await world.as.manager.send(contract.exportEvidence, { params: { tenantId: owed.tenantId }, query: { language: "zh" } });
    const rows = await cellsOf(sheet.bytes);
    expect(rows.some((row) => row.includes("文书") && row.some((cell) => cell.startsWith("SHA-256")))).toBe(true);
  },
  60_000,
);

dbTest("when everything is paid the collection ends, and its open steps are excused (3.6)", async (world) => {
  const owed = await owing(world);
  world.clock.set(noon("2026-03-10"));
  await looks(world);
  await pays(world, owed, 109_781_97, "2026-03-10");
  await looks(world);
  const { body } = await world.as.manager.send(contract.getDebtor, { params: { tenantId: owed.tenantId } });
  expect(body.steps.every(({ state }) => state === "lapsed")).toBe(true);
  expect((await world.as.manager.send(contract.listDebtors, {})).body.items).toEqual([]);
  const duties = await world.given.command((ctx) => sql<{ outcome: string }>`select distinct outcome from duties.duty where site_id = ${ctx.siteId}`.execute(ctx.tx));
  expect(duties.rows).toEqual([{ outcome: "excused" }]);
});

dbTest("a promise for all that is overdue holds the ladder; it is judged from what came in (3.6)", async (world) => {
  const owed = await owing(world);
  world.clock.set(noon("2026-03-10"));
  const params = { tenantId: owed.tenantId };
  const plan = (parts: readonly (readonly [number, string])[], planId = newId<"plan">()) =>
    world.as.officer.send(contract.makePromise, { params, body: { planId, promisedBy: "王总", parts: parts.map(([amount, promisedOn]) => ({ amount, promisedOn })) } });
  expect(codes(await plan([[1_00, "2026-03-09"]]))).toEqual(["arrears.promisePast"]);
  expect(
    codes(
      await plan([
        [1_00, "2026-03-20"],
        [1_00, "2026-03-20"],
      ]),
    ),
  ).toEqual(["arrears.promiseOrder"]);
  const made = await plan([
    [60_000_00, "2026-03-20"],
    [49_781_97, "2026-03-31"],
  ]);
  expect(made.body.map(({ state }) => state)).toEqual(["open", "open"]);
  expect(codes(await plan([[1_00, "2026-03-20"]]))).toEqual(["arrears.promiseAlready"]);
  await looks(world);
  const standing = async () => (await world.as.officer.send(contract.getDebtor, { params })).body;
  expect((await standing()).steps).toEqual([]);
  await pays(world, owed, 60_000_00, "2026-03-18");
  world.clock.set(noon("2026-04-01"));
  await looks(world);
  const after = await standing();
  expect(after.promises.map(({ state, paid }) => [state, paid])).toEqual([
    ["kept", 60_000_00],
    ["broken", 0],
  ]);
  expect(after.steps.map(({ act }) => act)).toContain("call");
  const withdraw = (planId: string) => world.as.officer.send(contract.withdrawPromise, { params: { planId: planId as Id<"plan"> }, body: { reason: "改期" } });
  expect(codes(await withdraw(made.body[0]!.planId))).toEqual(["arrears.promiseEnded"]);
  expect(codes(await withdraw(newId()))).toEqual(["arrears.promiseNotFound"]);
  const again = await plan([[49_781_97, "2026-04-10"]]);
  expect((await withdraw(again.body[0]!.planId)).body[0]?.state).toBe("withdrawn");
});

dbTest("the ageing by tenant, by fee and by lease comes to the same, on screen and in Excel (3.6)", async (world) => {
  await owing(world);
  const { id: other } = await world.given.tenant({ name: "远航贸易有限公司" });
  await world.given.command((ctx) =>
    aBill(ctx, other, [
      { feeItem: "propertyFee", amount: 14_000_00, dueOn: "2026-01-05" },
      { feeItem: "electricity", amount: 2_127_95, dueOn: "2026-06-01" },
    ]),
  );
  world.clock.set(noon("2026-04-10"));
  const by = async (by: "tenant" | "feeItem" | "lease") => (await world.as.manager.send(contract.getAgeing, { query: { by } })).body;
  const [tenants, fees, leases] = [await by("tenant"), await by("feeItem"), await by("lease")];
  expect(tenants.aged).toEqual({ notDue: 2_127_95, to30: 0, to60: 109_781_97, to90: 0, over90: 14_000_00 });
  expect(fees.aged).toEqual(tenants.aged);
  expect(leases.aged).toEqual(tenants.aged);
  expect(tenants.rows.map(({ label, total }) => [label.zh, total])).toEqual([
    ["启明科技有限公司", 109_781_97],
    ["远航贸易有限公司", 16_127_95],
  ]);
  const sheet = await cellsOf((await world.as.manager.send(contract.exportAgeing, { query: { by: "tenant", language: "zh" } })).bytes);
  expect(sheet.at(-1)?.[1]).toBe("125909.92");
  expect((await cellsOf((await world.as.manager.send(contract.exportDebtors, { query: { language: "zh" } })).bytes)).length).toBe(3);
});

dbTest("a ladder that cuts a supply is refused, also by the database; one's own is kept by version (Civil Code art. 944)", async (world) => {
  const finance = world.as.role("finance");
  const [first] = defaultLadder;
  const put = (ladder: unknown, version = 0) => finance.send(contract.putSetting, { body: { ladder: ladder as never, lateFee: null, chargesMonthly: false, version } });
  expect(codes(await put([{ ...first, how: { zh: "逾期停电", en: "Act" } }]))).toEqual(["arrears.cutsUtilities"]);
  expect((await put([{ ...first, act: "cutPower" }])).status).toBe(422);
  expect((await put([first])).body).toMatchObject({ isOwnLadder: true, version: 1 });
  expect(codes(await put([first]))).toEqual(["arrears.stale"]);
  const owed = await owing(world);
  await expect(
    world.given.command((ctx) =>
      sql`with made as (insert into arrears.collection (site_id, id, tenant_id, since, opened_at) values (${ctx.siteId}, ${newId()}, ${owed.tenantId}, '2026-03-05', ${ctx.now}) returning site_id, id, tenant_id, opened_at)
          insert into arrears.step (site_id, id, collection_id, tenant_id, ladder_step, round, stage, act, how_zh, how_en, within_days, owner_role, opened_at, due_at)
          select site_id, gen_random_uuid(), id, tenant_id, 'x', '1', 'calling', 'cutPower', '', '', 1, 'finance', opened_at, opened_at from made`.execute(ctx.tx),
    ),
  ).rejects.toMatchObject({ constraint: "never_a_cut_of_supply" });
});

async function cellsOf(bytes: Uint8Array): Promise<string[][]> {
  const found: string[][] = [];
  for await (const { cells } of (await readSheets(bytes, "x.xlsx")).rows(0)) found.push(cells.map((cell) => sayCell(cell)));
  return found;
}
