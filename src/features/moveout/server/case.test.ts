import { createHash } from "node:crypto";
import { expect } from "vitest";
import { type Id, newId } from "#kernel/id.ts";
import * as billing from "#features/billing/contract.ts";
import { someEntities } from "#features/billing/samples.ts";
import * as documents from "#features/documents/contract.ts";
import { dutiesOf } from "#features/duties/server/index.ts";
import * as handover from "#features/handover/contract.ts";
import { type Fact, inspectionOf, signedContent } from "#features/handover/rules.ts";
import { aPhone } from "#features/handover/samples.ts";
import { inspectionPageById, itemsOutstanding, takeOver } from "#features/handover/server/index.ts";
import { adoptProposedParameters } from "#features/manual/server/index.ts";
import * as manual from "#features/manual/contract.ts";
import * as payments from "#features/payments/contract.ts";
import { depositsOf } from "#features/payments/server/index.ts";
import { codes, dbTest, type World } from "#test/harness/index.ts";
import * as contract from "../contract.ts";
import * as settlement from "../contract/settlement.ts";
import { aNotice, aWrittenLease } from "../samples.ts";
import { postSettlement } from "./settlement/post.ts";

const payer = "云帆科技有限公司";
const ink =
  "iVBORw0KGgoAAAANSUhEUgAAADwAAAAUCAQAAAB7CpaiAAAAgUlEQVR42u3W3QqAIAwF4D1K7/+S60KCQFvnR5Qgdit86typOGJPxQ8vqWTgnES2CnL5LBaDr8UO3W0dRb3rHtwYwypnfmwSjip08TY4FqdfnyOHop0GpoBn6zPDg8eiNU3Mu8KOaDpiFLTvtJBsKhu3NJMSzUmkdDLc/rx97kfgBNeICptCJkoUAAAAAElFTkSuQmCC";

/** The tenant of V4, its first payment received, who holds two cards, gave notice in time and was approved. */
async function leaving(world: World) {
  const { given, as, clock, siteId } = world;
  clock.set("2026-05-20T02:00:00Z");
  await given.command(adoptProposedParameters);
  for (const [parameter, value] of [["refundDays", 10]] as const) {
    const set = await as.manager.send(manual.setParameter, { params: { parameterId: parameter } as never, body: { value, effectiveFrom: "2026-05-20", note: "" } as never });
    expect(set.status, JSON.stringify(set.body)).toBe(200);
  }
  const { owner, property } = await given.command(someEntities);
  const { id: unitId } = await given.unit({ unitNo: "1803" });
  const { id: tenantId } = await given.tenant({ name: payer });
  const { id: contactId } = await given.contact({ tenantId, authorities: ["signing", "goods", "fees"] });
  const { id: leaseId } = await given.command((ctx) => aWrittenLease(ctx, { tenantId, unitId }));
  const finance = as.role("finance");
  const first = (await finance.send(billing.issueFirstBill, { params: { leaseId }, body: { id: newId() } })).body;
  for (const entityId of [owner.id, property.id]) {
    const amount = first.lines.filter((line) => line.entityId === entityId).reduce((sum, line) => sum + line.amount, 0);
    const body = { id: newId<"payment">(), tenantId, entityId: entityId as Id<"entity">, means: "transfer", receivedOn: "2026-05-20", amount, payerName: payer } as const;
    expect((await as.role("cashier").send(payments.takePayment, { body })).status).toBe(200);
  }
  const card = { kind: "card", holder: "王敏", post: "", phone: "", zones: "18F", validTo: null, fee: 50_00 } as const;
  const items = ["A-001", "A-002"].map((number) => ({ ...card, number }));
  await given.command((ctx) => takeOver(ctx, { leaseId, grantId: newId(), reason: "系统上线前已领用", items: items as never }));

  clock.set("2026-06-20T02:00:00Z");
  const notice = { ...aNotice({ leaseId, contactId, payer }), noticedOn: "2026-06-20" };
  const caseId = notice.id;
  expect((await as.officer.send(contract.giveNotice, { body: notice })).status).toBe(200);
  const leasing = as.role("leasingOfficer");
  await leasing.send(contract.reviewNotice, { params: { caseId }, body: { version: 1, note: "", contractText: "", shortAmount: null, refundLimit: null } });
  const decision = { version: 2, isApproved: true, note: "", shortOutcome: null, waiverReason: "" } as const;
  expect((await as.manager.send(contract.decideNotice, { params: { caseId }, body: decision })).status).toBe(200);
  await as.officer.send(contract.proposeAppointment, { params: { caseId }, body: { id: newId(), meetsAt: "2026-09-29T02:00:00Z", note: "" } });
  await as.officer.send(contract.agreeAppointment, { params: { caseId }, body: { onBehalf: "王敏 电话" } });
  const contact = as.contact({ tenantId, contactId, authorities: ["signing", "goods", "fees"] });
  return { siteId, tenantId, contactId, leaseId, unitId, caseId, finance, contact, leasing };
}
type House = Awaited<ReturnType<typeof leaving>>;

/** Both inspect the unit on a phone and sign. */
async function inspect(world: World, { caseId }: House): Promise<void> {
  world.clock.set("2026-09-29T02:00:00Z");
  const inspector = world.as.role("technician");
  const opened = await inspector.send(contract.startInspection, { params: { caseId }, body: { assigneeId: inspector.person.id } });
  const inspectionId = opened.body.inspection!.id as Id<"inspection">;
  const page = await world.given.command((ctx) => inspectionPageById(ctx, inspectionId));
  const phone = aPhone({ inspectionId, from: "2026-09-29T02:00:00.000Z" });
  const facts: Fact[] = page.lines.map((line) => phone.check(line.key));
  const hash = createHash("sha256")
    .update(signedContent(page, inspectionOf(page.lines, facts)))
    .digest("hex");
  facts.push(phone.sign("property", hash), phone.sign("tenant", hash));
  world.clock.set("2026-09-29T09:00:00Z");
  const sent = await inspector.send(handover.sendFacts, { body: { facts } as never });
  expect(sent.status, JSON.stringify(sent.body)).toBe(200);
}

/** Both sign a document in our presence, or with their own account. */
async function sign(world: World, documentId: Id<"document">, party: "tenant" | "property") {
  const view = (await world.as.manager.send(documents.getDocument, { params: { documentId } })).body;
  const signer = view.signers.find((each) => each.party === party)!;
  const inked = { signerId: signer.id, image: ink, documentHash: view.hash };
  if (party === "property") return world.as.officer.send(documents.signHere, { params: { documentId }, body: inked });
  return world.as.manager.send(documents.signWitnessed, { params: { documentId }, body: { ...inked, identity: "核对身份证" } });
}

async function settled(world: World, { caseId, contactId, finance }: House): Promise<number> {
  const issued = await finance.send(settlement.issueSheet, { params: { caseId }, body: { contactId, language: "both", reservation: "" } });
  expect(issued.status, JSON.stringify(issued.body)).toBe(200);
  const sheet = issued.body.sheets.find(({ state }) => state === "issued")!;
  expect((await sign(world, sheet.documentId as Id<"document">, "tenant")).status).toBe(200);
  return sheet.net;
}

async function cleared(world: World, { caseId, contact }: House): Promise<void> {
  const id = newId<"goodsSlip">();
  const slip = { id, reason: "movingOut", place: "1803", passesOn: "2026-09-29", carrierName: "李师傅", carrierPhone: "", idLast4: "", plate: "", remark: "" } as const;
  await contact.send(contract.portalAskForRelease, { body: { ...slip, caseId, items: [{ name: "办公桌", quantity: 12, note: "" }] } });
  await world.as.manager.send(contract.decideSlip, { params: { slipId: id }, body: { isApproved: true, note: "", version: 1 } });
  await world.as.role("guard").send(contract.checkAtGate, { params: { slipId: id }, body: { isMatched: true, seen: [{ position: 1, count: 12 }], note: "" } });
  const clearance = await world.as.officer.send(contract.recordClearance, { params: { caseId }, body: { isRestored: true, hasAddressMoved: false, note: "" } });
  expect(clearance.status, JSON.stringify(clearance.body)).toBe(200);
}

async function keysBack(world: World, { caseId, leaseId }: House): Promise<void> {
  const out = await world.given.command(async (ctx) => (await itemsOutstanding(ctx, { leaseIds: [leaseId] })).get(leaseId) ?? []);
  const [one, other] = out.map(({ id }) => id);
  const half = await world.as.officer.send(contract.takeKeysBack, { params: { caseId }, body: { itemIds: [one!], lostIds: [], note: "" } });
  expect(half.body.standing?.steps.find(({ id }) => id === "keysBack")).toMatchObject({ state: "shut", obstacles: [{ reason: { code: "moveout.itemsOut" } }] });
  const whole = await world.as.officer.send(contract.takeKeysBack, { params: { caseId }, body: { itemIds: [other!], lostIds: [], note: "" } });
  expect(whole.body.standing?.steps.find(({ id }) => id === "keysBack")?.state, JSON.stringify(whole.body)).toBe("done");
}

dbTest(
  "from the approved notice to the refund: confirmed on Wednesday 2026-09-30, due in 10 working days on 2026-10-20, approved by two, paid, the deposits at nought (2.1.3, 2.1.4-2, V12)",
  async (world) => {
    const house = await leaving(world);
    const { caseId, finance, contact, contactId, leaseId } = house;
    const params = { caseId };
    await inspect(world, house);
    const early = await world.as.officer.send(contract.issueConfirmation, { params, body: { contactId, language: "both" } });
    expect(codes(early)).toEqual(["manual.stepFirst", "manual.stepFirst", "manual.stepFirst"]);
    expect(codes(await world.as.officer.send(contract.recordClearance, { params, body: { isRestored: true, hasAddressMoved: false, note: "" } }))).toContain("manual.stepFirst");
    await keysBack(world, house);
    const net = await settled(world, house);
    expect(net).toBeGreaterThan(0);
    await cleared(world, house);

    world.clock.set("2026-09-30T02:00:00Z");
    const issued = await world.as.officer.send(contract.issueConfirmation, { params, body: { contactId, language: "both" } });
    expect(issued.status, JSON.stringify(issued.body)).toBe(200);
    const documentId = issued.body.case.confirmationId as Id<"document">;
    const [byTenant, byProperty] = await Promise.all([sign(world, documentId, "tenant"), sign(world, documentId, "property")]);
    expect([byTenant.status, byProperty.status].sort()).toEqual([200, 200]);
    const confirmed = (await finance.send(contract.getCase, { params })).body;
    expect(confirmed.case.confirmedAt).not.toBeNull();
    expect(confirmed.clocks.map(({ holds, dueOn }) => [holds, dueOn])).toEqual([
      [true, "2026-10-20"],
      [false, "2026-10-15"],
    ]);
    const mine = (await contact.send(contract.portalCases, {})).body.cases[0]!;
    expect([mine.refund?.dueOn, mine.net, mine.canRate]).toEqual(["2026-10-20", net, true]);

    await world.given.command((ctx) => postSettlement(ctx, caseId));
    const pay = { params, body: { on: "2026-09-30", reference: "HK-20260930" } };
    expect(codes(await finance.send(contract.payRefund, pay))).toEqual(["moveout.notApprovedTwice"]);
    const approve = { params, body: { amount: net, note: "" } };
    const twice = await Promise.all([finance, finance].map((sender) => sender.send(contract.approveRefund, approve)));
    expect(twice.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect((await world.as.manager.send(contract.approveRefund, approve)).status).toBe(200);
    const paid = await finance.send(contract.payRefund, pay);
    expect([paid.status, paid.body.case?.payment?.amount], JSON.stringify(paid.body)).toEqual([200, net]);
    expect(await world.given.command(async (ctx) => (await depositsOf(ctx, leaseId)).reduce((sum, { held }) => sum + held, 0))).toBe(0);

    await contact.send(contract.portalRate, { params, body: { score: 5, note: "" } });
    expect(codes(await world.as.officer.send(contract.rateMoveOut, { params, body: { score: 1, note: "" } }))).toEqual(["moveout.scored"]);
    expect((await world.as.officer.send(contract.recordVacancy, { params, body: { note: "每周三由秩序维护员巡查" } })).status).toBe(200);
    await world.given.command(async (ctx) => {
      const duties = await dutiesOf(ctx, { kind: "moveOut", id: caseId });
      const outcomes = Object.fromEntries(duties.map(({ standard, outcome }) => [standard, outcome]));
      for (const standard of ["moveOutInspected", "inspectionConfirmed", "goodsAndKeysReturned", "moveOutConfirmed", "refundInTime", "moveOutCourtesy"])
        expect([standard, outcomes[standard]]).toEqual([standard, "kept"]);
    });
    expect(codes(await world.as.officer.send(contract.withdraw, { params, body: { reason: "晚了" } }))).toEqual(["moveout.confirmed"]);
  },
  120_000,
);
