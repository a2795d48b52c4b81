import { type Problem, reasons } from "#kernel/problem.ts";
import type { PermitState } from "./names.ts";
import { fitOutProblems } from "./problems.ts";

/** A works permit 施工许可证, with what decides whether works may go on. Days include both ends. */
export interface PermitStanding {
  readonly from: Temporal.PlainDate;
  readonly to: Temporal.PlainDate;
  readonly isStopped: boolean;
  readonly hasEnded: boolean;
}

/** What the permit on the door is worth on a day. A stop order comes before everything but the end of the works. */
export function permitStateOn({ from, to, isStopped, hasEnded }: PermitStanding, today: Temporal.PlainDate): PermitState {
  if (hasEnded) return "ended";
  if (isStopped) return "stopped";
  if (Temporal.PlainDate.compare(today, to) > 0) return "expired";
  return Temporal.PlainDate.compare(today, from) < 0 ? "notYet" : "valid";
}

interface Term {
  readonly from: Temporal.PlainDate;
  readonly to: Temporal.PlainDate;
  readonly insuredTo: Temporal.PlainDate;
  readonly today: Temporal.PlainDate;
}

/** All that stands against the validity of a permit: it never outlasts the insurance. */
export const whyNotTerm = ({ from, to, insuredTo, today }: Term): Problem[] =>
  reasons(
    Temporal.PlainDate.compare(from, to) > 0 && fitOutProblems.permitBackwards(),
    Temporal.PlainDate.compare(to, today) < 0 && fitOutProblems.permitInPast(),
    Temporal.PlainDate.compare(to, insuredTo) > 0 && fitOutProblems.permitBeyondInsurance({ day: insuredTo.toString() }),
  );

/** Acceptance is asked for one to three days ahead. Domain §1.14, step 10. */
export const completionAhead = { least: 1, most: 3 } as const;

export const whyNotWish = (wished: Temporal.PlainDate, today: Temporal.PlainDate): Problem[] => {
  const { days } = today.until(wished, { largestUnit: "days" });
  return reasons((days < completionAhead.least || days > completionAhead.most) && fitOutProblems.completionSoon(completionAhead));
};
