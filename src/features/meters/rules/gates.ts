import { type Problem, reasons } from "#kernel/problem.ts";
import type { SettlementState } from "./names.ts";
import { metersProblems as problem } from "./problems.ts";

/** How long tenants may object to a published apportionment (domain §3.4). */
export const daysOfObjection = 7;

/** All that stands against calling a round done. */
export function whyNotClose(round: { readonly state: string; readonly meters: number; readonly read: number; readonly waiting: number }): Problem[] {
  return reasons(
    round.state !== "open" && problem.roundClosed(),
    round.read < round.meters && problem.unread({ count: round.meters - round.read }),
    round.waiting > 0 && problem.waiting({ count: round.waiting }),
  );
}

/** All that stands against publishing a month's apportionment. */
export function whyNotPublish({
  problems,
  lines,
  isTaken,
  month,
}: {
  readonly problems: readonly Problem[];
  readonly lines: number;
  readonly isTaken: boolean;
  readonly month: string;
}): Problem[] {
  return reasons(isTaken && problem.alreadySettled({ month }), problems, lines === 0 && problems.length === 0 && !isTaken && problem.nothingToSettle());
}

/** All that stands against billing a published apportionment: objections may run to the end of `objectionsUntil`. */
export function whyNotBill(
  settlement: { readonly state: SettlementState; readonly objectionsUntil: Temporal.PlainDate; readonly openObjections: number },
  today: Temporal.PlainDate,
): Problem[] {
  return reasons(
    settlement.state !== "published" && problem.notPublished(),
    settlement.state === "published" &&
      Temporal.PlainDate.compare(today, settlement.objectionsUntil) <= 0 &&
      problem.objectionsRun({ until: settlement.objectionsUntil.toString() }),
    settlement.openObjections > 0 && problem.objectionsOpen({ count: settlement.openObjections }),
  );
}
