import { sql } from "kysely";
import { expect } from "vitest";
import { newId } from "#kernel/id.ts";
import { codes, dbTest, type Reply, type World } from "#test/harness/index.ts";
import { aCard, atCase, type Begun, begun, bill, by, form, handInPapers, keysBody, pay, register, signAll, signAnnexes } from "#test/harness/movein.ts";
import { dutiesOf } from "#features/duties/server/index.ts";
import { factsOfSubject } from "#features/evidence/server/index.ts";
import * as handover from "#features/handover/contract.ts";
import { getTenant } from "#features/tenants/contract.ts";
import * as contract from "../contract.ts";

const step = (reply: Reply | { body: Begun["view"] }, id: string) => (reply.body as Begun["view"]).standing.steps.find((each) => each.id === id)!;
const viewOf = async ({ as }: World, own: Begun) => as.manager.send(contract.getMoveIn, atCase(own));
const outcomes = (world: World, { caseId }: Begun) =>
  world.given.command(async (ctx) => Object.fromEntries((await dutiesOf(ctx, { kind: "moveIn", id: caseId })).map(({ standard, outcome }) => [standard, outcome])));

dbTest("a move-in knows what is due before the keys and what stands against them (2.1.1-4, vector V4)", async (world) => {
  const { caseId, view } = await begun(world);
  expect(view.payment).toMatchObject({ due: 565_250_02, billed: 0, settled: 0 });
  expect(step({ body: view }, "keys").state).toBe("waiting");
  expect(step({ body: view }, "keys").obstacles.map(({ reason }) => reason.code)).toContain("movein.firstPaymentNotBilled");
  const board = await world.as.manager.send(contract.getBoard, {});
  expect(board.body.running).toBe(1);
  const list = await world.as.manager.send(contract.listMoveIns, { query: { step: "firstPayment" } });
  expect(list.body.items.map(({ id }) => id)).toEqual([caseId]);
  expect((await world.as.manager.send(contract.exportMoveIns, {})).status).toBe(200);
  expect((await world.as.role("cashier").send(contract.getNextSteps, {})).body.steps.map(({ step: id }) => id)).toEqual(["firstPayment"]);
});

dbTest(
  "keys are refused for want of papers, annexes and money; each is cleared, and the formalities end on the day the papers came (2.1.1-2 to 2.1.1-5, 2.1.2-3)",
  async (world) => {
    const own = await begun(world);
    await register(world, own);
    const keys = keysBody(own, "A0101", "A0102");
    const send = () => world.as.officer.send(contract.issueKeys, { ...atCase(own), body: keys });
    expect([...new Set(codes(await send()))]).toEqual(["movein.annexMissing", "movein.firstPaymentNotBilled", "tenants.paperMissing"]);
    await bill(world, own);
    await handInPapers(world, own);
    expect(codes(await send())).toEqual(["movein.annexMissing", "movein.annexMissing", "movein.firstPaymentOpen"]);
    await signAnnexes(world, own);
    expect(codes(await send())).toEqual(["movein.firstPaymentOpen"]);
    await pay(world, own);
    expect((await viewOf(world, own)).body.payment).toMatchObject({ due: 565_250_02, billed: 565_250_02, settled: 565_250_02 });

    const issued = await send();
    expect(issued.status).toBe(200);
    expect(step(issued, "keys").state).toBe("ready"); // handed out, the receipt is not signed yet
    expect((await send()).status).toBe(200); // sent again: nothing new
    await signAll(world, { kind: "accessBatch", id: keys.batchId }, own);
    expect(step(await viewOf(world, own), "keys").state).toBe("done");
    expect(await outcomes(world, own)).toEqual({ paidBeforeKeys: "kept", sameDayFormalities: "kept", formalitiesRecorded: "kept" });

    const register_ = (await world.as.officer.send(handover.listItems, { query: { leaseId: own.leaseId } })).body.items;
    expect(register_.map(({ number, holder, state }) => [number, holder, state]).sort()).toEqual([
      ["A0101", "林静", "inUse"],
      ["A0102", "林静", "inUse"],
    ]);
    const tenant = (await world.as.officer.send(getTenant, { params: { tenantId: own.tenantId } })).body;
    expect(tenant.tenant.industry).toBe(form.industry);
    expect(tenant.contacts.map(({ name, authorities }) => [name, authorities.toSorted()])).toEqual(expect.arrayContaining([["周航", ["emergency", "repair"]]]));
  },
  90_000,
);

dbTest(
  "the manager opens the gate for one reason, with a reason of their own; it stands on record and counts as not kept (preface, 2.1.1-4)",
  async (world) => {
    const own = await begun(world);
    await register(world, own);
    await handInPapers(world, own);
    await signAnnexes(world, own);
    const opening = { params: { caseId: own.caseId, step: "keys" }, body: { reason: "总部担保，款项在途" } };
    expect((await world.as.officer.send(contract.openMoveInGate, opening)).status).toBe(403);
    const opened = await world.as.manager.send(contract.openMoveInGate, opening);
    expect(step(opened, "keys")).toMatchObject({ state: "ready", obstacles: [], overridden: [{ reason: { code: "movein.firstPaymentNotBilled" } }] });
    expect(codes(await world.as.manager.send(contract.openMoveInGate, opening))).toEqual(["manual.gateNotShut"]);
    // Another reason comes up: the bill is there now, and not paid. That gate was not opened.
    await bill(world, own);
    expect(codes(await world.as.officer.send(contract.issueKeys, { ...atCase(own), body: keysBody(own, "A1") }))).toEqual(["movein.firstPaymentOpen"]);
    await world.as.manager.send(contract.openMoveInGate, opening);
    expect((await world.as.officer.send(contract.issueKeys, { ...atCase(own), body: keysBody(own, "A1") })).status).toBe(200);
    expect(await outcomes(world, own)).toMatchObject({ paidBeforeKeys: "missed" });
    const said = await world.given.command((ctx) => factsOfSubject(ctx, { kind: "moveIn", id: own.caseId }));
    expect(said.map(({ name }) => name).filter((name) => name === "manual.gate_opened")).toHaveLength(2);
  },
  90_000,
);

/** A case whose keys may be handed over. */
async function clear(world: World): Promise<Begun> {
  const own = await begun(world);
  await register(world, own);
  await handInPapers(world, own);
  await signAnnexes(world, own);
  await bill(world, own);
  await pay(world, own);
  return own;
}

dbTest(
  "of two desks that hand out the same card at once, one is refused; and keys and withdrawal do not cross (2.1.1-5)",
  async (world) => {
    const own = await clear(world);
    const desks = [world.as.officer, world.as.supervisor];
    const replies = await Promise.all(desks.map((desk) => desk.send(contract.issueKeys, { ...atCase(own), body: keysBody(own, "A7") })));
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(replies.flatMap((reply) => codes(reply))).toEqual(["handover.numberInUse"]);

    const reason = { reason: "租户放弃入驻" };
    expect(codes(await world.as.manager.send(contract.withdrawMoveIn, { ...atCase(own), body: reason }))).toEqual(["handover.stillHeld"]);
    const items = (await world.as.officer.send(handover.listItems, { query: { leaseId: own.leaseId } })).body.items;
    await world.as.officer.send(handover.returnItems, { body: { itemIds: items.map(({ id }) => id), reason: "交回" } });
    const [withdrawn, issued] = await Promise.all([
      world.as.manager.send(contract.withdrawMoveIn, { ...atCase(own), body: reason }),
      world.as.officer.send(contract.issueKeys, { ...atCase(own), body: keysBody(own, "A8") }),
    ]);
    expect([withdrawn.status, issued.status].sort()).toEqual([200, 409]);
    expect(codes(withdrawn.status === 409 ? withdrawn : issued)).toContain(withdrawn.status === 409 ? "handover.stillHeld" : "manual.caseWithdrawn");
  },
  90_000,
);

dbTest("the database takes no card in use without a right that lives (2.1.1-4)", async (world) => {
  const own = await begun(world);
  const grantId = newId<"accessGrant">();
  const taken = await world.as.manager.send(handover.takeOver, { params: { leaseId: own.leaseId }, body: { grantId, reason: "系统上线前已入驻", items: [aCard("B1")] } });
  expect(taken.status).toBe(200);
  const end = () =>
    world.given.command((ctx) =>
      sql`update handover.access_grant set ended_at = ${ctx.now}, ended_by_name = 'x', ended_why = 'x' where site_id = ${ctx.siteId} and id = ${grantId}`.execute(ctx.tx),
    );
  await expect(end()).rejects.toThrow(/nobody_holds_anything_without_a_live_grant/);
  const [item] = (await world.as.officer.send(handover.listItems, { query: { state: "inUse" } })).body.items;
  const lost = await world.as.officer.send(handover.loseItem, { params: { itemId: item!.id }, body: { reason: "遗失", fee: 50_00 } });
  expect(lost.body).toMatchObject({ state: "lost", chargeId: expect.any(String) as string });
  const charged = await world.given.command((ctx) =>
    sql<{ fee_item: string; amount: number }>`select fee_item, amount from billing.charge where site_id = ${ctx.siteId}`.execute(ctx.tx),
  );
  expect(charged.rows).toEqual([{ fee_item: "cardFee", amount: 50_00 }]);
  await end();
  const again = await world.as.officer.send(handover.issueMore, { params: { grantId }, body: { id: newId(), items: [aCard("B2")], contactId: own.contactId } });
  expect(codes(again)).toEqual(["handover.grantEnded"]);
});

dbTest("cards and keys are read from Excel for review, by the titles of its columns (F02)", async ({ as }) => {
  const sheet = { name: "卡.csv", bytes: Buffer.from("类别,编号,领用人,楼层区域,有效期至,补办费\n门禁卡,C001,张三,18F,2027-05-31,50.00\n钥匙,K7,李四,,,\n门禁卡,,王五,,,\n") };
  const { body } = await as.officer.send(handover.readItemSheet, {}, { file: sheet });
  expect(body.items.map(({ kind, number, holder, zones, validTo, fee }) => [kind, number, holder, zones, validTo, fee])).toEqual([
    ["card", "C001", "张三", "18F", "2027-05-31", 50_00],
    ["key", "K7", "李四", "", null, 0],
  ]);
  expect(body.rowsLeftOut).toEqual([{ row: 4, why: "编号" }]);
  expect((await as.officer.send(handover.itemSheetForm, {})).status).toBe(200);
  expect((await as.officer.send(handover.exportItems, {})).status).toBe(200);
});

dbTest("the tenant's contact sees what their company must still do, and of no other company (2.1.1)", async (world) => {
  const own = await begun(world);
  await bill(world, own);
  const mine = await world.as.contact(own).send(contract.portalMoveIns, {});
  expect(mine.body.cases).toMatchObject([{ payment: { due: 565_250_02, settled: 0 }, registration: { isSaved: false, version: 0 }, toSign: [] }]);
  expect((await world.as.contact({ ...own, authorities: ["repair"] }).send(contract.portalMoveIns, {})).body.cases[0]!.payment).toBeNull();
  const { id: otherId } = await world.given.tenant();
  const stranger = world.as.contact({ tenantId: otherId });
  expect((await stranger.send(contract.portalMoveIns, {})).body.cases).toEqual([]);
  const body = { form: { ...form, contacts: [] }, isSent: false, version: 0 };
  expect((await stranger.send(contract.portalSaveRegistration, { ...atCase(own), body })).status).toBe(404);
  expect((await world.as.contact(own).send(contract.portalSaveRegistration, { ...atCase(own), body })).status).toBe(200);
  expect(codes(await world.as.officer.send(contract.saveRegistration, { ...atCase(own), body }))).toEqual(["movein.stale"]);
  expect(codes(await world.as.officer.send(contract.issueRegistration, { ...atCase(own), body: by(own) }))).toEqual(["movein.registrationIncomplete"]);
  expect((await world.as.contact(own).send(contract.getHandbook, {})).headers["content-type"]).toContain("application/pdf");
});

dbTest("whether the tenant fits out is said once it is registered; a yes tells engineering (2.1.1-6)", async (world) => {
  const own = await begun(world);
  const decide = (isWanted: boolean) => world.as.officer.send(contract.decideFitout, { ...atCase(own), body: { isWanted } });
  expect(codes(await decide(true))).toEqual(["manual.stepFirst"]);
  await register(world, own);
  expect(step(await decide(false), "fitout").state).toBe("done");
  expect((await decide(true)).body.case.fitsOut).toBe(true);
  expect(codes(await decide(false))).toEqual(["manual.stepDone"]);
});
