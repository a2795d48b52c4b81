import { sql } from "kysely";
import { type Id, newId } from "#kernel/id.ts";
import type { Fen } from "#kernel/money.ts";
import type { Problem } from "#kernel/problem.ts";
import type { Words } from "#kernel/words.ts";
import type { SiteContext } from "#platform/context.ts";
import { addCharge } from "#features/billing/server/index.ts";
import type { FeeItemCode, Working } from "#features/leasing/rules.ts";
import { finalUsageCharged } from "../../contract.ts";
import { feeItemOfKind, type MeterKind, meterKinds, settle, workingOf } from "../../rules.ts";
import { finallyCharged, readingOfKey, type Unsettled, unsettledOfUnits } from "../queries/unsettled.ts";

/** Use of a lease's meters that no bill holds, up to the readings taken as its tenant left. */
export interface FinalUsage {
  readonly lines: readonly FinalLine[];
  /** What keeps it from being final: readings that wait for a second person, meters without a price. */
  readonly problems: readonly Problem[];
}

export interface FinalLine {
  /** Stable for the same readings. */
  readonly key: string;
  readonly kind: MeterKind;
  readonly name: Words;
  readonly meterNo: string;
  readonly feeItem: FeeItemCode;
  readonly unitIds: readonly Id<"unit">[];
  readonly from: Temporal.PlainDate;
  readonly to: Temporal.PlainDate;
  readonly quantity: string;
  readonly amount: Fen;
  readonly working: Working;
  /** Published with its month and not billed yet; then the charge has this id. */
  readonly settlementLineId: Id<"settlementLine"> | null;
}

interface Leaving {
  readonly leaseId: Id<"lease">;
  readonly unitIds: readonly Id<"unit">[];
}

/**
 * What a tenant who leaves used and has not been charged for: by the readings taken so far, the closing ones last, priced by the tariffs in force. Common
 * use and loss are known only when the month is over and are no part of it. Manual 2.1.3-3, domain §3.7-4.
 */
export async function finalUsageOf(ctx: SiteContext, { leaseId, unitIds }: Leaving): Promise<FinalUsage> {
  const found = await unsettledOfUnits(ctx, unitIds);
  const lines: FinalLine[] = [...(await publishedLines(ctx, leaseId))];
  const problems: Problem[] = [...found.flatMap(({ unsettled }) => unsettled.problems)];
  const charged = await finallyCharged(
    ctx,
    found.flatMap(({ unsettled }) => unsettled.readingIds),
  );
  for (const { kind, unsettled } of found) {
    const { lines: used, problems: against } = settle(
      unsettled.meters.map((meter) => ({ ...meter, role: "tenant" as const })),
      { common: "none", loss: "none", price: [] },
    );
    problems.push(...against);
    const own = used.filter((line) => line.leaseId === leaseId && line.amount > 0 && !charged.has(`${readingOfKey(line.key)} ${leaseId}`));
    lines.push(...own.map((line) => finalLine(kind, meterNoOf(unsettled, line.meterId), line)));
  }
  return { lines, problems };
}

/** Puts these lines up for the last bill, each once. Refusals: those of billing. */
export async function chargeFinalUsage(
  ctx: SiteContext,
  { leaseId, tenantId, dueOn, lines }: { readonly leaseId: Id<"lease">; readonly tenantId: Id<"tenant">; readonly dueOn: Temporal.PlainDate; readonly lines: readonly FinalLine[] },
): Promise<Id<"charge">[]> {
  const chargeIds: Id<"charge">[] = [];
  for (const line of lines) {
    const id = (line.settlementLineId as string as Id<"charge"> | null) ?? newId<"charge">();
    const { feeItem, unitIds, from, to, amount, working } = line;
    const source = line.settlementLineId ? { kind: "meters.settlement_line", id: line.settlementLineId } : { kind: "meters.final", id: `${line.key}:${leaseId}` };
    await addCharge(ctx, { id, tenantId, leaseId, feeItem, unitIds, from, to, dueOn, amount, working, remark: line.meterNo, source });
    if (!line.settlementLineId)
      await ctx.tx
        .insertInto("meters.final_charge")
        .values({ site_id: ctx.siteId, reading_id: readingOfKey(line.key), lease_id: leaseId, charge_id: id, amount, charged_at: ctx.now })
        .execute();
    await ctx.record(finalUsageCharged, { chargeId: id, leaseId, tenantId, meterNo: line.meterNo, from, to, quantity: line.quantity, amount });
    chargeIds.push(id);
  }
  if (lines.length > 0) await ctx.tell(ctx.siteId, "meters.reading");
  return chargeIds;
}

const finalLine = (kind: MeterKind, meterNo: string, line: ReturnType<typeof settle>["lines"][number]): FinalLine => ({
  key: line.key,
  kind,
  name: meterKinds[kind],
  meterNo,
  feeItem: feeItemOfKind[kind],
  unitIds: line.unitIds,
  from: line.from,
  to: line.to,
  quantity: line.quantity,
  amount: line.amount,
  working: workingOf(line),
  settlementLineId: null,
});

const meterNoOf = ({ meters }: Unsettled, id: Id<"meter">): string => meters.find((meter) => meter.id === id)?.meterNo ?? "";

/** Lines of months that are published and not billed yet: their objections end with the tenant's stay. */
async function publishedLines(ctx: SiteContext, leaseId: Id<"lease">): Promise<FinalLine[]> {
  const { rows } = await sql<{
    id: Id<"settlementLine">;
    settled_kind: MeterKind;
    meter_no: string;
    unit_ids: Id<"unit">[];
    from_day: Temporal.PlainDate;
    to_day: Temporal.PlainDate;
    quantity: string;
    amount: number;
    working: Parameters<typeof workingOf>[0]["working"];
  }>`
    select line.id, settlement.kind as settled_kind, line.meter_no, line.unit_ids, line.from_day, line.to_day, line.quantity::text, line.amount, line.working
    from meters.settlement_line line join meters.settlement on settlement.site_id = line.site_id and settlement.id = line.settlement_id
    where line.site_id = ${ctx.siteId} and line.lease_id = ${leaseId} and settlement.state = 'published' and line.amount > 0
      and not exists (select from billing.charge where charge.site_id = line.site_id and charge.id = line.id)
    order by line.from_day, line.id`.execute(ctx.tx);
  return rows.map((row) => ({
    key: `published:${row.id}`,
    kind: row.settled_kind,
    name: meterKinds[row.settled_kind],
    meterNo: row.meter_no,
    feeItem: feeItemOfKind[row.settled_kind],
    unitIds: row.unit_ids,
    from: row.from_day,
    to: row.to_day,
    quantity: row.quantity,
    amount: row.amount as Fen,
    working: workingOf({ working: row.working, quantity: row.quantity, amount: row.amount as Fen }),
    settlementLineId: row.id,
  }));
}
