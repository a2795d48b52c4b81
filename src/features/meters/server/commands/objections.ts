import type { Id } from "#kernel/id.ts";
import { Refusal } from "#kernel/problem.ts";
import { dayAt, type SiteContext } from "#platform/context.ts";
import { refusing } from "#platform/db/violations.ts";
import { objectionAnswered, objectionRaised } from "../../contract.ts";
import { metersProblems } from "../../rules.ts";
import { linesOf, objectionsTo } from "../queries/settlements.ts";
import { lockedSettlement } from "./settle.ts";

interface NewObjection {
  readonly id: Id<"objection">;
  readonly settlementId: Id<"settlement">;
  readonly tenantId: Id<"tenant">;
  readonly said: string;
}

/** Records what a tenant has against a published apportionment. Refusals: settlementNotFound, notPublished, objectionsOver, idTaken. */
export async function raiseObjection(ctx: SiteContext, { id, settlementId, tenantId, said }: NewObjection) {
  const settlement = await lockedSettlement(ctx, settlementId);
  const isTheirs = (await linesOf(ctx, [settlementId])).some((line) => line.tenantId === tenantId);
  if (!isTheirs) throw new Refusal(metersProblems.settlementNotFound());
  if (settlement.state !== "published") throw new Refusal(metersProblems.notPublished());
  if (Temporal.PlainDate.compare(dayAt(ctx, ctx.now), settlement.objectionsUntil) > 0) throw new Refusal(metersProblems.objectionsOver());
  const row = { site_id: ctx.siteId, id, settlement_id: settlementId, tenant_id: tenantId, said, raised_by_name: ctx.actor.name, raised_at: ctx.now };
  await refusing(ctx.tx.insertInto("meters.objection").values(row).execute(), { objection_pkey: () => metersProblems.idTaken() });
  await ctx.record(objectionRaised, { settlementId, objectionId: id, tenantId, said });
  await ctx.tell(ctx.siteId, "meters.settlement", settlementId);
  return objectionById(ctx, id);
}

/** The same by the tenant's own contact. */
export async function objectToShare(ctx: SiteContext, objection: Omit<NewObjection, "tenantId">) {
  if (!ctx.tenantId) throw new Refusal(metersProblems.settlementNotFound());
  return raiseObjection(ctx, { ...objection, tenantId: ctx.tenantId });
}

/** Answers an objection. Refusals: objectionNotFound, alreadyAnswered. */
export async function answerObjection(ctx: SiteContext, { objectionId, answer }: { readonly objectionId: Id<"objection">; readonly answer: string }) {
  await ctx.tx.selectFrom("meters.objection").select("id").where("site_id", "=", ctx.siteId).where("id", "=", objectionId).forUpdate().execute();
  const objection = await objectionById(ctx, objectionId);
  if (objection.answer !== null) throw new Refusal(metersProblems.alreadyAnswered());
  await ctx.tx
    .updateTable("meters.objection")
    .set({ answer, answered_by_name: ctx.actor.name, answered_at: ctx.now })
    .where("site_id", "=", ctx.siteId)
    .where("id", "=", objectionId)
    .execute();
  await ctx.record(objectionAnswered, { settlementId: objection.settlementId, objectionId, answer });
  await ctx.tell(ctx.siteId, "meters.settlement", objection.settlementId);
  return objectionById(ctx, objectionId);
}

async function objectionById(ctx: SiteContext, id: Id<"objection">) {
  const [found] = await objectionsTo(ctx, { id });
  if (!found) throw new Refusal(metersProblems.objectionNotFound());
  return found;
}
