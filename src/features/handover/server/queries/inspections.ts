import { sql } from "kysely";
import type { ValueOf } from "#kernel/contract.ts";
import type { Id } from "#kernel/id.ts";
import { Refusal } from "#kernel/problem.ts";
import type { SiteContext } from "#platform/context.ts";
import { keysOf, pageFrom } from "#platform/db/keyset.ts";
import type { inspectionField } from "../../contract.ts";
import { handoverProblems, type InspectionStage, type InspectionState, type InspectionType, type Line } from "../../rules.ts";

export type Inspection = ValueOf<typeof inspectionField>;

/** What the facts come to, as it stands beside an inspection. */
export interface StoredCounts {
  readonly items: number;
  readonly checked: number;
  readonly defects: number;
  readonly disputes: number;
  readonly questions: number;
  readonly unanswered: number;
  readonly photos: number;
  readonly meters: number;
  readonly keys: number;
}

export function countsOf(state: InspectionState, photos: number): StoredCounts {
  const checked = state.items.filter(({ condition }) => condition !== null);
  return {
    items: state.items.length,
    checked: checked.length,
    defects: checked.filter(({ condition }) => condition !== "ok").length,
    disputes: state.items.filter(({ tenantSays }) => tenantSays?.agrees === false).length,
    questions: state.questions.length,
    unanswered: state.questions.filter(({ answer }) => answer === null).length,
    photos,
    meters: state.meters.length,
    keys: state.keys.length,
  };
}

/** The inspections of the site at hand that this actor may see. Every read of them starts here. */
export const inspectionsHere = (ctx: SiteContext) =>
  ctx.tx
    .selectFrom("handover.inspection as inspection")
    .innerJoin("tenants.tenant as tenant", (join) => join.onRef("tenant.site_id", "=", "inspection.site_id").onRef("tenant.id", "=", "inspection.tenant_id"))
    .leftJoin("people.person as assignee", "assignee.id", "inspection.assignee_id")
    .where("inspection.site_id", "=", ctx.siteId)
    .$if(ctx.tenantId !== null, (query) => query.where("inspection.tenant_id", "=", ctx.tenantId!))
    .select([
      ...(["inspection.id", "inspection.inspection_no", "inspection.type", "inspection.stage", "inspection.tenant_id", "inspection.lease_id", "inspection.case_id"] as const),
      ...(["inspection.place", "inspection.baseline_id", "inspection.assignee_id", "inspection.appointment_at", "inspection.appointment_note"] as const),
      ...(["inspection.opened_at", "inspection.opened_by", "inspection.signed_at", "inspection.content_hash", "inspection.document_id", "inspection.list_version"] as const),
      ...(["inspection.counts", "inspection.withdrawn_at", "inspection.withdrawn_by", "inspection.withdrawn_reason"] as const),
      ...(["tenant.name as tenant", "assignee.name as assignee"] as const),
    ])
    .select([unitIds.as("unit_ids"), photosMissing.as("photos_missing")]);

const unitIds = sql<Id<"unit">[]>`array(
  select looked.unit_id from handover.inspection_unit looked where looked.site_id = inspection.site_id and looked.inspection_id = inspection.id order by looked.unit_id)`;

const photosMissing = sql<number>`(select count(*)::int from handover.inspection_photo named
  where named.site_id = inspection.site_id and named.inspection_id = inspection.id
    and not exists (select 1 from handover.photo arrived where arrived.site_id = named.site_id and arrived.hash = named.hash))`;

export type InspectionRow = Awaited<ReturnType<ReturnType<typeof inspectionsHere>["execute"]>>[number];

export const toInspection = (row: InspectionRow): Inspection => ({
  id: row.id as Id<"inspection">,
  inspectionNo: row.inspection_no,
  type: row.type as InspectionType,
  stage: row.stage as InspectionStage,
  tenantId: row.tenant_id as Id<"tenant">,
  tenant: row.tenant,
  leaseId: row.lease_id as Id<"lease"> | null,
  caseId: row.case_id,
  unitIds: row.unit_ids,
  place: row.place,
  baselineId: row.baseline_id as Id<"inspection"> | null,
  assigneeId: row.assignee_id as Id<"person"> | null,
  assignee: row.assignee,
  appointmentAt: row.appointment_at,
  appointmentNote: row.appointment_note,
  openedAt: row.opened_at,
  openedBy: row.opened_by,
  signedAt: row.signed_at,
  withdrawn: row.withdrawn_at ? { at: row.withdrawn_at, by: row.withdrawn_by ?? "", reason: row.withdrawn_reason ?? "" } : null,
  listVersion: row.list_version,
  counts: { ...(row.counts as unknown as StoredCounts), photosMissing: row.photos_missing },
});

/** An inspection as lists show it, its state derived. Refusal: notFound. */
export async function inspectionById(ctx: SiteContext, id: Id<"inspection">): Promise<Inspection> {
  const row = await inspectionsHere(ctx).where("inspection.id", "=", id).executeTakeFirst();
  if (!row) throw new Refusal(handoverProblems.notFound());
  return toInspection(row);
}

/** The inspections that these cases of procedures asked for, withdrawn ones left out, oldest first; one query for many cases. */
export async function inspectionsOf(ctx: SiteContext, { caseIds }: { readonly caseIds: readonly string[] }): Promise<Map<string, Inspection[]>> {
  if (caseIds.length === 0) return new Map();
  const rows = await inspectionsHere(ctx)
    .where(sql<boolean>`inspection.case_id = any (${caseIds}::uuid[])`)
    .where("inspection.stage", "<>", "withdrawn")
    .orderBy("inspection.opened_at")
    .orderBy("inspection.id")
    .execute();
  return Map.groupBy(rows.map(toInspection), ({ caseId }) => caseId ?? "");
}

export interface InspectionFilter {
  readonly type?: InspectionType | undefined;
  readonly stage?: InspectionStage | undefined;
  readonly assigneeId?: Id<"person"> | undefined;
  readonly tenantId?: Id<"tenant"> | undefined;
  readonly leaseId?: Id<"lease"> | undefined;
  readonly unitId?: Id<"unit"> | undefined;
  readonly search?: string | undefined;
}

/** Inspections, newest first. */
export async function inspectionPage(ctx: SiteContext, { cursor, limit, ...filter }: InspectionFilter & { readonly cursor?: string | undefined; readonly limit: number }) {
  const { type, stage, assigneeId, tenantId, leaseId, unitId, search } = filter;
  let query = inspectionsHere(ctx)
    .orderBy("inspection.opened_at", "desc")
    .orderBy("inspection.id", "desc")
    .limit(limit + 1);
  if (type) query = query.where("inspection.type", "=", type);
  if (stage) query = query.where("inspection.stage", "=", stage);
  if (assigneeId) query = query.where("inspection.assignee_id", "=", assigneeId);
  if (tenantId) query = query.where("inspection.tenant_id", "=", tenantId);
  if (leaseId) query = query.where("inspection.lease_id", "=", leaseId);
  if (unitId)
    query = query.where(
      "inspection.id",
      "in",
      ctx.tx.selectFrom("handover.inspection_unit as looked").select("looked.inspection_id").where("looked.site_id", "=", ctx.siteId).where("looked.unit_id", "=", unitId),
    );
  if (search) {
    const pattern = `%${search.replaceAll(/[\\%_]/g, "\\$&")}%`;
    query = query.where((eb) => eb.or([eb("inspection.place", "ilike", pattern), eb("inspection.inspection_no", "ilike", pattern), eb("tenant.name", "ilike", pattern)]));
  }
  if (cursor) {
    const [at, id] = keysOf(cursor, ["moment", "id"]);
    query = query.where(sql<boolean>`(inspection.opened_at, inspection.id) < (${at}::timestamptz, ${id}::uuid)`);
  }
  const page = pageFrom(await query.execute(), limit, (row) => [row.opened_at, row.id]);
  return { items: page.items.map(toInspection), next: page.next };
}

export interface LockedInspection {
  readonly id: Id<"inspection">;
  readonly inspectionNo: string;
  readonly type: InspectionType;
  readonly stage: InspectionStage;
  readonly tenantId: Id<"tenant">;
  readonly leaseId: Id<"lease"> | null;
  readonly caseId: string | null;
  readonly assigneeId: Id<"person"> | null;
  readonly assigneeName: string;
  readonly inspectorIds: readonly string[];
  readonly lines: readonly Line[];
  readonly unitIds: readonly Id<"unit">[];
}

/** These inspections, held against each other's commands; always in the order of their ids. Those out of sight are simply not there. */
export async function lockedInspections(ctx: SiteContext, ids: readonly string[]): Promise<Map<string, LockedInspection>> {
  const { rows } = await sql<{
    id: string;
    inspection_no: string;
    type: InspectionType;
    stage: InspectionStage;
    tenant_id: string;
    lease_id: string | null;
    case_id: string | null;
    assignee_id: string | null;
    assignee: string | null;
    inspector_ids: string[];
    lines: Line[];
    unit_ids: Id<"unit">[];
  }>`
    select id, inspection_no, type, stage, tenant_id, lease_id, case_id, assignee_id, inspector_ids, lines,
      (select person.name from people.person where person.id = inspection.assignee_id) as assignee,
      array(select looked.unit_id from handover.inspection_unit looked where looked.site_id = inspection.site_id and looked.inspection_id = inspection.id order by looked.unit_id) as unit_ids
    from handover.inspection inspection
    where site_id = ${ctx.siteId} and id = any (${[...new Set(ids)]}::uuid[])
    order by id for update`.execute(ctx.tx);
  return new Map(
    rows.map((row) => [
      row.id,
      {
        id: row.id as Id<"inspection">,
        inspectionNo: row.inspection_no,
        type: row.type,
        stage: row.stage,
        tenantId: row.tenant_id as Id<"tenant">,
        leaseId: row.lease_id as Id<"lease"> | null,
        caseId: row.case_id,
        assigneeId: row.assignee_id as Id<"person"> | null,
        assigneeName: row.assignee ?? "",
        inspectorIds: row.inspector_ids,
        lines: row.lines,
        unitIds: row.unit_ids,
      },
    ]),
  );
}

/** Refusal: notFound. */
export async function lockedInspection(ctx: SiteContext, id: Id<"inspection">): Promise<LockedInspection> {
  const found = (await lockedInspections(ctx, [id])).get(id);
  if (!found) throw new Refusal(handoverProblems.notFound());
  return found;
}
