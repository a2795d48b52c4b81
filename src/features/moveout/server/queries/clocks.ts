import type { ValueOf } from "#kernel/contract.ts";
import { sayExplanation, sayLimit } from "#kernel/calendar.ts";
import { words } from "#kernel/words.ts";
import type { SiteContext } from "#platform/context.ts";
import { calendarOf } from "#features/duties/server/index.ts";
import { parameterOf, parameterOrProposed } from "#features/manual/server/index.ts";
import type { clockField } from "../../contract/fields.ts";
import { lastDayOf, type MoveOut, refundDue, refundLimitOf, type RefundLimit } from "../../rules.ts";

/** What leases commonly say, for comparison. Domain §3.7-12. */
const commonLimit: RefundLimit = { kind: "naturalDays", days: 15, holidayShift: "none" };

/** The limit that holds for a duty: the lease's, or the site's. Refusal: manual.parameterMissing. */
export const refundLimitAt = async (ctx: SiteContext, { refundLimit }: Pick<MoveOut, "refundLimit">): Promise<RefundLimit> =>
  refundLimitOf(refundLimit, refundLimit ? 0 : await parameterOf(ctx, "refundDays"));

/** The clock of the refund from the confirmation (or from now, before it), and beside it the other kind, each with its arithmetic. Manual 2.1.4-2. */
export async function clocksOf(ctx: SiteContext, moveOut: Pick<MoveOut, "refundLimit" | "confirmedAt">): Promise<ValueOf<typeof clockField>[]> {
  const calendar = await calendarOf(ctx);
  const siteDays = await parameterOrProposed(ctx, "refundDays");
  const holding = refundLimitOf(moveOut.refundLimit, siteDays);
  const from = moveOut.confirmedAt ?? ctx.now;
  const clock = (limit: RefundLimit, holds: boolean, source: { readonly zh: string; readonly en: string }) => {
    const due = refundDue(from, limit, calendar);
    return {
      holds,
      source,
      limit: words(sayLimit(limit, "zh"), sayLimit(limit, "en")),
      dueAt: due.dueAt,
      dueOn: lastDayOf(due, ctx.zone),
      provisional: due.provisional,
      explanation: words(sayExplanation(due.explanation, "zh"), sayExplanation(due.explanation, "en")),
    };
  };
  const source = moveOut.refundLimit ? words("租赁合同约定", "As the lease says") : words("项目参数", "The site's own figure");
  const other =
    holding.kind === "workingDays"
      ? clock(commonLimit, false, words("对照：按自然日", "For comparison: calendar days"))
      : clock({ kind: "workingDays", days: siteDays }, false, words("对照：项目参数", "For comparison: the site's own figure"));
  return [clock(holding, true, source), other];
}
