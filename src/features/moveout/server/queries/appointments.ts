import type { ValueOf } from "#kernel/contract.ts";
import type { Id } from "#kernel/id.ts";
import type { SiteContext } from "#platform/context.ts";
import type { appointmentField } from "../../contract/fields.ts";
import type { AppointmentOutcome, Side } from "../../rules.ts";

/** Every time that was proposed for a joint inspection, oldest first; the last one is in force. */
export async function appointmentsOf(ctx: SiteContext, caseId: Id<"moveOut">): Promise<ValueOf<typeof appointmentField>[]> {
  const rows = await ctx.tx
    .selectFrom("moveout.appointment")
    .selectAll()
    .where("site_id", "=", ctx.siteId)
    .where("move_out_id", "=", caseId)
    .orderBy("proposed_at")
    .orderBy("id")
    .execute();
  return rows.map((row) => ({
    id: row.id as Id<"appointment">,
    meetsAt: row.meets_at,
    note: row.note,
    side: row.proposed_side as Side,
    proposedByName: row.proposed_by_name,
    proposedAt: row.proposed_at,
    agreedByName: row.agreed_by_name,
    agreedAt: row.agreed_at,
    replacedAt: row.replaced_at,
    outcome: row.outcome as AppointmentOutcome | null,
    outcomeNote: row.outcome_note,
    outcomeAt: row.outcome_at,
  }));
}
