import type { Id } from "#kernel/id.ts";
import { type Fen, fen, sumFen, yuanText } from "#kernel/money.ts";
import { fill } from "#kernel/problem.ts";
import { type Words, words } from "#kernel/words.ts";
import { type Debt, inOrder, type Part, payInOrder } from "./allocate.ts";
import type { AllocationOrder } from "./names.ts";
import { accountKey, payerKey, shortKey } from "./payerKey.ts";

/** Money as a line of a statement tells it. */
export interface Money {
  readonly entityId: Id<"entity">;
  readonly amount: Fen;
  readonly payerName: string;
  readonly payerAccount: string;
  readonly remark: string;
  /** Whose somebody said it is. */
  readonly claimedFor?: Id<"tenant"> | null;
}

export interface DebtLine extends Debt {
  readonly billId: Id<"bill">;
  readonly billNo: string;
  readonly entityId: Id<"entity">;
  readonly month: Temporal.PlainYearMonth;
}

/** A tenant who may have paid: how it is called and pays, where it sits, what it owes. */
export interface Debtor {
  readonly tenantId: Id<"tenant">;
  readonly name: string;
  /** Who paid for it before. */
  readonly payers: readonly { readonly key: string; readonly account: string }[];
  readonly rooms: readonly string[];
  readonly debts: readonly DebtLine[];
}

/** Why money may be a tenant's, with the points it gives; `{facts}` in braces. */
export const reasonWords = {
  payerIsTenant: words("付款人就是租户", "The payer is the tenant"),
  payerIsNearly: words("付款人名称与租户相近", "The payer's name is close to the tenant's"),
  payerKnown: words("付款人曾为该租户付款", "The payer has paid for this tenant before"),
  claimed: words("同事已认领为该租户的款项", "A colleague claimed it for this tenant"),
  accountKnown: words("付款账号曾为该租户付款", "The account has paid for this tenant before"),
  billInRemark: words("摘要写明账单 {bill}", "The remark names bill {bill}"),
  roomInRemark: words("摘要写明房号 {room}", "The remark names room {room}"),
  monthInRemark: words("摘要写明 {month}", "The remark names {month}"),
  billAmount: words("金额等于账单 {bill} 的未收额 {amount}", "The amount is what is open of bill {bill}: {amount}"),
  allAmount: words("金额等于该租户全部未收额 {amount}", "The amount is all that the tenant owes: {amount}"),
  billsAmount: words("金额等于 {count} 张账单之和 {amount}", "The amount is {count} bills together: {amount}"),
  lineAmount: words("金额等于账单 {bill} 中的一项 {amount}", "The amount is one item of bill {bill}: {amount}"),
  partAmount: words("金额少于未收额 {amount}，为部分付款", "The amount is less than the {amount} owed: a part payment"),
  overAmount: words("金额多于未收额 {amount}，余款转预收", "The amount is more than the {amount} owed: the rest is an advance"),
  nothingOwed: words("该租户目前没有未收账单，可作预收", "The tenant owes nothing now: an advance"),
  otherEntity: words("账单应付给另一法人主体，款项为代收", "The bill is owed to the other legal entity: collected on behalf"),
} as const satisfies Record<string, Words>;
export type MatchReasonKind = keyof typeof reasonWords;

export interface MatchReason {
  readonly kind: MatchReasonKind;
  readonly points: number;
  readonly facts: Readonly<Record<string, string | number>>;
}

export const sayMatchReason = ({ kind, facts }: Pick<MatchReason, "facts"> & { readonly kind: string }, language: "zh" | "en"): string => {
  const known = reasonWords[kind as MatchReasonKind] as Words | undefined;
  return known ? fill(known[language], facts) : kind;
};

export interface Candidate {
  readonly tenantId: Id<"tenant">;
  readonly name: string;
  /** 0 to 100. */
  readonly score: number;
  readonly reasons: readonly MatchReason[];
  /** What the money would pay. */
  readonly parts: readonly Part[];
  readonly advance: Fen;
}

export interface MatchOptions {
  readonly order: AllocationOrder;
  /** Whether debts to another entity may be paid with it. */
  readonly mayCollectOnBehalf: boolean;
}

/** From here on a candidate may be confirmed without a second look, if no other comes near. */
export const certainScore = 90;
const nearness = 15;

/** Whether the first of `candidates` is beyond doubt. */
export const isCertain = ([first, second]: readonly Pick<Candidate, "score">[]): boolean =>
  first !== undefined && first.score >= certainScore && (second === undefined || second.score <= first.score - nearness);

/** Who may have paid, best first, each with its score, its reasons and what the money would pay. A tenant that nothing speaks for is left out. */
export function candidatesFor(money: Money, debtors: readonly Debtor[], options: MatchOptions): Candidate[] {
  const told = readMoney(money);
  return debtors
    .map((debtor) => judge(told, debtor, options))
    .filter((candidate) => candidate !== null)
    .toSorted((one, other) => other.score - one.score || one.name.localeCompare(other.name, "zh") || (one.tenantId < other.tenantId ? -1 : 1));
}

interface Told extends Money {
  readonly key: string;
  readonly short: string;
  readonly account: string;
  readonly bills: ReadonlySet<string>;
  readonly rooms: ReadonlySet<string>;
  readonly months: ReadonlySet<string>;
}

const billNumber = /ZD\d{4}-?\d{6}/g;
const roomNumber = /(?<![A-Z0-9.,-])(?!20\d\d[-/.年])(?:[A-Z]\d{0,2}-?)?\d{3,5}[A-Z]?(?![0-9.,])/g;

/** What a remark names: bill numbers, what may be rooms, months. */
export function remarkFacts(remark: string): { readonly bills: string[]; readonly rooms: string[]; readonly months: string[] } {
  const text = remark.normalize("NFKC").toUpperCase();
  const bills = [...text.matchAll(billNumber)].map(([bill]) => (bill.includes("-") ? bill : `${bill.slice(0, 6)}-${bill.slice(6)}`));
  const rooms = [...text.replaceAll(billNumber, " ").matchAll(roomNumber)].map(([room]) => room);
  const months = [...text.matchAll(/(20\d\d)\s*[-年./]?\s*(0?[1-9]|1[0-2])(?=\s*月|[^\d]|$)/g)].map(([, year, month]) => `${year}-${month!.padStart(2, "0")}`);
  return { bills, rooms: [...new Set(rooms)].slice(0, 20), months };
}

function readMoney(money: Money): Told {
  const key = payerKey(money.payerName);
  const { bills, rooms, months } = remarkFacts(money.remark);
  return { ...money, key, short: shortKey(key), account: accountKey(money.payerAccount), bills: new Set(bills), rooms: new Set(rooms), months: new Set(months) };
}

const mostForWho = 55;
const mostForRemark = 40;

function judge(told: Told, debtor: Debtor, { order, mayCollectOnBehalf }: MatchOptions): Candidate | null {
  const who = whoReasons(told, debtor);
  const reachable = mayCollectOnBehalf ? debtor.debts : debtor.debts.filter(({ entityId }) => entityId === told.entityId);
  const what = remarkReasons(told, { ...debtor, debts: reachable });
  const fit = bestFit(told, reachable, order);
  const isNamed = who.length + what.length > 0;
  if (!isNamed && (fit === null || !fit.isWhole)) return null;
  const settled = fit ?? inTurn(told, reachable, order);
  const points = cap(who, mostForWho) + cap(what, mostForRemark) + settled.reason.points;
  const crosses = settled.parts.some(({ lineId }) => reachable.find((debt) => debt.lineId === lineId)?.entityId !== told.entityId);
  const otherEntity: MatchReason[] = crosses ? [{ kind: "otherEntity", points: -5, facts: {} }] : [];
  return {
    tenantId: debtor.tenantId,
    name: debtor.name,
    score: Math.max(0, Math.min(100, points + cap(otherEntity, 0))),
    reasons: [...who, ...what, settled.reason, ...otherEntity],
    parts: settled.parts,
    advance: settled.advance,
  };
}

const cap = (reasons: readonly MatchReason[], most: number): number =>
  Math.min(
    most,
    reasons.reduce((sum, { points }) => sum + points, 0),
  );

const reason = (kind: MatchReasonKind, points: number, facts: MatchReason["facts"] = {}): MatchReason => ({ kind, points, facts });

const shortestLikeName = 3;

function whoReasons({ key, short, account, claimedFor }: Told, { tenantId, name, payers }: Debtor): MatchReason[] {
  const tenant = payerKey(name);
  const tenantShort = shortKey(tenant);
  const found: MatchReason[] = claimedFor === tenantId ? [reason("claimed", 50)] : [];
  if (key !== "" && key === tenant) found.push(reason("payerIsTenant", 50));
  else if (key !== "" && payers.some((payer) => payer.key === key)) found.push(reason("payerKnown", 48));
  else if (short.length >= shortestLikeName && tenantShort.length >= shortestLikeName && (short.includes(tenantShort) || tenantShort.includes(short)))
    found.push(reason("payerIsNearly", 30));
  if (account !== "" && payers.some((payer) => payer.account === account)) found.push(reason("accountKnown", 48));
  return found;
}

function remarkReasons({ bills, rooms, months }: Told, debtor: Debtor): MatchReason[] {
  const bill = debtor.debts.find(({ billNo }) => bills.has(billNo));
  const room = debtor.rooms.find((one) => rooms.has(one.normalize("NFKC").toUpperCase()));
  const month = debtor.debts.find((debt) => months.has(debt.month.toString()));
  return [
    ...(bill ? [reason("billInRemark", 35, { bill: bill.billNo })] : []),
    ...(room ? [reason("roomInRemark", 18, { room })] : []),
    ...(month && (bill || room) ? [reason("monthInRemark", 6, { month: month.month.toString() })] : []),
  ];
}

interface Fit {
  readonly reason: MatchReason;
  readonly parts: readonly Part[];
  readonly advance: Fen;
  /** The amount is that of something owed, to the 分. */
  readonly isWhole: boolean;
}

interface Group {
  readonly billNo: string;
  readonly dueOn: Temporal.PlainDate;
  readonly debts: readonly DebtLine[];
  readonly open: number;
}

const mostCombined = 10;

/** What the amount fits to the 分: a bill, all that is owed, several bills, one item. First among what is owed to the entity that has the money. */
function bestFit(told: Told, debts: readonly DebtLine[], order: AllocationOrder): Fit | null {
  const own = debts.filter(({ entityId }) => entityId === told.entityId);
  return fitAmong(told, own, order) ?? (own.length < debts.length ? fitAmong(told, debts, order) : null);
}

function fitAmong(told: Told, debts: readonly DebtLine[], order: AllocationOrder): Fit | null {
  if (debts.length === 0) return null;
  const amount = yuanText(told.amount);
  const whole = (kind: MatchReasonKind, points: number, paid: readonly DebtLine[], facts: MatchReason["facts"]): Fit => ({
    reason: reason(kind, points, facts),
    parts: inOrder(paid, order).map(({ lineId, open }) => ({ lineId, amount: open })),
    advance: fen(0),
    isWhole: true,
  });
  const groups = groupsOf(debts);
  const exact = groups.filter(({ open }) => open === told.amount);
  const bill = exact.find(({ billNo }) => told.bills.has(billNo)) ?? exact[0];
  if (bill) return whole("billAmount", 40, bill.debts, { bill: bill.billNo, amount });
  if (groups.length > 1 && groups.reduce((sum, { open }) => sum + open, 0) === told.amount) return whole("allAmount", 40, debts, { amount });
  const several = combination(groups.slice(0, mostCombined), told.amount);
  if (several) {
    return whole(
      "billsAmount",
      several.length <= 3 ? 34 : 28,
      several.flatMap((group) => group.debts),
      { count: several.length, amount },
    );
  }
  const line = debts.find(({ open }) => open === told.amount);
  return line ? whole("lineAmount", 30, [line], { bill: line.billNo, amount }) : null;
}

/** The bills among `debts`, oldest due first. */
function groupsOf(debts: readonly DebtLine[]): Group[] {
  if (debts.length === 1) return debts.map((debt) => ({ billNo: debt.billNo, dueOn: debt.dueOn, debts, open: debt.open }));
  return [...Map.groupBy(debts, ({ billId }) => billId).values()]
    .map((lines) => {
      const first = lines.toSorted((one, other) => Temporal.PlainDate.compare(one.dueOn, other.dueOn))[0]!;
      return { billNo: first.billNo, dueOn: first.dueOn, debts: lines, open: sumFen(lines.map(({ open }) => open)) };
    })
    .toSorted((one, other) => Temporal.PlainDate.compare(one.dueOn, other.dueOn) || (one.billNo < other.billNo ? -1 : 1));
}

/** Some of `groups` that come to exactly `amount`: the fewest, and of those the oldest. */
function combination(groups: readonly Group[], amount: number): Group[] | null {
  if (groups.length < 3) return null;
  let best: number[] | null = null;
  const walk = (from: number, left: number, chosen: readonly number[]): void => {
    if (left === 0) {
      if (chosen.length > 1 && (best === null || chosen.length < best.length)) best = [...chosen];
      return;
    }
    if (best !== null && chosen.length + 1 >= best.length) return;
    for (let place = from; place < groups.length; place++) {
      const { open } = groups[place]!;
      if (open <= left) walk(place + 1, left - open, [...chosen, place]);
    }
  };
  walk(0, amount, []);
  return best === null ? null : (best as number[]).map((place) => groups[place]!);
}

/** Named bills first, then by the order of the site; what is left over is an advance. */
function inTurn(told: Told, debts: readonly DebtLine[], order: AllocationOrder): Fit {
  const own = debts.filter(({ entityId }) => entityId === told.entityId);
  const named = new Set(debts.filter(({ billNo }) => told.bills.has(billNo)).map(({ lineId }) => lineId));
  const paid = payInOrder(told.amount, inOrder(own, order, named));
  const owed = sumFen(own.map(({ open }) => open));
  if (owed === 0) return { reason: reason("nothingOwed", 0), ...paid, isWhole: false };
  return { reason: told.amount < owed ? reason("partAmount", 10, { amount: yuanText(owed) }) : reason("overAmount", 12, { amount: yuanText(owed) }), ...paid, isWhole: false };
}
