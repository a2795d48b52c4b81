import { expect } from "vitest";
import { type Id, newId } from "#kernel/id.ts";
import { dbTest, type World } from "#test/harness/index.ts";
import { putTerms, someEntities, someTerms } from "#features/billing/samples.ts";
import { adoptProposedParameters } from "#features/manual/server/index.ts";
import * as contract from "../contract.ts";

/** V4's tenant with its signed lease: 500 ㎡ from June 2026, 押三付三, a contact who signs. */
async function leased(world: World) {
  world.clock.set("2026-05-28T01:00:00Z");
  await world.given.command(adoptProposedParameters);
  const { id: unitId } = await world.given.unit({ unitNo: "1803" });
  const { id: tenantId } = await world.given.tenant({ name: "启明科技有限公司" });
  const { id: leaseId } = await world.given.lease({ tenantId, unitId, start: "2026-06-01", end: "2029-05-31", leaseNo: "YF-2026-031" });
  const { id: contactId } = await world.given.contact({ tenantId, name: "林静", authorities: ["signing", "fees"] });
  await world.given.command(async (ctx) => {
    await someEntities(ctx);
    await putTerms(ctx, { leaseId, tenantId, terms: someTerms(unitId) });
  });
  return { unitId, tenantId, leaseId, contactId };
}

async function begun(world: World) {
  const own = await leased(world);
  const caseId = newId<"moveIn">();
  const reply = await world.as.role("leasingOfficer").send(contract.openMoveIn, { body: { id: caseId, leaseId: own.leaseId } });
  expect(reply.status).toBe(200);
  return { ...own, caseId: caseId as Id<"moveIn">, view: reply.body };
}

dbTest("a move-in knows what is due before the keys and what stands against them (2.1.1-4, vector V4)", async (world) => {
  const { caseId, view } = await begun(world);
  expect(view.payment).toMatchObject({ due: 565_250_02, billed: 0, settled: 0 });
  const keys = view.standing.steps.find(({ id }) => id === "keys")!;
  expect(keys.state).toBe("waiting");
  expect(keys.obstacles.map(({ reason }) => reason.code)).toContain("movein.firstPaymentNotBilled");
  const board = await world.as.manager.send(contract.getBoard, {});
  expect(board.body.running).toBe(1);
  const list = await world.as.manager.send(contract.listMoveIns, { query: { step: "firstPayment" } });
  expect(list.body.items.map(({ id }) => id)).toEqual([caseId]);
  expect((await world.as.manager.send(contract.exportMoveIns, {})).status).toBe(200);
  expect((await world.as.role("cashier").send(contract.getNextSteps, {})).body.steps.map(({ step }) => step)).toEqual(["firstPayment"]);
});
