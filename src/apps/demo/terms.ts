import type { Id } from "#kernel/id.ts";
import type { FeeTerm, LeaseTerms } from "#features/leasing/rules.ts";
import type { Dice } from "./dice.ts";

interface Letting {
  readonly unitId: Id<"unit">;
  readonly areaCenti: number;
  readonly floor: number;
  readonly leaseStart: Temporal.PlainDate;
  readonly leaseEnd: Temporal.PlainDate;
}

/** What the officers of the demo tower would have agreed: dearer higher up, a month or two free of rent, five per cent more from the third year, 押三付三 or 押二付一. */
export function agreedTerms({ unitId, areaCenti, floor, leaseStart, leaseEnd }: Letting, { roll, pick }: Dice): LeaseTerms {
  const [payCycleMonths, depositMonths] = pick([
    [3, "3"],
    [3, "3"],
    [1, "2"],
  ] as const);
  const freeMonths = pick([0, 1, 2] as const);
  const fee = (part: Pick<FeeTerm, "feeItem" | "price" | "priceUnit"> & Partial<FeeTerm>): FeeTerm => ({
    id: part.feeItem,
    from: leaseStart,
    to: leaseEnd,
    areaBasis: "agreed",
    calcMode: "monthly",
    dayPriceRule: "year",
    yearDays: 365,
    splitRule: "firstMonthJoined",
    payCycleMonths,
    payTiming: { kind: "fixedDay", day: 10, monthsLater: 0 },
    escalations: [],
    freePeriods: [],
    lateFee: { percentPerDay: "0.05", graceDays: 0, countsFrom: "dueDay", base: "unpaid", capPercentPerYear: "12" },
    taxMode: "inclusive",
    ...part,
  });
  const thirdYear = leaseStart.add({ years: 2 });
  return {
    leaseStart,
    leaseEnd,
    units: [{ unitId, areaCenti }],
    fees: [
      fee({
        feeItem: "rent",
        price: `${4 + Math.floor(floor / 15)}.${roll(10)}0`,
        priceUnit: "sqmDay",
        freePeriods: freeMonths > 0 ? [{ from: leaseStart, to: leaseStart.add({ months: freeMonths }).subtract({ days: 1 }) }] : [],
        escalations: Temporal.PlainDate.compare(thirdYear, leaseEnd) < 0 ? [{ from: thirdYear, everyMonths: 12, by: "percent", value: "5", compound: true }] : [],
      }),
      fee({ feeItem: "propertyFee", price: "28", priceUnit: "sqmMonth" }),
    ],
    deposits: [
      { id: "leaseDeposit", feeItem: "leaseDeposit", basis: { kind: "months", months: depositMonths, feeIds: ["rent", "propertyFee"] }, followsEscalation: true },
      { id: "fitoutDeposit", feeItem: "fitoutDeposit", basis: { kind: "perSqm", price: "50", areaBasis: "agreed" }, followsEscalation: false },
    ],
    onceFees: [],
    holidayRoll: "next",
    noticeDays: 90,
  };
}
