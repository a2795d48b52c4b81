import { sql } from "kysely";
import { dayAt, type SiteContext } from "#platform/context.ts";

const prefixes = { moveOut: "TZ", goodsSlip: "FX" } as const;

/** The next number of a series within site and year: `TZ2026-000012`. Whoever takes one holds the series until they commit. */
export async function nextNumber(ctx: SiteContext, series: keyof typeof prefixes): Promise<string> {
  const { year } = dayAt(ctx, ctx.now);
  const { rows } = await sql<{ last: number }>`
    insert into moveout.number_series as series (site_id, series, year, last) values (${ctx.siteId}, ${series}, ${year}, 1)
    on conflict (site_id, series, year) do update set last = series.last + 1 returning last`.execute(ctx.tx);
  return `${prefixes[series]}${year}-${String(rows[0]!.last).padStart(6, "0")}`;
}
