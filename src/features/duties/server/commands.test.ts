import { sql } from "kysely";
import pg from "pg";
import { expect, vi } from "vitest";
import { type Id, newId } from "#kernel/id.ts";
import { words } from "#kernel/words.ts";
import type { SiteContext } from "#platform/context.ts";
import { startWorker } from "#platform/jobs/index.ts";
import { systemActor } from "#platform/runtime.ts";
import { adoptProposedParameters } from "#features/manual/server/index.ts";
import { codes, dbTest, type World } from "#test/harness/index.ts";
import * as contract from "../contract.ts";
import type { HouseRule, Subject } from "../rules.ts";
import { lookAtDuties, recount } from "./clock.ts";
import { myDutyPage } from "./queries.ts";
import { dutiesOf, excuseDuty, judgeDuty, keepDuty, openDuty, overrideDuty, promiseAgain } from "./index.ts";

const evidence = () => newId<"evidence">();
const aCase = (label = "TS-001 空调漏水"): Subject => ({ kind: "case", id: newId<"case">(), label });
const at = (text: string) => Temporal.Instant.from(`${text}+08:00`);
const feedbackOf = (subject: Subject) => ({ standard: "firstFeedback", subject }) as const;

const opens = ({ given }: World, subject: Subject, ownerId: Id<"person"> | null = null) =>
  given.command((ctx) => openDuty(ctx, { ...feedbackOf(subject), ownerRole: "serviceOfficer", ownerId }));
const keeps = ({ given }: World, subject: Subject) => given.command((ctx) => keepDuty(ctx, feedbackOf(subject), { evidenceId: evidence() }));
const look = ({ given }: World) => given.command((ctx) => lookAtDuties(ctx));
const one = async ({ given }: World, subject: Subject) => (await given.command((ctx) => dutiesOf(ctx, subject))).at(-1)!;

dbTest("a complaint on the Friday before a make-up Saturday owes its first feedback that Saturday, and says why (2.2.2-3)", async (world) => {
  world.clock.set("2026-02-13T08:30:00Z");
  const subject = aCase();
  const duty = await opens(world, subject);
  expect(duty).toMatchObject({ clause: "2.2.2-3", dueAt: at("2026-02-14T18:00"), provisional: false, outcome: null });

  const { body } = await world.as.officer.send(contract.getDuty, { params: { dutyId: duty.id } });
  expect(body.explanation).toEqual({
    zh: "周五 16:30 受理；1 个工作日；周六 2 月 14 日为补班；应于 2 月 14 日（周六，补班）18:00 前",
    en: "Received Fri 16:30; 1 working day; Sat 14 Feb is a make-up workday; due by 14 Feb (Sat, make-up workday) 18:00",
  });
  expect(body).toMatchObject({ name: { zh: "一般投诉首次反馈" }, subject, isPaused: false });
});

dbTest("opened twice, a duty is owed once; kept, it may be owed anew", async (world) => {
  const subject = aCase();
  const first = await opens(world, subject);
  expect((await opens(world, subject)).id).toBe(first.id);
  await keeps(world, subject);
  expect((await opens(world, subject)).id).not.toBe(first.id);
  expect(await world.given.command((ctx) => dutiesOf(ctx, subject))).toHaveLength(2);
});

dbTest("a deed at the due time keeps its duty, a second later it is late; the moment of the deed decides, not that of its report", async (world) => {
  for (const [doneAt, outcome] of [
    ["2026-03-10T18:00:00", "kept"],
    ["2026-03-10T18:00:01", "late"],
  ] as const) {
    world.clock.set("2026-03-09T02:00:00Z");
    const subject = aCase();
    await opens(world, subject);
    world.clock.set("2026-03-11T02:00:00Z");
    const closed = await world.given.command((ctx) => keepDuty(ctx, feedbackOf(subject), { evidenceId: evidence(), at: at(doneAt) }));
    expect(closed).toMatchObject({ outcome, closedAt: at(doneAt) });
  }
});

dbTest("a deed reported for a time to come counts as done now", async (world) => {
  const subject = aCase();
  await opens(world, subject);
  const closed = await world.given.command((ctx) => keepDuty(ctx, feedbackOf(subject), { evidenceId: evidence(), at: ctx.now.add({ hours: 5 }) }));
  expect(closed?.closedAt).toEqual(world.clock.now());
});

dbTest("a deed told for a time before its clock started counts as done when it started", async (world) => {
  const subject = aCase();
  const duty = await opens(world, subject);
  world.clock.advance({ hours: 1 });
  const closed = await world.given.command((ctx) => keepDuty(ctx, feedbackOf(subject), { evidenceId: evidence(), at: ctx.now.subtract({ hours: 24 }) }));
  expect(closed?.closedAt).toEqual(duty.openedAt);
});

dbTest("a check told for a time to come is judged as of now", async (world) => {
  const judged = await world.given.command((ctx) =>
    judgeDuty(ctx, { standard: "conduct", subject: aCase(), ownerRole: "serviceOfficer", kept: true, evidenceId: evidence(), at: ctx.now.add({ hours: 24 * 40 }) }),
  );
  expect(judged.closedAt).toEqual(world.clock.now());
});

dbTest("what nobody owes cannot be kept or excused: nothing happens", async (world) => {
  const subject = aCase();
  expect(await keeps(world, subject)).toBeNull();
  expect(await world.given.command((ctx) => excuseDuty(ctx, feedbackOf(subject), { reason: "作废" }))).toBeNull();
});

dbTest("of two who keep one duty at once, one does and the other finds it done", async (world) => {
  const subject = aCase();
  await opens(world, subject);
  const outcomes = await Promise.all([keeps(world, subject), keeps(world, subject), keeps(world, subject)]);
  expect(outcomes.filter((duty) => duty !== null)).toHaveLength(1);
});

dbTest("of keeping and escalating at once, either order leaves one closed duty that is looked at no more", async (world) => {
  const subjects = Array.from({ length: 8 }, () => aCase());
  for (const subject of subjects) await opens(world, subject);
  world.clock.set("2026-03-11T03:00:00Z");
  await Promise.all([look(world), ...subjects.map((subject) => keeps(world, subject)), look(world)]);
  for (const subject of subjects) expect((await one(world, subject)).outcome).toBe("late");
  expect(await look(world)).toBe(0);
});

dbTest("a closed duty never changes and no duty is removed, whoever asks the database (design 3)", async (world) => {
  const subject = aCase();
  const { id } = await opens(world, subject);
  const owner = new pg.Client({ connectionString: world.url });
  await owner.connect();
  try {
    await expect(owner.query("update duties.duty set clause = '9.9' where id = $1", [id])).rejects.toThrow("never changed");
    await keeps(world, subject);
    await expect(owner.query("update duties.duty set outcome = 'kept' where id = $1", [id])).rejects.toThrow("never changed");
    await expect(owner.query("delete from duties.duty where id = $1", [id])).rejects.toThrow("no duty is removed");
    await expect(owner.query("truncate duties.duty cascade")).rejects.toThrow("never changed");
  } finally {
    await owner.end();
  }
});

dbTest("an overdue duty climbs the ladder: the department's head, the site manager, the company; each rung once (domain 1.4)", async (world) => {
  const subject = aCase();
  await opens(world, subject); // due Tuesday 10 March 18:00
  world.clock.set("2026-03-10T10:00:00Z");
  expect(await look(world)).toBe(0);

  world.clock.set("2026-03-10T10:01:00Z");
  await look(world);
  await look(world);
  world.clock.set("2026-03-11T05:01:00Z"); // Wednesday 13:01, four hours of service later
  await look(world);
  world.clock.set("2026-03-12T08:01:00Z"); // Thursday 16:01, sixteen hours of service later
  await look(world);
  expect(await look(world)).toBe(0);

  const { body } = await world.as.manager.send(contract.listEscalations, { query: {} });
  expect(body.items.map(({ target, role, step }) => [step, target, role])).toEqual([
    [3, "company", null],
    [2, "projectManager", "projectManager"],
    [1, "supervisor", "serviceSupervisor"],
  ]);
  const mine = await world.as.supervisor.send(contract.listEscalations, { query: { scope: "mine" } });
  expect(mine.body.items.map(({ step }) => step)).toEqual([1]);
});

dbTest("a head's own overdue duty goes past them to the site manager, and down-time loses no rung", async (world) => {
  const subject = aCase();
  const { id } = await world.given.command((ctx) => openDuty(ctx, { ...feedbackOf(subject), ownerRole: "serviceSupervisor" }));
  world.clock.set("2026-03-16T10:01:00Z");
  await look(world);
  const { body } = await world.as.manager.send(contract.getDuty, { params: { dutyId: id } });
  expect(body.escalations.map(({ target }) => target)).toEqual(["projectManager", "company"]);
});

dbTest("a site sets its own ladder for a standard; rungs must wait longer and an old version is refused", async (world) => {
  const rungs = [{ to: "company" as const, afterMinutes: 0 }];
  const set = (body: { rungs: { to: "company" | "projectManager"; afterMinutes: number }[]; version: number }) =>
    world.as.manager.send(contract.setLadder, { params: { standard: "firstFeedback" }, body });
  expect((await set({ rungs, version: 0 })).body).toMatchObject({ version: 1, isDefault: false });
  expect(codes(await set({ rungs, version: 0 }))).toEqual(["edge.stale"]);
  expect(codes(await set({ rungs: [...rungs, { to: "projectManager", afterMinutes: 0 }], version: 1 }))).toEqual(["duties.ladderOrder"]);
  expect(codes(await world.as.manager.send(contract.setLadder, { params: { standard: "nonsense" }, body: { rungs, version: 0 } }))).toEqual(["manual.noSuchStandard"]);

  const subject = aCase();
  const { id } = await opens(world, subject);
  world.clock.set("2026-03-10T10:01:00Z");
  await look(world);
  const { body } = await world.as.manager.send(contract.getDuty, { params: { dutyId: id } });
  expect(body.escalations.map(({ target }) => target)).toEqual(["company"]);
  expect((await world.as.officer.send(contract.getLadders, {})).body.items.map(({ standard, isDefault }) => [standard, isDefault])).toEqual([
    ["*", true],
    ["firstFeedback", false],
  ]);
});

dbTest("a pause moves the due time by the service time it took; it is shown and nobody escalates meanwhile (domain 1.3)", async (world) => {
  const subject = aCase();
  const { id: dutyId } = await opens(world, subject);
  world.clock.set("2026-03-10T02:00:00Z");
  const paused = await world.as.supervisor.send(contract.pauseDuty, { params: { dutyId }, body: { reason: "waitingForParts", note: "阀门周三到货" } });
  expect(paused.body).toMatchObject({ isPaused: true, pauses: [{ reason: "waitingForParts", note: "阀门周三到货", to: null }] });
  expect(codes(await world.as.supervisor.send(contract.pauseDuty, { params: { dutyId }, body: { reason: "waitingForParts" } }))).toEqual(["duties.paused"]);

  world.clock.set("2026-03-11T02:00:00Z");
  expect(await look(world)).toBe(0);
  const resumed = await world.as.supervisor.send(contract.resumeDuty, { params: { dutyId } });
  expect(resumed.body).toMatchObject({ isPaused: false, dueAt: "2026-03-11T10:00:00Z" });
  expect(resumed.body.explanation.zh).toContain("暂停，顺延 9 小时");
  expect(codes(await world.as.supervisor.send(contract.resumeDuty, { params: { dutyId } }))).toEqual(["duties.notPaused"]);
});

dbTest("kept while paused, a duty is judged by the clock as it stood still", async (world) => {
  const subject = aCase();
  const { id: dutyId } = await opens(world, subject);
  world.clock.set("2026-03-10T09:00:00Z");
  await world.as.supervisor.send(contract.pauseDuty, { params: { dutyId }, body: { reason: "waitingForCustomer" } });
  world.clock.set("2026-03-12T02:00:00Z");
  expect(await keeps(world, subject)).toMatchObject({ outcome: "kept", dueAt: at("2026-03-12T11:00") });
});

dbTest("an overdue duty and a promise cannot be paused", async (world) => {
  const subject = aCase();
  const { id: dutyId } = await opens(world, subject);
  const promise = await world.given.command((ctx) => openDuty(ctx, { standard: "promiseKept", subject, ownerRole: "serviceOfficer", promisedAt: ctx.now.add({ hours: 4 }) }));
  const pause = (id: Id<"duty">) => world.as.supervisor.send(contract.pauseDuty, { params: { dutyId: id }, body: { reason: "waitingForCustomer" } });
  expect(codes(await pause(promise.id))).toEqual(["duties.notPausable"]);
  world.clock.set("2026-03-10T11:00:00Z");
  expect(codes(await pause(dutyId))).toEqual(["duties.overdue"]);
});

dbTest("a promise is due when it was promised; moved in time it goes on, broken it is missed and a new one begins (2.2.1-2)", async (world) => {
  const subject = aCase();
  const key = { standard: "promiseKept", subject } as const;
  await expect(world.given.command((ctx) => openDuty(ctx, { ...key, ownerRole: "serviceOfficer" }))).rejects.toThrow("promised time");
  const opened = await world.given.command((ctx) => openDuty(ctx, { ...key, ownerRole: "serviceOfficer", promisedAt: at("2026-03-09T16:00") }));
  expect(opened.dueAt).toEqual(at("2026-03-09T16:00"));

  const moved = await world.given.command((ctx) => promiseAgain(ctx, key, { promisedAt: at("2026-03-10T11:00"), reason: "等供应商报价" }));
  expect(moved).toMatchObject({ id: opened.id, dueAt: at("2026-03-10T11:00") });

  world.clock.set("2026-03-10T04:00:00Z");
  const renewed = await world.given.command((ctx) => promiseAgain(ctx, key, { promisedAt: at("2026-03-11T11:00"), reason: "报价未到" }));
  expect(renewed?.id).not.toBe(opened.id);
  expect((await world.given.command((ctx) => dutiesOf(ctx, subject))).map(({ outcome }) => outcome)).toEqual(["missed", null]);
  await expect(world.given.command((ctx) => promiseAgain(ctx, key, { promisedAt: ctx.now, reason: "-" }))).rejects.toThrow("future");
  await expect(
    world.given.command(async (ctx) =>
      promiseAgain(ctx, { dutyId: (await openDuty(ctx, { ...feedbackOf(subject), ownerRole: "serviceOfficer" })).id }, { promisedAt: at("2026-03-12T11:00"), reason: "-" }),
    ),
  ).rejects.toThrow("promised time");
});

dbTest("a check is opened and judged in one act, kept or missed (design 3)", async (world) => {
  const subject = aCase();
  const judge = (kept: boolean) => world.given.command((ctx) => judgeDuty(ctx, { standard: "fourFacts", subject, ownerRole: "serviceOfficer", kept, evidenceId: evidence() }));
  expect(await judge(true)).toMatchObject({ outcome: "kept", clause: "2.2.1-1", closedAt: world.clock.now() });
  expect(await judge(false)).toMatchObject({ outcome: "missed" });
});

dbTest("only others excuse a duty, with a reason that stays with it; once closed it stays as it is", async (world) => {
  const subject = aCase();
  const { id: dutyId } = await opens(world, subject, world.as.supervisor.person.id);
  const excuse = (who: World["as"]["manager"]) => who.send(contract.excuseDuty, { params: { dutyId }, body: { reason: "停水由市政造成" } });
  expect(codes(await excuse(world.as.supervisor))).toEqual(["duties.ownDuty"]);
  expect((await excuse(world.as.officer)).status).toBe(403);
  const excused = await excuse(world.as.manager);
  expect(excused.body).toMatchObject({ outcome: "excused", excuse: { reason: "停水由市政造成", by: "projectManager" } });
  expect(excused.body.evidenceId).not.toBeNull();
  expect(codes(await excuse(world.as.manager))).toEqual(["duties.closed"]);
  expect(codes(await world.as.manager.send(contract.handOnDuty, { params: { dutyId }, body: { ownerRole: "technician", ownerId: null } }))).toEqual(["duties.closed"]);
});

dbTest("a gate opened by authority leaves a duty that counts as not done (product, rule 2)", async (world) => {
  const subject = aCase();
  await opens(world, subject);
  const duty = await world.given.command((ctx) => overrideDuty(ctx, feedbackOf(subject), { reason: "客户已离场" }));
  expect(duty).toMatchObject({ outcome: "missed", overridden: true, excuse: { reason: "客户已离场" } });
});

dbTest("handed on, a duty keeps its due time and shows on the new owner's day, not the old one's (2.2.2-3)", async (world) => {
  const subject = aCase();
  const { id: dutyId, dueAt } = await opens(world, subject, world.as.officer.person.id);
  const handOn = (ownerRole: "serviceOfficer" | "engSupervisor", ownerId: Id<"person"> | null) =>
    world.as.supervisor.send(contract.handOnDuty, { params: { dutyId }, body: { ownerRole, ownerId } });
  const day = async (who: World["as"]["manager"]) => (await who.send(contract.myDay, { query: {} })).body.items.map(({ id }) => id);
  expect(await day(world.as.officer)).toEqual([dutyId]);
  expect(codes(await handOn("serviceOfficer", world.as.engineer.person.id))).toEqual(["duties.notHere"]);

  const handed = await handOn("engSupervisor", world.as.engineer.person.id);
  expect(handed.body).toMatchObject({ ownerName: "engSupervisor", dueAt: dueAt.toString() });
  expect([await day(world.as.officer), await day(world.as.engineer)]).toEqual([[], [dutyId]]);
  await handOn("serviceOfficer", null);
  expect(await day(world.as.officer)).toEqual([dutyId]);
});

dbTest("a duty is not handed on to somebody whose account is closed (2.2.2-3)", async (world) => {
  const { id: dutyId } = await opens(world, aCase(), world.as.officer.person.id);
  const ownerId = world.as.engineer.person.id;
  const handOn = () => world.as.supervisor.send(contract.handOnDuty, { params: { dutyId }, body: { ownerRole: "engSupervisor", ownerId } });
  expect((await handOn()).status).toBe(200);
  await world.as.supervisor.send(contract.handOnDuty, { params: { dutyId }, body: { ownerRole: "serviceOfficer", ownerId: null } });
  await world.given.command((ctx) => ctx.tx.updateTable("people.person").set({ state: "inactive" }).where("id", "=", ownerId).execute());
  const refused = await handOn();
  expect([refused.status, codes(refused)]).toEqual([422, ["duties.notActive"]]);
});

dbTest("my day lists what I owe by due time, page by page, at every site where I work; overdue ones are counted", async (world) => {
  const other = await world.given.site();
  const officer = world.given.actor("两处", [
    { siteId: world.siteId, role: "serviceOfficer" },
    { siteId: other, role: "serviceOfficer" },
  ]);
  const subjects = Array.from({ length: 5 }, (_, index) => aCase(`TS-${index}`));
  await world.given.command(async (ctx) => {
    for (const [index, subject] of subjects.entries()) {
      await openDuty(ctx, { standard: "promiseKept", subject, ownerRole: "serviceOfficer", ownerId: null, promisedAt: ctx.now.add({ hours: 5 - index }) });
    }
  });
  await world.runtime.at(other, { actor: systemActor, now: world.clock.now() }, (ctx: SiteContext) =>
    openDuty(ctx, { standard: "promiseKept", subject: aCase("另一处"), ownerRole: "serviceOfficer", promisedAt: ctx.now.add({ minutes: 150 }) }),
  );
  const sender = world.as.role("serviceOfficer", { name: "一处" });
  world.clock.advance({ minutes: 90 });
  const first = await sender.send(contract.myDay, { query: { limit: 3 } });
  const second = await sender.send(contract.myDay, { query: { limit: 3, cursor: first.body.next! } });
  expect([first, second].flatMap(({ body }) => body.items.map(({ subject }) => subject.label))).toEqual(["TS-4", "TS-3", "TS-2", "TS-1", "TS-0"]);
  expect(second.body.next).toBeNull();
  expect(first.body).toMatchObject({ overdue: 1, dueToday: 4 });

  const both = await world.runtime.across([world.siteId, other], { actor: officer, now: world.clock.now() }, (ctx) => myDutyPage(ctx, { limit: 10 }));
  expect(both.items.map(({ subject }) => subject.label)).toEqual(["TS-4", "TS-3", "另一处", "TS-2", "TS-1", "TS-0"]);
});

dbTest("the duties of a site are listed by state and clause, and a cursor that is not ours is refused", async (world) => {
  const [kept, open] = [aCase("一"), aCase("二")];
  await opens(world, kept);
  await opens(world, open);
  await keeps(world, kept);
  const list = async (query: Parameters<typeof world.as.officer.send<typeof contract.listDuties>>[1]["query"] & object) =>
    (await world.as.officer.send(contract.listDuties, { query })).body.items.map(({ subject }) => subject.label);
  expect(await list({})).toEqual(["二"]);
  expect(await list({ state: "closed", outcome: "kept", from: "2026-03-09", to: "2026-03-09" })).toEqual(["一"]);
  expect(await list({ state: "overdue" })).toEqual([]);
  world.clock.set("2026-03-10T11:00:00Z");
  expect(await list({ state: "overdue", clause: "2.2.2-3" })).toEqual(["二"]);
  for (const cursor of ["x", Buffer.from('["a","b"]').toString("base64url"), Buffer.from('["2026-01-01T00:00:00Z","b"]').toString("base64url")]) {
    expect((await world.as.officer.send(contract.listDuties, { query: { cursor } })).status).toBe(422);
  }
});

dbTest("the lists come as Excel files too", async (world) => {
  await opens(world, aCase());
  world.clock.set("2026-03-11T02:00:00Z");
  await look(world);
  for (const reply of [
    await world.as.officer.send(contract.exportMyDay, { query: {} }),
    await world.as.officer.send(contract.exportDuties, { query: { language: "en" } }),
    await world.as.officer.send(contract.exportEscalations, { query: { scope: "all" } }),
  ]) {
    expect(reply.status).toBe(200);
    expect(reply.bytes.subarray(0, 2).toString()).toBe("PK");
  }
});

dbTest("a window that ends without its deed is missed, and a duty still in its window is only overdue (2.2.1-4)", async (world) => {
  await world.given.command((ctx) => adoptProposedParameters(ctx));
  const subject = { kind: "month", id: "2026-03", label: "2026年3月" };
  const duty = await world.given.command((ctx) => openDuty(ctx, { standard: "monthlyAnalysis", subject, ownerRole: "serviceSupervisor" }));
  expect(duty.dueAt).toEqual(at("2026-04-06T00:00"));
  world.clock.set("2026-04-07T06:00:00Z"); // after Tomb-sweeping Day, five hours of service overdue
  await look(world);
  expect(await one(world, subject)).toMatchObject({ outcome: null, escalationStep: 1 });
  world.clock.set("2026-04-30T16:00:01Z");
  await look(world);
  expect(await one(world, subject)).toMatchObject({ outcome: "missed" });
});

dbTest("an announced year makes provisional due times final, logs what moved, and leaves closed duties alone (domain 5.3)", async (world) => {
  world.clock.set("2027-02-08T02:00:00Z"); // Monday, still a statutory day off
  const [open, closed] = [aCase(), aCase()];
  await opens(world, open);
  await opens(world, closed);
  await keeps(world, closed);
  expect(await one(world, open)).toMatchObject({ dueAt: at("2027-02-09T18:00"), provisional: true });

  const days = ["2027-02-05", "2027-02-06", "2027-02-07", "2027-02-08", "2027-02-09", "2027-02-10"].map((date) => ({ name: "春节", date, isOffDay: true }));
  const body = { notice: "国办发明电〔2026〕9号", papers: [], days: [...days, { name: "春节", date: "2027-02-14", isOffDay: false }] };
  expect((await world.as.manager.send(contract.importYear, { params: { year: "2027" }, body })).status).toBe(403);
  const imported = await world.as.administrator.send(contract.importYear, { params: { year: "2027" }, body });
  expect(imported.body).toMatchObject({ year: 2027, notice: "国办发明电〔2026〕9号", source: "imported" });

  expect(await world.given.command((ctx) => recount(ctx))).toBe(1);
  expect(await one(world, open)).toMatchObject({ dueAt: at("2027-02-11T18:00"), provisional: false });
  expect(await one(world, closed)).toMatchObject({ dueAt: at("2027-02-09T18:00"), provisional: true, outcome: "kept" });
  expect(await world.given.command((ctx) => recount(ctx))).toBe(0);

  const years = await world.as.officer.send(contract.listYears, {});
  expect(years.body.items[0]).toMatchObject({ year: 2027, offDays: 6, makeupDays: 1 });
  const calendar = await world.as.officer.send(contract.getCalendar, { query: { year: 2027 } });
  expect(calendar.body).toMatchObject({ isAnnounced: true, notice: "国办发明电〔2026〕9号" });
});

dbTest("a year with mistakes is refused, each row named; its file is read before it is kept", async (world) => {
  const file = (name: string, text: string) => ({ file: { name, bytes: new TextEncoder().encode(text) } });
  const read = async (name: string, text: string) => (await world.as.administrator.send(contract.readYear, { body: undefined } as never, file(name, text))).body;
  expect(await read("2026.csv", "date,name,isOffDay\n2026-01-01,元旦,true\n2026/1/5,元旦,补班\n")).toMatchObject({
    year: 2026,
    days: [],
    problems: [{ row: 2, words: { zh: expect.stringContaining("周一至周五") } }],
  });
  const reading = await read("2026.json", JSON.stringify({ year: 2026, days: [{ name: "元旦", date: "2026-01-01", isOffDay: true }] }));
  expect(reading).toMatchObject({ year: 2026, problems: [], isKnown: true, added: [] });
  expect(reading.removed).toHaveLength(38);
  expect(codes(await world.as.administrator.send(contract.readYear, { body: undefined } as never, file("x.csv", "甲,乙\n1,2\n")))).toEqual(["duties.unreadable"]);
  const reply = await world.as.administrator.send(contract.importYear, {
    params: { year: "2028" },
    body: { notice: "试", days: [{ name: "元旦", date: "2028-02-30", isOffDay: true }] },
  });
  expect(codes(reply)).toEqual(["duties.yearInvalid"]);
});

dbTest("service hours change from a day on, never backwards, and open duties are counted by them", async (world) => {
  const subject = aCase();
  await opens(world, subject);
  const day = [
    { opens: 510, closes: 720 },
    { opens: 780, closes: 1020 },
  ];
  const spans = { 1: day, 2: day, 3: day, 4: day, 5: day, 6: [], 7: [] };
  const set = (since: string, body = {}) => world.as.manager.send(contract.setServiceHours, { params: { since }, body: { workWeek: [1, 2, 3, 4, 5], spans, ...body } });
  expect((await world.as.officer.send(contract.setServiceHours, { params: { since: "2026-03-10" }, body: { workWeek: [1], spans } })).status).toBe(403);
  expect(codes(await set("2026-03-08"))).toEqual(["duties.hoursBackdated"]);
  expect(codes(await set("2026-03-10", { workWeek: [] }))).toEqual(["duties.noWorkWeek"]);
  expect(codes(await set("2026-03-10", { workWeek: [1, 6], spans: { ...spans, 1: [{ opens: 600, closes: 540 }] } }))).toEqual(["duties.hoursMissing", "duties.hoursWrong"]);
  expect((await set("2026-03-10")).status).toBe(204);
  expect(await world.given.command((ctx) => recount(ctx))).toBe(1);
  expect((await one(world, subject)).dueAt).toEqual(at("2026-03-10T17:00"));
});

dbTest("a site closes for a day of its own and opens again; days gone by stay as they were", async (world) => {
  const subject = aCase();
  await opens(world, subject);
  const params = { date: "2026-03-10" };
  expect((await world.as.manager.send(contract.setSiteDay, { params, body: { name: "停电检修", isOffDay: true } })).status).toBe(204);
  await world.given.command((ctx) => recount(ctx));
  expect((await one(world, subject)).dueAt).toEqual(at("2026-03-11T18:00"));
  const { body } = await world.as.officer.send(contract.getCalendar, { query: { year: 2026 } });
  expect(body.workingDays).toBe(247);
  await world.as.manager.send(contract.clearSiteDay, { params });
  await world.given.command((ctx) => recount(ctx));
  expect((await one(world, subject)).dueAt).toEqual(at("2026-03-10T18:00"));
  expect(codes(await world.as.manager.send(contract.setSiteDay, { params: { date: "2026-03-08" }, body: { name: "过去", isOffDay: true } }))).toEqual(["duties.dayPast"]);
});

dbTest("another site's duty is not found, and a tenant's contact sees none", async (world) => {
  const { id: dutyId } = await opens(world, aCase());
  const elsewhere = await world.given.site();
  const stranger = world.as.role("projectManager", { siteId: elsewhere });
  expect((await stranger.send(contract.getDuty, { params: { dutyId } })).status).toBe(404);
  expect((await stranger.send(contract.getDuty, { params: { siteId: elsewhere, dutyId } })).status).toBe(404);
  const { id: tenantId } = await world.given.tenant();
  expect((await world.as.contact({ tenantId }).send(contract.listDuties, { query: {} })).status).toBe(403);
  expect((await world.as.contact({ tenantId }).send(contract.myDay, { query: {} })).body.items).toEqual([]);
});

dbTest("a tenant's contact who reports something opens what we owe their company, and sees nothing owed to another (row-level security)", async (world) => {
  const [ours, theirs] = [await world.given.tenant(), await world.given.tenant()];
  const contact = (tenantId: Id<"tenant">) => world.given.actor("contact", [{ siteId: world.siteId, role: "tenantContact", tenantId, authorities: ["repair"] }]);
  const asContact = <T>(tenantId: Id<"tenant">, work: (ctx: SiteContext) => Promise<T>) =>
    world.runtime.at(world.siteId, { actor: contact(tenantId), now: world.clock.now() }, work);
  const subject = aCase();
  const duty = await asContact(ours.id, (ctx) => openDuty(ctx, { ...feedbackOf(subject), ownerRole: "serviceOfficer", owedTo: { tenantId: ours.id, label: "甲公司" } }));
  expect(duty.owedTo).toEqual({ tenantId: ours.id, label: "甲公司" });

  const rows = (tenantId: Id<"tenant">) => asContact(tenantId, (ctx) => ctx.tx.selectFrom("duties.duty").select("id").where("subject_id", "=", subject.id).execute());
  expect([(await rows(ours.id)).length, (await rows(theirs.id)).length]).toEqual([1, 0]);
  expect(await asContact(theirs.id, (ctx) => keepDuty(ctx, feedbackOf(subject), { evidenceId: evidence() }))).toBeNull();
});

dbTest("what happens to a duty is evidence under its clause (design 3)", async (world) => {
  const subject = aCase();
  const { id } = await opens(world, subject);
  await keeps(world, subject);
  const facts = await world.given.command((ctx) =>
    ctx.tx
      .selectFrom("evidence.fact")
      .select(["name", "clauses"])
      .where("site_id", "=", ctx.siteId)
      .where("subject_kind", "=", "duty")
      .where("subject_id", "=", id)
      .orderBy("id")
      .execute(),
  );
  expect(facts).toEqual([
    { name: "duties.duty_opened", clauses: ["2.2.2-3"] },
    { name: "duties.duty_closed", clauses: ["2.2.2-3"] },
  ]);
});

dbTest("the import of a year reaches the open duties of every site through the queue (domain 5.3)", async (world) => {
  world.clock.set("2029-02-09T02:00:00Z"); // Friday
  const subject = aCase();
  await opens(world, subject);
  expect(await one(world, subject)).toMatchObject({ provisional: true });
  const days = [{ name: "春节", date: "2029-02-10", isOffDay: false }, ...["2029-02-12", "2029-02-13"].map((date) => ({ name: "春节", date, isOffDay: true }))];
  await world.as.administrator.send(contract.importYear, { params: { year: "2029" }, body: { notice: "2029年通知", days } });

  const worker = await startWorker({ runtime: world.runtime, url: world.url, log: { warn: () => {}, error: () => {} } });
  try {
    await vi.waitUntil(async () => !(await one(world, subject)).provisional, { timeout: 20_000, interval: 200 });
  } finally {
    await worker.stop();
  }
  expect((await one(world, subject)).dueAt).toEqual(at("2029-02-10T18:00"));
});

dbTest("a rule of the house's own, where the manual has no clause, is timed and kept like any duty and stands in no score", async (world) => {
  const subject: Subject = { kind: "collectionStep", id: newId(), label: "启明科技 电话催收" };
  const standard: HouseRule = {
    id: "arrears.call",
    name: words("电话催收", "Telephone call"),
    measure: words("三个工作日内致电", "Call within three working days"),
    limit: { kind: "workingDays", days: 3 },
  };
  const duty = await world.given.command((ctx) => openDuty(ctx, { standard, subject, ownerRole: "serviceOfficer" }));
  expect(duty).toMatchObject({ standard: "arrears.call", clause: "", dueAt: at("2026-03-12T18:00") });
  const closed = await world.given.command((ctx) => keepDuty(ctx, { standard, subject }, { evidenceId: evidence() }));
  expect(closed?.outcome).toBe("kept");
  const { rows } = await pgCount(world);
  expect(rows).toEqual([{ count: 0 }]);
});

const pgCount = ({ given, siteId }: World) =>
  given.command((ctx) => sql<{ count: number }>`select count(*)::int as count from appraisal.closing where site_id = ${siteId}`.execute(ctx.tx));
