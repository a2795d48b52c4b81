import { expect, test } from "vitest";
import { newId } from "#kernel/id.ts";
import { aDeposit, aFee, someTerms } from "../samples.ts";
import { priceOf, whyNotTerms } from "./limits.ts";
import type { FeeTerm, LeaseTerms } from "./terms.ts";

const day = (text: string) => Temporal.PlainDate.from(text);
const against = (part: Partial<LeaseTerms>) => whyNotTerms(someTerms({ deposits: [], ...part })).map(({ code }) => code.replace("leasing.", ""));
const againstFee = (part: Partial<FeeTerm>) => against({ fees: [aFee(part)] });

test("nothing stands against the lease of V3 and V4", () => {
  expect(whyNotTerms(someTerms())).toEqual([]);
});

test("a term of exactly twenty years may be agreed, one day more may not (Civil Code art. 705)", () => {
  const until = (leaseEnd: string) => against({ leaseEnd: day(leaseEnd), fees: [] });
  expect([until("2046-05-31"), until("2046-06-01"), until("2026-05-31")]).toEqual([[], ["termsTooLong"], ["termsEndBeforeTheyStart"]]);
});

test("earnest money is at most a fifth of the price (Civil Code art. 586)", () => {
  const terms = someTerms({ fees: someTerms().fees.slice(0, 1), deposits: [] });
  expect(priceOf(terms)).toBe(2_631_041_74);
  expect(whyNotTerms({ ...terms, earnestMoney: 526_208_34 })).toEqual([]);
  expect(whyNotTerms({ ...terms, earnestMoney: 526_208_35 }).map(({ code, facts }) => [code, facts])).toEqual([
    ["leasing.earnestTooHigh", { earnest: "526,208.35", limit: "526,208.34" }],
  ]);
});

test("the days of a fee, its free periods and its raises lie within the term", () => {
  expect(againstFee({ to: day("2029-06-01") })).toEqual(["feeOutside"]);
  expect(againstFee({ to: day("2026-05-31") })).toEqual(["feeEndsBeforeItStarts"]);
  expect(againstFee({ from: day("2026-07-01"), freePeriods: [{ from: day("2026-06-01"), to: day("2026-07-31") }] })).toEqual(["freeOutside"]);
  expect(againstFee({ freePeriods: [{ from: day("2026-07-31"), to: day("2026-07-01") }] })).toEqual(["freeEndsBeforeItStarts"]);
  expect(againstFee({ escalations: [{ from: day("2026-06-01"), everyMonths: 12, by: "percent", value: "5", compound: true }] })).toEqual(["raiseOutside"]);
});

test("one item is charged once for a unit and day; two units may have a price each", () => {
  const [one, other] = [newId<"unit">(), newId<"unit">()];
  const units = [one, other].map((unitId) => ({ unitId, areaCenti: 100_00 }));
  expect(against({ fees: [aFee({ to: day("2027-05-31") }), aFee({ id: "rent2", from: day("2027-05-31") })] })).toEqual(["feesOverlap"]);
  expect(against({ fees: [aFee({ to: day("2027-05-31") }), aFee({ id: "rent2", from: day("2027-06-01") })] })).toEqual([]);
  expect(against({ units, fees: [aFee({ unitIds: [one] }), aFee({ id: "rent2", unitIds: [other] })] })).toEqual([]);
  expect(against({ units, fees: [aFee({ unitIds: [one] }), aFee({ id: "rent2" })] })).toEqual(["feesOverlap"]);
});

test("what a price is for is known, and the price is one", () => {
  expect(againstFee({ areaBasis: "net" })).toEqual(["areaMissing"]);
  expect(againstFee({ priceUnit: "seatMonth" })).toEqual(["seatsMissing"]);
  expect(againstFee({ unitIds: [newId()] })).toEqual(["unknownUnit"]);
  expect(againstFee({ price: "-1" })).toEqual(["negative"]);
  expect(againstFee({ price: "999999999" })).toEqual(["beyondMeasure"]);
  expect(againstFee({ escalations: [{ from: day("2026-07-01"), everyMonths: 1, by: "percent", value: "9999999", compound: true }] })).toEqual(["beyondMeasure"]);
  const monthly = { from: day("2026-07-01"), everyMonths: 1, by: "percent", value: "0.01", compound: true } as const;
  expect(againstFee({ escalations: [monthly] })).toEqual([]);
  expect(againstFee({ escalations: Array.from({ length: 7 }, () => monthly) })).toEqual(["tooManyRaises"]);
  expect(againstFee({ splitRule: "monthFromNext" })).toEqual(["cycleNotMonthly"]);
  expect(againstFee({ feeItem: "leaseDeposit" })).toEqual(["notThisKind"]);
});

test("a deposit is a deposit, of fees that there are, and every id is used once", () => {
  expect(against({ deposits: [aDeposit({ feeItem: "rent" })] })).toEqual(["notThisKind"]);
  expect(against({ deposits: [aDeposit({ basis: { kind: "months", months: "3", feeIds: ["rent", "parking"] } })] })).toEqual(["unknownFee"]);
  expect(against({ deposits: [aDeposit({ id: "rent" })] })).toEqual(["idTwice"]);
  expect(against({ onceFees: [{ id: "card", feeItem: "leaseDeposit", basis: { kind: "amount", amount: 1 }, taxMode: "inclusive" }] })).toEqual(["notThisKind"]);
  const unit = someTerms().units[0]!;
  expect(against({ units: [unit, unit] })).toEqual(["unitTwice"]);
});
