import { expect } from "vitest";
import { newId } from "#kernel/id.ts";
import { codes, dbTest } from "#test/harness/index.ts";
import * as contract from "../contract.ts";

const site = { name: "江滨大厦", zone: "Asia/Shanghai", address: "" };
const building = { code: "2", name: "2座", position: 1 };
const unit = { grossCenti: 12_000, netCenti: 9_000, chargeableCenti: 12_000, use: "office", state: "lettable" } as const;

dbTest("two sites never share a code", async ({ as }) => {
  const administrator = as.administrator;
  const open = (code: string) => administrator.send(contract.createSite, { body: { id: newId(), code, ...site } });
  expect((await open("JB-01")).status).toBe(200);
  const reply = await open("JB-01");
  expect([reply.status, codes(reply)]).toEqual([409, ["sites.siteCodeTaken"]]);
});

dbTest("a site lies in a time zone that exists", async ({ as }) => {
  const reply = await as.administrator.send(contract.createSite, { body: { id: newId(), code: "JB-02", ...site, zone: "Asia/Nowhere" } });
  expect([reply.status, codes(reply)]).toEqual([422, ["sites.noSuchZone"]]);
});

dbTest("an address that no database can hold is refused at the edge", async ({ as }) => {
  const reply = await as.administrator.send(contract.createSite, { body: { id: newId(), code: "JB-03", ...site, address: "滨江路\0 1 号" } });
  expect(reply.status).toBe(422);
});

dbTest("only who administers the company opens a site; only managers and leasing officers build in it", async ({ as }) => {
  expect((await as.manager.send(contract.createSite, { body: { id: newId(), code: "JB-04", ...site } })).status).toBe(403);
  expect((await as.officer.send(contract.createBuilding, { body: { id: newId(), ...building } })).status).toBe(403);
  expect((await as.role("leasingOfficer").send(contract.createBuilding, { body: { id: newId(), ...building } })).status).toBe(200);
});

dbTest("two buildings of a site never share a code", async ({ as }) => {
  await as.manager.send(contract.createBuilding, { body: { id: newId(), ...building } });
  const reply = await as.manager.send(contract.createBuilding, { body: { id: newId(), ...building, name: "二座" } });
  expect([reply.status, codes(reply)]).toEqual([409, ["sites.buildingCodeTaken"]]);
});

dbTest("a change made from an old reading of a building is refused", async ({ given, as }) => {
  const { id: buildingId } = await given.building();
  const change = () => as.manager.send(contract.changeBuilding, { params: { buildingId }, body: { ...building, version: 1 } });
  expect((await change()).body).toMatchObject({ code: "2", version: 2 });
  expect(codes(await change())).toEqual(["sites.stale"]);
});

dbTest("two floors of a building never share a name", async ({ given, as }) => {
  const { buildingId } = await given.unit({ floor: "18F" });
  const reply = await as.manager.send(contract.createFloor, { params: { buildingId }, body: { id: newId(), name: "18F", level: 19 } });
  expect([reply.status, codes(reply)]).toEqual([409, ["sites.floorNameTaken"]]);
});

dbTest("there is no level 0 between the ground floor and the first basement", async ({ given, as }) => {
  const { id: buildingId } = await given.building();
  const reply = await as.manager.send(contract.createFloor, { params: { buildingId }, body: { id: newId(), name: "G", level: 0 } });
  expect([reply.status, codes(reply)]).toEqual([422, ["sites.levelZero"]]);
});

dbTest("two units of a building never share a number, on whatever floor", async ({ given, as }) => {
  await given.unit({ unitNo: "1803", floor: "18F" });
  const { floorId } = await given.unit({ unitNo: "1901", floor: "19F", level: 19 });
  const reply = await as.manager.send(contract.createUnit, { body: { id: newId(), unitNo: "1803", floorId, ...unit } });
  expect([reply.status, codes(reply)]).toEqual([409, ["sites.unitNoTaken"]]);
});

dbTest("a unit is not larger inside than outside", async ({ given, as }) => {
  const { floorId } = await given.unit();
  const reply = await as.manager.send(contract.createUnit, { body: { id: newId(), unitNo: "1899", floorId, ...unit, netCenti: 12_001 } });
  expect([reply.status, codes(reply)]).toEqual([422, ["sites.netAboveGross"]]);
});

dbTest("a floor with units and a building with floors stay; emptied, both go", async ({ given, as }) => {
  const { id: unitId, floorId, buildingId } = await given.unit();
  const removeFloor = () => as.manager.send(contract.removeFloor, { params: { floorId } });
  const removeBuilding = () => as.manager.send(contract.removeBuilding, { params: { buildingId } });
  expect(codes(await removeFloor())).toEqual(["sites.notEmpty"]);
  expect(codes(await removeBuilding())).toEqual(["sites.notEmpty"]);
  await as.manager.send(contract.removeUnit, { params: { unitId } });
  expect((await removeFloor()).status).toBeLessThan(300);
  expect((await removeBuilding()).status).toBeLessThan(300);
  expect(codes(await removeBuilding())).toEqual(["sites.buildingNotFound"]);
});

dbTest("a floor removed while a unit is added to it never fails: one of the two is refused", async ({ given, as }) => {
  const { id: buildingId } = await given.building();
  const floorId = newId<"floor">();
  await as.manager.send(contract.createFloor, { params: { buildingId }, body: { id: floorId, name: "20F", level: 20 } });
  const replies = await Promise.all([
    as.manager.send(contract.createUnit, { body: { id: newId(), unitNo: "2001", floorId, ...unit } }),
    as.manager.send(contract.removeFloor, { params: { floorId } }),
  ]);
  expect(replies.filter(({ status }) => status < 300)).toHaveLength(1);
  expect(replies.filter(({ status }) => status === 404 || status === 409)).toHaveLength(1);
});

dbTest("a unit with a lease is withdrawn, not removed", async ({ given, as }) => {
  const { id: unitId } = await given.unit();
  const { id: tenantId } = await given.tenant();
  await given.lease({ tenantId, unitId });
  const reply = await as.manager.send(contract.removeUnit, { params: { unitId } });
  expect([reply.status, codes(reply)]).toEqual([409, ["sites.inUse"]]);
});

const owner = {
  id: newId(),
  name: "锦程置业有限公司",
  creditCode: "",
  bankName: "中国银行浦东分行",
  bankAccount: "0012 3456 7890",
  address: "",
  phone: "",
  taxpayer: "general" as const,
  propertyCertificateNo: "沪(2019)浦字第000123号",
};

dbTest("a site has one owner and one property company; a change made on an old reading is refused", async ({ as }) => {
  const registered = await as.manager.send(contract.putEntity, { params: { kind: "owner" }, body: owner });
  expect(registered.body).toMatchObject({ kind: "owner", bankAccount: "0012 3456 7890", version: 1 });
  const second = await as.manager.send(contract.putEntity, { params: { kind: "owner" }, body: { ...owner, id: newId() } });
  expect([second.status, codes(second)]).toEqual([409, ["sites.stale"]]);
  const changed = await as.manager.send(contract.putEntity, { params: { kind: "owner" }, body: { ...owner, name: "锦程置业集团有限公司", version: 1 } });
  expect(changed.body).toMatchObject({ id: owner.id, name: "锦程置业集团有限公司", version: 2 });
  expect((await as.officer.send(contract.putEntity, { params: { kind: "property" }, body: owner })).status).toBe(403);
  expect((await as.officer.send(contract.listEntities, {})).body.entities.map(({ kind }) => kind)).toEqual(["owner"]);
});

dbTest("of two who register the same legal entity at once, one is told", async ({ as }) => {
  const replies = await Promise.all([owner, { ...owner, id: newId() }].map((body) => as.manager.send(contract.putEntity, { params: { kind: "property" }, body })));
  expect(replies.map(({ status }) => status).sort()).toEqual([200, 409]);
});

dbTest("the units of a tall house come in order, page by page, none twice and none left out", async ({ given, as }) => {
  const wanted: string[] = [];
  for (let level = -2; level <= 60; level++) {
    if (level === 0) continue;
    for (const unitNo of [`${level}-1`, `${level}-2`]) {
      await given.unit({ floor: `${level}F`, level, unitNo });
      wanted.push(unitNo);
    }
  }
  await given.unit({ floor: "7F 夹层", level: 7, unitNo: "7-1a" });
  wanted.splice(wanted.indexOf("7-1") + 1, 0, "7-1a");

  const read: string[] = [];
  let cursor: string | null | undefined;
  do {
    const { body } = await as.officer.send(contract.listUnits, { query: { limit: 17, ...(cursor ? { cursor } : {}) } });
    read.push(...body.items.map(({ unitNo }) => unitNo));
    cursor = body.next;
  } while (cursor);
  expect(read).toEqual(wanted);
  expect((await as.officer.send(contract.listUnits, { query: { search: "58-" } })).body.items).toHaveLength(2);
  const forged = Buffer.from(JSON.stringify(["A", "99999999999", "1"])).toString("base64url");
  expect((await as.officer.send(contract.listUnits, { query: { cursor: forged } })).status).toBe(422);
});
