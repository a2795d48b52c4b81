import type { Id } from "#kernel/id.ts";
import { fen } from "#kernel/money.ts";
import type { SiteContext } from "#platform/context.ts";

/** Who approved the refund of a move-out, in order. */
export async function approvalsOf(ctx: SiteContext, caseId: Id<"moveOut">) {
  const rows = await ctx.tx.selectFrom("moveout.refund_approval").selectAll().where("site_id", "=", ctx.siteId).where("move_out_id", "=", caseId).orderBy("place").execute();
  return rows.map((row) => ({ place: row.place, amount: fen(row.amount), byId: row.by_id as Id<"person">, byName: row.by_name, note: row.note, at: row.at }));
}
