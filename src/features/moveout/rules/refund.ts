import { type Fen, yuanText } from "#kernel/money.ts";
import { type Problem, reasons } from "#kernel/problem.ts";
import { moveOutProblems } from "./problems.ts";

interface Refund {
  /** What the settlement gives back; null without one. */
  readonly net: Fen | null;
  readonly approvals: readonly { readonly byId: string }[];
}

/** All that stands against `personId` approving a refund of `amount`: two different people do, over what the settlement says. Manual 2.1.4-2. */
export function whyNotApproveRefund({ net, approvals }: Refund, amount: Fen, personId: string | null): Problem[] {
  if (net === null || net <= 0) return [moveOutProblems.nothingToRefund()];
  return reasons(
    amount !== net && moveOutProblems.otherAmount({ net: yuanText(net) }),
    approvals.length >= 2 && moveOutProblems.approvedByTwo(),
    (personId === null || approvals.some(({ byId }) => byId === personId)) && moveOutProblems.approvedAlready(),
  );
}
