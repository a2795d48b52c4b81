import { sql } from "kysely";
import { dayAt, type SiteContext } from "#platform/context.ts";

/** The series of numbers people quote, with the letters they begin with. */
const prefixes = {
  ...{ bill: "ZD", credit: "CJ", receipt: "SJ", demand: "CG", statement: "DZ", voucher: "PZ" },
  ...{ inspection: "YF", fitOut: "ZX", worksPermit: "SG", stopOrder: "TG" },
} as const;
export type NumberSeries = keyof typeof prefixes;

/** The next number of a series, without gaps within site and year: `ZD2026-000123`. Whoever takes one holds the series until they commit. */
export async function nextNumber(ctx: SiteContext, series: NumberSeries): Promise<string> {
  const [number] = await nextNumbers(ctx, series, 1);
  return number!;
}

/** `count` numbers of a series in a row. */
export async function nextNumbers(ctx: SiteContext, series: NumberSeries, count: number): Promise<string[]> {
  if (count === 0) return [];
  const { year } = dayAt(ctx, ctx.now);
  const { rows } = await sql<{ last: number }>`
    insert into billing.number_series as series (site_id, series, year, last) values (${ctx.siteId}, ${series}, ${year}, ${count})
    on conflict (site_id, series, year) do update set last = series.last + excluded.last returning last`.execute(ctx.tx);
  const last = rows[0]?.last ?? 0;
  return Array.from({ length: count }, (_, index) => `${prefixes[series]}${year}-${String(last - count + index + 1).padStart(6, "0")}`);
}
