import fc from "fast-check";
import type { Amendment, FeeTerm, LeaseTerms } from "#features/leasing/rules.ts";
import { newId } from "#kernel/id.ts";

// Leases as nobody would write them: every enumeration with every other, dates at the ends of months, free periods that overlap.

const unitId = newId<"unit">();
const firstDay = Temporal.PlainDate.from("2023-11-25");

/** No day off but weekends; a week off every three months; many days off apart. */
const offDays = [
  [],
  Array.from({ length: 18 * 7 }, (_, place) => firstDay.add({ months: 3 * Math.floor(place / 7), days: place % 7 })),
  Array.from({ length: 150 }, (_, place) => firstDay.add({ days: place * 11 })),
];

export interface AnyLease {
  readonly terms: LeaseTerms;
  readonly amendments: readonly Amendment[];
  readonly offDays: readonly Temporal.PlainDate[];
}

const anyPrice = fc.tuple(fc.integer({ min: 0, max: 99_999 }), fc.integer({ min: 0, max: 4 })).map(([digits, places]) => {
  const text = String(digits).padStart(places + 1, "0");
  return places === 0 ? text : `${text.slice(0, -places)}.${text.slice(-places)}`;
});

const anyTiming = fc.oneof(
  fc.record({ kind: fc.constant("naturalDaysBefore" as const), days: fc.nat(40) }),
  fc.record({ kind: fc.constant("workingDaysBefore" as const), days: fc.nat(10) }),
  fc.record({ kind: fc.constant("fixedDay" as const), day: fc.integer({ min: 1, max: 31 }), monthsLater: fc.integer({ min: -1, max: 1 }) }),
);

/** Parts of a thousand of a term: from and length. */
const anyPart = fc.tuple(fc.oneof(fc.constant(0), fc.nat(1000)), fc.oneof(fc.nat(60), fc.nat(1000)));
type Part = readonly [number, number];

const anyFeeData = fc.record({
  startsLater: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(400) }),
  price: anyPrice,
  priceUnit: fc.constantFrom("sqmDay", "sqmMonth", "month", "day", "year", "seatMonth", "seatDay"),
  calcMode: fc.constantFrom("monthly", "perDiem"),
  dayPriceRule: fc.constantFrom("year", "month", "thirty"),
  yearDays: fc.constantFrom(...([365, 360, 366] as const)),
  split: fc.constantFrom(
    ...(["fromStart", "firstMonthJoined", "firstMonthCounted"] as const).flatMap((splitRule) =>
      ([1, 2, 3, 6, 12, "once"] as const).map((payCycleMonths) => ({ splitRule, payCycleMonths })),
    ),
    { splitRule: "monthFromNext", payCycleMonths: 1 } as const,
  ),
  payTiming: anyTiming,
  escalations: fc.array(
    fc.record({
      after: fc.integer({ min: 1, max: 999 }),
      everyMonths: fc.constantFrom(null, 1, 5, 12),
      by: fc.constantFrom("percent", "amount"),
      value: fc.constantFrom("0", "0.5", "3", "5", "7.25"),
      compound: fc.boolean(),
    }),
    { maxLength: 2 },
  ),
  free: fc.array(anyPart, { maxLength: 3 }),
});

const anyChange = fc.record({
  kind: fc.constantFrom("price", "area", "freePeriod", "termination"),
  part: anyPart,
  price: anyPrice,
  areaCenti: fc.integer({ min: 1, max: 200_000 }),
  isOfRent: fc.boolean(),
});

/** A lease of up to three years with one fee or two, a deposit and up to two amendments. */
export const anyLease: fc.Arbitrary<AnyLease> = fc
  .record({
    start: fc.nat(1500),
    length: fc.oneof(fc.nat(70), fc.nat(500), fc.nat(1100)),
    areaCenti: fc.integer({ min: 1, max: 200_000 }),
    fees: fc.array(anyFeeData, { minLength: 1, maxLength: 2 }),
    deposit: fc.constantFrom(null, "1", "2.5", "3"),
    firstPayment: fc.constantFrom(null, 0, 7, 30),
    holidayRoll: fc.constantFrom("none", "next"),
    changes: fc.oneof({ weight: 3, arbitrary: fc.array(anyChange, { maxLength: 0 }) }, { weight: 1, arbitrary: fc.array(anyChange, { minLength: 1, maxLength: 2 }) }),
    offDays: fc.constantFrom(...offDays),
  })
  .map(({ start, length, areaCenti, fees, deposit, firstPayment, holidayRoll, changes, offDays }) => {
    const leaseStart = firstDay.add({ days: start });
    const leaseEnd = leaseStart.add({ days: length });
    const terms: LeaseTerms = {
      leaseStart,
      leaseEnd,
      units: [{ unitId, areaCenti }],
      fees: fees.map((data, place) => feeOf(data, { id: place === 0 ? "rent" : "fee", leaseStart, length })),
      deposits: deposit
        ? [
            {
              id: "deposit",
              feeItem: "leaseDeposit",
              basis: { kind: "months", months: deposit, feeIds: fees.map((_, place) => (place === 0 ? "rent" : "fee")) },
              followsEscalation: true,
            },
          ]
        : [],
      onceFees: [],
      holidayRoll,
      noticeDays: 90,
      firstPaymentOn: firstPayment === null ? undefined : leaseStart.subtract({ days: firstPayment }),
    };
    const made = (length === 0 ? [] : changes)
      .map((change) => amendmentOf(change, terms, length))
      .toSorted((one, other) => Temporal.PlainDate.compare(one.on, other.on))
      .filter(({ kind }, place, all) => kind !== "termination" || all.findIndex((amendment) => amendment.kind === "termination") === place);
    return { terms, amendments: made, offDays };
  });

type FeeData = typeof anyFeeData extends fc.Arbitrary<infer Data> ? Data : never;
type ChangeData = typeof anyChange extends fc.Arbitrary<infer Data> ? Data : never;

function feeOf(data: FeeData, { id, leaseStart, length }: { readonly id: string; readonly leaseStart: Temporal.PlainDate; readonly length: number }): FeeTerm {
  const { startsLater, split, escalations, free, ...rest } = data;
  const later = Math.min(startsLater, length);
  const [from, days] = [leaseStart.add({ days: later }), length - later];
  return {
    id,
    feeItem: id === "rent" ? "rent" : "propertyFee",
    from,
    to: from.add({ days }),
    areaBasis: "agreed",
    seats: 7,
    ...rest,
    ...split,
    escalations: days < 1 ? [] : escalations.map(({ after, ...escalation }) => ({ ...escalation, from: from.add({ days: Math.max(1, Math.floor((after * days) / 1000)) }) })),
    freePeriods: free.map((part) => rangeOf(part, from, days)),
    taxMode: "inclusive",
  };
}

function amendmentOf({ kind, part, price, areaCenti, isOfRent }: ChangeData, terms: LeaseTerms, length: number): Amendment {
  const feeId = isOfRent ? "rent" : terms.fees.at(-1)!.id;
  const { from: on, to } = rangeOf(part, terms.leaseStart.add({ days: 1 }), length - 1);
  switch (kind) {
    case "price":
      return { kind, on, feeId, price };
    case "area":
      return { kind, on, unitId, areaCenti };
    case "freePeriod":
      return { kind, on, feeIds: [feeId], from: on, to };
    case "termination":
      return { kind, on, leavingDay: to, cause: "agreed" };
  }
}

function rangeOf([from, length]: Part, start: Temporal.PlainDate, days: number): { readonly from: Temporal.PlainDate; readonly to: Temporal.PlainDate } {
  const first = Math.floor((from * days) / 1000);
  return { from: start.add({ days: first }), to: start.add({ days: Math.min(days, first + Math.floor((length * days) / 1000)) }) };
}
