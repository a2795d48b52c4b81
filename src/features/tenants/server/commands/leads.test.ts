import { expect } from "vitest";
import { newId } from "#kernel/id.ts";
import { dutiesOf } from "#features/duties/server/index.ts";
import { adoptProposedParameters } from "#features/manual/server/index.ts";
import { readSheets } from "#platform/spreadsheet/index.ts";
import { codes, dbTest, type World } from "#test/harness/index.ts";
import * as contract from "../../contract/leads.ts";
import { getTenant } from "../../contract.ts";
import { aLead } from "../../samples.ts";

const next = { what: "约看 18 层", on: "2026-03-12" };

/** A lead that came by telephone on Monday at 10:00, read back. */
async function taken({ given, as }: World, change: Parameters<typeof aLead>[0] = {}) {
  await given.command((ctx) => adoptProposedParameters(ctx));
  const body = aLead(change);
  const reply = await as.role("leasingOfficer").send(contract.takeLead, { body });
  expect(reply.status).toBe(200);
  return reply.body;
}

const dutiesOfLead = ({ given }: World, id: string) =>
  given.command(async (ctx) => (await dutiesOf(ctx, { kind: "lead", id })).map(({ standard, outcome, dueAt }) => [standard, outcome, dueAt.toString()]));

dbTest("an enquiry is owed an answer from its arrival, and the first recorded contact keeps it in service time (2.1.2-1)", async (world) => {
  const { as, clock } = world;
  const lead = await taken(world);
  expect(lead).toMatchObject({ stage: "new", answeredAt: null, ownerId: as.role("leasingOfficer").person.id });
  expect(await dutiesOfLead(world, lead.id)).toEqual([["enquiryAnswered", null, "2026-03-09T02:30:00Z"]]);

  clock.advance({ minutes: 20 });
  const step = { id: newId(), kind: "call" as const, note: "介绍了 18 层", next, version: 1 };
  const reply = await as.role("leasingOfficer").send(contract.recordStep, { params: { leadId: lead.id }, body: step });
  expect(reply.body).toMatchObject({ stage: "contacted", answeredAt: "2026-03-09T02:20:00Z", nextStep: next.what, nextOn: next.on, version: 2 });
  expect(await dutiesOfLead(world, lead.id)).toEqual([
    ["enquiryAnswered", "kept", "2026-03-09T02:30:00Z"],
    ["prospectLogged", "kept", "2026-03-09T02:20:00Z"],
    ["nextStepTaken", null, "2026-03-12T15:59:00Z"],
  ]);
});

dbTest("an answer after the time the site calls at once is late (2.1.2-1)", async (world) => {
  const lead = await taken(world);
  world.clock.advance({ hours: 2 });
  await world.as.role("leasingOfficer").send(contract.recordStep, { params: { leadId: lead.id }, body: { id: newId(), kind: "message", next, version: 1 } });
  expect((await dutiesOfLead(world, lead.id)).find(([standard]) => standard === "enquiryAnswered")?.[1]).toBe("late");
});

dbTest("an answer given on the spot is recorded with the enquiry (2.1.2-1)", async (world) => {
  const lead = await taken(world, { source: "walkIn", answer: { kind: "meeting", note: "现场介绍", next } });
  expect(lead).toMatchObject({ stage: "contacted", answeredAt: lead.receivedAt });
  expect((await dutiesOfLead(world, lead.id)).map(([standard, outcome]) => [standard, outcome]).sort()).toEqual([
    ["enquiryAnswered", "kept"],
    ["nextStepTaken", null],
    ["prospectLogged", "kept"],
  ]);
});

dbTest("a prospect whose need nobody asked for is not logged as the clause demands (2.1.1-1)", async (world) => {
  const lead = await taken(world, { areaMinCenti: null, areaMaxCenti: null, answer: { kind: "call", next } });
  expect((await dutiesOfLead(world, lead.id)).find(([standard]) => standard === "prospectLogged")?.[1]).toBe("missed");
});

dbTest("every lead has a next step or an end: a contact without one is refused, and the day that passes is late (2.1.1-1)", async (world) => {
  const { as, clock, given } = world;
  const officer = as.role("leasingOfficer");
  const lead = await taken(world, { answer: { kind: "call", next } });
  const { id: unitId } = await given.unit({ unitNo: "1803" });
  const view = (body: object) =>
    officer.send(contract.recordStep, {
      params: { leadId: lead.id },
      body: { id: newId(), kind: "viewing", shown: [{ unitId, remark: "喜欢朝向" }], version: lead.version, ...body } as never,
    });

  expect(codes(await view({}))).toEqual(["tenants.nextStepMissing"]);
  expect(codes(await view({ next: { what: "报价", on: "2026-03-08" } }))).toEqual(["tenants.nextStepPast"]);
  expect(codes(await view({ shown: [], next }))).toEqual(["tenants.unitsMissing"]);
  expect(codes(await view({ kind: "call", next }))).toEqual(["tenants.unitsNeedViewing"]);
  expect(codes(await view({ at: "2026-03-10T02:00:00Z", next }))).toEqual(["tenants.stepInFuture"]);
  expect(codes(await view({ at: "2026-03-01T02:00:00Z", next }))).toEqual(["tenants.stepTooEarly"]);
  clock.set("2026-03-13T02:00:00Z");
  expect((await view({ next: { what: "报价", on: "2026-03-16" } })).body).toMatchObject({ stage: "viewed", nextOn: "2026-03-16" });
  expect((await dutiesOfLead(world, lead.id)).filter(([standard]) => standard === "nextStepTaken")).toEqual([
    ["nextStepTaken", "late", "2026-03-12T15:59:00Z"],
    ["nextStepTaken", null, "2026-03-16T15:59:00Z"],
  ]);
  const page = await officer.send(contract.getLead, { params: { leadId: lead.id } });
  expect(page.body.history[0]).toMatchObject({ kind: "viewing", shown: [{ unitId, place: "1座 18F 1803", remark: "喜欢朝向" }], stage: "viewed" });
});

dbTest("a next step put off before its day moves its clock; put off after it, the day was missed (2.1.1-1)", async (world) => {
  const officer = world.as.role("leasingOfficer");
  const lead = await taken(world, { answer: { kind: "call", next } });
  const putOff = (on: string, version: number) =>
    officer.send(contract.setNextStep, { params: { leadId: lead.id }, body: { next: { what: "报价", on }, reason: "客户出差", version } });
  expect((await putOff("2026-03-18", lead.version)).body).toMatchObject({ nextOn: "2026-03-18", nextStep: "报价" });
  world.clock.set("2026-03-19T02:00:00Z");
  await putOff("2026-03-25", lead.version + 1);
  expect((await dutiesOfLead(world, lead.id)).filter(([standard]) => standard === "nextStepTaken")).toEqual([
    ["nextStepTaken", "missed", "2026-03-18T15:59:00Z"],
    ["nextStepTaken", null, "2026-03-25T15:59:00Z"],
  ]);
});

dbTest("a lead that nobody answered cannot be moved or ended, unless it was no prospect at all (2.1.2-1)", async (world) => {
  const officer = world.as.role("leasingOfficer");
  const lead = await taken(world);
  const params = { leadId: lead.id };
  expect(codes(await officer.send(contract.moveLead, { params, body: { stage: "negotiating", version: 1 } }))).toEqual(["tenants.notAnswered"]);
  expect(codes(await officer.send(contract.endLead, { params, body: { reason: "price", version: 1 } }))).toEqual(["tenants.notAnswered"]);
  expect((await officer.send(contract.endLead, { params, body: { reason: "noProspect", note: "推销电话", version: 1 } })).body).toMatchObject({ stage: "lost" });
  expect((await dutiesOfLead(world, lead.id)).map(([standard, outcome]) => [standard, outcome])).toEqual([["enquiryAnswered", "excused"]]);
});

dbTest("the end of a lead keeps its next step; taken up again it owes another (2.1.1-1)", async (world) => {
  const officer = world.as.role("leasingOfficer");
  const lead = await taken(world, { answer: { kind: "call", next } });
  const params = { leadId: lead.id };
  const ended = await officer.send(contract.endLead, { params, body: { reason: "competitor", version: lead.version } });
  expect(ended.body).toMatchObject({ stage: "lost", endReason: "competitor" });
  expect(codes(await officer.send(contract.endLead, { params, body: { reason: "competitor", version: ended.body.version } }))).toEqual(["tenants.leadEnded"]);
  expect(codes(await officer.send(contract.recordStep, { params, body: { id: newId(), kind: "call", next, version: ended.body.version } }))).toEqual(["tenants.leadEnded"]);
  const again = await officer.send(contract.reopenLead, { params, body: { next, version: ended.body.version } });
  expect(again.body).toMatchObject({ stage: "contacted", endedAt: null });
  expect(codes(await officer.send(contract.reopenLead, { params, body: { next, version: again.body.version } }))).toEqual(["tenants.leadOpen"]);
  expect((await dutiesOfLead(world, lead.id)).filter(([standard]) => standard === "nextStepTaken").map(([, outcome]) => outcome)).toEqual(["kept", null]);
});

dbTest("a lead becomes a tenant with its contact, and nothing is typed again (2.1.1-2)", async (world) => {
  const officer = world.as.role("leasingOfficer");
  const lead = await taken(world, { creditCode: "91350100M000100Y43", industry: "软件", answer: { kind: "call", next } });
  const body = { tenantId: newId(), contactId: newId(), isNew: true, version: lead.version };
  const won = await officer.send(contract.makeTenant, { params: { leadId: lead.id }, body });
  expect(won.body).toMatchObject({ stage: "won", tenantId: body.tenantId });
  const page = await officer.send(getTenant, { params: { tenantId: body.tenantId } });
  expect(page.body.tenant).toMatchObject({ name: "星河数据有限公司", creditCode: "91350100M000100Y43", industry: "软件", kind: "company", paperStage: "lease" });
  expect(page.body.contacts).toMatchObject([{ name: "赵敏", phone: "13900000000" }]);
  expect(codes(await officer.send(contract.reopenLead, { params: { leadId: lead.id }, body: { next, version: won.body.version } }))).toEqual(["tenants.leadWon"]);
});

dbTest("a lead of a company that is a tenant already joins it; an unknown company cannot become one (2.1.1-2)", async (world) => {
  const officer = world.as.role("leasingOfficer");
  const { id: tenantId } = await world.given.tenant({ name: "星河数据有限公司" });
  const lead = await taken(world, { answer: { kind: "call", next } });
  const make = (isNew: boolean, id: string) =>
    officer.send(contract.makeTenant, { params: { leadId: lead.id }, body: { tenantId: id, contactId: newId(), isNew, version: lead.version } });
  expect(codes(await make(true, newId()))).toEqual(["tenants.nameTaken"]);
  expect((await make(false, tenantId)).body).toMatchObject({ stage: "won", tenantId });
  const nameless = await taken(world, { company: "", answer: { kind: "call", next } });
  const reply = await officer.send(contract.makeTenant, {
    params: { leadId: nameless.id },
    body: { tenantId: newId(), contactId: newId(), isNew: true, version: nameless.version },
  });
  expect(codes(reply)).toEqual(["tenants.companyMissing"]);
});

dbTest("a lead is handed on with what it owes; only to somebody whose work it is (2.1.1-1)", async (world) => {
  const { as, given } = world;
  const lead = await taken(world);
  const colleague = as.role("leasingOfficer", { name: "同事" });
  const guard = as.role("guard");
  const hand = (ownerId: string, version: number) => as.manager.send(contract.handOnLead, { params: { leadId: lead.id }, body: { ownerId, version } });
  await colleague.send(contract.leadOwners, {});
  expect(codes(await hand(guard.person.id, 1))).toEqual(["tenants.ownerNotHere"]);
  expect((await hand(colleague.person.id, 1)).body).toMatchObject({ ownerName: "同事" });
  const duties = await given.command((ctx) => dutiesOf(ctx, { kind: "lead", id: lead.id }));
  expect(duties.map(({ ownerId }) => ownerId)).toEqual([colleague.person.id]);
  const owners = await as.manager.send(contract.leadOwners, {});
  expect(owners.body.people.map(({ name }) => name)).not.toContain("guard");
});

dbTest("what cannot be answered or does not make sense is not taken in (2.1.1-1)", async (world) => {
  const { as } = world;
  await taken(world);
  const take = (change: Parameters<typeof aLead>[0]) => as.officer.send(contract.takeLead, { body: aLead(change) });
  expect(codes(await take({ phone: "", email: "" }))).toEqual(["tenants.unreachable"]);
  expect(codes(await take({ areaMinCenti: 2, areaMaxCenti: 1 }))).toEqual(["tenants.areaOrder"]);
  expect(codes(await take({ creditCode: "91350100M000100Y44" }))).toEqual(["tenants.creditCodeWrong"]);
  expect(codes(await take({ receivedAt: "2026-03-10T02:00:00Z" }))).toEqual(["tenants.stepInFuture"]);
  expect((await as.engineer.send(contract.takeLead, { body: aLead() })).status).toBe(403);
});

dbTest("the same form sent twice is one lead; of two changes from one reading, one is told (2.1.1-1)", async (world) => {
  const { as } = world;
  const lead = await taken(world);
  const body = { ...aLead(), id: lead.id };
  expect((await as.officer.send(contract.takeLead, { body })).body).toMatchObject({ id: lead.id, version: 1 });
  const { id: _, ...about } = body;
  const change = (company: string) => as.officer.send(contract.changeLead, { params: { leadId: lead.id }, body: { ...about, company, version: 1 } });
  const replies = await Promise.all([change("甲公司"), change("乙公司")]);
  expect(replies.map(({ status }) => status).sort()).toEqual([200, 409]);
  expect(codes(replies.find(({ status }) => status === 409)!)).toEqual(["tenants.stale"]);
});

dbTest("the board shows columns with what is due first, and the list goes to Excel (2.1.1-1)", async (world) => {
  const { as } = world;
  const officer = as.role("leasingOfficer");
  await taken(world, { company: "甲公司", answer: { kind: "call", next: { what: "回电", on: "2026-03-09" } } });
  await taken(world, { company: "乙公司", answer: { kind: "call", next } });
  await taken(world, { company: "丙公司", source: "agent" });
  const board = await officer.send(contract.leadBoard, { query: {} });
  expect(board.body.due).toEqual({ unanswered: 1, overdue: 0, today: 1 });
  expect(board.body.columns.map(({ stage, count, leads }) => [stage, count, leads.map(({ company }) => company)])).toEqual([
    ["new", 1, ["丙公司"]],
    ["contacted", 2, ["甲公司", "乙公司"]],
    ["viewed", 0, []],
    ["negotiating", 0, []],
    ["intent", 0, []],
  ]);
  const list = async (query: object) => (await officer.send(contract.listLeads, { query: query as never })).body.items.map(({ company }) => company);
  expect(await list({})).toEqual(["丙公司", "甲公司", "乙公司"]);
  expect(await list({ due: "today" })).toEqual(["甲公司"]);
  expect(await list({ due: "unanswered" })).toEqual(["丙公司"]);
  expect(await list({ source: "agent" })).toEqual(["丙公司"]);
  expect(await list({ search: "yigongsi" })).toEqual(["乙公司"]);
  const first = await officer.send(contract.listLeads, { query: { limit: 2 } });
  expect((await officer.send(contract.listLeads, { query: { limit: 2, cursor: first.body.next! } })).body.items.map(({ company }) => company)).toEqual(["乙公司"]);

  const sheet = await readSheets((await officer.send(contract.exportLeads, { query: {} })).bytes, "leads.xlsx");
  const rows = await Array.fromAsync(sheet.rows(0));
  expect(rows).toHaveLength(4);
  expect(rows.map(({ cells }) => cells[2]).slice(1)).toEqual(["13900000000", "13900000000", "13900000000"]);
});
