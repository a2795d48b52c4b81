import { sql } from "kysely";
import type { ValueOf } from "#kernel/contract.ts";
import type { Id } from "#kernel/id.ts";
import { fen } from "#kernel/money.ts";
import type { SiteContext } from "#platform/context.ts";
import { feeItemsOf } from "#features/billing/server/index.ts";
import { leaseById, placesOfUnits } from "#features/leasing/server/index.ts";
import type { moveInViewField } from "../../contract.ts";
import { caseById, type MoveInCase } from "./cases.ts";
import { factsOfCases, standing } from "./facts.ts";
import { currentHandbook } from "./handbooks.ts";
import { registrationOf } from "./registrations.ts";

export type MoveInView = ValueOf<typeof moveInViewField>;

/** A move-in with everything its page shows. Refusal: notFound. */
export async function moveInView(ctx: SiteContext, caseId: Id<"moveIn">): Promise<MoveInView> {
  const one = await caseById(ctx, caseId);
  const found = (await factsOfCases(ctx, [one])).get(caseId)!;
  const { firstPayment, inspection } = found.facts;
  const units = [...new Set((await leaseById(ctx, one.leaseId)).units.map(({ unitId }) => unitId))];
  const places = await placesOfUnits(ctx, units);
  const grant = await liveGrantOf(ctx, one);
  const registration = await registrationOf(ctx, caseId);
  const handbook = await currentHandbook(ctx);
  return {
    case: one,
    place: units.map((unitId) => places.get(unitId) ?? "").join("、"),
    units: units.map((unitId) => ({ unitId, place: places.get(unitId) ?? "" })),
    standing: standing(found),
    payment: { due: firstPayment.due, billed: firstPayment.billed, settled: firstPayment.settled, lines: await paymentLinesOf(ctx, caseId) },
    meters: await metersOfCase(ctx, one),
    grantId: grant?.grantId ?? null,
    batchIds: grant?.batchIds ?? [],
    inspection: inspection && { inspectionId: inspection.inspectionId, signedAt: inspection.signedAt, questionsOpen: inspection.questionsOpen },
    registration: registration && {
      isSent: registration.isSent,
      fromPortal: registration.fromPortal,
      savedAt: registration.savedAt,
      savedByName: registration.savedByName,
      version: registration.version,
      lacking: registration.lacking,
    },
    handbook: { name: handbook?.name ?? "", putAt: handbook?.putAt ?? null },
  };
}

async function paymentLinesOf(ctx: SiteContext, caseId: Id<"moveIn">): Promise<MoveInView["payment"]["lines"]> {
  const { rows } = await sql<{
    fee_item: string;
    from_day: Temporal.PlainDate;
    to_day: Temporal.PlainDate;
    due_on: Temporal.PlainDate;
    amount: number;
    bill_id: string | null;
    bill_no: string | null;
    settled: number;
  }>`
    select due.fee_item, due.from_day, due.to_day, due.due_on, coalesce(line.amount - line.credited, due.amount)::bigint as amount,
      line.bill_id, bill.bill_no, coalesce(line.settled, 0)::bigint as settled
    from movein.due_line due
    left join billing.bill_line line on line.site_id = due.site_id and line.source_id = due.source_id and line.source_kind = 'schedule' and line.is_live
    left join billing.bill on bill.site_id = line.site_id and bill.id = line.bill_id
    where due.site_id = ${ctx.siteId} and due.case_id = ${caseId}
    order by due.due_on, due.fee_item, due.source_id`.execute(ctx.tx);
  const names = new Map<string, { readonly zh: string; readonly en: string }>((await feeItemsOf(ctx)).map(({ code, name }) => [code, name]));
  return rows.map((row) => ({
    feeItem: row.fee_item,
    feeName: names.get(row.fee_item) ?? { zh: row.fee_item, en: row.fee_item },
    from: row.from_day,
    to: row.to_day,
    dueOn: row.due_on,
    amount: fen(row.amount),
    billId: row.bill_id as Id<"bill"> | null,
    billNo: row.bill_no,
    settled: fen(row.settled),
  }));
}

/** The tenants' meters of the units with the opening reading taken for this move-in: the newest that has a photo, else the newest. */
export async function metersOfCase(ctx: SiteContext, { leaseId, openedAt }: Pick<MoveInCase, "leaseId" | "openedAt">): Promise<MoveInView["meters"]> {
  const { rows } = await sql<{
    id: string;
    meter_no: string;
    kind: string;
    place: string;
    registers: string;
    multiplier: string;
    reading_id: string | null;
    values: Record<string, string> | null;
    read_at: Temporal.Instant | null;
    has_photo: boolean | null;
    reader_name: string | null;
  }>`
    select distinct on (meter.meter_no, meter.id) meter.id, meter.meter_no, meter.kind, meter.place, meter.registers, trim_scale(meter.multiplier)::text as multiplier,
      reading.id as reading_id, reading.values, reading.read_at, reading.photo_id is not null as has_photo, reading.reader_name
    from leasing.lease_unit held
    join meters.meter_unit served on served.site_id = held.site_id and served.unit_id = held.unit_id
    join meters.meter on meter.site_id = served.site_id and meter.id = served.meter_id and meter.role = 'tenant' and meter.state = 'inService'
    left join meters.reading on reading.site_id = meter.site_id and reading.meter_id = meter.id and reading.purpose = 'handover'
      and reading.standing in ('accepted', 'waiting', 'confirmed') and reading.read_at >= ${openedAt}
    where held.site_id = ${ctx.siteId} and held.lease_id = ${leaseId}
    order by meter.meter_no, meter.id, (reading.photo_id is not null) desc, reading.read_at desc`.execute(ctx.tx);
  return rows.map((row) => ({
    meterId: row.id as Id<"meter">,
    meterNo: row.meter_no,
    kind: row.kind,
    place: row.place,
    registers: row.registers,
    multiplier: row.multiplier,
    reading:
      row.reading_id && row.read_at
        ? { readingId: row.reading_id as Id<"reading">, values: row.values ?? {}, readAt: row.read_at, hasPhoto: row.has_photo ?? false, readerName: row.reader_name ?? "" }
        : null,
  }));
}

async function liveGrantOf(ctx: SiteContext, { leaseId }: Pick<MoveInCase, "leaseId">) {
  const rows = await ctx.tx
    .selectFrom("handover.access_grant as held")
    .leftJoin("handover.access_batch as batch", (join) => join.onRef("batch.site_id", "=", "held.site_id").onRef("batch.grant_id", "=", "held.id"))
    .select(["held.id", "batch.id as batch_id"])
    .where("held.site_id", "=", ctx.siteId)
    .where("held.lease_id", "=", leaseId)
    .where("held.ended_at", "is", null)
    .orderBy("batch.issued_at")
    .execute();
  const [first] = rows;
  return first ? { grantId: first.id as Id<"accessGrant">, batchIds: rows.flatMap(({ batch_id }) => (batch_id ? [batch_id as Id<"accessBatch">] : [])) } : null;
}
