import { sql } from "kysely";
import type { ValueOf } from "#kernel/contract.ts";
import type { Id } from "#kernel/id.ts";
import type { SiteContext } from "#platform/context.ts";
import type { MeterKind, RegisterSet, Values } from "#features/meters/rules.ts";
import type { inspectionPageField } from "../../contract.ts";

export type InspectedMeter = ValueOf<typeof inspectionPageField>["meters"][number];

/** The meters in service that serve these units, by unit, with what each last showed. */
export async function metersOfUnits(ctx: SiteContext, unitIds: readonly string[]): Promise<Map<string, InspectedMeter[]>> {
  if (unitIds.length === 0) return new Map();
  const { rows } = await sql<{
    unit_id: string;
    id: string;
    meter_no: string;
    kind: MeterKind;
    registers: RegisterSet;
    digits: number;
    multiplier: string;
    place: string;
    values: Values | null;
    read_on: Temporal.PlainDate | null;
  }>`
    select served.unit_id, meter.id, meter.meter_no, meter.kind, meter.registers, meter.digits, trim_scale(meter.multiplier)::text as multiplier, meter.place, last.values, last.read_on
    from meters.meter_unit served
    join meters.meter on meter.site_id = served.site_id and meter.id = served.meter_id and meter.state = 'inService' and meter.role = 'tenant'
    left join lateral (select reading.values, reading.read_on from meters.reading
      where reading.site_id = meter.site_id and reading.meter_id = meter.id and reading.standing in ('accepted', 'waiting', 'confirmed')
      order by reading.read_at desc limit 1) last on true
    where served.site_id = ${ctx.siteId} and served.unit_id = any (${[...new Set(unitIds)]}::uuid[])
    order by meter.kind, meter.meter_no, meter.id`.execute(ctx.tx);
  return new Map(
    [...Map.groupBy(rows, (row) => row.unit_id)].map(([unitId, mine]) => [
      unitId,
      mine.map((row) => ({
        id: row.id as Id<"meter">,
        meterNo: row.meter_no,
        kind: row.kind,
        registers: row.registers,
        digits: row.digits,
        multiplier: row.multiplier,
        place: row.place,
        lastValues: row.values,
        lastReadOn: row.read_on,
      })),
    ]),
  );
}

/** The meters of some units, each once. */
export const metersAmong = (byUnit: ReadonlyMap<string, readonly InspectedMeter[]>, unitIds: readonly string[]): InspectedMeter[] => [
  ...new Map(unitIds.flatMap((unitId) => byUnit.get(unitId) ?? []).map((meter) => [meter.id, meter])).values(),
];
