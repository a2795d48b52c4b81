import { expect } from "vitest";
import { z } from "zod";
import type { WireOf } from "#kernel/contract.ts";
import { type Id, newId } from "#kernel/id.ts";
import { factsOfSubject } from "#features/evidence/server/index.ts";
import { codes, dbTest, type World } from "#test/harness/index.ts";
import * as contract from "../../contract.ts";
import { scheduleOfVersions, tenantOn } from "../../rules.ts";
import { someTerms } from "../../samples.ts";
import { schedulesAt } from "../index.ts";

const day = (text: string) => Temporal.PlainDate.from(text);
type Amendment = WireOf<typeof contract.amendmentField>;

/** The lease of V3, signed elsewhere. */
async function signed(world: World, unitId?: Id<"unit">) {
  const { as, given } = world;
  const unit = unitId ?? (await given.unit()).id;
  const { id: tenantId } = await given.tenant();
  const leaseId = newId<"lease">();
  const terms = someTerms({}, unit);
  const body = { id: leaseId, leaseNo: `M-${leaseId.slice(-6)}`, tenantId, terms: z.encode(contract.leaseTermsField, terms), signedOn: "2026-03-01" };
  expect((await as.role("leasingOfficer").send(contract.recordSigned, { body })).status).toBe(200);
  return { leaseId, tenantId, unitId: unit, terms };
}

const draft = ({ as }: World, leaseId: string, amendment: Amendment) =>
  as.role("leasingOfficer").send(contract.draftAmendment, { params: { leaseId }, body: { amendment, reason: "双方协商" } });

/** From draft to signature; the manager opens what this test does not tell of. */
async function amended(world: World, leaseId: string, amendment: Amendment) {
  const drafted = await draft(world, leaseId, amendment);
  expect(drafted.status).toBe(200);
  const { number, version } = drafted.body.versions.at(-1)!;
  const params = { leaseId, number: String(number) };
  await world.as.role("leasingOfficer").send(contract.submitTerms, { params, body: { version } });
  expect((await world.as.manager.send(contract.approveTerms, { params, body: { version: version + 1 } })).status).toBe(200);
  return world.as.manager.send(contract.overrideSignature, { params, body: { signedOn: "2026-03-09", reason: "纸质签署" } });
}

const linesOf = async ({ as }: World, leaseId: string) => (await as.manager.send(contract.getSchedule, { params: { leaseId } })).body.lines;
const rentOf = (lines: Awaited<ReturnType<typeof linesOf>>) => lines.filter(({ feeItem }) => feeItem === "rent").reduce((sum, { amount }) => sum + amount, 0);

dbTest("a free period mid-lease changes the schedule from its day on and nothing before; the difference is shown before approval (2.1.1-3)", async (world) => {
  const { leaseId } = await signed(world);
  const before = await linesOf(world, leaseId);
  const drafted = await draft(world, leaseId, { kind: "freePeriod", on: "2027-02-01", feeIds: ["rent"], from: "2027-02-01", to: "2027-02-28" });
  const { number } = drafted.body.versions.at(-1)!;
  expect((await linesOf(world, leaseId)).length).toBe(before.length);
  const difference = (await world.as.manager.send(contract.getDifference, { params: { leaseId, number: String(number) } })).body;
  expect(difference.before - difference.after).toBe(76_041_67);
  expect(difference.lines.every(({ before: was, after }) => (after ?? was)!.to >= "2027-02-01")).toBe(true);
  const again = await draft(world, leaseId, { kind: "extension", on: "2027-02-01", leaseEnd: "2030-05-31" });
  expect(codes(again)).toEqual(["leasing.openVersion"]);
});

dbTest("an amendment made later for an earlier day leaves the later one standing (2.1.1-3)", async (world) => {
  const { leaseId } = await signed(world);
  const whole = rentOf(await linesOf(world, leaseId));
  expect((await amended(world, leaseId, { kind: "freePeriod", on: "2028-01-01", feeIds: ["rent"], from: "2028-01-01", to: "2028-01-31" })).status).toBe(200);
  const reply = await amended(world, leaseId, { kind: "freePeriod", on: "2027-01-01", feeIds: ["rent"], from: "2027-01-01", to: "2027-01-31" });
  expect(reply.body.versions.map(({ number, status }) => [number, status])).toEqual([
    [1, "signed"],
    [2, "signed"],
    [3, "signed"],
  ]);
  expect(whole - rentOf(await linesOf(world, leaseId))).toBe(2 * 76_041_67);
});

dbTest("an expansion lets one unit more, a contraction gives one back, each from its day; a unit let to another is refused (2.1.1-3)", async (world) => {
  const { leaseId, unitId } = await signed(world);
  const { id: second } = await world.given.unit();
  const other = await signed(world);
  const taken = { unitId: other.unitId, areaCenti: 100_00 };
  const refused = await draft(world, leaseId, { kind: "expansion", on: "2027-06-01", units: [taken], fees: [] });
  const { number, version } = refused.body.versions.at(-1)!;
  expect(codes(await world.as.manager.send(contract.submitTerms, { params: { leaseId, number: String(number) }, body: { version } }))).toEqual(["leasing.overlapping"]);
  await world.as.manager.send(contract.cancelTerms, { params: { leaseId, number: String(number) }, body: { version, reason: "单元已出租" } });

  const expanded = await amended(world, leaseId, { kind: "expansion", on: "2027-06-01", units: [{ unitId: second, areaCenti: 100_00 }], fees: [] });
  expect(expanded.body.lease.units.map((unit) => [unit.unitId, unit.from, unit.to])).toEqual([
    [unitId, "2026-06-01", "2029-05-31"],
    [second, "2027-06-01", "2029-05-31"],
  ]);
  const contracted = await amended(world, leaseId, { kind: "contraction", on: "2028-06-01", unitIds: [second] });
  expect(contracted.body.lease.units.map((unit) => [unit.unitId, unit.to])).toEqual([
    [unitId, "2029-05-31"],
    [second, "2028-05-31"],
  ]);
  const days = async (on: string) => (await world.as.manager.send(contract.occupancy, { query: { on } })).body.leases.filter((each) => each.leaseId === leaseId).length;
  expect([await days("2027-05-31"), await days("2027-06-01"), await days("2028-06-01")]).toEqual([1, 2, 1]);
});

dbTest("a change of tenant holds from its day: units and bills are the old tenant's before it and the new one's after (2.1.1-3)", async (world) => {
  const { leaseId, tenantId, unitId } = await signed(world);
  const { id: next } = await world.given.tenant({ name: "接手科技有限公司" });
  expect(codes(await draft(world, leaseId, { kind: "party", on: "2027-06-01", tenantId }))).toEqual(["leasing.sameTenant"]);
  const reply = await amended(world, leaseId, { kind: "party", on: "2027-06-01", tenantId: next });
  expect(reply.body.lease).toMatchObject({ tenantId: next, tenant: "接手科技有限公司" });
  const holder = async (on: string) => (await world.as.manager.send(contract.occupancy, { query: { on } })).body.leases.map((each) => [each.unitId, each.tenantId]);
  expect(await holder("2027-05-31")).toEqual([[unitId, tenantId]]);
  expect(await holder("2027-06-01")).toEqual([[unitId, next]]);
  const [history] = await world.given.command((ctx) => schedulesAt(ctx, { from: day("2027-05-01"), to: day("2027-06-30"), limit: 1 }));
  expect([tenantOn(history!, day("2027-05-31")), tenantOn(history!, day("2027-06-01"))]).toEqual([tenantId, next]);
  expect(scheduleOfVersions(history!.versions).length).toBeGreaterThan(0);
});

dbTest("an early termination names its cause, ends units and charges, and undoes what was to come after it (2.1.3-1)", async (world) => {
  const { leaseId, unitId } = await signed(world);
  await amended(world, leaseId, { kind: "extension", on: "2029-06-01", leaseEnd: "2030-05-31" });
  expect((await amended(world, leaseId, { kind: "termination", on: "2027-10-01", leavingDay: "2027-09-30", cause: "agreed" })).body.lease.leaseEnd).toBe("2027-09-30");
  const lines = await linesOf(world, leaseId);
  expect(lines.filter(({ kind }) => kind === "recurring").every(({ to }) => to <= "2027-09-30")).toBe(true);
  expect((await world.as.manager.send(contract.occupancy, { query: { on: "2027-10-01" } })).body.leases).toEqual([]);
  const names = (await world.given.command((ctx) => factsOfSubject(ctx, { kind: "lease", id: leaseId }))).map(({ name }) => name);
  expect(names).toContain("leasing.lease_terminated");
  await signed(world, unitId).catch(() => undefined);
  const late = await draft(world, leaseId, { kind: "termination", on: "2028-01-01", leavingDay: "2027-12-31", cause: "tenantBreach" });
  expect(late.status).toBe(422);
});

dbTest("renewal, holdover, price, area and a sublease note each change what they say (2.1.1-3; Civil Code 705, 716, 734)", async (world) => {
  const { leaseId, unitId } = await signed(world);
  const price = await amended(world, leaseId, { kind: "price", on: "2027-01-01", feeId: "rent", price: "4.50", escalations: [] });
  expect(price.body.versions.at(-1)).toMatchObject({ kind: "price", status: "signed" });
  expect((await amended(world, leaseId, { kind: "area", on: "2027-03-01", unitId, areaCenti: 510_00 })).body.lease.units.at(-1)).toMatchObject({
    areaCenti: 510_00,
    from: "2027-03-01",
  });
  expect((await amended(world, leaseId, { kind: "sublease", on: "2027-04-01", note: "转租 50 ㎡ 给关联公司" })).status).toBe(200);
  const renewed = await amended(world, leaseId, { kind: "renewal", on: "2029-06-01", leaseEnd: "2032-05-31", prices: [{ feeId: "rent", price: "6.00" }], freePeriods: [] });
  expect(renewed.body.lease.leaseEnd).toBe("2032-05-31");
  const held = await amended(world, leaseId, { kind: "holdover", on: "2032-06-01", until: "2032-12-31", percent: "120", payCycleMonths: 1 });
  expect(held.body.lease.leaseEnd).toBe("2032-12-31");
  const last = (await linesOf(world, leaseId)).filter(({ feeItem }) => feeItem === "rent").at(-1)!;
  expect(last).toMatchObject({ from: "2032-12-01", to: "2032-12-31", amount: 111_690_00 });
  expect(last.working.inputs["price"]).toBe("7.2");
});

dbTest("a lease recorded without its terms is not amended; what an amendment has against it is named at once (2.1.1-3)", async (world) => {
  const { id: tenantId } = await world.given.tenant();
  const { id } = await world.given.lease({ tenantId, unitId: (await world.given.unit()).id });
  expect(codes(await draft(world, id, { kind: "extension", on: "2027-01-01", leaseEnd: "2031-01-01" }))).toEqual(["leasing.withoutTerms"]);
  const { leaseId } = await signed(world);
  expect(codes(await draft(world, leaseId, { kind: "price", on: "2035-01-01", feeId: "parking", price: "1" }))).toEqual(["leasing.amendedOutsideTheTerm", "leasing.feeNotThere"]);
  expect(
    (await world.as.officer.send(contract.draftAmendment, { params: { leaseId }, body: { amendment: { kind: "sublease", on: "2027-01-01", note: "x" }, reason: "r" } })).status,
  ).toBe(403);
});
