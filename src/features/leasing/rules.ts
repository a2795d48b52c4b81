import type { Id } from "#kernel/id.ts";
import { type Problem, problems, reasons } from "#kernel/problem.ts";
import { words } from "#kernel/words.ts";
import type { LeaseStatus } from "./rules/statuses.ts";

export { amend, type Amendment, amendmentProblems, scheduleAfter, termsAt, versionsOf, whyNotAmend } from "./rules/amend.ts";
export { type Credit, creditAfter } from "./rules/credit.ts";
export { type Late, lateFeeOf } from "./rules/lateFee.ts";
export { netToGross, taxOf } from "./rules/tax.ts";
export { scheduleOf, scheduleOfVersions, type ScheduleOptions } from "./rules/schedule.ts";
export type { TermsVersion } from "./rules/timeline.ts";
export { declareWorking, sayWorking, type WorkingWords } from "./rules/explain.ts";
export { monthlyPrice } from "./rules/price.ts";
export { priceOf, whyNotEarnest, whyNotTerms } from "./rules/limits.ts";
export { type FeeItemCode, feeItemCodes, feeItems, type FeeNature, type PayeeKind } from "./rules/feeItems.ts";
export {
  areaBases,
  calcModes,
  dayPriceRules,
  payCycles,
  priceUnits,
  splitRules,
  yearDaysChoices,
  type AreaBasis,
  type Basis,
  type CalcMode,
  type DayPriceRule,
  type DepositTerm,
  type Escalation,
  type FeeTerm,
  type FreePeriod,
  type HolidayRoll,
  type LateFeeTerm,
  type LeaseTerms,
  type OnceTerm,
  type PayCycle,
  type PayTiming,
  type PriceUnit,
  type ScheduleLine,
  type SplitRule,
  type TaxMode,
  type TermUnit,
  type Working,
  type WorkingStep,
  type YearDays,
} from "./rules/terms.ts";

export { type Annex, type AnnexLetter, annexLetters, type AnnexState, defaultAnnexes } from "./rules/annexes.ts";
export { type Difference, differenceOf, type LineChange } from "./rules/difference.ts";
export { points, type PointCode, pointsToExplain } from "./rules/explanation.ts";
export { type Held, heldBy, rentStartOf, unitsHeld, whyNotAdd } from "./rules/history.ts";
export { areaText, cycleWords, sayBasis, sayDeposit, sayEscalation, sayFee, sayFree, sayLateFee, sayTiming } from "./rules/sayTerms.ts";
export { sayAmendment } from "./rules/sayAmendment.ts";
export { signingProblems, whyNotSign } from "./rules/signing.ts";
export { leaseStatuses, type LeaseStatus } from "./rules/statuses.ts";
export {
  amendmentKinds,
  type AmendmentKind,
  type LeaseHistory,
  type LeaseVersion,
  tenantOn,
  terminationCauses,
  type TerminationCause,
  versionKinds,
  type VersionKind,
  versionStatuses,
  type VersionStatus,
} from "./rules/versions.ts";
export { usesToLet } from "./rules/vacancies.ts";

/** A unit within a lease, for days of its own; `areaCenti` is the agreed area 合同约定面积, absent when the lease does not say. */
export interface LeaseUnit {
  readonly unitId: Id<"unit">;
  readonly from: Temporal.PlainDate;
  readonly to: Temporal.PlainDate;
  readonly areaCenti: number | null;
}

/**
 * A lease of one unit or several by one tenant. Both days of the term are inside it. Four days are kept apart (domain 0.5): lease
 * start 起租日, rent start 计租日 (after the free period), handover 交付日 and move-in 入驻日.
 */
export interface Lease {
  readonly id: Id<"lease">;
  readonly leaseNo: string;
  readonly tenantId: Id<"tenant">;
  readonly units: readonly LeaseUnit[];
  readonly status: LeaseStatus;
  readonly leaseStart: Temporal.PlainDate;
  readonly leaseEnd: Temporal.PlainDate;
  readonly rentStart: Temporal.PlainDate | null;
  readonly handoverOn: Temporal.PlainDate | null;
  readonly moveInOn: Temporal.PlainDate | null;
  readonly version: number;
}

export const leasingProblems = problems("leasing", {
  notFound: { status: 404, words: words("没有这份租约。", "No such lease.") },
  versionNotFound: { status: 404, words: words("该租约没有这一版条款。", "The lease has no such version of its terms.") },
  endsBeforeItStarts: { status: 422, words: words("到期日 {leaseEnd} 早于起租日 {leaseStart}。", "The lease ends on {leaseEnd}, before it starts on {leaseStart}.") },
  tooLong: { status: 422, words: words("租期超过二十年，超出部分无效（民法典第 705 条）。", "The term exceeds twenty years; the excess would be void (Civil Code art. 705).") },
  overlapping: {
    status: 409,
    words: words("该单元在 {from} 至 {to} 已有租约 {leaseNo}。", "Lease {leaseNo} already covers the unit from {from} to {to}."),
  },
  overlappingNow: { status: 409, words: words("该单元在这段租期内已有租约。", "The unit is already let for part of this term.") },
  leaseNoTaken: { status: 409, words: words("该单元已有编号为 {leaseNo} 的租约。", "The unit already has a lease numbered {leaseNo}.") },
  notShorter: {
    status: 422,
    words: words("租约到 {leaseEnd} 为止，提前终止的日期须早于它；要延长请修改租期。", "The lease ends on {leaseEnd}; end it before that, or change its term to lengthen it."),
  },
  unitTwice: { status: 422, words: words("同一单元在租约中只能列一次。", "A lease names each of its units once.") },
  notLive: { status: 409, words: words("只有未终止的租约可以修改。", "Only a lease that has not ended can be changed.") },
  stale: { status: 409, words: words("内容已被他人修改，请刷新后重试。", "Somebody changed this in the meantime. Reload and try again.") },
});

export interface Term {
  readonly leaseStart: Temporal.PlainDate;
  readonly leaseEnd: Temporal.PlainDate;
}

/** Whether two terms share a day. */
export const overlap = (one: Term, other: Term): boolean =>
  Temporal.PlainDate.compare(one.leaseStart, other.leaseEnd) <= 0 && Temporal.PlainDate.compare(other.leaseStart, one.leaseEnd) <= 0;

/** Whether `day` is inside the term. */
export const covers = (term: Term, day: Temporal.PlainDate): boolean => overlap(term, { leaseStart: day, leaseEnd: day });

export const isLive = ({ status }: Pick<Lease, "status">): boolean => status === "signed";

const longestTermYears = 20;

/** All that stands against letting `unitId` for `term`, given the other leases that hold the unit for some days. Civil Code art. 705. */
export function whyNotLet(term: Term, others: readonly Lease[], unitId: Id<"unit">): Problem[] {
  const days = { leaseStart: term.leaseStart.toString(), leaseEnd: term.leaseEnd.toString() };
  if (Temporal.PlainDate.compare(term.leaseEnd, term.leaseStart) < 0) return [leasingProblems.endsBeforeItStarts(days)];
  return reasons(
    Temporal.PlainDate.compare(term.leaseEnd, term.leaseStart.add({ years: longestTermYears })) >= 0 && leasingProblems.tooLong(days),
    others
      .filter(isLive)
      .flatMap(({ leaseNo, units }) =>
        units.filter((unit) => unit.unitId === unitId && overlap(term, { leaseStart: unit.from, leaseEnd: unit.to })).map((unit) => ({ leaseNo, ...unit })),
      )
      .map(({ leaseNo, from, to }) => leasingProblems.overlapping({ leaseNo, from: from.toString(), to: to.toString() })),
  );
}
