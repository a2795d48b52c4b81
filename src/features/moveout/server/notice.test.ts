import { expect } from "vitest";
import { type Id, newId } from "#kernel/id.ts";
import { dutiesOf } from "#features/duties/server/index.ts";
import { leaseById, occupancyOn, termsOf } from "#features/leasing/server/index.ts";
import { adoptProposedParameters } from "#features/manual/server/index.ts";
import { codes, dbTest, type World } from "#test/harness/index.ts";
import * as contract from "../contract.ts";
import { aNotice, aWrittenLease } from "../samples.ts";

const payer = "启明科技有限公司";

/** The tenant of V12 in its unit, with a contact who may sign and release goods. */
async function inTheUnit(world: World) {
  world.clock.set("2026-08-01T02:00:00Z");
  await world.given.command(adoptProposedParameters);
  const { id: unitId } = await world.given.unit({ unitNo: "1803" });
  const { id: tenantId } = await world.given.tenant({ name: payer });
  const { id: contactId } = await world.given.contact({ tenantId, authorities: ["signing", "goods"] });
  const { id: leaseId } = await world.given.command((ctx) => aWrittenLease(ctx, { tenantId, unitId }));
  const contact = world.as.contact({ tenantId, contactId, authorities: ["signing", "goods"] });
  return { unitId, tenantId, contactId, leaseId, contact, leasing: world.as.role("leasingOfficer") };
}
type Here = Awaited<ReturnType<typeof inTheUnit>>;

const review = { note: "已核对", contractText: "提前通知不足的，按不足天数计收租金及物业费", shortAmount: 88_808_22, refundLimit: null } as const;

async function noticed(world: World, { leaseId, contactId }: Here) {
  const body = aNotice({ leaseId, contactId, payer });
  const reply = await world.as.officer.send(contract.giveNotice, { body });
  expect(reply.status).toBe(200);
  return body.id;
}

async function approved(world: World, here: Here): Promise<Id<"moveOut">> {
  const caseId = await noticed(world, here);
  await here.leasing.send(contract.reviewNotice, { params: { caseId }, body: { version: 1, ...review } });
  const decided = await world.as.manager.send(contract.decideNotice, {
    params: { caseId },
    body: { version: 2, isApproved: true, note: "", shortOutcome: "waived", waiverReason: "十月已有新租户进场" },
  });
  expect(decided.status).toBe(200);
  return caseId;
}

dbTest("a notice is held against the lease: thirty days short, what they cost, and nothing in silence (2.1.3-1)", async (world) => {
  const here = await inTheUnit(world);
  const check = await world.as.officer.send(contract.checkNotice, { query: { leaseId: here.leaseId, cause: "agreed", noticedOn: "2026-08-01", leavingOn: "2026-09-30" } });
  expect(check.body).toMatchObject({ givenDays: 60, noticeDays: 90, shortDays: 30, total: 88_808_22 });
  const caseId = await noticed(world, here);
  const { body } = await world.as.manager.send(contract.getCase, { params: { caseId } });
  expect(body.case).toMatchObject({ shortDays: 30, channel: "desk", contactName: "王敏" });
  expect(body.notice.zh).toContain("少 30 天");
  expect(body.standing.next).toContain("notice");
  const again = await world.as.officer.send(contract.giveNotice, { body: aNotice({ leaseId: here.leaseId, contactId: here.contactId, payer }) });
  expect(codes(again)).toEqual(["moveout.alreadyRunning"]);
});

dbTest("approved by another person than who reviewed it, the lease ends on the leaving day and what recurs stops (2.1.3-1)", async (world) => {
  const here = await inTheUnit(world);
  const caseId = await noticed(world, here);
  const decision = { version: 2, isApproved: true, note: "", shortOutcome: "charged", waiverReason: "" } as const;
  expect(codes(await world.as.manager.send(contract.decideNotice, { params: { caseId }, body: { ...decision, version: 1 } }))).toEqual(["moveout.notReviewed"]);
  await here.leasing.send(contract.reviewNotice, { params: { caseId }, body: { version: 1, ...review } });
  expect(codes(await world.as.manager.send(contract.decideNotice, { params: { caseId }, body: { ...decision, shortOutcome: null } }))).toEqual(["moveout.shortUnanswered"]);
  const { status, body } = await world.as.manager.send(contract.decideNotice, { params: { caseId }, body: decision });
  expect([status, body.case?.termsNumber, body.standing?.next]).toEqual([200, 2, ["appointment"]]);
  await world.given.command(async (ctx) => {
    expect((await leaseById(ctx, here.leaseId)).leaseEnd.toString()).toBe("2026-09-30");
    expect((await occupancyOn(ctx, Temporal.PlainDate.from("2026-10-01"))).leases).toEqual([]);
    const duties = await dutiesOf(ctx, { kind: "moveOut", id: caseId });
    expect(duties.map(({ standard, outcome }) => [standard, outcome]).sort()).toEqual([
      ["noticeAnswered", "kept"],
      ["noticeInWriting", "kept"],
    ]);
  });
  expect((await world.as.officer.send(contract.decideNotice, { params: { caseId }, body: decision })).status).toBe(403);
});

dbTest("withdrawn, the lease runs on by its own terms as if nothing had been said, its raise in the third year among them (2.1.3-1)", async (world) => {
  const here = await inTheUnit(world);
  const caseId = await approved(world, here);
  const { status } = await world.as.officer.send(contract.withdraw, { params: { caseId }, body: { reason: "决定续住" } });
  expect(status).toBe(200);
  await world.given.command(async (ctx) => {
    expect((await leaseById(ctx, here.leaseId)).leaseEnd.toString()).toBe("2029-05-31");
    const last = (await termsOf(ctx, here.leaseId)).at(-1)!;
    expect([last.kind, last.terms.leaseEnd.toString(), last.terms.fees[0]?.escalations.length]).toEqual(["revival", "2029-05-31", 1]);
  });
  expect(codes(await world.as.officer.send(contract.withdraw, { params: { caseId }, body: { reason: "再次" } }))).toEqual(["moveout.withdrawn"]);
  const anew = await world.as.officer.send(contract.giveNotice, { body: aNotice({ leaseId: here.leaseId, contactId: here.contactId, payer }) });
  expect(anew.status).toBe(200);
});

dbTest("two who approve one notice at once end the lease once (2.1.3-1)", async (world) => {
  const here = await inTheUnit(world);
  const caseId = await noticed(world, here);
  await here.leasing.send(contract.reviewNotice, { params: { caseId }, body: { version: 1, ...review } });
  const body = { version: 2, isApproved: true, note: "", shortOutcome: "charged", waiverReason: "" } as const;
  const other = world.as.role("projectManager", { name: "另一位经理" });
  const replies = await Promise.all([world.as.manager, other].map((sender) => sender.send(contract.decideNotice, { params: { caseId }, body })));
  expect(replies.map(({ status }) => status).sort()).toEqual([200, 409]);
});

dbTest("a contact with the authority to sign gives notice in the portal and sees where it stands; others may not (F24)", async (world) => {
  const here = await inTheUnit(world);
  const check = await here.contact.send(contract.portalCheckNotice, { query: { leaseId: here.leaseId, cause: "agreed", leavingOn: "2026-09-30" } });
  expect(check.body).toMatchObject({ shortDays: 30 });
  const { noticedOn: _noticedOn, contactId: _contactId, ...body } = aNotice({ leaseId: here.leaseId, contactId: here.contactId, payer });
  const given = await here.contact.send(contract.portalGiveNotice, { body });
  expect([given.status, given.body.steps?.[0]]).toMatchObject([200, { id: "notice", state: "now" }]);
  const fees = world.as.contact({ tenantId: here.tenantId, authorities: ["fees"] });
  expect((await fees.send(contract.portalGiveNotice, { body: { ...body, id: newId() } })).status).toBe(403);
  const { id: strangerId } = await world.given.tenant();
  const stranger = world.as.contact({ tenantId: strangerId, authorities: ["signing"] });
  expect((await stranger.send(contract.portalGiveNotice, { body: { ...body, id: newId() } })).status).toBe(404);
  expect((await stranger.send(contract.portalCases, {})).body.cases).toEqual([]);
  expect((await stranger.send(contract.portalWithdraw, { params: { caseId: body.id }, body: { reason: "x" } })).status).toBe(404);
  const view = await here.contact.send(contract.portalCases, {});
  expect(view.body.cases?.map(({ canWithdraw }) => canWithdraw)).toEqual([true]);
  expect((await here.contact.send(contract.portalWithdraw, { params: { caseId: body.id }, body: { reason: "不搬了" } })).body.isStopped).toBe(true);
});

dbTest("the time of the inspection is proposed by one side and agreed by the other; a change stays on record, and keeping it is measured (2.1.3-2)", async (world) => {
  const here = await inTheUnit(world);
  const caseId = await approved(world, here);
  const at = (meetsAt: string) => ({ id: newId<"appointment">(), meetsAt, note: "" });
  await world.as.officer.send(contract.proposeAppointment, { params: { caseId }, body: at("2026-09-28T02:00:00Z") });
  expect(codes(await world.as.officer.send(contract.agreeAppointment, { params: { caseId }, body: { onBehalf: null } }))).toEqual(["moveout.ownProposal"]);
  await here.contact.send(contract.portalPropose, { params: { caseId }, body: at("2026-09-29T02:00:00Z") });
  const agreed = await world.as.officer.send(contract.agreeAppointment, { params: { caseId }, body: { onBehalf: null } });
  expect(agreed.body.appointments?.map(({ replacedAt, agreedAt }) => [replacedAt !== null, agreedAt !== null])).toEqual([
    [true, false],
    [false, true],
  ]);
  world.clock.set("2026-09-29T02:10:00Z");
  const late = await world.as.engineer.send(contract.recordAppointment, { params: { caseId }, body: { outcome: "kept", note: "" } });
  expect(late.status).toBe(200);
  await world.given.command(async (ctx) => {
    const duties = await dutiesOf(ctx, { kind: "moveOut", id: caseId });
    expect(
      duties
        .filter(({ standard }) => standard === "appointmentKept" || standard === "inspectionAppointed")
        .map(({ standard, outcome }) => [standard, outcome])
        .sort(),
    ).toEqual([
      ["appointmentKept", "kept"],
      ["inspectionAppointed", "kept"],
    ]);
  });
});

dbTest("goods leave by a slip the house approved, counted at the gate, once; another count is turned back (2.1.3-5)", async (world) => {
  const here = await inTheUnit(world);
  const caseId = await approved(world, here);
  const guard = world.as.role("guard");
  const slip = {
    reason: "movingOut",
    place: "1座 18F 1803",
    passesOn: "2026-08-01",
    carrierName: "李师傅",
    carrierPhone: "13900000000",
    idLast4: "123X",
    plate: "粤B12345",
    remark: "",
    items: [{ name: "办公桌", quantity: 12, note: "" }],
    caseId,
  } as const;
  const [id, other] = [newId<"goodsSlip">(), newId<"goodsSlip">()];
  const asked = await here.contact.send(contract.portalAskForRelease, { body: { ...slip, id } });
  expect([asked.status, asked.body.state]).toEqual([200, "asked"]);
  const pass = { isMatched: true, seen: [{ position: 1, count: 12 }], note: "" };
  expect(codes(await guard.send(contract.checkAtGate, { params: { slipId: id }, body: pass }))).toEqual(["moveout.slipNotApproved"]);
  await world.as.officer.send(contract.decideSlip, { params: { slipId: id }, body: { isApproved: true, note: "", version: 1 } });
  const found = await guard.send(contract.findSlip, { params: { code: asked.body.code ?? "" } });
  expect(found.body.id).toBe(id);
  expect(codes(await guard.send(contract.checkAtGate, { params: { slipId: id }, body: { ...pass, seen: [{ position: 1, count: 13 }] } }))).toEqual(["moveout.itemsDiffer"]);
  const replies = await Promise.all([guard, guard].map((sender) => sender.send(contract.checkAtGate, { params: { slipId: id }, body: pass })));
  expect(replies.map(({ status }) => status).sort()).toEqual([200, 409]);
  await here.contact.send(contract.portalAskForRelease, { body: { ...slip, id: other } });
  await world.as.officer.send(contract.decideSlip, { params: { slipId: other }, body: { isApproved: true, note: "", version: 1 } });
  const turned = await guard.send(contract.checkAtGate, { params: { slipId: other }, body: { isMatched: false, seen: [], note: "多出保险柜一台" } });
  expect(turned.body.state).toBe("turnedBack");
  const pdf = await world.as.officer.send(contract.printSlip, { params: { slipId: id }, body: {} });
  expect([pdf.status, pdf.bytes.subarray(0, 5).toString()]).toEqual([200, "%PDF-"]);
});

dbTest("the board counts where cases stand, the home screen lists each role's own steps, the list becomes Excel (2.1.3)", async (world) => {
  const here = await inTheUnit(world);
  const caseId = await noticed(world, here);
  const board = await world.as.manager.send(contract.getBoard, {});
  expect(board.body.counts?.find(({ step }) => step === "notice")).toMatchObject({ ready: 1, oldest: { caseId } });
  expect((await here.leasing.send(contract.listNextSteps, {})).body.items?.map(({ step }) => step)).toEqual(["notice"]);
  expect((await world.as.manager.send(contract.listNextSteps, {})).body.items).toEqual([]);
  const list = await world.as.manager.send(contract.listCases, { query: { step: "notice" } });
  expect(list.body.items?.map(({ id }) => id)).toEqual([caseId]);
  expect((await world.as.manager.send(contract.exportCases, { query: {} })).status).toBe(200);
  const pdf = await world.as.officer.send(contract.printNotice, { params: { caseId }, body: { language: "zh" } });
  expect([pdf.status, pdf.bytes.subarray(0, 5).toString()]).toEqual([200, "%PDF-"]);
});
