import { sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import { type Words, words } from "#kernel/words.ts";
import type { SiteContext } from "#platform/context.ts";
import type { MoveOut, MoveOutFacts } from "../../rules.ts";
import { settlementsOf } from "../settlement/facts.ts";

/** What the records of other features say of a move-out. */
export interface AroundCase extends Pick<MoveOutFacts, "inspection" | "meters" | "settlement"> {
  readonly inspectionId: Id<"inspection"> | null;
  readonly hasDispute: boolean;
  readonly itemsOut: readonly { readonly id: Id<"accessItem">; readonly label: Words }[];
  readonly isGrantLive: boolean;
}

/** The same of many move-outs, in a handful of queries. */
export async function aroundCases(ctx: SiteContext, cases: readonly MoveOut[]): Promise<ReadonlyMap<Id<"moveOut">, AroundCase>> {
  const ids = cases.map(({ id }) => id);
  const leaseIds = cases.map(({ leaseId }) => leaseId);
  const [inspections, meters, access, settlements] = [await inspectionsOfCases(ctx, ids), await metersOf(ctx, ids), await accessOf(ctx, leaseIds), await settlementsOf(ctx, cases)];
  return new Map(
    cases.map(({ id, leaseId }) => {
      const inspection = inspections.get(id);
      const read = meters.get(id);
      const held = access.get(leaseId);
      return [
        id,
        {
          inspectionId: (inspection?.id ?? null) as Id<"inspection"> | null,
          hasDispute: (inspection?.disputes ?? 0) > 0,
          inspection: inspection ? { signedAt: inspection.signed_at, openQuestions: inspection.signed_at ? 0 : inspection.unanswered } : null,
          meters: { all: read?.all ?? 0, unread: read?.unread ?? [], readAt: read?.read_at ?? null },
          settlement: settlements.get(id) ?? null,
          itemsOut: (held?.items ?? []).map((item) => ({ id: item.id as Id<"accessItem">, label: sayItem(item) })),
          isGrantLive: held?.is_live ?? false,
        },
      ];
    }),
  );
}

interface InspectionRow {
  readonly id: string;
  readonly case_id: string;
  readonly signed_at: Temporal.Instant | null;
  readonly unanswered: number;
  readonly disputes: number;
}

/** The inspection of each move-out that was not withdrawn. */
async function inspectionsOfCases(ctx: SiteContext, ids: readonly Id<"moveOut">[]): Promise<ReadonlyMap<string, InspectionRow>> {
  const { rows } = await sql<InspectionRow>`
    select distinct on (case_id) id, case_id, signed_at, (counts ->> 'unanswered')::int as unanswered, (counts ->> 'disputes')::int as disputes
    from handover.inspection
    where site_id = ${ctx.siteId} and case_id = any (${[...ids]}::uuid[]) and type = 'moveOut' and stage <> 'withdrawn'
    order by case_id, opened_at desc`.execute(ctx.tx);
  return new Map(rows.map((row) => [row.case_id, row]));
}

interface MetersRow {
  readonly case_id: string;
  readonly all: number;
  readonly unread: string[];
  readonly read_at: Temporal.Instant | null;
}

/** The tenants' meters of the units, and those without a handover reading since the move-out was approved. */
async function metersOf(ctx: SiteContext, ids: readonly Id<"moveOut">[]): Promise<ReadonlyMap<string, MetersRow>> {
  const { rows } = await sql<MetersRow>`
    select move_out.id as case_id, count(distinct meter.id)::int as all,
      coalesce(array_agg(distinct meter.meter_no) filter (where closing.read_at is null), '{}') as unread, max(closing.read_at) as read_at
    from moveout.move_out
    join leasing.lease_unit held on held.site_id = move_out.site_id and held.lease_id = move_out.lease_id and held.to_day >= move_out.leaving_on
    join meters.meter_unit served on served.site_id = held.site_id and served.unit_id = held.unit_id
    join meters.meter on meter.site_id = served.site_id and meter.id = served.meter_id and meter.role = 'tenant' and meter.state = 'inService'
    left join lateral (
      select max(reading.read_at) as read_at from meters.reading
      where reading.site_id = meter.site_id and reading.meter_id = meter.id and reading.purpose = 'handover'
        and reading.standing in ('accepted', 'waiting', 'confirmed') and reading.read_at >= move_out.noticed_at) closing on true
    where move_out.site_id = ${ctx.siteId} and move_out.id = any (${[...ids]}::uuid[])
    group by move_out.id`.execute(ctx.tx);
  return new Map(rows.map((row) => [row.case_id, row]));
}

interface AccessRow {
  readonly lease_id: string;
  readonly is_live: boolean;
  readonly items: { readonly id: string; readonly kind: "card" | "key"; readonly number: string; readonly holder: string }[];
}

/** What of cards and keys each lease still holds, and whether it may. */
async function accessOf(ctx: SiteContext, leaseIds: readonly Id<"lease">[]): Promise<ReadonlyMap<string, AccessRow>> {
  const { rows } = await sql<AccessRow>`
    select held.lease_id, bool_or(held.ended_at is null) as is_live,
      coalesce((select json_agg(json_build_object('id', item.id, 'kind', item.kind, 'number', item.number, 'holder', item.holder) order by item.kind, item.number)
        from handover.access_item item where item.site_id = ${ctx.siteId} and item.lease_id = held.lease_id and item.state = 'inUse'), '[]') as items
    from handover.access_grant held
    where held.site_id = ${ctx.siteId} and held.lease_id = any (${[...leaseIds]}::uuid[])
    group by held.lease_id`.execute(ctx.tx);
  return new Map(rows.map((row) => [row.lease_id, row]));
}

const sayItem = ({ kind, number, holder }: AccessRow["items"][number]): Words =>
  kind === "card" ? words(`门禁卡 ${number}（${holder}）`, `card ${number} (${holder})`) : words(`钥匙 ${number}（${holder}）`, `key ${number} (${holder})`);
