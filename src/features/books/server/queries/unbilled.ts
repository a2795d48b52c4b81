import { sql } from "kysely";
import type { FileContent } from "#kernel/contract.ts";
import type { Id } from "#kernel/id.ts";
import type { Fen } from "#kernel/money.ts";
import { type Language, type Words, words } from "#kernel/words.ts";
import type { SiteContext } from "#platform/context.ts";
import { cursorOf, keysOf } from "#platform/db/keyset.ts";
import { writeSheets } from "#platform/spreadsheet/index.ts";
import { feeItemsOf, feeItemsPaidTo } from "#features/billing/server/index.ts";
import { calendarOf } from "#features/duties/server/index.ts";
import { type FeeItemCode, scheduleOfVersions, tenantOn } from "#features/leasing/rules.ts";
import { schedulesAt } from "#features/leasing/server/index.ts";
import { entityById } from "../settings.ts";

export interface OfMonth {
  readonly entityId: Id<"entity">;
  readonly month: Temporal.PlainYearMonth;
}

interface Wanted {
  readonly key: string;
  readonly leaseId: Id<"lease">;
  readonly leaseNo: string;
  readonly tenantId: Id<"tenant">;
  readonly feeItem: FeeItemCode;
  readonly from: Temporal.PlainDate;
  readonly to: Temporal.PlainDate;
  readonly dueOn: Temporal.PlainDate;
  readonly amount: Fen;
}

const leasesAtOnce = 500;

/**
 * Schedule lines of a company's fees that fall due in a month and that no bill holds, by lease: the rows behind the figure that closing
 * looks at. What fell due before the site's first day of billing is settled elsewhere. A page ends with a lease. Refusal: entityNotFound.
 */
export async function unbilledPage(ctx: SiteContext, { entityId, month, cursor, limit }: OfMonth & { readonly cursor?: string | undefined; readonly limit: number }) {
  await entityById(ctx, entityId);
  const items: Wanted[] = [];
  let after = cursor ? (keysOf(cursor, ["id"])[0] as Id<"lease">) : undefined;
  for await (const { lines, leaseId } of unbilled(ctx, { entityId, month, after })) {
    items.push(...lines);
    after = leaseId;
    if (items.length >= limit) return { items: await named(ctx, items), next: cursorOf([after]) };
  }
  return { items: await named(ctx, items), next: null };
}

/** How many there are. */
export async function countUnbilled(ctx: SiteContext, of: OfMonth): Promise<number> {
  let count = 0;
  for await (const { lines } of unbilled(ctx, of)) count += lines.length;
  return count;
}

/** Lease by lease, read in batches. */
async function* unbilled(
  ctx: SiteContext,
  { entityId, month, after: first }: OfMonth & { readonly after?: Id<"lease"> | undefined },
): AsyncGenerator<{ readonly leaseId: Id<"lease">; readonly lines: Wanted[] }> {
  const [from, to] = [month.toPlainDate({ day: 1 }), month.toPlainDate({ day: month.daysInMonth })];
  const start = (await ctx.tx.selectFrom("billing.setting").select("starts_on").where("site_id", "=", ctx.siteId).executeTakeFirst())?.starts_on;
  const since = start && Temporal.PlainDate.compare(start, from) > 0 ? start : from;
  const fees = new Set(await feeItemsPaidTo(ctx, entityId));
  const calendar = await calendarOf(ctx);
  const isDue = (day: Temporal.PlainDate) => Temporal.PlainDate.compare(day, since) >= 0 && Temporal.PlainDate.compare(day, to) <= 0;
  for (let after = first; ;) {
    const batch = await schedulesAt(ctx, { from, to, after, limit: leasesAtOnce });
    const wanted = batch.flatMap((lease) =>
      scheduleOfVersions(lease.versions, { calendar })
        .filter(({ feeItem, amount, dueOn }) => amount > 0 && fees.has(feeItem) && isDue(dueOn))
        .map((line): Wanted => {
          const { leaseId, leaseNo } = lease;
          return { ...line, key: `${leaseId}:${line.key}`, leaseId, leaseNo, tenantId: tenantOn(lease, line.from) };
        }),
    );
    const billed = await billedAmong(
      ctx,
      wanted.map(({ key }) => key),
    );
    const open = Map.groupBy(
      wanted.filter(({ key }) => !billed.has(key)),
      ({ leaseId }) => leaseId,
    );
    for (const [leaseId, lines] of open) yield { leaseId, lines };
    if (batch.length < leasesAtOnce) return;
    after = batch.at(-1)!.leaseId;
  }
}

async function billedAmong(ctx: SiteContext, keys: readonly string[]): Promise<Set<string>> {
  if (keys.length === 0) return new Set();
  const { rows } = await sql<{ source_id: string }>`
    select source_id from billing.bill_line
    where site_id = ${ctx.siteId} and source_kind = 'schedule' and source_id = any (${keys}::text[]) and is_live`.execute(ctx.tx);
  return new Set(rows.map((row) => row.source_id));
}

async function named(ctx: SiteContext, lines: readonly Wanted[]) {
  const fees = new Map((await feeItemsOf(ctx)).map(({ code, name }) => [code, name]));
  const ids = [...new Set(lines.map(({ tenantId }) => tenantId))];
  const rows = ids.length === 0 ? [] : await ctx.tx.selectFrom("tenants.tenant").select(["id", "name"]).where("site_id", "=", ctx.siteId).where("id", "in", ids).execute();
  const tenants = new Map<string, string>(rows.map(({ id, name }) => [id, name]));
  return lines.map(({ key, leaseId, leaseNo, tenantId, feeItem, from, to, dueOn, amount }) => ({
    ...{ key, leaseId, leaseNo, tenantId, tenant: tenants.get(tenantId) ?? "", feeItem, name: fees.get(feeItem)! },
    ...{ from, to, dueOn, amount },
  }));
}

const text = {
  title: words("到期未出账", "Due, not billed"),
  lease: words("租约", "Lease"),
  tenant: words("租户", "Tenant"),
  fee: words("费用", "Fee"),
  from: words("自", "From"),
  to: words("至", "To"),
  due: words("应付日", "Due"),
  amount: words("金额", "Amount"),
} as const satisfies Record<string, Words>;

const mostExported = 100_000;

/** The same rows as an Excel file. */
export async function unbilledSheet(ctx: SiteContext, { language = ctx.language, ...of }: OfMonth & { readonly language?: Language | undefined }): Promise<FileContent> {
  const { items } = await unbilledPage(ctx, { ...of, limit: mostExported });
  const columns = [
    { title: text.lease[language], format: "text" as const, width: 18 },
    { title: text.tenant[language], format: "text" as const, width: 30 },
    { title: text.fee[language], format: "text" as const, width: 18 },
    ...[text.from, text.to, text.due].map((title) => ({ title: title[language], format: "date" as const, width: 12 })),
    { title: text.amount[language], format: "money" as const, width: 16 },
  ];
  const rows = items.map(({ leaseNo, tenant, name, from, to, dueOn, amount }) => [leaseNo, tenant, name[language], from, to, dueOn, amount]);
  return {
    name: `${text.title[language]} ${of.month.toString()}.xlsx`,
    type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    bytes: await writeSheets([{ sheet: text.title[language], columns, rows }]),
  };
}
