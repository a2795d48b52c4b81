import { sql } from "kysely";
import type { BusinessCalendar } from "#kernel/calendar.ts";
import type { Id } from "#kernel/id.ts";
import { dayAt, type SiteContext } from "#platform/context.ts";
import { calendarOf } from "#features/duties/server/index.ts";
import { type Pricing, pricingOf } from "../feeItems.ts";
import { firstDay } from "../periods.ts";
import { startOf } from "../settings.ts";
import type { Run } from "./rows.ts";

/** What holds for every lease of a batch. */
export interface Standing {
  readonly runId: Id<"run">;
  readonly month: Temporal.PlainYearMonth;
  readonly isDryRun: boolean;
  readonly today: Temporal.PlainDate;
  /** The last day of the month: what is due by then is billed. */
  readonly until: Temporal.PlainDate;
  readonly startsOn: Temporal.PlainDate | null;
  readonly pricing: Pricing;
  readonly calendar: BusinessCalendar;
  /** Entities whose books are closed for today's month. */
  readonly closed: ReadonlySet<Id<"entity">>;
}

export async function standingOf(ctx: SiteContext, { id, month, isDryRun }: Pick<Run, "id" | "month" | "isDryRun">): Promise<Standing> {
  const today = dayAt(ctx, ctx.now);
  const { rows } = await sql<{ entity_id: Id<"entity"> }>`
    select entity_id from billing.period where site_id = ${ctx.siteId} and month = ${firstDay(today.toPlainYearMonth())}`.execute(ctx.tx);
  return {
    runId: id,
    month,
    isDryRun,
    today,
    until: month.toPlainDate({ day: month.daysInMonth }),
    startsOn: (await startOf(ctx)).startsOn,
    pricing: await pricingOf(ctx),
    calendar: await calendarOf(ctx),
    closed: new Set(rows.map((row) => row.entity_id)),
  };
}
