import { expect, test } from "vitest";
import { z } from "zod";
import type { LeaseTerms, ScheduleLine } from "../rules/terms.ts";
import { leaseTermsField, scheduleLineField } from "./terms.ts";

const day = (text: string) => Temporal.PlainDate.from(text);
const unitId = "01890000-0000-7000-8000-000000000001" as LeaseTerms["units"][number]["unitId"];

test("terms and lines survive the wire", () => {
  const terms: LeaseTerms = {
    leaseStart: day("2026-06-01"),
    leaseEnd: day("2029-05-31"),
    units: [{ unitId, areaCenti: 500_00 }],
    fees: [
      {
        id: "rent",
        feeItem: "rent",
        from: day("2026-06-01"),
        to: day("2029-05-31"),
        price: "5.00",
        priceUnit: "sqmDay",
        areaBasis: "agreed",
        calcMode: "monthly",
        dayPriceRule: "year",
        yearDays: 365,
        splitRule: "firstMonthJoined",
        payCycleMonths: 3,
        payTiming: { kind: "fixedDay", day: 5, monthsLater: 0 },
        escalations: [{ from: day("2028-06-01"), everyMonths: 12, by: "percent", value: "5", compound: true }],
        freePeriods: [{ from: day("2026-06-01"), to: day("2026-07-31") }],
        lateFee: { percentPerDay: "0.05", graceDays: 0, countsFrom: "dueDay", base: "unpaid", capPercentPerYear: "12" },
        taxMode: "inclusive",
      },
    ],
    deposits: [{ id: "deposit", feeItem: "leaseDeposit", basis: { kind: "months", months: "3", feeIds: ["rent"] }, followsEscalation: true }],
    onceFees: [],
    holidayRoll: "next",
    noticeDays: 90,
    firstPaymentOn: day("2026-05-25"),
  };
  const line: ScheduleLine = {
    key: "rent:2026-08-01",
    feeItem: "rent",
    kind: "recurring",
    from: day("2026-08-01"),
    to: day("2026-10-31"),
    dueOn: day("2026-08-05"),
    amount: 228_125_01,
    taxMode: "inclusive",
    unitIds: [unitId],
    working: { rule: "monthly", inputs: { month: 76_041_67 }, steps: [{ kind: "months", count: 3, amount: 228_125_01 }], rounding: "month" },
  };
  expect(z.decode(leaseTermsField, JSON.parse(JSON.stringify(z.encode(leaseTermsField, terms))))).toEqual(terms);
  expect(z.decode(scheduleLineField, JSON.parse(JSON.stringify(z.encode(scheduleLineField, line))))).toEqual(line);
});
