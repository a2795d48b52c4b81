import { scheduleOf } from "#features/leasing/rules.ts";
import { someTerms } from "#features/leasing/samples.ts";

/**
 * W7: schedules of leases of 36 months, each with rent (two free months, a raise), property fee, deposits and their workings, paid
 * monthly, on one core. Returns leases a minute by the processor's own time.
 */
export function schedulesPerMinute(leases: number): { readonly perMinute: number; readonly linesPerLease: number } {
  const kinds = Array.from({ length: 50 }, (_, place) => aLease(place));
  for (const terms of kinds) scheduleOf(terms);
  const before = process.cpuUsage().user;
  let lines = 0;
  for (let turn = 0; turn < leases; turn++) lines += scheduleOf(kinds[turn % kinds.length]!).length;
  const seconds = (process.cpuUsage().user - before) / 1_000_000;
  return { perMinute: (leases * 60) / seconds, linesPerLease: lines / leases };
}

/** The lease of vectors V3 and V4, begun on another day each. */
function aLease(place: number) {
  const terms = someTerms();
  const shift = (day: Temporal.PlainDate) => day.add({ days: place * 9 });
  const leaseStart = shift(terms.leaseStart);
  const leaseEnd = leaseStart.add({ months: 36 }).subtract({ days: 1 });
  const fees = terms.fees.map((fee) => ({
    ...fee,
    from: leaseStart,
    to: leaseEnd,
    payCycleMonths: 1 as const,
    price: `${place + 20}.${place + 10}`,
    freePeriods: fee.freePeriods.map(({ from, to }) => ({ from: shift(from), to: shift(to) })),
    escalations: fee.escalations.map((escalation) => ({ ...escalation, from: shift(escalation.from) })),
  }));
  return { ...terms, leaseStart, leaseEnd, fees, firstPaymentOn: undefined };
}
