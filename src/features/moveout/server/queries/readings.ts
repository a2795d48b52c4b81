import { sql } from "kysely";
import type { SiteContext } from "#platform/context.ts";
import { type Band, bandNames, type MeterKind, meterKinds } from "#features/meters/rules.ts";
import { type Words, words } from "#kernel/words.ts";
import type { MoveOut } from "../../rules.ts";

/** The closing readings of the units' meters, as F25 lists them. */
export async function closingReadings(ctx: SiteContext, { id }: Pick<MoveOut, "id">): Promise<{ meterNo: string; kind: Words; values: Words; at: string }[]> {
  const { rows } = await sql<{ meter_no: string; kind: MeterKind; values: Readonly<Record<string, string>>; read_at: Temporal.Instant }>`
    select distinct on (meter.id) meter.meter_no, meter.kind, reading.values, reading.read_at
    from moveout.move_out
    join leasing.lease_unit held on held.site_id = move_out.site_id and held.lease_id = move_out.lease_id
    join meters.meter_unit served on served.site_id = held.site_id and served.unit_id = held.unit_id
    join meters.meter on meter.site_id = served.site_id and meter.id = served.meter_id and meter.role = 'tenant'
    join meters.reading on reading.site_id = meter.site_id and reading.meter_id = meter.id and reading.purpose = 'handover' and reading.read_at >= move_out.noticed_at
    where move_out.site_id = ${ctx.siteId} and move_out.id = ${id}
    order by meter.id, reading.read_at desc`.execute(ctx.tx);
  return rows.map((row) => ({
    meterNo: row.meter_no,
    kind: meterKinds[row.kind],
    values: sayValues(row.values),
    at: row.read_at.toZonedDateTimeISO(ctx.zone).toPlainDate().toString(),
  }));
}

function sayValues(values: Readonly<Record<string, string>>): Words {
  const said = (language: "zh" | "en") =>
    Object.entries(values)
      .map(([band, value]) => (band === "total" ? value : `${bandNames[band as Band][language]} ${value}`))
      .join(" ");
  return words(said("zh"), said("en"));
}
