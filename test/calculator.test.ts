import fc from "fast-check";
import { expect, test } from "vitest";
import { z } from "zod";
import { amendmentField, leaseTermsField } from "#features/leasing/contract.ts";
import { scheduleAfter } from "#features/leasing/rules.ts";
import { businessCalendar } from "#kernel/calendar.ts";
import { anyLease } from "./calculator/anyLease.ts";
import { billsOf, dayOf } from "./calculator/dayByDay.ts";

const generated = 20_000;

test(`the engine and a plain day-by-day calculator agree on ${generated} leases, to the day and the 分 (§3.2, §3.3)`, { timeout: 240_000 }, () => {
  fc.assert(
    fc.property(anyLease, ({ terms, amendments, offDays }) => {
      const ours = scheduleAfter(terms, amendments, { calendar: calendarOf(offDays) }).map(({ key, from, to, dueOn, amount }) =>
        said(key.split(":")[0]!, dayOf(from.toString()), dayOf(to.toString()), dayOf(dueOn.toString()), BigInt(amount)),
      );
      const theirs = billsOf(
        z.encode(leaseTermsField, terms),
        amendments.map((amendment) => z.encode(amendmentField, amendment)),
        offNumbers(offDays),
      ).map(({ term, from, to, due, amount }) => said(term, from, to, due, amount));
      if (ours.toSorted().join() !== theirs.toSorted().join()) expect(ours.toSorted()).toEqual(theirs.toSorted());
    }),
    { numRuns: generated },
  );
});

const said = (term: string, from: number, to: number, due: number, amount: bigint): string => `${term} ${from}..${to} due ${due}: ${amount}`;

type Days = readonly Temporal.PlainDate[];

const calendarOf = oncePer((offDays: Days) =>
  businessCalendar({ zone: "Asia/Shanghai", years: [], statutory: [], siteDays: offDays.map((date) => ({ date: date.toString(), name: "放假", isOffDay: true })) }),
);
const offNumbers = oncePer((offDays: Days) => new Set(offDays.map((day) => dayOf(day.toString()))));

function oncePer<T>(make: (offDays: Days) => T): (offDays: Days) => T {
  const known = new Map<Days, T>();
  return (offDays) => {
    const made = known.get(offDays) ?? make(offDays);
    known.set(offDays, made);
    return made;
  };
}
