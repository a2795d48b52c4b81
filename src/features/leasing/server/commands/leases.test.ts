import { expect } from "vitest";
import { newId } from "#kernel/id.ts";
import { codes, dbTest } from "#test/harness/index.ts";
import * as contract from "../../contract.ts";

const term = { leaseNo: "2026-001", leaseStart: "2026-04-01", leaseEnd: "2029-03-31" };

dbTest("a lease of a free unit is recorded and shows in the occupancy (2.1.1-3)", async ({ given, as }) => {
  const { id: unitId } = await given.unit();
  const { id: tenantId } = await given.tenant({ name: "云帆科技有限公司" });
  const reply = await as.manager.send(contract.createLease, { body: { id: newId(), tenantId, units: [{ unitId }], ...term } });
  expect(reply.status).toBe(200);
  const occupied = await as.manager.send(contract.occupancy, { query: { on: "2026-04-01" } });
  expect(occupied.body.leases.map(({ tenant, leaseEnd }) => [tenant, leaseEnd])).toEqual([["云帆科技有限公司", "2029-03-31"]]);
  expect((await as.manager.send(contract.occupancy, { query: { on: "2026-03-31" } })).body.leases).toEqual([]);
});

dbTest("of two leases for one unit recorded at once, one is refused (2.1.1-3)", async ({ given, as }) => {
  const { id: unitId } = await given.unit();
  const tenants = [await given.tenant(), await given.tenant()];
  const replies = await Promise.all(tenants.map(({ id: tenantId }) => as.manager.send(contract.createLease, { body: { id: newId(), tenantId, units: [{ unitId }], ...term } })));
  expect(replies.map(({ status }) => status).sort()).toEqual([200, 409]);
  expect(codes(replies.find(({ status }) => status === 409)!)).toEqual(["leasing.overlapping"]);
});

dbTest("a lease that ends before it starts is refused", async ({ given, as }) => {
  const { id: unitId } = await given.unit();
  const { id: tenantId } = await given.tenant();
  const reply = await as.manager.send(contract.createLease, { body: { id: newId(), tenantId, units: [{ unitId }], ...term, leaseEnd: "2026-03-01" } });
  expect([reply.status, codes(reply)]).toEqual([422, ["leasing.endsBeforeItStarts"]]);
});

dbTest("a lease shortened makes room for the next one; a stale change is refused", async ({ given, as }) => {
  const { id: unitId } = await given.unit();
  const { id: tenantId } = await given.tenant();
  const leaseId = newId<"lease">();
  await as.manager.send(contract.createLease, { body: { id: leaseId, tenantId, units: [{ unitId }], ...term } });
  const ending = { how: "ended", on: "2026-12-31", reason: "协商退租", version: 1 } as const;
  expect((await as.manager.send(contract.endLease, { params: { leaseId }, body: ending })).body).toMatchObject({ leaseEnd: "2026-12-31", version: 2 });
  expect(codes(await as.manager.send(contract.endLease, { params: { leaseId }, body: ending }))).toEqual(["leasing.stale"]);
  const next = await as.manager.send(contract.createLease, {
    body: { id: newId(), tenantId, units: [{ unitId }], leaseNo: "2027-001", leaseStart: "2027-01-01", leaseEnd: "2027-12-31" },
  });
  expect(next.status).toBe(200);
});

dbTest("an officer may read leases but not record them; another site's unit is not found", async ({ given, as }) => {
  const otherSite = await given.site();
  const { id: unitId } = await given.unit({ siteId: otherSite });
  const { id: tenantId } = await given.tenant();
  const body = { id: newId(), tenantId, units: [{ unitId }], ...term };
  expect((await as.officer.send(contract.createLease, { body })).status).toBe(403);
  expect(codes(await as.manager.send(contract.createLease, { body }))).toEqual(["sites.unitNotFound"]);
  expect((await as.manager.send(contract.listLeases, { params: { siteId: otherSite }, query: {} })).status).toBe(404);
  expect((await as.nobody.send(contract.listLeases, { query: {} })).status).toBe(401);
});

dbTest("ending a lease early cannot lengthen it", async ({ given, as }) => {
  const { id: unitId } = await given.unit();
  const { id: tenantId } = await given.tenant();
  const leaseId = newId<"lease">();
  await as.manager.send(contract.createLease, { body: { id: leaseId, tenantId, units: [{ unitId }], ...term } });
  const reply = await as.manager.send(contract.endLease, { params: { leaseId }, body: { how: "ended", on: "2040-01-01", reason: "笔误", version: 1 } });
  expect([reply.status, codes(reply)]).toEqual([422, ["leasing.notShorter"]]);
});
