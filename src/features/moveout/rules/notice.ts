import { type Fen, fen, sumFen, yuanText } from "#kernel/money.ts";
import { type Problem, reasons } from "#kernel/problem.ts";
import { type Words, words } from "#kernel/words.ts";
import { creditAfter, type FeeItemCode, feeItems, type ScheduleLine } from "#features/leasing/rules.ts";
import { bearsShortNotice, type MoveOutCause } from "./causes.ts";
import { moveOutProblems } from "./problems.ts";

interface Notice {
  readonly cause: MoveOutCause;
  readonly noticedOn: Temporal.PlainDate;
  /** The last day of the lease. */
  readonly leavingOn: Temporal.PlainDate;
  readonly leaseEnd: Temporal.PlainDate;
  /** What the lease asks for: days from the notice to the leaving day. */
  readonly noticeDays: number;
}

/** A notice held against the lease's notice period. */
export interface NoticeCheck extends Notice {
  readonly givenDays: number;
  /** Nought where the notice is in time, or the cause asks for none. */
  readonly shortDays: number;
  /** The first leaving day for which it would have been in time; never after the lease's end. */
  readonly enoughOn: Temporal.PlainDate;
}

/** How many days the notice is short. The day of the notice is not counted; a term that is over needs none, nor does a cause the tenant does not answer for. Manual 2.1.3-1. */
export function checkNotice(notice: Notice): NoticeCheck {
  const { cause, noticedOn, leavingOn, leaseEnd, noticeDays } = notice;
  const enough = noticedOn.add({ days: noticeDays });
  const enoughOn = Temporal.PlainDate.compare(enough, leaseEnd) > 0 ? leaseEnd : enough;
  const shortDays = bearsShortNotice(cause) ? Math.max(0, leavingOn.until(enoughOn).days) : 0;
  return { ...notice, givenDays: noticedOn.until(leavingOn).days, shortDays, enoughOn };
}

/** What a fee would have cost on the days a notice is short. */
export interface ShortCost {
  readonly feeItem: FeeItemCode;
  readonly from: Temporal.PlainDate;
  readonly to: Temporal.PlainDate;
  readonly amount: Fen;
}

/** What the days that are short cost by the lease's own rules, free days free: rent and fees from the day after leaving to the first day that would have been in time. */
export function costOfShort(schedule: readonly ScheduleLine[], { leavingOn, enoughOn, shortDays }: Pick<NoticeCheck, "leavingOn" | "enoughOn" | "shortDays">): ShortCost[] {
  if (shortDays === 0) return [];
  const later = new Map(creditAfter(schedule, enoughOn).map((credit) => [credit.key, credit.amount]));
  const costs = creditAfter(schedule, leavingOn).map(({ key, feeItem, amount }) => ({ feeItem, amount: fen(amount - (later.get(key) ?? 0)) }));
  const from = leavingOn.add({ days: 1 });
  return [...Map.groupBy(costs, ({ feeItem }) => feeItem)]
    .map(([feeItem, own]) => ({ feeItem, from, to: enoughOn, amount: sumFen(own.map(({ amount }) => amount)) }))
    .filter(({ amount }) => amount > 0);
}

/** The arithmetic of a notice, as people read it. */
export function sayNotice({ cause, noticedOn, leavingOn, noticeDays, givenDays, shortDays, enoughOn }: NoticeCheck, costs: readonly ShortCost[] = []): Words {
  if (cause === "expiry") return words(`租期到 ${leavingOn} 届满，合同自然终止，无须提前通知。`, `The term is over on ${leavingOn} by itself: no notice is needed.`);
  const counted = words(
    `${noticedOn} 申请，${leavingOn} 退租，提前 ${givenDays} 天；合同要求 ${noticeDays} 天`,
    `Notice on ${noticedOn}, leaving on ${leavingOn}: ${givenDays} days ahead; the lease asks for ${noticeDays}`,
  );
  if (shortDays === 0) {
    if (givenDays >= noticeDays || bearsShortNotice(cause)) return words(`${counted.zh}，符合约定。`, `${counted.en}. In time.`);
    return words(`${counted.zh}，但此原因不由承租方承担通知责任。`, `${counted.en}, but for this cause the tenant does not answer for the notice.`);
  }
  const sum = sumFen(costs.map(({ amount }) => amount));
  const parts = costs.map(({ feeItem, amount }) => words(`${feeItems[feeItem].name.zh} ${yuanText(amount)}`, `${feeItems[feeItem].name.en.toLowerCase()} ${yuanText(amount)}`));
  const cost =
    costs.length === 0
      ? words("", "")
      : words(
          `这 ${shortDays} 天（${costs[0]!.from} 至 ${enoughOn}）按合同计价：${parts.map(({ zh }) => zh).join(" + ")} = ${yuanText(sum)} 元。`,
          ` These ${shortDays} days (${costs[0]!.from} to ${enoughOn}) by the lease's own prices: ${parts.map(({ en }) => en).join(" + ")} = ${yuanText(sum)} yuan.`,
        );
  return words(
    `${counted.zh}，少 ${shortDays} 天；最早 ${enoughOn} 退租才符合约定。${cost.zh}`,
    `${counted.en}: ${shortDays} days short; leaving on ${enoughOn} would have been in time.${cost.en}`,
  );
}

/** All that stands against such a notice; empty if nothing does. Manual 2.1.3-1. */
export function whyNotGiveNotice(
  { cause, noticedOn, leavingOn, leaseEnd }: Notice,
  { today, isLive, payer, accountName, accountNote }: { readonly today: Temporal.PlainDate; readonly isLive: boolean } & Account,
): Problem[] {
  const facts = { leaseEnd: leaseEnd.toString() };
  const toEnd = Temporal.PlainDate.compare(leavingOn, leaseEnd);
  return reasons(
    !isLive && moveOutProblems.leaseNotLive(),
    Temporal.PlainDate.compare(noticedOn, today) > 0 && moveOutProblems.noticedInFuture(),
    Temporal.PlainDate.compare(leavingOn, noticedOn) < 0 && moveOutProblems.leavesInPast(),
    toEnd > 0 && moveOutProblems.leavesAfterEnd(facts),
    toEnd === 0 && cause !== "expiry" && moveOutProblems.causeIsExpiry(facts),
    toEnd < 0 && cause === "expiry" && moveOutProblems.notAtTheEnd(facts),
    accountName.trim() !== payer.trim() && accountNote.trim() === "" && moveOutProblems.otherAccount({ payer }),
  );
}

interface Account {
  /** Who paid the deposit: the tenant by name. */
  readonly payer: string;
  readonly accountName: string;
  /** Why the account is in another name. */
  readonly accountNote: string;
}

export interface Decision {
  readonly isApproved: boolean;
  readonly shortOutcome: "charged" | "waived" | null;
  readonly waiverReason: string;
}

/** All that stands against `personId` deciding a notice so. Manual 2.1.3-1. */
export function whyNotDecide(
  of: { readonly reviewedAt: Temporal.Instant | null; readonly reviewedById: string | null; readonly decidedAt: Temporal.Instant | null; readonly shortDays: number },
  { isApproved, shortOutcome, waiverReason }: Decision,
  personId: string | null,
): Problem[] {
  if (of.decidedAt) return [moveOutProblems.decided()];
  return reasons(
    !of.reviewedAt && moveOutProblems.notReviewed(),
    personId !== null && of.reviewedById === personId && moveOutProblems.ownReview(),
    isApproved && of.shortDays > 0 && shortOutcome === null && moveOutProblems.shortUnanswered({ days: of.shortDays }),
    isApproved && of.shortDays === 0 && shortOutcome !== null && moveOutProblems.notShort(),
    shortOutcome === "waived" && waiverReason.trim() === "" && moveOutProblems.waiverWithoutReason(),
  );
}
