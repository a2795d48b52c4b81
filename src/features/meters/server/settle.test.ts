import { expect } from "vitest";
import { newId } from "#kernel/id.ts";
import { codes, dbTest, type World } from "#test/harness/index.ts";
import * as contract from "../contract.ts";
import { sayUsage } from "../rules.ts";
import { aMeter } from "../samples.ts";

const march = { kind: "electricity", month: "2026-03" } as const;

/** The building of vector V6: one tenant at 2 665.6 kWh, another at 138 584.8, a lobby, a main meter; read, priced and shared by use. */
async function building({ given, as }: World, policy: "byUsage" | "none" = "byUsage") {
  const finance = as.role("finance");
  const units = [await given.unit({ unitNo: "1801" }), await given.unit({ unitNo: "1802" })];
  const tenants = [await given.tenant({ name: "云帆科技有限公司" }), await given.tenant({ name: "大用户有限公司" })];
  for (const [index, { id: tenantId }] of tenants.entries()) await given.lease({ tenantId, unitId: units[index]!.id });
  const tariffId = newId<"tariff">();
  await finance.send(contract.addTariff, {
    body: { id: tariffId, name: "统一电价", kind: "electricity", isDefault: true, fromDay: "2025-01-01", form: { form: "flat", price: "0.7983" } },
  });
  const set = await finance.send(contract.setPolicy, { body: { kind: "electricity", fromDay: "2026-01-01", common: policy, loss: policy, tariffId } });
  expect(set.status, JSON.stringify(set.body)).toBe(200);
  const routeId = newId<"route">();
  await as.engineer.send(contract.addRoute, { body: { id: routeId, name: "电表" } });
  const main = aMeter({ meterNo: "MAIN", role: "main", digits: 7, routeId });
  const below = { parentId: main.id, routeId };
  const meters = [
    { meter: main, value: "182400" },
    { meter: aMeter({ meterNo: "E-1801", role: "tenant", unitIds: [units[0]!.id], multiplier: "40", opening: { total: "1234.56" }, ...below }), value: "1301.2" },
    { meter: aMeter({ meterNo: "E-1802", role: "tenant", unitIds: [units[1]!.id], ...below }), value: "138584.8" },
    { meter: aMeter({ meterNo: "LOBBY", ...below }), value: "33600" },
  ];
  for (const { meter } of meters) expect((await as.engineer.send(contract.installMeter, { body: meter })).status).toBe(200);
  const roundId = newId<"round">();
  await as.engineer.send(contract.openRound, { body: { id: roundId, routeId, month: "2026-03", fromDay: "2026-03-07", toDay: "2026-03-09" } });
  for (const { meter, value } of meters) {
    const body = { id: newId<"reading">(), meterId: meter.id, readAt: "2026-03-09T01:00:00Z", values: { total: value } };
    expect((await as.engineer.send(contract.takeReading, { params: { roundId }, body })).status).toBe(200);
  }
  return { finance, tenants, tariffId, roundId, units };
}

async function published(world: World) {
  const house = await building(world);
  await world.as.engineer.send(contract.closeRound, { params: { roundId: house.roundId } });
  const preview = (await house.finance.send(contract.previewSettlement, { query: march })).body;
  const id = newId<"settlement">();
  const body = { id, ...march, dueOn: "2026-04-05", fingerprint: preview.fingerprint };
  const reply = await house.finance.send(contract.publishSettlement, { body });
  expect(reply.status, JSON.stringify(reply.body)).toBe(200);
  return { ...house, id, preview, settlement: reply.body };
}

dbTest("from readings to the bill: 2 127.95, 506.19 of common use and 113.74 of loss (vector V6)", async (world) => {
  const { finance, tenants, id, preview, settlement } = await published(world);
  const own = preview.lines.filter(({ tenant }) => tenant === "云帆科技有限公司");
  expect(own.map(({ kind, quantity, amount }) => [kind, quantity, amount])).toEqual([
    ["usage", "2665.6", 2127_95],
    ["common", "634.0808", 506_19],
    ["loss", "142.4719", 113_74],
  ]);
  expect(preview.pools).toMatchObject([{ meterNo: "MAIN", loss: "7549.6", lossPercent: "4.139" }]);
  expect(settlement).toMatchObject({ state: "published", objectionsUntil: "2026-03-16", openObjections: 0 });

  expect(codes(await finance.send(contract.billSettlement, { params: { settlementId: id } }))).toEqual(["meters.objectionsRun"]);
  world.clock.advance({ hours: 24 * 8 });
  expect((await finance.send(contract.billSettlement, { params: { settlementId: id } })).body).toMatchObject({ state: "billed" });
  expect(codes(await finance.send(contract.billSettlement, { params: { settlementId: id } }))).toEqual(["meters.notPublished"]);
  const lines = (await finance.send(contract.getSettlement, { params: { settlementId: id } })).body.items;
  const mine = lines.filter(({ tenantId }) => tenantId === tenants[0]!.id);
  await world.given.command(async (ctx) => {
    const charges = await ctx.tx.selectFrom("billing.charge").select(["amount", "fee_item", "source_kind"]).where("tenant_id", "=", tenants[0]!.id).orderBy("amount").execute();
    expect(charges.map(({ amount, fee_item }) => [amount, fee_item])).toEqual([
      [113_74, "electricity"],
      [506_19, "electricity"],
      [2127_95, "electricity"],
    ]);
  });
  expect(sayUsage(mine[0]!, "zh").join("")).toContain("（1301.2 − 1234.56）× 倍率 40 = 2665.6");
});

dbTest("by the policy none nothing is shared, 0.00 (vector V6)", async (world) => {
  const { finance, roundId } = await building(world, "none");
  await world.as.engineer.send(contract.closeRound, { params: { roundId } });
  const { body } = await finance.send(contract.previewSettlement, { query: march });
  expect(body.lines.map(({ kind, amount }) => [kind, amount])).toEqual([
    ["usage", 2127_95],
    ["usage", 110632_25],
  ]);
});

dbTest("an open round, a meter without its reading and a month without tariff stand against publishing", async (world) => {
  const { finance } = await building(world);
  await world.as.engineer.send(contract.installMeter, { body: aMeter({ meterNo: "FORGOTTEN" }) });
  const preview = (await finance.send(contract.previewSettlement, { query: march })).body;
  expect(preview.problems.map(({ code }) => code).sort()).toEqual(["meters.monthUnread", "meters.roundOpen"]);
  const reply = await finance.send(contract.publishSettlement, { body: { id: newId(), ...march, dueOn: "2026-04-05", fingerprint: preview.fingerprint } });
  expect([reply.status, codes(reply)]).toEqual([409, ["meters.monthUnread", "meters.roundOpen"]]);
  expect((await world.as.engineer.send(contract.previewSettlement, { query: march })).status).toBe(403);
});

dbTest("a tenant that changes mid-month with a reading at the handover pays its own part; a doubtful one is reviewed first (2.1.3-3)", async (world) => {
  const { given, as } = world;
  const { id: unitId } = await given.unit({ unitNo: "1901" });
  const [leaves, comes] = [await given.tenant({ name: "甲公司" }), await given.tenant({ name: "乙公司" })];
  await given.lease({ tenantId: leaves.id, unitId, end: "2026-03-04" });
  await given.lease({ tenantId: comes.id, unitId, start: "2026-03-05" });
  const finance = as.role("finance");
  const form = { form: "flat" as const, price: "1" };
  await finance.send(contract.addTariff, { body: { id: newId(), name: "电", kind: "electricity", isDefault: true, fromDay: "2025-01-01", form } });
  const routeId = newId<"route">();
  await as.engineer.send(contract.addRoute, { body: { id: routeId, name: "电表" } });
  const meter = aMeter({ role: "tenant", unitIds: [unitId], routeId });
  await as.engineer.send(contract.installMeter, { body: meter });
  world.clock.set("2026-03-04T10:00:00Z");
  const closing = { id: newId<"reading">(), readAt: "2026-03-04T09:00:00Z", values: { total: "0" }, isCertain: true, remark: "整月停业" };
  expect((await as.role("technician").send(contract.takeHandoverReading, { params: { meterId: meter.id }, body: closing })).body).toMatchObject({
    standing: "waiting",
    purpose: "handover",
  });
  world.clock.set("2026-03-09T02:00:00Z");
  const roundId = newId<"round">();
  await as.engineer.send(contract.openRound, { body: { id: roundId, routeId, month: "2026-03", fromDay: "2026-03-09", toDay: "2026-03-09" } });
  await as.engineer.send(contract.takeReading, { params: { roundId }, body: { id: newId(), meterId: meter.id, readAt: "2026-03-09T01:00:00Z", values: { total: "60" } } });
  await as.engineer.send(contract.closeRound, { params: { roundId } });
  const preview = async () => (await finance.send(contract.previewSettlement, { query: march })).body;
  expect((await preview()).problems.map(({ code }) => code)).toEqual(["meters.waiting"]);
  await as.engineer.send(contract.reviewReading, { params: { readingId: closing.id }, body: { decision: "confirmed" } });
  const { lines, problems } = await preview();
  expect([problems, lines.map(({ tenant, amount, from }) => [tenant, amount, from])]).toEqual([
    [],
    [
      ["甲公司", 0, "2026-01-31"],
      ["乙公司", 60_00, "2026-03-05"],
    ],
  ]);
});

dbTest("of two who publish one month, one does; what changed since the preview is refused", async (world) => {
  const { finance, roundId, tariffId } = await building(world);
  await world.as.engineer.send(contract.closeRound, { params: { roundId } });
  const { fingerprint } = (await finance.send(contract.previewSettlement, { query: march })).body;
  const prices = { fromDay: "2026-01-01", form: { form: "flat" as const, price: "0.8" }, version: 1 };
  await finance.send(contract.setPrices, { params: { tariffId }, body: prices });
  const body = { ...march, dueOn: "2026-04-05", fingerprint };
  expect(codes(await finance.send(contract.publishSettlement, { body: { id: newId(), ...body } }))).toEqual(["meters.previewChanged"]);
  const fresh = (await finance.send(contract.previewSettlement, { query: march })).body;
  const replies = await Promise.all([1, 2].map(() => finance.send(contract.publishSettlement, { body: { id: newId(), ...body, fingerprint: fresh.fingerprint } })));
  expect(replies.map(({ status }) => status).sort()).toEqual([200, 409]);
  expect(codes(replies.find(({ status }) => status === 409)!)).toEqual(["meters.alreadySettled"]);
  expect(codes(await finance.send(contract.setPrices, { params: { tariffId }, body: { ...prices, version: 2 } }))).toEqual(["meters.settledFrom"]);
});

dbTest("a published month locks its readings until it is withdrawn; a billed one for good", async (world) => {
  const { finance, id, roundId } = await published(world);
  const readings = (await world.as.engineer.send(contract.getRound, { params: { roundId } })).body.lines;
  const readingId = readings[0]!.reading!.id;
  const sendBack = () => world.as.manager.send(contract.reviewReading, { params: { readingId }, body: { decision: "sentBack" } });
  expect(codes(await sendBack())).toEqual(["meters.locked"]);
  expect(codes(await world.as.engineer.send(contract.reopenRound, { params: { roundId }, body: { reason: "抄错" } }))).toEqual(["meters.settledRound"]);
  expect((await finance.send(contract.withdrawSettlement, { params: { settlementId: id }, body: { reason: "总表抄错" } })).body).toMatchObject({ state: "withdrawn" });
  await world.as.engineer.send(contract.reopenRound, { params: { roundId }, body: { reason: "总表抄错" } });
  expect((await sendBack()).body).toMatchObject({ standing: "sentBack" });
  await world.given.command(async (ctx) => {
    await expect(ctx.tx.updateTable("meters.reading").set({ usage: "1" }).where("id", "=", readingId).execute()).rejects.toThrow(/never changed/);
  });
});

dbTest("a tenant sees its own lines, objects within seven days, and is answered before the bill", async (world) => {
  const { finance, tenants, id } = await published(world);
  const [contact, other] = tenants.map(({ id: tenantId }) => world.as.contact({ tenantId, authorities: ["fees"] }));
  const shares = await contact!.send(contract.listOwnShares, { query: {} });
  expect(shares.body.items.map(({ month, owed, items }) => [month, owed, items.length])).toEqual([["2026-03", 2747_88, 3]]);
  const objection = { id: newId<"objection">(), said: "公共用量为何增加？" };
  expect((await contact!.send(contract.objectToShare, { params: { settlementId: id }, body: objection })).body).toMatchObject({ tenant: "云帆科技有限公司", answer: null });
  expect((await other!.send(contract.listOwnShares, { query: {} })).body.items[0]?.objections).toEqual([]);
  expect((await world.as.contact({ tenantId: tenants[0]!.id, authorities: ["repair"] }).send(contract.listOwnShares, { query: {} })).status).toBe(403);
  world.clock.advance({ hours: 24 * 8 });
  expect(codes(await finance.send(contract.billSettlement, { params: { settlementId: id } }))).toEqual(["meters.objectionsOpen"]);
  const answer = { params: { objectionId: objection.id }, body: { answer: "大堂空调调试，附抄表照片。" } };
  expect((await finance.send(contract.answerObjection, answer)).body).toMatchObject({ answeredByName: "finance" });
  expect(codes(await finance.send(contract.answerObjection, answer))).toEqual(["meters.alreadyAnswered"]);
  expect(codes(await other!.send(contract.objectToShare, { params: { settlementId: id }, body: { id: newId(), said: "晚了" } }))).toEqual(["meters.objectionsOver"]);
  expect((await finance.send(contract.billSettlement, { params: { settlementId: id } })).status).toBe(200);
});
