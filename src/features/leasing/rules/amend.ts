import { exactText, over, times } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import { type Problem, problems, reasons } from "#kernel/problem.ts";
import { words } from "#kernel/words.ts";
import { dayOfNumber } from "./days.ts";
import { termsProblems, whyNotTerms } from "./limits.ts";
import { priceOn } from "./price.ts";
import { scheduleOfVersions, type ScheduleOptions } from "./schedule.ts";
import type { Escalation, FeeTerm, FreePeriod, LeaseTerms, PayCycle, ScheduleLine, TermUnit } from "./terms.ts";
import { anchorOf, type TermsVersion } from "./timeline.ts";
import type { TerminationCause } from "./versions.ts";

interface NewPrice {
  readonly feeId: string;
  readonly price: string;
  /** Instead of those agreed before; a raise on or before the day is in the price. */
  readonly escalations?: readonly Escalation[] | undefined;
}

interface NewFreePeriod extends FreePeriod {
  readonly feeIds: readonly string[];
}

/** What both sides agree to change from the day `on`, as a record; what is before that day stays as it was. Domain §3.1, CC 713, 716, 734. */
export type Amendment = { readonly on: Temporal.PlainDate } & (
  | ({ readonly kind: "price" } & NewPrice)
  | ({ readonly kind: "area" } & TermUnit)
  /** The lease ends later, or, by a day before its end, earlier. */
  | { readonly kind: "extension"; readonly leaseEnd: Temporal.PlainDate }
  /** A new term on the day after the old one, its periods counted anew. */
  | { readonly kind: "renewal"; readonly leaseEnd: Temporal.PlainDate; readonly prices: readonly NewPrice[]; readonly freePeriods: readonly NewFreePeriod[] }
  | ({ readonly kind: "freePeriod" } & NewFreePeriod)
  | { readonly kind: "party"; readonly tenantId: Id<"tenant"> }
  /** Fees for all units grow with them; `fees` of an item that is charged already are for the new units alone. */
  | { readonly kind: "expansion"; readonly units: readonly TermUnit[]; readonly fees: readonly FeeTerm[] }
  | { readonly kind: "contraction"; readonly unitIds: readonly Id<"unit">[] }
  /** The tenant stays after the end, for an indefinite time of which this much is billed: at the last price, or this many per cent of it. */
  | { readonly kind: "holdover"; readonly until: Temporal.PlainDate; readonly percent?: string | undefined; readonly payCycleMonths?: PayCycle | undefined }
  | { readonly kind: "sublease"; readonly note: string }
  | { readonly kind: "termination"; readonly leavingDay: Temporal.PlainDate; readonly cause: TerminationCause }
  /** The early termination made by version `number` is taken back: the lease is as if it had never been. */
  | { readonly kind: "revival"; readonly number: number }
);

export const amendmentProblems = problems("leasing", {
  amendedOutsideTheTerm: { status: 422, words: words("生效日 {on} 不在租期内。", "The day {on} is not within the term.") },
  changesThePast: { status: 422, words: words("变更不能早于其生效日 {on}。", "An amendment changes nothing before its day, {on}.") },
  notAtTheEnd: { status: 422, words: words("续租或续用自原租期届满次日 {on} 起。", "A renewal or holdover begins the day after the term, {on}.") },
  notBeforeTheEnd: { status: 422, words: words("退租日 {leavingDay} 不早于到期日 {leaseEnd}。", "The tenant would leave on {leavingDay}, not before the end on {leaseEnd}.") },
  feeNotThere: { status: 422, words: words("租约没有费项 {fee}。", "The lease has no fee {fee}.") },
  unitNotThere: { status: 422, words: words("单元不在租约内。", "The unit is not in the lease.") },
  noUnitLeft: { status: 422, words: words("缩租后没有单元；请办理提前终止。", "No unit would be left; end the lease instead.") },
});

/** The terms with what is amended; its earlier days are right only together with the terms before, by `scheduleOfVersions`. */
export function amend(terms: LeaseTerms, amendment: Amendment): LeaseTerms {
  switch (amendment.kind) {
    case "price":
      return { ...terms, fees: terms.fees.map((fee) => (fee.id === amendment.feeId ? atPrice(fee, amendment, amendment.on) : fee)) };
    case "area": {
      const { unitId, areaCenti, grossCenti, netCenti } = amendment;
      return { ...terms, units: terms.units.map((unit) => (unit.unitId === unitId ? { unitId, areaCenti, grossCenti, netCenti } : unit)) };
    }
    case "extension":
      return ended(terms, amendment.leaseEnd);
    case "renewal":
      return renewed(terms, amendment);
    case "freePeriod":
      return withFree(terms, amendment);
    case "expansion":
      return expanded(terms, amendment);
    case "contraction":
      return contracted(terms, amendment.unitIds);
    case "holdover":
      return heldOver(terms, amendment);
    case "termination":
      return ended(terms, amendment.leavingDay);
    case "party":
    case "sublease":
    case "revival":
      return terms;
  }
}

/** The terms that hold on a day. */
export const termsAt = (terms: LeaseTerms, amendments: readonly Amendment[], day: Temporal.PlainDate): LeaseTerms =>
  inOrder(amendments)
    .filter(({ on }) => Temporal.PlainDate.compare(on, day) <= 0)
    .reduce(amend, terms);

/** The schedule of terms and what was amended since, whatever the order in which it was recorded. */
export const scheduleAfter = (terms: LeaseTerms, amendments: readonly Amendment[], options: ScheduleOptions = {}): ScheduleLine[] =>
  scheduleOfVersions(versionsOf(terms, amendments), options);

/** The terms from each day on that something was amended. */
export function versionsOf(terms: LeaseTerms, amendments: readonly Amendment[]): TermsVersion[] {
  const versions: TermsVersion[] = [{ effectiveFrom: terms.leaseStart, terms }];
  for (const amendment of inOrder(amendments)) {
    const last = versions.at(-1)!;
    const tenantId = amendment.kind === "party" ? amendment.tenantId : last.tenantId;
    versions.push({ effectiveFrom: amendment.on, terms: amend(last.terms, amendment), tenantId });
  }
  return versions;
}

/** All that stands against amending these terms so. Domain §3.1. */
export function whyNotAmend(terms: LeaseTerms, amendment: Amendment): Problem[] {
  const facts = { on: amendment.on.toString() };
  const afterEnd = terms.leaseEnd.add({ days: 1 });
  const isOutside = isBefore(amendment.on, terms.leaseStart) || isBefore(afterEnd, amendment.on);
  const isNewTerm = amendment.kind === "renewal" || amendment.kind === "holdover";
  const against = reasons(
    isOutside && amendmentProblems.amendedOutsideTheTerm(facts),
    isNewTerm && !amendment.on.equals(afterEnd) && amendmentProblems.notAtTheEnd({ on: afterEnd.toString() }),
    reachesBack(amendment) && amendmentProblems.changesThePast(facts),
    amendment.kind === "termination" &&
      !isBefore(amendment.leavingDay, terms.leaseEnd) &&
      amendmentProblems.notBeforeTheEnd({ leavingDay: amendment.leavingDay.toString(), leaseEnd: terms.leaseEnd.toString() }),
    feesNamed(amendment)
      .filter((feeId) => !terms.fees.some(({ id }) => id === feeId))
      .map((fee) => amendmentProblems.feeNotThere({ fee })),
    unitsNamed(amendment)
      .filter((unitId) => !terms.units.some((unit) => unit.unitId === unitId))
      .map((unitId) => amendmentProblems.unitNotThere({ unitId })),
    amendment.kind === "contraction" && terms.units.every(({ unitId }) => amendment.unitIds.includes(unitId)) && amendmentProblems.noUnitLeft(),
  );
  if (against.length > 0) return against;
  const amended = whyNotTerms(amend(terms, amendment));
  // A renewal is a term of its own, of twenty years again (Civil Code art. 705).
  const isShortEnough = amendment.kind === "renewal" && isBefore(amendment.leaseEnd, amendment.on.add({ years: 20 }));
  return isShortEnough ? amended.filter(({ code }) => code !== termsProblems.termsTooLong.code) : amended;
}

type Of<K extends Amendment["kind"]> = Extract<Amendment, { readonly kind: K }>;

/** By their days; of one day, as recorded. */
const inOrder = (amendments: readonly Amendment[]): Amendment[] => amendments.toSorted((one, other) => Temporal.PlainDate.compare(one.on, other.on));

const atPrice = (fee: FeeTerm, { price, escalations }: NewPrice, on: Temporal.PlainDate): FeeTerm => ({
  ...fee,
  price,
  priceSince: on,
  escalations: escalations ?? fee.escalations,
});

/** Fees that ran to the end of the lease run to its new one; what lies behind it falls away, and periods go on as they were cut. */
function ended(terms: LeaseTerms, leaseEnd: Temporal.PlainDate): LeaseTerms {
  const fees = terms.fees.map((fee) => {
    const to = fee.to.equals(terms.leaseEnd) || isBefore(leaseEnd, fee.to) ? leaseEnd : fee.to;
    const freePeriods = fee.freePeriods.filter((free) => !isBefore(to, free.from)).map((free) => ({ from: free.from, to: isBefore(to, free.to) ? to : free.to }));
    return { ...fee, to, freePeriods, escalations: fee.escalations.filter(({ from }) => !isBefore(to, from)), periodsFrom: dayOfNumber(anchorOf(fee)) };
  });
  return { ...terms, leaseEnd, fees: fees.filter(({ from, to }) => !isBefore(to, from)) };
}

function renewed(terms: LeaseTerms, { on, leaseEnd, prices, freePeriods }: Of<"renewal">): LeaseTerms {
  const fees = ended(terms, leaseEnd).fees.map((fee) => {
    if (!fee.to.equals(leaseEnd)) return fee;
    const price = prices.find(({ feeId }) => feeId === fee.id);
    return { ...(price ? atPrice(fee, price, on) : fee), periodsFrom: on };
  });
  return freePeriods.reduce(withFree, { ...terms, leaseEnd, fees });
}

/** Periods go on as they were cut before. */
function withFree(terms: LeaseTerms, { feeIds, from, to }: NewFreePeriod): LeaseTerms {
  const fees = terms.fees.map((fee) => (feeIds.includes(fee.id) ? { ...fee, periodsFrom: dayOfNumber(anchorOf(fee)), freePeriods: [...fee.freePeriods, { from, to }] } : fee));
  return { ...terms, fees };
}

function expanded(terms: LeaseTerms, { units, fees }: Of<"expansion">): LeaseTerms {
  const [old, added] = [terms.units.map(({ unitId }) => unitId), units.map(({ unitId }) => unitId)];
  const pinned = terms.fees.map((fee) => (!fee.unitIds && fees.some(({ feeItem }) => feeItem === fee.feeItem) ? { ...fee, unitIds: old } : fee));
  return { ...terms, units: [...terms.units, ...units], fees: [...pinned, ...fees.map((fee) => ({ ...fee, unitIds: fee.unitIds ?? added }))] };
}

function contracted(terms: LeaseTerms, gone: readonly Id<"unit">[]): LeaseTerms {
  const fees = terms.fees
    .map((fee) => (fee.unitIds ? { ...fee, unitIds: fee.unitIds.filter((unitId) => !gone.includes(unitId)) } : fee))
    .filter(({ unitIds }) => unitIds?.length !== 0);
  return { ...terms, units: terms.units.filter(({ unitId }) => !gone.includes(unitId)), fees };
}

function heldOver(terms: LeaseTerms, { on, until, percent, payCycleMonths }: Of<"holdover">): LeaseTerms {
  const stays = (fee: FeeTerm): FeeTerm => ({
    ...fee,
    to: until,
    price: exactText(over(times(priceOn(fee, terms.leaseEnd), percent ?? 100), 100)),
    priceSince: on,
    escalations: [],
    periodsFrom: on,
    payCycleMonths: payCycleMonths ?? fee.payCycleMonths,
  });
  return { ...terms, leaseEnd: until, fees: terms.fees.map((fee) => (fee.to.equals(terms.leaseEnd) ? stays(fee) : fee)) };
}

/** Whether something would change on a day before the amendment's own. */
function reachesBack(amendment: Amendment): boolean {
  const dayBefore = amendment.on.subtract({ days: 1 });
  switch (amendment.kind) {
    case "extension":
      return isBefore(amendment.leaseEnd, dayBefore);
    case "termination":
      return isBefore(amendment.leavingDay, dayBefore);
    case "renewal":
      return isBefore(amendment.leaseEnd, amendment.on) || amendment.freePeriods.some(({ from }) => isBefore(from, amendment.on));
    case "holdover":
      return isBefore(amendment.until, amendment.on);
    case "freePeriod":
      return isBefore(amendment.from, amendment.on);
    case "expansion":
      return amendment.fees.some(({ from }) => isBefore(from, amendment.on));
    default:
      return false;
  }
}

function feesNamed(amendment: Amendment): readonly string[] {
  if (amendment.kind === "price") return [amendment.feeId];
  if (amendment.kind === "freePeriod") return amendment.feeIds;
  return amendment.kind === "renewal" ? [...amendment.prices.map(({ feeId }) => feeId), ...amendment.freePeriods.flatMap(({ feeIds }) => feeIds)] : [];
}

function unitsNamed(amendment: Amendment): readonly Id<"unit">[] {
  if (amendment.kind === "area") return [amendment.unitId];
  return amendment.kind === "contraction" ? amendment.unitIds : [];
}

const isBefore = (one: Temporal.PlainDate, other: Temporal.PlainDate): boolean => Temporal.PlainDate.compare(one, other) < 0;
