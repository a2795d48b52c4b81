import { afterAll, afterEach, beforeAll, test } from "vitest";
import { type House, openHouse } from "./money/house.ts";
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
  await qualify(house, leadId);
});
