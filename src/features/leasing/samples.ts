import { type Id, newId } from "#kernel/id.ts";
import type { DepositTerm, FeeTerm, LeaseTerms } from "./rules/terms.ts";

const day = (text: string) => Temporal.PlainDate.from(text);

/** A fee over 2026-06-01 to 2029-05-31 unless told: by calendar months, quarterly in advance, due on the first day. */
export const aFee = (part: Partial<FeeTerm> = {}): FeeTerm => ({
  id: part.feeItem ?? "rent",
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
  payTiming: { kind: "naturalDaysBefore", days: 0 },
  escalations: [],
  freePeriods: [],
  taxMode: "inclusive",
  ...part,
});

export const aDeposit = (part: Partial<DepositTerm> = {}): DepositTerm => ({
  id: "leaseDeposit",
  feeItem: "leaseDeposit",
  basis: { kind: "months", months: "3", feeIds: ["rent", "propertyFee"] },
  followsEscalation: true,
  ...part,
});

/** The lease of vectors V3 and V4: 500 ㎡ for three years, two months free of rent, +5 % in the third, 押三付三. */
export const someTerms = (part: Partial<LeaseTerms> = {}, unitId: Id<"unit"> = newId()): LeaseTerms => ({
  leaseStart: day("2026-06-01"),
  leaseEnd: day("2029-05-31"),
  units: [{ unitId, areaCenti: 500_00 }],
  fees: [
    aFee({
      escalations: [{ from: day("2028-06-01"), everyMonths: 12, by: "percent", value: "5", compound: true }],
      freePeriods: [{ from: day("2026-06-01"), to: day("2026-07-31") }],
    }),
    aFee({ id: "propertyFee", feeItem: "propertyFee", price: "28", priceUnit: "sqmMonth" }),
  ],
  deposits: [aDeposit(), aDeposit({ id: "fitoutDeposit", feeItem: "fitoutDeposit", basis: { kind: "perSqm", price: "50", areaBasis: "agreed" }, followsEscalation: false })],
  onceFees: [],
  holidayRoll: "none",
  noticeDays: 90,
  firstPaymentOn: day("2026-05-25"),
  ...part,
});
