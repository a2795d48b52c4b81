import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { chargeByHand, importAndMatch, readTheBill, receiptAndDeposit, runMonth } from "./money/bill.ts";
import { type House, openHouse } from "./money/house.ts";
import { furnish, qualify, takeTheLead } from "./money/lead.ts";
import { approveAndIssue, confirmTheTerms, holdTheUnit, seeItSigned, signAll, writeTheLease } from "./money/lease.ts";
import {
  agreeDamages,
  arrangeInvoices,
  billTheUse,
  chargeDamages,
  exportTheBooks,
  giveAMonthFree,
  installMeters,
  publishTheUse,
  readTheMeters,
  takeMoney,
} from "./money/months.ts";

// Leases and money, as people do them at their screens: from a call to the statement of account, each figure a vector of the specification.

let house: House;

beforeAll(async () => {
  house = await openHouse("2026-04-13T10:00:00+08:00");
}, 180_000);
afterAll(() => house?.close());
afterEach(async ({ task }) => {
  if (task.result?.state === "fail") await house?.showFailure();
});

test("a call becomes a lease, its bills and its receipts, each figure to the 分 (2.1.1-1, 2.1.1-2, 2.1.1-3, 2.1.2-2; V3, V4, V6, V7, V9)", { timeout: 900_000 }, async () => {
  const { unitId } = await furnish(house);
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
  await giveAMonthFree(house, leaseId);

  house.passTo("2026-06-01");
  await agreeDamages(house);
  await installMeters(house, unitId);
  await chargeByHand(house, { fee: "特约服务费", amount: "109781.97", dueOn: "2026-06-05", remark: "会议层搭建与撤展" });
  await runMonth(house, "2026-06", 109_781_97);
  house.passTo("2026-06-20");
  await takeMoney(house, "60000.00");
  house.passTo("2026-06-30");
  await readTheMeters(house);
  house.passTo("2026-07-01");
  const settlementId = await publishTheUse(house, "2026-06");
  house.passTo("2026-07-11");
  await takeMoney(house, "49781.97");
  await billTheUse(house, settlementId);
  await chargeDamages(house, tenant.tenantId);
  await runMonth(house, "2026-07", 3_474_03);
  await readTheBill(house, 2_127_95, ["电费", "1301.20 − 1234.56", "2665.6", "0.7983"]);
  await readTheBill(house, 1_346_08, ["违约金", "1,346.08"]);
  house.passTo("2026-08-28");
  await runMonth(house, "2026-09", 42_000_00);
  await arrangeInvoices(house);
  await exportTheBooks(house, tenant.tenantId);
});
