import { expect } from "vitest";
import { extractText, getDocumentProxy } from "unpdf";
import { newId } from "#kernel/id.ts";
import { readSheets } from "#platform/spreadsheet/index.ts";
import { codes, dbTest, type World } from "#test/harness/index.ts";
import { makeLetter } from "../../contract/letters.ts";
import * as contract from "../../contract/vacancies.ts";

/** Three units: one vacant, one let until the end of May, one let for years. */
async function house({ given }: World) {
  const { id: tenantId } = await given.tenant();
  const [vacant, soon, long] = [await given.unit({ unitNo: "1801" }), await given.unit({ unitNo: "1802" }), await given.unit({ unitNo: "1803" })];
  await given.lease({ tenantId, unitId: soon.id, start: "2024-01-01", end: "2026-05-31" });
  await given.lease({ tenantId, unitId: long.id, start: "2024-01-01", end: "2030-05-31" });
  return { tenantId, vacant: vacant.id, soon: soon.id, long: long.id };
}

const share = ({ as }: World, unitIds: readonly string[], change: object = {}) =>
  as.role("leasingOfficer").send(contract.shareVacancies, {
    body: {
      id: newId(),
      title: "启航律所看房清单",
      unitIds: [...unitIds],
      by: "2026-06-30",
      until: "2026-03-31",
      withPrices: true,
      contactPhone: "13900000000",
      ...change,
    } as never,
  });

const tokenIn = (path: string) => path.split("/").at(-1)!;

dbTest("units vacant today, and those that become vacant by a day, are listed with price and hold (2.1.1-1)", async (world) => {
  const { as } = world;
  const { tenantId, vacant, soon, long } = await house(world);
  const list = async (query: object = {}) => (await as.officer.send(contract.listVacancies, { query: query as never })).body.items;
  expect((await list()).map(({ unitId, freeFrom }) => [unitId, freeFrom])).toEqual([[vacant, "2026-03-09"]]);
  expect((await list({ by: "2026-05-31" })).map(({ unitId }) => unitId)).toEqual([vacant]);
  expect((await list({ by: "2026-06-01" })).map(({ unitId, freeFrom }) => [unitId, freeFrom])).toEqual([
    [vacant, "2026-03-09"],
    [soon, "2026-06-01"],
  ]);
  expect((await list({ by: "2031-01-01" })).map(({ unitId }) => unitId)).toContain(long);
  expect(await list({ use: "retail" })).toEqual([]);
  expect(await list({ areaMinCenti: 30_000 })).toEqual([]);
  expect(await list({ areaMinCenti: 20_000, areaMaxCenti: 30_000 })).toHaveLength(1);

  const asked = await as.manager.send(contract.setAsking, { body: { unitIds: [vacant], asking: { price: "5.50", priceUnit: "sqmDay" } } });
  expect(asked.body).toEqual({ changed: 1 });
  const intent = { leaseStart: "2026-06-01", leaseEnd: "2027-05-31", price: "5", priceUnit: "sqmDay" as const, earnestMoney: 0 };
  await as.manager.send(makeLetter, { body: { id: newId(), tenantId, heldUntil: "2026-03-20", units: [{ unitId: vacant }], ...intent } as never });
  expect(await list()).toMatchObject([{ asking: { price: "5.5", priceUnit: "sqmDay" }, heldUntil: "2026-03-20" }]);
  await as.manager.send(contract.setAsking, { body: { unitIds: [vacant], asking: null } });
  expect((await list())[0]?.asking).toBeNull();
  const page = await as.officer.send(contract.listVacancies, { query: { by: "2026-06-01", limit: 1 } });
  expect((await as.officer.send(contract.listVacancies, { query: { by: "2026-06-01", limit: 1, cursor: page.body.next! } })).body.items.map(({ unitId }) => unitId)).toEqual([
    soon,
  ]);
  const sheet = await readSheets((await as.officer.send(contract.exportVacancies, { query: { by: "2026-06-01" } })).bytes, "vacancies.xlsx");
  expect(await Array.fromAsync(sheet.rows(0))).toHaveLength(3);
});

dbTest("a shared list shows its units to whoever holds the link, nothing else, and counts the views (2.1.1-1)", async (world) => {
  const { as } = world;
  const { vacant, soon } = await house(world);
  await as.manager.send(contract.setAsking, { body: { unitIds: [vacant], asking: { price: "5.50", priceUnit: "sqmDay" } } });
  const shared = await share(world, [vacant, soon]);
  expect(shared.body.list).toMatchObject({ units: 2, views: 0, expiresAt: "2026-03-31T16:00:00Z" });
  await as.manager.send(contract.setAsking, { body: { unitIds: [vacant], asking: { price: "9", priceUnit: "sqmDay" } } });
  const token = tokenIn(shared.body.path);
  const view = () => as.nobody.send(contract.viewSharedVacancies, { body: { token } });
  const seen = await view();
  expect(seen.body).toEqual({
    site: "测试大厦",
    address: "",
    title: "启航律所看房清单",
    note: "",
    contactName: "leasingOfficer",
    contactPhone: "13900000000",
    expiresAt: "2026-03-31T16:00:00Z",
    withPrices: true,
    units: [
      { place: "1座 18F 1801", areaCenti: 28645, use: "office", freeFrom: "2026-03-09", asking: { price: "5.5", priceUnit: "sqmDay" } },
      { place: "1座 18F 1802", areaCenti: 28645, use: "office", freeFrom: "2026-06-01", asking: null },
    ],
  });
  await view();
  expect((await as.manager.send(contract.listVacancyLists, { query: {} })).body.items).toMatchObject([{ views: 2, createdByName: "leasingOfficer" }]);
});

dbTest("a link ends with its day, when it is revoked, and was never known by another word (2.1.1-1)", async (world) => {
  const { as, clock } = world;
  const { vacant } = await house(world);
  const [first, second] = [await share(world, [vacant]), await share(world, [vacant], { withPrices: false })];
  const view = (token: string) => as.nobody.send(contract.viewSharedVacancies, { body: { token } });
  expect(codes(await view("x".repeat(43)))).toEqual(["leasing.linkDead"]);
  expect((await view(tokenIn(second.body.path))).body.units[0]?.asking).toBeNull();
  const revoked = await as.manager.send(contract.revokeVacancyList, { params: { listId: first.body.list.id } });
  expect(revoked.body.revokedAt).toBe("2026-03-09T02:00:00Z");
  expect(codes(await view(tokenIn(first.body.path)))).toEqual(["leasing.linkDead"]);
  clock.set("2026-03-31T15:59:00Z");
  expect((await view(tokenIn(second.body.path))).status).toBe(200);
  clock.set("2026-03-31T16:00:00Z");
  expect(codes(await view(tokenIn(second.body.path)))).toEqual(["leasing.linkDead"]);
});

dbTest("a link lasts a while only; a unit that was let since is shown as let; only the officer shares (2.1.1-1)", async (world) => {
  const { as, given } = world;
  const { vacant, tenantId } = await house(world);
  expect(codes(await share(world, [vacant], { until: "2026-03-09" }))).toEqual(["leasing.shareInPast"]);
  expect(codes(await share(world, [vacant], { until: "2026-06-08" }))).toEqual(["leasing.shareTooLong"]);
  expect(codes(await share(world, [vacant, vacant]))).toEqual(["leasing.vacancyTwice"]);
  expect(codes(await share(world, [newId()]))).toEqual(["sites.unitNotFound"]);
  const { body } = await share(world, [vacant]);
  await given.lease({ tenantId, unitId: vacant, start: "2026-04-01", end: "2029-03-31" });
  expect((await as.nobody.send(contract.viewSharedVacancies, { body: { token: tokenIn(body.path) } })).body.units[0]?.freeFrom).toBeNull();
  expect(codes(await as.manager.send(contract.revokeVacancyList, { params: { listId: newId() } }))).toEqual(["leasing.listNotFound"]);
  expect(
    (await as.officer.send(contract.shareVacancies, { body: { id: newId(), title: "x", unitIds: [vacant], by: "2026-06-30", until: "2026-03-31", withPrices: true } })).status,
  ).toBe(403);
});

dbTest(
  "a list prints with units, prices and its last day (2.1.1-1)",
  async (world) => {
    const { as } = world;
    const { vacant, soon } = await house(world);
    await as.manager.send(contract.setAsking, { body: { unitIds: [vacant], asking: { price: "5.50", priceUnit: "sqmDay" } } });
    const { body } = await share(world, [vacant, soon]);
    const file = await as.officer.send(contract.printVacancyList, { params: { listId: body.list.id }, query: { language: "zh" } });
    const { text } = await extractText(await getDocumentProxy(new Uint8Array(file.bytes)), { mergePages: true });
    for (const said of ["启航律所看房清单", "1801", "286.45", "2026-06-01", "5.5", "面议", "2026-03-31"]) expect(text).toContain(said);
  },
  60_000,
);
