import { expect } from "vitest";
import { newId } from "#kernel/id.ts";
import { readSheets, writeSheet } from "#platform/spreadsheet/index.ts";
import { codes, dbTest, type World } from "#test/harness/index.ts";
import * as contract from "../contract.ts";
import { aMeter } from "../samples.ts";

// A clock of the test: Monday 2026-03-09 10:00 in Shanghai.
const march = { month: "2026-03", fromDay: "2026-03-07", toDay: "2026-03-09" };
const readAt = "2026-03-09T01:30:00Z";

/** A route with meters on it and its round of March, open. */
async function aRound({ as }: World, meters: readonly Parameters<typeof aMeter>[0][]) {
  const routeId = newId<"route">();
  await as.engineer.send(contract.addRoute, { body: { id: routeId, name: `路线 ${routeId.slice(-6)}` } });
  const installed = [];
  for (const meter of meters) {
    const reply = await as.engineer.send(contract.installMeter, { body: aMeter({ routeId, ...meter }) });
    expect(reply.status, JSON.stringify(reply.body)).toBe(200);
    installed.push(reply.body);
  }
  const roundId = newId<"round">();
  const opened = await as.engineer.send(contract.openRound, { body: { id: roundId, routeId, ...march } });
  expect(opened.status, JSON.stringify(opened.body)).toBe(200);
  return { roundId, routeId, meters: installed };
}

dbTest("a meter is entered with its opening reading and multiplier (2.1.1-5, EN-04)", async ({ given, as }) => {
  const { id: unitId } = await given.unit({ unitNo: "1803" });
  const { id: tenantId } = await given.tenant({ name: "云帆科技有限公司" });
  await given.lease({ tenantId, unitId });
  const reply = await as.engineer.send(contract.installMeter, {
    body: aMeter({ meterNo: "E-1803", role: "tenant", unitIds: [unitId], multiplier: "40", opening: { total: "1234.56" } }),
  });
  expect(reply.body).toMatchObject({
    meterNo: "E-1803",
    multiplier: "40",
    units: ["1座 18F 1803"],
    tenants: ["云帆科技有限公司"],
    lastValues: { total: "1234.56" },
    lastUsage: null,
  });
  const page = await as.role("technician").send(contract.listMeters, { query: { search: "1803" } });
  expect(page.body.items.map(({ meterNo }) => meterNo)).toEqual(["E-1803"]);
  expect(codes(await as.engineer.send(contract.installMeter, { body: aMeter({ meterNo: "E-1803" }) }))).toEqual(["meters.meterNoTaken"]);
  expect((await as.role("technician").send(contract.installMeter, { body: aMeter() })).status).toBe(403);
  expect((await as.nobody.send(contract.listMeters, { query: {} })).status).toBe(401);
});

dbTest("a meter is taken out with its closing reading, and read no more", async ({ as, clock }) => {
  const meter = (await as.engineer.send(contract.installMeter, { body: aMeter() })).body;
  clock.advance({ hours: 24 });
  const closing = { id: newId<"reading">(), readAt: clock.now().toString(), values: { total: "99999" }, state: "normal" as const, remark: "拆表", isCertain: true };
  const removal = { params: { meterId: meter.id }, body: { reason: "改造拆除", version: meter.version, closing } };
  const reply = await as.engineer.send(contract.removeMeter, removal);
  expect(reply.status, JSON.stringify(reply.body)).toBe(200);
  expect(reply.body).toMatchObject({ state: "removed" });
  expect((await as.engineer.send(contract.listReadings, { params: { meterId: meter.id }, query: {} })).body.items.map(({ id }) => id)).toContain(closing.id);
  expect(codes(await as.engineer.send(contract.removeMeter, removal))).toEqual(["meters.stale"]);
});

dbTest("a meter hangs below a main meter of its kind, and never below itself", async ({ as }) => {
  const root = (await as.engineer.send(contract.installMeter, { body: aMeter({ role: "main" }) })).body;
  const sub = (await as.engineer.send(contract.installMeter, { body: aMeter({ role: "main", parentId: root.id }) })).body;
  const { meterNo, direction, calibratedOn, calibrationDue, place, unitIds, routeId, position, tariffId, version } = root;
  const change = { meterNo, role: "main" as const, direction, calibratedOn, calibrationDue, place, unitIds: [...unitIds], routeId, position, tariffId, version };
  expect(codes(await as.engineer.send(contract.changeMeter, { params: { meterId: root.id }, body: { ...change, parentId: sub.id } }))).toEqual(["meters.parentCircle"]);
  expect(codes(await as.engineer.send(contract.installMeter, { body: aMeter({ kind: "water", parentId: root.id }) }))).toEqual(["meters.parentNotMain"]);
  expect(codes(await as.engineer.send(contract.removeMeter, { params: { meterId: root.id }, body: { reason: "拆除", version } }))).toEqual(["meters.hasChildren"]);
  const tree = await as.engineer.send(contract.meterTree, { query: {} });
  expect(tree.body.items.map(({ id, parentId }) => [id, parentId])).toEqual(expect.arrayContaining([[sub.id, root.id]]));
});

dbTest("a reading sent twice by the phone counts once; another person's is told who was first", async (world) => {
  const { roundId, meters } = await aRound(world, [{ multiplier: "40" }]);
  const meterId = meters[0]!.id;
  const [tom, mary] = [world.as.role("technician", { name: "王工" }), world.as.role("technician", { name: "李工" })];
  const body = { id: newId<"reading">(), meterId, readAt, values: { total: "66.64" } };
  const first = await tom.send(contract.takeReading, { params: { roundId }, body });
  const again = await tom.send(contract.takeReading, { params: { roundId }, body });
  expect([first.status, again.status, again.body.id, again.body.usage]).toEqual([200, 200, body.id, "2665.6"]);
  const other = await mary.send(contract.takeReading, { params: { roundId }, body: { ...body, id: newId() } });
  expect([other.status, codes(other)]).toEqual([409, ["meters.alreadyRead"]]);
  expect(codes(await mary.send(contract.takeReading, { params: { roundId }, body: { ...body, values: { total: "70" } } }))).toEqual(["meters.idTaken"]);
  const round = await tom.send(contract.getRound, { params: { roundId } });
  expect(round.body).toMatchObject({ read: 1, meters: 1, waiting: 0, inWindow: 1, photos: 0 });
});

dbTest("of two readings of one meter in one round taken at once, one wins and the other is told", async (world) => {
  const { roundId, meters } = await aRound(world, [{}]);
  const people = ["王工", "李工"].map((name) => world.as.role("technician", { name }));
  await world.given.command(async () => {}); // both are on record before either reads
  const replies = await Promise.all(
    people.map((person, index) =>
      person.send(contract.takeReading, { params: { roundId }, body: { id: newId(), meterId: meters[0]!.id, readAt, values: { total: String(10 + index) } } }),
    ),
  );
  expect(replies.map(({ status }) => status).sort()).toEqual([200, 409]);
  expect(codes(replies.find(({ status }) => status === 409)!)).toEqual(["meters.alreadyRead"]);
});

dbTest("a rollover counts 2 400 kWh once a second person confirms it (vector V7)", async (world) => {
  const { as } = world;
  const { roundId, meters } = await aRound(world, [{ digits: 5, multiplier: "30", opening: { total: "99950" } }]);
  const reading = { id: newId<"reading">(), meterId: meters[0]!.id, readAt, values: { total: "30" } };
  const take = (more: object) => as.engineer.send(contract.takeReading, { params: { roundId }, body: { ...reading, ...more } });
  expect(codes(await take({}))).toEqual(["meters.belowPrevious"]);
  expect((await take({ state: "rollover", remark: "计数器过零" })).body).toMatchObject({ usage: "2400", standing: "waiting", doubts: ["rollover"] });
  const review = { params: { readingId: reading.id }, body: { decision: "confirmed" as const } };
  expect(codes(await as.engineer.send(contract.reviewReading, review))).toEqual(["meters.ownReading"]);
  expect(codes(await as.engineer.send(contract.closeRound, { params: { roundId } }))).toEqual(["meters.waiting"]);
  expect((await as.manager.send(contract.reviewReading, review)).body).toMatchObject({ standing: "confirmed", reviewerName: "projectManager" });
  expect((await as.engineer.send(contract.closeRound, { params: { roundId } })).body).toMatchObject({ state: "closed" });
});

dbTest("of two people confirming one rollover, one does and the other is told", async (world) => {
  const { roundId, meters } = await aRound(world, [{ digits: 5, opening: { total: "99950" } }]);
  const body = { id: newId<"reading">(), meterId: meters[0]!.id, readAt, values: { total: "30" }, state: "rollover" as const, remark: "过零" };
  await world.as.role("technician").send(contract.takeReading, { params: { roundId }, body });
  const reviewers = [world.as.engineer, world.as.manager];
  await world.given.command(async () => {}); // both are on record before either decides
  const replies = await Promise.all(reviewers.map((person) => person.send(contract.reviewReading, { params: { readingId: body.id }, body: { decision: "confirmed" } })));
  expect(replies.map(({ status }) => status).sort()).toEqual([200, 409]);
  expect(codes(replies.find(({ status }) => status === 409)!)).toEqual(["meters.notWaiting"]);
});

dbTest("a doubtful value is read again or confirmed with a remark; sent back, it is read again", async (world) => {
  const { given, as } = world;
  const { id: unitId } = await given.unit();
  const { id: tenantId } = await given.tenant();
  await given.lease({ tenantId, unitId });
  const { roundId, meters } = await aRound(world, [{ role: "tenant", unitIds: [unitId], opening: { total: "100" } }]);
  const technician = as.role("technician");
  const take = (more: object) =>
    technician.send(contract.takeReading, { params: { roundId }, body: { id: newId(), meterId: meters[0]!.id, readAt, values: { total: "100" }, ...more } });
  expect(codes(await take({}))).toEqual(["meters.implausible"]);
  expect(codes(await take({ isCertain: true }))).toEqual(["meters.remarkMissing"]);
  const taken = await take({ isCertain: true, remark: "租户停业装修" });
  expect(taken.body).toMatchObject({ standing: "waiting", doubts: ["zeroOccupied"], usage: "0" });
  const sentBack = await as.engineer.send(contract.reviewReading, { params: { readingId: taken.body.id }, body: { decision: "sentBack", note: "表盘看错" } });
  expect(sentBack.body).toMatchObject({ standing: "sentBack" });
  expect((await take({ values: { total: "120" } })).body).toMatchObject({ standing: "accepted", usage: "20" });
  const history = await technician.send(contract.listReadings, { params: { meterId: meters[0]!.id }, query: {} });
  expect(history.body.items.map(({ standing }) => standing).sort()).toEqual(["accepted", "accepted", "superseded"]);
});

dbTest("a replacement counts old final and new part once somebody else confirmed it", async (world) => {
  const { as } = world;
  const { roundId, meters } = await aRound(world, [{ meterNo: "OLD-1", multiplier: "40", opening: { total: "100" } }]);
  const meterId = meters[0]!.id;
  const body = {
    ...{
      id: newId<"replacement">(),
      replacedAt: "2026-03-08T02:00:00Z",
      oldFinal: { total: "110" },
      newMeterNo: "NEW-1",
      newDigits: 6,
      newMultiplier: "60",
      newOpening: { total: "3" },
    },
    reason: "检定到期",
  };
  expect(codes(await as.engineer.send(contract.recordReplacement, { params: { meterId }, body: { ...body, oldFinal: { total: "90" } } }))).toEqual(["meters.belowPrevious"]);
  await as.engineer.send(contract.recordReplacement, { params: { meterId }, body });
  const take = (more: object) =>
    as.role("technician").send(contract.takeReading, { params: { roundId }, body: { id: newId(), meterId, readAt, values: { total: "13.5" }, ...more } });
  expect(codes(await take({ state: "replaced" }))).toEqual(["meters.replacementWaiting"]);
  const params = { replacementId: body.id };
  expect(codes(await as.engineer.send(contract.reviewReplacement, { params, body: { decision: "confirmed" } }))).toEqual(["meters.ownReplacement"]);
  expect((await as.manager.send(contract.reviewReplacement, { params, body: { decision: "confirmed" } })).body).toMatchObject({ state: "confirmed", meterNo: "NEW-1" });
  expect((await take({ state: "replaced" })).body).toMatchObject({ usage: "1030", standing: "accepted", multiplier: "60" });
});

dbTest("the photo of a reading is kept with it and counts for the round (EN-02)", async (world) => {
  const { roundId, meters } = await aRound(world, [{}]);
  const id = newId<"reading">();
  const technician = world.as.role("technician");
  await technician.send(contract.takeReading, { params: { roundId }, body: { id, meterId: meters[0]!.id, readAt, values: { total: "5" } } });
  const png = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==", "base64");
  const reply = await technician.send(contract.attachPhoto, { params: { readingId: id } }, { file: { name: "表.png", bytes: png, type: "image/png" } });
  expect(reply.status, JSON.stringify(reply.body)).toBe(200);
  expect((await technician.send(contract.getPhoto, { params: { readingId: id } })).bytes.equals(png)).toBe(true);
  expect((await technician.send(contract.getRound, { params: { roundId } })).body.photos).toBe(1);
});

dbTest("a ledger comes in from Excel, main meters first; rows that cannot come in are named", async ({ given, as }) => {
  await given.unit({ unitNo: "1803" });
  const bytes = await writeSheet({
    sheet: "台账",
    columns: ["表号", "种类", "用途", "位数", "倍率", "单元", "上级表号", "底数", "安装日期"].map((title) => ({ title })),
    rows: [
      ["E-1803", "电", "户表", "6", "40", "1803", "E-MAIN", "12.5", "2026-01-31"],
      ["E-MAIN", "电", "总表", "7", "400", "", "", "0", "2026-01-31"],
      ["E-9", "电", "户表", "6", "1", "9999", "", "0", "2026-01-31"],
      ["E-10", "煤", "户表", "x", "1", "", "", "0", ""],
    ],
  });
  const file = { name: "台账.xlsx", bytes };
  const dry = await as.engineer.send(contract.importMeters, { query: { dryRun: "true" } }, { file });
  expect(dry.body).toMatchObject({ read: 4, added: 2, known: 0, refused: 2 });
  expect(dry.body.problems.map(({ code }) => code).sort()).toEqual(["meters.cellUnreadable", "meters.cellUnreadable", "meters.unitUnknown"]);
  expect((await as.engineer.send(contract.listMeters, { query: {} })).body.items).toEqual([]);
  expect((await as.engineer.send(contract.importMeters, { query: {} }, { file })).body).toMatchObject({ added: 2, refused: 2 });
  expect((await as.engineer.send(contract.importMeters, { query: {} }, { file })).body).toMatchObject({ added: 0, known: 2 });
  const [main, sub] = (await as.engineer.send(contract.listMeters, { query: {} })).body.items.toSorted((one, other) => (one.role < other.role ? -1 : 1));
  expect([main?.meterNo, sub?.parentNo, sub?.lastValues]).toEqual(["E-MAIN", "E-MAIN", { total: "12.5" }]);
});

dbTest("a round's sheet is filled in and imported; doubtful rows without a remark are named", async (world) => {
  const { as } = world;
  const { roundId, meters } = await aRound(world, [{ meterNo: "A-1" }, { meterNo: "A-2", opening: { total: "50" } }]);
  const sheet = await as.engineer.send(contract.exportRound, { params: { roundId } });
  const rows: unknown[] = [];
  for await (const row of (await readSheets(new Uint8Array(sheet.bytes), "a.xlsx")).rows(0)) rows.push(row.cells[0]);
  expect(rows).toEqual(["表号", "A-1", "A-2"]);
  const bytes = await writeSheet({
    sheet: "x",
    columns: [{ title: "表号" }, { title: "本次读数" }],
    rows: [
      ["A-1", "7"],
      ["A-2", "40"],
      ["A-3", "1"],
    ],
  });
  const reply = await as.engineer.send(contract.importReadings, { params: { roundId }, query: {} }, { file: { name: "读数.xlsx", bytes } });
  expect(reply.body).toMatchObject({ read: 3, added: 1, refused: 2 });
  expect(reply.body.problems.map(({ code }) => code).sort()).toEqual(["meters.meterUnknown", "meters.rowRefused"]);
  expect((await as.engineer.send(contract.getRound, { params: { roundId } })).body).toMatchObject({ read: 1, byHand: 0 });
  expect(meters).toHaveLength(2);
});

dbTest("form F20 prints with its proof code", async (world) => {
  const { roundId } = await aRound(world, [{ place: "B1 配电间" }]);
  const reply = await world.as.engineer.send(contract.printRound, { params: { roundId }, body: {} });
  expect(reply.status, reply.bytes.toString().slice(0, 300)).toBe(200);
  expect(reply.bytes.subarray(0, 5).toString()).toBe("%PDF-");
});
