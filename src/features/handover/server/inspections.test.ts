import { expect } from "vitest";
import { type Id, newId } from "#kernel/id.ts";
import { codes, dbTest, type World } from "#test/harness/index.ts";
import { installMeter, listReadings } from "#features/meters/contract.ts";
import { aMeter } from "#features/meters/samples.ts";
import * as contract from "../contract.ts";
import { type Fact, inspectionOf, signedContent } from "../rules.ts";
import { aHash, aPhone, onePixel } from "../samples.ts";
import { issueWhenComplete } from "./commands/issue.ts";

/** A leased unit with a meter, and an inspection of it assigned to an engineer. */
async function anInspection(world: World, { type = "moveIn" as "moveIn" | "moveOut", before }: { type?: "moveIn" | "moveOut"; before?: Awaited<ReturnType<typeof aPlace>> } = {}) {
  const place = before ?? (await aPlace(world));
  const inspector = world.as.role("technician", { name: "李工" });
  const body = { id: newId<"inspection">(), type, tenantId: place.tenantId, leaseId: place.leaseId, unitIds: [place.unitId], assigneeId: inspector.person.id };
  const opened = await world.as.manager.send(contract.openInspection, { body });
  expect(opened.status, JSON.stringify(opened.body)).toBe(200);
  const page = (await inspector.send(contract.getInspection, { params: { inspectionId: body.id } })).body;
  return { ...place, inspector, inspection: opened.body, inspectionId: body.id, lines: page.lines, phone: aPhone({ inspectionId: body.id }), body };
}

async function aPlace({ given, as }: World) {
  const { id: unitId } = await given.unit({ unitNo: "1803" });
  const { id: tenantId } = await given.tenant({ name: "云帆科技有限公司" });
  await given.contact({ tenantId, name: "王敏", authorities: ["signing"] });
  const { id: leaseId } = await given.lease({ tenantId, unitId });
  const meter = await as.engineer.send(installMeter, { body: aMeter({ role: "tenant", unitIds: [unitId], multiplier: "40", opening: { total: "1000" } }) });
  return { unitId, tenantId, leaseId, meterId: meter.body.id };
}

type Opened = Awaited<ReturnType<typeof anInspection>>;

/** Everything looked at, one defect, keys, the meter and a question with its answer. */
function looked({ lines, phone, meterId }: Opened, { photo = aHash("crack"), reading = "1234.5" } = {}): Fact[] {
  const [first] = lines;
  const question = phone.fact("questionAsked", { text: "空调几点开？" });
  return [
    ...lines.map((line) =>
      line === first ? phone.check(line.key, { condition: "defect", text: "地砖空鼓", photos: [photo], responsible: "operator", mendBy: "2026-03-16" }) : phone.check(line.key),
    ),
    phone.fact("meterRead", { meterId, values: { total: reading }, photo: null, remark: "" }),
    phone.fact("keysCounted", { place: "大门", count: 4 }),
    question,
    phone.fact("questionAnswered", { questionId: question.id, text: "工作日 08:00–18:00" }),
  ];
}

function signaturesUnder({ phone, lines, inspection }: Opened, facts: readonly Fact[], image = aHash(onePixel), disagreement = ""): Fact[] {
  const contentHash = aHash(signedContent(inspection, inspectionOf(lines, facts)));
  return [phone.sign("property", contentHash, { image }), phone.sign("tenant", contentHash, { image, disagreement })];
}

const send = (opened: Opened, facts: readonly Fact[], sender = opened.inspector) => sender.send(contract.sendFacts, { body: { facts: facts as Fact[] } as never });
const outcomes = (reply: Awaited<ReturnType<typeof send>>) => reply.body.answers.map(({ outcome }) => outcome);
const read = async ({ inspector, inspectionId }: Opened) => {
  const { body } = await inspector.send(contract.getInspection, { params: { inspectionId } });
  return { ...body, state: inspectionOf(body.lines, body.facts as unknown as Fact[]) };
};

dbTest("an inspection opens with the list in force and takes its facts, each counting once (2.1.1-7)", async (world) => {
  const opened = await anInspection(world);
  expect(opened.inspection).toMatchObject({ stage: "waiting", place: "1座 18F 1803", tenant: "云帆科技有限公司", listVersion: 0, assignee: "李工" });
  expect(opened.lines.length).toBeGreaterThan(40);
  expect((await world.as.manager.send(contract.openInspection, { body: opened.body })).body.inspectionNo).toBe(opened.inspection.inspectionNo);
  const facts = looked(opened);
  expect(new Set(outcomes(await send(opened, facts)))).toEqual(new Set(["accepted"]));
  expect(new Set(outcomes(await send(opened, facts)))).toEqual(new Set(["known"]));
  const page = await read(opened);
  expect(page).toMatchObject({
    stage: "underWay",
    counts: { checked: opened.lines.length, defects: 1, questions: 1, unanswered: 0, photos: 1, photosMissing: 1, meters: 1, keys: 1 },
  });
  expect(page.facts).toHaveLength(facts.length);
  expect(page.facts[0]).toMatchObject({ byName: "李工", receivedAt: "2026-03-09T02:00:00Z" });
});

dbTest("the same batch sent twice at once counts once", async (world) => {
  const opened = await anInspection(world);
  const facts = looked(opened);
  const replies = await Promise.all([send(opened, facts), send(opened, facts), send(opened, facts.toReversed())]);
  expect(replies.map(({ status }) => status)).toEqual([200, 200, 200]);
  expect(replies.flatMap(outcomes).filter((outcome) => outcome === "accepted")).toHaveLength(facts.length);
  expect((await read(opened)).facts).toHaveLength(facts.length);
});

dbTest("both sign the same content: it stands, defects wait to be mended, the reading is the meter's (2.1.1-5, 2.1.1-7)", async (world) => {
  const opened = await anInspection(world);
  const facts = looked(opened);
  const signatures = signaturesUnder(opened, facts);
  expect(outcomes(await send(opened, [...facts, ...signatures]))).not.toContain("refused");
  const page = await read(opened);
  expect(page).toMatchObject({ stage: "signed", signedAt: page.state.signedAt?.replace(".000Z", "Z"), passed: [{ meterId: opened.meterId, refused: [] }] });
  const readings = await world.as.engineer.send(listReadings, { params: { meterId: opened.meterId }, query: {} });
  expect(readings.body.items[0]).toMatchObject({ purpose: "handover", values: { total: "1234.5" }, usage: "9380" });
  const late = await send(opened, [opened.phone.check(opened.lines[1]!.key, { condition: "missing", text: "没了" }), opened.phone.fact("questionAsked", { text: "车位？" })]);
  expect(outcomes(late)).toEqual(["refused", "accepted"]);
  expect(late.body.answers[0]?.reasons[0]?.code).toBe("handover.isSigned");
  expect((await read(opened)).counts).toMatchObject({ unanswered: 1 });

  const [defect] = (await world.as.manager.send(contract.listDefects, { query: {} })).body.items;
  expect(defect).toMatchObject({ text: "地砖空鼓", responsible: "operator", mendBy: "2026-03-16", state: "open", isOverdue: false });
  world.clock.set("2026-03-17T02:00:00Z");
  expect((await world.as.manager.send(contract.listDefects, { query: { overdue: "true" } })).body.items).toHaveLength(1);
  expect((await world.as.manager.send(contract.handoverToday, {})).body).toMatchObject({ openDefects: 1, overdueDefects: 1 });
  const at = { params: { defectId: defect!.id } };
  expect(codes(await world.as.manager.send(contract.confirmDefect, { ...at, body: { isInOrder: true } }))).toEqual(["handover.notMended"]);
  expect((await opened.inspector.send(contract.mendDefect, { ...at, body: { note: "已重铺" } })).body.state).toBe("mended");
  expect(codes(await opened.inspector.send(contract.confirmDefect, { ...at, body: { isInOrder: true } }))).toEqual(["handover.ownMending"]);
  expect((await world.as.manager.send(contract.confirmDefect, { ...at, body: { isInOrder: true } })).body).toMatchObject({ state: "confirmed", isOverdue: false });
});

dbTest("of signatures sent at once from two phones the inspection is signed once", async (world) => {
  const opened = await anInspection(world);
  const facts = looked(opened);
  await send(opened, facts);
  const [property, tenant] = signaturesUnder(opened, facts);
  const replies = await Promise.all([send(opened, [property!]), send(opened, [tenant!]), send(opened, [tenant!])]);
  expect(replies.flatMap(outcomes).toSorted()).toEqual(["accepted", "accepted", "known"]);
  expect((await read(opened)).stage).toBe("signed");
  const defects = await world.as.manager.send(contract.listDefects, { query: { inspectionId: opened.inspectionId } });
  expect(defects.body.items).toHaveLength(1);
  const readings = await world.as.engineer.send(listReadings, { params: { meterId: opened.meterId }, query: {} });
  expect(readings.body.items.filter(({ purpose }) => purpose === "handover")).toHaveLength(1);
});

dbTest("a signature before its records is refused, and taken once they are here", async (world) => {
  const opened = await anInspection(world);
  const facts = looked(opened);
  const signatures = signaturesUnder(opened, facts);
  const early = await send(opened, signatures);
  expect(early.body.answers.map(({ reasons }) => reasons.map(({ code }) => code))).toEqual([
    ["handover.unchecked", "handover.otherContent"],
    ["handover.unchecked", "handover.otherContent"],
  ]);
  await send(opened, facts);
  expect(outcomes(await send(opened, signatures))).toEqual(["accepted", "accepted"]);
});

dbTest("facts of others' inspections, of unknown ones, lines and meters are refused one by one", async (world) => {
  const opened = await anInspection(world);
  const { phone, lines } = opened;
  const stranger = world.as.role("technician", { name: "张工" });
  expect((await send(opened, [phone.check(lines[0]!.key)], stranger)).body.answers[0]?.reasons[0]).toMatchObject({ code: "handover.notYours", facts: { name: "李工" } });
  const reply = await send(opened, [
    phone.check("elsewhere"),
    phone.fact("meterRead", { meterId: newId(), values: { total: "1" }, photo: null, remark: "" }),
    { ...phone.check(lines[0]!.key), inspectionId: newId() },
    phone.check(lines[0]!.key),
  ]);
  expect(reply.body.answers.map(({ reasons }) => reasons[0]?.code)).toEqual(["handover.lineNotFound", "handover.otherMeter", "handover.notFound", undefined]);
  const known = phone.check(lines[1]!.key);
  await send(opened, [known]);
  expect((await send(opened, [{ ...known, happenedAt: "2026-03-09T03:33:00.000Z" }])).body.answers[0]?.reasons[0]?.code).toBe("handover.idTaken");
  const other = await anInspection(world, { before: opened });
  expect((await send(other, [{ ...other.phone.check(lines[0]!.key), id: known.id }])).body.answers[0]?.reasons[0]?.code).toBe("handover.idTaken");
  // Reassigned: what the one before recorded offline is still taken.
  await world.as.manager.send(contract.assignInspection, { params: { inspectionId: opened.inspectionId }, body: { assigneeId: stranger.person.id } });
  expect(outcomes(await send(opened, [phone.check(lines[2]!.key)]))).toEqual(["accepted"]);
  expect(outcomes(await send(opened, [phone.check(lines[3]!.key)], stranger))).toEqual(["accepted"]);
  expect((await world.as.role("cleaner").send(contract.sendFacts, { body: { facts: [phone.check(lines[0]!.key)] as never } })).status).toBe(403);
});

dbTest("a photo goes in pieces, goes on where it ended, and is kept only if it is what its hash says", async (world) => {
  const opened = await anInspection(world);
  const hash = aHash(onePixel);
  const half = Math.floor(onePixel.length / 2);
  const put = (offset: number, bytes: Uint8Array, of = hash, size = onePixel.length) =>
    opened.inspector.send(contract.uploadPhoto, { params: { hash: of }, query: { offset, size } } as never, { file: { name: "piece", bytes } });
  expect((await put(0, onePixel.subarray(0, half))).body).toMatchObject({ received: half, isComplete: false });
  expect((await put(0, onePixel.subarray(0, half))).body).toMatchObject({ received: half, isComplete: false });
  expect((await opened.inspector.send(contract.photoProgress, { params: { hash } })).body).toMatchObject({ received: half, size: onePixel.length });
  expect(codes(await put(half, onePixel.subarray(half), hash, onePixel.length + 5))).toEqual(["handover.otherSize"]);
  expect((await put(half, onePixel.subarray(half))).body).toMatchObject({ received: onePixel.length, isComplete: true });
  expect((await put(0, onePixel)).body).toMatchObject({ isComplete: true });
  const picture = await opened.inspector.send(contract.getPhoto, { params: { hash } });
  expect([picture.headers["content-type"], Buffer.compare(picture.bytes, Buffer.from(onePixel))]).toEqual(["image/png", 0]);
  const wrong = aHash("something else");
  expect(codes(await put(0, onePixel, wrong))).toEqual(["handover.otherPhoto"]);
  expect((await opened.inspector.send(contract.photoProgress, { params: { hash: wrong } })).body).toMatchObject({ received: 0 });
  const text = Buffer.from("<script>alert(1)</script>");
  expect(codes(await put(0, text, aHash(text), text.length))).toEqual(["handover.notAPicture"]);
});

dbTest("a move-out inspection has the items of the move-in and shows what is worse; the tenant's contact reads their own (2.1.3-3)", async (world) => {
  const opened = await anInspection(world);
  const facts = looked(opened);
  await send(opened, [...facts, ...signaturesUnder(opened, facts)]);
  world.clock.set("2026-09-01T02:00:00Z");
  const leaving = await anInspection(world, { type: "moveOut", before: opened });
  expect(leaving.inspection.baselineId).toBe(opened.inspectionId);
  expect(leaving.lines).toEqual(opened.lines);
  const [same, worse] = [leaving.lines[0]!, leaving.lines[1]!];
  await send(leaving, [
    leaving.phone.check(same.key, { condition: "defect", text: "地砖空鼓" }, "2026-09-01T02:00:00.000Z"),
    leaving.phone.check(worse.key, { condition: "defect", text: "天花缺板", responsible: "tenant", photos: [aHash("now")] }, "2026-09-01T02:01:00.000Z"),
    leaving.phone.fact("lineDisputed", { line: worse.key, text: "原来就缺" }, "2026-09-01T02:02:00.000Z"),
  ]);
  const twins = (await world.as.manager.send(contract.getTwins, { params: { inspectionId: leaving.inspectionId } })).body;
  expect(twins.differences).toMatchObject([{ lineKey: worse.key, baseline: "ok", now: "defect", photosNow: [aHash("now")], tenantSays: { agrees: false, text: "原来就缺" } }]);
  expect(twins.baseline).toMatchObject({ id: opened.inspectionId, stage: "signed" });
  const assigned = (await leaving.inspector.send(contract.getAssignments, {})).body;
  expect(assigned.items).toMatchObject([
    {
      id: leaving.inspectionId,
      baseline: { id: opened.inspectionId },
      meters: [{ id: opened.meterId, lastValues: { total: "1234.5" } }],
      contacts: [{ name: "王敏", maySign: true }],
    },
  ]);

  const own = world.as.contact({ tenantId: opened.tenantId });
  expect((await own.send(contract.listOwnInspections, { query: {} })).body.items.map(({ id }) => id)).toEqual([leaving.inspectionId, opened.inspectionId]);
  expect((await own.send(contract.getOwnInspection, { params: { inspectionId: opened.inspectionId } })).body.meters).toMatchObject([{ id: opened.meterId }]);
  expect((await own.send(contract.getInspection, { params: { inspectionId: opened.inspectionId } })).status).toBe(403);
  const { id: otherTenant } = await world.given.tenant();
  const other = world.as.contact({ tenantId: otherTenant });
  expect((await other.send(contract.getOwnInspection, { params: { inspectionId: opened.inspectionId } })).status).toBe(404);
  expect((await other.send(contract.listOwnInspections, { query: {} })).body.items).toEqual([]);
});

dbTest("F03 is issued once both have signed and every photo is here (2.1.1-7)", async (world) => {
  const opened = await anInspection(world);
  const facts = looked(opened, { photo: aHash(onePixel) });
  const at = { params: { inspectionId: opened.inspectionId } };
  expect(codes(await opened.inspector.send(contract.issueRecord, { ...at, body: {} }))).toEqual(["handover.notSigned"]);
  await send(opened, [...facts, ...signaturesUnder(opened, facts)]);
  expect(codes(await opened.inspector.send(contract.issueRecord, { ...at, body: {} }))).toEqual(["handover.photosMissing"]);
  const issue = () => world.given.command((ctx) => issueWhenComplete(ctx, { inspectionId: opened.inspectionId }));
  await issue();
  await opened.inspector.send(contract.uploadPhoto, { params: { hash: aHash(onePixel) }, query: { offset: 0, size: onePixel.length } } as never, {
    file: { name: "p", bytes: onePixel },
  });
  await issue();
  const first = await opened.inspector.send(contract.issueRecord, { ...at, body: { language: "both" } });
  expect(first.status, JSON.stringify(first.body)).toBe(200);
  await issue();
  expect((await opened.inspector.send(contract.issueRecord, { ...at, body: { language: "both" } })).body).toEqual(first.body);
  expect((await opened.inspector.send(contract.issueRecord, { ...at, body: { language: "zh" } })).body).not.toEqual(first.body);
});

dbTest("a reading the meters refuse stops nobody from signing, and is given again once sorted out (2.1.1-5)", async (world) => {
  const opened = await anInspection(world);
  const facts = looked(opened, { reading: "5" });
  expect(outcomes(await send(opened, [...facts, ...signaturesUnder(opened, facts)]))).not.toContain("refused");
  const page = await read(opened);
  expect(page).toMatchObject({ stage: "signed", passed: [{ readingId: null }] });
  expect(page.passed[0]?.refused[0]?.code).toMatch(/^meters\./);
  const again = await opened.inspector.send(contract.passReadings, { params: { inspectionId: opened.inspectionId } });
  expect(again.body.passed[0]?.readingId).toBeNull();
});

dbTest("appointments, assignment and withdrawal have their gates (2.1.3-2)", async (world) => {
  const opened = await anInspection(world);
  const at = { params: { inspectionId: opened.inspectionId } };
  const { manager } = world.as;
  expect(codes(await manager.send(contract.appointInspection, { ...at, body: { appointmentAt: "2026-03-01T02:00:00Z" } }))).toEqual(["handover.appointmentPast"]);
  expect((await manager.send(contract.appointInspection, { ...at, body: { appointmentAt: "2026-03-10T02:00:00Z", note: "大堂见" } })).body).toMatchObject({
    appointmentAt: "2026-03-10T02:00:00Z",
    appointmentNote: "大堂见",
  });
  expect(codes(await manager.send(contract.assignInspection, { ...at, body: { assigneeId: world.as.role("guard").person.id } }))).toEqual(["handover.cannotInspect"]);
  expect((await world.as.role("technician").send(contract.withdrawInspection, { ...at, body: { reason: "改期" } })).status).toBe(403);
  const facts = looked(opened);
  const [property, tenant] = signaturesUnder(opened, facts);
  await send(opened, [...facts, property!]);
  expect(codes(await manager.send(contract.withdrawInspection, { ...at, body: { reason: "改期" } }))).toEqual(["handover.hasBegun"]);
  await send(opened, [tenant!]);
  expect(codes(await manager.send(contract.withdrawInspection, { ...at, body: { reason: "改期" } }))).toEqual(["handover.isSigned"]);

  const next = await anInspection(world, { before: opened });
  expect((await manager.send(contract.withdrawInspection, { params: { inspectionId: next.inspectionId }, body: { reason: "改期" } })).body).toMatchObject({ stage: "withdrawn" });
  expect((await send(next, [next.phone.check(next.lines[0]!.key)])).body.answers[0]?.reasons[0]?.code).toBe("handover.isWithdrawn");
  const { id: strange } = await world.given.unit();
  const wrong = await manager.send(contract.openInspection, { body: { ...opened.body, id: newId(), unitIds: [strange] } });
  expect(codes(wrong)).toEqual(["handover.unitOfOther"]);
  const badBaseline = await manager.send(contract.openInspection, { body: { ...opened.body, id: newId(), baselineId: next.inspectionId } });
  expect(codes(badBaseline)).toEqual(["handover.baselineUnfit"]);
});

dbTest("a new version of the list counts from the next inspection; the sheet goes out and comes back (2.1.1-7)", async (world) => {
  const opened = await anInspection(world);
  const { manager } = world.as;
  const list = (await manager.send(contract.getItemList, { query: {} })).body;
  const changed = { version: list.version, areas: [...list.areas], parts: list.parts.map((part) => ({ ...part, areas: [...part.areas] })).slice(0, 5) };
  const saved = await manager.send(contract.saveItemList, { body: changed });
  expect([saved.status, saved.body.version]).toEqual([200, 1]);
  expect(codes(await manager.send(contract.saveItemList, { body: changed }))).toEqual(["handover.listChanged"]);
  expect(codes(await manager.send(contract.saveItemList, { body: { ...changed, version: 1, parts: [{ ...changed.parts[0]!, areas: ["nowhere"] }] } }))).toEqual([
    "handover.listUnknownArea",
  ]);
  expect((await read(opened)).lines).toEqual(opened.lines);
  expect((await anInspection(world, { before: opened })).lines.length).toBeLessThan(opened.lines.length);
  const sheet = await manager.send(contract.exportItemList, { query: {} });
  const back = await manager.send(contract.importItemList, {} as never, { file: { name: "清单.xlsx", bytes: sheet.bytes } });
  expect(back.status, JSON.stringify(back.body)).toBe(200);
  expect(back.body.parts).toEqual(changed.parts);
  expect((await world.as.officer.send(contract.saveItemList, { body: changed })).status).toBe(403);
  for (const export_ of [contract.exportInspections, contract.exportDefects]) expect((await manager.send(export_, { query: {} })).status).toBe(200);
});

dbTest("facts stand whoever asks the database", async (world) => {
  const opened = await anInspection(world);
  await send(opened, [opened.phone.check(opened.lines[0]!.key)]);
  const attempt = world.given.command((ctx) =>
    ctx.tx
      .updateTable("handover.inspection_fact")
      .set({ number: 9 })
      .where("inspection_id", "=", opened.inspectionId as Id<"inspection">)
      .execute(),
  );
  await expect(attempt).rejects.toThrow(/permission denied|never changed/);
});
