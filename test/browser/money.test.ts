import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { importAndMatch, readTheBill, receiptAndDeposit, runMonth } from "./money/bill.ts";
import { type House, openHouse } from "./money/house.ts";
import { approveAndIssue, confirmTheTerms, holdTheUnit, seeItSigned, signAll, writeTheLease } from "./money/lease.ts";
import { furnish, qualify, takeTheLead } from "./money/lead.ts";

// Leases and money, as people do them at their screens: from a call to the statement of account, each figure a vector of the specification.

let house: House;

beforeAll(async () => {
  house = await openHouse("2026-04-13T10:00:00+08:00");
}, 180_000);
afterAll(() => house?.close());
afterEach(async ({ task }) => {
  if (task.result?.state === "fail") await house.showFailure();
});

test("a call becomes a lease, its bills and its receipts, each figure to the 分 (2.1.1-1, 2.1.1-2, 2.1.1-3, 2.1.2-2)", { timeout: 600_000 }, async () => {
  await furnish(house);
  const leadId = await takeTheLead(house);
  await holdTheUnit(house, leadId);
  const tenant = await qualify(house, leadId);
  const leaseId = await writeTheLease(house, tenant.tenantId);
  const letters = await approveAndIssue(house, leaseId);
  expect(letters).toHaveLength(3);
  await confirmTheTerms(house, tenant);
  await signAll(house, letters);
  await seeItSigned(house, leaseId);
  house.passTo("2026-05-18");
  await runMonth(house, "2026-05", 565_250_02);
  await readTheBill(house, 565_250_02, ["租赁保证金", "270,125.01", "228,125.01", "42,000.00", "25,000.00"]);
  house.passTo("2026-05-22");
  await importAndMatch(house);
  await receiptAndDeposit(house);
});
