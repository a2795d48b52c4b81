import fc from "fast-check";
import { expect, test } from "vitest";
import { newId } from "#kernel/id.ts";
import { type Lease, overlap, type Term, whyNotLet } from "./rules.ts";

const day = (text: string) => Temporal.PlainDate.from(text);
const term = (leaseStart: string, leaseEnd: string): Term => ({ leaseStart: day(leaseStart), leaseEnd: day(leaseEnd) });
const unitId = newId<"unit">();
const aLease = (part: Partial<Lease> & Term): Lease => ({
  id: newId(),
  leaseNo: "L1",
  tenantId: newId(),
  units: [{ unitId, from: part.leaseStart, to: part.leaseEnd, areaCenti: null }],
  status: "signed",
  rentStart: null,
  handoverOn: null,
  moveInOn: null,
  version: 1,
  ...part,
});

const anyTerm = fc.tuple(fc.nat(5000), fc.nat(3000)).map(([start, length]): Term => {
  const leaseStart = day("2020-01-01").add({ days: start });
  return { leaseStart, leaseEnd: leaseStart.add({ days: length }) };
});

test("two terms that share their last and first day overlap; the day after does not", () => {
  expect(overlap(term("2026-01-01", "2026-06-30"), term("2026-06-30", "2026-12-31"))).toBe(true);
  expect(overlap(term("2026-01-01", "2026-06-30"), term("2026-07-01", "2026-12-31"))).toBe(false);
});

test("property: overlap does not depend on order", () => {
  fc.assert(fc.property(anyTerm, anyTerm, (one, other) => overlap(one, other) === overlap(other, one)));
});

test("a term that overlaps two live leases names both (2.1.1-3)", () => {
  const others = [
    aLease({ leaseNo: "A", ...term("2026-01-01", "2026-03-31") }),
    aLease({ leaseNo: "B", ...term("2026-05-01", "2026-12-31") }),
    aLease({ leaseNo: "C", status: "cancelled", ...term("2026-01-01", "2026-12-31") }),
  ];
  expect(whyNotLet(term("2026-03-01", "2026-06-30"), others, unitId).map(({ facts }) => facts["leaseNo"])).toEqual(["A", "B"]);
});

test("a lease of exactly twenty years is allowed, one day more is not (Civil Code art. 705)", () => {
  expect(whyNotLet(term("2026-01-01", "2045-12-31"), [], unitId)).toEqual([]);
  expect(whyNotLet(term("2026-01-01", "2046-01-01"), [], unitId).map(({ code }) => code)).toEqual(["leasing.tooLong"]);
});
