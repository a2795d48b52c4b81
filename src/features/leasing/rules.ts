import type { Id } from "#kernel/id.ts";
import { type Problem, problems, reasons } from "#kernel/problem.ts";
import { words, type Words } from "#kernel/words.ts";

export const leaseStatuses = {
  draft: words("草稿", "Draft"),
  signed: words("已签", "Signed"),
  active: words("履行中", "Active"),
  ended: words("已终止", "Ended"),
  cancelled: words("已作废", "Cancelled"),
} as const satisfies Record<string, Words>;
export type LeaseStatus = keyof typeof leaseStatuses;

/** A lease of one unit by one tenant. Both days of the term are inside it. */
export interface Lease {
  readonly id: Id<"lease">;
  readonly leaseNo: string;
  readonly tenantId: Id<"tenant">;
  readonly unitId: Id<"unit">;
  readonly status: LeaseStatus;
  readonly leaseStart: Temporal.PlainDate;
  readonly leaseEnd: Temporal.PlainDate;
  readonly version: number;
}

export const leasingProblems = problems("leasing", {
  notFound: { status: 404, words: words("没有这份租约。", "No such lease.") },
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

export const isLive = ({ status }: Pick<Lease, "status">): boolean => status === "signed" || status === "active";

const longestTermYears = 20;

/** All that stands against letting a unit for `term`, given the unit's other live leases. Civil Code art. 705. */
export function whyNotLet(term: Term, others: readonly Lease[]): Problem[] {
  const days = { leaseStart: term.leaseStart.toString(), leaseEnd: term.leaseEnd.toString() };
  if (Temporal.PlainDate.compare(term.leaseEnd, term.leaseStart) < 0) return [leasingProblems.endsBeforeItStarts(days)];
  return reasons(
    Temporal.PlainDate.compare(term.leaseEnd, term.leaseStart.add({ years: longestTermYears })) >= 0 && leasingProblems.tooLong(days),
    others
      .filter((other) => isLive(other) && overlap(term, other))
      .map(({ leaseNo, leaseStart, leaseEnd }) => leasingProblems.overlapping({ leaseNo, from: leaseStart.toString(), to: leaseEnd.toString() })),
  );
}
