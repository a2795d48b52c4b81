import { compareExact, decimalText, type Exact, exact, minus, over, plainText, plus, times } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import { allocate, type Fen, roundFen } from "#kernel/money.ts";
import type { Problem } from "#kernel/problem.ts";
import type { Basis, LineKind, MeterRole } from "./names.ts";
import { metersProblems as problem } from "./problems.ts";
import { type PricedPart, priced, type TariffVersion } from "./tariff.ts";
import { quantityText, sumOf, type UsagePart, type Values } from "./usage.ts";

/** Who stands behind a tenant's meter for some days; nobody where the units are vacant: then the operator bears it. */
export interface Consumer {
  readonly tenantId: Id<"tenant"> | null;
  readonly leaseId: Id<"lease"> | null;
  readonly unitIds: readonly Id<"unit">[];
  /** Name of the units; equal remainders go by it. */
  readonly label: string;
  readonly areaCenti: number;
  /** Days of the period for which it stood behind the meter. */
  readonly days: number;
}

/** The use between two readings, and who had it. */
export interface Period {
  readonly readingId: Id<"reading">;
  readonly from: Temporal.PlainDate;
  readonly to: Temporal.PlainDate;
  readonly byBand: Values;
  readonly parts: readonly UsagePart[];
  readonly usedBefore: string;
  readonly consumers: readonly Consumer[];
}

export interface MeterToSettle {
  readonly id: Id<"meter">;
  readonly meterNo: string;
  readonly role: MeterRole;
  readonly parentId: Id<"meter"> | null;
  readonly tariff: readonly TariffVersion[];
  readonly periods: readonly Period[];
}

/** How a site shares out what no tenant's meter counts, and at which price. */
export interface Policy {
  readonly common: Basis;
  readonly loss: Basis;
  readonly price: readonly TariffVersion[];
}

/** One line for a bill; without a tenant the operator bears it. */
export interface SettledLine {
  /** Stable for the same readings: `usage:<reading>:<unit>`. */
  readonly key: string;
  readonly kind: LineKind;
  readonly meterId: Id<"meter">;
  readonly tenantId: Id<"tenant"> | null;
  readonly leaseId: Id<"lease"> | null;
  readonly unitIds: readonly Id<"unit">[];
  readonly label: string;
  readonly from: Temporal.PlainDate;
  readonly to: Temporal.PlainDate;
  readonly quantity: string;
  readonly amount: Fen;
  readonly working: UsageWorking;
}

/** The arithmetic of a line, kept with it. Quantities and prices are plain digits, amounts exact yuan with eight places. */
export type UsageWorking =
  | { readonly of: "usage"; readonly meterNo: string; readonly readings: readonly UsagePart[]; readonly prices: readonly WorkedPrice[]; readonly shared: WorkedShare | null }
  | { readonly of: "common" | "loss"; readonly meterNo: string; readonly pool: PoolFigures; readonly basis: Basis; readonly price: string; readonly shared: WorkedShare };
export interface WorkedPrice {
  readonly band: string | null;
  readonly quantity: string;
  readonly price: string;
  readonly amount: string;
  readonly from: string;
  readonly to: string;
}
/** `weight / weights` of a whole amount: use, square metres, or those by days where the tenant changed; the 分 left over go by largest remainder. */
export interface WorkedShare {
  readonly weight: string;
  readonly weights: string;
  readonly whole: Fen;
}

/** Loss 损耗 = main − the meters below it, common ones included (domain §3.4). */
export interface PoolFigures {
  readonly main: string;
  readonly tenants: string;
  readonly common: string;
  readonly loss: string;
  /** Of the main meter, in percent with three places. */
  readonly lossPercent: string;
}
export interface Pool extends PoolFigures {
  readonly meterId: Id<"meter">;
  readonly meterNo: string;
}

export interface Settled {
  readonly lines: readonly SettledLine[];
  readonly pools: readonly Pool[];
  readonly problems: readonly Problem[];
}

/** Prices a month's use of one kind and shares out common use and loss. The order of the meters does not matter; the parts of each whole add up to the 分. */
export function settle(meters: readonly MeterToSettle[], policy: Policy): Settled {
  const ordered = meters.toSorted((one, other) => compareText(one.meterNo, other.meterNo) || compareText(one.id, other.id));
  const problems: Problem[] = [];
  const lines: SettledLine[] = [];
  const pools: Pool[] = [];
  for (const meter of ordered.filter(({ role }) => role === "tenant")) {
    for (const period of meter.periods) {
      const found = usageLines(meter, period);
      if (Array.isArray(found)) lines.push(...found);
      else problems.push(found);
    }
  }
  for (const main of ordered.filter(({ role, periods }) => role === "main" && periods.length > 0)) {
    const pool = poolOf(main, ordered);
    pools.push(pool);
    for (const kind of ["common", "loss"] as const) {
      if (policy[kind] === "none" || compareExact(pool[kind], 0) === 0) continue;
      const found = sharedLines(main, pool, kind, ordered, policy);
      if (Array.isArray(found)) lines.push(...found);
      else problems.push(found);
    }
  }
  return { lines: lines.toSorted(byPayer), pools, problems };
}

/** What a main meter counted, and where it went. */
export function poolOf(main: MeterToSettle, meters: readonly MeterToSettle[]): Pool {
  const below = meters.filter(({ parentId }) => parentId === main.id);
  const of = (list: readonly MeterToSettle[]) => sumOf(list.map(usedBy));
  const [total, counted, common] = [usedBy(main), of(below), of(below.filter(({ role }) => role === "common"))];
  const loss = minus(total, counted);
  const lossPercent = compareExact(total, 0) === 0 ? "0.000" : decimalText(over(times(loss, 100), total), 3);
  return { meterId: main.id, meterNo: main.meterNo, main: total, tenants: quantityText(minus(counted, common)), common, loss: quantityText(loss), lossPercent };
}

function usageLines(meter: MeterToSettle, period: Period): SettledLine[] | Problem {
  const parts = priced({ ...period, meterNo: meter.meterNo }, meter.tariff);
  if (!Array.isArray(parts)) return parts as Problem;
  const whole = roundFen(
    times(
      parts.reduce<Exact>((sum, { amount }) => plus(sum, amount), exact(0)),
      100,
    ),
  );
  const quantity = sumOf(Object.values(period.byBand));
  const consumers = period.consumers.toSorted(byLabel);
  const weights = weightsOf(consumers);
  const amounts = allocate(whole, weights);
  const sum = weights.reduce((all, weight) => all + weight, 0);
  return consumers.map((consumer, index) => ({
    key: `usage:${period.readingId}:${consumer.unitIds[0] ?? ""}`,
    kind: "usage" as const,
    meterId: meter.id,
    ...whoOf(consumer),
    from: period.from,
    to: period.to,
    quantity: consumers.length === 1 ? quantity : decimalText(over(times(quantity, weights[index]!), sum), 4),
    amount: amounts[index]!,
    working: {
      of: "usage" as const,
      meterNo: meter.meterNo,
      readings: period.parts,
      prices: parts.map(workedPrice),
      shared: consumers.length === 1 ? null : { weight: squareMetres(weights[index]!), weights: squareMetres(sum), whole },
    },
  }));
}

function sharedLines(main: MeterToSettle, pool: Pool, kind: "common" | "loss", meters: readonly MeterToSettle[], policy: Policy): SettledLine[] | Problem {
  const quantity = pool[kind];
  if (compareExact(quantity, 0) < 0) return problem.lossNegative({ meterNo: main.meterNo, quantity: quantityText(minus(0, quantity)) });
  const { from, to } = spanOf(main);
  const parts = policy.price.length === 0 ? problem.sharePriceMissing() : priced({ meterNo: main.meterNo, from, to, byBand: { total: quantity }, usedBefore: "0" }, policy.price);
  if (!Array.isArray(parts)) return parts as Problem;
  const basis = policy[kind];
  const sharers = sharersBelow(main, meters).map((sharer) => ({ ...sharer, weight: basis === "byArea" ? sharer.area : sharer.usage }));
  const sum = sharers.reduce<Exact>((all, { weight }) => plus(all, weight), exact(0));
  if (compareExact(sum, 0) === 0) return problem.nobodyShares({ meterNo: main.meterNo });
  const whole = roundFen(
    times(
      parts.reduce<Exact>((all, { amount }) => plus(all, amount), exact(0)),
      100,
    ),
  );
  const amounts = allocate(
    whole,
    sharers.map(({ weight }) => weight),
  );
  const { meterId: _, meterNo: __, ...figures } = pool;
  return sharers.map(({ meterId: behind, consumer, weight }, index) => ({
    key: `${kind}:${main.periods.at(-1)!.readingId}:${behind}:${consumer.unitIds[0] ?? ""}:${consumer.leaseId ?? ""}`,
    kind,
    meterId: main.id,
    ...whoOf(consumer),
    from,
    to,
    quantity: decimalText(over(times(quantity, weight), sum), 4),
    amount: amounts[index]!,
    working: {
      of: kind,
      meterNo: main.meterNo,
      pool: figures,
      basis,
      price: parts.map((part: PricedPart) => part.price).join(" / "),
      shared: { weight: weightText(weight), weights: weightText(sum), whole },
    },
  }));
}

interface Sharer {
  readonly meterId: Id<"meter">;
  readonly consumer: Consumer;
  readonly usage: Exact;
  /** Square metres, by the share of the days where the tenant changed. */
  readonly area: Exact;
}

/** Everybody behind a tenant's meter anywhere below `main`, vacant units too, in the order of their units. */
function sharersBelow(main: MeterToSettle, meters: readonly MeterToSettle[]): Sharer[] {
  const isBelow = (meter: MeterToSettle): boolean => meter.parentId === main.id || meters.some((above) => above.id === meter.parentId && above.id !== meter.id && isBelow(above));
  const sharers = new Map<string, Sharer>();
  for (const meter of meters.filter((one) => one.role === "tenant" && isBelow(one))) {
    const days = meter.periods.reduce((all, period) => all + daysOf(period), 0);
    for (const period of meter.periods) {
      const consumers = period.consumers.toSorted(byLabel);
      const weights = weightsOf(consumers);
      const sum = weights.reduce((all, weight) => all + weight, 0);
      for (const [index, consumer] of consumers.entries()) {
        const key = `${meter.id} ${consumer.leaseId ?? ""} ${consumer.unitIds.join(" ")}`;
        const known = sharers.get(key);
        const usage = over(times(sumOf(Object.values(period.byBand)), weights[index]!), sum);
        const area = days === 0 ? exact(0) : over(times(consumer.areaCenti, consumer.days), 100 * days);
        sharers.set(key, { meterId: meter.id, consumer, usage: plus(known?.usage ?? 0, usage), area: plus(known?.area ?? 0, area) });
      }
    }
  }
  return [...sharers.values()].toSorted((one, other) => byLabel(one.consumer, other.consumer) || compareText(one.meterId, other.meterId));
}

/** What those behind one meter count for: their area, by their days where these differ; all alike where no area is known. */
function weightsOf(consumers: readonly Consumer[]): number[] {
  const isKnown = consumers.some(({ areaCenti }) => areaCenti > 0);
  const areaOf = ({ areaCenti }: Consumer) => (isKnown ? areaCenti : 1);
  const isSplit = consumers.some(({ days }) => days !== consumers[0]?.days);
  return consumers.map((consumer) => areaOf(consumer) * (isSplit ? consumer.days : 1));
}

const order: readonly LineKind[] = ["usage", "common", "loss"];
/** What one tenant owes for its units stands together. */
const byPayer = (one: SettledLine, other: SettledLine): number =>
  byLabel(one, other) || order.indexOf(one.kind) - order.indexOf(other.kind) || Temporal.PlainDate.compare(one.from, other.from) || compareText(one.key, other.key);
const whoOf = ({ tenantId, leaseId, unitIds, label }: Consumer) => ({ tenantId, leaseId, unitIds, label });
const usedBy = ({ periods }: MeterToSettle): string => sumOf(periods.flatMap(({ byBand }) => Object.values(byBand)));
const spanOf = ({ periods }: MeterToSettle) => ({ from: periods[0]!.from, to: periods.at(-1)!.to });
const daysOf = ({ from, to }: Period): number => from.until(to).days + 1;
type Labelled = Pick<Consumer, "label" | "leaseId">;
const byLabel = (one: Labelled, other: Labelled): number => compareText(one.label, other.label) || compareText(one.leaseId ?? "", other.leaseId ?? "");
const compareText = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);
const squareMetres = (centi: number): string => plainText(over(centi, 100), 2);
const weightText = (weight: Exact): string => plainText(weight, 4);
const workedPrice = ({ band, quantity, price, amount, from, to }: PricedPart): WorkedPrice => ({
  band,
  quantity,
  price,
  amount: decimalText(amount, 8),
  from: from.toString(),
  to: to.toString(),
});
