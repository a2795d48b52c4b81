import type { z } from "zod";
import type { amendmentField, leaseTermsField } from "#features/leasing/contract.ts";

// A second calculator of leases, written from the rules of the domain alone: plain and slow, one day after the other, with fractions of
// its own. It shares nothing with the engine but what a lease looks like on the wire, so that where both agree, both are right or the
// rules are wrong. A day is a number like 20260301, which can be compared.

type Lease = z.input<typeof leaseTermsField>;
type Fee = Lease["fees"][number];
type Change = z.input<typeof amendmentField>;

export interface Bill {
  readonly term: string;
  readonly from: number;
  readonly to: number;
  readonly due: number;
  readonly amount: bigint;
}

/** Every bill of the lease, by term and first day. `changes` are prices, areas, free periods and terminations, by their days. */
export function billsOf(lease: Lease, changes: readonly Change[], offDays: ReadonlySet<number>): Bill[] {
  const fees = lease.fees.map((fee) => ({ fee, walk: walkFee(lease, fee, changes, offDays) }));
  return [...fees.flatMap(({ walk }) => walk.bills), ...lease.deposits.flatMap((deposit) => depositBills(lease, changes, deposit, fees, offDays))];
}

interface Walk {
  readonly bills: Bill[];
  /** What a month costs on a day, as the terms stood on it; of a fee to come, on its first day. */
  readonly monthlyOn: (day: number) => bigint;
  readonly changesOn: ReadonlySet<number>;
}

interface OpenLine {
  from: number;
  to: number;
  due: number;
  readonly cost: Cost;
  readonly months: Map<number, { days: number; charged: number; thirtieths: number; readonly length: number }>;
}

function walkFee(lease: Lease, fee: Fee, changes: readonly Change[], offDays: ReadonlySet<number>): Walk {
  const own = changes.filter((change) => change.kind !== "price" || change.feeId === fee.id);
  const last = own.reduce((to, change) => (change.kind === "termination" ? Math.min(to, dayOf(change.leavingDay)) : to), dayOf(fee.to));
  const free = fee.freePeriods.map(({ from, to }) => [dayOf(from), dayOf(to)] as const);
  const lateFree = own.flatMap((change) => (change.kind === "freePeriod" && change.feeIds.includes(fee.id) ? [[dayOf(change.from), dayOf(change.to)] as const] : []));
  const isIn = (ranges: readonly (readonly [number, number])[], day: number) => ranges.some(([from, to]) => from <= day && day <= to);

  let anchor = dayOf(fee.from);
  while (anchor <= dayOf(fee.to) && isIn(free, anchor)) anchor = nextDay(anchor);
  if (anchor > dayOf(fee.to)) anchor = dayOf(fee.from);

  const isCalendar = fee.splitRule !== "fromStart";
  const cycle = fee.payCycleMonths === "once" ? Infinity : fee.payCycleMonths;
  const isBroken = isCalendar && anchor % 100 !== 1;
  let monthsToGo = cycle;
  if (isBroken && fee.splitRule === "monthFromNext" && cycle !== Infinity) monthsToGo = 1;
  if (isBroken && fee.splitRule === "firstMonthJoined") monthsToGo = cycle + 1;

  const costs = costTracks(lease, fee, own);
  const lines: OpenLine[] = [];
  const changesOn = new Set(changes.map(({ on }) => dayOf(on)));
  let month = 0;
  let monthLength = isCalendar ? lengthOf(anchor) : daysBetween(anchor, monthsLater(anchor, 1));
  let period = -1;
  let periodDue = 0;
  let isFirst = false;
  for (let day = dayOf(fee.from); day <= last; day = nextDay(day)) {
    if (day > anchor && day === (isCalendar ? (day % 100 === 1 ? day : 0) : monthsLater(anchor, month + 1))) {
      month++;
      monthLength = isCalendar ? lengthOf(day) : daysBetween(day, monthsLater(anchor, month + 1));
      if (--monthsToGo === 0) {
        period++;
        monthsToGo = cycle;
        periodDue = dueOf(day, fee, lease, offDays);
      }
    }
    const startsPeriod =
      day === dayOf(fee.from) || day === anchor || (period > 0 && monthsToGo === cycle && day === (isCalendar ? day - (day % 100) + 1 : monthsLater(anchor, month)));
    if (day === dayOf(fee.from) || day === anchor) {
      if (day === anchor) period = 0;
      isFirst = lease.firstPaymentOn !== undefined && fee.from === lease.leaseStart;
      periodDue = isFirst ? dayOf(lease.firstPaymentOn!) : dueOf(day, fee, lease, offDays);
    }
    const { cost, since } = costs.on(day);
    const open = lines.at(-1);
    let line = open;
    if (!open || startsPeriod || !isSameCost(open.cost, cost)) {
      if (open && !isSameCost(open.cost, cost)) changesOn.add(day);
      line = { from: day, to: day, due: Math.max(periodDue, since), cost, months: new Map() };
      lines.push(line);
    }
    line!.to = day;
    const seen = line!.months.get(month) ?? { days: 0, charged: 0, thirtieths: 0, length: monthLength };
    seen.days++;
    if (!isIn(free, day) && !isIn(lateFree, day)) {
      seen.charged++;
      seen.thirtieths += thirtiethsOf(isCalendar ? day % 100 : daysBetween(monthsLater(anchor, month), day) + 1, monthLength);
    }
    line!.months.set(month, seen);
  }
  const monthlyOn = (day: number) => {
    const isGone = changes.some((change) => change.kind === "termination" && dayOf(change.on) <= day && change.leavingDay < fee.from);
    return isGone ? 0n : monthlyAmount(costs.on(Math.max(day, dayOf(fee.from)), day).cost, fee);
  };
  return { bills: lines.map((line) => ({ term: fee.id, from: line.from, to: line.to, due: line.due, amount: amountOf(line, fee) })), changesOn, monthlyOn };
}

/** 30/360: the 31st counts for nothing, the last of a short month for the days it lacks. */
function thirtiethsOf(place: number, length: number): number {
  if (place === 31) return 0;
  return place === length ? 30 - place + 1 : 1;
}

function amountOf({ cost, months }: OpenLine, fee: Fee): bigint {
  if (fee.calcMode === "monthly") {
    const month = monthlyAmount(cost, fee);
    let sum = 0n;
    for (const { days, charged, thirtieths, length } of months.values()) {
      if (charged === 0) continue;
      if (charged === length) sum += month;
      else if (fee.dayPriceRule === "month") sum += rounded(fraction(month * BigInt(charged), BigInt(length)));
      else if (fee.dayPriceRule === "thirty") sum += rounded(fraction(month * BigInt(thirtieths), 30n));
      else {
        const dayPrice = fraction(month * 12n, BigInt(fee.yearDays));
        const isWhole = days === length;
        sum += rounded(isWhole ? plus(fraction(month, 1n), times(dayPrice, fraction(BigInt(charged - days), 1n))) : times(dayPrice, fraction(BigInt(charged), 1n)));
      }
    }
    return sum;
  }
  const perTime = times(costOfTime(cost, fee), fraction(100n, 1n));
  const days = [...months.values()];
  const charged = BigInt(days.reduce((sum, month) => sum + month.charged, 0));
  if (isByDay(fee)) return rounded(times(perTime, fraction(charged, 1n)));
  const perMonth = fee.priceUnit === "year" ? times(perTime, fraction(1n, 12n)) : perTime;
  if (fee.dayPriceRule === "year") return rounded(times(perMonth, fraction(charged * 12n, BigInt(fee.yearDays))));
  const monthsCharged = days.reduce(
    (sum, month) => plus(sum, fee.dayPriceRule === "thirty" ? fraction(BigInt(month.thirtieths), 30n) : fraction(BigInt(month.charged), BigInt(month.length))),
    fraction(0n, 1n),
  );
  return rounded(times(perMonth, monthsCharged));
}

interface Cost {
  readonly price: Fraction;
  readonly areaCenti: number;
}

/** What a price stands for at the moment, with the changes made so far one by one: where the last ones made no difference, they are not what it is due to. */
function costTracks(lease: Lease, fee: Fee, changes: readonly Change[]): { readonly on: (day: number, asOf?: number) => { readonly cost: Cost; readonly since: number } } {
  const raises = fee.escalations
    .flatMap((escalation) => {
      const days: number[] = [];
      for (let turn = 0, day = dayOf(escalation.from); day <= dayOf(fee.to); day = monthsLater(dayOf(escalation.from), ++turn * (escalation.everyMonths ?? 0))) {
        days.push(day);
        if (escalation.everyMonths === null) break;
      }
      return days.map((day) => ({ day, escalation }));
    })
    .toSorted((one, other) => one.day - other.day);
  const isByArea = fee.priceUnit === "sqmDay" || fee.priceUnit === "sqmMonth";
  const costs = new Map<string, Cost>();
  const costWith = (made: readonly Change[], day: number): Cost => {
    const passed = raises.filter((raise) => raise.day <= day).length;
    const known = costs.get(`${made.length} ${passed}`);
    if (known) return known;
    let agreed = decimal(fee.price);
    let areaCenti = isByArea ? lease.units.reduce((sum, unit) => sum + unit.areaCenti, 0) : 0;
    let since = 0;
    for (const change of made) {
      if (change.kind === "price") [agreed, since] = [decimal(change.price), dayOf(change.on)];
      if (change.kind === "area" && isByArea) areaCenti = change.areaCenti;
    }
    let price = agreed;
    for (const { escalation } of raises.slice(0, passed).filter((raise) => raise.day > since)) {
      const value = decimal(escalation.value);
      if (escalation.by === "amount") price = plus(price, value);
      else price = plus(price, times(times(escalation.compound ? price : agreed, value), fraction(1n, 100n)));
    }
    const cost = { price, areaCenti };
    costs.set(`${made.length} ${passed}`, cost);
    return cost;
  };
  return {
    on: (day, asOf = day) => {
      const made = changes.filter(({ on }) => dayOf(on) <= asOf);
      const cost = costWith(made, day);
      let count = made.length;
      while (count > 0 && isSameCost(costWith(made.slice(0, count - 1), day), cost)) count--;
      return { cost, since: count === 0 ? 0 : dayOf(made[count - 1]!.on) };
    },
  };
}

const isSameCost = (one: Cost, other: Cost): boolean => one.areaCenti === other.areaCenti && one.price.over * other.price.under === other.price.over * one.price.under;

const isByDay = ({ priceUnit }: Fee): boolean => priceUnit === "sqmDay" || priceUnit === "day" || priceUnit === "seatDay";

/** Yuan a day, month or year, as quoted. */
function costOfTime({ price, areaCenti }: Cost, fee: Fee): Fraction {
  if (fee.priceUnit === "sqmDay" || fee.priceUnit === "sqmMonth") return times(price, fraction(BigInt(areaCenti), 100n));
  if (fee.priceUnit === "seatDay" || fee.priceUnit === "seatMonth") return times(price, fraction(BigInt(fee.seats ?? 0), 1n));
  return price;
}

/** 分 a month, rounded once. */
function monthlyAmount(cost: Cost, fee: Fee): bigint {
  const quoted = times(costOfTime(cost, fee), fraction(100n, 1n));
  if (isByDay(fee)) return rounded(times(quoted, fraction(BigInt(fee.yearDays), 12n)));
  return rounded(fee.priceUnit === "year" ? times(quoted, fraction(1n, 12n)) : quoted);
}

function depositBills(
  lease: Lease,
  changes: readonly Change[],
  deposit: Lease["deposits"][number],
  fees: readonly { readonly fee: Fee; readonly walk: Walk }[],
  offDays: ReadonlySet<number>,
): Bill[] {
  const { basis } = deposit;
  if (basis.kind !== "months") throw new Error("This calculator knows deposits by months alone");
  const measured = fees.filter(({ fee }) => basis.feeIds.includes(fee.id));
  const levelOn = (day: number) => {
    const month = measured.reduce((sum, { walk }) => sum + walk.monthlyOn(day), 0n);
    return rounded(times(decimal(basis.months), fraction(month, 1n)));
  };
  const start = dayOf(lease.leaseStart);
  let held = levelOn(start);
  const bills = [{ term: deposit.id, from: start, to: start, due: dayOf(lease.firstPaymentOn ?? lease.leaseStart), amount: held }];
  const last = changes.reduce((to, change) => (change.kind === "termination" ? Math.min(to, dayOf(change.leavingDay)) : to), dayOf(lease.leaseEnd));
  const days = [...new Set(measured.flatMap(({ walk }) => [...walk.changesOn]))].filter((day) => day > start && day <= last).toSorted((one, other) => one - other);
  for (const day of deposit.followsEscalation ? days : []) {
    const level = levelOn(day);
    if (level > held) bills.push({ term: deposit.id, from: day, to: day, due: rolled(day, lease, offDays), amount: level - held });
    if (level > held) held = level;
  }
  return bills;
}

function dueOf(start: number, { payTiming }: Fee, lease: Lease, offDays: ReadonlySet<number>): number {
  let day = start;
  if (payTiming.kind === "naturalDaysBefore") for (let left = payTiming.days; left > 0; left--) day = dayBefore(day);
  if (payTiming.kind === "workingDaysBefore") {
    for (let left = payTiming.days; left > 0;) {
      day = dayBefore(day);
      if (isWorked(day, offDays)) left--;
    }
  }
  if (payTiming.kind === "fixedDay") {
    const first = monthsLater(day - (day % 100) + 1, payTiming.monthsLater);
    day = first - 1 + Math.min(payTiming.day, lengthOf(first));
  }
  return rolled(day, lease, offDays);
}

function rolled(start: number, { holidayRoll }: Lease, offDays: ReadonlySet<number>): number {
  let day = start;
  while (holidayRoll === "next" && !isWorked(day, offDays)) day = nextDay(day);
  return day;
}

/** Zeller's congruence: 0 is Saturday, 1 Sunday. */
function isWorked(day: number, offDays: ReadonlySet<number>): boolean {
  const [year, month, date] = parts(day);
  const [y, m] = month < 3 ? [year - 1, month + 12] : [year, month];
  const weekday = (date + Math.floor((13 * (m + 1)) / 5) + y + Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400)) % 7;
  return weekday > 1 && !offDays.has(day);
}

export const dayOf = (text: string): number => Number(text.replaceAll("-", ""));

const parts = (day: number): readonly [number, number, number] => [Math.floor(day / 10_000), Math.floor(day / 100) % 100, day % 100];

function lengthOf(day: number): number {
  const [year, month] = parts(day);
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

function nextDay(day: number): number {
  if (day % 100 < 28 || day % 100 < lengthOf(day)) return day + 1;
  const [year, month] = parts(day);
  return month === 12 ? (year + 1) * 10_000 + 101 : year * 10_000 + (month + 1) * 100 + 1;
}

function dayBefore(day: number): number {
  if (day % 100 > 1) return day - 1;
  const before = monthsLater(day, -1);
  return before - 1 + lengthOf(before);
}

function monthsLater(day: number, months: number): number {
  const [year, month, date] = parts(day);
  const count = year * 12 + month - 1 + months;
  const first = Math.floor(count / 12) * 10_000 + ((count % 12) + 1) * 100 + 1;
  return first - 1 + Math.min(date, lengthOf(first));
}

function daysBetween(from: number, to: number): number {
  let days = 0;
  for (let day = from; day < to; day = nextDay(day)) days++;
  return days;
}

interface Fraction {
  readonly over: bigint;
  readonly under: bigint;
}

const fraction = (over: bigint, under: bigint): Fraction => ({ over, under });
const plus = (one: Fraction, other: Fraction): Fraction => shortened(one.over * other.under + other.over * one.under, one.under * other.under);
const times = (one: Fraction, other: Fraction): Fraction => fraction(one.over * other.over, one.under * other.under);

/** Sums of sums would double their digits each time. */
function shortened(over: bigint, under: bigint): Fraction {
  let [a, b] = [over, under];
  while (b !== 0n) [a, b] = [b, a % b];
  return fraction(over / a, under / a);
}

function decimal(text: string): Fraction {
  const [whole = "", broken = ""] = text.split(".");
  return fraction(BigInt(whole + broken), 10n ** BigInt(broken.length));
}

/** A half goes up; nothing here is negative. */
const rounded = ({ over, under }: Fraction): bigint => (2n * over + under) / (2n * under);
