import { createHmac } from "node:crypto";
import { expect } from "vitest";
import { newId } from "#kernel/id.ts";
import { adoptProposedParameters } from "#features/manual/server/index.ts";
import { codes, dbTest, type World } from "#test/harness/index.ts";
import * as contract from "../../contract.ts";
import { aTaking } from "../../samples.ts";
import { oweLastMonthsAnalysis } from "./analyse.ts";
import { dutiesOf } from "#features/duties/server/index.ts";

const ready = async ({ given, as }: World) => {
  await given.command((ctx) => adoptProposedParameters(ctx));
  await as.manager.send(contract.listCases, { query: {} });
};

const someCalls = (id: string, waitedMs = 12_000) => ({ calls: [{ callId: id, startedAt: "2026-03-09T01:00:00Z", waitedMs, isAnswered: true, callerNumber: "13800001234" }] });

/** Sends as the exchange does: the very bytes are signed. */
const deliver = ({ as, clock }: World, key: string, body: ReturnType<typeof someCalls>, secondsOff = 0) => {
  const timestamp = String(Math.floor(clock.now().epochMilliseconds / 1000) + secondsOff);
  const signature = createHmac("sha256", key)
    .update(`${timestamp}.${JSON.stringify(body)}`)
    .digest("hex");
  return as.nobody.send(contract.deliverCalls, { body }, { headers: { "x-towerkeep-timestamp": timestamp, "x-towerkeep-signature": signature } });
};

dbTest("the exchange delivers calls signed with the site's key; each judges itself by its rings (2.2.2-1)", async (world) => {
  const { as, given } = world;
  await ready(world);
  const { key } = (await as.supervisor.send(contract.renewExchangeKey, { body: {} })).body;
  const first = await deliver(world, key, { calls: [...someCalls("a", 14_999).calls, ...someCalls("b", 15_000).calls, { ...someCalls("c", 4_000).calls[0]!, isAnswered: false }] });
  expect(first.body).toEqual({ added: 3, known: 0 });
  expect((await deliver(world, key, { calls: [...someCalls("b", 15_000).calls, ...someCalls("d").calls] })).body).toEqual({ added: 1, known: 1 });
  const { items } = (await as.officer.send(contract.listCalls, { query: {} })).body;
  expect(items.map(({ rings, verdict }) => [rings, verdict]).toSorted()).toEqual([
    [1, "noOccasion"],
    [3, "kept"],
    [3, "kept"],
    [4, "failed"],
  ]);
  const failed = items.find(({ verdict }) => verdict === "failed")!;
  const [duty] = await given.command((ctx) => dutiesOf(ctx, { kind: "call", id: failed.id }));
  expect(duty).toMatchObject({ standard: "telephone", clause: "2.2.2-1", outcome: "missed" });
  expect((await as.supervisor.send(contract.getExchange, {})).body).toMatchObject({ isConnected: true, lastDeliveryAt: "2026-03-09T02:00:00Z" });
});

dbTest("a delivery without a key, with another key, too old, or sent twice is refused (2.2.2-1)", async (world) => {
  const { as } = world;
  await ready(world);
  expect(codes(await deliver(world, "x", someCalls("a")))).toEqual(["service.noPbx"]);
  const { key } = (await as.supervisor.send(contract.renewExchangeKey, { body: {} })).body;
  expect(codes(await deliver(world, `${key}x`, someCalls("a")))).toEqual(["service.noPbx"]);
  expect(codes(await deliver(world, key, someCalls("a"), -301))).toEqual(["service.deliveryLate"]);
  expect((await deliver(world, key, someCalls("a"))).status).toBe(200);
  const again = await deliver(world, key, someCalls("a"));
  expect([again.status, codes(again)]).toEqual([409, ["service.deliveryRepeated"]]);
  const unsigned = await as.nobody.send(contract.deliverCalls, { body: someCalls("z") });
  expect([unsigned.status, codes(unsigned)]).toEqual([401, ["service.noPbx"]]);
  expect((await as.officer.send(contract.renewExchangeKey, { body: {} })).status).toBe(403);
});

dbTest("call records come in by file; rows that cannot be read are named, known ones change nothing (2.2.2-1)", async (world) => {
  const { as } = world;
  await ready(world);
  const csv = [
    "流水号,呼入时间,振铃时长,主叫号码,分机,是否接听",
    "1,2026-03-08 09:00:00,8,13800000000,801,是",
    "2,2026-03-08 09:05:00,soon,13800000001,801,是",
    "3,2026-03-08 09:06,22,13800000002,801,否",
  ].join("\n");
  const file = { name: "话单.csv", bytes: Buffer.from(csv) };
  const send = (dryRun: "true" | "false") => as.supervisor.send(contract.importCalls, { query: { dryRun } } as never, { file });
  expect((await send("true")).body).toMatchObject({ read: 3, added: 0, refused: 1 });
  expect((await send("false")).body).toMatchObject({
    read: 3,
    added: 2,
    known: 0,
    refused: 1,
    problems: [{ code: "service.rowUnreadable", facts: { row: 3, column: "振铃时长", value: "soon" } }],
  });
  expect((await send("false")).body).toMatchObject({ added: 0, known: 2 });
  const bad = await as.supervisor.send(contract.importCalls, { query: {} } as never, { file: { name: "a.csv", bytes: Buffer.from("x,y\n1,2\n") } });
  expect([bad.status, codes(bad)]).toEqual([422, ["service.columnMissing", "service.columnMissing", "service.columnMissing"]]);
});

dbTest("a site without an exchange records sampled test calls (2.2.2-1)", async (world) => {
  const { as } = world;
  await ready(world);
  const body = { id: newId<"call">(), calledAt: "2026-03-09T01:30:00Z", rings: 4, isAnswered: true, hadGreeting: true };
  expect((await as.supervisor.send(contract.recordTestCall, { body })).body).toMatchObject({ source: "test", verdict: "failed", rings: 4, failedFor: ["tooManyRings"] });
  const ungreeted = { ...body, id: newId<"call">(), rings: 2, hadGreeting: false };
  expect((await as.supervisor.send(contract.recordTestCall, { body: ungreeted })).body).toMatchObject({ verdict: "failed", failedFor: ["noGreeting"] });
  expect((await as.supervisor.send(contract.recordTestCall, { body })).status).toBe(200);
  expect((await as.officer.send(contract.listCalls, { query: {} })).body.items).toHaveLength(2);
  expect(codes(await as.supervisor.send(contract.recordTestCall, { body: { ...body, id: newId(), calledAt: "2026-03-09T02:30:00Z" } }))).toEqual(["service.inFuture"]);
});

dbTest("a file of more calls than come in at once is refused whole (2.2.2-1)", async (world) => {
  await ready(world);
  const rows = Array.from({ length: 10_001 }, (_, row) => `${row},2026-03-08 09:00:00,8,是`);
  const file = { name: "话单.csv", bytes: Buffer.from(["流水号,呼入时间,振铃时长,是否接听", ...rows].join("\n")) };
  const reply = await world.as.supervisor.send(contract.importCalls, { query: { dryRun: "true" } } as never, { file });
  expect([reply.status, codes(reply)]).toEqual([422, ["service.tooManyCalls"]]);
});

dbTest("a sample of conduct passes when no check failed, and is the sampled person's duty (2.2.2-2)", async (world) => {
  const { as, given } = world;
  await ready(world);
  const { person } = as.officer;
  await as.officer.send(contract.listCases, { query: {} });
  const body = { id: newId<"conductSample">(), sampledAt: "2026-03-09T01:30:00Z", personId: person.id, failed: ["greeting" as const] };
  expect((await as.supervisor.send(contract.recordConductSample, { body })).body).toMatchObject({ isPassed: false, failed: ["greeting"] });
  const [duty] = await given.command((ctx) => dutiesOf(ctx, { kind: "conductSample", id: body.id }));
  expect(duty).toMatchObject({ clause: "2.2.2-2", outcome: "missed", ownerId: person.id });
  expect((await as.officer.send(contract.exportConductSamples, { query: {} })).bytes.subarray(0, 2).toString()).toBe("PK");
  expect((await as.officer.send(contract.exportCalls, { query: {} })).bytes.subarray(0, 2).toString()).toBe("PK");
  expect(codes(await as.supervisor.send(contract.recordConductSample, { body: { ...body, id: newId(), personId: newId() } }))).toEqual(["service.personNotHere"]);
});

dbTest("a month that is over owes its analysis; filing it needs findings and, where we were at fault, an improvement (2.2.1-4)", async (world) => {
  const { as, given, clock } = world;
  await ready(world);
  const { id: tenantId } = await given.tenant();
  const { id: unitId } = await given.unit();
  for (let time = 0; time < 2; time++) {
    clock.advance({ hours: 24 });
    await as.officer.send(contract.takeCase, { body: aTaking(tenantId, { unitId, attributable: "yes" }) });
  }
  const params = { month: "2026-03" };
  expect(codes(await as.supervisor.send(contract.recordAnalysis, { params, body: {} }))).toEqual(["service.actionsMissing", "service.findingsTooShort", "service.monthNotOver"]);
  clock.set("2026-04-01T02:00:00Z");
  await given.command(oweLastMonthsAnalysis);
  await given.command(oweLastMonthsAnalysis);
  const duties = await given.command((ctx) => dutiesOf(ctx, { kind: "month", id: "2026-03" }));
  expect(duties.map(({ standard, outcome }) => [standard, outcome])).toEqual([["monthlyAnalysis", null]]);

  const analysis = (await as.officer.send(contract.analyse, { query: { from: "2026-03-01", to: "2026-03-31" } })).body;
  expect(analysis).toMatchObject({ total: { count: 2 }, repeats: { count: 1 }, trend: [{ month: "2026-03", complaints: 2, attributable: 2 }] });
  for (const { count, rows } of [analysis.total, ...analysis.pareto, ...analysis.categories, ...analysis.departments, ...analysis.floors, ...analysis.trend, analysis.repeats]) {
    const opened = await as.officer.send(contract.listCases, { query: rows as never });
    expect([rows, opened.body.items.length]).toEqual([rows, count]);
  }

  const action = { id: newId<"improvement">(), cause: "equipmentFault" as const, measure: "更换 18 层风机盘管", department: "engineering" as const, dueOn: "2026-04-30" };
  const filed = await as.supervisor.send(contract.recordAnalysis, { params, body: { findings: "风机盘管老化。", actions: [action] } });
  expect(filed.body).toMatchObject({
    figures: { total: 2, attributable: 2, repeats: 1 },
    actions: [{ actionNo: "2026-03-01", doneAt: null }],
    recordedByName: "serviceSupervisor",
  });
  expect(codes(await as.supervisor.send(contract.recordAnalysis, { params, body: { findings: "x", actions: [{ ...action, id: newId() }] } }))).toEqual([
    "service.analysisRecorded",
  ]);
  expect((await given.command((ctx) => dutiesOf(ctx, { kind: "month", id: "2026-03" })))[0]?.outcome).toBe("kept");
  const params2 = { improvementId: action.id };
  expect((await as.engineer.send(contract.finishAction, { params: params2, body: { remark: "已换" } })).body.doneAt).toBe("2026-04-01T02:00:00Z");
  expect(codes(await as.engineer.send(contract.finishAction, { params: params2, body: {} }))).toEqual(["service.actionDone"]);
  expect((await as.officer.send(contract.listAnalyses, {})).body.items[0]).toMatchObject({ month: "2026-03", cases: 2, openActions: 0 });
  expect((await as.officer.send(contract.exportAnalysis, { query: { from: "2026-03-01", to: "2026-03-31" } })).bytes.subarray(0, 2).toString()).toBe("PK");
});

dbTest("median and ninetieth percentile of the first feedback are measured by the clock (2.2.1-4)", async (world) => {
  const { as, given, clock } = world;
  await ready(world);
  const { id: tenantId } = await given.tenant();
  for (const minutes of [10, 20, 60]) {
    clock.set("2026-03-09T02:00:00Z");
    const { body } = await as.officer.send(contract.takeCase, { body: aTaking(tenantId) });
    clock.advance({ minutes });
    await as.officer.send(contract.giveFeedback, { params: { caseId: body.id }, body: { isResult: true, words: "好", toWhom: "王敏", means: "phone" } });
  }
  const { times } = (await as.officer.send(contract.analyse, { query: { from: "2026-03-01", to: "2026-03-31" } })).body;
  expect(times.map(({ step, median, ninetieth, count }) => [step, median, ninetieth, count])).toEqual([
    ["firstFeedback", 20, 52, 3],
    ["result", 20, 52, 3],
    ["closing", null, null, 0],
  ]);
});
