import { type Fen, yuanText } from "#kernel/money.ts";
import { type Problem, reasons } from "#kernel/problem.ts";
import { words, type Words } from "#kernel/words.ts";
import { moveOutProblems } from "./problems.ts";

export const slipReasons = {
  movingOut: words("退租搬离", "Moving out"),
  carryOut: words("物品携出", "Carried out"),
  repair: words("送修", "Out for repair"),
} as const satisfies Record<string, Words>;
export type SlipReason = keyof typeof slipReasons;

export const slipStates = {
  asked: words("待审批", "To be decided"),
  approved: words("已批准，待放行", "Approved, at the gate"),
  refused: words("未批准", "Refused"),
  passed: words("已放行", "Passed"),
  turnedBack: words("核验不符，已拦下", "Turned back"),
  cancelled: words("已作废", "Cancelled"),
} as const satisfies Record<string, Words>;
export type SlipState = keyof typeof slipStates;

interface Slip {
  readonly decision: "approved" | "refused" | null;
  readonly outcome: "passed" | "turnedBack" | null;
  readonly cancelledAt: Temporal.Instant | null;
}

export const slipStateOf = ({ decision, outcome, cancelledAt }: Slip): SlipState => outcome ?? (cancelledAt ? "cancelled" : decision === null ? "asked" : decision);

/** All that stands against deciding a slip: a tenant with something overdue leaves with nothing unless the manager says so. Domain F17. */
export const whyNotDecideSlip = (slip: Slip, { isApproved, overdue, isManager }: { readonly isApproved: boolean; readonly overdue: Fen; readonly isManager: boolean }): Problem[] =>
  reasons(
    slip.decision !== null && moveOutProblems.slipDecided(),
    slip.cancelledAt !== null && moveOutProblems.slipCancelled(),
    isApproved && overdue > 0 && !isManager && moveOutProblems.slipOverdue({ amount: yuanText(overdue) }),
  );

interface Item {
  readonly position: number;
  readonly name: string;
  readonly quantity: number;
}

/** All that stands against letting goods out by this slip today. No slip, no exit. Manual 2.1.3-5. */
export function whyNotPass(
  slip: Slip & { readonly passesOn: Temporal.PlainDate; readonly items: readonly Item[] },
  today: Temporal.PlainDate,
  seen: ReadonlyMap<number, number>,
): Problem[] {
  return reasons(whyNotCheck(slip, today), slip.items.some(({ position }) => !seen.has(position)) && moveOutProblems.everyItemCounted(), differing(slip.items, seen));
}

/** What stands against checking a slip at the gate at all. */
export const whyNotCheck = ({ decision, outcome, cancelledAt, passesOn }: Slip & { readonly passesOn: Temporal.PlainDate }, today: Temporal.PlainDate): Problem[] =>
  reasons(
    cancelledAt !== null && moveOutProblems.slipCancelled(),
    decision !== "approved" && moveOutProblems.slipNotApproved(),
    outcome !== null && moveOutProblems.slipUsed(),
    !passesOn.equals(today) && moveOutProblems.slipOtherDay({ passesOn: passesOn.toString() }),
  );

/** What goes out beyond what the slip says; fewer may go. */
function differing(items: readonly Item[], seen: ReadonlyMap<number, number>): Problem[] {
  const more = items.filter(({ position, quantity }) => (seen.get(position) ?? 0) > quantity).map(({ name, position, quantity }) => `${name} ${seen.get(position)} > ${quantity}`);
  return more.length === 0 ? [] : [moveOutProblems.itemsDiffer({ items: more.join("、") })];
}
