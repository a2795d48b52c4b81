import { sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import type { SiteContext } from "#platform/context.ts";
import type { Fact } from "../../rules.ts";

/** A fact with when it reached us and whose phone it was. */
export type KeptFact = Fact & { readonly receivedAt: Temporal.Instant; readonly byName: string };

/** Every fact of these inspections, in no particular order. */
export async function factsOf(ctx: SiteContext, inspectionIds: readonly string[]): Promise<Map<string, KeptFact[]>> {
  if (inspectionIds.length === 0) return new Map();
  const { rows } = await sql<{
    id: string;
    inspection_id: string;
    device_id: string;
    number: number;
    kind: Fact["kind"];
    happened_at: Temporal.Instant;
    received_at: Temporal.Instant;
    by_name: string;
    data: never;
  }>`
    select id, inspection_id, device_id, number, kind, happened_at, received_at, by_name, data
    from handover.inspection_fact
    where site_id = ${ctx.siteId} and inspection_id = any (${inspectionIds}::uuid[])
      and (${ctx.tenantId}::uuid is null or tenant_id = ${ctx.tenantId}::uuid)`.execute(ctx.tx);
  const facts = rows.map((row): KeptFact => ({
    id: row.id,
    inspectionId: row.inspection_id,
    deviceId: row.device_id,
    number: row.number,
    happenedAt: row.happened_at.toString({ smallestUnit: "millisecond" }),
    kind: row.kind,
    data: row.data,
    receivedAt: row.received_at,
    byName: row.by_name,
  }));
  return Map.groupBy(facts, ({ inspectionId }) => inspectionId);
}

export const factsOfInspection = async (ctx: SiteContext, id: Id<"inspection">): Promise<KeptFact[]> => (await factsOf(ctx, [id])).get(id) ?? [];
