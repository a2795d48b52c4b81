import { sql } from "kysely";
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

dbTest("leases come by their end, page by page, none twice and none left out; a cursor that is not ours is refused", async ({ given, as }) => {
  const { id: tenantId } = await given.tenant();
  const ends = ["2027-03-31", "2026-12-31", "2027-03-31", "2028-06-30", "2026-12-31", "2029-01-31", "2027-03-31"];
  for (const end of ends) await given.lease({ tenantId, unitId: (await given.unit()).id, end });
  const read: { id: string; leaseEnd: string }[] = [];
  let cursor: string | null | undefined;
  do {
    const { body } = await as.officer.send(contract.listLeases, { query: { limit: 2, ...(cursor ? { cursor } : {}) } });
    read.push(...body.items);
    cursor = body.next;
  } while (cursor);
  expect(read.map(({ leaseEnd }) => leaseEnd)).toEqual(ends.toSorted());
  expect(new Set(read.map(({ id }) => id)).size).toBe(ends.length);
  for (const end of ["2026-02-30", "0000-01-01", "soon"]) {
    const forged = Buffer.from(JSON.stringify([end, newId()])).toString("base64url");
    expect([end, (await as.officer.send(contract.listLeases, { query: { cursor: forged } })).status]).toEqual([end, 422]);
  }
});

dbTest("a page of leases can be read from the index of their end, also behind the guard of its rows", async ({ given, siteId }) => {
  const plan = await given.command(async (ctx) => {
    await sql`set local enable_sort = off`.execute(ctx.tx); // an empty table has no statistics to choose by
    const { rows } = await sql<{ "QUERY PLAN": string }>`explain (costs off)
      select id from leasing.lease where site_id = ${siteId} and (lease_end, id) > ('2021-01-01'::date, ${newId()}::uuid) order by lease_end, id limit 51`.execute(ctx.tx);
    return rows.map((row) => row["QUERY PLAN"]).join("\n");
  });
  expect(plan).toMatch(/Index Scan using lease_by_end[^]*Index Cond:.*ROW\(lease_end, id\)/);
});
