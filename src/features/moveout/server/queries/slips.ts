import { sql } from "kysely";
import type { ValueOf } from "#kernel/contract.ts";
import type { Id } from "#kernel/id.ts";
import { fen } from "#kernel/money.ts";
import { Refusal } from "#kernel/problem.ts";
import type { SiteContext } from "#platform/context.ts";
import { keysOf, pageFrom } from "#platform/db/keyset.ts";
import type { slipField } from "../../contract/fields.ts";
import { type Channel, moveOutProblems, type SlipReason, type SlipState, slipStateOf } from "../../rules.ts";

export type Slip = ValueOf<typeof slipField> & { readonly cancelledAt: Temporal.Instant | null; readonly gatePhotoId: Id<"file"> | null };

interface WrittenItem {
  readonly position: number;
  readonly name: string;
  readonly quantity: number;
  readonly note: string;
  readonly seen: number | null;
}

function visibleSlips(ctx: SiteContext) {
  const slips = ctx.tx
    .selectFrom("moveout.goods_slip as slip")
    .innerJoin("tenants.tenant as tenant", (join) => join.onRef("tenant.site_id", "=", "slip.site_id").onRef("tenant.id", "=", "slip.tenant_id"))
    .selectAll("slip")
    .select(["tenant.name as tenant"])
    .select(
      sql<WrittenItem[]>`coalesce((
        select json_agg(json_build_object('position', item.position, 'name', item.name, 'quantity', item.quantity, 'note', item.note, 'seen', item.seen) order by item.position)
        from moveout.goods_item item where item.site_id = slip.site_id and item.slip_id = slip.id), '[]')`.as("items"),
    )
    .where("slip.site_id", "=", ctx.siteId);
  return ctx.tenantId ? slips.where("slip.tenant_id", "=", ctx.tenantId) : slips;
}

/** Refusal: slipNotFound. */
export async function slipById(ctx: SiteContext, id: Id<"goodsSlip">): Promise<Slip> {
  const row = await visibleSlips(ctx).where("slip.id", "=", id).executeTakeFirst();
  if (!row) throw new Refusal(moveOutProblems.slipNotFound());
  return toSlip(row);
}

/** As `slipById`; nobody else changes it until this transaction ends. Refusal: slipNotFound. */
export async function lockedSlip(ctx: SiteContext, id: Id<"goodsSlip">): Promise<Slip> {
  await ctx.tx.selectFrom("moveout.goods_slip").select("id").where("site_id", "=", ctx.siteId).where("id", "=", id).forUpdate().execute();
  return slipById(ctx, id);
}

/** The slip with the code that was scanned or typed; case and dashes do not matter. Refusal: slipNotFound. */
export async function slipByCode(ctx: SiteContext, code: string): Promise<Slip> {
  const row = await visibleSlips(ctx).where("slip.code", "=", code.replaceAll("-", "").toUpperCase()).executeTakeFirst();
  if (!row) throw new Refusal(moveOutProblems.slipNotFound());
  return toSlip(row);
}

export interface SlipFilter {
  readonly state?: SlipState | undefined;
  readonly on?: Temporal.PlainDate | undefined;
  readonly caseId?: Id<"moveOut"> | undefined;
  readonly tenantId?: Id<"tenant"> | undefined;
  readonly search?: string | undefined;
}

/** Release slips, the newest first. */
export async function slipPage(
  ctx: SiteContext,
  { state, on, caseId, tenantId, search, cursor, limit }: SlipFilter & { readonly cursor?: string | undefined; readonly limit: number },
): Promise<{ items: Slip[]; next: string | null }> {
  let query = visibleSlips(ctx)
    .orderBy("slip.applied_at", "desc")
    .orderBy("slip.id", "desc")
    .limit(limit + 1);
  if (state) query = query.where(inState[state]);
  if (on) query = query.where("slip.passes_on", "=", on);
  if (caseId) query = query.where("slip.move_out_id", "=", caseId);
  if (tenantId) query = query.where("slip.tenant_id", "=", tenantId);
  if (search) {
    const pattern = `%${search.replaceAll(/[\\%_]/g, "\\$&")}%`;
    query = query.where(sql<boolean>`(slip.no ilike ${pattern} or slip.code ilike ${pattern} or slip.plate ilike ${pattern} or tenant.name ilike ${pattern})`);
  }
  if (cursor) {
    const [at, id] = keysOf(cursor, ["moment", "id"]);
    query = query.where(sql<boolean>`(slip.applied_at, slip.id) < (${at}::timestamptz, ${id}::uuid)`);
  }
  const page = pageFrom(await query.execute(), limit, (row) => [row.applied_at, row.id]);
  return { items: page.items.map(toSlip), next: page.next };
}

/** The slips of a move-out, the newest first. */
export const slipsOf = async (ctx: SiteContext, caseId: Id<"moveOut">): Promise<Slip[]> =>
  (await visibleSlips(ctx).where("slip.move_out_id", "=", caseId).orderBy("slip.applied_at", "desc").orderBy("slip.id", "desc").execute()).map(toSlip);

const inState: Readonly<Record<SlipState, ReturnType<typeof sql<boolean>>>> = {
  asked: sql`slip.decision is null and slip.cancelled_at is null`,
  approved: sql`slip.decision = 'approved' and slip.outcome is null and slip.cancelled_at is null`,
  refused: sql`slip.decision = 'refused'`,
  passed: sql`slip.outcome = 'passed'`,
  turnedBack: sql`slip.outcome = 'turnedBack'`,
  cancelled: sql`slip.outcome is null and slip.cancelled_at is not null`,
};

type SlipRow = Awaited<ReturnType<ReturnType<typeof visibleSlips>["execute"]>>[number];

const toSlip = (row: SlipRow): Slip => {
  const decision = row.decision as "approved" | "refused" | null;
  const outcome = row.outcome as "passed" | "turnedBack" | null;
  return {
    id: row.id as Id<"goodsSlip">,
    no: row.no,
    code: row.code,
    tenantId: row.tenant_id as Id<"tenant">,
    tenant: row.tenant,
    caseId: row.move_out_id as Id<"moveOut"> | null,
    reason: row.reason as SlipReason,
    place: row.place,
    passesOn: row.passes_on,
    carrierName: row.carrier_name,
    carrierPhone: row.carrier_phone,
    idLast4: row.id_last4,
    plate: row.plate,
    remark: row.remark,
    channel: row.channel as Channel,
    appliedByName: row.applied_by_name,
    authorityText: row.authority_text,
    appliedAt: row.applied_at,
    overdue: fen(row.overdue),
    state: slipStateOf({ decision, outcome, cancelledAt: row.cancelled_at }),
    decision: row.decided_at && { isApproved: decision === "approved", at: row.decided_at, byName: row.decided_by_name!, note: row.decision_note },
    gate: row.gate_at &&
      outcome && { outcome, isMatched: row.is_matched!, note: row.gate_note, guardName: row.guard_name!, at: row.gate_at, photoId: row.gate_photo_id as Id<"file"> | null },
    items: row.items,
    version: row.version,
    cancelledAt: row.cancelled_at,
    gatePhotoId: row.gate_photo_id as Id<"file"> | null,
  };
};
