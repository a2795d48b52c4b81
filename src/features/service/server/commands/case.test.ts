import { expect } from "vitest";
import type { Id } from "#kernel/id.ts";
import { dutiesOf, lookAtDuties } from "#features/duties/server/index.ts";
import { setParameter } from "#features/manual/contract.ts";
import { adoptProposedParameters } from "#features/manual/server/index.ts";
import { codes, dbTest, type World } from "#test/harness/index.ts";
import * as contract from "../../contract.ts";
import { aTaking } from "../../samples.ts";
import { refreshDue } from "../owed.ts";
import { caseView } from "../queries/page.ts";

const scores = { speed: 5, attitude: 5, quality: 4, result: 5, opinion: "", visited: "王敏", means: "phone" } as const;
const telling = { words: "已更换压缩机,温度恢复。", toWhom: "王敏", means: "phone" } as const;

/** A case at the desk of a site whose figures are set, taken by the officer. */
async function takenCase({ given, as }: World, change: Parameters<typeof aTaking>[1] = {}) {
  await given.command((ctx) => adoptProposedParameters(ctx));
  const { id: tenantId } = await given.tenant();
  const { body } = await as.officer.send(contract.takeCase, { body: aTaking(tenantId, change) });
  return { caseId: body.id as Id<"case">, tenantId, params: { caseId: body.id } };
}

const outcomes = async ({ given }: World, id: string) => {
  const duties = await given.command((ctx) => dutiesOf(ctx, { kind: "case", id }));
  return Object.fromEntries(duties.map(({ standard, outcome }) => [standard, outcome]));
};

dbTest("a complaint goes its whole way: dispatched, transferred twice, done, told, called back by another, filed; its owner stays (2.2.1, 2.2.2-3)", async (world) => {
  const { as, clock } = world;
  const { caseId, params } = await takenCase(world);
  await as.officer.send(contract.dispatch, { params, body: { department: "security", instructions: "请查看" } });
  await as.role("securitySupervisor").send(contract.transfer, { params, body: { department: "environment", reason: "非安保事项" } });
  const sent = await as.role("envSupervisor").send(contract.transfer, { params, body: { department: "engineering", reason: "空调归工程" } });
  expect(sent.body).toMatchObject({ status: "dispatched", department: "engineering", ownerId: as.officer.person.id });
  const accepted = await as.engineer.send(contract.accept, { params, body: {} });
  expect(accepted.body).toMatchObject({ status: "processing", handlerName: "engSupervisor" });
  await as.engineer.send(contract.resolve, { params, body: { measures: "更换压缩机" } });

  const early = await as.supervisor.send(contract.closeCase, { params, body: {} });
  expect([early.status, codes(early)]).toEqual([409, ["service.attributionMissing", "service.causeMissing", "service.noCallback", "service.noFeedback"]]);
  expect(codes(await as.supervisor.send(contract.callBack, { params, body: scores }))).toEqual(["service.noFeedback"]);

  clock.advance({ hours: 2 });
  const told = await as.officer.send(contract.giveFeedback, { params, body: { isResult: true, ...telling } });
  expect(told.body).toMatchObject({ status: "feedbackGiven", firstFeedbackAt: "2026-03-09T04:00:00Z" });
  const called = await as.officer.send(contract.callBack, { params, body: scores });
  expect(called.body.status).toBe("revisited");
  const closed = await as.supervisor.send(contract.closeCase, { params, body: { cause: "equipmentFault", attributable: "yes" } });
  expect(closed.body).toMatchObject({ status: "archived", ownerId: as.officer.person.id, firstOwnerId: as.officer.person.id, dueAt: null });
  expect(await outcomes(world, caseId)).toEqual({ fourFacts: "kept", firstFeedback: "kept", callback: "kept", noRepeat: "kept" });

  const page = await as.officer.send(contract.getCase, { params });
  expect(page.body.timeline.map(({ kind }) => kind)).toEqual(["taken", "dispatched", "transferred", "transferred", "accepted", "resolved", "feedback", "calledBack", "closed"]);
  expect(page.body.duties.find(({ standard }) => standard === "firstFeedback")?.explanation.zh).toContain("1 个工作日");
});

dbTest("whoever handled a case cannot make its call-back, unless the manager opens the gate with a reason (2.2.1-3)", async (world) => {
  const { as } = world;
  const { params } = await takenCase(world, { answer: { words: "已处理", means: "phone" } });
  const refused = await as.officer.send(contract.callBack, { params, body: scores });
  expect([refused.status, codes(refused)]).toEqual([409, ["service.callerIsHandler"]]);
  expect((await as.officer.send(contract.openGate, { params, body: { gate: "callback", reason: "仅一人值班" } })).status).toBe(403);
  expect(codes(await as.manager.send(contract.openGate, { params, body: { gate: "callback", reason: " " } }))).toEqual(["service.reasonMissing"]);
  await as.manager.send(contract.openGate, { params, body: { gate: "callback", reason: "仅一人值班" } });
  expect((await as.officer.send(contract.callBack, { params, body: scores })).body.status).toBe("revisited");
  expect(codes(await as.supervisor.send(contract.callBack, { params, body: scores }))).toEqual(["service.alreadyCalledBack"]);
});

dbTest("a dissatisfied tenant opens the case anew, and an answer is owed again (2.2.1-3, F08)", async (world) => {
  const { as, clock } = world;
  const { caseId, params } = await takenCase(world, { answer: { words: "已处理", means: "phone" } });
  clock.advance({ hours: 1 });
  const called = await as.supervisor.send(contract.callBack, { params, body: { ...scores, result: 2, opinion: "还是热" } });
  expect(called.body).toMatchObject({ status: "reopened", round: 2, feedbackAt: null, ownerId: as.officer.person.id, dueAt: "2026-03-10T10:00:00Z" });
  expect(await outcomes(world, caseId)).toMatchObject({ callback: "kept", firstFeedback: null });
  expect(codes(await as.supervisor.send(contract.closeCase, { params, body: { cause: "slowResponse", attributable: "yes" } }))).toEqual([
    "service.noCallback",
    "service.noFeedback",
  ]);
});

dbTest("filing past what is missing needs the manager, stays in the case, and what was owed counts as not done", async (world) => {
  const { as } = world;
  const { caseId, params } = await takenCase(world);
  await as.manager.send(contract.openGate, { params, body: { gate: "closure", reason: "租户已搬离,无法联系" } });
  const closed = await as.supervisor.send(contract.closeCase, { params, body: {} });
  expect(closed.body).toMatchObject({ status: "archived", overridden: ["service.noFeedback", "service.noCallback", "service.causeMissing", "service.attributionMissing"] });
  const [missed] = (await world.given.command((ctx) => dutiesOf(ctx, { kind: "case", id: caseId }))).filter(({ standard }) => standard === "firstFeedback");
  expect(missed).toMatchObject({ outcome: "missed", overridden: true, excuse: { reason: "租户已搬离,无法联系" } });
  expect(codes(await as.manager.send(contract.openGate, { params, body: { gate: "closure", reason: "x" } }))).toEqual(["service.closed", "service.nothingToOpen"]);
});

dbTest("a promised time is changed only with a reason, and progress before it keeps a complex complaint in time (2.2.1-2, 2.2.2-3)", async (world) => {
  const { as, clock } = world;
  const { caseId, params } = await takenCase(world, { severity: "complex", promisedAt: "2026-03-10T02:00:00Z" });
  expect(codes(await as.officer.send(contract.promise, { params, body: { promisedAt: "2026-03-08T02:00:00Z" } }))).toEqual(["service.promiseInPast", "service.reasonMissing"]);
  await as.officer.send(contract.giveFeedback, { params, body: { isResult: false, ...telling, words: "配件明日到货。" } });
  const changed = await as.officer.send(contract.promise, { params, body: { promisedAt: "2026-03-12T02:00:00Z", reason: "等待配件" } });
  expect(changed.body).toMatchObject({ promisedAt: "2026-03-12T02:00:00Z", dueAt: "2026-03-12T02:00:00Z" });
  clock.set("2026-03-11T02:00:00Z");
  await as.officer.send(contract.giveFeedback, { params, body: { isResult: true, ...telling } });
  expect(await outcomes(world, caseId)).toMatchObject({ complexFeedback: "kept", promiseKept: "kept", callback: null });
  expect(codes(await as.officer.send(contract.promise, { params, body: { promisedAt: "2026-03-13T02:00:00Z", reason: "x" } }))).toEqual(["service.alreadyAnswered"]);
});

dbTest("an answer after one working day is late, and says so in the duty (2.2.2-3)", async (world) => {
  const { as, clock } = world;
  const { caseId, params } = await takenCase(world);
  clock.set("2026-03-10T10:00:01Z");
  await as.officer.send(contract.giveFeedback, { params, body: { isResult: true, ...telling } });
  expect(await outcomes(world, caseId)).toMatchObject({ firstFeedback: "late" });
});

dbTest("work is refused to those it was not sent to; a supervisor decides whether a complaint is founded", async (world) => {
  const { as } = world;
  const { params } = await takenCase(world, { severity: "grave", promisedAt: "2026-03-12T02:00:00Z" });
  expect(codes(await as.engineer.send(contract.accept, { params, body: {} }))).toEqual(["service.notDispatched"]);
  await as.officer.send(contract.dispatch, { params, body: { department: "engineering" } });
  expect(codes(await as.officer.send(contract.dispatch, { params, body: { department: "engineering" } }))).toEqual(["service.alreadyDispatched", "service.sameTarget"]);
  expect(codes(await as.role("guard").send(contract.resolve, { params, body: { measures: "" } }))).toEqual(["service.measuresMissing", "service.notYours"]);
  expect(codes(await as.engineer.send(contract.verify, { params, body: { findings: "", isValid: true } }))).toEqual(["service.findingsMissing", "service.onlySupervisorDecides"]);
  expect((await as.supervisor.send(contract.verify, { params, body: { findings: "主机故障", isValid: true } })).body.isValid).toBe(true);
  expect(codes(await as.officer.send(contract.giveFeedback, { params, body: { isResult: true, ...telling, toWhom: "", words: "" } }))).toEqual([
    "service.personMissing",
    "service.wordsMissing",
    "service.workOpen",
  ]);
  expect(codes(await as.officer.send(contract.dispatch, { params, body: {} }))).toContain("service.departmentMissing");
  const guard = as.role("guard");
  await guard.send(contract.getCase, { params });
  expect(codes(await as.engineer.send(contract.transfer, { params, body: { department: "finance", handlerId: guard.person.id, reason: "x" } }))).toEqual([
    "service.notInDepartment",
  ]);
});

dbTest("ownership is handed over by a supervisor only, with a reason, and its duties go along (2.2.2-3)", async (world) => {
  const { as, given } = world;
  const { caseId, params } = await takenCase(world);
  const other = as.role("serviceOfficer", { name: "second officer" });
  await other.send(contract.getCase, { params });
  expect((await as.officer.send(contract.handOver, { params, body: { ownerId: other.person.id, reason: "离职" } })).status).toBe(403);
  expect(codes(await as.supervisor.send(contract.handOver, { params, body: { ownerId: other.person.id } }))).toEqual(["service.reasonMissing"]);
  const handed = await as.supervisor.send(contract.handOver, { params, body: { ownerId: other.person.id, reason: "离职" } });
  expect(handed.body).toMatchObject({ ownerId: other.person.id, firstOwnerId: as.officer.person.id });
  const duties = await given.command((ctx) => dutiesOf(ctx, { kind: "case", id: caseId }));
  expect(duties.find(({ standard }) => standard === "firstFeedback")?.ownerId).toBe(other.person.id);
  expect(codes(await as.supervisor.send(contract.handOver, { params, body: { ownerId: other.person.id, reason: "x" } }))).toEqual(["service.sameOwner"]);
});

dbTest("reclassifying an ordinary complaint as complex needs a promise; its standard changes, the old one is excused with the reason (2.2.2-3)", async (world) => {
  const { as } = world;
  const { caseId, params } = await takenCase(world);
  expect(codes(await as.officer.send(contract.classify, { params, body: { severity: "complex" } }))).toEqual(["service.promiseMissing", "service.reasonMissing"]);
  const changed = await as.officer.send(contract.classify, { params, body: { severity: "complex", promisedAt: "2026-03-13T02:00:00Z", reason: "涉及多层" } });
  expect(changed.body).toMatchObject({ severity: "complex", promisedAt: "2026-03-13T02:00:00Z" });
  expect(await outcomes(world, caseId)).toMatchObject({ firstFeedback: "excused", complexFeedback: null, promiseKept: null });
});

dbTest("a case is merged into another of its tenant only, a mistaken one is void with a reason, and neither comes back", async (world) => {
  const { as, given } = world;
  const { caseId, tenantId, params } = await takenCase(world);
  const second = (await as.officer.send(contract.takeCase, { body: aTaking(tenantId) })).body.id;
  const { id: otherTenant } = await given.tenant();
  const foreign = (await as.officer.send(contract.takeCase, { body: aTaking(otherTenant) })).body.id;
  expect(codes(await as.officer.send(contract.mergeCase, { params, body: { intoId: foreign, reason: "同一事" } }))).toEqual(["service.otherTenant"]);
  expect(codes(await as.officer.send(contract.mergeCase, { params, body: { intoId: caseId } }))).toEqual(["service.reasonMissing", "service.sameCase"]);
  expect((await as.officer.send(contract.mergeCase, { params, body: { intoId: second, reason: "同一事" } })).body).toMatchObject({ status: "merged", dueAt: null });
  expect(codes(await as.officer.send(contract.giveFeedback, { params, body: { isResult: true, ...telling } }))).toEqual(["service.merged"]);
  const [excused] = (await given.command((ctx) => dutiesOf(ctx, { kind: "case", id: caseId }))).filter(({ outcome }) => outcome === "excused");
  expect(excused?.excuse).toMatchObject({ reason: "mergedInto", reasonFacts: { label: expect.stringMatching(/^2026-/) } });
  expect((await as.officer.send(contract.linkCases, { params: { caseId: second }, body: { otherId: foreign } })).status).toBe(200);
  expect(codes(await as.officer.send(contract.linkCases, { params: { caseId: foreign }, body: { otherId: second } }))).toEqual(["service.alreadyLinked"]);
  expect((await as.officer.send(contract.voidCase, { params: { caseId: foreign }, body: { reason: "误录" } })).status).toBe(403);
  expect((await as.supervisor.send(contract.voidCase, { params: { caseId: foreign }, body: { reason: "误录" } })).body.status).toBe("invalid");
  expect(codes(await as.officer.send(contract.note, { params: { caseId: foreign }, body: { text: "x" } }))).toEqual(["service.voided"]);
  const page = await as.officer.send(contract.getCase, { params: { caseId: second } });
  expect(page.body.links.map(({ relation }) => relation).sort()).toEqual(["linked", "mergedHere"]);
});

dbTest("of two closings sent at once one is done and the other refused", async (world) => {
  const { as } = world;
  const { params } = await takenCase(world, { answer: { words: "已处理", means: "phone" } });
  await as.supervisor.send(contract.callBack, { params, body: scores });
  const body = { cause: "informationOnly", attributable: "no" } as const;
  const replies = await Promise.all([1, 2].map(() => as.supervisor.send(contract.closeCase, { params, body })));
  expect(replies.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409]);
  expect(codes(replies.find(({ status }) => status === 409)!)).toEqual(["service.closed"]);
});

dbTest("a merger and a feedback sent at once never leave a merged case with an answer", async (world) => {
  const { as } = world;
  const { tenantId, params } = await takenCase(world);
  const into = (await as.officer.send(contract.takeCase, { body: aTaking(tenantId) })).body.id;
  const [merged, told] = await Promise.all([
    as.officer.send(contract.mergeCase, { params, body: { intoId: into, reason: "同一事" } }),
    as.officer.send(contract.giveFeedback, { params, body: { isResult: true, ...telling } }),
  ]);
  expect([merged.status, told.status].toSorted((a, b) => a - b)).toEqual([200, 409]);
  expect(codes(merged.status === 409 ? merged : told)).toEqual([merged.status === 409 ? "service.alreadyAnswered" : "service.merged"]);
});

dbTest("an act on a version that is no longer the newest is refused, never merged in silence", async (world) => {
  const { as } = world;
  const { params } = await takenCase(world);
  await as.officer.send(contract.dispatch, { params, body: { department: "engineering", version: 1 } });
  const stale = await as.officer.send(contract.giveFeedback, { params, body: { isResult: false, ...telling, version: 1 } });
  expect([stale.status, codes(stale)]).toEqual([409, ["service.stale"]]);
});

dbTest("lists show what each person has to do, newest first or by due time, page by page", async (world) => {
  const { as, clock } = world;
  const { tenantId } = await takenCase(world);
  for (const matter of ["电梯困人", "卫生间漏水", "车位被占"]) {
    clock.advance({ minutes: 5 });
    await as.officer.send(contract.takeCase, { body: aTaking(tenantId, { matter, ...(matter === "电梯困人" ? { severity: "grave", promisedAt: "2026-03-09T04:00:00Z" } : {}) }) });
  }
  const first = await as.officer.send(contract.listCases, { query: { limit: 3 } });
  expect(first.body.items.map(({ title }) => title)).toEqual(["车位被占", "卫生间漏水", "电梯困人"]);
  const rest = await as.officer.send(contract.listCases, { query: { limit: 3, cursor: first.body.next! } });
  expect([rest.body.items.length, rest.body.next]).toEqual([1, null]);
  const byDue = await as.officer.send(contract.listCases, { query: { order: "due" } });
  expect(byDue.body.items[0]?.title).toBe("电梯困人");
  expect((await as.officer.send(contract.listCases, { query: { text: "漏水" } })).body.items.map(({ title }) => title)).toEqual(["卫生间漏水"]);
  expect((await as.officer.send(contract.listCases, { query: { severity: "grave", text: "电梯" } })).body.items).toHaveLength(1);
  clock.set("2026-03-09T04:00:01Z");
  const { counts } = (await as.officer.send(contract.countCases, {})).body;
  expect(Object.fromEntries(counts.map(({ view, count }) => [view, count]))).toMatchObject({ mine: 4, unanswered: 4, overdue: 1, toTell: 4, toCallBack: 0 });
  const sheet = await as.officer.send(contract.exportCases, { query: { view: "all" } });
  expect([sheet.status, sheet.bytes.subarray(0, 2).toString()]).toEqual([200, "PK"]);
});

dbTest("the acts of a case say what stands against each, before anybody tries", async (world) => {
  const { as } = world;
  const { params } = await takenCase(world);
  const { acts } = (await as.supervisor.send(contract.getCase, { params })).body;
  const against = Object.fromEntries(acts.map(({ act, against: list }) => [act, list.map(({ code }) => code)]));
  expect(against).toMatchObject({ dispatch: [], feedback: [], callBack: ["service.noFeedback"], accept: ["service.notDispatched"], reopen: ["service.nothingToReopen"] });
  expect(against).not.toHaveProperty("openClosure");
});

dbTest("a case whose duty climbed the ladder shows as escalated until it is answered (1.4)", async (world) => {
  const { as, given, clock, runtime, siteId } = world;
  const { caseId, params } = await takenCase(world);
  clock.set("2026-03-11T02:00:00Z");
  await given.command((ctx) => lookAtDuties(ctx));
  const queued = await runtime.pool.query("select 1 from graphile_worker.jobs where task_identifier = 'service.refresh_case' and key = $1", [`service.refresh_case:${caseId}`]);
  expect(queued.rowCount).toBe(1);
  await given.command((ctx) => refreshDue(ctx, caseId));
  expect((await as.officer.send(contract.listCases, { query: { view: "escalated" } })).body.items.map(({ id, isEscalated, isOverdue }) => [id, isEscalated, isOverdue])).toEqual([
    [caseId, true, true],
  ]);
  await as.officer.send(contract.giveFeedback, { params, body: { isResult: true, ...telling } });
  expect((await runtime.at(siteId, { actor: { kind: "system", personId: null, name: "x", grants: [], isAdministrator: true } }, (ctx) => caseView(ctx, caseId))).isEscalated).toBe(
    false,
  );
});

dbTest("a reopened case is not answered by what was said before it was reopened (2.2.1-3, 2.2.2-3)", async (world) => {
  const { as, clock } = world;
  const { caseId, params } = await takenCase(world, { answer: { words: "已处理", means: "phone" } });
  clock.advance({ hours: 2 });
  await as.supervisor.send(contract.reopenCase, { params, body: { reason: "问题再现" } });
  clock.advance({ hours: 2 });
  const body = { isResult: true, ...telling };
  expect(codes(await as.officer.send(contract.giveFeedback, { params, body: { ...body, saidAt: "2026-03-09T03:00:00Z" } }))).toEqual(["service.beforeReopening"]);
  expect(codes(await as.officer.send(contract.giveFeedback, { params, body: { ...body, saidAt: "2026-03-09T06:00:01Z" } }))).toEqual(["service.inFuture"]);
  const told = await as.officer.send(contract.giveFeedback, { params, body: { ...body, saidAt: "2026-03-09T04:30:00Z" } });
  expect(told.body).toMatchObject({ status: "feedbackGiven", feedbackAt: "2026-03-09T04:30:00Z" });
  const page = await as.officer.send(contract.getCase, { params });
  expect(page.body.timeline.at(-1)).toMatchObject({ kind: "feedback", at: "2026-03-09T06:00:00Z", facts: { happenedAt: "2026-03-09T04:30:00Z" } });
  expect(codes(await as.supervisor.send(contract.callBack, { params, body: { ...scores, saidAt: "2026-03-09T04:29:59Z" } }))).toEqual(["service.beforeFeedback"]);
  expect(await outcomes(world, caseId)).toMatchObject({ callback: null });
});

dbTest("within how many days a complaint is a repeat is the site's own figure (2.2.1-4, noRepeat)", async (world) => {
  const { as, clock } = world;
  const { tenantId } = await takenCase(world, { answer: { words: "已处理", means: "phone" } });
  await as.manager.send(setParameter, { params: { parameterId: "repeatDays" }, body: { value: 10, effectiveFrom: "2026-03-10", reason: "项目约定" } });
  const again = async (at: string) => {
    clock.set(at);
    const taken = (await as.officer.send(contract.takeCase, { body: aTaking(tenantId, { answer: { words: "已处理", means: "phone" } }) })).body;
    return (await as.officer.send(contract.getCase, { params: { caseId: taken.id } })).body;
  };
  const eleventh = await again("2026-03-20T02:00:01Z");
  expect(eleventh.repeats).toEqual([]);
  const soon = await again("2026-03-29T02:00:00Z");
  expect(soon.repeats.map(({ id }) => id)).toEqual([eleventh.case.id]);
  const listed = (await as.officer.send(contract.listCases, { query: { view: "repeats" } })).body.items;
  expect(listed.map(({ id }) => id)).toEqual([soon.case.id]);

  const close = { cause: "equipmentFault", attributable: "no" } as const;
  for (const id of [eleventh.case.id, soon.case.id]) {
    await as.supervisor.send(contract.callBack, { params: { caseId: id }, body: scores });
    await as.supervisor.send(contract.closeCase, { params: { caseId: id }, body: close });
  }
  expect([await outcomes(world, eleventh.case.id), await outcomes(world, soon.case.id)]).toMatchObject([{ noRepeat: "kept" }, { noRepeat: "missed" }]);
});
