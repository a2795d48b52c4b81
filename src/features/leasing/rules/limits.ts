import { compareExact, type Exact, exact, over, plus, times } from "#kernel/decimal.ts";
import { type Fen, fen, sumFen, yuanText } from "#kernel/money.ts";
import { type Problem, problems, reasons } from "#kernel/problem.ts";
import { words } from "#kernel/words.ts";
import { dayNumber } from "./days.ts";
import { feeItems } from "./feeItems.ts";
import { areaByBasis, isQuotedByDay, raisedPrices } from "./price.ts";
import { scheduleOf } from "./schedule.ts";
import type { AreaBasis, Basis, FeeTerm, LeaseTerms, TermUnit } from "./terms.ts";

/** What terms may not agree. `fee` is the id of the term that is meant. */
export const termsProblems = problems("leasing", {
  termsEndBeforeTheyStart: { status: 422, words: words("到期日 {leaseEnd} 早于起租日 {leaseStart}。", "The terms end on {leaseEnd}, before they start on {leaseStart}.") },
  termsTooLong: {
    status: 422,
    words: words("租期超过二十年，超出部分无效（民法典第 705 条）。", "The term exceeds twenty years; the excess would be void (Civil Code art. 705)."),
  },
  termsOutOfTime: { status: 422, words: words("租期须在 1950 年至 2150 年之间。", "The term must lie between the years 1950 and 2150.") },
  earnestTooHigh: {
    status: 422,
    words: words(
      "定金 {earnest} 元超过合同总价的 20%（{limit} 元），超出部分无效（民法典第 586 条）。",
      "Earnest money of {earnest} yuan exceeds 20 % of the price, {limit} yuan; the excess would be void (Civil Code art. 586).",
    ),
  },
  idTwice: { status: 422, words: words("编号 {fee} 用了两次。", "The id {fee} is used twice.") },
  unitTwice: { status: 422, words: words("同一单元列了两次。", "A unit is listed twice.") },
  unknownUnit: { status: 422, words: words("费项 {fee} 所指的单元不在租约内。", "Fee {fee} names a unit that is not in the lease.") },
  areaMissing: { status: 422, words: words("费项 {fee} 按 {basis} 面积计费，但有单元没有这一面积。", "Fee {fee} is charged by {basis} area, which a unit does not have.") },
  seatsMissing: { status: 422, words: words("费项 {fee} 按工位计费，但没有工位数。", "Fee {fee} is charged by seats, but has no number of them.") },
  feeEndsBeforeItStarts: { status: 422, words: words("费项 {fee} 的止日早于起日。", "Fee {fee} ends before it starts.") },
  feeOutside: { status: 422, words: words("费项 {fee} 的期间超出租期。", "Fee {fee} reaches beyond the term.") },
  feesOverlap: { status: 422, words: words("费项 {fee} 与 {other} 对同一单元重复计费：{from} 至 {to}。", "Fees {fee} and {other} both charge a unit from {from} to {to}.") },
  freeEndsBeforeItStarts: { status: 422, words: words("费项 {fee} 的免租期止日早于起日。", "A free period of fee {fee} ends before it starts.") },
  freeOutside: { status: 422, words: words("费项 {fee} 的免租期 {from} 至 {to} 超出其计费期间。", "The free period from {from} to {to} reaches beyond fee {fee}.") },
  raiseOutside: {
    status: 422,
    words: words("费项 {fee} 的递增日 {from} 不在其计费期间内（起日之后）。", "The raise of {from} is not after the first and before the last day of fee {fee}."),
  },
  tooManyRaises: { status: 422, words: words("费项 {fee} 的递增超过 {most} 次。", "Fee {fee} is raised more than {most} times.") },
  cycleNotMonthly: {
    status: 422,
    words: words("费项 {fee}：次月起按自然月只适用于一月一付。", "Fee {fee}: calendar months from the next month are for a cycle of one month only."),
  },
  negative: { status: 422, words: words("费项 {fee} 的价格或金额须为不小于零的数。", "The price or amount of fee {fee} must be a number that is not negative.") },
  beyondMeasure: { status: 422, words: words("费项 {fee} 的金额过大，请核对价格、面积和递增。", "Fee {fee} comes to too large an amount; check price, area and raises.") },
  notThisKind: { status: 422, words: words("费项 {fee} 的类别 {feeItem} 不能放在这里。", "Fee {fee} is of the kind {feeItem}, which does not belong here.") },
  unknownFee: { status: 422, words: words("{fee} 按月数计算，但所依据的费项 {other} 不存在。", "{fee} is a number of months of fee {other}, which does not exist.") },
});

const longestTermYears = 20;
/** Monthly, for the longest term. */
const mostRaises = 240;
/** Ten billion yuan: no lease comes to more, and every sum of it is exact. */
const mostFen = 1_000_000_000_000n;

/** All that stands against agreeing these terms. Domain §3.1; Civil Code art. 586, 705. With nothing against them, `scheduleOf` can be asked. */
export function whyNotTerms(terms: LeaseTerms): Problem[] {
  const days = { leaseStart: terms.leaseStart.toString(), leaseEnd: terms.leaseEnd.toString() };
  if (isBefore(terms.leaseEnd, terms.leaseStart)) return [termsProblems.termsEndBeforeTheyStart(days)];
  const against = reasons(
    !isBefore(terms.leaseEnd, terms.leaseStart.add({ years: longestTermYears })) && termsProblems.termsTooLong(days),
    (terms.leaseStart.year < 1950 || terms.leaseEnd.year > 2150) && termsProblems.termsOutOfTime(days),
    twice([...terms.fees, ...terms.deposits, ...terms.onceFees].map(({ id }) => id)).map((fee) => termsProblems.idTwice({ fee })),
    twice(terms.units.map(({ unitId }) => unitId)).map((unitId) => termsProblems.unitTwice({ unitId })),
    terms.fees.flatMap((fee) => whyNotFee(fee, terms)),
    overlaps(terms),
    terms.deposits.flatMap(({ id, feeItem, basis }) => reasons(natureOf(feeItem) !== "deposit" && termsProblems.notThisKind({ fee: id, feeItem }), whyNotBasis(id, basis, terms))),
    terms.onceFees.flatMap(({ id, feeItem, basis }) => reasons(natureOf(feeItem) === "deposit" && termsProblems.notThisKind({ fee: id, feeItem }), whyNotBasis(id, basis, terms))),
  );
  return against.length > 0 || !terms.earnestMoney ? against : whyNotEarnest(terms.earnestMoney, priceOf(terms));
}

/** Earnest money, 定金, is at most a fifth of the price. Civil Code art. 586. */
export function whyNotEarnest(earnest: Fen, price: Fen): Problem[] {
  if (compareExact(earnest, over(price, 5)) <= 0) return [];
  return [termsProblems.earnestTooHigh({ earnest: yuanText(earnest), limit: yuanText(fen(BigInt(price) / 5n)) })];
}

/** What the lease comes to by its recurring fees. */
export function priceOf(terms: LeaseTerms): Fen {
  const fees = terms.fees.map((fee) => ({ ...fee, payTiming: { kind: "naturalDaysBefore", days: 0 } as const }));
  return sumFen(scheduleOf({ ...terms, fees, deposits: [], onceFees: [], holidayRoll: "none" }).map(({ amount }) => amount));
}

function whyNotFee(fee: FeeTerm, { leaseStart, leaseEnd, units }: LeaseTerms): Problem[] {
  const facts = { fee: fee.id };
  if (isBefore(fee.to, fee.from)) return [termsProblems.feeEndsBeforeItStarts(facts)];
  const charged = fee.unitIds ? units.filter(({ unitId }) => fee.unitIds?.includes(unitId)) : units;
  const hasArea = !isBySqm(fee) || charged.every((unit) => areaByBasis(unit, fee.areaBasis) !== undefined);
  return reasons(
    (natureOf(fee.feeItem) === "deposit" || fee.feeItem === "lateFee") && termsProblems.notThisKind({ ...facts, feeItem: fee.feeItem }),
    (isBefore(fee.from, leaseStart) || isBefore(leaseEnd, fee.to)) && termsProblems.feeOutside(facts),
    (fee.unitIds ?? []).some((unitId) => !units.some((unit) => unit.unitId === unitId)) && termsProblems.unknownUnit(facts),
    !hasArea && termsProblems.areaMissing({ ...facts, basis: fee.areaBasis }),
    isBySeat(fee) && !fee.seats && termsProblems.seatsMissing(facts),
    fee.freePeriods.filter(({ from, to }) => isBefore(to, from)).map(() => termsProblems.freeEndsBeforeItStarts(facts)),
    fee.freePeriods
      .filter(({ from, to }) => isBefore(from, fee.from) || isBefore(fee.to, to))
      .map(({ from, to }) => termsProblems.freeOutside({ ...facts, from: from.toString(), to: to.toString() })),
    fee.escalations.filter(({ from }) => !isBefore(fee.from, from) || isBefore(fee.to, from)).map(({ from }) => termsProblems.raiseOutside({ ...facts, from: from.toString() })),
    !isRaisedSeldom(fee) && termsProblems.tooManyRaises({ ...facts, most: mostRaises }),
    fee.splitRule === "monthFromNext" && fee.payCycleMonths !== 1 && termsProblems.cycleNotMonthly(facts),
    !isPriced(fee) && termsProblems.negative(facts),
    isPriced(fee) && isRaisedSeldom(fee) && hasArea && isBeyondMeasure(fee, charged) && termsProblems.beyondMeasure(facts),
  );
}

/** Fees of one item, on the same unit and day. */
function overlaps({ fees }: LeaseTerms): Problem[] {
  return fees.flatMap((one, place) =>
    fees.slice(place + 1).flatMap((other) => {
      const from = isBefore(one.from, other.from) ? other.from : one.from;
      const to = isBefore(one.to, other.to) ? one.to : other.to;
      const shareUnits = !one.unitIds || !other.unitIds || one.unitIds.some((unitId) => other.unitIds?.includes(unitId));
      if (one.feeItem !== other.feeItem || !shareUnits || isBefore(to, from)) return [];
      return [termsProblems.feesOverlap({ fee: one.id, other: other.id, from: from.toString(), to: to.toString() })];
    }),
  );
}

function whyNotBasis(id: string, basis: Basis, { fees, units }: LeaseTerms): Problem[] {
  const facts = { fee: id };
  switch (basis.kind) {
    case "amount":
      return reasons(basis.amount < 0 && termsProblems.negative(facts), basis.amount > mostFen && termsProblems.beyondMeasure(facts));
    case "perSqm":
      if (!isAmount(basis.price)) return [termsProblems.negative(facts)];
      if (!units.every((unit) => areaByBasis(unit, basis.areaBasis) !== undefined)) return [termsProblems.areaMissing({ ...facts, basis: basis.areaBasis })];
      return reasons(compareExact(times(basis.price, areaCentiOf(units, basis.areaBasis)), mostFen) > 0 && termsProblems.beyondMeasure(facts));
    case "perPiece":
      if (!isAmount(basis.price) || basis.count < 0) return [termsProblems.negative(facts)];
      return reasons(compareExact(times(basis.price, 100, basis.count), mostFen) > 0 && termsProblems.beyondMeasure(facts));
    case "months":
      if (!isAmount(basis.months)) return [termsProblems.negative(facts)];
      return reasons(
        basis.feeIds.filter((feeId) => !fees.some((fee) => fee.id === feeId)).map((other) => termsProblems.unknownFee({ ...facts, other })),
        isBeyondMonths(basis, { fees, units }) && termsProblems.beyondMeasure(facts),
      );
  }
}

function isBeyondMonths({ months, feeIds }: Extract<Basis, { kind: "months" }>, { fees, units }: Pick<LeaseTerms, "fees" | "units">): boolean {
  const priced = fees.filter((fee) => feeIds.includes(fee.id) && isPriced(fee) && isRaisedSeldom(fee));
  return (
    compareExact(
      times(
        months,
        priced.reduce((sum, fee) => plus(sum, highestMonth(fee, units)), exact(0)),
      ),
      mostFen,
    ) > 0
  );
}

/** By its highest price, over its whole term. */
function isBeyondMeasure(fee: FeeTerm, units: readonly TermUnit[]): boolean {
  const days = dayNumber(fee.to) - dayNumber(fee.from) + 1;
  return compareExact(times(highestMonth(fee, units), 2 + Math.ceil(days / 28)), mostFen) > 0;
}

/** 分; no month of the fee costs more. */
function highestMonth(fee: FeeTerm, units: readonly TermUnit[]): Exact {
  const quantity = isBySqm(fee) ? over(areaCentiOf(units, fee.areaBasis), 100) : isBySeat(fee) ? (fee.seats ?? 0) : 1;
  const highest = raisedPrices(fee).reduce((most, { price }) => (compareExact(price, most) > 0 ? price : most), exact(0));
  const month = times(highest, quantity, 100, isQuotedByDay(fee.priceUnit) ? 31 : 1);
  return fee.priceUnit === "year" ? over(month, 11) : month;
}

const areaCentiOf = (units: readonly TermUnit[], basis: AreaBasis): number => units.reduce((sum, unit) => sum + (areaByBasis(unit, basis) ?? 0), 0);

const isBySqm = ({ priceUnit }: FeeTerm): boolean => priceUnit === "sqmDay" || priceUnit === "sqmMonth";

const isBySeat = ({ priceUnit }: FeeTerm): boolean => priceUnit === "seatDay" || priceUnit === "seatMonth";

const isPriced = ({ price, escalations, seats }: FeeTerm): boolean => isAmount(price) && escalations.every(({ value }) => isAmount(value)) && (seats ?? 0) >= 0;

/** Each raise adds digits to the price, which are all kept. */
const isRaisedSeldom = ({ to, escalations }: FeeTerm): boolean =>
  escalations.reduce(
    (sum, { from, everyMonths }) => sum + (everyMonths === null || isBefore(to, from) ? 1 : 1 + Math.floor(from.until(to, { largestUnit: "months" }).months / everyMonths)),
    0,
  ) <= mostRaises;

const natureOf = (feeItem: FeeTerm["feeItem"]) => feeItems[feeItem].nature;

const isAmount = (text: string): boolean => /^\d+(\.\d+)?$/.test(text);

const isBefore = (one: Temporal.PlainDate, other: Temporal.PlainDate): boolean => Temporal.PlainDate.compare(one, other) < 0;

const twice = (ids: readonly string[]): string[] => [...new Set(ids.filter((id, place) => ids.indexOf(id) < place))];
