import { sql } from "kysely";
import { type Id, newId } from "#kernel/id.ts";
import { type Problem, Refusal, refuseIf, reasons } from "#kernel/problem.ts";
import type { SiteContext } from "#platform/context.ts";
import { json } from "#platform/db/json.ts";
import { nextNumber } from "#features/billing/server/index.ts";
import { leaseById } from "#features/leasing/server/index.ts";
import { membersOf } from "#features/people/server/index.ts";
import { placeOf } from "#features/sites/server/index.ts";
import { tenantById } from "#features/tenants/server/index.ts";
import { handoverRights, inspectionAppointed, inspectionAssigned, inspectionOpened, inspectionWithdrawn } from "../../contract.ts";
import { handoverProblems, inspectionOf, type InspectionType, type Line, linesOf } from "../../rules.ts";
import { countsOf, type Inspection, inspectionById, inspectionsHere, lockedInspection, type LockedInspection, toInspection } from "../queries/inspections.ts";
import { listOf } from "../queries/lists.ts";

export interface NewInspection {
  readonly id?: Id<"inspection"> | undefined;
  readonly type: InspectionType;
  readonly tenantId: Id<"tenant">;
  readonly leaseId: Id<"lease"> | null;
  readonly unitIds: readonly Id<"unit">[];
  /** The case of the procedure that asks for it. */
  readonly caseId?: string | null | undefined;
  readonly assigneeId?: Id<"person"> | null | undefined;
  readonly appointmentAt?: Temporal.Instant | null | undefined;
  readonly appointmentNote?: string | undefined;
  readonly baselineId?: Id<"inspection"> | null | undefined;
}

/**
 * Opens a joint inspection with the list in force, or with the very items of its baseline: told, or for a move-out the tenant's latest signed
 * inspection of the move-in to one of the units. One with a known id is answered as it stands. Manual 2.1.1-7, 2.1.3-3.
 * Refusals: idTaken, leaseOfOther, unitOfOther, baselineUnfit, cannotInspect, appointmentPast, those of the tenant and the units.
 */
export async function openInspection(ctx: SiteContext, wanted: NewInspection): Promise<Inspection> {
  const { id = newId<"inspection">(), type, tenantId, leaseId, caseId = null, assigneeId = null, appointmentAt = null, appointmentNote = "" } = wanted;
  const unitIds = [...new Set(wanted.unitIds)];
  await sql`select pg_advisory_xact_lock(hashtextextended(${`handover:${ctx.siteId}:${id}`}, 0))`.execute(ctx.tx);
  const known = await inspectionsHere(ctx).where("inspection.id", "=", id).executeTakeFirst();
  if (known && (known.tenant_id !== tenantId || known.type !== type)) throw new Refusal(handoverProblems.idTaken());
  if (known) return toInspection(known);
  await tenantById(ctx, tenantId);
  if (leaseId) refuseIf(await whyNotOfLease(ctx, leaseId, tenantId, unitIds));
  const assignee = assigneeId ? await inspectorById(ctx, assigneeId) : null;
  if (appointmentAt) refusePast(ctx, appointmentAt);

  const baseline = await baselineFor(ctx, wanted, unitIds);
  const list = await listOf(ctx, baseline ? { version: baseline.listVersion } : {});
  const units = await Promise.all(unitIds.map(async (unitId) => ({ id: unitId, label: await placeOf(ctx, unitId) })));
  // The same items as then; a unit that was not looked at then has those of the list.
  const lines = units.flatMap((unit) => {
    const held = baseline?.lines.filter((line) => line.unitId === unit.id) ?? [];
    return held.length > 0 ? held : linesOf(list, [unit]);
  });
  const inspectionNo = await nextNumber(ctx, "inspection");
  await ctx.tx
    .insertInto("handover.inspection")
    .values({
      site_id: ctx.siteId,
      id,
      inspection_no: inspectionNo,
      type,
      tenant_id: tenantId,
      lease_id: leaseId,
      case_id: caseId,
      place: units.map(({ label }) => label).join("、"),
      baseline_id: baseline?.id ?? null,
      list_version: list.version,
      lines: json(lines),
      counts: json(countsOf(inspectionOf(lines, []), 0)),
      assignee_id: assigneeId,
      inspector_ids: assigneeId ? [assigneeId] : [],
      appointment_at: appointmentAt,
      appointment_note: appointmentNote.trim(),
      opened_at: ctx.now,
      opened_by: ctx.actor.name,
    })
    .execute();
  await ctx.tx
    .insertInto("handover.inspection_unit")
    .values(unitIds.map((unitId) => ({ site_id: ctx.siteId, inspection_id: id, unit_id: unitId, tenant_id: tenantId })))
    .execute();
  const named = { inspectionId: id, inspectionNo, type };
  await ctx.record(inspectionOpened, { ...named, tenantId, leaseId, caseId, unitIds, baselineId: baseline?.id ?? null, listVersion: list.version, items: lines.length });
  if (assigneeId) await ctx.record(inspectionAssigned, { ...named, assigneeId, assignee: assignee?.name ?? "" });
  if (appointmentAt) await ctx.record(inspectionAppointed, { ...named, appointmentAt, note: appointmentNote.trim(), caseId });
  await ctx.tell(ctx.siteId, "handover.inspection", id);
  return inspectionById(ctx, id);
}

/** Says who inspects. Refusals: notFound, isSigned, isWithdrawn, cannotInspect. */
export async function assignInspection(
  ctx: SiteContext,
  { inspectionId, assigneeId }: { readonly inspectionId: Id<"inspection">; readonly assigneeId: Id<"person"> },
): Promise<Inspection> {
  const held = await lockedOpen(ctx, inspectionId);
  const { name } = await inspectorById(ctx, assigneeId);
  if (held.assigneeId === assigneeId) return inspectionById(ctx, inspectionId);
  await ctx.tx
    .updateTable("handover.inspection")
    .set({ assignee_id: assigneeId, inspector_ids: [...new Set([...held.inspectorIds, assigneeId])] })
    .where("site_id", "=", ctx.siteId)
    .where("id", "=", inspectionId)
    .execute();
  await ctx.record(inspectionAssigned, { ...namedIn(held), assigneeId, assignee: name });
  await ctx.tell(ctx.siteId, "handover.inspection", inspectionId);
  return inspectionById(ctx, inspectionId);
}

/** Says when both meet. Manual 2.1.3-2. Refusals: notFound, isSigned, isWithdrawn, appointmentPast. */
export async function appointInspection(
  ctx: SiteContext,
  { inspectionId, appointmentAt, note }: { readonly inspectionId: Id<"inspection">; readonly appointmentAt: Temporal.Instant; readonly note: string },
): Promise<Inspection> {
  const held = await lockedOpen(ctx, inspectionId);
  refusePast(ctx, appointmentAt);
  await ctx.tx
    .updateTable("handover.inspection")
    .set({ appointment_at: appointmentAt, appointment_note: note.trim() })
    .where("site_id", "=", ctx.siteId)
    .where("id", "=", inspectionId)
    .execute();
  await ctx.record(inspectionAppointed, { ...namedIn(held), appointmentAt, note: note.trim(), caseId: held.caseId });
  await ctx.tell(ctx.siteId, "handover.inspection", inspectionId);
  return inspectionById(ctx, inspectionId);
}

/** Withdraws an inspection that nobody has signed. Refusals: notFound, isSigned, isWithdrawn, hasBegun. */
export async function withdrawInspection(ctx: SiteContext, { inspectionId, reason }: { readonly inspectionId: Id<"inspection">; readonly reason: string }): Promise<Inspection> {
  const held = await lockedOpen(ctx, inspectionId);
  refuseIf(reasons(held.stage === "oneSigned" && handoverProblems.hasBegun()));
  await ctx.tx
    .updateTable("handover.inspection")
    .set({ stage: "withdrawn", withdrawn_at: ctx.now, withdrawn_by: ctx.actor.name, withdrawn_reason: reason })
    .where("site_id", "=", ctx.siteId)
    .where("id", "=", inspectionId)
    .execute();
  await ctx.record(inspectionWithdrawn, { ...namedIn(held), reason, caseId: held.caseId });
  await ctx.tell(ctx.siteId, "handover.inspection", inspectionId);
  return inspectionById(ctx, inspectionId);
}

/** Everybody who may be assigned an inspection here, by name. */
export const inspectorsOf = async (ctx: SiteContext) =>
  (await membersOf(ctx)).filter(({ roles }) => roles.some((role) => handoverRights.inspect.roles.includes(role))).map(({ id, name, roles }) => ({ id, name, roles }));

export const namedIn = ({ id, inspectionNo, type }: LockedInspection) => ({ inspectionId: id, inspectionNo, type });

async function lockedOpen(ctx: SiteContext, id: Id<"inspection">): Promise<LockedInspection> {
  const held = await lockedInspection(ctx, id);
  refuseIf(reasons(held.stage === "signed" && handoverProblems.isSigned(), held.stage === "withdrawn" && handoverProblems.isWithdrawn()));
  return held;
}

async function inspectorById(ctx: SiteContext, id: Id<"person">) {
  const member = (await inspectorsOf(ctx)).find((one) => one.id === id);
  if (!member) throw new Refusal(handoverProblems.cannotInspect({ name: (await membersOf(ctx)).find((one) => one.id === id)?.name ?? "—" }));
  return member;
}

function refusePast(ctx: SiteContext, at: Temporal.Instant): void {
  if (Temporal.Instant.compare(at, ctx.now) < 0) throw new Refusal(handoverProblems.appointmentPast());
}

async function whyNotOfLease(ctx: SiteContext, leaseId: Id<"lease">, tenantId: Id<"tenant">, unitIds: readonly Id<"unit">[]): Promise<Problem[]> {
  const lease = await leaseById(ctx, leaseId);
  const rows = await ctx.tx.selectFrom("leasing.lease_unit").select("unit_id").where("site_id", "=", ctx.siteId).where("lease_id", "=", leaseId).execute();
  const own = new Set<string>(rows.map((row) => row.unit_id));
  return reasons(lease.tenantId !== tenantId && handoverProblems.leaseOfOther(), unitIds.some((id) => !own.has(id)) && handoverProblems.unitOfOther());
}

interface Baseline {
  readonly id: Id<"inspection">;
  readonly listVersion: number;
  readonly lines: readonly Line[];
}

async function baselineFor(ctx: SiteContext, { type, tenantId, baselineId }: NewInspection, unitIds: readonly string[]): Promise<Baseline | null> {
  if (!baselineId && type !== "moveOut") return null;
  let query = ctx.tx
    .selectFrom("handover.inspection as inspection")
    .select(["inspection.id", "inspection.list_version", "inspection.lines"])
    .where("inspection.site_id", "=", ctx.siteId)
    .where("inspection.tenant_id", "=", tenantId)
    .where("inspection.stage", "=", "signed")
    .orderBy("inspection.signed_at", "desc")
    .limit(1);
  if (baselineId) query = query.where("inspection.id", "=", baselineId);
  else
    query = query
      .where("inspection.type", "=", "moveIn")
      .where(
        "inspection.id",
        "in",
        ctx.tx.selectFrom("handover.inspection_unit as looked").select("looked.inspection_id").where("looked.site_id", "=", ctx.siteId).where("looked.unit_id", "in", unitIds),
      );
  const row = await query.executeTakeFirst();
  if (!row && baselineId) throw new Refusal(handoverProblems.baselineUnfit());
  return row ? { id: row.id as Id<"inspection">, listVersion: row.list_version, lines: row.lines as unknown as Line[] } : null;
}
