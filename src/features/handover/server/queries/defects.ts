import { sql } from "kysely";
import type { ValueOf } from "#kernel/contract.ts";
import type { Id } from "#kernel/id.ts";
import { Refusal } from "#kernel/problem.ts";
import type { Words } from "#kernel/words.ts";
import { dayAt, type SiteContext } from "#platform/context.ts";
import { keysOf, pageFrom } from "#platform/db/keyset.ts";
import type { defectField } from "../../contract.ts";
import { type Condition, type DefectState, handoverProblems, type InspectionType, type Responsible } from "../../rules.ts";

export type Defect = ValueOf<typeof defectField>;

/** A defect without a day comes last. */
const never = "2200-12-31";
const mendBy = sql<Temporal.PlainDate>`coalesce(defect.mend_by, ${never}::date)`;

const defectsHere = (ctx: SiteContext) =>
  ctx.tx
    .selectFrom("handover.defect as defect")
    .innerJoin("handover.inspection as inspection", (join) => join.onRef("inspection.site_id", "=", "defect.site_id").onRef("inspection.id", "=", "defect.inspection_id"))
    .innerJoin("tenants.tenant as tenant", (join) => join.onRef("tenant.site_id", "=", "defect.site_id").onRef("tenant.id", "=", "defect.tenant_id"))
    .where("defect.site_id", "=", ctx.siteId)
    .selectAll("defect")
    .select(["inspection.inspection_no", "inspection.type", "tenant.name as tenant"])
    .select(mendBy.as("sorted_by"));

type DefectRow = Awaited<ReturnType<ReturnType<typeof defectsHere>["execute"]>>[number];

const toDefect = (ctx: SiteContext, row: DefectRow): Defect => ({
  id: row.id as Id<"defect">,
  inspectionId: row.inspection_id as Id<"inspection">,
  inspectionNo: row.inspection_no,
  type: row.type as InspectionType,
  tenant: row.tenant,
  lineKey: row.line_key,
  place: row.place as unknown as Words,
  part: row.part as unknown as Words,
  condition: row.condition as Condition,
  text: row.text,
  photos: row.photos,
  responsible: row.responsible as Responsible | null,
  mendBy: row.mend_by,
  isOverdue: row.state === "open" && row.mend_by !== null && Temporal.PlainDate.compare(row.mend_by, dayAt(ctx, ctx.now)) < 0,
  state: row.state as DefectState,
  mended: row.mended_at ? { at: row.mended_at, by: row.mended_by_name ?? "", note: row.mended_note } : null,
  confirmed: row.judged_at ? { at: row.judged_at, by: row.judged_by_name ?? "", note: row.judged_note } : null,
});

export interface DefectFilter {
  readonly state?: DefectState | undefined;
  readonly responsible?: Responsible | undefined;
  readonly inspectionId?: Id<"inspection"> | undefined;
  readonly overdue?: "true" | "false" | undefined;
}

/** Defects of signed inspections, the one to be mended first on top. */
export async function defectPage(ctx: SiteContext, { cursor, limit, ...filter }: DefectFilter & { readonly cursor?: string | undefined; readonly limit: number }) {
  const { state, responsible, inspectionId, overdue } = filter;
  let query = defectsHere(ctx)
    .orderBy(mendBy)
    .orderBy("defect.id")
    .limit(limit + 1);
  if (state) query = query.where("defect.state", "=", state);
  if (responsible) query = query.where("defect.responsible", "=", responsible);
  if (inspectionId) query = query.where("defect.inspection_id", "=", inspectionId);
  if (overdue === "true") query = query.where("defect.state", "=", "open").where("defect.mend_by", "<", dayAt(ctx, ctx.now));
  if (cursor) {
    const [day, id] = keysOf(cursor, ["day", "id"]);
    query = query.where(sql<boolean>`(coalesce(defect.mend_by, ${never}::date), defect.id) > (${day}::date, ${id}::uuid)`);
  }
  const page = pageFrom(await query.execute(), limit, (row) => [row.sorted_by, row.id]);
  return { items: page.items.map((row) => toDefect(ctx, row)), next: page.next };
}

/** A defect with who mended it. Refusal: defectNotFound. */
export async function defectById(ctx: SiteContext, id: Id<"defect">): Promise<Defect & { readonly mendedById: string | null }> {
  const row = await defectsHere(ctx).where("defect.id", "=", id).executeTakeFirst();
  if (!row) throw new Refusal(handoverProblems.defectNotFound());
  return { ...toDefect(ctx, row), mendedById: row.mended_by };
}

/** How many are to be mended, are past their day, wait for confirmation. */
export async function defectCounts(ctx: SiteContext): Promise<{ open: number; overdue: number; toConfirm: number }> {
  const { rows } = await sql<{ open: number; overdue: number; to_confirm: number }>`
    select count(*) filter (where state = 'open')::int as open,
      count(*) filter (where state = 'open' and mend_by < ${dayAt(ctx, ctx.now)})::int as overdue,
      count(*) filter (where state = 'mended')::int as to_confirm
    from handover.defect where site_id = ${ctx.siteId} and state in ('open', 'mended')`.execute(ctx.tx);
  return { open: rows[0]?.open ?? 0, overdue: rows[0]?.overdue ?? 0, toConfirm: rows[0]?.to_confirm ?? 0 };
}
