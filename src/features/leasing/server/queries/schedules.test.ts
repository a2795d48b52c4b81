import { expect } from "vitest";
import { z } from "zod";
import { readSheets } from "#platform/spreadsheet/index.ts";
import { codes, dbTest } from "#test/harness/index.ts";
import * as contract from "../../contract.ts";
import { someTerms } from "../../samples.ts";

const wire = (terms: ReturnType<typeof someTerms>) => z.encode(contract.leaseTermsField, terms);

dbTest("the preview of unsaved terms is vector V3 year by year and vector V4 before the keys, with each line's working (2.1.2-2)", async ({ as, given }) => {
  const { id: unitId } = await given.unit();
  const reply = await as.manager.send(contract.previewSchedule, { body: { terms: wire(someTerms({}, unitId)) } });
  expect(reply.status).toBe(200);
  const { lines } = reply.body;
  const sum = (of: typeof lines) => of.reduce((total, { amount }) => total + amount, 0);
  const rent = lines.filter(({ feeItem }) => feeItem === "rent");
  expect(sum(rent)).toBe(2_631_041_74);
  const before = lines.filter(({ dueOn, amount }) => dueOn === "2026-05-25" && amount > 0);
  expect(Object.fromEntries(before.map(({ feeItem, amount }) => [feeItem, amount]))).toEqual({
    fitoutDeposit: 25_000_00,
    leaseDeposit: 270_125_01,
    propertyFee: 42_000_00,
    rent: 228_125_01,
  });
  expect(sum(before)).toBe(565_250_02);
  expect(rent.every(({ working }) => working.steps.length > 0)).toBe(true);
  expect((await as.manager.send(contract.listLeases, { query: {} })).body.items).toEqual([]);
});

dbTest("the preview refuses what may not be agreed and shows amendments; its Excel file holds the same lines (2.1.2-2)", async ({ as, given }) => {
  const { id: unitId } = await given.unit();
  const terms = someTerms({}, unitId);
  const backwards = await as.manager.send(contract.previewSchedule, { body: { terms: wire({ ...terms, leaseEnd: terms.leaseStart.subtract({ days: 1 }) }) } });
  expect([backwards.status, codes(backwards)]).toEqual([422, ["leasing.termsEndBeforeTheyStart"]]);
  const free = { kind: "freePeriod", on: "2027-01-01", feeIds: ["rent"], from: "2027-02-01", to: "2027-02-28" } as const;
  const amended = await as.manager.send(contract.previewSchedule, { body: { terms: wire(terms), amendments: [free] } });
  const plain = await as.manager.send(contract.previewSchedule, { body: { terms: wire(terms) } });
  expect(plain.body.total - amended.body.total).toBe(76_041_67);
  const sheet = await as.manager.send(contract.previewSheet, { body: { terms: wire(terms) } });
  const rows = await Array.fromAsync((await readSheets(sheet.bytes, "schedule.xlsx")).rows(0));
  expect(rows).toHaveLength(plain.body.lines.length + 1);
  expect((await as.nobody.send(contract.previewSchedule, { body: { terms: wire(terms) } })).status).toBe(401);
});
