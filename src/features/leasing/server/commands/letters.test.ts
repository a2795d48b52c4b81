import { expect } from "vitest";
import { getDocumentProxy, extractText } from "unpdf";
import { asId, type Id, newId } from "#kernel/id.ts";
import { documentFile } from "#features/documents/server/index.ts";
import { adoptProposedParameters } from "#features/manual/server/index.ts";
import { putEntity } from "#features/sites/contract.ts";
import { endLead, getLead, makeTenant, takeLead } from "#features/tenants/contract/leads.ts";
import { getTenantPapers } from "#features/tenants/contract/papers.ts";
import { readSheets } from "#platform/spreadsheet/index.ts";
import { codes, dbTest, type World } from "#test/harness/index.ts";
import { createLease } from "../../contract.ts";
import * as contract from "../../contract/letters.ts";
import { expireLetters } from "./letterEnds.ts";

const term = { leaseStart: "2026-06-01", leaseEnd: "2029-05-31", price: "5.00", priceUnit: "sqmDay" as const };

const write = ({ as }: World, change: object) =>
  as.role("leasingOfficer").send(contract.makeLetter, { body: { id: newId(), heldUntil: "2026-03-31", earnestMoney: 0, ...term, ...change } as never });

async function letter(world: World, { name = "云帆科技有限公司", unitNo = "1803", ...change }: { name?: string; unitNo?: string; [more: string]: unknown } = {}) {
  const [{ id: tenantId }, { id: unitId }] = [await world.given.tenant({ name }), await world.given.unit({ unitNo })];
  const reply = await write(world, { tenantId, units: [{ unitId }], ...change });
  expect(reply.status).toBe(200);
  return { ...reply.body, tenantId, unitId };
}

const another = { name: "海川贸易有限公司", unitNo: "1804" };

async function answeredLead({ given, as }: World, company = "星河数据有限公司") {
  await given.command((ctx) => adoptProposedParameters(ctx));
  const about = { company, contactName: "赵敏", phone: "13900000000", source: "phone" as const, areaMinCenti: 30_000, creditCode: "91350100M000100Y43" };
  const reply = await as.role("leasingOfficer").send(takeLead, { body: { id: newId(), ...about, answer: { kind: "call", next: { what: "签意向书", on: "2026-03-12" } } } });
  return reply.body;
}

dbTest("a letter of intent holds its units until its day and is numbered through the year (2.1.1-2)", async (world) => {
  const { as } = world;
  const written = await letter(world, { earnestMoney: 100_000 });
  // 5.00 × 286.45 ㎡ × 365 / 12 = 43 564.27 a month, 36 months
  expect(written).toMatchObject({
    letterNo: "YX-2026-001",
    partyName: "云帆科技有限公司",
    state: "open",
    contractPrice: 156_831_372,
    units: [{ place: "1座 18F 1803", areaCenti: 28645 }],
  });
  expect((await as.officer.send(contract.listHolds, {})).body.holds).toMatchObject([{ unitId: written.unitId, letterNo: "YX-2026-001", heldUntil: "2026-03-31" }]);
  expect((await letter(world, another)).letterNo).toBe("YX-2026-002");
  world.clock.set("2026-04-01T02:00:00Z");
  expect((await as.officer.send(contract.listHolds, {})).body.holds).toEqual([]);
  expect((await as.officer.send(contract.getLetter, { params: { letterId: written.id } })).body.state).toBe("expired");
  expect((await as.engineer.send(contract.getLetter, { params: { letterId: written.id } })).status).toBe(403);
});

dbTest("two letters never hold one unit at a time, also when written at the same moment (2.1.1-2)", async (world) => {
  const [{ id: unitId }, { id: one }, { id: other }] = [await world.given.unit(), await world.given.tenant(), await world.given.tenant()];
  const replies = await Promise.all([one, other].map((tenantId) => write(world, { tenantId, units: [{ unitId }] })));
  expect(replies.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, 409]);
  expect(codes(replies.find(({ status }) => status === 409)!)).toEqual(["leasing.held"]);
  world.clock.set("2026-04-01T02:00:00Z");
  expect((await write(world, { tenantId: other, units: [{ unitId }], heldUntil: "2026-04-30" })).status).toBe(200);
});

dbTest("the database holds the same: a second live hold on the days of the first is refused", async (world) => {
  const [first, second] = [await letter(world), await letter(world, another)];
  const insert = world.given.command((ctx) =>
    ctx.tx
      .insertInto("leasing.letter_unit")
      .values({
        site_id: ctx.siteId,
        letter_id: second.id,
        unit_id: first.unitId,
        area_centi: 1,
        held_from: Temporal.PlainDate.from("2026-03-31"),
        held_until: Temporal.PlainDate.from("2026-04-30"),
        is_live: true,
      })
      .execute(),
  );
  await expect(insert).rejects.toThrow(/one_letter_holds_a_unit/);
});

dbTest("earnest money above a fifth of the price is refused (CC 586), and so are terms that cannot be (CC 705)", async (world) => {
  const [{ id: tenantId }, { id: unitId }] = [await world.given.tenant(), await world.given.unit()];
  const units = [{ unitId }];
  const fifth = 31_366_274; // a fifth of 156 831 372, cut to the 分
  expect(codes(await write(world, { tenantId, units, earnestMoney: fifth + 1 }))).toEqual(["leasing.earnestTooHigh"]);
  expect(codes(await write(world, { tenantId, units, leaseEnd: "2026-05-31" }))).toEqual(["leasing.termOutOfOrder"]);
  expect(codes(await write(world, { tenantId, units, leaseEnd: "2046-06-01" }))).toEqual(["leasing.intendedTooLong"]);
  expect(codes(await write(world, { tenantId, units: [...units, ...units] }))).toEqual(["leasing.letterUnitTwice"]);
  expect(codes(await write(world, { tenantId, units, heldUntil: "2026-03-08" }))).toEqual(["leasing.holdInPast"]);
  expect(codes(await write(world, { units }))).toEqual(["leasing.partyMissing"]);
  expect((await write(world, { tenantId, units, earnestMoney: fifth })).status).toBe(200);
});

dbTest("a unit let for part of the intended term, or not to let at all, cannot be held (2.1.1-2)", async (world) => {
  const { given } = world;
  const [{ id: tenantId }, { id: unitId }] = [await given.tenant(), await given.unit()];
  await given.lease({ tenantId, unitId, start: "2026-01-01", end: "2026-06-01", leaseNo: "L-1" });
  expect(codes(await write(world, { tenantId, units: [{ unitId }] }))).toEqual(["leasing.intendedLet"]);
  expect((await write(world, { tenantId, units: [{ unitId }], leaseStart: "2026-06-02" })).status).toBe(200);
  const { id: closed } = await given.unit();
  await given.command((ctx) => ctx.tx.updateTable("sites.unit").set({ state: "works" }).where("id", "=", closed).execute());
  expect(codes(await write(world, { tenantId, units: [{ unitId: closed }] }))).toEqual(["leasing.unitNotToLet"]);
});

const lease = ({ as }: World, tenantId: string, unitId: string) =>
  as
    .role("leasingOfficer")
    .send(createLease, { body: { id: newId(), tenantId, units: [{ unitId }], leaseNo: `L-${newId().slice(-6)}`, leaseStart: "2026-06-01", leaseEnd: "2029-05-31" } as never });

dbTest("a held unit is leased to nobody but whom it is held for, and then the letter has done its work (2.1.1-2)", async (world) => {
  const written = await letter(world);
  const { id: stranger } = await world.given.tenant();
  expect(codes(await lease(world, stranger, written.unitId))).toEqual(["leasing.held"]);
  const made = await lease(world, written.tenantId, written.unitId);
  expect(made.status).toBe(200);
  const after = await world.as.officer.send(contract.getLetter, { params: { letterId: written.id } });
  expect(after.body).toMatchObject({ state: "leased", leaseId: made.body.id });
  expect((await world.as.officer.send(contract.listHolds, {})).body.holds).toEqual([]);
});

dbTest("a letter is extended and withdrawn from a fresh reading only, and not once it has ended (2.1.1-2)", async (world) => {
  const officer = world.as.role("leasingOfficer");
  const written = await letter(world);
  const params = { letterId: written.id };
  const extend = (until: string, version: number) => officer.send(contract.extendLetter, { params, body: { until, reason: "等总部批复", version } });
  expect(codes(await extend("2026-03-31", 1))).toEqual(["leasing.holdNotLater"]);
  expect(codes(await extend("2026-04-15", 2))).toEqual(["leasing.stale"]);
  expect((await extend("2026-04-15", 1)).body).toMatchObject({ heldUntil: "2026-04-15", version: 2 });
  const withdraw = (version: number) => officer.send(contract.withdrawLetter, { params, body: { reason: "客户放弃", version } });
  expect((await withdraw(2)).body).toMatchObject({ state: "withdrawn", endReason: "客户放弃" });
  expect(codes(await withdraw(3))).toEqual(["leasing.letterEnded"]);
  expect(codes(await extend("2026-05-15", 3))).toEqual(["leasing.letterEnded"]);
  expect(codes(await officer.send(contract.getLetter, { params: { letterId: newId() } }))).toEqual(["leasing.letterNotFound"]);
});

dbTest("a letter whose day has passed is expired on record by the clock (2.1.1-2)", async (world) => {
  const written = await letter(world);
  world.clock.set("2026-04-01T02:00:00Z");
  await world.given.command((ctx) => expireLetters(ctx));
  const { body } = await world.as.officer.send(contract.getLetter, { params: { letterId: written.id } });
  expect(body).toMatchObject({ state: "expired", endedAt: "2026-04-01T02:00:00Z" });
});

dbTest("a letter to a lead moves it on the board; the tenant it becomes has the letter, its loss withdraws it (2.1.1-2)", async (world) => {
  const officer = world.as.role("leasingOfficer");
  const { id: unitId } = await world.given.unit();
  const lead = await answeredLead(world);
  const written = (await write(world, { leadId: lead.id, units: [{ unitId }] })).body;
  expect(written.partyName).toBe("星河数据有限公司");
  const now = (await officer.send(getLead, { params: { leadId: lead.id } })).body.lead;
  expect(now.stage).toBe("intent");
  const tenantId = newId<"tenant">();
  await officer.send(makeTenant, { params: { leadId: lead.id }, body: { tenantId, contactId: newId(), isNew: true, version: now.version } });
  expect((await officer.send(contract.getLetter, { params: { letterId: written.id } })).body).toMatchObject({ tenantId, state: "open" });
  expect((await lease(world, tenantId, unitId)).status).toBe(200);

  const lost = await answeredLead(world, "深蓝传媒有限公司");
  const { id: other } = await world.given.unit();
  const second = (await write(world, { leadId: lost.id, units: [{ unitId: other }] })).body;
  await officer.send(endLead, { params: { leadId: lost.id }, body: { reason: "price", version: lost.version + 1 } });
  expect((await officer.send(contract.getLetter, { params: { letterId: second.id } })).body).toMatchObject({ state: "withdrawn", endReason: "price" });
});

dbTest("a letter to a tenant asks for the papers of its stage (2.1.1-2)", async (world) => {
  const written = await letter(world);
  const { body } = await world.as.manager.send(getTenantPapers, { params: { tenantId: written.tenantId } });
  expect(body.wanted).toMatchObject([{ kind: "businessLicence", standing: "missing" }]);
});

dbTest(
  "the letter is issued as a document that names both sides, the hold and the earnest money; again as a new version (2.1.1-2)",
  async (world) => {
    const officer = world.as.role("leasingOfficer");
    const written = await letter(world, { earnestMoney: 5_000_000 });
    const issue = (version: number) => officer.send(contract.issueLetter, { params: { letterId: written.id }, body: { language: "both", version } });
    expect(codes(await issue(1))).toEqual(["sites.entityMissing"]);
    const entity = await world.as.manager.send(putEntity, { params: { kind: "owner" }, body: { id: newId(), name: "云峰置业有限公司" } });
    expect(entity.status).toBe(200);
    const issued = await issue(1);
    expect(issued.status).toBe(200);
    const file = await world.given.command((ctx) => documentFile(ctx, asId<"document">(issued.body.documentId!) as Id<"document">));
    const { text } = await extractText(await getDocumentProxy(new Uint8Array(file.bytes)), { mergePages: true });
    for (const said of ["租赁意向书", "云帆科技有限公司", "云峰置业有限公司", "1803", "50,000.00", "31 March 2026"]) expect(text).toContain(said);
    expect((await issue(2)).body.documentId).not.toBe(issued.body.documentId);
  },
  60_000,
);

dbTest("letters are listed by state, party and unit, newest first, and go to Excel (2.1.1-2)", async (world) => {
  const [one, two] = [await letter(world), await letter(world, { ...another, heldUntil: "2026-03-10" })];
  world.clock.set("2026-03-11T02:00:00Z");
  const list = async (query: object) => (await world.as.manager.send(contract.listLetters, { query: query as never })).body.items.map(({ letterNo }) => letterNo);
  expect(await list({})).toEqual(["YX-2026-002", "YX-2026-001"]);
  expect(await list({ state: "open" })).toEqual(["YX-2026-001"]);
  expect(await list({ state: "expired" })).toEqual(["YX-2026-002"]);
  expect(await list({ unitId: two.unitId })).toEqual(["YX-2026-002"]);
  expect(await list({ tenantId: one.tenantId })).toEqual(["YX-2026-001"]);
  expect(await list({ search: "026-002" })).toEqual(["YX-2026-002"]);
  const first = await world.as.manager.send(contract.listLetters, { query: { limit: 1 } });
  expect((await world.as.manager.send(contract.listLetters, { query: { limit: 1, cursor: first.body.next! } })).body.items.map(({ letterNo }) => letterNo)).toEqual([
    "YX-2026-001",
  ]);
  const sheet = await readSheets((await world.as.manager.send(contract.exportLetters, { query: {} })).bytes, "letters.xlsx");
  expect(await Array.fromAsync(sheet.rows(0))).toHaveLength(3);
});
