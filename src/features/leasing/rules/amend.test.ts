import fc from "fast-check";
import { expect, test } from "vitest";
import { z } from "zod";
import { newId } from "#kernel/id.ts";
import { sumFen } from "#kernel/money.ts";
import { amendmentField } from "../contract/amendments.ts";
import { aDeposit, aFee, someTerms } from "../samples.ts";
import { amend, type Amendment, scheduleAfter, termsAt, whyNotAmend } from "./amend.ts";
import { creditAfter } from "./credit.ts";
import { heldBy, whyNotAdd } from "./history.ts";
import { scheduleOf, scheduleOfVersions } from "./schedule.ts";
import type { FeeTerm, LeaseTerms, ScheduleLine } from "./terms.ts";

const day = (text: string) => Temporal.PlainDate.from(text);
const of = (lines: readonly ScheduleLine[], feeItem: string) => lines.filter((line) => line.feeItem === feeItem);
const said = ({ from, to, amount }: ScheduleLine) => [from.toString(), to.toString(), amount];
const unitId = newId<"unit">();
const other = newId<"unit">();

/** 500 ㎡ at 100 yuan a ㎡ and month for three years from 2026-06-01, quarterly, and the property fee of 28. */
const plain = (part: Partial<FeeTerm> = {}): LeaseTerms =>
  someTerms(
    {
      fees: [
        aFee({ price: "100", priceUnit: "sqmMonth", dayPriceRule: "month", ...part }),
        aFee({ id: "propertyFee", feeItem: "propertyFee", price: "28", priceUnit: "sqmMonth" }),
      ],
      deposits: [aDeposit()],
      firstPaymentOn: undefined,
    },
    unitId,
  );
const rentAfter = (...amendments: Amendment[]) => of(scheduleAfter(plain(), amendments), "rent");

test("a new price splits the quarter at its day and leaves what is before (§3.3-7)", () => {
  const rent = rentAfter({ kind: "price", on: day("2026-10-01"), feeId: "rent", price: "110" });
  expect(rent.slice(0, 4).map(said)).toEqual([
    ["2026-06-01", "2026-08-31", 150_000_00],
    ["2026-09-01", "2026-09-30", 50_000_00],
    ["2026-10-01", "2026-11-30", 110_000_00],
    ["2026-12-01", "2027-02-28", 165_000_00],
  ]);
  expect(rent[2]?.dueOn.toString()).toBe("2026-10-01");
});

test("a new price takes the place of raises before it; those after it go on", () => {
  const raise = { from: day("2027-06-01"), everyMonths: 12, by: "percent", value: "10", compound: true } as const;
  const rent = of(scheduleAfter(plain({ escalations: [raise] }), [{ kind: "price", on: day("2027-09-01"), feeId: "rent", price: "105" }]), "rent");
  expect(rent.map(({ working }) => working.inputs["price"])).toEqual(["100", "100", "100", "100", "110", "105", "105", "105", "115.5", "115.5", "115.5", "115.5"]);
});

test("a surveyed area and a second unit change what is charged from their day, and the deposit follows", () => {
  expect(
    rentAfter({ kind: "area", on: day("2026-09-01"), unitId, areaCenti: 490_00 })
      .slice(0, 2)
      .map(({ amount }) => amount),
  ).toEqual([150_000_00, 147_000_00]);
  const lines = scheduleAfter(plain(), [{ kind: "expansion", on: day("2026-09-01"), units: [{ unitId: other, areaCenti: 100_00 }], fees: [] }]);
  expect(
    of(lines, "rent")
      .slice(0, 2)
      .map(({ amount, unitIds }) => [amount, unitIds.length]),
  ).toEqual([
    [150_000_00, 1],
    [180_000_00, 2],
  ]);
  expect(of(lines, "leaseDeposit").map(said)).toEqual([
    ["2026-06-01", "2026-06-01", 3 * 64_000_00],
    ["2026-09-01", "2026-09-01", 3 * 12_800_00],
  ]);
});

test("an expansion may have its own price, and a contraction gives the unit back", () => {
  const added = aFee({ id: "rent2", from: day("2026-09-01"), price: "90", priceUnit: "sqmMonth" });
  const expansion: Amendment = { kind: "expansion", on: day("2026-09-01"), units: [{ unitId: other, areaCenti: 100_00 }], fees: [added] };
  const lines = scheduleAfter(plain(), [expansion, { kind: "contraction", on: day("2027-03-01"), unitIds: [other] }]);
  expect(lines.filter(({ key }) => key.startsWith("rent2")).map(said)).toEqual([
    ["2026-09-01", "2026-11-30", 27_000_00],
    ["2026-12-01", "2027-02-28", 27_000_00],
  ]);
  expect(lines.filter(({ key }) => key.startsWith("rent:")).map(({ amount }) => amount)).toEqual(Array.from({ length: 12 }, () => 150_000_00));
});

test("an extension begins a line of its own where the lease was to end; a shortening ends it", () => {
  const extended = rentAfter({ kind: "extension", on: day("2029-01-01"), leaseEnd: day("2029-07-15") });
  expect(extended.slice(-2).map(said)).toEqual([
    ["2029-03-01", "2029-05-31", 150_000_00],
    ["2029-06-01", "2029-07-15", 50_000_00 + 24_193_55],
  ]);
  expect(
    rentAfter({ kind: "extension", on: day("2026-09-10"), leaseEnd: day("2026-12-15") })
      .at(-1)
      ?.to.toString(),
  ).toBe("2026-12-15");
});

test("a renewal counts its periods anew at its own price", () => {
  const terms = { ...plain(), leaseEnd: day("2027-01-15"), fees: plain().fees.map((fee) => ({ ...fee, to: day("2027-01-15") })) };
  const renewal: Amendment = { kind: "renewal", on: day("2027-01-16"), leaseEnd: day("2027-07-31"), prices: [{ feeId: "rent", price: "120" }], freePeriods: [] };
  expect(whyNotAmend(terms, renewal)).toEqual([]);
  expect(
    of(scheduleAfter(terms, [renewal]), "rent")
      .slice(2)
      .map(said),
  ).toEqual([
    ["2026-12-01", "2027-01-15", 50_000_00 + 24_193_55],
    ["2027-01-16", "2027-04-30", 30_967_74 + 3 * 60_000_00],
    ["2027-05-01", "2027-07-31", 180_000_00],
  ]);
});

test("who stays after the end pays the last price or the agreed part of it (Civil Code art. 734)", () => {
  const stays: Amendment = { kind: "holdover", on: day("2029-06-01"), until: day("2029-07-31"), percent: "150", payCycleMonths: 1 };
  expect(whyNotAmend(plain(), stays)).toEqual([]);
  expect(rentAfter(stays).slice(-2).map(said)).toEqual([
    ["2029-06-01", "2029-06-30", 75_000_00],
    ["2029-07-01", "2029-07-31", 75_000_00],
  ]);
});

test("free days agreed in the middle leave the periods as they were", () => {
  const rent = rentAfter({ kind: "freePeriod", on: day("2026-11-01"), feeIds: ["rent"], from: day("2026-12-01"), to: day("2027-01-10") });
  expect(rent.map(({ from }) => from.toString())).toEqual(of(scheduleOf(plain()), "rent").map(({ from }) => from.toString()));
  expect(rent[2]?.amount).toBe(50_000_00 + 33_870_97);
});

test("a change of tenant splits the period at its day, the money stays the same for whole months", () => {
  const rent = rentAfter({ kind: "party", on: day("2026-10-01"), tenantId: newId() });
  expect(rent.slice(1, 3).map(said)).toEqual([
    ["2026-09-01", "2026-09-30", 50_000_00],
    ["2026-10-01", "2026-11-30", 100_000_00],
  ]);
  expect(rentAfter({ kind: "sublease", on: day("2026-10-01"), note: "同意转租 1803 室" })).toEqual(rentAfter());
});

test("leaving early gives back what the schedule no longer asks for (V12)", () => {
  for (const leaving of ["2026-09-30", "2026-10-17", "2027-05-31"]) {
    const before = scheduleOf(someTerms());
    const after = scheduleAfter(someTerms(), [{ kind: "termination", on: day("2026-09-20"), leavingDay: day(leaving), cause: "agreed" }]);
    const recurring = (lines: readonly ScheduleLine[]) => sumFen(lines.filter(({ kind }) => kind === "recurring").map(({ amount }) => amount));
    expect(recurring(before) - recurring(after)).toBe(sumFen(creditAfter(before, day(leaving)).map(({ amount }) => amount)));
  }
});

test("an early termination that is taken back leaves the lease as if it had never been, later amendments among it (2.1.3-1)", () => {
  const terms = someTerms();
  const tenantId = newId<"tenant">();
  const raise = { number: 2, amendment: { kind: "price", on: day("2027-06-01"), feeId: "rent", price: "6" } } as const;
  const ending = { number: 3, amendment: { kind: "termination", on: day("2026-10-01"), leavingDay: day("2026-09-30"), cause: "agreed" } } as const;
  const written = { tenantId, terms, amendments: [raise, ending] };
  expect(heldBy(written).at(-1)!.terms.leaseEnd).toEqual(day("2026-09-30"));
  const revival = { kind: "revival", on: day("2026-10-01"), number: 3 } as const;
  expect(whyNotAdd(written, revival)).toEqual([]);
  const revived = { ...written, amendments: [raise, ending, { number: 4, amendment: revival }] };
  const charged = (of: typeof written | typeof revived) => scheduleOfVersions(heldBy(of)).map(({ feeItem, from, to, amount }) => [feeItem, `${from}/${to}`, amount]);
  expect(charged(revived)).toEqual(charged({ tenantId, terms, amendments: [raise] } as never));
  expect(whyNotAdd(revived, revival).map(({ code }) => code)).toContain("leasing.notTerminated");
  expect(whyNotAdd(written, { ...revival, number: 2 }).map(({ code }) => code)).toContain("leasing.notTerminated");
});

test("what may not be amended is named", () => {
  const against = (amendment: Amendment) => whyNotAmend(plain(), amendment).map(({ code }) => code.replace("leasing.", ""));
  expect(against({ kind: "price", on: day("2026-05-31"), feeId: "rent", price: "1" })).toEqual(["amendedOutsideTheTerm"]);
  expect(against({ kind: "price", on: day("2026-07-01"), feeId: "parking", price: "1" })).toEqual(["feeNotThere"]);
  expect(against({ kind: "freePeriod", on: day("2026-09-01"), feeIds: ["rent"], from: day("2026-08-01"), to: day("2026-10-01") })).toEqual(["changesThePast"]);
  expect(against({ kind: "termination", on: day("2026-09-01"), leavingDay: day("2026-08-01"), cause: "agreed" })).toEqual(["changesThePast"]);
  expect(against({ kind: "contraction", on: day("2026-09-01"), unitIds: [unitId] })).toEqual(["noUnitLeft"]);
  expect(against({ kind: "contraction", on: day("2026-09-01"), unitIds: [other] })).toEqual(["unitNotThere"]);
  expect(against({ kind: "renewal", on: day("2029-05-31"), leaseEnd: day("2030-05-31"), prices: [], freePeriods: [] })).toEqual(["notAtTheEnd"]);
  expect(against({ kind: "extension", on: day("2029-05-31"), leaseEnd: day("2046-06-01") })).toEqual(["termsTooLong"]);
  expect(against({ kind: "renewal", on: day("2029-06-01"), leaseEnd: day("2049-05-31"), prices: [], freePeriods: [] })).toEqual([]);
});

test("the terms that hold on a day; amendments survive the wire", () => {
  const price: Amendment = { kind: "price", on: day("2026-10-01"), feeId: "rent", price: "110" };
  expect([day("2026-09-30"), day("2026-10-01")].map((on) => termsAt(plain(), [price], on).fees[0]?.price)).toEqual(["100", "110"]);
  expect(z.decode(amendmentField, z.encode(amendmentField, price))).toEqual(price);
});

test("terms amended before the lease begins hold from its first day", () => {
  const versions = [plain(), amend(plain(), { kind: "price", on: day("2026-06-01"), feeId: "rent", price: "110" })];
  expect(scheduleOfVersions(versions.map((terms) => ({ effectiveFrom: terms.leaseStart, terms })))).toEqual(scheduleOf({ ...versions[1]! }));
});

const anyDay = fc.integer({ min: 1, max: 1000 }).map((days) => day("2026-06-01").add({ days }));
const anyRentAmendment = fc.oneof(
  fc.record({ kind: fc.constant("price" as const), on: anyDay, feeId: fc.constant("rent"), price: fc.integer({ min: 1, max: 200 }).map(String) }),
  fc.tuple(anyDay, fc.nat(100)).map(([on, days]): Amendment => ({ kind: "freePeriod", on, feeIds: ["rent"], from: on, to: later(on.add({ days })) })),
);
const anyFeeAmendment = fc.oneof(
  fc.record({ kind: fc.constant("price" as const), on: anyDay, feeId: fc.constant("propertyFee"), price: fc.integer({ min: 1, max: 200 }).map(String) }),
  fc.record({ kind: fc.constant("sublease" as const), on: anyDay, note: fc.constant("转租") }),
);
const later = (on: Temporal.PlainDate) => (Temporal.PlainDate.compare(on, day("2029-05-31")) > 0 ? day("2029-05-31") : on);
const anyTerms = fc.record({
  calcMode: fc.constantFrom("monthly", "perDiem"),
  dayPriceRule: fc.constantFrom("year", "month", "thirty"),
  splitRule: fc.constantFrom("fromStart", "firstMonthJoined", "firstMonthCounted"),
  payCycleMonths: fc.constantFrom(...([1, 3, 12, "once"] as const)),
} satisfies { [K in keyof FeeTerm]?: fc.Arbitrary<FeeTerm[K]> });

test("property: what lies before an amendment's day stays as it was, and no day is lost or charged twice", () => {
  fc.assert(
    fc.property(anyTerms, fc.array(fc.oneof(anyRentAmendment, anyFeeAmendment), { minLength: 1, maxLength: 4 }), (part, amendments) => {
      const [before, after] = [scheduleOf(plain(part)), scheduleAfter(plain(part), amendments)];
      const first = amendments.map(({ on }) => on).toSorted(Temporal.PlainDate.compare)[0]!;
      const past = before.filter(({ to }) => Temporal.PlainDate.compare(to, first) < 0);
      expect(after.filter(({ key }) => past.some((line) => line.key === key))).toEqual(past);
      for (const feeItem of ["rent", "propertyFee"]) {
        const days = of(after, feeItem).toSorted((one, next) => Temporal.PlainDate.compare(one.from, next.from));
        expect([days[0]?.from.toString(), days.at(-1)?.to.toString()]).toEqual(["2026-06-01", "2029-05-31"]);
        days.forEach(({ from }, place) => expect(place === 0 || from.equals(days[place - 1]!.to.add({ days: 1 }))).toBe(true));
      }
      expect(after.every(({ amount }) => amount >= 0)).toBe(true);
    }),
  );
});

test("property: amendments of different fees, or of different days, do not mind in which order they were recorded", () => {
  const apart = fc
    .tuple(fc.array(anyRentAmendment, { maxLength: 3 }), fc.array(anyFeeAmendment, { maxLength: 2 }))
    .filter(([rent]) => new Set(rent.map(({ on }) => on.toString())).size === rent.length);
  fc.assert(
    fc.property(anyTerms, apart, fc.integer(), (part, [rent, fee], seed) => {
      const recorded: Amendment[] = [...rent, ...fee];
      const shuffled = recorded.map((amendment, place) => ({ amendment, at: (seed ^ (place * 2_654_435)) >>> 0 })).toSorted((one, next) => one.at - next.at);
      // Of two amendments of one fee on one day the later recorded wins, so those of the property fee keep their order.
      const fees = shuffled.map(({ amendment }) => amendment).filter((amendment) => !fee.includes(amendment as never));
      expect(scheduleAfter(plain(part), [...fee, ...fees])).toEqual(scheduleAfter(plain(part), recorded));
    }),
  );
});

test("property: what amends one fee leaves the others as they are", () => {
  fc.assert(
    fc.property(anyTerms, fc.array(anyRentAmendment, { maxLength: 3 }), fc.array(anyFeeAmendment, { maxLength: 3 }), (part, rent, fee) => {
      const both = scheduleAfter(plain(part), [...rent, ...fee]);
      expect(of(both, "rent")).toEqual(of(scheduleAfter(plain(part), rent), "rent"));
      expect(of(both, "propertyFee")).toEqual(of(scheduleAfter(plain(part), fee), "propertyFee"));
    }),
  );
});
