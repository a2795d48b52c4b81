import fc from "fast-check";
import { expect, test } from "vitest";
import { z } from "zod";
import { amendmentField, leaseTermsField, scheduleLineField } from "#features/leasing/contract.ts";
import { sayWorking, scheduleAfter, scheduleOf, whyNotTerms } from "#features/leasing/rules.ts";
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

test("whatever terms nothing stands against have a schedule, and it can be sent and stored", () => {
  const anyDay = fc.option(fc.integer({ min: -2000, max: 2000 }), { freq: 3 });
  let asked = 0;
  fc.assert(
    fc.property(anyLease, anyDay, anyDay, ({ terms, offDays }, periodsFrom, priceSince) => {
      const from = (days: number | null) => (days === null ? undefined : terms.leaseStart.add({ days }));
      const odd = { ...terms, fees: terms.fees.map((fee) => ({ ...fee, periodsFrom: from(periodsFrom), priceSince: from(priceSince) })) };
      if (whyNotTerms(odd).length > 0) return;
      asked++;
      const lines = scheduleOf(odd, { calendar: calendarOf(offDays) });
      expect(lines.map((line) => z.encode(scheduleLineField, line)).length).toBeGreaterThan(0);
      for (const line of lines) for (const language of ["zh", "en"] as const) expect(sayWorking(line.working, language).join("")).not.toMatch(/undefined|NaN|[{}|]/);
    }),
    { numRuns: 1000 },
  );
  expect(asked).toBeGreaterThan(100);
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
